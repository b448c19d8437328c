"""OCRmyPDF itself, run with our plugin on pages drawn and aged."""

from __future__ import annotations

import logging
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import ocrmypdf
import pikepdf
import pypdfium2
import pytest
from ocrmypdf._plugin_manager import get_plugin_manager
from ocrmypdf.hocrtransform.hocr_parser import HocrParser
from PIL import Image

from nasti.drawing.canvas import Canvas
from nasti.errors import InputRejected, NastiError, ToolFailed, ToolMissing
from nasti.model import Sheet, Word
from nasti.ocrmypdf_plugin import NastiOcrEngine, _own_errors, check_options, get_ocr_engine
from ocr.hocr import write_hocr

PLUGIN = "nasti.ocrmypdf_plugin"
LETTER = """कार्यालय कलेक्टर, जिला रायपुर
क्रमांक 1142/भू-अभि./1993 दिनांक 16/11/1993
विषय : खसरा नंबर 176/4 के नामांतरण प्रकरण के संबंध में
उपरोक्त विषय में लेख है कि आवेदक श्री संतोष निषाद निवासी ग्राम डूमरडीह ने आवेदन पत्र प्रस्तुत कर निवेदन किया है
कि उनकी भूमि का सीमांकन कराया जाए। तहसीलदार द्वारा प्रस्तुत प्रतिवेदन के अनुसार शासकीय भूमि पर कब्जा पाया गया है।
Copy forwarded to the Collector for information and necessary action."""
SKEW_DEG = 1.5


@pytest.fixture(scope="module")
def letter() -> Canvas:
    canvas = Canvas("nakula", 14)
    for line in LETTER.split("\n"):
        canvas.write(line)
        canvas.skip(0.5)
    return canvas


@pytest.fixture(scope="module")
def scan(letter: Canvas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages: crooked and on its side, upright, blank."""
    pages = [letter.image.rotate(SKEW_DEG, Image.Resampling.BICUBIC, fillcolor=255).rotate(90, expand=True)]
    pages += [letter.image, Image.new("L", letter.image.size, 255)]
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=300)
    return path


def run(scan: Path, out: Path, *options: str) -> list[list[str]]:
    """Run OCRmyPDF as a user does; the words of each page by its own account."""
    sidecar = out.with_suffix(".txt")
    command = [sys.executable, "-m", "ocrmypdf", "--plugin", PLUGIN, "-l", "hin+eng", "--sidecar", sidecar]
    done = subprocess.run([*command, *options, scan, out], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [split(page) for page in sidecar.read_text("utf-8").split("\f")]


def split(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def read_with_poppler(path: Path) -> list[list[str]]:
    shown = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True).stdout
    return [split(page) for page in shown.split("\f")[:-1]]


def read_with_pdfium(path: Path) -> list[list[str]]:
    with pypdfium2.PdfDocument(path) as document:
        return [split(page.get_textpage().get_text_range()) for page in document]


def share_found(page: list[str]) -> float:
    """How many of the letter's words stand on a page."""
    wanted = Counter(split(LETTER))
    return sum((wanted & Counter(page)).values()) / wanted.total()


@pytest.fixture(scope="module")
def done(scan: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[list[str]]]:
    """The scan turned, straightened and read in two processes, and the words by OCRmyPDF's own account."""
    out = tmp_path_factory.mktemp("done") / "out.pdf"
    return out, run(scan, out, "--rotate-pages", "--deskew", "--jobs", "2")


def test_pages_are_turned_straightened_and_read(done: tuple[Path, list[list[str]]]) -> None:
    out, told = done
    assert share_found(told[0]) >= 0.95
    assert share_found(told[1]) >= 0.95
    assert told[2] == []
    assert read_with_poppler(out) == told
    assert list(map(Counter, read_with_pdfium(out))) == list(map(Counter, told))
    with pikepdf.open(out) as pdf:
        assert [tuple(round(float(side)) for side in page.MediaBox) for page in pdf.pages] == [(0, 0, 595, 842)] * 3
        assert pdf.open_metadata().pdfa_status == "2B"
        assert f"Nasti {NastiOcrEngine.version()}" in str(pdf.docinfo.Creator)


def test_words_lie_on_their_ink(done: tuple[Path, list[list[str]]], letter: Canvas) -> None:
    wanted = next(word.box for word in letter.words if word.text == "कलेक्टर,")
    with pypdfium2.PdfDocument(done[0]) as document:
        for page in (0, 1):
            text = document[page].get_textpage()
            index, _ = text.search("कलेक्टर").get_next()
            left, _, _, top = text.get_charbox(index)
            assert (left, 842 - top) == pytest.approx((wanted[0] * 0.24, wanted[1] * 0.24), abs=3)


def test_a_text_layer_of_ours_is_replaced_and_pages_stay_as_they_are(
    done: tuple[Path, list[list[str]]], tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    told = run(done[0], out, "--redo-ocr", "--pages", "1,3", "--use-threads", "--output-type", "pdf")
    assert share_found(told[0]) >= 0.95
    words = read_with_poppler(out)
    assert (words[0], words[1]) == (told[0], done[1][1])
    with pikepdf.open(done[0]) as before, pikepdf.open(out) as after:
        for page, again in zip(before.pages, after.pages, strict=True):
            (image,), (same,) = page.get_images().values(), again.get_images().values()
            assert image.read_raw_bytes() == same.read_raw_bytes()


def test_every_turn_is_told_as_ocrmypdf_counts_it(letter: Canvas, tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    options = ocrmypdf.OcrOptions(input_file="in", output_file="out")
    for clockwise in (0, 90, 180, 270):
        letter.image.rotate(-clockwise, expand=True).save(path, dpi=(300, 300))
        found = NastiOcrEngine.get_orientation(path, options)
        assert (found.angle, found.confidence >= options.rotate_pages_threshold) == (clockwise, True)
    Image.new("L", (2480, 3508), 255).save(path, dpi=(300, 300))
    assert NastiOcrEngine.get_orientation(path, options).confidence == 0


def test_a_page_is_straight_when_rotated_as_told(letter: Canvas, tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    letter.image.rotate(SKEW_DEG, Image.Resampling.BICUBIC, fillcolor=255).save(path, dpi=(300, 300))
    told = NastiOcrEngine.get_deskew(path, ocrmypdf.OcrOptions(input_file="in", output_file="out"))
    assert told == pytest.approx(-SKEW_DEG, abs=0.1)


def test_another_engine_may_be_asked_for() -> None:
    manager = get_plugin_manager([PLUGIN])
    named = {
        name: ocrmypdf.OcrOptions(input_file="in", output_file="out", ocr_engine=name) for name in ("auto", "none")
    }
    assert isinstance(manager.get_ocr_engine(options=named["auto"]), NastiOcrEngine)
    assert not isinstance(manager.get_ocr_engine(options=named["none"]), NastiOcrEngine)
    assert get_ocr_engine(None) is not None
    check_options(named["none"])
    assert named["none"].pdf_renderer == "auto"


def test_another_renderer_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    options = ocrmypdf.OcrOptions(input_file="in", output_file="out", pdf_renderer="fpdf2")
    with caplog.at_level(logging.WARNING):
        check_options(options)
    assert options.pdf_renderer == "fpdf2"
    assert "lose Hindi words" in caplog.text


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (InputRejected("no image"), ocrmypdf.exceptions.ExitCode.input_file),
        (ToolMissing("no data"), ocrmypdf.exceptions.ExitCode.missing_dependency),
        (ToolFailed("gave up"), ocrmypdf.exceptions.ExitCode.child_process_error),
    ],
)
def test_our_errors_end_as_ocrmypdf_ends(error: NastiError, exit_code: int) -> None:
    with pytest.raises(ocrmypdf.exceptions.ExitCodeException, match=error.message) as raised, _own_errors():
        raise error
    assert raised.value.exit_code == exit_code


def test_what_is_no_image_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    path.write_bytes(b"no image")
    with pytest.raises(ocrmypdf.exceptions.InputFileError, match="cannot be opened"):
        NastiOcrEngine.get_deskew(path, ocrmypdf.OcrOptions(input_file="in", output_file="out"))


def test_hocr_is_read_by_ocrmypdf(tmp_path: Path) -> None:
    words = (Word("क्रमांक", (100, 200, 300, 240), 0.93, 0, 0), Word("<7>", (320, 200, 400, 240), 0.5, 0, 0))
    path = tmp_path / "page.hocr"
    path.write_text(write_hocr(Sheet(0, (800, 1000), 200, turn_deg=90, words=words)), "utf-8")
    page = HocrParser(path).parse()
    assert (page.dpi, page.bbox.width, page.bbox.height) == (200, 1000, 800)
    assert [word.text for word in page.words] == ["क्रमांक", "<7>"]
    # Turned a quarter counter-clockwise, the sheet's right edge lies at the top of the scan.
    assert [(word.bbox.left, word.bbox.top) for word in page.words] == [(200, 500), (200, 400)]
    assert [word.confidence for word in page.words] == [0.93, 0.5]
