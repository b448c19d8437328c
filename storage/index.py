"""The search index: pages and the fields of nasti go in and out in the transaction that changes them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from nasti.hindi import find_numbers, tokens
from nasti.model import Word
from storage.index_content import NastiContent, PageContent, describe_nasti, describe_pages
from storage.index_tables import DocBlockRow, DocumentRow, IndexStateRow, NastiFacetRow
from storage.locks import hold
from storage.pairs import pair_up
from storage.postings import BLOCK, DOC, Ints, unpack_ids
from storage.rows import among, fetch_rows, insert_rows
from storage.search_fields import FIELDS_DOCUMENT, number_terms
from storage.tables import PageRow
from storage.term_keys import MARK
from storage.vocabulary import add_documents, remove_documents, terms_of
from storage.wording import GAP, Wording
from storage.words import unpack_layout

VERSION = 2
"""Of the normaliser and of what is indexed: raised when either changes, so that `storage.reindex` brings stores up."""

_FEW = 20
"""Sheets that are asked for by name; more are read with the whole nasti."""

_DOCUMENT_COLUMNS = {"doc": "integer", "described": "integer", "page_id": "bigint", "terms": "bytea"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is to enter the index.

    Attributes:
        nasti_id: The nasti it belongs to.
        page_id: Its page; None for the fields of the nasti.
        kind: `storage.search_fields.kind_code` of the page, or `FIELDS_DOCUMENT`.
        described: Checksum of its kind and of the fields it is found by.
        words: Of its words and terms in order, with `GAP` where no query reaches across: the numbers of a `Wording`.
        facets: Of the fields of a nasti: what it is counted by, columns of `NastiFacetRow`.
    """

    nasti_id: int
    page_id: int | None
    kind: int
    described: int
    words: Ints
    facets: Mapping[str, str | int | None] = field(default_factory=dict)


def index_page(s: Session, page_id: int, words: Sequence[Word]) -> None:
    """Put a page into the index, in place of what the index had for it; with the keywords that people gave it.

    Args:
        s: The transaction that registers the page.
        page_id: Its row.
        words: Its words, in reading order.
    """
    page, wording = s.get_one(PageRow, page_id), Wording()
    enter(s, draft_pages(s, page.nasti_id, {page.sheet_id: words}, wording, only={page_id}), wording)


def index_pages(s: Session, nasti_id: int, words: Mapping[int, Sequence[Word]]) -> None:
    """Bring the pages of a nasti up in the index: those that are not in it, and those whose kind or paper changed.

    Args:
        s: The transaction that registers the nasti.
        nasti_id: The nasti.
        words: Of its sheets, by row, as far as they are at hand; those of other pages are taken from the store.
    """
    wording = Wording()
    enter(s, draft_pages(s, nasti_id, words, wording), wording)


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
    wording = Wording()
    enter(s, [draft_nasti(nasti_id, describe_nasti(s, nasti_id), wording)], wording)


def unindex_nasti(s: Session, nasti_id: int) -> None:
    """Take the fields of a nasti out of the index; nothing happens where they are not in.

    Args:
        s: The transaction that changes the nasti.
        nasti_id: Its row.
    """
    hold(s, "index")
    _take(s, [], [nasti_id])
    _forget_facets(s, [nasti_id])


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
    s: Session,
    nasti_id: int,
    words: Mapping[int, Sequence[Word]],
    wording: Wording,
    *,
    only: set[int] | None = None,
    anew: bool = False,
) -> list[Draft]:
    """What is to be indexed of the pages of a nasti.

    Args:
        s: A transaction.
        nasti_id: The nasti.
        words: Of its sheets, by row, as far as they are at hand.
        wording: Of all documents that enter together.
        only: Pages to draw up, whether they changed or not; None for those that are not indexed as they are.
        anew: Draw up all of them.
    """
    pages = describe_pages(s, nasti_id, only)
    if only is None and not anew:
        query = select(DocumentRow.page_id, DocumentRow.described).join(PageRow, PageRow.id == DocumentRow.page_id)
        described = dict(s.execute(query.where(PageRow.nasti_id == nasti_id)).all())
        pages = [page for page in pages if described.get(page.page_id) != page.checksum]
    packed = _read_packed(s, nasti_id, [page.sheet_id for page in pages if page.sheet_id not in words])
    drafts = []
    for page in pages:
        # Unpacked one by one: to number the words of a page takes half as long while they are in the cache.
        texts, lines = _unpack(packed.get(page.sheet_id), words.get(page.sheet_id, ()))
        said = _page_words(page, texts, lines, wording)
        drafts.append(Draft(nasti_id, page.page_id, page.kind, page.checksum, said))
    return drafts


def _read_packed(s: Session, nasti_id: int, sheet_ids: Sequence[int]) -> dict[int, bytes]:
    """The packed words of sheets of a nasti, of those that have words; others of the nasti may be there too."""
    if not sheet_ids:
        return {}
    if len(sheet_ids) > _FEW:
        condition = "sheet_id IN (SELECT id FROM sheet WHERE nasti_id = :nasti_id)"
        bound: dict[str, object] = {"nasti_id": nasti_id}
    else:
        condition, bound = among(s, "sheet_id", sheet_ids, "bigint")
    rows = fetch_rows(s, f"SELECT sheet_id, packed FROM words WHERE {condition}", bound)
    return {sheet_id: bytes(packed) for sheet_id, packed in rows}


def _unpack(packed: bytes | None, words: Sequence[Word]) -> tuple[list[str], npt.NDArray[np.int32]]:
    """The words of a sheet and the line of each: of those that are packed, or of those at hand."""
    if packed is None:
        return [word.text for word in words], np.array([word.line for word in words], np.int32)
    layout = unpack_layout(packed)
    return layout.texts, layout.lines


def draft_nasti(nasti_id: int, content: NastiContent, wording: Wording) -> Draft:
    """What is to be indexed of the fields of a nasti, and what it is counted by.

    Args:
        nasti_id: Its row.
        content: Its fields.
        wording: Of all documents that enter together.
    """
    terms = [*(token for text in content.texts for token in (*tokens(text), GAP)), *_parted(content.runs)]
    return Draft(nasti_id, None, FIELDS_DOCUMENT, 0, wording.of_terms(terms), content.facets)


def enter(s: Session, drafts: Sequence[Draft], wording: Wording) -> None:
    """Put documents into the index, in place of those of the same page or nasti.

    Args:
        s: A transaction that writes.
        drafts: Any number; many at once cost less each.
        wording: What they were drawn up with.
    """
    if not drafts:
        return
    hold(s, "index")
    nastis = [one.nasti_id for one in drafts if one.page_id is None]
    _take(s, [one.page_id for one in drafts if one.page_id is not None], nastis)
    _forget_facets(s, nastis)
    state = s.get_one(IndexStateRow, 1, populate_existing=True)
    first = state.next_doc
    said = wording.spell([one.words for one in drafts])
    packed, state.next_term = add_documents(s, said, first, state.next_term)
    rows = [
        (doc, one.described, one.page_id, terms)
        for doc, (one, terms) in enumerate(zip(drafts, packed, strict=True), first)
    ]
    insert_rows(s, "document", _DOCUMENT_COLUMNS, rows)
    _set_blocks(s, state, {doc: (one.nasti_id, one.kind) for doc, one in enumerate(drafts, first)})
    facets = [
        {"nasti_id": one.nasti_id, "version": VERSION, "changed": state.generation, "doc": doc, **one.facets}
        for doc, one in enumerate(drafts, first) if one.page_id is None
    ]  # fmt: skip
    if facets:
        s.execute(insert(NastiFacetRow), facets)
    state.next_doc += len(drafts)
    pair_up(s, state)
    s.flush()


def _forget_facets(s: Session, nasti_ids: Sequence[int]) -> None:
    forget = delete(NastiFacetRow).where(NastiFacetRow.nasti_id.in_(nasti_ids))
    if nasti_ids:
        s.execute(forget.execution_options(synchronize_session=False))


def _take(s: Session, page_ids: Sequence[int], nasti_ids: Sequence[int]) -> None:
    """Take documents out: of pages, and of the fields of nasti."""
    rows = _documents(s, "page_id", page_ids, "bigint")
    if nasti_ids:
        fields = s.scalars(select(NastiFacetRow.doc).where(NastiFacetRow.nasti_id.in_(nasti_ids))).all()
        rows += _documents(s, "doc", fields, "integer")
    if not rows:
        return
    counts = Counter(chain.from_iterable(set(unpack_ids(packed).tolist()) - {0} for _, packed in rows))
    remove_documents(s, counts)
    docs = [doc for doc, _ in rows]
    condition, bound = among(s, "doc", docs, "integer")
    s.execute(text(f"DELETE FROM document WHERE {condition}"), bound)
    state = s.get_one(IndexStateRow, 1, populate_existing=True)
    _set_blocks(s, state, dict.fromkeys(docs, (0, 0)))
    s.flush()


def _documents(s: Session, column: str, values: Sequence[int], kind: str) -> list[tuple[int, bytes]]:
    if not values:
        return []
    condition, bound = among(s, column, values, kind)
    found = s.execute(text(f"SELECT doc, terms FROM document WHERE {condition}"), bound)
    return [(doc, bytes(terms)) for doc, terms in found]


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


def _page_words(page: PageContent, texts: Sequence[str], lines: npt.NDArray[np.int32], wording: Wording) -> Ints:
    # Keywords come first, so that the bounds of a document never cut them off.
    keywords = [token for keyword in page.keywords for token in (*tokens(keyword), GAP)]
    words = wording.of_words(texts)
    # The lines on which file numbers may stand.
    wanted = dict.fromkeys(lines[wording.seeds(words)].tolist())
    numbered = [[texts[place] for place in np.flatnonzero(lines == one).tolist()] for one in wanted]
    numbers = dict.fromkeys(_numbers_in([*map(str.split, page.keywords), *numbered]))
    terms = [GAP, *_parted(number_terms(parts) for parts in numbers), *_parted(page.runs)]
    return np.concatenate([wording.of_terms(keywords), words, wording.of_terms(terms)])


def _parted(runs: Iterable[tuple[str, ...]]) -> Iterable[str]:
    return (term for run in runs if run for term in (*run, GAP))


def _numbers_in(lines: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """The file numbers on lines of words, as parts."""
    return [tuple(key.split("/")) for line in lines for _, _, key in find_numbers(line)]
