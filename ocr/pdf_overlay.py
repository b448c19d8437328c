"""A page of words and nothing else, to be laid over a scan that somebody else shows as it came."""

from __future__ import annotations

from pathlib import Path

from pikepdf import Array, Dictionary, Name, Page, Pdf

from nasti.model import Sheet, upright_to_scan
from ocr.pdf import POINTS_PER_INCH
from ocr.pdf_font import RESOURCE, Codes, embed_font
from ocr.pdf_text import write_layer


def write_overlay(sheet: Sheet, out: Path) -> None:
    """Write a PDF of one invisible page, as large as the scan as it came, that has every word where it lies there.

    Words of a turned or crooked scan lie as crooked as their ink.

    Args:
        sheet: What was found on the scan.
        out: The file to write. It is no PDF/A: it is meant to become a layer of a file that may be.

    Raises:
        InvalidOutput: The sheet has more different characters than one font can hold.
    """
    scale = POINTS_PER_INCH / sheet.dpi
    codes = Codes()
    layer = write_layer(sheet.words, (0, 0, *sheet.size_px), scale, codes, lean_deg=sheet.skew_deg)
    width, height = sheet.size_px if sheet.turn_deg % 180 == 0 else sheet.size_px[::-1]
    with Pdf.new() as book:
        shown = f"q {_layer_matrix(sheet, height, scale)} cm\n".encode("ascii") + layer + b"\nQ\n"
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(width * scale, 5), round(height * scale, 5)]),
            Resources=Dictionary(Font=Dictionary({f"/{RESOURCE}": embed_font(book, codes)})),
            Contents=book.make_stream(shown),
        )
        book.pages.append(Page(page))
        book.save(out)


def _layer_matrix(sheet: Sheet, scan_height: int, scale: float) -> str:
    """The matrix that takes points of the upright page to points of the scan's, both with their origin bottom left."""
    (a, b, c), (d, e, f) = upright_to_scan(sheet.size_px, sheet.turn_deg, sheet.skew_deg)
    upright_height = sheet.size_px[1]
    across, up = b * upright_height + c, scan_height - e * upright_height - f
    return " ".join(f"{value:.6f}" for value in (a, -d, -b, e, scale * across, scale * up))
