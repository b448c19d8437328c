"""From the read sheets of a scan to what its nasti get of it: sides in order, looked at together, and cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from classify.doubts import Doubt
from classify.order import Ordered, order_sides
from classify.segments import Hints, Segment, cut, mark
from ingest.backs import judge_back, may_be_blank
from ingest.compare import compare
from nasti.model import Notice, Sheet
from nasti.pictures import load_picture
from nasti.settings import StationSection


@dataclass(frozen=True, slots=True)
class Scanned:
    """The sheets of a scan, or of two that are fronts and backs, with what is known of them.

    Attributes:
        sheets: As they came, of two scans the fronts first; those that could not be read are empty.
        pictures: The kept image file of each sheet that was read, by position.
        how: How sides come from the station.
        backs_from: Position of the first back of two scans; None for one.
        hints: What is known of the scan besides.
        earlier: What was measured of the sheets that the same station gave before, oldest first.
    """

    sheets: tuple[Sheet, ...]
    pictures: Mapping[int, Path]
    how: StationSection
    backs_from: int | None
    hints: Hints
    earlier: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Assembled:
    """What became of them. All positions are positions in the sheets that were given.

    Attributes:
        segments: Sheets that belong together; every sheet is in one of them.
        notices: What was noticed of a sheet among the others; a negative `Notice.other` counts from the end of the
            earlier sheets.
        blanks: Sides that the other side of their sheet shows to be blank.
        written: Sides that passed for blank and carry pale ink beside what shines through; they are to be read.
        doubts: What a person should look at.
    """

    segments: tuple[Segment, ...]
    notices: Mapping[int, tuple[Notice, ...]]
    blanks: frozenset[int]
    written: frozenset[int]
    doubts: tuple[Doubt, ...]


def assemble(scanned: Scanned) -> Assembled:
    """Put sides in order, look at them together, and cut them into nasti.

    Args:
        scanned: A scan that is read whole.
    """
    ordered = order_sides(scanned.sheets, scanned.how, scanned.backs_from)
    settled = _settle_backs(scanned, ordered)
    sheets = [
        replace(sheet, blank=settled[position], kind="blank" if settled[position] else "other")
        if position in settled
        else sheet
        for position, sheet in enumerate(scanned.sheets)
    ]
    compared = compare(sheets, scanned.earlier)
    sheets = [mark(sheet, compared.get(position, ())) for position, sheet in enumerate(sheets)]
    in_order = [sheets[position] for position in ordered.positions]
    segments = cut(in_order, replace(scanned.hints, backs=ordered.backs))
    there = [_lay_back(segment, ordered.positions) for segment in segments]
    return Assembled(
        tuple(there),
        _gather(ordered.notices, compared, *(segment.notices for segment in there)),
        frozenset(position for position, blank in settled.items() if blank),
        frozenset(position for position, blank in settled.items() if not blank),
        (*ordered.doubts, *(doubt for segment in there for doubt in segment.doubts)),
    )


def _settle_backs(scanned: Scanned, ordered: Ordered) -> dict[int, bool]:
    """Whether sides are blank that look otherwise by themselves.

    Those are written ones where only the other side shines through, and blank ones where pale ink stands beside that.

    Where it is not known which side is the other one, the sides before and behind are tried: one that is not the
    other explains nothing. What is doubtful among soft strokes that none explains is ink.
    """
    others = {side: (other,) for pair in ordered.pairs for side, other in (pair, pair[::-1])}
    settled = {}
    for position, sheet in enumerate(scanned.sheets):
        if position not in scanned.pictures or not may_be_blank(sheet):
            continue
        beside = [one for one in others.get(position, (position - 1, position + 1)) if one in scanned.pictures]
        if any(_is_blank_beside(scanned, other, position) for other in beside) != sheet.blank:
            settled[position] = not sheet.blank
    return settled


def _is_blank_beside(scanned: Scanned, other: int, side: int) -> bool:
    """Whether nothing is on a side but what shines through from another one."""
    own, its = scanned.sheets[side], scanned.sheets[other]
    return judge_back(
        load_picture(scanned.pictures[side], own), load_picture(scanned.pictures[other], its), own, its
    ).blank


def _lay_back(segment: Segment, positions: Sequence[int]) -> Segment:
    """A segment of the ordered sheets, by positions in the sheets as they came."""
    return replace(
        segment,
        positions=tuple(positions[at] for at in segment.positions),
        slip_sides=tuple(positions[at] for at in segment.slip_sides),
        parts={positions[at]: part for at, part in segment.parts.items()},
        notices={positions[at]: found for at, found in segment.notices.items()},
        doubts=tuple(
            replace(doubt, positions=tuple(positions[at] for at in doubt.positions)) for doubt in segment.doubts
        ),
    )


def _gather(*found: Mapping[int, tuple[Notice, ...]]) -> dict[int, tuple[Notice, ...]]:
    gathered: dict[int, tuple[Notice, ...]] = {}
    for notices in found:
        for position, more in notices.items():
            gathered[position] = (*gathered.get(position, ()), *more)
    return gathered
