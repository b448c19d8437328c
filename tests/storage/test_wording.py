from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.hindi import number_seeds, tokens
from storage import wording as module
from storage.wording import GAP, Wording

WORDS = st.lists(st.sampled_from(["राम", "राम।", "प्र-पत्र", "12/अ-70", "।", "/", "the", "THE", "क" * 30, "भू-राजस्व"]))
TERMS = st.lists(st.sampled_from(["राम", "=n=12", GAP, "the", "पत्र"]))
DOCUMENTS = st.lists(st.tuples(TERMS, WORDS, TERMS))


def bounded(terms: list[str]) -> list[str]:
    ends = accumulate(map(len, terms))
    within = [term for term, end in zip(terms, ends, strict=True) if end <= module.MOST_CHARACTERS]
    return within[: module.MOST_TOKENS]


def spell(documents: list[tuple[list[str], list[str], list[str]]]) -> tuple[list[list[str]], list[str]]:
    """The terms of each document, and all terms as they are numbered."""
    wording = Wording()
    said = wording.spell([
        np.concatenate([wording.of_terms(first), wording.of_words(words), wording.of_terms(last)])
        for first, words, last in documents
    ])  # fmt: skip
    assert said.lengths.sum() == said.stream.size
    ends = np.cumsum(said.lengths).tolist()
    stream = [said.terms[one] for one in said.stream.tolist()]
    return [stream[end - length : end] for length, end in zip(said.lengths, ends, strict=True)], [*said.terms]


@given(DOCUMENTS)
def test_documents_say_what_their_words_fold_to_between_their_terms(
    documents: list[tuple[list[str], list[str], list[str]]],
) -> None:
    expected = [
        [*first, *(token for word in words for token in tokens(word)), *last] for first, words, last in documents
    ]
    said, terms = spell(documents)
    assert said == expected
    assert terms == list(dict.fromkeys(term for document in expected for term in document))


@given(DOCUMENTS, st.integers(1, 9), st.integers(1, 40))
def test_documents_out_of_measure_are_cut_and_the_others_stay_whole(
    documents: list[tuple[list[str], list[str], list[str]]], most_tokens: int, most_characters: int
) -> None:
    whole = [[*first, *(token for word in words for token in tokens(word)), *last] for first, words, last in documents]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_TOKENS", most_tokens)
        patch.setattr(module, "MOST_CHARACTERS", most_characters)
        said, terms = spell(documents)
        assert said == list(map(bounded, whole))
    assert terms == list(dict.fromkeys(term for document in said for term in document))


NUMBERED = st.lists(
    st.sampled_from(["राम", "राम।", "।", "7।", "।7", "प्र-पत्र", "12/अ-70", "12|3", "4⁄5", "the", "।।", "a\\b"])
)


@given(st.lists(NUMBERED))
def test_words_with_separators_of_numbers_are_found_on_every_page(pages: list[list[str]]) -> None:
    wording = Wording()
    for words in pages:
        assert wording.seeds(wording.of_words(words)).tolist() == number_seeds(words)
