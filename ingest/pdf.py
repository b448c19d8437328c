"""PDF files: one page is one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pdf2image
import pikepdf
from pdf2image import exceptions as poppler
from pikepdf import Dictionary, Page, Pdf
from pikepdf.exceptions import NotExtractableError
from PIL import Image

from ingest.limits import check_pixels, check_sheets, damaged
from ingest.pdf_image import is_bilevel, take_out
from ingest.pdf_page import BoxPt, Shown, images_of, look_at, only_image, visible_box
from ingest.scanned import Scanned, Seal, keep
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
DRAWN_FROM = 0.25
"""Share of a page that images must cover for it to be drawn at their resolution."""

UNKNOWN_KIND = (pikepdf.UnsupportedImageTypeError, NotExtractableError, pikepdf.DependencyError, NotImplementedError)
DAMAGED = (pikepdf.PikepdfError, OSError, SyntaxError, ValueError)
"""What pikepdf and Pillow raise for image data that contradicts itself; poppler draws what there is of it."""


def count_pages(path: Path, limits: LimitsSection) -> int:
    """How many sheets a PDF holds; the size of every image on them is checked from its header.

    Raises:
        InputRejected: It is no PDF, encrypted, cut off, or an image in it is too large; it has no pages or too many, or
            others than those it shows.
    """
    with _opened(path) as pdf:
        if pdf.get_warnings() and not _ends_whole(path):
            raise damaged(path.name, "the file breaks off")
        _check_pages_are_all(pdf, path.name)
        check_sheets(len(pdf.pages), limits)
        seen: set[tuple[int, int]] = set()
        for number, page in enumerate(pdf.pages, 1):
            for image in images_of(page.get("/Resources", Dictionary()), seen):
                size = int(image.get("/Width", 1)), int(image.get("/Height", 1))
                check_pixels(size, f"{path.name}, page {number}", limits)
        return len(pdf.pages)


def open_page(path: Path, index: int, limits: LimitsSection, jpeg_quality: int) -> Scanned:
    """One page as a viewer shows it: its image taken out where that is all there is, drawn where not.

    A page whose image is damaged is drawn as far as it goes and flagged ``image_damaged``; the first page of a file
    that has others attached, ``attachments``.

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
        scanned, frame_pt = _show(pdf, path, index, shown, limits, jpeg_quality)
        layer = read_layer(page, frame_pt, _rotation(page), scanned.picture.size_px)
        seals = _seals(pdf, path, index, Frame(frame_pt, _rotation(page), scanned.picture.size_px))
        flags = (*scanned.flags, "signed") if seals else scanned.flags
        if index == 0 and _count_attachments(pdf):
            flags = (*flags, "attachments")
        return replace(scanned, flags=flags, layer=layer, signatures=seals)


def _show(
    pdf: Pdf, path: Path, index: int, shown: Shown, limits: LimitsSection, jpeg_quality: int
) -> tuple[Scanned, BoxPt]:
    """A page's picture, and what part of the page it shows."""
    page = pdf.pages[index]
    placed = only_image(page, shown)
    flags: tuple[str, ...] = ()
    if placed is not None:
        check_pixels(placed.size_px, f"{path.name}, page {index + 1}", limits)
        try:
            scanned = take_out(placed, _rotation(page), float(page.get("/UserUnit", 1)), jpeg_quality)
        except UNKNOWN_KIND:
            scanned = None
        except DAMAGED:
            scanned, flags = None, ("image_damaged",)
        if scanned is not None:
            return scanned, placed.box_pt
    drawn = _draw(pdf, path, index, shown, limits, jpeg_quality)
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


def _check_pages_are_all(pdf: Pdf, name: str) -> None:
    """Refuse a PDF whose own pages are only a wrapper around what it is about."""
    if "/Collection" in pdf.Root:
        count = _count_attachments(pdf)
        raise InputRejected(
            f"The file {name} is a portfolio of {count} files, not a scan. Save each of them as PDF and drop them.",
            f"फ़ाइल {name} {count} फ़ाइलों का पोर्टफ़ोलियो है, स्कैन नहीं। हर फ़ाइल को PDF में सहेज कर डालें।",
        )
    if pdf.Root.get("/NeedsRendering", False):
        raise InputRejected(
            f"The file {name} is a form (XFA) that only Adobe Reader shows. Print it to PDF there and drop that.",
            f"फ़ाइल {name} ऐसा प्रपत्र (XFA) है जो केवल Adobe Reader में दिखता है। वहाँ से PDF में प्रिंट करके डालें।",
        )


def _count_attachments(pdf: Pdf) -> int:
    try:
        return len(pdf.attachments)
    except (pikepdf.PikepdfError, ValueError, TypeError):
        # A scan is not given up for a broken list of what hangs on it.
        return 0


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return b"%%EOF" in file.read()


def _rotation(page: Page) -> int:
    """How far a viewer turns the page, clockwise: 0, 90, 180 or 270."""
    return int(page.get("/Rotate", 0)) % 360 // 90 * 90


def _draw(pdf: Pdf, path: Path, index: int, shown: Shown, limits: LimitsSection, jpeg_quality: int) -> Scanned:
    """The page as poppler draws it, at the resolution of the images that cover most of it."""
    # Before /Rotate: that is how poppler takes a size, and it turns the page afterwards.
    page = pdf.pages[index]
    width_in, height_in = _size_in(page)
    dpi = _drawing_dpi(page, shown)
    most_px = min(DRAW_MAX_PX, limits.max_megapixels * 1_000_000)
    dpi *= min(1.0, (most_px / (width_in * height_in * dpi * dpi)) ** 0.5)
    size = max(1, round(width_in * dpi)), max(1, round(height_in * dpi))
    tools.find("pdftoppm")
    try:
        drawn = _run_poppler(path, index, size)
    except poppler.PDFPageCountError:
        drawn = _draw_mended(pdf, path.name, index, size)
    only_bilevel = not shown.other and shown.images and all(map(is_bilevel, shown.images))
    image = drawn.convert("L").point(lambda level: 255 * (level >= 128), "1") if only_bilevel else drawn
    return keep(image, (dpi, dpi), jpeg_quality)


def _run_poppler(path: Path, index: int, size_px: tuple[int, int]) -> Image.Image:
    where = f"{path.name}, page {index + 1}"
    try:
        drawn = pdf2image.convert_from_path(
            path.absolute(), size=size_px, first_page=index + 1, last_page=index + 1, use_cropbox=True,
            timeout=DRAW_TIMEOUT_S,
        )  # fmt: skip
    except poppler.PDFPopplerTimeoutError as error:
        raise ToolFailed(f"Drawing {where} took longer than {DRAW_TIMEOUT_S} s and was ended.") from error
    if len(drawn) != 1:
        raise ToolFailed(f"Drawing {where} failed: pdftoppm gave no image.")
    return drawn[0]


def _draw_mended(pdf: Pdf, name: str, index: int, size_px: tuple[int, int]) -> Image.Image:
    """Draw from a copy with its index written anew: qpdf finds the pages of more damaged files than poppler does."""
    with TemporaryDirectory(prefix="nasti-") as folder:
        copy = Path(folder) / "mended.pdf"
        pdf.save(copy)
        try:
            return _run_poppler(copy, index, size_px)
        except poppler.PDFPageCountError as error:
            raise damaged(name, "it cannot be drawn") from error


def _size_in(page: Page) -> tuple[float, float]:
    left, bottom, right, top = visible_box(page)
    unit = float(page.get("/UserUnit", 1)) / 72
    return (right - left) * unit, (top - bottom) * unit


def _drawing_dpi(page: Page, shown: Shown) -> float:
    """The resolution of the finest images that cover enough of the page, whether one does or many strips and tiles.

    Copiers lay sharp letters over a coarse picture of the paper: the letters are what it is drawn for.
    """
    left, bottom, right, top = visible_box(page)
    covered, enough = 0.0, DRAWN_FROM * (right - left) * (top - bottom)
    best = float(DRAW_DPI)
    for placed in sorted(shown.images, key=lambda placed: max(placed.dpi), reverse=True):
        covered += placed.size_pt[0] * placed.size_pt[1]
        if covered > enough:
            best = max(placed.dpi) / float(page.get("/UserUnit", 1))
            break
    return min(max(best, DRAW_DPI_RANGE[0]), DRAW_DPI_RANGE[1])
