"""Cells of ruled tables with ink under no word, or under one that crosses a ruling, are read again; others are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from nasti.model import Word
from nasti.settings import OcrSection
from ocr.cells import read_cells
from ocr.engine import Image

Make = Callable[..., Word]
LEFT, MIDDLE, LAST, RIGHT = 200, 700, 1200, 1600
ROWS = (300, 400, 500, 600)


def table(*inked: tuple[int, int, int, int]) -> Image:
    """Three rows of three cells, with strokes of letters in some boxes."""
    page = np.full((1000, 1700), 240, np.uint8)
    for top in ROWS:
        cv2.line(page, (LEFT, top), (RIGHT, top), 20, 4)
    for x in (LEFT, MIDDLE, LAST, RIGHT):
        cv2.line(page, (x, ROWS[0]), (x, ROWS[-1]), 20, 4)
    for left, top, right, bottom in inked:
        for x in range(left, right, 24):
            cv2.rectangle(page, (x, top), (x + 12, bottom), 20, -1)
    return page


def boxes(words: list[Word]) -> list[tuple[int, int, int, int]]:
    return [word.box for word in words]


def test_an_overlooked_amount_is_read_in_its_cell(fake: Any, word: Make) -> None:
    words = [word("राम", 240, 330, line=0), word("श्याम", 240, 430, line=1), word("१२", 740, 330, line=2)]
    page = table(*boxes(words), (760, 430, 900, 470))
    engine = fake([[word("५००", 60, 50, 140, confidence=0.8)]])
    read, changed = read_cells(page, words, 300, engine, OcrSection())
    assert changed == 1 and read[:3] == tuple(words)
    assert (read[3].text, read[3].line) == ("५००", 3)
    assert MIDDLE < read[3].box[0] < read[3].box[2] < LAST and ROWS[1] < read[3].box[1] < read[3].box[3] < ROWS[2]
    (asked,) = engine.asked
    assert asked.image.shape[0] < ROWS[2] - ROWS[1] + 40 and asked.image[0, 0] == 240


def test_a_worse_reading_changes_nothing(fake: Any, word: Make) -> None:
    words = [word("राम", 240, 330, line=0), word("शयम", 240, 430, confidence=0.55, line=1)]
    page = table(*boxes(words), (500, 430, 600, 470))
    engine = fake([[word("श्य", 50, 50, confidence=0.4)]])
    assert read_cells(page, words, 300, engine, OcrSection()) == (tuple(words), 0)
    assert len(engine.asked) == 1


def test_cells_that_were_read_and_pages_without_tables_are_left_alone(fake: Any, word: Make) -> None:
    words = [word("राम", 240, 330, line=0), word("श्याम", 240, 430, line=1)]
    engine = fake([])
    assert read_cells(table(*boxes(words)), words, 300, engine, OcrSection()) == (tuple(words), 0)
    beside = table(*boxes(words), (500, 430, 600, 470))
    assert read_cells(beside, words, 300, engine, OcrSection()) == (tuple(words), 0)
    plain = np.full((1000, 1700), 240, np.uint8)
    assert read_cells(plain, words, 300, engine, OcrSection()) == (tuple(words), 0)
    assert read_cells(plain, [], 300, engine, OcrSection()) == ((), 0)


def test_a_word_across_a_ruling_is_read_in_its_cells(fake: Any, word: Make) -> None:
    words = [word("राम", 240, 330, line=0), word("५००|६००", 560, 430, 300, line=1), word("१२", 1240, 430, line=2)]
    page = table(*boxes(words))
    engine = fake([[word("५००", 380, 30, 100)], [word("६००", 40, 30, 120)]])
    read, changed = read_cells(page, words, 300, engine, OcrSection())
    assert changed == 2
    assert [one.text for one in read] == ["राम", "१२", "५००", "६००"]
    assert len({one.line for one in read}) == 4
    assert read[2].box[2] < MIDDLE < read[3].box[0] and ROWS[1] < read[3].box[1] < read[3].box[3] < ROWS[2]


def test_a_word_across_a_ruling_stays_where_its_cells_read_worse(fake: Any, word: Make) -> None:
    words = [word("राम", 240, 330, line=0), word("५००|६००", 560, 430, 300, line=1)]
    engine = fake([[word("५००", 380, 30, 100, confidence=0.6)], []])
    assert read_cells(table(*boxes(words)), words, 300, engine, OcrSection()) == (tuple(words), 0)
    assert len(engine.asked) == 2


def test_a_cell_is_cut_to_its_lines_and_a_slanting_ruling_in_it_is_no_print(fake: Any, word: Make) -> None:
    words = [word("राम", 240, 330, line=0), word("श्याम", 240, 430, line=1)]
    page = table(*boxes(words), (800, 420, 900, 450))
    cv2.line(page, (MIDDLE - 12, ROWS[0]), (MIDDLE + 14, ROWS[-1]), 20, 4)
    engine = fake([[word("५००", 120, 30, 80, confidence=0.8)]])
    assert read_cells(page, words, 300, engine, OcrSection())[1] == 1
    (asked,) = engine.asked
    assert 70 < asked.image.shape[0] < 100
    assert asked.image[:, :60].min() > 200 > asked.image.min()
