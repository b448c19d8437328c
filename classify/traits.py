"""How likely two sides are the front and the back of one sheet of paper.

Every trait speaks by the natural logarithm of a likelihood ratio: how often it is seen on the two sides of one sheet
over how often on sides of two sheets. They add up, and nothing said is nothing added.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classify.glance import folio_of, is_blank, slip_of
from nasti import hindi
from nasti.model import Sheet

Weights = NDArray[np.float64]
Places = NDArray[np.intp]

SAME_SLIP_SEEN = 0.97
ONE_SIDE_MISSED = math.log(0.03 / 0.95)
THIS_SLIP, OTHER_SLIP = 30.0, -30.0
"""A slip's codes are read on both sides or on neither, all but three times in a hundred; but both sides of one slip
are always one sheet, and the side of another slip, or of none where the other side of this one was read elsewhere, is
never its back: error correction sees to that."""

FOLLOWS = math.log(0.79 / 0.02)
NEAR_MISS = math.log(0.21 * 0.02 / 0.3)
MISREAD = math.log(0.21 / 0.7)
SLIPPED_BY = 6
"""Folio numbers of the two sides: the back has the next one, or that of its front where leaves are numbered; it is off
by as little as where sides slipped past each other (of pages, by an even number); or by anything.

Source: of 98 folio numbers in upper corners 87 were read right, so 0.79 of the pairs.
"""

BLANK_WHERE_NONE_FITS = math.log(0.97 / 0.3)
PRINTED_WHERE_BLANK_FITS = math.log(0.1 / 0.7)
BLANK_WHERE_PRINT_FITS = math.log(0.03 / 0.5)
PRINTED_WHERE_PRINT_FITS = math.log(0.97 / 0.5)
BY_PAGES = 0.2
"""Fronts that count up by one have blank backs, by two printed ones, where both sides are numbered: where a fifth of
the steps from front to front at least are by two. Where leaves are numbered they say nothing."""

SAME_SIZE, NEAR_SIZE = 0.9, 0.99
SIZE_MM, NEAR_MM = 8.0, 40.0
"""How often both sides of a sheet measure alike, within so much: the dark border of a scanner is not always found on
both."""

JUMPS, RUNS_THROUGH = math.log(0.5 / 0.02), math.log(0.5 / 0.9)
"""Numbers of sides that follow each other where one between them was lost: one is left out, or, as the lost one had
none, none is."""

RARE = 6
PER_RARE_WORD, MOST_BY_WORDS = 0.2, 1.0
LEAST_LETTERS = 3
"""Words on at most so many sides; what each of them says when both sides have it, and all of them together. They say
little, for the next sheet is often of the same letter."""

RUNS_ON = 0.3
_ENDS = ("।", ".", "|", "?", "!", ":", ";", ")", "]", "/-")


class _Steps(NamedTuple):
    """How folio numbers go from front to front, by front.

    Attributes:
        by_leaves: Whether they count leaves there: the back, where it has one, has the number of its front.
        by_pages: Whether the numbers of the scan count both sides.
        wants_print: Whether the next number was left out for the back.
        wants_none: Whether none was left out.
    """

    by_leaves: NDArray[np.bool_]
    by_pages: bool
    wants_print: NDArray[np.bool_]
    wants_none: NDArray[np.bool_]


class Traits:
    """The traits of the sides of one scan.

    Args:
        sheets: In any order; positions are positions in this sequence.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.count = len(sheets)
        self.blank = np.array([is_blank(sheet) or not sheet.words for sheet in sheets], dtype=bool)
        self.folio = np.array([folio_of(sheet) or 0 for sheet in sheets], dtype=np.intp)
        self._sizes = np.array([size_mm(sheet) for sheet in sheets], dtype=np.float64).reshape(-1, 2)
        self._alike = np.array([_share_of(size, self._sizes) for size in self._sizes], dtype=np.float64)
        self._slips, self._shares = _number_slips(sheets)
        self._numbered = np.array([_has_name(sheet) for sheet in sheets], dtype=bool)
        self._words = _shared_words(sheets)
        self._open = np.array([_is_open(sheet) for sheet in sheets], dtype=bool)

    def weigh(self, fronts: Places, backs: Places, following: Places) -> Weights:
        """How strongly each pair of sides speaks for being one sheet.

        Args:
            fronts: Positions of fronts, shaped to broadcast with ``backs``.
            backs: Positions of backs.
            following: Position of the front that comes after each of ``fronts``, of the same shape; -1 where none does.

        Returns:
            Log-likelihood ratios, of the shape that both broadcast to.
        """
        steps = self._steps(fronts, following)
        weights = self._by_slips(fronts, backs) + self._by_folios(fronts, backs, steps) + self._by_sizes(fronts, backs)
        weights += self._expected(self.blank[backs], steps)
        weights += self._words[fronts, backs]
        weights += np.where(self._open[fronts] & ~self.blank[backs] & (self._slips[backs] < 0), RUNS_ON, 0.0)
        return np.asarray(weights, dtype=np.float64)

    def _by_slips(self, fronts: Places, backs: Places) -> Weights:
        front, back = self._slips[fronts], self._slips[backs]
        same = (front == back) & (front >= 0)
        rarity = np.log(SAME_SLIP_SEEN / self._shares[fronts])
        front_is_elsewhere, back_is_elsewhere = self._elsewhere(fronts, backs)
        alone = np.where(front_is_elsewhere | back_is_elsewhere, OTHER_SLIP, ONE_SIDE_MISSED)
        different = np.where((front >= 0) & (back >= 0), OTHER_SLIP, alone)
        said = np.where(front_is_elsewhere & back_is_elsewhere & self._numbered[fronts], THIS_SLIP, rarity)
        return np.where(same, said, np.where((front < 0) & (back < 0), 0.0, different))

    def _elsewhere(self, fronts: Places, backs: Places) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Whether each front, and each back, is of a slip of which every other side was read too."""
        sides = [np.bincount(self._slips[places].ravel() + 1, minlength=self.count + 1) for places in (fronts, backs)]
        if fronts.ndim == 1:  # Sides that follow each other: each is a front and a back.
            whole = np.bincount(self._slips + 1, minlength=self.count + 1) % 2 == 0
            enough = (whole, whole)
        else:
            enough = (sides[1] >= sides[0], sides[0] >= sides[1])
        first, second = self._slips[fronts], self._slips[backs]
        return (first >= 0) & enough[0][first + 1], (second >= 0) & enough[1][second + 1]

    def _by_folios(self, fronts: Places, backs: Places, steps: _Steps) -> Weights:
        front, back = self.folio[fronts], self.folio[backs]
        off = back - front - np.where(steps.by_leaves, 0, 1)
        near = (abs(off) <= SLIPPED_BY) & ((off % 2 == 0) | steps.by_leaves)
        said = np.where(off == 0, FOLLOWS, np.where(near, NEAR_MISS, MISREAD))
        # Pages of which few have a printed back count up from front to front as leaves do.
        said = np.where(steps.by_leaves & (back == front + 1), 0.0, said)
        return np.where((front > 0) & (back > 0), said, 0.0)

    def _expected(self, blank: NDArray[np.bool_], steps: _Steps) -> Weights:
        """What the numbers of the fronts before and behind a back say about whether it is printed."""
        if not steps.by_pages:
            return np.zeros(np.broadcast_shapes(steps.wants_print.shape, blank.shape))
        print_fits = np.where(blank, BLANK_WHERE_PRINT_FITS, PRINTED_WHERE_PRINT_FITS)
        none_fits = np.where(blank, BLANK_WHERE_NONE_FITS, PRINTED_WHERE_BLANK_FITS)
        return np.where(steps.wants_print, print_fits, np.where(steps.wants_none, none_fits, 0.0))

    def _steps(self, fronts: Places, following: Places) -> _Steps:
        known = (following >= 0) & (self.folio[fronts] > 0) & (self.folio[following] > 0)
        step = np.where(known, self.folio[following] - self.folio[fronts], 0)
        before = np.roll(step, 1 if fronts.ndim > 1 else 2, axis=0)
        by_one, by_two = ((abs(step) == size) | (abs(before) == size) for size in (1, 2))
        counts = [int((abs(step) == size).sum()) for size in (1, 2)]
        by_pages = counts[1] > 0 and counts[1] >= BY_PAGES * sum(counts)
        return _Steps(
            by_one & ~by_two if not by_pages else np.zeros_like(by_one),
            by_pages,
            # Of a stack fed last sheet first the smaller number comes later, and the back is that one's.
            (step == 2) | (before == -2),
            (step == 1) | (before == -1),
        )

    def _by_sizes(self, fronts: Places, backs: Places) -> Weights:
        apart = abs(self._sizes[fronts] - self._sizes[backs]).max(axis=-1)
        share = self._alike[fronts]
        fits = np.maximum(0.0, np.log(SAME_SIZE / share))
        seldom = np.where(apart <= NEAR_MM, 1 - SAME_SIZE, 1 - NEAR_SIZE)
        differs = np.minimum(0.0, np.log(seldom / np.maximum(1e-9, 1 - share)))
        return np.where(apart <= SIZE_MM, fits, differs)

    def weigh_alone(self) -> Weights:
        """How strongly each side speaks for having lost its other side, among sides that follow each other."""
        known = (self.folio[1:] > 0) & (self.folio[:-1] > 0)
        step = np.where(known, self.folio[1:] - self.folio[:-1], 0)
        said = np.where(step == 2, JUMPS, np.where(step == 1, RUNS_THROUGH, 0.0))
        beside: Weights = np.maximum(np.append(said, 0.0), np.concatenate(([0.0], said)))
        return beside


def size_mm(sheet: Sheet) -> tuple[float, float]:
    """Shorter and longer side of the paper; how it was turned makes no difference.

    Args:
        sheet: Read.
    """
    left, top, right, bottom = sheet.paper_px
    width, height = (right - left, bottom - top) if right > left and bottom > top else sheet.size_px
    per_mm = max(1, sheet.dpi) / 25.4
    return min(width, height) / per_mm, max(width, height) / per_mm


def _share_of(size_mm: Weights, sizes_mm: Weights) -> float:
    """How many of the sides are of a size."""
    return float((abs(sizes_mm - size_mm) <= SIZE_MM).all(axis=1).mean())


def _number_slips(sheets: Sequence[Sheet]) -> tuple[Places, Weights]:
    """A number for the slip that each side is of, -1 where none; and how many of the sides are of it."""
    keys = [(slip.kind, slip.serial or slip.number) if (slip := slip_of(sheet)) else None for sheet in sheets]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(key for key in keys if key))}
    counts = Counter(keys)
    ids = as_places([numbers[key] if key else -1 for key in keys])
    return ids, np.array([counts[key] / len(keys) if key else 1.0 for key in keys], dtype=np.float64)


def _has_name(sheet: Sheet) -> bool:
    """Whether a side is of a slip that no other slip can be taken for."""
    slip = slip_of(sheet)
    return slip is not None and bool(slip.serial or slip.number)


def _shared_words(sheets: Sequence[Sheet]) -> NDArray[np.float32]:
    """What rare words that two sides share say, by positions of the two."""
    holders: dict[str, list[int]] = {}
    for position, sheet in enumerate(sheets):
        if sheet.separator is None:
            for token in dict.fromkeys(token for word in sheet.words for token in hindi.tokens(word.text)):
                holders.setdefault(token, []).append(position)
    said = np.zeros((len(sheets), len(sheets)), dtype=np.float32)
    for token, places in holders.items():
        if 2 <= len(places) <= RARE and len(token) >= LEAST_LETTERS:
            said[np.ix_(places, places)] += PER_RARE_WORD
    return np.minimum(said, MOST_BY_WORDS, out=said)


def _is_open(sheet: Sheet) -> bool:
    """Whether the last row of a side runs to the margin and ends inside a sentence."""
    lines = sheet.lines if sheet.separator is None else ()
    if len(lines) < 2:
        return False
    margin = max(word.box[2] for word in sheet.words)
    left = min(word.box[0] for word in sheet.words)
    last = max(lines, key=lambda line: line[-1].box[3])[-1]
    return last.box[2] >= left + 0.85 * (margin - left) and not last.text.endswith(_ENDS)


def as_places(positions: Sequence[int]) -> Places:
    """Positions as an array.

    Args:
        positions: In any order.
    """
    return np.asarray(positions, dtype=np.intp)
