from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.calibration import calibrate, follow
from classify.tables import load
from nasti.model import Field

CURVE = [(0.2, 0.3), (0.6, 0.9), (0.9, 0.99)]
FIELD = Field(1993, "1993", 0.5, 0, (0, 0, 1, 1))


def test_between_points_confidence_follows_the_line() -> None:
    assert follow(CURVE, 0.4) == pytest.approx(0.6)
    assert follow(CURVE, 0.1) == pytest.approx(0.15)
    assert follow(CURVE, 0.95) == 0.99


@given(st.floats(0, 1), st.floats(0, 1))
def test_what_promises_more_is_never_less_sure(first: float, second: float) -> None:
    low, high = sorted((first, second))
    for curves in (load("calibration")["nasti"], load("calibration")["paper"]):
        for points in curves.values():
            assert 0 <= follow(points, low) <= follow(points, high) <= 1


def test_what_a_person_said_is_not_calibrated() -> None:
    said = replace(FIELD, confidence=1.0, told=True)
    assert calibrate({"year": said}, "nasti") == {"year": said}
    assert calibrate({"year": FIELD}, "nasti")["year"].confidence != 0.5
    assert calibrate({"colour": FIELD}, "nasti")["colour"] == FIELD
