from __future__ import annotations

import dataclasses
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.errors import InvalidOutput
from nasti.model import Sheet, Word
from ocr.pdf_apart import bind_proved, lay_apart
from ocr.pdf_proof import find_unread, prove

SIZE = (2480, 3508)
JOINED = (
    Word(",", (1317, 3010, 1337, 3122), 0.5, 0, 0),
    Word("तहसीलदार", (1320, 3102, 1417, 3152), 0.5, 1, 0),
)
"""A comma of one line that reaches into the first word of the next: pdftotext makes one word of them."""

CALM = (Word("राजस्व", (200, 300, 350, 345), 0.9, 0, 0), Word("विभाग", (400, 300, 550, 345), 0.9, 0, 0))


@pytest.fixture
def pages(bind_words):
    return bind_words([CALM, JOINED])[1]


def test_the_page_that_does_not_come_back_is_found(bind_words):
    path, bound = bind_words([CALM, JOINED])
    assert list(find_unread(path, bound)) == [1]


def test_words_that_readers_join_are_laid_apart_and_the_others_stay(pages, info, tmp_path):
    out = tmp_path / "bound.pdf"
    assert bind_proved(pages, [], info, out) == (1,)
    prove(out, pages)


def test_a_file_whose_words_come_back_is_bound_once(pages, info, tmp_path, monkeypatch):
    monkeypatch.setattr("ocr.pdf_apart.lay_apart", lambda sheet: pytest.fail("laid apart"))
    assert bind_proved(pages[:1], [], info, tmp_path / "bound.pdf") == ()


def test_a_page_that_laying_apart_does_not_mend_is_named(pages, info, tmp_path, monkeypatch):
    monkeypatch.setattr("ocr.pdf_apart.lay_apart", lambda sheet: sheet)
    with pytest.raises(InvalidOutput, match=r"Page 2 \(N-2\), read by pdftotext: word 1 is “,”"):
        bind_proved(pages, [], info, tmp_path / "bound.pdf")


def boxes(least: int):
    side = st.tuples(st.integers(0, 1900), st.integers(least, 500))
    return st.tuples(side, side).map(lambda b: (b[0][0], b[1][0], b[0][0] + b[0][1], b[1][0] + b[1][1]))


@st.composite
def sheets(draw):
    lines = draw(st.lists(st.lists(boxes(4), min_size=1, max_size=8), max_size=30))
    words = [Word("शब्द", box, 0.5, number, 0) for number, line in enumerate(lines) for box in line]
    return Sheet(
        0, SIZE, 300, paper_px=draw(st.sampled_from([(0, 0, 0, 0), (100, 200, 2400, 3400)])), words=tuple(words)
    )


@given(sheets())
def test_no_word_lies_over_another_and_none_leaves_the_sheet(sheet):
    laid = lay_apart(sheet).words
    assert [dataclasses.replace(word, box=()) for word in laid] == [
        dataclasses.replace(word, box=()) for word in sheet.words
    ]
    lines = [list(line) for _, line in groupby(laid, key=lambda word: word.line)]
    for line in lines:
        assert len({(word.box[1], word.box[3]) for word in line}) == 1
        assert all(left.box[2] < right.box[0] for left, right in pairwise(line))
    heights = sorted(line[0].box[1::2] for line in lines)
    assert all(upper[1] <= lower[0] for upper, lower in pairwise(heights))
    assert all(0 <= w.box[0] < w.box[2] <= SIZE[0] and 0 <= w.box[1] < w.box[3] <= SIZE[1] for w in laid)
