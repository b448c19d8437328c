"""Binding: the pages of one nasti part become one searchable PDF/A-2b file.

Every page shows the scan as it was kept, turned and straightened by a matrix and cut to the paper by the page's edges,
under an invisible layer of the words that were read. The same pages and the same information give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from pikepdf import Array, Dictionary, Name, Page, Pdf
from pikepdf.pdfa import resolve_save_kwargs

from nasti.errors import InvalidOutput, StorageError
from nasti.model import Box, Picture, Sheet, Size, scan_to_upright
from ocr.pdf_font import RESOURCE, Codes, embed_font
from ocr.pdf_metadata import FLAVOUR, Bookmark, PdfInfo, add_bookmarks, add_labels, describe
from ocr.pdf_picture import Profiles, embed_picture
from ocr.pdf_text import write_layer

__all__ = ["Bookmark", "PdfInfo", "PdfPage", "bind", "page_geometry"]

POINTS_PER_INCH = 72
LEAST_SIDE_PT, GREATEST_SIDE_PT = 3, 14400
"""Sides that a page may have. Source: ISO 19005-2, 6.1.13."""

BATCH_BYTES = 64 << 20
"""Pictures held in memory before they are set aside on disk."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page to bind.

    Attributes:
        picture: Gives the visible image, as large as the scan or reduced; called once, when the page is written, so
            that few are in memory.
        sheet: What was found on it.
        label: The page's name in viewers: "N-1" in the noting, "C-3" in the correspondence.
    """

    picture: Callable[[], Picture]
    sheet: Sheet
    label: str


def bind(pages: Sequence[PdfPage], bookmarks: Sequence[Bookmark], info: PdfInfo, out: Path) -> None:
    """Write a searchable PDF/A-2b file. It is not read back here: `ocr.pdf_apart.bind_proved` does that too.

    Args:
        pages: At least one, in order.
        bookmarks: Entries of the outline, in order.
        info: What the file says about itself.
        out: The file to write, replaced where it exists; the caller takes care that nobody reads it half written.

    Raises:
        InvalidOutput: There is no page, a bookmark leads nowhere, or a picture is not the image of its sheet; the
            message names the page.
        StorageError: The file could not be written.
    """
    if not pages:
        raise InvalidOutput("There is no page to bind.")
    codes = Codes()
    try:
        with ExitStack() as stack:
            book = stack.enter_context(Pdf.new())
            for batch in _write_batches(pages, codes, stack):
                book.pages.extend(batch.pages)
            font = embed_font(book, codes)
            for page in book.pages:
                page.Resources.Font = Dictionary({f"/{RESOURCE}": font})
            add_labels(book, [page.label for page in pages])
            add_bookmarks(book, bookmarks)
            describe(book, info)
            book.save(out, **resolve_save_kwargs(FLAVOUR, deterministic_id=True))
    except OSError as error:
        raise StorageError(f"The bound file {out} could not be written: {error}") from error


def page_geometry(sheet: Sheet, dpi: int) -> tuple[Box, float]:
    """Give what a page shows of its upright sheet, in pixels, and the scale from those to points.

    Args:
        sheet: The sheet.
        dpi: Resolution of the scan.
    """
    paper = shown_paper(sheet)
    sides = paper[2] - paper[0], paper[3] - paper[1]
    scale = max(POINTS_PER_INCH / max(dpi, 1), LEAST_SIDE_PT / min(sides))
    return paper, min(scale, GREATEST_SIDE_PT / max(sides))


def shown_paper(sheet: Sheet) -> Box:
    """Give what a page shows of its upright sheet: its paper, or all of it where that is empty or lies outside."""
    width, height = sheet.size_px
    left, top, right, bottom = sheet.paper_px
    paper = (max(left, 0), max(top, 0), min(right, width), min(bottom, height))
    return paper if paper[0] < paper[2] and paper[1] < paper[3] else (0, 0, width, height)


def _write_batches(pages: Sequence[PdfPage], codes: Codes, stack: ExitStack) -> Iterator[Pdf]:
    """Write the pages into documents of `BATCH_BYTES`, each set aside in a file without a name."""
    batch, held = Pdf.new(), 0
    profiles = Profiles(batch)
    for number, page in enumerate(pages, 1):
        picture = page.picture()
        try:
            _write_page(batch, page.sheet, picture, profiles, codes)
        except InvalidOutput as error:
            raise InvalidOutput(f"Page {number} ({page.label}): {error.message}") from error
        held += len(picture.data)
        if held >= BATCH_BYTES or number == len(pages):
            yield _set_aside(batch, stack)
            batch, held = Pdf.new(), 0
            profiles = Profiles(batch)


def _set_aside(batch: Pdf, stack: ExitStack) -> Pdf:
    file = stack.enter_context(TemporaryFile())  # noqa: SIM115 - the stack closes it
    with batch:
        batch.save(file)
    return stack.enter_context(Pdf.open(file))


def _write_page(book: Pdf, sheet: Sheet, picture: Picture, profiles: Profiles, codes: Codes) -> None:
    scan_px = sheet.size_px if sheet.turn_deg % 180 == 0 else sheet.size_px[::-1]
    if not _is_whole(picture.size_px, scan_px):
        raise InvalidOutput(f"The picture is {picture.size_px} pixels, its sheet as it was scanned {scan_px}.")
    paper, scale = page_geometry(sheet, sheet.dpi)
    image = embed_picture(book, picture, profiles)
    shown = f"q {_image_matrix(sheet, scan_px, paper, scale)} cm /P Do Q\n".encode("ascii")
    layer = write_layer(sheet.words, paper, scale, codes)
    book.pages.append(
        Page(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array(
                    [0, 0, *(round(scale * side, 5) for side in (paper[2] - paper[0], paper[3] - paper[1]))]
                ),
                Resources=Dictionary(XObject=Dictionary(P=image)),
                Contents=book.make_stream(shown + layer),
            )
        )
    )


def _is_whole(picture_px: Size, scan_px: Size) -> bool:
    """Whether a picture shows all of a scan: it is as large, or reduced on both sides alike but for rounding."""
    across, down = picture_px[0] / scan_px[0], picture_px[1] / scan_px[1]
    return max(across, down) <= 1 and abs(across - down) <= 1 / min(scan_px)


def _image_matrix(sheet: Sheet, scan_px: Size, paper: Box, scale: float) -> str:
    """The matrix that lays the picture's unit square, turned and straightened, on the page."""
    width, height = scan_px
    (a, b, c), (d, e, f) = scan_to_upright(scan_px, sheet.turn_deg, sheet.skew_deg)
    columns = (
        (a * width, -d * width),
        (-b * height, e * height),
        (b * height + c - paper[0], paper[3] - e * height - f),
    )
    return " ".join(f"{scale * value:.5f}" for column in columns for value in column)
