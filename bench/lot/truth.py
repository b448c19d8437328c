"""The truth of a lot: every side in scan order, every nasti, every planted fault; written to and read from JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lot.model import Fault, Plan
from lot.scanner import Fed, ScanFile
from nasti.model import Part
from nasti.slips import write_qr

TRUTH = "truth.json"


@dataclass(frozen=True, slots=True)
class TrueSide:
    """One scanned side.

    Attributes:
        nasti: Which nasti it belongs to, from 0; of a slip, which one it begins.
        part: Of pages; None for covers, blanks and slips.
        place: Its place in the nasti, from 0, slips not counted: the order in which a person reads.
        folio: The number written on it; None where none is.
        kind: One of `nasti.model.KINDS`.
        blank: Whether it carries no ink.
        separator: What a slip says; None for others.
        fault: What is planted on this side; None for nothing.
    """

    nasti: int
    part: Part | None
    place: int | None
    folio: int | None
    kind: str
    blank: bool
    separator: str | None
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class TrueFile:
    """One scan file: its path under the folder of scans, its station and how that feeds, its sides in scan order."""

    path: str
    station: str
    feed: str
    sides: tuple[TrueSide, ...]


@dataclass(frozen=True, slots=True)
class TrueNasti:
    """One nasti: as its slip and cover say, counted before anything went wrong."""

    number: str
    department: str
    subject: str
    noting_pages: int
    correspondence_pages: int
    sheets: int


@dataclass(frozen=True, slots=True)
class TrueFault:
    """One planted fault.

    Attributes:
        fault: What it is.
        nasti: Where.
        part: Of a page.
        folio: The number on the page that is lost, missing or doubled; None where it has none.
        file: Path of the scan file where it can be seen.
        side: Which side of that file: the slip, the second copy, the almost blank page, the front whose back is lost,
            or the page behind the gap. For a missing slip the cover that has none.
    """

    fault: Fault
    nasti: int
    part: Part | None
    folio: int | None
    file: str
    side: int


@dataclass(frozen=True, slots=True)
class Truth:
    """All of it."""

    seed: int
    nastis: tuple[TrueNasti, ...]
    files: tuple[TrueFile, ...]
    faults: tuple[TrueFault, ...]


def tell_truth(seed: int, plan: Plan, files: Sequence[ScanFile]) -> Truth:
    """What is true of a lot.

    Args:
        seed: Of the lot.
        plan: Its plan.
        files: Its scan files, all of them, in the order of scanning.
    """
    places = _find_places(files)
    told = tuple(
        TrueFile(
            str(file.path),
            file.stack.station,
            file.stack.feed,
            tuple(_tell_side(fed, places.get((number, index)), plan) for index, fed in enumerate(file.sides)),
        )
        for number, file in enumerate(files)
    )
    nastis = tuple(
        TrueNasti(
            one.identity.number, one.identity.department, one.identity.subject, one.noting_pages,
            one.correspondence_pages, len(one.leaves),
        )
        for one in plan.nastis
    )  # fmt: skip
    return Truth(seed, nastis, told, tuple(_list_faults(plan, files)))


def _find_places(files: Sequence[ScanFile]) -> dict[tuple[int, int], int]:
    """The place in its nasti of each side that is no slip, by number of the file and of the side."""
    by_nasti: dict[int, list[tuple[tuple[int, int, bool, bool], tuple[int, int]]]] = {}
    stacks = {id(stack): number for number, stack in reversed(list(enumerate(file.stack for file in files)))}
    for number, file in enumerate(files):
        for index, fed in enumerate(file.sides):
            if not _is_of_slip(fed):
                order = (stacks[id(file.stack)], fed.place, fed.again, fed.back)
                by_nasti.setdefault(fed.side.nasti, []).append((order, (number, index)))
    return {where: place for found in by_nasti.values() for place, (_, where) in enumerate(sorted(found))}


def _is_of_slip(fed: Fed) -> bool:
    return fed.leaf.front.slip is not None


def _tell_side(fed: Fed, place: int | None, plan: Plan) -> TrueSide:
    side = fed.side
    fault: Fault | None = None
    if side.initials:
        fault = "almost_blank"
    elif fed.again or (fed.leaf.fault == "faint_slip" and side.slip):
        fault = fed.leaf.fault
    separator = write_qr(side.slip) if side.slip else None
    return TrueSide(side.nasti, side.part, place, side.folio, side.kind, side.kind == "blank", separator, fault)


def _list_faults(plan: Plan, files: Sequence[ScanFile]) -> Iterable[TrueFault]:
    for file in files:
        path = str(file.path)
        for index, fed in enumerate(file.sides):
            side, leaf = fed.side, fed.leaf
            if side.initials:
                yield TrueFault("almost_blank", side.nasti, side.part, None, path, index)
            if fed.again:
                yield TrueFault("doubled", side.nasti, side.part, side.folio, path, index)
            if leaf.fault == "faint_slip" and not fed.back:
                yield TrueFault("faint_slip", side.nasti, None, None, path, index)
            if leaf.fault == "lost_on_back_pass":
                yield TrueFault("lost_on_back_pass", side.nasti, leaf.back.part, leaf.back.folio, path, index)
            if side.kind == "cover" and plan.nastis[side.nasti].slip_fault == "missing_slip":
                yield TrueFault("missing_slip", side.nasti, None, None, path, index)
        yield from _list_gaps(file, path)


def _list_gaps(file: ScanFile, path: str) -> Iterable[TrueFault]:
    for place, leaf in enumerate(file.stack.leaves):
        if leaf.fault == "missing_folio":
            behind = next(index for index, fed in enumerate(file.sides) if fed.place > place)
            yield TrueFault("missing_folio", leaf.front.nasti, leaf.front.part, leaf.front.folio, path, behind)


def write_truth(truth: Truth, folder: Path) -> None:
    """Write it as `truth.json`."""
    text = json.dumps(asdict(truth), ensure_ascii=False, indent=1)
    (folder / TRUTH).write_text(text, encoding="utf-8")


def read_truth(folder: Path) -> Truth:
    """Read it back."""
    told = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
    files = tuple(
        TrueFile(**{**file, "sides": tuple(TrueSide(**side) for side in file["sides"])}) for file in told["files"]
    )
    return Truth(
        told["seed"],
        tuple(TrueNasti(**one) for one in told["nastis"]),
        files,
        tuple(TrueFault(**one) for one in told["faults"]),
    )
