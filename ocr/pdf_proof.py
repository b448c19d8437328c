"""The proof that a bound file is PDF/A and gives its words back, taken from the finished bytes on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
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
    """Read a bound file back: it is valid PDF/A, has its pages, and gives every word of every page back.

    pdftotext must give the words in order. PDFium puts what stands at one height in order from left to right by
    itself, so of it only the words are asked, and no signs by themselves: it mends the hyphens of lines in its own way,
    and rows of dashes that lie close are run together. Nobody searches for those.

    Args:
        path: The finished file.
        pages: What was bound into it. Their pictures are not loaded.

    Raises:
        InvalidOutput: It is not; the message names the rule, or the page, the reader and the word.
        ToolMissing: pdftotext is not installed.
        ToolFailed: pdftotext could not read the file or took too long.
    """
    for fault in find_unread(path, pages).values():
        raise InvalidOutput(fault)


def find_unread(path: Path, pages: Sequence[PdfPage]) -> dict[int, str]:
    """Find the pages of a bound file whose words do not all come back, as `prove` asks it.

    Args:
        path: The finished file.
        pages: What was bound into it.

    Returns:
        What is wrong first, by page counted from 0; the message names the page, the reader and the word.

    Raises:
        InvalidOutput: The file is not valid PDF/A, or does not have the pages that were bound.
        ToolMissing: pdftotext is not installed.
        ToolFailed: pdftotext could not read the file or took too long.
    """
    with ThreadPoolExecutor(2) as aside:
        # pdftotext is a process of its own that reads on another core what is looked through here. It takes three
        # times as long as all else, so each half of the pages has one.
        stretches = [aside.submit(_read_with_poppler, path, stretch) for stretch in _halve(len(pages))]
        report = validate_written(path, FLAVOUR)
        if not report.passed:
            raise InvalidOutput(f"The bound file is not PDF/A-{FLAVOUR}: {report.findings[0]}")
        # PDFium before pdftotext, which fails where it is asked for a page that is not there.
        by_pdfium = _pair(pages, list(_read_with_pdfium(path)))
        by_poppler = _pair(pages, [text for stretch in stretches for text in stretch.result()])
    readings = ("pdftotext", by_poppler, _compare_in_order), ("PDFium", by_pdfium, _compare_in_any_order)
    faults: dict[int, str] = {}
    for reader, pairs, compare in readings:
        for number, (page, text) in enumerate(pairs):
            fault = compare(page, _split(text))
            if fault:
                faults.setdefault(number, f"Page {number + 1} ({page.label}), read by {reader}: {fault}")
    return dict(sorted(faults.items()))


def _halve(count: int) -> list[range]:
    """Cut pages, counted from 1, in two; a single page is one half."""
    middle = count // 2 + 1
    return [half for half in (range(1, middle), range(middle, count + 1)) if half]


def _read_with_poppler(path: Path, pages: range) -> list[str]:
    arguments: list[str | Path] = ["-raw", "-enc", "UTF-8", "-f", str(pages[0]), "-l", str(pages[-1]), path, "-"]
    text = tools.run("pdftotext", arguments, timeout_s=START_S + PAGE_S * len(pages)).decode("utf-8", "replace")
    return text.split("\f")[:-1]


def _read_with_pdfium(path: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            with closing(page), closing(page.get_textpage()) as text_page:
                yield text_page.get_text_range()


def _pair(pages: Sequence[PdfPage], texts: Sequence[str]) -> list[tuple[PdfPage, str]]:
    """Pair the pages bound with the pages read.

    Raises:
        InvalidOutput: There are more of the ones than of the others.
    """
    if len(pages) != len(texts):
        raise InvalidOutput(f"The bound file does not have the {len(pages)} pages that were bound.")
    return list(zip(pages, texts, strict=True))


def _split(text: str) -> list[str]:
    return clean(text).split()


def _wanted(page: PdfPage) -> list[str]:
    return [piece for word in page.sheet.words for piece in _split(word.text)]


def _is_wordlike(text: str) -> bool:
    return any(map(str.isalnum, text))


def _compare_in_order(page: PdfPage, given: Sequence[str]) -> str:
    for index, (want, got) in enumerate(zip_longest(_wanted(page), given), 1):
        if want != got:
            return f"word {index} is “{want or ''}” but comes back as “{got or ''}”."
    return ""


def _compare_in_any_order(page: PdfPage, given: Sequence[str]) -> str:
    wanted, found = (Counter(filter(_is_wordlike, pieces)) for pieces in (_wanted(page), given))
    if wanted == found:
        return ""
    lost, added = next(iter(wanted - found), ""), next(iter(found - wanted), "")
    return f"the word “{lost}” is lost, or “{added}” was not there."
