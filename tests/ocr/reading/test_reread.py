"""Doubtful lines are read again, and the better reading is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nasti.model import Word
from ocr.engine import Reading, mean_confidence
from ocr.reread import reread_doubtful

Make = Callable[..., Word]
PAGE = np.full((600, 1000), 90, np.uint8)


def reading(*words: Word) -> Reading:
    return Reading(words, mean_confidence(words), 0)


@pytest.fixture
def first(word: Make) -> Reading:
    return reading(
        word("क्रमांक", 100, 100, line=0, block=0),
        word("४०.", 300, 100, confidence=0.4, line=0, block=0),
        word("सुरक्षित", 100, 200, line=1, block=0),
        word("पंक्ति", 100, 300, line=2, block=1),
    )


def test_only_doubtful_lines_are_shown_and_the_surer_reading_is_taken(fake: Any, word: Make, first: Reading) -> None:
    second = [word("क्रमांक", 100, 102, line=7), word("No.", 300, 101, line=7, block=4), word("बाहर", 100, 400, line=8)]
    engine = fake([second], corner=(100 - 10 - 20, 100 - 22 - 20))
    result, changed = reread_doubtful(PAGE, first, "eng+Devanagari", 300, engine)
    assert changed == 1
    assert [(found.text, found.line, found.block) for found in result.words] == [
        ("क्रमांक", 0, 0), ("No.", 0, 0), ("सुरक्षित", 1, 0), ("पंक्ति", 2, 1),
    ]  # fmt: skip
    assert result.mean_confidence > first.mean_confidence
    (asked,) = engine.asked
    assert asked.languages == "eng+Devanagari"
    assert asked.image.shape == (40 + 2 * 22 + 2 * 20, 266 + 2 * 10 + 2 * 20)


@pytest.mark.parametrize("second", [[], [("अब", 0.99)], [("क्रमांक", 0.5), ("No.", 0.5)]])
def test_a_reading_that_lost_a_part_or_is_less_sure_is_not_taken(
    fake: Any, word: Make, first: Reading, second: list[tuple[str, float]]
) -> None:
    words = [word(text, 100 + 200 * place, 100, confidence=sure) for place, (text, sure) in enumerate(second)]
    result, changed = reread_doubtful(PAGE, first, "eng", 300, fake([words]))
    assert changed == 0
    assert result == first


def test_a_page_that_is_doubtful_throughout_is_read_as_it_is(fake: Any, word: Make) -> None:
    first = reading(word("ब्क", 100, 100, confidence=0.3, line=0), word("च्ट", 100, 200, confidence=0.3, line=1))
    engine = fake([[word("RTI", 100, 100), word("Act", 100, 200, line=1)]])
    result, changed = reread_doubtful(PAGE, first, "eng", 300, engine, sauvola=True)
    assert [found.text for found in result.words] == ["RTI", "Act"]
    assert changed == 2
    assert engine.asked[0].image is PAGE
    assert engine.asked[0].sauvola


def test_a_sure_page_is_not_read_again(fake: Any, word: Make) -> None:
    first = reading(word("सुरक्षित", 100, 100), word("-", 400, 100, confidence=0.2))
    engine = fake([])
    assert reread_doubtful(PAGE, first, "eng", 300, engine) == (first, 0)
    assert engine.asked == []


def test_paise_that_stood_in_a_column_of_their_own_are_not_said_twice(fake: Any, word: Make) -> None:
    rupees = word("33,72,915.", 100, 100, 300, confidence=0.5, line=0)
    paise = word("09", 404, 100, 50, confidence=0.5, line=1, block=1)
    first = reading(rupees, paise, *(word("सुरक्षित", 100, 200 + 100 * row, line=2 + row) for row in range(3)))
    whole = word("33,72,915.00", 100, 100, 354, confidence=0.8)
    result, _ = reread_doubtful(PAGE, first, "eng", 300, fake([[whole]], corner=(100 - 10 - 20, 100 - 22 - 20)))
    assert [found.text for found in result.words][:2] == ["33,72,915.00", "सुरक्षित"]


def test_a_word_is_read_on_one_line_though_the_boxes_of_two_reach_over_it(fake: Any, word: Make) -> None:
    lines = [
        word("खक्", 100, 100, 200, 90, confidence=0.3, line=0),
        word("खग्", 100, 140, 200, 90, confidence=0.3, line=1),
    ]
    second = [word("कखग", 100, 140, 200)]
    page = np.full((400, 600), 255, np.uint8)
    read, _ = reread_doubtful(page, Reading(tuple(lines), 0.3, 0), "eng", 300, fake([second]))
    assert [found.text for found in read.words].count("कखग") == 1
