"""Shapes that no pen, stamp or type leaves: smeared lines of a fax, outlines of the paper, spots and stains."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from nasti.model import Box

SCRATCH_MM, SCRATCH_PX = 8.0, 2
"""A line of a fax that was lost or smeared keeps to so few rows of the draft for so long."""
SCRATCH_SHARE = 0.9
COARSE_MM, COARSE_PX, COARSE_THICK_MM, STRAY_PX = 11.0, 3, 0.31, 0.3
"""A line of a coarse fax (98 an inch) covers three rows at most and is 0.26 mm thick, black. It has the one height all
along; a pen strays further even along a ruler, which is never laid so level.

Source: smeared lines stray 0.0 to 0.15 pixels.
"""
OUTLINE_MM, OUTLINE_WIDE_MM, OUTLINE_FROM_EDGE_MM = 15.0, 2.5, 15.0
"""A pale straight line so long, close to the edge and along it, is the paper's outline on the scanner's pale bed."""
SPOT_MM, SPOT_ASPECT, SPOT_SOLID = 4.0, 0.8, 0.72
"""What is no larger, about as wide as high, and solid to its middle (the largest disc in it has such a share of its
width) is a hole, a drop, a speck or a bullet. Digits and letters that are round are hollow."""
HALO, CORE_MM, HALO_MM = 0.35, 0.9, 1.0
"""A halo is paler than such a share of its speck and goes so far; a speck is no larger. Letters are as dark all along.

Source: specks of 0.5 mm at 150 dpi and JPEG quality 40 to 60 have halos of 0.4 to 0.7 mm, paler than a quarter.
"""
BLOB_MM = 2.6
"""Strokes are not as thick; spots of foxing are."""


def is_scratch(stroke: np.ndarray, peak: float, *, coarse: bool) -> bool:
    """Whether a stroke keeps to a few rows or columns of the draft for long: no hand does that, a machine does.

    Args:
        stroke: float32, (height, width), contrast of the stroke, 0 beside it.
        peak: Its contrast.
        coarse: Whether it may be a line of a coarse fax.
    """
    core = stroke > peak / 2
    core = core if core.any(axis=1).sum() <= core.any(axis=0).sum() else core.T
    by_row = core.sum(axis=1)
    for most, long_mm in ((SCRATCH_PX, SCRATCH_MM), *(((COARSE_PX, COARSE_MM),) if coarse else ())):
        run = np.convolve(by_row, np.ones(most, np.intp))
        # Specks may touch it.
        if run.max() < SCRATCH_SHARE * by_row.sum():
            continue
        last = int(run.argmax())
        line = core[max(0, last - most + 1) : last + 1]
        columns = line.any(axis=0)
        if columns.sum() * 25.4 / DRAFT_DPI >= long_mm:
            thick_mm = float(stroke.sum() / columns.sum()) * 25.4 / DRAFT_DPI
            return most == SCRATCH_PX or (thick_mm <= COARSE_THICK_MM and _is_level(line[:, columns]))
    return False


def _is_level(line: np.ndarray) -> bool:
    """Whether a line keeps to the one height all along."""
    middles = np.arange(len(line)) @ line.astype(np.float64) / line.sum(axis=0)
    ends = np.array_split(middles, 4)
    return bool(np.std(middles) <= STRAY_PX and abs(ends[0].mean() - ends[-1].mean()) <= STRAY_PX)


def is_outline(here: np.ndarray, box: Box, shape: tuple[int, ...]) -> bool:
    """Whether a component is a thin straight line along an edge of the image: of the paper on a pale bed.

    Args:
        here: bool, the component in its box.
        box: Where it is, pixels of the draft.
        shape: Of the draft.
    """
    left, top, right, bottom = box
    near = OUTLINE_FROM_EDGE_MM / 25.4 * DRAFT_DPI
    upright = bottom - top >= right - left
    close = (right < near or left > shape[1] - near) if upright else (bottom < near or top > shape[0] - near)
    if not close or max(right - left, bottom - top) < OUTLINE_MM / 25.4 * DRAFT_DPI:
        return False
    points = cv2.findNonZero(here.view(np.uint8))
    _, sides, _ = cv2.minAreaRect(points)
    return min(sides) <= OUTLINE_WIDE_MM / 25.4 * DRAFT_DPI


def is_speck(stroke: np.ndarray) -> bool:
    """Whether a component is a speck with the halo that the lens and JPEG leave about what is small and dark.

    Args:
        stroke: float32, (height, width), contrast of the component, 0 beside it.
    """
    core_mm, whole_mm = (
        max(int(mask.any(axis=axis).sum()) for axis in (0, 1)) * 25.4 / DRAFT_DPI
        for mask in (stroke >= HALO * stroke.max(), stroke > 0)
    )
    return core_mm <= CORE_MM and whole_mm <= core_mm + 2 * HALO_MM


def is_spot(here: np.ndarray) -> bool:
    """Whether a component is small, round and solid.

    Args:
        here: bool, (height, width), the component.
    """
    y, x = (np.flatnonzero(here.any(axis=axis)) for axis in (1, 0))
    height, width = int(y[-1] - y[0] + 1), int(x[-1] - x[0] + 1)
    if max(height, width) > SPOT_MM / 25.4 * DRAFT_DPI or min(height, width) < SPOT_ASPECT * max(height, width):
        return False
    return _thickest(here) >= SPOT_SOLID * min(height, width)


def is_blob(here: np.ndarray) -> bool:
    """Whether a component is thicker somewhere than any stroke.

    Args:
        here: bool, (height, width), the component.
    """
    return _thickest(here) >= BLOB_MM / 25.4 * DRAFT_DPI


def _thickest(here: np.ndarray) -> float:
    """Across the largest disc that fits into a component, pixels."""
    return 2 * float(cv2.distanceTransform(np.pad(here, 1).view(np.uint8), cv2.DIST_L2, 5).max()) - 1
