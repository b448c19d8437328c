"""Dirt, blots and the other page of a spread leave the order of words as it is."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from nasti.model import Word
from ocr.layout import arrange
from ocr.tables import find_tables
from tests.ocr.reading.test_layout import LEFT, LETTER, PITCH, RIGHT, SPACE, column, line_of, text_of


def test_a_speck_before_a_line_leaves_the_columns_as_they_are() -> None:
    specks = [Word(".", (870, 320 + PITCH * row, 874, 324 + PITCH * row), 0.6, 201 + row, 2) for row in (1, 3)]
    words = sorted([*column(LEFT, 100, 300, 1), *column(RIGHT, 900, 300, 2), *specks], key=lambda word: word.line)
    words = [replace(word, line=word.line - (word.text == ".")) for word in words]
    got = [line.removeprefix(". ") for line in text_of(arrange(words))]
    assert [line for line in got if line != "."] == [*LEFT, *RIGHT]


def test_lines_that_the_recogniser_tore_at_a_space_are_no_columns() -> None:
    starts = ["यह अनुबंध आज दिनांक", "गया तथा दोनों पक्ष", "निम्न शर्तों को मान", "जिसके साक्षी यहां"]
    words = [
        word
        for row, (left, right) in enumerate(zip(starts, RIGHT, strict=False))
        for word in (
            *line_of(
                left,
                500 - 2 * SPACE - LETTER * len(left.replace(" ", "")) - SPACE * left.count(" "),
                300 + PITCH * row,
                row,
                0,
            ),
            *line_of(right, 500, 300 + PITCH * row, 100 + row, 1),
        )
    ]
    words.sort(key=lambda word: word.line)
    assert text_of(arrange(words)) == [f"{left} {right}" for left, right in zip(starts, RIGHT, strict=False)]


def test_a_table_on_one_page_of_a_spread_leaves_the_other_as_it_is() -> None:
    wide = "जिसमें एक पंक्ति पृष्ठ की चौड़ाई का अच्छा भाग भरती है और बहुत आगे तक जाती है"
    left = ["क्रमांक 54/1993 दुर्ग", wide, "समाप्त"]
    cells = [*column(["नाम", "रकबा", "लगान"], 2900, 300, 1), *column(["राम", "श्याम", "मोहन"], 4000, 300, 2)]
    ends = [*line_of("दिनांक 1", 1700, 300, 90, 3), *line_of("दिनांक 2", 1700, 440, 91, 3)]
    words = [*column(left, 300, 300, 0), *ends, *cells]
    page = np.full((3508, 4960), 255, np.uint8)
    for row in range(4):
        cv2.line(page, (2850, 285 + row * PITCH), (4700, 285 + row * PITCH), 0, 4)
    for x in (2850, 3800, 4700):
        cv2.line(page, (x, 285), (x, 285 + 3 * PITCH), 0, 4)
    found = arrange(words, page)
    assert text_of(found)[:3] == [f"{left[0]} दिनांक 1", wide, f"{left[2]} दिनांक 2"]
    # A page cut at the table of the other would fall into more blocks.
    assert len({word.block for word in found[:21]}) == 1


def ruled(uprights: list[tuple[int, int, int]]) -> np.ndarray:
    page = np.full((1200, 2480), 255, np.uint8)
    for top in (380, 480, 780):
        cv2.line(page, (200, top), (2000, top), 0, 4)
    for x, top, bottom in [(200, 380, 780), (2000, 380, 780), *uprights]:
        cv2.line(page, (x, top), (x, bottom), 0, 4)
    return page


def test_a_blot_whose_strokes_end_anywhere_is_no_table() -> None:
    assert find_tables(ruled([(700, 380, 560), (1000, 540, 700), (1500, 420, 600), (1700, 380, 560)]), 40) == []
    (table,) = find_tables(ruled([(700, 380, 780), (1000, 380, 480), (1500, 480, 780), (1700, 380, 560)]), 40)
    assert len(table.uprights) == 4


def test_rulings_of_dots_are_rulings_though_some_are_lost() -> None:
    page = ruled([(700, 380, 780), (1400, 380, 780)])
    dotted = np.random.default_rng(1).random(page.shape) < 0.02
    page[cv2.dilate(dotted.astype(np.uint8), np.ones((4, 4), np.uint8)) > 0] = 255
    (table,) = find_tables(page, 40)
    assert len(table.levels) == 3 and len(table.uprights) == 2


def test_colons_that_stand_by_themselves_are_no_cells_of_a_table() -> None:
    labels, values = ["जमा राशि", "जाति प्रमाण", "पटवारी हल्का"], ["266", "हां", "54"]
    words = [
        word
        for row, (label, value) in enumerate(zip(labels, values, strict=True))
        for left, text in ((300, label), (1200, ":"), (1500, value))
        for word in line_of(text, left, 300 + PITCH * row, row, 0)
    ]
    last = line_of("मैं घोषणा करता हूं कि जानकारी सही है", 300, 300 + PITCH * 3, 3, 0)
    got = text_of(arrange([*words, *last]))
    assert got == [*(f"{label} : {value}" for label, value in zip(labels, values, strict=True)), text_of(last)[0]]
