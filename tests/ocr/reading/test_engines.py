"""One contract, kept by every adapter; and which adapter is taken."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import pairwise

import numpy as np
import pytest

from nasti.errors import ToolMissing
from nasti.settings import OcrSection
from ocr.engine import Engine, Found, Image, Reading, gather
from ocr.engines import make_engine

HINDI = (
    "कार्यालय कलेक्टर, जिला बिलासपुर",
    "क्रमांक 142/अ-27/1993-94 दिनांक 11.01.1994",
    "प्रकरण क्रमांक १४२/१९९१ की जांच की गई।",
    "आवेदक को सुनवाई का अवसर दिया जाए।",
    "भुगतान कोषालय के माध्यम से किया जाए।",
    "अभिलेख की प्रतिलिपि उपलब्ध कराई जाए।",
)
LATIN = (
    "Government of Chhattisgarh, Revenue Department",
    "Kindly furnish the certificate for the second",
    "instalment of the grant at the earliest. Copy",
    "forwarded for information and necessary action",
    "to the Accountant General and to all the heads",
    "of offices with the request to acknowledge it.",
)
Draw = Callable[..., Image]


@pytest.fixture(scope="module", params=["tesserocr", "pytesseract"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with closing(make_engine(OcrSection(engine=request.param))) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(draw: Draw) -> Image:
    return draw(HINDI)


@pytest.fixture(scope="module")
def reading(engine: Engine, page: Image) -> Reading:
    return engine.read(page, "Devanagari", 300)


def text_of(reading: Reading) -> str:
    return " ".join(word.text for word in reading.words)


def test_hindi_comes_out_word_for_word_with_both_kinds_of_digits(reading: Reading) -> None:
    assert text_of(reading) == " ".join(HINDI)
    assert reading.mean_confidence > 0.8


def test_words_are_clean_and_inside_the_image(reading: Reading, page: Image) -> None:
    height, width = page.shape
    for word in reading.words:
        left, top, right, bottom = word.box
        assert 0 <= left < right <= width and 0 <= top < bottom <= height
        assert 0 <= word.confidence <= 1
        assert (
            word.text and word.text == unicodedata.normalize("NFC", word.text) and not set(word.text) & set(" \u200c")
        )


def test_lines_and_blocks_are_numbered_upwards_from_nought(reading: Reading) -> None:
    assert {word.line for word in reading.words} == set(range(len(HINDI)))
    assert reading.words[0].block == 0
    for before, after in pairwise(reading.words):
        assert 0 <= after.line - before.line <= 1 and 0 <= after.block - before.block <= 1


def test_boxes_lie_where_the_words_were_drawn(reading: Reading) -> None:
    for word in reading.words:
        assert 120 + 90 * word.line - 10 <= word.box[1] < word.box[3] <= 120 + 90 * (word.line + 1) + 10


def test_a_page_reads_the_same_whatever_was_read_before(
    engine: Engine, reading: Reading, page: Image, draw: Draw
) -> None:
    engine.read(draw(LATIN, face="serif"), "eng+Devanagari", 300, sauvola=True)
    engine.read_line(page[100:200], "Devanagari", 300)
    assert engine.read(page, "Devanagari", 300) == reading


def test_threads_read_side_by_side(engine: Engine, reading: Reading, page: Image) -> None:
    with ThreadPoolExecutor(2) as threads:
        both = list(threads.map(lambda _: engine.read(page, "Devanagari", 300), range(2)))
    assert both == [reading, reading]


def test_text_on_its_side_is_known_by_the_way_its_lines_run(engine: Engine, reading: Reading, page: Image) -> None:
    assert reading.turn_deg == 0
    clockwise = engine.read(np.ascontiguousarray(np.rot90(page, -1)), "Devanagari", 300)
    assert clockwise.turn_deg == 270
    assert clockwise.mean_confidence > 0.8


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (40, 30), (400, 600)])
def test_paper_without_text_gives_no_words(engine: Engine, size: tuple[int, int]) -> None:
    white = np.full(size, 255, np.uint8)
    assert engine.read(white, "Devanagari", 300) == Reading((), 0.0, 0)
    assert engine.read_line(white, "Devanagari", 300).mean_confidence < 0.5
    assert engine.ask_turn(white) is None


def test_sauvola_reads_what_lies_in_shadow(engine: Engine, page: Image) -> None:
    height, width = page.shape
    light = np.linspace(1.0, 0.16, width)[None, :].repeat(height, 0)
    shaded = (light * (page * 0.5 + 127)).astype(np.uint8)
    without, with_it = (engine.read(shaded, "Devanagari", 300, sauvola=choice) for choice in (False, True))
    assert len(text_of(without)) < 0.8 * len(text_of(with_it))
    assert text_of(with_it).startswith(HINDI[0])


def test_a_line_of_its_own_may_be_a_single_number(engine: Engine, draw: Draw) -> None:
    cut = draw(["27"], size_px=(110, 110), at=(30, 20))
    read = engine.read_line(cut, "Devanagari", 300)
    assert [word.text for word in read.words] == ["27"]


def test_lines_under_each_other_are_read_without_looking_for_columns(engine: Engine, draw: Draw) -> None:
    apart = np.minimum(
        draw(["क्रमांक 11", "दिनांक"], size_px=(1700, 300), at=(60, 40)),
        draw(["शाखा", "1991"], size_px=(1700, 300), at=(1300, 40)),
    )
    read = engine.read_lines(apart, "hin", 300)
    assert [word.text for word in read.words] == ["क्रमांक", "11", "शाखा", "दिनांक", "1991"]


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_the_shapes_of_letters_tell_the_turn(engine: Engine, draw: Draw, turn_deg: int) -> None:
    turned = np.ascontiguousarray(np.rot90(draw(LATIN, face="serif"), turn_deg // 90))
    answer = engine.ask_turn(turned)
    assert answer is not None
    assert answer[0] == turn_deg
    assert answer[1] > 3


def test_a_language_that_is_not_installed_is_named_with_its_package(engine: Engine, page: Image) -> None:
    with pytest.raises(ToolMissing, match="apt-get install tesseract-ocr-xyz") as caught:
        engine.read(page, "Devanagari+xyz", 300)
    assert "xyz" in caught.value.hindi


def test_words_are_cut_to_the_image_and_empty_ones_left_out() -> None:
    found = [
        Found(" विषय\u200d ", (-5, -5, 20, 20), 104.0, 0, 0),
        Found("\u200b", (0, 0, 5, 5), 90.0, 0, 0),
        Found("x", (30, 0, 40, 5), 90.0, 1, 0),
        Found("ऩ", (10, 10, 99, 15), -1.0, 2, 1),
    ]
    reading = gather(found, (30, 25))
    assert [(word.text, word.box, word.confidence) for word in reading.words] == [
        ("विषय", (0, 0, 20, 20), 1.0),
        ("ऩ", (10, 10, 30, 15), 0.0),
    ]
    assert reading.mean_confidence == pytest.approx(4 / (4 + len("ऩ")))


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ([(0, 40), (50, 90)], [(0, 40), (50, 90)]),
        ([(0, 40), (35, 90)], [(0, 40), (35, 90)]),
        ([(100, 140), (20, 400)], [(100, 140), (140, 400)]),
        ([(0, 300), (110, 150), (310, 350)], [(0, 110), (110, 150), (310, 350)]),
        ([(100, 140), (20, 400), (260, 300)], [(100, 140), (140, 260), (260, 300)]),
        ([(100, 140), (100, 140)], [(100, 140), (100, 140)]),
    ],
    ids=["apart", "slanting", "over the one before", "over the one behind", "over both", "twice"],
)
def test_a_box_that_reaches_over_its_neighbours_is_brought_back(
    boxes: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    found = [Found("word", (left, 0, right, 30), 90, 0, 0) for left, right in boxes]
    assert [(word.box[0], word.box[2]) for word in gather(found, (500, 40)).words] == expected


def test_words_of_other_lines_may_lie_over_one_another() -> None:
    found = [Found("word", (100, 0, 140, 30), 90, 0, 0), Found("word", (20, 5, 400, 35), 90, 1, 0)]
    assert [word.box[0] for word in gather(found, (500, 40)).words] == [100, 20]


def test_auto_takes_tesserocr_and_does_without_it_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(make_engine(OcrSection())).__name__ == "TesserocrEngine"
    monkeypatch.delitem(sys.modules, "ocr.tesserocr_engine", raising=False)
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    assert type(make_engine(OcrSection())).__name__ == "PytesseractEngine"
    with pytest.raises(ToolMissing, match="pip install tesserocr"):
        make_engine(OcrSection(engine="tesserocr"))


def test_the_missing_program_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ToolMissing, match="apt-get install tesseract-ocr"):
        make_engine(OcrSection(engine="pytesseract"))
