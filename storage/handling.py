"""What people do to sheets: move, insert, put in order, replace, turn, mark, split, place. Each can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as with_changes
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nasti.errors import InputRejected
from nasti.model import KINDS, Part
from nasti.slips import Slip
from storage.arranging import Arrangement, arrangements, order_of, rearrange, seat
from storage.nastis import locked_nasti
from storage.placing import find_or_make
from storage.tables import DepartmentRow, NastiRow, SheetRow


def move(s: Session, sheet_ids: Sequence[int], nasti_id: int, at: int | None, by: str) -> int | None:
    """Bring sheets to a place in a nasti: out of another one, out of an unplaced stack, or from elsewhere in it.

    Args:
        s: A session that writes.
        sheet_ids: Rows of sheets, in the order they are to lie in.
        nasti_id: Where to.
        at: How many of the sheets that stay there come before them; None for all.
        by: Who does it.

    Returns:
        Number of the change; None when they lie so already.

    Raises:
        NotFound: There is no such sheet or nasti.
        InputRejected: A sheet is given twice, or still belongs to no scan that was placed.
    """
    locked_nasti(s, nasti_id)
    moving = _distinct(sheet_ids)
    stay = [sheet_id for sheet_id in order_of(s, nasti_id) if sheet_id not in moving]
    at = len(stay) if at is None else max(0, min(at, len(stay)))
    wanted = _close_ranks(s, moving, nasti_id)
    wanted |= seat(s, nasti_id, [*stay[:at], *moving, *stay[at:]])
    return rearrange(s, "move", by, wanted)


def reorder(s: Session, nasti_id: int, sheet_ids: Sequence[int], by: str) -> int | None:
    """Put all sheets of a nasti into another order.

    Args:
        s: A session that writes.
        nasti_id: The nasti.
        sheet_ids: Rows of all its sheets.
        by: Who does it.

    Returns:
        As `move`.

    Raises:
        InputRejected: They are not the sheets of the nasti, each once.
    """
    locked_nasti(s, nasti_id)
    if sorted(sheet_ids) != sorted(order_of(s, nasti_id)):
        raise InputRejected(
            "The new order must name every sheet of the nasti once.",
            "नए क्रम में नस्ती का हर पन्ना ठीक एक बार होना चाहिए।",
        )
    return rearrange(s, "reorder", by, seat(s, nasti_id, sheet_ids))


def replace(s: Session, sheet_id: int, by_sheets: Sequence[int], by: str) -> int | None:
    """Let other sheets stand in the place of one: it was scanned again, or lies there twice. The old one is kept.

    Args:
        s: A session that writes.
        sheet_id: The sheet that is replaced; it may be one that could not be read.
        by_sheets: Rows of what stands for it, in order; the first counts as its new scan.
        by: Who does it.

    Returns:
        As `move`.

    Raises:
        NotFound: There is no such sheet.
        InputRejected: The sheet has no place in a nasti, or is to replace itself.
    """
    new = _distinct(by_sheets)
    old = arrangements(s, [sheet_id])[sheet_id]
    if old.nasti_id is None or old.place is None or sheet_id in new or not new:
        raise InputRejected(
            "Only a sheet that has its place in a nasti can be replaced, and only by another one.",
            "केवल वही पन्ना बदला जा सकता है जो किसी नस्ती में अपनी जगह पर है, और केवल दूसरे पन्ने से।",
        )
    locked_nasti(s, old.nasti_id)
    order = [one for one in order_of(s, old.nasti_id) if one == sheet_id or one not in new]
    at = order.index(sheet_id)
    wanted = _close_ranks(s, new, old.nasti_id)
    wanted |= seat(s, old.nasti_id, [*order[:at], *new, *order[at + 1 :]])
    for one in new:
        wanted[one] = with_changes(wanted[one], part=wanted[one].part or old.part)
    wanted[sheet_id] = with_changes(old, place=None, replaced_by_id=new[0])
    # Whoever asks for an older scan of this page finds the newest at once; one that comes back stands for itself.
    replaced = select(SheetRow.id).where(SheetRow.replaced_by_id == sheet_id, SheetRow.id.not_in(new))
    earlier = s.scalars(replaced).all()
    for one, there in arrangements(s, earlier).items():
        wanted[one] = with_changes(there, replaced_by_id=new[0])
    return rearrange(s, "replace", by, wanted)


def turn(s: Session, sheet_ids: Sequence[int], clockwise_deg: int, by: str) -> int | None:
    """Turn pages that stand the wrong way up; they are read again when the nasti is bound.

    Args:
        s: A session that writes.
        sheet_ids: Rows of sheets.
        clockwise_deg: How far what is shown now has to be turned: 90, 180 or 270.
        by: Who does it.

    Returns:
        As `move`.

    Raises:
        NotFound: There is no such sheet.
        InputRejected: The angle is none of those.
    """
    if clockwise_deg not in (90, 180, 270):
        raise InputRejected(
            "A page can be turned by 90, 180 or 270 degrees.", "पृष्ठ 90, 180 या 270 अंश ही घुमाया जा सकता है।"
        )
    measured = {row.id: row.turn_deg for row in s.scalars(select(SheetRow).where(SheetRow.id.in_(sheet_ids)))}
    wanted = {}
    for sheet_id, one in arrangements(s, sheet_ids).items():
        now_deg = measured[sheet_id] if one.turn_deg is None else one.turn_deg
        wanted[sheet_id] = with_changes(one, turn_deg=(now_deg + clockwise_deg) % 360)
    return rearrange(s, "turn", by, wanted)


def mark_blank(s: Session, sheet_ids: Sequence[int], blank: bool, by: str) -> int | None:
    """Say that sides are blank, or that they are not; those that are not are read again when the nasti is bound.

    Args:
        s: A session that writes.
        sheet_ids: Rows of sheets.
        blank: What is true.
        by: Who says so.

    Returns:
        As `move`.

    Raises:
        NotFound: There is no such sheet.
    """
    return _say(s, "mark", sheet_ids, by, blank=blank)


def set_part(s: Session, sheet_ids: Sequence[int], part: Part | None, by: str) -> int | None:
    """Say which part sheets belong to.

    Args:
        s: A session that writes.
        sheet_ids: Rows of sheets.
        part: The part; None to leave it to what is read.
        by: Who says so.

    Returns:
        As `move`.

    Raises:
        NotFound: There is no such sheet.
    """
    return _say(s, "part", sheet_ids, by, part=part)


def set_kind(s: Session, sheet_ids: Sequence[int], kind: str | None, by: str) -> int | None:
    """Say what kind of page sheets are.

    Args:
        s: A session that writes.
        sheet_ids: Rows of sheets.
        kind: One of `nasti.model.KINDS`; None to leave it to what is read. A blank side is told by `mark_blank`.
        by: Who says so.

    Returns:
        As `move`.

    Raises:
        NotFound: There is no such sheet.
        InputRejected: It is no kind that a person can say.
    """
    if kind is not None and kind not in SAYABLE:
        there = ", ".join(SAYABLE)
        raise InputRejected(
            f"{kind} is no kind of page. Kinds are: {there}.", f"{kind} पृष्ठ का कोई प्रकार नहीं है। प्रकार हैं: {there}।"
        )
    return _say(s, "kind", sheet_ids, by, kind=kind)


SAYABLE = tuple(kind for kind in KINDS if kind not in ("blank", "separator"))
"""Kinds of page that people say: blank sides and separators have ways of their own."""


def set_beginning(s: Session, sheet_ids: Sequence[int], begins: bool | None, by: str) -> int | None:
    """Say whether papers begin on sheets.

    Args:
        s: A session that writes.
        sheet_ids: Rows of sheets.
        begins: What is true; None to leave it to what is read.
        by: Who says so.

    Returns:
        As `move`.

    Raises:
        NotFound: There is no such sheet.
    """
    return _say(s, "paper", sheet_ids, by, begins=begins)


def split(s: Session, nasti_id: int, from_sheet: int, number: str, department: str | None, by: str) -> int | None:
    """Move a sheet and all behind it to the nasti of another number, which is made where there is none.

    Args:
        s: A session that writes.
        nasti_id: The nasti that is split.
        from_sheet: Row of the first sheet that leaves it.
        number: File number as written.
        department: Of the other nasti; None for the same.
        by: Who does it.

    Returns:
        As `move`.

    Raises:
        NotFound: There is no such nasti.
        InputRejected: The sheet has no place in the nasti, or the number is its own.
    """
    order = order_of(s, nasti_id)
    if from_sheet not in order:
        raise InputRejected(
            f"Sheet {from_sheet} has no place in nasti #{nasti_id}.",
            f"पन्ना {from_sheet} की नस्ती #{nasti_id} में कोई जगह नहीं है।",
        )
    other = _nasti_of(s, nasti_id, number, department)
    return move(s, order[order.index(from_sheet) :], other, None, by)


def place(s: Session, nasti_id: int, number: str, department: str | None, by: str) -> int | None:
    """Say which nasti the sheets of a stack are: they go to the nasti of that number, made where there is none.

    Args:
        s: A session that writes.
        nasti_id: The unplaced stack, or a nasti whose number was read wrongly.
        number: File number as written.
        department: Of the nasti; None for that of the stack.
        by: Who says so.

    Returns:
        As `move`.

    Raises:
        NotFound: There is no such stack.
        InputRejected: The stack has no sheets, or the number is its own already.
    """
    order = order_of(s, nasti_id)
    if not order:
        raise InputRejected(f"Nasti #{nasti_id} has no sheets.", f"नस्ती #{nasti_id} में कोई पन्ना नहीं है।")
    return move(s, order, _nasti_of(s, nasti_id, number, department), None, by)


def place_waiting(s: Session, slip: Slip, by: str) -> int | None:
    """Place what lay behind a slip that had no number when it was scanned, and has one now.

    Args:
        s: A session that writes.
        slip: What it says now.
        by: Who says so.

    Returns:
        As `move`; None too where nothing waits behind it.
    """
    waiting = select(NastiRow.id).where(NastiRow.serial == slip.serial, NastiRow.number_key.is_(None))
    stack = s.scalar(waiting.where(NastiRow.id.in_(select(SheetRow.nasti_id).where(SheetRow.place.is_not(None)))))
    if not slip.number or stack is None:
        return None
    return place(s, stack, slip.number, slip.department or None, by)


def _say(s: Session, verb: str, sheet_ids: Sequence[int], by: str, **said: Any) -> int | None:
    """Let sheets stand where they are, with this said of each."""
    return rearrange(s, verb, by, {one: with_changes(was, **said) for one, was in arrangements(s, sheet_ids).items()})


def _nasti_of(s: Session, nasti_id: int, number: str, department: str | None) -> int:
    """Row of the nasti of a number, other than this one."""
    before = locked_nasti(s, nasti_id)
    if department is None:
        department = s.get_one(DepartmentRow, before.department_id).name
    other: NastiRow = find_or_make(s, number, department, told=True)
    if other.id == nasti_id:
        raise InputRejected(f"These sheets are in nasti {number} already.", f"ये पन्ने नस्ती {number} में ही हैं।")
    return other.id


def _distinct(sheet_ids: Sequence[int]) -> list[int]:
    if len(set(sheet_ids)) != len(sheet_ids):
        raise InputRejected("A sheet is named twice.", "एक पन्ना दो बार बताया गया है।")
    return list(sheet_ids)


def _close_ranks(s: Session, leaving: Sequence[int], nasti_id: int) -> dict[int, Arrangement]:
    """How the sheets stand that stay behind in other nasti when some leave for this one."""
    wanted: dict[int, Arrangement] = {}
    for other in {one.nasti_id for one in arrangements(s, leaving).values()} - {None, nasti_id}:
        assert other is not None
        wanted |= seat(s, other, [sheet_id for sheet_id in order_of(s, other) if sheet_id not in leaving])
    return wanted
