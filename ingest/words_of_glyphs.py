"""Glyphs that stand together are words; words have a place on the sheet's picture."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.glyphs import Glyph, Point
from ingest.pdf_page import BoxPt
from nasti.model import Box, Size
from nasti.textlayer import LayerWord

_ABOVE, _BELOW = 0.95, 0.35
"""How far letters reach above and below their baseline, in ems. Source: Lohit, Mangal, Nirmala."""

_GAP = 0.2
_GAP_BETWEEN_SPACES = 0.4
_GAP_OF_OBJECTS = 0.12
"""White, in ems, from which two glyphs are two words: where the file writes no spaces; where it does, so that words are
parted by those alone; and where a new text object begins, as in the next cell of a table. Source: spaces of fonts are
0.22 to 0.33 wide; glyphs of a word stand up to 0.11 apart in the files of the tests."""

_BACK = 1.5
"""Ems that a glyph may stand before the end of the one before: vowel signs do."""

_LEVEL = 0.5
_ALIKE = 0.45
"""Ems off the line, and share of the em, within which a glyph belongs to a word: raised figures do."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of a page a picture shows.

    Attributes:
        box_pt: On the page, before it is turned.
        rotation: How far the page is turned for the picture, clockwise.
        size_px: Width and height of the picture.
    """

    box_pt: BoxPt
    rotation: int
    size_px: Size

    def place(self, point: Point) -> Point:
        """A point of the page in pixels of the picture."""
        left, bottom, right, top = self.box_pt
        u, v = (point[0] - left) / (right - left), (top - point[1]) / (top - bottom)
        u, v = {0: (u, v), 90: (1 - v, u), 180: (1 - u, 1 - v), 270: (v, 1 - u)}[self.rotation % 360]
        return u * self.size_px[0], v * self.size_px[1]

    def box(self, corners: Sequence[Point]) -> Box | None:
        """The box around points of the page, in pixels of the picture; None outside it."""
        across, down = zip(*map(self.place, corners), strict=True)
        width, height = self.size_px
        left, right = max(0, round(min(across))), min(width, round(max(across)))
        top, bottom = max(0, round(min(down))), min(height, round(max(down)))
        return (left, top, right, bottom) if right > left and bottom > top else None

    def turn_deg(self, ahead: Point) -> int:
        """How far a line that runs so on the page is turned counter-clockwise on the picture."""
        (x0, y0), (x1, y1) = self.place((0.0, 0.0)), self.place(ahead)
        return round(math.degrees(math.atan2(y0 - y1, x1 - x0)) / 90) % 4 * 90

    def share_out(self, text: str, box_pt: BoxPt) -> list[LayerWord]:
        """The words of a text that fills a box of the page: its lines one under the other, each from the left.

        Args:
            text: Lines are parted as usual.
            box_pt: Points on the page.
        """
        lines = text.splitlines() or [""]
        left, _, right, top = box_pt
        pitch = (top - box_pt[1]) / len(lines)
        em = min(pitch, 14.0)
        words = []
        for number, line in enumerate(lines):
            letter = min((right - left) / max(1, len(line)), em / 2)
            for match in re.finditer(r"\S+", line):
                x0, x1 = left + match.start() * letter, left + match.end() * letter
                box = self.box([(x0, top - number * pitch), (x1, top - (number + 1) * pitch)])
                if box is not None:
                    words.append(LayerWord(((match[0], ""),), box, turn_deg=self.turn_deg((1.0, 0.0)), field=True))
        return words


def make_words(glyphs: Sequence[Glyph], frame: Frame) -> Iterator[LayerWord]:
    """Join glyphs into words, in the order of the file.

    Args:
        glyphs: In the order of the file.
        frame: Where words stand; those outside are left out.
    """
    gap = _GAP_BETWEEN_SPACES if any(glyph.text.isspace() for glyph in glyphs) else _GAP
    word: list[Glyph] = []
    for glyph in glyphs:
        if word and (glyph.text.isspace() or word[-1].text[-1:].isspace() or not _goes_on(word, glyph, gap)):
            yield from _finish(word, frame)
            word = []
        if not glyph.text.isspace():
            word.append(glyph)
    yield from _finish(word, frame)


def _goes_on(word: Sequence[Glyph], glyph: Glyph, gap: float) -> bool:
    """Whether a glyph goes on with a word."""
    last = word[-1]
    em = math.hypot(*last.up)
    if glyph.seen != last.seen or min(em, math.hypot(*glyph.up)) < _ALIKE * max(em, math.hypot(*glyph.up)):
        return False
    if em == 0 or glyph.up[0] * last.up[0] + glyph.up[1] * last.up[1] <= 0:
        return False
    ahead = _ahead(word)
    rise = abs((glyph.start[0] - last.start[0]) * -ahead[1] + (glyph.start[1] - last.start[1]) * ahead[0])
    end = max(_along(part.end, ahead) for part in word[-4:])
    white = (_along(glyph.start, ahead) - end) / em
    return rise <= _LEVEL * em and -_BACK <= white <= (min(gap, _GAP_OF_OBJECTS) if glyph.fresh else gap)


def _ahead(word: Sequence[Glyph]) -> Point:
    """Which way a word runs, of length 1."""
    run = word[0].start, max((part.end for part in word), key=lambda end: math.dist(word[0].start, end))
    across, along = run[1][0] - run[0][0], run[1][1] - run[0][1]
    length = math.hypot(across, along)
    if length > 0:
        return across / length, along / length
    em = math.hypot(*word[0].up) or 1.0
    return word[0].up[1] / em, -word[0].up[0] / em


def _along(point: Point, ahead: Point) -> float:
    return point[0] * ahead[0] + point[1] * ahead[1]


def _finish(word: Sequence[Glyph], frame: Frame) -> Iterator[LayerWord]:
    runs = tuple(
        (text, font)
        for font, members in groupby(word, key=lambda glyph: glyph.font)
        if (text := "".join("".join(glyph.text.split()) for glyph in members))
    )
    if not runs:
        return
    up = word[0].up
    ends = [point for glyph in word for point in (glyph.start, glyph.end)]
    corners = [(x + reach * up[0], y + reach * up[1]) for x, y in ends for reach in (_ABOVE, -_BELOW)]
    box = frame.box(corners)
    if box is not None:
        yield LayerWord(runs, box, word[0].seen, frame.turn_deg(_ahead(word)))
