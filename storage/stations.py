"""Where scans came from, and which of them wait for the scan of their other sides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from nasti.errors import NotFound
from storage import events
from storage.columns import plain
from storage.scans import locked, unknown
from storage.tables import ScanRow, SheetRow


@dataclass(frozen=True, slots=True)
class Station:
    """Where a scan came from.

    Attributes:
        station: First sub-folder under the inbox; "" for none.
        department: Second sub-folder under the inbox; "" for none.
        name: File or folder name as it came.
    """

    station: str
    department: str
    name: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A scan that is read whole and not placed.

    Attributes:
        sha256: The scan.
        name: File or folder name as it came.
        kept_at: When it was taken in.
        sheets: How many sides it has.
    """

    sha256: str
    name: str
    kept_at: datetime
    sheets: int


def station_of(s: Session, sha256: str) -> Station:
    """Where a scan came from.

    Raises:
        NotFound: There is no such scan.
    """
    row = s.get(ScanRow, sha256)
    if row is None:
        raise unknown(sha256)
    return Station(row.station, row.department, plain(str(row.name)))


def waiting_at(s: Session, station: str | None = None) -> list[Waiting]:
    """Scans that are read whole and not placed, in order of arrival.

    Args:
        s: A session.
        station: Those of this station; None for those of all stations that wait for the scan of their other sides.
    """
    unread = exists().where(SheetRow.scan_sha256 == ScanRow.sha256, SheetRow.state.in_(("waiting", "reading")))
    which = ScanRow.awaits_partner if station is None else ScanRow.station == station
    rows = s.scalars(select(ScanRow).where(ScanRow.state == "reading", which, ~unread).order_by(ScanRow.kept_at))
    return [Waiting(row.sha256, plain(str(row.name)), row.kept_at, row.sheet_count or 0) for row in rows]


def await_partner(s: Session, sha256: str, *, waits: bool) -> None:
    """Say whether a scan waits for the scan of its other sides; one that is placed waits for nothing.

    Args:
        s: A session that writes.
        sha256: The scan.
        waits: Whether it does.

    Raises:
        NotFound: There is no such scan.
    """
    scan = locked(s, sha256)
    if scan.state == "reading" and scan.awaits_partner != waits:
        scan.awaits_partner = waits
        s.flush()
        events.append(s, "awaits partner" if waits else "awaits no partner", f"scan:{sha256}", {})


def stand_alone(s: Session, name: str, by: str) -> str:
    """Say that the scan of the other sides of a waiting scan will not come, so that it is placed by itself.

    Args:
        s: A session that writes.
        name: Name of a waiting scan, or the beginning of its hash.
        by: Who says so.

    Returns:
        The hash of the scan.

    Raises:
        NotFound: No scan of that name waits, or several do.
    """
    waiting = waiting_at(s)
    found = [one.sha256 for one in waiting if name == one.name or (len(name) >= 6 and one.sha256.startswith(name))]
    if len(found) != 1:
        there = ", ".join(f"{one.name} ({one.sha256[:12]})" for one in waiting) or "—"
        raise NotFound(
            f"There is not one waiting scan {name}. Waiting are: {there}.",
            f"प्रतीक्षा में {name} नाम का एक स्कैन नहीं है। प्रतीक्षा में हैं: {there}।",
        )
    scan = locked(s, found[0])
    scan.alone, scan.awaits_partner = True, False
    s.flush()
    events.append(s, "stands alone", f"scan:{scan.sha256}", {"by": plain(by)})
    return scan.sha256


def is_alone(s: Session, sha256: str) -> bool:
    """Whether a person has said that a scan is to be placed by itself."""
    return bool(s.scalar(select(ScanRow.alone).where(ScanRow.sha256 == sha256)))


def measured_before(s: Session, station: str, scans: Collection[str], most: int) -> list[tuple[int, dict[str, Any]]]:
    """What was measured of the sheets that a station gave last, oldest first, with their rows.

    Args:
        s: A session.
        station: The station.
        scans: Hashes of scans that are left out.
        most: How many sheets.
    """
    query = select(SheetRow.id, SheetRow.measures).join(ScanRow, SheetRow.scan_sha256 == ScanRow.sha256)
    read = (ScanRow.station == station, SheetRow.state == "read", ScanRow.sha256.not_in(list(scans)))
    last = s.execute(query.where(*read).order_by(SheetRow.id.desc()).limit(most)).all()
    return [(sheet_id, measures) for sheet_id, measures in reversed(last)]
