"""Print that a signature runs across is cut out and read; the signature itself and notes are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import cv2
import numpy as np
import pytest
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from nasti.model import Box, Word
from nasti.settings import OcrSection
from ocr.engine import Engine, Image, Reading
from ocr.engines import make_engine
from ocr.signed import read_signed
from ocr.tone import Tone
from tests.ingest.drawn import HINDI, LATIN
from tests.ocr.reading.line_reader import LineReader

Make = Callable[..., Word]
SETTINGS = OcrSection()
REGION = (280, 560, 800, 750)
OFFICE_AT = (580, 672)


@pytest.fixture
def words(word: Make) -> list[Word]:
    return [word("पंक्ति", 100, 100 + 80 * line, 600, 50, line=line, block=0) for line in range(3)]


def signed(office: str = "तहसीलदार", font: str = HINDI, *, pen: int | None = 60, across: bool = False) -> Image:
    """An office with loops of a pen above it that reach into it; and with strokes from end to end of it."""
    page = Pictures.new("L", (1200, 1000), 250)
    ImageDraw.Draw(page).text(OFFICE_AT, office, fill=10, font=ImageFont.truetype(font, 50))
    image = np.array(page)
    if pen is not None:
        steps = np.linspace(0, 4 * np.pi, 400)
        loops = np.stack([300 + 24 * steps + 40 * np.sin(2 * steps), 632 - 60 * np.cos(2 * steps)], axis=1)
        image = darken(image, [loops.astype(np.int32)], pen)
    if pen is not None and across:
        image = darken(image, [np.array([[440, 706], [820, 684]]), np.array([[480, 722], [810, 702]])], pen)
    return image


def darken(image: Image, strokes: list[np.ndarray], pen: int) -> Image:
    """Strokes of a pen, under which print stays as dark as it is."""
    drawn = np.full_like(image, 255)
    cv2.polylines(drawn, strokes, False, pen, 5, cv2.LINE_AA)
    return np.minimum(image, drawn)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with closing(make_engine(SETTINGS)) as opened:
        yield opened


PALE_PEN = Tone(paper=250, ink=10, palest=30, reach=2)


def look(
    page: Image, words: list[Word], engine: Engine, region: Box | None = REGION, tone: Tone | None = None
) -> tuple[Word, ...]:
    read = read_signed(page, words, [region] if region else [], tone, 300, engine, SETTINGS)
    assert read[: len(words)] == tuple(words)
    return read[len(words) :]


@pytest.mark.parametrize(("office", "font"), [("तहसीलदार", HINDI), ("Superintendent", LATIN)])
def test_the_office_under_a_signature_is_read(words: list[Word], engine: Engine, office: str, font: str) -> None:
    (found,) = look(signed(office, font), words, engine)
    assert (found.text, found.line, found.block) == (office, 3, 1)
    left, top, right, bottom = found.box
    assert left < OFFICE_AT[0] + 20
    assert right > OFFICE_AT[0] + 150
    assert abs((top + bottom) / 2 - (OFFICE_AT[1] + 32)) < 20


def test_the_pen_above_the_line_is_not_shown(words: list[Word]) -> None:
    reader = LineReader({})
    look(signed(), words, reader)
    printed = np.count_nonzero(signed(pen=None) < 128)
    shown = [np.count_nonzero(cut < 128) for cut in reader.shown]
    assert any(0.95 * printed < ink < 1.5 * printed for ink in shown)


@pytest.mark.parametrize(
    ("text", "sure"), [("तहसीलदार", 0.1), ("कृषि", 0.4), ("अएर", 0.89), ("क्षा", 0.92), ("::", 0.95), ("", 0.0)]
)
def test_what_is_in_no_lexicon_or_unsure_is_not_believed(words: list[Word], text: str, sure: float) -> None:
    assert look(signed(), words, LineReader({SETTINGS.first: (text, sure)})) == ()


@pytest.mark.parametrize(("text", "found"), [("*-भवदीय", ["भवदीय"]), ("विनीत'", ["विनीत"]), ("*-भवनीय", [])])
def test_what_letters_close_with_is_expected_above_a_name(words: list[Word], text: str, found: list[str]) -> None:
    read = look(signed(), words, LineReader({SETTINGS.first: (text, 0.0)}))
    assert {(word.text, word.confidence) for word in read} == {(text, 0.5) for text in found}


def test_a_signature_alone_says_nothing(words: list[Word], engine: Engine) -> None:
    assert look(signed(""), words, engine) == ()


def test_what_was_read_is_not_read_again(words: list[Word], word: Make, engine: Engine) -> None:
    office = word("तहसीलदार", OFFICE_AT[0] - 10, OFFICE_AT[1], 260, 70, line=3)
    assert look(signed(), [*words, office], engine) == ()


def test_notes_are_left_to_the_picture(words: list[Word]) -> None:
    reader = LineReader({SETTINGS.first: ("तहसीलदार", 0.9)})
    assert look(signed(), words, reader, (0, 400, 1200, 1000)) == ()
    assert read_signed(signed(), [], [REGION], None, 300, reader, SETTINGS) == ()
    assert reader.shown == []


@pytest.mark.parametrize("region", [REGION, None])
def test_a_pen_paler_than_print_is_taken_off(words: list[Word], engine: Engine, region: Box | None) -> None:
    page = signed("नायब तहसीलदार", pen=70, across=True)
    found = look(page, words, engine, region, PALE_PEN)
    assert [word.text for word in found] == ["नायब", "तहसीलदार"]
    assert look(page, words, engine, region) != found


@pytest.mark.parametrize(("sure", "believed"), [(0.8, ["झबलूटी", "पंडमाढ़ी"]), (0.6, [])])
def test_names_are_believed_where_a_line_without_pen_reads_well(
    words: list[Word], sure: float, believed: list[str]
) -> None:
    reader = LineReader({SETTINGS.first: ("झबलूटी पंडमाढ़ी", sure)})
    assert [word.text for word in look(signed(pen=70), words, reader, REGION, PALE_PEN)] == believed
    assert look(signed(pen=70), words, reader) == ()


@pytest.mark.parametrize(
    ("text", "sure", "found"),
    [
        ("(झब पंडमाढ़ी)", 0.35, ["(झब", "पंडमाढ़ी)"]),
        ("'(झब ~ पंडमाढ़ी)।", 0.35, ["'(झब", "पंडमाढ़ी)।"]),
        ("(झब पंडमाढ़ी)", 0.25, []),
        ("(झब पंडमाढ़ी", 0.35, []),
        ("(झब)", 0.5, []),
    ],
)
@pytest.mark.parametrize("tone", [PALE_PEN, None])
def test_a_name_between_parentheses_is_believed_though_it_reads_badly(
    words: list[Word], text: str, sure: float, found: list[str], tone: Tone | None
) -> None:
    read = look(signed(pen=70 if tone else 60), words, LineReader({SETTINGS.first: (text, sure)}), REGION, tone)
    # Under the pen two rows may be looked at, and this reader reads all alike.
    assert list(dict.fromkeys(word.text for word in read)) == found


@pytest.mark.parametrize(
    ("text", "sure", "found"),
    [
        ("3-६ ७४", 0.6, ["3-६", "७४"]),
        ("12.07.1994", 0.6, ["12.07.1994"]),
        ("12.07.1994", 0.4, []),
        ("12 झि 94", 0.6, []),
        ("4162", 0.6, []),
    ],
)
def test_the_day_of_signing_is_believed(words: list[Word], text: str, sure: float, found: list[str]) -> None:
    read = look(signed(pen=70), words, LineReader({SETTINGS.first: (text, sure)}), REGION, PALE_PEN)
    assert [word.text for word in read] == found


def test_a_pen_as_dark_as_print_is_looked_under_as_before(words: list[Word], engine: Engine) -> None:
    dark_pen = Tone(paper=250, ink=10, palest=90, reach=2)
    (found,) = look(signed(), words, engine, REGION, dark_pen)
    assert found.text == "तहसीलदार"
    assert look(signed(), words, engine, None, dark_pen) == ()


def test_a_word_of_which_a_piece_was_read_is_read_whole(words: list[Word], word: Make, engine: Engine) -> None:
    piece = word("र", OFFICE_AT[0] + 168, OFFICE_AT[1], 32, 60, line=3)
    whole, *more = read_signed(signed(pen=70), [*words, piece], [REGION], PALE_PEN, 300, engine, SETTINGS)[len(words) :]
    assert (whole.text, whole.line, more) == ("तहसीलदार", 4, [])


def test_what_shines_through_in_many_places_is_no_signature(words: list[Word]) -> None:
    reader = LineReader({SETTINGS.first: ("तहसीलदार", 0.9)})
    page = signed(pen=None)
    marks = [np.array([[60, top], [240, top + 70]]) for top in range(400, 1120, 100)]
    assert look(darken(page, marks[:1], 70), words, reader, None, PALE_PEN) == ()
    crossed = darken(page, [np.array([[500, 650], [800, 730]])], 70)
    assert look(crossed, words, reader, None, PALE_PEN)
    assert look(darken(crossed, marks, 70), words, reader, None, PALE_PEN) == ()


def test_a_long_known_word_is_believed_of_a_line_without_pen_however_unsure(words: list[Word]) -> None:
    reader = LineReader({SETTINGS.first: ("तहसीलदार", 0.0)})
    assert [word.text for word in look(signed(pen=70), words, reader, REGION, PALE_PEN)] == ["तहसीलदार"]
    assert look(signed(pen=70), words, reader) == ()


@pytest.mark.parametrize(
    ("text", "sure", "gives_way"), [("तहअच्रसील", 0.5, True), ("तहअच्रसील", 0.7, False), ("तहसील", 0.5, False)]
)
def test_a_doubtful_word_across_a_signature_gives_way(
    words: list[Word], word: Make, engine: Engine, text: str, sure: float, *, gives_way: bool
) -> None:
    read_so = word(text, OFFICE_AT[0] - 10, OFFICE_AT[1], 220, 60, confidence=sure, line=3)
    read = read_signed(signed(pen=70), [*words, read_so], [REGION], PALE_PEN, 300, engine, SETTINGS)[len(words) :]
    assert [found.text for found in read] == ["तहसीलदार" if gives_way else text]


def test_where_nothing_new_stands_without_the_pen_it_is_looked_under_as_before(words: list[Word], word: Make) -> None:
    class Seeing(LineReader):
        """Reads cut-outs in which the pen is seen as something new, others as what was read before."""

        def read_line(self, image: Image, languages: str, dpi: int) -> Reading:
            pen = np.count_nonzero((image > 60) & (image < 80))
            self.texts = {SETTINGS.first: ("तहसीलदार" if pen > 200 else "तहसील", 0.95)}
            return super().read_line(image, languages, dpi)

    known = word("तहसील", OFFICE_AT[0] - 10, OFFICE_AT[1], 130, 60, confidence=0.95, line=3)
    page = signed(pen=70, across=True)
    read = read_signed(page, [*words, known], [REGION], PALE_PEN, 300, Seeing({}), SETTINGS)[len(words) :]
    assert "तहसीलदार" in [found.text for found in read]


def test_a_sheet_with_hardly_anything_but_the_signature_is_looked_at_as_a_whole(word: Make, engine: Engine) -> None:
    page = np.full((3508, 2480), 255, np.uint8)
    page[60:-60, 60:-60] = 226
    page[1000:2000, 600:1800] = np.minimum(page[1000:2000, 600:1800], signed())
    order = [word("सहमत", 100 + 500 * place, 100, 400, 50) for place in range(4)]
    for one in order:
        page[one.box[1] : one.box[3], one.box[0] : one.box[2]] = 10
    (found,) = look(page, order, engine, None, Tone(paper=226, ink=10, palest=30, reach=2))
    assert found.text == "तहसीलदार"


def test_a_piece_of_a_word_in_a_narrow_box_gives_way_however_sure(
    words: list[Word], word: Make, engine: Engine
) -> None:
    piece = word("लदरलदरलदरलदर", OFFICE_AT[0] + 12, OFFICE_AT[1], 160, 60, confidence=0.93, line=3, block=1)
    read = read_signed(signed(across=True), [*words, piece], [REGION], PALE_PEN, 300, engine, SETTINGS)
    assert [found.text for found in read] == ["पंक्ति", "पंक्ति", "पंक्ति", "तहसीलदार"]
