"""Separator sheets are told, however worn, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

import ingest.separators
from ingest.scanned import Scanned, keep
from ingest.separators import find_separator
from measure.worn_slips import BEYOND, SLIPS, WEARS, print_slip, wear_slip
from nasti.drawing import copying
from nasti.drawing.canvas import A4_PX, DPI, Canvas
from nasti.model import Picture
from nasti.samples import PLANS, draw_samples
from nasti.slips import PATCH, Slip, write_bars

PROMISED = [name for name in WEARS if name not in BEYOND]
PATCHES = {"1": "1100", "2": "1001", "3": "1010", "4": "0110", "6": "0011", "T": "0101"}
WIDE_MM, NARROW_MM = 5.08, 2.03


def as_scanned(pixels: np.ndarray, dpi: int) -> Scanned:
    return Scanned(Picture(b"", "jpeg", pixels.shape[1::-1], dpi), np.ascontiguousarray(pixels))


def look(page: np.ndarray, seed: int = 1) -> ingest.separators.Separator | None:
    """At a page drawn at 300 dots per inch, scanned at 150."""
    return find_separator(as_scanned(copying.scan(page, np.random.default_rng(seed)), 150))


def empty() -> np.ndarray:
    return np.full(A4_PX[::-1], 255, np.uint8)


def px(length_mm: float) -> int:
    return round(length_mm / 25.4 * DPI)


def draw_patch(order: str, *, length_mm: float = 60, at_mm: tuple[float, float] = (40, 12)) -> np.ndarray:
    page, (left, top) = empty(), at_mm
    for wide in order:
        height = WIDE_MM if wide == "1" else NARROW_MM
        page[px(top) : px(top + height), px(left) : px(left + length_mm)] = 0
        top += height + NARROW_MM
    return page


def draw_code(text: str | bytes, form: zxingcpp.BarcodeFormat, scale: int = 8) -> np.ndarray:
    page = empty()
    code = np.asarray(zxingcpp.create_barcode(text, form).to_image(scale=scale))
    page[600 : 600 + code.shape[0], 300 : 300 + code.shape[1]] = code
    return page


@pytest.mark.parametrize("wear", PROMISED)
def test_a_worn_slip_is_told(wear: str) -> None:
    number = PROMISED.index(wear) % len(SLIPS)
    image, dpi = wear_slip(wear, number, seed=5)
    found = find_separator(as_scanned(image, dpi))
    assert found is not None
    slip = SLIPS[number]
    assert (found.slip.kind, found.slip.serial) == (slip.kind, slip.serial)
    assert found.by == "bars" or found.slip == slip


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
@pytest.mark.parametrize("askew_deg", [-6.0, 2.5])
def test_a_slip_tells_how_it_lies(turn_deg: int, askew_deg: float) -> None:
    found = look(copying.turn(print_slip(0), turn_deg + askew_deg))
    assert found is not None and found.turn_deg == turn_deg
    assert found.skew_deg == pytest.approx(askew_deg, abs=0.3)


def test_bars_alone_tell_how_they_lie() -> None:
    image, dpi = WEARS["QR codes pasted over"](print_slip(0), np.random.default_rng(1))
    found = find_separator(as_scanned(np.rot90(image, 2), dpi))
    assert found is not None and (found.by, found.turn_deg) == ("bars", 180)


def test_a_slip_in_colour_and_as_a_real_file() -> None:
    image, dpi = wear_slip("as printed, 300 dpi", 2, 1)
    colour = Image.merge("RGB", [Image.fromarray(image)] * 3)
    tinted = Image.fromarray(np.minimum(np.asarray(colour), np.array([255, 240, 200], np.uint8)))
    found = find_separator(keep(tinted, (dpi, dpi), 80))
    assert found is not None and found.slip == SLIPS[2]


@pytest.mark.parametrize("order", PATCHES.values(), ids=PATCHES)
@pytest.mark.parametrize("turn_deg", [-12, 92])
def test_patch_codes_are_told_in_every_position(order: str, turn_deg: int) -> None:
    found = look(copying.turn(draw_patch(order), turn_deg))
    assert found is not None and (found.slip, found.by) == (PATCH, "patch")


@pytest.mark.parametrize("toner", [-1.0, 1.0])
@pytest.mark.parametrize("order", PATCHES.values(), ids=PATCHES)
def test_patch_codes_outlive_two_copies_and_short_bars(order: str, toner: float) -> None:
    random = np.random.default_rng(3)
    page = draw_patch(order, length_mm=20)
    for _ in range(2):
        page = copying.photocopy(page, random, toner=toner, dirt=3)
    assert look(page) is not None


@pytest.mark.parametrize(
    "form", [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39]
)
def test_the_separators_that_scanning_programs_print_are_told(form: zxingcpp.BarcodeFormat) -> None:
    found = look(draw_code("PATCHT", form))
    assert found is not None and (found.slip, found.by) == (PATCH, "text")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('<?xml version="1.0"?><PrintLetterBarcodeData uid="x" name="y"/>' * 4, zxingcpp.BarcodeFormat.QRCode),
        ("upi://pay?pa=office@bank&am=120.00", zxingcpp.BarcodeFormat.QRCode),
        ("NASTI1:{broken", zxingcpp.BarcodeFormat.QRCode),
        ("PATCHTX", zxingcpp.BarcodeFormat.QRCode),
        ("ED123456789IN", zxingcpp.BarcodeFormat.Code128),
        ("N1-S-7QK2M9X-A", zxingcpp.BarcodeFormat.Code39),
        ("N1-S--A", zxingcpp.BarcodeFormat.Code39),
        ("8901234567890", zxingcpp.BarcodeFormat.EAN13),
        ("COURIER LABEL 0042 NAGPUR", zxingcpp.BarcodeFormat.PDF417),
        ("0123456789", zxingcpp.BarcodeFormat.DataMatrix),
    ],
)
def test_codes_of_others_are_no_separators(text: str, form: zxingcpp.BarcodeFormat) -> None:
    assert look(draw_code(text, form)) is None


@pytest.mark.parametrize("scale", [12, 24])
def test_large_bars_are_no_patch_code(scale: int) -> None:
    assert look(draw_code("AB1", zxingcpp.BarcodeFormat.Code39, scale)) is None


@pytest.mark.parametrize(
    "bars_mm",
    [
        pytest.param([(5, 2), (5, 2), (5, 2), (5, 2)], id="even stripes"),
        pytest.param([(2, 2), (2, 2), (2, 2), (2, 2)], id="narrow stripes"),
        pytest.param([(5, 2), (2, 2), (2, 2), (2, 2)], id="one wide"),
        pytest.param([(0.5, 6), (0.5, 6), (0.5, 6), (0.5, 6)], id="ruled lines"),
        pytest.param([(5, 6), (2, 6), (2, 6), (5, 6)], id="wide gaps"),
        pytest.param([(5, 2), (2, 2), (2, 2), (5, 2), (2, 2)], id="a fifth bar"),
    ],
)
def test_other_stripes_are_no_patch_code(bars_mm: list[tuple[float, float]]) -> None:
    page, top = empty(), 30.0
    for height, gap in bars_mm:
        page[px(top) : px(top + height), px(30) : px(150)] = 0
        top += height + gap
    assert look(page) is None


def test_bars_that_end_at_different_places_are_no_patch_code() -> None:
    page, top = empty(), 30.0
    for number, wide in enumerate("1001"):
        height = WIDE_MM if wide == "1" else NARROW_MM
        page[px(top) : px(top + height), px(30 + 10 * number) : px(52 + 10 * number)] = 0
        top += height + NARROW_MM
    assert look(page) is None


def test_ordinary_sheets_are_none_and_are_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    read = ingest.separators._read_codes

    def count(image: np.ndarray, attempt: str) -> ingest.separators.Separator | None:
        looks.append(attempt)
        return read(image, attempt)

    monkeypatch.setattr(ingest.separators, "_read_codes", count)
    samples = draw_samples(tmp_path)
    (folder,) = (sample.path for sample in samples if sample.form == "folder")
    pages = [np.asarray(Image.open(path)) for path in sorted(folder.iterdir())]
    assert len(samples) == len(PLANS) and len(pages) > 3
    assert [find_separator(as_scanned(page, DPI)) for page in pages] == [None] * len(pages)
    assert looks == [""] * len(pages)


def test_a_ruled_table_with_bold_words_is_none() -> None:
    canvas = Canvas(size_pt=14)
    for row in range(18):
        cells = [f"{row}", "सीमांकन प्रकरण", "भूमि आवंटन IIII llll", "1234567890"]
        canvas.row(cells, (250, 420, 1100, 1800, 2230), bold=True)
    assert look(canvas.pixels) is None


@pytest.mark.parametrize("seed", range(6))
def test_texture_is_none(seed: int) -> None:
    random = np.random.default_rng(seed)
    clouds = cv2.GaussianBlur(random.normal(0, 1, A4_PX[::-1]).astype(np.float32), (0, 0), 4 + 6 * seed)
    assert look(np.where(clouds > np.quantile(clouds, 0.3 + 0.08 * seed), 255, 0).astype(np.uint8)) is None


@settings(max_examples=60, deadline=None)
@given(arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60))), st.sampled_from([50, 100, 204, 600]))
def test_images_of_any_size_are_looked_at(pixels: np.ndarray, dpi: int) -> None:
    assert find_separator(as_scanned(pixels, dpi)) is None


def test_the_bars_of_every_slip_are_those_that_are_looked_for() -> None:
    assert {write_bars(slip)[:5] for slip in SLIPS} <= {f"N1-{letter}-" for letter in "SPCLEB"}
    assert Slip("nasti") != PATCH
