"""Reads the rupee sign before an amount, on its line or at the end of the line above, by its shape.

The recogniser's models know the sign ₹ and hardly ever read it: it is lost, or taken for र. Its shape is one of a kind:
two bars one above the other, and below them a leg that runs down to the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from nasti.model import Box, Word, enclose
from ocr.engine import Image
from ocr.ink import paper_level
from ocr.repair import change_text

_SIGN = "₹"
_AMOUNT = re.compile(r"^(?=(?:.*[0-9०-९]){2})(?![0-9०-९]{4}\b)[0-9०-९][0-9०-९,.]*(?:/[-–—])?[,.;।)]?$")
_TAKEN_FOR = re.compile("^(?:[₹रङऱ][ेंुूै्₹ँ]*|रु|रू|[=<*xX?])$")
"""An amount, no lone year, and what the recogniser makes of the sign."""

_GAP = (0.6, 4.0)
"""Widths of the gap before an amount in which the sign may be lost, in heights of the amount."""

_HIGH, _WIDE = (0.75, 1.6), (0.5, 1.15)
"""Height of the sign in heights of the digits behind it, and its width in heights of its own."""

_HOVERING = 0.16
"""White at most, in heights of the digits, between the upper bar and the rest. Source: four signs, 0.08 to 0.11."""

_BAR, _LONG = 0.6, 0.8
_FIRST, _SECOND, _THIRD = 0.1, (0.13, 0.38), 0.5
"""Share of the width that rows of a bar hold in one piece at least, and the fullest of them; where the bars begin, as
shares of the height: a third is the foot of the bowl in bold print. Source: 27 signs in as many typefaces and looks:
the first begins at 0 to 0.03, the second at 0.18 to 0.27; ४ and २ have none or begin the second lower."""

_LEG, _LEG_BELOW, _SLANT = 0.5, 0.68, 0.12
"""Share of the width that the leg covers at most in the rows below, and how far its middle moves to the right from
there to its end, as a share of the width. Source: the same signs: 0.11 to 0.4, 0.21 and more."""

_SURE = 0.8


def insert_rupees(image: Image, words: Sequence[Word]) -> tuple[tuple[Word, ...], int]:
    """Add the rupee signs that were lost before amounts, and put right those taken for a letter.

    Args:
        image: The page, as for `Engine.read`.
        words: What was read from it.

    Returns:
        `words` with the signs, at a confidence of 0.8; and how many.
    """
    paper = paper_level(image)
    read: list[Word] = []
    found = 0
    for before, amount in zip([None, *words], words, strict=False):
        seen = _look_before(image, before, amount, paper)
        if seen:
            place, sign = seen
            if place.word:
                box = enclose((sign, place.word.box))
                read[-1] = change_text(replace(place.word, box=box, confidence=_SURE), _SIGN)
            else:
                read.append(Word(_SIGN, sign, _SURE, place.line, place.block))
            found += place.word is None or place.word.text != _SIGN
        read.append(amount)
    return tuple(read), found


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the sign before an amount may stand.

    Attributes:
        box: Of the page.
        line: Its line.
        block: Its block.
        word: What the recogniser made of it; None where it made nothing.
    """

    box: Box
    line: int
    block: int
    word: Word | None = None


def _look_before(image: Image, before: Word | None, amount: Word, paper: int) -> tuple[_Place, Box] | None:
    """Where the sign before a word stands, and the sign; None without one, and where the word is no amount."""
    if not _AMOUNT.match(amount.text):
        return None
    signs = (
        (place, _find_sign(image, place.box, amount.box, paper)) for place in _places(before, amount, image.shape[1])
    )
    return next(((place, sign) for place, sign in signs if sign), None)


def _places(before: Word | None, amount: Word, width: int) -> Iterator[_Place]:
    """Before an amount, and at the end of the line above where the amount begins one."""
    left, top, _, bottom = amount.box
    high = bottom - top
    begins = before is None or before.line != amount.line
    if begins:
        yield _Place((max(0, round(left - _GAP[1] * high)), top, left, bottom), amount.line, amount.block)
    if before is None:
        return
    taken = before if _TAKEN_FOR.match(before.text) else None
    start, upper, end, lower = before.box
    if begins:
        reach = min(width, round(end + _GAP[1] * high))
        yield _Place((start if taken else end, upper, reach, lower), before.line, before.block, taken)
    elif taken or _GAP[0] * high <= left - end <= _GAP[1] * high:
        yield _Place((start if taken else end, top, left, bottom), amount.line, amount.block, taken)


def _find_sign(image: Image, place: Box, amount: Box, paper: int) -> Box | None:
    """The box of a rupee sign in a place of the page, as high as the digits of an amount."""
    high = amount[3] - amount[1]
    left, top, right, bottom = place
    top, bottom = max(0, top - high // 3), min(image.shape[0], bottom + high // 4)
    seen = image[top:bottom, left:right]
    if seen.shape[1] < 3:
        return None
    written = image[amount[1] : amount[3], amount[0] : amount[2]]
    level = (int(written.min()) + paper) // 2
    ink = (seen < level).astype(np.uint8)
    _, _, digits, _ = cv2.connectedComponentsWithStats((written < level).astype(np.uint8))
    tall = int(np.median([tall for tall in digits[1:, 3] if 2 * tall >= high] or [high]))
    # In some typefaces the upper bar hovers over the rest; others may have a speck below.
    hovering = np.ones((1 + 2 * round(_HOVERING * tall / 2), 1), np.uint8)
    for joined in (ink, cv2.morphologyEx(ink, cv2.MORPH_CLOSE, hovering)):
        count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
        for number in range(1, count):
            x, y, wide, down, _ = stats[number].tolist()
            if not (_HIGH[0] * tall <= down <= _HIGH[1] * tall and _WIDE[0] * down <= wide <= _WIDE[1] * down):
                continue
            inside = np.s_[y : y + down, x : x + wide]
            if _is_rupee(_cut_out((labels[inside] == number) & (ink[inside] > 0))):
                return left + x, top + y, left + x + wide, top + y + down
    return None


def _cut_out(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The ink without the paper around it, which joining its pieces may have added."""
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _is_rupee(ink: npt.NDArray[np.bool_]) -> bool:
    height, width = ink.shape
    runs = np.array([_longest(row) for row in ink]) / width
    edges = np.flatnonzero(np.diff(np.concatenate([[False], runs >= _BAR, [False]]).astype(np.int8)))
    bars = [(start / height, float(runs[start:end].max())) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    if not 2 <= len(bars) <= 3 or min(bars[0][1], bars[1][1]) < _LONG:
        return False
    starts = [start for start, _ in bars]
    if starts[0] > _FIRST or not _SECOND[0] <= starts[1] <= _SECOND[1] or starts[-1] > _THIRD:
        return False
    below = round(_LEG_BELOW * height)
    if not ink[below:].any(axis=1).all():
        return False
    middles = [float(np.flatnonzero(row).mean()) for row in ink[below:]]
    return bool(runs[below:].max() <= _LEG) and middles[-1] - middles[0] >= _SLANT * width


def _longest(row: npt.NDArray[np.bool_]) -> int:
    """The longest run of ink in a row, pixels."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))
