"""The invisible text layer of a page: every word at its box, so that every reader gives it back.

Each word is placed on its own, as wide as its box, and followed by a space that fills the gap to the next. The limits
here are those at which the readers join, split or drop words.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from nasti.model import Box, Word
from ocr.pdf_font import DESCENT, RESOURCE, Codes

TOLERANCE_PT = 0.8
"""How far an edge may be moved from its box to keep lines level and words apart, in points."""

ROUNDING_PT = 0.01
"""More than the numbers in the content stream are rounded by, in points."""

LEAST_SIDE_PT = 0.5
"""Words are laid at least this wide and high, in points."""

SPACED_FROM = 0.16
"""Gap from which readers see two words, as a share of the font size. Source: poppler, minWordSpacing 0.15."""

SINGLES_SPACED_FROM = 0.4
"""Gap from which lone characters are words, as a share of the font size. Source: poppler, maxWideCharSpacing."""

FIRM_SPACE = " \u00a0"
FIRM_SPACE_SIZE = 0.9
"""A space that every reader keeps, and its size as a share of the word's.

poppler takes two characters that come at once for a word, and for a word of its own if the size changes; PDFium looks
for a hyphen behind plain spaces, not behind this one. Source: TextOutputDev.cc; cpdf_textpage.cpp.
"""

LAST_ACTUAL = "\ufffc"
"""PDFium drops what comes after this character from an ActualText. Source: cpdf_textpage.cpp."""

RIGHT_TO_LEFT = re.compile(r"{0}(?:{0}|\W)*".format("[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff]"))
"""A run of Hebrew, Arabic and their kin, digits excepted, with what follows up to the next letter or digit."""

COMPATIBLE = re.compile("[\u00b5\ufb00-\ufdff\ufe50-\ufe6b\ufe70-\ufefc\uff01-\uff5e]")
"""Ligatures, presentation and full-width forms that PDFium and PDF.js take apart or drop whatever a file says."""

LINE_END_SPACE = 0.25
"""Width of the space after the last word of a line, as a share of the font size."""


@dataclass(slots=True)
class _Placed:
    """A word on the page, in points, origin bottom left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> float:
        return self.top - self.bottom

    @property
    def baseline(self) -> float:
        return self.bottom - DESCENT / 1000 * self.size


def clean(text: str) -> str:
    """Bring a text into the one form that all readers give back.

    It is composed (NFC) with ligatures spelt out, white space becomes single spaces, and what readers drop or PDF
    forbids is left out: control and invisible format characters, surrogates, noncharacters.
    """
    spelt = COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    kept = "".join(char if _is_shown(char) else "" for char in " ".join(spelt.split()))
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def write_layer(
    words: Sequence[Word], paper_px: Box, points_per_px: float, codes: Codes, *, lean_deg: float = 0.0
) -> bytes:
    """Write the content stream that lays the words of a sheet over its picture.

    Args:
        words: In reading order, boxes on the upright sheet.
        paper_px: The part of the upright sheet that the page shows.
        points_per_px: Scale from sheet pixels to points.
        codes: The document's codes; those of the words are added.
        lean_deg: How far the layer will lie turned on the page from its nearest axis, in either direction.

    Returns:
        Operators for a page whose font `RESOURCE` is the one of `codes`; nothing where there is nothing to lay.
    """
    operators: list[str] = []
    lean = abs(math.tan(math.radians(lean_deg)))
    for row in _rows(words, paper_px, points_per_px):
        _level(row)
        _part(row)
        for word, following in zip(row, [*row[1:], None], strict=True):
            operators += _lay(word, following, codes, lean)
    return "\n".join(["BT", "3 Tr", *operators, "ET"]).encode("ascii") if operators else b""


def _rows(words: Sequence[Word], paper_px: Box, points_per_px: float) -> list[list[_Placed]]:
    """Put the words on the page, row by row.

    A line that does not lie below the one before goes on in its row: readers see it so. Such lines come from words
    printed over each other, seals, signatures and pages that curl.
    """
    rows: list[list[_Placed]] = []
    shown = [word for word in words if clean(word.text)]
    for _, line in groupby(shown, key=lambda word: word.line):
        placed = [_place(word, paper_px, points_per_px) for word in line]
        if rows and _stand_side_by_side(rows[-1][-1], placed[0]):
            rows[-1] += placed
        else:
            rows.append(placed)
    return rows


def _stand_side_by_side(word: _Placed, beyond: _Placed) -> bool:
    shared = min(word.top, beyond.top) - max(word.bottom, beyond.bottom)
    return shared > min(word.size, beyond.size) / 2


def _is_shown(char: str) -> bool:
    is_noncharacter = ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs"} and not is_noncharacter


def _place(word: Word, paper_px: Box, points_per_px: float) -> _Placed:
    """Put a word where its box is, on the page with all of itself."""
    left, top, right, bottom = paper_px
    low_x, high_x = _inside(word.box[0] - left, word.box[2] - left, right - left, points_per_px)
    low_y, high_y = _inside(bottom - word.box[3], bottom - word.box[1], bottom - top, points_per_px)
    return _Placed(clean(word.text), low_x, low_y, high_x, high_y)


def _inside(low_px: int, high_px: int, length_px: int, points_per_px: float) -> tuple[float, float]:
    length = length_px * points_per_px
    low = min(max(low_px * points_per_px, 0.0), length - LEAST_SIDE_PT)
    return low, max(min(high_px * points_per_px, length), low + LEAST_SIDE_PT)


def _level(line: Sequence[_Placed]) -> None:
    """Bring the words of a line towards one height: readers take words of one line by size and baseline."""
    if not line:
        return
    bottom, top = median(word.bottom for word in line), median(word.top for word in line)
    for word in line:
        room = min(TOLERANCE_PT, word.size / 4)
        word.bottom = min(max(bottom, word.bottom - TOLERANCE_PT, 0.0), word.bottom + room)
        word.top = min(max(top, word.top - room), word.top + TOLERANCE_PT)


def _part(line: Sequence[_Placed]) -> None:
    """Keep neighbours apart: none lies over another, and where little is missing for a gap, they make room for it."""
    ordered = sorted(line, key=lambda word: word.left + word.right)
    _unstack(ordered, {id(word): place for place, word in enumerate(line)})
    for first, second in pairwise(ordered):
        low, high = max(first.left, second.left), min(first.right, second.right)
        if low < high:
            first.right = second.left = (low + high) / 2
        missing = SPACED_FROM * max(first.size, second.size) - (second.left - first.right)
        if missing > 0:
            first.right -= min(missing / 2, TOLERANCE_PT, (first.right - first.left) / 4)
            second.left += min(missing / 2, TOLERANCE_PT, (second.right - second.left) / 4)


def _unstack(ordered: list[_Placed], places: dict[int, int]) -> None:
    """Give words that lie more over each other than beside each other equal shares of the room they take together.

    So are words that lie over each other at all and are read from right to left: PDFium reads from left to right.

    Args:
        ordered: The words of a row from left to right; afterwards as they lie now.
        places: Where each comes in reading order.
    """
    start = 0
    for end in range(1, len(ordered) + 1):
        if end < len(ordered) and _are_stacked(ordered[end - 1], ordered[end], places):
            continue
        stack = sorted(ordered[start:end], key=lambda word: places[id(word)])
        if len(stack) > 1:
            left, right = min(word.left for word in stack), max(word.right for word in stack)
            share = max((right - left) / len(stack), LEAST_SIDE_PT)
            for place, word in enumerate(stack):
                word.left, word.right = left + place * share, left + (place + 1) * share
        ordered[start:end] = stack
        start = end


def _are_stacked(first: _Placed, second: _Placed, places: dict[int, int]) -> bool:
    shared = min(first.right, second.right) - max(first.left, second.left)
    if places[id(first)] > places[id(second)] and shared > 0:
        return True
    return shared > min(first.right - first.left, second.right - second.left) / 2


def _lay(word: _Placed, following: _Placed | None, codes: Codes, lean: float) -> Iterator[str]:
    """Write a word and the space after it, which fills the gap to the following word."""
    gap = following.left - word.right if following else 0.0
    end = word.right + (gap if gap > 0 else LINE_END_SPACE * word.size)
    shown = _order_visually(word.text)
    language = "/Lang(en)" if word.text.isascii() and any(map(str.isalpha, word.text)) else ""
    actual = "" if max(word.text) > LAST_ACTUAL else f"/ActualText{_text_string(shown)}"
    yield f"/Span<<{language}{actual}>>BDC"
    yield _show(codes, shown, word, word.size, word.left, word.right)
    yield "EMC"
    if _is_joined(word, following, lean):
        yield f"/Span<</ActualText{_text_string(FIRM_SPACE)}>>BDC"
        yield _show(codes, " ", word, FIRM_SPACE_SIZE * word.size, word.right, end)
        yield "EMC"
    else:
        yield _show(codes, " ", word, word.size, word.right, end)


def _show(codes: Codes, text: str, word: _Placed, size: float, left: float, right: float) -> str:
    shown, width = codes.encode(text)
    stretch = 100_000 * (right - left) / (width * size)
    return f"/{RESOURCE} {size:.3f} Tf {stretch:.4f} Tz 1 0 0 1 {left:.3f} {word.baseline:.3f} Tm <{shown.hex()}> Tj"


def _order_visually(text: str) -> str:
    """Reverse the runs that are written from right to left: readers expect them as seen and reverse them back."""
    return RIGHT_TO_LEFT.sub(lambda run: run[0][::-1], text)


def _text_string(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def _is_joined(word: _Placed, following: _Placed | None, lean: float) -> bool:
    """Whether readers would join a word to the next.

    They do so where the gap is too small, where two lone characters stand close, and behind a hyphen wherever they
    take a line to end: at its end, before a column, where the next word is a little higher.
    """
    if word.text.endswith("-"):
        return True
    if following is None or following.left < word.left:
        return False
    gap = following.left - word.right - lean * abs(following.baseline - word.baseline)
    if len(word.text) == len(following.text) == 1 and gap < SINGLES_SPACED_FROM * word.size:
        return True
    return gap < SPACED_FROM * max(word.size, following.size) - ROUNDING_PT
