"""Finds small print that stands apart in the corners of a page: what a page number looks like before it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nasti.model import Box, Word
from ocr.engine import Image

_DEPTH, _MARGIN, _MIDDLE = 0.1, 0.22, 0.1
"""Lowest place, width of a corner and half width of the middle, shares of the page: a little more than those within
which a number is taken for the page's, because the paper does not fill the picture."""

_SURE = 0.6
_REDUCED_PX = 16
_SAMPLING = 8
"""Confidence of words whose height counts; height of the page's words when ink is looked at, which still parts the
signs of a number; share of the pixels across and down that tell ink from paper."""

_READILY = 0.33
"""Share of the way from Otsu's level to the brightness of the paper: numbers are often paler than the text."""

_APART = (2.0, 0.3)
_HEIGHTS = (0.35, 1.7)
_WIDTHS = (0.1, 5.5)
"""In heights of the page's words: white on either side, above and below that sets print apart; size of a number."""

_RING = 16.0
"""Widest seal or frame of a stamp, in heights of the page's words."""

_SPECK = 0.003
_MOST_PIECES = 10
_MAX_FILL = 0.8
"""Square heights of ink that are a speck; pieces of the longest number (``पृष्ठ-148``); share of ink in the box of a
letter above which it is a blot."""

_TALL = 0.6
_UNEVEN = 0.35
_DOT, _ROUND = 0.35, 1.6
"""Share of the tallest piece from which pieces are letters, and of their height by which their feet may differ:
what runs more askew is no print. Share of it up to which a piece is a dot, and how much wider than high a dot is."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page number may stand.

    Attributes:
        box: Pixels of the page.
        digit_px: Height of its letters and digits.
        signs: How many of them stand apart from each other.
        specks: Dots above the foot of the line, which belong to no number; pixels of the page.
    """

    box: Box
    digit_px: int
    signs: int
    specks: tuple[Box, ...] = ()


def usual_height(words: Sequence[Word]) -> float | None:
    """Height of the boxes of a page's words; None where none reads well.

    Args:
        words: Of one page, with the recogniser's confidence.
    """
    heights = [word.box[3] - word.box[1] for word in words if word.confidence >= _SURE]
    return median(heights) if heights else None


def find_spots(image: Image, height: float) -> Iterator[Spot]:
    """Small print in the upper corners and the upper middle that stands apart from everything else.

    Args:
        image: Grey page, shape ``(height, width)``, upright, straightened.
        height: Of the boxes of its words, pixels.
    """
    rows, columns = image.shape
    deep = min(rows, round(_DEPTH * rows + height))
    factor = max(1, round(height / _REDUCED_PX))
    if min(deep, columns) < 2 * factor:
        return
    unit = height / factor
    ink = _find_ink(image, deep, factor)
    reach = np.ones((round(_APART[1] * unit) | 1, round(_APART[0] * unit) | 1), np.uint8)
    _, labels, stats, middles = cv2.connectedComponentsWithStats(cv2.dilate(ink, reach))
    for number in range(1, len(stats)):
        across, down = middles[number][0] / ink.shape[1], middles[number][1] * factor / rows
        at_side, in_middle = not _MARGIN < across < 1 - _MARGIN, abs(across - 0.5) < _MIDDLE
        if down > _DEPTH or not (at_side or in_middle) or stats[number][2] > (_WIDTHS[1] + _APART[0]) * unit:
            continue
        spot = _measure(ink, labels, stats[number].tolist(), number, unit)
        if spot is not None and not _is_ringed(spot.box, stats[1:], unit):
            yield _enlarge(spot, factor)


def _find_ink(image: Image, deep: int, factor: int) -> Image:
    """Ink (1) on the reduced upper edge of a page, told from paper a little more readily than on the whole page."""
    sample = np.ascontiguousarray(image[::_SAMPLING, ::_SAMPLING])
    otsu, _ = cv2.threshold(sample, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    level = otsu + _READILY * max(0.0, float(np.median(sample[::2, ::2])) - otsu)
    size = (image.shape[1] // factor, deep // factor)
    small = cv2.resize(image[:deep], size, interpolation=cv2.INTER_AREA)
    return (small <= level).astype(np.uint8)


def _measure(
    ink: Image, labels: npt.NDArray[np.integer[Any] | np.floating[Any]], around: Sequence[int], number: int, unit: float
) -> Spot | None:
    left, top, width, tall, _ = around
    place = (slice(top, top + tall), slice(left, left + width))
    own = ink[place] * (labels[place] == number)
    if int(own.sum()) != int(ink[place].sum()):
        return None  # other print reaches into its box
    _, _, stats, _ = cv2.connectedComponentsWithStats(own.astype(np.uint8))
    pieces = [piece for piece in stats[1:].tolist() if piece[4] >= _SPECK * unit * unit]
    if not pieces or not _are_signs(pieces, unit):
        return None
    specks = [piece for piece in pieces if _is_speck(piece, _letters(pieces))]
    pieces = [piece for piece in pieces if piece not in specks]
    x0, y0 = left + min(piece[0] for piece in pieces), top + min(piece[1] for piece in pieces)
    x1 = left + max(piece[0] + piece[2] for piece in pieces)
    y1 = top + max(piece[1] + piece[3] for piece in pieces)
    if min(x0, y0) == 0 or x1 == ink.shape[1] or y1 == ink.shape[0]:
        return None  # the scanner's edge
    if not (_HEIGHTS[0] <= (y1 - y0) / unit <= _HEIGHTS[1] and _WIDTHS[0] <= (x1 - x0) / unit <= _WIDTHS[1]):
        return None
    letters = _letters(pieces)
    digit = median(piece[3] for piece in letters)
    dots = tuple((left + x - 1, top + y - 1, left + x + wide + 1, top + y + high + 1) for x, y, wide, high, _ in specks)
    return Spot((x0, y0, x1, y1), round(digit), len(letters), dots)


def _is_ringed(box: Box, around: npt.NDArray[Any], unit: float) -> bool:
    """Whether a place lies in a seal or the frame of a stamp; the frame of a whole page is wider."""
    left, top, wide, tall = around[:, 0], around[:, 1], around[:, 2], around[:, 3]
    outer = (left < box[0]) & (top < box[1]) & (left + wide > box[2]) & (top + tall > box[3])
    # The ink at the place is itself one of those, grown by the reach.
    return int(np.count_nonzero(outer & (wide <= _RING * unit))) > 1


def _enlarge(spot: Spot, factor: int) -> Spot:
    def enlarged(box: Box) -> Box:
        return box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor

    return Spot(enlarged(spot.box), spot.digit_px * factor, spot.signs, tuple(map(enlarged, spot.specks)))


def _is_speck(piece: Sequence[int], letters: Sequence[Sequence[int]]) -> bool:
    """Whether a piece is a dot beside the letters, too high for a full stop and too round for a dash."""
    height = median(letter[3] for letter in letters)
    foot = median(letter[1] + letter[3] for letter in letters)
    left, top, wide, high, _ = piece
    if any(left < letter[0] + letter[2] and letter[0] < left + wide for letter in letters):
        return False  # a sign that stands over a letter
    return max(wide, high) <= _DOT * height and wide <= _ROUND * high and foot - top - high > _UNEVEN / 2 * height


def _letters(pieces: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    tallest = max(piece[3] for piece in pieces)
    return [piece for piece in pieces if piece[3] >= _TALL * tallest]


def _are_signs(pieces: Sequence[Sequence[int]], unit: float) -> bool:
    """Whether pieces of ink are separate strokes that stand on one line, no blot among them and no ring around them."""
    letters = _letters(pieces)
    if len(pieces) > _MOST_PIECES or max(piece[3] for piece in letters) > _HEIGHTS[1] * unit:
        return False
    feet = [piece[1] + piece[3] for piece in letters]
    if max(feet) - min(feet) > _UNEVEN * max(piece[3] for piece in letters):
        return False
    if any(min(piece[2:4]) > _TALL * piece[3] and piece[4] > _MAX_FILL * piece[2] * piece[3] for piece in letters):
        return False
    return not any(_encloses(one, other) for one in pieces for other in pieces if one is not other)


def _encloses(outer: Sequence[int], inner: Sequence[int]) -> bool:
    return (
        outer[0] < inner[0]
        and outer[1] < inner[1]
        and inner[0] + inner[2] < outer[0] + outer[2]
        and inner[1] + inner[3] < outer[1] + outer[3]
    )
