from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.dates import full_year, read_dates
from classify.digits import DEVANAGARI


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("15.09.2009", "2009-09-15"),
        ("21/11/2025", "2025-11-21"),
        ("17 अक्टूबर 2016", "2016-10-17"),
        ("०५/०५/२०१७", "2017-05-05"),
        ("25-5-04", "2004-05-25"),
        ("August 24, 2022 / BHADRA 2, 1944", "2022-08-24"),
        ("11 जुलाई, 2014", "2014-07-11"),
        ("एफ 4-28/सात-1/2014, दिनाँक 02.03.2015", "2015-03-02"),
        ("दिनांक 1.4.1999 को", "1999-04-01"),
        ("03 / 10 / 1997", "1997-10-03"),
        ("24th Aug. 2022", "2022-08-24"),
        ("dated the 5th September, 1998", "1998-09-05"),
        ("Dated 15-01-1997", "1997-01-15"),
        ("९ मई १९९८", "1998-05-09"),
        ("1 सितम्बर, 2003", "2003-09-01"),
        ("2 अक्तूबर 1956", "1956-10-02"),
        ("29.02.2004", "2004-02-29"),
        ("7-Nov-2001", "2001-11-07"),
        ("11 जुलाइ 2014", "2014-07-11"),
        ("2३.05.2००1", "2001-05-23"),  # digits of the same shape and value in both scripts
    ],
)
def test_reads_the_forms_of_offices(text: str, iso: str) -> None:
    assert [date.iso for date in read_dates(text)] == [iso]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("13-04-19१4", "1994-04-13"),  # १ among Latin digits has the shape of 9
        ("२०.0९.१9९८", "1998-09-20"),  # and 9 among Devanagari digits that of १
        ("20-O8-1999", "1999-08-20"),
        ("l5.09.2009", "2009-09-15"),
        ("1I.07.1993", "1993-07-11"),
        ("19.061990", "1990-06-19"),
        ("0503/2004", "2004-03-05"),
        ("22,09.1999", "1999-09-22"),
        ("17 अक्टूवर 2016", "2016-10-17"),
        ("24 Augnst 2022", "2022-08-24"),
        ("दिनांक: :12-08.1994,", "1994-08-12"),
    ],
)
def test_mends_what_the_reader_damaged(text: str, iso: str) -> None:
    found = read_dates(text, damaged=True)
    assert [date.iso for date in found] == [iso]
    assert found[0].fit < 1


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2009",
        "00/05/2010",
        "12-13-1999",
        "29.02.2003",
        "1993-94",
        "142/अ-27/1993-94",
        "एफ 6-10/2016/सात",
        "85,21,458",
        "रकबा 4.584 हेक्टेयर",
        "3.00 बजे",
        "01.01.1234",
        "खसरा नंबर 176/4",
        "45 मार्ग 1999",
        "",
    ],
)
def test_refuses_what_is_no_date(text: str) -> None:
    assert read_dates(text) == []


def test_gives_all_dates_in_order() -> None:
    text = "पत्र दिनांक 02.04.1994 एवं स्मरण पत्र 12 मई 1994"
    assert [date.iso for date in read_dates(text)] == ["1994-04-02", "1994-05-12"]
    assert [text[date.start : date.end] for date in read_dates(text)] == ["02.04.1994", "12 मई 1994"]


@pytest.mark.parametrize(
    ("digits", "near", "year"),
    [
        (4, None, 2004),
        (49, None, 2049),
        (50, None, 1950),
        (94, 1993, 1994),
        (4, 1904, 1904),
        (27, 1930, 1927),
        (99, 2001, 1999),
    ],
)
def test_two_digit_years_lie_near_the_nasti(digits: int, near: int | None, year: int) -> None:
    assert full_year(digits, near) == year


@given(
    st.dates(dt.date(1850, 1, 1), dt.date(2100, 12, 31)),
    st.sampled_from(["{0:02d}.{1:02d}.{2}", "{0}/{1}/{2}", "{0:02d}-{1:02d}-{2}"]),
    st.booleans(),
)
def test_every_date_comes_back(date: dt.date, form: str, in_hindi: bool) -> None:
    text = form.format(date.day, date.month, date.year)
    if in_hindi:
        text = text.translate({ord(str(digit)): DEVANAGARI[digit] for digit in range(10)})
    assert [found.iso for found in read_dates(f"दिनांक {text} को")] == [date.isoformat()]


@given(st.text(st.sampled_from("0123456789०१२३९./-, OlIमईMay"), max_size=60))
def test_what_is_found_is_a_real_date(text: str) -> None:
    for found in read_dates(text, damaged=True):
        dt.date.fromisoformat(found.iso)
        assert 0 < found.fit <= 1
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("text", ["1 " + "." * 2000, "Jan" + "-" * 2000, "12.12." * 400, "1" + " Jan" * 500])
@pytest.mark.timeout(2)
def test_hostile_print_takes_no_undue_time(text: str) -> None:
    assert read_dates(text, damaged=True) == []
