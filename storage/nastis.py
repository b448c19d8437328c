"""Nasti: their sheets, and their registration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from nasti.errors import NastiError, NotFound
from nasti.hindi import ascii_number
from nasti.model import Field, Part, Understood
from nasti.slips import read_slip, write_qr
from nasti.stems import join_volume, nasti_key
from storage import events
from storage.columns import now
from storage.files import Kept
from storage.index import index_nasti, unindex_nasti
from storage.locks import hold
from storage.registration import enter
from storage.scans import finish_scans
from storage.sheets import UNREAD, StoredSheet, stored
from storage.slips import resolve
from storage.tables import NastiRow, ScanRow, SheetRow

COUNTS = ("noting_pages", "correspondence_pages", "sheets")
"""What slips count."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What the ledger says is still to be done; false when that is nothing.

    Attributes:
        unsplit: Scans whose sheets have not been counted.
        waiting_sheets: Scan and index of sheets that are neither read nor parked.
        unplaced: Scans with every sheet read or parked that are not placed yet and wait for no other scan.
        unbound: Nasti, and the version, whose sheets are not all registered; parked ones wait for a person.
    """

    unsplit: tuple[str, ...]
    waiting_sheets: tuple[tuple[str, int], ...]
    unplaced: tuple[str, ...]
    unbound: tuple[tuple[int, int], ...]

    def __bool__(self) -> bool:
        return bool(self.unsplit or self.waiting_sheets or self.unplaced or self.unbound)


def sheets_of_nasti(s: Session, nasti_id: int) -> list[StoredSheet]:
    """All sheets of a nasti in order, parked ones included, replaced ones left out.

    Raises:
        NotFound: There is no such nasti.
    """
    created_at(s, nasti_id)
    return stored(s, sheets_in_order(nasti_id))


def sheets_in_order(nasti_id: int) -> Select[SheetRow]:
    """A query for the rows of all sheets of a nasti, in order; those that were replaced are left out."""
    return select(SheetRow).where(SheetRow.nasti_id == nasti_id, SheetRow.place.is_not(None)).order_by(SheetRow.place)


def created_at(s: Session, nasti_id: int) -> datetime:
    """When a nasti was first seen.

    Raises:
        NotFound: There is no such nasti.
    """
    moment = s.scalar(select(NastiRow.created_at).where(NastiRow.id == nasti_id))
    if moment is None:
        raise _unknown(nasti_id)
    return moment


def register(s: Session, nasti_id: int, version: int, understood: Understood, bound: Mapping[Part, Kept]) -> bool:
    """Register a nasti: fields, pages, papers, flags, search index and bound PDFs, all or nothing.

    Pages of sheets that were registered before keep their ids.

    Args:
        s: A session that writes.
        nasti_id: The nasti.
        version: The version that was understood and bound.
        understood: Its sheets that were read, in order (those of `sheets_of_nasti` that are not parked).
        bound: The searchable PDF of each part that has a page.

    Returns:
        False, with nothing changed, when sheets joined since or this version is registered already.

    Raises:
        NotFound: There is no such nasti.
        ValueError: The sheets are not those of the nasti, or a part with pages has no PDF.
    """
    nasti = locked_nasti(s, nasti_id)
    if nasti.version != version or nasti.registered_version >= version:
        return False
    rows = s.scalars(sheets_in_order(nasti_id).where(SheetRow.state == "read")).all()
    enter(s, nasti, rows, understood, bound)
    nasti.stated = _stated(s, rows)
    _adopt_fields(s, nasti, understood.fields)
    if rows:
        s.flush()
        index_nasti(s, nasti_id)
    else:
        unindex_nasti(s, nasti_id)
    nasti.state, nasti.reason, nasti.reason_hindi = "read", None, None
    nasti.registered_version, nasti.registered_at = version, now()
    s.flush()
    finish_scans(s, {row.scan_sha256 for row in s.scalars(select(SheetRow).where(SheetRow.nasti_id == nasti_id))})
    detail = {"version": version, "number": nasti.number, "sheets": len(rows)}
    files = {part: kept.sha256 for part, kept in bound.items()}
    events.append(s, "registered", f"nasti:{nasti_id}", {**detail, "bound": files})
    return True


def park(s: Session, nasti_id: int, version: int, error: NastiError) -> None:
    """Lay a nasti aside that cannot be bound, with the reason; nothing changes when sheets joined since.

    Args:
        s: A session that writes.
        nasti_id: The nasti.
        version: The version that could not be bound.
        error: Why, in English and Hindi.

    Raises:
        NotFound: There is no such nasti.
    """
    nasti = locked_nasti(s, nasti_id)
    if nasti.version != version or nasti.registered_version >= version:
        return
    nasti.state, nasti.reason, nasti.reason_hindi = "parked", error.message, error.hindi
    s.flush()
    events.append(s, "parked", f"nasti:{nasti_id}", {"version": version, "reason": error.message})


def unfinished(s: Session) -> Unfinished:
    """Everything that is still to be done, for whoever must see to it that somebody does it."""
    unread = SheetRow.state.in_(UNREAD)
    unsplit = s.scalars(select(ScanRow.sha256).where(ScanRow.state == "kept").order_by(ScanRow.kept_at))
    sheets = s.execute(
        select(SheetRow.scan_sha256, SheetRow.position).where(unread).order_by(SheetRow.scan_sha256, SheetRow.position)
    )
    return Unfinished(tuple(unsplit), tuple(sheets), unplaced(s), unbound(s))


def unplaced(s: Session) -> tuple[str, ...]:
    """Scans with every sheet read or parked that are not placed yet and wait for no other scan, in order of arrival."""
    all_read = ~exists().where(SheetRow.scan_sha256 == ScanRow.sha256, SheetRow.state.in_(UNREAD))
    to_place = (ScanRow.state == "reading", ~ScanRow.awaits_partner, all_read)
    return tuple(s.scalars(select(ScanRow.sha256).where(*to_place).order_by(ScanRow.kept_at)))


def unbound(s: Session) -> tuple[tuple[int, int], ...]:
    """Nasti, and the version, whose sheets are not all registered; parked ones wait for a person."""
    behind = (NastiRow.version > NastiRow.registered_version, NastiRow.state != "parked")
    return tuple(s.execute(select(NastiRow.id, NastiRow.version).where(*behind).order_by(NastiRow.id)))


def locked_nasti(s: Session, nasti_id: int) -> NastiRow:
    """The row of a nasti; other writers who want it wait until this transaction ends.

    Raises:
        NotFound: There is no such nasti.
    """
    query = select(NastiRow).where(NastiRow.id == nasti_id).with_for_update()
    row = s.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise _unknown(nasti_id)
    return row


def bind_again(nasti: NastiRow) -> None:
    """Let a nasti be understood and bound anew: its sheets, or what is said of it, changed.

    Args:
        nasti: Its row, locked.
    """
    nasti.version += 1
    nasti.state, nasti.reason, nasti.reason_hindi = "scanning", None, None


def _stated(s: Session, rows: Sequence[SheetRow]) -> dict[str, int | str]:
    """What the slips among the sheets say: the subject, and counts, which add up where each counted its own bundle."""
    slips = {slip for row in rows if row.separator and (slip := read_slip(row.separator))}
    # Both sides of a slip say the same, once.
    said = {slip.serial or replace(slip, side=""): asdict(resolve(s, slip)) for slip in sorted(slips, key=write_qr)}
    stated: dict[str, int | str] = {}
    for one in said.values():
        stated |= {"subject": one["subject"]} if one.get("subject") else {}
        for name in COUNTS:
            if one[name] is not None:
                stated[name] = int(stated.get(name, 0)) + int(one[name])
    return stated


def _adopt_fields(s: Session, nasti: NastiRow, fields: Mapping[str, Field]) -> None:
    """Take what was read as the nasti's own; the number only where it does not change which nasti this is."""
    text = {name: str(field.value) for name, field in fields.items()}
    subject = nasti.stated.get("subject")
    nasti.section, nasti.subject = text.get("section"), str(subject) if subject else text.get("subject")
    nasti.opened, nasti.closed, nasti.retention = text.get("opened"), text.get("closed"), text.get("retention")
    year = fields["year"].value if "year" in fields else None
    nasti.year = year if isinstance(year, int) else None
    number = _number(fields)
    if number is None or nasti.number_told:
        return
    key = nasti_key(number)
    if key is not None and nasti.number_key is None and not _taken(s, key, nasti.department_id):
        nasti.number_key = key
    if key == nasti.number_key:
        nasti.number, nasti.number_ascii = number, ascii_number(number)


def _number(fields: Mapping[str, Field]) -> str | None:
    """The number that was read, with the volume where it is one of several."""
    if "file_number" not in fields:
        return None
    volume = fields["volume"].value if "volume" in fields else None
    return join_volume(str(fields["file_number"].value), volume if isinstance(volume, int) else None)


def _taken(s: Session, key: str, department_id: int) -> bool:
    hold(s, "place")
    query = select(NastiRow.id).where(NastiRow.number_key == key, NastiRow.department_id == department_id)
    return s.scalar(query) is not None


def _unknown(nasti_id: int) -> NotFound:
    return NotFound(f"There is no nasti {nasti_id} in the store.")
