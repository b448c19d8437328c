"""How blurred the text is, told apart from noise and from how dark the print is."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.quality.view import View

SHARP_DPI = 200
"""All scans are measured at one resolution, coarser ones at their own."""
WINDOW_MM, WINDOWS, LEAST_WINDOWS = 10.0, 20, 2
LEAST_INK, MOST_INK = 0.03, 0.5
"""Share of a window that text covers."""
SMOOTH_PX, AROUND_MM = 0.7, 1.0
"""Smoothing before slopes are taken, and how far from an edge paper and ink are looked for."""
CONTRAST_SHARE = 0.55
"""Edges whose contrast is less, as a share of the page's darker ink, are not of its print: seals, pencil, what
shines through."""
LEAST_EDGES = 150


def measure_blur(view: View) -> float | None:
    """How wide the edges of text are: contrast of an edge over the steepest slope in it, the median of all edges.

    Noise has slopes everywhere and paper beside ink nowhere else than at edges: only slopes count that lead from one
    to the other. Along and across are measured apart, because a sheet that slips is smeared one way alone.

    Args:
        view: The side.

    Returns:
        Millimetres, the wider of along and across; None where there is no text, or black and white alone, in which
        every edge is sharp.
    """
    if view.bilevel:
        return None
    scale = min(1.0, SHARP_DPI / view.dpi)
    per_mm = view.dpi * scale / 25.4
    places = _find_windows(view)
    if len(places) < LEAST_WINDOWS:
        return None
    widths = [_measure_edges(*_cut_window(view, left, top, scale), view, per_mm) for left, top in places]
    medians = [
        float(np.median(found)) for direction in (0, 1)
        if len(found := np.concatenate([pair[direction] for pair in widths])) >= LEAST_EDGES
    ]  # fmt: skip
    return max(medians) / per_mm if medians else None


def _find_windows(view: View) -> list[tuple[int, int]]:
    """Left top corners, on the draft, of windows with much text, all over the side."""
    text = view.ink.text
    side = round(WINDOW_MM / 25.4 * DRAFT_DPI)
    rows, columns = text.shape[0] // side, text.shape[1] // side
    if not rows or not columns:
        return []
    whole = text[: rows * side, : columns * side]
    filled = cv2.resize(whole * np.uint8(255), (columns, rows), interpolation=cv2.INTER_AREA).ravel() / 255
    fit = np.flatnonzero((filled >= LEAST_INK) & (filled <= MOST_INK))
    chosen = fit[:: max(1, len(fit) // WINDOWS)][:WINDOWS]
    return [(int(cell % columns) * side, int(cell // columns) * side) for cell in chosen]


def _cut_window(view: View, left: int, top: int, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """One window of the scan and of its text, at the resolution that is measured at."""
    grown = view.dpi / DRAFT_DPI
    side = round(WINDOW_MM / 25.4 * DRAFT_DPI)
    x, y, across = round(left * grown), round(top * grown), round(side * grown)
    piece = view.full[y : y + across, x : x + across]
    size = max(8, round(piece.shape[1] * scale)), max(8, round(piece.shape[0] * scale))
    gray = cv2.resize(piece, size, interpolation=cv2.INTER_AREA)
    text = cv2.resize(view.ink.text[top : top + side, left : left + side], size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.GaussianBlur(gray.astype(np.float32), (0, 0), SMOOTH_PX)), np.asarray(text)


def _measure_edges(gray: np.ndarray, text: np.ndarray, view: View, per_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """Widths in pixels of the edges in a window, across and down."""
    around = np.ones((2 * max(1, round(AROUND_MM / 2 * per_mm)) + 1,) * 2, np.uint8)
    contrast = cv2.dilate(gray, around) - cv2.erode(gray, around)
    least = CONTRAST_SHARE * view.ink.contrast * view.background.level
    near = (cv2.dilate(text, np.ones((5, 5), np.uint8)) > 0) & (contrast >= least)
    across = np.abs(cv2.filter2D(gray, cv2.CV_32F, np.array([[-0.5, 0.0, 0.5]])))
    down = np.abs(cv2.filter2D(gray, cv2.CV_32F, np.array([[-0.5], [0.0], [0.5]])))
    found = []
    for slope, other, line in ((across, down, np.ones((1, 7), np.uint8)), (down, across, np.ones((7, 1), np.uint8))):
        steepest = near & (slope >= cv2.dilate(slope, line)) & (slope > 2 * other) & (slope > 0.08 * contrast)
        found.append(contrast[steepest] / slope[steepest])
    return found[0], found[1]
