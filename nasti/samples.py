"""Three sample nasti, drawn as a scanner would give them: for the demo, for a first try and for tests."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from nasti.drawing.canvas import A4_PX, DPI, draw_seal
from nasti.drawing.leaves import Plan, SamplePage, scan_leaf
from nasti.drawing.plans.land import LAND
from nasti.drawing.plans.mutation import MUTATION
from nasti.drawing.plans.road import ROAD
from nasti.model import Form

PLANS = (MUTATION, ROAD, LAND)
JPEG_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Sample:
    """One drawn nasti.

    Attributes:
        path: The file, or the folder of images.
        form: "pdf", "tiff" or "folder".
        number: Its number, as written on the cover.
        pages: The truth, in scan order.
    """

    path: Path
    form: Form
    number: str
    pages: tuple[SamplePage, ...]


def draw_samples(folder: Path, seed: int = 1) -> list[Sample]:
    """Draw three nasti into sub-folders by station and department, as scanners file them.

    One is a PDF of colour JPEGs, one a black-and-white TIFF (Group 4), one a folder of JPEGs. The same seed gives the
    same bytes.

    Args:
        folder: Where the stations' folders go, an inbox for instance.
        seed: Of stains, scribbles and worn seals; never of the words.

    Raises:
        ToolMissing: A typeface or the shaping library is not installed.
    """
    return [_draw_nasti(plan, folder, np.random.default_rng([seed, count])) for count, plan in enumerate(PLANS)]


def _draw_nasti(plan: Plan, folder: Path, random: np.random.Generator) -> Sample:
    seal = draw_seal(*plan.seal, plan.face)
    images: list[Image.Image] = []
    truths: list[SamplePage] = []
    front = np.full(A4_PX[::-1], 255, np.uint8)
    for leaf in plan.leaves:
        scan = scan_leaf(leaf, plan.face, seal, random, behind=front if leaf.paper is None else None)
        images.append(Image.fromarray(scan.image))
        truths.append(scan.truth)
        front = scan.typeset
    path = folder / plan.file
    _WRITERS[plan.form](images, path)
    return Sample(path, plan.form, plan.number, tuple(truths))


def _write_pdf(scans: Sequence[Image.Image], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    moment = time.gmtime(0)  # A fixed date keeps the bytes the same from run to run.
    scans[0].save(
        path,
        save_all=True,
        append_images=scans[1:],
        resolution=DPI,
        quality=JPEG_QUALITY,
        creationDate=moment,
        modDate=moment,
    )


def _write_tiff(scans: Sequence[Image.Image], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    bilevel = [scan.convert("L").point(lambda value: 255 * (value > 150)).convert("1") for scan in scans]
    bilevel[0].save(path, save_all=True, append_images=bilevel[1:], compression="group4", dpi=(DPI, DPI))


def _write_folder(scans: Sequence[Image.Image], path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for count, scan in enumerate(scans, 1):
        scan.save(path / f"scan_{count:04}.jpg", dpi=(DPI, DPI), quality=JPEG_QUALITY)


_WRITERS = {"pdf": _write_pdf, "tiff": _write_tiff, "folder": _write_folder}
