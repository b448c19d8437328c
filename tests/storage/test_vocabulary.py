"""What the vocabulary says of a term is the same however the pages came that have it."""

from typing import Any

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nasti.roman import key_devanagari
from storage.index_tables import DocumentRow, TermRow
from storage.postings import unpack_ids
from storage.store import Store
from storage.term_keys import owner_key, owner_of, read_keys
from storage.term_text import read_term
from storage.vocabulary import OFTEN, TIERS, look_up, read_postings, terms_of


def state(s: Session) -> dict[str, tuple[int, int, list[int]]]:
    """Documents, tier and the documents themselves of each term."""
    rows = {read_term(row.term): row for row in s.scalars(select(TermRow))}
    known = look_up(s, list(rows))
    postings = read_postings(s, known.values())
    return {term: (row.documents, row.tier, postings[known[term].id].tolist()) for term, row in rows.items()}


def plain(s: Session) -> dict[str, tuple[int, int, list[int]]]:
    """The same from what the documents themselves say."""
    documents = {doc: set(unpack_ids(bytes(terms)).tolist()) - {0} for doc, terms in s.execute(
        select(DocumentRow.doc, DocumentRow.terms).order_by(DocumentRow.doc)
    )}  # fmt: skip
    terms = terms_of(s, set().union(*documents.values()))
    found = {term: [doc for doc, inside in documents.items() if one in inside] for one, term in terms.items()}
    return {term: (len(docs), sum(len(docs) >= least for least in TIERS), docs) for term, docs in found.items()}


@pytest.mark.parametrize("at_once", [1, 7, 90])
def test_terms_know_their_documents_and_how_many(store: Store, shelf: Any, at_once: int) -> None:
    chance = np.random.default_rng(at_once)
    shares = {"राजस्व": 1.0, "पाटन": 0.8, "ग्राम": 0.3, "घुघवाडीह": 0.09, "खसरा": 0.05, "नामातरण": 0.04}
    pages = [" ".join(word for word, share in shares.items() if chance.random() < share) for _ in range(90)]
    for start in range(0, len(pages), at_once):
        shelf.put(f"{start}/2001", pages[start : start + at_once])
    found = store.read(state)
    assert found == store.read(plain)
    assert {tier for _, tier, _ in found.values()} == {0, 1, 2}


def test_an_obvious_misreading_is_found_by_its_sound_from_when_it_is_frequent(store: Store, shelf: Any) -> None:
    (sound, *_), owner = key_devanagari("नामातरण"), owner_of("नामातरण")
    assert owner is not None and owner.word == "नामांतरण"

    def keyed(s: Session) -> list[set[str]]:
        found = read_keys(s, [sound, owner_key(owner.word)], 10)
        return [set(terms_of(s, found.get(key, [])).values()) for key in (sound, owner_key(owner.word))]

    for page in range(OFTEN - 1):
        shelf.put(f"{page}/2001", ["नामातरण"])
    assert store.read(keyed) == [set(), {"नामातरण"}]
    shelf.put("9/2001", ["नामातरण"])
    assert store.read(keyed) == [{"नामातरण"}, {"नामातरण"}]
    shelf.put("10/2001", ["नामातरण"])
    assert store.read(lambda s: len(read_keys(s, [sound], 10)[sound])) == 1
