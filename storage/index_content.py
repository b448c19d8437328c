"""What pages and nasti are found by besides the words on them: keywords, kinds, papers, fields."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from storage.rows import fetch_rows
from storage.search_fields import kind_code, value_terms

_NASTI = (
    "SELECT department.name, nasti.section, nasti.subject, nasti.opened, nasti.closed, nasti.number, nasti.year "
    "FROM nasti JOIN department ON department.id = nasti.department_id WHERE nasti.id = :nasti_id"
)
_PAGES = (
    "SELECT page.id, page.sheet_id, page.part, sheet.kind, sheet.place FROM page JOIN sheet ON sheet.id = page.sheet_id"
)
_PAPERS = (
    "SELECT paper.id, first.place, last.place, paper.kind FROM paper "
    "JOIN sheet AS first ON first.id = paper.first_sheet_id JOIN sheet AS last ON last.id = paper.last_sheet_id "
    "WHERE paper.nasti_id = :nasti_id ORDER BY paper.position"
)
# As text, which either driver gives alike; it is taken apart here.
_FIELDS = (
    "SELECT paper_id, name, CAST(value AS text) FROM field "
    "WHERE nasti_id = :nasti_id AND confidence >= :least AND value IS NOT NULL AND paper_id IS {} NULL ORDER BY id"
)
# The sheet is `storage.tables.STANDS_FOR`, as text.
_KEYWORDS = (
    "SELECT COALESCE(sheet.replaced_by_id, sheet.id), keyword.text FROM keyword "
    "JOIN sheet ON sheet.id = keyword.sheet_id "
    "WHERE sheet.nasti_id = :nasti_id AND keyword.removed_at IS NULL ORDER BY keyword.id"
)
_HALF = 1 << 31
"""Brings a checksum into a signed column of four bytes."""

LEAST_CONFIDENCE = 0.5
"""Fields that are less sure are not searched by: they are wrong more often than right."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page is found by besides its words.

    Attributes:
        page_id: Its row.
        sheet_id: The sheet it is.
        kind: `kind_code` of the paper that it belongs to, or its own.
        keywords: Given by people.
        runs: Terms of the fields of its paper.
        checksum: Of kind and runs.
    """

    page_id: int
    sheet_id: int
    kind: int
    keywords: tuple[str, ...]
    runs: tuple[tuple[str, ...], ...]
    checksum: int


@dataclass(frozen=True, slots=True)
class NastiContent:
    """What a nasti is found, counted and narrowed by.

    Attributes:
        texts: What is found like words of a page.
        runs: Terms of its fields.
        facets: Columns of `NastiFacetRow`.
    """

    texts: tuple[str, ...]
    runs: tuple[tuple[str, ...], ...]
    facets: Mapping[str, str | int | None]


def describe_pages(s: Session, nasti_id: int, only: set[int] | None = None) -> list[PageContent]:
    """What the pages of a nasti are found by besides their words, in the order of their rows.

    Args:
        s: A transaction.
        nasti_id: The nasti.
        only: Pages to describe; None for all.
    """
    s.flush()
    bound = {"nasti_id": nasti_id}
    pages = fetch_rows(s, f"{_PAGES} WHERE page.nasti_id = :nasti_id ORDER BY page.id", bound)
    if only is not None:
        pages = [page for page in pages if page[0] in only]
    papers = _papers(s, nasti_id)
    keywords = _keywords(s, nasti_id)
    described = []
    for page_id, sheet_id, part, kind, place in pages:
        paper = next((one for one in papers if place is not None and one[0] <= place <= one[1]), None)
        code, runs = kind_code(paper[2] if paper else kind, part), paper[3] if paper else ()
        checksum = zlib.crc32(repr((code, runs)).encode()) - _HALF
        described.append(PageContent(page_id, sheet_id, code, keywords.get(sheet_id, ()), runs, checksum))
    return described


def describe_nasti(s: Session, nasti_id: int) -> NastiContent:
    """What a nasti is found, counted and narrowed by.

    Args:
        s: A transaction.
        nasti_id: Its row.
    """
    s.flush()
    ((department, section, subject, opened, closed, number, year),) = fetch_rows(s, _NASTI, {"nasti_id": nasti_id})
    fields = _fields(s, nasti_id, of_papers=False)
    read = {name: values[0] for name, values in fields.get(None, {}).items()}
    own: dict[str, object] = {
        "department": department, "section": section, "subject": subject, "opened": opened, "closed": closed,
        "file_number": number,
    }  # fmt: skip
    own = {**read, **{name: value for name, value in own.items() if value}}
    runs = dict.fromkeys(run for name, value in own.items() for run in value_terms(name, value) if run)
    shown = ("file_number", "subject", "department", "section", "district", "tehsil", "village")
    texts = [str(own[name]) for name in shown if own.get(name)] + ([str(year)] if year else [])
    facets: dict[str, str | int | None] = {
        "department": department or None, "section": section or None, "year": year,
        "district": _text(read.get("district")), "head": _text(read.get("head")),
    }  # fmt: skip
    return NastiContent(tuple(texts), tuple(runs), facets)


def _text(value: object) -> str | None:
    return None if value in (None, "") else str(value)


_Paper = tuple[int, int, str, tuple[tuple[str, ...], ...]]


def _papers(s: Session, nasti_id: int) -> list[_Paper]:
    """First and last place, kind, and terms of the fields of each paper."""
    papers = fetch_rows(s, _PAPERS, {"nasti_id": nasti_id})
    fields = _fields(s, nasti_id, of_papers=True)
    return [
        (start, end, kind, tuple(dict.fromkeys(
            run for name, values in fields.get(paper_id, {}).items() for value in values
            for run in value_terms(name, value) if run
        )))
        for paper_id, start, end, kind in papers
        if start is not None and end is not None
    ]  # fmt: skip


def _fields(s: Session, nasti_id: int, *, of_papers: bool) -> dict[int | None, dict[str, list[object]]]:
    """Values of fields that are sure enough, of a nasti or of its papers, by paper and name."""
    found: dict[int | None, dict[str, list[object]]] = defaultdict(dict)
    query = _FIELDS.format("NOT" if of_papers else "")
    for paper_id, name, packed in fetch_rows(s, query, {"nasti_id": nasti_id, "least": LEAST_CONFIDENCE}):
        value = json.loads(packed)
        if value is not None:
            found[paper_id].setdefault(name, []).append(value)
    return found


def _keywords(s: Session, nasti_id: int) -> dict[int, tuple[str, ...]]:
    """What people gave to the sheets of a nasti, by the sheet that each stands for now."""
    found: dict[int, list[str]] = defaultdict(list)
    for sheet_id, keyword in fetch_rows(s, _KEYWORDS, {"nasti_id": nasti_id}):
        found[sheet_id].append(keyword)
    return {sheet_id: tuple(texts) for sheet_id, texts in found.items()}
