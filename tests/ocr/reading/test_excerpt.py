"""Places cut out of a page keep their columns and come back to where they were."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Box, Word
from ocr.excerpt import cut_out

WIDTH, HEIGHT = 400, 900


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, top = draw(st.integers(0, WIDTH - 60)), draw(st.integers(0, HEIGHT - 60))
    return left, top, left + draw(st.integers(1, 60)), top + draw(st.integers(1, 60))


@given(places=st.lists(boxes(), min_size=1, max_size=5), seed=st.integers(0, 9))
def test_what_is_found_on_the_excerpt_comes_back_to_its_place(places: list[Box], seed: int) -> None:
    page = np.random.default_rng(seed).integers(0, 255, (HEIGHT, WIDTH)).astype(np.uint8)
    excerpt = cut_out(page, places)
    assert excerpt.image.shape[0] == len(excerpt.rows)
    for left, top, right, bottom in places:
        columns = slice(left - excerpt.left_px, right - excerpt.left_px)
        first = int(np.searchsorted(excerpt.rows[20:-20], top)) + 20
        rows = slice(first, first + bottom - top)
        assert np.array_equal(excerpt.image[rows, columns], page[top:bottom, left:right])
        seen = Word("शब्द", (columns.start, rows.start, columns.stop, rows.stop), 0.9, 0, 0)
        (word,) = excerpt.restore([seen], (WIDTH, HEIGHT))
        assert word.box == (left, top, right, bottom)


def test_other_ink_and_the_rows_between_are_left_out() -> None:
    page = np.full((HEIGHT, WIDTH), 235, np.uint8)
    page[100:140, 50:150] = page[100:140, 250:350] = page[700:740, 50:150] = 30
    excerpt = cut_out(page, [(50, 100, 150, 140), (50, 700, 150, 740)])
    assert excerpt.image.shape[0] < 250
    assert (excerpt.image == 30).sum() == 2 * 40 * 100
    assert set(np.unique(excerpt.image)) == {30, 235}


def test_words_on_the_margin_end_at_the_page(word: Callable[..., Word]) -> None:
    page = np.full((HEIGHT, WIDTH), 255, np.uint8)
    excerpt = cut_out(page, [(0, 0, 100, 40)])
    right, bottom = excerpt.image.shape[1], excerpt.image.shape[0]
    around, outside = word("शब्द", 0, 0, right, bottom), word("|", 0, 0, 5, bottom)
    (kept,) = excerpt.restore([around, outside], (WIDTH, HEIGHT))
    assert kept.box[:2] == (0, 0) and kept.box[2] <= WIDTH and kept.box[3] <= HEIGHT
