"""Blur is measured whatever the noise, the ink, the resolution and the way up."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean import clean
from ingest.scanned import Scanned
from nasti.model import Picture
from nasti.settings import IngestSection
from tests.ingest import drawn
from tests.ingest.quality.scenes import look, shrink

PAGE = drawn.write(drawn.HINDI_LINES)


def blur_of(page: np.ndarray, dpi: int = 300) -> float:
    found = look(page, dpi).measures["blur_mm"]
    assert found is not None
    return float(found)


def test_the_more_out_of_focus_the_wider_the_edges() -> None:
    widths = [blur_of(drawn.age(cv2.GaussianBlur(PAGE, (0, 0), sigma))) for sigma in (0.5, 1.5, 3, 5)]
    assert widths == sorted(widths) and widths[-1] > 2 * widths[0]


@pytest.mark.parametrize(("ink", "noise"), [(0.8, 0), (0.8, 8), (0.4, 4)])
@pytest.mark.parametrize("sigma", [0.6, 2.5])
def test_noise_and_pale_ink_are_no_blur(ink: float, noise: float, sigma: float) -> None:
    page = cv2.GaussianBlur(PAGE, (0, 0), sigma)
    assert blur_of(drawn.age(page, ink=ink, noise=noise)) == pytest.approx(blur_of(drawn.age(page)), rel=0.06)


BIG = drawn.write(drawn.HINDI_LINES[4:], size_px=(3307, 2600), height=67)


@settings(max_examples=6, deadline=None)
@given(dpi=st.sampled_from([200, 250, 300, 400]), blur_mm=st.floats(0.03, 0.3))
def test_the_same_page_is_as_blurred_at_any_resolution(dpi: int, blur_mm: float) -> None:
    page = cv2.GaussianBlur(BIG, (0, 0), blur_mm / 25.4 * 400)
    widths = [blur_of(drawn.age(shrink(page, one / 400)), one) for one in (dpi, 300)]
    assert widths[0] == pytest.approx(widths[1], rel=0.06)


@settings(max_examples=4, deadline=None)
@given(turn_deg=st.sampled_from([90, 180, 270]), sigma=st.floats(0.5, 3))
def test_a_turned_page_is_as_blurred(turn_deg: int, sigma: float) -> None:
    page = drawn.age(cv2.GaussianBlur(PAGE, (0, 0), sigma), noise=1)
    assert blur_of(drawn.turn(page, turn_deg)) == pytest.approx(blur_of(page), rel=0.05)


def test_a_sheet_that_slipped_is_blurred_along_its_way() -> None:
    slipped = cv2.filter2D(PAGE, -1, np.ones((13, 1), np.float32) / 13)
    assert blur_of(drawn.age(slipped)) > 1.4 * blur_of(drawn.age(PAGE))


def test_black_and_white_alone_cannot_be_measured() -> None:
    scanned = drawn.scan(np.where(PAGE < 128, 0, 255).astype(np.uint8))
    picture = Picture(scanned.picture.data, "png", scanned.picture.size_px, 300)
    assert clean(Scanned(picture, scanned.pixels), IngestSection(), lambda _: None).measures["blur_mm"] is None


def test_a_page_without_text_cannot_be_measured() -> None:
    assert look(drawn.age(np.full_like(PAGE, 255))).measures["blur_mm"] is None
