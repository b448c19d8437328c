"""Whether every planted fault was found and named, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lot.claims import Claim, Comparison, place_name
from lot.found import FoundSide, Where
from lot.model import Fault
from lot.truth import TrueFault
from nasti.model import PARTS, Part

LOST_FLAGS = ("pass_mismatch",)
GAP_FLAGS = ("folio_gap",)
DOUBLE_FLAGS = ("double", "folio_repeat")
SLIP_FLAGS = ("split_by_cover", "slip_missing")
"""Flags that name what was planted."""

LACKING: tuple[Fault, ...] = ("missing_folio", "lost_on_back_pass")
"""Faults after which a part has one page fewer than its slip and cover say."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one planted fault.

    Attributes:
        fault: The fault.
        number: Of its nasti.
        named: What names it; empty where nothing does.
    """

    fault: TrueFault
    number: str
    named: tuple[str, ...]


class FaultHunt:
    """The planted faults held against what the store noticed."""

    def __init__(self, comparison: Comparison) -> None:
        self._all = comparison
        self._truth = comparison.truth

    def judge(self) -> list[Verdict]:
        """Every planted fault with what names it."""
        return [Verdict(one, self._all.number(one.nasti), tuple(self._name(one))) for one in self._truth.faults]

    def make_claims(self, verdicts: Sequence[Verdict]) -> list[Claim]:
        """That every fault is found, and that nothing else is called missing or double."""
        unnamed = [
            f"{one.fault.fault} in {one.number}, {place_name(_where(one.fault))}: nothing names it"
            for one in verdicts
            if not one.named
        ]
        missing = [
            *self._false_flags((*LOST_FLAGS, *GAP_FLAGS), LACKING),
            *self._false_flags(SLIP_FLAGS, ("missing_slip",)),
            *self._false_remarks(("folio_gap", "stated_sheets", "unplaced", "rejected"), LACKING),
            *self._false_counts(-1),
        ]
        double = [
            *self._false_flags(DOUBLE_FLAGS, ("doubled",)),
            *self._false_remarks(("folio_repeat",), ("doubled",)),
            *self._false_counts(1),
        ]
        return [
            Claim("planted faults found and named", len(verdicts) - len(unnamed), len(verdicts), tuple(unnamed)),
            self._claim("nasti of which nothing else is called missing", missing),
            self._claim("nasti of which nothing else is called double", double),
        ]

    def _claim(self, name: str, alarms: Sequence[tuple[int, str]]) -> Claim:
        total = len(self._truth.nastis)
        return Claim(name, total - len({nasti for nasti, _ in alarms}), total, tuple(said for _, said in alarms))

    def _name(self, fault: TrueFault) -> Iterator[str]:
        match fault.fault:
            case "almost_blank":
                yield from self._name_almost_blank(fault)
            case "doubled":
                yield from self._name_doubled(fault)
            case "faint_slip":
                yield from self._name_faint_slip(fault)
            case "missing_slip":
                yield from self._name_missing_slip(fault)
            case "lost_on_back_pass":
                yield from self._flags_at(_where(fault), LOST_FLAGS)
                yield from self._name_lacking(fault)
            case "missing_folio":
                yield from self._name_lacking(fault)

    def _name_almost_blank(self, fault: TrueFault) -> Iterator[str]:
        there = self._all.side(_where(fault))
        if there and there.label and not there.blank:
            yield f"kept as page {there.label}"
            yield from sorted(there.flags)

    def _name_doubled(self, fault: TrueFault) -> Iterator[str]:
        again = _where(fault)
        first = again[0], again[1] - 1
        for where, other in ((again, first), (first, again)):
            for name in self._flags_at(where, DOUBLE_FLAGS):
                there = self._all.side(where)
                row = there.flags[name].other if there else None
                if row is None or self._all.found.rows.get(row) == other:
                    yield f"{name} on side {where[1] + 1}"

    def _name_faint_slip(self, fault: TrueFault) -> Iterator[str]:
        there = self._all.side(_where(fault))
        if there and there.separator:
            yield "read as a slip"
            yield from sorted(there.flags)

    def _name_missing_slip(self, fault: TrueFault) -> Iterator[str]:
        yield from self._flags_at(_where(fault), SLIP_FLAGS)
        there = self._all.side(_where(fault))
        if there and there.nasti is not None and there.nasti == self._all.homes.get(fault.nasti):
            yield "begun by its cover"

    def _name_lacking(self, fault: TrueFault) -> Iterator[str]:
        """The page that is not there: by its number, and by the pages that slip or cover state."""
        row = self._all.homes.get(fault.nasti)
        if row is None or fault.part is None:
            return
        if (pages := self._all.found.nastis[row].parts.get(fault.part)) and fault.folio in pages.missing_folios:
            yield f"no page bears the number {fault.folio}"
        counted = self._counted(row, fault.part)
        if counted and counted[0] < counted[1] and self._says(row, "stated_pages"):
            yield f"{counted[0]} pages where {counted[1]} are stated"

    def _says(self, row: int, name: str) -> bool:
        return any(remark.name == name for remark in self._all.found.nastis[row].remarks)

    def _counted(self, row: int, part: Part) -> tuple[int, int] | None:
        """Pages of a part that are there and that are stated; None where nothing is stated."""
        balance = self._all.found.nastis[row].parts.get(part)
        return None if balance is None or balance.stated is None else (balance.pages, balance.stated)

    def _flags_at(self, where: Where, names: Sequence[str]) -> Iterator[str]:
        there = self._all.side(where)
        yield from (name for name in names if there and name in there.flags)

    def _false_flags(self, names: Sequence[str], faults: Sequence[Fault]) -> Iterator[tuple[int, str]]:
        """Flags in parts of nasti that none of these faults befell, with the nasti."""
        planted = {(one.nasti, one.part) for one in self._truth.faults if one.fault in faults}
        spoilt = {nasti for nasti, _ in planted}
        for where, side in sorted(self._all.found.sides.items()):
            true = self._all.sides[where]
            for name in names:
                by_fault = (
                    true.nasti in spoilt
                    if name in (*LOST_FLAGS, *SLIP_FLAGS)
                    else self._is_planted(side, true.nasti, planted)
                )
                if name in side.flags and not by_fault:
                    yield true.nasti, f"{place_name(where)} ({true.kind} of {self._all.number(true.nasti)}): {name}"

    @staticmethod
    def _is_planted(side: FoundSide, nasti: int, planted: set[tuple[int, Part | None]]) -> bool:
        return (nasti, side.part) in planted

    def _false_remarks(self, names: Sequence[str], faults: Sequence[Fault]) -> Iterator[tuple[int, str]]:
        """What the ledger remarks in nasti that none of these faults befell, with the nasti."""
        spoilt = {one.nasti for one in self._truth.faults if one.fault in faults}
        for nasti, row in self._all.homes.items():
            for remark in self._all.found.nastis[row].remarks if nasti not in spoilt else ():
                if remark.name in names:
                    yield nasti, remark.english

    def _false_counts(self, sign: int) -> Iterator[tuple[int, str]]:
        """Parts with fewer (-1) or more (1) pages than stated beyond what was planted, with the nasti."""
        planted = Counter((one.nasti, one.part) for one in self._truth.faults if one.fault in LACKING)
        planted.subtract(Counter((one.nasti, one.part) for one in self._truth.faults if one.fault == "doubled"))
        for nasti, row in self._all.homes.items():
            for part in PARTS if self._says(row, "stated_pages") else ():
                pages, stated = self._counted(row, part) or (0, planted[nasti, part])
                beyond = pages - stated + planted[nasti, part]
                if beyond * sign > 0:
                    yield nasti, f"{self._all.number(nasti)}: {pages} pages of {part} where {stated} are stated"


def _where(fault: TrueFault) -> Where:
    return fault.file.rpartition("/")[2], fault.side
