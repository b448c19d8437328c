"""The arrangement of sheets, changed by people: every change is kept with what was before it, and can be undone.

What a sheet is (its picture, its words, where it came in) never changes here. What changes is where it stands: in
which nasti, at which place, in whose stead, and what people say about it. Both ways go through `rearrange`: it brings
pages and search index in step in the same transaction, and lets every nasti concerned be bound again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import chain

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from nasti.errors import InputRejected, NotFound
from storage import events
from storage.change_tables import ChangedSheetRow, ChangeRow
from storage.columns import now, plain
from storage.nastis import bind_again, locked_nasti
from storage.registration import drop_pages
from storage.tables import FieldRow, PaperRow, ScanRow, SheetRow


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where a sheet stands, and what people say about it.

    Attributes:
        nasti_id: The nasti it belongs to; None for none.
        place: Its place among the sheets of the nasti, from 0; None for one that is replaced, or in no nasti.
        replaced_by_id: The sheet that stands for it; None where it stands for itself.
        part: What people say it is a part of; None where they say nothing.
        blank: Whether they say it is blank; None where they say nothing.
        turn_deg: How far they say the scan is turned counter-clockwise from upright; None where they say nothing.
        kind: What kind of page they say it is; None where they say nothing.
        begins: Whether they say that a paper begins on it; None where they say nothing.
    """

    nasti_id: int | None
    place: int | None
    replaced_by_id: int | None
    part: str | None
    blank: bool | None
    turn_deg: int | None
    kind: str | None = None
    begins: bool | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did.

    Attributes:
        id: Its row.
        kind: A verb: "move", "replace", …
        made_by: Who did it.
        made_at: When.
        undone_by: Who undid it; None while it holds.
        sheets: Rows of the sheets whose arrangement it changed.
    """

    id: int
    kind: str
    made_by: str
    made_at: datetime
    undone_by: str | None
    sheets: tuple[int, ...]


def arrangements(s: Session, sheet_ids: Collection[int]) -> dict[int, Arrangement]:
    """How sheets stand now, by row.

    Raises:
        NotFound: One of them is not in the store.
    """
    rows = s.scalars(select(SheetRow).where(SheetRow.id.in_(list(sheet_ids)))).all()
    if missing := set(sheet_ids) - {row.id for row in rows}:
        raise NotFound(f"There is no sheet {min(missing)} in the store.")
    return {row.id: _of(row) for row in rows}


def order_of(s: Session, nasti_id: int) -> list[int]:
    """Rows of the sheets of a nasti, in order."""
    placed = (SheetRow.nasti_id == nasti_id, SheetRow.place.is_not(None))
    return list(s.scalars(select(SheetRow.id).where(*placed).order_by(SheetRow.place)))


def rearrange(s: Session, kind: str, by: str, wanted: Mapping[int, Arrangement]) -> int | None:
    """Let sheets stand as wanted, and keep what was before.

    Args:
        s: A session that writes.
        kind: What is being done, a verb.
        by: Who does it.
        wanted: By row of the sheet. No two sheets of a nasti may have the same place, those left out included.

    Returns:
        Number of the change; None when everything stands so already.

    Raises:
        NotFound: There is no such sheet or nasti.
        InputRejected: A sheet belongs to a scan that is still being read.
    """
    before = _apply(s, wanted)
    if not before:
        return None
    change = ChangeRow(kind=kind, made_by=plain(by), made_at=now())
    s.add(change)
    s.flush()
    s.add_all(
        ChangedSheetRow(change_id=change.id, sheet_id=sheet_id, before=asdict(was), after=asdict(wanted[sheet_id]))
        for sheet_id, was in before.items()
    )
    s.flush()
    _tell(s, kind, by, change.id, before, wanted)
    return change.id


def undo(s: Session, by: str, change_id: int | None = None) -> Change:
    """Take a change back.

    Sheets that came to a nasti behind those of the change stay behind them.

    Args:
        s: A session that writes.
        by: Who takes it back.
        change_id: Which; None for the last one that holds.

    Returns:
        The change that was taken back.

    Raises:
        NotFound: There is no such change that holds.
        InputRejected: What it changed was changed again since; that has to be taken back first.
    """
    query = select(ChangeRow).where(ChangeRow.undone_at.is_(None)).order_by(ChangeRow.id.desc()).limit(1)
    change = s.scalar(query if change_id is None else query.where(ChangeRow.id == change_id))
    if change is None:
        raise NotFound("There is no such change to undo.", "वापस लेने लायक ऐसा कोई परिवर्तन नहीं है।")
    rows = s.scalars(select(ChangedSheetRow).where(ChangedSheetRow.change_id == change.id)).all()
    before = {row.sheet_id: Arrangement(**row.before) for row in rows}
    _refuse_unless_last(s, change, before.keys())
    wanted = _make_room(s, before)
    was = _apply(s, wanted)
    change.undone_by, change.undone_at = plain(by), now()
    s.flush()
    _tell(s, f"undo {change.kind}", by, change.id, was, wanted)
    return _tell_change(s, change)


def find_change(s: Session, change_id: int) -> Change:
    """A change.

    Raises:
        NotFound: There is no such change.
    """
    change = s.get(ChangeRow, change_id)
    if change is None:
        raise NotFound(f"There is no change {change_id}.", f"परिवर्तन {change_id} नहीं है।")
    return _tell_change(s, change)


def history(s: Session, nasti_id: int) -> list[Change]:
    """What was done to the sheets that are in a nasti, or were before a change, oldest first."""
    was_there = ChangedSheetRow.before["nasti_id"].as_integer() == nasti_id
    came_there = ChangedSheetRow.after["nasti_id"].as_integer() == nasti_id
    is_there = ChangedSheetRow.sheet_id.in_(select(SheetRow.id).where(SheetRow.nasti_id == nasti_id))
    ids = select(ChangedSheetRow.change_id).where(was_there | came_there | is_there)
    changes = s.scalars(select(ChangeRow).where(ChangeRow.id.in_(ids)).order_by(ChangeRow.id))
    return [_tell_change(s, change) for change in changes.all()]


def seat(s: Session, nasti_id: int, order: Sequence[int]) -> dict[int, Arrangement]:
    """Arrangements that seat sheets in a nasti in this order, from place 0.

    Args:
        s: A session.
        nasti_id: The nasti.
        order: Rows of sheets: all that are to have a place in it.

    Raises:
        NotFound: One of them is not in the store.
    """
    there = arrangements(s, order)
    return {
        sheet_id: replace(there[sheet_id], nasti_id=nasti_id, place=place, replaced_by_id=None)
        for place, sheet_id in enumerate(order)
    }


def _of(row: SheetRow) -> Arrangement:
    return Arrangement(
        row.nasti_id, row.place, row.replaced_by_id, row.told_part, row.told_blank, row.told_turn_deg, row.told_kind,
        row.told_begins,
    )  # fmt: skip


def _apply(s: Session, wanted: Mapping[int, Arrangement]) -> dict[int, Arrangement]:
    """Write arrangements; gives back those they take the place of."""
    there = arrangements(s, wanted.keys())
    unplaced = select(ScanRow.name).join(SheetRow, SheetRow.scan_sha256 == ScanRow.sha256)
    waiting = unplaced.where(SheetRow.id.in_(list(wanted)), ScanRow.state.not_in(("placed", "registered")))
    if (name := s.scalar(waiting.limit(1))) is not None:
        raise InputRejected(
            f"The scan {name} is still being read. Wait until it is registered.",
            f"स्कैन {name} अभी पढ़ा जा रहा है। उसके पंजीकृत होने तक रुकें।",
        )
    before = {sheet_id: one for sheet_id, one in there.items() if one != wanted[sheet_id]}
    if not before:
        return {}
    after = {sheet_id: wanted[sheet_id] for sheet_id in before}
    concerned = {one.nasti_id for one in chain(before.values(), after.values()) if one.nasti_id is not None}
    nastis = [locked_nasti(s, nasti_id) for nasti_id in sorted(concerned)]
    # No place is taken by two sheets, not even for a moment.
    s.execute(update(SheetRow).where(SheetRow.id.in_(list(before))).values(place=None, replaced_by_id=None))
    s.flush()
    s.expire_all()
    for row in s.scalars(select(SheetRow).where(SheetRow.id.in_(list(before)))).all():
        one = after[row.id]
        row.nasti_id, row.place, row.replaced_by_id = one.nasti_id, one.place, one.replaced_by_id
        row.told_part, row.told_blank, row.told_turn_deg = one.part, one.blank, one.turn_deg
        row.told_kind, row.told_begins = one.kind, one.begins
    s.flush()
    gone = [sheet_id for sheet_id in before if _leaves(before[sheet_id], after[sheet_id])]
    # What stands for another sheet is found by the keywords of that one too: it has to be indexed anew.
    replacing = {one.replaced_by_id for one in chain(before.values(), after.values())} - {None}
    gone += [sheet_id for sheet_id in replacing if sheet_id is not None]
    drop_pages(s, gone)
    _drop_papers(s, gone)
    for nasti in nastis:
        s.refresh(nasti)
        bind_again(nasti)
    s.flush()
    return before


def _leaves(before: Arrangement, after: Arrangement) -> bool:
    """Whether a sheet is no page any more where it was one."""
    return before.nasti_id != after.nasti_id or after.place is None or after.blank is True


def _drop_papers(s: Session, sheet_ids: Sequence[int]) -> None:
    """Forget what was understood of papers that lose their first or last sheet; binding understands them anew."""
    ends = PaperRow.first_sheet_id.in_(sheet_ids) | PaperRow.last_sheet_id.in_(sheet_ids)
    papers = list(s.scalars(select(PaperRow.id).where(ends)))
    s.execute(delete(FieldRow).where(FieldRow.paper_id.in_(papers) | FieldRow.sheet_id.in_(sheet_ids)))
    s.execute(delete(PaperRow).where(PaperRow.id.in_(papers)))


def _make_room(s: Session, before: Mapping[int, Arrangement]) -> dict[int, Arrangement]:
    """Arrangements that bring sheets back; the others of every nasti they come to or leave move up or close ranks."""
    wanted = dict(before)
    there = arrangements(s, before.keys())
    for nasti_id in {one.nasti_id for one in chain(before.values(), there.values()) if one.nasti_id is not None}:
        came_back = {sheet_id: one.place for sheet_id, one in before.items() if one.nasti_id == nasti_id}
        back = {place: sheet_id for sheet_id, place in came_back.items() if place is not None}
        others = deque(sheet_id for sheet_id in order_of(s, nasti_id) if sheet_id not in before)
        order: list[int] = []
        while others or len(order) in back:
            order.append(back[len(order)] if len(order) in back else others.popleft())
        order += [back[place] for place in sorted(back) if place >= len(order)]
        for sheet_id, one in seat(s, nasti_id, order).items():
            wanted[sheet_id] = replace(before.get(sheet_id, one), place=one.place)
    return wanted


def _refuse_unless_last(s: Session, change: ChangeRow, sheet_ids: Collection[int]) -> None:
    later = s.scalar(
        select(ChangedSheetRow.change_id)
        .join(ChangeRow, ChangedSheetRow.change_id == ChangeRow.id)
        .where(ChangedSheetRow.sheet_id.in_(sheet_ids), ChangeRow.id > change.id, ChangeRow.undone_at.is_(None))
        .order_by(ChangeRow.id.desc())
        .limit(1)
    )
    if later is not None:
        raise InputRejected(
            f"Change {change.id} cannot be undone: its sheets were changed again since. Undo change {later} first.",
            f"परिवर्तन {change.id} वापस नहीं हो सकता: उसके पन्ने बाद में फिर बदले गए। पहले परिवर्तन {later} वापस लें।",
        )


def _tell(
    s: Session, kind: str, by: str, change_id: int, before: Mapping[int, Arrangement], after: Mapping[int, Arrangement]
) -> None:
    nastis = {
        one.nasti_id for one in chain(before.values(), map(after.__getitem__, before)) if one.nasti_id is not None
    }
    detail = {"change": change_id, "by": plain(by), "nasti": sorted(nastis), "sheets": sorted(before)}
    events.append(s, kind, f"change:{change_id}", detail)


def _tell_change(s: Session, change: ChangeRow) -> Change:
    of_change = select(ChangedSheetRow.sheet_id).where(ChangedSheetRow.change_id == change.id)
    sheets = tuple(s.scalars(of_change.order_by(ChangedSheetRow.sheet_id)))
    return Change(change.id, change.kind, change.made_by, change.made_at, change.undone_by, sheets)
