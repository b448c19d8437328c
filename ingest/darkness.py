"""How much darker than its paper a sheet is, and whether it holds as much black as separator slips do.

The background that is measured for reading passes over bars of 5 mm as if they were stains; here they are what counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.draft import resize

LOOK_DPI = 30
WIDEST_MM = 25.0
"""Black that is wider is taken for dark paper."""
NEAR_MM = 20.0
LEAST_DEPTH = 10
"""Gray levels that ink is darker than paper at least. Source: a slip printed with a tenth of the ink has 20."""
SMOOTH_MM = 7.0
COVERED = 0.4
"""Share of a square of `SMOOTH_MM` that is dark. Source: the squares and bars of slips 0.4 to 0.9, lines of text
0.1 to 0.25."""
MUCH_CM2 = 40.0
"""Source: slips of `bench/slips.py` have 90 to 270, printed with a twentieth of the ink 60 to 110; 66 ordinary sheets,
stains and all, 29 at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Darkness:
    """A sheet with its paper taken away.

    Attributes:
        paper: uint8, brightness of the paper at `LOOK_DPI`.
        depth: uint8, how much darker than the paper the sheet is, at `LOOK_DPI`.
        deepest: uint8, the same of the darkest ink around each place.
    """

    paper: np.ndarray
    depth: np.ndarray
    deepest: np.ndarray


def measure_darkness(gray: np.ndarray, dpi: float) -> Darkness:
    """Tell ink from paper, thick ink included.

    Args:
        gray: uint8, (height, width).
        dpi: Its resolution.
    """
    small = cv2.blur(resize(gray, LOOK_DPI / dpi), (3, 3))
    # Ink is closed up on a third of the size, where it costs nothing.
    light = cv2.dilate(small, np.ones((3, 3), np.uint8))[::3, ::3]
    closed = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((_pixels(WIDEST_MM) // 3 | 1,) * 2, np.uint8))
    height, width = small.shape
    paper = cv2.resize(cv2.blur(closed, (5, 5)), (width, height), interpolation=cv2.INTER_LINEAR)
    depth = cv2.subtract(paper, small)
    near = max(1, _pixels(NEAR_MM) // 3) | 1
    deep = cv2.dilate(cv2.dilate(depth, np.ones((3, 3), np.uint8))[::3, ::3], np.ones((near, near), np.uint8))
    return Darkness(paper, depth, np.asarray(cv2.resize(deep, (width, height), interpolation=cv2.INTER_NEAREST)))


def has_much_black(darkness: Darkness) -> bool:
    """Whether as much of a sheet is as good as black as of a slip, which has a frame and large codes.

    Black that is joined to the edge of the image is the scanner's bed and does not count.
    """
    deep = np.maximum(darkness.deepest, LEAST_DEPTH)
    dark = (darkness.depth > deep // 2).astype(np.uint8)
    dark = dark * (1 - _joined_to_edge(dark))
    side = _pixels(SMOOTH_MM) | 1
    covered = cv2.blur(dark * np.uint8(255), (side, side)) > COVERED * 255
    return float(covered.sum()) * (2.54 / LOOK_DPI) ** 2 >= MUCH_CM2


def _joined_to_edge(dark: np.ndarray) -> np.ndarray:
    count, labels = cv2.connectedComponents(dark)
    joined = np.zeros(count, np.uint8)
    joined[np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))] = 1
    joined[0] = 0
    return np.asarray(joined[labels])


def _pixels(length_mm: float) -> int:
    return max(1, round(length_mm / 25.4 * LOOK_DPI))
