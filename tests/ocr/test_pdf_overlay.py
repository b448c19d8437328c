from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nasti.model import Sheet, Word, scan_to_upright, upright_to_scan
from ocr.pdf_overlay import write_overlay

A5_PX = (1240, 1754)
DPI = 150
WORDS = (
    "कार्यालयं",
    "अवर",
    "सचिव,",
    "जिला",
    "(छ.ग.)",
    "विषय",
    ":",
    "खसरा",
    "176/4",
    "के",
    "में",
    "दिनांक",
    "16.11.1993",
    "Collector",
    "श्री",
    "हिं",
    "आदेश।",
    "7",
)


def rows(texts: Sequence[str], heights: Sequence[int], gaps: Sequence[int]) -> tuple[Word, ...]:
    """Words in rows of six, of the heights and gaps given in turn, all on their row's baseline but for a step."""
    words = []
    left = 80
    for index, text in enumerate(texts):
        line, place = divmod(index, 6)
        left = 80 if place == 0 else left
        height = heights[index % len(heights)]
        bottom = 200 + 60 * line + index % 3
        width = max(8, len(text) * height // 3)
        words.append(Word(text, (left, bottom - height, left + width, bottom), 0.9, line, 0))
        left += width + gaps[index % len(gaps)]
    return tuple(words)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.sampled_from(WORDS), min_size=1, max_size=30),
    heights=st.lists(st.sampled_from([16, 20, 24, 44]), min_size=1, max_size=4),
    gaps=st.lists(st.integers(2, 40), min_size=1, max_size=4),
    skew_deg=st.floats(-6, 6),
)
def test_crooked_words_come_back_in_order(tmp_path, texts, heights, gaps, skew_deg):
    words = rows(texts, heights, gaps)
    out = tmp_path / "overlay.pdf"
    write_overlay(Sheet(0, A5_PX, DPI, skew_deg=skew_deg, words=words), out)
    raw = subprocess.run(["pdftotext", "-raw", out, "-"], check=True, capture_output=True, text=True).stdout
    assert unicodedata.normalize("NFC", raw).split() == texts
    with pypdfium2.PdfDocument(out) as document:
        seen = document[0].get_textpage().get_text_range()
    assert Counter(unicodedata.normalize("NFC", seen).split()) == Counter(texts)


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
@pytest.mark.parametrize("skew_deg", [0.0, 3.0])
def test_words_lie_where_they_lie_on_the_scan(tmp_path: Path, turn_deg: int, skew_deg: float) -> None:
    words = (Word("नस्ती", (200, 300, 320, 330), 0.9, 0, 0), Word("आवरण", (900, 1500, 1020, 1530), 0.9, 1, 0))
    sheet = Sheet(0, A5_PX, DPI, turn_deg, skew_deg, words=words)
    out = tmp_path / "overlay.pdf"
    write_overlay(sheet, out)
    shown = subprocess.run(["pdftotext", "-bbox", out, "-"], check=True, capture_output=True, text=True).stdout
    page = re.search(r'<page width="(.*?)" height="(.*?)">', shown)
    found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">', shown)
    scan_px = A5_PX if turn_deg % 180 == 0 else A5_PX[::-1]
    assert page is not None
    assert [float(side) * DPI / 72 for side in page.groups()] == pytest.approx(scan_px, abs=0.01)
    (a, b, c), (d, e, f) = scan_to_upright(scan_px, turn_deg, skew_deg)
    for word, edges in zip(words, found, strict=True):
        left, top, right, bottom = (float(edge) * DPI / 72 for edge in edges)
        x, y = (left + right) / 2, (top + bottom) / 2
        middle = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        # poppler gives the box of a crooked word from its first character's height on.
        assert (a * x + b * y + c, d * x + e * y + f) == pytest.approx(middle, abs=1 if skew_deg == 0 else 4)


def test_a_sheet_without_words_gives_an_empty_page(tmp_path: Path) -> None:
    out = tmp_path / "overlay.pdf"
    write_overlay(Sheet(0, A5_PX, DPI), out)
    assert not subprocess.run(["pdftotext", out, "-"], check=True, capture_output=True, text=True).stdout.strip()


@given(turn_deg=st.sampled_from([0, 90, 180, 270]), skew_deg=st.floats(-10, 10), x=st.floats(0, 1), y=st.floats(0, 1))
def test_the_map_back_undoes_the_map(turn_deg: int, skew_deg: float, x: float, y: float) -> None:
    upright_px = A5_PX if turn_deg % 180 == 0 else A5_PX[::-1]
    point = x * A5_PX[0], y * A5_PX[1]
    for (a, b, c), (d, e, f) in (
        scan_to_upright(A5_PX, turn_deg, skew_deg),
        upright_to_scan(upright_px, turn_deg, skew_deg),
    ):
        point = a * point[0] + b * point[1] + c, d * point[0] + e * point[1] + f
    assert point == pytest.approx((x * A5_PX[0], y * A5_PX[1]), abs=1e-6)
