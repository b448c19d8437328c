"""Odd papers through the whole of `nasti read`: their words are read, and stand in a PDF that proves itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from nasti.model import Arrival, Understood
from nasti.reading import ScanReader
from nasti.settings import Settings
from tests.ingest.odd.papers import MANIFEST, TAKEN, unpack

WORDED = [name for name, paper in TAKEN.items() if any(sheet["words"] for sheet in paper["sheets"])]
BOUND = (
    "icc-cmyk.jpg", "icc-prophoto.tif", "image-icc-jpeg.pdf", "image-jbig2-globals.pdf", "jpeg-turned-7.jpg",
    "map-20000.png", "pages-mixed.pdf", "pdf-attached.pdf", "pdf-form-unseen.pdf", "png-alpha-palette.png",
    "tiff-12-in-16.tif", "tiff-pages.tif",
)  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[ScanReader]:
    opened = ScanReader(Settings.model_validate({"work": {"readers": 1}}))
    yield opened
    opened.close()


def read(reader: ScanReader, name: str, folder: Path) -> tuple[Understood, list[str]]:
    """What is understood of a paper, and the text that each page of its PDF gives back."""
    path = unpack(name, folder)
    scan = Arrival(path, (path,), MANIFEST[name]["form"], "", "", path.stat().st_size, False, Path(name))
    understood = reader.read(scan, folder / "out.pdf", lambda done, total: None)
    with pypdfium2.PdfDocument(folder / "out.pdf") as book:
        return understood, [page.get_textpage().get_text_range() for page in book]


@pytest.mark.parametrize("name", WORDED)
def test_the_words_of_an_odd_paper_are_read(reader: ScanReader, tmp_path: Path, name: str) -> None:
    _, pages = read(reader, name, tmp_path)
    for text, expected in zip(pages, MANIFEST[name]["sheets"], strict=True):
        assert [word for word in expected["words"].split() if word not in text] == []


@pytest.mark.parametrize("name", BOUND)
def test_an_odd_paper_is_bound_with_all_its_sheets(reader: ScanReader, tmp_path: Path, name: str) -> None:
    understood, pages = read(reader, name, tmp_path)
    expected = MANIFEST[name]["sheets"]
    assert len(understood.sheets) == len(pages) == len(expected)
    for sheet, told in zip(understood.sheets, expected, strict=True):
        assert sorted(sheet.size_px) == sorted(told["size_px"])
        assert sheet.dpi == told["dpi"]
        assert set(told["flags"]) <= set(sheet.flags)
