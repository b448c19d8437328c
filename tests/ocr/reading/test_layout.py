"""Words come out in the order a person reads them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
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


@pytest.mark.parametrize("stretched", [False, True])
def test_columns_whose_paragraphs_begin_at_other_heights_are_no_table(stretched: bool) -> None:
    def side(lines: Sequence[str], left: float, breaks: Sequence[int], block: int) -> list[Word]:
        words, top = [], 300
        for number, text in enumerate(lines):
            top += PITCH + 40 * (number in breaks)
            line = line_of(text, left, top, 100 * block + number, block)
            # Justified lines of a typewriter have spaces as wide as the gutter.
            shift = 60 if stretched and number % 3 == 1 else 0
            cut = 2 + number % 2
            words += line[:cut] + [replace(word, box=_shift(word, shift)) for word in line[cut:]]
        return words

    words = side(LEFT[:4] * 2, 100, (3, 5), 0) + side(RIGHT[:4] * 2, 900, (3, 6), 1)
    got = text_of(arrange(words))
    assert got == [*LEFT[:4] * 2, *RIGHT[:4] * 2]


def _shift(word: Word, by: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = word.box
    return left + by, top, right + by, bottom


def test_a_seal_over_the_text_makes_no_columns() -> None:
    lines = [f"{left} {right}" for left, right in zip(LEFT[:4] + RIGHT[:4], RIGHT[:4] + LEFT[:4], strict=True)]
    whole = column(lines, 100, 300, 0)
    words = [word for word in whole if math.hypot(word.box[0] - 700, word.box[1] - 550) > 200]
    words = [replace(word, block=int(word.box[0] > 700)) for word in words]
    words.sort(key=lambda word: (word.block, word.line))
    assert 5 < len(whole) - len(words) < 30
    assert len(text_of(arrange(words))) == len(lines)


def test_the_left_page_of_a_spread_comes_before_the_right() -> None:
    wide = "जिसमें एक पंक्ति पृष्ठ की चौड़ाई का अच्छा भाग भरती है और बहुत आगे तक जाती है तथा वहीं समाप्त होती है"
    left = [*("बायां पृष्ठ", "प्रति,", "श्रीमान कलेक्टर महोदय"), f"जिला {wide}"]
    right = [*("दायां पृष्ठ", "टीप"), f"विषय {wide}", "हस्ताक्षर"]
    words = sorted([*column(left, 300, 300, 0), *column(right, 2900, 320, 1)], key=lambda word: word.box[1])
    words = [replace(word, line=word.box[1], block=0) for word in words]
    spread, square = np.full((3508, 4960), 255, np.uint8), np.full((4960, 4960), 255, np.uint8)
    assert text_of(arrange(words, spread)) == [*left, *right]
    assert text_of(arrange(words, square))[0] == "बायां पृष्ठ दायां पृष्ठ"


def test_labels_and_values_on_a_wide_sheet_are_no_spread() -> None:
    words = column(["विभाग :", "शाखा :", "वर्ष :"], 300, 400, 0) + column(
        ["राजस्व विभाग", "खनिज शाखा", "1993"], 2900, 400, 1
    )
    rows = text_of(arrange(words, np.full((3508, 4960), 255, np.uint8)))
    assert rows == ["विभाग : राजस्व विभाग", "शाखा : खनिज शाखा", "वर्ष : 1993"]


def test_a_ruled_list_on_a_sheet_laid_sideways_is_no_spread() -> None:
    cells = [f"नाम {row} पिता का नाम और पता जो इस खाने को पूरा भरता है" for row in range(6)]
    sums = [f"रकबा {row} हेक्टेयर तथा लगान की राशि जो खाने को भरती है" for row in range(6)]
    words = column(cells, 300, 400, 0) + column(sums, 1900, 400, 1)
    page = np.full((2480, 3508), 255, np.uint8)
    for row in range(7):
        cv2.line(page, (250, 385 + row * PITCH), (3300, 385 + row * PITCH), 0, 4)
    for x in (250, 1800, 3300):
        cv2.line(page, (x, 385), (x, 385 + 6 * PITCH), 0, 4)
    rows = [f"{cell} {total}" for cell, total in zip(cells, sums, strict=True)]
    assert text_of(arrange(words, page)) == rows
    assert text_of(arrange(words, np.full_like(page, 255))) == [*cells, *sums]


HEADS = ["2053 मरम्मत", "4059 छात्रावास", "2210 पुलिया"]
MORE = ["अभिलेख कोष्ठ", "विद्युतीकरण", "निर्माण"]
SUMS = ["56,954.00", "97,822.00", "22,184.00"]
LEFTS = (1000, 1400, 1800)


def wrapped_table(row_px: int) -> list[Word]:
    """Three rows, the first cell of each in two lines, the other three in one."""
    words = []
    for row, (head, more, amount) in enumerate(zip(HEADS, MORE, SUMS, strict=True)):
        top = 500 + row * row_px
        words += line_of(head, 300, top, 10 * row, 0) + line_of(more, 300, top + 60, 10 * row + 1, 0)
        for place, left in enumerate(LEFTS):
            words += line_of(amount, left, top, 10 * row + 2 + place, 1 + place)
    return sorted(words, key=lambda word: (word.block, word.line))


WRAPPED = [
    line
    for head, more, amount in zip(HEADS, MORE, SUMS, strict=True)
    for line in (head, more, " ".join([amount] * len(LEFTS)))
]


def test_cells_of_several_lines_belong_to_their_row_without_rulings() -> None:
    assert text_of(arrange(wrapped_table(160))) == WRAPPED


def test_lines_that_a_typewriter_stretched_to_both_margins_are_no_table() -> None:
    lefts = [(300, 700, 1100, 1500)] * 3 + [(300, 480, 1000, 1600)] * 8
    rows = [[f"{row}{place}शब्द" for place in range(4)] for row in range(len(lefts))]
    words = []
    for row, (texts, places) in enumerate(zip(rows, lefts, strict=True)):
        top = 500 + PITCH * (row + (row > 2))
        for place, (text, left) in enumerate(zip(texts, places, strict=True)):
            words += line_of(text, left, top, 10 * row + place, 0)
    words += line_of("अंत।", 300, 500 + PITCH * 3, 999, 1)
    lines = [" ".join(texts) for texts in rows]
    assert text_of(arrange(words)) == [*lines[:3], "अंत।", *lines[3:]]


def test_a_row_whose_number_was_not_read_is_no_further_line_of_the_one_above() -> None:
    names = ["यदु", "खान", "साहू", "टंडन"]
    words = []
    for row, name in enumerate(names):
        for place, (left, text) in enumerate(zip((300, 500, 900, 1400), (str(row), name, "अंडी", SUMS[0]), strict=True)):
            if (row, place) != (2, 0):
                words += line_of(text, left, 500 + PITCH * row, 10 * place + row, place)
    rows = [f"{row} {name} अंडी {SUMS[0]}" for row, name in enumerate(names)]
    assert text_of(arrange(words)) == [*rows[:2], rows[2].removeprefix("2 "), rows[3]]


def test_a_further_line_belongs_to_the_cell_whose_edge_it_begins_at() -> None:
    # Without its dash, "2053 - मरम्मत" falls into two pieces, and "अभिलेख कोष्ठ" stands under both.
    words = [
        replace(word, box=_shift(word, 70)) if word.text in {head.split()[1] for head in HEADS} else word
        for word in wrapped_table(160)
    ]
    assert text_of(arrange(words))[:6] == WRAPPED[:6]


def test_a_row_whose_first_cell_is_short_is_one_of_the_table_all_the_same() -> None:
    words = [word for word in wrapped_table(160) if (word.text, word.box[1]) != ("छात्रावास", 660)]
    read = text_of(arrange(words))
    assert read == [line.replace("4059 छात्रावास", "4059") for line in WRAPPED]


def test_the_total_below_a_table_without_wrapped_cells_is_a_row_of_its_own() -> None:
    words = [
        word
        for row, (head, amount) in enumerate(zip([*HEADS, *HEADS], [*SUMS, *SUMS], strict=True))
        for place, left in enumerate((300, *LEFTS))
        for word in line_of(amount if place else head, left, 500 + PITCH * row, 10 * row + place, place)
    ]
    total = [*line_of("योग", 300, 500 + PITCH * 6, 90, 0), *line_of(SUMS[0], LEFTS[-1], 500 + PITCH * 6, 91, 3)]
    rows = [f"{head} {' '.join([amount] * len(LEFTS))}" for head, amount in zip(HEADS, SUMS, strict=True)]
    assert text_of(arrange([*words, *total])) == [*rows, *rows, f"योग {SUMS[0]}"]


def test_lines_of_a_seal_below_a_table_do_not_tell_how_close_its_lines_are() -> None:
    seal = [
        word
        for row in range(2)
        for left in (420, 560, 700)
        for word in line_of("ab", left, 1400 + 24 * row, 100 + 10 * row + left // 100, 9)
    ]
    assert text_of(arrange([*wrapped_table(160), *seal]))[: len(WRAPPED)] == WRAPPED


def test_a_row_that_alone_has_lost_the_sign_between_is_one_of_the_table_all_the_same() -> None:
    words = [replace(word, box=_shift(word, 70)) if word.text == "मरम्मत" else word for word in wrapped_table(160)]
    assert text_of(arrange(words)) == WRAPPED


def test_cells_of_several_lines_belong_to_their_row_between_rulings() -> None:
    page = np.full((3508, 2480), 255, np.uint8)
    for row in range(3):
        for left, right in pairwise((280, *(left - 30 for left in LEFTS), 2200)):
            cv2.rectangle(page, (left, 480 + 120 * row), (right, 600 + 120 * row), 0, 3)
    above, below = line_of("पत्रक", 1100, 300, 90, 8), line_of("योग", 1100, 1000, 99, 9)
    rows = text_of(arrange([*wrapped_table(120), *above, *below], page))
    assert rows == ["पत्रक", *WRAPPED, "योग"]


def test_worn_rulings_part_the_cells_all_the_same() -> None:
    page = np.full((3508, 2480), 255, np.uint8)
    for row in range(3):
        for left, right in pairwise((280, *(left - 30 for left in LEFTS), 2200)):
            cv2.rectangle(page, (left, 480 + 120 * row), (right, 600 + 120 * row), 0, 3)
    page[610:710, 960:980] = 255
    assert text_of(arrange(wrapped_table(120), page)) == WRAPPED


def test_entries_between_the_rulings_of_an_order_sheet_stay_with_their_dates() -> None:
    page = np.full((3508, 2480), 255, np.uint8)
    for left, right in ((280, 600), (600, 2200)):
        cv2.rectangle(page, (left, 300), (right, 400), 0, 3)
        cv2.rectangle(page, (left, 400), (right, 1500), 0, 3)
    heads = line_of("दिनांक", 300, 330, 0, 0) + line_of("कार्यवाही", 700, 330, 1, 1)
    dates = line_of("12-03-1994", 300, 450, 2, 2) + line_of("20-03-1994", 300, 800, 3, 2)
    text = [
        *line_of("प्रकरण प्रस्तुत", 650, 450, 4, 3),
        *line_of("तामील हो", 650, 520, 5, 3),
        *line_of("पेश हो", 650, 800, 6, 3),
    ]
    assert text_of(arrange([*heads, *dates, *text], page)) == [
        *("दिनांक कार्यवाही", "12-03-1994 प्रकरण प्रस्तुत", "तामील हो", "20-03-1994 पेश हो")
    ]


def test_a_list_whose_rulings_between_rows_are_lost_is_read_row_by_row() -> None:
    page = np.full((3508, 2480), 255, np.uint8)
    edges = (280, 500, 1000, 1600, 2200)
    for left, right in pairwise(edges):
        cv2.rectangle(page, (left, 300), (right, 400), 0, 3)
        cv2.rectangle(page, (left, 400), (right, 1000), 0, 3)
    words = [
        word
        for block, left in enumerate(edges[:-1])
        for word in column([f"{block}{row}" for row in range(9)], left + 40, 330, block)
    ]
    assert text_of(arrange(words, page)) == [" ".join(f"{block}{row}" for block in range(4)) for row in range(9)]


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
