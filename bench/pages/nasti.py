"""Draws the nasti of a split: pages arranged, laid out, aged, and written with their truth."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import cv2
import numpy as np
import yaml

from pages.browser import Browser, Colour
from pages.faces import Faces
from pages.files import Exposure, Form, write_scan
from pages.layouts import letters, notes, others, tables
from pages.layouts.desk import LEGAL_CSS, Desk, Draft
from pages.looks import age, to_bilevel
from pages.machines import Grey
from pages.truth import Record
from pages.typeset import typeset
from pages.wording import Wording

PLAN = Path(__file__).parent / "plan.yaml"
PRINT_DPI = 300
QUARTER_TURNS = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}

Tone = Literal["colour", "grey", "bilevel"]

LAYOUTS: dict[str, Callable[[Desk], Draft]] = {
    "letter": letters.draw_letter,
    "order": letters.draw_order,
    "circular": letters.draw_circular,
    "application": letters.draw_application,
    "notesheet": notes.draw_notesheet,
    "order-sheet": notes.draw_order_sheet,
    "margin-notes": notes.draw_margin_notes,
    "list": tables.draw_list,
    "statement": tables.draw_statement,
    "form": tables.draw_form,
    "cover": others.draw_cover,
    "two-column": others.draw_two_columns,
    "receipt": others.draw_receipt,
    "sparse": others.draw_sparse,
    "handwritten": others.draw_handwritten,
    "blank": others.draw_blank,
    "spread": lambda desk: others.join_spread(letters.draw_letter(desk), notes.draw_notesheet(desk)),
}


@dataclass(frozen=True)
class PagePlan:
    """One line of the plan."""

    layout: str
    language: str
    look: str
    stamped: bool = False
    bold: bool = False
    legal: bool = False
    turn: int = 0

    @classmethod
    def parse(cls, line: str) -> PagePlan:
        """Read "layout language look …".

        Raises:
            ValueError: A word means nothing.
        """
        layout, language, look, *more = line.split()
        turns = [int(word.removeprefix("turn")) for word in more if word.startswith("turn")]
        unknown = [word for word in more if word not in ("stamped", "bold", "legal") and not word.startswith("turn")]
        if layout not in LAYOUTS or unknown or any(turn not in QUARTER_TURNS for turn in turns):
            raise ValueError(f"plan.yaml: what is {line!r}?")
        return cls(layout, language, look, "stamped" in more, "bold" in more, "legal" in more, sum(turns))


@dataclass(frozen=True)
class NastiPlan:
    """One nasti of the plan."""

    name: str
    level: str
    form: Form
    pages: tuple[PagePlan, ...]
    duplex: bool = False
    dpi: int = 300
    tone: Tone = "colour"
    year: int | None = None


def read_plans(path: Path = PLAN) -> list[NastiPlan]:
    """Read the plan.

    Raises:
        ValueError: It says something that cannot be drawn.
    """
    plans = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        pages = tuple(PagePlan.parse(line) for line in entry.pop("pages"))
        plan = NastiPlan(pages=pages, **entry)
        if plan.form not in get_args(Form) or plan.tone not in get_args(Tone):
            raise ValueError(f"plan.yaml: nasti {plan.name} cannot be {plan.form} in {plan.tone}")
        plans.append(plan)
    return plans


def draw_nasti(browser: Browser, plan: NastiPlan, faces: Faces, split: str, seed: int, folder: Path) -> int:
    """Draw one nasti with its truth into a new folder.

    Returns:
        How many pages it has.
    """
    key = f"{split}-{seed}-{plan.name}"
    chance = random.Random(key)
    ages = np.random.default_rng([seed, *key.encode()])
    wording = Wording(split, chance, plan.year or chance.randint(1984, 2021), devanagari_digits=chance.random() < 0.4)
    number = wording.case_number() if chance.random() < 0.5 else wording.letter_number()
    exposures: list[Exposure] = []
    records: list[Record] = []
    back: Grey | None = None
    first = chance.randrange(100)
    for count, page in enumerate(_with_backs(plan, chance)):
        desk = Desk(wording, chance, faces.choose(chance, page, first + count), page.language, number)
        desk.folio = 0 if page.layout in ("cover", "blank") else count
        desk.stamped = chance.randint(2, 3) if page.stamped else int(chance.random() < 0.25 * (plan.level != "clean"))
        record, exposure, back = _draw_page(browser, plan, page, desk, faces, ages, back)
        records.append(record)
        exposures.append(exposure)
    folder.mkdir(parents=True)
    write_scan(folder, plan.form, exposures, quality=chance.randint(62, 90))
    truth: dict[str, Any] = {
        "level": plan.level,
        "duplex": plan.duplex,
        "number": wording.digits(number),
        "pages": [record.to_json() for record in records],
    }
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(records)


def _with_backs(plan: NastiPlan, chance: random.Random) -> list[PagePlan]:
    pages: list[PagePlan] = []
    for page in plan.pages:
        pages.append(page)
        if plan.duplex and chance.random() < 0.6:
            pages.append(PagePlan("blank", "hi", "plain"))
    return pages


def _draw_page(
    browser: Browser,
    plan: NastiPlan,
    page: PagePlan,
    desk: Desk,
    faces: Faces,
    ages: np.random.Generator,
    back: Grey | None,
) -> tuple[Record, Exposure, Grey]:
    draft = LAYOUTS[page.layout](desk)
    if page.bold:
        draft = others.embolden(draft)
    if page.legal:
        draft = dataclasses.replace(draft, size_css=LEGAL_CSS)
    laid = typeset(browser, draft, desk.style, faces.links, max(PRINT_DPI, plan.dpi))
    grey = cv2.cvtColor(laid.print, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    scan = age(laid, page.look, plan.level, plan.dpi, ages, back)
    if page.turn:
        scan.aged["turn"] = page.turn
    exposure = Exposure(_tone(scan.image, plan.tone, page.turn, ages), plan.dpi, plan.tone == "bilevel")
    look = "bold-underlined" if page.bold else "stamped" if page.stamped and page.look == "plain" else page.look
    return Record(laid.sheet, look, plan.dpi, scan.matrix, scan.aged), exposure, grey


def _tone(image: Colour, tone: Tone, turn: int, random: np.random.Generator) -> Colour | Grey:
    toned: Colour | Grey = image
    if tone == "bilevel":
        toned = to_bilevel(image, random)
    elif tone == "grey":
        toned = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    return cv2.rotate(toned, QUARTER_TURNS[turn]).astype(np.uint8, copy=False) if turn else toned
