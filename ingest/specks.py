"""Dust on empty paper, which the reading engine would take for letters."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.ink import Ink

SPECK_MM = 1.1
NEAR_TEXT_MM = 3.0
"""A nukta, an anusvara, a full stop or a decimal point lies closer to its letter: nothing there is touched."""
RIM_MM = 0.2


def cover_specks(ink: Ink) -> np.ndarray:
    """Where lonely specks are: uint8, (height, width) of the draft, 255 on a speck and its rim."""
    long_mm = ink.boxes[:, 2:4].max(axis=1) * 25.4 / DRAFT_DPI
    larger = long_mm > SPECK_MM
    larger[0] = False
    near = _grow(larger.astype(np.uint8)[ink.labels], NEAR_TEXT_MM)
    lonely = (ink.labels > 0) & (near == 0)
    return _grow(lonely * np.uint8(255), RIM_MM)


def _grow(mask: np.ndarray, by_mm: float) -> np.ndarray:
    side = 2 * round(by_mm / 25.4 * DRAFT_DPI) + 1
    return np.asarray(cv2.dilate(mask, np.ones((side, side), np.uint8)))
