"""Every odd paper of `tests/ingest/odd` comes out as its manifest says: as sheets, or refused with its reason."""

from __future__ import annotations

import json
import re
import warnings
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import numpy as np
import pdf2image
import pypdfium2
import pytest
from pikepdf import Dictionary, Name, Page, Pdf
from PIL import Image

from ingest.originals import count_sheets, open_sheet
from ingest.scanned import Scanned
from nasti.errors import InputRejected
from nasti.settings import LimitsSection
from ocr.pdf_picture import Profiles, embed_picture
from tests.ingest.odd import make
from tests.ingest.odd.papers import HERE, MANIFEST, REFUSED, TAKEN, as_viewed, missed_colours, unpack
from tests.ingest.odd.subject import ODD
from watch_folders.contents import Fingerprint, inspect

LIMITS = LimitsSection()
JPEG_LOSS = 3
ALIKE_WITHIN = 3.5
"""Mean distance in levels between what is kept and what a viewer shows, both reduced to a thumbnail."""
THUMBNAIL = (60, 85)
SMALL = [name for name in TAKEN if not name.startswith("map-")]
PDFS = [name for name in TAKEN if TAKEN[name]["form"] == "pdf"]
NOT_BY_POPPLER = {
    "image-jpeg2000-alpha.pdf": "poppler 22.12 takes its four channels for inks",
    "pdf-xref-gone.pdf": "poppler does not open it",
}
NOT_BY_PDFIUM = {
    "image-jpeg2000-alpha.pdf": "PDFium lays the paper under it twice",
    "pdf-xref-gone.pdf": "PDFium does not open it",
}


def open_odd(name: str, folder: Path, index: int = 0) -> Scanned:
    return open_sheet((unpack(name, folder),), MANIFEST[name]["form"], index, LIMITS, 95)


def test_the_manifest_tells_of_every_file_as_its_maker_does() -> None:
    kept = {path.name.removesuffix(".xz") for path in HERE.iterdir() if path.suffix not in {".py", ".json"}}
    assert kept - {"__pycache__"} == set(MANIFEST) == set(ODD)
    for name, paper in ODD.items():
        told = {key: value for key, value in MANIFEST[name].items() if key != "made_by"}
        assert told == json.loads(json.dumps(make.describe(paper))), f"make {name} anew"


def test_the_table_of_odd_papers_names_every_one_in_its_half() -> None:
    text = (HERE.parents[2] / "docs" / "papers.md").read_text(encoding="utf-8")
    taken, refused = (
        [
            name
            for line in part.splitlines()
            if line.startswith("| `")
            for name in re.findall("`([^`]+)`", line.split("|")[1])
        ]
        for part in text.split("## Refused")
    )
    for globs, papers in ((taken, TAKEN), (refused, REFUSED)):
        assert [name for name in papers if not any(fnmatch(name, glob) for glob in globs)] == []
        assert [glob for glob in globs if not any(fnmatch(name, glob) for name in papers)] == []


@pytest.mark.parametrize("name", SMALL)
def test_a_paper_arrives_and_its_sheets_come_out_as_they_should(tmp_path: Path, name: str) -> None:
    path, paper = unpack(name, tmp_path), MANIFEST[name]
    content = inspect(path, Fingerprint.of(path.lstat()))
    assert content is not None
    assert (content.problem, content.form) == (None, paper["form"])
    assert count_sheets((path,), paper["form"], LIMITS) == len(paper["sheets"])
    for index, expected in enumerate(paper["sheets"]):
        sheet = open_sheet((path,), paper["form"], index, LIMITS, 95)
        assert tell(sheet) == {key: expected[key] for key in ("size_px", "dpi", "form", "flags")}
        assert sheet.pixels.shape[1::-1] == sheet.picture.size_px
        assert missed_colours(sheet.pixels, expected) == []
        assert missed_colours(as_viewed(sheet.picture.data), expected, JPEG_LOSS) == []


def tell(sheet: Scanned) -> dict[str, Any]:
    picture = sheet.picture
    return {
        "size_px": list(picture.size_px), "dpi": picture.dpi, "form": picture.form, "flags": sorted(sheet.flags),
    }  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_scan_is_refused_in_both_languages(tmp_path: Path, name: str) -> None:
    path = unpack(name, tmp_path)
    refused = why_refused(path)
    assert re.search(REFUSED[name]["refused"], refused.message), refused.message
    assert path.name in refused.message and path.name in refused.hindi
    assert re.search("[\u0900-\u097f]{3}", refused.hindi)


def why_refused(path: Path) -> InputRejected:
    """The reason that is given before any pixel of the scan is decoded."""
    content = inspect(path, Fingerprint.of(path.lstat()))
    assert content is not None
    if content.problem is not None:
        return content.problem
    assert content.form is not None
    with pytest.raises(InputRejected) as caught:
        count_sheets((path,), content.form, LIMITS)
    return caught.value


def thumbnail(pixels: np.ndarray) -> np.ndarray:
    return np.asarray(Image.fromarray(pixels).convert("RGB").resize(THUMBNAIL, Image.Resampling.BOX), dtype=float)


def show_by_poppler(path: Path, index: int) -> np.ndarray:
    (page,) = pdf2image.convert_from_path(path, dpi=72, first_page=index + 1, last_page=index + 1, use_cropbox=True)
    return np.asarray(page)


def show_by_pdfium(path: Path, index: int) -> np.ndarray:
    with pypdfium2.PdfDocument(path) as book:
        book.init_forms()
        return np.asarray(book[index].render(may_draw_forms=True).to_pil().convert("RGB"))


@pytest.mark.parametrize("name", PDFS)
def test_what_is_kept_of_a_pdf_is_what_viewers_show(tmp_path: Path, name: str) -> None:
    path = unpack(name, tmp_path)
    for index in range(len(TAKEN[name]["sheets"])):
        kept = thumbnail(as_viewed(open_odd(name, tmp_path, index).picture.data))
        for show, not_by in ((show_by_poppler, NOT_BY_POPPLER), (show_by_pdfium, NOT_BY_PDFIUM)):
            if name not in not_by:
                assert np.abs(kept - thumbnail(show(path, index))).mean() < ALIKE_WITHIN, show.__name__


@pytest.mark.parametrize("name", [name for name in TAKEN if "icc" in name or "cmyk" in name or "ycck" in name])
def test_a_bound_picture_shows_its_colours_in_both_viewers(tmp_path: Path, name: str) -> None:
    picture = open_odd(name, tmp_path).picture
    with Pdf.new() as book:
        image = embed_picture(book, picture, Profiles(book))
        content = book.make_stream(b"q 240 0 0 340 0 0 cm /P Do Q")
        shown = Dictionary(XObject=Dictionary(P=image))
        page = Dictionary(Type=Name.Page, MediaBox=[0, 0, 240, 340], Resources=shown, Contents=content)
        book.pages.append(Page(page))
        book.save(tmp_path / "bound.pdf")
    for show in (show_by_poppler, show_by_pdfium):
        assert missed_colours(show(tmp_path / "bound.pdf", 0), TAKEN[name]["sheets"][0], 2 * JPEG_LOSS) == []


def test_nothing_is_said_on_the_side_of_sixteen_bits(tmp_path: Path) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        open_odd("image-16-bit.pdf", tmp_path)
    assert said == []
