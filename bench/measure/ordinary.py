"""Pages without faults, clean to poor, as office scanners give them: what quality flags must leave alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from ingest.originals import count_sheets, open_sheet
from ingest.scanned import Scanned
from measure.sets import find_sets
from nasti.drawing import ageing
from nasti.drawing.canvas import draw_seal
from nasti.drawing.leaves import Leaf, Wear, scan_leaf
from nasti.model import Box, Form, Picture
from nasti.samples import PLANS
from nasti.settings import Settings

Random = np.random.Generator
PAPERS = (ageing.WHITE, ageing.WHITE, ageing.CREAM, ageing.CREAM, ageing.YELLOWED, (206, 226, 200), (214, 184, 138))
PENS = (ageing.BLUE_INK, ageing.GREEN_INK, ageing.BLACK_INK, None)
SEALS = (None, None, ageing.VIOLET_INK, ageing.RED_INK, ageing.BLUE_INK)
FADED = 0.25
FORMS: dict[str, Form] = {".pdf": "pdf", ".tif": "tiff", ".jpg": "jpeg", ".png": "png"}


@dataclass(frozen=True)
class Page:
    """A page as scanned.

    Attributes:
        name: Where it comes from.
        scanned: As `ingest.originals.open_sheet` gives it.
        torn: Whether ageing took a corner, which is a fault.
        faded: Whether ageing took much of the ink.
        coloured: Whether there is coloured ink on it; None where nobody knows.
    """

    name: str
    scanned: Scanned
    torn: bool = False
    faded: bool = False
    coloured: bool | None = None


def as_scanned(pixels: np.ndarray, dpi: int = 300, *, bilevel: bool = False) -> Scanned:
    """Pixels as `ingest.originals.open_sheet` would give them, without a file behind them."""
    picture = Picture(b"", "png" if bilevel else "jpeg", (pixels.shape[1], pixels.shape[0]), dpi)
    return Scanned(picture, pixels)


@dataclass(frozen=True, eq=False)
class Drawn:
    """A page of the sample nasti, worn by chance.

    Attributes:
        image: uint8 RGB at 300 dots an inch.
        coloured: Whether it has coloured ink.
        faded: Whether much of the ink is gone.
        words: Boxes of its words on the straight page.
    """

    image: np.ndarray
    coloured: bool
    faded: bool
    words: tuple[Box, ...]


def draw_page(random: Random, *, straight: bool = False) -> Drawn:
    """One page, drawn and worn by chance."""
    plan = PLANS[int(random.integers(len(PLANS)))]
    leaves = [leaf for leaf in plan.leaves if leaf.paper is not None]
    wear = draw_wear(random, straight=straight)
    leaf: Leaf = replace(leaves[int(random.integers(len(leaves)))], wear=wear)
    back = scan_leaf(Leaf(leaves[0].paper), plan.face, draw_seal(*plan.seal, plan.face), random).typeset
    scan = scan_leaf(leaf, plan.face, draw_seal(*plan.seal, plan.face), random, back if random.random() < 0.4 else None)
    coloured = wear.pen not in (None, ageing.BLACK_INK) or wear.seal is not None or wear.ink == ageing.CARBON
    return Drawn(
        soften(scan.image, random), coloured, wear.fading > FADED, tuple(word.box for word in scan.truth.words)
    )


def draw_wear(random: Random, *, straight: bool = False) -> Wear:
    """What became of a sheet, by chance."""
    askew = not straight and random.random() < 0.6
    return Wear(
        paper=PAPERS[int(random.integers(len(PAPERS)))],
        age=float(random.uniform(0, 0.9)),
        ink=ageing.CARBON if random.random() < 0.1 else ageing.BLACK_INK,
        fading=float(random.uniform(0, 0.45)) if random.random() < 0.4 else 0.0,
        pen=PENS[int(random.integers(len(PENS)))],
        seal=SEALS[int(random.integers(len(SEALS)))],
        holes=bool(random.random() < 0.4),
        fold_px=int(random.integers(900, 2600)) if random.random() < 0.3 else None,
        turn_deg=int(random.choice((0, 0, 0, 0, 90, 180, 270))) if not straight else 0,
        skew_deg=float(random.normal(0, 1.2)) if askew else 0.0,
        offset_px=(int(random.integers(-20, 60)), int(random.integers(-20, 60))) if askew else (0, 0),
    )


def soften(image: np.ndarray, random: Random) -> np.ndarray:
    """The lens of an ordinary scanner, its noise, and JPEG."""
    sigma = float(random.uniform(0.3, 0.9))
    soft = cv2.GaussianBlur(image, (0, 0), sigma)
    noise = random.normal(0, random.uniform(0.5, 3.0), (512, 512)).astype(np.int16)
    height, width = soft.shape[:2]
    tiled = np.tile(noise, (height // 512 + 1, width // 512 + 1))[:height, :width]
    noisy = cv2.add(soft, cv2.merge([tiled] * 3), dtype=cv2.CV_8U)
    data = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(75, 93))])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))


def draw_pages(count: int, seed: int) -> Iterator[Page]:
    """Pages of the sample nasti: two thirds in colour, some gray, some black and white, some at 200 dots an inch."""
    for number in range(count):
        random = np.random.default_rng([seed, number])
        drawn = draw_page(random)
        image = drawn.image
        tone = ("colour", "colour", "colour", "colour", "gray", "bilevel")[number % 6]
        dpi = 200 if random.random() < 0.25 else 300
        if dpi != 300:
            image = np.asarray(cv2.resize(image, None, fx=dpi / 300, fy=dpi / 300, interpolation=cv2.INTER_AREA))
        if tone != "colour":
            image = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
        if tone == "bilevel":
            level = 0.66 * float(np.median(image))
            image = np.where(image < level, 0, 255).astype(np.uint8)
        scanned = as_scanned(image, dpi, bilevel=tone == "bilevel")
        yield Page(
            f"drawn {seed}/{number} {tone}",
            scanned,
            faded=drawn.faded,
            coloured=drawn.coloured if tone == "colour" else None,
        )


def open_pages(folders: list[Path]) -> Iterator[Page]:
    """All pages of sets with a truth, as `measure.sets` describes them."""
    settings = Settings()
    for one in find_sets(folders, []):
        form: Form = "folder" if one.scan.is_dir() else FORMS[one.scan.suffix]
        truth = json.loads(one.scan.with_name("truth.json").read_text(encoding="utf-8"))
        torn = [bool((page.get("aged") or {}).get("torn")) for page in truth["pages"]]
        for index in range(count_sheets(one.files, form, settings.limits)):
            scanned = open_sheet(one.files, form, index, settings.limits, 88)
            yield Page(
                f"{one.scan.parent.parent.name}/{one.name}/{index}", scanned, torn[index], truth["level"] == "poor"
            )
