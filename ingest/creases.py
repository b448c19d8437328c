"""Lines that run all across a sheet: folds, streaks of a dirty glass, the outline of the paper, a printed margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI

MOST_DEG, STEP_DEG = 3.5, 0.25
"""A sheet lies no more askew than this."""
COVERED, BESIDE = 0.55, 0.35
"""Share of the way across the sheet at which such a line is seen, and share of that which may be seen close beside
it: a line of text is as dense a millimetre further."""
ROW_PX, PIECE_PX = 2, 8
WIDE_MM = 2.0
FOLLOWED_MM = (1.2, 0.6)
"""How far from where a line is thought to run its own points are looked for, first and then."""
MOST = 4
"""More lines are a ruled form. Those along an edge are the paper's outline and do not count."""
EDGE_MM = 12.0
LEAST_POINTS, MOST_POINTS = 20, 6_000


@dataclass(frozen=True, slots=True)
class _Line:
    """A line along the rows: where it crosses the first column, how far it falls a column, and how that changes."""

    row: float
    slope: float
    bend: float = 0.0

    def at(self, column: Any) -> Any:
        return self.row + (self.slope + self.bend * column) * column


def cover_creases(dark: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """Where a mask shows lines across the whole sheet, at most four of them.

    Args:
        dark: uint8, (height, width) of the draft, 1 where it is darker than the paper.
        inner: bool, same shape, the paper without its edges.

    Returns:
        bool, same shape: what to leave out.
    """
    covered = np.zeros(dark.shape, np.uint8)
    on_paper = dark & inner
    across = _find_lines(on_paper, inner)
    down = _find_lines(np.ascontiguousarray(on_paper.T), inner.T)
    height, width = dark.shape
    counted = sum(not _along_edge(line, width, height) for line in across)
    counted += sum(not _along_edge(line, height, width) for line in down)
    if counted > MOST:
        return covered > 0
    for line in across:
        _draw(covered, line)
    turned = np.zeros((width, height), np.uint8)
    for line in down:
        _draw(turned, line)
    return (covered | turned.T) > 0


def _find_lines(dark: np.ndarray, inner: np.ndarray) -> list[_Line]:
    """The lines that run along the rows of a mask, within `MOST_DEG`."""
    points = cv2.findNonZero(dark)
    pieces = np.count_nonzero(inner.any(axis=0)) / PIECE_PX
    if points is None or len(points) < COVERED * pieces:
        return []
    x, y = points[:: max(1, len(points) // MOST_POINTS)].reshape(-1, 2).T.astype(np.float64)
    columns = dark.shape[1] // PIECE_PX + 1
    reach = dark.shape[1] * np.tan(np.radians(MOST_DEG))
    rows = int((dark.shape[0] + 2 * reach) / ROW_PX) + 2
    found: list[tuple[float, _Line]] = []
    for angle in np.arange(-MOST_DEG, MOST_DEG + STEP_DEG / 2, STEP_DEG):
        slope = float(np.tan(np.radians(angle)))
        row = ((y - slope * x + reach) / ROW_PX).astype(np.intp)
        seen = np.zeros((rows, columns), bool)
        seen[row, (x / PIECE_PX).astype(np.intp)] = True
        for at, share in _dense_rows(seen, pieces):
            found.append((share, _Line((at + 1) * ROW_PX - reach, slope)))
    lines = _without_doubles(found, dark.shape[1])
    return [_follow(line, x, y) for line in lines]


def _follow(line: _Line, x: np.ndarray, y: np.ndarray) -> _Line:
    """The line as its own points lie, bent a little."""
    for reach_mm in FOLLOWED_MM:
        own = np.abs(y - line.at(x)) <= reach_mm / 25.4 * DRAFT_DPI
        if np.count_nonzero(own) < LEAST_POINTS:
            break
        bend, slope, row = np.polyfit(x[own], y[own], 2)
        line = _Line(float(row), float(slope), float(bend))
    return line


def _dense_rows(seen: np.ndarray, pieces: float) -> list[tuple[int, float]]:
    """Rows that are dark all the way with paper on either side, and what share of the way."""
    alone = seen.sum(axis=1) / pieces
    if 2 * alone.max() < COVERED:
        return []
    dense = []
    for at in np.flatnonzero(alone[:-1] + alone[1:] >= COVERED):
        share = float((seen[at] | seen[at + 1]).sum() / pieces)
        beside = [alone[max(0, at + low) : max(0, at + high)] for low, high in ((-3, -1), (3, 5))]
        if share >= COVERED and all(not one.size or one.min() <= BESIDE * share for one in beside):
            dense.append((int(at), share))
    return dense


def _without_doubles(found: list[tuple[float, _Line]], long_px: int) -> list[_Line]:
    """The best of the lines that lie over each other."""
    lines: list[_Line] = []
    apart = WIDE_MM / 2 / 25.4 * DRAFT_DPI
    for _, line in sorted(found, key=lambda one: -one[0]):
        middle = line.row + line.slope * long_px / 2
        if all(abs(middle - (other.row + other.slope * long_px / 2)) > apart for other in lines):
            lines.append(line)
    return lines


def _along_edge(line: _Line, long_px: int, high_px: int) -> bool:
    near = EDGE_MM / 25.4 * DRAFT_DPI
    ends = (line.at(0), line.at(long_px))
    return bool(max(ends) < near or min(ends) > high_px - near)


def _draw(covered: np.ndarray, line: _Line) -> None:
    columns = np.linspace(0, covered.shape[1], 9)
    points = np.column_stack((columns, line.at(columns))).round().astype(np.int32)
    cv2.polylines(covered, [points], False, 1, round(WIDE_MM / 25.4 * DRAFT_DPI))
