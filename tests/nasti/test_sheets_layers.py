"""Sheets of PDFs that bring their own text: what is kept, what is read, and how they lie."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest

from ingest.geometry import lay_upright
from nasti.model import Sheet
from nasti.settings import OcrSection, Settings
from nasti.sheets import read_sheet
from tests.ingest import layered


def read(path: Path, index: int = 0, **ocr: Any) -> Sheet:
    return read_sheet((path,), "pdf", index, Settings(ocr=OcrSection(**ocr))).sheet


def decision(sheet: Sheet) -> dict[str, object]:
    (step,) = (step for step in sheet.steps if step.name == "text_layer")
    return dict(step.detail)


def missing(sheet: Sheet, text: str) -> int:
    return (Counter(text.split()) - Counter(word.text for word in sheet.words)).total()


@pytest.mark.parametrize(
    ("name", "index", "text"),
    [
        ("chromium", 0, f"{layered.LETTER} {layered.ENGLISH}"),
        ("libreoffice", 1, f"{layered.LETTER} {layered.ENGLISH}"),
        ("krutidev", 0, f"{layered.LETTER} {layered.REST}"),
        ("chanakya", 0, f"{layered.LETTER} {layered.REST}"),
    ],
)
def test_what_a_page_rightly_says_is_kept_word_for_word(name: str, index: int, text: str) -> None:
    sheet = read(layered.SAMPLES / f"{name}.pdf", index)
    assert decision(sheet)["kept"] is True
    assert missing(sheet, text) == 0
    assert len(sheet.words) == len(text.split())
    assert sheet.text.startswith("कार्यालय कलेक्टर, जिला दुर्ग (छ.ग.)\nक्रमांक 142/अ-27/2014 दिनांक 02.03.2015\nविषय:-")
    assert not {"turn_unsure", "legacy_font", "low_confidence"} & set(sheet.flags)
    assert not any(step.name == "read" for step in sheet.steps)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("shusha", "legacy_font"),
        ("ocrmypdf", "no_unicode"),
        ("tesseract", "says_otherwise"),
        ("typed-line", "covers_a_part"),
    ],
)
def test_what_it_wrongly_says_is_read_instead(name: str, why: str) -> None:
    sheet = read(layered.SAMPLES / f"{name}.pdf")
    assert decision(sheet)["why"] == why
    assert ("legacy_font" in sheet.flags) == (name == "shusha")
    assert any(step.name == "read" for step in sheet.steps)
    assert missing(sheet, f"{layered.LETTER} {layered.REST}") < 0.35 * len(f"{layered.LETTER} {layered.REST}".split())


def test_layers_can_be_left_alone() -> None:
    sheet = read(layered.SAMPLES / "chromium.pdf", text_layers="never")
    assert not any(step.name == "text_layer" for step in sheet.steps)
    assert any(step.name == "read" for step in sheet.steps)


@pytest.mark.parametrize("rotate", [90, 180])
def test_the_words_say_which_way_is_up_and_stand_on_their_ink(tmp_path: Path, rotate: int) -> None:
    with pikepdf.open(layered.SAMPLES / "chromium.pdf") as pdf:
        pdf.pages[0].Rotate = rotate
        pdf.save(tmp_path / "turned.pdf")
    sheet = read(tmp_path / "turned.pdf")
    assert (sheet.turn_deg, decision(sheet)["kept"]) == (360 - rotate, True)
    assert "turn_unsure" not in sheet.flags
    assert sheet.text.startswith("कार्यालय कलेक्टर, जिला दुर्ग (छ.ग.)\nक्रमांक")
    scanned = layered.open_page(tmp_path / "turned.pdf")
    gray = scanned.pixels if scanned.pixels.ndim == 2 else scanned.pixels[:, :, 0]
    upright = lay_upright(gray, scanned.picture.size_px, sheet.turn_deg, sheet.skew_deg, 1.0, 255)
    for word in sheet.words:
        left, top, right, bottom = word.box
        assert np.mean(upright[top:bottom, left:right] < 128) > 0.05


def test_a_signed_sheet_says_by_whom_and_where() -> None:
    sheet = read(layered.SAMPLES / "signed.pdf")
    assert "signed" in sheet.flags
    (notice,) = (notice for notice in sheet.notices if notice.name == "signed")
    assert notice.box is not None
    (detail,) = (step.detail for step in sheet.steps if step.name == "signed")
    assert (detail["by"], detail["whole"]) == ("RAM LAL SAHU", True)
    assert "RAM LAL SAHU." in sheet.text
    assert missing(sheet, f"{layered.LETTER} {layered.ENGLISH}") == 0


def test_a_filled_form_gives_its_values_and_shows_them(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = layered.write_page(
            pdf, b"BT /F 12 Tf 40 505 Td (Name of the applicant) Tj 0 -40 Td (Name of the village) Tj ET"
        )
        layered.add_field(pdf, page, "name", "Ram Lal Sahu", [200, 500, 400, 520], drawn=True)
        layered.add_field(pdf, page, "village", "ग्राम कुरूद", [200, 460, 400, 480], drawn=False)
        pdf.save(tmp_path / "form.pdf")
    sheet = read(tmp_path / "form.pdf")
    assert sheet.text.splitlines() == ["Name of the applicant Ram Lal Sahu", "Name of the village ग्राम कुरूद"]
    # Poppler has no letters for a Hindi value that the form does not draw.
    assert "value_not_shown" in sheet.flags
