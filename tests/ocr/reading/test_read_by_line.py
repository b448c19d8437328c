"""Pages that read badly: what their readings come to together, and how tables are read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nasti.model import Word
from nasti.settings import OcrSection
from ocr.engine import Image, Reading
from ocr.layout import is_tabular, is_torn
from ocr.read import read_page

Make = Callable[..., Word]
PAGE = np.full((1200, 1600), 255, np.uint8)
SETTINGS = OcrSection(second="")


def table(word: Make, texts: tuple[str, ...], confidence: float, lost: int | None = None) -> list[Word]:
    """Six rows of cells, each on a line of its own, but for the last cell of one row."""
    return [
        word(text, 100 + 400 * place, 100 + 80 * row, confidence=confidence, line=row * len(texts) + place)
        for row in range(6)
        for place, text in enumerate(texts)
        if (row, place) != (lost, len(texts) - 1)
    ]


def asked_how(engine: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes which way the recogniser is asked."""
    ways: list[str] = []
    read, read_lines = engine.read, engine.read_lines

    def note(way: str, how: Callable[..., Reading]) -> Callable[..., Reading]:
        def noted(image: Image, *rest: Any, **named: Any) -> Reading:
            ways.append(way)
            engine.read = read
            try:
                return how(image, *rest, **named)
            finally:
                engine.read = note("page", read)

        return noted

    monkeypatch.setattr(engine, "read", note("page", read))
    monkeypatch.setattr(engine, "read_lines", note("lines", read_lines))
    return ways


@pytest.mark.parametrize(
    ("texts", "way"), [(("राम", "दुर्ग", "पात्र"), "lines"), (("राम", "दुर्ग"), "page")], ids=["table", "two pieces"]
)
def test_other_pictures_of_a_table_are_read_line_by_line(
    texts: tuple[str, ...], way: str, fake: Any, word: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = fake([table(word, texts, 0.7), table(word, texts, 0.9)])
    ways = asked_how(engine, monkeypatch)
    read_page(PAGE, 300, engine, SETTINGS, lambda: PAGE)
    assert ways == ["page", way]


def test_what_the_best_reading_lost_is_taken_from_another(fake: Any, word: Make) -> None:
    texts = ("राम", "दुर्ग", "पात्र")
    engine = fake([table(word, texts, 0.7), table(word, texts, 0.82, lost=3), table(word, texts, 0.65)])
    page = read_page(PAGE, 300, engine, SETTINGS, lambda: PAGE)
    assert [found.text for found in page.words] == [*texts] * 6
    assert [step.detail for step in page.steps if step.name == "combine"] == [{"words_found": 1, "places_changed": 0}]


def test_a_page_past_reading_is_not_put_together(fake: Any, word: Make) -> None:
    texts = ("राम", "दुर्ग", "पात्र")
    engine = fake([table(word, texts, 0.45), table(word, texts, 0.4), table(word, texts, 0.42)])
    page = read_page(PAGE, 300, engine, SETTINGS, lambda: PAGE)
    assert not [step for step in page.steps if step.name == "combine"]


def test_lines_of_text_and_labels_are_no_table(word: Make) -> None:
    assert is_tabular(table(word, ("राम", "दुर्ग", "पात्र"), 0.9))
    assert not is_tabular(table(word, ("नाम", "राम"), 0.9))
    assert not is_tabular([])


def torn_table(word: Make, confidence: float) -> list[Word]:
    """Six rows of a number, a place and an amount whose paise stand on a line of their own."""
    cells = (("राम", 100, 66), ("दुर्ग", 500, 110), ("५००.", 900, 88), ("७५", 1010, 44))
    return [
        word(text, left, 100 + 80 * row, wide, confidence=confidence, line=4 * row + place)
        for row in range(6)
        for place, (text, left, wide) in enumerate(cells)
    ]


def test_a_table_whose_amounts_were_torn_is_read_line_by_line_and_taken_whole(
    fake: Any, word: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ("राम", "दुर्ग", "५००.७५")
    engine = fake([torn_table(word, 0.9), table(word, whole, 0.86)])
    ways = asked_how(engine, monkeypatch)
    page = read_page(PAGE, 300, engine, SETTINGS, lambda: PAGE)
    assert ways == ["page", "lines"]
    assert [step.detail["kept"] for step in page.steps if step.name == "read_again"] == [True]
    assert "५००.७५" in [found.text for found in page.words]


def test_only_close_pieces_of_tables_are_torn(word: Make) -> None:
    assert is_torn(torn_table(word, 0.9))
    assert not is_torn(table(word, ("राम", "दुर्ग", "५००.७५"), 0.9))
    assert not is_torn([found for found in torn_table(word, 0.9) if found.text in {"५००.", "७५"}])
    assert not is_torn([])


def test_a_ruled_table_is_read_as_a_page_again(fake: Any, word: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    ruled = PAGE.copy()
    for row in range(7):
        ruled[80 + 80 * row : 84 + 80 * row, 60:1300] = 0
    for left in (60, 460, 860, 1296):
        ruled[80:564, left : left + 4] = 0
    engine = fake([table(word, ("राम", "दुर्ग", "पात्र"), 0.7), table(word, ("राम", "दुर्ग", "पात्र"), 0.9)])
    ways = asked_how(engine, monkeypatch)
    read_page(ruled, 300, engine, SETTINGS, lambda: ruled)
    assert ways[:2] == ["page", "page"]
