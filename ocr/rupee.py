"""Reads the rupee sign before an amount, by its shape.

The recogniser's models know the sign ₹ and hardly ever read it: it is lost, or taken for र. Its shape is one of a kind:
two bars one above the other, and below them a leg that runs down to the right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

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
    for before, amount in pairwise([None, *words]):
        if amount is not None and _AMOUNT.match(amount.text):
            place = _look_at(before, amount)
            sign = place and _find_sign(image, place[0], amount.box, paper)
            if sign and before and place and place[1]:
                read[-1] = change_text(replace(before, box=enclose((sign, before.box)), confidence=_SURE), _SIGN)
                found += before.text != _SIGN
            elif sign:
                read.append(Word(_SIGN, sign, _SURE, amount.line, amount.block))
                found += 1
        if amount is not None:
            read.append(amount)
    return tuple(read), found


def _look_at(before: Word | None, amount: Word) -> tuple[int, bool] | None:
    """The column of the page from which the sign before an amount may stand, and whether a word was made of it."""
    high = amount.box[3] - amount.box[1]
    if before is None or before.line != amount.line:
        return max(0, round(amount.box[0] - _GAP[1] * high)), False
    if _TAKEN_FOR.match(before.text):
        return before.box[0], True
    gap = amount.box[0] - before.box[2]
    return (before.box[2], False) if _GAP[0] * high <= gap <= _GAP[1] * high else None


def _find_sign(image: Image, left: int, amount: Box, paper: int) -> Box | None:
    """The box of a rupee sign between a column of the page and an amount."""
    high = amount[3] - amount[1]
    top, bottom = max(0, amount[1] - high // 3), min(image.shape[0], amount[3] + high // 4)
    seen = image[top:bottom, left : amount[0]]
    if seen.shape[1] < 3:
        return None
    written = image[amount[1] : amount[3], amount[0] : amount[2]]
    level = (int(written.min()) + paper) // 2
    ink = (seen < level).astype(np.uint8)
    _, _, digits, _ = cv2.connectedComponentsWithStats((written < level).astype(np.uint8))
    tall = int(np.median([tall for tall in digits[1:, 3] if 2 * tall >= high] or [high]))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    for number in range(1, count):
        x, y, wide, down, _ = stats[number].tolist()
        if not (_HIGH[0] * tall <= down <= _HIGH[1] * tall and _WIDE[0] * down <= wide <= _WIDE[1] * down):
            continue
        if _is_rupee(labels[y : y + down, x : x + wide] == number):
            return left + x, top + y, left + x + wide, top + y + down
    return None


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
    middles = [float(np.flatnonzero(row).mean()) for row in ink[below:]]
    return bool(runs[below:].max() <= _LEG) and middles[-1] - middles[0] >= _SLANT * width


def _longest(row: npt.NDArray[np.bool_]) -> int:
    """The longest run of ink in a row, pixels."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))
