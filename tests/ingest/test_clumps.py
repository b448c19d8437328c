"""Specks that lie together are what a black-and-white scan keeps of pale ink; specks all over are dust."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clumps import find_clump
from ingest.draft import DRAFT_DPI
from ingest.side import measure_side

SHAPE = (1754, 1240)
EVERYWHERE = np.ones(SHAPE, bool)


def specks(count: int, place: tuple[int, int, int, int], seed: int = 1) -> np.ndarray:
    """So many specks within a box: uint8, 255 where black."""
    left, top, right, bottom = place
    dark = np.zeros(SHAPE, np.uint8)
    for x, y in np.random.default_rng(seed).integers((left, top), (right, bottom), (count, 2)):
        dark[y, x] = 255
    return dark


DUST = specks(150, (40, 40, 1200, 1700))
NUMBER = specks(9, (600, 100, 625, 118), 2)


@pytest.mark.parametrize("dust", [np.zeros(SHAPE, np.uint8), DUST], ids=["clean", "dusty"])
def test_what_is_left_of_a_number_is_found(dust: np.ndarray) -> None:
    left, top, right, bottom = find_clump(NUMBER | dust, EVERYWHERE) or (0, 0, 0, 0)
    assert 590 < left < right < 640
    assert 90 < top < bottom < 130
    assert not measure_side(255 - (NUMBER | dust), DRAFT_DPI).found.blank


@settings(max_examples=30, deadline=None)
@given(count=st.integers(0, 600), seed=st.integers(0, 10_000))
def test_dust_lies_together_by_chance_hardly_ever(count: int, seed: int) -> None:
    found = [find_clump(specks(count, (40, 40, 1200, 1700), seed + 20_000 * again), EVERYWHERE) for again in range(2)]
    assert None in found


def test_what_does_not_count_is_no_clump() -> None:
    inner = EVERYWHERE.copy()
    inner[:200] = False
    assert find_clump(NUMBER, inner) is None


def test_specks_in_a_row_are_left_of_a_fold() -> None:
    dark = np.zeros(SHAPE, np.uint8)
    dark[700:702, 300:380:9] = 255
    assert find_clump(dark, EVERYWHERE) is None


def test_a_sheet_that_is_full_of_specks_tells_nothing() -> None:
    assert find_clump(specks(4_000, (0, 0, 1240, 1754)) | NUMBER, EVERYWHERE) is None
