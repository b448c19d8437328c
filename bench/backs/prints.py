"""What stands on the other side of a sheet: layers of ink on white, uint8, (height, width, 3), red first."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from backs.pens import MM, choose_spot, empty, page_of_writing, put
from nasti.drawing.ageing import (
    BLACK_INK,
    BLUE_INK,
    GREEN_INK,
    RED_INK,
    VIOLET_INK,
    Colour,
    Rgb,
    print_on_paper,
    turn_mask,
    wear_seal,
)
from nasti.drawing.canvas import Canvas, Grey, draw_seal, draw_signature
from nasti.drawing.plans.land import LAND
from nasti.drawing.plans.mutation import MUTATION
from nasti.drawing.plans.road import ROAD
from pages.machines import Random

PURE: Rgb = (255, 255, 255)
PENS: tuple[Rgb, ...] = (BLUE_INK, BLACK_INK, BLUE_INK, GREEN_INK, RED_INK)
PADS: tuple[Rgb, ...] = (VIOLET_INK, BLUE_INK, RED_INK)
HALVES = {
    "tune": ((MUTATION, ROAD), ("lohit", "serif"), "कार्यालय तहसीलदार तहसील बोरी • ", "तहसील"),
    "judge": ((LAND,), ("nakula", "sahadeva"), "OFFICE OF THE EXECUTIVE ENGINEER • ", "P.W.D."),
}
"""Papers, typefaces, and the words of the seal."""
NAMES = ("आवेदक", "अनावेदक", "खसरा", "रकबा", "लगान", "ग्राम", "तहसील", "जिला", "पटवारी", "हल्का")
TABLE = tuple((str(row), name) for row, name in enumerate(NAMES, 1))


TYPED = {
    "tune": "the file of case no. 12 may kindly be placed before Collector for orders as to land revenue and rent due",
    "judge": "with reference to your letter dated 4.7.71 I am directed to state that sanction of Rs. 450/- is accorded",
}
"""Words of a typed page."""


def on_white(mask: Grey, ink: Rgb, strength: float = 1.0) -> Colour:
    """A layer of one ink."""
    return print_on_paper(255 - mask, PURE, ink, strength)


def over(*layers: Colour) -> Colour:
    """Layers of ink, one over the other."""
    both = layers[0]
    for layer in layers[1:]:
        both = cv2.multiply(both, layer, scale=1 / 255).astype(np.uint8, copy=False)
    return both


def draw_paper(random: Random, half: str) -> Colour:
    """A printed page, signed and perhaps sealed."""
    plans, faces, _, _ = HALVES[half]
    papers = [leaf.paper for plan in plans for leaf in plan.leaves if leaf.paper is not None]
    canvas = Canvas(str(random.choice(faces)) if half == "judge" else "lohit", random.uniform(11, 15))
    papers[int(random.integers(len(papers)))].draw(canvas)
    layer = print_on_paper(canvas.pixels, PURE, BLACK_INK, random.uniform(0.75, 1))
    signs = empty()
    for spot in canvas.signing_px:
        put(signs, draw_signature(random), spot)
    layers = [layer, on_white(signs, PENS[int(random.integers(len(PENS)))])]
    return over(*layers, draw_seals(random, half)) if random.random() < 0.4 else over(*layers)


def draw_table(random: Random, half: str) -> Colour:
    """A ruled table of many rows."""
    canvas = Canvas(HALVES[half][1][0], 12)
    edges = [canvas.left_px, canvas.left_px + 220, canvas.left_px + round(random.uniform(700, 1100)), canvas.right_px]
    for _ in range(int(random.integers(8, 22))):
        number, name = TABLE[int(random.integers(len(TABLE)))]
        canvas.row(
            (number, f"{name} {random.integers(100, 9999)}", f"{random.integers(1, 90)}.{random.integers(10, 99)}"),
            edges,
        )
    return print_on_paper(canvas.pixels, PURE, BLACK_INK)


def draw_typed(random: Random, half: str) -> Colour:
    """A page struck hard on a typewriter, as thin paper shows it from behind."""
    canvas = Canvas("typewriter", random.uniform(11, 12.5))
    words = TYPED[half].split()
    canvas.y_px = round(random.uniform(25, 60) * MM)
    for _ in range(int(random.integers(4, 9))):
        canvas.write("     " + " ".join(str(word) for word in random.choice(words, int(random.integers(15, 45)))))
        canvas.skip(1.0)
    return print_on_paper(canvas.pixels, PURE, BLACK_INK, random.uniform(0.75, 1))


def draw_handwriting(random: Random, _half: str) -> Colour:
    """A page by hand."""
    return on_white(page_of_writing(random), PENS[int(random.integers(len(PENS)))], random.uniform(0.7, 1))


def draw_seals(random: Random, half: str) -> Colour:
    """Some seals and a signature."""
    page = empty()
    for _ in range(int(random.integers(1, 4))):
        put(page, worn_seal(random, half), choose_spot(random, 38, 38))
    return on_white(page, PADS[int(random.integers(len(PADS)))], random.uniform(0.6, 0.95))


def worn_seal(random: Random, half: str) -> Grey:
    """The impression of a round seal."""
    _, faces, around, centre = HALVES[half]
    seal = draw_seal(around, centre, faces[0], round(random.uniform(32, 38) * MM))
    return turn_mask(wear_seal(seal, random), random.uniform(-40, 40))


PRINTS: dict[str, Callable[[Random, str], Colour]] = {
    "print": draw_paper,
    "table": draw_table,
    "handwriting": draw_handwriting,
    "seals": draw_seals,
    "typed": draw_typed,
}
