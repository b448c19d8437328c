"""Punch holes, black where the scanner's backing shows through them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI

HOLE_MM = (3.5, 9.0)
OVERLAP = 0.88
"""Shared area of the component and the ellipse in its box, over their union. Holes measure 0.94 to 0.98, heavy
conjuncts in headings below 0.75."""
CLEAR_MM, DUST = 1.0, 0.03
FROM_EDGE_MM = 25.0
RIM_MM = 0.7


def find_holes(labels: np.ndarray, boxes: np.ndarray) -> list[int]:
    """The components that are punch holes: filled discs near an edge with clear paper around them. No letter is.

    Args:
        labels: int32, (height, width) of the draft, number of the component at each pixel.
        boxes: int32, (components + 1, 5), as OpenCV gives them.
    """
    mm = 25.4 / DRAFT_DPI
    left, top, width, height, _ = boxes.T
    rows, columns = labels.shape
    to_edge = np.minimum.reduce((left, top, columns - left - width, rows - top - height)) * mm
    sized = (np.minimum(width, height) * mm >= HOLE_MM[0]) & (np.maximum(width, height) * mm <= HOLE_MM[1])
    return [
        int(number)
        for number in np.flatnonzero(sized & (to_edge < FROM_EDGE_MM))
        if _is_disc(labels, boxes, int(number))
    ]


def cover_holes(labels: np.ndarray, holes: Sequence[int]) -> np.ndarray:
    """Where the holes are, with their rims: uint8, (height, width) of the draft, 255 on a hole."""
    if not holes:
        return np.zeros(labels.shape, np.uint8)
    rim = 2 * round(RIM_MM / 25.4 * DRAFT_DPI) + 1
    return np.asarray(cv2.dilate(np.isin(labels, list(holes)) * np.uint8(255), np.ones((rim, rim), np.uint8)))


def _is_disc(labels: np.ndarray, boxes: np.ndarray, number: int) -> bool:
    x, y, width, height, area = (int(value) for value in boxes[number])
    clear = round(CLEAR_MM / 25.4 * DRAFT_DPI)
    around = labels[max(0, y - clear) : y + height + clear, max(0, x - clear) : x + width + clear]
    if ((around != 0) & (around != number)).sum() > DUST * area:
        return False
    here = labels[y : y + height, x : x + width] == number
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, height)) > 0
    return bool((here & disc).sum() >= OVERLAP * (here | disc).sum())
