"""PDF files: one page is one sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pdf2image
import pikepdf
from pdf2image import exceptions as poppler
from pikepdf import Dictionary, Name, Object, Page, Pdf, PdfImage
from pikepdf.exceptions import NotExtractableError
from PIL import Image

from ingest.jbig2 import decode_jbig2, is_jbig2
from ingest.jpeg import AS_STORED, open_jpeg, turn_pixels, turn_resolution
from ingest.limits import check_pixels, check_sheets, damaged
from ingest.pdf_page import BoxPt, Placed, Shown, images_of, look_at, only_image, quarter_turn, visible_box
from ingest.scanned import Scanned, Seal, decode, keep
from ingest.signatures import read_signatures
from ingest.textlayer import read_layer
from ingest.words_of_glyphs import Frame
from nasti import tools
from nasti.errors import InputRejected, ToolFailed
from nasti.settings import LimitsSection

DRAW_DPI = 300
DRAW_DPI_RANGE = (150, 600)
DRAW_MAX_PX = 100_000_000
"""Pages with more pixels, above A1 at 300 dpi, are drawn coarser: poppler and we each hold the whole page."""
DRAW_TIMEOUT_S = 120
TAIL_BYTES = 4096
PLAIN_COLOURS = (Name.DeviceGray, Name.DeviceRGB, Name.CalGray, Name.CalRGB, Name.Indexed)

UNKNOWN_KIND = (pikepdf.UnsupportedImageTypeError, NotExtractableError, pikepdf.DependencyError, NotImplementedError)
DAMAGED = (pikepdf.PikepdfError, OSError, SyntaxError, ValueError)
"""What pikepdf and Pillow raise for image data that contradicts itself; poppler draws what there is of it."""

PdfImage.MAX_IMAGE_PIXELS = None  # our own limits are checked from the headers


def count_pages(path: Path, limits: LimitsSection) -> int:
    """How many sheets a PDF holds; the size of every image on them is checked from its header.

    Raises:
        InputRejected: It is no PDF, encrypted, cut off, or an image in it is too large; or it has no pages or too many.
    """
    with _opened(path) as pdf:
        if pdf.get_warnings() and not _ends_whole(path):
            raise damaged(path.name, "the file breaks off")
        check_sheets(len(pdf.pages), limits)
        seen: set[tuple[int, int]] = set()
        for number, page in enumerate(pdf.pages, 1):
            for image in images_of(page.get("/Resources", Dictionary()), seen):
                size = int(image.get("/Width", 1)), int(image.get("/Height", 1))
                check_pixels(size, f"{path.name}, page {number}", limits)
        return len(pdf.pages)


def open_page(path: Path, index: int, limits: LimitsSection, jpeg_quality: int) -> Scanned:
    """One page as a viewer shows it: its image taken out where that is all there is, drawn where not.

    A page whose image is damaged is drawn as far as it goes and flagged ``image_damaged``.

    Raises:
        InputRejected: The file or the page is damaged or too large, or there is no such page.
        ToolMissing: The page must be drawn and poppler is not installed.
        ToolFailed: Drawing the page took too long or failed.
    """
    with _opened(path) as pdf:
        if not 0 <= index < len(pdf.pages):
            raise damaged(path.name, f"there is no page {index + 1}")
        page = pdf.pages[index]
        shown = look_at(page)
        scanned, frame_pt = _show(path, index, page, shown, limits, jpeg_quality)
        layer = read_layer(page, frame_pt, _rotation(page), scanned.picture.size_px)
        seals = _seals(pdf, path, index, Frame(frame_pt, _rotation(page), scanned.picture.size_px))
        flags = (*scanned.flags, "signed") if seals else scanned.flags
        return replace(scanned, flags=flags, layer=layer, signatures=seals)


def _show(
    path: Path, index: int, page: Page, shown: Shown, limits: LimitsSection, jpeg_quality: int
) -> tuple[Scanned, BoxPt]:
    """A page's picture, and what part of the page it shows."""
    placed = only_image(page, shown)
    flags: tuple[str, ...] = ()
    if placed is not None:
        check_pixels(placed.size_px, f"{path.name}, page {index + 1}", limits)
        try:
            scanned = _take_out(placed, page, jpeg_quality)
        except UNKNOWN_KIND:
            scanned = None
        except DAMAGED:
            scanned, flags = None, ("image_damaged",)
        if scanned is not None:
            return scanned, placed.box_pt
    drawn = _draw(path, index, page, shown, limits, jpeg_quality)
    return replace(drawn, flags=(*drawn.flags, *flags)), visible_box(page)


def _seals(pdf: Pdf, path: Path, index: int, frame: Frame) -> tuple[Seal, ...]:
    """The digital signatures of a page."""
    found = [one for one in read_signatures(pdf, path.stat().st_size) if one.page == index]
    boxes = [None if one.box_pt is None else frame.box((one.box_pt[:2], one.box_pt[2:])) for one in found]
    return tuple(Seal(one.by, one.at, one.whole, box) for one, box in zip(found, boxes, strict=True))


@contextmanager
def _opened(path: Path) -> Iterator[Pdf]:
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError as error:
        raise InputRejected(
            f"The file {path.name} is locked with a password. Save it without one and drop it again.",
            f"फ़ाइल {path.name} पासवर्ड से बंद है। बिना पासवर्ड के सहेज कर फिर से डालें।",
        ) from error
    except pikepdf.PikepdfError as error:
        with path.open("rb") as file:
            if b"%PDF-" in file.read(1024):
                raise damaged(path.name, "it cannot be opened as a PDF") from error
        raise InputRejected(
            f"The file {path.name} is not a PDF, whatever its name says.",
            f"फ़ाइल {path.name} PDF नहीं है, भले ही नाम कुछ भी हो।",
        ) from error
    with pdf:
        try:
            yield pdf
        except pikepdf.PikepdfError as error:
            raise damaged(path.name, "its pages contradict each other") from error


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return b"%%EOF" in file.read()


def _take_out(placed: Placed, page: Page, jpeg_quality: int) -> Scanned | None:
    """The page's image as it was put in; None where its colours or masks make that something else than is shown.

    Raises one of `UNKNOWN_KIND` or `DAMAGED`.
    """
    image = placed.image
    if not _is_plain(image):
        return None
    quarters, mirrored = quarter_turn(placed.matrix) or AS_STORED
    turn = (quarters - _rotation(page) // 90) % 4, mirrored
    unit = float(page.get("/UserUnit", 1))
    resolution = placed.dpi[0] / unit, placed.dpi[1] / unit
    stream = io.BytesIO()
    if "/DCTDecode" in PdfImage(image).filters and PdfImage(image).extract_to(stream=stream) == ".jpg":
        return open_jpeg(stream.getvalue(), resolution, jpeg_quality, turn)
    pixels, _ = decode(decode_jbig2(image) if is_jbig2(image) else PdfImage(image).as_pil_image())
    if pixels.shape[1::-1] != placed.size_px:
        return None
    shown = Image.fromarray(turn_pixels(pixels, turn))
    return keep(shown, turn_resolution(resolution, turn), jpeg_quality)


def _is_plain(image: Object) -> bool:
    if any(key in image for key in ("/SMask", "/Mask", "/Decode")) or image.get("/ImageMask", False):
        return False
    colours = image.get("/ColorSpace", None)
    if isinstance(colours, pikepdf.Array) and colours[0] == Name.ICCBased:
        return int(colours[1].get("/N", 0)) in (1, 3)
    return (colours[0] if isinstance(colours, pikepdf.Array) else colours) in PLAIN_COLOURS


def _rotation(page: Page) -> int:
    """How far a viewer turns the page, clockwise: 0, 90, 180 or 270."""
    return int(page.get("/Rotate", 0)) % 360 // 90 * 90


def _draw(path: Path, index: int, page: Page, shown: Shown, limits: LimitsSection, jpeg_quality: int) -> Scanned:
    """The page as poppler draws it, at the resolution of the image that covers most of it."""
    where = f"{path.name}, page {index + 1}"
    # Before /Rotate: that is how poppler takes a size, and it turns the page afterwards.
    width_in, height_in = _size_in(page)
    dpi = _drawing_dpi(page, shown)
    most_px = min(DRAW_MAX_PX, limits.max_megapixels * 1_000_000)
    dpi *= min(1.0, (most_px / (width_in * height_in * dpi * dpi)) ** 0.5)
    size = max(1, round(width_in * dpi)), max(1, round(height_in * dpi))
    tools.find("pdftoppm")
    try:
        drawn = pdf2image.convert_from_path(
            path.absolute(), size=size, first_page=index + 1, last_page=index + 1, use_cropbox=True,
            timeout=DRAW_TIMEOUT_S,
        )  # fmt: skip
    except poppler.PDFPopplerTimeoutError as error:
        raise ToolFailed(f"Drawing {where} took longer than {DRAW_TIMEOUT_S} s and was ended.") from error
    except poppler.PDFPageCountError as error:
        raise damaged(path.name, "it cannot be drawn") from error
    if len(drawn) != 1:
        raise ToolFailed(f"Drawing {where} failed: pdftoppm gave no image.")
    only_bilevel = not shown.other and all(_bits(placed.image) == 1 for placed in shown.images) and shown.images
    image = drawn[0].convert("L").point(lambda level: 255 * (level >= 128), "1") if only_bilevel else drawn[0]
    return keep(image, (dpi, dpi), jpeg_quality)


def _size_in(page: Page) -> tuple[float, float]:
    left, bottom, right, top = visible_box(page)
    unit = float(page.get("/UserUnit", 1)) / 72
    return (right - left) * unit, (top - bottom) * unit


def _drawing_dpi(page: Page, shown: Shown) -> float:
    left, bottom, right, top = visible_box(page)
    best, most = float(DRAW_DPI), 0.25 * (right - left) * (top - bottom)
    for placed in shown.images:
        covered = placed.size_pt[0] * placed.size_pt[1]
        if covered > most:
            best, most = max(placed.dpi) / float(page.get("/UserUnit", 1)), covered
    return min(max(best, DRAW_DPI_RANGE[0]), DRAW_DPI_RANGE[1])


def _bits(image: Object) -> int:
    return 1 if image.get("/ImageMask", False) else int(image.get("/BitsPerComponent", 8))
