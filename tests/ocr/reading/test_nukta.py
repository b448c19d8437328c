"""The dot below a letter is read by its ink; dust, points and what the lexicon knows to have none are no such dots."""

from __future__ import annotations

import re
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from nasti.lexicon.words import nukta_words
from nasti.model import Word
from ocr.engine import Image
from ocr.nukta import insert_nuktas

Draw = Callable[..., Image]


def read(image: Image, text: str, size: float = 1.0) -> tuple[str, int]:
    rows, columns = np.nonzero(image < 128)
    box = int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
    page = image if size == 1.0 else cv2.resize(image, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
    place = tuple(round(edge * size) for edge in box)
    (word,), changed = insert_nuktas(page, [Word(text, (place[0], place[1], place[2], place[3]), 0.95, 0, 0)])
    assert word.raw == (text if changed else "")
    return word.text, changed


@pytest.mark.parametrize("face", ["lohit", "sahadeva"])
@pytest.mark.parametrize("size", [1.0, 0.5])
@pytest.mark.parametrize("printed", ["ज़िला", "फ़सल", "(मुआवज़ा", "इक़बाल,", "रोकड़-बही", "आँकड़े", "मुड़पार", "बाढ़।"])
def test_dots_that_were_lost_come_back(draw: Draw, face: str, size: float, printed: str) -> None:
    assert read(draw([printed], size_px=(900, 300), face=face), printed.replace("़", ""), size) == (printed, 1)


def test_each_of_two_dots_comes_back(draw: Draw) -> None:
    for read_as in ("कागजात", "काग़जात"):
        assert read(draw(["काग़ज़ात"], size_px=(900, 300)), read_as) == ("काग़ज़ात", 1)


@pytest.mark.parametrize("face", ["lohit", "sahadeva"])
@pytest.mark.parametrize("printed", ["जिला", "फसल", "मुआवजा", "आँकडे", "पंडा", "ज़िला", "काग़ज", "डाक"])
def test_none_is_made_up(draw: Draw, face: str, printed: str) -> None:
    assert read(draw([printed], size_px=(900, 300), face=face), printed) == (printed, 0)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("क़िला", "किला"),
        ("भेज़ा", "भेजा"),
        ("जि.ला", "जि.ला"),
        ("ड़ाक", "डाक"),
    ],
)
def test_below_letters_that_have_none_a_dot_is_dust(draw: Draw, printed: str, text: str) -> None:
    assert read(draw([printed], size_px=(900, 300)), text) == (text, 0)


@pytest.mark.parametrize(
    ("at", "side", "found"),
    [((0.18, 0.95), 8, True), ((0.8, 0.95), 8, False), ((0.18, 0.2), 8, False), ((0.18, 0.95), 2, False)],
)
def test_the_dot_stands_below_its_letter_and_is_of_its_size(
    draw: Draw, at: tuple[float, float], side: int, found: bool
) -> None:
    image = draw(["जिला"], size_px=(900, 300)).copy()
    rows, columns = np.nonzero(image < 128)
    x = round(columns.min() + at[0] * np.ptp(columns))
    y = round(rows.min() + at[1] * np.ptp(rows))
    image[y - side : y + 2 * side, x - side : x + 2 * side] = 255
    image[y : y + side, x : x + side] = 0
    assert read(image, "जिला") == (("ज़िला", 1) if found else ("जिला", 0))


def test_paper_and_words_beyond_the_page_have_no_dots() -> None:
    paper = np.full((100, 200), 240, np.uint8)
    for box in ((10, 10, 90, 50), (300, 10, 380, 50), (10, 98, 12, 99)):
        assert insert_nuktas(paper, [Word("जिला", box, 0.9, 0, 0)])[1] == 0


def test_every_word_of_the_list_has_a_dot_and_stands_there_once() -> None:
    words = list(nukta_words())
    assert [word for word in words if not re.search("[कखगजफ]़", word)] == []
    assert len(set(words)) == len(words)
