"""Dates of the Indian national calendar, which gazettes and acts print beside the common date: ``BHADRA 2, 1944``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from classify.likeness import likeness, plain
from classify.tables import load

YEARS_BEHIND = 78
"""A year of this calendar begins in March of the common year that is so much more."""

FIRST_YEAR, LAST_YEAR = 1879, 2022
"""In official use since Chaitra 1, 1879, which is 22 March 1957. Source: Calendar Reform Committee, 1955."""

_MONTH_LENGTHS = (30, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30)
_NAME = r"(?P<name>[A-Za-z\u0904-\u0939][A-Za-z\u0900-\u0963]{2,14})"
_ERA = r"(?:शके|शक|शाके|सके|saka)"
_GAP = r"[\s,.\-]{1,3}"
_YEAR = rf"(?:\(?{_ERA}\s*(?:संवत्?|सम्वत्?)?[\s.,]*)?(?P<year>[12][0-9]{{3}})(?![0-9])(?:\s*\(?{_ERA}\)?)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NAME}{_GAP}(?P<day>[0-9]{{1,2}}){_GAP}{_YEAR}",
        rf"(?<![0-9])(?P<day>[0-9]{{1,2}}){_GAP}{_NAME}{_GAP}{_YEAR}",
    )
)
_ERA_NAMED = re.compile(_ERA, re.IGNORECASE)
_WITHOUT_ERA = 0.9
_LEAST_ALIKE = 0.74


@dataclass(frozen=True, slots=True)
class SakaRead:
    """A date of the national calendar found in text.

    Attributes:
        date: The same day in the common calendar.
        fit: How well the print has the form of such a date, 0 to 1.
        start: Where it begins in the text.
        end: Where it ends, exclusive.
    """

    date: dt.date
    fit: float
    start: int
    end: int


def to_common(year: int, month: int, day: int) -> dt.date | None:
    """The common date of a date of the national calendar; None where there is no such day.

    Args:
        year: Of the Saka era.
        month: 1 for Chaitra to 12 for Phalguna.
        day: From 1.

    Source: Report of the Calendar Reform Committee, 1955: Chaitra 1 is 22 March, in leap years 21 March; Chaitra has 30
    days, in leap years 31; the next five months have 31, the others 30.
    """
    common = year + YEARS_BEHIND
    leap = calendar.isleap(common)
    lengths = (_MONTH_LENGTHS[0] + leap, *_MONTH_LENGTHS[1:])
    if not (1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        return None
    return dt.date(common, 3, 21 if leap else 22) + dt.timedelta(days=sum(lengths[: month - 1]) + day - 1)


def read_saka(text: str) -> Iterator[SakaRead]:
    """Every date of the national calendar in a text; dates by the phase of the moon are none.

    Args:
        text: With digits 0-9.
    """
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            month, alike = _month(match["name"])
            year = int(match["year"])
            date = to_common(year, month, int(match["day"])) if month and FIRST_YEAR <= year <= LAST_YEAR else None
            if date:
                fit = alike * (1.0 if _ERA_NAMED.search(match[0]) else _WITHOUT_ERA)
                yield SakaRead(date, fit, match.start(), match.end())


@cache
def _names() -> tuple[tuple[str, int], ...]:
    return tuple((plain(name), number) for number, spellings in load("saka_months").items() for name in spellings)


@cache
def _month(text: str) -> tuple[int, float]:
    read = plain(text)
    alike, number = max((likeness(read, name), number) for name, number in _names())
    return (number, alike) if alike >= (1.0 if len(read) <= 3 else _LEAST_ALIKE) else (0, 0.0)
