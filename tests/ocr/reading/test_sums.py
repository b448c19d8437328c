"""Sums of money torn at their commas are whole again, and lists of numbers are left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nasti.model import Word
from ocr.sums import join_sums

Make = Callable[..., Word]

HEIGHT_PX = 40


def line(texts: str, gap_px: int) -> list[Word]:
    """Words as high as `HEIGHT_PX`, digits 24 wide."""
    words, left = [], 100
    for text in texts.split():
        right = left + 24 * len(text)
        words.append(Word(text, (left, 200, right, 200 + HEIGHT_PX), 0.9, 0, 0))
        left = right + gap_px
    return words


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("17,51, 756.00", "17,51,756.00"),
        ("3.14.590.00", "3,14,590.00"),
        ("Rs.4,45.761.00", "Rs.4,45,761.00"),
        ("36, 09, 622.00", "36,09,622.00"),
        ("32. 68, 855.00", "32,68,855.00"),
        ("48, 60,517.00", "48,60,517.00"),
        ("₹1, 250/-", "₹1,250/-"),
        ("१२, ५००.००", "१२,५००.००"),
        ("37,98,003. 00", "37,98,003.00"),
        ("10 ,25,889. 00", "10,25,889.00"),
        ("6,65 323.00", "6,65,323.00"),
        ("5,64,675 00", "5,64,675.00"),
        ("१,०६ ५०० ००", "१,०६,५००.००"),
        ("81,40, 686,00", "81,40,686.00"),
    ],
)
def test_a_torn_sum_is_joined(torn: str, whole: str) -> None:
    (joined,) = join_sums(line(torn, 20))

    assert (joined.text, joined.raw) == (whole, torn)
    assert joined.box == (100, 200, line(torn, 20)[-1].box[2], 240)


@pytest.mark.parametrize(
    "numbers",
    [
        "12, 345",
        "12, 34, 567",
        "1, 2, 3.00",
        "12. 345.00.5",
        "17,51, ७५६.00",
        "खसरा, 500.00",
        "1. 25,000/-",
        "1. 500.00",
        "112, 113",
        "12. 1994",
        "1. 25",
        "6,65 323",
        "5,64,675 15",
        "5,64,675 323.00",
    ],
)
def test_lists_of_numbers_are_left(numbers: str) -> None:
    assert [word.text for word in join_sums(line(numbers, 12))] == numbers.split()


def test_what_is_no_whole_sum_reaches_further_than_what_may_be_one() -> None:
    assert [word.text for word in join_sums(line("2,36, 371.00", 40))] == ["2,36,371.00"]
    assert [word.text for word in join_sums(line("6,65 323.00", 40))] == ["6,65,323.00"]
    assert [word.text for word in join_sums(line("6,65 323.00", 52))] == ["6,65", "323.00"]
    assert [word.text for word in join_sums(line("48, 517.00", 40))] == ["48,", "517.00"]


def test_a_comma_may_stand_in_a_room_of_its_own() -> None:
    assert [word.text for word in join_sums(line("42, 94,241.00", 44))] == ["42,94,241.00"]
    assert [word.text for word in join_sums(line("42, 94,241.00", 48))] == ["42,", "94,241.00"]
    assert [word.text for word in join_sums(line("42 94,241.00", 44))] == ["42", "94,241.00"]


@pytest.mark.parametrize(
    ("gap", "joined"),
    [(20, ["४,९३,९३४.००", "रु."]), (40, ["४,९३,९३४", ",", "००", "रु."])],
)
def test_a_comma_read_by_itself_belongs_to_the_number_before_it(gap: int, joined: list[str]) -> None:
    assert [word.text for word in join_sums(line("४,९३,९३४ , ०० रु.", gap))] == joined


def test_a_comma_that_stands_by_itself_between_words_is_left() -> None:
    for text in ("राशि , 25", "25 , राशि"):
        assert [word.text for word in join_sums(line(text, 20))] == text.split()


def test_a_torn_share_is_joined_but_not_with_the_number_of_its_paragraph() -> None:
    assert [word.text for word in join_sums(line("कार्य 41. 7% पूर्ण", 20))] == ["कार्य", "41.7%", "पूर्ण"]
    assert [word.text for word in join_sums(line("41. 7% पूर्ण", 20))] == ["41.", "7%", "पूर्ण"]


def test_columns_of_figures_are_left() -> None:
    words = line("17,51, 756.00", 60)

    assert join_sums(words) == tuple(words)


def test_pieces_of_two_lines_are_left(word: Make) -> None:
    words = [word("17,51,", 100, 200, line=0), word("756.00", 100, 260, line=1)]

    assert join_sums(words) == tuple(words)


def test_neighbours_of_a_sum_stay_as_they_are() -> None:
    joined = join_sums(line("राशि 36, 09, 622.00 स्वीकृत", 20))

    assert [word.text for word in joined] == ["राशि", "36,09,622.00", "स्वीकृत"]
