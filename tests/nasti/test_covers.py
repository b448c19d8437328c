"""Slips as they are printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nasti import covers
from nasti.covers import LOWER_QR_MM, QR_MM, UPPER_QR_MM, draw_slips
from nasti.drawing import canvas
from nasti.errors import ToolMissing
from nasti.slip_lists import LONGEST
from nasti.slips import PATCH, Slip, SlipKind, write_bars, write_qr

DPI = 150
PRINTED: tuple[SlipKind, ...] = ("nasti", "noting", "correspondence", "lot", "end_of_lot", "larger")
FULL = Slip(
    "nasti", "7QK2M9R", number="142/अ-27/1993-94", department="राजस्व", subject="भूमि आवंटन", noting_pages=12,
    correspondence_pages=44, sheets=31, lot="L-17", operator="सीता", passes="two_files",
)  # fmt: skip


def render(slips: list[Slip]) -> list[np.ndarray]:
    """The pages as gray images."""
    pdf = pypdfium2.PdfDocument(draw_slips(slips))
    return [page.render(scale=DPI / 72, grayscale=True).to_numpy().copy() for page in pdf]


def mm(length: float) -> int:
    return round(length / 25.4 * DPI)


@pytest.mark.parametrize("kind", PRINTED)
def test_each_side_says_all_of_the_slip_twice_and_its_serial_in_bars(kind: SlipKind) -> None:
    slip = replace(FULL, kind=kind)
    for page, side in zip(render([slip]), "AB", strict=True):
        codes = zxingcpp.read_barcodes(page, try_invert=False, try_downscale=False)
        by_format = sorted((code.format.name, code.text) for code in codes)
        said = replace(slip, side=side)
        assert by_format == [("Code39", write_bars(said)), *[("QRCode", write_qr(said))] * 2]
        middles = [(code.position.top_left.x + code.position.bottom_right.x) / 2 / page.shape[1] for code in codes
                   if code.format.name == "QRCode"]  # fmt: skip
        assert min(middles) < 0.4 < 0.6 < max(middles)


def test_a_slip_is_one_sheet_of_a4_paper_and_slips_follow_each_other() -> None:
    pdf = pypdfium2.PdfDocument(draw_slips([FULL, Slip("larger", "3RT8C04")]))
    assert [tuple(map(round, page.get_size())) for page in pdf] == [(595, 842)] * 4


def test_many_slips_are_one_file_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covers, "AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    slips = [replace(FULL, number=f"{number}/2/2003") for number in range(5)]
    pdf = pypdfium2.PdfDocument(draw_slips(slips, lambda done, total: told.append((done, total))))
    assert told == [(0, 5), (2, 5), (4, 5)]
    found = [page.get_textpage().get_text_range() for page in pdf]
    assert len(found) == 10
    assert all(f"{place // 2}/2/2003" in text for place, text in enumerate(found))


def test_words_for_people_are_there_in_both_languages() -> None:
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(draw_slips([FULL])))
    for words in (
        "A new nasti begins",
        "Feed this edge first",
        "7QK2M9R",
        "N 12",
        "C 44",
        "31",
        "L-17",
        "front",
        "back",
    ):
        assert words in text, words
    assert any("\u0900" <= letter <= "\u097f" for letter in text)


def test_kinds_are_told_apart_in_a_stack_by_their_edges() -> None:
    fronts = render([Slip(kind, "7QK2M9R") for kind in PRINTED])[::2]
    edges = {(page[:, mm(9)] < 128).tobytes() for page in fronts}
    assert len(edges) == len(PRINTED)


@settings(max_examples=6, deadline=None)
@given(st.builds(
    replace, st.just(FULL),
    **{name: st.text("कखगनमयरलवस्ािीुूे AWMijl/-.,12३४", max_size=longest) for name, longest in LONGEST.items()},
))  # fmt: skip
@example(replace(FULL, **{name: "W" * longest for name, longest in LONGEST.items()}))
@example(replace(FULL, **{name: ("स्था. " * longest)[:longest] for name, longest in LONGEST.items()}))
@example(Slip("nasti"))
def test_no_text_however_long_reaches_the_codes_or_leaves_the_page(slip: Slip) -> None:
    page = render([slip])[0]
    for left, top in (UPPER_QR_MM, LOWER_QR_MM):
        # A millimetre more and less for the picture's own rounding.
        outer = page[mm(top - 2.5) : mm(top + QR_MM + 2.5), mm(left - 2.5) : mm(left + QR_MM + 2.5)].copy()
        outer[mm(2) : -mm(2), mm(2) : -mm(2)] = 255
        assert outer.min() > 200
    inside = page[mm(14) : -mm(14), mm(14) : -mm(14)]
    assert min(edge.min() for edge in (inside[0], inside[-1], inside[:, 0], inside[:, -1])) > 200


def test_without_its_typefaces_nothing_is_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(canvas, "FONT_FOLDERS", (tmp_path,))
    with pytest.raises(ToolMissing, match="fonts-lohit-deva"):
        draw_slips([FULL])


def test_separators_of_others_are_not_printed() -> None:
    with pytest.raises(ValueError, match="not ours"):
        draw_slips([PATCH])
