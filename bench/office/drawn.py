"""Pages of offices as pictures: typeset by a browser, aged and scanned, with their truth."""

from __future__ import annotations

import html
import json
import random
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from office.nasti import LEVELS, compose
from office.office import draw_office
from office.pad import Leaf, Piece
from pages.browser import Browser
from pages.faces import Faces
from pages.files import Exposure, Form, write_scan
from pages.layouts.desk import Draft, Style
from pages.looks import age
from pages.machines import Grey
from pages.nasti import PRINT_DPI, PagePlan
from pages.pen import BLUE, GREEN, Spot, seal, sign
from pages.truth import Record
from pages.typeset import Typeset, typeset

CSS_PER_MM = 96 / 25.4
SIZES = (0.94, 0.86, 0.78, 0.7, 0.62, 0.55)
"""Letter sizes tried, of the height that a row has."""
FORMS: tuple[Form, ...] = ("pdf", "tiff", "jpg")
LOOKS = {
    "clean": ("plain", "plain", "plain"),
    "office": ("plain", "plain", "plain", "photocopy", "typewriter"),
    "poor": ("plain", "plain", "carbon", "photocopy", "bleed-through", "typewriter"),
}


def draw_office_nasti(browser: Browser, faces: Faces, split: str, seed: int, count: int, folder: Path) -> int:
    """Draw a nasti of an office into a new folder, with its truth.

    Args:
        browser: That lays pages out.
        faces: Typefaces of the split.
        split: Whose words the office uses.
        seed: Of the set.
        count: Which nasti of the set.
        folder: Where it goes.

    Returns:
        How many pages it has.
    """
    key = f"{split}-{seed}-{count}"
    chance, level = random.Random(key), LEVELS[count % len(LEVELS)]
    ages = np.random.default_rng([seed, *key.encode()])
    composed = compose(draw_office(seed * 1000 + count, split), chance, papers=chance.randint(4, 6))
    exposures: list[Exposure] = []
    records: list[dict[str, Any]] = []
    back: Grey | None = None
    for number, leaf in enumerate(composed.leaves):
        plan = PagePlan(
            "application" if leaf.kind == "application" else "letter", leaf.language, _look(leaf, level, chance)
        )
        style = faces.choose(chance, plan, count + number // 4)
        laid = _lay(browser, faces, leaf, style, f"{key}-{number}", level)
        scan = age(laid, plan.look, level, PRINT_DPI, ages, back)
        back = cv2.cvtColor(laid.print, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
        exposures.append(Exposure(scan.image, PRINT_DPI, False))
        record = Record(laid.sheet, plan.look, PRINT_DPI, scan.matrix, scan.aged)
        records.append({**record.to_json(), "starts": leaf.starts})
    folder.mkdir(parents=True)
    write_scan(folder, FORMS[count % len(FORMS)], exposures, quality=chance.randint(62, 90))
    truth = {**composed.truth(level), "duplex": False, "pages": records}
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(records)


def _lay(browser: Browser, faces: Faces, leaf: Leaf, style: Style, key: str, level: str) -> Typeset:
    """A page laid out; in smaller letters where the typeface is so wide that rows would run off the paper."""
    for size in SIZES:
        chance = random.Random(key)
        draft = _draft(leaf, chance, level, style.seal_face, size)
        try:
            return typeset(browser, draft, style, faces.links, PRINT_DPI)
        except ValueError:
            if size == SIZES[-1]:
                raise
    raise AssertionError(key)


def _look(leaf: Leaf, level: str, chance: random.Random) -> str:
    return "plain" if leaf.kind in ("cover", "photograph", "map", "blank") else chance.choice(LOOKS[level])


def _draft(leaf: Leaf, chance: random.Random, level: str, seal_face: str, size: float) -> Draft:
    parts = [_picture(leaf, chance)] if leaf.picture == "photograph" else []
    parts += [_line(*rule) for rule in leaf.rules]
    parts += [_print(piece, size) for piece in leaf.pieces]
    for left, top, right, bottom in leaf.pens:
        spot = Spot((left + chance.uniform(0, 8)) * CSS_PER_MM, (top + bottom) / 2 * CSS_PER_MM - 8)
        if chance.random() < 0.85 and right > left:
            parts.append(sign(chance, spot, chance.choice((*BLUE, *GREEN))))
    if leaf.kind != "blank" and level != "clean" and chance.random() < 0.2:
        spot = Spot(
            chance.uniform(90, 0.6 * leaf.size_mm[0] * CSS_PER_MM),
            chance.uniform(0.5, 0.75) * leaf.size_mm[1] * CSS_PER_MM,
        )
        parts.append(seal(chance, spot, "मुद्रा कार्यालय * ", "सील", seal_face, chance.choice(BLUE)))
    paper = (leaf.size_mm[0] * CSS_PER_MM, leaf.size_mm[1] * CSS_PER_MM)
    language = "" if leaf.kind == "blank" else leaf.language
    return Draft(leaf.kind, "office", language, "".join(parts), leaf.fields, size_css=paper, padding="0")


def _print(piece: Piece, size: float) -> str:
    bold = "font-weight:bold;" if piece.bold else ""
    return (
        f'<div style="position:absolute;left:{piece.left * CSS_PER_MM:.1f}px;top:{piece.top * CSS_PER_MM:.1f}px;'
        f'font-size:{piece.size * CSS_PER_MM * size:.1f}px;line-height:1.1;{bold}white-space:nowrap">'
        f"{html.escape(piece.text)}</div>"
    )


def _line(left: float, top: float, right: float, bottom: float) -> str:
    wide, high = max(0.35, right - left) * CSS_PER_MM, max(0.35, bottom - top) * CSS_PER_MM
    return (
        f'<div style="position:absolute;left:{left * CSS_PER_MM:.1f}px;top:{top * CSS_PER_MM:.1f}px;'
        f'width:{wide:.1f}px;height:{high:.1f}px;background:#333"></div>'
    )


def _picture(leaf: Leaf, chance: random.Random) -> str:
    """Something like a photograph: soft patches, light and dark."""
    wide, high = 0.72 * leaf.size_mm[0] * CSS_PER_MM, 0.55 * leaf.size_mm[1] * CSS_PER_MM
    patches = ",".join(_patch(chance) for _ in range(24))
    return (
        f'<div style="position:absolute;left:12%;top:14%;width:{wide:.0f}px;height:{high:.0f}px;'
        f'background:{patches},linear-gradient(#9ab,#565)"></div>'
    )


def _patch(chance: random.Random) -> str:
    across, down, reach = chance.randrange(100), chance.randrange(100), chance.randint(10, 50)
    colour = ",".join(str(chance.randint(20, 200)) for _ in range(3))
    return f"radial-gradient(circle at {across}% {down}%, rgb({colour}), transparent {reach}%)"
