"""Ink under no word is cut out and read; scraps, seals and rests of words are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from nasti.drawing.canvas import Canvas
from nasti.model import Word
from nasti.settings import OcrSection
from ocr.engine import Image, Reading
from ocr.leftovers import read_leftovers
from tests.ocr.reading.line_reader import LineReader

Make = Callable[..., Word]
SETTINGS = OcrSection()


def look(page: Image, words: Sequence[Word], engine: LineReader) -> tuple[Word, ...]:
    """What is found in addition."""
    read = read_leftovers(page, words, 300, engine, SETTINGS)
    assert read[: len(words)] == tuple(words)
    return read[len(words) :]


@pytest.fixture
def words(word: Make) -> list[Word]:
    return [word("पंक्ति", 300, 600 + 80 * line, 600, line=line, block=0) for line in range(3)]


def paper(*blots: tuple[int, int, int, int]) -> Image:
    """White, with an X in each box."""
    page = np.full((2000, 1600), 255, np.uint8)
    for left, top, right, bottom in blots:
        cv2.line(page, (left, top), (right, bottom), 0, 6)
        cv2.line(page, (right, top), (left, bottom), 0, 6)
    return page


CORNER = (1400, 60, 1430, 98)
MIDDLE = (1200, 1000, 1230, 1038)


@pytest.mark.parametrize(
    ("first", "latin", "text", "confidence"),
    [
        (("7", 0.9), ("", 0.0), "7", 0.9),
        (("2", 0.7), ("2", 0.94), "2", 0.94),
        (("५", 0.7), ("4", 0.94), "4", 0.5),
        (("१२", 0.9), ("92", 0.7), "१२", 0.5),
        (("ख", 0.9), ("4", 0.3), "ख", 0.9),
        (("(12)", 0.8), ("", 0.0), "(12)", 0.8),
        (("अवर", 0.95), ("yet", 0.4), "अवर", 0.95),
        (("|)", 0.1), ("!", 0.05), "1", 0.5),
        (("}", 0.2), ("]", 0.3), "1", 0.5),
        (("?", 0.7), ("", 0.0), "7", 0.5),
    ],
)
def test_what_is_read_in_the_corner(
    words: list[Word], first: tuple[str, float], latin: tuple[str, float], text: str, confidence: float
) -> None:
    engine = LineReader({"Devanagari": first, "eng": latin})
    (found,) = look(paper(CORNER), words, engine)
    assert (found.text, found.confidence, found.line, found.block) == (text, confidence, 3, 1)
    left, top, right, bottom = found.box
    assert abs(left - CORNER[0]) < 20 and abs(top - CORNER[1]) < 20
    assert abs(right - CORNER[2]) < 20 and abs(bottom - CORNER[3]) < 20


@pytest.mark.parametrize(
    "read", [("0", 0.9), ("00", 0.9), ("12345", 0.9), ("7", 0.5), ("ने", 0.6), ("%", 0.9), ("ह", 0.6), ("A", 0.9)]
)
def test_what_is_not_believed(words: list[Word], read: tuple[str, float]) -> None:
    assert look(paper(CORNER), words, LineReader({"Devanagari": read})) == ()


@pytest.mark.parametrize(("others", "text"), [("१९९४", "१"), ("1994", "9")])
def test_a_number_takes_the_script_of_the_others(word: Make, words: list[Word], others: str, text: str) -> None:
    engine = LineReader({"Devanagari": ("१", 0.7), "eng": ("9", 0.8)})
    (found,) = look(paper(CORNER), [*words, word(others, 300, 900, line=3)], engine)
    assert (found.text, found.confidence) == (text, 0.5)


def test_a_value_close_behind_its_colon_is_read(word: Make, words: list[Word]) -> None:
    label = [word("वर्ग", 900, 1000, line=3), word(":", 1170, 1000, 10, line=3)]
    engine = LineReader({"Devanagari": ("क", 0.95)})
    assert [found.text for found in look(paper(MIDDLE), [*words, *label], engine)] == ["क"]


def test_a_sign_amid_the_page_is_not_guessed_to_be_a_number(words: list[Word]) -> None:
    engine = LineReader({"Devanagari": ("|", 0.3)})
    assert look(paper(MIDDLE), words, engine) == ()
    assert len(engine.shown) == 2


@pytest.mark.parametrize(
    "blot",
    [
        (400, 630, 430, 660),
        (250, 605, 280, 640),
        (910, 605, 930, 640),
        (1400, 60, 1408, 68),
        (1300, 60, 1400, 300),
        (1400, 0, 1430, 38),
        (1570, 400, 1599, 440),
    ],
    ids=["on a word", "before a word", "behind a word", "speck", "tall", "upper edge", "right edge"],
)
def test_what_is_not_even_looked_at(words: list[Word], blot: tuple[int, int, int, int]) -> None:
    engine = LineReader({"Devanagari": ("7", 0.99)})
    assert look(paper(blot), words, engine) == ()
    assert engine.shown == []


def test_a_whole_line_is_read_though_it_reaches_into_the_one_below(words: list[Word]) -> None:
    line = [(300 + 44 * place, 540, 330 + 44 * place, 596) for place in range(12)]
    found = look(paper(*line), words, LineReader({"Devanagari": ("अन्तर की राशि", 0.95)}))
    assert [word.text for word in found] == ["अन्तर", "की", "राशि"]


@dataclass
class ThinLineReader(LineReader):
    """Reads nothing of letters until they are thinner."""

    def read_line(self, image: Image, languages: str, dpi: int) -> Reading:
        reading = super().read_line(image, languages, dpi)
        thinner = np.count_nonzero(image < 128) < np.count_nonzero(self.shown[0] < 128)
        return reading if thinner else Reading((), 0.0, 0)


def test_a_bold_heading_that_is_not_read_is_shown_thinner(words: list[Word]) -> None:
    page = paper(*((300 + 44 * place, 1000, 330 + 44 * place, 1038) for place in range(12)))
    found = look(page, words, ThinLineReader({"Devanagari": ("अन्तर की राशि", 0.95)}))
    assert [word.text for word in found] == ["अन्तर", "की", "राशि"]


def test_the_underline_of_a_whole_line_is_not_shown(words: list[Word]) -> None:
    page = paper(*((300 + 44 * place, 1000, 330 + 44 * place, 1038) for place in range(12)))
    bare = np.count_nonzero(page < 128)
    page[1042:1046, 290:830] = 0
    engine = LineReader({"Devanagari": ("अन्तर की राशि", 0.95)})
    look(page, words, engine)
    assert bare <= np.count_nonzero(engine.shown[0] < 128) < 1.05 * bare


def test_what_stands_in_a_seal_is_left_to_the_picture(words: list[Word]) -> None:
    page = paper(MIDDLE)
    cv2.circle(page, (1215, 1019), 130, 0, 6)
    assert look(page, words, LineReader({"Devanagari": ("7", 0.99)})) == ()


def test_what_stands_beside_the_seal_that_cuts_its_line_is_read(words: list[Word]) -> None:
    page = paper((650, 1000, 690, 1038), (720, 1000, 760, 1038))
    cv2.circle(page, (500, 1019), 130, 0, 6)
    page[1016:1022, 600:652] = 0
    found = look(page, words, LineReader({"Devanagari": ("अन्तर", 0.95)}))
    assert [word.text for word in found] == ["अन्तर"]
    assert found[0].box[0] > 600


@dataclass
class CutLineReader(LineReader):
    """Reads a line of three words, the first of them with little confidence."""

    first: float = 0.2
    last: float = 0.95

    def read_line(self, image: Image, languages: str, dpi: int) -> Reading:
        height, width = image.shape
        read = zip(("किया;", "अन्तर", "की"), (self.first, 0.95, self.last), strict=True)
        words = tuple(
            Word(text, (place * width // 3, 5, (place + 1) * width // 3 - 4, height - 5), sure, 0, 0)
            for place, (text, sure) in enumerate(read)
        )
        return Reading(words, sum(word.confidence for word in words) / 3, 0)


@pytest.mark.parametrize(
    ("first", "last", "texts"), [(0.2, 0.95, ["अन्तर", "की"]), (0.6, 0.95, ["किया;", "अन्तर", "की"]), (0.2, 0.6, [])]
)
def test_the_sure_words_of_a_cut_line_are_kept(words: list[Word], first: float, last: float, texts: list[str]) -> None:
    page = paper(*((1000 + 44 * place, 1000, 1030 + 44 * place, 1038) for place in range(8)))
    found = look(page, words, CutLineReader({}, first=first, last=last))
    assert [word.text for word in found] == texts


def test_what_stands_in_the_frame_of_a_table_is_read(words: list[Word]) -> None:
    page = paper(MIDDLE)
    cv2.rectangle(page, (200, 500), (1500, 1300), 0, 4)
    found = look(page, words, LineReader({"Devanagari": ("7", 0.99)}))
    assert [word.text for word in found] == ["7"]


def test_a_number_close_to_the_ruling_of_its_cell_is_read(words: list[Word]) -> None:
    page = paper(MIDDLE)
    cv2.rectangle(page, (1192, 940), (1264, 1100), 0, 4)
    found = look(page, words, LineReader({"Devanagari": ("7", 0.99)}))
    assert [word.text for word in found] == ["7"]


def test_a_rule_is_spelt_and_replaces_what_was_taken_for_words(word: Make, words: list[Word]) -> None:
    canvas = Canvas()
    canvas.y_px = 1200
    canvas.write("-----00-----", align="centre")
    left, top, right, bottom = canvas.words[0].box
    read = [word("=~—", left, top - 8, 20, line=3), word("00", left + 60, top - 8, 60, line=3)]
    others = [*words, word("पंक्ति", 300, 1500, 600, line=4)]
    found = read_leftovers(canvas.pixels, [*others[:3], *read, *others[3:]], 300, LineReader({}), SETTINGS)
    assert [(word.text, word.line) for word in found] == [
        *((word.text, word.line) for word in others),
        ("-----00-----", 5),
    ]
    assert all(abs(ours - theirs) <= 4 for ours, theirs in zip(found[-1].box, (left, top, right, bottom), strict=True))


@pytest.mark.parametrize(("text", "digits", "spelt"), [("=====", "1994", "====="), ("---००---", "१९९४", "---००---")])
def test_a_low_rule_is_spelt_in_the_digits_of_the_page(
    word: Make, words: list[Word], text: str, digits: str, spelt: str
) -> None:
    canvas = Canvas()
    canvas.y_px = 1200
    canvas.write(text, align="centre")
    others = [*words, word(digits, 300, 1500, 600, line=4)]
    found = read_leftovers(canvas.pixels, others, 300, LineReader({}), SETTINGS)
    assert [word.text for word in found[len(others) :]] == [spelt]


def test_signs_that_no_rule_takes_the_place_of_stay(word: Make, words: list[Word]) -> None:
    signs = [*words, word("00", 900, 1000, line=3)]
    assert look(paper(), signs, LineReader({})) == ()


def test_a_hole_is_no_nought(words: list[Word]) -> None:
    page = paper()
    cv2.circle(page, (1415, 80), 25, 0, -1)
    engine = LineReader({"Devanagari": ("9", 0.99)})
    assert look(page, words, engine) == ()


def test_a_speckled_page_is_left_alone(words: list[Word]) -> None:
    blots = [
        (60 + 110 * column, 1000 + 100 * row, 90 + 110 * column, 1038 + 100 * row)
        for column in range(5)
        for row in range(3)
    ]
    engine = LineReader({"Devanagari": ("7", 0.99)})
    assert look(paper(*blots), words, engine) == ()
    assert engine.shown == []


def test_a_page_of_strokes_without_end_is_left_alone(words: list[Word]) -> None:
    strokes = [
        (60 + 260 * column, 300 + 40 * row, 200 + 260 * column, 318 + 40 * row)
        for column in range(3)
        for row in range(20)
    ]
    engine = LineReader({"Devanagari": ("7", 0.99)})
    assert look(paper(*strokes), words, engine) == ()
    assert engine.shown == []


def test_without_words_there_is_no_measure() -> None:
    assert look(paper(CORNER), (), LineReader({"Devanagari": ("7", 0.99)})) == ()


def test_shades_at_the_edges_of_a_sheet_leave_the_page_as_it_is(words: list[Word]) -> None:
    slivers = [
        (60 + 1450 * (number % 2), 500 + 60 * number, 66 + 1450 * (number % 2), 545 + 60 * number)
        for number in range(20)
    ]
    page = paper(MIDDLE)
    for left, top, right, bottom in slivers:
        page[top:bottom, left:right] = 0
    (found,) = look(page, words, LineReader({SETTINGS.first: ("7", 0.9)}))[:1]
    assert found.text == "7" and found.box[0] > 1000


def test_a_wide_smear_in_the_margin_is_no_page_number(words: list[Word]) -> None:
    engine = LineReader({SETTINGS.first: ("|)", 0.2), SETTINGS.latin: ("|", 0.2)})
    assert look(paper(CORNER), words, engine)[0].text == "1"
    assert look(paper((1300, 60, 1430, 90)), words, engine) == ()


@dataclass
class _Drawings(LineReader):
    """Takes what is not twice as wide as `usual` for a drawing, as the recogniser takes lines of few signs."""

    usual: int = 0

    def read_line(self, image: Image, languages: str, dpi: int) -> Reading:
        if image.shape[1] < 2 * self.usual:
            return Reading((), 0.0, 0)
        return super().read_line(image, languages, dpi)


def test_a_word_that_passes_for_a_drawing_is_read_beside_itself(words: list[Word]) -> None:
    engine = _Drawings({SETTINGS.first: ("प्रतिलिपि प्रतिलिपि", 0.9)}, usual=200)
    (found,) = look(paper((300, 1000, 500, 1038)), words, engine)
    assert found.text == "प्रतिलिपि"
    assert 280 <= found.box[0] < found.box[2] <= 520
    assert engine.shown[-1].shape[1] > 400


@pytest.mark.parametrize(
    ("text", "sure", "read"), [("प्रतिलिपि", 0.7, True), ("प्रतिलिपि", 0.5, False), ("प्रतिनिपि", 0.7, False)]
)
def test_a_known_word_need_not_be_so_sure(words: list[Word], text: str, sure: float, read: bool) -> None:
    engine = LineReader({SETTINGS.first: (text, sure)})
    assert [word.text for word in look(paper((300, 1000, 500, 1038)), words, engine)] == ([text] if read else [])


@pytest.mark.parametrize(
    ("text", "sure", "read"),
    [
        ("प्रतिलिपिः-", 0.7, "प्रतिलिपि:-"),
        (":आदेशःः", 0.45, "::आदेश::"),
        (":आदेशःः", 0.3, None),
        ("आदेशिका", 0.45, None),
    ],
)
def test_signs_around_a_known_word_are_mended_before_it_is_believed(
    words: list[Word], text: str, sure: float, read: str | None
) -> None:
    engine = LineReader({SETTINGS.first: (text, sure)})
    found = look(paper((300, 1000, 500, 1038)), words, engine)
    assert [word.text for word in found] == ([read] if read else [])


def test_the_underline_of_a_heading_is_not_shown(words: list[Word]) -> None:
    page = paper(*((700 + 44 * place, 1000, 730 + 44 * place, 1038) for place in range(4)))
    bare = np.count_nonzero(page < 128)
    page[1042:1046, 695:870] = 0
    engine = LineReader({SETTINGS.first: (":आदेशःः", 0.5)})
    look(page, words, engine)
    assert bare <= np.count_nonzero(engine.shown[0] < 128) < 1.05 * bare
