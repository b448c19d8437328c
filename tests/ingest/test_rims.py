"""Rims of seals without colour come off the print they cross, and print stays."""

import cv2
import numpy as np
import pytest

from ingest.clean import clean
from ingest.rims import find_large, lift_rims
from ingest.side import measure_side
from nasti.settings import IngestSection
from tests.ingest import drawn

DPI = 300
TEXT = drawn.write(drawn.HINDI_LINES[:6], size_px=(1900, 1150))
AT = (900, 760)
RADII = (190, 178, 118)


def rims(axes: tuple[float, float] = (1.0, 1.0), width: int = 5) -> np.ndarray:
    """Ink of three rims about one middle: 255 on ink, stretched by `axes`."""
    mask = np.zeros(TEXT.shape, np.uint8)
    for radius in RADII:
        sides = round(radius * axes[0]), round(radius * axes[1])
        cv2.ellipse(mask, AT, sides, 20, 0, 360, 255, width, cv2.LINE_AA)
    return mask


def press(mask: np.ndarray, level: int) -> np.ndarray:
    share = mask / np.float32(255)
    return np.minimum(TEXT, 255 * (1 - share) + level * share).astype(np.uint8)


def lifted(page: np.ndarray) -> tuple[np.ndarray, int]:
    image, found = lift_rims(page, DPI, find_large(measure_side(page, DPI).ink))
    return image, len(found)


@pytest.mark.parametrize("level", [20, 120], ids=["black", "grey"])
@pytest.mark.parametrize("axes", [(1.0, 1.0), (1.03, 0.97)], ids=["round", "askew"])
@pytest.mark.parametrize("width", [3, 8], ids=["thin", "thick"])
def test_all_rims_of_a_seal_come_off_and_the_print_stays(level: int, axes: tuple[float, float], width: int) -> None:
    mask = rims(axes, width)
    after, seals = lifted(press(mask, level))
    assert seals == 1
    assert (after[(mask > 128) & (TEXT > 240)] < 200).mean() < 0.1
    assert (after[(TEXT < 60) & (mask == 0)] < 90).mean() > 0.99
    # What lies under a black rim goes with it where the two run the same way; a pale rim hides nothing.
    assert (after[(TEXT < 60) & (mask > 0)] < 90).mean() > (0.2 if level < 100 else 0.6)


def test_a_black_and_white_scan_too() -> None:
    mask = rims()
    page = np.where(press(mask, 20) < 128, np.uint8(0), np.uint8(255))
    after, seals = lifted(page)
    assert seals == 1
    assert (after[(mask > 128) & (TEXT > 240)] == 0).mean() < 0.05


def test_what_the_rim_crosses_hangs_together_no_more() -> None:
    page = press(rims(), 20)
    tallest = [
        cv2.connectedComponentsWithStats((image < 128).astype(np.uint8))[2][1:, 3].max()
        for image in (page, lifted(page)[0], TEXT)
    ]
    assert tallest[0] > 2 * RADII[0]
    assert tallest[1] < tallest[2] + 40


def test_nothing_grows_darker_and_the_rest_of_the_page_stays() -> None:
    mask = rims()
    page = press(mask, 20)
    after, _ = lifted(page)
    assert (after >= page).all()
    ring = cv2.circle(np.zeros(page.shape, np.uint8), AT, RADII[0] + 15, 1, -1)
    cv2.circle(ring, AT, RADII[-1] - 15, 0, -1)
    assert np.array_equal(after[ring == 0], page[ring == 0])


def test_letters_between_two_rims_go_with_them() -> None:
    mask = rims()
    for angle in (200, 235, 265, 300, 335):
        x, y = (round(AT[axis] + 148 * wave(np.radians(angle))) for axis, wave in enumerate((np.cos, np.sin)))
        cv2.circle(mask, (x, y), 12, 255, 4)
    bare = cv2.dilate(255 - TEXT, np.ones((9, 9), np.uint8)) == 0
    after, _ = lifted(press(mask, 20))
    assert (after[(mask > 128) & bare] < 200).mean() < 0.03


def test_a_seal_that_no_print_crosses_is_left_whole() -> None:
    page = np.where(cv2.circle(np.zeros(TEXT.shape, np.uint8), AT, RADII[0] + 30, 1, -1) > 0, 255, press(rims(), 20))
    page = np.minimum(page, 255 - rims()).astype(np.uint8)
    after, seals = lifted(page)
    assert after is page
    assert seals == 0


def boxes(page: np.ndarray) -> np.ndarray:
    page = page.copy()
    for row in range(4):
        for column in range(4):
            cv2.rectangle(page, (200 + 350 * column, 100 + 250 * row), (550 + 350 * column, 350 + 250 * row), 0, 4)
    return page


@pytest.mark.parametrize(
    "page",
    [TEXT, boxes(TEXT), drawn.sign(TEXT, AT, level=20, width=7), np.full(TEXT.shape, 255, np.uint8)],
    ids=["print", "table", "signature", "nothing"],
)
def test_a_page_without_a_seal_is_not_touched(page: np.ndarray) -> None:
    after, seals = lifted(page)
    assert seals == 0
    assert after is page


def test_half_a_circle_is_no_rim() -> None:
    page = TEXT.copy()
    cv2.ellipse(page, AT, (170, 170), 0, 0, 190, 0, 5, cv2.LINE_AA)
    assert lifted(page)[1] == 0


def test_the_record_says_where_a_seal_was() -> None:
    turned = drawn.scan(drawn.turn(press(rims(), 20), 90))
    cleaned = clean(turned, IngestSection(), lambda image: None)
    (step,) = [step for step in cleaned.steps if step.name == "lift_rims"]
    [[left, top, right, bottom]] = np.array(step.detail["boxes"]).tolist()
    assert (left + right) / 2 == pytest.approx(AT[0], abs=12)
    assert (top + bottom) / 2 == pytest.approx(AT[1], abs=12)
