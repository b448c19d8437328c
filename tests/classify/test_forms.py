"""Laws of dates and numbers: whatever is printed in a form of offices reads back, among any words, in any digits."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, given
from hypothesis import strategies as st

from classify.dates import read_dates
from classify.digits import DEVANAGARI
from classify.numbers import read_number
from classify.saka import FIRST_YEAR, LAST_YEAR, read_saka, to_common
from classify.tables import load
from nasti.hindi import number_key

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2049, 12, 31))
IN_DIGITS = ("{d:02d}.{m:02d}.{y}", "{d}/{m}/{y}", "{d:02d}-{m:02d}-{y}", "{d} . {m} . {y}", "{d:02d}.{m:02d}.{y2:02d}")
IN_WORDS = (
    "{d} {month} {y}", "{d} {month}, {y}", "{d}-{month}-{y}", "{d:02d} {month} सन् {y}", "{month} {d}, {y}",
    "{d} माह {month} {y}", "{d}{month}{y}",
)  # fmt: skip
WORDS = st.lists(
    st.sampled_from(["पत्र", "में", "उल्लेखित", "को", "तथा", "अनुसार", "the", "letter", "of", "प्रकरण", "रायपुर", "दिनांक"]),
    max_size=3,
)
HINDI_MONTHS = {n: [name for name in names if len(name) > 2] for n, names in load("months").items() if n}


def digits(text: str, in_hindi: bool) -> str:
    return text.translate({ord(str(digit)): DEVANAGARI[digit] for digit in range(10)}) if in_hindi else text


def among(before: list[str], text: str, behind: list[str]) -> str:
    return " ".join([*before, text, *behind])


@given(DAYS, st.sampled_from(IN_DIGITS), st.booleans(), WORDS, WORDS)
def test_dates_in_digits(day: dt.date, form: str, in_hindi: bool, before: list[str], behind: list[str]) -> None:
    printed = digits(form.format(d=day.day, m=day.month, y=day.year, y2=day.year % 100), in_hindi)
    found = read_dates(among(before, printed, behind), near_year=day.year)
    assert [date.iso for date in found] == [day.isoformat()]


@given(DAYS, st.sampled_from(IN_WORDS), st.data(), st.booleans(), WORDS, WORDS)
def test_dates_in_words(
    day: dt.date, form: str, data: st.DataObject, in_hindi: bool, before: list[str], behind: list[str]
) -> None:
    month = data.draw(st.sampled_from(HINDI_MONTHS[day.month]))
    printed = digits(form.format(d=day.day, month=month, y=day.year), in_hindi)
    assert [date.iso for date in read_dates(among(before, printed, behind))] == [day.isoformat()]


@given(DAYS, st.sampled_from(IN_DIGITS), WORDS, WORDS)
def test_a_date_stands_where_it_was_printed(day: dt.date, form: str, before: list[str], behind: list[str]) -> None:
    printed = form.format(d=day.day, m=day.month, y=day.year, y2=day.year % 100)
    text = among(before, printed, behind)
    (date,) = read_dates(text, near_year=day.year)
    assert text[date.start : date.end] == printed


LOOKALIKES = {"0": "OoQ", "1": "lI|", "2": "Z", "5": "S", "8": "B"}


@given(DAYS, st.sampled_from(IN_DIGITS[:3]), st.data())
def test_a_letter_for_a_digit_changes_no_date_and_is_doubted(day: dt.date, form: str, data: st.DataObject) -> None:
    printed = form.format(d=day.day, m=day.month, y=day.year)
    places = [place for place, digit in enumerate(printed) if digit in LOOKALIKES]
    assume(places)
    place = data.draw(st.sampled_from(places))
    letter = data.draw(st.sampled_from(LOOKALIKES[printed[place]]))
    found = read_dates(f"{printed[:place]}{letter}{printed[place + 1 :]}", damaged=True)
    assert [date.iso for date in found] == [day.isoformat()]
    assert found[0].fit < 0.9


@given(
    DAYS, st.sampled_from(("{d:02d}{m:02d}.{y}", "{d:02d}.{m:02d}{y}", "{d:02d}..{m:02d}.{y}", "{d:02d} {m:02d} {y}"))
)
def test_lost_and_doubled_marks_change_no_date_and_are_doubted(day: dt.date, form: str) -> None:
    found = read_dates(form.format(d=day.day, m=day.month, y=day.year), damaged=True)
    assert [date.iso for date in found] == [day.isoformat()]
    assert found[0].fit < 0.9


@given(st.integers(FIRST_YEAR, LAST_YEAR), st.integers(1, 12), st.integers(1, 31))
def test_days_of_the_national_calendar_follow_each_other(year: int, month: int, day: int) -> None:
    date, following = to_common(year, month, day), to_common(year, month, day + 1)
    if date and following is None:
        following = to_common(year, month + 1, 1) or to_common(year + 1, 1, 1)
    assert date is None or following == date + dt.timedelta(days=1)


@given(st.integers(FIRST_YEAR, LAST_YEAR), st.integers(1, 12), st.integers(1, 30), st.booleans(), st.booleans())
def test_dates_of_the_national_calendar(year: int, month: int, day: int, in_hindi: bool, paired: bool) -> None:
    date = to_common(year, month, day)
    name = load("saka_months")[month][0]
    assert date is not None
    printed = f"{name} {day}, शक {year}"
    text = f"{date:%d}.{date:%m}.{date.year} ({printed})" if paired else printed
    assert [found.iso for found in read_dates(digits(text, in_hindi))] == [date.isoformat()]
    assert [found.date for found in read_saka(printed)] == [date]


def test_the_national_calendar_has_365_days_or_366() -> None:
    for year in range(FIRST_YEAR, LAST_YEAR):
        first, following = to_common(year, 1, 1), to_common(year + 1, 1, 1)
        assert first is not None
        assert following is not None
        assert (following - first).days == (366 if first.day == 21 else 365)


SERIALS = st.integers(1, 99999)
YEARS = st.integers(1950, 2049)
SECTIONS = st.sampled_from(["स्था", "शिका.", "रा.", "नजूल", "भू-अर्जन", "वि.लि.", "Acctt", "Estt"])
ORDINALS = st.sampled_from(["एक", "सात", "नौ", "ग्यारह"])


@given(
    SERIALS, st.sampled_from("अबAB"), st.integers(1, 199), YEARS, st.sampled_from(["/", " / ", "//", "|", "\\"]),
    st.sampled_from(["-", " - ", ".", "--"]), st.booleans(), st.booleans(), WORDS, WORDS,
)  # fmt: skip
def test_revenue_cases(
    serial: int, letter: str, code: int, year: int, slash: str, dash: str, long_span: bool, in_hindi: bool,
    before: list[str], behind: list[str],
) -> None:  # fmt: skip
    until = str(year + 1) if long_span else f"{(year + 1) % 100:02d}"
    printed = digits(f"{serial}{slash}{letter}{dash}{code}{slash}{year}-{until}", in_hindi)
    found = read_number(among(before, printed, behind), unlabelled=True)
    assert found is not None
    assert found.form == "revenue"
    assert found.year == year
    assert number_key(found.value) == number_key(f"{serial}/{letter}-{code}/{year}-{(year + 1) % 100:02d}")


@given(
    st.sampled_from(["एफ ", "एफ-", "एफ", "F ", "F-"]), st.integers(1, 30), st.integers(1, 300), YEARS, ORDINALS,
    st.integers(1, 9), st.booleans(), WORDS, WORDS,
)  # fmt: skip
def test_secretariat_numbers(
    prefix: str, first: int, second: int, year: int, ordinal: str, cell: int, in_hindi: bool, before: list[str],
    behind: list[str],
) -> None:  # fmt: skip
    number = f"{first}-{second}/{year}/{ordinal}-{cell}"
    found = read_number(among(before, digits(prefix + number, in_hindi), behind), unlabelled=True)
    assert found is not None
    assert (found.form, found.year) == ("secretariat", year)
    assert number_key(found.value) == number_key(f"F {number}")


@given(SERIALS, SECTIONS, YEARS, st.sampled_from(["/", " / "]), st.booleans(), WORDS)
def test_numbers_of_sections(
    serial: int, section: str, year: int, slash: str, in_hindi: bool, behind: list[str]
) -> None:
    printed = digits(f"{serial}{slash}{section}{slash}{year}", in_hindi)
    found = read_number(among(["क्रमांक"], printed, ["रायपुर", *behind]))
    assert found is not None
    assert (found.form, found.year) == ("section", year)
    assert number_key(found.value) == number_key(f"{serial}/{section}/{year}")


@given(st.text(max_size=120), st.booleans())
def test_no_text_is_too_much(text: str, loose: bool) -> None:
    for date in read_dates(text, damaged=loose, near_year=1995):
        dt.date.fromisoformat(date.iso)
        assert 0 <= date.start < date.end <= len(text)
    number = read_number(text, unlabelled=loose)
    assert number is None or 0 <= number.start < number.end <= len(text)
