"""Ink paler than a page's print is told from it; where print itself is uneven, nothing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Word
from ocr.engine import Image
from ocr.tone import Tone, drop_paler, measure_print

Make = Callable[..., Word]
PAPER, INK = 245, 20
LINES, ACROSS = 6, 4


def page_of(inks: list[int], *, thin: int = 6) -> Image:
    """Words of strokes, as many as inks, each in one of them, laid out as by `words`."""
    image = np.full((900, 1000), PAPER, np.uint8)
    for place, ink in enumerate(inks):
        left, top = 100 + 200 * (place % ACROSS), 100 + 100 * (place // ACROSS)
        for stroke in range(5):
            cv2.line(image, (left + 10 + 28 * stroke, top + 8), (left + 18 + 28 * stroke, top + 42), ink, thin)
    return cv2.GaussianBlur(image, (3, 3), 0)


@pytest.fixture
def words(word: Make) -> list[Word]:
    places = [(line, column) for line in range(LINES) for column in range(ACROSS)]
    return [word("कार्यालय", 100 + 200 * at, 100 + 100 * line, 150, 50, line=line) for line, at in places]


def with_one(words: list[Word], place: int, text: str, sure: float) -> list[Word]:
    return [*words[:place], replace(words[place], text=text, confidence=sure), *words[place + 1 :]]


def inks(pale: dict[int, int]) -> list[int]:
    return [pale.get(place, INK) for place in range(LINES * ACROSS)]


def test_print_is_as_dark_as_its_usual_words(words: list[Word]) -> None:
    tone = measure_print(page_of(inks({0: 120, 1: 120})), words, 300)
    assert tone is not None
    assert (tone.paper, tone.reach) == (PAPER, 2)
    assert abs(tone.ink - INK) < 5
    assert tone.ink < tone.palest < 60


def test_a_few_words_tell_it_on_a_page_that_has_no_more(words: list[Word]) -> None:
    tone = measure_print(page_of(inks({})), words[:2], 300)
    assert tone is not None and tone.crisp and abs(tone.ink - INK) < 5


def test_too_little_print_tells_nothing(words: list[Word]) -> None:
    page = page_of(inks({}))
    assert measure_print(page, words[:1], 300) is None
    assert measure_print(page, [replace(word, confidence=0.8) for word in words], 300) is None
    assert measure_print(page, [], 300) is None


@given(pen=st.integers(80, 200), left=st.integers(0, 700), top=st.integers(0, 800))
def test_a_pen_is_taken_off_and_print_is_not(pen: int, left: int, top: int) -> None:
    printed = page_of(inks({}))
    drawn = np.full_like(printed, 255)
    cv2.line(drawn, (left, top), (left + 250, top + 90), pen, 5, cv2.LINE_AA)
    tone = Tone(PAPER, INK, 50, 2)
    cleared = tone.without_paler(np.minimum(printed, drawn))
    assert np.all(cleared[printed <= tone.palest] == printed[printed <= tone.palest])
    near = cv2.dilate((printed < PAPER - 5).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    assert np.all(cleared[~near] >= PAPER)


def test_the_share_of_what_is_paler() -> None:
    tone = Tone(PAPER, INK, 50, 2)
    assert tone.pale_share(page_of(inks({}))) == 0.0
    assert tone.pale_share(page_of([100] * 24)) == 1.0
    assert 0.4 < tone.pale_share(page_of([100, INK] * 12)) < 0.6
    assert tone.pale_share(np.full((50, 50), PAPER, np.uint8)) == 0.0


@pytest.mark.parametrize(
    ("text", "sure", "ink", "stays"),
    [
        ("समंत", 0.7, 100, False),
        ("समंत", 0.7, INK, True),
        ("समंत", 0.9, 100, True),
        ("चर्चा", 0.7, 70, True),
        ("चर्चा", 0.5, 70, False),
        ("चर्चा", 0.7, 140, False),
        (":", 0.5, 140, True),
    ],
)
def test_paler_words_stay_that_read_well(words: list[Word], text: str, sure: float, ink: int, *, stays: bool) -> None:
    page, read = page_of(inks({5: ink})), with_one(words, 5, text, sure)
    tone = measure_print(page, read, 300)
    assert tone is not None
    assert drop_paler(read, page, tone) == tuple(word for word in read if stays or word.text != text)


def test_beside_a_paler_word_that_reads_well_others_stay(words: list[Word]) -> None:
    page, read = page_of(inks({5: 100, 6: 100})), with_one(words, 5, "विभागा", 0.7)
    tone = measure_print(page, read, 300)
    assert tone is not None
    assert drop_paler(read, page, tone) == tuple(read)


def test_beside_what_is_dropped_paler_known_words_go_too(words: list[Word]) -> None:
    page = page_of(inks({5: 140, 6: 80}))
    read = with_one(with_one(words, 5, "चर्च", 0.7), 6, "कहे", 0.8)
    tone = measure_print(page, read, 300)
    assert tone is not None
    assert drop_paler(read, page, tone) == tuple(word for word in read if word.text == "कार्यालय")


def test_where_print_is_uneven_nothing_is_doubted(words: list[Word]) -> None:
    uneven = {place: INK + 5 * place for place in range(24)}
    page, read = page_of(inks({**uneven, 23: 200})), with_one(words, 23, "समंत", 0.4)
    tone = measure_print(page, read, 300)
    assert tone is not None
    assert drop_paler(read, page, tone) == tuple(read)
