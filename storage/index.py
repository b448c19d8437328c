"""The search index: pages and the fields of nasti go in and out in the transaction that changes them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice

import numpy as np
from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from nasti.hindi import find_numbers, tokens, word_tokens
from nasti.model import Word
from storage.index_content import NastiContent, describe_nasti, describe_pages
from storage.index_tables import DocBlockRow, DocumentRow, IndexStateRow, NastiFacetRow
from storage.locks import hold
from storage.postings import BLOCK, DOC, pack_ids, unpack_ids
from storage.search_fields import FIELDS_DOCUMENT, number_terms
from storage.tables import PageRow, WordsRow
from storage.vocabulary import MARK, add_documents, remove_documents, terms_of
from storage.words import Layout, unpack_layout

VERSION = 1
"""Of the normaliser and of what is indexed: raised when either changes, so that `storage.reindex` brings stores up."""

MOST_TOKENS = 16_000
"""Tokens of one document that are indexed: more than any page has."""

MOST_CHARACTERS = 200_000
"""Characters of these tokens in all."""

GAP = "/"
"""Stands between two numbers or keywords, so that no query matches the end of one and the start of the next."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is to enter the index.

    Attributes:
        nasti_id: The nasti it belongs to.
        page_id: Its page; None for the fields of the nasti.
        kind: `storage.search_fields.kind_code` of the page, or `FIELDS_DOCUMENT`.
        described: Checksum of its kind and of the fields it is found by.
        words: Its tokens in order, `GAP` where no query reaches across.
    """

    nasti_id: int
    page_id: int | None
    kind: int
    described: int
    words: tuple[str, ...]


def index_page(s: Session, page_id: int, words: Sequence[Word]) -> None:
    """Put a page into the index, in place of what the index had for it; with the keywords that people gave it.

    Args:
        s: The transaction that registers the page.
        page_id: Its row.
        words: Its words, in reading order.
    """
    page = s.get_one(PageRow, page_id)
    enter(s, draft_pages(s, page.nasti_id, {page.sheet_id: words}, only={page_id}))


def index_pages(s: Session, nasti_id: int, words: Mapping[int, Sequence[Word]]) -> None:
    """Bring the pages of a nasti up in the index: those that are not in it, and those whose kind or paper changed.

    Args:
        s: The transaction that registers the nasti.
        nasti_id: The nasti.
        words: Of its sheets, by row, as far as they are at hand; those of other pages are taken from the store.
    """
    enter(s, draft_pages(s, nasti_id, words))


def unindex_page(s: Session, page_id: int) -> None:
    """Take a page out of the index; nothing happens where it is not in.

    Args:
        s: The transaction that replaces the page.
        page_id: Its row.
    """
    hold(s, "index")
    _take(s, [page_id], [])


def index_nasti(s: Session, nasti_id: int) -> None:
    """Put the fields of a nasti into the index, in place of what the index had for it.

    Args:
        s: The transaction that changes the nasti.
        nasti_id: Its row.
    """
    enter(s, [draft_nasti(s, nasti_id, describe_nasti(s, nasti_id))])


def unindex_nasti(s: Session, nasti_id: int) -> None:
    """Take the fields of a nasti out of the index; nothing happens where they are not in.

    Args:
        s: The transaction that changes the nasti.
        nasti_id: Its row.
    """
    hold(s, "index")
    _take(s, [], [nasti_id])
    s.execute(delete(NastiFacetRow).where(NastiFacetRow.nasti_id == nasti_id))


def indexed_pages(s: Session) -> set[int]:
    """The rows of all pages in the index.

    Args:
        s: A transaction.
    """
    return set(s.scalars(select(DocumentRow.page_id).where(DocumentRow.page_id.is_not(None))))


def indexed_words(s: Session, page_id: int) -> tuple[str, ...]:
    """The folded tokens that a page is found by; none where it is not in the index.

    Args:
        s: A transaction.
        page_id: Its row.
    """
    packed = s.scalar(select(DocumentRow.terms).where(DocumentRow.page_id == page_id))
    ids = unpack_ids(packed).tolist() if packed else []
    terms = terms_of(s, set(ids) - {0})
    return tuple(terms[one] for one in ids if one and not terms[one].startswith(MARK))


def draft_pages(
    s: Session, nasti_id: int, words: Mapping[int, Sequence[Word]], *, only: set[int] | None = None, anew: bool = False
) -> list[Draft]:
    """What is to be indexed of the pages of a nasti.

    Args:
        s: A transaction.
        nasti_id: The nasti.
        words: Of its sheets, by row, as far as they are at hand.
        only: Pages to draw up, whether they changed or not; None for those that are not indexed as they are.
        anew: Draw up all of them.
    """
    described = dict(
        s.execute(select(DocumentRow.page_id, DocumentRow.described).where(DocumentRow.nasti_id == nasti_id)).all()
    )
    drafts = []
    for page in describe_pages(s, nasti_id, only):
        if only is None and not anew and described.get(page.page_id) == page.checksum:
            continue
        if page.sheet_id in words:
            texts = [word.text for word in words[page.sheet_id]]
            lines = [word.line for word in words[page.sheet_id]]
        else:
            packed = s.scalar(select(WordsRow.packed).where(WordsRow.sheet_id == page.sheet_id))
            layout = unpack_layout(packed) if packed else Layout([], np.zeros((0, 4), np.int32), [])
            texts, lines = layout.texts, layout.lines
        content = _bounded(_page_words(page.keywords, texts, lines, page.runs))
        drafts.append(Draft(nasti_id, page.page_id, page.kind, page.checksum, content))
    return drafts


def draft_nasti(s: Session, nasti_id: int, content: NastiContent) -> Draft:
    """What is to be indexed of the fields of a nasti; notes what it is counted by.

    Args:
        s: A transaction that writes.
        nasti_id: Its row.
        content: Its fields.
    """
    hold(s, "index")
    changed = s.get_one(IndexStateRow, 1, populate_existing=True).generation + 1
    s.execute(delete(NastiFacetRow).where(NastiFacetRow.nasti_id == nasti_id))
    s.execute(insert(NastiFacetRow), {"nasti_id": nasti_id, "version": VERSION, "changed": changed, **content.facets})
    words = _bounded(chain((token for text in content.texts for token in (*tokens(text), GAP)), _parted(content.runs)))
    return Draft(nasti_id, None, FIELDS_DOCUMENT, 0, words)


def enter(s: Session, drafts: Sequence[Draft]) -> None:
    """Put documents into the index, in place of those of the same page or nasti.

    Args:
        s: A transaction that writes.
        drafts: Any number; many at once cost less each.
    """
    if not drafts:
        return
    hold(s, "index")
    pages = [one.page_id for one in drafts if one.page_id is not None]
    _take(s, pages, [one.nasti_id for one in drafts if one.page_id is None])
    state = s.get_one(IndexStateRow, 1, populate_existing=True)
    terms: defaultdict[str, list[int]] = defaultdict(list)
    for doc, draft in enumerate(drafts, state.next_doc):
        for term in dict.fromkeys(draft.words):
            if term != GAP:
                terms[term].append(doc)
    ids = add_documents(s, terms, state.next_term)
    state.next_term = max(state.next_term, max(ids.values(), default=0) + 1)
    ids[GAP] = 0
    s.execute(insert(DocumentRow), [
        {"doc": doc, "nasti_id": draft.nasti_id, "page_id": draft.page_id, "described": draft.described,
         "terms": pack_ids([ids[term] for term in draft.words])}
        for doc, draft in enumerate(drafts, state.next_doc)
    ])  # fmt: skip
    _set_blocks(s, state, {doc: (one.nasti_id, one.kind) for doc, one in enumerate(drafts, state.next_doc)})
    state.next_doc += len(drafts)
    s.flush()


def _take(s: Session, page_ids: Sequence[int], nasti_ids: Sequence[int]) -> None:
    """Take documents out: of pages, and of the fields of nasti."""
    rows = [*_documents(s, DocumentRow.page_id.in_(page_ids))] if page_ids else []
    if nasti_ids:
        rows += _documents(s, DocumentRow.nasti_id.in_(nasti_ids) & DocumentRow.page_id.is_(None))
    if not rows:
        return
    counts = Counter(chain.from_iterable(set(unpack_ids(packed).tolist()) - {0} for _, packed in rows))
    remove_documents(s, counts)
    docs = [doc for doc, _ in rows]
    s.execute(delete(DocumentRow).where(DocumentRow.doc.in_(docs)).execution_options(synchronize_session=False))
    state = s.get_one(IndexStateRow, 1, populate_existing=True)
    _set_blocks(s, state, dict.fromkeys(docs, (0, 0)))
    s.flush()


def _documents(s: Session, condition: ColumnElement[bool]) -> list[tuple[int, bytes]]:
    return [(doc, terms) for doc, terms in s.execute(select(DocumentRow.doc, DocumentRow.terms).where(condition))]


def _set_blocks(s: Session, state: IndexStateRow, docs: Mapping[int, tuple[int, int]]) -> None:
    """Say which nasti documents belong to and what kind they are; a document that left belongs to none."""
    state.generation += 1
    blocks: defaultdict[int, list[int]] = defaultdict(list)
    for doc in docs:
        blocks[doc // BLOCK].append(doc)
    there = {row.block: row for row in s.scalars(select(DocBlockRow).where(DocBlockRow.block.in_(blocks)))}
    for block, inside in blocks.items():
        row = there.get(block)
        nastis = np.frombuffer(row.nastis, DOC).copy() if row else np.zeros(BLOCK, DOC)
        kinds = np.frombuffer(row.kinds, np.uint8).copy() if row else np.zeros(BLOCK, np.uint8)
        for doc in inside:
            nastis[doc % BLOCK], kinds[doc % BLOCK] = docs[doc]
        values = {"changed": state.generation, "nastis": nastis.tobytes(), "kinds": kinds.tobytes()}
        if row:
            s.execute(update(DocBlockRow).where(DocBlockRow.block == block).values(values)
                      .execution_options(synchronize_session=False))  # fmt: skip
            s.expire(row)
        else:
            s.execute(insert(DocBlockRow), {"block": block, **values})


def _page_words(
    keywords: Sequence[str], texts: Sequence[str], lines: Sequence[int], runs: Iterable[tuple[str, ...]]
) -> Iterable[str]:
    # Keywords come first, so that the bounds of a document never cut them off.
    given = (token for keyword in keywords for token in (*tokens(keyword), GAP))
    read = (token for text in texts for token in word_tokens(text))
    by_line: defaultdict[int, list[str]] = defaultdict(list)
    for text, line in zip(texts, lines, strict=True):
        by_line[line].append(text)
    numbers = dict.fromkeys(_numbers_in([*map(str.split, keywords), *by_line.values()]))
    found = (number_terms(parts) for parts in numbers)
    return chain(given, read, (GAP,), _parted(found), _parted(runs))


def _parted(runs: Iterable[tuple[str, ...]]) -> Iterable[str]:
    return (term for run in runs if run for term in (*run, GAP))


def _bounded(parts: Iterable[str]) -> tuple[str, ...]:
    some = tuple(islice(parts, MOST_TOKENS))
    return tuple(part for part, end in zip(some, accumulate(map(len, some)), strict=True) if end <= MOST_CHARACTERS)


def _numbers_in(lines: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """The file numbers on lines of words, as parts."""
    return [tuple(key.split("/")) for line in lines for _, _, key in find_numbers(line)]
