"""Coloured ink made pale, so that stamps and signatures no longer hide the print under them."""

from __future__ import annotations

import cv2
import numpy as np


def fade_colour(pixels: np.ndarray) -> np.ndarray:
    """Gray by the brightest channel: black stays black, blue, violet, red and green ink grow pale.

    Not for a first reading: it erases red letterheads and blue print.

    Args:
        pixels: uint8, (height, width, 3) RGB or (height, width) gray.

    Returns:
        uint8, (height, width); the same array where it is gray already.
    """
    if pixels.ndim == 2:
        return pixels
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.max(cv2.max(red, green), blue))
