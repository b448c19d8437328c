"""Nasti: which scans make one, and its registration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.orm import Session

from nasti.errors import NastiError, NotFound
from nasti.hindi import ascii_number, fold, number_key
from nasti.model import Field, Part, Understood
from storage import events
from storage.columns import now
from storage.files import Kept
from storage.index import index_nasti
from storage.locks import hold
from storage.registration import enter
from storage.scans import locked
from storage.sheets import UNREAD, StoredSheet, stored
from storage.tables import DepartmentRow, NastiRow, ScanRow, SheetRow


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What the ledger says is still to be done; false when that is nothing.

    Attributes:
        unsplit: Scans whose sheets have not been counted.
        waiting_sheets: Scan and index of sheets that are neither read nor parked.
        unplaced: Scans with every sheet read or parked that belong to no nasti yet.
        unbound: Nasti, and the version, whose sheets are not all registered; parked ones wait for a person.
    """

    unsplit: tuple[str, ...]
    waiting_sheets: tuple[tuple[str, int], ...]
    unplaced: tuple[str, ...]
    unbound: tuple[tuple[int, int], ...]

    def __bool__(self) -> bool:
        return bool(self.unsplit or self.waiting_sheets or self.unplaced or self.unbound)


def place(s: Session, sha256: str, number: Field | None, department: Field | None) -> tuple[int, int]:
    """Find the nasti a scan belongs to, or make it. Doing it again changes nothing.

    The scan joins a nasti whose number has the same canonical key and whose department agrees: the department of the
    scanner folder where there is one, else the one that was read. Its sheets come after those already there.

    Args:
        s: A session that writes.
        sha256: A scan with all its sheets read or parked.
        number: The file number, None when none was read.
        department: The department, None when none was read.

    Returns:
        Number of the nasti's row, and its version with this scan.

    Raises:
        NotFound: There is no such scan.
    """
    # Two scans of one new nasti, placed at the same time, must not both make it.
    hold(s, "place")
    scan = locked(s, sha256)
    if scan.nasti_id is not None:
        return scan.nasti_id, s.get_one(NastiRow, scan.nasti_id).version
    key = number_key(str(number.value)) if number else None
    department_id = _department(s, scan.department or (str(department.value) if department else ""))
    nasti_id = key and s.scalar(
        select(NastiRow.id).where(NastiRow.number_key == key, NastiRow.department_id == department_id)
    )
    nasti = locked_nasti(s, nasti_id) if nasti_id else _new_nasti(s, number, key, department_id)
    last = s.scalar(select(func.max(ScanRow.place)).where(ScanRow.nasti_id == nasti.id))
    scan.nasti_id, scan.place, scan.state = nasti.id, 0 if last is None else last + 1, "placed"
    nasti.version += 1
    nasti.state, nasti.reason, nasti.reason_hindi = "scanning", None, None
    s.flush()
    events.append(s, "placed", f"scan:{sha256}", {"nasti": nasti.id, "version": nasti.version, "number": nasti.number})
    return nasti.id, nasti.version


def sheets_of_nasti(s: Session, nasti_id: int) -> list[StoredSheet]:
    """All sheets of a nasti in order, parked ones included.

    Raises:
        NotFound: There is no such nasti.
    """
    created_at(s, nasti_id)
    return stored(s, sheets_in_order(nasti_id))


def sheets_in_order(nasti_id: int) -> Select[SheetRow]:
    """A query for the rows of all sheets of a nasti, in order."""
    return (
        select(SheetRow)
        .join(ScanRow, SheetRow.scan_sha256 == ScanRow.sha256)
        .where(ScanRow.nasti_id == nasti_id)
        .order_by(ScanRow.place, SheetRow.position)
    )


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
    _adopt_fields(s, nasti, understood.fields)
    described = (nasti.subject, nasti.section, nasti.year, s.get_one(DepartmentRow, nasti.department_id).name)
    index_nasti(s, nasti_id, [str(value) for value in described if value], nasti.number)
    nasti.state, nasti.reason, nasti.reason_hindi = "read", None, None
    nasti.registered_version, nasti.registered_at = version, now()
    s.execute(update(ScanRow).where(ScanRow.nasti_id == nasti_id).values(state="registered"))
    s.flush()
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
    all_read = ~exists().where(SheetRow.scan_sha256 == ScanRow.sha256, unread)
    unsplit = s.scalars(select(ScanRow.sha256).where(ScanRow.state == "kept").order_by(ScanRow.kept_at))
    sheets = s.execute(
        select(SheetRow.scan_sha256, SheetRow.position).where(unread).order_by(SheetRow.scan_sha256, SheetRow.position)
    )
    unplaced = s.scalars(select(ScanRow.sha256).where(ScanRow.state == "reading", all_read).order_by(ScanRow.kept_at))
    unbound = s.execute(
        select(NastiRow.id, NastiRow.version)
        .where(NastiRow.version > NastiRow.registered_version, NastiRow.state != "parked")
        .order_by(NastiRow.id)
    )
    return Unfinished(tuple(unsplit), tuple(sheets), tuple(unplaced), tuple(unbound))


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


def _department(s: Session, name: str) -> int:
    key = fold(name) or name.casefold()
    row = s.scalar(select(DepartmentRow).where(DepartmentRow.key == key))
    if row is None:
        row = DepartmentRow(key=key, name=name)
        s.add(row)
        s.flush()
    return row.id


def _new_nasti(s: Session, number: Field | None, key: str | None, department_id: int) -> NastiRow:
    nasti = NastiRow(department_id=department_id, number_key=key, state="scanning", version=0, created_at=now())
    _write_number(nasti, number)
    s.add(nasti)
    s.flush()
    return nasti


def _write_number(nasti: NastiRow, number: Field | None) -> None:
    if number is not None:
        nasti.number, nasti.number_ascii = str(number.value), ascii_number(str(number.value))


def _adopt_fields(s: Session, nasti: NastiRow, fields: Mapping[str, Field]) -> None:
    """Take what was read as the nasti's own; the number only where it does not change which nasti this is."""
    text = {name: str(field.value) for name, field in fields.items()}
    nasti.section, nasti.subject = text.get("section"), text.get("subject")
    nasti.opened, nasti.closed, nasti.retention = text.get("opened"), text.get("closed"), text.get("retention")
    year = fields["year"].value if "year" in fields else None
    nasti.year = year if isinstance(year, int) else None
    number = fields.get("file_number")
    key = number_key(str(number.value)) if number else None
    if key is not None and nasti.number_key is None and not _taken(s, key, nasti.department_id):
        nasti.number_key = key
    if key == nasti.number_key:
        _write_number(nasti, number)


def _taken(s: Session, key: str, department_id: int) -> bool:
    hold(s, "place")
    query = select(NastiRow.id).where(NastiRow.number_key == key, NastiRow.department_id == department_id)
    return s.scalar(query) is not None


def _unknown(nasti_id: int) -> NotFound:
    return NotFound(f"There is no nasti {nasti_id} in the store.")
