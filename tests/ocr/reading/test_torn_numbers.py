"""Numbers torn at a sign are joined where the number reader sees that sign; numbers beside each other stay two."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from nasti.model import Word
from ocr.engine import Image
from ocr.number_reader import number_reader
from ocr.torn_numbers import join_torn_numbers

Draw = Callable[..., Image]


def tear(draw: Draw, printed: str, pieces: tuple[str, ...], *, lines: tuple[int, ...] = ()) -> tuple[Image, list[Word]]:
    """A page with one number, and words that share its ink by the length of their texts."""
    image = draw([printed], size_px=(900, 300))
    rows, columns = np.nonzero(image < 128)
    left, top, right, bottom = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    words, at = list[Word](), 0
    for number, piece in enumerate(pieces):
        start = printed.index(piece, at)
        at = start + len(piece)
        edges = (left + round((right - left) * share / len(printed)) for share in (start, at))
        x0, x1 = edges
        words.append(Word(piece, (int(x0), int(top), int(x1), int(bottom)), 0.9, lines[number] if lines else 0, 0))
    return image, words


@pytest.mark.parametrize(
    ("printed", "pieces"),
    [
        ("26-10-1974", ("26-10", "1974")),
        ("11-147/1999/9", ("11", "-147/1999/9")),
        ("२१-०४-२००५", ("२१-०४", "२००५")),
        ("07.08.1974", ("07.08.", "1974")),
        ("62,74,146.00", ("62,74,", "146.00")),
        ("4.335", ("4", ".335")),
        ("4950/1/1974", ("4950/1", "/1974")),
        ("13/12/2014", ("13/1", "2/2014")),
    ],
)
def test_a_torn_number_is_joined(draw: Draw, printed: str, pieces: tuple[str, ...]) -> None:
    image, words = tear(draw, printed, pieces)
    (joined,), count = join_torn_numbers(image, words, number_reader())
    assert (joined.text, count) == (printed, 1)
    assert joined.raw == " ".join(pieces)
    assert joined.box == (*words[0].box[:2], *words[-1].box[2:])


@pytest.mark.parametrize(
    ("printed", "pieces"),
    [
        pytest.param("301 13-06-1974", ("301", "13-06-1974"), id="two numbers"),
        pytest.param("1. 26-10-1974", ("1.", "26-10-1974"), id="the number of a paragraph"),
        pytest.param("2. 250", ("2.", "250"), id="an item"),
        pytest.param("3.123 2,36,684.00", ("3.123", "2,36,684.00"), id="columns"),
        pytest.param("5011", ("50", "11"), id="digits alone"),
        pytest.param("26-10 days", ("26-10", "days"), id="no number"),
    ],
)
def test_what_is_two_words_stays_two(draw: Draw, printed: str, pieces: tuple[str, ...]) -> None:
    image, words = tear(draw, printed, pieces)
    assert join_torn_numbers(image, words, number_reader()) == (tuple(words), 0)


def test_pieces_on_two_lines_are_never_joined(draw: Draw) -> None:
    image, words = tear(draw, "26-10-1974", ("26-10", "1974"), lines=(0, 1))
    assert join_torn_numbers(image, words, number_reader()) == (tuple(words), 0)
