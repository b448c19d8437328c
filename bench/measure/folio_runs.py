"""Runs of page numbers as offices write them and readers read them, with faults planted."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from nasti.folios.fit import FolioFit
from nasti.folios.spine import Numeral, Side

Fault = Literal["gap", "repeat", "disorder"]

_SHAPES = {"1": "79", "9": "17", "7": "19", "4": "5", "5": "4", "3": "8", "8": "3", "0": "8", "2": "3", "6": "8"}


@dataclass(frozen=True)
class Reading:
    """How well numbers are read.

    Attributes:
        unread: Share of the numbers that are not read.
        misread: Share of the others of which a digit is taken for another.
        typed: Share of the sides that bear a typed number of their letter too.
    """

    unread: float = 0.0
    misread: float = 0.0
    typed: float = 0.0


@dataclass
class Run:
    """Sides with the truth.

    Attributes:
        sides: As read.
        lost: Numbers that were taken out.
        doubled: Numbers of the sides that were put in twice.
        moved: Numbers of the sides that lie elsewhere.
    """

    sides: list[Side]
    lost: set[int] = field(default_factory=set)
    doubled: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)


def make_run(chance: random.Random, reading: Reading, faults: tuple[Fault, ...] = ()) -> Run:
    """A part of 12 to 80 sides, numbered in one of the ways offices have.

    Args:
        chance: Where variety comes from.
        reading: How well it is read.
        faults: What is planted, far enough apart to be told apart.
    """
    count = chance.randint(max(12, 12 * len(faults)), 80)
    first = chance.choice((1, 1, chance.randint(1, 150)))
    true: list[int | None] = list(range(first, first + count))
    run = Run([])
    stretch = count // max(1, len(faults))
    for index, fault in reversed(list(enumerate(faults))):
        _plant(chance, fault, true, run, index * stretch + 4, (index + 1) * stretch - 4)
    if chance.random() < 0.3:
        true.reverse()
    run.sides = [_read(chance, reading, number) for number in _turn_leaves(chance, true)]
    return run


def _plant(chance: random.Random, fault: Fault, true: list[int | None], run: Run, low: int, high: int) -> None:
    at = chance.randint(low, max(low, high - 3))
    if fault == "gap":
        size = chance.choice((1, 1, 2, 3))
        run.lost.update(number for number in true[at : at + size] if number)
        del true[at : at + size]
    elif fault == "repeat":
        run.doubled.add(true[at] or 0)
        true.insert(at, true[at])
    else:
        number = true.pop(at)
        run.moved.add(number or 0)
        true.insert(chance.choice((at + 1, at + 1, low, max(low, high - 2))), number)
        if true[at] == number:  # It came back to where it was.
            run.moved.discard(number or 0)


def _turn_leaves(chance: random.Random, true: list[int | None]) -> list[int | None]:
    """The same with backs; 0 stands for a blank side, None for one that bears no number."""
    way = chance.choice(("fronts alone", "fronts alone", "blank backs", "inked backs", "some blank backs"))
    if way == "fronts alone":
        return true
    back = None if way == "inked backs" else 0
    share = 0.4 if way == "some blank backs" else 1.0
    return [side for number in true for side in ((number, back) if chance.random() < share else (number,))]


def _read(chance: random.Random, reading: Reading, number: int | None) -> Side:
    if number == 0:
        return Side(blank=True)
    numerals: list[Numeral] = []
    if number is not None and chance.random() >= reading.unread:
        if chance.random() < reading.misread:
            numerals.append(Numeral(_misread(chance, number), confidence=chance.uniform(0.5, 0.95)))
        else:
            numerals.append(Numeral(number, confidence=chance.uniform(0.7, 1.0)))
    if chance.random() < reading.typed:
        typed = Numeral(chance.randint(2, 6), confidence=chance.uniform(0.8, 1.0), spot=chance.choice(("head", "foot")))
        numerals.append(typed)
    return Side(tuple(numerals))


def _misread(chance: random.Random, number: int) -> int:
    digits = list(str(number))
    at = chance.randrange(len(digits))
    if chance.random() < 0.15 and len(digits) > 1:
        del digits[at]  # A digit that was not seen.
    else:
        digits[at] = chance.choice(_SHAPES[digits[at]] if chance.random() < 0.8 else "123456789")
    return max(1, int("".join(digits)))


@dataclass
class Score:
    """How many faults were planted, found, and said without cause."""

    planted: int = 0
    found: int = 0
    false: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.planted + other.planted, self.found + other.found, self.false + other.false)


def judge(run: Run, fit: FolioFit) -> dict[Fault, Score]:
    """What was found of the planted faults, and what was said of others.

    The neighbour's number counts, for one of the two may be misread. A page that lies elsewhere is found by its stray
    side; where its number was not read, that no side bears it is true.
    """
    gone = {number for gap in fit.faults.gaps for number in gap.numbers}
    doubled = {int("".join(filter(str.isdecimal, repeat.text))) for repeat in fit.faults.repeats}
    strays = {stray.number for stray in fit.faults.strays}
    return {
        "gap": _compare(run.lost, gone, [gap.numbers for gap in fit.faults.gaps], run.lost | run.moved),
        "repeat": _compare(run.doubled, doubled, [(number,) for number in doubled], run.doubled),
        "disorder": _compare(run.moved, strays, [(number,) for number in strays], run.moved),
    }


def _compare(planted: set[int], said: set[int], sayings: Sequence[tuple[int, ...]], excuses: set[int]) -> Score:
    found = {number for number in planted if {number - 1, number, number + 1} & said}
    near = {number + step for number in excuses for step in (-1, 0, 1)}
    return Score(len(planted), len(found), sum(not near & set(numbers) for numbers in sayings))
