from __future__ import annotations

import random
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

import pikepdf
import pypdfium2
import pytest
from pikepdf.pdfa import validate_written
from PIL import Image, ImageCms

from nasti.model import Picture, Sheet
from ocr.pdf import PdfInfo, PdfPage, bind
from tests.ingest.odd.papers import unpack

SIZE = (64, 48)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def noise(mode: str) -> Image.Image:
    pixels = random.Random(1).randbytes(SIZE[0] * SIZE[1] * 4)
    return (
        Image.frombytes("RGBA", SIZE, pixels).convert(mode) if mode != "1" else Image.frombytes("1", SIZE, pixels[:384])
    )


def colours() -> Image.Image:
    """Smooth colour, which JPEG keeps nearly as it is."""
    ramps = [Image.linear_gradient("L").rotate(turn).resize(SIZE) for turn in (0, 90, 180)]
    return Image.merge("RGB", ramps)


def encode(image: Image.Image, form: str, **options: object) -> bytes:
    data = BytesIO()
    image.save(data, form.upper(), **options)
    return data.getvalue()


@dataclass(frozen=True)
class Kept:
    """An image as it lies in the file."""

    raw: bytes
    coding: str
    space: str
    depth: int
    inverted: bool


def embed(tmp_path: Path, info: PdfInfo, data: bytes, form: Literal["jpeg", "png"]) -> tuple[Kept, Image.Image]:
    """Bind one picture at one point a pixel; give the image as it lies in the file, and the page as it is seen."""
    picture = Picture(data, form, SIZE, 72)
    out = tmp_path / "bound.pdf"
    bind([PdfPage(lambda: picture, Sheet(0, SIZE, 72), "N-1")], [], info, out)
    report = validate_written(out, "2b")
    assert report.passed, report.findings
    with pypdfium2.PdfDocument(out) as document:
        seen = document[0].render(scale=1).to_pil().convert("RGB")
    with pikepdf.open(out) as pdf:
        image = pdf.pages[0].Resources.XObject.P
        space = image.ColorSpace if isinstance(image.ColorSpace, pikepdf.Name) else image.ColorSpace[0]
        kept = Kept(
            raw=image.read_raw_bytes(),
            coding=str(image.Filter),
            space=str(space),
            depth=int(image.BitsPerComponent),
            inverted=[int(value) for value in image.get("/Decode", [])] == [1, 0] * 4,
        )
    return kept, seen


def difference(seen: Image.Image, wanted: Image.Image) -> int:
    """The largest difference of any channel of any pixel."""
    pairs = zip(seen.tobytes(), wanted.convert("RGB").tobytes(), strict=True)
    return max(abs(a - b) for a, b in pairs)


JPEGS = {
    "gray": encode(colours().convert("L"), "jpeg", quality=95),
    "colour": encode(colours(), "jpeg", quality=95, subsampling=0),
    "progressive": encode(colours(), "jpeg", quality=95, progressive=True, subsampling=0),
    "with a profile": encode(colours(), "jpeg", quality=95, icc_profile=PROFILE, subsampling=0),
    "with a profile for other colours": encode(colours().convert("L"), "jpeg", quality=95, icc_profile=PROFILE),
    "RGB without transform": encode(colours(), "jpeg", quality=95, keep_rgb=True),
}


@pytest.mark.parametrize("name", JPEGS)
def test_a_jpeg_goes_in_byte_for_byte(tmp_path, info, name):
    image, seen = embed(tmp_path, info, JPEGS[name], "jpeg")
    assert image.raw == JPEGS[name]
    assert difference(seen, Image.open(BytesIO(JPEGS[name]))) <= 3


def test_a_profile_stays_with_its_picture(tmp_path, info):
    image, _ = embed(tmp_path, info, JPEGS["with a profile"], "jpeg")
    assert image.space == "/ICCBased"


def test_a_profile_is_kept_once(tmp_path, info):
    picture = Picture(JPEGS["with a profile"], "jpeg", SIZE, 72)
    out = tmp_path / "bound.pdf"
    bind([PdfPage(lambda: picture, Sheet(0, SIZE, 72), f"N-{n}") for n in (1, 2)], [], info, out)
    with pikepdf.open(out) as pdf:
        first, second = (page.Resources.XObject.P.ColorSpace[1].objgen for page in pdf.pages)
    assert first == second


def test_cmyk_without_a_profile_is_shown_as_rgb(tmp_path, info):
    cmyk = encode(colours().convert("CMYK"), "jpeg", quality=95)
    image, seen = embed(tmp_path, info, cmyk, "jpeg")
    assert image.space == "/DeviceRGB"
    assert difference(seen, Image.open(BytesIO(cmyk)).convert("RGB")) <= 6


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P"])
def test_a_png_comes_back_pixel_for_pixel(tmp_path, info, mode):
    wanted = noise(mode) if mode != "P" else noise("RGB").quantize(64)
    _, seen = embed(tmp_path, info, encode(wanted, "png"), "png")
    assert difference(seen, wanted) == 0


def test_black_and_white_is_coded_as_group_4_unless_that_is_larger(tmp_path, info):
    page = Image.new("1", SIZE, 1)
    page.paste(0, (10, 10, 30, 12))
    for wanted, coding in ((page, "/CCITTFaxDecode"), (noise("1"), "/FlateDecode")):
        image, seen = embed(tmp_path, info, encode(wanted, "png"), "png")
        assert (image.coding, difference(seen, wanted)) == (coding, 0)


def test_what_is_transparent_shows_white_paper(tmp_path, info):
    clear = Image.new("RGBA", SIZE, (200, 0, 0, 0))
    clear.paste((0, 0, 255, 255), (0, 0, 20, 20))
    _, seen = embed(tmp_path, info, encode(clear, "png"), "png")
    assert (seen.getpixel((5, 5)), seen.getpixel((40, 40))) == ((0, 0, 255), (255, 255, 255))


def test_sixteen_bits_a_pixel_are_kept(tmp_path, info):
    deep = Image.linear_gradient("L").resize(SIZE).convert("I;16").point(lambda value: value * 257)
    image, seen = embed(tmp_path, info, encode(deep, "png"), "png")
    assert image.depth == 16
    assert difference(seen, Image.linear_gradient("L").resize(SIZE)) <= 1


def inks(folder: Path) -> bytes:
    with Image.open(unpack("icc-cmyk.jpg", folder)) as image:
        return image.info["icc_profile"]


def test_cmyk_with_its_profile_goes_in_byte_for_byte(tmp_path, info):
    cmyk = encode(colours().convert("CMYK"), "jpeg", quality=95, icc_profile=inks(tmp_path))
    image, _ = embed(tmp_path, info, cmyk, "jpeg")
    assert image.raw == cmyk
    assert (image.space, image.inverted) == ("/ICCBased", True)


def test_a_profile_that_breaks_off_is_left_out(tmp_path, info):
    for profile, mode, space in ((inks(tmp_path), "CMYK", "/DeviceRGB"), (PROFILE, "RGB", "/DeviceRGB")):
        data = encode(colours().convert(mode), "jpeg", quality=95, icc_profile=profile[:200])
        image, _ = embed(tmp_path, info, data, "jpeg")
        assert image.space == space
