"""The audit chain: what happened, in order, each entry sealed with the hash of the one before it.

An entry that is changed, removed or slipped in later breaks the chain from there on. Entries are numbered without
gaps. What the chain cannot show is that its end was cut off; the newest hash belongs on paper or in a backup.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.columns import now
from storage.locks import hold
from storage.tables import EventRow

BEGINNING = "0" * 64
"""What stands for the hash before the first entry."""


def append(s: Session, kind: str, subject: str, detail: Mapping[str, Any]) -> None:
    """Add an entry to the chain.

    Other writers wait from here until the transaction ends, so this comes last in what a transaction does.

    Args:
        s: A session that writes.
        kind: What happened, a verb in the past ("registered").
        subject: To what ("scan:<sha256>", "nasti:<id>").
        detail: More, as values that JSON can hold.
    """
    hold(s, "event")
    last = s.execute(select(EventRow.id, EventRow.hash).order_by(EventRow.id.desc()).limit(1)).one_or_none()
    entry = EventRow(
        id=last.id + 1 if last else 1,
        at=now(),
        kind=kind,
        subject=subject,
        detail=dict(detail),
        previous=last.hash if last else BEGINNING,
    )
    entry.hash = _seal(entry)
    s.add(entry)
    s.flush()


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the chain.

    Attributes:
        number: Its place in the chain, from 1; 0 for the beginning, before the first.
        at: When; None for the beginning.
        subject: To what it happened.
        detail: More about it.
        hash: Its seal.
    """

    number: int
    at: datetime | None
    subject: str
    detail: Mapping[str, Any]
    hash: str


def head(s: Session) -> Event:
    """The newest entry. Of a session that has appended one, nobody else's can come behind it until it ends."""
    last = s.scalar(select(EventRow).order_by(EventRow.id.desc()).limit(1))
    return _event(last) if last else Event(0, None, "", {}, BEGINNING)


def find(s: Session, kind: str) -> list[Event]:
    """All entries of a kind, oldest first."""
    return list(map(_event, s.scalars(select(EventRow).where(EventRow.kind == kind).order_by(EventRow.id))))


def _event(row: EventRow) -> Event:
    return Event(row.id, row.at, row.subject, row.detail, row.hash)


def verify_chain(s: Session) -> list[str]:
    """What is wrong with the chain: one sentence for each entry that was changed or is missing.

    Args:
        s: A session.
    """
    problems = []
    number, before = 1, BEGINNING
    for entry in s.scalars(select(EventRow).order_by(EventRow.id).execution_options(yield_per=1000)):
        if entry.id != number:
            problems.append(f"Events {number} to {entry.id - 1} are missing from the audit chain.")
        elif entry.previous != before:
            problems.append(f"Event {entry.id} does not follow from the one before it.")
        if entry.hash != _seal(entry):
            problems.append(f"Event {entry.id} was changed after it was written.")
        number, before = entry.id + 1, entry.hash
    return problems


def _seal(entry: EventRow) -> str:
    content = {
        "id": entry.id,
        "at": entry.at.isoformat(timespec="microseconds"),
        "kind": entry.kind,
        "subject": entry.subject,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
