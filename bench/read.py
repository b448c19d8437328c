"""Reads scans with Nasti and with what one would use instead, and compares errors and cost with the truth.

    python bench/read.py [SET…] [--only NAME] [--rivals none|…] [--keep DIR] [--markdown FILE] [--jobs 1]

A SET is a folder of scans with truth, as `measure.sets` describes it; without one the sample nasti are drawn and read.

All programs read the same scans one after the other in the same run; Nasti and OCRmyPDF write text and searchable
PDF/A. Processor time is that of the program and of everything it starts. With `--keep`, what the rivals made of a scan
is taken from an earlier run of the same version on the same bytes; the table of times says so.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from measure.processes import adopt_orphans, demand, say_version
from measure.programs import KNOWING, USUAL, Nasti, Ocrmypdf, Program, Tesseract, read_or_remember
from measure.report import PageResult, ScanResult, compare_times, list_odd_sheets, tabulate_sheets, tabulate_texts
from measure.sets import draw_sets, find_sets
from measure.sheets import SheetScore, score_sheet
from measure.tables import Table, join_markdown
from measure.texts import score_text


def main() -> None:
    options = parse()
    programs = choose_programs(options)
    demand(sorted({need for program in programs for need in program.needs}))
    adopt_orphans()
    console = Console(width=None if sys.stdout.isatty() else 180)
    pages: list[PageResult] = []
    sheets: list[SheetScore] = []
    scans: list[ScanResult] = []
    with tempfile.TemporaryDirectory(prefix="nasti-bench-") as folder:
        work = Path(folder)
        sets = find_sets(options.sets, options.only) if options.sets else draw_sets(work / "samples")
        for number, one in enumerate(sets, 1):
            console.print(f"{number}/{len(sets)} {one.name}: {len(one.pages)} pages", style="dim")
            result = ScanResult(one, tuple(read_or_remember(program, one, work, options.keep) for program in programs))
            scans.append(result)
            pages.extend(score_pages(result))
            sheets.extend(score_sheets(result))
    tables = report(console, programs, pages, sheets, scans)
    if options.markdown is not None:
        options.markdown.write_text(
            f"{head(options.sets, programs, scans)}\n\n{join_markdown(tables)}", encoding="utf-8"
        )


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="*", help="folders of scans with truth; the drawn samples without any")
    parser.add_argument("--only", metavar="NAME", action="append", default=[], help="read this scan alone (repeatable)")
    parser.add_argument(
        "--rivals",
        nargs="*",
        choices=("usual", "knowing", "tesseract", "none"),
        default=["usual", "knowing", "tesseract"],
        help="programs to compare with: OCRmyPDF as usual, OCRmyPDF set by who knows, Tesseract alone",
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep what the rivals read, and do not run them twice")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables to this file too")
    parser.add_argument("--pdf", action=argparse.BooleanOptionalAction, default=True, help="let Nasti write a PDF too")
    parser.add_argument("--jobs", type=int, default=1, help="pages read at the same time, by Nasti and by OCRmyPDF")
    return parser.parse_args()


def choose_programs(options: argparse.Namespace) -> list[Program]:
    rivals: dict[str, Program] = {
        "usual": Ocrmypdf("OCRmyPDF", USUAL, options.jobs),
        "knowing": Ocrmypdf("OCRmyPDF, knowing", KNOWING, options.jobs),
        "tesseract": Tesseract("hin+eng"),
    }
    return [Nasti(options.jobs, options.pdf), *(rivals[name] for name in rivals if name in options.rivals)]


def score_pages(result: ScanResult) -> list[PageResult]:
    return [
        PageResult(
            page.groups,
            tuple(score_text(page.text, run.texts[number] if number < len(run.texts) else "") for run in result.runs),
        )
        for number, page in enumerate(result.scan.pages)
        if page.text is not None
    ]


def score_sheets(result: ScanResult) -> list[SheetScore]:
    return [
        score_sheet(f"{result.scan.name}, sheet {number}", page, sheet)
        for number, (page, sheet) in enumerate(zip(result.scan.pages, result.runs[0].sheets, strict=True), 1)
    ]


def report(
    console: Console,
    programs: Sequence[Program],
    pages: Sequence[PageResult],
    sheets: Sequence[SheetScore],
    scans: Sequence[ScanResult],
) -> list[Table]:
    names = [program.name for program in programs]
    tables = [*tabulate_texts(names, pages, scans), *tabulate_sheets(sheets, scans, names)]
    for table in tables:
        console.print(table.to_rich())
    for line in (*list_odd_sheets(sheets), *compare_times(names, scans)):
        console.print(line)
    return tables


def head(folders: Sequence[Path], programs: Sequence[Program], scans: Sequence[ScanResult]) -> str:
    title = ", ".join(folder.name for folder in folders) or "samples"
    sheets = sum(len(one.scan.pages) for one in scans)
    versions = " and ".join(say_version(name) for name in ("tesseract", "ocrmypdf"))
    commands = "\n".join(f"* {program.name}: `{program.describe()}`" for program in programs)
    return f"# Measured on: {title}\n\n{len(scans)} scans, {sheets} sheets; {versions}.\n\n{commands}"


if __name__ == "__main__":
    main()
