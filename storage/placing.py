"""Which nasti sheets belong to: pieces of scans join a nasti, make one, or wait unplaced until a person says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nasti.hindi import ascii_number, fold
from nasti.model import Notice, Part
from nasti.stems import nasti_key
from storage import events
from storage.columns import now, plain
from storage.doubts import Doubt, raise_doubt
from storage.locks import hold
from storage.nastis import bind_again, locked_nasti
from storage.scans import finish_scans, locked
from storage.sheets import add_notices
from storage.tables import DepartmentRow, LotRow, NastiRow, SheetRow


@dataclass(frozen=True, slots=True)
class Piece:
    """Sheets that lie together.

    Attributes:
        sheet_ids: Their rows, in reading order.
        of_nasti: False for slips that belong to a lot and to no nasti.
        number: File number as written; None when none is known.
        number_told: Whether a slip, a file name or a person says the number, so that reading does not change it.
        department: "" where none is known.
        serial: Of the slip they lie behind, where that has no number yet; "" otherwise.
        lot: Name of the lot; "" for none.
        operator: Who scanned the lot.
        ends_lot: Whether the lot ends with them.
        parts: The part that a slip or a person says a sheet belongs to, by row.
        slip_sides: What sides say that are the other side of a slip and could not be read as one, by row.
        blanks: Rows of sides that the other side of their sheet shows to be blank.
        written: Rows of sides that passed for blank and are not, as the other side shows: they are read when the nasti
            is bound.
        notices: What was noticed of a sheet among the others, by row.
    """

    sheet_ids: tuple[int, ...]
    of_nasti: bool = True
    number: str | None = None
    number_told: bool = False
    department: str = ""
    serial: str = ""
    lot: str = ""
    operator: str = ""
    ends_lot: bool = False
    parts: Mapping[int, Part] = field(default_factory=dict)
    slip_sides: Mapping[int, str] = field(default_factory=dict)
    blanks: frozenset[int] = frozenset()
    written: frozenset[int] = frozenset()
    notices: Mapping[int, tuple[Notice, ...]] = field(default_factory=dict)


def place(
    s: Session, scans: Sequence[str], pieces: Sequence[Piece], doubts: Sequence[Doubt] = ()
) -> list[tuple[int, int]]:
    """Bring the sheets of scans to their nasti. Doing it again changes nothing.

    A piece joins the nasti whose number has the same canonical key and whose department is the same, behind the
    sheets already there; where there is none it makes one, and a piece without a number makes one that is unplaced.

    Args:
        s: A session that writes.
        scans: Scans with all their sheets read or parked: one, or the fronts and the backs of the same sheets.
        pieces: Every sheet of those scans in one of them.
        doubts: What a person should look at.

    Returns:
        Row and version of each nasti that has sheets of them, in order.

    Raises:
        NotFound: There is no such scan.
        ValueError: A sheet of the scans is in no piece, in two, or is not theirs.
    """
    # Two pieces of one new nasti, placed at the same time, must not both make it.
    hold(s, "place")
    rows = {sha256: locked(s, sha256) for sha256 in scans}
    sheets = {row.id: row for row in s.scalars(select(SheetRow).where(SheetRow.scan_sha256.in_(scans)))}
    if all(row.state == "reading" for row in rows.values()):
        if sorted(sheet_id for piece in pieces for sheet_id in piece.sheet_ids) != sorted(sheets):
            raise ValueError(f"the pieces of {', '.join(scans)} are not all of their sheets, each once")
        for sha256, row in rows.items():
            row.state, row.backs_of = "placed", None if sha256 == scans[0] else scans[0]
            row.awaits_partner = False
        s.flush()
        for doubt in doubts:
            raise_doubt(s, scans[0], doubt)
        for piece in pieces:
            _place_piece(s, piece, sheets)
        finish_scans(s, scans)
    there = sorted({row.nasti_id for row in sheets.values() if row.nasti_id is not None})
    return [(nasti_id, s.get_one(NastiRow, nasti_id).version) for nasti_id in there]


def find_or_make(s: Session, number: str, department: str, *, told: bool) -> NastiRow:
    """The nasti of a number in a department, locked; a new one where there is none.

    Args:
        s: A session that writes.
        number: File number as written.
        department: "" where none is known.
        told: Whether a slip or a person says the number.
    """
    hold(s, "place")
    key = key_of(number, told=told)
    department_id = department_id_of(s, department)
    there = key and s.scalar(
        select(NastiRow.id).where(NastiRow.number_key == key, NastiRow.department_id == department_id)
    )
    nasti = locked_nasti(s, there) if there else _make(s, number, key, department_id)
    nasti.number_told = nasti.number_told or told
    return nasti


def key_of(number: str, *, told: bool) -> str | None:
    """What a file number is found by; None where it is no number.

    Args:
        number: As written.
        told: Whether a slip or a person says it: what they call a number is one, in whatever form.
    """
    return nasti_key(number) or ((fold(number) or None) if told else None)


def department_id_of(s: Session, name: str) -> int:
    """The row of a department, in any spelling of its name; a new one where there is none.

    Args:
        s: A session that writes.
        name: "" for no known department.
    """
    key = fold(name) or name.casefold()
    row = s.scalar(select(DepartmentRow).where(DepartmentRow.key == key))
    if row is None:
        row = DepartmentRow(key=key, name=name)
        s.add(row)
        s.flush()
    return row.id


def _place_piece(s: Session, piece: Piece, sheets: Mapping[int, SheetRow]) -> None:
    lot = _lot(s, piece) if piece.lot else None
    for sheet_id in piece.sheet_ids:
        row = sheets[sheet_id]
        row.lot_id = lot.id if lot else None
        row.told_part = piece.parts.get(sheet_id, row.told_part)
        row.blank = row.blank or sheet_id in piece.blanks
        if sheet_id in piece.written and row.told_blank is None:
            row.told_blank = False
        if sheet_id in piece.slip_sides:
            row.separator, row.kind = piece.slip_sides[sheet_id], "separator"
    add_notices(s, piece.notices)
    if not piece.of_nasti:
        return
    nasti = _nasti_of(s, piece)
    last = s.scalar(select(func.max(SheetRow.place)).where(SheetRow.nasti_id == nasti.id))
    for place_there, sheet_id in enumerate(piece.sheet_ids, 0 if last is None else last + 1):
        sheets[sheet_id].nasti_id, sheets[sheet_id].place = nasti.id, place_there
    bind_again(nasti)
    s.flush()
    events.append(s, "placed", f"nasti:{nasti.id}", _tell(piece, sheets, nasti))


def _nasti_of(s: Session, piece: Piece) -> NastiRow:
    if piece.number is not None:
        return find_or_make(s, piece.number, piece.department, told=piece.number_told)
    waiting = piece.serial and s.scalar(
        select(NastiRow.id).where(NastiRow.serial == piece.serial, NastiRow.number_key.is_(None))
    )
    if waiting:
        return locked_nasti(s, waiting)
    nasti = _make(s, None, None, department_id_of(s, piece.department))
    nasti.serial = piece.serial or None
    return nasti


def _tell(piece: Piece, sheets: Mapping[int, SheetRow], nasti: NastiRow) -> dict[str, object]:
    by_scan: dict[str, list[int]] = {}
    for sheet_id in piece.sheet_ids:
        by_scan.setdefault(sheets[sheet_id].scan_sha256, []).append(sheets[sheet_id].position)
    return {"version": nasti.version, "number": nasti.number, "sheets": by_scan}


def _make(s: Session, number: str | None, key: str | None, department_id: int) -> NastiRow:
    nasti = NastiRow(department_id=department_id, number_key=key, state="scanning", version=0, created_at=now())
    nasti.stated, nasti.number_told = {}, False
    if number is not None:
        nasti.number, nasti.number_ascii = number, ascii_number(number)
    s.add(nasti)
    s.flush()
    return nasti


def _lot(s: Session, piece: Piece) -> LotRow:
    key = fold(piece.lot) or plain(piece.lot).casefold()
    lot = s.scalar(select(LotRow).where(LotRow.key == key))
    if lot is None:
        lot = LotRow(name=piece.lot, key=key, operator=piece.operator, begun_at=now())
        s.add(lot)
        s.flush()
    lot.operator = lot.operator or piece.operator
    if piece.ends_lot:
        lot.ended_at = now()
    return lot
