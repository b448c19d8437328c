"""The pages that are shown of what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from nasti.model import KINDS
from storage.doc_map import DocMap
from storage.index_tables import DocumentRow
from storage.keywords import keywords_of
from storage.search_fields import CORRESPONDENCE
from storage.search_marks import Marked, mark
from storage.search_match import Matches
from storage.search_query import Clause
from storage.search_results import PageHit
from storage.tables import FieldRow, PageRow, PaperRow, SheetRow, WordsRow
from storage.words import unpack_layout

PAGES_SHOWN = 3
PAGES_READ = 5
"""Pages of a nasti that are read to choose those shown: reading them is most of what a search costs."""


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
    typed = _choose(matches, state, nasti_ids)
    wanted = [clause for clause in clauses if not clause.without and clause.kind != "filter"]
    rows = s.execute(
        select(DocumentRow.doc, PageRow, SheetRow.position, SheetRow.handwriting, WordsRow.packed)
        .join(PageRow, PageRow.id == DocumentRow.page_id)
        .join(SheetRow, SheetRow.id == PageRow.sheet_id)
        .join(WordsRow, WordsRow.sheet_id == PageRow.sheet_id)
        .where(DocumentRow.doc.in_(list(typed)))
    ).all()
    keywords = keywords_of(s, (page.sheet_id for _, page, *_ in rows))
    found: dict[int, list[tuple[float, int, PageHit]]] = {}
    dates = _dates(s, [page.id for _, page, *_ in rows])
    for doc, page, position, handwriting, packed in rows:
        marked = mark(unpack_layout(packed), wanted, keywords.get(page.sheet_id, ()))
        code = int(state.kinds[doc]) & ~CORRESPONDENCE
        hit = _show_page(page, position, handwriting, marked, KINDS[code - 1], dates.get(page.id), typed[doc])
        found.setdefault(page.nasti_id, []).append((marked.score, doc, hit))
    return {nasti_id: _best_pages(hits) for nasti_id, hits in found.items()}


def _choose(matches: Matches, state: DocMap, nasti_ids: Sequence[int]) -> dict[int, bool]:
    """Documents of the pages to read, and whether each is found as typed: those first, then the older."""
    nastis = state.nastis[matches.pages]
    inside = np.flatnonzero(np.isin(nastis, nasti_ids))
    order = inside[np.lexsort((matches.pages[inside], ~matches.typed[inside], nastis[inside]))]
    chosen: dict[int, bool] = {}
    last, taken = 0, 0
    for place in order.tolist():
        taken = taken + 1 if nastis[place] == last else 1
        last = nastis[place]
        if taken <= PAGES_READ:
            chosen[int(matches.pages[place])] = bool(matches.typed[place])
    return chosen


def _dates(s: Session, page_ids: Sequence[int]) -> dict[int, str]:
    """The dates of the papers that pages belong to."""
    first, last = aliased(SheetRow), aliased(SheetRow)
    query = (
        select(PageRow.id, FieldRow.value)
        .join(SheetRow, SheetRow.id == PageRow.sheet_id)
        .join(PaperRow, PaperRow.nasti_id == PageRow.nasti_id)
        .join(first, first.id == PaperRow.first_sheet_id)
        .join(last, last.id == PaperRow.last_sheet_id)
        .join(FieldRow, FieldRow.paper_id == PaperRow.id)
        .where(PageRow.id.in_(page_ids), first.place <= SheetRow.place, last.place >= SheetRow.place)
        .where(FieldRow.name == "date")
        .order_by(FieldRow.id)
    )
    return {page_id: str(value) for page_id, value in s.execute(query)}


def _show_page(
    page: PageRow, position: int, handwriting: Sequence[Sequence[int]], marked: Marked, kind: str, date: str | None,
    typed: bool,
) -> PageHit:  # fmt: skip
    return PageHit(
        page_id=page.id, sheet_id=page.sheet_id, part=page.part, label=page.label, sheet=position, kind=kind, date=date,
        approximate=not typed, snippet=marked.snippet(), boxes=marked.boxes, matched=marked.matched,
        keywords=marked.keywords,
        handwriting=tuple((left, top, right, bottom) for left, top, right, bottom in handwriting)
        if marked.keywords else (),
    )  # fmt: skip


def _best_pages(hits: Iterable[tuple[float, int, PageHit]]) -> tuple[PageHit, ...]:
    best = sorted(hits, key=lambda one: (one[2].approximate, -round(one[0], 6), one[1]))
    return tuple(hit for _, _, hit in best[:PAGES_SHOWN])
