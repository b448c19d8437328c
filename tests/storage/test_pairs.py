"""Where frequent terms stand beside each other is noted, and changes no answer."""

from itertools import pairwise, product
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import pairs, search_match
from storage.doc_map import load
from storage.index import unindex_page
from storage.index_tables import DocumentRow
from storage.pairs import list_of, paired_since
from storage.postings import unpack_docs
from storage.reindex import reindex, tidy
from storage.search import search
from storage.store import Store
from storage.vocabulary import look_up, read_older

WORDS = ("राजस्व", "प्रकरण", "ग्राम", "भूमि", "आदेश", "पाटन")


def ignore(done: int, total: int) -> None:
    """Tell nobody."""


@pytest.fixture
def texts() -> list[str]:
    chance = Random(5)
    return [" ".join(chance.choices(WORDS, k=9)) for _ in range(100)]


@pytest.fixture
def office(store: Store, shelf: Any, texts: list[str]) -> Store:
    shelf.put("1/2001", texts)
    return store


def note(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Note pairs of all documents but the last few, and ask for them always."""
    monkeypatch.setattr(pairs, "AT_ONCE", 32)
    monkeypatch.setattr(search_match, "FEW_CANDIDATES", 0)
    reindex(store, ignore)


def listed(s: Session) -> dict[tuple[str, str], set[int]]:
    """The pages that each two words may follow each other on."""
    known = look_up(s, WORDS)
    pages = dict(s.execute(select(DocumentRow.doc, DocumentRow.page_id)).all())
    found = {}
    for one, other in product(WORDS, WORDS):
        place = int(list_of(known[one].id, known[other].id))
        docs = [doc for packed in read_older(s, [place]).get(place, ()) for doc in unpack_docs(packed).tolist()]
        found[one, other] = {pages[doc] for doc in docs if doc in pages}
    return found


def test_pages_are_on_the_lists_of_the_pairs_that_stand_on_them(
    office: Store, texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any(office.read(listed).values())
    note(office, monkeypatch)
    end = office.read(lambda s: load(s).paired)
    rows = select(DocumentRow.doc, DocumentRow.page_id).where(DocumentRow.page_id.is_not(None))
    pages = dict(office.read(lambda s: s.execute(rows.order_by(DocumentRow.doc)).all()))
    of_page = dict(zip(pages.values(), texts, strict=True))
    noted = {page for doc, page in pages.items() if doc < end}
    assert 60 < len(noted) < 100
    for pair, found in office.read(listed).items():
        assert found == {page for page in noted if pair in pairwise(of_page[page].split())}, pair
    known = office.read(lambda s: look_up(s, WORDS))
    assert len(office.read(lambda s: paired_since(s, [one.id for one in known.values()]))) == len(WORDS)


def test_phrases_are_found_alike_with_pairs_and_without(office: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    queries = [f'"{" ".join(words)}"' for count in (2, 3) for words in product(WORDS, repeat=count)]
    queries += ['"राजस्व प्रकरन"', '"राज* प्रकरण"', '"rajaswa prakaran"']

    def ask(s: Session) -> list[tuple[int, bool]]:
        return [(found.total_pages, found.complete) for found in (search(s, query) for query in queries)]

    before = office.read(ask)
    assert 0 < sum(pages for pages, _ in before[:36]) < 36 * 100
    note(office, monkeypatch)
    assert office.read(ask) == before


def test_documents_that_left_are_forgotten_when_lists_are_made_anew(
    office: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(office, monkeypatch)
    page_ids = office.read(lambda s: s.scalars(select(DocumentRow.page_id).order_by(DocumentRow.doc)).all())
    gone = [one for one in page_ids if one is not None][:50]
    office.write(lambda s: [unindex_page(s, one) for one in gone] and None)
    lists = [-1 - place for place in range(pairs.LISTS)]

    def sizes(s: Session) -> int:
        return sum(unpack_docs(packed).size for some in read_older(s, lists).values() for packed in some)

    before = office.read(sizes)
    tidy(office)
    assert office.read(sizes) < before
    assert office.read(lambda s: search(s, '"राजस्व प्रकरण"')).total_pages <= 50
