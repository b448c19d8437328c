"""One leaf of a nasti from plan to scan: a paper drawn, worn, signed and fed to a scanner, with its truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nasti.drawing.ageing import (
    BLACK_INK,
    BLUE_INK,
    WHITE,
    Colour,
    Rgb,
    fold,
    lay_on_bed,
    press,
    print_on_paper,
    punch_holes,
    show_through,
    stain_paper,
    turn_mask,
    wear_seal,
)
from nasti.drawing.canvas import Canvas, Grey, draw_signature
from nasti.drawing.papers import Paper
from nasti.model import Form, Part, Word


@dataclass(frozen=True, slots=True)
class Wear:
    """What became of a sheet on its way to the scanner's file.

    Attributes:
        paper: Colour of the sheet.
        age: 0 for new to 1 for decades on an open shelf.
        ink: Colour of the print.
        fading: Share of the ink that is gone.
        pen: Ink of the signatures; None for an unsigned copy.
        seal: Ink of the office seal; None for no seal.
        holes: Whether it was punched for the tag.
        fold_px: Height at which it was folded; None for never.
        turn_deg: How far it was fed counter-clockwise from upright: 0, 90, 180 or 270.
        skew_deg: How far it lay askew besides, counter-clockwise.
        offset_px: How far right and down it lay on the glass; the black bed shows.
    """

    paper: Rgb = WHITE
    age: float = 0.15
    ink: Rgb = BLACK_INK
    fading: float = 0.0
    pen: Rgb | None = BLUE_INK
    seal: Rgb | None = None
    holes: bool = False
    fold_px: int | None = None
    turn_deg: int = 0
    skew_deg: float = 0.0
    offset_px: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One side to draw: the paper, None for a blank back, and what became of it."""

    paper: Paper | None
    wear: Wear = Wear()
    part: Part | None = "correspondence"
    face: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One nasti to draw: its number as written, the words of its seal (rim, middle) and its leaves in scan order."""

    file: Path
    form: Form
    number: str
    face: str
    seal: tuple[str, str]
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class SamplePage:
    """The truth of one sheet.

    Attributes:
        kind: One of `nasti.model.KINDS`.
        part: Where it belongs; None for covers and blanks.
        words: With boxes on the upright, straightened sheet.
        turn_deg: How far the scan is turned counter-clockwise from upright.
        skew_deg: How far it is skewed counter-clockwise besides.
    """

    kind: str
    part: Part | None
    words: tuple[Word, ...]
    turn_deg: int
    skew_deg: float

    @property
    def lines(self) -> tuple[str, ...]:
        """The text, row by row."""
        rows: dict[int, list[str]] = {}
        for word in self.words:
            rows.setdefault(word.line, []).append(word.text)
        return tuple(" ".join(row) for row in rows.values())


@dataclass(frozen=True, slots=True)
class Scan:
    """What the scanner gives of one leaf.

    Attributes:
        image: As fed: turned and askew.
        typeset: The page as typeset, upright, for the back that it shines through to.
        truth: What is on it.
    """

    image: Colour
    typeset: Grey
    truth: SamplePage


def scan_leaf(leaf: Leaf, face: str, seal: Grey, random: np.random.Generator, behind: Grey | None = None) -> Scan:
    """Draw a leaf as it comes out of the scanner.

    Args:
        leaf: What to draw.
        face: Typeface where the leaf has none of its own, a key of `nasti.drawing.canvas.FACES`.
        seal: Ink mask of the office seal.
        random: Where stains and scribbles come from; never words.
        behind: The print on the other side that shines through; None for none.

    Raises:
        ToolMissing: A typeface or the shaping library is not installed.
    """
    canvas = Canvas(leaf.face or face)
    if leaf.paper is not None:
        leaf.paper.draw(canvas)
    aged = _age(canvas, leaf.wear, seal, random, behind)
    image = np.ascontiguousarray(np.rot90(aged, leaf.wear.turn_deg // 90))
    return Scan(image, canvas.pixels, _tell_truth(leaf, canvas))


def _age(canvas: Canvas, wear: Wear, seal: Grey, random: np.random.Generator, behind: Grey | None) -> Colour:
    page = print_on_paper(canvas.pixels, wear.paper, wear.ink, 1 - wear.fading)
    if behind is not None:
        page = show_through(page, behind, 0.06)
    if wear.fold_px is not None:
        page = fold(page, wear.fold_px)
    for place in canvas.signing_px if wear.pen else ():
        page = press(page, draw_signature(random), place, wear.pen or BLACK_INK)
    if wear.seal and canvas.signing_px:
        left, top = canvas.signing_px[-1]
        imprint = turn_mask(wear_seal(seal, random), random.uniform(-20, 20))
        page = press(page, imprint, (left - 260, top - 30), wear.seal, 0.75)
    page = stain_paper(page, random, wear.age)
    if wear.holes:
        page = punch_holes(page)
    if wear.skew_deg or wear.offset_px != (0, 0):
        page = lay_on_bed(page, wear.offset_px, wear.skew_deg)
    return page


def _tell_truth(leaf: Leaf, canvas: Canvas) -> SamplePage:
    right, down = leaf.wear.offset_px
    words = tuple(
        replace(word, box=(word.box[0] + right, word.box[1] + down, word.box[2] + right, word.box[3] + down))
        for word in canvas.words
    )
    kind = leaf.paper.kind if leaf.paper else "blank"
    part = None if kind in ("cover", "blank") else leaf.part
    return SamplePage(kind, part, words, leaf.wear.turn_deg, leaf.wear.skew_deg)
