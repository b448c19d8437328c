"""Numbers are settled where the page or the pattern leaves one possibility, and doubted where it leaves more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Word
from ocr.numerals import settle_numbers

Make = Callable[..., Word]

ASCII_PAGE = ("1186/2003", "14.8.1967", "456", "78")
HINDI_PAGE = ("११८६/२००३", "१४.८.१९६७", "४४६", "७८")


def page(word: Make, *texts: str, confidence: float = 0.9) -> list[Word]:
    """Each text in a line of its own, behind another word."""
    return [
        word(text, 100 + 400 * place, 200 + 60 * row, confidence=confidence, line=row)
        for row, line in enumerate(texts)
        for place, text in enumerate(("दिनांक", line))
    ]


def settle(word: Make, surroundings: tuple[str, ...], text: str) -> Word:
    words, _ = settle_numbers(page(word, text, *surroundings))
    return words[1]


@pytest.mark.parametrize(
    ("text", "settled"),
    [("07.08.1१97", "07.08.1997"), ("3३.4", "3३.4"), ("13-0५-1994", "13-04-1994"), ("३.", "3."), ("2५०", "240")],
)
def test_a_page_of_ascii_digits_has_no_others(word: Make, text: str, settled: str) -> None:
    assert settle(word, ASCII_PAGE, text).text == settled


@pytest.mark.parametrize(
    ("text", "settled"), [("२०/१२/२००8", "२०/१२/२००४"), ("9५-०३-२००४", "१५-०३-२००४"), ("1.", "1."), ("3.", "3.")]
)
def test_a_page_of_hindi_digits_may_number_its_lists_otherwise(word: Make, text: str, settled: str) -> None:
    assert settle(word, HINDI_PAGE, text).text == settled


def test_digits_of_another_script_are_believed_only_where_a_date_confirms_them(word: Make) -> None:
    assert settle(word, ASCII_PAGE, "07.08.1१97").confidence == 0.9
    assert settle(word, ASCII_PAGE, "2५०").confidence == 0.5


@pytest.mark.parametrize("text", ["1१97/५६", "३", "3.", "19१4"])
def test_where_the_page_does_not_tell_digits_stay(word: Make, text: str) -> None:
    assert settle(word, ("12", "१२"), text).text == text


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("18-04-1374", "18-04-1974"),
        ("25-64-1975", "25-04-1975"),
        ("36.03.2018", "30.03.2018"),
        ("८९९८/निर्माण/९९९७", "८९९८/निर्माण/१९९७"),
        ("26.03,1985", "26.03.1985"),
        ("1,38,131,50", "1,38,131.50"),
        ("74,5%", "74.5%"),
        ("।35/8", "135/8"),
        ("।.", "1."),
    ],
)
def test_what_only_one_digit_can_be_it_is(word: Make, text: str, settled: str) -> None:
    kept = settle(word, ASCII_PAGE, text)
    assert (kept.text, kept.raw) == (settled, text)


@pytest.mark.parametrize(
    "text",
    [
        "12/08/1994", "57/अ-6/2003-04", "1,38,131", "6,78,613.50", "1936/4", "2.645", "4500", "165(6)", "10.", "है।",
        "क्रमांक", "12.5.94", "1994।", "क्र./1045/स्था./2019", "क्रमांक/1045", "शाखा/4521/2019", "12,13,1405",
        "245,367,50", "10:30:1994", "74,5", "12,345%",
    ],
)  # fmt: skip
def test_numbers_that_can_be_what_they_are_stay(word: Make, text: str) -> None:
    assert settle(word, ASCII_PAGE, text) == page(word, text)[1]


def test_a_year_behind_a_lone_number_is_settled_by_the_page_alone(word: Make) -> None:
    assert settle(word, ("१२/अ-६/२०१५", *HINDI_PAGE), "७७/२०९५").text == "७७/२०१५"
    kept = settle(word, HINDI_PAGE, "७७/२०९५")
    assert (kept.text, kept.confidence) == ("७७/२०९५", 0.5)


def test_what_is_no_date_is_left_whole(word: Make) -> None:
    kept = settle(word, ASCII_PAGE, "45/1/1098")
    assert (kept.text, kept.confidence) == ("45/1/1098", 0.5)


def test_the_ruling_of_a_cell_may_be_read_as_a_stroke(word: Make) -> None:
    assert settle(word, ASCII_PAGE, "।500").confidence == 0.5
    assert settle(word, ASCII_PAGE, "5।0").confidence == 0.9


def test_letters_of_latin_words_are_no_digits(word: Make) -> None:
    assert settle(word, HINDI_PAGE, "No.१२3").text == "No.१२३"
    assert settle(word, HINDI_PAGE, "१२3oo").text == "१२३००"


def test_a_year_that_could_be_two_takes_the_one_on_the_page(word: Make) -> None:
    assert settle(word, ("12/1986", *ASCII_PAGE), "14/1386").text == "14/1986"
    open_year = settle(word, ASCII_PAGE, "14/7777")
    assert (open_year.text, open_year.confidence) == ("14/7777", 0.5)


@pytest.mark.parametrize(("first", "settled"), [("4,", "4."), ("१५:", "१५."), ("4500,", "4500,")])
def test_the_number_of_a_paragraph_ends_with_a_dot(word: Make, first: str, settled: str) -> None:
    words = [word(first, 100, 200), word("अतः", 300, 200), word("7,", 500, 200)]
    kept, changed = settle_numbers(words)
    assert [item.text for item in kept] == [settled, "अतः", "7,"]
    assert changed == (first != settled)


@given(st.lists(st.text(st.sampled_from("0123456789०१२३४५६७८९/-.,:।"), min_size=1, max_size=12), max_size=6))
def test_settling_twice_is_settling_once(texts: list[str]) -> None:
    words = [Word(text, (0, 60 * row, 9, 60 * row + 40), 0.9, row, 0) for row, text in enumerate(texts)]
    once, _ = settle_numbers(words)
    assert len(once) == len(words)
    assert all((kept.raw or kept.text) == read.text for kept, read in zip(once, words, strict=True))
