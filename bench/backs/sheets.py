"""Sheets of two sides: what is on them, drawn, worn, shining through, and as a duplex scanner gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from backs.inks import FAINT, INKS
from backs.prints import PRINTS, over
from backs.traces import TRACES
from backs.wear import WEARS as WORN_BY_USE
from nasti.drawing.ageing import Colour
from nasti.drawing.canvas import A4_PX
from pages import ageing, machines
from pages.looks import to_bilevel
from pages.machines import Grey, Random

NOTHING: Colour = np.full((*A4_PX[::-1], 3), 255, np.uint8)
PAPERS = ("white", "cream", "yellowed", "green", "buff", "grey")
WEARS = WORN_BY_USE | TRACES
WORN = tuple(WEARS)
NOTESHEETS = ("green", "pink", "buff")
UNSEEN_IN_TUNING = ("taped", "tide line", "carbon smudge")
"""Kinds of wear that the tuning half lacks."""
OVER_PRINT = (
    "initials and date",
    "pencil note",
    "pencil initials",
    "page number",
    "pale seal",
    "faded stamp",
    "line by hand",
    "thin pen",
    "typed number",
)
WEAK, STRONG, AS_SPECKS, THIN = (0.03, 0.12), (0.12, 0.35), (0.25, 0.45), (0.3, 0.5)
"""Share of the other side's darkness that is seen; a black-and-white scan keeps specks of the darkest alone, and thin
paper hides little."""
SCATTER_PX, THIN_SCATTER_PX = (1.5, 6.0), (1.2, 2.5)


@dataclass(frozen=True)
class Side:
    """What is drawn of a side, and how it is scanned.

    Attributes:
        name: Of the files.
        kind: What it shows, for the tables.
        blank: The truth.
        seed: Of all that chance decides.
        paper: Colour of the sheet, a key of `pages.ageing.PAPERS`.
        wear: Keys of `backs.wear.WEARS`.
        ink: A key of `backs.inks.INKS`; "" for none.
        behind: A key of `backs.prints.PRINTS`: what the other side bears; "" where only this side is scanned.
        through: Share of the other side's darkness that is seen.
        soft_px: How far paper scatters it, standard deviation at 300 dots an inch.
        tumble: Whether the sheet is turned over its upper edge.
        bed: "paper", "black" or "wedge": what the scanner sees beside the sheet.
        form: "colour", "grey", "bilevel", "fax" or "photocopy".
        dpi: Of the scan.
        quality: Of its JPEG.
    """

    name: str
    kind: str
    blank: bool
    seed: int
    paper: str = "white"
    wear: tuple[str, ...] = ()
    ink: str = ""
    behind: str = ""
    through: float = 0.0
    soft_px: float = 0.0
    tumble: bool = False
    bed: str = "paper"
    form: str = "colour"
    dpi: int = 300
    quality: int = 80


def plan_sides(half: str, each: int, seed: int) -> Iterator[Side]:
    """Sides of every kind.

    Args:
        half: "tune" or "judge".
        each: How many of each kind; show-through has twice as many.
        seed: Of all that chance decides.
    """
    number = 0
    for kind, count in _kinds(half, each):
        for _ in range(count):
            number += 1
            own = [seed, ("tune", "judge").index(half), number]
            random = np.random.default_rng(own)
            side = Side(f"{number:04}", kind, blank=True, seed=int(random.integers(1 << 31)))
            yield _choose(side, random)


def _kinds(half: str, each: int) -> Iterator[tuple[str, int]]:
    worn = [wear for wear in WORN if half == "judge" or wear not in UNSEEN_IN_TUNING]
    for kind in (*PAPERS[:5], *worn, "torn", "black border", "bilevel", "fax", "photocopy", "notesheet", "everything"):
        yield kind, each
    for behind in PRINTS:
        yield f"through: {behind}", 2 * each
    yield "through, bilevel", 2 * each
    yield "through thin paper", 2 * each
    for ink in INKS:
        yield ink, each
    for ink in OVER_PRINT:
        yield f"{ink} over print", each


def _choose(side: Side, random: Random) -> Side:
    """Settle the rest by chance, as the kind allows."""
    kind = side.kind
    ink = kind.removesuffix(" over print")
    through = kind.startswith("through") or kind.endswith(" over print") or kind == "everything"
    inked = ink in INKS
    side = replace(
        side,
        blank=not inked,
        ink=ink if inked else "",
        paper=kind if kind in PAPERS else str(random.choice(NOTESHEETS if kind == "notesheet" else PAPERS)),
        wear=_choose_wear(kind, random),
        bed=str(random.choice(["paper", "paper", "black", "wedge"])) if kind != "black border" else "black",
        form=_choose_form(side, ink, random),
        dpi=int(random.choice([150, 200, 300, 300, 300, 300, 400, 600])),
        quality=int(random.integers(40, 91)),
    )
    if not through and not (inked and random.random() < 0.5):
        return side
    behind = kind.removeprefix("through: ")
    thin = kind == "through thin paper"
    strong = kind.endswith(" over print") or kind == "through, bilevel" or (through and random.random() < 0.5)
    return replace(
        side,
        behind="typed" if thin else behind if behind in PRINTS else str(random.choice(list(PRINTS))),
        through=float(random.uniform(*(_share_seen(side, strong=strong)))),
        soft_px=float(random.uniform(*(THIN_SCATTER_PX if thin else SCATTER_PX))),
        tumble=bool(random.random() < 0.2),
    )


def _share_seen(side: Side, *, strong: bool) -> tuple[float, float]:
    if side.kind == "through thin paper":
        return THIN
    return AS_SPECKS if side.form == "bilevel" else STRONG if strong else WEAK


def _choose_wear(kind: str, random: Random) -> tuple[str, ...]:
    if kind in WEARS:
        return (kind,)
    if kind == "notesheet":
        return ("margin line", *(("punched",) if random.random() < 0.5 else ()))
    if kind == "everything":
        return tuple(
            str(wear)
            for wear in random.choice(["stained", "folded", "punched", "stapled", "dust", "foxed"], 3, replace=False)
        )
    if kind in (*PAPERS, "fax", "photocopy"):
        return ()
    often = ("stained", "stained", "punched", "folded", "stapled", "dust")
    return tuple({str(wear) for wear in random.choice(often, int(random.integers(0, 3)))})


def _choose_form(side: Side, ink: str, random: Random) -> str:
    if side.kind in ("bilevel", "fax", "photocopy"):
        return side.kind
    if side.kind == "fax header":
        return "fax"
    if side.kind == "through, bilevel":
        return "bilevel"
    plain = ink in INKS and ink not in FAINT
    return str(random.choice(["colour", "colour", "grey", *(["bilevel"] if plain else [])]))


def draw_sheet(side: Side, half: str, folder: Path) -> dict[str, Any]:
    """Draw a sheet, write its files and tell what is true of them."""
    random = np.random.default_rng(side.seed)
    ours = INKS[side.ink](random, half) if side.ink else NOTHING
    theirs = PRINTS[side.behind](random, half) if side.behind else NOTHING
    paper = ageing.PAPERS[side.paper]
    shade = paper[int(random.integers(len(paper)))]
    told = {"half": half, **asdict(side), "file": f"{side.name}{_suffix(side)}", "other": None}
    _scan(_lay_paper(ours, theirs, side, shade), side, random, folder / told["file"])
    if side.behind:
        told["other"] = f"{side.name}-other{_suffix(side)}"
        wear = tuple(name for name in side.wear if name in ("stained", "punched"))
        other = replace(side, wear=wear)
        _scan(_lay_paper(theirs, ours, other, shade), other, random, folder / told["other"], back=False)
    return told


def _lay_paper(ours: Colour, theirs: Colour, side: Side, shade: ageing.Rgb) -> Colour:
    """Ink on paper, with what the other side lets through."""
    turned = theirs[::-1] if side.tumble else theirs[:, ::-1]
    layers = ours
    if side.through:
        ghost = cv2.GaussianBlur(np.ascontiguousarray(turned), (0, 0), side.soft_px).astype(np.float32)
        layers = over(ours, np.round(255 - side.through * (255 - ghost)).astype(np.uint8))
    return ageing.lay_ink(layers, shade, None, 1.0)


def _scan(page: Colour, side: Side, random: Random, path: Path, *, back: bool = True) -> None:
    for wear in side.wear:
        page = WEARS[wear](page, random)
        if not back and wear == "punched":
            page = np.ascontiguousarray(page)
    bed = (
        ageing.BLACK_BED
        if side.bed == "black"
        else tuple(int(part) for part in np.median(page[::40, ::40], axis=(0, 1)))
    )
    if side.kind == "torn":
        page = ageing.tear(page, random, bed, 1.0)
    pad = round(random.uniform(0, 110)) if side.bed == "black" else 0
    page, _ = ageing.lay_on_bed(page, random.uniform(-1.5, 1.5), pad, bed)
    page = np.roll(page, (int(random.integers(-12, 13)), int(random.integers(-12, 13))), axis=(0, 1))
    if side.bed == "wedge":
        page = ageing.cast_wedge(page, random, 1.0)
    _write(_see(page, side, random), side, random, path)


def _see(page: Colour, side: Side, random: Random) -> Colour:
    """The lens, the sensor and the resolution."""
    page = cv2.GaussianBlur(page, (0, 0), random.uniform(0.4, 0.8)).astype(np.uint8, copy=False)
    if side.dpi != 300:
        how = cv2.INTER_AREA if side.dpi < 300 else cv2.INTER_CUBIC
        page = cv2.resize(page, None, fx=side.dpi / 300, fy=side.dpi / 300, interpolation=how).astype(
            np.uint8, copy=False
        )
    tile = random.normal(0, random.uniform(1.0, 3.0), (700, 700)).astype(np.int16)
    height, width = page.shape[:2]
    noise = np.tile(tile, (height // 700 + 1, width // 700 + 1))[:height, :width]
    return cv2.add(page, cv2.merge([noise] * 3), dtype=cv2.CV_8U).astype(np.uint8, copy=False)


def _write(page: Colour, side: Side, random: Random, path: Path) -> None:
    dpi = (side.dpi, side.dpi)
    if side.form == "colour":
        Image.fromarray(page).save(path, "JPEG", quality=side.quality, dpi=dpi)
        return
    grey: Grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    if side.form in ("fax", "photocopy"):
        grey = cv2.convertScaleAbs(grey, alpha=245 / float(np.median(grey[::20, ::20]))).astype(np.uint8, copy=False)
    if side.form == "photocopy":
        grey = machines.photocopy(grey, random, side.dpi / 300)
    if side.form == "bilevel":
        grey = to_bilevel(page, random)
    if side.form == "fax":
        grey = np.where(machines.send_fax(grey, random, side.dpi / 300) < 128, 0, 255).astype(np.uint8)
    if side.form in ("bilevel", "fax"):
        Image.fromarray(grey).convert("1", dither=Image.Dither.NONE).save(path, compression="group4", dpi=dpi)
    else:
        Image.fromarray(grey).save(path, "JPEG", quality=side.quality, dpi=dpi)


def _suffix(side: Side) -> str:
    return ".tif" if side.form in ("bilevel", "fax") else ".jpg"
