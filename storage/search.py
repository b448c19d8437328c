"""Finding nasti and pages: words, phrases, file numbers and fields, in Hindi, English and Hindi in Roman letters.

The database only holds lists; which documents match, what they are counted by, how they rank and what is shown of them
is the same code on SQLite and PostgreSQL.
"""

from __future__ import annotations

import base64
import binascii
import gc
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.doc_map import DocMap, load
from storage.lexicon import is_known
from storage.postings import Ints
from storage.rows import among, fetch_rows
from storage.search_facets import count_facets
from storage.search_marks import Piece
from storage.search_match import Matcher, Matches, count_pages
from storage.search_query import Clause, clean, parse
from storage.search_results import Count, NastiHit, PageHit, Reading, Results
from storage.search_show import show_pages
from storage.search_widen import FEW, LookedUp, suggest, widen
from storage.tables import NastiRow

__all__ = ["Count", "NastiHit", "Options", "PageHit", "Piece", "Reading", "Results", "search"]

MOST_HITS = 200
"""Nasti that are given back at once."""

APPROXIMATE = 0.35
"""What the pages of a nasti count when none has every word as typed.

Source: measured on misread pages: precision of approximate hits against exact ones."""

_RESTRICTED = "SELECT id FROM nasti WHERE restricted"
_NASTI = (
    "SELECT nasti.id, number, subject, department.name, section, year, opened, closed "
    "FROM nasti JOIN department ON department.id = nasti.department_id"
)
_FIELD_SHARE, _SAME_NUMBER, _MORE_PAGES = 2.0, 10.0, 0.25


@dataclass(frozen=True, slots=True)
class Options:
    """How to search.

    Attributes:
        limit: Nasti to give back, at most `MOST_HITS`.
        cursor: Of the results before, to see what follows; what is no cursor is not heeded.
        wide: Look for less probable candidates too; where little is found, that is done by itself.
        restricted: Whether restricted nasti show: only for those with the right to see them.
        facets: Whether to count what was found.
    """

    limit: int = 20
    cursor: str = ""
    wide: bool = False
    restricted: bool = False
    facets: bool = True


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Nasti that match, best first."""

    ids: Ints
    scores: npt.NDArray[np.float64]
    typed: npt.NDArray[np.bool_]
    pages: Ints


def search(s: Session, query: str, options: Options | None = None) -> Results:
    """Find nasti by what stands on their pages and in their fields. No query is an error.

    All words must match, on one page or in the fields of its nasti; those in quotes must follow each other.

    Args:
        s: A transaction that sees one state of the store.
        query: Words in either script, "phrases", file numbers in any spelling or pieces of them, begin*, -without,
            field:value.
        options: How to search.
    """
    options = options or Options()
    query = clean(query)
    parsed = parse(query)
    asked = [clause for clause in parsed if clause.kind != "ignored"]
    if not any(not clause.without for clause in asked):
        return Results(query, 0, 0, True, (), tuple(map(_reading, parsed)), {}, None, None, False)
    state = load(s)
    hidden = () if options.restricted else tuple(one for (one,) in fetch_rows(s, _RESTRICTED, {}))
    looked_up = LookedUp()
    wide, clauses = options.wide, widen(s, asked, wide=options.wide, looked_up=looked_up)
    matcher = Matcher(s, state, hidden, clauses, looked_up.known)
    matches = matcher.match(clauses)
    if not wide and matches.pages.size < FEW:
        wide, wider = True, widen(s, asked, wide=True, looked_up=looked_up)
        if wider != clauses:
            clauses, matches = wider, Matcher(s, state, hidden, wider, looked_up.known, matcher).match(wider)
    ranked = _rank(s, clauses, matches, state)
    first = _after(ranked, options.cursor)
    shown = slice(first, first + max(0, min(options.limit, MOST_HITS)))
    more = ranked.ids.size > shown.stop > first
    return Results(
        query=query, total_pages=int(matches.pages.size), total_nastis=int(ranked.ids.size), complete=matches.complete,
        nastis=_hits(s, clauses, matches, state, ranked, shown), how=_readings(parsed, clauses),
        facets=count_facets(state, matches, ranked.ids, ranked.pages) if options.facets else {},
        cursor=_cursor(ranked, shown.stop - 1) if more else None,
        suggestion=None if ranked.typed.any() else _suggestion(s, query, asked), widened=wide,
    )  # fmt: skip


def prepare() -> None:
    """Get a process that will search ready: word lists are read, and Python stops looking through all that is there.

    The objects of the lists live as long as the process; to look through them held up a search for 0.1 s.
    """
    is_known("")
    gc.collect()
    gc.freeze()


def _readings(parsed: Sequence[Clause], widened: Sequence[Clause]) -> tuple[Reading, ...]:
    known = iter(widened)
    return tuple(_reading(one if one.kind == "ignored" else next(known)) for one in parsed)


def _reading(clause: Clause) -> Reading:
    slots = clause.runs[0] if clause.runs else ()
    exact = clause.words
    if clause.kind == "number":
        exact = ("/".join(clause.number),)
    elif clause.kind == "filter":
        exact = tuple(map(str, clause.values))
    elif len(slots) == 1:
        exact = tuple(_plain(term) for term in slots[0].exact)
    near = tuple(_plain(term) for slot in slots for term in slot.near)
    return Reading(clause.typed, clause.kind, exact, near, clause.field, clause.without, clause.as_typed)


def _plain(term: str) -> str:
    """A term without the field it was asked for in."""
    return term.rpartition("=")[2]


def _rank(s: Session, clauses: Sequence[Clause], matches: Matches, state: DocMap) -> _Ranked:
    pages = count_pages(matches, state)
    ids = np.flatnonzero((pages["all"] > 0) | matches.by_fields)
    typed_pages, all_pages = pages["typed"][ids], pages["all"][ids]
    typed = (typed_pages > 0) | matches.fields_typed[ids]
    counted = np.where(typed_pages > 0, typed_pages, all_pages)
    # Many pages count a little more than few.
    scores = np.where(typed_pages > 0, 1.0, APPROXIMATE) * (1 + _MORE_PAGES * np.log(np.maximum(counted, 1)))
    scores = np.where(counted > 0, scores, 0.0)
    scores += _FIELD_SHARE * matches.field_hits[ids] / sum(not clause.without for clause in clauses)
    same_number = _with_number(s, clauses)
    if same_number:
        scores += _SAME_NUMBER * np.isin(ids, same_number)
    scores = scores.round(6)
    # Exact before approximate, then by score, then by age, in which they are: no tie is left to the database.
    order = np.lexsort((-scores, ~typed))
    return _Ranked(ids[order], scores[order], typed[order], all_pages[order])


def _with_number(s: Session, clauses: Sequence[Clause]) -> list[int]:
    keys = ["/".join(clause.number) for clause in clauses if clause.kind == "number" and not clause.without]
    return list(s.scalars(select(NastiRow.id).where(NastiRow.number_key.in_(keys)))) if keys else []


def _hits(
    s: Session, clauses: Sequence[Clause], matches: Matches, state: DocMap, ranked: _Ranked, shown: slice
) -> tuple[NastiHit, ...]:
    ids = ranked.ids[shown].tolist()
    condition, bound = among(s, "nasti.id", ids, "bigint")
    nastis = {row[0]: row[1:] for row in fetch_rows(s, f"{_NASTI} WHERE {condition}", bound)}
    pages = show_pages(s, clauses, matches, state, ids)
    return tuple(
        NastiHit(
            nasti_id=nasti_id, number=number, subject=subject, department=department, section=section, year=year,
            opened=opened, closed=closed, score=score, approximate=not typed, page_count=page_count,
            pages=pages.get(nasti_id, ()),
        )
        for nasti_id, score, typed, page_count in zip(
            ids, ranked.scores[shown].tolist(), ranked.typed[shown].tolist(), ranked.pages[shown].tolist(), strict=True
        )
        for number, subject, department, section, year, opened, closed in [nastis[nasti_id]]
    )  # fmt: skip


def _cursor(ranked: _Ranked, place: int) -> str:
    key = f"{int(ranked.typed[place])} {ranked.scores[place]:.6f} {ranked.ids[place]}"
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _after(ranked: _Ranked, cursor: str) -> int:
    """Place of what follows a cursor; 0 without one."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        typed, score, nasti_id = base64.b64decode(padded, "-_", validate=True).decode("ascii").split()
        key = (-int(typed), -float(score), int(nasti_id))
    except (ValueError, binascii.Error):
        return 0
    keys = zip((-ranked.typed.astype(int)).tolist(), (-ranked.scores).tolist(), ranked.ids.tolist(), strict=True)
    return next((place for place, one in enumerate(keys) if one > key), int(ranked.ids.size))


def _suggestion(s: Session, query: str, clauses: Sequence[Clause]) -> str | None:
    """The query with words that no page has replaced by the likeliest ones that some has."""
    better = suggest(s, clauses)
    meant = query
    for clause in clauses:
        if len(clause.words) == 1 and clause.words[0] in better:
            meant = meant.replace(clause.typed, better[clause.words[0]], 1)
    return meant if meant != query else None
