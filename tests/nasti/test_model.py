"""Geometry of sheets."""

from __future__ import annotations

from nasti.model import Sheet, Word


def word(text: str, box: tuple[int, int, int, int], line: int = 0) -> Word:
    return Word(text, box, 0.9, line, 0)


def marks_of(*words: Word) -> tuple[tuple[int, int, int, int], ...]:
    return Sheet(0, (1000, 1000), 300, words=words).marks


def test_words_of_a_line_are_marked_as_high_as_the_line():
    low, high = word("कम", (100, 110, 160, 150)), word("हिन्दू", (180, 95, 280, 165))

    assert marks_of(low, high) == ((100, 95, 160, 165), (180, 95, 280, 165))


def test_other_lines_do_not_reach_into_a_mark():
    above, below = word("कम", (100, 110, 160, 150)), word("हिन्दू", (100, 195, 200, 265), line=1)

    assert marks_of(above, below) == (above.box, below.box)


def test_words_of_a_line_that_stand_at_other_heights_keep_to_themselves():
    entry, beside = word("कम", (100, 110, 160, 150)), word("राशि", (600, 170, 700, 215))

    assert marks_of(entry, beside) == (entry.box, beside.box)


def test_a_word_that_a_stroke_of_the_pen_runs_into_does_not_raise_its_neighbours():
    words = [word("कम", (100, 110, 160, 150)), word("जल", (200, 110, 260, 150)), word("लिखा", (300, 40, 400, 230))]

    assert marks_of(*words)[:2] == (words[0].box, words[1].box)


def test_a_sheet_without_words_has_no_marks():
    assert marks_of() == ()
