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
MOST, WHOLE = 4, 0.9
"""More lines are a ruled form; folds among them are seen for such a share of the way. Lines along an edge are the
paper's outline and do not count."""
EDGE_MM = 12.0
PIECE_WIDE_MM, PIECES, STRETCHES, STRETCHES_SEEN, TIMES, MOST_CROSSED = 0.8, 7, 10, 5, 5, 0.3
"""What a black-and-white scan keeps of a fold are pieces of a thin line: so wide at most, at least so many of them, in
so many of ten stretches of the way across the sheet, and so many times what is seen beside it.

Dust lies beside the line as well. A line of print has dots and pieces of headlines in a row too, but letters across it:
of what is wider, there may be at most such a share of the number of pieces.
"""
BAND_PX = 4
LEAST_POINTS, MOST_POINTS = 20, 6_000


@dataclass(frozen=True, slots=True)
class _Line:
    """A line along the rows: where it crosses the first column, how far it falls a column, and how that changes.

    `share` is how much of the way across it is seen.
    """

    row: float
    slope: float
    share: float
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
    wide, high = (np.count_nonzero(inner.any(axis=axis)) / PIECE_PX for axis in (0, 1))
    if cv2.countNonZero(on_paper) < COVERED * min(wide, high):
        return covered > 0
    across = _find_lines(on_paper, wide)
    down = _find_lines(np.ascontiguousarray(on_paper.T), high)
    height, width = dark.shape
    if _count(across, width, height) + _count(down, height, width) > MOST:
        # The frames of a form end short of the paper's edges, whether printed here or shining through.
        across, down = ([line for line in lines if line.share >= WHOLE] for lines in (across, down))
        if _count(across, width, height) + _count(down, height, width) > MOST:
            return covered > 0
    for line in across:
        _draw(covered, line)
    turned = np.zeros((width, height), np.uint8)
    for line in down:
        _draw(turned, line)
    return (covered | turned.T) > 0


def cover_broken_creases(boxes: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Where the pieces lie that a black-and-white scan keeps of lines across the sheet.

    Args:
        boxes: int32, (components, 5), as OpenCV gives them: all that is dark.
        shape: Of the draft.

    Returns:
        bool, of that shape: what to leave out.
    """
    covered = np.zeros(shape, np.uint8)
    for along in (0, 1):
        wide = boxes[:, 3 - along]
        middles = np.stack([boxes[:, side] + boxes[:, side + 2] / 2 for side in (along, 1 - along)])
        thin = wide <= PIECE_WIDE_MM / 25.4 * DRAFT_DPI
        if np.count_nonzero(thin) < PIECES:
            continue
        view = covered if along == 0 else np.zeros(shape[::-1], np.uint8)
        for line, pieces in _find_broken_lines(middles[0, thin], middles[1, thin], view.shape):
            crossed = np.abs(middles[1] - line.at(middles[0])) <= wide / 2 + BAND_PX
            if np.count_nonzero(crossed & ~thin) <= MOST_CROSSED * pieces:
                _draw(view, line)
        covered |= view if along == 0 else view.T
    return covered > 0


def _find_broken_lines(x: np.ndarray, y: np.ndarray, shape: tuple[int, ...]) -> list[tuple[_Line, int]]:
    """Lines along the rows on which the middles of many pieces lie, and of how many."""
    stretch = (x * STRETCHES / shape[1]).astype(np.intp)
    reach = shape[1] * np.tan(np.radians(MOST_DEG))
    rows = int((shape[0] + 2 * reach) / BAND_PX) + 2
    found: dict[_Line, int] = {}
    for angle in np.arange(-MOST_DEG, MOST_DEG + STEP_DEG / 2, STEP_DEG / 2):
        slope = float(np.tan(np.radians(angle)))
        row = ((y - slope * x + reach) / BAND_PX).astype(np.intp)
        count = np.bincount(row, minlength=rows)
        beside = np.convolve(count, (1, 1, 1, 0, 0, 0, 1, 1, 1), "same") / 6
        for at in np.flatnonzero((count >= PIECES) & (count >= TIMES * beside)):
            if len(np.unique(stretch[row == at])) >= STRETCHES_SEEN:
                line = _Line((at + 0.5) * BAND_PX - reach, slope, float(count[at]) / len(x))
                found[line] = int(count[at])
    return [(line, found[line]) for line in _without_doubles(list(found), shape[1])[:MOST]]


def _count(lines: list[_Line], long_px: int, high_px: int) -> int:
    return sum(not _along_edge(line, long_px, high_px) for line in lines)


def _find_lines(dark: np.ndarray, pieces: float) -> list[_Line]:
    """The lines that run along the rows of a mask, within `MOST_DEG`, of so many pieces where they are whole."""
    points = cv2.findNonZero(dark)
    if points is None or len(points) < COVERED * pieces:
        return []
    x, y = points[:: max(1, len(points) // MOST_POINTS)].reshape(-1, 2).T.astype(np.float64)
    columns = dark.shape[1] // PIECE_PX + 1
    reach = dark.shape[1] * np.tan(np.radians(MOST_DEG))
    rows = int((dark.shape[0] + 2 * reach) / ROW_PX) + 2
    found: list[_Line] = []
    for angle in np.arange(-MOST_DEG, MOST_DEG + STEP_DEG / 2, STEP_DEG):
        slope = float(np.tan(np.radians(angle)))
        row = ((y - slope * x + reach) / ROW_PX).astype(np.intp)
        seen = np.zeros((rows, columns), bool)
        seen[row, (x / PIECE_PX).astype(np.intp)] = True
        for at, share in _dense_rows(seen, pieces):
            found.append(_Line((at + 1) * ROW_PX - reach, slope, share))
    lines = _without_doubles(found, dark.shape[1])
    return [_follow(line, x, y) for line in lines]


def _follow(line: _Line, x: np.ndarray, y: np.ndarray) -> _Line:
    """The line as its own points lie, bent a little."""
    for reach_mm in FOLLOWED_MM:
        own = np.abs(y - line.at(x)) <= reach_mm / 25.4 * DRAFT_DPI
        if np.count_nonzero(own) < LEAST_POINTS:
            break
        bend, slope, row = np.polyfit(x[own], y[own], 2)
        line = _Line(float(row), float(slope), line.share, float(bend))
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


def _without_doubles(found: list[_Line], long_px: int) -> list[_Line]:
    """The best of the lines that lie over each other."""
    lines: list[_Line] = []
    apart = WIDE_MM / 2 / 25.4 * DRAFT_DPI
    for line in sorted(found, key=lambda one: -one.share):
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
