"""How other programs tell a blank page."""

from __future__ import annotations

import numpy as np

NAPS2_DARK, NAPS2_SHARE, NAPS2_EDGE = 179, 0.0015, 0.01
"""Luma below which a pixel is ink, the share of ink that a page needs, the share of each side that is ignored."""
COVERAGE_DARK, COVERAGE_SHARE = 128, 0.005


def naps2_says_blank(gray: np.ndarray) -> bool:
    height, width = gray.shape
    down, across = round(NAPS2_EDGE * height), round(NAPS2_EDGE * width)
    inside = gray[down : height - down, across : width - across]
    return bool(np.count_nonzero(inside < NAPS2_DARK) < NAPS2_SHARE * gray.size)


def coverage_says_blank(gray: np.ndarray) -> bool:
    return bool(np.count_nonzero(gray < COVERAGE_DARK) < COVERAGE_SHARE * gray.size)
