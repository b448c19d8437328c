"""The cells of ruled tables, found by their rulings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from nasti.model import Box, Word
from ocr.engine import Image
from ocr.ink import find_ink

_REDUCTION = 2
_LYING, _STANDING = 5.0, 2.2
"""Text heights from which a stroke is a ruling: headlines of words are shorter, letters lower."""

_REACH = 0.3
"""Text heights within which rulings meet: corners of worn tables gape."""

_LEAST = (8.0, 2.5)
"""Width and height of the smallest table, in text heights."""

_ACROSS = 0.8
"""Share of a table's width that a ruling covers which parts two rows."""

_MOSTLY = 0.5
"""Share of a table's height or width that the strokes of a worn ruling cover which runs all the way."""

_MIN_ASTRAY, _ASTRAY = 2, 0.3
"""Uprights that end further than a text height from every edge of a row, and their share, from which there is no table.
Source: 34 tables of drawn pages have one such stroke together; nine blots on carbon copies have up to 11 each, four of
them none."""

_OVERLAID = 0.3
"""Share of the smaller of two tables that lies over the other, from which only one of them is a table."""

_MIN_LEVELS, _MIN_RULINGS = 3, 2
_SAME_RULING = 0.6
"""Upper and lower edges of rows that a table has at least, how many of them are ruled for the most part, and text
heights within which two strokes are one ruling. A crease that meets the ruling under a heading has but one."""

_THICKEST, _MOST_COVERED = 1.5, 1.3
"""Text heights through which the strokes of one ruling go at most, slanted as a photographed one may be, and times the
table's width that they are long together: those of a smudge fill its height and lie over each other."""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table.

    Attributes:
        box: Around its rulings, pixels of the page.
        levels: Where one row ends and the next begins, top to bottom, both edges included.
        uprights: Rulings between cells: x, top, bottom.
    """

    box: Box
    levels: tuple[float, ...]
    uprights: tuple[tuple[float, float, float], ...]

    def row_at(self, y: float) -> int:
        """The row at a height inside the table, counted from 0.

        Args:
            y: Pixels of the page.
        """
        return min(bisect_right(self.levels, y), len(self.levels) - 1) - 1

    def cell_of(self, word: Word) -> tuple[int, int] | None:
        """Row and column in which a word stands, counted from 0; None outside the table."""
        x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        if not (self.box[0] <= x <= self.box[2] and self.levels[0] <= y <= self.levels[-1]):
            return None
        return self.row_at(y), sum(at < x and top < y < bottom for at, top, bottom in self.uprights)


def find_tables(image: Image, height: float) -> list[Table]:
    """Find the ruled tables of a page.

    Args:
        image: Grey page, shape ``(height, width)``.
        height: Usual height of its words, pixels.

    Returns:
        Top to bottom. Frames without a ruling between two cells are none.
    """
    unit = height / _REDUCTION
    _, ink = find_ink(image, _REDUCTION)
    lying = _strokes(ink, (1, round(_LYING * unit)), (3, 1))
    standing = _strokes(ink, (round(_STANDING * unit), 1), (1, 3))
    reach = max(1, round(_REACH * unit))
    grid = cv2.dilate(lying | standing, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(grid)
    tables = []
    for number, (left, top, width, tall, _) in enumerate(stats.tolist()):
        if number and width >= _LEAST[0] * unit and tall >= _LEAST[1] * unit:
            inside = np.s_[top : top + tall, left : left + width]
            own = (labels[inside] == number).astype(np.uint8)
            table = _measure(lying[inside] & own, standing[inside] & own, (left, top), unit)
            if table is not None:
                tables.append(table)
    return sorted(_without_overlaid(tables), key=lambda table: table.box[1])


def _without_overlaid(tables: Sequence[Table]) -> list[Table]:
    """The tables but those that lie over one of more cells: rests of a desk or of blots around the page."""
    kept: list[Table] = []
    for table in sorted(tables, key=lambda table: (len(table.levels) - 1) * (len(table.uprights) + 1), reverse=True):
        if not any(
            _shared(table.box, other.box) > _OVERLAID * min(map(_area, (table.box, other.box))) for other in kept
        ):
            kept.append(table)
    return kept


def _shared(one: Box, other: Box) -> int:
    across, down = (min(one[side + 2], other[side + 2]) - max(one[side], other[side]) for side in (0, 1))
    return max(0, across) * max(0, down)


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _strokes(ink: Image, shape: tuple[int, int], thickened: tuple[int, int]) -> Image:
    # A stroke from which a dot or two are lost stays one; so does a slightly slanted one, thickened across its length.
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(thickened[::-1], np.uint8))
    thick = cv2.dilate(whole, np.ones(thickened, np.uint8))
    return cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(shape, np.uint8)).astype(np.uint8)


def _measure(lying: Image, standing: Image, corner: tuple[int, int], unit: float) -> Table | None:
    height, width = lying.shape
    edge = _SAME_RULING * unit
    rulings = _rulings(cv2.connectedComponentsWithStats(lying)[2][1:].tolist(), unit)
    # A worn table keeps its rows where one of its edges is lost.
    inner = [(top + bottom) / 2 for top, bottom, covered in rulings if covered >= _ACROSS * width]
    levels = [0.0, *(level for level in inner if edge < level < height - edge), float(height)]
    uprights = [
        stroke
        for stroke in _uprights(cv2.connectedComponentsWithStats(standing)[2][1:].tolist(), height, edge)
        if edge < stroke[0] < width - edge
    ]
    thin = [covered for top, bottom, covered in rulings if bottom - top <= _THICKEST * unit]
    ruled = sum(_MOSTLY * width <= covered <= _MOST_COVERED * width for covered in thin) >= _MIN_RULINGS
    if not ruled or len(levels) < _MIN_LEVELS or not uprights or _are_smudges(uprights, levels, unit):
        return None
    across, down = corner

    def place(value: float, offset: int) -> float:
        return (value + offset) * _REDUCTION

    return Table(
        (across * _REDUCTION, down * _REDUCTION, (across + width) * _REDUCTION, (down + height) * _REDUCTION),
        tuple(place(level, down) for level in levels),
        tuple((place(x, across), place(top, down), place(bottom, down)) for x, top, bottom in uprights),
    )


def _are_smudges(uprights: Sequence[tuple[float, float, float]], levels: Sequence[float], unit: float) -> bool:
    """Whether strokes end anywhere but at the edges of rows: those of a grey blot that is neither ink nor paper."""

    def ends_well(end: float) -> bool:
        return any(abs(end - level) <= unit for level in levels)

    astray = sum(not (ends_well(top) and ends_well(bottom)) for _, top, bottom in uprights)
    return astray >= _MIN_ASTRAY and astray > _ASTRAY * len(uprights)


def _uprights(strokes: Sequence[Sequence[int]], height: int, near: float) -> list[tuple[float, float, float]]:
    """Upright strokes as x, top and bottom; those that make up most of a worn ruling as one from edge to edge."""
    placed = sorted((left + wide / 2, float(top), float(top + tall)) for left, top, wide, tall, _ in strokes)
    uprights: list[tuple[float, float, float]] = []
    first = 0
    for index in range(1, len(placed) + 1):
        if index < len(placed) and placed[index][0] - placed[index - 1][0] <= near:
            continue
        together = placed[first:index]
        whole = sum(bottom - top for _, top, bottom in together) >= _MOSTLY * height
        uprights += [(together[0][0], 0.0, float(height))] if whole else together
        first = index
    return uprights


def _rulings(strokes: Sequence[Sequence[int]], unit: float) -> list[tuple[float, float, int]]:
    """Strokes on one level as one: top, bottom and the width they cover together."""
    rulings: list[tuple[float, float, int]] = []
    for _, top, wide, tall, _ in sorted(strokes, key=lambda stroke: stroke[1] + stroke[3] / 2):
        if rulings and (top + tall / 2) - (rulings[-1][0] + rulings[-1][1]) / 2 <= _SAME_RULING * unit:
            before = rulings.pop()
            rulings.append((min(before[0], top), max(before[1], top + tall), before[2] + wide))
        else:
            rulings.append((float(top), float(top + tall), wide))
    return rulings
