"""The page ledger: every sheet that came in is somewhere, and it is known where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from nasti.model import Part
from storage.columns import plain
from storage.doubts import Doubt, list_doubts
from storage.ledger_nasti import NastiPages, PartPages, read_nastis
from storage.ledger_remarks import COUNTED, UNCOUNTED, Remark, say_counts, say_pages, say_rejected, say_scan
from storage.sheets import UNREAD
from storage.tables import IS_BLANK, LotRow, NastiRow, PageRow, ScanRow, SheetRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Where sheets are; each is in one place.

    Attributes:
        pages: Pages of a nasti, covers included.
        blanks: Sides without ink.
        separators: Separator sheets.
        rejected: Sheets that could not be read, parked with a reason.
        replaced: Sheets that another sheet stands for.
        waiting: Sheets still to be read or registered.
    """

    pages: int = 0
    blanks: int = 0
    separators: int = 0
    rejected: int = 0
    replaced: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.pages + self.blanks + self.separators + self.rejected + self.replaced + self.waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanBalance(Counts):
    """Where the sheets of one scan are.

    Attributes:
        sha256: The scan.
        name: Its file or folder name as it came.
        sheets_in: How many sheets it was counted to have; 0 until it is split.
        unplaced: Those of its sheets of which it is not known which nasti they belong to.
        nastis: Its sheets by nasti; without a nasti those that belong to none.
        remarks: What does not add up; empty when the scan balances.
        doubtful: What a person should look at: that it was rejected, what could not be settled when it was placed.
    """

    sha256: str
    name: Path
    sheets_in: int
    unplaced: int
    nastis: Mapping[int | None, Counts]
    remarks: tuple[Remark, ...]
    doubtful: tuple[Remark, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """What does not add up, one English sentence each."""
        return tuple(remark.english for remark in self.remarks)


@dataclass(frozen=True, slots=True, kw_only=True)
class NastiBalance(Counts):
    """Where the sheets of one nasti are, and its pages against what the paper says.

    Attributes:
        nasti_id: The nasti.
        number: Its number as written; None where none was read.
        department: Its department; "" where it is not known.
        subject: None where none was read.
        placed: Whether it is known which nasti this is.
        registered: Whether all that came to it is registered.
        sheets_in: How many sheets came to it.
        stated_sheets: Sheets of paper its slips say there are; None where they say nothing.
        parts: Each part.
        flags: How many sheets have each flag.
        remarks: What does not add up; empty when the nasti balances.
        doubtful: What a person should look at; not said of nasti that are still to be registered.
    """

    nasti_id: int
    number: str | None
    department: str
    subject: str | None
    placed: bool
    registered: bool
    sheets_in: int
    stated_sheets: int | None
    parts: Mapping[Part, PartPages]
    flags: Mapping[str, int]
    remarks: tuple[Remark, ...]
    doubtful: tuple[Remark, ...]

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person should look at, one English sentence each."""
        return tuple(remark.english for remark in self.doubtful)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotBalance(Counts):
    """Where the sheets of one lot are.

    Attributes:
        lot_id: The lot.
        name: Its name.
        operator: Who scanned it; "" where that is not known.
        ended: Whether its last slip was scanned.
        sheets_in: How many sheets came with it.
        scans: The scans it came in.
        nastis: Its sheets by nasti; without a nasti those that belong to none.
        remarks: What does not add up; empty when the lot balances.
    """

    lot_id: int
    name: str
    operator: str
    ended: bool
    sheets_in: int
    scans: tuple[str, ...]
    nastis: Mapping[int | None, Counts]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """The ledger drawn up.

    Attributes:
        scans: In order of arrival.
        nastis: Every nasti that has sheets.
        lots: In the order they were begun.
        sheets_in: Sum over the scans.
    """

    scans: tuple[ScanBalance, ...]
    nastis: tuple[NastiBalance, ...]
    lots: tuple[LotBalance, ...]
    sheets_in: int

    @property
    def unbalanced(self) -> tuple[str, ...]:
        """Sheets of which it is not known where they are, one English sentence each."""
        # Every sheet is of a scan: what is wrong in a nasti or a lot is wrong there too, and is said once.
        return tuple(fault for scan in self.scans for fault in scan.faults)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person should look at, one English sentence each."""
        return tuple(remark.english for remark in self.doubtful)

    @property
    def doubtful(self) -> tuple[Remark, ...]:
        """The same with Hindi and the pages concerned."""
        of_scans = [scan.doubtful for scan in self.scans]
        return tuple(chain.from_iterable([*of_scans, *(nasti.doubtful for nasti in self.nastis)]))


@dataclass(frozen=True, slots=True)
class _Cell:
    """Sheets of one scan that are in the same nasti, lot and place of the ledger."""

    scan: str
    nasti_id: int | None
    lot_id: int | None
    where: str
    count: int


def balance(
    s: Session, nasti_id: int | None = None, *, scan: str | None = None, lot_id: int | None = None
) -> Balance:  # fmt: skip
    """Draw up the ledger: of one nasti, scan or lot with the scans and nasti that it has to do with, or of all.

    Args:
        s: A session.
        nasti_id: Only this nasti.
        scan: Only this scan, by its hash.
        lot_id: Only this lot.
    """
    asked = _asked(nasti_id, scan, lot_id)
    cells = _count(s, asked)
    mine = [cell for cell in cells if _is_asked(cell, nasti_id, scan, lot_id)]
    nastis = {cell.nasti_id for cell in mine if cell.nasti_id is not None}
    wanted = None if asked is None else {cell.scan for cell in mine} | ({scan} if scan else set())
    blamed = _Blamed(s, cells)
    scans = tuple(_balance_scans(s, cells, wanted, blamed))
    return Balance(
        scans=scans,
        nastis=tuple(_balance_nastis(s, cells, nastis, blamed)),
        lots=tuple(_balance_lots(s, cells, lot_id, blamed)) if lot_id is not None or asked is None else (),
        sheets_in=sum(one.sheets_in for one in scans),
    )


def _asked(nasti_id: int | None, scan: str | None, lot_id: int | None) -> ColumnElement[bool] | None:
    if nasti_id is not None:
        return SheetRow.nasti_id == nasti_id
    if scan is not None:
        return SheetRow.scan_sha256 == scan
    return None if lot_id is None else SheetRow.lot_id == lot_id


def _is_asked(cell: _Cell, nasti_id: int | None, scan: str | None, lot_id: int | None) -> bool:
    return (
        nasti_id in (None, cell.nasti_id) and scan in (None, cell.scan) and lot_id in (None, cell.lot_id)
    )  # fmt: skip


def _whereabouts() -> ColumnElement[str]:
    """Where a sheet is; pages first, so that a page that should be none is found by its state."""
    return case(
        (PageRow.id.is_not(None) & (SheetRow.state != "read"), "page unread"),
        (PageRow.id.is_not(None) & (PageRow.nasti_id != func.coalesce(SheetRow.nasti_id, 0)), "page elsewhere"),
        (PageRow.id.is_not(None) & SheetRow.replaced_by_id.is_not(None), "page replaced"),
        (PageRow.id.is_not(None), "pages"),
        (SheetRow.replaced_by_id.is_not(None), "replaced"),
        (SheetRow.state == "parked", "rejected"),
        (SheetRow.state.in_(UNREAD), "waiting"),
        (IS_BLANK, "blanks"),
        (SheetRow.separator.is_not(None), "separators"),
        (NastiRow.version == NastiRow.registered_version, "lost"),
        (SheetRow.nasti_id.is_(None) & ScanRow.state.in_(("placed", "registered")), "lost"),
        else_="waiting",
    )


def _count(s: Session, asked: ColumnElement[bool] | None) -> list[_Cell]:
    """All sheets of the scans, and of the nasti, that sheets asked for are of."""
    where = _whereabouts()
    keys = (SheetRow.scan_sha256, SheetRow.nasti_id, SheetRow.lot_id, where)
    query = _join(select(*keys, func.count())).group_by(*keys)
    if asked is not None:
        nastis = select(SheetRow.nasti_id).where(asked, SheetRow.nasti_id.is_not(None))
        scans = select(SheetRow.scan_sha256).where(asked)
        query = query.where(SheetRow.scan_sha256.in_(scans) | SheetRow.nasti_id.in_(nastis))
    return [_Cell(*row) for row in s.execute(query)]


class _Blamed:
    """Sheets that are where none should be. They are looked up only where there are any."""

    def __init__(self, s: Session, cells: Sequence[_Cell]) -> None:
        self._names: dict[_Cell, tuple[str, ...]] = {}
        for cell in cells:
            if cell.where in UNCOUNTED:
                self._names[cell] = tuple(_name_sheets(s, cell))

    def by_place(self, cells: Iterable[_Cell]) -> dict[str, tuple[str, ...]]:
        """Their names by where they are."""
        found: dict[str, tuple[str, ...]] = {}
        for cell in cells:
            if cell in self._names:
                found[cell.where] = (*found.get(cell.where, ()), *self._names[cell])
        return found


def _name_sheets(s: Session, cell: _Cell) -> Iterable[str]:
    query = _join(select(ScanRow.name, SheetRow.position)).where(
        SheetRow.scan_sha256 == cell.scan, _whereabouts() == cell.where,
        SheetRow.nasti_id.is_not_distinct_from(cell.nasti_id), SheetRow.lot_id.is_not_distinct_from(cell.lot_id),
    )  # fmt: skip
    for name, position in s.execute(query.order_by(SheetRow.position)):
        yield f"{plain(name.name)}, {position + 1}"


def _join(query: Any) -> Any:
    return (
        query.join(ScanRow, SheetRow.scan_sha256 == ScanRow.sha256)
        .outerjoin(PageRow, PageRow.sheet_id == SheetRow.id)
        .outerjoin(NastiRow, SheetRow.nasti_id == NastiRow.id)
    )


def _sum(cells: Iterable[_Cell]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for cell in cells:
        sums[cell.where] = sums.get(cell.where, 0) + cell.count
    return sums


def _counted(there: Mapping[str, int]) -> dict[str, int]:
    return {name: there[name] for name in COUNTED if name in there}


def _by_nasti(cells: Sequence[_Cell]) -> dict[int | None, Counts]:
    ids = sorted({cell.nasti_id for cell in cells}, key=lambda one: (one is None, one or 0))
    return {one: Counts(**_counted(_sum(cell for cell in cells if cell.nasti_id == one))) for one in ids}


def _balance_scans(s: Session, cells: Sequence[_Cell], only: set[str] | None, blamed: _Blamed) -> Iterable[ScanBalance]:
    unplaced = set(s.scalars(select(NastiRow.id).where(NastiRow.number_key.is_(None))))
    open_doubts: dict[str, list[Doubt]] = {}
    for raised in list_doubts(s):
        open_doubts.setdefault(raised.scan_sha256, []).append(raised.doubt)
    by_scan: dict[str, list[_Cell]] = {}
    for cell in cells:
        by_scan.setdefault(cell.scan, []).append(cell)
    for row in s.scalars(select(ScanRow).order_by(ScanRow.kept_at, ScanRow.sha256)):
        if only is not None and row.sha256 not in only:
            continue
        mine = by_scan.get(row.sha256, [])
        there = _sum(mine)
        called, sheets_in = f"{row.sha256[:12]} ({plain(str(row.name))})", row.sheet_count or 0
        doubtful = [say_rejected(called, row.reason or "", row.reason_hindi or "")] if row.state == "rejected" else []
        doubtful += [Remark(one.flag or "doubt", one.message, one.hindi) for one in open_doubts.get(row.sha256, [])]
        yield ScanBalance(
            sha256=row.sha256, name=row.name, sheets_in=sheets_in, nastis=_by_nasti(mine),
            unplaced=sum(cell.count for cell in mine if cell.nasti_id in unplaced),
            remarks=tuple(say_scan(called, sheets_in, there, blamed.by_place(mine))),
            doubtful=tuple(doubtful), **_counted(there),
        )  # fmt: skip


def _balance_nastis(s: Session, cells: Sequence[_Cell], only: set[int], blamed: _Blamed) -> Iterable[NastiBalance]:
    by_nasti: dict[int, list[_Cell]] = {}
    for cell in cells:
        if cell.nasti_id in only and cell.nasti_id is not None:
            by_nasti.setdefault(cell.nasti_id, []).append(cell)
    for found in read_nastis(s, by_nasti.keys()):
        mine = by_nasti[found.nasti_id]
        yield _balance_nasti(found, _sum(mine), blamed.by_place(mine))


def _balance_nasti(
    found: NastiPages, there: Mapping[str, int], culprits: Mapping[str, tuple[str, ...]]
) -> NastiBalance:
    return NastiBalance(
        nasti_id=found.nasti_id, number=found.number, department=found.department, subject=found.subject,
        placed=found.placed, registered=found.registered, stated_sheets=found.stated_sheets, flags=found.flags,
        parts=found.parts, sheets_in=sum(there.values()),
        remarks=tuple(say_counts(("Nasti", "नस्ती"), found.name, there, culprits)),
        doubtful=tuple(say_pages(found)) if found.registered else (), **_counted(there),
    )  # fmt: skip


def _balance_lots(s: Session, cells: Sequence[_Cell], only: int | None, blamed: _Blamed) -> Iterable[LotBalance]:
    ids = {cell.lot_id for cell in cells if cell.lot_id is not None}
    for lot in s.scalars(select(LotRow).where(LotRow.id.in_(ids)).order_by(LotRow.id)):
        if only not in (None, lot.id):
            continue
        mine = [cell for cell in cells if cell.lot_id == lot.id]
        there = _sum(mine)
        yield LotBalance(
            lot_id=lot.id, name=lot.name, operator=lot.operator, ended=lot.ended_at is not None,
            sheets_in=sum(there.values()), scans=tuple(sorted({cell.scan for cell in mine})), nastis=_by_nasti(mine),
            remarks=tuple(say_counts(("Lot", "बैच"), lot.name, there, blamed.by_place(mine))), **_counted(there),
        )  # fmt: skip
