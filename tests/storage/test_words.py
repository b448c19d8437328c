"""Packed words come back as they were."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Word
from storage.words import CONFIDENCE_STEPS, FORMAT, pack, unpack, unpack_layout

PIXELS = st.integers(-(2**31), 2**31 - 1)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Z", "Cc")), max_size=12)
WORDS = st.builds(
    Word,
    TEXTS,
    st.tuples(PIXELS, PIXELS, PIXELS, PIXELS),
    st.integers(0, CONFIDENCE_STEPS).map(lambda step: step / CONFIDENCE_STEPS),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    TEXTS | st.lists(TEXTS, min_size=2, max_size=2).map(" ".join),
)


@given(st.lists(WORDS, max_size=20).map(tuple))
def test_words_come_back_unchanged(words):
    assert unpack(pack(words)) == words


@given(st.lists(WORDS, max_size=20))
def test_the_layout_is_the_same_words_in_columns(words):
    layout = unpack_layout(pack(words))
    rows = list(zip(layout.texts, map(tuple, layout.boxes.tolist()), layout.lines.tolist(), strict=True))
    assert rows == [(word.text, word.box, word.line) for word in words]


@given(st.floats(0, 1))
def test_confidences_come_back_to_the_ten_thousandth(confidence):
    (word,) = unpack(pack([Word("क", (0, 0, 1, 1), confidence, 0, 0)]))
    assert abs(word.confidence - confidence) <= 0.5 / CONFIDENCE_STEPS


def test_a_page_of_words_is_small():
    words = [
        Word(unicodedata.lookup("DEVANAGARI LETTER KA") * 5, (100 + 7 * n, 50 * (n // 9), 190, 90), 0.9, n // 9, 0)
        for n in range(270)
    ]
    assert len(pack(words)) < 2_500


def test_packs_of_before_raw_texts_were_kept_are_read():
    words = (Word("जिला", (1, 2, 3, 4), 0.5, 0, 0), Word("दुर्ग", (5, 2, 9, 4), 0.75, 0, 0))
    assert unpack(b"\x01" + pack(words)[len(FORMAT) :]) == words


def test_a_layout_of_the_future_is_refused():
    with pytest.raises(ValueError, match="layout 03"):
        unpack(b"\x03" + pack([])[len(FORMAT) :])
