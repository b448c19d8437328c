"""Whether the words that a PDF page brings with it stand where the page has ink, and cover all that looks like text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from nasti.model import Box
from ocr.engine import Image
from ocr.ink import find_ink

_REDUCTION = 2

_HEIGHTS = (0.2, 1.6)
_WIDEST = 25.0
_FILL = (0.12, 0.9)
"""In heights of the page's words: how high and wide a piece of ink is that may be print; and the share of its box that
is ink: frames of cells have less, rules and bullets more."""

_AROUND = 0.12
"""How far beyond its box a word's ink may reach, in heights of the page's words."""

_SMALL_PICTURE = 0.15
"""Share of the page below which a picture is a seal, an emblem or a signature, of which no layer says anything."""


@dataclass(frozen=True, slots=True)
class Cover:
    """How words and ink go together.

    Attributes:
        boxes: Of each word, as its ink lies; None where there is no ink.
        covered: Share of the ink that looks like print which stands in words, 0 to 1; 1.0 without such ink.
    """

    boxes: tuple[Box | None, ...]
    covered: float


def lay_over(image: Image, boxes: Sequence[Box], pictures: Sequence[Box]) -> Cover:
    """Hold words against the ink of the page.

    Args:
        image: Grey page, shape ``(height, width)``.
        boxes: Of the words, as high as their fonts; at least one.
        pictures: What the page paints as pictures.
    """
    _, ink = find_ink(image, _REDUCTION)
    small = [_reduce(box) for box in boxes]
    tight = tuple(_tighten(ink, box, image.shape) for box in small)
    height = median(box[3] - box[1] for box in small)
    return Cover(tight, _share_covered(ink, small, [_reduce(box) for box in pictures], height))


def _reduce(box: Box) -> Box:
    left, top, right, bottom = box
    return left // _REDUCTION, top // _REDUCTION, -(-right // _REDUCTION), -(-bottom // _REDUCTION)


def _tighten(ink: Image, box: Box, shape: tuple[int, ...]) -> Box | None:
    left, top, right, bottom = box
    part = ink[top:bottom, left:right]
    if not part.any():
        return None
    x, y, across, down = cv2.boundingRect(part)
    return (
        (left + x) * _REDUCTION,
        (top + y) * _REDUCTION,
        min((left + x + across) * _REDUCTION, shape[1]),
        min((top + y + down) * _REDUCTION, shape[0]),
    )


def _share_covered(ink: Image, boxes: Sequence[Box], pictures: Sequence[Box], height: float) -> float:
    """Share of the ink that looks like print, outside small pictures, that stands in words."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    across, down, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    print_like = (down >= _HEIGHTS[0] * height) & (down <= _HEIGHTS[1] * height) & (across <= _WIDEST * height)
    print_like &= (area > _FILL[0] * across * down) & (area < _FILL[1] * across * down)
    print_like[0] = False
    words, seals = np.zeros_like(ink), np.zeros_like(ink)
    reach = round(_AROUND * height)
    for left, top, right, bottom in boxes:
        words[max(0, top - reach) : bottom + reach, max(0, left - reach) : right + reach] = 1
    for left, top, right, bottom in pictures:
        if (right - left) * (bottom - top) < _SMALL_PICTURE * ink.size:
            seals[top:bottom, left:right] = 1
    in_words = np.bincount(labels[words > 0], minlength=len(stats))
    in_seals = np.bincount(labels[seals > 0], minlength=len(stats))
    print_like &= in_seals < 0.5 * area
    all_ink = int(area[print_like].sum())
    return float(in_words[print_like].sum()) / all_ink if all_ink else 1.0
