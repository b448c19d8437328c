"""Page numbers in corners are read a second time; seals, scribbles and other print are left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pictures
from PIL import ImageDraw

from nasti.drawing.canvas import open_face
from nasti.model import Word
from nasti.settings import OcrSection
from ocr.corner_ink import find_spots, usual_height
from ocr.corners import look_at_corners
from ocr.engine import Engine, Image
from ocr.engines import make_engine
from tests.ocr.reading.line_reader import LineReader

Make = Callable[..., Word]
SETTINGS = OcrSection()
HEIGHT = 46
AT = (2180, 140)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with closing(make_engine(SETTINGS)) as opened:
        yield opened


@pytest.fixture
def words(word: Make) -> list[Word]:
    return [word("पंक्ति", 300, 900 + 80 * line, 600, HEIGHT, line=line) for line in range(3)]


def write(text: str, at: tuple[int, int] = AT, face: str = "lohit") -> Image:
    """A page with three lines of print and a text in the corner."""
    picture = Pictures.new("L", (2480, 3508), 240)
    pen = ImageDraw.Draw(picture)
    for line in range(3):
        pen.text((300, 900 + 80 * line), "कार्यालय कलेक्टर जिला बिलासपुर", font=open_face(face, 13), fill=40)
    pen.text(at, text, font=open_face(face, 14), fill=40)
    return np.asarray(picture)


def both(latin: tuple[str, float] = ("", 0.0), first: tuple[str, float] = ("", 0.0)) -> LineReader:
    return LineReader({SETTINGS.latin: latin, SETTINGS.first: first})


def test_a_place_is_found_with_the_size_of_its_signs() -> None:
    (spot,) = find_spots(write("C-118"), HEIGHT)
    assert AT[0] - 4 <= spot.box[0] < spot.box[2] <= AT[0] + 200
    assert AT[1] - 4 <= spot.box[1] < spot.box[3] <= AT[1] + 70
    assert spot.signs == 4 and 30 < spot.digit_px < 55


@pytest.mark.parametrize("at", [(160, 140), (1200, 140), (2180, 140)])
def test_corners_and_the_middle_are_looked_at(at: tuple[int, int]) -> None:
    assert len(list(find_spots(write("12", at), HEIGHT))) == 1


@pytest.mark.parametrize("at", [(700, 140), (1700, 140), (2180, 420), (2180, 1800)])
def test_nothing_else_is(at: tuple[int, int]) -> None:
    assert list(find_spots(write("12", at), HEIGHT)) == []


def ring(page: Image) -> None:
    cv2.circle(page, (AT[0] + 28, AT[1] + 30), 44, 40, 4)


def seal(page: Image) -> None:
    cv2.circle(page, (AT[0] + 28, AT[1] + 30), 150, 40, 6)


def stroke(page: Image) -> None:
    cv2.line(page, (AT[0] - 60, AT[1] + 90), (AT[0] + 120, AT[1] - 40), 40, 6)


def frame(page: Image) -> None:
    cv2.rectangle(page, (AT[0] - 30, AT[1] - 10), (AT[0] + 240, AT[1] + 110), 40, 4)


def neighbour(page: Image) -> None:
    page[AT[1] + 10 : AT[1] + 50, AT[0] - 300 : AT[0] - 50 : 3] = 40


@pytest.mark.parametrize("spoil", [ring, seal, stroke, frame, neighbour])
def test_a_number_under_or_beside_other_ink_is_left_alone(words: list[Word], spoil: Callable[[Image], None]) -> None:
    page = write("12").copy()
    spoil(page)
    engine = both(("12", 0.97), ("12", 0.97))
    assert look_at_corners(page, words, (), 300, engine, SETTINGS) == (tuple(words), 0)
    assert engine.shown == []


def test_signs_that_do_not_stand_on_one_line_are_none(words: list[Word]) -> None:
    page = write("1")
    askew = np.minimum(page, write("2", (AT[0] + 40, AT[1] + 20)))
    assert len(list(find_spots(page, HEIGHT))) == 1
    assert list(find_spots(askew, HEIGHT)) == []


@pytest.mark.parametrize(
    ("latin", "first", "text", "sure"),
    [
        (("C-118", 0.8), ("", 0.0), "C-118", 0.8),
        (("C-118", 0.65), ("C118", 0.5), "C-118", 0.65),
        (("n/1", 0.62), ("n/l", 0.5), "n/1", 0.62),
        (("—12-", 0.62), ("-12-", 0.4), "-12-", 0.62),
        (("a 12", 0.9), ("पः 12", 0.92), "पृ. 12", 0.92),
        (("92", 0.7), ("१२", 0.95), "१२", 0.5),
        (("12", 0.96), ("1२", 0.5), "12", 0.96),
    ],
)
def test_what_is_believed(
    words: list[Word], latin: tuple[str, float], first: tuple[str, float], text: str, sure: float
) -> None:
    read, count = look_at_corners(write("C-118"), words, (), 300, both(latin, first), SETTINGS)
    found = read[len(words) :]
    assert count == 1 and read[: len(words)] == tuple(words)
    assert " ".join(word.text for word in found) == text
    assert found[-1].confidence == sure
    assert {(word.line, word.block) for word in found} == {(3, 1)}


@pytest.mark.parametrize(
    ("latin", "first"),
    [
        (("C-118", 0.7), ("", 0.0)),
        (("C118", 0.99), ("", 0.0)),
        (("12", 0.85), ("", 0.0)),
        (("12", 0.9), ("13", 0.9)),
        (("7", 0.93), ("", 0.0)),
        (("3", 0.8), ("3", 0.7)),
        (("11", 0.8), ("11", 0.8)),
        (("11", 0.99), ("", 0.0)),
        (("0", 0.99), ("0", 0.99)),
        (("1994", 0.99), ("1994", 0.99)),
        (("12/3/94", 0.99), ("12/3/94", 0.99)),
        (("No. 12", 0.99), ("क्र. 12", 0.99)),
        (("ONLY", 0.99), ("गोपनीय", 0.99)),
    ],
)
def test_what_is_not(words: list[Word], latin: tuple[str, float], first: tuple[str, float]) -> None:
    engine = both(latin, first)
    assert look_at_corners(write("C-118"), words, (), 300, engine, SETTINGS) == (tuple(words), 0)
    assert len(engine.shown) == 6


def test_a_speck_beside_a_number_is_not_shown(words: list[Word]) -> None:
    page = write("4").copy()
    cv2.circle(page, (AT[0] - 24, AT[1] + 22), 4, 40, -1)
    (spot,) = find_spots(page, HEIGHT)
    assert len(spot.specks) == 1 and spot.box[0] >= AT[0] - 4
    engine = both(("4", 0.9), ("4", 0.9))
    look_at_corners(page, words, (), 300, engine, SETTINGS)
    clean = both(("4", 0.9), ("4", 0.9))
    look_at_corners(write("4"), words, (), 300, clean, SETTINGS)
    assert np.array_equal(engine.shown[0], clean.shown[0])


@pytest.mark.parametrize(("others", "text"), [("१४५७८९", "१२"), ("145678", "92")])
def test_where_the_models_differ_the_digits_of_the_page_tell(
    word: Make, words: list[Word], others: str, text: str
) -> None:
    habit = [*words, word(others, 300, 1200, 300, HEIGHT, line=3)]
    read, _ = look_at_corners(write("१२"), habit, (), 300, both(("92", 0.95), ("१२", 0.95)), SETTINGS)
    assert [(found.text, found.confidence) for found in read[4:]] == [(text, 0.5)]


def test_a_sign_over_a_letter_is_no_speck() -> None:
    assert [spot.specks for spot in find_spots(write("ॐ"), HEIGHT)] == [()]


def test_more_digits_than_signs_are_not_believed(words: list[Word]) -> None:
    read, count = look_at_corners(write("ॐ"), words, (), 300, both(("35", 0.96), ("35", 0.96)), SETTINGS)
    assert (read, count) == (tuple(words), 0)


def test_the_words_of_the_place_give_way_to_a_better_number(word: Make, words: list[Word]) -> None:
    odd = [word("ए", 2180, 150, 40, HEIGHT, 0.3, line=0), word("4", 2240, 150, 40, HEIGHT, 0.6, line=0)]
    below = [word(one.text, 300, one.box[1], 600, HEIGHT, line=one.line + 1) for one in words]
    read, count = look_at_corners(write("N-4"), [*odd, *below], (), 300, both(("N-4", 0.9)), SETTINGS)
    assert count == 1 and read[1:] == tuple(below)
    assert (read[0].text, read[0].raw, read[0].confidence, read[0].line) == ("N-4", "ए 4", 0.9, 0)


@pytest.mark.parametrize(
    ("text", "left", "wide", "sure"),
    [("N-4", 2180, 110, 0.75), ("प्रति", 2180, 110, 0.9), ("4", 2180, 500, 0.3), ("ए-४", 2180, 110, 0.84)],
    ids=["read well", "other print", "reaches further", "surer than the second look"],
)
def test_the_words_of_the_place_stay(
    word: Make, words: list[Word], text: str, left: int, wide: int, sure: float
) -> None:
    before = (*words, word(text, left, 150, wide, HEIGHT, sure, line=3))
    assert look_at_corners(write("N-4"), before, (), 300, both(("N-4", 0.8)), SETTINGS) == (before, 0)


def test_what_is_written_by_hand_is_left_alone(words: list[Word]) -> None:
    engine = both(("N-4", 0.9), ("N-4", 0.9))
    written = ((2100, 100, 2400, 300),)
    assert look_at_corners(write("N-4"), words, written, 300, engine, SETTINGS) == (tuple(words), 0)
    assert engine.shown == []


def test_a_page_where_nothing_reads_well_is_not_looked_at(word: Make) -> None:
    doubtful = (word("कखग", 300, 900, confidence=0.4),)
    assert usual_height(doubtful) is None
    engine = both(("N-4", 0.9))
    assert look_at_corners(write("N-4"), doubtful, (), 300, engine, SETTINGS) == (doubtful, 0)


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("N-4", "lohit"), ("N-1", "typewriter"), ("C-4", "serif"), ("C-118", "bold"), ("(12)", "nakula"),
        ("१२/न", "lohit"), ("प-१२", "nakula"), ("२४५", "lohit"), ("7", "serif"), ("12A", "lohit"),
    ],
)  # fmt: skip
def test_drawn_numbers_are_read(words: list[Word], engine: Engine, text: str, face: str) -> None:
    read, count = look_at_corners(write(text, face=face), words, (), 300, engine, SETTINGS)
    assert count == 1
    assert " ".join(word.text for word in read[len(words) :]) == text


@given(seed=st.integers(0, 10_000))
def test_words_elsewhere_are_never_touched_and_boxes_lie_on_the_page(seed: int) -> None:
    random = np.random.default_rng(seed)
    page = np.full((700, 500), 235, np.uint8)
    for _ in range(6):
        left, top = int(random.integers(0, 490)), int(random.integers(0, 120))
        page[top : top + int(random.integers(1, 20)), left : left + int(random.integers(1, 20))] = 30
    page[300:312, 50:400:2] = 30
    before = (Word("शब्द", (50, 295, 400, 315), 0.95, 0, 0),)
    read, _ = look_at_corners(page, before, (), 100, both(("N-4", 0.9), ("N-4", 0.9)), SETTINGS)
    assert read[:1] == before
    for found in read[1:]:
        left, top, right, bottom = found.box
        assert 0 <= left < right <= 500 and 0 <= top < bottom <= 700


@pytest.mark.parametrize(("text", "face"), [("७", "lohit"), ("६", "lohit"), ("१२५", "lohit"), ("77", "lohit")])
def test_a_number_that_both_models_misread_is_left_to_the_number_reader(
    words: list[Word], text: str, face: str
) -> None:
    misread = both(("\\9", 0.9), ("\\", 0.4))
    read, count = look_at_corners(write(text, face=face), words, (), 300, misread, SETTINGS)
    assert count == 1
    assert read[-1].text == text and read[-1].line not in {word.line for word in words}


@pytest.mark.parametrize("text", ["अ", "ग", "क्ष", "R", "1", "॥"])
def test_letters_and_strokes_are_no_number_to_it(words: list[Word], text: str) -> None:
    assert look_at_corners(write(text), words, (), 300, both(), SETTINGS) == (tuple(words), 0)
