"""Numbers are read a second time by a reader that knows nothing but their picture."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Word
from ocr import numbers
from ocr.engine import Image
from ocr.number_crop import HEIGHT_PX, MAX_WIDTH_PX, cut_word
from ocr.number_reader import NumberReader, Sight, number_reader, see
from ocr.number_text import OTHER, SIGNS, as_signs, is_whole, part_signs
from ocr.numbers import choose, merge, page_habit, pick_reading, reread_numbers, words_habit
from ocr.script import has_hindi_digits

Draw = Callable[..., Image]
WORDS = st.text("0159०१५९/-.,():।अकरAlOs%₹–", min_size=1, max_size=12)


def ink_box(image: Image) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(image < 128)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def look(draw: Draw, text: str, face: str = "lohit") -> tuple[Image, Sight]:
    image = draw([text], size_px=(900, 300), face=face)
    crop = cut_word(image, ink_box(image), (0, image.shape[1]))
    assert crop is not None
    return image, number_reader().look([crop])[0]


@given(WORDS)
def test_a_word_is_the_pieces_of_its_signs(text: str) -> None:
    parts = part_signs(text)
    assert "".join(piece for _, piece in parts) == text
    assert "".join(sign for sign, _ in parts) == as_signs(text)


@given(WORDS)
def test_what_was_read_alike_stays_as_it_was(text: str) -> None:
    assert merge(text, as_signs(text)) == text


@given(WORDS, st.text("0123456789/-.", max_size=8))
def test_letters_are_never_made_up(text: str, signs: str) -> None:
    merged = merge(text, signs)
    assert merged is None or as_signs(merged) == signs


@pytest.mark.parametrize(
    ("text", "signs", "merged"),
    [
        ("142/अ-27/1993-94", "142/□-21/1993-94", "142/अ-21/1993-94"),
        ("l994", "1994", "1994"),
        ("ee", "११", "११"),
        ("क्र.512/स्था./2003", "□.572/□./2003", "क्र.572/स्था./2003"),
        ("कार्यालय", "5", None),
        ("1994", "□994", None),
    ],
)
def test_digits_change_and_letters_stay(text: str, signs: str, merged: str | None) -> None:
    assert merge(text, signs) == merged


@given(st.integers(0, 5), st.text("12/", max_size=4))
def test_a_text_is_as_likely_as_all_ways_to_write_it_together(seed: int, text: str) -> None:
    odds = np.random.default_rng(seed).normal(0, 2, (1 + len(SIGNS), 5)).astype(np.float32)
    sight = see(odds)
    numbers = [SIGNS.index(sign) + 1 for sign in text]
    ways = 0.0
    for way in itertools.product([0, *set(numbers)], repeat=len(sight.columns)):
        said = [sign for sign, _ in itertools.groupby(way) if sign]
        if said == numbers:
            ways += math.prod(column[sign] for column, sign in zip(sight.columns, way, strict=True))
    assert math.exp(sight.likelihood(text)) == pytest.approx(ways, abs=1e-12)


def columns_of(*signs: dict[str, float]) -> np.ndarray:
    """What a network gives that sees one sign after the other, something else between them."""
    odds = np.full((1 + len(SIGNS), 2 * len(signs)), -20.0, np.float32)
    odds[0, 1::2] = 0.0
    for place, seen in enumerate(signs):
        for sign, likely in seen.items():
            odds[1 + SIGNS.index(sign), 2 * place] = math.log(likely)
    return odds


def test_for_a_digit_of_the_other_script_its_likeliest_twin_is_seen_and_not_nothing() -> None:
    odds = columns_of({"8": 0.98, "४": 0.01, "९": 0.001}, {"/": 1.0}, {"9": 0.9, "१": 0.09, "5": 0.01})
    odds[0, 0] = math.log(0.009999)
    sight = see(odds)
    assert [text for text, _ in sight.readings] == ["४/१", "8/9"]
    assert sight.hindi[1] == pytest.approx(sight.likelihood("४/१"))
    assert sight.ascii[1] > sight.hindi[1]


def test_where_most_numbers_of_a_page_show_their_script_the_others_are_of_it_too() -> None:
    plain = see(columns_of({"५": 1.0}, {"२": 1.0}))
    eight = {"8": 0.99, "४": 0.001}
    doubtful, lone = see(columns_of(eight, eight)), see(columns_of(eight))
    word = Word("88", (0, 0, 40, 40), 0.9, 0, 0)
    assert choose(word, doubtful, page_habit([], [doubtful])).text == "88"
    assert choose(word, doubtful, page_habit([], [plain, doubtful])).text == "88"
    many = page_habit([], [*[plain] * 20, doubtful])
    assert choose(word, doubtful, many).text == "४४"
    assert page_habit([], [plain] * 100) == page_habit([], [plain] * 20)
    # Paragraphs are numbered 1, 2, 3 on pages that have ०-९ in their text.
    assert choose(Word("8", (0, 0, 20, 40), 0.9, 0, 0), lone, many).text == "8"


@pytest.mark.parametrize(("read", "habit"), [("19-6-94", -3.0), ("१९९४", 40.0), ("१९९४ 1994", 40.0), ("शासन", 40.0)])
def test_where_the_recogniser_surely_read_the_other_script_the_reader_is_not_believed(read: str, habit: float) -> None:
    plain = see(columns_of({"५": 1.0}, {"२": 1.0}))
    words = [Word(text, (100 * at, 0, 100 * at + 90, 40), 0.9, 0, 0) for at, text in enumerate(read.split())]
    assert page_habit(words, [plain] * 20) == habit
    assert page_habit(words, [plain]) == words_habit(has_hindi_digits(words))


def test_the_nought_of_a_shortened_word_is_of_its_own_script() -> None:
    shortened = see(columns_of({OTHER: 1.0}, {"०": 0.9, "0": 0.1}, {OTHER: 0.9}, {"०": 0.9, "0": 0.1}))
    assert page_habit([], [shortened] * 50) == 0.0
    word = Word("छ०ग०", (0, 0, 200, 40), 0.9, 0, 0)
    assert choose(word, shortened, -40.0).text == "छ०ग०"
    assert pick_reading(see(columns_of({"५": 1.0}, {"०": 0.9, "0": 0.1})), -40.0)[0] != "५०"
    rule = see(columns_of({"-": 1.0}, {"0": 0.9, "०": 0.1}, {"0": 0.9, "०": 0.1}, {"-": 1.0}))
    assert pick_reading(rule, 40.0)[0] == "-00-"


@pytest.mark.parametrize(("odds", "habit", "text"), [(-14.0, 0.0, "३४"), (-16.0, 0.0, "12"), (-16.0, 3.0, "३४")])
def test_what_is_hardly_likely_is_not_believed_on_a_page_without_habits(odds: float, habit: float, text: str) -> None:
    sight = Sight(np.full((30, 1 + len(SIGNS)), 1e-9), ("३४", odds), ("34", odds - 9))
    assert choose(Word("12", (0, 0, 60, 40), 0.1, 0, 0), sight, habit).text == text


@pytest.mark.parametrize(
    ("ours", "signs", "settled"),
    [
        ("8784/रा./2017", "8784□./2017", "8784/रा./2017"),
        ("8734/रा./2017", "8784□./2017", "8784/रा./2017"),
        ("12रा/4", "13□/4", "13रा/4"),
    ],
)
def test_a_stroke_before_letters_that_the_reader_does_not_see_stays(ours: str, signs: str, settled: str) -> None:
    sight = see(columns_of(*({sign: 1.0} for sign in signs)))
    assert choose(Word(ours, (0, 0, 300, 40), 0.6, 0, 0), sight, 0.0).text == settled


def test_words_without_digits_say_nothing_of_the_script_of_digits() -> None:
    assert page_habit([], [see(columns_of({OTHER: 1.0}))] * 50) == 0.0


@pytest.mark.parametrize(("hindi", "read"), [(True, "१"), (False, "9"), (None, "9")])
def test_a_digit_foreign_to_the_page_is_less_likely(hindi: bool | None, read: str) -> None:
    text, odds = pick_reading(see(columns_of({"9": 0.8, "१": 0.2})), words_habit(hindi))
    assert text == read
    assert math.exp(odds) == pytest.approx(0.2 if hindi else 0.8, abs=0.01)


def test_paper_is_no_word() -> None:
    paper = np.full((200, 400), 236, np.uint8)
    assert cut_word(paper, (50, 50, 250, 100), (0, 400)) is None
    assert cut_word(paper, (500, 50, 600, 100), (0, 400)) is None


@given(st.integers(3, 60), st.integers(3, 600), st.integers(0, 9))
def test_a_crop_is_as_high_as_the_network_is(height: int, width: int, seed: int) -> None:
    image = np.random.default_rng(seed).integers(0, 256, (80, 640)).astype(np.uint8)
    crop = cut_word(image, (10, 10, 10 + width, 10 + height), (0, 640))
    assert crop is None or (crop.shape[0] == HEIGHT_PX and 8 <= crop.shape[1] <= MAX_WIDTH_PX)


@pytest.mark.parametrize("face", ["lohit", "sahadeva"])
@pytest.mark.parametrize("text", ["142/1993-94", "12.07.1994", "1,25,000.00", "१२/७/१९९४", "४५,०००.००", "३८६/५"])
def test_numbers_are_read_from_their_picture(draw: Draw, face: str, text: str) -> None:
    _, sight = look(draw, text, face)
    (read, odds) = max(sight.readings, key=lambda reading: reading[1])
    assert read == text
    assert odds > math.log(0.2)


def test_a_word_is_not_taken_for_a_number(draw: Draw) -> None:
    _, sight = look(draw, "कार्यालय")
    assert {text for text, _ in sight.readings} == {OTHER}


def test_what_is_looked_at_together_is_seen_as_if_alone(draw: Draw) -> None:
    reader = NumberReader()
    images = [draw([text], size_px=(900, 300)) for text in ("1994", "142/1993-94", "१९९५")]
    crops = [crop for image in images if (crop := cut_word(image, ink_box(image), (0, image.shape[1]))) is not None]
    together = reader.look(crops)
    for crop, sight in zip(crops, together, strict=True):
        (alone,) = reader.look([crop])
        assert alone.readings[0][0] == sight.readings[0][0]
        assert alone.readings[0][1] == pytest.approx(sight.readings[0][1], abs=0.01)


@pytest.mark.parametrize(
    ("printed", "read", "sure", "settled"),
    [
        ("142/1993-94", "142/1998-94", 0.5, "142/1993-94"),
        ("142/1993-94", "142/1993-94", 0.5, "142/1993-94"),
        ("1994", "l994", 0.6, "1994"),
        ("१९९४", "१११४", 0.6, "१९९४"),
        ("कार्यालय", "कार्यातय", 0.6, "कार्यातय"),
    ],
)
def test_the_likelier_reading_is_taken(draw: Draw, printed: str, read: str, sure: float, settled: str) -> None:
    image = draw([printed], size_px=(900, 300))
    word = Word(read, ink_box(image), sure, 0, 0)
    reread = reread_numbers(image, [word], number_reader())
    assert [word.text for word in reread.words] == [settled]
    assert reread.changed == (settled != read)
    assert reread.words[0].raw == (read if settled != read else "")


def test_nothing_is_read_into_a_blot(draw: Draw) -> None:
    image = np.full((300, 900), 255, np.uint8)
    image[120:160, 150:330] = np.random.default_rng(1).integers(0, 256, (40, 180))
    word = Word("1994", (150, 120, 330, 160), 0.3, 0, 0)
    reread = reread_numbers(image, [word], number_reader())
    assert reread.words == (word,)
    assert math.exp(reread.sights[word.box].likelihood("1994")) < 0.2


@pytest.mark.parametrize(
    "text",
    ["62,74,146.00", "8,03,240/-", "४,८४,००९.००", "900", "12-03-1999", "7/6/74.", "२१.०४.२००५", "4.335", "69.30"],
)
def test_sums_dates_and_areas_are_whole(text: str) -> None:
    assert is_whole(text) is (text != "900")


@pytest.mark.parametrize(
    "text", ["62,7,146.00", "8,०3,240/-", "12-03-", "1994-95", "6,89,88.00", "12,500,", "l2-03-1999"]
)
def test_what_lost_a_sign_is_not(text: str) -> None:
    assert is_whole(text) is (text == "12,500,")


@pytest.mark.parametrize(
    ("ours", "sure", "theirs", "odds"),
    [("6,89,960.00", 0.9, "6,89960.00", -4.0), ("12-03-1999", 0.9, "12-031999", -4.0)],
)
def test_a_number_that_is_whole_is_believed_more(
    monkeypatch: pytest.MonkeyPatch, ours: str, sure: float, theirs: str, odds: float
) -> None:
    sight = Sight(np.full((30, 1 + len(SIGNS)), 1 / (1 + len(SIGNS))), (theirs, odds), (theirs, odds))
    word = Word(ours, (0, 0, 200, 40), sure, 0, 0)
    assert choose(word, sight, 0.0).text == ours
    monkeypatch.setitem(numbers._FOR_READER, "sound", 0.0)
    assert choose(word, sight, 0.0).text == theirs


def test_a_digit_that_the_recogniser_wrote_twice_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def settle(ours: str, theirs: str) -> str:
        sight = Sight(np.full((30, 1 + len(SIGNS)), 1e-9), (theirs, -0.1), (theirs, -0.1))
        return choose(Word(ours, (0, 0, 200, 40), 0.7, 0, 0), sight, 0.0).text

    assert settle("५९५९/४", "५५९/४") == "५५९/४"
    # A box that misses the end of a number makes such a stretch of it too.
    assert settle("५९५९/४", "५९५९/") == "५९५९/४"
    assert settle("1996", "996") == "1996"
    monkeypatch.setitem(numbers._FOR_READER, "doubled", 0.0)
    assert settle("५९५९/४", "५५९/४") == "५९५९/४"


@pytest.mark.parametrize(
    ("ours", "theirs", "odds", "settled"),
    [
        ("75.83", "75.8□", -0.02, "75.8%"),
        ("18६", "18□", -0.0, "18%"),
        ("75.83", "75.8□", -0.3, "75.83"),
        ("1983", "198□", -0.02, "1983"),
        ("75.8क", "75.8□", -0.02, "75.8क"),
        ("74.83", "75.8□", -0.02, "74.83"),
    ],
)
def test_a_digit_behind_a_share_that_is_none_is_its_sign(ours: str, theirs: str, odds: float, settled: str) -> None:
    sight = Sight(np.full((30, 1 + len(SIGNS)), 1e-9), (theirs, odds), (theirs, odds))
    assert choose(Word(ours, (0, 0, 200, 40), 0.9, 0, 0), sight, 0.0).text == settled
