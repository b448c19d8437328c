"""Whether backs and nearly blank sides are told apart: draws a set with its truth, and measures on it.

    python bench/blanks.py draw OUT [--half tune|judge] [--each 5] [--seed 1]
    python bench/blanks.py judge OUT [--workers 2] [--markdown FILE]

OUT gets the scans, the other side of those sheets that were scanned on both, and `truth.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from rich.console import Console

from backs.rivals import coverage_says_blank, naps2_says_blank
from backs.sheets import draw_sheet, plan_sides
from ingest.backs import settle_alone, settle_back
from ingest.draft import to_gray
from ingest.originals import open_sheet
from ingest.side import Side, measure_side
from measure.tables import Table, join_markdown
from nasti.settings import Settings

WAYS = ("alone", "both sides", "NAPS2", "coverage")


def main() -> None:
    options = parse()
    if options.what == "draw":
        draw(options.out, options.half, options.each, options.seed)
    else:
        judge(options.out, options.markdown, options.workers)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["draw", "judge"])
    parser.add_argument("out", type=Path, help="the set's folder")
    parser.add_argument("--half", choices=("tune", "judge"), default="tune", help="whose papers, typefaces and kinds")
    parser.add_argument("--each", type=int, default=5, help="sides of each kind; more make the set larger")
    parser.add_argument("--seed", type=int, default=1, help="of all that chance decides")
    parser.add_argument("--workers", type=int, default=1, help="processes that look at sides")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables to this file too")
    return parser.parse_args()


def draw(out: Path, half: str, each: int, seed: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    truth = [draw_sheet(side, half, out) for side in plan_sides(half, each, seed)]
    (out / "truth.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")
    print(f"{out}: {len(truth)} sides, {sum(side['blank'] for side in truth)} of them blank")


def judge(out: Path, markdown: Path | None, workers: int) -> None:
    truth = json.loads((out / "truth.json").read_text(encoding="utf-8"))
    with ProcessPoolExecutor(workers) as pool:
        seen = list(pool.map(partial(look, out), truth))
    tables = [*tabulate(seen), tell_time(seen)]
    console = Console(width=None if sys.stdout.isatty() else 140)
    for table in tables:
        console.print(table.to_rich())
    for side in seen:
        wrong = [way for way in WAYS[:2] if side[way] != side["blank"]]
        if wrong:
            print(
                side["file"],
                side["kind"],
                "blank" if side["blank"] else "inked",
                "wrong:",
                ", ".join(wrong),
                side["found"],
            )
    if markdown is not None:
        markdown.write_text(f"# Blank sides\n\n{join_markdown(tables)}", encoding="utf-8")


def look(out: Path, side: dict[str, Any]) -> dict[str, Any]:
    """What each way of judging says of a side, beside its truth."""
    cv2.setNumThreads(1)
    gray, dpi = open_gray(out / side["file"])
    alone, alone_s = timed(lambda: measure_side(gray, dpi))
    unseen = settle_alone(alone).blank
    said = {"alone": alone.found.blank, "both sides": unseen, "found": alone.found, "alone_s": alone_s}
    if side["other"]:
        other: Side = measure_side(*open_gray(out / side["other"]))
        both, said["both_s"] = timed(lambda: settle_back(alone, other))
        said |= {"both sides": both.blank, "found": both.ink}
    return side | said | {"NAPS2": naps2_says_blank(gray), "coverage": coverage_says_blank(gray)}


def open_gray(path: Path) -> tuple[np.ndarray, int]:
    settings = Settings()
    form = "tiff" if path.suffix == ".tif" else "jpeg"
    scanned = open_sheet((path,), form, 0, settings.limits, settings.pdf.jpeg_quality)
    return to_gray(scanned.pixels), scanned.picture.dpi


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started_s = time.thread_time()
    return work(), time.thread_time() - started_s


def tabulate(seen: list[dict[str, Any]]) -> Iterator[Table]:
    for blank, title in ((True, "Blank sides recognised"), (False, "Inked sides called blank")):
        table = Table(title, ("", "sides", *WAYS))
        inside = [side for side in seen if side["blank"] == blank]
        for kind in [*dict.fromkeys(side["kind"] for side in inside), "all"]:
            own = [side for side in inside if kind in (side["kind"], "all")]
            table.rows.append((kind, str(len(own)), *(str(sum(side[way] for side in own)) for way in WAYS)))
        yield table


def tell_time(seen: list[dict[str, Any]]) -> Table:
    table = Table("Processor milliseconds", ("", "sides", "mean", "most"))
    for name, key in (("measuring a side", "alone_s"), ("seeing it with its other side, besides", "both_s")):
        spent = [1000 * side[key] for side in seen if key in side]
        if spent:
            table.rows.append((name, str(len(spent)), f"{np.mean(spent):.0f}", f"{max(spent):.0f}"))
    return table


if __name__ == "__main__":
    main()
