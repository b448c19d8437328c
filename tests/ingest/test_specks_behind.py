"""Specks of print that shines through are told from a page number that happens to lie on it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ingest.specks_behind import find_specks_behind

SHAPE = (1100, 800)


def print_behind() -> np.ndarray:
    """Lines of writing, float32, 0 to 1."""
    seen = np.zeros(SHAPE, np.float32)
    for row in range(100, 1000, 60):
        for column in range(80, 700, 90):
            cv2.polylines(seen, [np.array([(column, row), (column + 30, row + 25), (column + 70, row)])], False, 1.0, 6)
    return seen


def specks(count: int, on: np.ndarray, seed: int = 2) -> np.ndarray:
    """So many specks of two pixels by three within a mask: uint8, 255 where black."""
    y, x = np.nonzero(cv2.erode(on.astype(np.uint8), np.ones((5, 5), np.uint8)))
    dark = np.zeros(SHAPE, np.uint8)
    for place in np.random.default_rng(seed).choice(len(y), count, replace=False):
        dark[y[place] - 1 : y[place] + 2, x[place] : x[place] + 2] = 255
    return dark


BEHIND = print_behind()
DUST = specks(100, np.ones(SHAPE), 3)


def number_on_print() -> np.ndarray:
    """A page number whose strokes lie wholly on the print behind it."""
    dark = np.zeros(SHAPE, np.uint8)
    cv2.polylines(dark, [np.array([(170, 160), (200, 185)])], False, 255, 2)
    cv2.polylines(dark, [np.array([(204, 182), (238, 161)])], False, 255, 2)
    return dark


@pytest.mark.parametrize("shift", [(0, 0), (4, -5)], ids=["laid exactly", "laid a little off"])
def test_specks_of_print_that_shines_through_are_found(shift: tuple[int, int]) -> None:
    through = np.roll(specks(60, BEHIND > 0), shift, axis=(0, 1))
    found = find_specks_behind(through | DUST, BEHIND)
    assert np.count_nonzero(found & (through > 0)) >= 0.95 * np.count_nonzero(through)
    assert np.count_nonzero(found & (DUST > 0) & (through == 0)) <= 0.25 * np.count_nonzero(DUST)


@pytest.mark.parametrize("dust", [np.zeros_like(DUST), DUST], ids=["clean", "dusty"])
def test_a_page_number_on_print_is_not_explained_where_nothing_else_shines_through(dust: np.ndarray) -> None:
    assert not find_specks_behind(number_on_print() | dust, BEHIND).any()


def test_what_is_nearly_as_much_as_the_print_does_not_shine_through() -> None:
    assert not find_specks_behind((255 * BEHIND).astype(np.uint8), BEHIND).any()


def test_a_grey_scan_has_no_specks_however_white_its_paper() -> None:
    through = specks(60, BEHIND > 0)
    assert find_specks_behind(through, BEHIND).any()
    # The soft edges that JPEG and the lens give it.
    assert not find_specks_behind(cv2.GaussianBlur(through, (0, 0), 2.0), BEHIND).any()
