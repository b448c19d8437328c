"""A crop shows the place of a notice, however the sheet lay in the scanner."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ingest.crops import MOST_PX, cut_crop
from ingest.geometry import lay_box, upright_size
from nasti.model import Box, Notice, Picture, Sheet
from tests.ingest.drawn import encode

SCAN_PX = (1240, 1754)
BLUE, RED = (30, 60, 220), (214, 40, 40)


def crop_of(pixels: np.ndarray, sheet: Sheet, box: Box | None) -> np.ndarray:
    picture = Picture(encode(pixels, "PNG"), "png", pixels.shape[1::-1], sheet.dpi)
    data = cut_crop(picture, sheet, Notice("cut_off", 3, 3, "words", box))
    assert data[:2] == b"\xff\xd8"
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


def near(crop: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return np.asarray(np.abs(crop.astype(int) - colour).max(axis=2) < 70)


@settings(max_examples=30, deadline=None)
@given(
    turn_deg=st.sampled_from([0, 90, 180, 270]),
    skew_deg=st.floats(-5, 5),
    at=st.tuples(st.floats(0.1, 0.8), st.floats(0.1, 0.8)),
    side_px=st.integers(40, 160),
)
def test_what_was_marked_on_the_scan_is_seen_inside_the_outline(
    turn_deg: int, skew_deg: float, at: tuple[float, float], side_px: int
) -> None:
    width, height = SCAN_PX
    left, top = round(at[0] * width), round(at[1] * height)
    right, bottom = min(left + side_px, width), min(top + side_px, height)
    pixels = np.full((height, width, 3), 255, np.uint8)
    pixels[top:bottom, left:right] = BLUE
    sheet = Sheet(0, upright_size(SCAN_PX, turn_deg), 150, turn_deg, skew_deg)
    crop = crop_of(pixels, sheet, lay_box((left, top, right, bottom), SCAN_PX, turn_deg, skew_deg))
    assert max(crop.shape[:2]) <= MOST_PX
    mark = cv2.boundingRect(near(crop, BLUE).astype(np.uint8))
    line = cv2.boundingRect(near(crop, RED).astype(np.uint8))
    assert near(crop, BLUE).sum() > 100 and near(crop, RED).sum() > 100
    assert line[0] - 2 <= mark[0] and line[1] - 2 <= mark[1]
    assert mark[0] + mark[2] <= line[0] + line[2] + 2 and mark[1] + mark[3] <= line[1] + line[3] + 2


def test_a_notice_without_a_place_shows_the_whole_sheet_small() -> None:
    pixels = np.full((3508, 2480, 3), 255, np.uint8)
    crop = crop_of(pixels, Sheet(0, (2480, 3508), 300), None)
    assert crop.shape[0] == MOST_PX and crop.min() > 200


def test_a_small_place_is_shown_with_what_is_around_it_and_not_enlarged() -> None:
    pixels = np.full((3508, 2480, 3), 255, np.uint8)
    height, width = crop_of(pixels, Sheet(0, (2480, 3508), 300), (1000, 1000, 1020, 1030)).shape[:2]
    assert (width, height) == (20 + 2 * 142, 30 + 2 * 142)


@pytest.mark.parametrize("box", [(0, 0, 30, 3508), (2400, 3400, 2480, 3508), (0, 0, 2480, 3508)])
def test_places_at_the_edge_are_outlined_on_the_sheet(box: Box) -> None:
    pixels = np.full((3508, 2480, 3), 255, np.uint8)
    crop = crop_of(pixels, Sheet(0, (2480, 3508), 300), box)
    assert near(crop, RED).any(axis=0).sum() > 5 and near(crop, RED).any(axis=1).sum() > 5


def test_one_bit_pictures_are_shown_too() -> None:
    image = Image.new("1", (620, 877), 1)
    out = io.BytesIO()
    image.save(out, "PNG")
    data = cut_crop(Picture(out.getvalue(), "png", (620, 877), 75), Sheet(0, (620, 877), 75), Notice("faint", 0.4))
    assert Image.open(io.BytesIO(data)).size == (620, 877)
