"""Colons that stand alone between a label and its value are read by their shape; specks and letters are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from nasti.model import Word
from ocr.signs import insert_signs

LABEL = Word("विभाग", (300, 500, 480, 540), 0.95, 0, 0)
VALUE = Word("राजस्व", (1100, 500, 1290, 540), 0.95, 1, 1)
BELOW = Word("शाखा", (300, 600, 420, 640), 0.95, 2, 2)


def page(*dots: tuple[int, int], bar: int | None = None) -> np.ndarray:
    """A page with dots at some places and the dash of a colon at some column."""
    drawn = np.full((1200, 1600), 250, np.uint8)
    for word in (LABEL, VALUE, BELOW):
        left, top, right, bottom = word.box
        drawn[top + 5 : bottom, left:right] = 20
    for x, y in dots:
        cv2.circle(drawn, (x, y), 3, 20, -1)
    if bar is not None:
        drawn[522:526, bar : bar + 14] = 20
    return drawn


def texts(drawn: np.ndarray, *words: Word) -> list[tuple[str, int]]:
    found, count = insert_signs(drawn, words)
    assert count == len(found) - len(words)
    return [(word.text, word.line) for word in found]


@pytest.mark.parametrize(("bar", "text"), [(None, ":"), (1066, ":-")])
def test_a_colon_stands_behind_its_label(bar: int | None, text: str) -> None:
    drawn = page((1055, 515), (1055, 533), bar=bar)
    assert texts(drawn, LABEL, VALUE, BELOW) == [("विभाग", 0), (text, 0), ("राजस्व", 1), ("शाखा", 2)]


@pytest.mark.parametrize(
    "dots",
    [
        pytest.param([(1055, 515)], id="one speck"),
        pytest.param([(1055, 515), (1070, 533)], id="specks beside each other"),
        pytest.param([(1055, 515), (1055, 560)], id="specks far apart"),
        pytest.param([(1055, 515), (1055, 533), (1062, 524)], id="more specks around"),
        pytest.param([(1055, 815), (1055, 833)], id="level with nothing"),
        pytest.param([(700, 615), (700, 633)], id="far from every word"),
    ],
)
def test_specks_are_no_colon(dots: list[tuple[int, int]]) -> None:
    assert len(texts(page(*dots), LABEL, VALUE, BELOW)) == 3


def test_two_dots_close_to_both_words_are_a_part_of_them() -> None:
    near = Word("राजस्व", (510, 500, 700, 540), 0.95, 0, 0)
    assert texts(page((495, 515), (495, 533)), LABEL, near) == [("विभाग", 0), ("राजस्व", 0)]


@pytest.mark.parametrize(("count", "found"), [(30, 30), (60, 0)])
def test_a_speckled_page_has_no_colons(count: int, found: int) -> None:
    labels = [Word("विभाग", (300, 60 * n + 20, 480, 60 * n + 60), 0.95, n, 0) for n in range(count)]
    drawn = np.full((3800, 1600), 250, np.uint8)
    for label in labels:
        for y in (label.box[1] + 15, label.box[1] + 33):
            cv2.circle(drawn, (560, y), 3, 20, -1)
    assert insert_signs(drawn, labels)[1] == found


def test_a_page_without_words_has_no_colons() -> None:
    assert insert_signs(page((1055, 515), (1055, 533)), []) == ((), 0)
