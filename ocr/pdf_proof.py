"""The proof that a bound file is PDF/A and gives its words back, taken from the finished bytes on disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

import pypdfium2
from pikepdf.pdfa import validate_written

from nasti import tools
from nasti.errors import InvalidOutput
from ocr.pdf import PdfPage
from ocr.pdf_metadata import FLAVOUR
from ocr.pdf_text import clean

START_S, PAGE_S = 30.0, 1.0
"""Time that pdftotext may take: to start, and for each page."""


def prove(path: Path, pages: Sequence[PdfPage]) -> None:
    """Read a bound file back: it is valid PDF/A, has its pages, and gives every word of every page back in order.

    Args:
        path: The finished file.
        pages: What was bound into it. Their pictures are not loaded.

    Raises:
        InvalidOutput: It is not; the message names the rule, or the page, the reader and the word.
        ToolMissing: pdftotext is not installed.
        ToolFailed: pdftotext could not read the file or took too long.
    """
    report = validate_written(path, FLAVOUR)
    if not report.passed:
        raise InvalidOutput(f"The bound file is not PDF/A-{FLAVOUR}: {report.findings[0]}")
    for reader, texts in (("pdftotext", _read_with_poppler(path, len(pages))), ("PDFium", _read_with_pdfium(path))):
        for number, (page, text) in enumerate(zip_longest(pages, texts), 1):
            if page is None or text is None:
                raise InvalidOutput(f"The bound file has not the {len(pages)} pages it should have ({reader}).")
            _compare(page, text, f"Page {number} ({page.label}), read by {reader}")


def _read_with_poppler(path: Path, count: int) -> Iterator[str]:
    arguments: list[str | Path] = ["-raw", "-enc", "UTF-8", path, "-"]
    text = tools.run("pdftotext", arguments, timeout_s=START_S + PAGE_S * count).decode("utf-8", "replace")
    yield from text.split("\f")[:-1]


def _read_with_pdfium(path: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            text_page = page.get_textpage()
            yield text_page.get_text_range()
            text_page.close()
            page.close()


def _compare(page: PdfPage, text: str, where: str) -> None:
    """Compare the words of a page with a text, in order.

    Raises:
        InvalidOutput: They differ; the message names the first word that does.
    """
    wanted = [piece for word in page.sheet.words for piece in clean(word.text).split()]
    given = unicodedata.normalize("NFC", text).split()
    for index, (want, got) in enumerate(zip_longest(wanted, given), 1):
        if want != got:
            raise InvalidOutput(f"{where}: word {index} is “{want or ''}” but comes back as “{got or ''}”.")
