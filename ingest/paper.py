"""The paper inside the scanner's black border."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.draft import resize

PAPER_DPI = 75
BLACK_BELOW = 80
"""Gray level of a scanner's black backing or open lid, 10 to 60; brown and blue cover boards are lighter."""
THICK_MM = 2.4
"""Ink strokes are thinner, so text that touches the border is not taken for a part of it."""
SLIVER_MM = 20.0
MARGIN_MM = 1.0
"""The soft shadow along the paper's edge."""
LEAST_PAPER = 0.15
"""With less paper than this share of the image, the page itself is dark and nothing is masked."""
LEAST_PIECE_MM = 12.0


def find_paper(gray: np.ndarray, dpi: float) -> np.ndarray | None:
    """Where the paper lies inside a black border.

    Only what is black, thick and joined to the edge of the image counts as border, so a page without one, or a page
    that is itself dark, is left whole.

    Args:
        gray: uint8, (height, width).
        dpi: Its resolution.

    Returns:
        uint8, same shape, 255 on the paper and 0 on the border; None where there is no border.
    """
    small = cv2.blur(resize(gray, PAPER_DPI / dpi), (3, 3))
    border = _joined_to_edge(_thick((small < BLACK_BELOW).astype(np.uint8)))
    if not border.any():
        return None
    paper = _without_specks(1 - cv2.dilate(border, _box(MARGIN_MM, MARGIN_MM)))
    if paper.mean() < LEAST_PAPER:
        return None
    height, width = gray.shape
    return np.asarray(cv2.resize(paper * np.uint8(255), (width, height), interpolation=cv2.INTER_NEAREST))


def _pixels(length_mm: float) -> int:
    return max(1, round(length_mm / 25.4 * PAPER_DPI))


def _box(width_mm: float, height_mm: float) -> np.ndarray:
    return np.ones((2 * (_pixels(height_mm) // 2) + 1, 2 * (_pixels(width_mm) // 2) + 1), np.uint8)


def _thick(dark: np.ndarray) -> np.ndarray:
    # Thick everywhere, or a long sliver as the wedge beside a crooked sheet ends in.
    kernels = (_box(THICK_MM, THICK_MM), np.ones((2, _pixels(SLIVER_MM))), np.ones((_pixels(SLIVER_MM), 2)))
    # Beyond the image the border goes on: padding keeps slivers at the very edge.
    pad = _pixels(SLIVER_MM)
    padded = cv2.copyMakeBorder(dark, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    opened = [cv2.morphologyEx(padded, cv2.MORPH_OPEN, kernel.astype(np.uint8)) for kernel in kernels]
    return np.asarray(np.maximum.reduce(opened)[pad:-pad, pad:-pad])


def _joined_to_edge(dark: np.ndarray) -> np.ndarray:
    count, labels = cv2.connectedComponents(dark, connectivity=8)
    at_edge = np.zeros(count, np.uint8)
    at_edge[np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))] = 1
    at_edge[0] = 0
    return np.asarray(at_edge[labels])


def _without_specks(paper: np.ndarray) -> np.ndarray:
    """Light spots inside the border are not paper."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(paper, connectivity=4)
    large = np.flatnonzero(stats[:, cv2.CC_STAT_AREA] >= _pixels(LEAST_PIECE_MM) ** 2)
    return np.isin(labels, large[large > 0]).astype(np.uint8)
