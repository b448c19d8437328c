"""What is written by hand is found, and what is printed is not taken for it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from nasti.drawing.canvas import Canvas, draw_seal, draw_signature
from nasti.model import Box, Word
from nasti.settings import OcrSection
from ocr.engine import Image
from ocr.handwriting import drop_written, find_handwriting, is_of_note
from ocr.read import read_page

HINDI = "उपरोक्त विषयांतर्गत संदर्भित पत्र के माध्यम से प्राप्त आवेदन का परीक्षण किया गया तथा तहसीलदार से प्रतिवेदन प्राप्त किया गया। "
TEXT = HINDI + "The Tahsildar shall report on the mutation within a week. "
SETTINGS = OcrSection()


def printed(
    face: str = "lohit", size_pt: float = 12.5, until_px: int = 1600, text: str = TEXT, name: str = ""
) -> tuple[Image, tuple[Word, ...]]:
    """A page of print, a name well below it, and the words as a recogniser reads them."""
    sheet = Canvas(face, size_pt)
    while sheet.y_px < until_px:
        sheet.write(text)
    sheet.skip(3)
    sheet.write(name, left_px=1500)
    return np.array(sheet.pixels), tuple(replace(word, confidence=0.93) for word in sheet.words)


def scrawl(page: Image, box: Box, seed: int, height_px: int = 60, level: int = 40) -> list[Box]:
    """Lines of joined letters such as nobody reads, in strokes of half a millimetre; gives back the words' boxes."""
    random = np.random.default_rng(seed)
    words = []
    for baseline in range(box[1] + height_px, box[3], round(1.8 * height_px)):
        x = float(box[0])
        while x < box[2] - 5 * height_px:
            strokes = random.integers(6, 16)
            along = x + np.cumsum(random.uniform(0.1, 0.45, strokes)) * height_px
            tall = np.where(
                np.arange(strokes) % 2, random.uniform(0.5, 1.2, strokes), random.uniform(-0.3, 0.15, strokes)
            )
            down = baseline + 0.03 * (along - box[0]) - tall * height_px
            curve = smooth(np.stack([along, down], axis=1))
            cv2.polylines(page, [curve], False, level, 6, cv2.LINE_AA)
            words.append((*curve.min(axis=0).tolist(), *curve.max(axis=0).tolist()))
            x = along[-1] + height_px * random.uniform(0.3, 0.8)
    return words


def smooth(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    """A curve that runs close to these points, its corners cut off four times."""
    for _ in range(4):
        first, second = corners[:-1], corners[1:]
        corners = np.stack([0.75 * first + 0.25 * second, 0.25 * first + 0.75 * second], axis=1).reshape(-1, 2)
    return np.asarray(corners.round(), np.int32)


def press(page: Image, mask: Image, at: tuple[int, int]) -> Box:
    height, width = mask.shape
    place = page[at[1] : at[1] + height, at[0] : at[0] + width]
    np.minimum(place, 255 - mask, out=place)
    rows, columns = np.nonzero(mask)
    return at[0] + columns.min(), at[1] + rows.min(), at[0] + columns.max() + 1, at[1] + rows.max() + 1


def misread(words: Sequence[Box], text: str = "लख", confidence: float = 0.3) -> tuple[Word, ...]:
    return tuple(Word(text, box, confidence, 90 + number, 9) for number, box in enumerate(words))


def covered(regions: Sequence[Box], box: Box) -> float:
    """Share of a box that lies in regions, which do not overlap here."""
    common = (
        (max(0, min(one[2], box[2]) - max(one[0], box[0]))) * (max(0, min(one[3], box[3]) - max(one[1], box[1])))
        for one in regions
    )
    return sum(common) / ((box[2] - box[0]) * (box[3] - box[1]))


@pytest.mark.parametrize("height_px", [45, 60, 90])
@pytest.mark.parametrize("words_read", [False, True])
def test_lines_written_below_print_are_one_region(height_px: int, words_read: bool) -> None:
    page, words = printed()
    box = (300, 1900, 2200, 2900)
    written = scrawl(page, box, height_px, height_px)
    read = misread(written[::2]) if words_read else ()
    regions = find_handwriting(page, (*words, *read), 300)
    assert min(covered(regions, one) for one in written) > 0.8
    assert max(covered(regions, word.box) for word in words) < 0.2
    assert len(regions) <= 2
    assert any(is_of_note(region, 300) for region in regions)
    assert drop_written((*words, *read), regions, 300) == words


def test_a_page_that_is_all_written_is_found_without_print_to_compare() -> None:
    page = np.full((3508, 2480), 255, np.uint8)
    written = scrawl(page, (250, 250, 2250, 3200), 5)
    regions = find_handwriting(page, misread(written[::3]), 300)
    assert min(covered(regions, one) for one in written) > 0.8


@pytest.mark.parametrize("seed", range(4))
def test_a_signature_is_a_region_but_not_of_note_and_the_name_under_it_stays(seed: int) -> None:
    page, words = printed(until_px=1000, name="(रामलाल साहू)")
    name = words[-2].box
    over = press(page, draw_signature(np.random.default_rng(seed)), (name[0] - 60, name[1] - 150))
    alone = press(page, draw_signature(np.random.default_rng(seed)), (500, 1500))
    regions = find_handwriting(page, words, 300)
    # What crosses the name is not asked about.
    assert covered(regions, over) > 0.5
    assert covered(regions, alone) > 0.9
    assert not any(is_of_note(region, 300) for region in regions)
    assert drop_written(words, regions, 300) == words


@pytest.mark.parametrize("face", ["lohit", "nakula", "serif", "typewriter"])
@pytest.mark.parametrize("size_pt", [10, 13, 22])
def test_print_that_reads_badly_is_not_handwriting(face: str, size_pt: float) -> None:
    page, words = printed(face, size_pt)
    latin = [word for word in words if word.text.isascii()] if face in ("serif", "typewriter") else words
    for box in (word.box for word in words if word not in latin):
        page[box[1] - 8 : box[3] + 8, box[0] - 8 : box[2] + 8] = 255
    doubtful = tuple(replace(word, confidence=0.4) for word in latin)
    assert find_handwriting(page, doubtful, 300) == ()
    mixed = tuple(replace(word, confidence=0.4 if number % 5 else 0.9) for number, word in enumerate(latin))
    assert find_handwriting(page, mixed, 300) == ()


def test_print_among_which_most_reads_well_is_no_handwriting() -> None:
    page, words = printed()
    worn = [word.box for place, word in enumerate(words) if place % 2 == 0]
    for number, (left, top, right, bottom) in enumerate(worn):
        page[top:bottom, left:right] = 255
        scrawl(page, (left, top - 30, right + 285, bottom + 30), number, 45)
    read = [replace(word, confidence=0.7) for place, word in enumerate(words) if place % 2]
    assert find_handwriting(page, misread(worn), 300) != ()
    assert find_handwriting(page, (*read, *misread(worn)), 300) == ()


def test_seals_rules_tables_blots_and_paper_are_not_handwriting() -> None:
    page, words = printed(until_px=900)
    press(page, draw_seal("कार्यालय कलेक्टर जिला बिलासपुर छत्तीसगढ़ ", "राजस्व", "lohit"), (300, 1100))
    press(page, draw_seal("कार्यालय तहसीलदार पाटन ", "पाटन", "nakula", 330), (1500, 1100))
    cv2.rectangle(page, (300, 1700), (2200, 2300), 30, 4)
    for x in range(700, 2200, 400):
        cv2.line(page, (x, 1700), (x, 2300), 30, 4)
    cv2.circle(page, (600, 2700), 90, 40, -1)
    assert find_handwriting(page, words, 300) == ()
    noise = np.random.default_rng(1).normal(225, 12, page.shape).clip(0, 255).astype(np.uint8)
    assert find_handwriting(noise, (), 300) == ()
    assert find_handwriting(np.full((40, 30), 255, np.uint8), (), 300) == ()


def test_an_entry_in_a_printed_form_is_found_beside_its_label() -> None:
    page, words = printed(until_px=700)
    sheet = Canvas()
    sheet.y_px = 1000
    for label in ("नाम :", "पिता का नाम :", "ग्राम :"):
        sheet.write(label)
        sheet.skip()
    labels = tuple(replace(word, confidence=0.93) for word in sheet.words)
    page = np.minimum(page, sheet.pixels)
    entries = [scrawl(page, (700, top, 1500, top + 80), top) for top in (1000, 1160, 1320)]
    regions = find_handwriting(page, (*words, *labels), 300)
    assert min(covered(regions, box) for entry in entries for box in entry) > 0.7
    assert max(covered(regions, word.box) for word in labels) < 0.3


def test_a_page_on_which_many_words_read_well_is_no_note(word: Callable[..., Word]) -> None:
    page = np.full((3508, 2480), 255, np.uint8)
    scrawl(page, (250, 250, 2250, 3200), 5)
    words = [
        word("तहसीलदार", 400 + 600 * (at % 3), 400 + 200 * (at // 3), 60, 25, confidence=0.9, line=at)
        for at in range(40)
    ]
    assert find_handwriting(page, words, 300) == ()
    assert find_handwriting(page, words[1:], 300) != ()
    assert find_handwriting(page, [*words[1:], replace(words[0], confidence=0.5)], 300) != ()


@pytest.mark.parametrize("shape", [(1, 1), (2, 500), (500, 2), (7, 7)])
def test_images_too_small_for_writing_hold_none(shape: tuple[int, int]) -> None:
    page = np.full(shape, 255, np.uint8)
    page[0, 0] = 0

    assert find_handwriting(page, (), 300) == ()


def test_what_reads_well_among_handwriting_stays(word: Callable[..., Word]) -> None:
    note, signature = (0, 0, 2000, 1000), (0, 2000, 400, 2150)
    sure = word("सीमांकन", 100, 100, confidence=0.9)
    known = word("तहसीलदार", 100, 200, confidence=0.65)
    doubtful = word("तहसीलदार", 100, 300, confidence=0.5)
    unknown = word("तलहढ", 100, 400, confidence=0.7)
    lone = word("क", 100, 500, confidence=0.97)
    number = word("अ-19/2018-19", 100, 600, confidence=0.5)
    outside = word("लख", 100, 1200, confidence=0.1)
    name = word("तलहढ", 100, 2050, confidence=0.7)
    words = (sure, known, doubtful, unknown, lone, number, outside, name)
    assert drop_written(words, [note, signature], 300) == (sure, known, number, outside, name)
    assert drop_written(words, [], 300) == words


def test_a_page_with_writing_is_flagged_and_keeps_no_noise_of_it(fake: Any) -> None:
    page, words = printed(text=HINDI)
    written = scrawl(page, (300, 1900, 2200, 2900), 3)
    read = read_page(page, 300, fake([[*words, *misread(written)]] * 2), SETTINGS)
    assert read.flags == ("handwriting",)
    assert min(covered(read.handwriting, box) for box in written) > 0.8
    assert {found.text for found in read.words} == {found.text for found in words}


def test_a_page_with_a_signature_has_a_region_and_no_flag(fake: Any) -> None:
    page, words = printed(until_px=1000, text=HINDI)
    press(page, draw_signature(np.random.default_rng(2)), (1500, 1300))
    read = read_page(page, 300, fake([words]), SETTINGS)
    assert (read.flags, len(read.handwriting)) == ((), 1)


def test_a_page_that_is_all_written_is_read_once_and_has_no_words(fake: Any) -> None:
    page = np.full((3508, 2480), 255, np.uint8)
    written = scrawl(page, (250, 250, 2250, 3200), 5)
    engine = fake([misread(written)])
    read = read_page(page, 300, engine, SETTINGS, lambda: page)
    assert (read.words, read.flags, len(engine.asked)) == ((), ("handwriting",), 1)
    # How badly it reads tells whoever turned it that it may lie another way.
    assert read.mean_confidence == pytest.approx(0.3)
