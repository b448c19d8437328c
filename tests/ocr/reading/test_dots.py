"""Needle prints are told by the grid of their dots, and their dots are joined."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from nasti.drawing.canvas import Canvas
from ocr.dots import join_dots
from ocr.engine import Image

LINES = ["कार्यालय कलेक्टर, जिला बिलासपुर", "दिनांक ०४/०५/२००३ को प्रेषित", "The file is put up for orders"] * 8


def write(face: str = "lohit") -> Image:
    canvas = Canvas(face, 12)
    for line in LINES:
        canvas.write(line)
    return canvas.pixels


def needle_print(pixels: Image, pitch_px: float) -> Image:
    """A page set in round dots on a grid."""
    height, width = pixels.shape
    rows, columns = round(height / pitch_px), round(width / pitch_px)
    y, x = np.nonzero(cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA) < 150)
    printed = np.full_like(pixels, 255)
    for down, across in zip(y, x, strict=True):
        place = round((across + 0.5) * pitch_px * 16), round((down + 0.5) * pitch_px * 16)
        cv2.circle(printed, place, round(0.42 * pitch_px * 16), 20, -1, cv2.LINE_AA, shift=4)
    return printed


@pytest.mark.parametrize("pitch_px", [2.5, 3.3, 4.17])
def test_dots_are_joined(pitch_px: float) -> None:
    printed = needle_print(write(), pitch_px)
    joined = join_dots(printed, 300)
    assert joined is not None and joined.shape == printed.shape
    inked = cv2.erode(write(), np.ones((3, 3), np.uint8)) < 128
    assert np.std(joined[inked]) < np.std(printed[inked])


@pytest.mark.parametrize("face", ["lohit", "typewriter"])
@pytest.mark.parametrize("blur_px", [0.0, 1.5])
def test_other_print_is_left_alone(face: str, blur_px: float) -> None:
    pixels = write(face) if not blur_px else np.asarray(cv2.GaussianBlur(write(face), (0, 0), blur_px))
    assert join_dots(pixels, 300) is None


def test_scans_too_coarse_for_dots_and_scraps_are_left_alone() -> None:
    printed = needle_print(write(), 2.5)
    assert join_dots(printed, 200) is None
    assert join_dots(printed[:40, :40], 300) is None
