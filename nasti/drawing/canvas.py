"""Typeset office pages as images, remembering where every word landed.

Pages are A4 at 300 dots per inch. A `Canvas` is written from top to bottom like a typewriter sheet and remembers where
each word landed. `nasti.drawing.ageing` makes old, scanned paper of it.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont, features

from nasti.errors import ToolMissing
from nasti.model import Box, Size, Word

DPI = 300
A4_PX: Size = (2480, 3508)

SIGNATURE_PX: Size = (460, 190)

Grey = npt.NDArray[np.uint8]
"""Image of shape (height, width), 0 black to 255 white."""

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface that Debian packages.

    Attributes:
        package: The Debian package that brings it.
        paths: Where releases of Debian and Ubuntu put it, under a font folder.
    """

    package: str
    paths: tuple[str, ...]


FACES = {
    "lohit": Face("fonts-lohit-deva", ("truetype/lohit-devanagari/Lohit-Devanagari.ttf",)),
    "nakula": Face("fonts-nakula", ("truetype/Nakula/nakula.ttf",)),
    "sahadeva": Face("fonts-sahadeva", ("truetype/Sahadeva/sahadeva.ttf",)),
    "serif": Face("fonts-liberation", ("truetype/liberation/LiberationSerif-Regular.ttf",)),
    "bold": Face("fonts-liberation", ("truetype/liberation/LiberationSans-Bold.ttf",)),
    "typewriter": Face("fonts-liberation", ("truetype/liberation/LiberationMono-Regular.ttf",)),
}
"""Lohit (Hindi, plain strokes), Nakula and Sahadeva (Hindi, as in print), three Latin faces. The Hindi ones hold Latin
letters too."""

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))

AKSHARA = re.compile(r"(?:[क-ह]़?्)*[ऄ-ह]़?[\u093a-\u094c\u0900-\u0903]*|.")
"""One written syllable of Devanagari, or any other character: what a seal engraver turns as one."""


def find_face(name: str) -> Path:
    """Where the font file of a typeface lies.

    Args:
        name: A key of `FACES`.

    Raises:
        ToolMissing: It is not installed; the message names the Debian package.
    """
    face = FACES[name]
    for folder in FONT_FOLDERS:
        for path in face.paths:
            if (folder / path).is_file():
                return folder / path
    raise ToolMissing(f"The typeface {name} is not installed. Install it with: sudo apt-get install {face.package}")


@cache
def open_face(name: str, size_pt: float) -> ImageFont.FreeTypeFont:
    """A typeface at a size, shaping Devanagari as it is written.

    Raises:
        ToolMissing: The typeface, or the library that shapes Devanagari, is not installed.
    """
    if not features.check("raqm"):
        raise ToolMissing("Devanagari cannot be drawn. Install what is missing: sudo apt-get install libfribidi0")
    size_px = round(size_pt * DPI / 72)
    return ImageFont.truetype(find_face(name), size_px, layout_engine=ImageFont.Layout.RAQM)


class Canvas:
    """A white A4 sheet, written from top to bottom.

    Attributes:
        image: Grey, `A4_PX`.
        y_px: Where the next line is written.
        signing_px: Where room was left for signatures: left top corners, in the order they were left.
    """

    def __init__(self, face: str = "lohit", size_pt: float = 12.5, margin_px: int = 250) -> None:
        self.image = Image.new("L", A4_PX, 255)
        self.y_px = margin_px
        self.face = face
        self.size_pt = size_pt
        self.left_px = margin_px
        self.right_px = A4_PX[0] - margin_px
        self.signing_px: list[tuple[int, int]] = []
        self._draw = ImageDraw.Draw(self.image)
        self._placed: list[tuple[str, Box, int]] = []

    @property
    def pixels(self) -> Grey:
        """The sheet as an array of shape (3508, 2480)."""
        return np.asarray(self.image)

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word written, row by row, with its box and confidence 1."""
        rows = {y: line for line, y in enumerate(sorted({y for _, _, y in self._placed}))}
        placed = sorted(self._placed, key=lambda word: (word[2], word[1][0]))
        return tuple(Word(text, box, 1.0, rows[y], 0) for text, box, y in placed)

    def write(
        self,
        text: str,
        *,
        left_px: int | None = None,
        right_px: int | None = None,
        indent_px: int = 0,
        align: Align = "left",
        size_pt: float | None = None,
        bold: bool = False,
        underline: bool = False,
        leading: float = 1.55,
    ) -> int:
        """Write a paragraph, broken into lines, and move below it.

        Args:
            text: Words parted by white space; a line feed ends a line.
            left_px: Left edge; the left margin where None.
            right_px: Right edge; the right margin where None.
            indent_px: How far the first line is moved in.
            align: Which edge the lines keep to.
            size_pt: Letter size; the sheet's where None.
            bold: Whether strokes are thickened.
            underline: Whether a rule is drawn below each line.
            leading: Distance of lines, in letter sizes.

        Returns:
            The top of the first line.
        """
        left: float = self.left_px if left_px is None else left_px
        right: float = self.right_px if right_px is None else right_px
        font = open_face(self.face, size_pt or self.size_pt)
        pitch_px = round(font.size * leading)
        top = self.y_px
        first = indent_px
        for stretch in text.split("\n"):
            for line in _break(stretch.split(), font, right - left, first):
                used = font.getlength(" ".join(line))
                shift = {"left": 0.0, "centre": (right - left - used) / 2, "right": right - left - used}[align]
                self._write_line(line, left + first + shift, font, bold=bold, underline=underline)
                self.y_px += pitch_px
                first = 0
        return top

    def skip(self, lines: float = 1.0) -> None:
        """Leave lines empty."""
        self.y_px += round(lines * self.size_pt * DPI / 72 * 1.55)

    def leave_signature(self, left_px: int) -> None:
        """Leave room for a signature above the signatory's name and move below it."""
        self.signing_px.append((left_px, self.y_px))
        self.y_px += SIGNATURE_PX[1] - 20

    def box(self, box: Box, width_px: int = 4) -> None:
        """Draw the outline of a rectangle."""
        self._draw.rectangle(box, outline=20, width=width_px)

    def row(self, cells: Sequence[str], edges_px: Sequence[int], *, bold: bool = False, closing_px: int = 0) -> None:
        """Write a table row with ruled cells and move below it.

        Args:
            cells: One text each.
            edges_px: The vertical rules, one more than cells.
            bold: Whether strokes are thickened.
            closing_px: Height left empty at the foot of the row.
        """
        top = self.y_px
        bottom = top
        for cell, (left, right) in zip(cells, itertools.pairwise(edges_px), strict=True):
            self.y_px = top + 18
            self.write(cell, left_px=left + 22, right_px=right - 22, bold=bold, leading=1.45)
            bottom = max(bottom, self.y_px + 14 + closing_px)
        for left, right in itertools.pairwise(edges_px):
            self._draw.rectangle((left, top, right, bottom), outline=20, width=3)
        self.y_px = bottom

    def _write_line(
        self, line: Sequence[str], x: float, font: ImageFont.FreeTypeFont, *, bold: bool, underline: bool
    ) -> None:
        stroke = max(1, round(font.size / 45)) if bold else 0
        start = x
        for word in line:
            at = (round(x), self.y_px)
            self._draw.text(at, word, fill=15, font=font, stroke_width=stroke)
            box = _find_ink(font, word, at, stroke)
            self._placed.append((unicodedata.normalize("NFC", word), box, self.y_px))
            x += font.getlength(word + " ")
        if underline:
            y = self.y_px + round(font.size * 1.32)
            self._draw.line((start, y, x - font.getlength(" "), y), fill=20, width=4)


def _break(
    words: Sequence[str], font: ImageFont.FreeTypeFont, width_px: float, first_indent_px: float
) -> list[list[str]]:
    lines: list[list[str]] = [[]]
    room = width_px - first_indent_px
    for word in words:
        if lines[-1] and font.getlength(" ".join([*lines[-1], word])) > room:
            lines.append([])
            room = width_px
        lines[-1].append(word)
    return lines


def _find_ink(font: ImageFont.FreeTypeFont, word: str, at: tuple[int, int], stroke: int) -> Box:
    # Pillow's own text boxes reach to where the next letter would start.
    mask, (across, down) = font.getmask2(word, "L", stroke_width=stroke, anchor="la")
    left, top, right, bottom = mask.getbbox() or (0, 0, 0, 0)
    return at[0] + across + left, at[1] + down + top, at[0] + across + right, at[1] + down + bottom


def draw_seal(around: str, centre: str, face: str, diameter_px: int = 420) -> Grey:
    """Cut a round office seal.

    Args:
        around: What runs along the rim.
        centre: One word for the middle.
        face: A key of `FACES`.
        diameter_px: Outer diameter.

    Returns:
        Ink mask of shape (diameter, diameter), 255 where the seal prints.
    """
    seal = Image.new("L", (diameter_px, diameter_px), 0)
    draw = ImageDraw.Draw(seal)
    middle = diameter_px / 2
    for inset, thickness in ((4, 7), (20, 3), (diameter_px * 0.21, 4)):
        far = diameter_px - inset
        draw.ellipse((inset, inset, far, far), outline=255, width=thickness)
    draw.text((middle, middle), centre, font=open_face(face, 11), fill=255, anchor="mm")
    font = open_face(face, 9.5)
    syllables = AKSHARA.findall(around)
    widths = [font.getlength(syllable) for syllable in syllables]
    spread_deg = 360 / sum(widths)
    at_deg = 0.0
    for syllable, width in zip(syllables, widths, strict=True):
        at_deg += width * spread_deg / 2
        letter = Image.new("L", seal.size, 0)
        ImageDraw.Draw(letter).text((middle, diameter_px * 0.125), syllable, font=font, fill=255, anchor="mm")
        seal.paste(255, mask=letter.rotate(-at_deg, resample=Image.Resampling.BILINEAR))
        at_deg += width * spread_deg / 2
    return np.asarray(seal)


def draw_signature(random: np.random.Generator) -> Grey:
    """Scribble a signature.

    Returns:
        Ink mask of `SIGNATURE_PX`, 255 where the pen went.
    """
    width, height = SIGNATURE_PX
    along = np.linspace(0, 1, 260)
    loops = sum(
        strength * np.sin(2 * np.pi * (count * along + random.random()))
        for strength, count in ((0.5, 6 + 3 * random.random()), (0.28, 11 + 4 * random.random()))
    )
    x = width * (0.06 + 0.8 * along + 0.035 * np.sin(2 * np.pi * 7 * along))
    y = height * (0.5 + 0.42 * loops * (1 - 0.55 * along))
    signature = Image.new("L", SIGNATURE_PX, 0)
    draw = ImageDraw.Draw(signature)
    draw.line(list(zip(x.tolist(), y.tolist(), strict=True)), fill=255, width=6, joint="curve")
    draw.line((width * 0.12, height * 0.9, width * 0.94, height * 0.72), fill=255, width=5)
    return np.asarray(signature)
