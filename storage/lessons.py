"""What people said of nasti, as something to learn from; and the models that were learned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nasti.model import Said, Sheet
from storage import events
from storage.columns import now
from storage.files import Kept
from storage.nastis import sheets_of_nasti
from storage.said import as_said, words_of_nasti
from storage.said_tables import LearnedRow, SaidRow
from storage.tables import NastiRow, SheetRow


@dataclass(frozen=True, slots=True)
class Lesson:
    """A nasti of which somebody said something.

    Attributes:
        nasti_id: The nasti.
        sheets: Its sheets that were read, in order; ``told`` is what people say of each.
        said: What stands of its fields, and of those of its papers.
        said_at: When the last of it was said; where people said something of sheets alone, when it was registered.
        said_by: Who said that; "" where people said something of sheets alone.
    """

    nasti_id: int
    sheets: tuple[Sheet, ...]
    said: tuple[Said, ...]
    said_at: datetime
    said_by: str


@dataclass(frozen=True, slots=True)
class Model:
    """A model that was learned.

    Attributes:
        version: Counts up from 1.
        made_at: When.
        nastis: How many nasti it was learned from.
        used: Whether it is better than the rules in anything, and therefore used.
        key: Its file.
        report: What was measured, as values that JSON can hold.
    """

    version: int
    made_at: datetime
    nastis: int
    used: bool
    key: str
    report: Mapping[str, Any]


def lessons(s: Session) -> list[Lesson]:
    """Everything there is to learn from, in the order of the nasti."""
    told = SheetRow.told_kind.is_not(None) | SheetRow.told_begins.is_not(None)
    of_sheets = select(SheetRow.nasti_id).where(told | SheetRow.id.in_(select(SaidRow.sheet_id)))
    ids = {*s.scalars(of_sheets), *s.scalars(select(SaidRow.nasti_id))} - {None}
    return [lesson for nasti_id in sorted(ids) if nasti_id is not None and (lesson := _lesson(s, nasti_id))]


def news(s: Session) -> tuple[int, int]:
    """How many words people said since the newest model was learned, and the row of the last of them; 0, 0 for none."""
    learned = s.scalar(select(func.max(LearnedRow.last_said_id))) or 0
    count, last = s.execute(select(func.count(SaidRow.id), func.max(SaidRow.id)).where(SaidRow.id > learned)).one()
    return count, last or learned


def keep_model(s: Session, kept: Kept, report: Mapping[str, Any], *, nastis: int, used: bool, last_said_id: int) -> int:
    """Enter a model that was learned; from now on it speaks, if it is used.

    Args:
        s: A session that writes.
        kept: Its file.
        report: What was measured.
        nastis: How many nasti it was learned from.
        used: Whether it is better than the rules in anything.
        last_said_id: The last word that it heeds.

    Returns:
        Its version.
    """
    row = LearnedRow(
        made_at=now(), last_said_id=last_said_id, nastis=nastis, used=used, key=kept.key, sha256=kept.sha256,
        size_bytes=kept.size_bytes, report=dict(report),
    )  # fmt: skip
    s.add(row)
    s.flush()
    detail = {"version": row.version, "nastis": nastis, "used": used, "sha256": kept.sha256}
    events.append(s, "learned", f"model:{row.version}", detail)
    return row.version


def newest(s: Session) -> Model | None:
    """The model that was learned last; None before the first."""
    row = s.scalar(select(LearnedRow).order_by(LearnedRow.version.desc()).limit(1))
    return None if row is None else Model(row.version, row.made_at, row.nastis, row.used, row.key, row.report)


def _lesson(s: Session, nasti_id: int) -> Lesson | None:
    stored = [one for one in sheets_of_nasti(s, nasti_id) if one.picture_key]
    words = words_of_nasti(s, nasti_id)
    said = as_said(words, [one.id for one in stored])
    if not stored or not (said or any(one.sheet.told.kind or one.sheet.told.begins is not None for one in stored)):
        return None
    last = words[-1] if words else None
    sheets = tuple(one.sheet for one in stored)
    nasti = s.get_one(NastiRow, nasti_id)
    at = last.at if last else nasti.registered_at or nasti.created_at
    return Lesson(nasti_id, sheets, said, at, last.by if last else "")
