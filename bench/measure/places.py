"""Where things of the straight page lie on the upright sheet that Nasti reports."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from measure.sets import Corners, TruePage
from nasti.model import Box, Size, scan_to_upright

GRID_PX = 8
"""Areas are counted in squares of this side."""


def page_to_sheet(page: TruePage, sheet_px: Size, turn_deg: int, skew_deg: float) -> np.ndarray:
    """The 3 × 3 map from the straight page to the upright, straightened sheet.

    Args:
        page: The truth.
        sheet_px: Width and height of the upright sheet.
        turn_deg: The turn that Nasti took out.
        skew_deg: The skew that Nasti took out after it.
    """
    scan_px = sheet_px if turn_deg % 180 == 0 else sheet_px[::-1]
    turned = np.linalg.inv(_square(scan_to_upright(scan_px, page.turn_deg, 0.0)))
    return np.asarray(_square(scan_to_upright(scan_px, turn_deg, skew_deg)) @ turned @ page.to_scan)


def true_skew_deg(page: TruePage) -> float:
    """How far the lines of a page rise to the right on the scan, counter-clockwise, in its middle."""
    boxes = [corners for _, corners in page.words]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    middle = (min(box[1] for box in boxes) + max(box[3] for box in boxes)) / 2
    (x0, y0), (x1, y1) = apply(page.to_scan, [(left, middle), (right, middle)])
    return -math.degrees(math.atan2(y1 - y0, x1 - x0))


def apply(matrix: np.ndarray, points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points mapped by a 3 × 3 matrix, perspective included."""
    mapped = matrix @ np.array([(x, y, 1.0) for x, y in points]).T
    return [(float(x / w), float(y / w)) for x, y, w in mapped.T]


def map_box(matrix: np.ndarray, box: Corners) -> Corners:
    """The box around a mapped box."""
    left, top, right, bottom = box
    points = apply(matrix, [(left, top), (right, top), (right, bottom), (left, bottom)])
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def overlap(one: Corners | Box, other: Corners | Box) -> float:
    """Shared area of two boxes over the area they cover together."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (_area(one) + _area(other) - shared)


def cover(boxes: Iterable[Corners | Box], sheet_px: Size) -> np.ndarray:
    """Which squares of a sheet boxes cover: bool, a square for `GRID_PX` pixels."""
    squares = np.zeros((sheet_px[1] // GRID_PX + 1, sheet_px[0] // GRID_PX + 1), bool)
    for box in boxes:
        left, top, right, bottom = (max(0, round(edge / GRID_PX)) for edge in box)
        squares[top:bottom, left:right] = True
    return squares


def _area(box: Corners | Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _square(rows: Sequence[Sequence[float]]) -> np.ndarray:
    return np.vstack((rows, (0.0, 0.0, 1.0)))
