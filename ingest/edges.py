"""What lies along the edges of a sheet and is no writing: slivers of the scanner's bed, staples and their holes."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.ink import Ink

SLIVER_MM, SLIVER_WIDE_MM, SLIVER_FROM_EDGE_MM = 6.0, 2.0, 3.0
"""The wedge beside a crooked sheet ends in a line thinner than what is told for border, close to the edge or to it."""
STAPLE_MM, STAPLE_WIDE_MM = (8.0, 17.0), 2.0
"""Office staples are 10 to 13 mm wide; their shadow beside them joins them."""
PRICK_MM = (0.7, 3.5)
"""A staple's two holes, with the rust around them."""
CORNER_MM = 25.0
"""Both lie in a corner of the sheet. Source for all: drawn scans, 16 with staples and 6 with wedges."""
ALONG = 0.9
STRAIGHT, ROUND = 0.6, 0.7
"""Share of a sliver that keeps close to the edge: a ruled line that runs into it does not.
Share of the smallest box around a bar, or of the ellipse in the box of a hole, that is filled."""
RIM_MM = 0.5


def cover_edges(ink: Ink, paper: np.ndarray | None) -> np.ndarray:
    """Where slivers and staples are.

    Args:
        ink: Of the draft.
        paper: 255 on the paper, same shape; None where all is paper.

    Returns:
        uint8, (height, width) of the draft, 255 on them and their rims.
    """
    found = np.zeros(len(ink.boxes), np.uint8)
    in_corner = _in_corner(ink, paper)
    found[list(_find_bars(ink, _along_edge(ink, paper), in_corner))] = 255
    found[list(_find_pricks(ink, in_corner))] = 255
    if not found.any():
        return np.zeros(ink.labels.shape, np.uint8)
    rim = 2 * _pixels(RIM_MM) + 1
    return np.asarray(cv2.dilate(found[ink.labels], np.ones((rim, rim), np.uint8)))


def _along_edge(ink: Ink, paper: np.ndarray | None) -> np.ndarray:
    """Whether components lie close to the edge of the image or of the paper all along: bool, by number."""
    inner = np.full(ink.labels.shape, 255, np.uint8) if paper is None else paper.copy()
    inner[0] = inner[-1] = 0
    inner[:, 0] = inner[:, -1] = 0
    side = 2 * _pixels(SLIVER_FROM_EDGE_MM) + 1
    band = cv2.erode(inner, np.ones((side, side), np.uint8)) == 0
    inside = np.bincount(ink.labels[band], minlength=len(ink.boxes))
    along = inside >= ALONG * ink.boxes[:, cv2.CC_STAT_AREA]
    along[0] = False
    return np.asarray(along)


def _find_bars(ink: Ink, along_edge: np.ndarray, in_corner: np.ndarray) -> Iterator[int]:
    """Slivers and staples: straight, thin, long, and nothing hanging on them."""
    long_mm = ink.boxes[:, 2:4].max(axis=1) * 25.4 / DRAFT_DPI
    for number in np.flatnonzero((long_mm >= SLIVER_MM) & (along_edge | in_corner)):
        x, y, width, height, area = (int(value) for value in ink.boxes[number])
        points = cv2.findNonZero((ink.labels[y : y + height, x : x + width] == number).astype(np.uint8))
        _, sides, _ = cv2.minAreaRect(points)
        wide, long = sorted(side + 1 for side in sides)
        if area < STRAIGHT * wide * long:
            continue
        wide_mm, bar_mm = wide * 25.4 / DRAFT_DPI, long * 25.4 / DRAFT_DPI
        is_sliver = along_edge[number] and bar_mm >= SLIVER_MM and wide_mm <= SLIVER_WIDE_MM
        is_staple = in_corner[number] and STAPLE_MM[0] <= bar_mm <= STAPLE_MM[1] and wide_mm <= STAPLE_WIDE_MM
        if is_sliver or is_staple:
            yield int(number)


def _find_pricks(ink: Ink, in_corner: np.ndarray) -> list[int]:
    """The two holes of a staple: round, alike, a staple's width apart."""
    sides_mm = ink.boxes[:, 2:4] * 25.4 / DRAFT_DPI
    sized = (sides_mm.min(axis=1) >= PRICK_MM[0]) & (sides_mm.max(axis=1) <= PRICK_MM[1])
    numbers = [int(number) for number in np.flatnonzero(sized & in_corner) if _is_round(ink, int(number))]
    middles = (ink.boxes[:, :2] + ink.boxes[:, 2:4] / 2) * 25.4 / DRAFT_DPI
    if len(numbers) != 2:
        return []
    apart_mm = float(np.hypot(*(middles[numbers[0]] - middles[numbers[1]])))
    return numbers if STAPLE_MM[0] <= apart_mm <= STAPLE_MM[1] else []


def _is_round(ink: Ink, number: int) -> bool:
    x, y, width, height, _ = (int(value) for value in ink.boxes[number])
    here = ink.labels[y : y + height, x : x + width] == number
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, height)) > 0
    return bool((here & disc).sum() >= ROUND * (here | disc).sum())


def _in_corner(ink: Ink, paper: np.ndarray | None) -> np.ndarray:
    """Whether components lie wholly in a corner of the paper: bool, by number."""
    rows, columns = ink.labels.shape
    x, y, wide, high = (0, 0, columns, rows) if paper is None else cv2.boundingRect(paper)
    left, top, width, height, _ = ink.boxes.T
    across = np.minimum(left + width - x, x + wide - left) <= _pixels(CORNER_MM)
    down = np.minimum(top + height - y, y + high - top) <= _pixels(CORNER_MM)
    inside = across & down
    inside[0] = False
    return np.asarray(inside)


def _pixels(length_mm: float) -> int:
    return max(1, round(length_mm / 25.4 * DRAFT_DPI))
