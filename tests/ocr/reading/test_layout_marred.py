"""Dirt, blots and the other page of a spread leave the order of words as it is."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from nasti.model import Word
from ocr.layout import arrange
from ocr.tables import find_tables
from tests.ocr.reading.test_layout import LEFT, LETTER, PITCH, RIGHT, SPACE, column, line_of, text_of


def test_a_speck_before_a_line_leaves_the_columns_as_they_are() -> None:
    specks = [Word(".", (870, 320 + PITCH * row, 874, 324 + PITCH * row), 0.6, 201 + row, 2) for row in (1, 3)]
    words = sorted([*column(LEFT, 100, 300, 1), *column(RIGHT, 900, 300, 2), *specks], key=lambda word: word.line)
    words = [replace(word, line=word.line - (word.text == ".")) for word in words]
    got = [line.removeprefix(". ") for line in text_of(arrange(words))]
    assert [line for line in got if line != "."] == [*LEFT, *RIGHT]


def test_a_box_that_reaches_into_the_white_leaves_the_columns_as_they_are() -> None:
    heading = line_of("अनुबंध की शर्तें", 780, 150, 0, 0)
    words = [*heading, *column(LEFT[:4] * 2, 100, 300, 1), *column(RIGHT[:4] * 2, 900, 300, 2)]
    (first,) = (word for word in words if word.line == 206 and word.box[0] == 900)
    for reaching, parted in ((850, True), (640, False)):
        spread = [replace(word, box=(reaching, *word.box[1:])) if word is first else word for word in words]
        found = text_of(arrange(spread))
        assert (found == ["अनुबंध की शर्तें", *LEFT[:4] * 2, *RIGHT[:4] * 2]) is parted


def test_lines_that_the_recogniser_tore_at_a_space_are_no_columns() -> None:
    starts = ["यह अनुबंध आज दिनांक", "गया तथा दोनों पक्ष", "निम्न शर्तों को मान", "जिसके साक्षी यहां"]
    words = [
        word
        for row, (left, right) in enumerate(zip(starts, RIGHT, strict=False))
        for word in (
            *line_of(
                left,
                500 - 2 * SPACE - LETTER * len(left.replace(" ", "")) - SPACE * left.count(" "),
                300 + PITCH * row,
                row,
                0,
            ),
            *line_of(right, 500, 300 + PITCH * row, 100 + row, 1),
        )
    ]
    words.sort(key=lambda word: word.line)
    assert text_of(arrange(words)) == [f"{left} {right}" for left, right in zip(starts, RIGHT, strict=False)]


def test_a_table_on_one_page_of_a_spread_leaves_the_other_as_it_is() -> None:
    wide = "जिसमें एक पंक्ति पृष्ठ की चौड़ाई का अच्छा भाग भरती है और बहुत आगे तक जाती है"
    left = ["क्रमांक 54/1993 दुर्ग", wide, "समाप्त"]
    cells = [*column(["नाम", "रकबा", "लगान"], 2900, 300, 1), *column(["राम", "श्याम", "मोहन"], 4000, 300, 2)]
    ends = [*line_of("दिनांक 1", 1700, 300, 90, 3), *line_of("दिनांक 2", 1700, 440, 91, 3)]
    words = [*column(left, 300, 300, 0), *ends, *cells]
    page = np.full((3508, 4960), 255, np.uint8)
    for row in range(4):
        cv2.line(page, (2850, 285 + row * PITCH), (4700, 285 + row * PITCH), 0, 4)
    for x in (2850, 3800, 4700):
        cv2.line(page, (x, 285), (x, 285 + 3 * PITCH), 0, 4)
    found = arrange(words, page)
    assert text_of(found)[:3] == [f"{left[0]} दिनांक 1", wide, f"{left[2]} दिनांक 2"]
    # A page cut at the table of the other would fall into more blocks.
    assert len({word.block for word in found[:21]}) == 1


def draw(left: int, right: int, tops: tuple[int, ...], uprights: list[tuple[int, int, int]]) -> np.ndarray:
    """White, with rulings from left to right at some heights, and upright ones: x, top, bottom."""
    page = np.full((1200, 2480), 255, np.uint8)
    for top in tops:
        cv2.line(page, (left, top), (right, top), 0, 4)
    for x, top, bottom in uprights:
        cv2.line(page, (x, top), (x, bottom), 0, 4)
    return page


def ruled(uprights: list[tuple[int, int, int]]) -> np.ndarray:
    return draw(200, 2000, (380, 480, 780), [(200, 380, 780), (2000, 380, 780), *uprights])


def test_a_blot_whose_strokes_end_anywhere_is_no_table() -> None:
    assert find_tables(ruled([(700, 380, 560), (1000, 540, 700), (1500, 420, 600), (1700, 380, 560)]), 40) == []
    (table,) = find_tables(ruled([(700, 380, 780), (1000, 380, 480), (1500, 480, 780), (1700, 380, 560)]), 40)
    assert len(table.uprights) == 4


def test_what_lies_over_a_table_of_more_cells_is_none() -> None:
    page = ruled([(700, 380, 780), (1400, 380, 780)])
    # The rest of a desk beside the sheet: it reaches over the table without touching its rulings.
    for top in (100, 600, 1100):
        cv2.line(page, (2100, top), (2400, top), 0, 4)
    for x in (2100, 2250, 2400):
        cv2.line(page, (x, 100), (x, 1100), 0, 4)
    beside, table = find_tables(page, 40)
    assert (beside.box[0] > 2000, len(table.uprights)) == (True, 2)
    cv2.line(page, (900, 1100), (2400, 1100), 0, 4)
    (only,) = find_tables(page, 40)
    assert only == table


def test_rulings_of_dots_are_rulings_though_some_are_lost() -> None:
    page = ruled([(700, 380, 780), (1400, 380, 780)])
    dotted = np.random.default_rng(1).random(page.shape) < 0.02
    page[cv2.dilate(dotted.astype(np.uint8), np.ones((4, 4), np.uint8)) > 0] = 255
    (table,) = find_tables(page, 40)
    assert len(table.levels) == 3 and len(table.uprights) == 2


def test_colons_that_stand_by_themselves_are_no_cells_of_a_table() -> None:
    labels, values = ["जमा राशि", "जाति प्रमाण", "पटवारी हल्का"], ["266", "हां", "54"]
    words = [
        word
        for row, (label, value) in enumerate(zip(labels, values, strict=True))
        for left, text in ((300, label), (1200, ":"), (1500, value))
        for word in line_of(text, left, 300 + PITCH * row, row, 0)
    ]
    last = line_of("मैं घोषणा करता हूं कि जानकारी सही है", 300, 300 + PITCH * 3, 3, 0)
    got = text_of(arrange([*words, *last]))
    assert got == [*(f"{label} : {value}" for label, value in zip(labels, values, strict=True)), text_of(last)[0]]


PHOTOGRAPHED = [
    "यह पत्र आपके कार्यालय के निर्देश", "पर जांच प्रतिवेदन के साथ भेजा", "जा रहा है कृपया अवलोकन कर उचित",
    "आदेश प्रदान करने का कष्ट करें और", "समस्त अभिलेख संलग्न किए जाते हैं", "ताकि प्रकरण का निराकरण हो सके अब",
]  # fmt: skip


def test_number_and_date_stand_in_one_line_of_a_photograph_whose_lines_run_together() -> None:
    tops = [300, *range(500, 500 + 300 * len(PHOTOGRAPHED), 300)]
    # The camera looked down from the foot of the page: its upper lines rise to the right, its lower ones fall.
    slopes = [(top - 1400) * 2.2e-5 for top in tops]
    number, date = (
        line_of("क्रमांक 2550/2004", 300, tops[0], 0, 0, slopes[0]),
        line_of("दिनांक 16", 1900, tops[0], 1, 1, slopes[0]),
    )
    text = [
        word
        for row, (line, top, slope) in enumerate(zip(PHOTOGRAPHED, tops[1:], slopes[1:], strict=True), 2)
        for word in line_of(line, 300, top, row, 2, slope)
    ]
    assert abs(number[0].box[1] - date[0].box[1]) > 30
    assert text_of(arrange([*date, *number, *text])) == ["क्रमांक 2550/2004 दिनांक 16", *PHOTOGRAPHED]


def test_pieces_of_a_seal_in_its_cells_make_no_entries_of_a_row() -> None:
    page = draw(200, 2200, (280, 560, 700), [(x, 280, 700) for x in (200, 800, 1300, 1800, 2200)])
    words = [
        *column(["2245 - repair", "", "of the record"], 220, 300, 0),
        *line_of("81,43,676.00", 820, 300, 50, 1),
        *line_of("81,31,209.00", 1320, 300, 51, 2),
        *line_of("12,467.00", 1820, 300, 52, 3),
        *line_of("Kank", 1350, 440, 53, 4),
        *line_of("er", 1820, 440, 54, 5),
        *line_of("Total", 220, 600, 55, 6),
        *line_of("9,00", 820, 600, 56, 7),
    ]
    read = text_of(arrange(words, page))
    assert read[:3] == ["2245 - repair", "of the record", "81,43,676.00 81,31,209.00"]


def test_lines_of_a_paragraph_that_were_torn_at_one_place_are_no_columns() -> None:
    torn = column(LEFT[:5], 100, 300 + PITCH, 1), column(RIGHT[:5], 900, 300 + PITCH, 2)
    above = line_of("यह पंक्ति पूरी चौड़ाई की है और उसी अनुच्छेद में है जिसकी पंक्तियां फटी हुई पढ़ी गईं", 100, 300, 90, 3)
    read = text_of(arrange([*above, *torn[0], *torn[1]]))
    assert read[1:] == [f"{left} {right}" for left, right in zip(LEFT[:5], RIGHT[:5], strict=True)]
    apart = text_of(arrange([*line_of(" ".join(word.text for word in above), 100, 200, 90, 3), *torn[0], *torn[1]]))
    assert apart[1:] == [*LEFT[:5], *RIGHT[:5]]


def test_rulings_that_print_runs_across_the_side_of_are_no_table() -> None:
    page = draw(100, 1000, (150, 240, 700), [(100, 150, 700), (1000, 150, 700), (900, 150, 240)])
    head = line_of("कार्यालय जिला शिक्षा अधिकारी महासमुंद", 860, 300, 0, 0)
    number, date = line_of("क्रमांक 3380", 300, 500, 1, 1), line_of("दिनांक 28", 1800, 500, 2, 2)
    below = line_of("प्रति", 300, 900, 3, 3)
    assert len(find_tables(page, 40)) == 1
    read = text_of(arrange([*head, *number, *date, *below], page))
    assert read == ["कार्यालय जिला शिक्षा अधिकारी महासमुंद", "क्रमांक 3380 दिनांक 28", "प्रति"]


def test_rulings_that_fall_between_the_words_of_lines_are_no_table() -> None:
    page = draw(430, 2400, (240, 450, 1000), [(430, 240, 1000), (2400, 240, 1000), (1000, 240, 450)])
    labels = ["दिनांक जारी", "प्रकार दावा", "अवकाश अवधि", "विवरण अन्य"]
    lines = [
        word
        for row, label in enumerate(labels)
        for left, text in ((300, label), (1400, f"मान {row}"))
        for word in line_of(text, left, 300 + PITCH * row, 10 * row, 0)
    ]
    assert len(find_tables(page, 40)) == 1
    assert text_of(arrange(lines, page)) == [f"{label} मान {row}" for row, label in enumerate(labels)]


def test_the_frame_of_a_seal_that_a_line_runs_past_is_no_table() -> None:
    page = draw(480, 1000, (250, 330, 500), [(480, 250, 500), (1000, 250, 500), (600, 330, 500)])
    around = [*line_of("यह", 350, 350, 0, 0), *line_of("से प्रभावशील होगा।", 1020, 350, 0, 0)]
    under = line_of("आदेश प्रभाव", 500, 350, 1, 1)
    below = [*line_of("भवदीय", 1500, 600, 2, 2), *line_of("प्रति", 350, 600, 3, 3)]
    assert len(find_tables(page, 40)) == 1
    read = text_of(arrange([*around, *under, *below], page))
    assert read == ["यह आदेश प्रभाव से प्रभावशील होगा।", "प्रति भवदीय"]


def test_one_ruling_across_the_head_of_a_page_and_its_fold_are_no_table() -> None:
    page = np.full((1200, 2480), 255, np.uint8)
    cv2.line(page, (200, 260), (2300, 260), 0, 5)
    cv2.line(page, (1000, 0), (1000, 500), 0, 4)
    assert find_tables(page, 40) == []
    cv2.line(page, (200, 500), (2300, 500), 0, 5)
    assert len(find_tables(page, 40)) == 1


def test_words_of_two_levels_that_were_read_as_one_line_are_two() -> None:
    above, below = line_of("अर्जित भूमि का", 300, 300, 1, 0), line_of("ऊंचाई बढ़ाने के लिए", 900, 300 + PITCH, 1, 0)
    rest = [*line_of("मुआवजा नियत किया", 900, 300, 0, 0), *line_of("निर्माण विभाग ने", 300, 300 + PITCH, 2, 0)]
    more = [word for row in range(3, 6) for word in line_of(LEFT[row - 3], 300, 300 + PITCH * row, row, 0)]
    read = text_of(arrange([*rest[:3], *above, *below, *rest[3:], *more]))
    assert read[:2] == ["अर्जित भूमि का मुआवजा नियत किया", "निर्माण विभाग ने ऊंचाई बढ़ाने के लिए"]
