"""The rupee sign before an amount is read by its shape; digits and letters are not taken for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from nasti.model import Box, Word
from ocr.engine import Image
from ocr.rupee import insert_rupees
from tests.ingest.drawn import HINDI, LATIN

Make = Callable[..., Word]
TOP, SIZE = 100, 44


def draw(pieces: list[str], font: str = HINDI, *, ink: int = 20) -> tuple[Image, list[Box]]:
    """Pieces of one line, and where they stand."""
    page = Pictures.new("L", (1200, 260), 245)
    pen, face = ImageDraw.Draw(page), ImageFont.truetype(font, SIZE)
    left, boxes = 100.0, []
    for piece in pieces:
        pen.text((left, TOP), piece, fill=ink, font=face)
        box = pen.textbbox((left, TOP), piece, font=face)
        boxes.append((round(box[0]), round(box[1]), round(box[2]), round(box[3])))
        left = box[2] + 14
    return np.array(page), boxes


def words_of(word: Make, texts: dict[str, Box], line: int = 0) -> list[Word]:
    return [word(text, at[0], at[1], at[2] - at[0], at[3] - at[1], line=line) for text, at in texts.items()]


@pytest.mark.parametrize("amount", ["१,१३,५६०.००", "1,859/-", "863.00", "50"])
def test_a_sign_that_was_lost_is_inserted(word: Make, amount: str) -> None:
    page, (cost, sign, number) = draw(["लागत", "₹", amount])
    words = words_of(word, {"लागत": cost, amount: number})
    read, found = insert_rupees(page, words)
    assert [one.text for one in read] == ["लागत", "₹", amount]
    assert found == 1
    assert np.allclose(read[1].box, sign, atol=3)
    assert read[1].line == read[2].line


def test_a_sign_at_the_beginning_of_a_line_is_inserted(word: Make) -> None:
    page, (_, number) = draw(["₹", "1,859"])
    before = word("लागत", 100, 20, 80, 40, line=0)
    read, _ = insert_rupees(page, [before, *words_of(word, {"1,859": number}, line=1)])
    assert [(one.text, one.line) for one in read] == [("लागत", 0), ("₹", 1), ("1,859", 1)]


@pytest.mark.parametrize("taken", ["र", "रू", "₹ं", "रे"])
def test_a_sign_taken_for_a_letter_is_put_right(word: Make, taken: str) -> None:
    page, (cost, sign, number) = draw(["लागत", "₹", "1,859"])
    read, found = insert_rupees(page, words_of(word, {"लागत": cost, taken: sign, "1,859": number}))
    assert [one.text for one in read] == ["लागत", "₹", "1,859"]
    assert (read[1].raw, found) == (taken, 1)


@pytest.mark.parametrize("other", ["२", "४", "र", "रु", "त्र", "=", "5", "F", "7", "मात्रा", "-", "ट", "हे"])
def test_other_signs_are_not_taken_for_it(word: Make, other: str) -> None:
    page, (cost, lost, number) = draw(["लागत", other, "1,859"], HINDI)
    assert insert_rupees(page, words_of(word, {"लागत": cost, "1,859": number}))[1] == 0
    read, found = insert_rupees(page, words_of(word, {"लागत": cost, "र": lost, "1,859": number}))
    assert ([one.text for one in read], found) == (["लागत", "र", "1,859"], 0)


def test_before_years_and_words_none_is_looked_for(word: Make) -> None:
    page, (cost, _, number) = draw(["लागत", "₹", "1,859"])
    for text in ("1994", "आती", "1"):
        assert insert_rupees(page, words_of(word, {"लागत": cost, text: number}))[1] == 0


def test_paper_alone_holds_none(word: Make) -> None:
    blank = np.full((260, 1200), 245, np.uint8)
    words = words_of(word, {"लागत": (100, 100, 180, 150), "1,859": (260, 100, 380, 150)})
    assert insert_rupees(blank, words) == (tuple(words), 0)
    assert insert_rupees(blank, []) == ((), 0)


def test_a_latin_typeface_without_hindi_digits_has_the_same_sign(word: Make) -> None:
    page, (rate, _, number) = draw(["Rate", "₹", "6,420/-"], LATIN)
    read, _ = insert_rupees(page, words_of(word, {"Rate": rate, "6,420/-": number}))
    assert [one.text for one in read] == ["Rate", "₹", "6,420/-"]


@pytest.mark.parametrize("taken", ["", "रे"])
def test_a_sign_at_the_end_of_the_line_above_is_read(word: Make, taken: str) -> None:
    above, (cost, sign) = draw(["लागत", "₹"])
    below, (number, comes) = draw(["1,859", "आती"])
    page = np.vstack([above, below])
    texts = {"लागत": cost, **({taken: sign} if taken else {})}
    moved = {
        text: (box[0], box[1] + above.shape[0], box[2], box[3] + above.shape[0])
        for text, box in {"1,859": number, "आती": comes}.items()
    }
    read, found = insert_rupees(page, [*words_of(word, texts), *words_of(word, moved, line=1)])
    assert ([(one.text, one.line) for one in read], found) == ([("लागत", 0), ("₹", 0), ("1,859", 1), ("आती", 1)], 1)
    assert np.allclose(read[1].box, sign, atol=3)
    page[:] = np.vstack([draw(["लागत", "र"])[0], below])
    assert insert_rupees(page, [*words_of(word, {"लागत": cost}), *words_of(word, moved, line=1)])[1] == 0


def test_the_upper_bar_may_hover_over_the_rest(word: Make) -> None:
    page, (cost, sign, number) = draw(["लागत", "₹", "1,859"])
    left, top, right, _ = sign
    ink = page[top : top + 20, left:right] < 128
    first = int(np.flatnonzero(ink.any(axis=1))[0])
    widest = ink.sum(axis=1)
    second = next(row for row in range(first + 3, 20) if widest[row] > 0.7 * (right - left))
    page[top + first + 2 : top + second, left:right] = 245
    read, found = insert_rupees(page, words_of(word, {"लागत": cost, "1,859": number}))
    assert ([one.text for one in read], found) == (["लागत", "₹", "1,859"], 1)


def test_a_sign_at_the_edge_of_its_place_is_read(word: Make) -> None:
    page, (cost, _, number) = draw(["लागत", "₹", "1,859"])
    page = page[number[1] - 2 :]
    moved = {
        text: (box[0], max(0, box[1] - number[1] + 2), box[2], box[3] - number[1] + 2)
        for text, box in {"लागत": cost, "1,859": number}.items()
    }
    read, found = insert_rupees(page, words_of(word, moved))
    assert ([one.text for one in read], found) == (["लागत", "₹", "1,859"], 1)


def test_a_speck_below_the_sign_is_no_part_of_it(word: Make) -> None:
    page, (cost, sign, number) = draw(["लागत", "₹", "1,859"])
    ink = np.flatnonzero((page[:, sign[0] : sign[2]] < 128).any(axis=1))
    page[ink[-1] + 4 : ink[-1] + 8, sign[0] + 10 : sign[0] + 14] = 20
    assert insert_rupees(page, words_of(word, {"लागत": cost, "1,859": number}))[1] == 1
