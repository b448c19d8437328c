"""Sheets: the page ledger's entries, from waiting to read or parked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import Session

from nasti.errors import NastiError, NotFound
from nasti.flags import OF_WHAT_STANDS_THERE
from nasti.model import Box, Notice, Part, Sheet, Step, Told
from storage import events
from storage.columns import now
from storage.files import Kept
from storage.index import index_page
from storage.scans import locked
from storage.tables import IS_BLANK, FlagRow, PageRow, SheetRow, WordsRow
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
        nasti_id: The nasti it belongs to; None before it is placed, and for slips of a lot.
        replaced: Whether another sheet stands in its place.
        to_read_again: Whether a person has said something since it was read that only reading it again can follow.
        reason: Why it was parked, in English; "" otherwise.
        reason_hindi: The same in Hindi.
    """

    id: int
    scan_sha256: str
    state: State
    sheet: Sheet
    picture_key: str
    nasti_id: int | None
    replaced: bool
    to_read_again: bool
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
        row.state = "read"
        row.picture_key, row.picture_sha256, row.picture_bytes = picture.key, picture.sha256, picture.size_bytes
        _enter(row, sheet)
        s.add(WordsRow(sheet_id=row.id, packed=pack(sheet.words)))
        set_flags(s, row.id, sheet)
        s.flush()
    return waiting(s, sha256)


def reread(s: Session, sheet_id: int, sheet: Sheet) -> None:
    """Enter what was read again as a person said, in place of what was read before. Its picture stays.

    Args:
        s: A session that writes.
        sheet_id: A sheet that was read.
        sheet: What was read this time; ``told`` is what it was read by.

    Raises:
        NotFound: There is no such sheet.
    """
    row = s.scalar(select(SheetRow).where(SheetRow.id == sheet_id).with_for_update())
    if row is None:
        raise NotFound(f"There is no sheet {sheet_id} in the store.")
    kept_part = row.part
    _enter(row, sheet)
    row.part = kept_part
    s.get_one(WordsRow, sheet_id).packed = pack(sheet.words)
    set_flags(s, sheet_id, sheet)
    s.flush()
    page_id = s.scalar(select(PageRow.id).where(PageRow.sheet_id == sheet_id))
    if page_id is not None:
        index_page(s, page_id, sheet.words)
    detail = {"sheet": row.position, "turn_deg": sheet.turn_deg, "blank": sheet.blank}
    events.append(s, "read again", f"scan:{row.scan_sha256}", detail)


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


def sheets_by_id(s: Session, sheet_ids: Iterable[int]) -> list[StoredSheet]:
    """Sheets by their rows; those that are not there are left out."""
    return stored(s, select(SheetRow).where(SheetRow.id.in_(list(sheet_ids))))


def stored(s: Session, query: Select[SheetRow]) -> list[StoredSheet]:
    """The sheets that a query finds, with their words and flags, in its order."""
    found = query.order_by(None).with_only_columns(SheetRow.id)
    words = {row.sheet_id: row.packed for row in s.scalars(select(WordsRow).where(WordsRow.sheet_id.in_(found)))}
    flags: dict[int, list[FlagRow]] = defaultdict(list)
    said = select(FlagRow).join(SheetRow, FlagRow.sheet_id == SheetRow.id).where(FlagRow.sheet_id.in_(found), is_said())
    for flag in s.scalars(said.order_by(FlagRow.name)):
        flags[flag.sheet_id].append(flag)
    return [_restore(row, words.get(row.id), flags[row.id]) for row in s.scalars(query)]


def set_flags(s: Session, sheet_id: int, sheet: Sheet) -> None:
    """Make the flags of a sheet, with their notices, those that the store has of it.

    What is not said of a blank side stays, so that it is there once a person calls the side written.
    """
    unsaid = OF_WHAT_STANDS_THERE if sheet.blank and sheet.separator is None else frozenset()
    s.execute(delete(FlagRow).where(FlagRow.sheet_id == sheet_id, FlagRow.name.not_in(unsaid)))
    notices = {notice.name: notice for notice in sheet.notices}
    for name in {*sheet.flags, *notices}:
        s.merge(_flag(sheet_id, notices.get(name, Notice(name))))
    s.flush()


def is_said() -> ColumnElement[bool]:
    """Whether a flag is to be shown, in a query of `FlagRow` with `SheetRow`.

    What was noticed of the reading of a side that turned out to be blank stays stored and is not said; it is said again
    once a person calls the side written.
    """
    return ~(IS_BLANK & SheetRow.separator.is_(None) & FlagRow.name.in_(OF_WHAT_STANDS_THERE))


def add_notices(s: Session, notices: Mapping[int, Iterable[Notice]]) -> None:
    """Add flags to sheets, in place of those of the same name.

    Args:
        s: A session that writes.
        notices: By row of the sheet.
    """
    for sheet_id, found in notices.items():
        for notice in found:
            s.merge(_flag(sheet_id, notice))
    s.flush()


def told(row: SheetRow) -> Told:
    """What people and slips say about a sheet."""
    part = cast(Part | None, row.told_part)
    return Told(part, row.told_blank, row.told_turn_deg, row.told_kind, row.told_begins)


def _flag(sheet_id: int, notice: Notice) -> FlagRow:
    return FlagRow(
        sheet_id=sheet_id, name=notice.name, measure=notice.measure, bound=notice.bound, unit=notice.unit,
        box=None if notice.box is None else list(notice.box), other_id=notice.other,
    )  # fmt: skip


def _is(sha256: str, index: int) -> ColumnElement[bool]:
    return (SheetRow.scan_sha256 == sha256) & (SheetRow.position == index)


def _owned(s: Session, sha256: str, index: int, owner: str) -> SheetRow | None:
    # The lock on the scan lets sheets of one scan be committed one after the other, so that whoever comes last counts
    # none left; without it the last two, at the same time, would each count the other's.
    locked(s, sha256)
    query = select(SheetRow).where(_is(sha256, index), SheetRow.state == "reading", SheetRow.owner == owner)
    return s.scalar(query.with_for_update().execution_options(populate_existing=True))


def _enter(row: SheetRow, sheet: Sheet) -> None:
    row.read_at = now()
    row.read_blank, row.read_turn_deg = sheet.told.blank, sheet.told.turn_deg
    row.width_px, row.height_px = sheet.size_px
    row.dpi, row.turn_deg, row.skew_deg = sheet.dpi, sheet.turn_deg, sheet.skew_deg
    row.paper_px = list(sheet.paper_px)
    row.blank, row.separator = sheet.blank, sheet.separator
    row.kind, row.part, row.folio = sheet.kind, sheet.part, sheet.folio
    row.steps = [{"name": step.name, "detail": dict(step.detail)} for step in sheet.steps]
    row.seconds = dict(sheet.seconds)
    row.handwriting = [list(box) for box in sheet.handwriting]
    row.measures = dict(sheet.measures)


def _restore(row: SheetRow, packed: bytes | None, flags: Sequence[FlagRow]) -> StoredSheet:
    said = told(row)
    blank = row.blank if said.blank is None else said.blank
    sheet = Sheet(
        index=row.position,
        size_px=(row.width_px, row.height_px),
        dpi=row.dpi,
        turn_deg=row.turn_deg,
        skew_deg=row.skew_deg,
        paper_px=cast(Box, tuple(row.paper_px)),
        blank=blank,
        separator=row.separator,
        kind=_kind(row, blank=blank),
        part=cast(Part | None, row.part),
        folio=row.folio,
        flags=tuple(flag.name for flag in flags),
        notices=tuple(notice for flag in flags if (notice := _notice(flag)) != Notice(flag.name)),
        measures=row.measures,
        told=said,
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
        nasti_id=row.nasti_id,
        replaced=row.replaced_by_id is not None,
        to_read_again=row.state == "read"
        and _said_of_reading(said.blank, said.turn_deg) != _said_of_reading(row.read_blank, row.read_turn_deg),
        reason=row.reason or "",
        reason_hindi=row.reason_hindi or "",
    )


def _notice(flag: FlagRow) -> Notice:
    box = None if flag.box is None else cast(Box, tuple(flag.box))
    return Notice(flag.name, flag.measure, flag.bound, flag.unit, box, flag.other_id)


def _said_of_reading(blank: bool | None, turn_deg: int | None) -> tuple[bool, int | None]:
    """What of that changes how a sheet is read: one that is to be blank may stay as it was read."""
    return blank is False, turn_deg


def _kind(row: SheetRow, *, blank: bool) -> str:
    if blank and row.separator is None:
        return "blank"
    return "other" if row.kind == "blank" else row.kind
