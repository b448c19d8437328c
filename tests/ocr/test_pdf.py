from __future__ import annotations

import dataclasses
import math
import re
import subprocess
import time
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf.pdfa import validate_written
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageStat

from nasti.errors import InvalidOutput, StorageError
from nasti.model import Picture, Sheet, Word, scan_to_upright
from ocr import pdf as binding
from ocr.pdf import Bookmark, PdfPage, bind, page_geometry
from ocr.pdf_metadata import make_profile

WORD_PX = [(300, 260, 420, 300), (480, 260, 700, 300), (300, 600, 640, 650), (560, 980, 760, 1020)]


def jpeg(image: Image.Image, **options: object) -> bytes:
    data = BytesIO()
    image.save(data, "JPEG", **{"quality": 90, **options})
    return data.getvalue()


def page(label: str, *, size_px: tuple[int, int] = (600, 800), dpi: int = 100, **found: object) -> PdfPage:
    picture = Picture(jpeg(Image.new("RGB", size_px, "ivory")), "jpeg", size_px, dpi)
    turned = size_px if found.get("turn_deg", 0) in (0, 180) else size_px[::-1]
    return PdfPage(lambda: picture, Sheet(0, turned, dpi, **found), label)


def scan_of(sheet: Sheet) -> Picture:
    """Draw a sheet with a black bar for every word, and scan it turned and skewed as the sheet says."""
    upright = Image.new("L", sheet.size_px, "white")
    pen = ImageDraw.Draw(upright)
    for word in sheet.words:
        pen.rectangle((word.box[0], word.box[1], word.box[2] - 1, word.box[3] - 1), fill="black")
    scan_px = sheet.size_px if sheet.turn_deg % 180 == 0 else sheet.size_px[::-1]
    to_upright = scan_to_upright(scan_px, sheet.turn_deg, sheet.skew_deg)
    scan = upright.transform(
        scan_px, Image.Transform.AFFINE, to_upright[0] + to_upright[1], Image.Resampling.BICUBIC, fillcolor="white"
    )
    return Picture(jpeg(scan), "jpeg", scan_px, sheet.dpi)


def draw(path: Path, dpi: int) -> Image.Image:
    """Draw the first page with poppler: PDFium rounds the matrix of a skewed image, which moves its far corner."""
    done = subprocess.run(["pdftoppm", "-gray", "-singlefile", "-r", str(dpi), path], check=True, capture_output=True)
    return Image.open(BytesIO(done.stdout))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    turn_deg=st.sampled_from([0, 90, 180, 270]),
    skew_deg=st.floats(-6, 6),
    paper_px=st.sampled_from([(0, 0, 0, 0), (40, 60, 900, 1150), (250, 200, 800, 1050)]),
)
def test_words_lie_on_their_ink(tmp_path, info, turn_deg, skew_deg, paper_px):
    words = tuple(Word(f"शब्द{index}", box, 0.9, index, 0) for index, box in enumerate(WORD_PX))
    sheet = Sheet(0, (940, 1200), 150, turn_deg, skew_deg, paper_px, words=words)
    out = tmp_path / "bound.pdf"
    bind([PdfPage(lambda: scan_of(sheet), sheet, "N-1")], [], info, out)
    drawn = draw(out, 150)
    boxes = subprocess.run(["pdftotext", "-bbox", out, "-"], check=True, capture_output=True, text=True).stdout
    found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">', boxes)
    assert len(found) == len(words)
    for edges in found:
        left, top, right, bottom = (float(edge) * 150 / 72 for edge in edges)
        inside = drawn.crop((math.ceil(left) + 3, math.ceil(top) + 3, int(right) - 3, int(bottom) - 3))
        assert inside.getextrema()[1] < 100
        for beside in ((left - 8, top, left - 4, bottom), (right + 4, top, right + 8, bottom)):
            assert drawn.crop(tuple(map(round, beside))).getextrema()[0] > 150


def test_a_reduced_picture_lies_where_the_whole_one_lies(tmp_path, info):
    words = tuple(Word(f"शब्द{index}", box, 0.9, index, 0) for index, box in enumerate(WORD_PX))
    sheet = Sheet(0, (940, 1200), 150, 90, 2.0, (40, 60, 900, 1150), words=words)
    whole = scan_of(sheet)
    image = Image.open(BytesIO(whole.data)).resize((whole.size_px[0] * 2 // 3, whole.size_px[1] * 2 // 3))
    reduced = Picture(jpeg(image), "jpeg", image.size, 100)
    drawn = []
    for name, picture in (("whole", whole), ("reduced", reduced)):
        bind([PdfPage(partial(replace, picture), sheet, "N-1")], [], info, tmp_path / name)
        drawn.append(draw(tmp_path / name, 75))
    assert drawn[0].size == drawn[1].size
    assert ImageStat.Stat(ImageChops.difference(*drawn)).mean[0] < 2


def test_the_page_is_as_large_as_the_paper(tmp_path, info):
    out = tmp_path / "bound.pdf"
    bind([page("N-1", paper_px=(50, 100, 550, 700)), page("N-2", turn_deg=90)], [], info, out)
    with pikepdf.open(out) as pdf:
        assert [[float(side) for side in p.MediaBox] for p in pdf.pages] == [[0, 0, 360, 432], [0, 0, 576, 432]]


@pytest.mark.parametrize(
    ("size_px", "dpi", "largest_pt"), [((60000, 100), 72, 14400), ((2, 2), 300, 3), ((600, 800), 0, 14400)]
)
def test_pages_keep_to_the_sizes_of_pdf_a(size_px, dpi, largest_pt):
    paper_px, scale = page_geometry(Sheet(0, size_px, dpi), dpi)
    assert paper_px == (0, 0, *size_px)
    assert max(size_px) * scale == pytest.approx(min(largest_pt, max(size_px) * 72))


@pytest.mark.parametrize("paper_px", [(0, 0, 0, 0), (700, 0, 900, 800), (300, 300, 200, 400)])
def test_without_paper_the_whole_sheet_is_shown(paper_px):
    assert page_geometry(Sheet(0, (600, 800), 72, paper_px=paper_px), 72) == ((0, 0, 600, 800), 1.0)


def test_the_file_says_what_it_is(tmp_path, info):
    out = tmp_path / "bound.pdf"
    bind([page("N-1"), page("N-2")], [], info, out)
    with pikepdf.open(out) as pdf:
        xmp = pdf.open_metadata()
        assert xmp.pdfa_status == "2B"
        assert xmp["dc:title"] == str(pdf.docinfo.Title) == info.title
        assert xmp["dc:identifier"] == xmp["pdf:Keywords"] == str(pdf.docinfo.Keywords) == info.number
        assert xmp["dc:description"] == str(pdf.docinfo.Subject) == info.subject
        assert (xmp["dc:creator"], str(pdf.docinfo.Author)) == ([info.department], info.department)
        assert (xmp["dc:type"], xmp["dc:language"]) == ({"noting"}, {"hi", "en"})
        assert (xmp["xmp:CreateDate"], str(pdf.docinfo.CreationDate)) == ("2024-05-06T07:08:09Z", "D:20240506070809Z")
        assert xmp["pdf:Producer"] == str(pdf.docinfo.Producer)
        assert str(pdf.Root.Lang) == "hi"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_what_is_not_known_is_left_out(tmp_path, info):
    out = tmp_path / "bound.pdf"
    bare = dataclasses.replace(info, number="", subject="\x00", department="", part=None, languages=())
    bind([page("N-1")], [], bare, out)
    assert validate_written(out, "2b").passed
    with pikepdf.open(out) as pdf:
        assert not {"/Author", "/Subject", "/Keywords"} & set(pdf.docinfo.keys())
        xmp = pdf.open_metadata()
        assert not any(key in xmp for key in ("dc:identifier", "dc:type", "dc:creator", "dc:language"))


def test_pages_are_named_and_papers_bookmarked(tmp_path, info):
    out = tmp_path / "bound.pdf"
    bookmarks = [Bookmark("आवेदन (दि. 5/1/1994)", 0), Bookmark("आदेश", 2)]
    bind([page(label) for label in ("C-1", "C-2", "C-7")], bookmarks, info, out)
    with pypdfium2.PdfDocument(out) as document:
        assert [document.get_page_label(index) for index in range(3)] == ["C-1", "C-2", "C-7"]
        outline = [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
    assert outline == [(bookmark.title, bookmark.page) for bookmark in bookmarks]


def test_the_file_is_valid_and_in_order(tmp_path, info):
    out = tmp_path / "bound.pdf"
    words = (Word("नस्ती", (60, 60, 160, 90), 0.9, 0, 0),)
    bind([page("N-1", words=words, skew_deg=1.5), page("N-2")], [Bookmark("टीप", 0)], info, out)
    report = validate_written(out, "2b")
    assert report.passed, report.findings
    with pikepdf.open(out) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_the_same_input_gives_the_same_bytes(tmp_path, info, monkeypatch):
    words = (Word("नस्ती", (60, 60, 160, 90), 0.9, 0, 0),)
    pages = [page("N-1", words=words), page("N-2")]
    for name in ("first", "second"):
        bind(pages, [Bookmark("टीप", 1)], info, tmp_path / name)
        monkeypatch.setattr("time.time", lambda: 4102444800.0)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_pictures_are_loaded_one_by_one_and_set_aside(tmp_path, info, monkeypatch):
    monkeypatch.setattr(binding, "BATCH_BYTES", 1)
    events: list[str] = []
    set_aside = binding._set_aside
    monkeypatch.setattr(binding, "_set_aside", lambda *given: events.append("aside") or set_aside(*given))

    def watched(inner: PdfPage) -> PdfPage:
        return dataclasses.replace(inner, picture=lambda: events.append(inner.label) or inner.picture())

    out = tmp_path / "bound.pdf"
    words = (Word("नस्ती", (60, 60, 160, 90), 0.9, 0, 0),)
    bind([watched(page("N-1", words=words)), watched(page("N-2", words=words))], [], info, out)
    assert events == ["N-1", "aside", "N-2", "aside"]
    assert validate_written(out, "2b").passed
    assert (
        subprocess.run(["pdftotext", out, "-"], check=True, capture_output=True, text=True).stdout.split()
        == ["नस्ती"] * 2
    )


def test_nothing_to_bind_is_refused(tmp_path, info):
    with pytest.raises(InvalidOutput, match="no page"):
        bind([], [], info, tmp_path / "bound.pdf")


def test_a_bookmark_to_nowhere_is_refused(tmp_path, info):
    with pytest.raises(InvalidOutput, match=r"आदेश.*page 2"):
        bind([page("N-1")], [Bookmark("आदेश", 1)], info, tmp_path / "bound.pdf")


@pytest.mark.parametrize(
    "picture",
    [
        Picture(b"no image", "jpeg", (600, 800), 100),
        Picture(b"no image", "png", (600, 800), 100),
        Picture(jpeg(Image.new("L", (600, 800)))[:40], "jpeg", (600, 800), 100),
        Picture(jpeg(Image.new("L", (300, 400))), "jpeg", (600, 800), 100),
        Picture(jpeg(Image.new("L", (300, 500))), "jpeg", (300, 500), 100),
        Picture(jpeg(Image.new("L", (900, 1200))), "jpeg", (900, 1200), 100),
    ],
)
def test_a_picture_that_is_not_its_sheet_is_refused_by_name(tmp_path, info, picture):
    wrong = PdfPage(lambda: picture, Sheet(0, (600, 800), 100), "C-3")
    with pytest.raises(InvalidOutput, match=r"Page 2 \(C-3\)"):
        bind([page("C-2"), wrong], [], info, tmp_path / "bound.pdf")


def test_a_file_that_cannot_be_written_stops_the_line(tmp_path, info):
    with pytest.raises(StorageError, match="missing"):
        bind([page("N-1")], [], info, tmp_path / "missing" / "bound.pdf")


def test_the_output_intent_is_srgb_of_a_version_that_pdfa_knows(tmp_path, info):
    out = tmp_path / "bound.pdf"
    bind([page("N-1")], [], info, out)
    with pikepdf.open(out) as book:
        (intent,) = book.Root.OutputIntents
        profile = intent.DestOutputProfile.read_bytes()
        assert intent.DestOutputProfile.N == 3
    assert profile[8:10] == b"\x04\x20"
    # What monitors say of themselves by a table of curves shows as what this says by a formula.
    colours = Image.merge("RGB", [Image.linear_gradient("L").rotate(turn) for turn in (0, 90, 180)])
    shown = ImageCms.profileToProfile(colours, BytesIO(profile), ImageCms.createProfile("sRGB"))
    assert max(high for _, high in ImageChops.difference(colours, shown).getextrema()) <= 1


def test_the_profile_does_not_tell_when_it_was_made():
    first = make_profile()
    make_profile.cache_clear()
    time.sleep(1.1)  # LittleCMS writes whole seconds.
    assert make_profile() == first
