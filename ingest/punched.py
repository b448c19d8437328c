"""A row of equal holes along an edge: of a spiral, a wire or a printer's tractor; some torn out to the edge."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI

HOLE_MM, LONG_MM, SOLID = (2.8, 9.0), 20.0, 0.6
"""How high a hole is along the row, how long a torn one is across it, and how much of its box is black: discs fill
0.79, the slots of a wire or a comb all of it. Type, ticks and ones are thinner, bullets smaller.

Source: holes for spirals and wires are 4 to 6 mm wide and 6.35, 8.47 or 12.7 mm apart, for tractors 4 and 12.7, for
combs 8 by 3 and 14.3.
"""
PITCH_MM = (5.0, 16.0)
FROM_EDGE_MM, ASKEW_MM = 12.0, 10.0
"""So close to the edge of the paper holes end at their inner side, where the row is closest to it; and how much
further off a sheet that lies askew has them at the other end."""
ALIKE_MM, IN_ROW_MM = 0.6, 0.6
"""How far holes differ in height, and how far they lie from where the row has them: one machine punched them all."""
LEAST, PRESENT, ALONG = 8, 0.6, 0.6
"""A row has so many holes at least, at such a share of its places, and goes along such a share of the edge: so far
nobody sets bullets and nothing else."""
TORN_HIGH = 1.6
"""A tear from a hole to the edge is no higher than so many holes."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Places of holes down the left edge, pixels.

    Attributes:
        first: Middle of the first one down from the head.
        pitch: From one middle to the next.
        inner: Where the row's inner side crosses the first line of the image.
        lean: How much further right it is a line below.
        high: Of a hole.
    """

    first: float
    pitch: float
    inner: float
    lean: float
    high: float

    def stray(self, inner: np.ndarray, middle: np.ndarray) -> np.ndarray:
        """How far inner sides and middles lie from the nearest place, pixels: the larger of both."""
        off = (middle - self.first) / self.pitch
        down = np.abs(off - np.round(off)) * self.pitch
        return np.maximum(down, np.abs(inner - self.inner - self.lean * middle))


def find_punched(boxes: np.ndarray, shape: tuple[int, ...], paper: np.ndarray | None) -> list[int]:
    """The components that are holes of a row along an edge, whole or torn out to it.

    Args:
        boxes: int32, (components + 1, 5), as OpenCV gives them: what is dark. The first is the paper.
        shape: Of the draft.
        paper: 255 on the paper, of that shape; None where all is paper.
    """
    sides = boxes[:, 2:4]
    solid = boxes[:, 4] >= SOLID * sides[:, 0] * sides[:, 1]
    solid &= (sides.min(axis=1) >= _pixels(HOLE_MM[0])) & (sides.max(axis=1) <= _pixels(LONG_MM))
    solid[0] = False
    if np.count_nonzero(solid) < LEAST:
        return []
    left, top, wide, high = (0, 0, shape[1], shape[0]) if paper is None else cv2.boundingRect(paper)
    x, y, width, height, _ = boxes.T
    # Each edge is looked at as if it were the left one: inner sides of components, their middles, their heights, and
    # how long the edge is.
    views = (
        (x + width - left, y + height / 2, height, high),
        (left + wide - x, y + height / 2, height, high),
        (y + height - top, x + width / 2, width, wide),
        (top + high - y, x + width / 2, width, wide),
    )
    found = np.zeros(len(boxes), bool)
    for inner, middle, tall, edge in views:
        near = solid & (inner <= _pixels(FROM_EDGE_MM + ASKEW_MM)) & (tall <= _pixels(HOLE_MM[1] * TORN_HIGH))
        row = _fit_row(inner[near], middle[near], tall[near], ALONG * edge)
        if row is not None:
            alike = row.stray(inner, middle) <= _pixels(2 * IN_ROW_MM)
            found |= near & alike & (tall <= TORN_HIGH * row.high)
    return [int(number) for number in np.flatnonzero(found)]


def _fit_row(inner: np.ndarray, middle: np.ndarray, tall: np.ndarray, along: float) -> _Row | None:
    """The row on which most components lie, so long at least; None where they lie on none."""
    if len(tall) < LEAST:
        return None
    high = float(np.median(tall))
    alike = np.abs(tall - high) <= _pixels(ALIKE_MM)
    inner, middle = inner[alike].astype(np.float64), middle[alike]
    if len(middle) < LEAST:
        return None
    for _ in range(2):
        lean = _slope(middle, inner)
        start = float(np.median(inner - lean * middle))
        straight = np.abs(inner - start - lean * middle) <= _pixels(IN_ROW_MM)
        inner, middle = inner[straight], middle[straight]
        if len(middle) < LEAST:
            return None
    order = np.argsort(middle)
    inner, middle = inner[order], middle[order]
    pitch = float(np.median(np.diff(middle)))
    if not _pixels(PITCH_MM[0]) <= pitch <= _pixels(PITCH_MM[1]):
        return None
    # Step by step, so that a pitch that is a little off does not add up.
    place = np.concatenate(((0.0,), np.cumsum(np.round(np.diff(middle) / pitch))))
    pitch, first = (float(part) for part in np.polyfit(place, middle, 1))
    row = _Row(first, pitch, start, lean, high)
    in_place = row.stray(inner, middle) <= _pixels(IN_ROW_MM)
    count, places = np.count_nonzero(in_place), place[-1] + 1
    if count < max(LEAST, PRESENT * places) or places * pitch < along:
        return None
    return row if inner[in_place].min() <= _pixels(FROM_EDGE_MM) else None


def _slope(x: np.ndarray, y: np.ndarray) -> float:
    """Slope of the line on which most of the points lie: the median of all pairs that are not close together."""
    apart, rise = (one[:, None] - one[None, :] for one in (x, y))
    far = apart > np.ptp(x) / 4
    return float(np.median(rise[far] / apart[far])) if far.any() else 0.0


def _pixels(length_mm: float) -> float:
    return length_mm / 25.4 * DRAFT_DPI
