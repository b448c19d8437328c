"""What a machine could not settle when it placed a scan; a person looks at it and settles it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nasti.errors import NotFound
from storage import events
from storage.change_tables import DoubtRow
from storage.columns import now, plain
from storage.tables import SheetRow


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person should look at.

    Attributes:
        flag: The flag that the sheets carry; "" where none of them does.
        sheets: Rows of the sheets it is about.
        message: What was found and what to do, in English.
        hindi: The same in Hindi.
    """

    flag: str
    sheets: tuple[int, ...]
    message: str
    hindi: str


@dataclass(frozen=True, slots=True)
class Raised:
    """A doubt in the store.

    Attributes:
        id: Its row.
        scan_sha256: The scan it came up with.
        nasti_ids: The nasti that have the sheets now.
        doubt: What is doubted.
        raised_at: When.
        settled_by: Who settled it; None while it is open.
    """

    id: int
    scan_sha256: str
    nasti_ids: tuple[int, ...]
    doubt: Doubt
    raised_at: datetime
    settled_by: str | None


def raise_doubt(s: Session, sha256: str, doubt: Doubt) -> None:
    """Keep a doubt.

    Args:
        s: A session that writes.
        sha256: The scan it came up with.
        doubt: What is doubted.
    """
    s.add(
        DoubtRow(
            scan_sha256=sha256, flag=doubt.flag, message=doubt.message, hindi=doubt.hindi, sheets=list(doubt.sheets),
            raised_at=now(),
        )
    )  # fmt: skip
    s.flush()


def list_doubts(s: Session, nasti_id: int | None = None, *, settled: bool = False) -> list[Raised]:
    """Doubts, in the order they came up.

    Args:
        s: A session.
        nasti_id: Only those about sheets that this nasti has now; None for all.
        settled: Those that were settled too.
    """
    query = select(DoubtRow).order_by(DoubtRow.id)
    rows = s.scalars(query if settled else query.where(DoubtRow.settled_at.is_(None))).all()
    sheet_ids = {sheet_id for row in rows for sheet_id in row.sheets}
    of_nasti = dict(s.execute(select(SheetRow.id, SheetRow.nasti_id).where(SheetRow.id.in_(sheet_ids))).all())
    found = [_tell(row, {of_nasti.get(sheet_id) for sheet_id in row.sheets}) for row in rows]
    return [one for one in found if nasti_id is None or nasti_id in one.nasti_ids]


def settle(s: Session, doubt_id: int, by: str) -> None:
    """Say that a doubt was looked at. Doing it again changes nothing.

    Args:
        s: A session that writes.
        doubt_id: Which.
        by: Who looked.

    Raises:
        NotFound: There is no such doubt.
    """
    row = s.get(DoubtRow, doubt_id)
    if row is None:
        raise NotFound(f"There is no doubt {doubt_id}.", f"संदेह {doubt_id} नहीं है।")
    if row.settled_at is None:
        row.settled_by, row.settled_at = plain(by), now()
        s.flush()
        events.append(
            s, "doubt settled", f"scan:{row.scan_sha256}", {"doubt": doubt_id, "flag": row.flag, "by": plain(by)}
        )


def _tell(row: DoubtRow, nasti_ids: set[int | None]) -> Raised:
    known = tuple(sorted(nasti_id for nasti_id in nasti_ids if nasti_id is not None))
    doubt = Doubt(row.flag, tuple(row.sheets), row.message, row.hindi)
    return Raised(row.id, row.scan_sha256, known, doubt, row.raised_at, row.settled_by)
