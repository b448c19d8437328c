"""Two pages in one picture are noticed; wide lists, labels before values and single pages are none."""

import cv2
import numpy as np
import pytest

from tests.ingest import drawn
from tests.ingest.quality.scenes import notice

PAGE = drawn.write(drawn.HINDI_LINES * 2)
HALF = PAGE[:, 50:2450]
SPREAD = np.hstack((HALF, HALF))


@pytest.mark.parametrize("turn_deg", [0, 90, 180])
def test_a_spread_is_noticed_however_it_lies(turn_deg: int) -> None:
    found = notice(drawn.turn(drawn.age(SPREAD, skew_deg=1.0), turn_deg), "spread")
    assert found is not None and found.measure is not None and found.bound is not None
    assert found.measure > found.bound and found.unit == "mm"


def test_the_shadow_of_a_fold_parts_the_pages_all_the_same() -> None:
    page = drawn.age(SPREAD)
    page[:, 2370:2430] = (page[:, 2370:2430] * 0.85).astype(np.uint8)
    assert notice(page, "spread") is not None


def crossed() -> np.ndarray:
    page = SPREAD.copy()
    for row in range(380, 2800, 110):
        cv2.line(page, (100, row), (4700, row), 0, 4)
    return page


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(PAGE, id="one page"),
        pytest.param(crossed(), id="rulings run on over the fold"),
        pytest.param(np.hstack((HALF, np.full_like(HALF, 255))), id="one half is blank"),
        pytest.param(
            drawn.write(tuple(f"{line} {line}" for line in drawn.HINDI_LINES), size_px=(4800, 3508)), id="wide"
        ),
    ],
)
def test_what_is_no_spread(page: np.ndarray) -> None:
    assert notice(drawn.age(page), "spread") is None
