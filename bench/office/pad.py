"""Paper that is written on: pieces of print with their places, row by row, page after page.

Places are millimetres from the left top corner of the page. How wide print will be is estimated; what is drawn in a
typeface ends a little before or behind the estimate.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

A4_MM = (210.0, 297.0)
LEGAL_MM = (215.9, 355.6)

Pen = tuple[float, float, float, float]
"""Where a hand writes: left, top, right, bottom."""


@dataclass(frozen=True)
class Piece:
    """Print in one row.

    Attributes:
        text: Words parted by spaces.
        left: Where it begins.
        top: Of its row.
        size: Height of its letters, from ascent to descent.
        bold: Whether it is bold.
    """

    text: str
    left: float
    top: float
    size: float
    bold: bool = False


@dataclass
class Leaf:
    """One side of a sheet.

    Attributes:
        kind: One of `nasti.model.KINDS`.
        starts: Whether a paper begins on it.
        size_mm: Width and height.
        pieces: Its print.
        pens: Where a hand wrote, strokes that are no print.
        rules: Lines drawn, each with its ends.
        picture: Whether a photograph or a map is what it shows.
        fields: What a clerk would write down of the paper that begins here.
        language: "hi", "en" or "hi+en".
    """

    kind: str
    starts: bool = False
    size_mm: tuple[float, float] = A4_MM
    pieces: list[Piece] = field(default_factory=list)
    pens: list[Pen] = field(default_factory=list)
    rules: list[Pen] = field(default_factory=list)
    picture: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    language: str = "hi"


def width_of(text: str, size: float) -> float:
    """About how wide print is, for letters of a size."""
    return sum(_width(character) for character in text) * size


def _width(character: str) -> float:
    if unicodedata.category(character) == "Mn" or character in "\u200c\u200d":
        return 0.0
    if character == " ":
        return 0.2
    if "\u0900" <= character <= "\u097f":
        return 0.2 if unicodedata.category(character) == "Mc" else 0.42
    return {"i": 0.2, "l": 0.2, ".": 0.2, ",": 0.2, ":": 0.2, "/": 0.24, "-": 0.27, "m": 0.72, "w": 0.66}.get(
        character, 0.62 if character.isupper() else 0.48
    )


class Pad:
    """A paper that is being written: the current page, and those before it.

    Attributes:
        leaves: Its pages.
        y: Where the next row begins.
        left: Left margin.
        right: Where rows end.
    """

    def __init__(
        self, kind: str, *, size: float = 4.4, leading: float = 1.5, left: float = 24.0, right_margin: float = 18.0,
        size_mm: tuple[float, float] = A4_MM, top: float = 18.0, language: str = "hi",
    ) -> None:  # fmt: skip
        self.kind, self.size, self.leading, self.left, self.top = kind, size, leading, left, top
        self.size_mm, self.language = size_mm, language
        self.right = size_mm[0] - right_margin
        self.leaves = [Leaf(kind, starts=True, size_mm=size_mm, language=language)]
        self.y = top

    @property
    def leaf(self) -> Leaf:
        """The page that is written on."""
        return self.leaves[-1]

    @property
    def room(self) -> float:
        """How much of the page is left."""
        return self.size_mm[1] - 20 - self.y

    def turn(self, top: float | None = None) -> None:
        """Take another page."""
        self.leaves.append(Leaf(self.kind, size_mm=self.size_mm, language=self.language))
        self.y = self.top if top is None else top

    def skip(self, rows: float = 1.0) -> None:
        """Leave room, in rows."""
        self.y += rows * self.size * self.leading

    def put(self, text: str, left: float, *, big: float = 1.0, bold: bool = False) -> None:
        """Print in the row that is current, which stays so."""
        if text:
            self.leaf.pieces.append(Piece(text, left, self.y, self.size * big, bold))

    def row(self, text: str, indent: float = 0.0, *, bold: bool = False) -> None:
        """Print at the left margin, in as many rows as it takes."""
        self.wrap(text, self.left + indent, self.left + indent, bold=bold)

    def middle(self, text: str, *, big: float = 1.0, bold: bool = False) -> None:
        """Print in the middle."""
        for line in _lines(text, (self.right - self.left) / big, (self.right - self.left) / big, self.size):
            wide = width_of(line, self.size * big)
            self.put(line, max(self.left, (self.left + self.right - wide) / 2), big=big, bold=bold)
            self.skip(big)

    def at_right(self, text: str, *, middle: float | None = None, bold: bool = False) -> None:
        """Print at the right margin, or about a middle."""
        wide = width_of(text, self.size)
        left = self.right - wide if middle is None else min(middle - wide / 2, self.right - wide)
        self.put(text, left, bold=bold)
        self.skip()

    def sides(self, first: str, second: str) -> None:
        """Print at both margins of one row; in two rows where one has no room."""
        if width_of(first, self.size) + width_of(second, self.size) + 6 > self.right - self.left:
            self.row(first)
            self.at_right(second)
            return
        self.put(first, self.left)
        self.at_right(second)

    def hanging(self, label: str, text: str, *, indent: float = 0.0, gap: float = 3.0, bold: bool = False) -> None:
        """Print behind a label, its further rows below the first."""
        start = self.left + indent
        self.put(label, start, bold=bold)
        begin = start + width_of(label, self.size) + gap
        self.wrap(text, begin, begin, bold=bold)

    def paragraph(self, text: str, indent: float = 0.0) -> None:
        """A paragraph, on the next page where this one ends."""
        self.wrap(text, self.left + indent, self.left)

    def wrap(self, text: str, first: float, further: float, *, bold: bool = False, until: float | None = None) -> None:
        """Print in rows from one place in the first row and from another in those below."""
        end = self.right if until is None else until
        for number, line in enumerate(_lines(text, end - first, end - further, self.size)):
            if self.room < self.size * self.leading:
                self.turn()
            self.put(line, further if number else first, bold=bold)
            self.skip()

    def rule(self) -> None:
        """A line across."""
        self.leaf.rules.append((self.left, self.y, self.right, self.y))
        self.skip(0.4)


def _lines(text: str, first_width: float, width: float, size: float) -> list[str]:
    lines: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}".strip()
        if current and width_of(longer, size) > (width if lines else first_width):
            lines.append(current)
            longer = word
        current = longer
    return [*lines, current]
