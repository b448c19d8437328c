"""Words come out in the order a person reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Word
from ocr.layout import arrange

PITCH, HEIGHT, LETTER, SPACE = 70, 40, 20, 14


def line_of(text: str, left: float, top: float, line: int, block: int, slope: float = 0.0) -> list[Word]:
    """The words of a line from `left`; `slope` is how far it falls per pixel."""
    words, x = [], left
    for part in text.split():
        width = LETTER * len(part)
        y = round(top + slope * x)
        words.append(Word(part, (round(x), y, round(x) + width, y + HEIGHT), 0.95, line, block))
        x += width + SPACE
    return words


def column(lines: Sequence[str], left: float, top: float, block: int, slope: float = 0.0) -> list[Word]:
    return [
        word
        for number, text in enumerate(lines)
        for word in line_of(text, left, top + number * PITCH, 100 * block + number, block, slope)
        if text
    ]


def text_of(words: Sequence[Word]) -> list[str]:
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return [" ".join(line) for line in lines.values()]


@pytest.mark.parametrize("slope", [0.0, 0.01, -0.01])
def test_labels_and_values_of_a_cover_are_read_row_by_row(slope: float) -> None:
    labels = ["विभाग :", "शाखा :", "नस्ती क्रमांक :", "विषय :", "वर्ष :"]
    values = ["राजस्व विभाग", "खनिज शाखा", "142/अ-27/1993-94", "नामांतरण प्रकरण के संबंध में", "1993"]
    words = column(labels, 300, 400, 0, slope) + column(values, 1100, 400, 1, slope)
    assert text_of(arrange(words)) == [f"{label} {value}" for label, value in zip(labels, values, strict=True)]


def test_number_at_the_left_and_date_at_the_right_make_one_line() -> None:
    words = [
        *line_of("क्रमांक 5402/स्था./1993", 290, 350, 0, 0),
        *column(["प्रति,", "जिला खाद्य अधिकारी,"], 290, 450, 1),
        *line_of("बिलासपुर, दिनांक 07-02-1993", 1500, 352, 9, 2),
    ]
    assert text_of(arrange(words)) == [
        "क्रमांक 5402/स्था./1993 बिलासपुर, दिनांक 07-02-1993",
        "प्रति,",
        "जिला खाद्य अधिकारी,",
    ]


def test_dates_of_an_order_sheet_stand_before_the_text_beside_them() -> None:
    dates = column(["12-03-1994", "", "", "", "", "20-03-1994"], 100, 300, 0)
    text = ["प्रकरण प्रस्तुत हुआ आवेदक उपस्थित", "अनावेदक को सूचना पत्र जारी", "तामील उपरांत पेश हो"]
    words = dates + column([*text, "", "", "उभय पक्ष उपस्थित तर्क सुने"], 500, 300, 1)
    assert text_of(arrange(words)) == [f"12-03-1994 {text[0]}", *text[1:], "20-03-1994 उभय पक्ष उपस्थित तर्क सुने"]


def test_lists_are_read_row_by_row() -> None:
    cells = [[str(row), f"नाम{row} कुमार{row}", f"ग्राम{row}", f"{row}8/{row}", f"1.{row}64"] for row in range(1, 9)]
    words = [
        word
        for block, left in enumerate((100, 250, 700, 1100, 1500))
        for word in column([row[block] for row in cells], left, 300, block)
    ]
    assert text_of(arrange(words)) == [" ".join(row) for row in cells]


LEFT = [
    "यह अनुबंध आज दिनांक को किया",
    "गया तथा दोनों पक्षों ने मिलकर",
    "निम्न शर्तों को स्वीकार किया है",
    "जिसके साक्षी नीचे लिखे गए",
    "समाप्त",
]
RIGHT = [
    "दूसरा स्तंभ अपने आप में पूरा",
    "पाठ है और उसे पहले स्तंभ के",
    "बाद ही पढ़ा जाना चाहिए न कि",
    "पंक्ति के साथ मिलाकर कभी भी",
    "इति",
]


@pytest.mark.parametrize("offset", [0, 25])
@pytest.mark.parametrize("slope", [0.0, 0.004])
def test_columns_of_running_text_are_read_one_after_the_other(offset: int, slope: float) -> None:
    heading = line_of("अनुबंध की शर्तें तथा नियम जो दोनों स्तंभों के ऊपर छपे हैं", 150, 150, 0, 0, slope)
    foot = line_of("हस्ताक्षर तथा मुहर यहां दोनों स्तंभों के नीचे लगाई जाती है", 150, 800, 900, 9, slope)
    words = heading + column(LEFT, 100, 300, 1, slope) + column(RIGHT, 900, 300 + offset, 2, slope) + foot
    heading_text, foot_text = (" ".join(word.text for word in part) for part in (heading, foot))
    assert text_of(arrange(words)) == [heading_text, *LEFT, *RIGHT, foot_text]


def test_columns_that_tesseract_read_across_are_parted() -> None:
    across = [
        word
        for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True))
        for word in (
            *line_of(left, 100, 300 + number * PITCH, number, 0),
            *line_of(right, 900, 300 + number * PITCH, number, 0),
        )
    ]
    assert text_of(arrange(across)) == [*LEFT, *RIGHT]


def test_cells_of_several_lines_are_read_cell_by_cell() -> None:
    words = [
        word
        for band in range(2)
        for block, lines in enumerate((LEFT[:3], RIGHT[:3]))
        for word in column(lines, 100 + 800 * block, 300 + 400 * band, 2 * band + block)
    ]
    assert text_of(arrange(words)) == [*LEFT[:3], *RIGHT[:3], *LEFT[:3], *RIGHT[:3]]


def test_a_tall_scrap_does_not_tie_rows_together() -> None:
    words = column(["पहली पंक्ति का पाठ", "दूसरी पंक्ति का पाठ", "तीसरी पंक्ति का पाठ"], 200, 300, 0)
    seal = Word("O", (1500, 290, 1700, 500), 0.9, 50, 1)
    assert text_of(arrange([*words, seal])) == ["पहली पंक्ति का पाठ", "दूसरी पंक्ति का पाठ", "O", "तीसरी पंक्ति का पाठ"]


def test_lines_lying_on_each_other_stay_apart() -> None:
    over = line_of("मूल पंक्ति का पाठ यहां है", 200, 300, 0, 0)
    under = [replace(word, text="उलट", line=1, block=1) for word in over]
    assert [len(line.split()) for line in text_of(arrange([*over, *under]))] == [6, 6]


def test_white_between_paragraphs_parts_blocks() -> None:
    words = [*column(["पहला पैरा", "आगे"], 200, 300, 0), *column(["दूसरा पैरा"], 200, 300 + 4 * PITCH, 0)]
    assert [word.block for word in arrange(words)] == [0, 0, 0, 1, 1]


def test_a_page_without_words_stays_so() -> None:
    assert arrange(()) == ()


boxes = st.tuples(st.integers(0, 2300), st.integers(0, 3300), st.integers(1, 900), st.integers(1, 300))
pages = st.lists(
    st.builds(
        lambda box, line: Word("क", (box[0], box[1], box[0] + box[2], box[1] + box[3]), 0.9, line, line // 7),
        boxes,
        st.integers(0, 40),
    ),
    max_size=60,
).map(lambda words: sorted(words, key=lambda word: word.line))


@given(pages)
def test_every_word_comes_out_once_and_is_numbered_in_order(words: list[Word]) -> None:
    arranged = arrange(words)
    key: Callable[[Word], Word] = lambda word: replace(word, line=0, block=0)  # noqa: E731
    assert sorted(map(repr, map(key, arranged))) == sorted(map(repr, map(key, words)))
    if words:
        assert arranged[0].line == arranged[0].block == 0
    for before, after in pairwise(arranged):
        assert 0 <= after.line - before.line <= 1
        assert 0 <= after.block - before.block <= 1


@given(pages)
def test_arranging_does_not_depend_on_tesseracts_block_numbers(words: list[Word]) -> None:
    other = [replace(word, block=word.line) for word in words]
    assert [word.box for word in arrange(words)] == [word.box for word in arrange(other)]
