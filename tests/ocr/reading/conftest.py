"""Pages drawn for reading, a recogniser that says what it is told, and words laid out by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from PIL import Image as Pictures
from PIL import ImageDraw

from nasti.drawing.canvas import open_face
from nasti.model import Word
from ocr.engine import Image, Reading, mean_confidence

Draw = Callable[..., Image]
SIZE_PT = 13


@pytest.fixture(scope="session")
def draw() -> Draw:
    """Draw lines of black text on white: ``draw(lines, size_px=(w, h), face="lohit", at=(x, y), pitch=90)``."""

    def draw_lines(
        lines: Sequence[str],
        size_px: tuple[int, int] = (1700, 1000),
        face: str = "lohit",
        at: tuple[int, int] = (150, 120),
        pitch: int = 90,
    ) -> Image:
        picture = Pictures.new("L", size_px, 255)
        pen = ImageDraw.Draw(picture)
        for number, line in enumerate(lines):
            pen.text((at[0], at[1] + number * pitch), line, font=open_face(face, SIZE_PT), fill=0)
        return np.asarray(picture)

    return draw_lines


@pytest.fixture
def word() -> Callable[..., Word]:
    """Make a word: ``word(text, left, top, width=…, height=40, confidence=0.95, line=0, block=0)``."""

    def make(
        text: str,
        left: int,
        top: int,
        width: int | None = None,
        height: int = 40,
        confidence: float = 0.95,
        line: int = 0,
        block: int = 0,
    ) -> Word:
        wide = 22 * len(text) if width is None else width
        return Word(text, (left, top, left + wide, top + height), confidence, line, block)

    return make


@dataclass
class Asked:
    """One question to the recogniser."""

    image: Image
    languages: str
    sauvola: bool


@dataclass
class FakeEngine:
    """Answers with the readings it was given, in order; says nothing about lone lines.

    Attributes:
        corner: Where on the page the excerpts lie that it is shown; its answers are in pixels of the page.
    """

    answers: list[Sequence[Word]]
    turn_deg: int = 0
    corner: tuple[int, int] = (0, 0)
    asked: list[Asked] = field(default_factory=list)

    def read(self, image: Image, languages: str, dpi: int, *, sauvola: bool = False) -> Reading:
        self.asked.append(Asked(image, languages, sauvola))
        words = tuple(self.answers.pop(0))
        return Reading(words, mean_confidence(words), self.turn_deg)

    def read_lines(self, image: Image, languages: str, dpi: int, *, sauvola: bool = False) -> Reading:
        reading = self.read(image, languages, dpi, sauvola=sauvola)
        (left, top), (height, width) = self.corner, image.shape
        moved = [
            replace(word, box=(word.box[0] - left, word.box[1] - top, word.box[2] - left, word.box[3] - top))
            for word in reading.words
        ]
        inside = [word for word in moved if min(word.box) >= 0 and word.box[2] <= width and word.box[3] <= height]
        return replace(reading, words=tuple(inside))

    def read_line(self, image: Image, languages: str, dpi: int) -> Reading:
        return Reading((), 0.0, 0)

    def ask_turn(self, image: Image) -> tuple[int, float] | None:
        return None

    def close(self) -> None:
        pass


@pytest.fixture
def fake() -> type[FakeEngine]:
    return FakeEngine
