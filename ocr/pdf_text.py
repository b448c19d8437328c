"""The invisible text layer of a page: every word at its box, so that every reader gives it back.

Each word is placed on its own, as wide as its box, and followed by a space that fills the gap to the next. The limits
here are those at which the readers join, split or drop words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from nasti.model import Box, Word
from ocr.pdf_font import DESCENT, Codes

TOLERANCE_PT = 0.9
"""How far an edge may be moved from its box to keep lines level and words apart, in points."""

LEAST_SIDE_PT = 0.5
"""Words are laid at least this wide and high, in points."""

SPACED_FROM = 0.16
"""Gap from which readers see two words, as a share of the font size. Source: poppler, minWordSpacing 0.15."""

COLUMN_FROM = 0.3
"""Gap from which a line may be taken apart, as a share of the font size. Source: poppler, minColSpacing1."""

SINGLES_SPACED_FROM = 0.4
"""Gap from which lone characters are words, as a share of the font size. Source: poppler, maxWideCharSpacing."""

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


def clean(text: str) -> str:
    """Compose a text (NFC), make white space single spaces, and leave out what readers drop or PDF forbids.

    Those are control characters, invisible format characters, surrogates and noncharacters.
    """
    kept = (char for char in " ".join(text.split()) if _is_shown(char))
    return unicodedata.normalize("NFC", "".join(kept))


def write_layer(words: Sequence[Word], paper_px: Box, points_per_px: float, codes: Codes) -> bytes:
    """Write the content stream that lays the words of a sheet over its picture.

    Args:
        words: In reading order, boxes on the upright sheet.
        paper_px: The part of the upright sheet that the page shows.
        points_per_px: Scale from sheet pixels to points.
        codes: The document's codes; those of the words are added.

    Returns:
        Operators for a page whose font ``/F`` is the one of `codes`; nothing where there is nothing to lay.
    """
    operators: list[str] = []
    for _, line in groupby(words, key=lambda word: word.line):
        placed = [_place(word, paper_px, points_per_px) for word in line if clean(word.text)]
        _level(placed)
        _part(placed)
        for word, following in zip(placed, [*placed[1:], None], strict=True):
            operators += _lay(word, following, codes)
    return "\n".join(["BT", "3 Tr", *operators, "ET"]).encode("ascii") if operators else b""


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
        word.bottom = min(max(bottom, word.bottom - TOLERANCE_PT), word.bottom + room)
        word.top = min(max(top, word.top - room), word.top + TOLERANCE_PT)


def _part(line: Sequence[_Placed]) -> None:
    """Keep neighbours apart: none lies over another, and where little is missing for a gap, they make room for it."""
    for word, following in pairwise(line):
        low, high = max(word.left, following.left), min(word.right, following.right)
        first, second = (
            (word, following) if word.left + word.right <= following.left + following.right else (following, word)
        )
        if low < high:
            first.right = second.left = (low + high) / 2
        missing = SPACED_FROM * max(word.size, following.size) - (second.left - first.right)
        if missing > 0:
            first.right -= min(missing / 2, TOLERANCE_PT, (first.right - first.left) / 4)
            second.left += min(missing / 2, TOLERANCE_PT, (second.right - second.left) / 4)


def _lay(word: _Placed, following: _Placed | None, codes: Codes) -> Iterator[str]:
    gap = following.left - word.right if following else 0.0
    space_to = following.left if following and gap > 0 else word.right + LINE_END_SPACE * word.size
    shown, width = codes.encode(word.text)
    space, space_width = codes.encode(" ")
    baseline = word.bottom - DESCENT / 1000 * word.size
    actual = word.text + " " if _needs_space(word, following) else word.text
    language = "/Lang(en)" if word.text.isascii() and any(map(str.isalpha, word.text)) else ""
    yield f"/Span<<{language}/ActualText<FEFF{actual.encode('utf-16-be').hex()}>>>BDC"
    yield f"/F {word.size:.3f} Tf"
    yield _show(shown, word.left, baseline, 1000 * (word.right - word.left) / (width * word.size))
    yield "EMC"
    yield _show(space, word.right, baseline, 1000 * (space_to - word.right) / (space_width * word.size))


def _show(codes: bytes, left: float, baseline: float, stretch: float) -> str:
    return f"{100 * stretch:.4f} Tz 1 0 0 1 {left:.3f} {baseline:.3f} Tm <{codes.hex()}> Tj"


def _needs_space(word: _Placed, following: _Placed | None) -> bool:
    """Whether the space must be part of the word's own text because readers would join it to the next.

    They do so where the gap is too small, where two lone characters stand close, and where a line ends in a hyphen.
    """
    gap = following.left - word.right if following else 0.0
    if word.text.endswith("-") and (following is None or gap > COLUMN_FROM * word.size):
        return True
    if following is None:
        return False
    if len(word.text) == len(following.text) == 1 and gap < SINGLES_SPACED_FROM * word.size:
        return True
    return gap < 0.155 * word.size
