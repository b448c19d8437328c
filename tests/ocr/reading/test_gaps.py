"""Ink between the words of a line is read with the words beside it; white, rulings and scraps are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from nasti.model import Word
from nasti.settings import OcrSection
from ocr.engine import Image, Reading
from ocr.gaps import read_gaps
from ocr.tone import Tone
from tests.ocr.reading.line_reader import LineReader

Make = Callable[..., Word]
LOST = (300, 100, 500, 140)


@pytest.fixture
def words(word: Make) -> list[Word]:
    """Two lines; of the first the middle was lost."""
    return [word("यदि", 100, 100, 180), word("तक", 520, 100, 180), word("पंक्ति", 100, 200, 600, line=1)]


def paper(*inked: tuple[int, int, int, int], ink: int = 0) -> Image:
    """White, with strokes of letters in each box."""
    page = np.full((600, 900), 255, np.uint8)
    for left, top, right, bottom in inked:
        for x in range(left, right, 20):
            cv2.rectangle(page, (x, top), (x + 9, bottom), ink, -1)
    return page


def test_what_was_lost_is_read_with_the_words_beside_it(words: list[Word]) -> None:
    engine = LineReader({"Devanagari": ("यदि पेशी तक", 0.9)})
    read, changed = read_gaps(paper(LOST), words, None, 300, engine, OcrSection())
    assert [(found.text, found.line) for found in read] == [("यदि", 0), ("पेशी", 0), ("तक", 0), ("पंक्ति", 1)]
    assert changed == 1
    left, top, right, bottom = read[1].box
    assert LOST[0] - 30 < left < right < LOST[2] + 30 and (top, bottom) == (LOST[1], LOST[3])
    assert all(shown.shape[1] >= 600 for shown in engine.shown)


def test_it_is_shown_darker_too(words: list[Word]) -> None:
    page = paper(LOST)
    page[90:150, 300:500] = np.minimum(page[90:150, 300:500], 200)
    engine = LineReader({"Devanagari": ("", 0.0)})
    assert read_gaps(page, words, None, 300, engine, OcrSection()) == (tuple(words), 0)
    plain, darker, *_ = engine.shown
    assert (plain == 200).any() and not ((darker > 100) & (darker < 255)).any()


def test_it_is_shown_without_what_is_paler_than_print_too(words: list[Word]) -> None:
    page = paper((300, 100, 400, 140))
    page = np.minimum(page, paper((420, 90, 500, 150), ink=120))
    engine = LineReader({"Devanagari": ("", 0.0)})
    read_gaps(page, words, Tone(255, 0, 40, 2), 300, engine, OcrSection())
    _, _, cleared, *_ = engine.shown
    assert set(np.unique(cleared)) == {0, 255}


def test_where_nothing_is_read_it_is_shown_without_what_reaches_in_from_other_lines(words: list[Word]) -> None:
    class Reader(LineReader):
        def read_line(self, image: Image, languages: str, dpi: int) -> Reading:
            reading = super().read_line(image, languages, dpi)
            return reading if (image[[0, -1]] == 255).all() else replace(reading, words=())

    engine = Reader({"Devanagari": ("यदि पेशी तक", 0.9)})
    page = paper(LOST, (300, 40, 500, 92), (300, 149, 500, 200))
    read, changed = read_gaps(page, words, None, 300, engine, OcrSection())
    assert ([found.text for found in read if found.line == 0], changed) == (["यदि", "पेशी", "तक"], 1)
    assert len(engine.shown) == 4


def test_readings_of_a_gap_fill_each_other(word: Make) -> None:
    class Reader(LineReader):
        def read_line(self, image: Image, languages: str, dpi: int) -> Reading:
            reading = super().read_line(image, languages, dpi)
            kept = [found for found in reading.words if found.text != ("पेशी" if len(self.shown) == 1 else "आगामी")]
            return replace(reading, words=tuple(kept))

    engine = Reader({"Devanagari": ("यदि आगामी पेशी तक", 0.9)})
    words = [word("यदि", 100, 100, 80), word("तक", 620, 100, 80)]
    read, _ = read_gaps(paper(LOST), words, None, 300, engine, OcrSection())
    assert {found.text for found in read} == {"यदि", "आगामी", "पेशी", "तक"}


def test_a_latin_page_is_read_as_latin(word: Make) -> None:
    words = [word("of", 100, 100, 180), word("the", 520, 100, 180)]
    engine = LineReader({"eng": ("of School the", 0.9)})
    read, _ = read_gaps(paper(LOST), words, None, 300, engine, OcrSection())
    assert [found.text for found in read] == ["of", "School", "the"]


@pytest.mark.parametrize(
    "page",
    [
        paper(),
        paper((300, 100, 310, 140)),
        paper((300, 400, 500, 440)),
        cv2.line(paper(), (290, 120), (510, 120), 0, 6),
    ],
    ids=["white", "a scrap", "elsewhere", "a rule"],
)
def test_what_is_no_lost_print_is_not_read(page: Image, words: list[Word]) -> None:
    engine = LineReader({"Devanagari": ("यदि पेशी तक", 0.9)})
    assert read_gaps(page, words, None, 300, engine, OcrSection()) == (tuple(words), 0)
    assert engine.shown == []


def test_a_speckled_page_is_not_read_without_end(word: Make) -> None:
    words = [word("कखग", left, 100 + 60 * line, line=line) for line in range(60) for left in (100, 600)]
    inked = [(300, 100 + 60 * line, 500, 140 + 60 * line) for line in range(60)]
    page = np.vstack([paper()] * 9)
    for left, top, right, bottom in inked:
        page[top:bottom, left:right:3] = 0
    engine = LineReader({"Devanagari": ("", 0.0)})
    read_gaps(page, words, None, 300, engine, OcrSection())
    assert len(engine.shown) == 4 * 48


def test_a_word_that_is_squeezed_is_no_word(words: list[Word]) -> None:
    engine = LineReader({"Devanagari": (" ".join(["अधिकारीगणों"] * 40), 0.95)})
    assert read_gaps(paper(LOST), words, None, 300, engine, OcrSection()) == (tuple(words), 0)


def test_no_line_is_looked_for_beside_the_number_of_a_page(word: Make) -> None:
    page = paper((300, 100, 500, 140))
    below = word("पंक्ति", 100, 300, 700, line=1)
    engine = LineReader({"Devanagari": ("यदि पेशी", 0.9)})
    folio = word("12", 760, 100)
    assert read_gaps(page, [folio, below], None, 300, engine, OcrSection()) == ((folio, below), 0)
    assert engine.shown == []
    read_gaps(page, [word("तक", 760, 100), below], None, 300, engine, OcrSection())
    assert engine.shown != []


def test_a_doubtful_word_much_too_wide_for_its_signs_is_read_again(word: Make) -> None:
    page = paper((400, 100, 700, 140))
    label, wide = word("दिनांक", 100, 100), word("०", 390, 95, 500, 50, confidence=0.3)
    engine = LineReader({"Devanagari": ("१२/०७/१९९६", 0.9)})
    read, changed = read_gaps(page, [label, wide], None, 300, engine, OcrSection())
    assert ([found.text for found in read], changed) == (["दिनांक", "१२/०७/१९९६"], 1)
    nothing = LineReader({"Devanagari": ("", 0.0)})
    assert read_gaps(page, [label, wide], None, 300, nothing, OcrSection()) == ((label, wide), 0)
    for kept in (replace(wide, confidence=0.9), replace(wide, text="दिनांक"), replace(wide, text="-")):
        engine = LineReader({"Devanagari": ("१२/०७/१९९६", 0.9)})
        assert kept in read_gaps(page, [label, kept], None, 300, engine, OcrSection())[0]
