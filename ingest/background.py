"""The paper behind the ink: measured, and evened out."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.draft import resize

BACKGROUND_DPI = 30
CLOSE_MM = 5.0
"""Wider than any stroke, narrower than any stain or shaded block."""
YELLOWED_BELOW = 200
UNEVEN_ABOVE = 45
"""Source: 36 degraded and 84 real pages: division helps below and above these, and costs accuracy on clean ones."""
CLIPPED = 0.9
"""Share of a side that is white without any grain."""
SPECK, MOST_PALE = 20, 0.5
"""Contrast of a speck, from 0 to 255. On a scan of two tones so many pixels at most are paler, for each that is not.

Source: 18 black-and-white scans of 150 to 400 dpi measure 0.0 to 0.04, 12 overexposed ones 5 to 900.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """The paper's own brightness.

    Attributes:
        map: uint8, at `BACKGROUND_DPI`, 1 to 255.
        level: Its median on the paper.
        spread: Between its 5th and 95th percentile on the paper.
    """

    map: np.ndarray
    level: float
    spread: float

    @property
    def needs_evening(self) -> bool:
        """Whether a single threshold would no longer part ink from paper."""
        return self.level < YELLOWED_BELOW or self.spread > UNEVEN_ABOVE


def measure_background(gray: np.ndarray, dpi: float, paper: np.ndarray | None) -> Background:
    """How bright the paper is, everywhere, with the ink taken off.

    Args:
        gray: uint8, (height, width).
        dpi: Its resolution.
        paper: 255 on the paper, same shape; None where all is paper.
    """
    small = resize(gray, BACKGROUND_DPI / dpi)
    height, width = small.shape
    inside = np.ones(small.shape, bool)
    if paper is not None:
        inside = cv2.resize(paper, (width, height), interpolation=cv2.INTER_AREA) > 250
        inside = inside if inside.any() else np.ones(small.shape, bool)
    # Most of a sheet is paper; the border takes its level so that it does not bleed in.
    small = np.where(inside, small, np.uint8(np.percentile(small[inside], 70)))
    size = 2 * (round(CLOSE_MM / 25.4 * BACKGROUND_DPI) // 2) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    closed = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), (0, 0), size / 3)
    low, level, high = np.percentile(closed[inside], (5, 50, 95))
    return Background(np.maximum(closed, 1), float(level), float(high - low))


def even(gray: np.ndarray, background: Background) -> np.ndarray:
    """The image divided by its background: paper white everywhere, ink as dark against it as it was.

    Args:
        gray: uint8, (height, width), at any scale of the image the background was measured on.
        background: As measured.

    Returns:
        uint8, same shape.
    """
    height, width = gray.shape
    full = cv2.resize(background.map, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, full, scale=255))


def is_clipped(contrast: np.ndarray) -> bool:
    """Whether the paper is white without any grain: black and white, or brighter than the scanner tells apart.

    Args:
        contrast: uint8, (height, width) of a draft: how much darker than the paper, 255 where black.
    """
    some = contrast[::4, ::4]
    return bool(np.count_nonzero(some <= 1) >= CLIPPED * some.size)


def is_two_tone(contrast: np.ndarray) -> bool:
    """Whether a scan is black and white, not a grey one that was exposed until its paper is white.

    Args:
        contrast: As for `is_clipped`.
    """
    return bool(cv2.countNonZero(contrast) <= (1 + MOST_PALE) * np.count_nonzero(contrast > SPECK))
