"""Arrivals and the scans they become."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nasti.errors import InputRejected, NotFound, StorageError
from nasti.model import Arrival, Form
from storage import events
from storage.columns import now, plain
from storage.files import Kept
from storage.locks import hold
from storage.tables import ArrivalFileRow, ArrivalRow, NastiRow, OriginalRow, ScanRow, SheetRow

__all__ = [
    "Noted",
    "Originals",
    "PutAway",
    "Session",
    "arrive",
    "finish_scans",
    "originals_of",
    "put_away",
    "refuse",
    "reject",
    "scan_sha256",
    "split",
    "to_put_away",
    "unknown",
]

Outcome = Literal["new", "resumed", "duplicate"]


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of an arrival.

    Attributes:
        arrival_id: Its row.
        sha256: The scan it is.
        outcome: "new"; "resumed" when the same drop was noted before, in a process that ended; "duplicate" when the
            same bytes came before in another drop.
    """

    arrival_id: int
    sha256: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class PutAway:
    """A source that can leave the inbox.

    Attributes:
        arrival_id: Its row.
        path: The file, or the folder that holds the images.
        files: Its files.
        hashes: What each file held when it was kept, SHA-256; empty for arrivals that never became a scan.
        inside: ``path`` relative to the inbox.
        owns_folder: Whether the folder goes away with its files.
        error: Why it was rejected; None when it is registered.
    """

    arrival_id: int
    path: Path
    files: tuple[Path, ...]
    hashes: tuple[str, ...]
    inside: Path
    owns_folder: bool
    error: InputRejected | None


@dataclass(frozen=True, slots=True)
class Originals:
    """The kept files of a scan.

    Attributes:
        form: What the scan is.
        keys: Its files in the store, in reading order.
        names: The name each came under, by key.
    """

    form: Form
    keys: tuple[str, ...]
    names: Mapping[str, str]


def scan_sha256(kepts: Sequence[Kept]) -> str:
    """The name of a scan: the hash of its file, or the hash over the hashes of a folder's files, one a line.

    Args:
        kepts: Its files, in reading order.
    """
    if len(kepts) == 1:
        return kepts[0].sha256
    return hashlib.sha256("\n".join(kept.sha256 for kept in kepts).encode()).hexdigest()


def arrive(s: Session, arrival: Arrival, sha256: str, originals: Sequence[tuple[str, Kept]]) -> Noted:
    """Note a drop whose files are kept; the first of its bytes makes a scan.

    Args:
        s: A session that writes.
        arrival: The drop.
        sha256: As `scan_sha256` gives it.
        originals: Name and place of each of its files, in reading order.
    """
    hold(s, f"scan:{sha256}")
    known = s.get(ScanRow, sha256) is not None
    same_drop = s.scalar(
        select(ArrivalRow.id).where(
            ArrivalRow.path == arrival.path, ArrivalRow.scan_sha256 == sha256, ArrivalRow.put_away_at.is_(None)
        )
    )
    if same_drop is not None:
        return Noted(same_drop, sha256, "resumed")
    if not known:
        _enter_scan(s, arrival, sha256, originals)
    row = _enter_arrival(
        s, arrival.path, arrival.files, [kept.sha256 for _, kept in originals], arrival.inside,
        owns_folder=arrival.owns_folder, station=arrival.station, department=arrival.department,
        size_bytes=arrival.size_bytes, outcome="duplicate" if known else "kept", scan_sha256=sha256,
    )  # fmt: skip
    events.append(s, "arrived", f"scan:{sha256}", {"arrival": row.id, "name": str(arrival.inside), "duplicate": known})
    return Noted(row.id, sha256, "duplicate" if known else "new")


def refuse(
    s: Session,
    path: Path,
    files: Sequence[Path],
    station: str,
    department: str,
    size_bytes: int,
    owns_folder: bool,
    inside: Path,
    error: InputRejected,
) -> int:
    """Note a drop that never became a scan; the same drop noted again, before it was put away, is the same row.

    Args:
        s: A session that writes.
        path: The file or folder.
        files: Its files.
        station: First sub-folder under the inbox.
        department: Second sub-folder under the inbox.
        size_bytes: Sum over the files.
        owns_folder: Whether the folder was made for this drop.
        inside: ``path`` relative to the inbox.
        error: Why, in English and Hindi.

    Returns:
        The number of the arrival.
    """
    hold(s, f"drop:{plain(str(path))}")
    same_drop = s.scalar(
        select(ArrivalRow.id).where(
            ArrivalRow.path == path, ArrivalRow.outcome == "refused", ArrivalRow.put_away_at.is_(None)
        )
    )
    if same_drop is not None:
        return same_drop
    row = _enter_arrival(
        s, path, files, [None] * len(files), inside, owns_folder=owns_folder, station=station, department=department,
        size_bytes=size_bytes, outcome="refused", scan_sha256=None, reason=error.message, reason_hindi=error.hindi,
    )  # fmt: skip
    events.append(s, "refused", f"arrival:{row.id}", {"name": str(inside), "reason": error.message})
    return row.id


def split(s: Session, sha256: str, sheet_count: int) -> None:
    """Enter the sheets of a scan in the ledger, waiting to be read. Doing it again changes nothing.

    Args:
        s: A session that writes.
        sha256: The scan.
        sheet_count: How many sides it has, at least 1.

    Raises:
        NotFound: There is no such scan.
        StorageError: It was split into another number of sheets before.
    """
    scan = locked(s, sha256)
    if scan.sheet_count not in (None, sheet_count):
        raise StorageError(
            f"The scan {sha256} had {scan.sheet_count} sheets when it was first opened and has {sheet_count} now. "
            "Check the disk with: nasti verify"
        )
    if scan.state != "kept":
        return
    scan.state, scan.sheet_count = "reading", sheet_count
    s.add_all(SheetRow(scan_sha256=sha256, position=position, state="waiting") for position in range(sheet_count))
    s.flush()
    events.append(s, "split", f"scan:{sha256}", {"sheets": sheet_count})


def reject(s: Session, sha256: str, error: InputRejected) -> None:
    """Give a scan up: it cannot be read. Its sheets stay in the ledger as rejected. Doing it again changes nothing.

    A scan that belongs to a nasti already stays as it is.

    Args:
        s: A session that writes.
        sha256: The scan.
        error: Why, in English and Hindi.

    Raises:
        NotFound: There is no such scan.
    """
    scan = locked(s, sha256)
    if scan.state not in ("kept", "reading"):
        return
    scan.state, scan.reason, scan.reason_hindi = "rejected", error.message, error.hindi
    s.execute(
        update(SheetRow)
        .where(SheetRow.scan_sha256 == sha256, SheetRow.state.in_(("waiting", "reading")))
        .values(state="parked", owner=None, reason=error.message, reason_hindi=error.hindi)
    )
    events.append(s, "rejected", f"scan:{sha256}", {"reason": error.message})


def finish_scans(s: Session, scans: Iterable[str]) -> None:
    """Call those of some placed scans registered of which every nasti that has their sheets is.

    Args:
        s: A session that writes.
        scans: Their hashes.
    """
    behind = (
        select(SheetRow.id)
        .join(NastiRow, SheetRow.nasti_id == NastiRow.id)
        .where(SheetRow.scan_sha256 == ScanRow.sha256, NastiRow.version > NastiRow.registered_version)
    )
    placed = (ScanRow.sha256.in_(list(scans)), ScanRow.state == "placed", ~behind.exists())
    s.execute(update(ScanRow).where(*placed).values(state="registered"))


def originals_of(s: Session, sha256: str) -> Originals:
    """The kept files of a scan.

    Raises:
        NotFound: There is no such scan.
    """
    form = s.scalar(select(ScanRow.form).where(ScanRow.sha256 == sha256))
    if form is None:
        raise unknown(sha256)
    files = select(OriginalRow.key, OriginalRow.name).where(OriginalRow.scan_sha256 == sha256)
    names = {key: plain(str(name)) for key, name in s.execute(files.order_by(OriginalRow.position))}
    keys = tuple(s.scalars(files.with_only_columns(OriginalRow.key).order_by(OriginalRow.position)))
    return Originals(cast(Form, form), keys, names)


def to_put_away(s: Session) -> list[PutAway]:
    """The sources that can leave the inbox: registered ones, and those that were rejected, in order of arrival."""
    ready = ArrivalRow.put_away_at.is_(None) & (
        (ArrivalRow.outcome == "refused") | ScanRow.state.in_(("registered", "rejected"))
    )
    to_scan = ArrivalRow.scan_sha256 == ScanRow.sha256
    files: dict[int, list[ArrivalFileRow]] = defaultdict(list)
    for file in s.scalars(
        select(ArrivalFileRow)
        .join(ArrivalRow, ArrivalFileRow.arrival_id == ArrivalRow.id)
        .outerjoin(ScanRow, to_scan)
        .where(ready)
        .order_by(ArrivalFileRow.arrival_id, ArrivalFileRow.position)
    ):
        files[file.arrival_id].append(file)
    rows = s.execute(select(ArrivalRow, ScanRow).outerjoin(ScanRow, to_scan).where(ready).order_by(ArrivalRow.id))
    return [_put_away(arrival, scan, files[arrival.id]) for arrival, scan in rows]


def put_away(s: Session, arrival_id: int, moved_to: Path) -> None:
    """Note where the source of an arrival is now. Doing it again changes nothing.

    Args:
        s: A session that writes.
        arrival_id: The arrival.
        moved_to: Its path now.

    Raises:
        NotFound: There is no such arrival.
    """
    row = s.get(ArrivalRow, arrival_id)
    if row is None:
        raise NotFound(f"There is no arrival {arrival_id} in the store.")
    if row.put_away_at is None:
        row.put_away_at, row.moved_to = now(), moved_to
        s.flush()
        events.append(s, "put away", f"arrival:{arrival_id}", {"to": str(moved_to)})


def locked(s: Session, sha256: str) -> ScanRow:
    """The row of a scan; other writers who want it wait until this transaction ends.

    Raises:
        NotFound: There is no such scan.
    """
    row = s.scalar(
        select(ScanRow).where(ScanRow.sha256 == sha256).with_for_update().execution_options(populate_existing=True)
    )
    if row is None:
        raise unknown(sha256)
    return row


def _enter_scan(s: Session, arrival: Arrival, sha256: str, originals: Sequence[tuple[str, Kept]]) -> None:
    s.add(
        ScanRow(
            sha256=sha256, form=arrival.form, name=Path(arrival.path.name), station=arrival.station,
            department=arrival.department, size_bytes=sum(kept.size_bytes for _, kept in originals), state="kept",
            kept_at=now(),
        )
    )  # fmt: skip
    s.flush()
    s.add_all(
        OriginalRow(
            scan_sha256=sha256, position=position, name=Path(name), key=kept.key, sha256=kept.sha256,
            size_bytes=kept.size_bytes,
        )
        for position, (name, kept) in enumerate(originals)
    )  # fmt: skip


def _enter_arrival(
    s: Session, path: Path, files: Iterable[Path], hashes: Iterable[str | None], inside: Path, **columns: object
) -> ArrivalRow:
    row = ArrivalRow(path=path, inside=inside, arrived_at=now(), **columns)
    s.add(row)
    s.flush()
    s.add_all(
        ArrivalFileRow(arrival_id=row.id, position=position, path=file, sha256=digest)
        for position, (file, digest) in enumerate(zip(files, hashes, strict=True))
    )
    s.flush()
    return row


def _put_away(arrival: ArrivalRow, scan: ScanRow | None, files: Sequence[ArrivalFileRow]) -> PutAway:
    reasons = arrival if scan is None else scan
    rejected = scan is None or scan.state == "rejected"
    return PutAway(
        arrival_id=arrival.id,
        path=arrival.path,
        files=tuple(file.path for file in files),
        hashes=tuple(file.sha256 for file in files if file.sha256 is not None),
        inside=arrival.inside,
        owns_folder=arrival.owns_folder,
        error=InputRejected(reasons.reason or "", reasons.reason_hindi) if rejected else None,
    )


def unknown(sha256: str) -> NotFound:
    """What is raised where there is no such scan."""
    return NotFound(f"There is no scan {sha256} in the store.")
