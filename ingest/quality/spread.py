"""Two pages side by side in one picture: an open register, or a book on the glass."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.geometry import lay_upright
from ingest.quality.view import Fault, View, draft_pixels

WIDE = 1.25
"""Width over height. Source: two A4 pages side by side have 1.41, two of foolscap 1.31; a list on paper laid sideways
has as much, and is told by its fold."""
FOLD = (0.4, 0.6)
"""The part of the width in which the fold lies."""
LEAST_GAP_MM = 12.0
"""White at the fold: the inner margins of both pages. Source: drawn spreads have 37 to 57 mm; the widest white between
two columns of a drawn list on paper laid sideways is 8 mm, and its heading runs over it."""
LEAST_PAGE = 0.25
"""Share of the width that the text of each page takes up, and of the height."""
CROSSED, CROOKED_PX = 0.9, 5
"""Share of the white that a stroke reaches over which is a ruling of a table of both halves, or a frame; and how many
pixels of the draft it may rise or fall meanwhile."""
SPECKS = 3
"""Pixels of text in a column of the draft that do not count: specks."""
MIDDLE = 127


def find_spread(view: View) -> Iterator[Fault]:
    """A wide side with text on both halves and nothing but the fold between them."""
    rows, columns = view.gray.shape[::-1] if view.turn_deg % 180 else view.gray.shape
    if columns < WIDE * rows:
        return
    text = _lay(view, view.ink.text)
    gap = _widest_gap(np.count_nonzero(text, axis=0) > SPECKS)
    if gap is None or gap[1] - gap[0] < draft_pixels(LEAST_GAP_MM):
        return
    halves = text[:, : gap[0]], text[:, gap[1] :]
    # Text alone is no longer text where a ruling ties it to a table, so all ink is looked at here.
    ruled = _lay(view, (view.ink.labels > 0).astype(np.uint8))[:, gap[0] : gap[1]]
    crossed = cv2.dilate(ruled, np.ones((CROOKED_PX, 1), np.uint8)).mean(axis=1) >= CROSSED
    if all(_is_page(half, text.shape) for half in halves) and not crossed.any():
        yield Fault("spread", round((gap[1] - gap[0]) * 25.4 / DRAFT_DPI, 1), LEAST_GAP_MM, "mm")


def _lay(view: View, mask: np.ndarray) -> np.ndarray:
    """A mask of the draft as the sheet lies when it is upright and straight: uint8, 1 inside."""
    height, width = view.full.shape
    scale = mask.shape[1] / width
    laid = lay_upright(mask * np.uint8(255), (width, height), view.turn_deg, view.skew_deg, scale, outside=0)
    return (laid > MIDDLE).astype(np.uint8)


def _widest_gap(covered: np.ndarray) -> tuple[int, int] | None:
    """First column of the widest white between text that meets the middle, and the column after its last."""
    inked = np.flatnonzero(covered).tolist()
    low, high = (share * len(covered) for share in FOLD)
    gaps = [(before + 1, after) for before, after in pairwise(inked) if before < high and after > low]
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _is_page(half: np.ndarray, shape: tuple[int, ...]) -> bool:
    _, _, width, height = cv2.boundingRect(np.ascontiguousarray(half))
    return width >= LEAST_PAGE * shape[1] and height >= LEAST_PAGE * shape[0]
