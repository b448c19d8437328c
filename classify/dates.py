"""Dates as Indian offices write them: day first, in digits or with the month's name, in Hindi or English."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from classify.digits import LOOKALIKES, to_ascii
from classify.likeness import likeness, plain
from classify.saka import SakaRead, read_saka
from classify.tables import load
from nasti import hindi

EARLIEST_YEAR, LATEST_YEAR = 1850, 2100
CENTURY_TURNS_AT = 50
"""Two-digit years below it are of this century where nothing else tells."""

_DIGIT = "[0-9OQol|IBSZ]"
_MARKS = r"./\\।:_'*;,\-–—"
_MARK = rf"(?:[{_MARKS}]{{1,2}}|\|)"
_MARK_OR_NONE = rf"[\s{_MARKS}]{{0,2}}|[1|]"
"""An upright stroke is a mark only where it stands alone; beside another mark it is a 1."""
_NUMERIC = re.compile(
    rf"(?:(?<![0-9A-Za-z\u0904-\u0963/\-])(?<![0-9][.])|(?<=[कd.:]-))(?P<day>{_DIGIT}{{1,2}})\s?(?P<first>{_MARK})"
    rf"\s?(?P<month>{_DIGIT}{{1,2}})\s?(?P<second>{_MARK})\s?(?P<year>{_DIGIT}{{4}}|{_DIGIT}{{2}})"
    rf"(?![0-9A-Za-z\u0904-\u0939]|[./\-][0-9])"
)
_DAMAGED = re.compile(
    rf"(?<![0-9])(?P<day>{_DIGIT}\s?{_DIGIT})(?P<first>{_MARK_OR_NONE})(?P<month>{_DIGIT}\s?{_DIGIT})"
    rf"(?P<second>{_MARK_OR_NONE})(?P<year>{_DIGIT}(?:\s?{_DIGIT}){{3}})(?![0-9])"
)
_YEAR_FIRST = re.compile(
    r"(?<![0-9A-Za-z\u0904-\u0963/.\-])(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?![0-9A-Za-z\u0904-\u0939]|[./\-][0-9])"
)
_MONTH = r"(?P<month>[0O5]?[A-Za-z\u0904-\u0939][A-Za-z01\u0900-\u0963\u200c\u200d.]{1,12})"
_ENDING = r"(?:st|nd|rd|th|ली|री|थी|वीं|वां|वें|वी)"
_DAY_FIRST = re.compile(
    rf"(?<![0-9])(?P<day>[0-9]{{1,2}}|पहली|प्रथम)(?:\s?{_ENDING}(?![A-Za-z\u0900-\u0963]))?(?:\s*day)?(?:\s*of)?(?P<first>[\s.,/\-]{{0,4}})"
    rf"(?:माह\s+)?{_MONTH}[\s.,/\-]{{0,4}}(?:सन्?\s*)?(?P<year>[0-9]{{4}}|[0-9]{{2}})(?![0-9])",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"{_MONTH}[\s.,\-]{{1,4}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s,\-]{{1,4}}(?P<year>[0-9]{{4}})(?![0-9])"
)
_ORDINALS = {"पहली": "1", "प्रथम": "1"}
_AS_LETTERS = str.maketrans("015", "OlS")
_RANGE = re.compile(r"(?<![0-9./\-])([0-9]{1,2})\s*(?:से|to)\s*$")

_OTHER_BEFORE = re.compile(
    r"(?:नियम|उपनियम|कंडिका|कण्डिका|धारा|पैरा|बिन्दु|बिंदु|पद|खसरा|ख|सर्वे|रकबा|रु|रुपये|रू|राशि|वार्ड|para|paras|rule|section|clause"
    r"|version|ver|khasra|rs|survey)(?:\.|\s|नंबर|नम्बर|नं|न|क्रमांक|क्र|no|:|-)*$",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(
    r"\s*(?:बजे|प्रतिशत|%|हेक्टेयर|हेक्ट|हे\.|एकड़|डिसमिल|वर्ग|मीटर|मी\.|कि\.?मी|रुपये|रूपये|रुपए|रु\.|रू\.|/-|/\s?[A-Za-z\u0904-\u0939]"
    r"|[ap]\.?m\b|hrs)",
    re.IGNORECASE,
)
"""What makes digits between marks a rule, a plot, a measure, an amount or a time."""


@dataclass(frozen=True, slots=True)
class DateRead:
    """A date found in text.

    Attributes:
        iso: ISO 8601.
        fit: How well the print has the form of a date, 0 to 1; lower where something was mended.
        start: Where it begins in the text.
        end: Where it ends, exclusive.
    """

    iso: str
    fit: float
    start: int
    end: int


def read_dates(text: str, *, near_year: int | None = None, damaged: bool = False) -> list[DateRead]:
    """Every date in a text, in order; impossible ones are left out.

    A date of the national calendar counts as the common date of that day; one that stands beside the common date is
    part of it. Of a range with one month, as in 5 से 7 मई 1998, both days are given.

    Args:
        text: As read.
        near_year: A year that two-digit years lie close to: the nasti's.
        damaged: Whether to accept dates with lost or unequal separators, as behind a label that announces a date.
    """
    by_value, by_shape = hindi.ascii_digits(text), to_ascii(text)
    all_dates = list(_all_dates(by_shape, near_year, damaged, 1.0 if by_shape == by_value else _BY_SHAPE))
    if by_shape != by_value and not all_dates:
        all_dates = list(_all_dates(by_value, near_year, damaged, _BY_VALUE))
    found: list[DateRead] = []
    for date in sorted(all_dates, key=_order_of_damaged if damaged else _order):
        if all(date.end <= other.start or date.start >= other.end for other in found):
            found.append(date)
    found = _with_national(by_shape, sorted(found, key=lambda date: date.start))
    return [part for date in found for part in (*_range_start(by_shape, date), date)]


def _order(date: DateRead) -> tuple[float, int]:
    return -date.fit, date.start


def _order_of_damaged(date: DateRead) -> tuple[int, float, int]:
    """The longest first: behind a label, a digit beside a date is one that was torn off it."""
    return date.start - date.end, -date.fit, date.start


_BY_SHAPE, _BY_VALUE = 0.75, 0.6
"""How far numbers of mixed script are trusted, settled by shape or by the value of each digit."""


def _all_dates(text: str, near_year: int | None, damaged: bool, trust: float) -> Iterator[DateRead]:
    for match in _NUMERIC.finditer(text):
        form = _form_of(match)
        if (form == 1.0 or damaged) and not _is_other(match):
            yield from _dated(match, match["month"], near_year, trust * form)
    if damaged:
        for match in _DAMAGED.finditer(text):
            if not (_is_other(match) or _is_span(match)):
                yield from _dated(match, match["month"], near_year, trust * _damage(match))
    for match in _YEAR_FIRST.finditer(text):
        yield from _dated(match, match["month"], near_year, trust * _YEAR_FIRST_FIT)
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in _overlapping(pattern, text):
            month, alike = _month(match["month"])
            if month and not _is_number_part(match):
                yield from _dated(match, str(month), near_year, trust * alike)


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match, also those that begin inside another: what looks like a month may be none."""
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, match.start() + 1)


_YEAR_FIRST_FIT = 0.9
_UNEVEN, _UNUSUAL = 0.85, 0.8
_LOOSE, _RUN_TOGETHER, _STROKE_FOR_MARK = 0.65, 0.55, 0.45


def _form_of(match: re.Match[str]) -> float:
    """How far the marks of a date speak for one: the same usual mark twice, or other marks."""
    first, second = match["first"], match["second"]
    if first == second and first in ("./-–—"):
        return 1.0
    return _UNEVEN * (1.0 if len(first + second) == 2 else _UNUSUAL)


def _damage(match: re.Match[str]) -> float:
    first, second = match["first"].strip(), match["second"].strip()
    if "1" in (first, second):
        return _STROKE_FOR_MARK
    return _LOOSE if first or second else _RUN_TOGETHER


def _is_span(match: re.Match[str]) -> bool:
    """Whether digits that look like a damaged date are two years, one behind the other."""
    first, second = match["day"] + match["month"], match["year"]
    return not match["first"] and first.isdecimal() and second.isdecimal() and int(second) == int(first) + 1


def _is_other(match: re.Match[str]) -> bool:
    text = match.string
    before = text[max(0, match.start() - _CONTEXT) : match.start()]
    return bool(_OTHER_BEFORE.search(before) or _OTHER_AFTER.match(text, match.end()))


_CONTEXT = 24


def _is_number_part(match: re.Match[str]) -> bool:
    """Whether a month between slashes is the section of a letter's number: 12/जन./1998."""
    return "/" in match.groupdict().get("first", "") and not match["month"].isascii()


def _dated(match: re.Match[str], month: str, near_year: int | None, fit: float) -> Iterator[DateRead]:
    printed = [re.sub(r"\s", "", part) for part in (match["day"], month, match["year"])]
    if not _mostly_digits(printed):
        return
    numbers = [_ORDINALS.get(part, part).translate(LOOKALIKES) for part in printed]
    if numbers != printed and printed[0] not in _ORDINALS:
        fit *= 0.75
    day, month_number, year = map(int, numbers)
    if len(numbers[2]) == 2:
        year, fit = full_year(year, near_year), fit * (_CUT_YEAR if _may_be_cut(year, near_year) else 0.95)
    possible = EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month_number <= 12
    if possible and 1 <= day <= calendar.monthrange(year, month_number)[1]:
        yield DateRead(f"{year:04d}-{month_number:02d}-{day:02d}", fit, match.start(), match.end())


_CUT_YEAR = 0.65
_NEAR_YEARS = 2


def _may_be_cut(two_digits: int, near_year: int | None) -> bool:
    """Whether two digits may be the first ones of a year of four, in a nasti of another time."""
    far = near_year is None or abs(full_year(two_digits, near_year) - near_year) > _NEAR_YEARS
    return far and two_digits in (19, 20)


def _mostly_digits(parts: Sequence[str]) -> bool:
    """Whether at least half of what stands for digits are digits, some of them the year's."""
    if parts[0] in _ORDINALS:
        return True
    letters = "".join(parts)
    return 2 * sum(map(str.isdecimal, letters)) >= len(letters) and any(map(str.isdecimal, parts[2]))


_BESIDE = re.compile(r"[\s/(,;.–—-]*(?:तदनुसार|अर्थात्?|corresponding\s+to)?[\s/(,;.–—-]*", re.IGNORECASE)
_DAYS_APART = 0.6
"""Trust in a date beside which the national calendar has another day."""


def _with_national(text: str, dates: list[DateRead]) -> list[DateRead]:
    """Dates with what the national calendar says beside them, or alone."""
    for national in read_saka(text):
        iso = national.date.isoformat()
        if any(date.start < national.end and national.start < date.end for date in dates):
            continue
        index = next((index for index, date in enumerate(dates) if _stand_together(text, date, national)), None)
        if index is None:
            dates.append(DateRead(iso, national.fit, national.start, national.end))
        else:
            date = dates[index]
            fit = date.fit if date.iso == iso else date.fit * _DAYS_APART
            start, end = min(date.start, national.start), max(date.end, national.end)
            dates[index] = DateRead(date.iso, fit, start, end)
    return sorted(dates, key=lambda date: date.start)


def _stand_together(text: str, date: DateRead, national: SakaRead) -> bool:
    first, second = sorted(((date.start, date.end), (national.start, national.end)))
    return bool(_BESIDE.fullmatch(text, first[1], second[0]))


_RANGE_FIT = 0.8


def _range_start(text: str, date: DateRead) -> Iterator[DateRead]:
    """The first day of a range whose month and year stand with its last day."""
    before = _RANGE.search(text[max(0, date.start - _CONTEXT) : date.start])
    if before and 1 <= int(before[1]) < int(date.iso[8:]):
        start = date.start - len(before[0])
        yield replace(date, iso=f"{date.iso[:8]}{int(before[1]):02d}", fit=date.fit * _RANGE_FIT, start=start)


def full_year(two_digits: int, near_year: int | None) -> int:
    """The year that two digits stand for.

    Args:
        two_digits: 0 to 99.
        near_year: A year it lies close to; None where nothing tells.
    """
    if near_year is None:
        return (2000 if two_digits < CENTURY_TURNS_AT else 1900) + two_digits
    return min((century + two_digits for century in (1800, 1900, 2000)), key=lambda year: abs(year - near_year))


@cache
def _month_names() -> tuple[tuple[str, int], ...]:
    return tuple((plain(name), number) for number, spellings in load("months").items() for name in spellings)


@cache
def _month(text: str) -> tuple[int, float]:
    if text.isascii():
        text = text.translate(_AS_LETTERS)
    read = plain(text)
    alike, number = max((likeness(read, name), number) for name, number in _month_names())
    needed = 1.0 if len(read) <= 3 else 0.75
    return (number, alike) if alike >= needed else (0, 0.0)
