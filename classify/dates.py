"""Dates as Indian offices write them: day first, in digits or with the month's name, in Hindi or English."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from classify.digits import LOOKALIKES, to_ascii
from classify.likeness import likeness, plain
from classify.tables import load
from nasti import hindi

EARLIEST_YEAR, LATEST_YEAR = 1850, 2100
CENTURY_TURNS_AT = 50
"""Two-digit years below it are of this century where nothing else tells."""

_DIGIT = "[0-9OQol|I]"
_NUMERIC = re.compile(
    rf"(?<![0-9A-Za-z\u0904-\u0963/.\-])(?P<day>{_DIGIT}{{1,2}})\s?(?P<first>[./\-–—,])\s?(?P<month>{_DIGIT}{{1,2}})"
    rf"\s?(?P<second>[./\-–—,])\s?(?P<year>{_DIGIT}{{4}}|{_DIGIT}{{2}})(?![0-9A-Za-z\u0904-\u0939]|[./\-][0-9])"
)
_DAMAGED = re.compile(
    rf"(?<![0-9])(?P<day>{_DIGIT}{{2}})(?P<first>[./\-:]?)\s?(?P<month>{_DIGIT}{{2}})(?P<second>[./\-:]?)"
    rf"\s?(?P<year>{_DIGIT}{{4}})(?![0-9])"
)
_MONTH = r"(?P<month>[A-Za-z\u0904-\u0939][A-Za-z\u0900-\u0963.]{1,12})"
_DAY_FIRST = re.compile(
    rf"(?<![0-9])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|वीं|वां)?[\s.,\-]{{0,4}}{_MONTH}"
    rf"[\s.,\-]{{0,4}}(?P<year>[0-9]{{4}}|[0-9]{{2}})(?![0-9])"
)
_MONTH_FIRST = re.compile(
    rf"{_MONTH}[\s.,\-]{{1,4}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s,\-]{{1,4}}(?P<year>[0-9]{{4}})(?![0-9])"
)


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
    for date in sorted(all_dates, key=lambda date: (-date.fit, date.start)):
        if all(date.end <= other.start or date.start >= other.end for other in found):
            found.append(date)
    return sorted(found, key=lambda date: date.start)


_BY_SHAPE, _BY_VALUE = 0.75, 0.6
"""How far numbers of mixed script are trusted, settled by shape or by the value of each digit."""


def _all_dates(text: str, near_year: int | None, damaged: bool, trust: float) -> Iterator[DateRead]:
    for match in _NUMERIC.finditer(text):
        even = match["first"] == match["second"]
        if even or damaged:
            yield from _dated(match, match["month"], near_year, trust * (1.0 if even else 0.85))
    if damaged:
        for match in _DAMAGED.finditer(text):
            if match["first"] or match["second"]:
                yield from _dated(match, match["month"], near_year, trust * 0.65)
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text):
            month, alike = _month(match["month"])
            if month:
                yield from _dated(match, str(month), near_year, trust * alike)


def _dated(match: re.Match[str], month: str, near_year: int | None, fit: float) -> Iterator[DateRead]:
    numbers = [part.translate(LOOKALIKES) for part in (match["day"], month, match["year"])]
    if numbers != [match["day"], month, match["year"]]:
        fit *= 0.75
    day, month_number, year = map(int, numbers)
    if len(numbers[2]) == 2:
        year, fit = full_year(year, near_year), fit * 0.95
    possible = EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month_number <= 12
    if possible and 1 <= day <= calendar.monthrange(year, month_number)[1]:
        yield DateRead(f"{year:04d}-{month_number:02d}-{day:02d}", fit, match.start(), match.end())


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
    read = plain(text)
    alike, number = max((likeness(read, name), number) for name, number in _month_names())
    needed = 1.0 if len(read) <= 3 else 0.75
    return (number, alike) if alike >= needed else (0, 0.0)
