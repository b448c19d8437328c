"""Components of masks that are mostly empty, against OpenCV's own answer."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.components import label_components, may_hold


def sprinkle(seed: int, share: float, shape: tuple[int, int] = (90, 70)) -> np.ndarray:
    return (np.random.default_rng(seed).random(shape) < share).astype(np.uint8)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.2, 1.0])
def test_components_are_numbered_as_opencv_does(share: float) -> None:
    mask = sprinkle(1, share)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found, found_boxes = label_components(mask)
    assert found.dtype == labels.dtype
    assert np.array_equal(found, labels)
    assert np.array_equal(found_boxes, boxes)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.002, 0.02, 0.08, 0.2]), st.integers(1, 40))
def test_no_component_is_missed_that_ends_before_the_last_rows_and_columns(
    seed: int, share: float, long_px: int
) -> None:
    mask = sprinkle(seed, share)
    mask[-4:], mask[:, -4:] = 0, 0
    longest = int(cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:, 2:4].max(initial=0))
    if longest >= long_px:
        assert may_hold(mask, long_px)


def test_lonely_specks_hold_nothing_long() -> None:
    mask = np.zeros((400, 300), np.uint8)
    mask[5::20, 5::20] = 1
    assert not may_hold(mask, 9)
    mask[200, 100:109] = 1
    assert may_hold(mask, 9)


def test_an_empty_mask_holds_nothing() -> None:
    assert not may_hold(np.zeros((40, 30), np.uint8), 1)
