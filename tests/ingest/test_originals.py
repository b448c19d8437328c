"""Every format that scanners write is opened as a viewer shows it; what cannot be used is refused with a reason."""

import io
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageOps

from ingest.originals import count_sheets, open_sheet
from nasti.errors import InputRejected
from nasti.model import Form
from nasti.settings import LimitsSection
from tests.ingest import drawn

LIMITS = LimitsSection()
PICTURE = drawn.uneven_colours()
BILEVEL = PICTURE.convert("L").point(lambda level: 255 * (level > 120), "1")


def put(folder: Path, name: str, data: bytes) -> tuple[Path, ...]:
    (folder / name).write_bytes(data)
    return (folder / name,)


def tiff(*images: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    images[0].save(out, "TIFF", save_all=len(images) > 1, append_images=images[1:], **options)
    return out.getvalue()


def furthest(pixels: np.ndarray, other: Image.Image) -> float:
    """Mean distance of two images of the same size."""
    expected = np.asarray(other.convert("RGB"), dtype=float)
    got = np.asarray(Image.fromarray(pixels).convert("RGB"), dtype=float)
    assert got.shape == expected.shape
    return float(np.abs(got - expected).mean())


@pytest.mark.parametrize(
    ("image", "compression"),
    [
        (BILEVEL, "group4"), (BILEVEL, "group3"), (BILEVEL, "packbits"), (BILEVEL, "raw"), (BILEVEL, "tiff_lzw"),
        (PICTURE.convert("L"), "tiff_lzw"), (PICTURE.convert("L"), "jpeg"), (PICTURE, "jpeg"), (PICTURE, "raw"),
        (PICTURE, "tiff_adobe_deflate"), (PICTURE.quantize(64), "tiff_lzw"), (PICTURE.convert("CMYK"), "tiff_lzw"),
        (PICTURE.convert("RGBA"), "tiff_lzw"),
    ],
)  # fmt: skip
def test_tiff_of_every_usual_kind(tmp_path: Path, image: Image.Image, compression: str) -> None:
    files = put(tmp_path, "scan.tif", tiff(image, image, compression=compression, dpi=(30.0, 30.0)))
    assert count_sheets(files, "tiff", LIMITS) == 2
    sheet = open_sheet(files, "tiff", 1, LIMITS, 95)
    assert furthest(sheet.pixels, image.convert("RGB")) < 3
    assert sheet.picture.form == ("png" if image.mode == "1" else "jpeg")
    kept = Image.open(io.BytesIO(sheet.picture.data))
    assert kept.size == sheet.picture.size_px == sheet.pixels.shape[1::-1]
    assert furthest(np.asarray(kept.convert("RGB")), image.convert("RGB")) < 4


def test_sixteen_bits_keep_their_upper_half(tmp_path: Path) -> None:
    levels = (np.arange(256 * 40, dtype=np.uint32) * 6 % 65536).astype(np.uint16).reshape(40, 256)
    for name, form, data in (
        ("scan.tif", "tiff", tiff(Image.fromarray(levels))),
        ("scan.png", "png", drawn.encode(Image.fromarray(levels), "PNG")),
    ):
        pixels = open_sheet(put(tmp_path, name, data), form, 0, LIMITS, 88).pixels
        np.testing.assert_array_equal(pixels, (levels >> 8).astype(np.uint8))


def test_the_only_strip_of_a_tiff_jpeg_is_kept_as_it_came(tmp_path: Path) -> None:
    data = tiff(PICTURE, compression="jpeg", quality=90, tiffinfo={278: PICTURE.height})
    sheet = open_sheet(put(tmp_path, "scan.tif", data), "tiff", 0, LIMITS, 10)
    with Image.open(io.BytesIO(data)) as shown:
        assert furthest(sheet.pixels, shown) < 1
    scan_data = sheet.picture.data[sheet.picture.data.index(b"\xff\xda") :]
    assert scan_data in data


def test_pages_of_a_tiff_keep_their_own_sizes_and_thumbnails_are_no_pages(tmp_path: Path) -> None:
    pages = [PICTURE, PICTURE.resize((340, 240)), PICTURE.resize((120, 170))]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    whole = bytearray(out.getvalue())
    files = put(tmp_path, "mixed.tif", bytes(whole))
    assert [open_sheet(files, "tiff", n, LIMITS, 88).picture.size_px for n in range(3)] == [p.size for p in pages]
    thumbnail = PICTURE.resize((24, 34))
    thumbnail.encoderinfo = {"tiffinfo": {254: 1}}
    marked = put(tmp_path, "marked.tif", tiff(PICTURE, thumbnail, PICTURE))
    assert count_sheets(marked, "tiff", LIMITS) == 2
    assert open_sheet(marked, "tiff", 1, LIMITS, 88).picture.size_px == PICTURE.size


def test_pages_that_all_call_themselves_reduced_are_pages(tmp_path: Path) -> None:
    files = put(tmp_path, "odd.tif", tiff(PICTURE, PICTURE, tiffinfo={254: 1}))
    assert count_sheets(files, "tiff", LIMITS) == 2


def test_a_tiff_of_five_thousand_pages_is_counted_and_opened_at_once(tmp_path: Path) -> None:
    head, frame = struct.Struct("<2sHI"), struct.Struct("<H" + "HHII" * 8 + "I")
    entries = [(256, 3, 8), (257, 3, 8), (258, 3, 1), (259, 3, 1), (262, 3, 1), (273, 4, 0), (278, 3, 8), (279, 4, 8)]
    parts, at = [head.pack(b"II", 42, 8)], 8
    for number in range(5000):
        data_at = at + frame.size
        fields = [item for tag, kind, value in entries for item in (tag, kind, 1, data_at if tag == 273 else value)]
        following = 0 if number == 4999 else data_at + 8
        parts += [frame.pack(8, *fields, following), struct.pack("<Q", number)]
        at = data_at + 8
    files = put(tmp_path, "long.tif", b"".join(parts))
    started = time.thread_time()
    assert count_sheets(files, "tiff", LIMITS) == 5000
    last = open_sheet(files, "tiff", 4999, LIMITS, 88).pixels
    assert time.thread_time() - started < 3
    assert np.packbits(last > 0).tobytes() == struct.pack("<Q", 4999)


def test_a_fax_gets_square_pixels(tmp_path: Path) -> None:
    page = Image.new("1", (1728, 1100), 1)
    page.paste(0, (200, 100, 304, 150))
    files = put(tmp_path, "fax.tif", tiff(page, compression="group3", dpi=(204.0, 98.0)))
    sheet = open_sheet(files, "tiff", 0, LIMITS, 88)
    assert sheet.picture.dpi == 204
    assert sheet.picture.size_px == (1728, round(1100 * 204 / 98))
    rows, columns = np.nonzero(sheet.pixels < 128)
    assert (np.ptp(columns) + 1) / (np.ptp(rows) + 1) == pytest.approx(1.0, abs=0.03)


@pytest.mark.parametrize("stated", [(), (1, 1), (72, 72), (96, 96), (9600, 9600)])
def test_an_unbelievable_resolution_is_guessed_from_a4(tmp_path: Path, stated: tuple[int, ...]) -> None:
    options = {"dpi": stated} if stated else {}
    data = drawn.encode(Image.new("L", drawn.A4, 255), "JPEG", **options)
    sheet = open_sheet(put(tmp_path, "scan.jpg", data), "jpeg", 0, LIMITS, 88)
    assert (sheet.picture.dpi, sheet.flags) == (300, ("dpi_guessed",))


def test_a_coarse_scan_says_so(tmp_path: Path) -> None:
    data = drawn.encode(Image.new("L", (827, 1169), 255), "JPEG", dpi=(100, 100))
    sheet = open_sheet(put(tmp_path, "scan.jpg", data), "jpeg", 0, LIMITS, 88)
    assert (sheet.picture.dpi, sheet.flags) == (100, ("low_resolution",))


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 2}])
def test_a_jpeg_stays_byte_for_byte(tmp_path: Path, options: dict[str, object]) -> None:
    data = drawn.encode(PICTURE, "JPEG", dpi=(30, 30), **options)
    files = put(tmp_path, "scan.jpg", data)
    assert count_sheets(files, "jpeg", LIMITS) == 1
    sheet = open_sheet(files, "jpeg", 0, LIMITS, 88)
    assert sheet.picture.data == data
    assert furthest(sheet.pixels, Image.open(io.BytesIO(data))) == 0


@pytest.mark.parametrize("orientation", range(2, 9))
def test_exif_turns_are_honoured(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = drawn.encode(PICTURE, "JPEG", exif=exif, dpi=(30, 30), quality=85)
    sheet = open_sheet(put(tmp_path, "photo.jpg", data), "jpeg", 0, LIMITS, 88)
    shown = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    assert furthest(sheet.pixels, shown) == 0
    kept = Image.open(io.BytesIO(sheet.picture.data))
    assert kept.getexif().get(0x0112, 1) == 1
    assert furthest(np.asarray(kept), shown) < 1.5
    assert len(sheet.picture.data) < 2.5 * len(data)


def test_cmyk_jpegs_show_their_colours(tmp_path: Path) -> None:
    data = drawn.encode(PICTURE.convert("CMYK"), "JPEG", dpi=(30, 30))
    sheet = open_sheet(put(tmp_path, "scan.jpg", data), "jpeg", 0, LIMITS, 90)
    assert furthest(sheet.pixels, PICTURE) < 6
    assert Image.open(io.BytesIO(sheet.picture.data)).mode == "RGB"


def test_png_of_every_usual_kind(tmp_path: Path) -> None:
    half = PICTURE.convert("RGBA")
    half.putalpha(Image.new("L", half.size, 0))
    for image, expected, form in (
        (PICTURE, PICTURE, "jpeg"),
        (PICTURE.quantize(64), PICTURE.quantize(64).convert("RGB"), "jpeg"),
        (BILEVEL, BILEVEL, "png"),
        (BILEVEL.convert("L"), BILEVEL, "png"),
        (half, Image.new("L", half.size, 255), "png"),
    ):
        sheet = open_sheet(put(tmp_path, "scan.png", drawn.encode(image, "PNG", dpi=(150, 150))), "png", 0, LIMITS, 95)
        assert (sheet.picture.form, sheet.picture.dpi, sheet.flags) == (form, 150, ())
        assert furthest(sheet.pixels, expected) == 0


def test_a_folder_holds_one_image_a_sheet_and_all_pages_of_a_tiff(tmp_path: Path) -> None:
    sizes = [(100, 140), (110, 140), (120, 140), (130, 140)]
    first, second, third, fourth = (PICTURE.resize(size) for size in sizes)
    files = (
        *put(tmp_path, "1.jpg", drawn.encode(first, "JPEG")),
        *put(tmp_path, "2.tif", tiff(second, third)),
        *put(tmp_path, "10.png", drawn.encode(fourth, "PNG")),
    )
    assert count_sheets(files, "folder", LIMITS) == 4
    assert [open_sheet(files, "folder", n, LIMITS, 88).picture.size_px for n in range(4)] == sizes
    with pytest.raises(InputRejected, match="no sheet 5"):
        open_sheet(files, "folder", 4, LIMITS, 88)


def bomb_png(side: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = zlib.compress(b"\0" * (side // 8 + 1))
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def pdf_file(pages: int = 1, **saving: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            drawn.add_page(pdf, b"q 72 0 0 102 0 0 cm /I Do Q", (72, 102), {"I": drawn.jpeg_stream(pdf, PICTURE)})
        pdf.save(out, **saving)
    return out.getvalue()


LIE = b"\xff\xff\xff\xf0IDAT" + zlib.compress(b"\0" * 999) + bytes(4) + b"\0\0\0\0IEND\xaeB`\x82"
"""A chunk that claims four gigabytes, and an end."""

BAD: dict[str, tuple[Form, bytes, str]] = {
    "empty.pdf": ("pdf", b"", "empty"),
    "letter.pdf": ("pdf", "यह PDF नहीं है\n".encode() * 40, "not a PDF"),
    "locked.pdf": ("pdf", pdf_file(encryption=pikepdf.Encryption(user="a", owner="b")), "password"),
    "none.pdf": ("pdf", pdf_file(0), "no pages"),
    "cut.pdf": ("pdf", pdf_file(3)[:-900], "damaged"),
    "cut.jpg": ("jpeg", drawn.encode(PICTURE, "JPEG")[:-400], "damaged"),
    "page.jpg": ("jpeg", b"<html><body>not found</body></html>", "not a JPEG or PNG"),
    "cut.png": ("png", drawn.encode(PICTURE, "PNG")[:-400], "damaged"),
    "huge.png": ("png", bomb_png(60_000), "60000 × 60000"),
    "lying.png": ("png", drawn.encode(PICTURE, "PNG")[:33] + LIE, "longer than the file"),
    "cut.tif": ("tiff", tiff(PICTURE, PICTURE)[:-400], "damaged"),
    "text.tif": ("tiff", b"plain text, nothing else", "not a TIFF"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_in_two_languages(tmp_path: Path, name: str) -> None:
    form, data, reason = BAD[name]
    with pytest.raises(InputRejected, match=reason) as refused:
        count_sheets(put(tmp_path, name, data), form, LIMITS)
    assert name in refused.value.message or "no pages" in refused.value.message
    assert any("\u0900" <= letter <= "\u097f" for letter in refused.value.hindi)


def test_a_jpeg_without_its_end_marker_is_whole_when_all_rows_are_there(tmp_path: Path) -> None:
    data = drawn.encode(PICTURE, "JPEG") + b"\0" * 100
    assert count_sheets(put(tmp_path, "padded.jpg", data), "jpeg", LIMITS) == 1


@pytest.mark.parametrize("form", ["jpeg", "png", "tiff"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_no_cut_off_image_is_taken_for_whole(tmp_path: Path, form: Form, share: float) -> None:
    data = {"jpeg": drawn.encode(PICTURE, "JPEG"), "png": drawn.encode(PICTURE, "PNG"), "tiff": tiff(PICTURE)}[form]
    with pytest.raises(InputRejected):
        count_sheets(put(tmp_path, "cut", data[: int(share * len(data))]), form, LIMITS)


def test_limits_are_kept(tmp_path: Path) -> None:
    files = put(tmp_path, "scan.tif", tiff(PICTURE, PICTURE, PICTURE))
    with pytest.raises(InputRejected, match="3 sheets"):
        count_sheets(files, "tiff", LimitsSection(max_sheets=2))
    large = put(tmp_path, "large.tif", tiff(Image.new("1", (1100, 1000)), compression="group4"))
    with pytest.raises(InputRejected, match="1100 × 1000"):
        count_sheets(large, "tiff", LimitsSection(max_megapixels=1))
    heavy = put(tmp_path, "heavy.jpg", drawn.encode(PICTURE, "JPEG") + b"\0" * 1_000_000)
    with pytest.raises(InputRejected, match="at most 1 MB"):
        count_sheets(heavy, "jpeg", LimitsSection(max_file_mb=1))
    with pytest.raises(InputRejected, match="cannot be opened"):
        count_sheets((tmp_path / "gone.jpg",), "jpeg", LIMITS)
    with pytest.raises(InputRejected, match="holds no images"):
        count_sheets((), "folder", LIMITS)
