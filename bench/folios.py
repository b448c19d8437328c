"""Measures how well page numbers are read on drawn pages, and faults in their run found, by what is not read.

    python bench/folios.py [--runs 300] [--pages] [--markdown FILE]

Runs are 12 to 80 sides, numbered in one of the ways offices have; 5 % of the numbers read have a wrong digit, and 10 %
of the sides bear a typed number of their letter too. `--pages` also reads drawn pages, a second of work for each.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image
from rich.console import Console

from classify.folios import read_numerals
from classify.layout import lay_out
from measure.folio_runs import Fault, Reading, Score, judge, make_run
from measure.tables import Table, join_markdown
from nasti import pipeline
from nasti.drawing.canvas import DPI, draw_seal
from nasti.drawing.leaves import Leaf, scan_leaf
from nasti.folios.fit import fit_folios
from nasti.folios.spine import Side
from nasti.samples import PLANS
from nasti.settings import Settings

UNREAD = (0.0, 0.1, 0.2, 0.3, 0.5)
PLANTED: tuple[tuple[Fault, ...], ...] = ((), ("gap",), ("repeat",), ("disorder",), ("gap", "repeat", "disorder"))
FORMS = (
    "7", "12", "148", "९", "१२", "२४५", "(12)", "-12-", "N-4", "n/1", "C-118", "12/c", "१२/न", "४५/प", "प-१२", "पृ. 12",
    "12A", "12-क",
)  # fmt: skip
DEVANAGARI = re.compile("[\u0900-\u097f]")


def main() -> None:
    options = parse()
    console = Console()
    tables = list(measure_runs(options.runs))
    if options.pages:
        tables.append(measure_pages())
    for table in tables:
        console.print(table.to_rich())
    if options.markdown is not None:
        options.markdown.write_text(join_markdown(tables), encoding="utf-8")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=300, help="runs for each share and each set of faults")
    parser.add_argument("--pages", action="store_true", help="read drawn pages too")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables to this file too")
    return parser.parse_args()


def measure_runs(count: int) -> Iterator[Table]:
    found = Table(
        f"Faults found, by the share of numbers that are not read ({count} runs each, 5 % of numbers misread)",
        ("planted", *(f"{unread:.0%} unread" for unread in UNREAD)),
    )
    false = Table("Faults said that were not planted, in as many runs", found.head)
    for faults in PLANTED:
        columns = [score(count, unread, faults) for unread in UNREAD]
        for fault in faults:
            shares = [f"{one[fault].found / one[fault].planted:.0%} of {one[fault].planted}" for one in columns]
            found.rows.append((fault if len(faults) == 1 else f"{fault}, one of each planted", *shares))
        alarms = (str(sum(one.false for one in column.values())) for column in columns)
        false.rows.append((" and ".join(faults) or "nothing", *alarms))
    yield from (found, false)


def score(count: int, unread: float, faults: tuple[Fault, ...]) -> dict[Fault, Score]:
    total: dict[Fault, Score] = {"gap": Score(), "repeat": Score(), "disorder": Score()}
    for seed in range(count):
        run = make_run(random.Random(f"{seed} {faults} {unread}"), Reading(unread, 0.05, 0.1), faults)
        for fault, one in judge(run, fit_folios(run.sides)).items():
            total[fault] += one
    return total


def measure_pages() -> Table:
    table = Table("Page numbers in upper right corners of drawn pages", ("written", "pages", "read", "misread"))
    table.note = f"Faces and wear of the sample nasti, {DPI} dpi; what is kept without neighbours is read."
    leaves = [(plan, leaf) for plan in PLANS for leaf in plan.leaves if hasattr(leaf.paper, "folio")]
    sums = [0, 0, 0]
    with tempfile.TemporaryDirectory(prefix="nasti-folios-") as folder:
        for form in FORMS:
            counts = [0, 0, 0]
            for at in range(6):
                plan, leaf = leaves[(at * 5 + len(form)) % len(leaves)]
                read = read_page(Path(folder) / "page.png", leaf, form, plan.face, draw_seal(*plan.seal, plan.face), at)
                counts = [counts[0] + 1, counts[1] + (read == true(form)), counts[2] + (read not in (None, true(form)))]
            table.rows.append((form, *map(str, counts)))
            sums = [total + one for total, one in zip(sums, counts, strict=True)]
    table.rows.append(("all", *map(str, sums)))
    return table


def true(form: str) -> str:
    return "".join(str(int(character)) for character in form if character.isdecimal())


def read_page(path: Path, leaf: Leaf, form: str, face: str, seal: np.ndarray, seed: int) -> str | None:
    # Latin faces have no Devanagari: what they drew of it would be empty boxes.
    own_face = None if DEVANAGARI.search(form) else leaf.face
    drawn = replace(leaf, paper=replace(leaf.paper, folio=form), face=own_face)  # type: ignore[type-var]
    Image.fromarray(scan_leaf(drawn, face, seal, np.random.default_rng(seed)).image).save(path, dpi=(DPI, DPI))
    sheet = pipeline.read_sheet((path,), "png", 0, Settings()).sheet
    kept = fit_folios([Side(read_numerals(lay_out(sheet, 0)))]).numerals[0]
    return str(kept.number) if kept else None


if __name__ == "__main__":
    main()
