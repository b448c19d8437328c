"""When a page is turned again, and what becomes of its words."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pypdfium2
import pytest

from ingest.clean import Cleaned
from ingest.scanned import Scanned
from nasti import sheets
from nasti.covers import draw_slips
from nasti.model import UNTOLD, Box, Picture, Step, Told, Word
from nasti.settings import Settings
from nasti.slips import Slip, write_qr
from ocr.engine import Reading, mean_confidence
from ocr.read import PageReading, read_page


@pytest.mark.parametrize(
    ("sure", "readings", "turn_deg", "tried"),
    [
        pytest.param(False, {0: 0.9}, 0, [0], id="reads well"),
        pytest.param(False, {0: 0.3, 180: 0.9}, 180, [0, 180], id="upside down"),
        pytest.param(False, {0: 0.3, 180: 0.2, 90: 0.95}, 90, [0, 180, 90], id="on its side"),
        pytest.param(False, {0: 0.3, 180: 0.2, 90: 0.1, 270: 0.25}, 0, [0, 180, 90, 270], id="unreadable"),
        pytest.param(True, {0: 0.3}, 0, [0], id="badly, but surely this way up"),
    ],
)
def test_a_page_that_reads_badly_is_tried_the_other_ways_up(
    monkeypatch: pytest.MonkeyPatch, sure: bool, readings: dict[int, float], turn_deg: int, tried: list[int]
) -> None:
    seen = make_up_reading(monkeypatch, sure, lambda turn: (readings[turn], 0))
    assert sheets.read_sheet((), "jpeg", 0, Settings()).sheet.turn_deg == turn_deg
    assert seen == tried


def test_a_page_of_garbage_is_shown_to_the_recogniser_nine_times(monkeypatch: pytest.MonkeyPatch) -> None:
    words = tuple(
        Word(text, (10, 20 + 30 * row, 90, 40 + 30 * row), sure, row, 0)
        for row, (text, sure) in enumerate([("LIIVE", 0.5), ("ठघझण", 0.1), ("ङथझढ", 0.1), ("घठफष", 0.1)])
    )
    shown: list[str] = []

    def read(_image: object, languages: str, _dpi: int, *, sauvola: bool) -> Reading:
        shown.append(languages)
        return Reading(words, mean_confidence(words), 0)

    tried = make_up_reading(monkeypatch, False, lambda _: (0.2, 0))
    monkeypatch.setattr(sheets, "_engine", lambda _: SimpleNamespace(ask_turn=None, read=read, read_lines=read))
    monkeypatch.setattr(sheets, "clean_again", lambda _scanned, cleaned, _settings: cleaned.reading)
    monkeypatch.setattr(sheets, "read_page", read_page)
    sheet = sheets.read_sheet((), "jpeg", 0, Settings()).sheet
    assert (len(shown), tried, sheet.turn_deg) == (9, [0, 180, 90, 270], 0)
    assert {"turn_unsure", "unreadable"} <= {*sheet.flags}


@pytest.mark.parametrize(("confidence", "thoroughly"), [(0.5, [True, False, False, False, True]), (0.9, [True, False])])
def test_the_way_up_that_a_glance_finds_best_is_read_thoroughly_where_it_reads_badly(
    monkeypatch: pytest.MonkeyPatch, confidence: float, thoroughly: list[bool]
) -> None:
    tried = make_up_reading(monkeypatch, False, lambda turn: (confidence if turn == 180 else 0.2, 0))
    read, asked = sheets.read_page, []

    def note(*given: object, thorough: bool) -> PageReading:
        asked.append(thorough)
        return read(*given, thorough=thorough)

    monkeypatch.setattr(sheets, "read_page", note)
    assert sheets.read_sheet((), "jpeg", 0, Settings()).sheet.turn_deg == 180
    assert (asked, tried[:2]) == (thoroughly, [0, 180])


def test_a_page_is_turned_as_the_recogniser_says_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = make_up_reading(monkeypatch, True, lambda turn: (0.9, 0 if turn == 270 else 270))
    sheet = sheets.read_sheet((), "jpeg", 0, Settings()).sheet
    assert (sheet.turn_deg, seen) == (270, [0, 270])


@pytest.mark.parametrize(
    ("named", "reads", "tried"),
    [
        (270, 90, [0, 270, 90]),
        (90, 180, [0, 90, 270, 180]),
        (180, 270, [0, 180, 90, 270]),
        (90, None, [0, 90, 270, 180]),
    ],
)
def test_a_page_that_reads_badly_as_it_is_said_to_lie_is_tried_the_other_ways_up(
    monkeypatch: pytest.MonkeyPatch, named: int, reads: int | None, tried: list[int]
) -> None:
    seen = make_up_reading(monkeypatch, False, lambda turn: (0.95 if turn == reads else 0.2, 0 if turn else named))
    sheet = sheets.read_sheet((), "jpeg", 0, Settings()).sheet
    assert (sheet.turn_deg, seen) == (named if reads is None else reads, tried)


def test_a_page_is_laid_as_a_person_says_and_no_other_way_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = make_up_reading(monkeypatch, False, lambda _: (0.2, 180))
    sheet = sheets.read_sheet((), "jpeg", 0, Settings(), Told(turn_deg=90)).sheet
    assert (sheet.turn_deg, sheet.told, seen) == (90, Told(turn_deg=90), [90])


def test_a_side_with_hardly_any_ink_is_not_read_four_times(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = make_up_reading(monkeypatch, False, lambda _: (0.2, 0), flags=("nearly_blank",))
    assert sheets.read_sheet((), "jpeg", 0, Settings()).sheet.turn_deg == 0
    assert seen == [0]


@pytest.mark.parametrize(("sure", "turn_deg"), [(0.9, 90), (0.5, 0)])
def test_it_is_read_the_way_up_that_a_headline_speaks_for(
    monkeypatch: pytest.MonkeyPatch, sure: float, turn_deg: int
) -> None:
    voted = Step("turn", {"turn_deg": 0, "votes": {"0": 1, "90": 1}, "by": "nothing"})
    seen = make_up_reading(
        monkeypatch, False, lambda turn: (sure if turn == 90 else 0.2, 0), flags=("nearly_blank",), steps=(voted,)
    )
    assert sheets.read_sheet((), "jpeg", 0, Settings()).sheet.turn_deg == turn_deg
    assert seen[:2] == [0, 90] and set(seen) == {0, 90}


def test_words_are_given_in_pixels_of_the_sheet_and_stay_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    make_up_reading(monkeypatch, True, lambda _: (0.9, 0), scale=0.5)
    (word,) = sheets.read_sheet((), "jpeg", 0, Settings()).sheet.words
    assert word.box == (20, 40, 60, 200)


def test_regions_written_by_hand_are_given_in_pixels_of_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    make_up_reading(monkeypatch, True, lambda _: (0.9, 0), scale=0.5, handwriting=((5, 10, 60, 90),))
    assert sheets.read_sheet((), "jpeg", 0, Settings()).sheet.handwriting == ((10, 20, 100, 180),)


def test_a_page_on_which_only_handwriting_was_found_is_tried_the_other_ways_up(monkeypatch: pytest.MonkeyPatch) -> None:
    confidences = {0: 0.25, 180: 0.9}
    tried = make_up_reading(
        monkeypatch, False, lambda turn: (confidences[turn], 0), handwriting=((5, 10, 60, 90),), words=False
    )
    assert sheets.read_sheet((), "jpeg", 0, Settings()).sheet.turn_deg == 180
    assert tried == [0, 180]


@pytest.mark.parametrize("turn_deg", [0, 90, 180])
def test_a_separator_is_kept_and_told_but_not_read(monkeypatch: pytest.MonkeyPatch, turn_deg: int) -> None:
    monkeypatch.delattr(sheets, "_engine")
    slip = Slip("nasti", "7QK2M9R", number="142/अ-27/1993-94")
    page = pypdfium2.PdfDocument(draw_slips([slip]))[0].render(scale=2, grayscale=True, rotation=-turn_deg % 360)
    pixels = np.ascontiguousarray(page.to_numpy())
    picture = Picture(b"", "jpeg", pixels.shape[::-1], 144)
    sheet = sheets.read_scanned(Scanned(picture, pixels, ("dpi_guessed",)), 7, Settings())
    assert (sheet.index, sheet.kind, sheet.separator) == (7, "separator", write_qr(slip))
    assert (sheet.turn_deg, sheet.skew_deg, sheet.flags) == (turn_deg, pytest.approx(0, abs=0.3), ("dpi_guessed",))
    assert sheet.size_px == (1191, 1684)
    assert (sheet.words, sheet.blank, sheet.part, set(sheet.seconds)) == ((), False, None, {"separate"})


def make_up_reading(
    monkeypatch: pytest.MonkeyPatch,
    sure: bool,
    read: Callable[[int], tuple[float, int]],
    scale: float = 1.0,
    handwriting: tuple[Box, ...] = (),
    words: bool = True,
    flags: tuple[str, ...] = (),
    steps: tuple[Step, ...] = (),
) -> list[int]:
    """Replace the stages: `read` gives the confidence and the turn found for a page that was turned by so much."""
    tried: list[int] = []
    pixels = np.zeros((200, 100), np.uint8)
    picture = Picture(b"", "jpeg", (100, 200), 300)

    def clean(
        _scanned: object, _settings: object, _ask: object, first_turn: int | None = None, told: Told = UNTOLD
    ) -> Cleaned:
        tried.append(first_turn or told.turn_deg or 0)
        return Cleaned(pixels, scale, tried[-1], sure, 0.0, (100, 200), (0, 0, 100, 200), False, flags, steps, {})

    def read_page(*_: object, thorough: bool) -> PageReading:
        confidence, found_deg = read(tried[-1])
        found = (Word("शब्द", (10, 20, 30, 101), confidence, 0, 0),) if words else ()
        return PageReading(found, (), (), confidence, found_deg, 0.0, handwriting)

    monkeypatch.setattr(sheets, "_engine", lambda _: SimpleNamespace(ask_turn=None))
    monkeypatch.setattr(sheets, "open_sheet", lambda *_: Scanned(picture, pixels))
    monkeypatch.setattr(sheets, "clean", clean)
    monkeypatch.setattr(sheets, "read_page", read_page)
    return tried
