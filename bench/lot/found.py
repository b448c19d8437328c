"""What a store holds after a lot was digitised into it, side by side with how the lot's truth counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from nasti.model import Notice, Part
from storage import doubts, ledger, nastis, sheets, views
from storage.ledger_nasti import PartPages
from storage.ledger_remarks import Remark
from storage.store import Store
from storage.verify import verify

Where = tuple[str, int]
"""A scanned side: name of its scan file, and its place there from 0."""


@dataclass(frozen=True, slots=True)
class FoundSide:
    """One scanned side as the store has it.

    Attributes:
        nasti: Row of its nasti; None where it has none.
        place: Its place among the sides of that nasti, from 0.
        part: Of pages: the part that it was bound into; None for others.
        folio: The number read on it.
        blank: Whether it counts as blank.
        separator: Whether it counts as a separator.
        kind: One of `nasti.model.KINDS`.
        state: "read", "parked", …
        flags: What was noticed, by name.
        label: Its page label; None where it is no page.
    """

    nasti: int | None
    place: int | None
    part: Part | None
    folio: int | None
    blank: bool
    separator: bool
    kind: str
    state: str
    flags: Mapping[str, Notice]
    label: str | None


@dataclass(frozen=True, slots=True)
class FoundNasti:
    """One nasti as the store has it, with what the ledger says of its parts and what does not add up in it."""

    number: str | None
    department: str
    state: str
    parts: Mapping[Part, PartPages]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class FoundDoubt:
    """What a person is asked to look at: the flag that names it, the sides that it is about, and what it says."""

    flag: str
    sides: tuple[Where, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """The whole store.

    Attributes:
        sides: Every side.
        nastis: Every nasti, by row.
        doubts: Every doubt that is open.
        rows: By row of a sheet, which side it is.
        sheets_in: How many sheets the ledger says came in.
        unbalanced: What does not add up.
        problems: What verification found.
    """

    sides: Mapping[Where, FoundSide]
    nastis: Mapping[int, FoundNasti]
    doubts: tuple[FoundDoubt, ...]
    rows: Mapping[int, Where]
    sheets_in: int
    unbalanced: tuple[str, ...]
    problems: tuple[str, ...]


def look_into(store: Store) -> Found:
    """Read a store.

    Args:
        store: Opened and migrated.
    """
    scans = store.read(views.list_scans)
    lines = store.read(views.list_nastis)
    names = {scan.sha256: PurePath(scan.name).name for scan in scans}
    sides: dict[Where, FoundSide] = {}
    rows: dict[int, Where] = {}
    for scan in scans:
        for one in store.read(partial(sheets.sheets_of_scan, sha256=scan.sha256)):
            rows[one.id] = where = (names[scan.sha256], one.sheet.index)
            sides[where] = _side(one, None, None, None)
    for line in lines:
        labels = store.read(partial(views.labels_of, nasti_id=line.id))
        placed = store.read(partial(nastis.sheets_of_nasti, nasti_id=line.id))
        for place, (one, label) in enumerate(zip(placed, labels, strict=True)):
            sides[rows[one.id]] = _side(one, line.id, place, label)
    drawn_up = store.read(ledger.balance)
    balances = {one.nasti_id: one for one in drawn_up.nastis}
    found = {
        line.id: FoundNasti(
            line.number,
            line.department,
            line.state,
            balances[line.id].parts,
            (*balances[line.id].remarks, *balances[line.id].doubtful),
        )
        for line in lines
    }
    doubted = tuple(
        FoundDoubt(one.doubt.flag, tuple(rows[sheet] for sheet in one.doubt.sheets), one.doubt.message)
        for one in store.read(doubts.list_doubts)
    )
    return Found(sides, found, doubted, rows, drawn_up.sheets_in, drawn_up.unbalanced, verify(store).problems)


def _side(one: sheets.StoredSheet, nasti: int | None, place: int | None, label: str | None) -> FoundSide:
    sheet = one.sheet
    flags = {name: Notice(name) for name in sheet.flags} | {notice.name: notice for notice in sheet.notices}
    part = sheet.part if label else None
    return FoundSide(
        nasti, place, part, sheet.folio, sheet.blank, sheet.separator is not None, sheet.kind, one.state, flags, label
    )
