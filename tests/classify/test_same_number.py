from __future__ import annotations

import pytest

from classify.same_number import compare_numbers, number_in_name
from nasti.model import Field


@pytest.mark.parametrize(
    ("known", "read", "confidence", "verdict"),
    [
        ("142/अ-27/1993-94", "142/A-27/1993-94", 0.9, "same"),
        ("142/अ-27/1993-94", "१४२ / अ-२७ / १९९३-९४", 0.3, "same"),
        ("142/अ-27/1993-94", "142/अ-27", 0.9, "same"),
        ("142/अ-27/1993-94", "143/अ-27/1993-94", 0.97, "other"),
        ("142/अ-27/1993-94", "146/अ-27/1993-94", 0.85, "other"),
        ("142/अ-27/1993-94", "146/अ-27/1993-94", 0.7, "unsure"),
        ("141/अ-27/1993-94", "147/अ-27/1993-94", 0.9, "unsure"),
        ("142/अ-27/1993-94", "158/अ-27/1993-94", 0.4, "unsure"),
        ("142/अ-27/1993-94", "158/अ-27/1993-94", 0.7, "other"),
        ("142/अ-27/1993-94", "9/अ-6/2001-02", 0.2, "other"),
        ("142/अ-27/1993-94", "7", 0.9, "other"),
    ],
)
def test_numbers_are_one_unless_they_differ_by_more_than_reading_damages(
    known: str, read: str, confidence: float, verdict: str
) -> None:
    assert compare_numbers(known, Field(read, read, confidence, 0, (0, 0, 9, 9))) == verdict


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("142_A-27_1993-94.pdf", "142/A-27/1993-94"),
        ("fl-12_A-70_2003-04", "12/A-70/2003-04"),
        ("नस्ती 142-अ-27-1993-94", "142/अ-27/1993-94"),
        ("142 A 27 1993 94.tif", "142/A-27/1993-94"),
        ("०२५५_अ-६_२०२१-२२ (1).pdf", "0255/अ-6/2021-22"),
        ("142_A-27_1993-94_back.pdf", "142/A-27/1993-94"),
        ("142_A-27_1993-94 part2.pdf", "142/A-27/1993-94"),
        ("bundle-3_12-A-5-2001", "12/A-5/2001"),
        ("एफ 6-103-2016-सात-1.pdf", "एफ 6-103-2016-सात-1"),
        ("A-21001(3)_5_2008_DFG", "A-21001(3)/5/2008/DFG"),
        ("N-11016_6_2016-ARC-DARPG.pdf", "N-11016/6/2016-ARC-DARPG"),
        ("12_स्था_2019.pdf", "12/स्था/2019"),
        ("RN_12_R_A-5_55_2012", "RN/12/R/A-5/55/2012"),
    ],
)
def test_names_hold_numbers(name: str, number: str) -> None:
    assert number_in_name(name) == number


@pytest.mark.parametrize(
    "name",
    [
        "", "नस्ती", "scan_0001.pdf", "scan0001_A", "2024-01-05.pdf", "05-01-2024", "20241105_103012.pdf", "01 jan 2024",
        "05_jan_2024", "IMG_20240105_001.jpg", "IMG_2024_01_05", "scan_2024-01-05_001", "SKM_C25824010512340",
        "lot 7 front", "1234_2019-20", "Doc1_2_3", "A-4_300_2019", "page_12_of_2019",
    ],
)  # fmt: skip
def test_dates_and_counters_are_no_numbers(name: str) -> None:
    assert number_in_name(name) is None
