"""Which languages a page is read with, when it is read again, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from nasti.model import Word
from nasti.settings import OcrSection
from ocr.engine import Engine, Image
from ocr.engines import make_engine
from ocr.read import read_page
from ocr.tone import Tone

Make = Callable[..., Word]
PAGE = np.full((1200, 1000), 255, np.uint8)
OTHER = np.full((1200, 1000), 250, np.uint8)
SETTINGS = OcrSection(second="")


@pytest.fixture
def lines(word: Make) -> Callable[..., list[Word]]:
    """Words of one text, a line each, with one confidence."""

    def make(*texts: str, confidence: float = 0.95) -> list[Word]:
        return [
            word(text, 100, 100 + 60 * place, confidence=confidence, line=place) for place, text in enumerate(texts)
        ]

    return make


def test_a_hindi_page_is_read_once_with_the_first_languages(fake: Any, lines: Any) -> None:
    engine = fake([lines("कार्यालय", "कलेक्टर", confidence=0.9)])
    page = read_page(PAGE, 300, engine, SETTINGS)
    assert [asked.languages for asked in engine.asked] == ["Devanagari"]
    assert [found.text for found in page.words] == ["कार्यालय", "कलेक्टर"]
    assert page.flags == ()
    assert page.mean_confidence == pytest.approx(0.9)
    assert page.steps[0].detail == {"languages": "Devanagari", "sauvola": False, "mean_confidence": 0.9}


def test_a_page_that_reads_well_is_not_looked_at_for_other_pictures(
    fake: Any, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocr.read.join_dots", lambda *_: pytest.fail("looked for dots"))
    assert len(read_page(PAGE, 300, fake([lines("कार्यालय", "कलेक्टर")]), SETTINGS, lambda: OTHER).words) == 2


def test_a_page_with_latin_letters_has_its_doubtful_lines_read_with_both(fake: Any, word: Make, lines: Any) -> None:
    first = [*lines("कार्यालय", "Revenue"), word("क््लक", 100, 600, confidence=0.6, line=2)]
    engine = fake([first, [word("Clerk", 100, 600, confidence=0.9)]], corner=(70, 558))
    page = read_page(PAGE, 300, engine, SETTINGS)
    assert [asked.languages for asked in engine.asked] == ["Devanagari", "eng+Devanagari"]
    assert [found.text for found in page.words] == ["कार्यालय", "Revenue", "Clerk"]
    assert page.steps[0].detail["second_languages"] == "eng+Devanagari"


def test_a_latin_page_has_its_doubtful_lines_read_with_latin_alone(fake: Any, word: Make, lines: Any) -> None:
    first = [*lines("Government", "Revenue", "Department"), word("दिश", 100, 600, confidence=0.45, line=3)]
    engine = fake([first, [word("Dist", 100, 600)]], corner=(70, 558))
    page = read_page(PAGE, 300, engine, SETTINGS)
    assert [asked.languages for asked in engine.asked] == ["Devanagari", "eng"]
    assert page.words[-1].text == "Dist"


def test_doubtful_hindi_words_are_read_with_the_second_language_too(fake: Any, word: Make, lines: Any) -> None:
    first = [*lines("कार्यालय"), word("कलक्टऱ", 100, 600, confidence=0.8, line=1)]
    engine = fake([first, [word("कलेक्टर", 100, 600, confidence=0.7)]], corner=(70, 558))
    page = read_page(PAGE, 300, engine, OcrSection())
    assert [asked.languages for asked in engine.asked] == ["Devanagari", "hin"]
    assert [found.text for found in page.words] == ["कार्यालय", "कलेक्टर"]
    assert page.steps[1].detail == {"languages": "hin", "words_changed": 1}


@pytest.mark.parametrize(("second", "kept"), [(0.95, True), (0.71, False)])
def test_a_page_that_reads_badly_is_read_from_another_cleaning(
    fake: Any, lines: Any, second: float, kept: bool
) -> None:
    worse = lines("कार्यालय", "कलेक्टर", confidence=0.7)
    engine = fake([worse, lines("कार्यालय", "कलक्टर", confidence=second), worse])
    page = read_page(PAGE, 300, engine, SETTINGS, lambda: OTHER)
    assert engine.asked[1].image is OTHER
    assert [asked.sauvola for asked in engine.asked] == ([False, False] if kept else [False, False, True])
    assert page.words[1].text == ("कलक्टर" if kept else "कलेक्टर")
    assert next(step.detail["kept"] for step in page.steps if step.name == "read_again") is kept
    assert ("low_confidence" in page.flags) is not kept


@pytest.mark.parametrize("seen_before", [False, True])
def test_rulings_are_those_that_every_picture_shows(fake: Any, word: Make, seen_before: bool) -> None:
    places = [("बायां", 300, 320), ("नीचे", 300, 420), ("दायां", 700, 320)]
    words = [word(text, left, top, line=line) for line, (text, left, top) in enumerate(places)]
    table = np.full((1200, 1000), 250, np.uint8)
    for top in (280, 500, 700):
        cv2.line(table, (250, top), (900, top), 0, 4)
    for x in (250, 600, 900):
        cv2.line(table, (x, 280), (x, 700), 0, 4)
    rows = [*words, word("वर्ष", 300, 900, line=3), word("१९९५", 700, 900, line=4)]
    badly = [replace(one, confidence=0.7) for one in rows]
    engine = fake([badly, rows, *[[]] * 9])
    page = read_page(table if seen_before else PAGE, 300, engine, SETTINGS, lambda: table)
    order = [one.text for one in page.words]
    by_cell = ["बायां", "नीचे", "दायां", "वर्ष", "१९९५"]
    assert order == (by_cell if seen_before else ["बायां", "दायां", "नीचे", "वर्ष", "१९९५"])


def test_a_page_in_dots_is_read_again_with_its_dots_joined(fake: Any, lines: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("ocr.read.join_dots", lambda image, dpi: OTHER)
    bad = lines("कार्यालय", "कलेक्टर", confidence=0.7)
    engine = fake([bad, bad, bad])
    read_page(PAGE, 300, engine, SETTINGS, lambda: pytest.fail("cleaned again"))
    assert [(asked.image is OTHER, asked.sauvola) for asked in engine.asked] == [
        (False, False),
        (True, False),
        (True, True),
    ]


def test_where_print_is_uneven_even_a_sure_page_is_read_without_its_smudges(
    fake: Any, lines: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("ocr.read.measure_print", lambda *_: Tone(240, 60, 140, 2))
    monkeypatch.setattr("ocr.read.even_smudges", lambda image, dpi: OTHER)
    engine = fake([lines("कार्यालय"), lines("कार्यालय", "कलेक्टर")])
    page = read_page(PAGE, 300, engine, SETTINGS, lambda: pytest.fail("cleaned again"))
    assert [asked.image is OTHER for asked in engine.asked] == [False, True]
    assert [found.text for found in page.words] == ["कार्यालय", "कलेक्टर"]


def test_what_shines_through_is_taken_off_where_a_page_reads_badly(fake: Any, lines: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("ocr.read.measure_print", lambda *_: Tone(255, 10, 40, 2))
    page = PAGE.copy()
    cv2.putText(page, "print", (100, 300), cv2.FONT_HERSHEY_SIMPLEX, 4, 10, 12)
    through = np.minimum(page, np.fliplr(np.where(page < 128, 110, 255)).astype(np.uint8))
    bad = lines("कार्यालय", "कलेक्टर", confidence=0.7)
    engine = fake([bad, lines("कार्यालय", "कलेक्टर")])
    read_page(through, 300, engine, SETTINGS, lambda: pytest.fail("cleaned again"))
    assert np.array_equal(engine.asked[1].image, page)
    hardly_better = lines("कार्यालय", "कलक्टर", confidence=0.74)
    engine = fake([bad, hardly_better, bad, bad])
    read = read_page(through, 300, engine, SETTINGS, lambda: OTHER)
    assert [asked.image is OTHER for asked in engine.asked] == [False, False, True, False]
    assert [found.text for found in read.words] == ["कार्यालय", "कलेक्टर"]
    engine = fake([bad, bad, bad])
    read_page(page, 300, engine, SETTINGS, lambda: OTHER)
    assert [asked.image is OTHER for asked in engine.asked] == [False, True, False]


def test_noise_does_not_win_against_fewer_sure_words(fake: Any, lines: Any) -> None:
    first = lines("कार्यालय", "कलेक्टर", confidence=0.8)
    noisy = [*lines("कार्यालय", "कलेक्टर", confidence=0.82), *lines(*["झूठशब्द"] * 9, confidence=0.3)]
    page = read_page(PAGE, 300, fake([first, noisy, first]), SETTINGS, lambda: OTHER)
    assert len(page.words) == 2


def test_without_another_cleaning_sauvola_is_tried(fake: Any, lines: Any) -> None:
    engine = fake([[], lines("कार्यालय")])
    page = read_page(PAGE, 300, engine, SETTINGS)
    assert [asked.sauvola for asked in engine.asked] == [False, True]
    assert [found.text for found in page.words] == ["कार्यालय"]


def test_a_page_on_its_side_is_given_back_at_once(fake: Any, lines: Any) -> None:
    engine = fake([lines("Revenue", "कलेक्टर", confidence=0.2)], turn_deg=270)
    page = read_page(PAGE, 300, engine, SETTINGS, lambda: OTHER)
    assert len(engine.asked) == 1
    assert page.turn_deg == 270
    assert "turn_unsure" in page.flags


def test_a_page_that_may_lie_upside_down_says_so(fake: Any, lines: Any) -> None:
    bad = lines("ललल", "कलल", confidence=0.3)
    page = read_page(PAGE, 300, fake([bad, bad]), SETTINGS)
    assert page.flags == ("turn_unsure", "unreadable")


def test_the_pages_of_a_spread_are_read_one_after_the_other(fake: Any, word: Make) -> None:
    texts = (("बायां", "दायां"), ("पहला", "दूसरा"), ("पृष्ठ", "पन्ना"))
    across = [
        word(text, 100 + 900 * side, 100 + 60 * line, 480, line=line)
        for line, row in enumerate(texts)
        for side, text in enumerate(row)
    ]
    spread = np.full((1200, 1700), 255, np.uint8)
    page = read_page(spread, 300, fake([across]), SETTINGS)
    assert [found.text for found in page.words] == [row[side] for side in (0, 1) for row in texts]


def test_a_number_is_read_from_its_picture_and_says_what_was_read_first(fake: Any, draw: Callable[..., Image]) -> None:
    image = draw(["142/1993-94"], size_px=(900, 300))
    rows, columns = np.nonzero(image < 128)
    box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    page = read_page(image, 300, fake([[Word("142/1998-94", box, 0.9, 0, 0)]]), SETTINGS)
    assert [(word.text, word.raw) for word in page.words] == [("142/1993-94", "142/1998-94")]
    assert next(step.detail["numbers_reread"] for step in page.steps if step.name == "mend") == 1


def test_numbers_of_a_page_on_its_side_are_left(fake: Any, draw: Callable[..., Image]) -> None:
    image = draw(["142/1993-94"], size_px=(900, 300))
    word = Word("142/1998-94", (150, 120, 420, 170), 0.8, 0, 0)
    page = read_page(image, 300, fake([[word]], turn_deg=90), SETTINGS)
    assert [word.text for word in page.words] == ["142/1998-94"]


def test_an_empty_page_has_neither_words_nor_flags(fake: Any) -> None:
    page = read_page(PAGE, 300, fake([[], []]), SETTINGS)
    assert (page.words, page.flags, page.mean_confidence) == ((), (), 0.0)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with closing(make_engine(SETTINGS)) as opened:
        yield opened


def test_a_drawn_cover_reads_row_by_row_with_its_page_number(engine: Engine, draw: Callable[..., Image]) -> None:
    page = draw(["विभाग :", "शाखा :", "नस्ती क्रमांक :", "विषय :"], size_px=(2480, 1400), at=(300, 400))
    values = ["राजस्व विभाग", "खनिज शाखा", "एफ 22-77/१९९८/एक/15", "नामांतरण के संबंध में"]
    page = np.minimum(page, draw(values, size_px=(2480, 1400), at=(1100, 400)))
    page = np.minimum(page, draw(["26"], size_px=(2480, 1400), at=(2250, 60)))
    read = read_page(page, 300, engine, SETTINGS)
    lines: dict[int, list[str]] = {}
    for found in read.words:
        lines.setdefault(found.line, []).append(found.text)
    assert [" ".join(line) for line in lines.values()] == [
        "26",
        "विभाग : राजस्व विभाग",
        "शाखा : खनिज शाखा",
        "नस्ती क्रमांक : एफ 22-77/१९९८/एक/15",
        "विषय : नामांतरण के संबंध में",
    ]
    assert read.seconds > 0


@pytest.mark.parametrize(("thorough", "times"), [(True, 6), (False, 1)])
def test_a_page_of_garbage_is_read_so_many_times_and_no_more(fake: Any, lines: Any, thorough: bool, times: int) -> None:
    garbage = [*lines("LIIVE", "IVELI", confidence=0.5), *lines("झथञढ", "ठघझण", "ङथझढ", "घठफष", confidence=0.1)]
    engine = fake([garbage] * 20)
    page = read_page(PAGE, 300, engine, SETTINGS, lambda: OTHER, thorough=thorough)
    assert len(engine.asked) == times
    assert page.flags == ("turn_unsure", "unreadable")
