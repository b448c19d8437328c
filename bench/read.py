"""Reads scans with Nasti and with OCRmyPDF, and compares processor time and errors with the truth.

    python bench/read.py [SETS] [--only NAME] [--no-rival] [--no-pdf] [--jobs 1]

SETS holds folders with a scan (`scan.pdf`, `scan.tif` or a folder `scan/` of images) and a `truth.json`; without it
the sample nasti are drawn and read. `truth.json` says `level` and `pages`, in scan order, each with `kind`, `lang`,
`text` and `aged.turn`; blank pages are read but not scored.

Both programs do the same work, text and searchable PDF/A, one after the other in the same run. Processor time is that
of the program and of everything it starts. The character error rate is the Levenshtein distance of a page's text to
the truth over the length of the truth, at most 1, after NFC and folding of white space; word F1 takes no account of
order.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import img2pdf
from rapidfuzz.distance import Levenshtein
from rich.console import Console
from rich.table import Table

RIVAL = "ocrmypdf -l hin+eng --deskew --rotate-pages --clean"
PACKAGES = {"unpaper": "unpaper", "tesseract": "tesseract-ocr"}
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class TruePage:
    """What stands on a page. `text` is None for a blank one."""

    kind: str
    language: str
    turned: bool
    text: str | None


@dataclass(frozen=True)
class ScanSet:
    """One scan with its truth."""

    name: str
    scan: Path
    level: str
    pages: tuple[TruePage, ...]


@dataclass(frozen=True)
class Run:
    """What a program made of a scan: the text of each sheet, and seconds of processor time."""

    texts: list[str]
    cpu_s: float


@dataclass(frozen=True)
class Score:
    """One page, scored."""

    groups: tuple[str, ...]
    errors: tuple[float, ...]
    f1: tuple[float, ...]


def main() -> None:
    options = parse()
    names = ["nasti", *(["ocrmypdf"] if options.rival else [])]
    demand([*names, "unpaper", "tesseract"] if options.rival else names)
    adopt_orphans()
    scores: list[Score] = []
    times: list[tuple[ScanSet, tuple[float, ...]]] = []
    console = Console(width=None if sys.stdout.isatty() else 140)
    with tempfile.TemporaryDirectory(prefix="nasti-bench-") as folder:
        work = Path(folder)
        sets = [one for one in find_sets(options.sets, work) if options.only in (None, one.name)]
        if not sets:
            sys.exit(f"No scan with a truth.json beside it in {options.sets}.")
        for number, one in enumerate(sets, 1):
            console.print(f"{number}/{len(sets)} {one.name}: {len(one.pages)} pages", style="dim")
            runs = [read_with_nasti(one, work, options.jobs, pdf=options.pdf)]
            if options.rival:
                runs.append(read_with_rival(one, work, options.jobs))
            times.append((one, tuple(run.cpu_s for run in runs)))
            scores.extend(score(one, [run.texts for run in runs]))
    console.print(tabulate(names, scores, times))
    if options.rival:
        say_ratios(console, scores, times)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="?", help="folder of scans with truth; the drawn samples without it")
    parser.add_argument("--only", metavar="NAME", help="read this one alone")
    parser.add_argument("--rival", action=argparse.BooleanOptionalAction, default=True, help=f"run `{RIVAL}` too")
    parser.add_argument("--pdf", action=argparse.BooleanOptionalAction, default=True, help="let Nasti write a PDF too")
    parser.add_argument("--jobs", type=int, default=1, help="pages read at the same time, by either program")
    return parser.parse_args()


def demand(programs: Iterable[str]) -> None:
    missing = [program for program in programs if find(program) is None]
    if not missing:
        return
    packages = [PACKAGES[program] for program in missing if program in PACKAGES]
    hints = [f"  sudo apt-get install {' '.join(packages)}"] if packages else []
    if len(packages) < len(missing):
        hints.append("  make test   (it sets up the environment with nasti and ocrmypdf in it)")
    sys.exit("\n".join([f"Not installed: {', '.join(missing)}. Install it with:", *hints]))


def find(program: str) -> str | None:
    beside = Path(sys.executable).with_name(program)
    return str(beside) if beside.is_file() else shutil.which(program)


def adopt_orphans() -> None:
    """Let processes whose parent ended fall to us, so that their processor time is counted too."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit("Processor time of all started programs can only be counted on Linux 3.4 or newer.")


def measure(command: Sequence[object], output: Path, environment: dict[str, str]) -> float:
    """Run a program with everything it starts to the end; seconds of processor time."""
    errors = output.with_suffix(".err")
    with output.open("wb") as out, errors.open("wb") as err:
        started = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=os.environ | environment
        )
        cpu_s = 0.0
        while True:
            try:
                process, status, usage = os.wait4(-1, 0)
            except ChildProcessError:
                break
            cpu_s += usage.ru_utime + usage.ru_stime
            if process == started.pid:
                started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode != 0:
        said = errors.read_text(encoding="utf-8", errors="replace").strip()[-2000:]
        sys.exit(f"{shlex.join(map(str, command))} ended with code {started.returncode}:\n{said}")
    return cpu_s


def read_with_nasti(one: ScanSet, work: Path, jobs: int, *, pdf: bool) -> Run:
    program = find("nasti")
    assert program is not None
    output = work / f"{one.name}.nasti.json"
    command = [program, "read", one.scan, "--json", "-"]
    if pdf:
        command += ["--pdf", work / f"{one.name}.nasti.pdf"]
    environment = {"NASTI_WORK__READERS": str(jobs), "OMP_THREAD_LIMIT": "1"}
    cpu_s = measure(command, output, environment)
    sheets = json.loads(output.read_text(encoding="utf-8"))["sheets"]
    return Run([sheet["text"] for sheet in sheets], cpu_s)


def read_with_rival(one: ScanSet, work: Path, jobs: int) -> Run:
    program = find("ocrmypdf")
    assert program is not None
    source, sidecar = bundle(one.scan, work / f"{one.name}.pdf"), work / f"{one.name}.txt"
    how = [*RIVAL.split()[1:], "--jobs", str(jobs), "--quiet", "--sidecar"]
    command = [program, *how, sidecar, source, work / f"{one.name}.rival.pdf"]
    cpu_s = measure(command, work / f"{one.name}.rival.out", {"OMP_THREAD_LIMIT": "1"})
    return Run(sidecar.read_text(encoding="utf-8").split("\f")[: len(one.pages)], cpu_s)


def bundle(scan: Path, target: Path) -> Path:
    """The scan as one PDF, its images as they are: the rival takes nothing else. Not measured."""
    if scan.suffix == ".pdf":
        return scan
    images = sorted(scan.iterdir()) if scan.is_dir() else [scan]
    target.write_bytes(img2pdf.convert([str(image) for image in images], rotation=img2pdf.Rotation.ifvalid))
    return target


def find_sets(folder: Path | None, work: Path) -> list[ScanSet]:
    if folder is None:
        return draw_sets(work / "samples")
    return [load_set(truth) for truth in sorted(folder.glob("*/truth.json"))]


def load_set(path: Path) -> ScanSet:
    truth = json.loads(path.read_text(encoding="utf-8"))
    scans = [path.with_name(name) for name in ("scan.pdf", "scan.tif", "scan") if path.with_name(name).exists()]
    if not scans:
        sys.exit(f"There is no scan.pdf, scan.tif or scan/ beside {path}.")
    pages = tuple(
        TruePage(
            page["kind"],
            page["lang"],
            bool(page["aged"].get("turn")),
            None if page["kind"] == "blank" else page["text"],
        )
        for page in truth["pages"]
    )
    return ScanSet(path.parent.name, scans[0], truth["level"], pages)


def draw_sets(folder: Path) -> list[ScanSet]:
    from nasti.samples import draw_samples

    return [
        ScanSet(
            sample.path.stem,
            sample.path,
            "drawn",
            tuple(
                TruePage(page.kind, "", page.turn_deg != 0, "\n".join(page.lines) if page.kind != "blank" else None)
                for page in sample.pages
            ),
        )
        for sample in draw_samples(folder)
    ]


def score(one: ScanSet, texts: Sequence[Sequence[str]]) -> list[Score]:
    scores = []
    for number, page in enumerate(one.pages):
        if page.text is None:
            continue
        read = [text[number] if number < len(text) else "" for text in texts]
        groups: tuple[str, ...] = (
            "all",
            f"level: {one.level}",
            f"kind: {page.kind}",
            "turned" if page.turned else "upright",
        )
        if page.language:
            groups += (f"language: {page.language}",)
        errors = tuple(error_rate(page.text, text) for text in read)
        scores.append(Score(groups, errors, tuple(word_f1(page.text, text) for text in read)))
    return scores


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def error_rate(truth: str, read: str) -> float:
    expected = fold(truth)
    return min(1.0, Levenshtein.distance(expected, fold(read)) / max(1, len(expected)))


def word_f1(truth: str, read: str) -> float:
    expected, found = count_words(truth), count_words(read)
    common = (expected & found).total()
    return 2 * common / max(1, expected.total() + found.total())


def count_words(text: str) -> Counter[str]:
    stripped = (word.strip(".,;:()[]{}।|-–—'\"/") for word in fold(text).split())
    return Counter(word for word in stripped if word)


def tabulate(
    names: Sequence[str], scores: Sequence[Score], times: Sequence[tuple[ScanSet, tuple[float, ...]]]
) -> Table:
    table = Table(title="Reading, per page")
    table.add_column("", no_wrap=True)
    table.add_column("pages", justify="right")
    for what in ("CPU s", "CER", "word F1"):
        for name in names:
            table.add_column(f"{what}\n{name}", justify="right")
    groups = sorted({group for one in scores for group in one.groups}, key=lambda group: (": " in group, group))
    for group in groups:
        inside = [one for one in scores if group in one.groups]
        cells = [f"{value:.2f}" for value in cpu_per_page(group, times)] or [""] * len(names)
        for values in ([one.errors for one in inside], [one.f1 for one in inside]):
            cells += [f"{fmean(column):.4f}" for column in zip(*values, strict=True)]
        table.add_row(group, str(len(inside)), *cells)
    return table


def cpu_per_page(group: str, times: Sequence[tuple[ScanSet, tuple[float, ...]]]) -> list[float]:
    """Processor seconds for each sheet, blank ones too; it is known of whole scans only."""
    inside = [(one, cpu_s) for one, cpu_s in times if group in ("all", f"level: {one.level}")]
    pages = sum(len(one.pages) for one, _ in inside)
    return [sum(column) / pages for column in zip(*(cpu_s for _, cpu_s in inside), strict=True)] if inside else []


def say_ratios(console: Console, scores: Sequence[Score], times: Sequence[tuple[ScanSet, tuple[float, ...]]]) -> None:
    ours, theirs = cpu_per_page("all", times)
    our_error, their_error = (fmean(column) for column in zip(*(one.errors for one in scores), strict=True))
    console.print(f"{RIVAL}: {theirs / ours:.1f} times the processor time of nasti read, ", end="")
    console.print(f"{their_error / our_error:.1f} times its errors." if our_error else "and nasti makes no error.")


if __name__ == "__main__":
    main()
