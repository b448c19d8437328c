"""Placing a scan that is read whole: with its other sides, in order, cut into nasti, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from nasti import pipeline
from nasti.errors import ToolFailed
from nasti.model import Notice, Sheet
from nasti.settings import Settings, StationSection
from nasti.slips import Slip, read_slip, write_qr
from nasti.stems import join_volume
from storage import placing, scans, sheets, slips, stations
from storage.doubts import Doubt
from storage.sheets import StoredSheet
from storage.store import Store

if TYPE_CHECKING:
    from classify.segments import Hints, Segment
    from nasti.assembly import Assembled, Scanned

LOG = logging.getLogger(__name__)

COMPARED_WITH = 200
"""Sheets that the same scanner gave before, which a sheet is compared with: what is usual for a scanner shows in the
last hundred, and a sheet that is fed twice comes back within a lot."""

Attempt = Callable[..., "Assembled"]
"""Runs a function of the pipeline in a reader process."""


@dataclass(frozen=True, slots=True)
class _Read:
    """Scans that are placed together: one, or fronts and backs. The sheets of the first come first."""

    hashes: tuple[str, ...]
    station: stations.Station
    how: StationSection
    stored: tuple[StoredSheet, ...]
    backs_from: int | None


def place_scan(store: Store, settings: Settings, sha256: str, attempt: Attempt) -> list[tuple[int, int]]:
    """Bring the sheets of a scan to their nasti; one that is half of a pair waits for the other half.

    Args:
        store: Where it is.
        settings: How sides come from the stations; limits.
        sha256: A scan with all its sheets read or parked, one of them read at least.
        attempt: Runs `pipeline.assemble` in a reader process.

    Returns:
        Row and version of each nasti that has sheets of it; none where it waits.
    """
    read = _with_partner(store, settings, sha256)
    if read is None:
        store.write(lambda s: stations.await_partner(s, sha256, waits=True))
        return []
    earlier = store.read(lambda s: stations.measured_before(s, read.station.station, read.hashes, COMPARED_WITH))
    ids = [one.id for one in read.stored]
    try:
        assembled: Assembled = attempt(pipeline.assemble, _describe(store, settings, read, earlier))
    except ToolFailed as error:
        LOG.warning("The scan %s was not cut: %s", read.station.name, error)
        pieces, doubts = [placing.Piece(tuple(ids), department=read.station.department)], [_uncut(ids, error)]
    else:
        before = [sheet_id for sheet_id, _ in earlier]
        pieces = [_as_piece(segment, assembled, ids, before) for segment in assembled.segments]
        doubts = [
            Doubt(doubt.flag, tuple(ids[position] for position in doubt.positions), doubt.message, doubt.hindi)
            for doubt in assembled.doubts
        ]
    return store.write(lambda s: placing.place(s, read.hashes, pieces, doubts))


def _with_partner(store: Store, settings: Settings, sha256: str) -> _Read | None:
    """The scan, with the scan of its other sides where that is a file of its own; None while that has not come."""
    from classify.order import waits_for_partner
    from classify.partners import PassScan, pair_scans

    station = store.read(lambda s: stations.station_of(s, sha256))
    how = settings.station(station.station)
    stored = store.read(lambda s: sheets.sheets_of_scan(s, sha256))
    if not _waits(store, sha256) or not waits_for_partner([one.sheet for one in stored], how):
        return _Read((sha256,), station, how, tuple(stored), None)
    waiting = [
        one
        for one in store.read(lambda s: stations.waiting_at(s, station.station))
        if one.sha256 == sha256 or waits_for_partner(_sheets(store, one.sha256), how)
    ]
    for pair in pair_scans([PassScan(one.name, one.kept_at.timestamp(), one.sheets) for one in waiting]):
        if pair.front is None or pair.back is None:
            continue
        front, back = waiting[pair.front].sha256, waiting[pair.back].sha256
        if sha256 in (front, back):
            fronts, backs = (store.read(partial(sheets.sheets_of_scan, sha256=one)) for one in (front, back))
            return _Read((front, back), station, how, (*fronts, *backs), len(fronts))
    return None


def _waits(store: Store, sha256: str) -> bool:
    """Whether a scan may wait: nobody has said that it is to be placed alone."""
    return not store.read(lambda s: stations.is_alone(s, sha256))


def _sheets(store: Store, sha256: str) -> list[Sheet]:
    return [one.sheet for one in store.read(lambda s: sheets.sheets_of_scan(s, sha256))]


def _describe(
    store: Store, settings: Settings, read: _Read, earlier: Sequence[tuple[int, Mapping[str, object]]]
) -> Scanned:
    from nasti.assembly import Scanned

    pictures = {
        position: store.files.path(one.picture_key) for position, one in enumerate(read.stored) if one.picture_key
    }
    return Scanned(
        sheets=tuple(one.sheet for one in read.stored),
        pictures=pictures,
        how=read.how,
        backs_from=read.backs_from,
        hints=_hints(store, settings, read),
        earlier=tuple(measures for _, measures in earlier),
    )


def _hints(store: Store, settings: Settings, read: _Read) -> Hints:
    from classify.segments import Hints

    found = [one.sheet.separator for one in read.stored if one.sheet.separator]
    slips_read = {slip for text in found if (slip := read_slip(text)) and slip.serial}
    form = store.read(lambda s: scans.originals_of(s, read.hashes[0])).form
    return Hints(
        department=read.station.department,
        file_name="" if form == "folder" else read.station.name,
        folder_name=read.station.name if form == "folder" else "",
        max_sheets=settings.split.max_sheets,
        known={slip.serial: known for slip in slips_read if (known := _know(store, slip)) is not None},
    )


def _know(store: Store, slip: Slip) -> Slip | None:
    """What the store knows of a slip besides what it says itself."""
    known = store.read(lambda s: slips.resolve(s, slip))
    return None if known is slip else known


def _as_piece(segment: Segment, assembled: Assembled, ids: Sequence[int], earlier: Sequence[int]) -> placing.Piece:
    own = set(segment.positions)
    slip = segment.slip
    return placing.Piece(
        sheet_ids=tuple(ids[position] for position in segment.positions),
        of_nasti=segment.is_nasti,
        number=None if segment.number is None else join_volume(str(segment.number.value), segment.volume),
        number_told=segment.source in ("slip", "file", "folder"),
        department="" if segment.department is None else str(segment.department.value),
        serial=segment.waits_under,
        lot=segment.lot,
        operator=segment.operator,
        ends_lot=slip is not None and slip.kind == "end_of_lot",
        parts={ids[position]: part for position, part in segment.parts.items()},
        slip_sides={ids[position]: write_qr(slip) for position in segment.slip_sides if slip is not None},
        blanks=frozenset(ids[position] for position in own & assembled.blanks),
        written=frozenset(ids[position] for position in own & assembled.written),
        notices={
            ids[position]: tuple(_by_row(notice, ids, earlier) for notice in found)
            for position, found in assembled.notices.items()
            if position in own
        },
    )


def _by_row(notice: Notice, ids: Sequence[int], earlier: Sequence[int]) -> Notice:
    if notice.other is None:
        return notice
    return replace(notice, other=ids[notice.other] if notice.other >= 0 else earlier[notice.other])


def _uncut(ids: Sequence[int], error: ToolFailed) -> Doubt:
    return Doubt(
        "",
        tuple(ids),
        f"This scan was not looked through for separator slips and numbers: {error} Place its sheets by hand.",
        f"इस स्कैन में पर्चियाँ और क्रमांक नहीं खोजे जा सके: {error.hindi} इसके पन्ने हाथ से उनकी नस्ती में रखें।",
    )
