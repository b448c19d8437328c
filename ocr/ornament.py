"""Spells the rule of dashes around noughts, or of equals signs, that parts the head of an office letter from its text.

A recogniser of lines makes anything of it, so its parts are counted instead.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import cv2
import numpy as np

from nasti.model import Box
from ocr.engine import Image

_SOFTENING_PX = 1.0
_LEVELS = (1.1, 0.95, 0.8, 0.65, 0.5, 0.35)
"""Levels of grey tried, from the darkest ink (0) to Otsu's level (1): worn dashes run into each other at a light one,
noughts fall apart at a dark one. The spelling found most often counts, if it is found twice."""

_CORE = 0.6
_NOUGHT_PITCH = 0.82
_MOST_NOUGHTS = 3
_PITCH_ERROR = 0.45
_STROKES = {-0.2: (2,), 0.0: (2, 3), 0.2: (2,)}
"""In heights of the tallest part: from what height on a part belongs to the noughts, how far noughts stand apart and
how far that may err. And how many strokes cross a nought above, at and below its middle, where some faces have a dot;
6, 8 and 9 have fewer."""

_ROUND = (0.4, 1.5)
"""Width of a nought that stands by itself, in its height: Devanagari ones are as wide as high, and further apart."""

_LEAST_EQUALS = 3
"""Two may be a sign of its own."""

_LEAST_DASHES = 2
_SPECK = 0.15
_DASH_HIGH = 0.4
_OFF_LEVEL = 0.35
_UNEVEN_PITCH, _UNEVEN_WIDTH = 1.35, 2.0
"""A dash is at least so wide, at most so high and so far from the middle, in heights of the noughts; dashes of one
side stand evenly and are alike. Source: 19 letters of three stages of wear, five typefaces at 10 to 16 points."""


def spell_rule(image: Image, box: Box, pad: int) -> str:
    """Spell a rule of dashes around one to three noughts, or of equals signs.

    Args:
        image: Grey page.
        box: Around the rule, pixels of `image`.
        pad: Paper taken in around it, pixels.

    Returns:
        Its signs as typed, noughts as "0"; empty where `box` holds anything else.
    """
    height, width = image.shape
    left, top = max(0, box[0] - pad), max(0, box[1] - pad)
    soft = cv2.GaussianBlur(
        image[top : min(height, box[3] + pad), left : min(width, box[2] + pad)], (0, 0), _SOFTENING_PX
    )
    otsu, _ = cv2.threshold(soft, 0, 255, cv2.THRESH_OTSU)
    darkest = float(np.percentile(soft, 2))
    spelt = [_spell((soft <= darkest + share * (otsu - darkest)).astype(np.uint8)) for share in _LEVELS]
    text, votes = max(Counter(spelt).items(), key=lambda found: (bool(found[0]), found[1], len(found[0])))
    return text if votes > 1 else ""


def _spell(ink: Image) -> str:
    stats = cv2.connectedComponentsWithStats(ink)[2][1:].tolist()
    parts = sorted((left, top, left + width, top + tall) for left, top, width, tall, _ in stats)
    size = max((part[3] - part[1] for part in parts), default=0)
    equals = _count_equals(parts)
    if equals:
        return "=" * equals
    core = [part for part in parts if part[3] - part[1] >= _CORE * size]
    if not core:
        return ""
    left, right = min(part[0] for part in core), max(part[2] for part in core)
    middle = min(part[1] for part in core) + size / 2
    alone = len(core) if all(_is_nought(ink, part) for part in core) else 0
    noughts = alone if 0 < alone <= _MOST_NOUGHTS else _count_noughts(ink, left, right, middle, size)
    before = _count_dashes([part for part in parts if part[0] + part[2] < 2 * left], middle, size)
    behind = _count_dashes([part for part in parts if part[0] + part[2] > 2 * right], middle, size)
    return "-" * before + "0" * noughts + "-" * behind if noughts and before and behind else ""


def _count_equals(parts: list[Box]) -> int:
    """How many pairs of strokes lie side by side, one stroke of each above the other; 0 where anything else does."""
    strokes = sorted(parts, key=lambda part: (part[0] + part[2], part[1]))
    if len(strokes) < 2 * _LEAST_EQUALS or len(strokes) % 2:
        return 0
    pairs = [sorted(strokes[place : place + 2], key=lambda part: part[1]) for place in range(0, len(strokes), 2)]
    wide = min(part[2] - part[0] for part in strokes)
    level = all(
        upper[3] <= lower[1] < upper[3] + wide and abs(upper[0] - lower[0]) + abs(upper[2] - lower[2]) < wide / 2
        for upper, lower in pairs
    )
    flat = all(3 * (bottom - top) <= 2 * (right - left) for left, top, right, bottom in strokes)
    gaps = [(after[0][0] + after[0][2] - before[0][0] - before[0][2]) / 2 for before, after in pairwise(pairs)]
    return len(pairs) if level and flat and min(gaps) > wide and max(gaps) <= _UNEVEN_PITCH * min(gaps) else 0


def _is_nought(ink: Image, part: Box) -> bool:
    """Whether a part that stands by itself is hollow, as a nought is from top to bottom."""
    left, top, right, bottom = part
    high = bottom - top
    if not _ROUND[0] * high <= right - left <= _ROUND[1] * high:
        return False
    return all(
        _count_strokes(ink[round((top + bottom) / 2 + place * high), left:right]) in strokes
        for place, strokes in _STROKES.items()
    )


def _count_noughts(ink: Image, left: int, right: int, middle: float, size: int) -> int:
    across = (right - left) / size
    count = round(across / _NOUGHT_PITCH)
    if not 1 <= count <= _MOST_NOUGHTS or abs(across - count * _NOUGHT_PITCH) > _PITCH_ERROR:
        return 0
    edges = [round(left + place * (right - left) / count) for place in range(count + 1)]
    for place, strokes in _STROKES.items():
        row = ink[round(middle + place * size)]
        if any(_count_strokes(row[start:end]) not in strokes for start, end in pairwise(edges)):
            return 0
    return count


def _count_strokes(row: Image) -> int:
    return int(np.count_nonzero(np.diff(row, prepend=0) == 1))


def _count_dashes(parts: list[Box], middle: float, size: int) -> int:
    dashes = [part for part in parts if max(part[2] - part[0], part[3] - part[1]) >= _SPECK * size]
    if len(dashes) < _LEAST_DASHES or not all(_is_dash(dash, middle, size) for dash in dashes):
        return 0
    gaps = [(after[0] + after[2] - before[0] - before[2]) / 2 for before, after in pairwise(dashes)]
    widths = [right - left for left, _, right, _ in dashes]
    even = max(gaps) <= _UNEVEN_PITCH * min(gaps) and max(widths) <= _UNEVEN_WIDTH * min(widths)
    return len(dashes) if even else 0


def _is_dash(part: Box, middle: float, size: int) -> bool:
    left, top, right, bottom = part
    off_level = abs((top + bottom) / 2 - middle)
    return bottom - top <= min(_DASH_HIGH * size, right - left) and off_level <= _OFF_LEVEL * size
