"""Ages a page as its look and level say, and keeps the way from the straight page to the scan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from pages import ageing, machines
from pages.browser import Colour
from pages.machines import Grey, Random
from pages.truth import TRUTH_DPI, Matrix, angle_of, scale_by
from pages.typeset import Typeset


@dataclass(frozen=True)
class Level:
    """How strongly pages are aged: ranges from which each page draws its own."""

    skew_deg: float
    fade: tuple[float, float]
    through: tuple[float, float]
    stain: tuple[float, float]
    specks: tuple[int, int]
    blur_px: tuple[float, float]
    papers: tuple[str, ...]
    damage: float


LEVELS = {
    "clean": Level(0.0, (0, 0), (0, 0), (0, 0), (0, 0), (0, 0.3), ("white",), 0.0),
    "office": Level(1.5, (0, 0.14), (0.03, 0.07), (0.1, 0.45), (0, 8), (0.2, 0.6), ("white", "cream", "cream"), 0.25),
    "poor": Level(
        4.0, (0.12, 0.4), (0.08, 0.2), (0.6, 1.2), (10, 120), (0.4, 0.9), ("cream", "yellowed", "yellowed"), 0.55
    ),
}

Machine = Callable[[Grey, Typeset, Random, float], Grey]

MACHINES: dict[str, Machine] = {
    "typewriter": lambda grey, page, random, grain: machines.type_unevenly(grey, page.sheet.words, random, grain),
    "carbon": lambda grey, page, random, grain: machines.press_carbon(
        machines.type_unevenly(grey, page.sheet.words, random, grain), random, grain
    ),
    "dot-matrix": lambda grey, page, random, grain: machines.print_dots(grey, random, grain),
    "fax": lambda grey, page, random, grain: machines.send_fax(grey, random, grain),
    "photocopy": lambda grey, page, random, grain: machines.photocopy(grey, random, grain),
}
CARBON_TINTS: tuple[ageing.Rgb, ...] = ((52, 46, 122), (60, 56, 110), (44, 60, 130), (66, 48, 110))


@dataclass
class Scan:
    """A page on its way into the scan.

    Attributes:
        image: As it is now, before the page is turned.
        matrix: From the straight page to `image`.
        aged: What was done, as the truth file says it.
    """

    image: Colour
    matrix: Matrix
    aged: dict[str, Any] = field(default_factory=dict)


def age(page: Typeset, look: str, level_name: str, dpi: int, random: Random, back: Grey | None = None) -> Scan:
    """Age a page and scan it.

    Args:
        page: The page laid out.
        look: How it was made: "plain", "carbon", "phone" …
        level_name: "clean", "office" or "poor".
        dpi: Resolution of the scan.
        random: Where chance comes from.
        back: The print of the other side, 255 where nothing is, at the same resolution.
    """
    level = LEVELS[level_name]
    grain = page.dpi / TRUTH_DPI
    aged: dict[str, Any] = {}
    sheet: Colour = _print(page, look, level, random, aged)
    if page.ink is not None:
        sheet = ageing.add_ink(sheet, page.ink, random, random.uniform(0.75, 1.0))
        aged["stamp"] = bool(page.sheet.seals)
    if back is not None and level.through[1] and look != "fax":
        bleeds = look == "bleed-through"
        strength = random.uniform(0.25, 0.4) if bleeds else random.uniform(*level.through)
        sheet = ageing.shine_through(sheet, back, strength, (1.6 if bleeds else 4.0) * grain)
        aged["show_through"] = round(strength, 2)
    sheet = _wear(sheet, level, random, grain, aged)
    if look == "phone":
        image, laid = ageing.photograph(sheet, random)
    else:
        image, laid = _lay(sheet, level, random, grain, aged)
    scan = Scan(image, laid @ scale_by(grain), aged)
    aged["skew"] = round(angle_of(scan.matrix), 3)
    _expose(scan, level, random, grain, phone=look == "phone")
    _sample(scan, dpi / page.dpi)
    return scan


def _print(page: Typeset, look: str, level: Level, random: Random, aged: dict[str, Any]) -> Colour:
    printed, tint = page.print, None
    if look in MACHINES:
        grey = cv2.cvtColor(printed, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
        made = MACHINES[look](grey, page, random, page.dpi / TRUTH_DPI)
        printed = cv2.cvtColor(made, cv2.COLOR_GRAY2RGB).astype(np.uint8, copy=False)
    if look == "carbon":
        tint = CARBON_TINTS[int(random.integers(len(CARBON_TINTS)))]
    name = _choose_paper(page, look, level, random)
    papers = ageing.PAPERS[name]
    fade = random.uniform(*level.fade)
    aged["ink_fade"] = round(fade, 2)
    aged["paper"] = name
    return ageing.lay_ink(printed, papers[int(random.integers(len(papers)))], tint, 1 - fade)


def _choose_paper(page: Typeset, look: str, level: Level, random: Random) -> str:
    own = {"notesheet": ("green",), "cover": ("buff", "pink", "grey")}.get(page.sheet.layout, ())
    if look == "carbon":
        own = ("white",)
    if own and level.damage and random.random() < 0.6:
        return own[int(random.integers(len(own)))]
    return level.papers[int(random.integers(len(level.papers)))]


def _wear(sheet: Colour, level: Level, random: Random, grain: float, aged: dict[str, Any]) -> Colour:
    if level.stain[1]:
        sheet = ageing.stain(sheet, random, random.uniform(*level.stain))
    if count := int(random.integers(level.specks[0], level.specks[1] + 1)):
        sheet = ageing.speckle(sheet, random, count, grain)
    if random.random() < level.damage:
        sheet = ageing.punch(sheet, random, grain)
        aged["punch"] = True
    elif random.random() < level.damage:
        sheet = ageing.staple(sheet, random, grain)
        aged["staple"] = True
    if random.random() < level.damage * 0.7:
        sheet = ageing.fold(sheet, random, random.uniform(0.05, 0.16), grain)
        aged["fold"] = True
    return sheet


def _lay(sheet: Colour, level: Level, random: Random, grain: float, aged: dict[str, Any]) -> tuple[Colour, Matrix]:
    skew = random.uniform(-level.skew_deg, level.skew_deg)
    border = "black" if random.random() < (0.7 if level.damage > 0.5 else 0.35) else "paper"
    bed = ageing.BLACK_BED if border == "black" else ageing.WHITE
    if border == "black" and random.random() < level.damage * 0.6:
        sheet = ageing.tear(sheet, random, bed, grain)
        aged["torn"] = True
    pad = round(grain * random.choice((0, 0, 60, 110))) if border == "black" and level.damage > 0.5 else 0
    if not level.skew_deg:
        return sheet, np.eye(3)
    laid, matrix = ageing.lay_on_bed(sheet, skew, pad, bed)
    if border == "paper" and random.random() < level.damage * 0.5:
        laid = ageing.cast_wedge(laid, random, grain)
        aged["wedge"] = True
    aged |= {"pad": pad, "border": border}
    return laid, matrix


def _expose(scan: Scan, level: Level, random: Random, grain: float, *, phone: bool) -> None:
    sigma = (random.uniform(0.7, 1.1) if phone else random.uniform(*level.blur_px)) * grain
    if sigma > 0.25:
        scan.image = cv2.GaussianBlur(scan.image, (0, 0), sigma).astype(np.uint8, copy=False)
    if level.damage:
        deviation = random.uniform(1.0, 3.0) * (1.6 if phone else 1.0)
        tile = random.normal(0, deviation, (700, 700)).astype(np.int16)
        height, width = scan.image.shape[:2]
        noise = np.tile(tile, (height // 700 + 1, width // 700 + 1))[:height, :width]
        noisy = cv2.add(scan.image, cv2.merge([noise] * 3), dtype=cv2.CV_8U)
        scan.image = noisy.astype(np.uint8, copy=False)


def _sample(scan: Scan, factor: float) -> None:
    if factor == 1:
        return
    height, width = scan.image.shape[:2]
    size = round(width * factor), round(height * factor)
    scan.image = cv2.resize(scan.image, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    scan.matrix = scale_by(size[0] / width, size[1] / height) @ scan.matrix


def to_bilevel(image: Colour, random: Random) -> Grey:
    """Black and white, as a scanner's threshold makes it: below a share of the paper's tone is black."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    paper = cv2.resize(grey, None, fx=1 / 16, fy=1 / 16, interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.dilate(paper, np.ones((5, 5))), (0, 0), 12)
    level = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR) * random.uniform(0.62, 0.76)
    return np.where(grey < np.maximum(level, 60), 0, 255).astype(np.uint8)
