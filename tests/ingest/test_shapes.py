"""Specks with their halo are told from small strokes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ingest.shapes import is_speck


def dot(radius: int, halo: float) -> np.ndarray:
    """A dark disc in a paler ring, float32, 0 to 1."""
    stroke = np.zeros((16, 16), np.float32)
    cv2.circle(stroke, (8, 8), radius + 3, halo, -1)
    cv2.circle(stroke, (8, 8), radius, 0.6, -1)
    return stroke


@pytest.mark.parametrize(
    ("stroke", "expected"),
    [
        pytest.param(dot(1, 0.1), True, id="speck with a pale halo"),
        pytest.param(dot(1, 0.4), False, id="as dark all over"),
        pytest.param(dot(4, 0.1), False, id="a bullet"),
        pytest.param(cv2.line(dot(1, 0.0), (0, 15), (15, 0), 0.08, 1), False, id="a pencil stroke over a speck"),
    ],
)
def test_a_speck_is_small_and_its_halo_pale(stroke: np.ndarray, expected: bool) -> None:
    assert is_speck(stroke) is expected


def test_of_a_component_of_which_nothing_remains_no_shape_is_asked() -> None:
    assert not is_speck(np.zeros((12, 9), np.float32))
