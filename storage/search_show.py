"""The pages that are shown of what was found."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from nasti.model import KINDS, Box
from storage.doc_map import DocMap
from storage.keywords import keywords_of
from storage.postings import Ints, unpack_ids
from storage.rows import among, fetch_rows
from storage.search_fields import CORRESPONDENCE, field_term
from storage.search_marks import Marker
from storage.search_match import Matches
from storage.search_query import Clause
from storage.search_results import PageHit
from storage.tables import SheetRow
from storage.vocabulary import terms_of
from storage.words import unpack_layout

PAGES_SHOWN = 3
PAGES_READ = 5
"""Pages of a nasti of which the terms are looked at to choose those shown: those found as typed, then the older."""

_PAGES = (
    "SELECT document.doc, page.id, page.nasti_id, page.sheet_id, page.part, page.label, sheet.position, words.packed "
    "FROM document JOIN page ON page.id = document.page_id JOIN sheet ON sheet.id = page.sheet_id "
    "JOIN words ON words.sheet_id = page.sheet_id"
)

_FIELD_TERMS = 60
"""Terms at the end of a page's document among which the fields of its paper are."""

_NEARNESS = 2.0


def show_pages(
    s: Session, clauses: Sequence[Clause], matches: Matches, state: DocMap, nasti_ids: Sequence[int]
) -> dict[int, tuple[PageHit, ...]]:
    """The best pages of some nasti, best first.

    Args:
        s: A transaction.
        clauses: Widened.
        matches: What matches.
        state: Of the index.
        nasti_ids: Those to show.
    """
    best = _best_pages(s, matches, state, nasti_ids)
    typed = {doc: is_typed for doc, (is_typed, _) in best.items()}
    marker = Marker([clause for clause in clauses if not clause.without and clause.kind != "filter"])
    condition, bound = among(s, "document.doc", list(typed), "integer")
    rows = fetch_rows(s, f"{_PAGES} WHERE {condition}", bound)
    keywords = keywords_of(s, [sheet_id for _, _, _, sheet_id, *_ in rows])
    dates = _dates(s, {doc: ids for doc, (_, ids) in best.items()})
    shown: dict[int, dict[int, PageHit]] = defaultdict(dict)
    for doc, page_id, nasti_id, sheet_id, part, label, position, packed in rows:
        marked = marker.mark(unpack_layout(bytes(packed)), keywords.get(sheet_id, ()))
        shown[nasti_id][doc] = PageHit(
            page_id=page_id, sheet_id=sheet_id, part=part, label=label, sheet=position,
            kind=KINDS[(int(state.kinds[doc]) & ~CORRESPONDENCE) - 1], date=dates.get(doc), approximate=not typed[doc],
            snippet=marked.snippet(), boxes=marked.boxes, matched=marked.matched, keywords=marked.keywords,
            handwriting=_handwriting(s, sheet_id) if marked.keywords else (),
        )  # fmt: skip
    return {nasti_id: tuple(hits[doc] for doc in typed if doc in hits) for nasti_id, hits in shown.items()}


def _handwriting(s: Session, sheet_id: int) -> tuple[Box, ...]:
    found = s.scalars(select(SheetRow.handwriting).where(SheetRow.id == sheet_id)).one()
    return tuple((left, top, right, bottom) for left, top, right, bottom in found)


def _best_pages(s: Session, matches: Matches, state: DocMap, nasti_ids: Sequence[int]) -> dict[int, tuple[bool, Ints]]:
    """Documents of the pages to show, the best of each nasti first: whether each is found as typed, and its terms."""
    read = _choose(matches, state, nasti_ids)
    condition, bound = among(s, "doc", list(read), "integer")
    rows = fetch_rows(s, f"SELECT doc, terms FROM document WHERE {condition}", bound)
    pages = {doc: unpack_ids(terms) for doc, terms in rows}
    scored = sorted((not read[doc], -round(_fit(ids, matches.terms), 6), doc) for doc, ids in pages.items())
    left = dict.fromkeys(nasti_ids, PAGES_SHOWN)
    best: dict[int, tuple[bool, Ints]] = {}
    for untyped, _, doc in scored:
        nasti_id = int(state.nastis[doc])
        if left[nasti_id]:
            left[nasti_id] -= 1
            best[doc] = (not untyped, pages[doc])
    return best


def _fit(page: Ints, clauses: Sequence[Ints]) -> float:
    """How well a page fits: each clause often, none much more than the others, and all close together.

    Args:
        page: Ids of its terms, in order.
        clauses: Ids of the terms that meet each clause, ascending.
    """
    places = [there for ids in clauses if (there := _places(page, ids)).size]
    often = sum(1 + math.log(there.size) for there in places)
    if len(places) < 2:
        return often
    rarest = min(places, key=len)
    widths = [_nearest(rarest, there) for there in places if there is not rarest]
    return often + _NEARNESS * len(places) / (1 + int(np.max(widths, axis=0).min()))


def _places(page: Ints, ids: Ints) -> Ints:
    """Where one of some ids stands."""
    if not ids.size:
        return ids
    return np.flatnonzero(ids[np.searchsorted(ids, page).clip(max=ids.size - 1)] == page)


def _nearest(here: Ints, there: Ints) -> Ints:
    """How far each place is from the nearest of others."""
    after = np.searchsorted(there, here).clip(max=there.size - 1)
    before = (after - 1).clip(min=0)
    distances: Ints = np.minimum(np.abs(there[after] - here), np.abs(there[before] - here))
    return distances


def _choose(matches: Matches, state: DocMap, nasti_ids: Sequence[int]) -> dict[int, bool]:
    """Documents of the pages to read, and whether each is found as typed: those first, then the older."""
    nastis = matches.nastis
    wanted = np.zeros(state.nasti_count, np.bool_)
    wanted[nasti_ids] = True
    inside = np.flatnonzero(wanted[nastis])
    order = inside[np.lexsort((matches.pages[inside], ~matches.typed[inside], nastis[inside]))]
    chosen: dict[int, bool] = {}
    last, taken = 0, 0
    for place in order.tolist():
        taken = taken + 1 if nastis[place] == last else 1
        last = nastis[place]
        if taken <= PAGES_READ:
            chosen[int(matches.pages[place])] = bool(matches.typed[place])
    return chosen


def _dates(s: Session, documents: Mapping[int, Ints]) -> dict[int, str]:
    """The dates of the papers that pages belong to, by document: they are the last that was indexed of it."""
    last = {doc: _alone(ids[-_FIELD_TERMS:]) for doc, ids in documents.items()}
    # By their ids alone: told to look among dates, PostgreSQL goes through all that there are.
    terms = terms_of(s, {one for ids in last.values() for one in ids})
    dates = {one: _plain_day(term) for one, term in terms.items()}
    return {doc: date for doc, ids in last.items() for one in ids if (date := dates.get(one))}


def _alone(ids: Ints) -> list[int]:
    """Terms with a gap on either side, as dates have."""
    gaps = np.concatenate(([True], ids == 0, [True]))
    alone: list[int] = ids[gaps[:-2] & gaps[2:] & (ids > 0)].tolist()
    return alone


def _plain_day(term: str) -> str | None:
    """A day in ISO 8601; None for terms of months and years, and for all others."""
    if not term.startswith(prefix := field_term("date", "")):
        return None
    day = term.removeprefix(prefix)
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else None
