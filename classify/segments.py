"""Cutting the sheets of a scan into nasti: by slips, covers, names of files and folders, and what the pages say.

What a slip says holds for the sheets behind it, up to the next one that begins something, and for no other. A slip
that was not recognised is the worst case: a cover with another number, folio numbers that begin again and more sheets
than were counted expose it. The scan is cut there only where a cover names another number; the rest is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from classify.doubts import Doubt
from classify.drafts import SLIP_MISSING, SLIP_REPEATED, SPLIT_BY_COVER, Draft, draft
from classify.exposures import LARGER_MISSING, expose
from classify.glance import Glance, look_at, number_of
from classify.order import ORDER_CHANGED, PASS_MISMATCH
from classify.same_number import compare_numbers, number_in_name
from classify.segment_words import Written, conflict
from classify.understand import understand
from nasti.model import NOWHERE, Field, Notice, Part, Sheet
from nasti.slips import Slip

Source = Literal["slip", "cover", "file", "folder", "pages", ""]

NUMBER_CONFLICT = "number_conflict"

BELIEVED = 0.5
"""How likely a number must be read right to speak against one that somebody wrote."""

NAME_CONFIDENCE = 0.9
"""How likely the number in the name of a file is that of its nasti: somebody typed it."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a scan besides its sheets.

    Attributes:
        department: Of its folder under the inbox; "" where there is none.
        file_name: Of its file; "" where it is a folder of images.
        folder_name: Of the folder that its images lie in; "" where there is none of its own.
        lot: That it is part of, where no slip says so.
        operator: Who scanned it, where no slip says so.
        max_sheets: How many sheets of paper a nasti may have before a person is asked.
        backs: Positions of sides that are backs of those right before them; none where that is not known, and then
            sides may be fronts and backs.
        known: What the store knows of slips, by serial: of a copy that gave its Code 39 alone, of one bound later.
    """

    department: str = ""
    file_name: str = ""
    folder_name: str = ""
    lot: str = ""
    operator: str = ""
    max_sheets: int = 600
    backs: frozenset[int] = frozenset()
    known: Mapping[str, Slip] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Segment:
    """Sheets that belong together.

    Attributes:
        positions: Of all its sheets, slips and blanks included, in order.
        is_nasti: False for slips that begin or end a lot, and their backs: they belong to no nasti.
        slip: The slip that begins it, both sides and the store's knowledge together; None where none does.
        slip_sides: Positions of sides on which no slip was read, but which are the other side of one.
        source: What the number comes from; "" where there is none. "slip" without a number: it waits under the serial.
        number: The file number; None where nothing says one. Boxes of what was not read are empty.
        volume: Which volume of the file a cover says this is; None where none says so, or a slip names the number.
        read_number: The number that covers, order sheets and notes speak for, whatever the slip says.
        department: Of the slip, else of the folder, else as read.
        subject: Of the slip, else as read.
        lot: Name of the lot.
        operator: Who scanned it.
        parts: By position, for sheets behind a slip that begins a part.
        notices: By position: ``slip_missing``, ``slip_repeated``, ``number_conflict``, ``split_by_cover``,
            ``larger_missing``.
        doubts: What a person should look at, in words.
    """

    positions: tuple[int, ...]
    is_nasti: bool = True
    slip: Slip | None = None
    slip_sides: tuple[int, ...] = ()
    source: Source = ""
    number: Field | None = None
    volume: int | None = None
    read_number: Field | None = None
    department: Field | None = None
    subject: Field | None = None
    lot: str = ""
    operator: str = ""
    parts: Mapping[int, Part] = field(default_factory=dict)
    notices: Mapping[int, tuple[Notice, ...]] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()

    @property
    def waits_under(self) -> str:
        """The serial of a slip that is bound to a nasti later; "" where nothing is waited for."""
        return self.slip.serial if self.slip and self.source == "slip" and self.number is None else ""

    @property
    def expected(self) -> Mapping[str, int]:
        """What the slip counted: ``sheets`` of paper, ``noting_pages``, ``correspondence_pages``, where it did."""
        names = ("sheets", "noting_pages", "correspondence_pages")
        counts = {name: getattr(self.slip, name) for name in names} if self.slip else {}
        return {name: count for name, count in counts.items() if count is not None}


def cut(sheets: Sequence[Sheet], hints: Hints) -> tuple[Segment, ...]:
    """Cut a scan into segments; every sheet is in exactly one.

    Args:
        sheets: In reading order; positions are positions in this sequence.
        hints: What else is known of the scan.
    """
    seen = [look_at(sheet, position) for position, sheet in enumerate(sheets)]
    glances = _with_other_sides(seen, hints.backs)
    slip_sides = {position for position, glance in enumerate(glances) if glance is not seen[position]}
    drafts = draft(glances, hints.lot, hints.operator, hints.known)
    nameless = [one for one in drafts if one.is_nasti and not one.says_number]
    named = nameless[0] if len(nameless) == 1 else None
    alone = sum(one.is_nasti for one in drafts) == 1
    segments = []
    for one in drafts:
        own = [glances[position] for position in one.positions]
        expose(one, sheets, glances, hints.backs, hints.max_sheets)
        segment = _segment(one, own, sheets, hints, uses_name=one is named or alone)
        segments.append(replace(segment, slip_sides=tuple(sorted(slip_sides.intersection(one.positions)))))
    return tuple(segments)


PLACE_FLAGS = frozenset(
    {PASS_MISMATCH, ORDER_CHANGED, SLIP_MISSING, SLIP_REPEATED, SPLIT_BY_COVER, NUMBER_CONFLICT, LARGER_MISSING}
)
"""Flags that tell of the place of a sheet among others; they go when it is placed again."""


def mark(sheet: Sheet, notices: Sequence[Notice], part: Part | None = None) -> Sheet:
    """A sheet with what was found of its place: notices, their flags, and the part that a slip says.

    Args:
        sheet: Read; what was found of its place before goes.
        notices: Of its place.
        part: That a slip says; what a person says goes before it.
    """
    kept = tuple(notice for notice in sheet.notices if notice.name not in PLACE_FLAGS)
    flags = {*sheet.flags} - PLACE_FLAGS | {notice.name for notice in notices}
    told = sheet.told if sheet.told.part else replace(sheet.told, part=part)
    return replace(sheet, flags=tuple(sorted(flags)), notices=(*kept, *notices), told=told)


def _with_other_sides(glances: Sequence[Glance], backs: frozenset[int]) -> list[Glance]:
    """Sides on which no slip was read as slips, where the other side of the sheet is one: no page is behind a slip."""
    whole = list(glances)
    for back in sorted(backs):
        for unread, read in ((back - 1, back), (back, back - 1)):
            slip = glances[read].slip
            if slip and glances[unread].slip is None and not glances[unread].blank:
                side = "A" if slip.side == "B" else "B"
                whole[unread] = replace(
                    whole[unread], slip=replace(slip, side=side), page=None, kind=None, folio=None, cover={}
                )
    return whole


def _segment(one: Draft, own: Sequence[Glance], sheets: Sequence[Sheet], hints: Hints, *, uses_name: bool) -> Segment:
    if not one.is_nasti:
        return Segment(tuple(one.positions), is_nasti=False, slip=one.slip, lot=one.lot, operator=one.operator)
    first = one.positions[0]
    read, written = number_of(own), _written(one, hints, uses_name=uses_name)
    number, source = _number(one, read, written)
    fields = _cover_fields(own)
    if not source:
        fields = {**_understood(one, sheets), **fields}
        number, source = fields.get("file_number"), "pages" if "file_number" in fields else ""
    _tell_conflict(one, own, written, next(iter(one.covers.values()), read))
    slip = one.slip or Slip("nasti")
    return Segment(
        tuple(one.positions),
        slip=one.slip,
        source=source,
        number=number,
        volume=None if source == "slip" else _volume(fields.get("volume")),
        read_number=read,
        department=_said(first, slip.department or hints.department) or fields.get("department"),
        subject=_said(first, slip.subject) or fields.get("subject"),
        lot=one.lot,
        operator=one.operator,
        parts=dict(one.parts),
        notices={position: tuple(found) for position, found in one.notices.items()},
        doubts=tuple(one.doubts),
    )


def _volume(read: Field | None) -> int | None:
    """The volume that a cover names, where it was read well: a wrong one would tear a nasti in two."""
    return read.value if read and isinstance(read.value, int) and read.confidence >= BELIEVED else None


def _written(one: Draft, hints: Hints, *, uses_name: bool) -> tuple[Field, Written] | None:
    """The number that somebody wrote on a slip, or else as the name of the file or folder."""
    if one.slip and one.slip.number:
        return Field(one.slip.number, one.slip.number, 1.0, one.slip_at, NOWHERE), "slip"
    names: tuple[tuple[str, Written], ...] = ((hints.file_name, "file"), (hints.folder_name, "folder"))
    for name, where in names if uses_name else ():
        if text := number_in_name(name):
            return Field(text, name, NAME_CONFIDENCE, one.positions[0], NOWHERE), where
    return None


def _number(one: Draft, read: Field | None, written: tuple[Field, Written] | None) -> tuple[Field | None, Source]:
    """The number by the first that says one, of slip, cover, and names; what all pages say is left for later."""
    if one.slip and (one.slip.number or one.slip.serial):
        return (written[0] if written and written[1] == "slip" else None), "slip"
    if one.covers and read:
        # A name that differs by what reading damages is right where the two differ: somebody typed it.
        if written and compare_numbers(str(written[0].value), read) == "unsure":
            return written
        return read, "cover" if read.sheet in one.covers else "pages"
    return written or (None, "")


def _tell_conflict(
    one: Draft, own: Sequence[Glance], written: tuple[Field, Written] | None, read: Field | None
) -> None:
    """Tell where the cover, or else the pages, name another number than somebody wrote."""
    if written is None or read is None or read.confidence < BELIEVED:
        return
    said, where = written
    if compare_numbers(str(said.value), read) == "other":
        one.notice(read.sheet, Notice(NUMBER_CONFLICT, read.confidence, BELIEVED, "share", read.box))
        at = next(glance for glance in own if glance.position == read.sheet)
        one.doubts.append(conflict(NUMBER_CONFLICT, at, said, read, where))


def _said(position: int, text: str) -> Field | None:
    """What somebody wrote, as a field."""
    return Field(text, text, 1.0, position, NOWHERE) if text else None


def _cover_fields(own: Sequence[Glance]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for glance in own:
        fields = {**glance.cover, **fields}
    return fields


def _understood(one: Draft, sheets: Sequence[Sheet]) -> dict[str, Field]:
    """The fields that all pages vote for, with positions in the scan."""
    found = understand([sheets[position] for position in one.positions]).fields
    return {name: replace(value, sheet=one.positions[value.sheet]) for name, value in found.items()}
