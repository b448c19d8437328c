"""The bench counts errors, words and numbers as it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.texts import bare_words, count_numbers, find_right_words, match_in_order, score_text

WORDS = st.lists(st.sampled_from(["विषय", "पत्र", "12/अ-7", "the", "।", "१२"]), max_size=12)


def test_a_page_read_as_printed_has_no_errors() -> None:
    score = score_text("विषय : पत्र\nदिनांक १२/०३/१९९४", "विषय : पत्र दिनांक  १२/०३/१९९४")
    assert (score.errors, score.errors_folded, score.f1) == (0, 0, 1)
    assert (score.numbers, score.numbers_right, score.numbers_as_printed) == (1, 1, 1)


def test_the_character_error_rate_is_a_share_of_the_truth_and_at_most_one() -> None:
    assert score_text("abcd", "abxd").errors == pytest.approx(0.25)
    assert score_text("ab", "xyzxyz").errors == 1


def test_digits_of_the_other_script_are_errors_but_the_same_number() -> None:
    score = score_text("क्र. 142/1994", "क्र. १४२/१९९४")
    assert score.errors > 0
    assert score.errors_folded == 0
    assert (score.numbers_right, score.numbers_as_printed) == (1, 0)


def test_a_number_with_one_wrong_sign_is_wrong() -> None:
    assert score_text("142/अ-27/1993-94, 1,25,000", "142/अ-21/1993-94 1,25,000.").numbers_right == 1


def test_a_number_counts_as_often_as_it_stands_there() -> None:
    assert score_text("1994 1994 1995", "1994 1995 1995").numbers_right == 2


def test_words_with_fewer_than_two_digits_are_no_numbers() -> None:
    assert set(count_numbers("धारा 5 (1) एफ3-12 १० सन् 07")) == {"एफ3-12", "१०", "07"}


def test_precision_and_recall_are_told_apart() -> None:
    score = score_text("एक दो तीन चार", "एक दो, कचरा")
    assert (score.precision, score.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 4))


def test_matches_follow_the_order_of_the_page() -> None:
    assert match_in_order(["a", "b", "c", "b"], ["b", "x", "c"]) == [(1, 0), (2, 2)]


@given(WORDS, WORDS)
def test_no_word_of_the_page_makes_two_words_right(expected: list[str], found: list[str]) -> None:
    right = [word for word, is_right in zip(found, find_right_words(expected, found), strict=True) if is_right]
    assert all(right.count(word) == min(expected.count(word), found.count(word)) for word in set(found))


@given(WORDS)
def test_bare_words_keep_their_inner_signs(words: list[str]) -> None:
    assert bare_words(" ".join(words)) == [word for word in words if word != "।"]
