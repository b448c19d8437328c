"""The text that a PDF page brings with it is read word by word, each where the picture shows it."""

from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String

from ingest.scanned import Scanned
from ingest.words_of_glyphs import Frame
from nasti.model import Box
from nasti.textlayer import UNMAPPED, LayerWord
from tests.ingest import layered

SAID = b"BT /F 14 Tf 60 500 Td (District Durg 142/A-27) Tj 0 -300 Td (Tahsildar) Tj ET"


def words_of(scanned: Scanned) -> tuple[LayerWord, ...]:
    assert scanned.layer is not None
    return scanned.layer.words


def said(scanned: Scanned) -> list[str]:
    return [word.text for word in words_of(scanned)]


def write(folder: Path, content: bytes = SAID, **entries: object) -> Scanned:
    with pikepdf.new() as pdf:
        layered.write_page(pdf, content, **entries)
        pdf.save(folder / "page.pdf")
    return layered.open_page(folder / "page.pdf")


def ink_share(scanned: Scanned, box: Box) -> float:
    left, top, right, bottom = box
    return float((scanned.pixels[top:bottom, left:right] < 128).mean())


@pytest.mark.parametrize("name", ["chromium", "libreoffice"])
def test_hindi_and_english_come_out_exactly_as_they_were_typed(name: str) -> None:
    assert sorted(said(layered.sample(name))) == sorted(f"{layered.LETTER} {layered.ENGLISH}".split())


@pytest.mark.parametrize("name", ["chromium", "libreoffice", "krutidev"])
def test_every_word_stands_on_its_ink(name: str) -> None:
    scanned = layered.sample(name)
    assert all(ink_share(scanned, word.box) > 0.03 for word in words_of(scanned))
    assert all(word.seen and word.turn_deg == 0 for word in words_of(scanned))
    rest = scanned.pixels.copy()
    for word in words_of(scanned):
        rest[word.box[1] : word.box[3], word.box[0] : word.box[2]] = 255
    assert (rest < 128).sum() < 0.2 * (scanned.pixels < 128).sum()


def test_fonts_are_told_by_name() -> None:
    fonts = {font.partition("+")[2] for word in words_of(layered.sample("krutidev")) for _, font in word.runs}
    assert fonts == {"KrutiDev010"}


def test_a_recognisers_words_are_told_from_painted_ones() -> None:
    assert not any(word.seen for word in words_of(layered.sample("tesseract")))
    assert not any(word.seen for word in words_of(layered.sample("ocrmypdf")))
    assert all(word.seen for word in words_of(layered.sample("typed-line")))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [30, 40, 400, 560]])
@pytest.mark.parametrize("unit", [1, 2])
def test_words_stand_on_their_ink_however_the_page_is_shown(
    tmp_path: Path, rotate: int, crop: list[int] | None, unit: int
) -> None:
    shown: dict[str, object] = {"Rotate": rotate, "UserUnit": unit}
    scanned = write(tmp_path, **shown, **({"CropBox": Array(crop)} if crop else {}))
    assert said(scanned) == ["District", "Durg", "142/A-27", "Tahsildar"]
    assert {word.turn_deg for word in words_of(scanned)} == {-rotate % 360}
    assert all(ink_share(scanned, word.box) > 0.05 for word in words_of(scanned))
    ink = (scanned.pixels < 128).sum()
    assert sum(ink_share(scanned, w.box) * (w.box[2] - w.box[0]) * (w.box[3] - w.box[1]) for w in words_of(scanned)) > (
        0.95 * ink
    )


def test_words_on_a_scan_that_is_taken_out_stand_on_it_too() -> None:
    scanned = layered.sample("tesseract")
    words = words_of(scanned)
    on_ink = sum(ink_share(scanned, word.box) > 0.02 for word in words)
    assert on_ink >= 0.95 * len(words)


def test_what_glyphs_mean_together_is_believed(tmp_path: Path) -> None:
    content = b"BT /F 14 Tf 60 500 Td /Span <</ActualText <FEFF0935093F>>> BDC (xy) Tj EMC (A) Tj ET"
    assert said(write(tmp_path, content)) == ["विA"]


def test_what_they_mean_may_stand_among_the_resources(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        content = b"BT /F 14 Tf 60 500 Td /Span /P0 BDC (xy) Tj EMC ET"
        page = layered.write_page(pdf, content)
        page.Resources.Properties = Dictionary(P0=Dictionary(ActualText=String("वि")))
        pdf.save(tmp_path / "page.pdf")
    assert said(layered.open_page(tmp_path / "page.pdf")) == ["वि"]


def test_a_meaning_for_several_lines_is_not_believed(tmp_path: Path) -> None:
    content = b"BT /F 14 Tf 60 500 Td /P <</ActualText (all)>> BDC (one) Tj 0 -30 Td (two) Tj EMC ET"
    assert said(write(tmp_path, content)) == ["one", "two"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[(Dis) -20 (trict) -300 (Durg)] TJ", ["District", "Durg"]),
        (b"(District Durg) Tj ET BT /F 14 Tf 150 500 Td (12) Tj ET BT /F 14 Tf 168 500 Td (7) Tj",
         ["District", "Durg", "12", "7"]),
        (b"3 Tr (hidden) Tj 0 Tr (shown) Tj", ["hidden", "shown"]),
        (b"(one) Tj 0 -20 Td (two) Tj", ["one", "two"]),
        (b"(H) Tj 8 Tf 3 Ts (2) Tj 14 Tf 0 Ts (O) Tj", ["H2O"]),
    ],
)  # fmt: skip
def test_words_are_parted_where_they_stand_apart(tmp_path: Path, content: bytes, words: list[str]) -> None:
    content = content.replace(b"8 Tf", b"/F 8 Tf").replace(b" 14 Tf 0 Ts", b" /F 14 Tf 0 Ts")
    assert said(write(tmp_path, b"BT /F 14 Tf 60 500 Td " + content + b" ET")) == words


def test_a_glyph_without_meaning_is_told(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = layered.write_page(pdf, b"BT /F 14 Tf 60 500 Td (a\x01) Tj ET")
        page.Resources.Font.F["/Encoding"] = Name.WinAnsiEncoding
        pdf.save(tmp_path / "page.pdf")
    assert said(layered.open_page(tmp_path / "page.pdf")) == [f"a{UNMAPPED}"]


def test_text_inside_a_form_and_on_a_stamp_is_read(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = layered.write_page(pdf, b"q 1 0 0 1 60 300 cm /X Do Q")
        form = pdf.make_stream(b"BT /F 14 Tf (inside) Tj ET", Type=Name.XObject, Subtype=Name.Form)
        form.BBox, form.Resources = Array([0, -10, 200, 30]), page.Resources
        page.Resources = Dictionary(XObject=Dictionary(X=form))
        stamp = pdf.make_stream(b"BT /F 14 Tf 2 5 Td (RECEIVED) Tj ET", Type=Name.XObject, Subtype=Name.Form)
        stamp.BBox, stamp.Resources = Array([0, 0, 100, 20]), form.Resources
        place = Array([60, 400, 160, 420])
        note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=place, F=4, AP=Dictionary(N=stamp))
        page["/Annots"] = Array([note])
        pdf.save(tmp_path / "page.pdf")
    assert sorted(said(layered.open_page(tmp_path / "page.pdf"))) == ["RECEIVED", "inside"]


@pytest.mark.parametrize("drawn", [True, False])
def test_values_of_form_fields_are_words_and_in_the_picture(tmp_path: Path, drawn: bool) -> None:
    with pikepdf.new() as pdf:
        page = layered.write_page(pdf, b"BT /F 12 Tf 40 505 Td (Name:) Tj ET")
        layered.add_field(pdf, page, "name", "Ram Lal Sahu", [120, 500, 300, 520], drawn=drawn)
        layered.add_field(pdf, page, "left", "", [120, 460, 300, 480], drawn=False)
        pdf.save(tmp_path / "form.pdf")
    scanned = layered.open_page(tmp_path / "form.pdf")
    assert said(scanned) == ["Name:", "Ram", "Lal", "Sahu"]
    assert all(ink_share(scanned, word.box) > 0 for word in words_of(scanned))


def test_a_value_is_taken_from_its_field_where_it_is_drawn_as_gibberish(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = layered.write_page(pdf, b"")
        layered.add_field(pdf, page, "village", "xzke", [120, 500, 300, 520], drawn=True)
        pdf.Root.AcroForm.Fields[0].V = String("ग्राम कुरूद")
        pdf.save(tmp_path / "form.pdf")
    words = words_of(layered.open_page(tmp_path / "form.pdf"))
    assert [(word.text, word.field) for word in words] == [("ग्राम", True), ("कुरूद", True)]


def test_pages_without_text_bring_none(tmp_path: Path) -> None:
    assert write(tmp_path, b"10 10 100 100 re f").layer is None
    assert write(tmp_path, b"BT /F 14 Tf 60 5000 Td (off the page) Tj ET").layer is None


def test_a_page_of_endless_content_is_read_like_a_scan(tmp_path: Path) -> None:
    assert write(tmp_path, SAID + b"0 0 m " * 600_000).layer is None
    assert write(tmp_path, b"BT /F 1 Tf 60 500 Td (" + b"a" * 70_000 + b") Tj ET").layer is None


@pytest.mark.parametrize("damage", ["map", "font", "annotation"])
def test_a_page_that_contradicts_itself_is_read_like_a_scan(tmp_path: Path, damage: str) -> None:
    with Pdf.open(layered.SAMPLES / "chromium.pdf") as pdf:
        page = pdf.pages[0]
        for font in dict(page.Resources.Font).values():
            if damage == "map":
                font.ToUnicode.write(b"beginbfchar << 1 2 3 >> endbfchar")
            if damage == "font" and "/DescendantFonts" in font:
                font.DescendantFonts = Array()
        if damage == "annotation":
            field = pdf.make_indirect(Dictionary(Subtype=Name.Widget, FT=Name.Tx, V=String("x")))
            page["/Annots"], pdf.Root.AcroForm = Array([field]), Dictionary(Fields=Array([field]))
        pdf.save(tmp_path / "odd.pdf")
    scanned = layered.open_page(tmp_path / "odd.pdf")
    assert scanned.pixels.min() < 128
    assert scanned.layer is None


@given(
    st.floats(0, 400), st.floats(0, 590), st.sampled_from([0, 90, 180, 270]),
    st.tuples(st.integers(100, 3000), st.integers(100, 3000)),
)  # fmt: skip
def test_points_inside_the_frame_stand_inside_the_picture(
    across: float, up: float, rotation: int, size_px: tuple[int, int]
) -> None:
    frame = Frame((0.0, 0.0, 400.0, 590.0), rotation, size_px)
    x, y = frame.place((across, up))
    assert -1e-6 <= x <= size_px[0] + 1e-6
    assert -1e-6 <= y <= size_px[1] + 1e-6
    corners = {tuple(np.round(frame.place(corner), 6)) for corner in ((0, 0), (400, 0), (0, 590), (400, 590))}
    assert corners == {(0, 0), (size_px[0], 0), (0, size_px[1]), size_px}
