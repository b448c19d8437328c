"""Cells whose numbers are torn, doubtful or missing are looked at as a whole; all others stay as they were read."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from nasti.model import Box, Word
from ocr.cell_numbers import read_cell_numbers
from ocr.engine import Image
from ocr.ink import find_ink
from ocr.number_reader import number_reader

Draw = Callable[..., Image]
CELL: Box = (120, 90, 880, 210)


def look(draw: Draw, printed: str, *read: tuple[str, float]) -> list[tuple[str, float]]:
    """What is read in a cell that bears one text, of which words were read before."""
    image = draw([printed], size_px=(900, 300))
    rows, columns = np.nonzero(image < 128)
    left, right, top, bottom = int(columns.min()), int(columns.max()) + 1, int(rows.min()), int(rows.max()) + 1
    wide = (right - left) // max(1, len(read))
    words = [
        Word(text, (left + number * wide, top, left + (number + 1) * wide, bottom), sure, number, number)
        for number, (text, sure) in enumerate(read)
    ]
    _, ink = find_ink(image, 2)
    found, count = read_cell_numbers(image, ink, [CELL], words, float(bottom - top), number_reader())
    assert count == (list(found) != words)
    return [(word.text, word.confidence) for word in found]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("62,74,146.00", (("62,74,", 0.9), ("146.00!", 0.9))),
        ("४,८४,००९.००", (("C¥,", 0.7), ("00€", 0.31), (",co", 0.46))),
        ("27,04,118.00", ()),
        ("12-03-1999", (("12", 0.6), ("1999", 0.7))),
        ("547", ()),
        ("६", ()),
        ("8,44,117.00", (("C,44,117.00", 0.34),)),
    ],
)
def test_a_number_is_read_whole(draw: Draw, printed: str, read: tuple[tuple[str, float], ...]) -> None:
    ((text, sure),) = look(draw, printed, *read)
    assert text == printed
    assert 0.5 <= sure <= 0.95


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        pytest.param("62,74,146.00", (("62,74,146.00", 0.95),), id="a sure number"),
        pytest.param("62,74,146.00", (("62,74,146.90", 0.85),), id="another sure number"),
        pytest.param("62,74,146.00", (("62,74,146.00", 0.5),), id="a number that is the same"),
        pytest.param("भुगतान हुआ", (("भुगतान", 0.6), ("हुआ", 0.6)), id="words"),
        pytest.param("भुगतान", (), id="an overlooked word"),
        pytest.param("111", (), id="strokes"),
        pytest.param("62,74,146.00", (("62,74,146.90", 0.9), ("—", 0.4)), id="a sure number and a speck"),
        pytest.param("नामांतरण 12", (("नामांतरण", 0.9), ("12", 0.9)), id="a word and a number"),
    ],
)
def test_what_else_a_cell_holds_stays(draw: Draw, printed: str, read: tuple[tuple[str, float], ...]) -> None:
    assert look(draw, printed, *read) == list(read)


def test_two_lines_are_no_number(draw: Draw) -> None:
    image = draw(["62,74", "146.00"], size_px=(900, 400))
    _, ink = find_ink(image, 2)
    assert read_cell_numbers(image, ink, [(120, 90, 880, 320)], [], 40.0, number_reader()) == ((), 0)


def test_a_ruling_beside_a_number_is_no_part_of_it(draw: Draw) -> None:
    image = draw(["62,74,146.00"], size_px=(900, 300)).copy()
    image[80:220, 860:864] = 0
    _, ink = find_ink(image, 2)
    (found,), _ = read_cell_numbers(image, ink, [CELL], [], 36.0, number_reader())
    assert found.text == "62,74,146.00" and found.box[2] < 860
