"""Years and dates as people type them in a query, and the terms that cover a span of days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from nasti.hindi import ascii_digits

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""Years that files are of; a span without beginning or end reaches to them."""

_YEAR = re.compile(r"\d{4}")
_YEAR_SPAN = re.compile(r"(\d{4})\s*[-–/]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4})")


def read_years(text: str) -> tuple[int, ...]:
    """First and last year of ``1994``, ``1994..1998``, ``1994..``, ``..1998``; ``1993-94`` is the year 1993.

    Args:
        text: What stands for a year, digits in either script.

    Returns:
        Nothing for what is no year.
    """
    plain = ascii_digits(text).strip()
    if ".." in plain:
        first, last = (one.strip(" .") for one in plain.split("..", 1))
        if not all(one == "" or _YEAR.fullmatch(one) for one in (first, last)) or not (first or last):
            return ()
        return (int(first or FIRST_YEAR), int(last or LAST_YEAR))
    if span := _YEAR_SPAN.fullmatch(plain):
        first_year = int(span[1])
        last_year = int(span[1][: 4 - len(span[2])] + span[2])
        # A year of account is named by both years it lies in.
        return (first_year, first_year if last_year % 100 == (first_year + 1) % 100 else max(first_year, last_year))
    return (int(plain), int(plain)) if _YEAR.fullmatch(plain) else ()


def date_cover(text: str) -> tuple[str, ...]:
    """Years, months and days (``1994``, ``199403``, ``19940302``) that together are a span of days.

    Args:
        text: ``02.03.1994``, ``3/1994``, ``1994-03-02``, ``1994``, or two of them with ``..`` between; one may be left
            out.

    Returns:
        Nothing for what is no date.
    """
    plain = ascii_digits(text).strip()
    first, dots, last = plain.partition("..")
    if not dots:
        last = first
    begin = _bounds(first.strip(" ")) if first.strip(" ") else ((FIRST_YEAR, 1, 1),) * 2
    end = _bounds(last.strip(" .")) if last.strip(" .") else ((LAST_YEAR, 12, 31),) * 2
    if begin is None or end is None or (dots and not (first.strip() or last.strip())) or begin[0] > end[1]:
        return ()
    return tuple(_cover(begin[0], end[1]))


_Day = tuple[int, int, int]


def _bounds(text: str) -> tuple[_Day, _Day] | None:
    """First and last day of a year, a month or a day."""
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif written := _DAY_FIRST.fullmatch(text):
        day, month, year = written.groups()
    else:
        return None
    whole = int(year)
    if not FIRST_YEAR <= whole <= LAST_YEAR:
        return None
    if month is None:
        return (whole, 1, 1), (whole, 12, 31)
    if not 1 <= int(month) <= 12:
        return None
    length = calendar.monthrange(whole, int(month))[1]
    if day is None:
        return (whole, int(month), 1), (whole, int(month), length)
    if not 1 <= int(day) <= length:
        return None
    return ((whole, int(month), int(day)),) * 2


def _cover(first: _Day, last: _Day) -> Iterator[str]:
    for year in range(first[0], last[0] + 1):
        if first <= (year, 1, 1) and (year, 12, 31) <= last:
            yield f"{year:04}"
            continue
        for month in range(1, 13):
            length = calendar.monthrange(year, month)[1]
            if first <= (year, month, 1) and (year, month, length) <= last:
                yield f"{year:04}{month:02}"
                continue
            for day in range(1, length + 1):
                if first <= (year, month, day) <= last:
                    yield f"{year:04}{month:02}{day:02}"
