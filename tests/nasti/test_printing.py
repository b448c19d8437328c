from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import pikepdf
import pytest
import zxingcpp
from pikepdf.pdfa import validate_written

from nasti import tools
from nasti.printing import Print, draw_bars, draw_qr

DRAWN = datetime(2026, 1, 5, 12, tzinfo=UTC)


def printed(foot: str = "", text: str = "नस्ती क्रमांक 142/अ-27 · File number", pages: int = 1) -> bytes:
    sheets = Print("नस्ती 142", DRAWN, foot)
    for _ in range(pages):
        sheets.add_page()
        sheets.say(text, 12, bold=True, align="C")
        sheets.put_code(draw_qr("नस्ती"), 20, 60, 40)
    return bytes(sheets.output())


def text_of(pdf: bytes) -> str:
    return tools.run("pdftotext", ["-layout", "-", "-"], timeout_s=30, stdin=pdf).decode()


def test_prints_are_pdf_a(tmp_path):
    path = tmp_path / "print.pdf"
    path.write_bytes(printed("पृष्ठ · page"))
    # The validator does not know /OpenAction, which the standard allows; that is its gap and no fault of the print.
    assert [(one.kind, one.where) for one in validate_written(path, "2b").findings if one.kind == "violation"] == []


def test_text_of_both_languages_is_shaped_and_found():
    assert "142/अ-27 · File number" in text_of(printed())


def test_hindi_is_shaped_behind_english_as_it_is_alone():
    sheets = Print("x", DRAWN)
    apart = sheets.get_string_width("rajasva, ") + sheets.get_string_width("ग्राम की निजी भूमि")
    assert sheets.get_string_width("rajasva, ग्राम की निजी भूमि") == pytest.approx(apart)
    sheets.output()  # Which closes the typeface.


@pytest.mark.parametrize(("foot", "feet"), [("पैर foot", 2), ("", 0)])
def test_feet_are_printed_on_every_page_or_on_none(foot, feet):
    text = text_of(printed(foot, pages=2))
    assert (text.count("foot"), "".join(text.split()).count("/2")) == (feet, feet)


def test_a_word_longer_than_the_line_is_broken_and_not_lost():
    assert "".join(text_of(printed(text="x" * 300)).split()).count("x") == 300


def test_codes_on_paper_are_read_back():
    for code in (draw_qr("नस्ती 142"), draw_bars("N1-S-17-A")):
        (read,) = zxingcpp.read_barcodes(np.asarray(code))
        assert read.text in ("नस्ती 142", "N1-S-17-A")


def test_letters_end_with_their_block():
    sheets = Print("x", DRAWN)
    sheets.add_page()
    with sheets.letters(20, bold=True):
        assert sheets.font_size_pt == 20
    assert sheets.font_size_pt == 10
    with pikepdf.open(BytesIO(bytes(sheets.output()))) as pdf:
        assert len(pdf.pages) == 1
