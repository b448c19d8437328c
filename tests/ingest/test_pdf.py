"""PDF pages: taken out where they are one image, drawn where not, and both show the same."""

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pdf2image
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageOps

from ingest.originals import count_sheets, open_sheet
from ingest.scanned import Scanned
from nasti.errors import InputRejected
from nasti.settings import LimitsSection
from tests.ingest import drawn

LIMITS = LimitsSection()
PICTURE = drawn.uneven_colours()
SIZE_PT = (72.0, 102.0)
PLAIN = b"q 72 0 0 102 0 0 cm /I Do Q"


def open_only(folder: Path, pdf: Pdf, **saving: object) -> Scanned:
    pdf.save(folder / "scan.pdf", **saving)
    assert count_sheets((folder / "scan.pdf",), "pdf", LIMITS) == len(pdf.pages)
    return open_sheet((folder / "scan.pdf",), "pdf", len(pdf.pages) - 1, LIMITS, 95)


def drawn_by_poppler(folder: Path, size_px: tuple[int, int]) -> np.ndarray:
    with pikepdf.open(folder / "scan.pdf") as pdf:
        size_px = size_px[::-1] if int(pdf.pages[-1].get("/Rotate", 0)) % 180 else size_px
    (image,) = pdf2image.convert_from_path(folder / "scan.pdf", size=size_px, use_cropbox=True)
    return np.asarray(image.convert("RGB"), dtype=float)


def distance(sheet: Scanned, folder: Path) -> float:
    shown = np.asarray(Image.fromarray(sheet.pixels).convert("RGB"), dtype=float)
    return float(np.abs(shown - drawn_by_poppler(folder, shown.shape[1::-1])).mean())


def as_jbig2(image: Image.Image) -> bytes:
    """A JBIG2 stream as PDF embeds it: the page, and one region coded as Group 4, which JBIG2 knows as MMR."""
    coded = io.BytesIO()
    ImageOps.invert(image).save(coded, "TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(coded) as tiff:
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    rows = coded.getvalue()[start : start + length]
    width, height = image.size
    page = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + rows
    return page + struct.pack(">IBBBI", 1, 38, 0, 1, len(region)) + region


@pytest.mark.parametrize("turned", [False, True])
def test_a_jbig2_image_is_taken_out_pixel_for_pixel(tmp_path: Path, turned: bool) -> None:
    # A size that no resolution fits exactly: drawn on the page's own grid, it would come out otherwise.
    noise = np.random.default_rng(5).random((337, 241)) > 0.4
    image = Image.fromarray(noise).convert("1")
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(
            as_jbig2(image), Type=Name.XObject, Subtype=Name.Image, Width=241, Height=337, BitsPerComponent=1,
            ColorSpace=Name.DeviceGray, Filter=Name.JBIG2Decode,
        )  # fmt: skip
        page = b"q 0 72 -102 0 102 0 cm /I Do Q" if turned else PLAIN
        drawn.add_page(pdf, page, SIZE_PT[::-1] if turned else SIZE_PT, {"I": stream})
        sheet = open_only(tmp_path, pdf)
    assert sheet.picture.form == "png"
    assert np.array_equal(sheet.pixels > 0, np.rot90(noise) if turned else noise)


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[: len(data) // 2], lambda data: b"\0" + data])
def test_a_damaged_jbig2_image_is_told_from_blank_paper(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    image = Image.fromarray(np.random.default_rng(5).random((337, 241)) > 0.4).convert("1")
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(
            damage(as_jbig2(image)), Type=Name.XObject, Subtype=Name.Image, Width=241, Height=337, BitsPerComponent=1,
            ColorSpace=Name.DeviceGray, Filter=Name.JBIG2Decode,
        )  # fmt: skip
        drawn.add_page(pdf, PLAIN, SIZE_PT, {"I": stream})
        assert "image_damaged" in open_only(tmp_path, pdf).flags


def test_a_jpeg_that_is_all_of_a_page_is_taken_out_as_it_came(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        for _ in range(3):
            drawn.add_page(pdf, PLAIN, SIZE_PT, {"I": drawn.jpeg_stream(pdf, PICTURE)})
        sheet = open_only(tmp_path, pdf)
    assert sheet.picture.data == drawn.encode(PICTURE, "JPEG")
    assert (sheet.picture.dpi, sheet.picture.size_px) == (240, PICTURE.size)


MATRICES = {
    "plain": (72, 0, 0, 102, 0, 0), "left": (0, 102, -72, 0, 72, 0), "over": (-72, 0, 0, -102, 72, 102),
    "right": (0, -102, 72, 0, 0, 102), "upside mirrored": (72, 0, 0, -102, 0, 102), "mirrored": (-72, 0, 0, 102, 72, 0),
    "crosswise": (0, 102, 72, 0, 0, 0), "crosswise over": (0, -102, -72, 0, 72, 102),
}  # fmt: skip


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("matrix", MATRICES)
def test_a_turned_image_is_shown_as_a_viewer_shows_it(tmp_path: Path, matrix: str, rotate: int) -> None:
    content = " ".join(map(str, MATRICES[matrix]))
    with pikepdf.new() as pdf:
        image = drawn.jpeg_stream(pdf, PICTURE)
        drawn.add_page(pdf, f"q {content} cm /I Do Q".encode(), SIZE_PT, {"I": image}, Rotate=rotate)
        sheet = open_only(tmp_path, pdf)
    assert distance(sheet, tmp_path) < 2
    kept = np.asarray(Image.open(io.BytesIO(sheet.picture.data)).convert("RGB"), dtype=float)
    assert np.abs(kept - sheet.pixels).mean() < 2


def fax_of(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "TIFF", compression="group4", tiffinfo={278: image.height})
    with Image.open(out) as tiff:
        (offset,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    return out.getvalue()[offset : offset + length]


def image_kinds(pdf: Pdf) -> dict[str, pikepdf.Stream]:
    bilevel = PICTURE.convert("L").point(lambda level: 255 * (level > 120), "1")
    raw, packed = PICTURE.tobytes(), bilevel.tobytes()
    few = PICTURE.quantize(16)
    palette = bytes(few.getpalette()[:48])
    fax = Dictionary(K=-1, Columns=bilevel.width, Rows=bilevel.height, BlackIs1=False)
    size = PICTURE.size
    return {
        "fax": drawn.image_stream(
            pdf, fax_of(bilevel), size, ColorSpace=Name.DeviceGray, BitsPerComponent=1, Filter=Name.CCITTFaxDecode,
            DecodeParms=fax,
        ),
        "bilevel": drawn.image_stream(pdf, packed, size, ColorSpace=Name.DeviceGray, BitsPerComponent=1),
        "inverted": drawn.image_stream(
            pdf, packed, size, ColorSpace=Name.DeviceGray, BitsPerComponent=1, Decode=Array([1, 0])
        ),
        "gray": drawn.image_stream(pdf, PICTURE.convert("L").tobytes(), size, ColorSpace=Name.DeviceGray),
        "colour": drawn.image_stream(pdf, raw, size, ColorSpace=Name.DeviceRGB),
        "palette": drawn.image_stream(
            pdf, few.tobytes(), size, ColorSpace=Array([Name.Indexed, Name.DeviceRGB, 15, pikepdf.String(palette)])
        ),
        "cmyk": drawn.jpeg_stream(pdf, PICTURE.convert("CMYK")),
        "jpeg 2000": drawn.image_stream(
            pdf, drawn.encode(PICTURE, "JPEG2000", quality_mode="rates", quality_layers=[4]), size,
            ColorSpace=Name.DeviceRGB, Filter=Name.JPXDecode,
        ),
        "masked": drawn.image_stream(
            pdf, raw, size, ColorSpace=Name.DeviceRGB,
            SMask=drawn.image_stream(pdf, b"\x60" * (240 * 340), size, ColorSpace=Name.DeviceGray),
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("fax", "png"), ("bilevel", "png"), ("inverted", "png"), ("gray", "jpeg"), ("colour", "jpeg"),
        ("palette", "jpeg"), ("cmyk", "jpeg"), ("jpeg 2000", "jpeg"), ("masked", "jpeg"),
    ],
)  # fmt: skip
def test_every_kind_of_image_is_shown_as_a_viewer_shows_it(tmp_path: Path, kind: str, form: str) -> None:
    with pikepdf.new() as pdf:
        drawn.add_page(pdf, PLAIN, SIZE_PT, {"I": image_kinds(pdf)[kind]})
        sheet = open_only(tmp_path, pdf)
    assert (sheet.picture.form, sheet.picture.size_px, sheet.picture.dpi) == (form, PICTURE.size, 240)
    assert distance(sheet, tmp_path) < 3


HIDDEN_TEXT = b"BT /F1 12 Tf 3 Tr 10 50 Td (hidden) Tj ET "
SEEN_TEXT = b"BT /F1 12 Tf 0 Tr 10 50 Td (seen) Tj ET "


@pytest.mark.parametrize(
    ("content", "taken_out"),
    [
        (HIDDEN_TEXT + PLAIN, True),
        (b"0 0 72 102 re W n " + PLAIN, True),
        (b"q 60 0 0 80 5 10 cm Q " + PLAIN, True),
        (PLAIN + SEEN_TEXT, False),
        (PLAIN + b" 0 0 m 50 50 l S", False),
        (b"10 10 30 30 re W n " + PLAIN, False),
        (b"q 36 0 0 51 0 0 cm /I Do Q", False),
        (b"q 90 0 0 130 -9 -14 cm /I Do Q", False),
        (b"q 70 9 -9 95 5 0 cm /I Do Q", False),
        (PLAIN + PLAIN, False),
        (b"", False),
        (b"q 72 0 0 cm /I Do Q", False),
    ],
)
def test_only_what_is_nothing_but_one_image_is_taken_out(tmp_path: Path, content: bytes, taken_out: bool) -> None:
    with pikepdf.new() as pdf:
        drawn.add_page(pdf, content, SIZE_PT, {"I": drawn.jpeg_stream(pdf, PICTURE)})
        pdf.pages[0].Resources.Font = Dictionary(
            F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        sheet = open_only(tmp_path, pdf)
    assert (sheet.picture.data == drawn.encode(PICTURE, "JPEG")) == taken_out
    assert distance(sheet, tmp_path) < 2


def test_an_image_inside_a_form_is_taken_out(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        form = pdf.make_stream(
            b"q 36 0 0 51 0 0 cm /I Do Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 36, 51]),
            Resources=Dictionary(XObject=Dictionary(I=drawn.jpeg_stream(pdf, PICTURE))),
        )  # fmt: skip
        drawn.add_page(pdf, b"q 2 0 0 2 0 0 cm /F Do Q", SIZE_PT, {"F": form})
        sheet = open_only(tmp_path, pdf)
    assert sheet.picture.data == drawn.encode(PICTURE, "JPEG")


def test_a_crop_box_cuts_the_sheet(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        image = drawn.jpeg_stream(pdf, PICTURE)
        drawn.add_page(pdf, PLAIN, SIZE_PT, {"I": image}, CropBox=Array([18, 0, 72, 51]))
        sheet = open_only(tmp_path, pdf)
    assert sheet.picture.size_px == (180, 170)
    expected = np.asarray(PICTURE.crop((60, 170, 240, 340)), dtype=float)
    assert np.abs(sheet.pixels - expected).mean() < 3


def test_strips_are_drawn_together_at_their_own_resolution(tmp_path: Path) -> None:
    upper, lower = PICTURE.crop((0, 0, 240, 170)), PICTURE.crop((0, 170, 240, 340))
    with pikepdf.new() as pdf:
        images = {"A": drawn.jpeg_stream(pdf, upper), "B": drawn.jpeg_stream(pdf, lower)}
        drawn.add_page(pdf, b"q 72 0 0 51 0 51 cm /A Do Q q 72 0 0 51 0 0 cm /B Do Q", SIZE_PT, images)
        sheet = open_only(tmp_path, pdf)
    assert (sheet.picture.dpi, sheet.picture.size_px) == (240, PICTURE.size)
    assert np.abs(sheet.pixels - np.asarray(PICTURE, dtype=float)).mean() < 3


def test_user_units_and_oblong_pixels_count(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        drawn.add_page(pdf, PLAIN, SIZE_PT, {"I": drawn.jpeg_stream(pdf, PICTURE)}, UserUnit=2)
        assert open_only(tmp_path, pdf).picture.dpi == 120
    fax = PICTURE.resize((480, 340))
    with pikepdf.new() as pdf:
        drawn.add_page(pdf, PLAIN, SIZE_PT, {"I": drawn.jpeg_stream(pdf, fax)})
        sheet = open_only(tmp_path, pdf)
    assert (sheet.picture.dpi, sheet.picture.size_px) == (480, (480, 680))


def test_a_stamp_annotation_is_not_lost(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        look = pdf.make_stream(b"0 0 1 rg 0 0 20 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 20, 20])
        note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[40, 10, 60, 30], F=4, AP=Dictionary(N=look))
        image = drawn.jpeg_stream(pdf, Image.new("RGB", (240, 340), "white"))
        drawn.add_page(pdf, PLAIN, SIZE_PT, {"I": image}, Annots=Array([pdf.make_indirect(note)]))
        sheet = open_only(tmp_path, pdf)
    assert sheet.pixels.reshape(-1, 3).min(axis=0)[0] < 60


def test_a_file_that_only_its_owner_locked_opens(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        drawn.add_page(pdf, PLAIN, SIZE_PT, {"I": drawn.jpeg_stream(pdf, PICTURE)})
        sheet = open_only(tmp_path, pdf, encryption=pikepdf.Encryption(owner="owner", user=""))
    assert sheet.picture.data == drawn.encode(PICTURE, "JPEG")


def test_an_image_too_large_is_refused_wherever_it_hides(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        giant = drawn.image_stream(pdf, b"\0", (60_000, 60_000), ColorSpace=Name.DeviceGray)
        form = pdf.make_stream(
            b"",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 9, 9],
            Resources=Dictionary(XObject=Dictionary(G=giant)),
        )
        form.Resources.XObject["/Self"] = form
        drawn.add_page(pdf, PLAIN, SIZE_PT, {"I": drawn.jpeg_stream(pdf, PICTURE), "F": pdf.make_indirect(form)})
        pdf.save(tmp_path / "scan.pdf")
    with pytest.raises(InputRejected, match="60000 × 60000"):
        count_sheets((tmp_path / "scan.pdf",), "pdf", LIMITS)


def test_a_page_as_large_as_a_house_is_drawn_coarser(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        drawn.add_page(pdf, b"0 0 m 14000 14000 l S", (14400, 14400), {})
        pdf.save(tmp_path / "scan.pdf")
    sheet = open_sheet((tmp_path / "scan.pdf",), "pdf", 0, LimitsSection(max_megapixels=4), 88)
    assert sheet.pixels.shape[0] * sheet.pixels.shape[1] <= 4_100_000
    with pytest.raises(InputRejected, match="no page 2"):
        open_sheet((tmp_path / "scan.pdf",), "pdf", 1, LIMITS, 88)


@pytest.mark.parametrize("kind", ["jpeg", "flate"])
def test_a_page_with_a_damaged_image_is_shown_as_far_as_it_goes(tmp_path: Path, kind: str) -> None:
    with pikepdf.new() as pdf:
        whole = drawn.jpeg_stream(pdf, PICTURE)
        if kind == "jpeg":
            cut = drawn.image_stream(
                pdf, whole.read_raw_bytes()[:-900], PICTURE.size, ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode
            )
        else:
            cut = drawn.image_stream(pdf, PICTURE.tobytes()[:-90_000], PICTURE.size, ColorSpace=Name.DeviceRGB)
        drawn.add_page(pdf, PLAIN, SIZE_PT, {"I": whole})
        drawn.add_page(pdf, PLAIN, SIZE_PT, {"I": cut})
        sheet = open_only(tmp_path, pdf)
    assert sheet.flags == ("image_damaged",)
    upper = np.asarray(PICTURE, dtype=float)[:150]
    assert np.abs(sheet.pixels[:150] - upper).mean() < 3
