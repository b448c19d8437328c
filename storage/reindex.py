"""Makes the search index anew, while others search and the line goes on.

Nasti after nasti is drawn up from the words that the store keeps, some in each transaction; each says by which version
of the normaliser it was indexed, so that what was interrupted goes on where it stopped.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import pairwise

import numpy as np
from sqlalchemy import Select, exists, func, or_, select, text, update
from sqlalchemy.orm import Session

from storage import doc_map
from storage.index import VERSION, Draft, draft_nasti, draft_pages, enter
from storage.index_content import describe_nasti
from storage.index_tables import DocumentRow, IndexStateRow, NastiFacetRow
from storage.locks import hold
from storage.pairs import LISTS, pair_up
from storage.postings import DOC, MOST_NEWEST, Ints, unpack_docs
from storage.rows import among
from storage.store import Store
from storage.tables import NastiRow, PageRow, SheetRow
from storage.vocabulary import look_up, read_older, read_postings, terms_of, write_postings
from storage.wording import Wording

MOST_PAGES = 8_000
"""Pages of one transaction: others who write wait for ten seconds or so; more at once cost less each."""

GONE_SHARE = 0.25
"""Share of all documents that left, from which the lists are made anew without them."""

_TERMS = 20_000


def behind(s: Session) -> int:
    """How many nasti are not in the index, or were indexed by an older version.

    Args:
        s: A transaction.
    """
    return s.scalar(select(func.count()).select_from(_behind().subquery())) or 0


def reindex(store: Store, progress: Callable[[int, int], None], *, anew: bool = False) -> int:
    """Bring the index up; go on where an earlier run stopped.

    Args:
        store: An opened, migrated store; others may search and write meanwhile.
        progress: Told nasti done and nasti in all, after each transaction.
        anew: Index everything again, also what is up already.

    Returns:
        How many nasti were indexed.
    """
    if anew:
        store.write(_mark_all)
    total = store.read(behind)
    done = 0
    with _unswept_memory():
        while some := store.write(_index_some, much=True):
            done += some
            progress(done, max(total, done))
            # What a transaction leaves behind is little, and goes all at once; what stays is not looked through again.
            gc.collect()
            gc.freeze()
    while store.write(_pair_some):
        pass
    tidy(store)
    return done


@contextmanager
def _unswept_memory() -> Iterator[None]:
    """Does not let Python look for what can be thrown away: of a batch nothing can, and it took a tenth of the time."""
    was_on, kept = gc.isenabled(), gc.get_freeze_count()
    gc.disable()
    try:
        yield
    finally:
        if not kept:
            gc.unfreeze()
        if was_on:
            gc.enable()


def tidy(store: Store) -> None:
    """Make the lists of documents anew without those that left, where these are many.

    Args:
        store: An opened, migrated store.
    """
    if not store.read(_many_gone):
        return
    last = store.read(lambda s: s.scalar(select(IndexStateRow.next_term))) or 1
    for first, end in pairwise([*range(1, last, _TERMS), last]):
        store.write(partial(_tidy_terms, first=first, end=end))
    store.write(_tidy_pairs)


def _mark_all(s: Session) -> None:
    s.execute(update(NastiFacetRow).values(version=0))


def _behind() -> Select[int]:
    """Nasti that have pages or were registered, and are not indexed by this version."""
    sheets = exists().where(SheetRow.nasti_id == NastiRow.id, SheetRow.place.is_not(None))
    there = or_((NastiRow.registered_version > 0) & sheets, exists().where(PageRow.nasti_id == NastiRow.id))
    query = select(NastiRow.id).outerjoin(NastiFacetRow, NastiFacetRow.nasti_id == NastiRow.id)
    return query.where(there, or_(NastiFacetRow.version.is_(None), NastiFacetRow.version != VERSION))


def _index_some(s: Session) -> int:
    """Index the next nasti; gives back how many."""
    hold(s, "index")
    ids = s.scalars(_behind().order_by(NastiRow.id).limit(MOST_PAGES)).all()
    wording, done = Wording(), 0
    drafts: list[Draft] = []
    for nasti_id in ids:
        drafts += draft_pages(s, nasti_id, {}, wording, anew=True)
        drafts.append(draft_nasti(nasti_id, describe_nasti(s, nasti_id), wording))
        done += 1
        if len(drafts) >= MOST_PAGES:
            break
    enter(s, drafts, wording)
    return done


def _pair_some(s: Session) -> bool:
    """Go through documents of a store that was made before pairs were noted; gives back whether there were any."""
    hold(s, "index")
    state = s.get_one(IndexStateRow, 1, populate_existing=True)
    state.generation += 1
    return pair_up(s, state)


def _many_gone(s: Session) -> bool:
    ever = (s.scalar(select(IndexStateRow.next_doc)) or 1) - 1
    there = s.scalar(select(func.count(DocumentRow.doc))) or 0
    return ever - there > GONE_SHARE * ever


def _tidy_terms(s: Session, first: int, end: int) -> None:
    hold(s, "index")
    state = doc_map.load(s)
    known = look_up(s, terms_of(s, range(first, end)).values())
    changed = _without_gone(state, read_postings(s, known.values()))
    if not changed:
        return
    _write_anew(s, {one: docs if docs.size > MOST_NEWEST else docs[:0] for one, docs in changed.items()})
    newest = [
        {"id": one, "newest": docs.astype(DOC).tobytes() if docs.size <= MOST_NEWEST else b""}
        for one, docs in changed.items()
    ]
    s.execute(text("UPDATE term SET newest = :newest WHERE id = :id"), newest)


def _tidy_pairs(s: Session) -> None:
    hold(s, "index")
    older = read_older(s, range(-LISTS, 0))
    lists = {one: np.concatenate(list(map(unpack_docs, packed))) for one, packed in older.items()}
    _write_anew(s, _without_gone(doc_map.load(s), lists))


def _without_gone(state: doc_map.DocMap, lists: Mapping[int, Ints]) -> dict[int, Ints]:
    """The lists that have documents which left, without those."""
    left: dict[int, Ints] = {one: docs[state.nastis[docs] > 0] for one, docs in lists.items()}
    return {one: docs for one, docs in left.items() if docs.size < lists[one].size}


def _write_anew(s: Session, lists: Mapping[int, Ints]) -> None:
    """Write lists in place of all rows that there are of them."""
    condition, bound = among(s, "term_id", lists.keys(), "integer")
    s.execute(text(f"DELETE FROM posting WHERE {condition}"), bound)
    write_postings(s, lists)
