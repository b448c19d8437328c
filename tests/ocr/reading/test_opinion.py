"""Doubtful Hindi words are put before a second model, and the surer or better known reading of each is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nasti.model import Word
from ocr.engine import Reading, mean_confidence
from ocr.opinion import ask_again

Make = Callable[..., Word]
PAGE = np.full((600, 1000), 200, np.uint8)
TOP = 100


def ask(fake: Any, first: tuple[Word, ...], second: list[Word]) -> tuple[tuple[Word, ...], int]:
    left = min(word.box[0] for word in first)
    # The excerpt begins with its margin and the paper kept around words that are 40 pixels high.
    engine = fake([second], corner=(max(0, left - 10) - 20, TOP - 22 - 20))
    reading, changed = ask_again(PAGE, Reading(first, mean_confidence(first), 0), "hin", 300, engine)
    return reading.words, changed


@pytest.mark.parametrize(
    ("ours", "theirs", "taken"),
    [
        (("तहसीलदाऱ", 0.5), ("तहसीलदार", 0.6), True),
        (("तहसीलदार", 0.5), ("तहसीलदाऱ", 0.6), False),
        (("पंपंपं", 0.5), ("ललल", 0.6), True),
        (("पंपंपं", 0.6), ("ललल", 0.5), False),
        (("Tehsil", 0.3), ("तहसील", 0.9), False),
        (("27,12,490", 0.4), ("2712,490", 0.9), False),
        (("१५:", 0.4), ("१५.", 0.9), True),
    ],
)
def test_the_surer_reading_is_taken_and_known_words_count_more(
    fake: Any, word: Make, ours: tuple[str, float], theirs: tuple[str, float], taken: bool
) -> None:
    first = word(ours[0], 200, TOP, 180, confidence=ours[1])
    before = word("कार्यालय", 20, TOP, 160, confidence=0.5)
    words, changed = ask(
        fake, (before, first), [before, word(theirs[0], 205, TOP, 170, confidence=theirs[1], line=3, block=2)]
    )
    assert [found.text for found in words] == ["कार्यालय", theirs[0] if taken else ours[0]]
    assert (words[1].line, words[1].block, words[1].box) == (0, 0, first.box)
    assert changed == taken


def test_digits_that_read_differently_are_a_doubt(fake: Any, word: Make) -> None:
    words, changed = ask(fake, (word("१९९४", 200, TOP, confidence=0.7),), [word("१९९१", 200, TOP, confidence=0.95)])
    assert [(found.text, found.confidence) for found in words] == [("१९९४", 0.5)]
    assert changed == 0


def test_a_word_that_is_two_becomes_two(fake: Any, word: Make) -> None:
    run_on = word("वर्ष:शाखा", 200, TOP, 200, confidence=0.6)
    parts = [word("वर्ष", 200, TOP, 80, confidence=0.9), word("शाखा", 310, TOP, 90, confidence=0.9)]
    words, changed = ask(fake, (run_on,), parts)
    assert [(found.text, found.box[0], found.line) for found in words] == [("वर्ष", 200, 0), ("शाखा", 310, 0)]
    assert changed == 1


def test_two_words_that_are_one_become_one(fake: Any, word: Make) -> None:
    torn = (word("तहसी", 200, TOP, 80, confidence=0.5), word("लदार", 290, TOP, 90, confidence=0.5))
    words, _ = ask(fake, torn, [word("तहसीलदार", 200, TOP, 180, confidence=0.9)])
    assert [(found.text, found.box[0], found.box[2]) for found in words] == [("तहसीलदार", 200, 380)]


def test_what_the_second_model_does_not_see_stays(fake: Any, word: Make) -> None:
    first = (word("शाखाा", 200, TOP, 100, confidence=0.5),)
    assert ask(fake, first, [word("ऊपर", 200, 400)]) == (first, 0)


def test_only_doubtful_words_and_their_neighbours_are_shown(fake: Any, word: Make) -> None:
    page = PAGE.copy()
    row = [word(text, 20 + 190 * place, TOP, 150) for place, text in enumerate(("क", "एक", "दो", "तीन", "चार"))]
    row[4] = word("चारर", 780, TOP, 150, confidence=0.4)
    for place, found in enumerate(row):
        left, top, right, bottom = found.box
        page[top:bottom, left:right] = place
    engine = fake([[]])
    ask_again(page, Reading(tuple(row), 0.9, 0), "hin", 300, engine)
    (asked,) = engine.asked
    assert asked.languages == "hin"
    assert set(np.unique(asked.image)) == {3, 4, 200}


def test_a_sure_page_is_not_put_before_it(fake: Any, word: Make) -> None:
    first = Reading((word("सुरक्षित", 100, TOP), word("RTI", 400, TOP, confidence=0.2)), 0.9, 0)
    engine = fake([])
    assert ask_again(PAGE, first, "hin", 300, engine) == (first, 0)
    assert engine.asked == []
