"""Lines that lie along a step from lighter to darker paper: the dirty edges of a tape, a patch, a turned flap."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from nasti.model import Box

LONG_MM, WIDE_MM = 4.0, 1.5
"""So long at least and so wide at most is such a line; it is straight."""
BESIDE_MM, FURTHER_MM = 0.7, 1.2
"""How far from the line the paper on either side is looked at, and how much further once more."""
STEP, STEADY, STEEP = 0.012, 0.9, 1.7
"""The least step, as a share of white; along what share of the line it goes the same way; and how many times steeper
it must be than the paper beside it, both sides taken together: where paper only grows darker, the ratio is 1.

Source: 35 stretches of dirt along eight drawn tapes, 4 mm long and more and up to 1.35 mm wide: steps of 0.0147 to
0.071, all of their length, ratios above 1.9.
"""
SAMPLES, ENDS = 32, 0.08
"""Places looked at along a line, and what share of it is left out at either end."""


def lies_on_step(here: np.ndarray, box: Box, dark: np.ndarray) -> bool:
    """Whether a component is a straight line along which the paper on the one side is darker than on the other.

    A pen leaves such a line only where somebody rules along the very edge of a tape.

    Args:
        here: bool, the component, its box wider by a pixel on each side that is not the image's.
        box: Where it is, pixels of the draft.
        dark: float32, (height, width) of the draft, 0 to 1: how dark it is as it was scanned.
    """
    points = cv2.findNonZero(here.view(np.uint8))
    middle, sides, angle = cv2.minAreaRect(points)
    long, wide = max(sides) + 1, min(sides) + 1
    if long < _pixels(LONG_MM) or wide > _pixels(WIDE_MM):
        return False
    way = np.radians(angle if sides[0] >= sides[1] else angle + 90)
    along, across = np.array((np.cos(way), np.sin(way))), np.array((-np.sin(way), np.cos(way)))
    origin = np.array(middle) + np.array((max(0, box[0] - 1), max(0, box[1] - 1)))
    places = origin + np.linspace(-0.5 + ENDS, 0.5 - ENDS, SAMPLES)[:, None] * long * along
    near = wide / 2 + _pixels(BESIDE_MM)
    left, right, beyond_left, beyond_right = (
        _look_at(dark, places + off * across)
        for off in (-near, near, -near - _pixels(FURTHER_MM), near + _pixels(FURTHER_MM))
    )
    steps = right - left
    step = float(np.median(steps))
    if abs(step) < STEP or np.mean(np.sign(steps) == np.sign(step)) < STEADY:
        return False
    beside = np.mean([abs(float(np.median(one))) for one in (beyond_right - right, left - beyond_left)])
    return bool(abs(step) / (2 * near) >= STEEP * beside / _pixels(FURTHER_MM))


def _look_at(dark: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Darkness at places between pixels, the nearest of the image where they lie outside: float32."""
    x, y = places.T.astype(np.float32)
    return np.asarray(cv2.remap(dark, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).ravel())


def _pixels(length_mm: float) -> float:
    return length_mm / 25.4 * DRAFT_DPI
