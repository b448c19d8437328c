"""Finds lines of print that a pen ties together: rows of headlines, or of letters of the page's height."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from nasti.model import Box
from ocr.engine import Image

REDUCTION = 2
"""How much smaller the page is on which rows are looked for."""

_MOST_ROWS = 3
"""Lines of print looked for under one signature: a name, an office, a place."""

_LETTER = (0.25, 1.6)
_HEADLINE = 0.5
_ENOUGH = 0.4
"""In heights of the page's words: letters that the pen does not touch, the shortest headline of those it does, and, in
squares of it, the least ink of both that is a line: a short word."""

_ABOVE, TALL, _AT = 0.4, 1.45, 0.35
"""In heights: how far a line begins above its headline, how high it is with its signs, and how far from where it begins
the headlines of its words may lie below or above."""

_HANGING, _LETTERS = 0.8, 4
"""Heights of headline under which signs stand, or letters that touch nothing, that a line of print has at least."""

BELOW, BESIDE = 0.8, 0.5
_GAP, FURTHEST = 0.9, 8.0
"""In heights: how far under and beside a signature its print may reach, the gap that still holds words of a line
together, and how far a line is followed beyond the signature."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or the part of it around a signature.

    Attributes:
        image: Grey.
        ink: The same, 1 on ink, reduced.
        height: Of the page's words, pixels of `image`.
        paper: Brightness.
        at: Where its left upper corner lies on the page.
    """

    image: Image
    ink: Image
    height: float
    paper: int
    at: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A line of print, on the reduced page.

    Attributes:
        top: Its first row.
        left: Its first column.
        kept: 1 on its ink.
        amount: Of that, in squares of the height of words.
        left_out: The same of the other ink in its place.
    """

    top: int
    left: int
    kept: Image
    amount: float
    left_out: float


def find_rows(page: Page, region: Box) -> list[Row]:
    """Lines of print under a signature, the surest first.

    Args:
        page: Without the words that were read.
        region: Where the signature stands on it, pixels of its image.
    """
    unit = page.height / REDUCTION
    rows, columns = page.ink.shape
    beside, below = round(BESIDE * unit), round(BELOW * unit)
    left, top, right, bottom = (edge // REDUCTION for edge in region)
    left, right, bottom = max(0, left - beside), min(columns, right + beside), min(rows, bottom + below)
    starts = _starts(page.ink[top:bottom, left:right], unit)
    cut = (cut_row(page, (left, right), top + start) for start in starts)
    found: list[Row] = []
    for row in sorted((row for row in cut if row), key=lambda row: -row.amount):
        if len(found) < _MOST_ROWS and all(abs(row.top - other.top) >= unit for other in found):
            found.append(row)
    return found


def _starts(ink: Image, unit: float) -> list[int]:
    """Rows at which a line of print may begin: so far above the rows with most of headlines, or of letters."""
    letters, headlines = _like_print(ink, unit)
    starts = []
    for amounts, above in (
        (headlines, _ABOVE),
        (np.convolve(letters, np.ones(max(1, round(unit))), "same"), TALL / 2),
    ):
        left = amounts.copy()
        for _ in range(_MOST_ROWS + 1):
            best = int(left.argmax())
            if not left[best]:
                break
            starts.append(best - round(above * unit))
            left[max(0, best - round(_AT * unit)) : best + round(_AT * unit) + 1] = 0
    return starts


def _like_print(ink: Image, unit: float) -> tuple[np.ndarray, np.ndarray]:
    """How much ink of letters of the size of print, and of headlines, is in each row."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    fits = (stats[:, 3] >= _LETTER[0] * unit) & (stats[:, 3] <= _LETTER[1] * unit)
    fits[0] = False
    return fits[labels].sum(axis=1).astype(float), _headlines(ink, unit).sum(axis=1).astype(float)


def _headlines(ink: Image, unit: float) -> Image:
    flat = np.ones((1, max(2, round(_HEADLINE * unit))), np.uint8)
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, flat), np.uint8)


def cut_row(page: Page, across: tuple[int, int], start: int, least: float = _LETTER[0]) -> Row | None:
    """A line that begins at a row, what of the signature can be told from it left out; None where it is no print.

    Args:
        page: With or without words.
        across: First column of the signature and the one behind its last, reduced.
        start: First row of the line, reduced.
        least: How high letters that touch nothing are at least, in heights.
    """
    unit = page.height / REDUCTION
    top, bottom = max(0, start), min(page.ink.shape[0], start + round(TALL * unit))
    if bottom - top < unit:
        return None
    left, right = _follow(np.asarray(page.ink[top:bottom].any(axis=0)), across, unit)
    ink = page.ink[top:bottom, left:right]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    level = _level(unit)
    headed = np.zeros(count, bool)
    headed[np.unique(labels[level][_headlines(ink, unit)[level] > 0])] = True
    # What ends at the level of headlines hangs from above: loops of the pen.
    headed &= stats[:, 1] + stats[:, 3] > level.stop
    whole = (stats[:, 1] > 0) & (stats[:, 1] + stats[:, 3] < bottom - top) & (stats[:, 3] >= least * unit)
    fits = headed | whole
    fits[0] = False
    kept = fits[labels].astype(np.uint8)
    amount = float(kept.sum()) / unit**2
    if amount < _ENOUGH or not (_hangs(kept, unit) or np.count_nonzero(whole[1:]) >= _LETTERS):
        return None
    return Row(top, left, kept, amount, float(ink.sum()) / unit**2 - amount)


def _level(unit: float) -> slice:
    """Rows of a line in which its headlines may lie."""
    return slice(max(0, round((_ABOVE - _AT) * unit)), round((_ABOVE + _AT) * unit))


def _hangs(ink: Image, unit: float) -> bool:
    """Whether letters hang from headlines, as they do from no stroke of a pen."""
    level = _level(unit)
    covered = _headlines(ink, unit)[level].any(axis=0)
    below = ink[level.stop : level.stop + round(unit / 2)].any(axis=0)
    return bool(np.count_nonzero(covered & below) >= _HANGING * unit)


def _follow(inked: np.ndarray, across: tuple[int, int], unit: float) -> tuple[int, int]:
    """The columns of a line, as far as print goes on beside the signature."""
    gap, furthest = round(_GAP * unit), round(FURTHEST * unit)
    edges = []
    for start, step in ((across[0], -1), (across[1] - 1, 1)):
        last = start
        for column in range(start, start + step * furthest, step):
            if not 0 <= column < len(inked) or abs(column - last) > gap:
                break
            if inked[column]:
                last = column
        edges.append(last)
    return edges[0], edges[1] + 1
