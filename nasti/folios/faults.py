"""What is wrong with a run of page numbers that can be trusted: gaps, numbers borne twice, sides out of order.

A false alarm costs more than a fault that is not seen, for people stop looking: a fault is said only where misreading
and other manners of numbering do not explain it as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nasti.folios.spine import Manner, Numeral, Pick, Side, Spine, count_slots, slots_between

STRONG = 0.7
"""How likely a number must be right to be taken for a number borne twice or out of order."""

CERTAIN = 0.9
"""How likely numbers of like shape must be right to be told apart."""

SURE = 0.85
"""How sure a gap must be. Source of these bounds: bench/folios.py, docs/ledger-folios.md."""

WIDEST = 40
"""Numbers missing in a row: of more, the numbering went on elsewhere."""

SUPPORT = 3
NEAR = 8
"""Sides of the run on either side of a gap that are looked at, and numbers that a doubled run may go back."""

_ALIKE = frozenset(["17", "19", "79", "45", "56", "38", "23", "36", "06", "08", "69", "12", "26"])
"""Digits of like shape in either script, or of one shape in both (१ and 9). They only keep faults unsaid."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that no side bears though their place is there.

    Attributes:
        numbers: Those that may be missing, in the order of the sides.
        least: How many of them are missing at least; fewer than all where sides between bear no readable number.
        due: The number that the side behind the gap should bear.
        before: Position of the side in front of the gap.
        after: Position of the side behind it.
        sure: 0 to 1.
    """

    numbers: tuple[int, ...]
    least: int
    due: int
    before: int
    after: int
    sure: float


@dataclass(frozen=True, slots=True)
class Repeat:
    """A number that two sides bear.

    Attributes:
        text: The number with its letter.
        first: Position of one side.
        again: Position of the other, which does not fit.
    """

    text: str
    first: int
    again: int


@dataclass(frozen=True, slots=True)
class Stray:
    """A side that lies elsewhere than its number says.

    Attributes:
        number: Its number.
        position: Where it lies.
        before: Position of the side in front of where it belongs.
        after: Position of the side behind that place.
    """

    number: int
    position: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong, in the order of the sides.

    Attributes:
        gaps: Numbers that no side bears.
        repeats: Numbers borne twice.
        strays: Sides out of order.
        misread: Positions of sides whose number is probably another one, misread.
    """

    gaps: tuple[Gap, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    strays: tuple[Stray, ...] = ()
    misread: tuple[int, ...] = ()


def examine(
    sides: Sequence[Side], spine: Spine, rivals: Sequence[Manner], numerals: Sequence[Numeral | None]
) -> Faults:
    """Find what is wrong.

    Args:
        sides: Of one part, in order.
        spine: The best run among their numbers.
        rivals: Manners of numbering that explain the numbers about as well.
        numerals: What each side bears.
    """
    return _Examination(sides, spine, rivals, numerals).examine()


def alike(read: int, due: int) -> bool:
    """Whether a number may be another one misread: digits of like shape, or one digit too many or too few.

    Args:
        read: What was read.
        due: What it may have been.
    """
    long, short = sorted((str(read), str(due)), key=len, reverse=True)
    if len(long) == len(short):
        return all(a == b or "".join(sorted((a, b))) in _ALIKE for a, b in zip(long, short, strict=True))
    return any(long[:index] + long[index + 1 :] == short for index in range(len(long)))


def is_strong(numeral: Numeral) -> bool:
    """Whether a number was read so well, and stands so, that it can speak against others."""
    return numeral.confidence >= STRONG and not numeral.reshaped and numeral.spot == "corner"


@dataclass(slots=True)
class _Examination:
    """The faults of one trusted run."""

    sides: Sequence[Side]
    spine: Spine
    rivals: Sequence[Manner]
    numerals: Sequence[Numeral | None]
    loners: list[int] = field(init=False)
    counts: dict[Manner, list[int]] = field(init=False)
    strays: dict[int, Stray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counts = {manner: count_slots(self.sides, manner) for manner in (self.spine.manner, *self.rivals)}
        fitting = {pick.position for pick in self.spine.picks}
        self.loners = [
            position
            for position, numeral in enumerate(self.numerals)
            if numeral is not None and position not in fitting and is_strong(numeral)
        ]

    def examine(self) -> Faults:
        """Find all faults."""
        self._find_exchanged()
        gaps = tuple(gap for index in range(1, len(self.spine.picks)) if (gap := self._find_gap(index)))
        repeats = {repeat.again: repeat for repeat in (*self._find_doubled(), *self._find_doubled_runs())}
        known = self.strays.keys() | repeats.keys()
        misread = tuple(position for position in self.loners if position not in known and self._is_misread(position))
        return Faults(
            gaps,
            tuple(repeats[again] for again in sorted(repeats)),
            tuple(self.strays[position] for position in sorted(self.strays)), misread,
        )  # fmt: skip

    def _number(self, position: int) -> int:
        numeral = self.numerals[position]
        return numeral.number if numeral else 0

    def _slots(self, before: int, after: int, manner: Manner | None = None) -> int:
        manner = manner or self.spine.manner
        return slots_between(self.counts[manner], manner, before, after)

    def _missing(self, before: Pick, after: Pick, manner: Manner | None = None) -> int:
        """Numbers more than sides between two neighbours of the run; below 0 there are sides without a number."""
        ahead = self.spine.manner.sign * (after.numeral.number - before.numeral.number)
        return ahead - self._slots(before.position, after.position, manner)

    def _around(self, position: int) -> tuple[Pick | None, Pick | None]:
        """The neighbours of a side in its run; None where the run ends."""
        picks = self.spine.picks
        at = bisect_left(picks, position, key=lambda pick: pick.position)
        before = picks[at - 1] if at else None
        after = picks[at] if at < len(picks) else None
        return before, None if before and after and after.begins else after

    def _due(self, position: int) -> int | None:
        """The number a side should bear by its neighbours; None where they do not say."""
        before, after = self._around(position)
        sign = self.spine.manner.sign
        if before and after and self._missing(before, after) != 0:
            return None
        if before:
            return before.numeral.number + sign * self._slots(before.position, position)
        return after.numeral.number - sign * self._slots(position, after.position) if after else None

    def _find_exchanged(self) -> None:
        """Two sides of which each bears the number that is due at the other."""
        due = {position: self._due(position) for position in self.loners}
        homes = {number: position for position, number in due.items() if number is not None}
        for position in self.loners:
            home = homes.get(self._number(position))
            if home is None or home == position or due[position] != self._number(home):
                continue
            if not self._may_be_misread(position, home):
                before, after = self._around(home)
                ends = [pick.position for pick in (before, after) if pick]
                self.strays[position] = Stray(self._number(position), position, ends[0], ends[-1])

    def _may_be_misread(self, position: int, other: int) -> bool:
        """Whether two sides with each other's numbers are in order and both misread."""
        unsure = min(one.confidence for at in (position, other) if (one := self.numerals[at])) < CERTAIN
        return unsure and alike(self._number(position), self._number(other))

    def _find_gap(self, index: int) -> Gap | None:
        before, after = self.spine.picks[index - 1 : index + 1]
        missing = self._missing(before, after)
        if after.begins or not 0 < missing <= WIDEST or before.position in self.strays:
            return None
        if any(self._missing(before, after, manner) <= 0 for manner in self.rivals):
            return None
        if not self._is_plain(index, missing):
            return None
        sign = self.spine.manner.sign
        absent = list(range(before.numeral.number + sign, after.numeral.number, sign))
        elsewhere = [*self._fill(absent, before, after), *self._fill_by_run(absent, index)]
        numbers = tuple(number for number in absent if number not in elsewhere)
        least = missing - (len(absent) - len(numbers))
        sure = self._sureness(index)
        if least <= 0 or sure < SURE or self._is_made_up_for(index):
            return None
        due = after.numeral.number - sign * least
        return Gap(numbers, least, due, before.position, after.position, sure)

    def _is_plain(self, index: int, missing: int) -> bool:
        """Whether the run goes on evenly on both sides of a gap, and no digit misread throughout makes up for it."""
        picks, sign = self.spine.picks, self.spine.manner.sign
        if not (self._is_even(index - 1) and self._is_even(index + 1)):
            return False
        if self.spine.manner.per_leaf and not self._is_strict():
            return False
        behind = [pick.numeral.number for pick in picks[index : index + SUPPORT]]
        ahead = [pick.numeral.number for pick in picks[max(0, index - SUPPORT) : index]]
        misread_behind = all(alike(number, number - sign * missing) for number in behind)
        misread_ahead = all(alike(number, number + sign * missing) for number in ahead)
        return not (misread_behind or misread_ahead)

    def _is_made_up_for(self, index: int) -> bool:
        """Whether sides without a number near by make up for a gap: then a number was misread, or a side moved."""
        picks = self.spine.picks
        for wider in range(1, SUPPORT + 2):
            start, end = index - 1 - wider, index + wider
            if start < 0 or end >= len(picks) or any(pick.begins for pick in picks[start + 1 : end + 1]):
                return False
            if self._missing(picks[start], picks[end]) <= 0:
                return True
        return False

    def _is_even(self, index: int) -> bool:
        """Whether a side of the run and the one before it belong together."""
        picks = self.spine.picks
        if not 0 < index < len(picks) or picks[index].begins:
            return False
        return self._missing(picks[index - 1], picks[index]) <= 0

    def _is_strict(self) -> bool:
        """Whether all numbers stand on every second side: leaves are then counted without fail."""
        return len({pick.position % 2 for pick in self.spine.picks}) == 1

    def _sureness(self, index: int) -> float:
        wrong = [1.0, 1.0]
        for end, picks in enumerate((self.spine.picks[max(0, index - 2) : index], self.spine.picks[index : index + 2])):
            for pick in picks:
                wrong[end] *= 1 - min(0.9, pick.numeral.confidence)
        return (1 - wrong[0]) * (1 - wrong[1])

    def _fill(self, absent: Sequence[int], before: Pick, after: Pick) -> Iterator[int]:
        """Numbers of a gap that lone sides elsewhere bear; these are out of order where nothing is due."""
        for position in self.loners:
            number = self._number(position)
            if number in absent:
                yield number
                near = self._around(position)
                if near[0] and near[1] and self._missing(near[0], near[1]) < 0:
                    self.strays[position] = Stray(number, position, before.position, after.position)

    def _fill_by_run(self, absent: Sequence[int], index: int) -> Iterator[int]:
        """Numbers of a gap that another run begins with: it was put elsewhere as a whole."""
        ends = self.spine.picks[index - 1].position, self.spine.picks[index].position
        for start, pick in enumerate(self.spine.picks):
            if pick.begins and pick.numeral.number in absent and not self._may_begin_anew(start):
                for other in self.spine.picks[start:]:
                    if other.numeral.number not in absent:
                        break
                    yield other.numeral.number
                    self.strays[other.position] = Stray(other.numeral.number, other.position, *ends)

    def _may_begin_anew(self, start: int) -> bool:
        """Whether there is room before a run for the sides from 1 on: then it is of another volume."""
        pick = self.spine.picks[start]
        since = self.spine.picks[start - 1].position if start else -1
        return start == 0 or pick.position - since >= pick.numeral.number

    def _find_doubled(self) -> Iterator[Repeat]:
        """Lone sides with a number of a neighbour where no number is due."""
        for position in self.loners:
            before, after = self._around(position)
            if not (before and after) or self._missing(before, after) >= 0:
                continue
            near = [pick for pick in self.spine.picks if abs(pick.position - position) <= NEAR]
            same = [pick for pick in near if pick.numeral.text == (self.numerals[position] or pick.numeral).text]
            if same and (same[0] in (before, after) or self._has_fellow(position)) and not self._may_be_due(position):
                yield Repeat(same[0].numeral.text, same[0].position, position)

    def _has_fellow(self, position: int) -> bool:
        """Whether the lone side before or behind bears the number before or behind."""
        sign, number = self.spine.manner.sign, self._number(position)
        return any(
            other in self.loners and self._number(other) == number + sign * step
            for step in (1, -1)
            for other in (position + step, position + 2 * step)
        )

    def _may_be_due(self, position: int) -> bool:
        """Whether the number may be one of those due between its neighbours, misread."""
        before, after = self._around(position)
        if not before or not after:
            return False
        low, high = sorted((before.numeral.number, after.numeral.number))
        return any(alike(self._number(position), due) for due in range(low + 1, high))

    def _find_doubled_runs(self) -> Iterator[Repeat]:
        """Sides of a run that goes back a little and comes by the same numbers again."""
        picks, sign = self.spine.picks, self.spine.manner.sign
        for start, pick in enumerate(picks):
            back = sign * (picks[start - 1].numeral.number - pick.numeral.number) if start else 0
            if not pick.begins or not 0 <= back <= NEAR or self._may_begin_anew(start):
                continue
            earlier = {one.numeral.text: one.position for one in picks[max(0, start - NEAR - 1) : start]}
            again = [one for one in picks[start : start + NEAR + 1] if one.numeral.text in earlier]
            if len(again) >= 2:
                for one in again:
                    yield Repeat(one.numeral.text, earlier[one.numeral.text], one.position)

    def _is_misread(self, position: int) -> bool:
        due = self._due(position)
        return due is not None and alike(self._number(position), due)
