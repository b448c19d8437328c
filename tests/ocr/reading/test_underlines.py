"""Underlines go, and letters that cross them stay."""

import cv2
import numpy as np
import pytest

from ocr.underlines import erase_underlines

HEIGHT = 40.0


def line(slant: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Upright strokes, every other one through an underline; and where the underline lies alone."""
    page = np.full((120, 900), 245, np.uint8)
    under = np.zeros(page.shape, np.uint8)
    cv2.line(under, (20, 70), (880, round(70 + slant * 860)), 255, 4, cv2.LINE_AA)
    page = np.minimum(page, 255 - under)
    for number in range(20):
        left = 40 + 42 * number
        page[30 : 90 if number % 2 else 62, left : left + 6] = 20
    alone = (under > 128) & (page < 128)
    for number in range(1, 20, 2):
        alone[:, 40 + 42 * number - 2 : 40 + 42 * number + 8] = False
    return page, alone


@pytest.mark.parametrize("slant", [0.0, 0.004, -0.006])
def test_an_underline_goes_and_letters_stay(slant: float) -> None:
    page, alone = line(slant)
    erased = erase_underlines(page, HEIGHT)
    assert (erased[alone] > 200).mean() > 0.95
    for number in range(20):
        column = erased[30 : 88 if number % 2 else 62, 43 + 42 * number]
        assert (column < 60).mean() > 0.9


def test_headlines_of_words_and_blots_stay() -> None:
    page = np.full((120, 900), 245, np.uint8)
    for left in range(40, 800, 180):
        page[40:45, left : left + 140] = 20
    page[60:100, 100:700] = 20
    assert erase_underlines(page, HEIGHT) is page


def test_bare_paper_stays() -> None:
    page = np.full((60, 300), 245, np.uint8)
    assert erase_underlines(page, HEIGHT) is page
