"""Draws sides of sheets as scanners give them: print, ink, years on a shelf, what shines through, skew."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache, lru_cache

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageDraw

from lot.model import Leaf, Nasti, Side, Stack
from nasti.covers import draw_slips
from nasti.drawing.ageing import BLACK_INK, BLUE_INK, GREEN_INK, VIOLET_INK, Colour, Rgb, press, turn_mask, wear_seal
from nasti.drawing.canvas import A4_PX, DPI, SIGNATURE_PX, Canvas, Grey, draw_seal, draw_signature, open_face
from nasti.slips import Slip
from pages import ageing
from pages.machines import Random

PENS = (BLUE_INK, BLUE_INK, BLACK_INK, GREEN_INK)
PAPERS = ("white", "white", "white", "cream", "yellowed", "green")
SHINE = 0.06
"""Share of the print of the other side that is seen."""
FAINT_INK = 0.22
"""What is left of the ink of a slip that a printer without toner made."""
FOOT_PX = 120
"""What a page leaves free at its foot."""


class Artist:
    """Draws the sides of one lot.

    Args:
        seed: Of stains, pens and seals.
        nastis: The nasti of the lot.
    """

    def __init__(self, seed: int, nastis: tuple[Nasti, ...]) -> None:
        self._seed = seed
        self._nastis = nastis

    def draw(self, leaf: Leaf, stack: Stack, place: int, *, back: bool = False, again: bool = False) -> Grey | Colour:
        """One side of a sheet as the scanner gives it.

        Args:
            leaf: The sheet.
            stack: Where it lies.
            place: Its place in the stack.
            back: Whether the back is drawn.
            again: Whether it is fed for the second time: it lies otherwise and the lamp is not as it was.

        Returns:
            Colour, grey, or black and white with only 0 and 255, as the stack has it.
        """
        side, other = (leaf.back, leaf.front) if back else (leaf.front, leaf.back)
        paper = np.random.default_rng([self._seed, side.nasti, place])
        chance = np.random.default_rng([self._seed, side.nasti, place, back, again, len(stack.station)])
        grain = stack.dpi / DPI
        sheet = PAPERS[int(paper.integers(len(PAPERS)))] if side.slip is None and other.slip is None else "white"
        shade = ageing.PAPERS[sheet][int(paper.integers(3))]
        printed, signing = self._typeset(side)
        strength = FAINT_INK if leaf.fault == "faint_slip" and side.slip else float(paper.uniform(0.8, 1.0))
        in_colour: Colour = cv2.cvtColor(printed, cv2.COLOR_GRAY2RGB).astype(np.uint8, copy=False)
        page = ageing.lay_ink(in_colour, shade, BLACK_INK, strength)
        # What is on the paper is the same however often it is fed.
        page = self._write_by_hand(page, side, signing, np.random.default_rng([self._seed, side.nasti, place, back]))
        page = _fit(page, stack.dpi)
        behind = self._typeset(other)[0]
        if (behind < 255).any():
            page = ageing.shine_through(page, _fit(behind, stack.dpi), SHINE, 5 * grain)
        page = ageing.stain(page, chance, 0.1 if side.slip else float(paper.uniform(0.1, 0.5)))
        if paper.random() < 0.3:
            # The holes go through the sheet, so the back has them at its other edge.
            page = _flip(ageing.punch(_flip(page), paper, grain)) if back else ageing.punch(page, paper, grain)
        return self._expose(page, leaf, stack, chance, back=back, again=again)

    def _typeset(self, side: Side) -> tuple[Grey, list[tuple[int, int]]]:
        face = self._nastis[side.nasti].face
        # Covers were printed, whatever the office typed its letters on.
        return typeset(side, "serif" if side.kind == "cover" and face == "typewriter" else face)

    def _write_by_hand(self, page: Colour, side: Side, signing: list[tuple[int, int]], chance: Random) -> Colour:
        pen = PENS[int(chance.integers(len(PENS)))]
        if side.initials:
            at = int(chance.integers(900, 1700)), int(chance.integers(500, 2600))
            return press(page, draw_initials(chance), at, pen)
        for place in signing:
            page = press(page, draw_signature(chance), place, pen)
        if signing and chance.random() < 0.3:
            left, top = signing[-1]
            imprint = turn_mask(wear_seal(_seal(), chance), chance.uniform(-20, 20))
            page = press(page, imprint, (left - 260, min(top - 30, A4_PX[1] - 430)), VIOLET_INK, 0.7)
        return page

    def _expose(
        self, page: Colour, leaf: Leaf, stack: Stack, chance: Random, *, back: bool, again: bool
    ) -> Grey | Colour:
        skew = leaf.skew_deg * (-1 if back else 1) + (float(chance.uniform(0.5, 1.1)) if again else 0.0)
        if skew or again:
            page = _lay(page, skew, (0.02 * stack.dpi, 0.06 * stack.dpi) if again else (0.0, 0.0))
        if again:
            page = cv2.convertScaleAbs(page, alpha=0.93, beta=-6).astype(np.uint8, copy=False)
        turn = (-leaf.turn_deg if back else leaf.turn_deg) % 360
        page = np.ascontiguousarray(np.rot90(page, turn // 90))
        if stack.tone == "colour":
            return page
        grey: Grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
        if stack.tone == "grey":
            return grey
        # As a black-and-white scanner does it: against the paper around, so that yellowed paper does not turn black.
        paper_shade = cv2.GaussianBlur(cv2.resize(grey, None, fx=0.125, fy=0.125), (0, 0), 20)
        paper_shade = cv2.resize(paper_shade, grey.shape[::-1])
        bilevel: Grey = np.where(grey < 0.72 * paper_shade.astype(np.float32), 0, 255).astype(np.uint8)
        return bilevel


@lru_cache(maxsize=4)
def typeset(side: Side, face: str) -> tuple[Grey, list[tuple[int, int]]]:
    """What is printed on a side, at `DPI`, and where it is signed. The other side is wanted soon after.

    Raises:
        ValueError: It does not fit on a sheet.
    """
    if side.slip is not None:
        return print_slip(side.slip), []
    canvas = Canvas(face)
    if side.paper is not None:
        side.paper.draw(canvas)
        if canvas.y_px > A4_PX[1] - FOOT_PX:
            raise ValueError(f"page {side.folio} of nasti {side.nasti} does not fit on its sheet")
    return canvas.pixels, canvas.signing_px


def print_slip(slip: Slip) -> Grey:
    """A slip as a printer gives it, at `DPI`: the side that it names."""
    return _print_both_sides(replace(slip, side="A"))["AB".index(slip.side)]


@cache
def _print_both_sides(slip: Slip) -> tuple[Grey, Grey]:
    with pypdfium2.PdfDocument(io.BytesIO(draw_slips([slip]))) as document:
        front, back = (document[side].render(scale=DPI / 72, grayscale=True).to_numpy() for side in (0, 1))
    return _to_a4(front), _to_a4(back)


def _to_a4(page: Grey) -> Grey:
    return cv2.resize(page, A4_PX, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


@cache
def _seal() -> Grey:
    return draw_seal("कार्यालय कलेक्टर जिला छत्तीसगढ़ • ", "मुद्रा", "lohit")


def draw_initials(chance: Random) -> Grey:
    """Initials and a date below them, in a hand.

    Returns:
        Ink mask, 255 where the pen went.
    """
    width, height = 420, 300
    mask = Image.new("L", (width, height), 0)
    loops = Image.fromarray(draw_signature(chance)).resize((int(SIGNATURE_PX[0] * 0.5), int(SIGNATURE_PX[1] * 0.7)))
    mask.paste(loops, (30, 10))
    date = f"{int(chance.integers(1, 29))}/{int(chance.integers(1, 13))}/{int(chance.integers(1, 30)):02d}"
    ImageDraw.Draw(mask).text((40, 160), date, fill=255, font=open_face("serif", 17))
    # A hand leans to the right and does not keep to the line.
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    lean, swing = chance.uniform(0.15, 0.4), chance.uniform(3, 7)
    from_x = (across + lean * (down - 150)).astype(np.float32)
    from_y = (down + swing * np.sin(across / chance.uniform(14, 26))).astype(np.float32)
    ink = cv2.remap(np.asarray(mask), from_x, from_y, cv2.INTER_LINEAR)
    return ink.astype(np.uint8, copy=False)


def _fit(page: Colour | Grey, dpi: int) -> Colour | Grey:
    if dpi == DPI:
        return page
    size = round(page.shape[1] * dpi / DPI), round(page.shape[0] * dpi / DPI)
    return cv2.resize(page, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _flip(page: Colour) -> Colour:
    return np.ascontiguousarray(page[:, ::-1])


def _lay(page: Colour, skew_deg: float, offset_px: tuple[float, float]) -> Colour:
    """Lay a sheet askew and moved on the bed of a document feeder, which is about as light as paper."""
    height, width = page.shape[:2]
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), skew_deg, 1.0), np.float64)
    matrix[:, 2] += offset_px
    bed: Rgb = (232, 233, 230)
    return cv2.warpAffine(page, matrix, (width, height), borderValue=bed).astype(np.uint8, copy=False)
