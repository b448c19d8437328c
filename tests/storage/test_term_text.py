"""Terms come back as they were, and lie where they are looked for, however they are kept."""

import string
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from nasti.hindi import tokens
from storage.store import Store
from storage.term_text import begun, read_term, read_terms, write_term
from storage.vocabulary import list_begun

LETTERS = "ंअआऋऔकङझञटणतनपभमरलळवशषसहािृेौ्"
TEXT = st.text() | st.text(string.printable + LETTERS) | st.text(LETTERS)


@given(TEXT)
def test_what_is_written_is_read_again(term: str) -> None:
    assert read_term(write_term(term)) == term


@given(st.lists(TEXT) | st.lists(st.text(LETTERS)) | st.lists(st.text(string.ascii_lowercase + "=0123456789")))
def test_many_are_read_as_each_is(terms: list[str]) -> None:
    assert read_terms(list(map(write_term, terms))) == terms


@given(TEXT, TEXT)
def test_what_begins_alike_does_so_as_it_is_kept_and_nothing_else_does(one: str, other: str) -> None:
    assert write_term(one + other) == write_term(one) + write_term(other)
    assert write_term(other).startswith(write_term(one)) == other.startswith(one)


@given(st.text(string.printable + LETTERS), st.text(string.printable + LETTERS))
def test_a_term_lies_between_the_bounds_of_what_it_begins_with_and_of_nothing_else(one: str, other: str) -> None:
    bounds = begun(one)
    assert str(bounds["first"]) <= write_term(one + other) < str(bounds["last"])
    assert (str(bounds["first"]) <= write_term(other) < str(bounds["last"])) == other.startswith(one)


@given(st.lists(st.text(LETTERS)), st.lists(st.text(string.ascii_lowercase + string.digits)))
def test_words_of_one_script_lie_by_their_alphabet(hindi: list[str], english: list[str]) -> None:
    assert sorted(hindi, key=write_term) == sorted(hindi)
    assert sorted(english, key=write_term) == sorted(english)


def test_a_folded_word_takes_a_byte_a_sign() -> None:
    line = "ज़मीन के नामांतरण हेतु कार्यालय, अधीक्षक भू-अभिलेख; ऋण १४२ Order औषधि ओटनी ऐसा ऊँचा उद्भव इतिहास आठ ईंट छळ ङ ञ दुःख"
    for token in tokens(line):
        assert len(write_term(token).encode()) == len(token)


def test_the_vocabulary_holds_what_is_written(store: Store, shelf: Any) -> None:
    shelf.put("142/अ-27/1993-94", ["पथ पथिक पथरी road"])
    kept = set(store.read(lambda s: s.scalars(text("SELECT term FROM term")).all()))
    assert kept >= {write_term(term) for term in ("पथ", "पथिक", "पथरी", "road", "=n=142")}
    assert all(map(str.isascii, kept))
    assert store.read(lambda s: list_begun(s, "पथ", 9)) == ["पथ", "पथरी", "पथिक"]
