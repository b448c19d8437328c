"""Sheets: the page ledger's entries, from waiting to read or parked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import Session

from nasti.errors import NastiError, NotFound
from nasti.model import Box, Part, Sheet, Step
from storage import events
from storage.columns import now
from storage.files import Kept
from storage.scans import locked
from storage.tables import FlagRow, SheetRow, WordsRow
from storage.words import pack, unpack

State = Literal["waiting", "reading", "read", "parked"]
UNREAD = ("waiting", "reading")


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A sheet as the store has it.

    Attributes:
        id: Its row.
        scan_sha256: The scan it is of.
        state: "waiting", "reading", "read" or "parked".
        sheet: What was read; only the index until then, and for parked sheets.
        picture_key: Its visible image; "" when there is none.
        reason: Why it was parked, in English; "" otherwise.
        reason_hindi: The same in Hindi.
    """

    id: int
    scan_sha256: str
    state: State
    sheet: Sheet
    picture_key: str
    reason: str
    reason_hindi: str


def begin(s: Session, sha256: str, index: int, owner: str) -> int | None:
    """Start to read a sheet, and count that before the work. From here on only this owner's outcome counts.

    Args:
        s: A session that writes.
        sha256: The scan.
        index: Which sheet, from 0.
        owner: Who reads it.

    Returns:
        Which attempt this is, from 1; None when the sheet is read or parked already.

    Raises:
        NotFound: There is no such sheet.
    """
    attempt = s.scalar(
        update(SheetRow)
        .where(_is(sha256, index), SheetRow.state.in_(UNREAD))
        .values(state="reading", attempts=SheetRow.attempts + 1, owner=owner)
        .returning(SheetRow.attempts)
        .execution_options(synchronize_session=False)
    )
    if attempt is None and s.scalar(select(SheetRow.id).where(_is(sha256, index))) is None:
        raise NotFound(f"There is no sheet {index} of scan {sha256} in the store.")
    return attempt


def finish(s: Session, sha256: str, index: int, owner: str, sheet: Sheet, picture: Kept) -> int:
    """Commit what was read. Nothing changes when the sheet is finished already or another owner took it over.

    Args:
        s: A session that writes.
        sha256: The scan.
        index: Which sheet, from 0.
        owner: Who read it.
        sheet: What was read.
        picture: Its visible image.

    Returns:
        How many sheets of the scan are still to be read; exactly one of several finishers that run at the same time
        is told 0.

    Raises:
        NotFound: There is no such scan.
    """
    row = _owned(s, sha256, index, owner)
    if row is not None:
        _enter(row, sheet, picture)
        s.add(WordsRow(sheet_id=row.id, packed=pack(sheet.words)))
        set_flags(s, row.id, sheet.flags)
        s.flush()
    return waiting(s, sha256)


def park(s: Session, sha256: str, index: int, owner: str, error: NastiError) -> int:
    """Give a sheet up: it stays in the ledger as rejected, with the reason. Refused as `finish` is.

    Args:
        s: A session that writes.
        sha256: The scan.
        index: Which sheet, from 0.
        owner: Who tried to read it.
        error: Why, in English and Hindi.

    Returns:
        How many sheets of the scan are still to be read.

    Raises:
        NotFound: There is no such scan.
    """
    row = _owned(s, sha256, index, owner)
    if row is not None:
        row.state, row.reason, row.reason_hindi = "parked", error.message, error.hindi
        s.flush()
        events.append(s, "parked", f"scan:{sha256}", {"sheet": index, "reason": error.message})
    return waiting(s, sha256)


def waiting(s: Session, sha256: str) -> int:
    """How many sheets of a scan are still to be read."""
    query = select(func.count()).where(SheetRow.scan_sha256 == sha256, SheetRow.state.in_(UNREAD))
    return s.scalar(query) or 0


def sheets_of_scan(s: Session, sha256: str) -> list[StoredSheet]:
    """All sheets of a scan, in order."""
    return stored(s, select(SheetRow).where(SheetRow.scan_sha256 == sha256).order_by(SheetRow.position))


def stored(s: Session, query: Select[SheetRow]) -> list[StoredSheet]:
    """The sheets that a query finds, with their words and flags, in its order."""
    found = query.order_by(None).with_only_columns(SheetRow.id)
    words = {row.sheet_id: row.packed for row in s.scalars(select(WordsRow).where(WordsRow.sheet_id.in_(found)))}
    flags: dict[int, list[str]] = defaultdict(list)
    for flag in s.scalars(select(FlagRow).where(FlagRow.sheet_id.in_(found)).order_by(FlagRow.name)):
        flags[flag.sheet_id].append(flag.name)
    return [_restore(row, words.get(row.id), flags[row.id]) for row in s.scalars(query)]


def set_flags(s: Session, sheet_id: int, names: Iterable[str]) -> None:
    """Make these the flags of a sheet."""
    s.execute(delete(FlagRow).where(FlagRow.sheet_id == sheet_id))
    s.add_all(FlagRow(sheet_id=sheet_id, name=name) for name in set(names))
    s.flush()


def _is(sha256: str, index: int) -> ColumnElement[bool]:
    return (SheetRow.scan_sha256 == sha256) & (SheetRow.position == index)


def _owned(s: Session, sha256: str, index: int, owner: str) -> SheetRow | None:
    # The lock on the scan lets sheets of one scan be committed one after the other, so that whoever comes last counts
    # none left; without it the last two, at the same time, would each count the other's.
    locked(s, sha256)
    query = select(SheetRow).where(_is(sha256, index), SheetRow.state == "reading", SheetRow.owner == owner)
    return s.scalar(query.with_for_update().execution_options(populate_existing=True))


def _enter(row: SheetRow, sheet: Sheet, picture: Kept) -> None:
    row.state, row.read_at = "read", now()
    row.picture_key, row.picture_sha256, row.picture_bytes = picture.key, picture.sha256, picture.size_bytes
    row.width_px, row.height_px = sheet.size_px
    row.dpi, row.turn_deg, row.skew_deg = sheet.dpi, sheet.turn_deg, sheet.skew_deg
    row.paper_px = list(sheet.paper_px)
    row.blank, row.separator = sheet.blank, sheet.separator
    row.kind, row.part, row.folio = sheet.kind, sheet.part, sheet.folio
    row.steps = [{"name": step.name, "detail": dict(step.detail)} for step in sheet.steps]
    row.seconds = dict(sheet.seconds)
    row.handwriting = [list(box) for box in sheet.handwriting]


def _restore(row: SheetRow, packed: bytes | None, flags: Sequence[str]) -> StoredSheet:
    sheet = Sheet(
        index=row.position,
        size_px=(row.width_px, row.height_px),
        dpi=row.dpi,
        turn_deg=row.turn_deg,
        skew_deg=row.skew_deg,
        paper_px=cast(Box, tuple(row.paper_px)),
        blank=row.blank,
        separator=row.separator,
        kind=row.kind,
        part=cast(Part | None, row.part),
        folio=row.folio,
        flags=tuple(flags),
        words=unpack(packed) if packed else (),
        steps=tuple(Step(step["name"], step["detail"]) for step in row.steps),
        seconds=row.seconds,
        handwriting=tuple(cast(Box, tuple(box)) for box in row.handwriting),
    )
    return StoredSheet(
        id=row.id,
        scan_sha256=row.scan_sha256,
        state=cast(State, row.state),
        sheet=sheet,
        picture_key=row.picture_key or "",
        reason=row.reason or "",
        reason_hindi=row.reason_hindi or "",
    )
