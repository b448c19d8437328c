from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from nasti.drawing.canvas import Canvas, open_face
from nasti.errors import InvalidOutput
from nasti.model import Picture
from ocr.pdf_light import lighten
from ocr.pdf_picture import weigh_picture

PAPER = (235, 228, 210)
PENCIL = 8
"""Levels by which the pencil is darker than the paper."""


def encode(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    data = BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def decode(picture: Picture) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(picture.data)).convert("RGB"), dtype=np.float32)


@pytest.fixture(scope="module")
def pencil() -> np.ndarray:
    """Where a pencil went, 0 to 1, on a page of `page`."""
    drawn = Image.new("L", (1200, 900), 0)
    pen = ImageDraw.Draw(drawn)
    pen.text((200, 600), "जाँच कर प्रस्तुत करें 23/5", font=open_face("sahadeva", 16), fill=255)
    pen.line((200, 800, 1000, 780), fill=255, width=3)
    return np.asarray(drawn, dtype=np.float32) / 255


@pytest.fixture(scope="module")
def page(pencil: np.ndarray) -> Picture:
    """A corner of a scan at 300 dpi: print, pencil, a blue seal, paper with grain."""
    canvas = Canvas("lohit", 13, margin_px=120)
    for _ in range(4):
        canvas.write("क्रमांक 176/4 पढ़ें, ज़िला रायगढ़")
    print_ = (255 - canvas.pixels[:900, :1200].astype(np.float32)) / 255
    shown = np.full((900, 1200, 3), PAPER, np.float32) - 190 * print_[..., None] - PENCIL * pencil[..., None]
    shown += np.random.default_rng(7).normal(0, 3, (900, 1200, 1))
    image = Image.fromarray(np.clip(shown, 0, 255).astype(np.uint8))
    ImageDraw.Draw(image).ellipse((900, 300, 1100, 500), outline=(60, 70, 160), width=6)
    return Picture(encode(image, quality=88, subsampling=0), "jpeg", (1200, 900), 300)


def test_a_scan_becomes_a_third_and_shows_the_same(page: Picture, pencil: np.ndarray) -> None:
    light = lighten(page, 200)
    assert (light.form, light.size_px, light.dpi) == ("jpeg", (800, 600), 200)
    assert len(light.data) < len(page.data) / 3
    reduced = np.asarray(Image.open(BytesIO(page.data)).resize((800, 600), Image.Resampling.LANCZOS), np.float32)
    got = decode(light)
    ink = reduced.mean(axis=2) < 120
    assert np.abs(got - reduced).mean(axis=2)[ink].mean() < 8
    strokes = cv2.resize(pencil, (800, 600), interpolation=cv2.INTER_AREA)
    on, beside = strokes > 0.7, (cv2.dilate(strokes, np.ones((25, 25))) > 0) & (strokes < 0.01)
    assert got[beside].mean() - got[on].mean() > 0.8 * PENCIL
    seal = got[195:335, 595:740]
    assert (seal[..., 2] - seal[..., 0]).max() > 80


def test_a_gray_scan_stays_gray_and_a_coarse_one_keeps_its_resolution(page: Picture) -> None:
    gray = Image.open(BytesIO(page.data)).convert("L").resize((480, 360))
    light = lighten(Picture(encode(gray, quality=98), "jpeg", gray.size, 120), 200)
    assert (light.size_px, light.dpi) == (gray.size, 120)
    assert Image.open(BytesIO(light.data)).mode == "L"


def test_what_cannot_be_lighter_stays_as_it_is(page: Picture) -> None:
    bilevel = Image.open(BytesIO(page.data)).convert("1", dither=Image.Dither.NONE)
    black = Picture(encode(bilevel, "PNG"), "png", bilevel.size, 300)
    assert lighten(black, 200) is black
    lean = Picture(encode(Image.new("L", (64, 64), 230), quality=30, optimize=True), "jpeg", (64, 64), 200)
    assert lighten(lean, 200) is lean


def test_a_picture_weighs_what_it_takes_in_a_document(page: Picture) -> None:
    assert weigh_picture(page) == len(page.data)
    bilevel = Image.open(BytesIO(page.data)).convert("1", dither=Image.Dither.NONE)
    data = encode(bilevel, "PNG")
    assert weigh_picture(Picture(data, "png", bilevel.size, 300)) < len(data)


def test_a_broken_picture_is_refused() -> None:
    with pytest.raises(InvalidOutput, match="cannot be read"):
        lighten(Picture(b"no image", "jpeg", (10, 10), 300), 200)
