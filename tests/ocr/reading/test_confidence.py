"""What is handed on as a word's confidence is how likely it is right."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Word
from ocr.confidence import FEATURES, calibrate, describe

Make = Callable[..., Word]
SIGNS = "कार्यालय तहसीलदार 19९४१२/.:-ऱ़Aay"


def page(word: Make, *others: Word) -> tuple[Word, ...]:
    row = [word(text, 100 + 300 * place, 100) for place, text in enumerate(("कार्यालय", "कलेक्टर", "जिला"))]
    return (*row, *others)


@given(
    texts=st.lists(st.tuples(st.text(SIGNS, min_size=1, max_size=9), st.floats(0, 1)), max_size=6),
    mended=st.booleans(),
)
def test_any_words_get_a_probability_and_keep_all_else(texts: list[tuple[str, float]], mended: bool) -> None:
    words = tuple(
        Word(text, (9 * place, 0, 9 * place + 8, 7 + place), sure, place // 2, 0, "क" if mended else "")
        for place, (text, sure) in enumerate(texts)
    )
    judged = calibrate(words, [word.box for word in words[:2]], [word.box for word in words[2:3]], {})
    assert [(word.text, word.box, word.line, word.raw) for word in judged] == [
        (word.text, word.box, word.line, word.raw) for word in words
    ]
    assert all(0 < word.confidence < 1 for word in judged)


def test_every_word_is_described_by_all_features(word: Make) -> None:
    words = page(word, word("१९९४", 100, 200, confidence=0.5, line=1))
    described = describe(words, (), (), {})
    assert described.shape == (4, len(FEATURES))
    assert np.isfinite(described).all()
    assert dict(zip(FEATURES, described[3], strict=True))["number"] == 1


@pytest.mark.parametrize(
    ("text", "rise"), [("कार्यालय", 0.1), ("तहसीलदाऱ", 0.2), ("१९९४", 0.2), ("Office", 0.2), ("5", 0.2)]
)
def test_the_surer_the_recogniser_the_likelier_the_word(word: Make, text: str, rise: float) -> None:
    # A common word that stands on the page twice is likely right however unsure the recogniser is.
    judged = [
        calibrate(page(word, word(text, 100, 200, confidence=sure / 50, line=1)), (), (), {})[-1].confidence
        for sure in range(1, 49)
    ]
    assert all(before <= after + 0.01 for before, after in pairwise(judged))
    assert judged[0] + rise < judged[-1] > 0.8


def test_two_models_that_agree_are_surer_than_one_and_surer_than_two_that_do_not(word: Make) -> None:
    asked = word("तहसीलदाऱ", 100, 200, confidence=0.8, line=1)
    words = page(word, asked)
    agreed, alone, contested = (
        calibrate(words, *boxes, {})[-1].confidence for boxes in (([asked.box], []), ([], []), ([], [asked.box]))
    )
    assert agreed > alone > contested


def test_known_words_are_likelier_than_unknown_ones(word: Make) -> None:
    known, unknown = (
        calibrate(page(word, word(text, 100, 200, confidence=0.8, line=1)), (), (), {})[-1].confidence
        for text in ("तहसीलदार", "तहसीतदार")
    )
    assert known > unknown + 0.1


def test_a_page_without_words_has_none() -> None:
    assert calibrate((), (), (), {}) == ()
