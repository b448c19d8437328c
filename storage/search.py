"""Finding nasti and pages: words, phrases and file numbers, in Hindi, English and Hindi in Roman letters.

The database only says which rows match; ranking, snippets and word boxes are the same code on SQLite and PostgreSQL.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nasti.model import Box
from storage.keywords import keywords_of
from storage.search_marks import Marked, Piece, mark
from storage.search_match import Matches, match
from storage.search_query import Clause, clean, parse, widen
from storage.tables import DepartmentRow, NastiRow, PageRow, SheetRow, WordsRow
from storage.words import unpack_layout

__all__ = ["NastiHit", "PageHit", "Piece", "Reading", "Results", "search"]

MOST_HITS = 200
PAGES_SHOWN = 3
PAGES_READ = 5
"""Pages of a nasti that are read to choose those shown: reading them is most of what a search costs."""

APPROXIMATE = 0.35
"""What the pages of a nasti count when none has every word as typed.

Source: measured on misread pages: precision of approximate hits against exact ones."""

_FIELD_SHARE, _SAME_NUMBER, _MORE_PAGES = 2.0, 10.0, 0.25


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page on which something was found.

    Attributes:
        page_id: Its row.
        sheet_id: Row of the sheet it is.
        part: "noting" or "correspondence".
        label: Its number as offices write it, "N-1", "C-12", "cover".
        sheet: Index of the sheet in its scan, from 0.
        approximate: True when a word stands on it only in a spelling that may be meant.
        snippet: A stretch of its text, in reading order.
        boxes: Of the words found, in reading order, pixels on the upright sheet.
        matched: The words found, as read, each once, in reading order.
        keywords: The keywords found, as people gave them; they stand for what was not read and have no boxes.
        handwriting: Where the page is written by hand, if it was found by a keyword: what was meant may stand there.
    """

    page_id: int
    sheet_id: int
    part: str
    label: str
    sheet: int
    approximate: bool
    snippet: tuple[Piece, ...]
    boxes: tuple[Box, ...]
    matched: tuple[str, ...]
    keywords: tuple[str, ...]
    handwriting: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class NastiHit:
    """A nasti in which something was found.

    Attributes:
        nasti_id: Its row.
        number: As written, None where none is known.
        subject: None where none is known.
        department: "" where none is known.
        year: None where none is known.
        score: Higher is better; comparable within one search only.
        approximate: True when it was found only by words that may be meant.
        page_count: Pages on which it was found.
        pages: The best of them, best first; none when only its fields match.
    """

    nasti_id: int
    number: str | None
    subject: str | None
    department: str
    year: int | None
    score: float
    approximate: bool
    page_count: int
    pages: tuple[PageHit, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a piece of the query was understood.

    Attributes:
        typed: As typed.
        kind: "word", "phrase" or "number".
        exact: What counts as typed: the folded word and the Hindi word a Roman spelling surely means; the canonical
            key of a number; the folded words of a phrase.
        near: Hindi words that a Roman spelling may mean.
    """

    typed: str
    kind: str
    exact: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What was found.

    Attributes:
        query: As it was worked with.
        total_pages: Pages found.
        total_nastis: Nasti found, by their pages or their fields.
        complete: False when there is more than was looked at, so that the totals are the least there is.
        nastis: Best first.
        how: How each piece of the query was understood.
    """

    query: str
    total_pages: int
    total_nastis: int
    complete: bool
    nastis: tuple[NastiHit, ...]
    how: tuple[Reading, ...]


def search(s: Session, query: str, limit: int = 20) -> Results:
    """Find nasti by what stands on their pages and in their fields. No query is an error.

    All words must match, on one page or in the fields of its nasti; those in quotes must follow each other.

    Args:
        s: A transaction that sees one state of the store.
        query: Words in either script, "phrases", file numbers in any spelling or pieces of them.
        limit: Nasti to give back, at most `MOST_HITS`.
    """
    query = clean(query)
    clauses = tuple(widen(s, clause) for clause in parse(query))
    how = tuple(_reading(clause) for clause in clauses)
    if not clauses:
        return Results(query, 0, 0, True, (), how)
    exact = match(s, clauses, near=False)
    found = match(s, clauses, near=True) if any(clause.near for clause in clauses) else exact
    nastis = _rank(s, clauses, exact, found, max(0, min(limit, MOST_HITS)))
    total_pages = sum(len(pages) for pages in found.pages.values())
    return Results(query, total_pages, len(found.nastis), found.complete, nastis, how)


def _reading(clause: Clause) -> Reading:
    exact = {"word": clause.exact, "phrase": clause.words, "number": ("/".join(clause.number),)}[clause.kind]
    return Reading(clause.typed, clause.kind, exact, clause.near)


def _rank(s: Session, clauses: Sequence[Clause], exact: Matches, found: Matches, limit: int) -> tuple[NastiHit, ...]:
    same_number, as_typed = _with_number(s, clauses), exact.nastis
    scores = {
        nasti_id: _text_score(exact.pages.get(nasti_id, set()), found.pages.get(nasti_id, set()))
        + _FIELD_SHARE * len(found.fields.get(nasti_id, ())) / len(clauses)
        + _SAME_NUMBER * (nasti_id in same_number)
        for nasti_id in found.nastis
    }
    # Exact before approximate, then by score, then by age: no tie is left to the database.
    best = sorted(scores, key=lambda one: (one not in as_typed, -round(scores[one], 6), one))[:limit]
    rows = select(NastiRow, DepartmentRow.name).join(DepartmentRow).where(NastiRow.id.in_(best))
    nastis = {nasti.id: (nasti, department) for nasti, department in s.execute(rows)}
    pages = _show_pages(s, clauses, exact, found, best)
    return tuple(
        NastiHit(
            nasti_id=nasti_id, number=nasti.number, subject=nasti.subject, department=department, year=nasti.year,
            score=round(scores[nasti_id], 6), approximate=nasti_id not in as_typed,
            page_count=len(found.pages.get(nasti_id, ())), pages=pages.get(nasti_id, ()),
        )
        for nasti_id in best
        for nasti, department in [nastis[nasti_id]]
    )  # fmt: skip


def _with_number(s: Session, clauses: Sequence[Clause]) -> set[int]:
    keys = ["/".join(clause.number) for clause in clauses if clause.kind == "number"]
    return set(s.scalars(select(NastiRow.id).where(NastiRow.number_key.in_(keys)))) if keys else set()


def _text_score(exact: Collection[int], found: Collection[int]) -> float:
    """Many pages count a little more than few."""
    typed, pages = (1.0, len(exact)) if exact else (APPROXIMATE, len(found))
    return typed * (1 + _MORE_PAGES * math.log(pages)) if pages else 0.0


def _show_pages(
    s: Session, clauses: Sequence[Clause], exact: Matches, found: Matches, nasti_ids: Sequence[int]
) -> dict[int, tuple[PageHit, ...]]:
    as_typed = {page_id for nasti_id in nasti_ids for page_id in exact.pages.get(nasti_id, ())}
    read = [
        page_id
        for nasti_id in nasti_ids
        for page_id in sorted(found.pages.get(nasti_id, ()), key=lambda page: (page not in as_typed, page))[:PAGES_READ]
    ]
    rows = s.execute(
        select(PageRow, SheetRow.position, SheetRow.handwriting, WordsRow.packed)
        .join(SheetRow, SheetRow.id == PageRow.sheet_id)
        .join(WordsRow, WordsRow.sheet_id == PageRow.sheet_id)
        .where(PageRow.id.in_(read))
    ).all()
    keywords = keywords_of(s, (page.sheet_id for page, *_ in rows))
    shown: dict[int, list[tuple[float, PageHit]]] = {}
    for page, position, handwriting, packed in rows:
        marked = mark(unpack_layout(packed), clauses, keywords.get(page.sheet_id, ()))
        hit = _show_page(page, position, handwriting, marked, approximate=page.id not in as_typed)
        shown.setdefault(page.nasti_id, []).append((marked.score, hit))
    return {nasti_id: _best_pages(hits) for nasti_id, hits in shown.items()}


def _show_page(
    page: PageRow, position: int, handwriting: Sequence[Sequence[int]], marked: Marked, *, approximate: bool
) -> PageHit:
    return PageHit(
        page_id=page.id, sheet_id=page.sheet_id, part=page.part, label=page.label, sheet=position,
        approximate=approximate, snippet=marked.snippet(), boxes=marked.boxes, matched=marked.matched,
        keywords=marked.keywords,
        handwriting=tuple((left, top, right, bottom) for left, top, right, bottom in handwriting)
        if marked.keywords else (),
    )  # fmt: skip


def _best_pages(hits: Iterable[tuple[float, PageHit]]) -> tuple[PageHit, ...]:
    best = sorted(hits, key=lambda one: (one[1].approximate, -round(one[0], 6), one[1].page_id))
    return tuple(hit for _, hit in best[:PAGES_SHOWN])
