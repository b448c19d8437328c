"""The best run of page numbers through the sides of a part: which of the numbers read are its folios.

Each side takes one of the numbers that were read on it, or none; what is never taken is a number that nobody read.
The run with the least cost is found by dynamic programming over the sides that bear numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from nasti.model import Box, Part

Spot = Literal["corner", "head", "foot corner", "foot"]
"""Where on the page a number stands: an upper corner, the middle above, a lower corner, the middle below."""

SPOT_COST: dict[Spot, float] = {"corner": 0.0, "head": 0.8, "foot corner": 0.8, "foot": 1.2}
"""Folios are stamped and written into upper corners; in the middle and below letters bear numbers of their own."""

DROP = 3.0
"""Cost of passing over a number that was read for sure. The unit of all costs: about the negative logarithm of how
rare a thing is. Source of the costs: bench/folios.py, docs/ledger-folios.md."""

UNSURE = 0.5
RESHAPED = 1.2
MOVED = 0.3
ALIEN = 1.5
SKIPPED, SKIPPED_MOST = 0.5, 2
GAP, GAP_WIDER = 2.6, 0.35
SUFFIXED = 0.2
RESTART, RESTART_AT_ONE = 6.0, 4.5
LEAVES, ODD = 1.5, 0.25
"""Costs of: a number read without confidence; its shape taken for that of the other script; another spot than the
number before; the letter of the other part; each side without a number where one was due, at most two; numbers that
no side bears, and each doubling of their count; 12A behind 12; a new run, and one from 1 or 2; leaves being numbered
and not sides, and an odd count of sides between fronts that are."""

REACH = 16
"""Sides with numbers that may be passed over in a row."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read on a page.

    Attributes:
        number: 1 or more.
        suffix: Letter behind it, as in 12A or 12-क; "" where there is none.
        confidence: How likely it is read right.
        spot: Where it stands.
        box: The same in pixels of the upright sheet.
        part: The part whose letter it bears (N-12, 12/प); None without a letter.
        reshaped: Whether the shapes were taken for digits of the other script: a lone १ looks like a 9.
    """

    number: int
    suffix: str = ""
    confidence: float = 1.0
    spot: Spot = "corner"
    box: Box | None = None
    part: Part | None = None
    reshaped: bool = False

    @property
    def text(self) -> str:
        """The number with its letter."""
        return f"{self.number}{self.suffix}"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of paper of a part, in the order in which it lies there.

    Attributes:
        numerals: Numbers that may be its folio, best first.
        blank: Whether it carries no ink.
        opens: Whether a paper begins on it.
        part: The part it lies in.
    """

    numerals: tuple[Numeral, ...] = ()
    blank: bool = False
    opens: bool = False
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How a part was numbered.

    Attributes:
        sign: 1 where numbers rise in the order of the sides, -1 where they fall.
        per_leaf: Whether only fronts were numbered.
        blanks_counted: Whether blank sides were counted, though nothing is written on them.
    """

    sign: int = 1
    per_leaf: bool = False
    blanks_counted: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """A side of the run.

    Attributes:
        position: The side.
        numeral: The number taken.
        begins: Whether a new run begins here.
    """

    position: int
    numeral: Numeral
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Spine:
    """The best run.

    Attributes:
        manner: How the part was numbered, as it was taken to be.
        cost: Of the run; less is better.
        picks: In the order of the sides.
    """

    manner: Manner
    cost: float
    picks: tuple[Pick, ...]


def find_spines(sides: Sequence[Side]) -> list[Spine]:
    """The best run for each manner of numbering, the best of them first.

    Args:
        sides: Of one part, in order.
    """
    counted = (False, True) if any(side.blank for side in sides) else (False,)
    manners = [Manner(sign, leaf, blanks) for sign in (1, -1) for leaf in (False, True) for blanks in counted]
    # Leaves are counted whatever is on their backs.
    manners = [manner for manner in manners if not (manner.per_leaf and manner.blanks_counted)]
    return sorted((_Search(sides, manner).run() for manner in manners), key=lambda spine: spine.cost)


def count_slots(sides: Sequence[Side], manner: Manner) -> list[int]:
    """How many numbers were due up to each side, itself included; halves of leaves count in `slots_between`."""
    total, counts = 0, []
    for side in sides:
        total += manner.per_leaf or manner.blanks_counted or not side.blank
        counts.append(total)
    return counts


def slots_between(counts: Sequence[int], manner: Manner, before: int, after: int) -> int:
    """How many numbers further a side should be than an earlier one.

    Args:
        counts: From `count_slots`.
        manner: The same.
        before: Position of the earlier side.
        after: Position of the later side.
    """
    sides = counts[after] - counts[before]
    return math.ceil(sides / 2) if manner.per_leaf else sides


@dataclass(slots=True)
class _Node:
    """The best run that ends with a numeral."""

    position: int
    numeral: Numeral
    cost: float
    before: _Node | None = None
    begins: bool = False


@dataclass(slots=True)
class _Search:
    sides: Sequence[Side]
    manner: Manner
    counts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = count_slots(self.sides, self.manner)

    def run(self) -> Spine:
        """Find the run."""
        read = [position for position, side in enumerate(self.sides) if side.numerals]
        dropped, drops = 0.0, [0.0]
        for position in read:
            dropped += max(map(_weight, self.sides[position].numerals))
            drops.append(dropped)
        layers: list[list[_Node]] = []
        best: _Node | None = None
        least = dropped
        for place, position in enumerate(read):
            layer = [self._reach(layers, drops, place, position, numeral) for numeral in self.sides[position].numerals]
            layers.append(layer)
            for node in layer:
                whole = node.cost + dropped - drops[place + 1]
                if whole < least:
                    best, least = node, whole
        least += LEAVES * self.manner.per_leaf
        return Spine(self.manner, least, tuple(reversed(list(_trace(best)))))

    def _reach(
        self, layers: list[list[_Node]], drops: list[float], place: int, position: int, numeral: Numeral
    ) -> _Node:
        own = UNSURE * (1 - numeral.confidence) + SPOT_COST[numeral.spot] + RESHAPED * numeral.reshaped
        own += ALIEN * (numeral.part not in (None, self.sides[position].part))
        best = _Node(position, numeral, drops[place] + own, begins=True)
        for earlier in range(max(0, place - REACH), place):
            passed = drops[place] - drops[earlier + 1]
            for node in layers[earlier]:
                floor = node.cost + passed + own
                if floor >= best.cost:
                    continue
                step, begins = self._step(node, position, numeral)
                if floor + step < best.cost:
                    best = _Node(position, numeral, floor + step, node, begins)
        return best

    def _step(self, node: _Node, position: int, numeral: Numeral) -> tuple[float, bool]:
        moved = MOVED * (node.numeral.spot != numeral.spot)
        moved += ODD * (self.manner.per_leaf and (position - node.position) % 2)
        delta = self.manner.sign * (numeral.number - node.numeral.number)
        slots = slots_between(self.counts, self.manner, node.position, position)
        if delta == 0 and numeral.suffix > node.numeral.suffix:
            return moved + SUFFIXED, False
        if delta < 1:
            return moved + (RESTART_AT_ONE if numeral.number <= 2 else RESTART), True
        if delta > slots:
            gap = GAP + GAP_WIDER * math.log2(delta - slots)
            return moved + min(gap, RESTART), gap > RESTART
        return moved + SKIPPED * min(SKIPPED_MOST, slots - delta), False


def _weight(numeral: Numeral) -> float:
    return max(0.1, DROP * numeral.confidence - SPOT_COST[numeral.spot] - RESHAPED * numeral.reshaped)


def _trace(node: _Node | None) -> Iterator[Pick]:
    while node is not None:
        yield Pick(node.position, node.numeral, node.begins)
        node = node.before
