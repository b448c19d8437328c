"""What exposes a slip that was missed: too many sheets, page numbers that begin again, a large sheet not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from classify.drafts import SLIP_MISSING, Draft
from classify.glance import Glance
from classify.kinds import NOTING
from classify.segment_words import Counted, begins_again, not_larger, too_many
from classify.traits import size_mm
from nasti.model import Notice, Part, Sheet

LARGER_MISSING = "larger_missing"

DOUBLE = "double"
"""The flag of a sheet that shows the same as one before it."""

LARGER_BY = 1.2
"""How much more area a larger sheet has than the slip that announces it: legal has 1.2 times that of A4, A3 twice."""

RUN = 3
"""How many numbers that follow each other are a sequence and not numbers of somebody's own, or misread ones."""

BEGINS_AT = 2
SKIPS = 3
"""With which number a sequence begins at most (the first page has none, often), and by how much the next number may be
larger than there are sides between."""


def expose(
    one: Draft, sheets: Sequence[Sheet], glances: Sequence[Glance], backs: frozenset[int], max_sheets: int
) -> None:
    """Flag what speaks for a slip that was missed inside a segment.

    Args:
        one: The segment; flags and doubts are added to it.
        sheets: Of the whole scan.
        glances: Of the whole scan.
        backs: Positions of sides that are backs; empty where that is not known.
        max_sheets: How many sheets of paper a nasti may have.
    """
    if not one.is_nasti:
        return
    # A sheet that was fed twice is one sheet to whoever counted.
    once = [position for position in one.positions if DOUBLE not in sheets[position].flags]
    _count_sheets(one, once, glances, backs, max_sheets)
    _count_pages(one, once, glances)
    _follow_folios(one, glances)
    _look_for_larger(one, sheets, glances)


def _count_sheets(
    one: Draft, once: Sequence[int], glances: Sequence[Glance], backs: frozenset[int], max_sheets: int
) -> None:
    faces = [position for position in once if glances[position].slip is None and position not in backs]
    told = one.slip.sheets if one.slip else None
    # Where nothing tells fronts from backs, there may be two sides of every sheet.
    sides = 1 if backs else 2
    if told is not None and len(faces) > sides * told:
        _too_many(one, glances[faces[sides * told]], len(faces), told, "slip")
    elif len(faces) > max_sheets:
        _too_many(one, glances[faces[max_sheets]], len(faces), max_sheets, "setting")


def _count_pages(one: Draft, once: Sequence[int], glances: Sequence[Glance]) -> None:
    if one.slip is None:
        return
    pages = [position for position in once if _is_page(glances[position])]
    counts: dict[Part, int | None] = {
        "noting": one.slip.noting_pages, "correspondence": one.slip.correspondence_pages
    }  # fmt: skip
    if all(count is not None for count in counts.values()):
        bound = sum(count or 0 for count in counts.values())
        if len(pages) > bound:
            _too_many(one, glances[pages[bound]], len(pages), bound, "pages")
            return
    for part, count in counts.items():
        told = [position for position in pages if one.parts.get(position) == part]
        if count is not None and len(told) > count:
            _too_many(one, glances[told[count]], len(told), count, "pages")


def _is_page(glance: Glance) -> bool:
    return glance.slip is None and not glance.blank and glance.kind != "cover"


def _too_many(one: Draft, at: Glance, count: int, bound: int, what: Counted) -> None:
    unit = "pages" if what == "pages" else "sheets"
    one.notice(at.position, Notice(SLIP_MISSING, float(count), float(bound), unit))
    one.doubts.append(too_many(SLIP_MISSING, at, count, bound, what))


@dataclass(slots=True)
class _Run:
    """Page numbers that follow each other.

    Attributes:
        begin: Position of the first.
        first: The first number.
        end: Position of the last so far.
        last: The last number.
        count: How many there are.
        placed: Whether a slip or the kind of a page says which part they are of.
    """

    begin: int
    first: int
    end: int
    last: int
    count: int = 0
    placed: bool = False


def _follow_folios(one: Draft, glances: Sequence[Glance]) -> None:
    """Flag where the page numbers of a part begin again and the ones before do not go on behind them."""
    runs: dict[Part, list[_Run]] = {"noting": [], "correspondence": []}
    part: Part = "noting"
    for position in one.positions:
        glance = glances[position]
        said = one.parts.get(position) or _part_of(glance)
        part = said or part
        if glance.folio is not None and _is_page(glance):
            run = _run_of(runs[part], position, glance.folio)
            run.placed = run.placed or said is not None
    long = [[run for run in found if run.count >= RUN] for found in runs.values()]
    again = sorted(
        ((before, run) for found in long for before, run in pairwise(found)
         if run.first <= BEGINS_AT and before.end < run.begin),
        key=lambda pair: pair[1].begin,
    )  # fmt: skip
    # Where no page says so, the second sequence of a nasti is that of its correspondence.
    unplaced = [run for before, run in again if not (before.placed and run.placed)]
    for before, run in again:
        if len(long[1]) > 0 or run not in unplaced[:1]:
            one.notice(run.begin, Notice(SLIP_MISSING, float(run.first), float(before.last), "folio"))
            one.doubts.append(begins_again(SLIP_MISSING, glances[run.begin], run.first, before.last))


def _part_of(glance: Glance) -> Part | None:
    if glance.kind in (None, "cover"):
        return None
    return "noting" if glance.kind in NOTING else "correspondence"


def _run_of(runs: list[_Run], position: int, folio: int) -> _Run:
    """The run that a number goes on, nearest first; a new one where it goes on none."""
    fitting = [run for run in runs if 0 < folio - run.last <= SKIPS + position - run.end]
    if fitting:
        run = max(fitting, key=lambda one: one.end)
    else:
        run = _Run(position, folio, position, folio)
        runs.append(run)
    run.end, run.last, run.count = position, folio, run.count + 1
    return run


def _look_for_larger(one: Draft, sheets: Sequence[Sheet], glances: Sequence[Glance]) -> None:
    for place, position in enumerate(one.positions):
        behind = one.positions[place + 1 : place + 3]
        if not _announces_larger(glances[position]) or any(_announces_larger(glances[other]) for other in behind[:1]):
            continue
        if not any(_area_mm2(sheets[other]) >= LARGER_BY * _area_mm2(sheets[position]) for other in behind):
            one.notice(position, Notice(LARGER_MISSING))
            one.doubts.append(not_larger(LARGER_MISSING, glances[position]))


def _announces_larger(glance: Glance) -> bool:
    return glance.slip is not None and glance.slip.kind == "larger"


def _area_mm2(sheet: Sheet) -> float:
    shorter, longer = size_mm(sheet)
    return shorter * longer
