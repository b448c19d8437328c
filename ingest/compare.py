"""Sheets side by side: what one sheet alone does not show, and its neighbours of the same scanner do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from ingest.doubles import Look, is_double, take_look
from ingest.geometry import lay_box, upright_size
from nasti.model import Notice, Sheet

USUAL_OF, LEAST_USUAL = 100, 8
"""The scanner's usual blur is the median of so many sheets before, where there are at least so many."""
BLURRED_TIMES, EXTREME_MM = 1.45, 0.62
"""Times the usual; and the width of edges that is too much on any scanner.

Source: 276 ordinary pages of four sets, 0.32 to 0.52 mm, carbon copies and dot matrix at the upper end, at most 1.44
times the median of their set; print out of focus by 0.17 mm (2 pixels at 300 dots an inch) 0.49, by 0.25 mm 0.63.
"""
COLUMN_MM, PASSED_OVER, LEAST_STREAKED, CROOKED_DEG = 0.25, 4, 3, 0.2
"""The same column within this; on a sheet of each few, because fronts and backs have a glass each and print may hide
it; on so many sheets; and at least one of them lay so much askew that a printed line would have left the column."""
STREAK_WIDE_MM = 1.5
LENGTH_MM, ALIKE_MM, ALIKE_SHARE, NEIGHBOURS = 25.0, 3.0, 0.7, 10
"""A sheet is too long by this, where so many of its neighbours are as long and as wide as one another within this.

Source: scanners without a sensor stop at 50 mm (Canon DR-5010C); A4 and legal paper differ in width by 6 mm.
"""
STANDARD_MM = (297.0, 330.0, 343.0, 355.6, 420.0)
"""Lengths that paper is sold in; one of these is no double feed unless an edge is seen across the sheet."""
EDGE_MM = 8.0


@dataclass(slots=True)
class _Chain:
    """A column seen on one sheet after the other."""

    column_mm: float
    places: list[int] = field(default_factory=list)


def compare(sheets: Sequence[Sheet], earlier: Sequence[Mapping[str, Any]]) -> Mapping[int, tuple[Notice, ...]]:
    """Look at the sheets of a scan side by side.

    Args:
        sheets: All sheets of the scan that were read, in the order they were scanned.
        earlier: `Sheet.measures` of sheets that the same station scanned before, oldest first; about 200 are enough.

    Returns:
        Notices by position in `sheets`: ``blurred``, ``dirty_glass``, ``double_feed``, ``double``. `Notice.other` is a
        position in `sheets` too; where it is negative, one from the end of `earlier`, -1 the last.
    """
    history = [*earlier, *(sheet.measures for sheet in sheets)]
    before = len(earlier)
    found: dict[int, list[Notice]] = defaultdict(list)
    for place, notice in (
        *_find_blurred(history, before),
        *_find_dirty(sheets, history, before),
        *_find_fed_twice(sheets, history, before),
        *_find_doubles(history, before),
    ):
        found[place].append(notice)
    return {place: tuple(notices) for place, notices in sorted(found.items())}


def _find_blurred(history: Sequence[Mapping[str, Any]], before: int) -> Iterator[tuple[int, Notice]]:
    blurs = [(measures.get("blur_mm"), min(measures.get("dpi", 0), 200)) for measures in history]
    for place in range(before, len(history)):
        blur, dpi = blurs[place]
        if blur is None:
            continue
        known = [one for one, other in blurs[:place] if one is not None and other == dpi][-USUAL_OF:]
        if len(known) < LEAST_USUAL:
            # At the very beginning the sheets that follow have to do.
            known = [one for one, other in blurs[: place + USUAL_OF] if one is not None and other == dpi]
        bound = EXTREME_MM
        if len(known) >= LEAST_USUAL:
            bound = min(bound, BLURRED_TIMES * median(known))
        if blur >= bound:
            yield place - before, Notice("blurred", blur, round(bound, 3), "mm")


def _find_dirty(
    sheets: Sequence[Sheet], history: Sequence[Mapping[str, Any]], before: int
) -> Iterator[tuple[int, Notice]]:
    for chain in _follow(history):
        crooked = any(abs(history[place].get("skew_deg", 0.0)) >= CROOKED_DEG for place in chain.places)
        if len(chain.places) < LEAST_STREAKED or not crooked:
            continue
        for place in chain.places:
            if place >= before:
                sheet = sheets[place - before]
                yield place - before, _tell_dirty(sheet, chain.column_mm, chain.places[0] - before)


def _follow(history: Sequence[Mapping[str, Any]]) -> list[_Chain]:
    chains: list[_Chain] = []
    for place, measures in enumerate(history):
        for column_mm, _ in measures.get("streaks", ()):
            near = [
                chain
                for chain in chains
                if abs(chain.column_mm - column_mm) <= COLUMN_MM and 0 < place - chain.places[-1] <= PASSED_OVER
            ]
            if near:
                near[0].places.append(place)
            else:
                chains.append(_Chain(column_mm, [place]))
    return chains


def _tell_dirty(sheet: Sheet, column_mm: float, first: int) -> Notice:
    scan_px = upright_size(sheet.size_px, sheet.turn_deg)
    left, right = ((column_mm + side * STREAK_WIDE_MM / 2) / 25.4 * sheet.dpi for side in (-1, 1))
    box = lay_box((max(0, round(left)), 0, round(right), scan_px[1]), scan_px, sheet.turn_deg, sheet.skew_deg)
    return Notice("dirty_glass", round(column_mm, 1), None, "mm", box, first)


def _find_fed_twice(
    sheets: Sequence[Sheet], history: Sequence[Mapping[str, Any]], before: int
) -> Iterator[tuple[int, Notice]]:
    sizes = [measures.get("size_mm") for measures in history]
    for place in range(before, len(history)):
        size = sizes[place]
        near = [
            other
            for at in range(max(0, place - NEIGHBOURS), min(len(sizes), place + NEIGHBOURS + 1))
            if at != place and (other := sizes[at]) is not None
        ]
        if size is None or len(near) < LEAST_USUAL // 2:
            continue
        wide, long = (median(other[side] for other in near) for side in (0, 1))
        alike = [other for other in near if abs(other[0] - wide) <= ALIKE_MM and abs(other[1] - long) <= ALIKE_MM]
        longer_mm, edge_mm = size[1] - long, history[place].get("overlap_mm")
        standard = any(abs(size[1] - length) <= ALIKE_MM for length in STANDARD_MM)
        if len(alike) < ALIKE_SHARE * len(near) or abs(size[0] - wide) > ALIKE_MM or longer_mm < LENGTH_MM:
            continue
        if edge_mm is not None or not standard:
            yield place - before, _tell_fed_twice(sheets[place - before], longer_mm, edge_mm)


def _tell_fed_twice(sheet: Sheet, longer_mm: float, edge_mm: float | None) -> Notice:
    box = None
    if edge_mm is not None:
        scan_px = upright_size(sheet.size_px, sheet.turn_deg)
        top, bottom = (round((edge_mm + side * EDGE_MM) / 25.4 * sheet.dpi) for side in (-1, 1))
        box = lay_box((0, max(0, top), scan_px[0], bottom), scan_px, sheet.turn_deg, sheet.skew_deg)
    return Notice("double_feed", round(longer_mm, 1), LENGTH_MM, "mm", box)


def _find_doubles(history: Sequence[Mapping[str, Any]], before: int) -> Iterator[tuple[int, Notice]]:
    looks: list[Look | None] = []
    for place, measures in enumerate(history):
        look = take_look(measures)
        looks.append(look)
        if place < before or look is None:
            continue
        for other in range(place - 1, -1, -1):
            earlier = looks[other]
            if earlier is not None and (overlap := is_double(look, earlier)) is not None:
                yield place - before, Notice("double", round(overlap, 3), None, "share", None, other - before)
                break
