"""How a page looks, and phrases that only some kinds of paper have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz

from classify.digits import to_ascii
from classify.layout import Page, Row
from classify.likeness import plain
from classify.tables import load
from nasti.model import Sheet

SMALL = 0.6
"""Area of a slip of paper such as a receipt, in sheets of A4."""
WIDE = 1.6
"""How much wider than high an envelope is."""
DARK = 0.22
"""Share of the paper that a photograph darkens at least. Source: of 96 drawn and aged pages of print 0.106 at most, a
drawn photograph that takes up half of its page 0.4."""
_ALIKE = 86.0
"""Likeness, of 100, from which a phrase counts as read."""
_FEW_WORDS = 60
_SHORT_ROW = 3


def find_looks(page: Page) -> Mapping[str, float]:
    """The signs of look and phrase on a page, 0 to 1 each.

    Args:
        page: Any page.
    """
    wide, high = page.paper_mm
    found = {name: 1.0 for name, phrases in _phrases().items() if name not in _FIRST_WORDS and _says(page, phrases)}
    if _has_columns(page):
        found["columns"] = 1.0
    if (personal := sum(map(_is_personal, page.rows))) >= _PERSONAL_ROWS:
        found[PERSONAL] = min(1.0, personal / _PERSONAL_ROWS)
    words = sum(len(row.cores) for row in page.rows)
    if wide * high < SMALL * 210 * 297 and words <= _FEW_WORDS:
        found["small"] = 1.0
    if wide > WIDE * high and words <= _FEW_WORDS:
        found["wide"] = 1.0
    if page.dark_share is not None and page.dark_share >= DARK and words <= _FEW_WORDS:
        found["picture"] = 1.0
    if (strewn := _strewn(page)) > 0:
        found["strewn"] = strewn
    return found


def is_dark(sheet: Sheet) -> bool:
    """Whether a side on which nothing can be read is dark as a photograph is.

    Args:
        sheet: Read.
    """
    return (sheet.measures.get("dark_share") or 0.0) >= DARK


PERSONAL, _SERIAL = "personal", "serial"
_FIRST_WORDS = frozenset({PERSONAL, _SERIAL})
"""Phrases that rows begin with; others stand anywhere."""
_PERSONAL_ROWS = 3


def _is_personal(row: Row) -> bool:
    """Whether a row says something of a person, as the head of a statement does: नाम :, उम्र :."""
    marked = any(":" in word.text for word in row.words[: _LABEL_WORDS + 1])
    return marked and bool(row.cores) and plain(row.words[row.cores[0]].text) in _phrases()[PERSONAL]


_LABEL_WORDS = 3


def _has_columns(page: Page) -> bool:
    """Whether a row names columns of which the first counts the rows below it."""
    return any(
        _names_columns(row) and _counts([_first_number(below) for below in page.rows[place + 1 : place + 1 + _COUNTED]])
        for place, row in enumerate(page.rows)
    )


def _names_columns(row: Row) -> bool:
    if re.search("[0-9]", to_ascii(row.text)):
        return False
    words = [plain(row.words[index].text) for index in row.cores]
    serial = next((count for count in (1, 2) if "".join(words[:count]) in _phrases()[_SERIAL]), None)
    return serial is not None and len(words) - serial >= _COLUMNS


def _first_number(row: Row) -> int | None:
    first = to_ascii(row.words[row.cores[0]].text).rstrip(".)") if row.cores else ""
    return int(first) if first.isdecimal() and len(first) <= _SERIAL_DIGITS else None


def _counts(numbers: Sequence[int | None]) -> bool:
    """Whether some number is followed by the next one; rows between that go on with a cell do not matter."""
    there = [number for number in numbers if number is not None]
    return any(after == before + 1 for before, after in pairwise(there))


_COLUMNS, _COUNTED, _SERIAL_DIGITS = 2, 8, 4
"""Words that name columns beside the one that counts, at least; rows below them that are looked at, of which cells of
several lines take up some; and digits of a serial number, at most. Set by hand."""


def _says(page: Page, phrases: tuple[str, ...]) -> bool:
    return any(
        phrase in row or (len(row) >= len(phrase) - 2 and fuzz.partial_ratio(phrase, row) >= _ALIKE)
        for row in (plain(row.text) for row in page.rows)
        for phrase in phrases
    )


@cache
def _phrases() -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(map(plain, phrases)) for name, phrases in load("phrases").items()}


_NUMBER = re.compile(r"[0-9]{1,4}(?:\s?/\s?[0-9A-Za-z\u0904-\u0939]{1,3})*")


def _strewn(page: Page) -> float:
    """How far a page is numbers strewn over it, as plots over a map: rows of a number or two, wherever they fall."""
    short = [row for row in page.rows if 0 < len(row.cores) <= _SHORT_ROW]
    numbers = [row for row in short if _NUMBER.fullmatch(to_ascii(row.words[row.cores[0]].text))]
    if len(numbers) < 5 or len(short) < 0.7 * len(page.rows):
        return 0.0
    lefts = [page.across(row.box[0]) for row in numbers]
    return 1.0 if max(lefts) - min(lefts) > 0.3 else 0.0
