"""What people ask the store: one nasti, all nasti, all scans, how the line stands."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from sqlalchemy import LargeBinary, case, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from nasti.errors import NotFound
from nasti.model import MENTIONS, Box, Field, Paper, Part, Understood
from nasti.stems import nasti_key
from storage.columns import now, plain
from storage.keywords import keywords_of
from storage.nastis import sheets_in_order, sheets_of_nasti
from storage.tables import (
    ArrivalRow,
    BoundRow,
    DepartmentRow,
    FieldRow,
    NastiRow,
    PageRow,
    PaperRow,
    ScanRow,
    SheetRow,
)

SCAN_STATES = ("kept", "reading", "placed", "registered", "rejected")
SHEET_STATES = ("waiting", "reading", "read", "parked")
NASTI_STATES = ("scanning", "read", "parked")
OUTCOMES = ("kept", "duplicate", "rejected")


@dataclass(frozen=True, slots=True)
class NastiLine:
    """One nasti in a list.

    Attributes:
        id: Its row.
        number: As written; None where none was read.
        department: "" where none is known.
        subject: None where none was read.
        year: None where none was read.
        state: "scanning", "read" or "parked".
        placed: Whether it is known which nasti this is.
        sheets: Scanned sides, blanks and parked ones included.
        pages: Pages registered.
        bound: Key of the searchable PDF of each part.
        folder: Its folder for people, relative to the store's; None until it stands.
        reason: Why it is parked; None otherwise.
        reason_hindi: The same in Hindi.
    """

    id: int
    number: str | None
    department: str
    subject: str | None
    year: int | None
    state: str
    placed: bool
    sheets: int
    pages: int
    bound: Mapping[Part, str]
    folder: str | None
    reason: str | None
    reason_hindi: str | None


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One scan in a list.

    Attributes:
        sha256: The scan.
        name: Its file or folder name as it came.
        state: "kept", "reading", "placed", "registered", "rejected"; "parked" while its nasti is.
        nasti_ids: The nasti that have its sheets; none until it is placed.
        sheets: How many it has; 0 until it is split.
        waiting: Sheets still to be read.
        parked: Sheets that could not be read.
        reason: Why it is rejected or parked, or why its first unreadable sheet is; None otherwise.
        reason_hindi: The same in Hindi.
    """

    sha256: str
    name: str
    state: str
    nasti_ids: tuple[int, ...]
    sheets: int
    waiting: int
    parked: int
    reason: str | None
    reason_hindi: str | None


@dataclass(frozen=True, slots=True)
class NastiView:
    """One nasti, whole.

    Attributes:
        line: What a list shows of it.
        version: Rises when sheets join it.
        source: Names of its scans as they came, parted by ", ".
        scans: Its scans, in order.
        labels: Page label of each sheet ("N-1", "cover"); None for sheets that are no pages.
        states: State of each sheet.
        keywords: The keywords that people gave to each sheet.
        understood: All its sheets, parked ones included as far as known, indexed from 0 through the nasti; its papers
            and fields, none until it is registered.
        registered_at: When it was last registered; None until it is.
    """

    line: NastiLine
    version: int
    source: str
    scans: tuple[str, ...]
    labels: tuple[str | None, ...]
    states: tuple[str, ...]
    keywords: tuple[tuple[str, ...], ...]
    understood: Understood
    registered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Status:
    """How the line stands: counts by state, every state named.

    Attributes:
        arrivals: Drops that were kept, came twice, or were rejected.
        scans: By state.
        sheets: By state.
        nastis: By state.
        pages: Pages registered.
        to_put_away: Arrivals whose source is still in the inbox.
        sheets_last_hour: Sheets read in the last hour.
    """

    arrivals: Mapping[str, int]
    scans: Mapping[str, int]
    sheets: Mapping[str, int]
    nastis: Mapping[str, int]
    pages: int
    to_put_away: int
    sheets_last_hour: int


def show(s: Session, number_or_id: str) -> NastiView:
    """One nasti, found by its number in any spelling, or by the number of its row with or without ``#``.

    Raises:
        NotFound: There is none, or there are several of that number in different departments.
    """
    nasti = s.get_one(NastiRow, find_nasti(s, number_or_id))
    sheets = sheets_of_nasti(s, nasti.id)
    papers, fields = papers_and_fields(s, nasti.id)
    scans = scans_of(s, nasti.id)
    keywords = keywords_of(s, [sheet.id for sheet in sheets])
    return NastiView(
        line=list_nasti(s, nasti.id),
        version=nasti.version,
        source=", ".join(scans.values()),
        scans=tuple(scans),
        labels=labels_of(s, nasti.id),
        states=tuple(sheet.state for sheet in sheets),
        keywords=tuple(keywords.get(sheet.id, ()) for sheet in sheets),
        understood=Understood(
            tuple(replace(sheet.sheet, index=position) for position, sheet in enumerate(sheets)), papers, fields
        ),
        registered_at=nasti.registered_at,
    )


def find_nasti(s: Session, number_or_id: str) -> int:
    """The row of a nasti, by its number in any spelling, or by the number of its row with or without ``#``.

    Raises:
        NotFound: There is none, or there are several of that number in different departments.
    """
    wanted = number_or_id.strip()
    found: Sequence[tuple[int, str]] = []
    if not wanted.startswith("#"):
        same = [NastiRow.number == plain(wanted)]
        if key := nasti_key(wanted):
            same = [NastiRow.number_key == key]
        query = select(NastiRow.id, DepartmentRow.name).join(DepartmentRow, NastiRow.department_id == DepartmentRow.id)
        found = s.execute(query.where(*same).order_by(NastiRow.id)).all()
    if len(found) > 1:
        each = ", ".join(f"#{nasti_id} ({department or '?'})" for nasti_id, department in found)
        raise NotFound(
            f"Several nasti have the number {wanted}: {each}. Ask for one of these.",
            f"नंबर {wanted} की एक से अधिक नस्तियाँ हैं: {each}। इनमें से एक चुनें।",
        )
    if found:
        return found[0][0]
    digits = wanted.removeprefix("#")
    # Row numbers fit 63 bits; PostgreSQL refuses to compare with anything longer.
    if digits.isdecimal() and len(digits) <= 18 and s.get(NastiRow, int(digits)) is not None:
        return int(digits)
    raise NotFound(
        f"There is no nasti {wanted} in the store. Try: nasti search", f"भंडार में नस्ती {wanted} नहीं है। खोजें: nasti search"
    )


def list_nastis(s: Session) -> list[NastiLine]:
    """All nasti that have sheets, in the order they were first seen."""
    return [line for line in _list(s, None) if line.sheets]


def list_unplaced(s: Session) -> list[NastiLine]:
    """Stacks of sheets of which it is not known which nasti they are: a person has to say."""
    return [line for line in list_nastis(s) if not line.placed]


def list_nasti(s: Session, nasti_id: int) -> NastiLine:
    """One nasti, as a list shows it.

    Raises:
        NotFound: There is no such nasti.
    """
    found = _list(s, nasti_id)
    if not found:
        raise NotFound(f"There is no nasti #{nasti_id} in the store.")
    return found[0]


def scans_of(s: Session, nasti_id: int) -> dict[str, str]:
    """The scans that the sheets of a nasti came in, in order: the name each came under, by hash."""
    query = sheets_in_order(nasti_id).join(ScanRow, SheetRow.scan_sha256 == ScanRow.sha256)
    return {
        sha256: plain(str(name)) for sha256, name in s.execute(query.with_only_columns(ScanRow.sha256, ScanRow.name))
    }


def labels_of(s: Session, nasti_id: int) -> tuple[str | None, ...]:
    """The page label of each sheet of a nasti, in order; None for sheets that are no pages."""
    query = sheets_in_order(nasti_id).outerjoin(PageRow, PageRow.sheet_id == SheetRow.id)
    return tuple(s.scalars(query.with_only_columns(PageRow.label)))


def papers_and_fields(s: Session, nasti_id: int) -> tuple[tuple[Paper, ...], dict[str, Field]]:
    """Papers and fields of a nasti, their sheets as positions in it; none until it is registered."""
    ids = s.scalars(sheets_in_order(nasti_id).with_only_columns(SheetRow.id))
    index = {sheet_id: position for position, sheet_id in enumerate(ids)}
    fields: dict[int | None, dict[str, Field]] = defaultdict(dict)
    mentions: dict[int | None, dict[str, tuple[Field, ...]]] = defaultdict(dict)
    for row in s.scalars(select(FieldRow).where(FieldRow.nasti_id == nasti_id).order_by(FieldRow.id)):
        box = cast(Box, tuple(row.box))
        field = Field(row.value, row.raw, row.confidence, index[row.sheet_id], box, row.told)
        if row.paper_id is not None and row.name in MENTIONS:
            mentions[row.paper_id][row.name] = (*mentions[row.paper_id].get(row.name, ()), field)
        else:
            fields[row.paper_id][row.name] = field
    papers = tuple(
        Paper(
            row.kind, cast(Part, row.part), index[row.first_sheet_id], index[row.last_sheet_id], fields[row.id],
            mentions[row.id],
        )
        for row in s.scalars(select(PaperRow).where(PaperRow.nasti_id == nasti_id).order_by(PaperRow.position))
    )  # fmt: skip
    return papers, fields[None]


def list_scans(s: Session) -> list[ScanLine]:
    """All scans, in the order they were kept."""
    parked = SheetRow.state == "parked"
    sheets = {
        row.scan_sha256: row
        for row in s.execute(
            select(
                SheetRow.scan_sha256,
                func.count().filter(SheetRow.state.in_(("waiting", "reading"))).label("waiting"),
                func.count().filter(parked).label("parked"),
                func.min(SheetRow.position).filter(parked).label("first_parked"),
            ).group_by(SheetRow.scan_sha256)
        )
    }
    nastis = _nastis_by_scan(s)
    reasons = _first_reasons(s)
    lines = []
    for scan in s.scalars(select(ScanRow).order_by(ScanRow.kept_at)):
        parked_nasti = next((nasti for nasti in nastis[scan.sha256] if nasti.state == "parked"), None)
        laid_aside = parked_nasti if scan.state != "registered" else None
        reason = (laid_aside.reason, laid_aside.reason_hindi) if laid_aside else (scan.reason, scan.reason_hindi)
        counts = sheets.get(scan.sha256)
        lines.append(
            ScanLine(
                scan.sha256, plain(str(scan.name)), "parked" if laid_aside else scan.state,
                tuple(nasti.id for nasti in nastis[scan.sha256]), scan.sheet_count or 0,
                counts.waiting if counts else 0, counts.parked if counts else 0,
                *(reason if reason[0] else reasons.get(scan.sha256, (None, None))),
            )
        )  # fmt: skip
    return lines


def was_put_away(s: Session, path: Path) -> bool:
    """Whether a source, or something in this folder, was taken in and moved away from here."""
    raw = type_coerce(ArrivalRow.path, LargeBinary)
    whole = os.fsencode(path.absolute())
    # "0" follows "/": the range holds what lies in the folder.
    inside = (raw > whole + b"/") & (raw < whole + b"0")
    query = select(ArrivalRow.id).where((raw == whole) | inside, ArrivalRow.put_away_at.is_not(None)).limit(1)
    return s.scalar(query) is not None


def status(s: Session) -> Status:
    """How the line stands now."""
    outcome = case(
        ((ArrivalRow.outcome == "refused") | (ScanRow.state == "rejected"), "rejected"), else_=ArrivalRow.outcome
    )
    arrivals = s.execute(
        select(outcome, func.count())
        .select_from(ArrivalRow)
        .outerjoin(ScanRow, ArrivalRow.scan_sha256 == ScanRow.sha256)
        .group_by(outcome)
    )
    an_hour_ago = now() - timedelta(hours=1)
    return Status(
        arrivals={**dict.fromkeys(OUTCOMES, 0), **dict(arrivals.all())},
        scans=_count(s, ScanRow.state, SCAN_STATES),
        sheets=_count(s, SheetRow.state, SHEET_STATES),
        nastis=_count(s, NastiRow.state, NASTI_STATES),
        pages=s.scalar(select(func.count(PageRow.id))) or 0,
        to_put_away=s.scalar(select(func.count(ArrivalRow.id)).where(ArrivalRow.put_away_at.is_(None))) or 0,
        sheets_last_hour=s.scalar(select(func.count(SheetRow.id)).where(SheetRow.read_at >= an_hour_ago)) or 0,
    )


def _count(s: Session, state: InstrumentedAttribute[str], states: Iterable[str]) -> dict[str, int]:
    found = s.execute(select(state, func.count()).group_by(state))
    return {**dict.fromkeys(states, 0), **dict(found.all())}


def _list(s: Session, nasti_id: int | None) -> list[NastiLine]:
    sheets = select(SheetRow.nasti_id, func.count(SheetRow.place).label("count")).group_by(SheetRow.nasti_id).subquery()
    pages = select(PageRow.nasti_id, func.count().label("count")).group_by(PageRow.nasti_id).subquery()
    query = (
        select(NastiRow, DepartmentRow.name, sheets.c.count, pages.c.count)
        .join(DepartmentRow, NastiRow.department_id == DepartmentRow.id)
        .outerjoin(sheets, sheets.c.nasti_id == NastiRow.id)
        .outerjoin(pages, pages.c.nasti_id == NastiRow.id)
        .order_by(NastiRow.id)
    )
    bound_query = select(BoundRow).join(
        NastiRow, (BoundRow.nasti_id == NastiRow.id) & (BoundRow.version == NastiRow.registered_version)
    )
    if nasti_id is not None:
        query, bound_query = query.where(NastiRow.id == nasti_id), bound_query.where(NastiRow.id == nasti_id)
    bound: dict[int, dict[Part, str]] = defaultdict(dict)
    for row in s.scalars(bound_query):
        bound[row.nasti_id][cast(Part, row.part)] = row.key
    return [
        NastiLine(
            nasti.id, nasti.number, department, nasti.subject, nasti.year, nasti.state,
            nasti.number_key is not None, sheet_count or 0, page_count or 0,
            bound[nasti.id], nasti.folder, nasti.reason, nasti.reason_hindi,
        )
        for nasti, department, sheet_count, page_count in s.execute(query)
    ]  # fmt: skip


def _nastis_by_scan(s: Session) -> Mapping[str, list[NastiRow]]:
    pairs = select(SheetRow.scan_sha256, SheetRow.nasti_id).where(SheetRow.nasti_id.is_not(None)).distinct().subquery()
    query = select(pairs.c.scan_sha256, NastiRow).join(NastiRow, pairs.c.nasti_id == NastiRow.id).order_by(NastiRow.id)
    found: dict[str, list[NastiRow]] = defaultdict(list)
    for sha256, nasti in s.execute(query):
        found[sha256].append(nasti)
    return found


def _first_reasons(s: Session) -> dict[str, tuple[str | None, str | None]]:
    parked = select(SheetRow).where(SheetRow.state == "parked").order_by(SheetRow.scan_sha256, SheetRow.position.desc())
    return {row.scan_sha256: (row.reason, row.reason_hindi) for row in s.scalars(parked)}
