"""The bench maps true places onto the sheet that was reported."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from measure.places import map_box, overlap, page_to_sheet, true_skew_deg
from measure.sets import TruePage
from measure.sheets import score_sheet

PAGE_PX = (600, 800)
BOX = (100.0, 120.0, 180.0, 150.0)
FAR_BOX = (420.0, 600.0, 520.0, 640.0)


def make_page(turn_deg: int, skew_deg: float) -> TruePage:
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((PAGE_PX[0] / 2, PAGE_PX[1] / 2), skew_deg, 1.0)
    words = (("विषय", BOX), ("1994", FAR_BOX))
    return TruePage(("all",), "विषय 1994", words, turn_deg, matrix, (FAR_BOX,))


def make_sheet(turn_deg: int, skew_deg: float, **changes: Any) -> dict[str, Any]:
    size = PAGE_PX if changes.pop("upright", True) else PAGE_PX[::-1]
    words = [
        {"text": "विषय", "box": list(map(round, BOX)), "confidence": 0.9},
        {"text": "1944", "box": list(map(round, FAR_BOX)), "confidence": 0.4},
    ]
    return {"turn_deg": turn_deg, "skew_deg": skew_deg, "size_px": list(size), "flags": [], "blank": False,
            "words": words, "seconds": {"ocr": 0.5}} | changes  # fmt: skip


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
@pytest.mark.parametrize("skew_deg", [0.0, 1.7, -3.2])
def test_a_straightened_page_lies_where_it_was_drawn(turn_deg: int, skew_deg: float) -> None:
    page = make_page(turn_deg, skew_deg)
    mapped = map_box(page_to_sheet(page, PAGE_PX, turn_deg, skew_deg), BOX)
    assert mapped == pytest.approx(BOX, abs=1e-6)
    assert true_skew_deg(page) == pytest.approx(skew_deg)


def test_skew_that_was_left_in_moves_the_words() -> None:
    page = make_page(0, 2.0)
    left, top, *_ = map_box(page_to_sheet(page, PAGE_PX, 0, 0.0), BOX)
    assert (left, top) == pytest.approx((90.35, 124.36), abs=0.01)


def test_perspective_is_followed() -> None:
    tilted = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1e-3, 1.0]])
    assert map_box(tilted, (100, 1000, 200, 1000)) == pytest.approx((50, 500, 100, 500))


def test_overlap_is_shared_area_over_joint_area() -> None:
    assert overlap((0, 0, 10, 10), (5, 0, 15, 10)) == pytest.approx(1 / 3)
    assert overlap((0, 0, 10, 10), (10, 0, 20, 10)) == 0
    assert overlap(BOX, BOX) == 1


def test_a_sheet_is_scored() -> None:
    score = score_sheet("a, sheet 1", make_page(90, 1.0), make_sheet(90, 0.8, handwriting=[{"box": [0, 0, 600, 800]}]))
    assert not score.turned_wrong
    assert score.skew_error_deg == pytest.approx(-0.2)
    assert len(score.overlaps) == 1
    assert score.overlaps[0] == pytest.approx(0.9, abs=0.08)
    assert score.sureness == ((0.9, True), (0.4, False))
    assert score.handwriting is not None
    written, both, marked = score.handwriting
    assert 0 < written == both < marked


def test_a_wrong_turn_is_noted_and_nothing_is_measured_on_it() -> None:
    score = score_sheet("a, sheet 1", make_page(90, 1.0), make_sheet(0, 1.0, flags=["turn_unsure"], upright=False))
    assert (score.turned_wrong, score.turn_unsure) == (True, True)
    assert score.skew_error_deg is None
    assert (score.overlaps, score.handwriting) == ((), None)
