"""What nearly blank sides bear: a layer of ink each, uint8, (height, width, 3) on white, red first."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from backs import pens
from backs.pens import MM, choose_spot, empty, put
from backs.prints import HALVES, PADS, PENS, PURE, on_white, over, worn_seal
from nasti.drawing.ageing import BLACK_INK, BLUE_INK, CARBON, GREEN_INK, RED_INK, Colour, Rgb, print_on_paper
from nasti.drawing.canvas import A4_PX, Canvas, Grey, draw_signature
from pages.machines import Random, make_clouds, press_carbon

GRAPHITE: Rgb = (0, 0, 0)
PENCIL = (0.05, 0.15)
"""How much darker than the paper the middle of a pencil stroke is."""

STAMPS = {
    "tune": ("RECEIVED\n12 JUL 1996", "प्रतिलिपि"),
    "judge": ("CONFIDENTIAL", "कार्यालय प्रति\nदि. ४ जुलाई"),
}
"""Words of rubber stamps."""


def _pen(random: Random) -> Rgb:
    return PENS[int(random.integers(len(PENS)))]


def _lay(mask: Grey, random: Random, wide_mm: float, high_mm: float, from_edge_mm: float = 10.0) -> Grey:
    page = empty()
    put(page, mask, choose_spot(random, wide_mm, high_mm, from_edge_mm))
    return page


def _pencil(page: Grey, random: Random) -> Colour:
    grains = np.clip(0.85 + 0.2 * make_clouds(page.shape, 700, random), 0.3, 1.1)
    worn = np.clip(page * grains, 0, 255).astype(np.uint8)
    return on_white(worn, GRAPHITE, random.uniform(*PENCIL))


def draw_initials_and_date(random: Random, _half: str) -> Colour:
    page = empty()
    x, y = choose_spot(random, 45, 30)
    put(page, pens.initials(random), (x, y))
    put(page, pens.date(random), (x, y + round(14 * MM)))
    return on_white(page, _pen(random))


def draw_folio(random: Random, half: str) -> Colour:
    number = int(random.integers(1, 300))
    if random.random() < 0.5:
        return on_white(
            _lay(pens.letters(str(number), random.uniform(3, 6), 0.5, random, script=False), random, 25, 15, 4),
            _pen(random),
        )
    canvas = Canvas(str(random.choice(HALVES[half][1])), random.uniform(9, 14))
    canvas.y_px = round(random.uniform(5, 20) * MM)
    canvas.write(
        str(number) if random.random() < 0.5 else f"-{number}-", align=random.choice(["left", "centre", "right"])
    )
    return print_on_paper(canvas.pixels, PURE)


def draw_pencil_note(random: Random, _half: str) -> Colour:
    wide, high = random.uniform(30, 70), random.uniform(3, 5)
    note = pens.scrawl(wide, high, random.uniform(0.3, 0.6), random, headline=random.random() < 0.5)
    return _pencil(_lay(note, random, wide, 3 * high), random)


def draw_pencil_tick(random: Random, _half: str) -> Colour:
    page, thick = empty(), random.uniform(0.35, 0.6)
    x, y = choose_spot(random, 50, 20)
    put(page, pens.tick(random, thick), (x, y))
    put(page, pens.date(random, thick), (x + round(12 * MM), y - round(3 * MM)))
    return _pencil(page, random)


def draw_pencil_initials(random: Random, _half: str) -> Colour:
    page = empty()
    put(page, pens.initials(random), choose_spot(random, 35, 25))
    return _pencil(page, random)


def draw_faded_stamp(random: Random, half: str) -> Colour:
    """A stamp of one or two lines on a dry pad, gone pale in patches."""
    canvas = Canvas(HALVES[half][1][0], random.uniform(11, 14))
    canvas.y_px = round(random.uniform(20, 250) * MM)
    left = round(random.uniform(15, 120) * MM)
    canvas.write(STAMPS[half][int(random.integers(2))], left_px=left)
    stamp = 255 - canvas.pixels
    gone = np.clip(0.5 + 0.6 * make_clouds(stamp.shape, 40, random), 0, 1)
    pad = PADS[int(random.integers(len(PADS)))]
    return on_white((stamp * gone).astype(np.uint8), pad, random.uniform(0.2, 0.5))


def draw_fax_header(random: Random, half: str) -> Colour:
    """The line that a fax machine prints above an otherwise empty page."""
    canvas = Canvas("typewriter" if half == "tune" else HALVES[half][1][0], 9)
    canvas.y_px = round(random.uniform(4, 9) * MM)
    text = (
        f"{random.integers(1, 29):02}/07/{random.integers(1996, 2009)} {random.integers(9, 18)}:4{random.integers(10)}"
    )
    canvas.write(f"{text}   0771-{random.integers(220000, 299999)}   PAGE 0{random.integers(2, 9)}", left_px=250)
    return print_on_paper(canvas.pixels, PURE)


def draw_pale_seal(random: Random, half: str) -> Colour:
    pad = PADS[int(random.integers(len(PADS)))]
    return on_white(_lay(worn_seal(random, half), random, 38, 38), pad, random.uniform(0.1, 0.3))


def draw_worn_seal(random: Random, half: str) -> Colour:
    seal = worn_seal(random, half)
    gone = np.clip(0.4 + 0.7 * make_clouds(seal.shape, 4, random), 0, 1)
    pad = PADS[int(random.integers(len(PADS)))]
    return on_white(_lay((seal * gone).astype(np.uint8), random, 38, 38), pad, random.uniform(0.35, 0.7))


def draw_carbon_line(random: Random, half: str) -> Colour:
    canvas = Canvas("typewriter" if half == "tune" else "nakula", 11)
    top = canvas.y_px = round(random.uniform(30, 250) * MM)
    canvas.write(
        "Copy to file for record." if half == "tune" else "प्रतिलिपि कार्यालय हेतु",
        left_px=round(random.uniform(20, 100) * MM),
    )
    copied = canvas.pixels.copy()
    band = np.s_[top - round(5 * MM) : top + round(12 * MM)]
    copied[band] = press_carbon(canvas.pixels[band], random, 1.0)
    return print_on_paper(copied, PURE, CARBON, random.uniform(0.3, 0.8))


def draw_signature_alone(random: Random, _half: str) -> Colour:
    return on_white(_lay(draw_signature(random), random, 40, 17), _pen(random), random.uniform(0.5, 1))


def draw_edge_stamp(random: Random, half: str) -> Colour:
    page, seal = empty(), worn_seal(random, half)
    side = seal.shape[0]
    out = round(random.uniform(0.25, 0.6) * side)
    along = int(random.integers(100, A4_PX[1] - side - 100))
    put(page, seal, (-out, along) if random.random() < 0.5 else (A4_PX[0] - side + out, along))
    return on_white(page, PADS[int(random.integers(len(PADS)))], random.uniform(0.45, 0.8))


def draw_hand_line(random: Random, _half: str) -> Colour:
    wide = random.uniform(20, 80)
    line = pens.scrawl(wide, random.uniform(2.5, 4), random.uniform(0.3, 0.6), random, headline=random.random() < 0.6)
    ink = (GREEN_INK, BLUE_INK, RED_INK)[int(random.integers(3))]
    return on_white(_lay(line, random, wide, 12), ink, random.uniform(0.4, 1))


def draw_thin_pen(random: Random, _half: str) -> Colour:
    """A fine ballpoint that hardly writes: some words or a signature."""
    if random.random() < 0.5:
        wide = random.uniform(15, 60)
        line = pens.scrawl(wide, random.uniform(2, 3.5), random.uniform(0.18, 0.3), random, headline=False)
    else:
        wide, line = 40.0, cv2.erode(draw_signature(random), np.ones((2, 2), np.uint8)).astype(np.uint8)
    return on_white(
        _lay(line, random, wide, 17), (BLUE_INK, BLACK_INK)[int(random.integers(2))], random.uniform(0.35, 0.8)
    )


def draw_typed_number(random: Random, half: str) -> Colour:
    """A page number or a mark that was typed, on a worn ribbon."""
    canvas = Canvas("typewriter" if half == "tune" else HALVES[half][1][0], random.uniform(10, 12))
    canvas.y_px = round(random.uniform(8, 280) * MM)
    number = int(random.integers(2, 400))
    text = (f"{number}", f"- {number} -", f"Page {number}", f"({number})")[int(random.integers(4))]
    canvas.write(text, left_px=round(random.uniform(15, 185) * MM))
    return print_on_paper(canvas.pixels, PURE, BLACK_INK, random.uniform(0.45, 1))


def draw_receipt(random: Random, half: str) -> Colour:
    canvas = Canvas(HALVES[half][1][0], random.uniform(8, 11))
    canvas.y_px = round(random.uniform(20, 240) * MM)
    left = round(random.uniform(20, 120) * MM)
    canvas.write(f"Recd. Rs. {random.integers(10, 999)}/-" if half == "tune" else "रसीद क्र. ४५१", left_px=left)
    return print_on_paper(canvas.pixels, PURE, BLACK_INK, random.uniform(0.3, 0.9))


def draw_thumb(random: Random, _half: str) -> Colour:
    return on_white(_lay(pens.thumb(random), random, 20, 28), BLUE_INK, random.uniform(0.25, 0.8))


def draw_pto(random: Random, _half: str) -> Colour:
    note = pens.letters("P.T.O.", random.uniform(4, 6), random.uniform(0.4, 0.7), random)
    return on_white(_lay(note, random, 35, 20, 6), _pen(random))


def draw_diary_stamp(random: Random, half: str) -> Colour:
    canvas = Canvas(HALVES[half][1][0], 11)
    x, y = choose_spot(random, 60, 25)
    canvas.box((x, y, x + round(55 * MM), y + round(20 * MM)), 5)
    canvas.y_px = y + 20
    canvas.write(
        "Diary No. ........\nDate ............" if half == "tune" else "आवक क्र. ........\nदिनांक ........",
        left_px=x + 30,
    )
    number = empty()
    put(
        number,
        pens.letters(str(random.integers(100, 9999)), 4, 0.5, random, script=False),
        (x + round(22 * MM), y - 40),
    )
    pad = PADS[int(random.integers(len(PADS)))]
    return over(print_on_paper(canvas.pixels, PURE, pad, random.uniform(0.3, 0.85)), on_white(number, _pen(random)))


def draw_dash(random: Random, _half: str) -> Colour:
    page = empty()
    x, y = choose_spot(random, 20, 20, 15)
    long, angle = random.uniform(5, 15) * MM, random.uniform(-0.4, 0.4)
    pens.stroke(page, [(x, y), (x + long * np.cos(angle), y + long * np.sin(angle))], random.uniform(0.4, 0.7))
    return on_white(page, _pen(random))


def draw_cancelling_line(random: Random, _half: str) -> Colour:
    page, (width, height) = empty(), A4_PX
    low, high = sorted(random.uniform(0.15, 0.85, 2))
    ends = [
        (random.uniform(0.6, 0.9) * width, low * height),
        (random.uniform(0.1, 0.35) * width, (high + 0.1) * height),
    ]
    pens.stroke(page, ends, random.uniform(0.4, 0.8))
    return on_white(page, _pen(random))


def draw_ruled(random: Random, _half: str) -> Colour:
    page, pitch = empty(), random.uniform(7, 11) * MM
    for row in np.arange(random.uniform(20, 50) * MM, A4_PX[1] - 15 * MM, pitch):
        pens.stroke(page, [(12 * MM, row), (A4_PX[0] - 10 * MM, row)], random.uniform(0.15, 0.3))
    return on_white(page, (90, 110, 150), random.uniform(0.35, 0.9))


def draw_form(random: Random, half: str) -> Colour:
    canvas = Canvas(HALVES[half][1][0], 11)
    edges = [canvas.left_px, canvas.left_px + 300, canvas.right_px - 500, canvas.right_px]
    for _ in range(int(random.integers(4, 10))):
        canvas.row(
            ("Date", "Order", "Signature") if half == "tune" else ("दिनांक", "विवरण", "हस्ताक्षर"), edges, closing_px=90
        )
    return print_on_paper(canvas.pixels, PURE, BLACK_INK, random.uniform(0.3, 1))


INKS: dict[str, Callable[[Random, str], Colour]] = {
    "initials and date": draw_initials_and_date,
    "page number": draw_folio,
    "pencil note": draw_pencil_note,
    "pencil tick": draw_pencil_tick,
    "pencil initials": draw_pencil_initials,
    "faded stamp": draw_faded_stamp,
    "fax header": draw_fax_header,
    "pale seal": draw_pale_seal,
    "worn seal": draw_worn_seal,
    "carbon line": draw_carbon_line,
    "signature": draw_signature_alone,
    "stamp on the edge": draw_edge_stamp,
    "line by hand": draw_hand_line,
    "thin pen": draw_thin_pen,
    "typed number": draw_typed_number,
    "receipt": draw_receipt,
    "thumb": draw_thumb,
    "P.T.O.": draw_pto,
    "diary stamp": draw_diary_stamp,
    "dash": draw_dash,
    "cancelling line": draw_cancelling_line,
    "ruled, unwritten": draw_ruled,
    "form, unwritten": draw_form,
}
FAINT = (
    "pencil note",
    "pencil tick",
    "pencil initials",
    "faded stamp",
    "pale seal",
    "carbon line",
    "receipt",
    "ruled, unwritten",
    "line by hand",
    "thin pen",
    "worn seal",
    "thumb",
    "diary stamp",
    "form, unwritten",
)
"""Kinds of which a black-and-white scan may keep nothing."""
