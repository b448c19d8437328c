"""Whether every sheet of a lot is accounted for: the store held against the truth, claim by claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lot.found import Found, FoundSide, Where
from lot.truth import TrueSide, Truth
from nasti.hindi import number_key

MAYBE = "pass_mismatch"
"""The flag of sides that may be put together wrongly because one beside them was lost."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, and what speaks against it.

    Attributes:
        name: What is claimed.
        right: Of how many things it is true.
        total: Of how many it is claimed.
        against: What is wrong, one sentence each.
    """

    name: str
    right: int
    total: int
    against: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether it is true of all."""
        return not self.against and self.right == self.total


def place_name(where: Where) -> str:
    """A side as people name it: the file, and the side counted from 1."""
    return f"{where[0]} side {where[1] + 1}"


class Comparison:
    """A store and a truth, matched.

    Args:
        truth: What is true.
        found: What the store holds.

    Attributes:
        sides: Every true side, by file and place.
        homes: The row of each true nasti, by its place in the truth; missing where there is none.
    """

    def __init__(self, truth: Truth, found: Found) -> None:
        self.truth = truth
        self.found = found
        self.sides: dict[Where, TrueSide] = {
            (PurePath(file.path).name, index): side for file in truth.files for index, side in enumerate(file.sides)
        }
        keys = [number_key(one.number) for one in truth.nastis]
        by_key: dict[str, list[int]] = {}
        for row, nasti in found.nastis.items():
            by_key.setdefault(number_key(nasti.number or "") or "", []).append(row)
        self.homes: dict[int, int] = {
            index: by_key[key][0] for index, key in enumerate(keys) if key and len(by_key.get(key, ())) == 1
        }

    def make_claims(self) -> list[Claim]:
        """Every claim about splitting, blanks and the ledger; faults are `lot.faults`."""
        return [
            self._nastis_there(),
            self._in_their_nasti(),
            self._in_order(),
            self._in_their_part(),
            self._slips(),
            self._blanks_found(),
            self._inked_kept(),
            self._balance(),
        ]

    def side(self, where: Where) -> FoundSide | None:
        """What the store has of a side."""
        return self.found.sides.get(where)

    def number(self, nasti: int) -> str:
        """The number of a true nasti."""
        return self.truth.nastis[nasti].number

    def _nastis_there(self) -> Claim:
        missing = [
            f"no nasti, or more than one, is called {one.number}"
            for index, one in enumerate(self.truth.nastis)
            if index not in self.homes
        ]
        known = set(self.homes.values())
        more = [
            f"nasti #{row} ({nasti.number or 'without number'}) is none of the lot"
            for row, nasti in self.found.nastis.items()
            if row not in known
        ]
        total = len(self.truth.nastis)
        return Claim(
            "nasti registered under their number, and no others", total - len(missing), total, (*missing, *more)
        )

    def _own_sides(self) -> Iterator[tuple[Where, TrueSide]]:
        """Sides of nasti: all but slips and their backs."""
        return ((where, side) for where, side in self.sides.items() if side.place is not None)

    def _in_their_nasti(self) -> Claim:
        wrong: list[str] = []
        total = 0
        for where, side in self._own_sides():
            total += 1
            there = self.side(where)
            if there is None or there.nasti is None or there.nasti != self.homes.get(side.nasti):
                wrong.append(f"{place_name(where)} ({side.kind} of {self.number(side.nasti)}): {self._home(there)}")
        return Claim("sides in their nasti", total - len(wrong), total, tuple(wrong))

    def _home(self, there: FoundSide | None) -> str:
        if there is None:
            return "not in the store"
        if there.nasti is None:
            return "in no nasti"
        return f"in {self.found.nastis[there.nasti].number or 'an unplaced stack'}"

    def _in_order(self) -> Claim:
        due: dict[int, list[tuple[int, Where]]] = {}
        for where, side in self._own_sides():
            due.setdefault(side.nasti, []).append((side.place or 0, where))
        wrong = []
        for nasti, sides in due.items():
            expected = [where for _, where in sorted(sides)]
            there = self._order_of(self.homes.get(nasti))
            if there != expected and not self._owns_up(expected, there):
                wrong.append(f"{self.number(nasti)}: {_first_difference(expected, there)}")
        name = "nasti with every sheet in its place, or said to be perhaps not"
        return Claim(name, len(due) - len(wrong), len(due), tuple(wrong))

    def _owns_up(self, expected: Sequence[Where], there: Sequence[Where]) -> bool:
        """Whether just those sides are exchanged of which the store says that they may be, after a lost side."""
        moved = [where for due, where in zip(expected, there, strict=False) if due != where]
        return sorted(expected) == sorted(there) and all(MAYBE in self.found.sides[where].flags for where in moved)

    def _order_of(self, row: int | None) -> list[Where]:
        """The sides of a nasti in the store's order, without slips and their backs."""
        placed = [
            (side.place or 0, where)
            for where, side in self.found.sides.items()
            if row is not None and side.nasti == row and self.sides[where].place is not None
        ]
        return [where for _, where in sorted(placed)]

    def _in_their_part(self) -> Claim:
        pages = [(where, side) for where, side in self._own_sides() if side.part]
        wrong = []
        for where, side in pages:
            there = self.side(where)
            part = there.part if there else None
            if part != side.part:
                wrong.append(f"{place_name(where)} ({side.kind} of {self.number(side.nasti)}): {part}, not {side.part}")
        return Claim("pages in their part", len(pages) - len(wrong), len(pages), tuple(wrong))

    def _slips(self) -> Claim:
        slips = {where for where, side in self.sides.items() if side.separator}
        seen = {where for where, side in self.found.sides.items() if side.separator}
        missed = [f"{place_name(where)}: slip not read" for where in sorted(slips - seen)]
        # The unprinted back of a slip, through which its code shines, may be called a slip: it is one.
        pages = {where for where, _ in self._own_sides()}
        wrong = [f"{place_name(where)}: no slip, but taken for one" for where in sorted(seen & pages)]
        return Claim("slips read, front and back", len(slips & seen), len(slips), (*missed, *wrong))

    def _blanks_found(self) -> Claim:
        blanks = [where for where, side in self._own_sides() if side.blank]
        missed = [f"{place_name(where)}: blank, but not found so" for where in blanks if not self._is_blank(where)]
        return Claim("blank sides found", len(blanks) - len(missed), len(blanks), tuple(missed))

    def _inked_kept(self) -> Claim:
        inked = [where for where, side in self.sides.items() if not side.blank]
        wrong = [f"{place_name(where)}: called blank" for where in inked if self._is_blank(where)]
        return Claim("inked sides not called blank", len(inked) - len(wrong), len(inked), tuple(wrong))

    def _is_blank(self, where: Where) -> bool:
        there = self.side(where)
        return there is not None and there.blank

    def _balance(self) -> Claim:
        total = len(self.sides)
        against = [*self.found.unbalanced, *self.found.problems]
        if self.found.sheets_in != total:
            against.append(f"{self.found.sheets_in} sheets in the ledger, {total} scanned")
        against += [f"{place_name(where)}: {side.state}" for where, side in self._unread()]
        accounted = sum(side.state == "read" for side in self.found.sides.values())
        return Claim("sides accounted for; ledger balances", accounted, total, tuple(against))

    def _unread(self) -> Iterable[tuple[Where, FoundSide]]:
        return ((where, side) for where, side in self.found.sides.items() if side.state != "read")


def _first_difference(expected: Sequence[Where], there: Sequence[Where]) -> str:
    for place, (due, is_there) in enumerate(zip(expected, there, strict=False)):
        if due != is_there:
            return f"at place {place + 1} {place_name(is_there)}, where {place_name(due)} belongs"
    return f"{len(there)} sides, where {len(expected)} belong"


def counts_by_flag(found: Found) -> Mapping[str, int]:
    """How many sides carry each flag."""
    counts: dict[str, int] = {}
    for side in found.sides.values():
        for name in side.flags:
            counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))
