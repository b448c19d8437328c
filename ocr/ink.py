"""Ink told from paper on a page made smaller: what rulings, overlooked print and handwriting are looked for on."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.engine import Image

_SAMPLING = 8


def paper_level(image: Image) -> int:
    """How bright the paper of a page is, 0 to 255: as its median pixel.

    Args:
        image: Grey page, shape ``(height, width)``.
    """
    return round(float(np.median(image[::_SAMPLING, ::_SAMPLING])))


def find_ink(image: Image, factor: int) -> tuple[Image, Image]:
    """The page made smaller, and where it has ink.

    Args:
        image: Grey page, shape ``(height, width)``.
        factor: How many of its pixels, across and down, become one.

    Returns:
        Grey and ink, both of shape ``(height // factor, width // factor)`` and one pixel each way at least; ink is 1
        where it is darker than Otsu's level, 0 elsewhere.
    """
    height, width = image.shape
    size = (max(1, width // factor), max(1, height // factor))
    grey = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return grey, np.asarray(ink, np.uint8)
