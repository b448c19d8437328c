"""How well worn slips are told, and what looking for them costs on ordinary sheets.

    python bench/slips.py [--times 2] [--pages FOLDER …] [--markdown FILE]

The slips are those that `nasti cover` prints, worn by `measure/worn_slips.py`. Ordinary sheets are the sample nasti,
and those of `--pages`: folders whose images, PDFs and TIFFs hold no slips.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from ingest.originals import count_sheets, open_sheet
from ingest.scanned import Scanned
from ingest.separators import Separator, find_separator
from measure.tables import Table, join_markdown
from measure.worn_slips import SLIPS, WEARS, Scan, wear_slip
from nasti.model import Picture
from nasti.samples import draw_samples
from nasti.settings import Settings
from watch_folders.arrivals import find


def main() -> None:
    options = parse()
    tables = [tell_slips(options.times)]
    with tempfile.TemporaryDirectory(prefix="nasti-slips-") as folder:
        draw_samples(Path(folder))
        tables.append(price_pages({"sample nasti": Path(folder), **{path.name: path for path in options.pages}}))
    console = Console(width=None if sys.stdout.isatty() else 140)
    for table in tables:
        console.print(table.to_rich())
    if options.markdown is not None:
        options.markdown.write_text(f"# Slips\n\n{join_markdown(tables)}", encoding="utf-8")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=2, help="how often each slip is worn in each way")
    parser.add_argument("--pages", nargs="*", type=Path, default=[], metavar="FOLDER", help="ordinary sheets")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables to this file too")
    return parser.parse_args()


def tell_slips(times: int) -> Table:
    table = Table(
        "Worn slips", ("how they were worn", "slips", "all by QR code", "serial by Code 39", "not told", "CPU s")
    )
    total: Counter[str] = Counter()
    for wear in WEARS:
        told: Counter[str] = Counter()
        spent_s = []
        for number in range(len(SLIPS)):
            for seed in range(times):
                found, seconds = look(as_scanned(wear_slip(wear, number, seed)))
                told[judge(found, number)] += 1
                spent_s.append(seconds)
        table.rows.append(
            (
                wear,
                str(told.total()),
                *(str(told[by]) for by in ("qr", "bars", "none")),
                f"{statistics.mean(spent_s):.3f}",
            )
        )
        total += told
    table.rows.append(("all", str(total.total()), *(str(total[by]) for by in ("qr", "bars", "none")), ""))
    table.note = f"Told wrongly: {total['wrong']}."
    return table


def count(told: Counter[str]) -> tuple[str, ...]:
    return tuple(str(number) for number in (told.total(), told["qr"], told["bars"], told["none"]))


def judge(found: Separator | None, number: int) -> str:
    if found is None:
        return "none"
    slip = SLIPS[number]
    if found.by == "qr":
        return "qr" if found.slip == slip else "wrong"
    return "bars" if (found.slip.kind, found.slip.serial) == (slip.kind, slip.serial) else "wrong"


def price_pages(sets: dict[str, Path]) -> Table:
    table = Table("Ordinary sheets", ("sheets of", "sheets", "taken for separators", "CPU s: median", "mean", "most"))
    for name, folder in sets.items():
        looked = [look(scanned) for scanned in open_sheets(folder)]
        spent_s = [seconds for _, seconds in looked]
        wrong = sum(found is not None for found, _ in looked)
        costs = (statistics.median(spent_s), statistics.mean(spent_s), max(spent_s))
        table.rows.append((name, str(len(looked)), str(wrong), *(f"{seconds:.3f}" for seconds in costs)))
    return table


def open_sheets(folder: Path) -> Iterator[Scanned]:
    settings = Settings()
    for arrival in find([folder]).arrivals:
        for index in range(count_sheets(arrival.files, arrival.form, settings.limits)):
            yield open_sheet(arrival.files, arrival.form, index, settings.limits, settings.pdf.jpeg_quality)


def as_scanned(scan: Scan) -> Scanned:
    image, dpi = scan
    return Scanned(Picture(b"", "jpeg", image.shape[::-1], dpi), image)


def look(scanned: Scanned) -> tuple[Separator | None, float]:
    started_s = time.process_time()
    found = find_separator(scanned)
    return found, time.process_time() - started_s


if __name__ == "__main__":
    main()
