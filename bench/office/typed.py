"""Pages as a reader would give them, without a picture: words with boxes, damaged as it damages them."""

from __future__ import annotations

import random

from nasti.model import Box, Sheet, Word
from office.damage import damage_words, load_damage
from office.pad import Leaf, Piece, width_of

DPI = 300
PX_PER_MM = DPI / 25.4


def read_leaf(leaf: Leaf, index: int, rng: random.Random, level: str) -> Sheet:
    """A page as it would be read.

    Args:
        leaf: The page.
        index: Of the sheet.
        rng: Of all that chance decides.
        level: How badly it is read: "clean", "office" or "poor".
    """
    size = (round(leaf.size_mm[0] * PX_PER_MM), round(leaf.size_mm[1] * PX_PER_MM))
    words = damage_words(_words(leaf, rng), rng, load_damage(level))
    measures = {
        "dark_share": 0.4 if leaf.picture == "photograph" else 0.06,
        "size_mm": [round(side, 1) for side in leaf.size_mm],
    }
    return Sheet(
        index, size, DPI, paper_px=(0, 0, *size), blank=leaf.kind == "blank", words=words, measures=measures,
        handwriting=tuple(_box(pen) for pen in leaf.pens),
    )  # fmt: skip


def _box(mm: tuple[float, float, float, float]) -> Box:
    left, top, right, bottom = (round(side * PX_PER_MM) for side in mm)
    return left, top, right, bottom


def _words(leaf: Leaf, rng: random.Random) -> list[Word]:
    """The words of a page; what stands far apart in a row is of different lines, as readers cut pages into columns."""
    stretch = rng.uniform(0.86, 1.1)
    words: list[Word] = []
    line = -1
    before: Piece | None = None
    for piece in sorted(leaf.pieces, key=lambda piece: (round(piece.top, 1), piece.left)):
        level = before is not None and abs(before.top - piece.top) < 0.5
        close = before and piece.left - before.left - width_of(before.text, before.size) < 12
        line += not (level and close and rng.random() < 0.7)
        words += _of_piece(piece, line, stretch)
        before = piece
    return words


def _of_piece(piece: Piece, line: int, stretch: float) -> list[Word]:
    x, words = piece.left, []
    for text in piece.text.split():
        wide = max(0.6, width_of(text, piece.size) * stretch)
        words.append(Word(text, _box((x, piece.top, x + wide, piece.top + piece.size)), 0.95, line, line))
        x += wide + 0.25 * piece.size * stretch
    return words
