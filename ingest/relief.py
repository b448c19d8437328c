"""How strokes stand out of the paper: parted from its grain, from stains, shade and steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI

LEAST_CONTRAST, MOST_CONTRAST, NOISES = 0.02, 0.045, 7.0
"""The palest stroke that is looked for, and how far above the paper's grain it must be, in standard deviations.

Source: pencil of 5 to 15 % measures 0.025 to 0.1 on the draft, grain and JPEG noise 0.001 to 0.006.
"""
SMOOTH_PX = 0.8
THICK_MM, LONE_MM = 2.2, 5.0
"""Pale strokes are not wider; shade, stains and turned corners are. A spot of foxing is not wider than the second."""


@dataclass(frozen=True, eq=False)
class Relief:
    """How strokes stand out of the paper: float32 pictures of contrast, (height, width) of the draft.

    What only strokes are asked about is made when first asked for, because most blank sides have none.

    Attributes:
        fine: All of it.
        narrow: What is narrower than `THICK_MM`.
        dark: How dark the sheet is as it was scanned.
        bright: How bright its paper is.
        least: The palest stroke that stands out of the paper's grain.
    """

    fine: np.ndarray
    narrow: np.ndarray
    dark: np.ndarray
    bright: np.ndarray
    least: float

    @cached_property
    def lone(self) -> np.ndarray:
        """What is narrower than `LONE_MM`: by this a stroke's edges are judged."""
        return np.asarray(np.maximum((self.dark - find_shade(self.dark)) / self.bright, self.narrow))

    @cached_property
    def across(self) -> np.ndarray:
        """Change across a pixel to the right."""
        return np.asarray(cv2.Scharr(self.fine, cv2.CV_32F, 1, 0, scale=1 / 32))

    @cached_property
    def down(self) -> np.ndarray:
        """Change across a pixel downwards."""
        return np.asarray(cv2.Scharr(self.fine, cv2.CV_32F, 0, 1, scale=1 / 32))

    def steps(self, place: tuple[slice, slice]) -> np.ndarray:
        """Change across a pixel whichever way: float32, of a place."""
        return np.asarray(cv2.magnitude(self.across[place], self.down[place]))


def raise_strokes(contrast: np.ndarray, paper: np.ndarray | None, background: np.ndarray) -> Relief:
    """Part strokes from stains, shade and steps.

    Args:
        contrast: As for `weigh_ink`.
        paper: As for `look_for_ink`.
        background: As for `look_for_ink`.
    """
    fine = cv2.GaussianBlur(contrast.astype(np.float32) * np.float32(1 / 255), (0, 0), SMOOTH_PX)
    if paper is not None:
        fine = _go_on_beyond(fine, paper)
    bright = cv2.resize(background, fine.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255
    # Divided by a background that follows it softly, the edge of a tape looks like a stroke; as scanned it is a step.
    dark = 1 - bright * (1 - fine)
    narrow = (dark - _open(dark, THICK_MM)) / bright
    some = narrow[::4, ::4] if paper is None else narrow[::4, ::4][paper[::4, ::4] > 0]
    low, middle = np.percentile(some, (16, 50))
    least = float(np.clip(middle + NOISES * (middle - low), LEAST_CONTRAST, MOST_CONTRAST))
    return Relief(fine, narrow, dark, bright, least)


def find_shade(contrast: np.ndarray) -> np.ndarray:
    """What of a picture of contrasts is wider than `LONE_MM`: same shape and type."""
    half = cv2.resize(contrast, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(_open(half, LONE_MM / 2), contrast.shape[::-1], interpolation=cv2.INTER_LINEAR))


def _go_on_beyond(fine: np.ndarray, paper: np.ndarray) -> np.ndarray:
    """Contrast continued from the paper over the border, so that the paper's edge is no stroke."""
    size = (fine.shape[1] // 8, fine.shape[0] // 8)
    inside = cv2.resize(paper, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    sums = cv2.blur(cv2.resize(fine, size, interpolation=cv2.INTER_AREA), (7, 7))
    beyond = cv2.resize(sums / np.maximum(cv2.blur(inside, (7, 7)), 0.02), fine.shape[::-1])
    return np.where(paper > 0, fine, beyond)


def _open(image: np.ndarray, side_mm: float) -> np.ndarray:
    side = 2 * (round(side_mm / 25.4 * DRAFT_DPI) // 2) + 1
    return np.asarray(cv2.morphologyEx(image, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)))
