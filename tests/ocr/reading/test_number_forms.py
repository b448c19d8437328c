"""What is one number by its form is one word, and what is two is two."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Word
from ocr.number_forms import mend_forms

Make = Callable[..., Word]


def mended(word: Make, text: str, gap: int = 20, lines: tuple[int, int] = (0, 0)) -> list[str]:
    words, left = [], 100
    for text_of, line in zip(text.split(), (lines[0], *[lines[1]] * text.count(" ")), strict=True):
        words.append(word(text_of, left, 100, line=line))
        left = words[-1].box[2] + gap
    return [one.text for one in mend_forms(words)]


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("26- 3-75,", "26-3-75,"),
        ("३-६- ७४", "३-६-७४"),
        ("18-8 -09", "18-8-09"),
        ("13.07. 2004", "13.07.2004"),
        ("९५५६/स्था, /१९७४", "९५५६/स्था./१९७४"),
        ("5038/शि./वि. /1974", "5038/शि./वि./1974"),
        ("५३५७/स्था ./१९७४", "५३५७/स्था./१९७४"),
        ("3843/भू-अ /1996", "3843/भू-अ/1996"),
        ("30.03, 1974.", "30.03.1974."),
        ("पृ.क्रमांक/ ४१४५/वित्त/२००४", "पृ.क्रमांक/४१४५/वित्त/२००४"),
    ],
)
def test_pieces_of_a_number_are_joined_unless_they_stand_apart(word: Make, torn: str, whole: str) -> None:
    assert mended(word, torn) == [whole]
    assert mended(word, torn, gap=45) == torn.split()
    assert mended(word, torn, lines=(0, 1)) == torn.split()


@pytest.mark.parametrize(
    "text",
    [
        "12 3-75",
        "26- 13-75",
        "45- 3-75",
        "26- 3.75",
        "13.07 2004",
        "2. 3.75",
        "1993- 94",
        "क्रमांक/ 41",
        "9556/12, /1974",
    ],
)
def test_what_may_be_two_numbers_is_left(word: Make, text: str) -> None:
    assert mended(word, text) == text.split()


@pytest.mark.parametrize(
    ("glued", "parts"),
    [
        ("76/06.08.2016", ["76", "/", "06.08.2016"]),
        ("६/३१/०१/१९८७", ["६", "/", "३१/०१/१९८७"]),
        ("87/18-10-98,", ["87", "/", "18-10-98,"]),
        ("2769/शि./वि./1995-दिनांक", ["2769/शि./वि./1995", "दिनांक"]),
    ],
)
def test_a_number_and_a_date_are_parted(word: Make, glued: str, parts: list[str]) -> None:
    words = mend_forms([word(glued, 100, 100, 22 * len(glued))])
    assert [one.text for one in words] == parts
    assert words[0].box[0] == 100 and words[-1].box[2] == 100 + 22 * len(glued)
    assert all(before.box[2] <= after.box[0] for before, after in pairwise(words))
    assert {one.raw for one in words} == {glued}


@pytest.mark.parametrize("text", ["452/3-12/2015-16", "7/0-7/1974", "142/अ-27/1993-94", "261/7/क", "12.07.1994"])
def test_numbers_stay(word: Make, text: str) -> None:
    assert mended(word, text) == [text]


@pytest.mark.parametrize(
    ("text", "plot"),
    [("261/7/के", "261/7/क"), ("532/14/र", "532/14/ख"), ("241/9/T", "241/9/ग"), ("142/राजस्व", "142/राजस्व"), ("के", "के")],
)
def test_the_part_of_a_plot_is_one_of_the_first_letters(word: Make, text: str, plot: str) -> None:
    assert mended(word, text) == [plot]


@given(st.lists(st.text("0139०१३९./-,क", min_size=1, max_size=8), max_size=6))
def test_no_sign_is_lost(texts: list[str]) -> None:
    words = [Word(text, (100 * at, 0, 100 * at + 90, 40), 0.9, 0, 0) for at, text in enumerate(texts)]
    assert "".join(word.text for word in mend_forms(words)) == "".join(texts)
