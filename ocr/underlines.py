"""Takes underlines off a line that was cut out: the recogniser loses a line whose letters all hang on one."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.engine import Image

_LONG = 4.0
_LOW = 0.55
"""Heights from which a level stroke is an underline, and the share of the line above it: headlines, long as they are
in a large heading, run along the upper third."""

_THICK, _THICKER = 0.25, 1.3
"""Heights that an underline is thick at most; letters cross it where the ink is so much thicker than usual."""


def erase_underlines(image: Image, height: float) -> Image:
    """The image with paper where long level strokes are; what crosses them stays.

    Args:
        image: Grey, shape ``(height, width)``, of one line, level.
        height: Usual height of the page's words, pixels.

    Returns:
        The same array where there is no such stroke.
    """
    _, binary = cv2.threshold(image, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    ink = np.asarray(binary, np.uint8)
    low = ink.copy()
    low[: round(_LOW * len(ink))] = 0
    strokes = cv2.morphologyEx(low, cv2.MORPH_OPEN, np.ones((1, max(2, round(_LONG * height))), np.uint8))
    if not strokes.any():
        return image
    # Where a slanted stroke changes its row no run is long enough.
    strokes = cv2.bitwise_and(ink, cv2.dilate(strokes, np.ones((5, 4 * round(height) + 1), np.uint8)))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(strokes)
    erased = np.zeros_like(ink)
    for number in np.flatnonzero(stats[:, 2] >= _LONG * height).tolist():
        if number:
            _erase(ink, labels == number, erased, _THICK * height)
    if not erased.any():
        return image
    paper = np.uint8(np.median(image[ink == 0]))
    # The edge of a stroke is grey.
    return np.where(cv2.dilate(erased, np.ones((3, 1), np.uint8)) > 0, np.maximum(image, paper), image)


def _erase(ink: Image, stroke: np.ndarray, erased: Image, thickest: float) -> None:
    """Mark, column by column, the ink that is no thicker than the stroke usually is."""
    columns = np.flatnonzero(stroke.any(axis=0))
    rows = np.arange(len(ink))[:, None]
    seen, own = ink[:, columns] > 0, stroke[:, columns]
    at = np.where(own, rows, 0).sum(axis=0) // own.sum(axis=0)
    first = np.where(~seen & (rows < at), rows, -1).max(axis=0) + 1
    last = np.where(~seen & (rows > at), rows, len(ink)).min(axis=0) - 1
    thick = last - first + 1
    usual = float(np.median(thick))
    if usual <= thickest:
        bare = thick <= _THICKER * usual + 1
        erased[:, columns] |= ((rows >= first) & (rows <= last) & bare).astype(np.uint8)
