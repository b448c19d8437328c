"""What reading costs: ordinary, fine and blank sheets against OCRmyPDF, two cores against one, and a very long scan.

    python bench/cost.py [--parts sheets cores long] [--keep DIR] [--markdown FILE] [--length 500]

The scans are drawn. What one more sheet of a kind costs is the difference in processor time between a scan of many
such sheets and a scan of one, divided by how many more there are, so that neither program pays for its start.
Memory is what all processes hold together, shared pages counted once. A speed-up is worth only what the machine is
idle: the load beside it is shown.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rich.console import Console

from measure.made_scans import bind_pictures, draw_blank, draw_text, refine
from measure.processes import Usage, adopt_orphans, demand, run_measured
from measure.programs import USUAL, Nasti, Ocrmypdf, Program, read_or_remember
from measure.sets import ScanSet
from measure.tables import Table, join_markdown

OURS, THEIRS = 21, 4
"""Sheets of the longer scan. Start-up varies by a tenth of a second, which is a blank sheet's cost to us."""
SHEETS_FOR_CORES = (24, 96)
TIMED_READING = Path(__file__).with_name("measure") / "timed_reading.py"


def main() -> None:
    options = parse()
    demand(["nasti", "ocrmypdf", "tesseract", "unpaper"])
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="nasti-cost-") as folder:
        work = Path(folder)
        texts = draw_text(work / "samples")
        parts = {
            "sheets": partial(price_sheets, texts, work, options.keep),
            "cores": partial(compare_cores, texts, work),
            "long": partial(read_long, texts, work, options.length),
        }
        tables = [measure() for name, measure in parts.items() if name in options.parts]
    console = Console(width=None if sys.stdout.isatty() else 140)
    for table in tables:
        console.print(table.to_rich())
    if options.markdown is not None:
        options.markdown.write_text(f"# What reading costs\n\n{join_markdown(tables)}", encoding="utf-8")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = ["sheets", "cores", "long"]
    parser.add_argument("--parts", nargs="+", choices=names, default=names, help="what to measure")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep what OCRmyPDF took, and do not run it twice")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables to this file too")
    parser.add_argument("--length", type=int, default=500, help="sheets of the long scan")
    return parser.parse_args()


def price_sheets(texts: Sequence[bytes], work: Path, kept: Path | None) -> Table:
    kinds = {
        "text, 300 dpi": texts,
        "text, 600 dpi": [refine(text) for text in texts[:2]],
        "blank, with noise and show-through": [draw_blank(text, seed) for seed, text in enumerate(texts)],
    }
    nasti, rival = Nasti(jobs=1, pdf=True), Ocrmypdf("OCRmyPDF", USUAL, jobs=1)
    table = Table(
        "Sheets of different kinds", ("processor seconds for one more sheet", nasti.name, rival.name, "share")
    )
    for name, pictures in kinds.items():
        ours = price(nasti, pictures, OURS, work, kept)
        theirs = price(rival, pictures, THEIRS, work, kept)
        table.rows.append((name, f"{ours:.3f}", f"{theirs:.2f}", f"1/{theirs / ours:.0f}"))
    return table


def price(program: Program, pictures: Sequence[bytes], many: int, work: Path, kept: Path | None) -> float:
    spent_s = [
        read_or_remember(program, make_scan(pictures, count, work), work, kept).usage.cpu_s for count in (1, many)
    ]
    return (spent_s[1] - spent_s[0]) / (many - 1)


def make_scan(pictures: Sequence[bytes], count: int, work: Path) -> ScanSet:
    return ScanSet("made", bind_pictures(pictures, count, work / "scan.pdf"), ())


def compare_cores(texts: Sequence[bytes], work: Path) -> Table:
    load = os.getloadavg()[0]
    table = Table(
        "Two cores against one: sheets of text",
        ("", "one reader", "two readers", "ratio"),
        note=f"Load of the machine before: {load:.1f} on {os.cpu_count()} cores.",
    )
    for count in SHEETS_FOR_CORES:
        scan = make_scan(texts, count, work)
        one, two = (Nasti(jobs, pdf=True).read(scan, work).usage for jobs in (1, 2))
        table.rows += [
            (
                f"{count} sheets, seconds on the clock",
                f"{one.wall_s:.1f}", f"{two.wall_s:.1f}", f"{one.wall_s / two.wall_s:.2f}",
            ),
            ("… processor seconds", f"{one.cpu_s:.1f}", f"{two.cpu_s:.1f}", f"{two.cpu_s / one.cpu_s:.2f}"),
            ("… most memory, MB", f"{one.peak_mb:.0f}", f"{two.peak_mb:.0f}", ""),
        ]  # fmt: skip
    return table


def read_long(texts: Sequence[bytes], work: Path, length: int) -> Table:
    scan = make_scan(texts, length, work).scan
    usage, done_s = read_timed(scan, work, readers=2)
    table = Table(f"A scan of {length} sheets, {scan.stat().st_size / 1e6:.0f} MB, two readers", ("", "measured"))
    table.rows += [
        ("first sheet read after, s", f"{done_s[0]:.1f}"),
        ("last sheet read after, s", f"{done_s[-1]:.0f}"),
        ("PDF written after, s", f"{usage.wall_s:.0f}"),
        ("processor seconds a sheet", f"{usage.cpu_s / length:.2f}"),
        ("most memory, MB", f"{usage.peak_mb:.0f}"),
    ]
    return table


def read_timed(scan: Path, work: Path, readers: int) -> tuple[Usage, list[float]]:
    output = work / "timed.json"
    usage = run_measured(["python", TIMED_READING, scan, work / "long.pdf", readers], output, {})
    return usage, json.loads(output.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
