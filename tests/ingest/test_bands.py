"""Giant images come band by band, and are the same as if they had been opened whole."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image

from ingest import pdf_image, scanned, tiff
from ingest.flate_rows import Packed, read_rows
from ingest.jpeg_bands import MOST_BLOCKS, BandedJpeg, band_rows
from ingest.originals import open_sheet
from ingest.scanlines import read_scanlines
from nasti.settings import LimitsSection
from tests.ingest import drawn

SIZE = (203, 331)
PICTURE = drawn.uneven_colours(SIZE)
NOISE = np.random.default_rng(5).integers(0, 256, (*SIZE[::-1], 3), np.uint8)
PREDICTOR, STRIP_OFFSETS = 317, 273


@pytest.fixture
def low_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned, "LARGE_PX", 10_000)


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_bands_joined_show_what_the_whole_would(mode: str) -> None:
    image = Image.fromarray(NOISE).convert(mode)
    joined = BandedJpeg(SIZE, 83, 240, b"a profile")
    for top in range(0, SIZE[1], 16):
        joined.add(np.asarray(image)[top : top + 16])
    whole = drawn.encode(image, "JPEG", quality=83, subsampling=0)
    with Image.open(io.BytesIO(joined.finish())) as got, Image.open(io.BytesIO(whole)) as expected:
        assert (got.size, got.mode, got.info["dpi"], got.info["icc_profile"]) == (SIZE, mode, (240, 240), b"a profile")
        assert np.array_equal(np.asarray(got), np.asarray(expected))


@pytest.mark.parametrize("width", [1, 9, 14_142, 20_000, 65_500])
@pytest.mark.parametrize("multiple", [2, 8, 16])
def test_a_band_has_no_more_blocks_than_a_jpeg_counts(width: int, multiple: int) -> None:
    rows = band_rows(width, multiple)
    assert rows % 8 == rows % multiple == 0
    assert rows // 8 * -(-width // 8) <= MOST_BLOCKS


@pytest.mark.parametrize("coding", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("strip", [1 << 30, 4096], ids=["one strip", "strips"])
def test_scanlines_are_the_rows_of_a_tiff(tmp_path: Path, coding: str, mode: str, strip: int) -> None:
    path, image = tmp_path / "page.tif", Image.fromarray(NOISE).convert(mode)
    more = {PREDICTOR: 2} if coding in ("tiff_lzw", "tiff_adobe_deflate") else {}
    image.save(path, compression=coding, tiffinfo=more, strip_size=strip)
    with Image.open(path) as opened:
        assert (len(opened.tag_v2[STRIP_OFFSETS]) == 1) == (strip > 4096 or coding == "raw")  # type: ignore[attr-defined]
    (directory,) = struct.unpack("<I", path.read_bytes()[4:8])
    bands = list(read_scanlines(path, directory, SIZE, len(mode), 50))
    assert [len(band) for band in bands] == [50] * 6 + [31]
    assert np.array_equal(np.concatenate(bands), np.asarray(image))


def test_a_row_that_is_missing_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "page.tif"
    Image.fromarray(NOISE).save(path, compression="tiff_lzw", strip_size=1 << 30)
    whole = path.read_bytes()
    (directory,) = struct.unpack("<I", whole[4:8])
    path.write_bytes(whole[:2000] + b"\xff" * 4000 + whole[6000:])
    with pytest.raises(OSError, match=r"row [0-9]+ is damaged"):
        list(read_scanlines(path, directory, SIZE, 3, 50))


@pytest.mark.usefixtures("low_limit")
def test_a_large_tiff_is_never_decoded_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PICTURE.save(tmp_path / "map.tif", compression="tiff_lzw", dpi=(300, 300), strip_size=1 << 30)
    monkeypatch.setattr(tiff, "keep", None)
    sheet = open_sheet((tmp_path / "map.tif",), "tiff", 0, LimitsSection(), 95)
    assert (sheet.picture.size_px, sheet.picture.dpi, sheet.reduced) == (SIZE, 300, 4)
    expected = np.asarray(PICTURE.reduce(4))
    assert np.array_equal(sheet.pixels, expected)
    with Image.open(io.BytesIO(sheet.picture.data)) as kept:
        assert np.abs(np.asarray(kept, float) - np.asarray(PICTURE, float)).mean() < 2


def pack(image: Image.Image, predictor: int) -> bytes:
    """An image's rows as PDF packs them; as PNG filters them, each row in the way that Pillow finds best."""
    samples = np.asarray(image).reshape(image.height, image.width, -1)
    if predictor == 1:
        return zlib.compress(samples.tobytes())
    if predictor == 2:
        return zlib.compress(np.diff(samples, axis=1, prepend=np.uint8(0)).tobytes())
    data, at, lines = drawn.encode(image, "PNG"), 8, b""
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        lines += data[at + 8 : at + 8 + length] if data[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    return lines


@pytest.mark.parametrize("predictor", [1, 2, 15])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_packed_rows_are_unpacked_band_by_band(mode: str, predictor: int) -> None:
    for picture in (Image.fromarray(NOISE), PICTURE):
        image = picture.convert(mode)
        bands = list(read_rows(Packed(pack(image, predictor), SIZE, len(mode), predictor), 40))
        assert [len(band) for band in bands] == [40] * 8 + [11]
        assert np.array_equal(np.concatenate(bands), np.asarray(image))


@pytest.mark.parametrize("spoil", [lambda data: data[:-900], lambda data: data[:500] + b"\0" * 500 + data[1000:]])
def test_packed_rows_that_break_off_are_damage(spoil: object) -> None:
    data = spoil(pack(Image.fromarray(NOISE), 15))  # type: ignore[operator]
    with pytest.raises(OSError):
        list(read_rows(Packed(data, SIZE, 3, 15), 40))


@pytest.mark.parametrize("rotate", [0, 90, 180])
@pytest.mark.parametrize("predictor", [1, 2, 15])
@pytest.mark.usefixtures("low_limit")
def test_a_large_packed_page_is_never_decoded_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rotate: int, predictor: int
) -> None:
    told = Dictionary(Predictor=predictor, Colors=3, Columns=SIZE[0])
    with pikepdf.new() as pdf:
        image = drawn.image_stream(
            pdf, pack(PICTURE, predictor), SIZE, ColorSpace=Name.DeviceRGB, Filter=Name.FlateDecode, DecodeParms=told
        )
        size_pt = SIZE[0] * 72 / 300, SIZE[1] * 72 / 300
        content = f"q {size_pt[0]} 0 0 {size_pt[1]} 0 0 cm /I Do Q".encode()
        drawn.add_page(pdf, content, size_pt, {"I": image}, Rotate=rotate)
        pdf.save(tmp_path / "map.pdf", compress_streams=False)
    monkeypatch.setattr(pdf_image, "keep", None)
    sheet = open_sheet((tmp_path / "map.pdf",), "pdf", 0, LimitsSection(), 95)
    shown = np.rot90(np.asarray(PICTURE), -rotate // 90)
    assert (sheet.picture.size_px, sheet.picture.dpi) == (shown.shape[1::-1], 300)
    assert np.array_equal(sheet.pixels, np.asarray(Image.fromarray(shown).reduce(4)))
    with Image.open(io.BytesIO(sheet.picture.data)) as kept:
        assert np.abs(np.asarray(kept, float) - shown).mean() < 2
