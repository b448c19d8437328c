"""The sample nasti: files as scanners write them, and a truth that lies where the ink lies."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pikepdf
import pytest
from PIL import Image, ImageFont, ImageSequence

from nasti.drawing import canvas
from nasti.drawing.leaves import Leaf, Wear, scan_leaf
from nasti.drawing.papers import Application
from nasti.errors import ToolMissing
from nasti.model import KINDS, scan_to_upright
from nasti.samples import PLANS, Sample, draw_samples


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    return draw_samples(tmp_path_factory.mktemp("inbox"))


def open_scans(sample: Sample) -> Iterator[npt.NDArray[np.uint8]]:
    """The scans as colour arrays, as a reader of the files gets them."""
    if sample.form == "pdf":
        with pikepdf.open(sample.path) as pdf:
            for page in pdf.pages:
                (image,) = page.get_images().values()
                yield np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("RGB"))
    elif sample.form == "tiff":
        with Image.open(sample.path) as tiff:
            for frame in ImageSequence.Iterator(tiff):
                yield np.asarray(frame.convert("RGB"))
    else:
        for path in sorted(sample.path.iterdir()):
            with Image.open(path) as image:
                yield np.asarray(image.convert("RGB"))


def test_three_forms_of_scan_lie_in_folders_by_station_and_department(samples: list[Sample]) -> None:
    assert [sample.form for sample in samples] == ["pdf", "tiff", "folder"]
    assert [len(sample.path.relative_to(samples[0].path.parents[2]).parts) for sample in samples] == [3, 3, 3]
    assert [path.name for path in sorted(samples[2].path.iterdir())] == [f"scan_000{n}.jpg" for n in range(1, 6)]


def test_files_are_what_scanners_write(samples: list[Sample]) -> None:
    with pikepdf.open(samples[0].path) as pdf:
        for page in pdf.pages:
            (image,) = page.get_images().values()
            assert image.Filter == pikepdf.Name.DCTDecode
            assert float(page.mediabox[2]) == pytest.approx(image.Width * 72 / 300, abs=0.01)
    with Image.open(samples[1].path) as tiff:
        assert {frame.info["compression"] for frame in ImageSequence.Iterator(tiff)} == {"group4"}
        assert tiff.info["dpi"] == (300, 300)
    with Image.open(samples[2].path / "scan_0001.jpg") as jpeg:
        assert (jpeg.mode, jpeg.info["dpi"]) == ("RGB", (300, 300))


def test_every_sheet_has_its_truth(samples: list[Sample]) -> None:
    for sample in samples:
        sizes = [scan.shape[:2] for scan in open_scans(sample)]
        assert len(sizes) == len(sample.pages)
        for size, page in zip(sizes, sample.pages, strict=True):
            assert size == ((3508, 2480) if page.turn_deg % 180 == 0 else (2480, 3508))
            assert page.kind in KINDS
            assert (page.kind == "blank") == (page.words == ())


def test_the_samples_have_what_a_record_room_meets(samples: list[Sample]) -> None:
    pages = [page for sample in samples for page in sample.pages]
    assert all(sample.pages[0].kind == "cover" for sample in samples)
    assert {"note", "order_sheet", "letter", "order", "application", "list", "blank"} <= {page.kind for page in pages}
    assert Counter(page.turn_deg for page in pages) == {0: 13, 90: 1, 180: 3}
    assert {page.skew_deg > 0 for page in pages if page.skew_deg} == {True, False}


def test_the_cover_carries_the_number_and_the_text_what_is_searched(samples: list[Sample]) -> None:
    for sample in samples:
        assert any(sample.number in line for line in sample.pages[0].lines)
    text = " ".join(line for sample in samples for page in sample.pages for line in page.lines)
    for sought in ("नामांतरण", "57/अ-6/2003-04", "technical sanction", "भू-अर्जन"):
        assert sought in text


def test_words_are_normal_text(samples: list[Sample]) -> None:
    for sample in samples:
        for page in sample.pages:
            for word in page.words:
                assert word.text == unicodedata.normalize("NFC", word.text).strip()
                assert " " not in word.text


def test_word_boxes_lie_on_the_ink(samples: list[Sample]) -> None:
    for sample in samples:
        for scan, page in zip(open_scans(sample), sample.pages, strict=True):
            matrix = np.asarray(scan_to_upright(scan.shape[1::-1], page.turn_deg, page.skew_deg))
            upright = cv2.warpAffine(cv2.cvtColor(scan, cv2.COLOR_RGB2GRAY), matrix, canvas.A4_PX, borderValue=255)
            for word in page.words:
                left, top, right, bottom = word.box
                inked = upright[top:bottom, left:right] < 130
                for seen, length in ((inked.any(axis=0), right - left), (inked.any(axis=1), bottom - top)):
                    places = np.flatnonzero(seen)
                    assert places.size, (sample.number, page.kind, word)
                    assert places[0] <= 5, (sample.number, page.kind, word)
                    assert places[-1] >= length - 6, (sample.number, page.kind, word)


def test_the_same_seed_gives_the_same_bytes(samples: list[Sample], tmp_path: Path) -> None:
    for first, again in zip(samples, draw_samples(tmp_path), strict=True):
        files = [(path, again.path / path.name) for path in first.path.iterdir()] if first.form == "folder" else []
        for one, other in files or [(first.path, again.path)]:
            assert one.read_bytes() == other.read_bytes()


def test_another_seed_changes_the_sheet_and_not_the_words() -> None:
    leaf = PLANS[0].leaves[4]
    assert isinstance(leaf.paper, Application)
    seal = canvas.draw_seal("OFFICE", "SEAL", "serif")
    one, other = (scan_leaf(leaf, "lohit", seal, np.random.default_rng(seed)) for seed in (1, 2))
    assert one.truth == other.truth
    assert (one.image != other.image).mean() > 0.1


def test_a_blank_back_shows_the_front_faintly_and_mirrored() -> None:
    front = np.full((3508, 2480), 255, np.uint8)
    front[1000:1300, 300:900] = 0
    leaf = Leaf(None, Wear(age=0.0))
    back = scan_leaf(leaf, "lohit", np.zeros((9, 9), np.uint8), np.random.default_rng(1), behind=front).image
    shade = back[1000:1300].mean(axis=(0, 2))
    assert shade[2480 - 800 : 2480 - 400].mean() < shade[400:800].mean() - 8
    assert back.min() > 190


def test_a_seal_keeps_its_colour_and_lets_the_text_through(samples: list[Sample]) -> None:
    sheet = list(open_scans(samples[0]))[3].astype(int)
    violet = (sheet[:, :, 2] - sheet[:, :, 1] > 60) & (sheet[:, :, 2] > sheet[:, :, 0])
    rows, columns = np.nonzero(violet)
    assert violet.sum() > 5000
    under = sheet[rows.min() : rows.max(), columns.min() : columns.max()].max(axis=2)
    assert (under < 60).sum() > 300


def test_devanagari_is_shaped() -> None:
    font = canvas.open_face("lohit", 12)
    plain = ImageFont.truetype(canvas.find_face("lohit"), font.size, layout_engine=ImageFont.Layout.BASIC)
    assert font.getlength("क्ष") < 0.75 * plain.getlength("क्ष")


def test_a_missing_typeface_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(canvas, "FONT_FOLDERS", (tmp_path,))
    with pytest.raises(ToolMissing, match="apt-get install fonts-nakula"):
        canvas.find_face("nakula")


def test_a_missing_shaping_library_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas.features, "check", lambda _: False)
    with pytest.raises(ToolMissing, match="apt-get install libfribidi0"):
        canvas.open_face("lohit", 31)
