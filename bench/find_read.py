"""Measures what is found on pages that were really read: of each word that a page says, whether a search finds it.

    python bench/find_read.py SET… [--only NAME] [--kept FILE] [--markdown FILE]

A SET is a folder of scans with truth, as `measure.sets` describes it; `bench/draw_pages.py` draws such. Each scan is
read as `nasti read` does, the text goes into an index of its own, and each distinct word of the truth is searched for.
Pages are told apart by how well they were read. What was read is kept in a file, if one is named, and taken from it.
"""

from __future__ import annotations

import argparse
import pickle
import tempfile
from pathlib import Path

import rich

from finding.really_read import BandRecall, ReadPage, put_pages, read_pages, recall_by_band
from measure.sets import find_sets
from measure.tables import Table, join_markdown
from storage.reindex import reindex
from storage.store import Store


def main() -> None:
    options = parse()
    with tempfile.TemporaryDirectory(prefix="nasti-find-") as name:
        folder = Path(name)
        pages = read(options, folder)
        store = Store(f"sqlite:///{folder}/nasti.db", folder)
        store.migrate()
        put_pages(store, pages)
        reindex(store, lambda done, total: None)
        table = tabulate(recall_by_band(store, pages))
        store.close()
    rich.print(table.to_rich())
    if options.markdown:
        options.markdown.write_text(join_markdown([table]), encoding="utf-8")


def read(options: argparse.Namespace, folder: Path) -> list[ReadPage]:
    """What stands on the scans, and what was read; from the file where it is kept."""
    if options.kept and options.kept.exists():
        kept: list[ReadPage] = pickle.loads(options.kept.read_bytes())
        return kept
    pages = read_pages(find_sets(options.sets, options.only), folder)
    if options.kept:
        options.kept.write_bytes(pickle.dumps(pages))
    return pages


def tabulate(bands: list[BandRecall]) -> Table:
    """Shares of words and of numbers that are found on the pages that say them."""
    rows = [
        (one.name, str(one.pages), *(f"{value}" for counts in (one.words, one.numbers) for value in _shares(counts)))
        for one in bands
    ]
    head = (
        "characters read wrongly",
        "pages",
        "words",
        "typed",
        "with approximate",
        "numbers",
        "typed",
        "with approximate",
    )
    return Table("What is found on pages that were really read", head, rows)


def _shares(counts: tuple[int, int, int]) -> tuple[str, str, str]:
    wanted, typed, either = counts
    return str(wanted), f"{typed / max(1, wanted):.3f}", f"{either / max(1, wanted):.3f}"


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="*", help="folders of scans with truth")
    parser.add_argument("--only", metavar="NAME", action="append", default=[], help="read this scan alone (repeatable)")
    parser.add_argument("--kept", type=Path, metavar="FILE", help="keep what was read, and do not read it twice")
    parser.add_argument("--markdown", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
