"""What people say of fields: every word is kept, the last one stands, and each can be taken back.

A word on a paper is kept with the sheet that the paper began on when it was said, so that it stays with the page that
somebody had before their eyes when sheets are moved or papers are cut otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from nasti.errors import InputRejected, NotFound
from nasti.hindi import fold
from nasti.model import Said
from nasti.stems import nasti_key
from storage import events
from storage.columns import now, plain
from storage.naming import rename
from storage.nastis import bind_again, locked_nasti
from storage.said_tables import SaidRow
from storage.tables import STANDS_FOR, DepartmentRow, FieldRow, NastiRow, PaperRow, SheetRow

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Target:
    """The field that is meant.

    Attributes:
        nasti_id: The nasti.
        name: Of the field.
        sheet_id: First sheet of the paper whose field it is; None for the nasti's own.
    """

    nasti_id: int
    name: str
    sheet_id: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said.

    Attributes:
        id: Its row.
        sheet_id: The sheet of the paper it is about; None for a field of the nasti.
        name: Of the field.
        value: What they said; None for "there is none".
        blind: Whether they typed it without seeing what was read, or what others typed.
        read: What stood there before, as `nasti.model.Field` has it; None where nothing did.
        by: Who said it.
        at: When.
    """

    id: int
    sheet_id: int | None
    name: str
    value: Value
    blind: bool
    read: Mapping[str, Any] | None
    by: str
    at: datetime


def say(s: Session, target: Target, value: Value, by: str) -> bool:
    """Say what a field is: that stands from now on, and the nasti is bound again.

    Args:
        s: A session that writes.
        target: The field. A file number or a department that another nasti has brings the sheets to that nasti.
        value: What it is, in canonical form; None where there is no such thing.
        by: Who says so.

    Returns:
        Whether that is new.

    Raises:
        NotFound: There is no such nasti, or no paper has the sheet.
        InputRejected: A nasti cannot be without what is said not to be there.
    """
    locked_nasti(s, target.nasti_id)
    stands = standing(words_of(s, target))
    if stands is not None and not stands.blind and stands.value == value:
        return False
    _keep(s, target, value, by, blind=False)
    _follow(s, target, value, by)
    return True


def enter(s: Session, target: Target, value: Value, by: str) -> bool:
    """Type a field without having seen what was read: it stands once two people typed the same.

    Args:
        s: A session that writes.
        target: The field.
        value: What is on the page, in canonical form; None where there is no such thing.
        by: Who types it.

    Returns:
        Whether the field stands now.

    Raises:
        NotFound: As `say`.
        InputRejected: The same person typed it already, or a nasti cannot be without it.
    """
    locked_nasti(s, target.nasti_id)
    entries = [word for word in words_of(s, target) if word.blind]
    if any(entry.by == plain(by) for entry in entries):
        raise InputRejected(
            f"{by} has typed this field already. Another person has to type it.",
            f"{by} यह खाना पहले भर चुके हैं। इसे कोई दूसरा व्यक्ति भरे।",
        )
    _keep(s, target, value, by, blind=True)
    if not any(same_value(target.name, entry.value, value) for entry in entries):
        return False
    _follow(s, target, value, by)
    return True


def take_back(s: Session, target: Target, by: str) -> Word:
    """Take back the last word on a field; what stood before it stands again.

    Args:
        s: A session that writes.
        target: The field.
        by: Who takes it back.

    Returns:
        The word that was taken back.

    Raises:
        NotFound: Nobody has said anything of it, or there is no such nasti.
    """
    locked_nasti(s, target.nasti_id)
    words = words_of(s, target)
    if not words:
        raise NotFound("Nobody has said anything of this field.", "इस खाने के बारे में किसी ने कुछ नहीं कहा है।")
    last = words[-1]
    row = s.get_one(SaidRow, last.id)
    row.taken_back_by, row.taken_back_at = plain(by), now()
    s.flush()
    before = standing(words[:-1])
    if standing(words) != before:
        _follow(s, target, before.value if before else (last.read or {}).get("value"), by, told=before is not None)
    events.append(s, "taken_back", f"nasti:{target.nasti_id}", {"said": last.id, "field": target.name, "by": plain(by)})
    return last


def words_of(s: Session, target: Target) -> list[Word]:
    """What was said of a field and not taken back, oldest first."""
    of = _is_of_sheets([target.sheet_id]) if target.sheet_id is not None else SaidRow.nasti_id == target.nasti_id
    return _words(s, of & (SaidRow.name == target.name))


def standing(words: Sequence[Word]) -> Word | None:
    """The word that stands: the last that was said openly, or that two people typed alike.

    Args:
        words: On one field, oldest first.
    """
    stands: Word | None = None
    for at, word in enumerate(words):
        others = (entry for entry in words[:at] if entry.blind and entry.by != word.by)
        if not word.blind or any(same_value(word.name, entry.value, word.value) for entry in others):
            stands = word
    return stands


def same_value(name: str, one: Value, other: Value) -> bool:
    """Whether two people typed the same, spelling aside.

    Args:
        name: Of the field.
        one: What one typed.
        other: What the other typed.
    """
    if one is None or other is None or isinstance(one, int) or isinstance(other, int):
        return one == other
    if name.endswith("number"):
        return (nasti_key(one) or fold(one)) == (nasti_key(other) or fold(other))
    return fold(one) == fold(other)


def said_of_nasti(s: Session, nasti_id: int, sheet_ids: Sequence[int]) -> tuple[Said, ...]:
    """What stands of a nasti and of its papers, for understanding it.

    Args:
        s: A session.
        nasti_id: The nasti.
        sheet_ids: Rows of the sheets that are understood, in order; what is said of others does not matter.
    """
    return as_said(words_of_nasti(s, nasti_id), sheet_ids)


def as_said(words: Sequence[Word], sheet_ids: Sequence[int]) -> tuple[Said, ...]:
    """What stands of some words, for understanding.

    Args:
        words: Of a nasti and of its papers, oldest first.
        sheet_ids: As for `said_of_nasti`.
    """
    by_field: dict[tuple[int | None, str], list[Word]] = {}
    for word in words:
        by_field.setdefault((word.sheet_id, word.name), []).append(word)
    stand = sorted(filter(None, map(standing, by_field.values())), key=lambda word: word.id)
    positions: dict[int | None, int | None] = {one: position for position, one in enumerate(sheet_ids)}
    positions[None] = None
    return tuple(Said(positions[word.sheet_id], word.name, word.value) for word in stand if word.sheet_id in positions)


def words_of_nasti(s: Session, nasti_id: int) -> list[Word]:
    """What was said of a nasti and of its papers and not taken back, oldest first.

    What was said of a sheet that another stands for counts as said of that one.
    """
    return _words(s, (SaidRow.nasti_id == nasti_id) | SaidRow.sheet_id.in_(_sheets_of(nasti_id)))


def history(s: Session, nasti_id: int) -> list[tuple[Word, str | None]]:
    """Everything that was said of a nasti and of its papers, oldest first, each with who took it back."""
    of = (SaidRow.nasti_id == nasti_id) | SaidRow.sheet_id.in_(_sheets_of(nasti_id))
    rows = s.execute(
        select(SaidRow, STANDS_FOR).outerjoin(SheetRow, SaidRow.sheet_id == SheetRow.id).where(of).order_by(SaidRow.id)
    )
    return [(_tell(row, sheet_id), row.taken_back_by) for row, sheet_id in rows]


def paper_of(s: Session, nasti_id: int, sheet_id: int) -> int:
    """First sheet of the paper that a sheet lies in.

    Args:
        s: A session.
        nasti_id: The nasti.
        sheet_id: Row of a sheet of it.

    Raises:
        NotFound: The sheet lies in no paper: a cover, or a nasti that is still to be bound.
    """
    first, last, this = (_place_of(one) for one in (PaperRow.first_sheet_id, PaperRow.last_sheet_id, sheet_id))
    inside = (PaperRow.nasti_id == nasti_id) & (first <= this) & (this <= last)
    found = s.scalar(select(PaperRow.first_sheet_id).where(inside).order_by(PaperRow.position).limit(1))
    if found is None:
        raise NotFound(
            "This page lies in no paper: leave --page out for the fields of the nasti itself.",
            "यह पृष्ठ किसी पत्र का नहीं है: नस्ती के अपने खानों के लिए --page न लिखें।",
        )
    return found


def _sheets_of(nasti_id: int) -> Any:
    return select(SheetRow.id).where(SheetRow.nasti_id == nasti_id)


def _place_of(sheet_id: Any) -> Any:
    return select(SheetRow.place).where(SheetRow.id == sheet_id).correlate(PaperRow).scalar_subquery()


def _is_of_sheets(sheet_ids: Iterable[int]) -> ColumnElement[bool]:
    ids = list(sheet_ids)
    return SaidRow.sheet_id.in_(select(SheetRow.id).where(STANDS_FOR.in_(ids)))


def _words(s: Session, of: ColumnElement[bool]) -> list[Word]:
    query = select(SaidRow, STANDS_FOR).outerjoin(SheetRow, SaidRow.sheet_id == SheetRow.id)
    rows = s.execute(query.where(of, SaidRow.taken_back_at.is_(None)).order_by(SaidRow.id))
    return [_tell(row, sheet_id) for row, sheet_id in rows]


def _tell(row: SaidRow, sheet_id: int | None) -> Word:
    return Word(row.id, sheet_id, row.name, row.value, row.blind, row.read, row.said_by, row.said_at)


def _keep(s: Session, target: Target, value: Value, by: str, *, blind: bool) -> None:
    text = plain(value) if isinstance(value, str) else value
    row = SaidRow(
        nasti_id=target.nasti_id if target.sheet_id is None else None, sheet_id=target.sheet_id, name=target.name,
        value=text, blind=blind, read=_read(s, target), said_by=plain(by), said_at=now(),
    )  # fmt: skip
    s.add(row)
    s.flush()
    # What was typed blind must not be read from the audit chain by whoever types it next.
    said = {} if blind else {"value": text}
    detail = {"said": row.id, "field": target.name, "sheet": target.sheet_id, "blind": blind, "by": plain(by), **said}
    events.append(s, "said", f"nasti:{target.nasti_id}", detail)


def _read(s: Session, target: Target) -> dict[str, Any] | None:
    """What stands in a field now. The nasti's own number and department go before what was read of them."""
    nasti = s.get_one(NastiRow, target.nasti_id)
    own = {"file_number": nasti.number, "department": s.get_one(DepartmentRow, nasti.department_id).name}
    of_paper = FieldRow.paper_id.is_(None)
    if target.sheet_id is not None:
        of_paper = FieldRow.paper_id.in_(select(PaperRow.id).where(PaperRow.first_sheet_id == target.sheet_id))
    query = select(FieldRow).where(FieldRow.nasti_id == target.nasti_id, FieldRow.name == target.name, of_paper)
    row = s.scalar(query.limit(1))
    known = own.get(target.name) if target.sheet_id is None else None
    if row is None:
        return {"value": known, "raw": "", "confidence": 1.0, "told": nasti.number_told} if known else None
    return {"value": known or row.value, "raw": row.raw, "confidence": row.confidence, "told": row.told}


def _follow(s: Session, target: Target, value: Value, by: str, *, told: bool = True) -> None:
    """Let the nasti be what was said, and be bound again."""
    nasti = locked_nasti(s, target.nasti_id)
    if target.sheet_id is None and target.name in ("file_number", "department"):
        if value is None and told:
            raise InputRejected(
                "A nasti has a number and a department. Say what they are.",
                "नस्ती का क्रमांक और विभाग होता है। बताएँ कि वे क्या हैं।",
            )
        said = None if value is None else str(value)
        number, department = nasti.number, s.get_one(DepartmentRow, nasti.department_id).name
        if target.name == "file_number":
            rename(s, nasti.id, said, department, told=told, by=by)
        else:
            rename(s, nasti.id, number, said or "", told=nasti.number_told, by=by)
    else:
        bind_again(nasti)
        s.flush()
