"""Holds what Nasti understands of drawn and typed nasti against the truth, and shows how far it may be trusted.

    python bench/understand.py [SET…] [--typed N] [--seed N] [--split tune|judge]
        [--keep DIR] [--as-kept] [--odd] [--markdown FILE]

A SET is a folder of scans with truth, as `measure.sets` describes it: corpus, or what `bench/draw_pages.py` writes.
Each is read once; what was read is kept, so that only understanding is done again. `--typed` adds nasti made of words
alone, of offices that no one has seen (`bench/office`).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from classify.understand import understand
from measure.kept_sheets import read_kept
from measure.sets import find_sets
from measure.tables import Table, join_markdown
from measure.understanding import Score, score_nasti
from measure.understanding_tables import list_wrong, tabulate
from nasti.model import Sheet
from office.nasti import draw_typed

MEASURED = "## Measured"
"""The heading below which a page of documentation has the tables."""
KEEP = Path(__file__).parent / "sets" / "read"


def main() -> None:
    options = parse()
    console = Console(width=160)
    tables: list[Table] = []
    for title, nasti in gather(options):
        score, seconds, sheets = Score(), 0.0, 0
        for name, truth, read in nasti:
            started = time.process_time()
            understood = understand(read)
            seconds += time.process_time() - started
            sheets += len(read)
            score_nasti(score, name, truth, understood)
        found = tabulate(title, score)
        found[-1].note += f" {sheets} sheets; understanding took {1000 * seconds / max(1, sheets):.1f} ms CPU a sheet."
        tables += found
        for table in found:
            console.print(table.to_rich())
        if options.odd:
            for line in (*score.odd, *list_wrong(score.claims)):
                console.print(line, highlight=False, soft_wrap=True)
    if options.markdown is not None:
        write_below(options.markdown, tables)


def write_below(page: Path, tables: Sequence[Table]) -> None:
    """Write tables below what else stands on a page."""
    text = page.read_text(encoding="utf-8").partition(MEASURED)[0] if page.exists() else ""
    page.write_text(f"{text}{MEASURED}\n\n{join_markdown(tables)}", encoding="utf-8")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="*", help="folders of scans with truth")
    parser.add_argument("--typed", type=int, default=0, metavar="N", help="add N nasti made of words alone")
    parser.add_argument("--seed", type=int, default=1, help="of the typed ones")
    parser.add_argument("--split", choices=("tune", "judge"), default="judge", help="whose words the typed ones use")
    parser.add_argument("--keep", type=Path, default=KEEP, metavar="DIR", help="where read sheets are kept")
    parser.add_argument("--as-kept", action="store_true", help="take what an older code read, where there is some")
    parser.add_argument("--odd", action="store_true", help="list what went wrong")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables below a page's text")
    return parser.parse_args()


Nasti = tuple[str, Mapping[str, Any], tuple[Sheet, ...]]


def gather(options: argparse.Namespace) -> Iterator[tuple[str, Iterator[Nasti]]]:
    """Each set with its nasti."""
    for folder in options.sets:
        yield folder.name, read_set(folder, options.keep, options.as_kept)
    if options.typed:
        yield f"typed, {options.split}, seed {options.seed}", draw_typed(options.typed, options.seed, options.split)


def read_set(folder: Path, keep: Path, as_kept: bool) -> Iterator[Nasti]:
    for one in find_sets([folder], []):
        truth = json.loads(one.scan.with_name("truth.json").read_text(encoding="utf-8"))
        yield one.name, truth, read_kept(one, keep, as_kept=as_kept)


if __name__ == "__main__":
    main()
