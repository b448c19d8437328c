"""The index is made anew while the store is in use, and goes on where it was interrupted."""

import gc
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from storage import reindex as module
from storage.index import index_page, indexed_words
from storage.index_tables import DocumentRow, NastiFacetRow, TermKeyRow, TermRow
from storage.reindex import behind, reindex, tidy
from storage.search import search
from storage.store import Store
from storage.tables import PageRow
from storage.term_keys import read_keys
from storage.term_text import read_term
from storage.vocabulary import look_up, read_postings, terms_of

TABLES = ("posting", "term_key", "document", "doc_block", "nasti_facet", "term")


def ignore(done: int, total: int) -> None:
    """Tell nobody."""


def forget_all(s: Session) -> None:
    for table in TABLES:
        s.execute(text(f"DELETE FROM {table}"))
    s.execute(text("UPDATE index_state SET generation = generation + 1, next_doc = 1, next_term = 1, paired = 1"))


def content(s: Session) -> dict[int, tuple[str, ...]]:
    return {page_id: indexed_words(s, page_id) for page_id in s.scalars(select(PageRow.id))}


def counts(s: Session) -> dict[str, int]:
    return {read_term(kept): documents for kept, documents in s.execute(select(TermRow.term, TermRow.documents))}


def keyed(s: Session) -> dict[str, set[str]]:
    """The terms that are looked up by each key."""
    keys = s.scalars(select(TermKeyRow.key)).all()
    return {key: set(terms_of(s, ids).values()) for key, ids in read_keys(s, keys, 1_000_000).items()}


@pytest.fixture
def office(store: Store, shelf: Any) -> Store:
    for number in range(12):
        shelf.put(f"{number}/अ-6/2001-02", [f"राजस्व प्रकरण शब्द{number}", "ग्राम पाटन खसरा 176/4"], subject="भूमि")
    return store


def test_an_index_that_was_lost_comes_back_as_it_was(office: Store) -> None:
    before, counted, known = office.read(content), office.read(counts), office.read(keyed)
    found = office.read(lambda s: search(s, "राजस्व पाटन* भूमि"))
    office.write(forget_all)
    assert office.read(behind) == 12
    assert office.read(lambda s: search(s, "राजस्व")).total_pages == 0
    told: list[tuple[int, int]] = []
    assert reindex(office, lambda done, total: told.append((done, total))) == 12
    assert told[-1] == (12, 12)
    assert (office.read(content), office.read(counts), office.read(behind)) == (before, counted, 0)
    assert office.read(keyed) == known
    assert office.read(lambda s: search(s, "राजस्व पाटन* भूमि")) == found
    assert reindex(office, ignore) == 0


def test_what_was_interrupted_goes_on(office: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PAGES", 9)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(office, stop, anew=True)
    left = office.read(behind)
    assert 0 < left < 12
    assert office.read(lambda s: search(s, "राजस्व")).total_pages == 12, "what waits is still found as it was"
    assert reindex(office, ignore) == left
    assert office.read(lambda s: search(s, "राजस्व")).total_pages == 12


def test_memory_is_swept_again_afterwards(office: Store) -> None:
    swept: list[bool] = []
    assert reindex(office, lambda done, total: swept.append(gc.isenabled()), anew=True) == 12
    assert swept == [False]
    assert gc.isenabled() and gc.get_freeze_count() == 0


def test_lists_forget_documents_that_left(office: Store) -> None:
    counted = office.read(counts)
    for _ in range(3):
        office.write(lambda s: s.execute(update(NastiFacetRow).values(version=0)))
        reindex(office, ignore)

    def listed(s: Session) -> tuple[int, int]:
        known = look_up(s, ["राजस्व"])
        return read_postings(s, known.values())[known["राजस्व"].id].size, s.scalar(select(func.count(DocumentRow.doc)))

    tidy(office)
    assert office.read(listed) == (12, 36)
    assert office.read(counts) == counted


def test_lists_longer_than_one_row_are_whole(store: Store, shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.vocabulary.MOST_NEWEST", 3)
    monkeypatch.setattr("storage.vocabulary.MOST_IN_POSTING", 7)
    for number in range(10):
        shelf.put(f"{number}/2001", ["बजट"] * 5)
    assert store.read(lambda s: search(s, "बजट")).total_pages == 50
    page_id = store.read(lambda s: s.scalar(select(func.max(PageRow.id))))
    store.write(lambda s: index_page(s, page_id, shelf.words("अन्य")))
    assert store.read(lambda s: search(s, "बजट")).total_pages == 49
    reindex(store, ignore, anew=True)
    tidy(store)
    assert store.read(lambda s: search(s, "बजट")).total_pages == 50, "the words that the store keeps are what counts"
