"""The flow between the stages: which sheets make a part, how pages are named, when a page is turned again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from ingest.clean import Cleaned
from ingest.scanned import Scanned
from nasti import pipeline
from nasti.model import Picture, Sheet, Understood, Word
from nasti.settings import Settings
from ocr.read import PageReading

SIDES = (
    Sheet(0, (100, 200), 300, kind="cover"),
    Sheet(1, (100, 200), 300, kind="note", part="noting"),
    Sheet(2, (100, 200), 300, kind="blank", blank=True),
    Sheet(3, (100, 200), 300, kind="letter", part="correspondence"),
    Sheet(4, (100, 200), 300, kind="separator", separator="next"),
    Sheet(5, (100, 200), 300, kind="other"),
)


def test_the_cover_opens_the_noting_and_blanks_and_separators_are_not_shown() -> None:
    plan = pipeline.plan_parts(Understood(SIDES, (), {}))
    assert plan == {"noting": (0, 1), "correspondence": (3, 5)}


def test_a_part_without_a_sheet_is_not_bound() -> None:
    assert pipeline.plan_parts(Understood(SIDES[3:4], (), {})) == {"correspondence": (0,)}


def test_pages_are_named_as_offices_name_them() -> None:
    understood = Understood(SIDES, (), {})
    assert pipeline.label_pages(understood, "noting", (0, 1)) == ("cover", "N-1")
    assert pipeline.label_pages(understood, "correspondence", (3, 5)) == ("C-1", "C-2")
    assert pipeline.label_pages(understood, None, range(3)) == ("1", "2", "3")


def test_a_kept_picture_is_found_again_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.jpg"
    path.write_bytes(b"bytes")
    turned = replace(SIDES[0], size_px=(200, 100), turn_deg=90)
    assert pipeline.load_picture(path, turned) == Picture(b"bytes", "jpeg", (100, 200), 300)


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
    assert pipeline.read_sheet((), "jpeg", 0, Settings()).sheet.turn_deg == turn_deg
    assert seen == tried


def test_a_page_is_turned_as_the_recogniser_says_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = make_up_reading(monkeypatch, True, lambda turn: (0.9, 0 if turn == 270 else 270))
    sheet = pipeline.read_sheet((), "jpeg", 0, Settings()).sheet
    assert (sheet.turn_deg, seen) == (270, [0, 270])


def test_words_are_given_in_pixels_of_the_sheet_and_stay_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    make_up_reading(monkeypatch, True, lambda _: (0.9, 0), scale=0.5)
    (word,) = pipeline.read_sheet((), "jpeg", 0, Settings()).sheet.words
    assert word.box == (20, 40, 60, 200)


def make_up_reading(
    monkeypatch: pytest.MonkeyPatch, sure: bool, read: Callable[[int], tuple[float, int]], scale: float = 1.0
) -> list[int]:
    """Replace the stages: `read` gives the confidence and the turn found for a page that was turned by so much."""
    tried: list[int] = []
    pixels = np.zeros((200, 100), np.uint8)
    picture = Picture(b"", "jpeg", (100, 200), 300)

    def clean(_scanned: object, _settings: object, _ask: object, first_turn: int | None = None) -> Cleaned:
        tried.append(first_turn or 0)
        return Cleaned(pixels, scale, tried[-1], sure, 0.0, (100, 200), (0, 0, 100, 200), False, (), (), {})

    def read_page(*_: object) -> PageReading:
        confidence, found_deg = read(tried[-1])
        return PageReading((Word("शब्द", (10, 20, 30, 101), confidence, 0, 0),), (), (), confidence, found_deg, 0.0)

    monkeypatch.setattr(pipeline, "_engine", lambda _: SimpleNamespace(ask_turn=None))
    monkeypatch.setattr(pipeline, "open_sheet", lambda *_: Scanned(picture, pixels))
    monkeypatch.setattr(pipeline, "clean", clean)
    monkeypatch.setattr(pipeline, "read_page", read_page)
    return tried
