"""Drawn pages say truly what stands on them and where."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pages.ageing import lay_on_bed, photograph
from pages.looks import LEVELS, MACHINES, age, to_bilevel
from pages.truth import (
    Record,
    Sheet,
    angle_of,
    best_affine,
    break_lines,
    find_strays,
    move_points,
    place_words,
    rotate_about,
    scale_by,
    shift_by,
)
from pages.typeset import Typeset

MARKS = ((150, 180), (420, 200), (170, 620), (430, 600))
SIZE_PX = (600, 800)


def make_page(dpi: int = 300) -> Typeset:
    """A sheet with four black squares of 40 pixels at 300 dpi, and a seal's colour at its foot."""
    grain = dpi // 300
    printed = np.full((SIZE_PX[1] * grain, SIZE_PX[0] * grain, 3), 255, np.uint8)
    for x, y in MARKS:
        printed[(y - 20) * grain : (y + 20) * grain, (x - 20) * grain : (x + 20) * grain] = 0
    ink = np.full_like(printed, 255)
    ink[-30 * grain :, :, 0] = 90
    words = tuple((f"{n}", x - 20.0, y - 20.0, x + 20.0, y + 20.0) for n, (x, y) in enumerate(MARKS))
    sheet = Sheet("letter", "letter", "hi", words, (), (), SIZE_PX, "Face")
    return Typeset(sheet, printed, ink, dpi)


def find_darkest(image: np.ndarray, near: np.ndarray, reach: int) -> np.ndarray:
    """The middle of what is dark about a point."""
    x, y = near.round().astype(int)
    left, top = max(0, x - reach), max(0, y - reach)
    patch = image[top : y + reach, left : x + reach].mean(axis=2)
    rows, columns = np.nonzero(patch < (patch.min() + np.median(patch)) / 2)
    return np.array([columns.mean() + left + 0.5, rows.mean() + top + 0.5])


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([("क्रमांक", 0, 0, 60, 20), ("12", 70, 0, 90, 20), ("दिनांक", 300, 2, 350, 18)], "क्रमांक 12 दिनांक"),
        ([("a", 0, 0, 20, 20), ("b", 0, 30, 20, 50), ("c", 200, 0, 220, 20)], "a\nb\nc"),
        ([("left", 0, 0, 50, 20), ("right", 300, 0, 350, 20), ("next", 0, 30, 40, 50)], "left right\nnext"),
        ([("शीर्ष", 100, 0, 200, 40), ("small", 210, 14, 250, 30)], "शीर्ष small"),
    ],
    ids=["two sides", "a cell of two lines", "rows", "two sizes"],
)
def test_words_in_reading_order_make_lines(words: list[tuple[str, float, float, float, float]], text: str) -> None:
    assert "\n".join(" ".join(word[0] for word in line) for line in break_lines(words)) == text


def test_words_are_composed_and_scaled() -> None:
    assert place_words([["क\u093c", 1, 2, 3, 4]], 3.125) == (("क\u093c", 3.1, 6.2, 9.4, 12.5),)
    assert place_words([["न\u093c", 0, 0, 1, 1]], 1)[0][0] == "\u0929"


def test_words_off_the_page_are_found() -> None:
    inside, outside = ("a", 0.0, 0.0, 10.0, 10.0), ("b", 90.0, 0.0, 101.0, 10.0)
    assert find_strays([inside, outside], (100, 100)) == [outside]


def test_angles_are_counter_clockwise() -> None:
    matrix = rotate_about((50, 50), 10)
    assert move_points(matrix, [(100, 50)])[0][1] < 50
    assert angle_of(matrix) == pytest.approx(10)
    assert angle_of(scale_by(2) @ shift_by(3, 4) @ rotate_about((7, 9), -2.5)) == pytest.approx(-2.5)


def test_the_best_affine_of_an_affine_map_is_itself() -> None:
    matrix = scale_by(0.5, 0.6) @ rotate_about((10, 20), 3)
    assert np.allclose(best_affine(matrix, SIZE_PX), matrix)


def test_a_page_in_perspective_has_both_maps() -> None:
    matrix = np.array([[1, 0.01, 5], [0, 1, 6], [1e-5, 2e-5, 1]])
    entry = Record(make_page().sheet, "phone", 200, matrix, {}).to_json()
    assert entry["page_to_scan_3x3"] == matrix.tolist()
    assert np.abs(move_points(best_affine(matrix, SIZE_PX), MARKS) - move_points(matrix, MARKS)).max() < 3
    assert "page_to_scan_3x3" not in Record(make_page().sheet, "plain", 200, np.eye(3), {}).to_json()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("look", ["plain", "phone", "bleed-through", *MACHINES])
def test_the_map_leads_to_what_was_printed(look: str, level: str) -> None:
    page = make_page()
    page = replace(page, sheet=replace(page.sheet, words=()))  # A typewriter strikes words unevenly.
    scan = age(page, look, level, 200, np.random.default_rng(5))
    for at in move_points(scan.matrix, MARKS):
        assert np.abs(find_darkest(scan.image, at, 30) - at).max() < 3.5


def test_a_page_printed_finer_has_the_same_truth() -> None:
    scan = age(make_page(600), "plain", "office", 600, np.random.default_rng(3))
    assert scan.image.shape[0] == 1600
    for at in move_points(scan.matrix, MARKS):
        assert np.abs(find_darkest(scan.image, at, 90) - at).max() < 4


def test_ageing_is_the_same_for_the_same_seed() -> None:
    images = [age(make_page(), "carbon", "poor", 300, np.random.default_rng(8)).image for _ in range(2)]
    assert np.array_equal(*images)


def test_the_bed_is_larger_than_the_sheet_by_its_pads() -> None:
    laid, matrix = lay_on_bed(make_page().print, 0.0, 25, (1, 2, 3))
    assert laid.shape == (850, 650, 3)
    assert tuple(laid[0, 0]) == (1, 2, 3)
    assert move_points(matrix, [(0, 0)]).tolist() == [[25, 25]]


def test_the_whole_sheet_is_on_the_photograph() -> None:
    for seed in range(10):
        picture, matrix = photograph(make_page().print, np.random.default_rng(seed))
        corners = move_points(matrix, [(0, 0), (600, 0), (600, 800), (0, 800)])
        assert corners.min() > 0
        assert (corners < (picture.shape[1], picture.shape[0])).all()


def test_black_and_white_keeps_print_on_dark_paper() -> None:
    page = np.full((400, 400, 3), (150, 130, 100), np.uint8)
    page[180:220, 180:220] = 40
    black = to_bilevel(page, np.random.default_rng(1)) == 0
    assert black[185:215, 185:215].all()
    assert not black[:150].any()
