"""Cuts a word out of a page for the number reader: ink alone, as high as it stands, at one height."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nasti.model import Box
from ocr.engine import Image

HEIGHT_PX = 32
MAX_WIDTH_PX = 512
"""Height and greatest width of a crop. Twenty signs of the widest typefaces fit."""

Crop = npt.NDArray[np.uint8]
"""A word as the network sees it, shape ``(HEIGHT_PX, width)``: 0 paper to 255 ink."""

_SIDE, _ABOVE = 0.1, 0.06
"""Shares of a word's height that are cut out around it."""

_REACH, _GAP = 1.3, 0.22
"""Boxes of the recogniser often miss the first or the last sign: ink beside a box belongs to it up to that far away,
with gaps of that much, in its heights. Spaces are wider. Source: drawn pages, where 8 of 100 boxes grow by this."""

_FAINTEST = 40.0
"""Levels between ink and paper, at least: what differs by less is paper."""

_INKED = 128
_RIM_PX = 2


def cut_word(image: Image, box: Box, room: tuple[int, int]) -> Crop | None:
    """Cut a word out, with signs that its box has missed.

    Args:
        image: The page, as for `ocr.engine.Engine.read`.
        box: Of the word, in its pixels.
        room: Where its neighbours end and begin, left and right; nothing of them is cut out.

    Returns:
        None where there is no ink.
    """
    left, top, right, bottom = box
    height, width = image.shape
    above = round(_ABOVE * (bottom - top))
    upper, lower = max(0, top - above), min(height, bottom + above)
    reach = round(_REACH * (bottom - top))
    start = max(0, min(left, max(room[0], left - reach)))
    end = min(width, max(right, min(room[1], right + reach)))
    inside = image[upper:lower:2, max(0, left) : right : 2]
    if inside.size == 0:
        return None
    dark, paper = (round(float(level)) for level in np.percentile(inside, (3, 85)))
    scale = 255.0 / max(_FAINTEST, paper - dark)
    piece = np.minimum(image[upper:lower, start:end], paper)
    ink = cv2.convertScaleAbs(piece, alpha=-scale, beta=scale * paper).astype(np.uint8, copy=False)
    first, last = _grow(ink, left - start, right - start, _GAP * (bottom - top))
    side = round(_SIDE * (bottom - top))
    return fit_height(ink[:, max(0, first - side) : last + side])


def _grow(ink: Crop, left: int, right: int, gap_px: float) -> tuple[int, int]:
    """The columns of a word and of the ink that goes on beside it."""
    inked = np.flatnonzero((ink > _INKED).any(axis=0))
    for column in reversed(inked[inked < left]):
        if left - column > gap_px:
            break
        left = int(column)
    for column in inked[inked >= right]:
        if column - right >= gap_px:
            break
        right = int(column) + 1
    return left, right


def fit_height(ink: Crop) -> Crop | None:
    """Trim rows without ink above and below, and bring to the network's height.

    Args:
        ink: Any height.

    Returns:
        None where there is no ink.
    """
    rows = np.flatnonzero((ink > _INKED).any(axis=1))
    if rows.size == 0:
        return None
    ink = ink[max(0, rows[0] - _RIM_PX) : rows[-1] + 1 + _RIM_PX]
    width = min(MAX_WIDTH_PX, max(8, round(ink.shape[1] * HEIGHT_PX / ink.shape[0])))
    way = cv2.INTER_AREA if ink.shape[0] > HEIGHT_PX else cv2.INTER_LINEAR
    return cv2.resize(ink, (width, HEIGHT_PX), interpolation=way).astype(np.uint8, copy=False)
