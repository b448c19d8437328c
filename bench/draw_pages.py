"""Draws office pages with exact truth: a set to read beside the corpus.

    python bench/draw_pages.py OUT --split tune|judge [--seed N] [--nasti N] [--only NAME] [--offices N]

OUT gets a folder for each nasti with its scan and `truth.json`. What is drawn stands in bench/pages/plan.yaml; the
splits have no sentence and no typeface in common. With `--offices`, whole nasti of as many offices (bench/office) are
drawn instead, each with the truth of its fields and papers. Chromium and the typefaces come with `scripts/set-up
bench`.
"""

from __future__ import annotations

import argparse
import shutil
import time
from pathlib import Path

from office.drawn import draw_office_nasti
from pages.browser import Browser
from pages.faces import Faces
from pages.nasti import draw_nasti, read_plans

FACES = Path(__file__).parent / "pages" / "fonts" / "node_modules" / "@fontsource"


def main() -> None:
    options = parse()
    plans = [plan for plan in read_plans() if options.only in (None, plan.name)][: options.nasti]
    faces = Faces(options.split, FACES)
    with Browser() as browser:
        for count in range(options.offices):
            folder = options.out / f"office-{count:02d}"
            shutil.rmtree(folder, ignore_errors=True)
            pages = draw_office_nasti(browser, faces, options.split, options.seed, count, folder)
            print(f"{folder.name}: {pages} pages", flush=True)
        if options.offices:
            return
        for plan in plans:
            started = time.monotonic()
            folder = options.out / f"nasti-{plan.name}"
            shutil.rmtree(folder, ignore_errors=True)
            count = draw_nasti(browser, plan, faces, options.split, options.seed, folder)
            print(
                f"{folder.name}: {count} pages, {plan.level}, {plan.form}, {time.monotonic() - started:.0f} s",
                flush=True,
            )


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="where the nasti go; those of the same names are replaced")
    parser.add_argument("--split", choices=("tune", "judge"), default="tune", help="whose sentences and typefaces")
    parser.add_argument("--seed", type=int, default=1, help="of all that chance decides")
    parser.add_argument("--nasti", type=int, metavar="N", help="draw the first N alone")
    parser.add_argument("--only", metavar="NAME", help="draw this one alone, such as 05")
    parser.add_argument("--offices", type=int, default=0, metavar="N", help="draw a nasti of each of N offices instead")
    return parser.parse_args()


if __name__ == "__main__":
    main()
