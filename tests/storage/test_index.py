import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nasti.hindi import tokens
from nasti.model import Word
from storage.index import (
    index_nasti,
    index_page,
    indexed_pages,
    indexed_words,
    unindex_nasti,
    unindex_page,
)
from storage.index_tables import DocumentRow, NastiFacetRow, PostingRow, TermKeyRow, TermRow
from storage.search import search
from storage.store import Store
from storage.tables import NastiRow, PageRow
from storage.term_text import read_term
from storage.vocabulary import add_documents, list_begun, look_up, look_up_begun, read_postings
from storage.wording import MOST_TOKENS, Wording

NUMBER = "142/अ-27/1993-94"


def empty_index(s: Session) -> bool:
    tables = (DocumentRow, NastiFacetRow, TermRow, TermKeyRow, PostingRow)
    return not any(s.scalar(select(func.count()).select_from(table)) for table in tables)


def vocabulary(s: Session) -> dict[str, int]:
    return {read_term(kept): documents for kept, documents in s.execute(select(TermRow.term, TermRow.documents))}


def total(store: Store, query: str) -> int:
    return store.read(lambda s: search(s, query)).total_pages


def unindex_all(s: Session) -> None:
    for page_id in sorted(indexed_pages(s)):
        unindex_page(s, page_id)
    for nasti_id in s.scalars(select(NastiRow.id)):
        unindex_nasti(s, nasti_id)


def test_what_is_taken_out_leaves_nothing(store: Store, shelf: Any) -> None:
    shelf.put(NUMBER, ["राजस्व विभाग राजस्व", "राजस्व order 1994"], subject="नामांतरण", department="राजस्व विभाग")
    assert store.read(lambda s: vocabulary(s)["राजस्व"]) == 3
    store.write(unindex_all)
    assert store.read(empty_index)
    store.write(unindex_all)
    assert store.read(empty_index)


def test_a_page_indexed_again_has_its_new_words_only(store: Store, shelf: Any) -> None:
    shelf.put(NUMBER, ["पुराना पाठ", "दूसरा पाठ"])
    page_id = store.read(lambda s: s.scalars(select(PageRow.id).order_by(PageRow.id)).first())
    for _ in range(2):
        store.write(lambda s: index_page(s, page_id, shelf.words("नया पाठ")))
    assert (total(store, "पुराना"), total(store, "नया"), total(store, "पाठ")) == (0, 1, 2)
    assert store.read(lambda s: vocabulary(s)["पाठ"]) == 2
    assert "पुराना" not in store.read(vocabulary)


def test_the_index_is_written_with_the_transaction_or_not_at_all(store: Store, shelf: Any) -> None:
    shelf.put(NUMBER, ["राजस्व विभाग"])
    before = store.read(vocabulary)
    page_id = store.read(indexed_pages).pop()

    def change(s: Session) -> None:
        index_page(s, page_id, shelf.words("कुछ और"))
        raise KeyError("the page could not be registered")

    with pytest.raises(KeyError):
        store.write(change)
    assert store.read(vocabulary) == before
    assert (total(store, "राजस्व"), total(store, "और")) == (1, 0)


def test_indexed_pages_are_known(store: Store, shelf: Any) -> None:
    assert store.read(indexed_pages) == set()
    shelf.put(NUMBER, ["एक", "", "तीन"])
    pages = store.read(lambda s: set(s.scalars(select(PageRow.id))))
    assert store.read(indexed_pages) == pages
    store.write(lambda s: unindex_page(s, min(pages)))
    assert store.read(indexed_pages) == pages - {min(pages)}


def test_a_number_on_a_page_is_found_in_any_spelling(store: Store, shelf: Any) -> None:
    shelf.put("9/2001", ["पाठ\n12/अ-70/2003-04\nऔर\nएफ 6-129/2017/नौ/4"])
    for query in ("१२/A-७०/2003-2004", "अ-70/2003-04", "12/a-70", "F 6-129/2017", "6-129/2017/नौ/4"):
        assert total(store, query) == 1, query
    # No query spans the end of one number and the start of the next.
    assert total(store, "2003-4/एफ/6") == 0


def test_fields_of_a_nasti_change(store: Store, shelf: Any) -> None:
    nasti_id = shelf.put(NUMBER, ["पाठ"], subject="नामांतरण")

    def change(s: Session) -> None:
        nasti = s.get_one(NastiRow, nasti_id)
        nasti.subject, nasti.number, nasti.number_key = "बंटवारा", "7/अ-6/2001-02", "7/a/6/2001/2"
        s.flush()
        index_nasti(s, nasti_id)

    store.write(change)
    found = store.read(lambda s: [len(search(s, query).nastis) for query in ("नामांतरण", "बंटवारा", "7/A-6/2001-02")])
    assert found == [0, 1, 1]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(max_codepoint=0x2FFF), max_size=8) | st.text(max_size=4), max_size=12))
def test_every_token_of_any_text_is_noted_and_forgotten_again(store: Store, shelf: Any, texts: list[str]) -> None:
    words = shelf.words(" ".join(texts))

    def look(s: Session) -> None:
        page_id = s.scalar(select(func.min(PageRow.id)))
        index_page(s, page_id, words)
        for token in {token for word in words for token in tokens(word.text) if token.isprintable()}:
            known = look_up(s, [token])
            assert read_postings(s, known.values())[known[token].id].tolist(), token
        assert indexed_words(s, page_id) == tuple(token for word in words for token in tokens(word.text))
        unindex_page(s, page_id)
        assert empty_index(s)

    if not store.read(lambda s: s.scalar(select(func.count()).select_from(PageRow))):
        shelf.put(NUMBER, [""])
        store.write(unindex_all)
    store.write(look)


def test_devanagari_words_stay_whole(store: Store, shelf: Any) -> None:
    shelf.put(NUMBER, ["क्षेत्र राजस्व विधि"])
    assert (total(store, "राजस्व"), total(store, "र"), total(store, "जस"), total(store, "क्ष")) == (1, 0, 0, 0)


def test_pages_out_of_measure_are_taken(store: Store, shelf: Any) -> None:
    shelf.put(NUMBER, ["शुरू"])
    page_id = store.read(indexed_pages).pop()
    texts = [f"शब्द{number}" for number in range(MOST_TOKENS // 2 + 100)]
    for many in (texts, ["क" * 9000] * 5000):
        words = [*shelf.words("पहला"), *(Word(text, (0, 0, 1, 1), 0.5, 0, 0) for text in many)]
        store.write(lambda s, words=words: index_page(s, page_id, words))
        assert total(store, "पहला") == 1
    store.write(unindex_all)
    assert store.read(empty_index)


def test_writers_at_the_same_time_count_right(store: Store, shelf: Any) -> None:
    texts = ["क ख ग घ", "घ ग ख क", "ख क घ ग", "ग घ क ख"]
    failed: list[BaseException] = []

    def put(number: int) -> None:
        try:
            shelf.put(f"{number}/अ-6/2001-02", texts[number:] + texts[:number], department=f"विभाग {number}")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=put, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    counts = store.read(vocabulary)
    assert {letter: counts[letter] for letter in "कखगघ"} == dict.fromkeys("कखगघ", 16)


def test_documents_of_which_none_has_a_word_enter_the_index(store: Store) -> None:
    nothing = Wording().spell([Wording().of_words([])] * 2)
    assert store.write(lambda s: add_documents(s, nothing, 1, 7)) == ([b"", b""], 7)


def test_frequent_terms_come_first_of_those_that_begin_alike(store: Store, shelf: Any) -> None:
    shelf.put(NUMBER, ["पथ पथिक"] * 64 + ["पथरी"] * 8 + ["पथक पथअ"])

    def begun(most: int) -> tuple[dict[str, int], bool]:
        found, every = store.read(lambda s: look_up_begun(s, "पथ", most))
        return {term: one.documents for term, one in found.items()}, every

    assert begun(5) == ({"पथ": 64, "पथिक": 64, "पथरी": 8, "पथअ": 1, "पथक": 1}, True)
    assert begun(4) == ({"पथ": 64, "पथिक": 64, "पथरी": 8, "पथअ": 1}, False)
    assert begun(2) == ({"पथ": 64, "पथिक": 64}, False)
    assert begun(1) == ({"पथ": 64}, False)
    assert store.read(lambda s: list_begun(s, "पथ", 3)) == ["पथ", "पथअ", "पथक"]
