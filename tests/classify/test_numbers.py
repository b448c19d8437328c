from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.numbers import read_number
from nasti.hindi import number_key


@pytest.mark.parametrize(
    ("text", "value", "canonical"),
    [
        ("12/अ-70/2003-04", "12/अ-70/2003-04", "12/A-70/2003-04"),
        ("१२/अ-७०/२००३-०४", "12/अ-70/2003-04", "12/A-70/2003-04"),
        ("0255/अ-6/2021-22", "0255/अ-6/2021-22", "255/A-6/2021-22"),
        ("0016/अ-6/2021-22", "0016/अ-6/2021-22", "16/A-6/2021-22"),
        ("रा.प्र.क्र. 125/अ-6/2025-26", "125/अ-6/2025-26", "125/A-6/2025-26"),
        ("13/A/6/2005-06", "13/A/6/2005-06", "13/A-6/2005-06"),
        ("27/A-6/2004-2005", "27/A-6/2004-2005", "27/A-6/2004-05"),
        ("राजस्व प्रकरण क्रमांक 8 / अ-82 वर्ष 2018-19", "8/अ-82 वर्ष 2018-19", "8/A-82/2018-19"),
        ("16/अ-20(1)/2012-13", "16/अ-20(1)/2012-13", "16/A-20(1)/2012-13"),
        ("45/ब-121/1998-99", "45/ब-121/1998-99", "45/B-121/1998-99"),
    ],
)
def test_reads_revenue_cases(text: str, value: str, canonical: str) -> None:
    found = read_number(text)
    assert found is not None
    assert (found.form, found.value, found.fit) == ("revenue", value, 1.0)
    assert number_key(found.value) == number_key(canonical)


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("एफ 6-103/2016/सात-1/5965", "secretariat", "एफ 6-103/2016/सात-1/5965"),
        ("एफ 4-28/सात-1/2014, दिनाँक 02.03.2015", "secretariat", "एफ 4-28/सात-1/2014"),
        ("एफ 2-12/2018/सात/शा 6", "secretariat", "एफ 2-12/2018/सात/शा 6"),
        ("एफ ६-१२९/२०१७/नौ/४", "secretariat", "एफ 6-129/2017/नौ/4"),
        ("F-3/12/2019", "secretariat", "F-3/12/2019"),
        ("F 5-23/2011/PWD/8", "secretariat", "F 5-23/2011/PWD/8"),
        ("F.No. 3-12/2019-Estt", "secretariat", "F.No. 3-12/2019-Estt"),
        ("एफ 9-5-85-एक-4", "secretariat", "एफ 9-5-85-एक-4"),
        ("फाक्र0 1(अ)04/21-ब(दो)", "old", "फाक्र0 1(अ)04/21-ब(दो)"),
        ("क्रमांक ___/2024/21-क(या0)", "law", "___/2024/21-क(या0)"),
        ("N-11016/6/2016-ARC-DARPG (Computer No. 2938)", "central", "N-11016/6/2016-ARC-DARPG"),
        ("A-21001(3)/5/2008/DFG", "central", "A-21001(3)/5/2008/DFG"),
        ("C-15012/1/2013-JTSECY", "central", "C-15012/1/2013-JTSECY"),
        ("RN/12/R/A-5/55/2012", "board", "RN/12/R/A-5/55/2012"),
        ("1072/शिका./2008", "section", "1072/शिका./2008"),
        ("क्रमांक/1234/स्था/2004", "section", "1234/स्था/2004"),
        ("123/वि.लि./स्था/2004", "section", "123/वि.लि./स्था/2004"),
        ("456/री-1/2008", "section", "456/री-1/2008"),
        ("4170/Acctt/1997 Bilaspur, Dated", "section", "4170/Acctt/1997"),
        ("234/2008", "dated", "234/2008"),
        ("691 दिनांक 02.04.1994", "plain", "691"),
    ],
)
def test_reads_other_numbers(text: str, form: str, value: str) -> None:
    found = read_number(text)
    assert found is not None
    assert (found.form, found.value) == (form, value)


@pytest.mark.parametrize(
    ("damaged", "value"),
    [
        ("142 / अ - 27 / 1993 - 94", "142/अ-27/1993-94"),
        ("142/अ-27/ 1993-94", "142/अ-27/1993-94"),
        ("142/अ–27/1993—94", "142/अ-27/1993-94"),
        ("142|अ-27|1993-94", "142/अ-27/1993-94"),
        ("142\\अ-27\\1993-94", "142/अ-27/1993-94"),
        ("` 142/अ-27/1993-94 .", "142/अ-27/1993-94"),
        ("4961 /शिका./2008 कांकेर, दिनांक 28-12-2009", "4961/शिका./2008"),
        ("८५८४/नजूल /१९९० र धमतरी", "8584/नजूल/1990"),
        ("एफ 26 - 34 / 1997 / सात / 11", "एफ 26-34/1997/सात/11"),
    ],
)
def test_closes_up_stray_spaces_without_loss_of_trust(damaged: str, value: str) -> None:
    found = read_number(damaged)
    assert found is not None
    assert found.value == value
    assert found.fit >= 0.9


@pytest.mark.parametrize(
    ("damaged", "value"),
    [
        ("142/31-27/1993-94", "142/अ-27/1993-94"),
        ("142/3T-27/1993-94", "142/अ-27/1993-94"),
        ("142/आ-27/1993-94", "142/अ-27/1993-94"),
        ("142अ-27/1993-94", "142/अ-27/1993-94"),
        ("l42/अ-27/1993-94", "142/अ-27/1993-94"),
        ("142/अ-27/l993-94", "142/अ-27/1993-94"),
        ("18O/अ-6/2OO2-O3", "180/अ-6/2002-03"),
        ("45/व-121/1998-99", "45/ब-121/1998-99"),
        ("एफ् 4-192/1990/क/29", "एफ 4-192/1990/एक/29"),
        ("एक 26-34/1997/नौ/11", "एफ 26-34/1997/नौ/11"),
        ("एफ 26-34/1997/नो/11", "एफ 26-34/1997/नौ/11"),
        ("एफ 26-34/1997/सत/11", "एफ 26-34/1997/सात/11"),
        ("एफ22-77/1998/एक/15", "एफ 22-77/1998/एक/15"),
        ("एफ 22-77/l998/एक/15", "एफ 22-77/1998/एक/15"),
        ("1O72/शिका./2008", "1072/शिका./2008"),
        ("1072/शिका./2OO8", "1072/शिका./2008"),
        ("N-110I6/6/2016-ARC-DARPG", "N-11016/6/2016-ARC-DARPG"),
        ("23O/2008", "230/2008"),
    ],
)
def test_mends_only_what_the_form_decides_and_trusts_it_less(damaged: str, value: str) -> None:
    found = read_number(damaged)
    assert found is not None
    assert found.value == value
    assert found.fit <= 0.8


def test_a_year_that_cannot_be_lowers_the_fit() -> None:
    right, wrong = read_number("142/अ-27/1993-94"), read_number("142/अ-27/1093-94")
    assert right is not None
    assert wrong is not None
    assert wrong.fit < right.fit
    assert (right.year, wrong.year) == (1993, None)


@pytest.mark.parametrize(
    ("text", "year"),
    [("एफ 6-103/2016/सात-1/5965", 2016), ("1998/शिका./2008", 2008), ("27/A-6/2004-2005", 2004), ("691", None)],
)
def test_knows_the_year(text: str, year: int | None) -> None:
    found = read_number(text)
    assert found is not None
    assert found.year == year


@pytest.mark.parametrize("text", ["बिलासपुर", "", "महोदय,", "की ओर सूचनार्थ।", "/-/"])
def test_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text", ["खसरा नंबर 176/4", "दिनांक 02.04.1994", "राशि रुपये 85,21,458", "5402/स्था./1993", "1993-94"]
)
def test_without_a_label_only_unmistakable_forms_count(text: str) -> None:
    assert read_number(text, unlabelled=True) is None


@given(
    st.integers(1, 99999),
    st.sampled_from("अब"),
    st.integers(1, 199),
    st.integers(1900, 2098),
    st.booleans(),
)
def test_every_revenue_number_comes_back(serial: int, head: str, code: int, year: int, in_hindi: bool) -> None:
    number = f"{serial}/{head}-{code}/{year}-{(year + 1) % 100:02d}"
    printed = number.translate({ord("0") + digit: 0x0966 + digit for digit in range(10)}) if in_hindi else number
    found = read_number(f"राजस्व प्रकरण क्रमांक {printed} दिनांक")
    assert found is not None
    assert (found.value, found.form) == (number, "revenue")


@given(st.text(st.sampled_from("0123456789०१अबएफक /-().|OlNF"), max_size=80))
def test_what_is_found_lies_in_the_text(text: str) -> None:
    found = read_number(text)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert 0 < found.fit <= 1
        assert found.value == found.value.strip()
