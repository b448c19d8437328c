"""Make copies of a page as office machines do: photocopiers, fax machines, careless scanners.

Every function takes an image and gives a new one: uint8 of shape (height, width), 0 black to 255 white. Lengths are
pixels at 300 dots per inch.
"""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from nasti.drawing.canvas import DPI, Grey

FAX_DPI = {"standard": (204, 98), "fine": (204, 196)}
"""Dots per inch across and down. Source: ITU-T T.4."""


def photocopy(page: Grey, random: np.random.Generator, *, toner: float = 0.0, dirt: float = 1.0) -> Grey:
    """Copy a page once; a copy of a copy is made by copying twice.

    Args:
        page: The image.
        random: Where chance comes from: the copy lies a little askew, is a little larger or smaller, has specks and
            gaps.
        toner: -1 for a light copy that loses thin strokes, 0 for a good one, 1 for a dark one that fills gaps.
        dirt: How many specks and gaps there are, 1 for a machine that is cleaned now and then.
    """
    height, width = page.shape
    matrix = np.asarray(
        cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-0.5, 0.5), random.uniform(0.985, 1.005))
    )
    laid = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    seen = cv2.GaussianBlur(laid, (0, 0), 1.6).astype(np.float32)
    # The drum takes charge unevenly.
    patches = cv2.resize(
        random.normal(0, 9, (12, 9)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    grain = cv2.resize(random.normal(0, 14, (height // 2, width // 2)).astype(np.float32), (width, height))
    level = 128 + 62 * toner + patches
    inked = 1 / (1 + np.exp((seen + grain - level) / 12))
    copied = 248 - 222 * inked
    return _speckle(copied, random, dirt)


def _speckle(page: np.ndarray, random: np.random.Generator, dirt: float) -> Grey:
    height, width = page.shape
    for level, share in ((40, 1.2e-4), (235, 1.2e-4)):
        count = round(dirt * share * height * width)
        spots = np.zeros((height, width), np.uint8)
        spots[random.integers(0, height, count), random.integers(0, width, count)] = 255
        grown = cv2.dilate(spots, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3)))
        page = np.where(grown > 0, np.float32(level), page)
    speckled: Grey = np.clip(page, 0, 255).astype(np.uint8)
    return speckled


def fax(page: Grey, quality: str = "fine") -> Grey:
    """Send a page by fax: black and white, in coarse dots.

    Args:
        page: The image.
        quality: A key of `FAX_DPI`.
    """
    height, width = page.shape
    across, down = FAX_DPI[quality]
    size = (round(width * across / DPI), round(height * down / DPI))
    dots = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    sent = np.where(dots < 140, np.uint8(0), np.uint8(255))
    return np.asarray(cv2.resize(sent, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def scan(page: Grey, random: np.random.Generator, *, dpi: int = 150, noise: float = 4.0, contrast: float = 1.0) -> Grey:
    """Scan a page.

    Args:
        page: The image, 300 dots per inch.
        random: Where noise comes from.
        dpi: Resolution of the scan.
        noise: Standard deviation of gray levels.
        contrast: What is left of it, 0 to 1; the paper stays as bright as it is.
    """
    height, width = page.shape
    size = (round(width * dpi / DPI), round(height * dpi / DPI))
    seen = cv2.resize(cv2.GaussianBlur(page, (0, 0), 0.8), size, interpolation=cv2.INTER_AREA).astype(np.float32)
    paper = float(np.percentile(seen, 95))
    pale = paper - (paper - seen) * contrast
    return np.clip(pale + random.normal(0, noise, pale.shape), 0, 255).astype(np.uint8)


def pack(page: Grey, quality: int) -> Grey:
    """What a JPEG of this quality keeps of a page."""
    _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def streak(page: Grey, random: np.random.Generator, count: int = 6) -> Grey:
    """Draw the lines that dirt on the glass leaves along the feed."""
    streaked = page.copy()
    for left in random.integers(60, page.shape[1] - 60, count):
        streaked[:, left : left + int(random.integers(2, 7))] = int(random.integers(30, 120))
    return streaked


def crumple(page: Grey, random: np.random.Generator, strength_px: float = 14.0) -> Grey:
    """Bend a page that was crumpled and smoothed again: nothing is quite where it was.

    Args:
        page: The image.
        random: Where chance comes from.
        strength_px: How far things move.
    """
    height, width = page.shape
    shift = [
        cv2.resize(
            random.normal(0, strength_px / 2, (9, 7)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
        for _ in range(2)
    ]
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    bent = cv2.remap(page, across + shift[0], down + shift[1], cv2.INTER_LINEAR, borderValue=255)
    return np.asarray(bent, np.uint8)


def turn(page: Grey, angle_deg: float) -> Grey:
    """Lay a page askew on a white bed large enough for it.

    Args:
        page: The image.
        angle_deg: Counter-clockwise.
    """
    image = Image.fromarray(page).rotate(angle_deg, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
    return np.asarray(image, np.uint8)
