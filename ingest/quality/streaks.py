"""Streaks that dirt on the glass draws along the way the paper takes: thin lines of one column, from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.quality.view import Fault, View, draft_pixels

BAND_MM = 3.0
"""In bands as high as this some row is free of print, whatever the column."""
THIN_MM, ASIDE_MM = 0.8, 1.2
SEEN_FROM = 5.0
"""Gray levels that a streak is darker than the paper on both sides of it, in one band."""
LASTING, END_MM, LASTING_AT_ENDS = 0.85, 12.0, 0.8
"""Share of all bands in which it is seen, and of those at head and foot of the paper, where rules end."""
MOST = 6
CROOKED_DEG = 0.35
"""Rules printed on a sheet lie askew with it; a streak stays upright."""


@dataclass(frozen=True, slots=True)
class Streak:
    """A column that could be a streak.

    Attributes:
        column_mm: From the left edge of the scan as it came.
        strength: How much darker than beside it, median over its length, in gray levels of 255.
    """

    column_mm: float
    strength: float


def find_streaks(view: View) -> tuple[Streak, ...]:
    """Columns that are darker than their neighbours from head to foot, the strongest first."""
    high = draft_pixels(BAND_MM)
    bands = view.gray.shape[0] // high
    if bands < 8:
        return ()
    brightest = view.gray[: bands * high].reshape(bands, high, -1).max(axis=1)
    wide = 2 * draft_pixels(ASIDE_MM) + 1
    darker = cv2.morphologyEx(brightest, cv2.MORPH_BLACKHAT, np.ones((1, wide), np.uint8)).astype(np.float32)
    on_paper = np.ones(darker.shape, bool)
    if view.paper is not None:
        on_paper = view.paper[: bands * high].reshape(bands, high, -1).min(axis=1) > 0
    seen = (darker >= max(SEEN_FROM, 3 * float(np.median(darker[on_paper]) if on_paper.any() else 0))) & on_paper
    lasting = seen.sum(axis=0) >= LASTING * np.maximum(on_paper.sum(axis=0), bands // 2)
    lasting &= _at_ends(seen, on_paper)
    return tuple(sorted(_join(lasting, darker, on_paper), key=lambda streak: -streak.strength)[:MOST])


def tell_streaks(view: View, streaks: tuple[Streak, ...]) -> Iterator[Fault]:
    """Those that one sheet alone gives away, because its own lines run at another angle."""
    skew_deg = abs(view.skew_deg)
    if not streaks or skew_deg < CROOKED_DEG:
        return
    streak = streaks[0]
    at, reach = round(streak.column_mm / 25.4 * DRAFT_DPI), draft_pixels(THIN_MM)
    box = max(0, at - reach), 0, min(view.gray.shape[1], at + reach + 1), view.gray.shape[0]
    yield Fault("streak", round(streak.column_mm, 1), None, "mm", box)


def _at_ends(seen: np.ndarray, on_paper: np.ndarray) -> np.ndarray:
    """Whether columns are seen in the paper's first and last bands: bool, (width,)."""
    ends = max(2, round(END_MM / BAND_MM))
    order = np.cumsum(on_paper, axis=0)
    first = on_paper & (order <= ends)
    last = on_paper & (order > order[-1] - ends)
    return np.asarray(
        ((seen & first).sum(axis=0) >= LASTING_AT_ENDS * ends) & ((seen & last).sum(axis=0) >= LASTING_AT_ENDS * ends)
    )


def _join(lasting: np.ndarray, darker: np.ndarray, on_paper: np.ndarray) -> Iterator[Streak]:
    columns = np.flatnonzero(lasting)
    if not len(columns):
        return
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
        if len(run) > draft_pixels(THIN_MM) + 1:
            continue
        strengths = [float(np.median(darker[on_paper[:, column], column])) for column in run]
        middle = float(np.average(run, weights=strengths)) + 0.5
        yield Streak(middle * 25.4 / DRAFT_DPI, max(strengths))
