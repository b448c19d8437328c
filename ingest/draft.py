"""A reduced gray copy of a sheet, on which everything is measured."""

from __future__ import annotations

import cv2
import numpy as np

DRAFT_DPI = 150
"""A headline is two pixels thick here and a nukta two wide; measuring costs a quarter of what it does at 300 dpi."""


def to_gray(pixels: np.ndarray) -> np.ndarray:
    """Brightness of an image.

    Args:
        pixels: uint8, (height, width) gray or (height, width, 3) RGB.

    Returns:
        uint8, (height, width); the same array where it is gray already.
    """
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def resize(gray: np.ndarray, scale: float) -> np.ndarray:
    """An image made larger or smaller, by area where smaller so that thin strokes grow paler instead of vanishing."""
    height, width = gray.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size == (width, height):
        return gray
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC))
