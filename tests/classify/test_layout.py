from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.layout import has_letters, lay_out, tidy
from nasti.model import Sheet, Word


def test_rows_run_across_blocks(write: Callable[..., Sheet]) -> None:
    page = lay_out(write("विभाग :\tगृह विभाग\nवर्ष :\t1993\n>दूर दाहिने"), 4)
    assert [row.text for row in page.rows] == ["विभाग : गृह विभाग", "वर्ष : 1993", "दूर दाहिने"]
    assert page.position == 4
    assert page.across(page.rows[2].box[0]) > 0.5


def test_a_value_a_little_lower_than_its_label_is_in_its_row() -> None:
    words = (Word("विभाग", (400, 945, 556, 990), 0.9, 0, 2), Word("गृह", (913, 958, 1000, 1006), 0.9, 7, 5))
    assert [row.text for row in lay_out(Sheet(0, (2480, 3508), 300, words=words), 0).rows] == ["विभाग गृह"]


def test_lines_above_each_other_stay_apart() -> None:
    words = (Word("पहली", (400, 100, 556, 150), 0.9, 0, 0), Word("दूसरी", (400, 140, 556, 190), 0.9, 1, 0))
    assert len(lay_out(Sheet(0, (2480, 3508), 300, words=words), 0).rows) == 2


def test_words_that_the_reader_called_a_line_and_are_none_are_parted() -> None:
    words = tuple(Word(f"शब्द{n}", (400, 100 + 200 * n, 556, 150 + 200 * n), 0.9, 0, 0) for n in range(3))
    assert len(lay_out(Sheet(0, (2480, 3508), 300, words=words), 0).rows) == 3


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("विषय:नामांतरण", ["विषय:", "नामांतरण"]),
        ("विषय:-नामांतरण", ["विषय:-", "नामांतरण"]),
        ("कार्यालय.कलेक्टर,", ["कार्यालय.", "कलेक्टर,"]),
        ("क्रमांक5402/स्था./1993", ["क्रमांक", "5402/स्था./1993"]),
        ("No.4170/Acctt/1997", ["No.", "4170/Acctt/1997"]),
        ("दिनांक02.03.2015", ["दिनांक", "02.03.2015"]),
        ("(छ.ग.)", ["(छ.ग.)"]),
        ("म.प्र.", ["म.प्र."]),
        ("3:00", ["3:00"]),
        ("15.09.2009", ["15.09.2009"]),
        ("142/अ-27/1993-94", ["142/अ-27/1993-94"]),
        ("भिलाई-3", ["भिलाई-3"]),
    ],
)
def test_parts_words_that_lost_their_space(text: str, parts: list[str]) -> None:
    page = lay_out(Sheet(0, (2480, 3508), 300, words=(Word(text, (100, 100, 400, 150), 0.9, 0, 0),)), 0)
    words = page.rows[0].words
    assert [word.text for word in words] == parts
    assert words[0].box[0] == 100
    assert words[-1].box[2] == 400


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  नामांतरण  के संबंध में। ", "नामांतरण के संबंध में"),
        (":- road, length 12 km.", "road, length 12 km"),
        ("जिला बस्तर (म.प्र.)", "जिला बस्तर (म.प्र.)"),
        ("अनुविभागीय अधिकारी रा.", "अनुविभागीय अधिकारी रा."),
        ("कलेक्टर,", "कलेक्टर"),
        ("...", ""),
    ],
)
def test_tidies_values(text: str, clean: str) -> None:
    assert tidy(text) == clean


WORDS = st.builds(
    Word,
    st.text(st.sampled_from("कखगिा्ः0१/-:.|`a"), min_size=1, max_size=8),
    st.tuples(*[st.integers(-50, 2600)] * 4).map(
        lambda box: (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
    ),
    st.floats(0, 1),
    st.integers(0, 5),
    st.integers(0, 3),
)


@given(st.lists(WORDS, max_size=25))
def test_every_printed_word_is_in_one_row(words: list[Word]) -> None:
    page = lay_out(Sheet(0, (2480, 3508), 300, words=tuple(words)), 0)
    laid = Counter(character for row in page.rows for word in row.words for character in word.text)
    given_letters = Counter(character for word in words if has_letters(word.text) for character in word.text)
    assert all(laid[character] >= count for character, count in given_letters.items())
    tops = [(row.box[1] + row.box[3]) / 2 for row in page.rows]
    assert all(row.words for row in page.rows)
    assert len(tops) == len(page.rows)
