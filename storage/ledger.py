"""The page ledger: every sheet that came in is somewhere, and it is known where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from nasti.model import PARTS, Part
from storage.sheets import UNREAD
from storage.tables import FieldRow, NastiRow, PageRow, ScanRow, SheetRow


@dataclass(frozen=True, slots=True)
class ScanBalance:
    """Where the sheets of one scan are.

    Attributes:
        sha256: The scan.
        name: Its file or folder name as it came.
        sheets_in: How many sheets it was counted to have; 0 until it is split.
        pages: Sheets that are pages of its nasti.
        blanks: Sides without ink.
        separators: Separator sheets.
        rejected: Sheets that could not be read, parked with a reason.
        replaced: Sheets that another sheet stands for.
        waiting: Sheets still to be read or registered.
        faults: What does not add up, one sentence each; empty when the scan balances.
    """

    sha256: str
    name: Path
    sheets_in: int
    pages: int
    blanks: int
    separators: int
    rejected: int
    replaced: int
    waiting: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartBalance:
    """The pages of one part of a nasti against what the paper says.

    Attributes:
        pages: Pages there are, the cover apart.
        stated: Pages its cover says there are; None where it says nothing.
        missing_folios: Page numbers between the lowest and the highest seen that no page carries, when there are more
            of them than pages whose number was not read.
    """

    pages: int
    stated: int | None
    missing_folios: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NastiBalance:
    """The pages of one nasti.

    Attributes:
        nasti_id: The nasti.
        number: Its number as written; None where none was read.
        parts: Each part.
        doubts: What a person should look at, one sentence each; scans still to be registered are not counted.
    """

    nasti_id: int
    number: str | None
    parts: dict[Part, PartBalance]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """The ledger drawn up.

    Attributes:
        scans: Every scan, in order of arrival.
        nastis: Every registered nasti.
        sheets_in: Sum over the scans.
        unbalanced: The faults of all scans: sheets of which it is not known where they are.
    """

    scans: tuple[ScanBalance, ...]
    nastis: tuple[NastiBalance, ...]
    sheets_in: int
    unbalanced: tuple[str, ...]


def balance(s: Session, nasti_id: int | None = None) -> Balance:
    """Draw up the ledger.

    Args:
        s: A session.
        nasti_id: Only this nasti and its scans; None for the whole store.
    """
    scans = tuple(_balance_scans(s, nasti_id))
    return Balance(
        scans=scans,
        nastis=tuple(_balance_nastis(s, nasti_id)),
        sheets_in=sum(scan.sheets_in for scan in scans),
        unbalanced=tuple(fault for scan in scans for fault in scan.faults),
    )


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
        (func.coalesce(SheetRow.told_blank, SheetRow.blank), "blanks"),
        (SheetRow.separator.is_not(None), "separators"),
        (NastiRow.version == NastiRow.registered_version, "lost"),
        (SheetRow.nasti_id.is_(None) & ScanRow.state.in_(("placed", "registered")), "lost"),
        else_="waiting",
    )


def _balance_scans(s: Session, nasti_id: int | None) -> Iterable[ScanBalance]:
    where = _whereabouts()
    query = (
        select(SheetRow.scan_sha256, where, func.count())
        .join(ScanRow, SheetRow.scan_sha256 == ScanRow.sha256)
        .outerjoin(PageRow, PageRow.sheet_id == SheetRow.id)
        .outerjoin(NastiRow, SheetRow.nasti_id == NastiRow.id)
        .group_by(SheetRow.scan_sha256, where)
    )
    scans = select(ScanRow.sha256, ScanRow.name, ScanRow.sheet_count)
    scans = scans.order_by(ScanRow.kept_at, ScanRow.sha256)
    if nasti_id is not None:
        of_nasti = ScanRow.sha256.in_(select(SheetRow.scan_sha256).where(SheetRow.nasti_id == nasti_id))
        query, scans = query.where(of_nasti), scans.where(of_nasti)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for sha256, place, count in s.execute(query):
        counts[sha256][place] = count
    for sha256, name, sheet_count in s.execute(scans):
        there = counts[sha256]
        faults = tuple(_find_faults(f"Scan {sha256[:12]} ({name})", sheet_count or 0, there))
        yield ScanBalance(
            sha256, name, sheet_count or 0, there["pages"], there["blanks"], there["separators"], there["rejected"],
            there["replaced"], there["waiting"], faults,
        )  # fmt: skip


def _find_faults(scan: str, sheet_count: int, there: dict[str, int]) -> Iterable[str]:
    rows = sum(there.values())
    if rows != sheet_count:
        yield f"{scan} came with {sheet_count} sheets, but {rows} are in the ledger."
    if there["lost"]:
        yield f"{scan} is registered, but {there['lost']} of its sheets are neither pages nor blanks nor separators."
    if there["page unread"]:
        yield f"{scan} has {there['page unread']} pages whose sheets were never read."
    if there["page elsewhere"]:
        yield f"{scan} has {there['page elsewhere']} pages in a nasti it does not belong to."
    if there["page replaced"]:
        yield f"{scan} has {there['page replaced']} pages that other sheets replace."


def _balance_nastis(s: Session, nasti_id: int | None) -> Iterable[NastiBalance]:
    nastis = select(NastiRow.id, NastiRow.number).where(NastiRow.registered_version > 0).order_by(NastiRow.id)
    pages = select(PageRow.nasti_id, PageRow.part, SheetRow.folio).join(SheetRow, PageRow.sheet_id == SheetRow.id)
    pages = pages.where(SheetRow.kind != "cover")
    names = {f"{part}_pages": part for part in PARTS}
    stated = select(FieldRow.nasti_id, FieldRow.name, FieldRow.value)
    stated = stated.where(FieldRow.name.in_(names), FieldRow.paper_id.is_(None))
    if nasti_id is not None:
        nastis, pages = nastis.where(NastiRow.id == nasti_id), pages.where(PageRow.nasti_id == nasti_id)
        stated = stated.where(FieldRow.nasti_id == nasti_id)
    folios: dict[tuple[int, str], list[int | None]] = defaultdict(list)
    for of_nasti, part, folio in s.execute(pages):
        folios[of_nasti, part].append(folio)
    said = {(of_nasti, names[name]): int(value) for of_nasti, name, value in s.execute(stated)}
    for found, number in s.execute(nastis):
        parts = {part: _balance_part(folios[found, part], said.get((found, part))) for part in PARTS}
        doubts = tuple(doubt for part, one in parts.items() for doubt in _find_doubts(number or f"#{found}", part, one))
        yield NastiBalance(found, number, parts, doubts)


def _balance_part(folios: list[int | None], stated: int | None) -> PartBalance:
    seen = {folio for folio in folios if folio is not None}
    gaps = tuple(folio for folio in range(min(seen), max(seen)) if folio not in seen) if seen else ()
    return PartBalance(len(folios), stated, gaps if len(gaps) > folios.count(None) else ())


def _find_doubts(nasti: str, part: Part, found: PartBalance) -> Iterable[str]:
    if found.stated is not None and found.stated != found.pages:
        yield f"Nasti {nasti}: its cover states {found.stated} pages of {part}, {found.pages} are there."
    if found.missing_folios:
        missing = ", ".join(map(str, found.missing_folios[:10])) + (" …" if len(found.missing_folios) > 10 else "")
        yield f"Nasti {nasti}: no page of {part} carries the number {missing}."
