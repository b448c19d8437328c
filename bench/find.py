"""Measures finding in a store of made-up office text with the damage of reading.

    python bench/find.py [--pages N] [--queries N] [--odd N] [--seed N] [--folder FOLDER] [--markdown FILE]
                         [--database URL [--copy-from FOLDER]]

Fills a store (SQLite, or PostgreSQL by --database), indexes it as `nasti reindex` would, and prints the time of each
class of queries (p50, p95), bytes of the index, cost of adding pages, time of a rebuild, recall and precision. The
folder keeps the store: the same command with it again only measures, and what was interrupted goes on. With
--copy-from, the text of the filled SQLite store in that folder is copied instead of made once more. With --odd, so
many queries of the kind that nobody means are tried: one that raises ends the measurement.
"""

from __future__ import annotations

import argparse
import gc
import pickle
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import rich
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from finding.copying import copy_text
from finding.fill import Filled, Filler
from finding.odd import Odd, try_odd_queries
from finding.queries import Recall, Timing, measure_numbers, measure_recall, time_queries
from measure.tables import Table, join_markdown
from storage.index import draft_nasti, draft_pages, enter, unindex_nasti, unindex_page
from storage.index_content import describe_nasti
from storage.reindex import reindex
from storage.rows import on_sqlite
from storage.store import Store
from storage.tables import PageRow
from storage.wording import Wording

INDEX_TABLES = (
    "term", "term_key", "posting", "paired_term", "document", "doc_block", "nasti_facet", "alias", "index_state",
)  # fmt: skip
ADDED = 20
"""Nasti that are indexed again to see what that costs in use."""


@dataclass(frozen=True)
class Cost:
    """What the index costs.

    Attributes:
        bytes_of: Bytes of each table of the index, its own indexes included.
        rebuild_s: CPU seconds of this process for indexing the whole store.
        pages: Pages that were indexed in that time.
        add_ms: CPU milliseconds of this process a page, for nasti that come in use, one by one.
    """

    bytes_of: dict[str, int]
    rebuild_s: float
    pages: int
    add_ms: float


def main() -> None:
    options = parse()
    with folder_of(options.folder) as folder:
        store = Store(options.database or f"sqlite:///{folder}/nasti.db", folder)
        store.migrate()
        if options.copy_from:
            copy_filled(options.copy_from, store, folder, options.pages)
        filled = fill(store, folder, options.pages, options.seed)
        cost = measure_cost(store, folder, filled)
        # Looking through what was printed, for what can be thrown away, is the bench's cost and no search's.
        gc.collect()
        gc.freeze()
        chance = Random(options.seed + 1)
        timings = time_queries(store, filled, chance, options.queries)
        recalls = measure_recall(store, filled, chance, options.queries)
        by_number = measure_numbers(store, filled, chance, 5 * options.queries)
        words = [word for line in filled.samples for word in line]
        odd = try_odd_queries(store, words, Random(options.seed + 2), options.odd) if options.odd else None
        store.close()
    tables = [cost_table(cost, filled), time_table(timings), recall_table(recalls, by_number)]
    tables += [odd_table(odd)] if odd else []
    for table in tables:
        rich.print(table.to_rich())
    if options.markdown:
        options.markdown.write_text(join_markdown(tables), encoding="utf-8")


def fill(store: Store, folder: Path, pages: int, seed: int) -> Filled:
    """Fill a store, unless it is filled already; what was printed on its pages lies beside it."""
    known = folder / "filled.pickle"
    if not known.exists():
        filled = Filler(seed).fill(store, pages)
        known.write_bytes(pickle.dumps(filled))
    filled = pickle.loads(known.read_bytes())
    print(f"{filled.nastis} nasti of {filled.pages} pages, {filled.text_bytes / filled.pages:.0f} bytes of text a page")
    return filled


def copy_filled(source: Path, store: Store, folder: Path, pages: int) -> None:
    """Copy the text of a filled SQLite store, and what was printed on its pages."""
    known = folder / "filled.pickle"
    if not known.exists():
        filled = Store(f"sqlite:///{source}/nasti.db", source)
        copied = copy_text(filled, store, pickle.loads((source / "filled.pickle").read_bytes()), pages)
        filled.close()
        known.write_bytes(pickle.dumps(copied))


def rebuild(store: Store, folder: Path) -> float:
    """Index what is not indexed yet; CPU seconds of this process, those of earlier runs that were interrupted too."""
    kept = folder / "rebuild-cpu-s"
    before = float(kept.read_text()) if kept.exists() else 0.0
    began = time.process_time()

    def tell(done: int, total: int) -> None:
        kept.write_text(f"{before + time.process_time() - began:.2f}")
        print(f"\r{done} of {total} nasti, {kept.read_text()} s", end="", flush=True)

    reindex(store, tell)
    return float(kept.read_text()) if kept.exists() else before


def measure_cost(store: Store, folder: Path, filled: Filled) -> Cost:
    """Index what is not indexed yet; take some nasti out, and index them again one by one as they come in use."""
    rebuild_s = rebuild(store, folder)
    used, pages = 0.0, 0
    for nasti_id in range(1, min(ADDED, filled.nastis) + 1):
        store.write(lambda s, one=nasti_id: take_out(s, one))
        began = time.process_time()
        pages += store.write(lambda s, one=nasti_id: index_again(s, one))
        used += time.process_time() - began
    return Cost(store.read(bytes_of_index), rebuild_s, filled.pages, 1e3 * used / pages)


def take_out(s: Session, nasti_id: int) -> None:
    """Take a nasti out of the index."""
    for page_id in s.scalars(select(PageRow.id).where(PageRow.nasti_id == nasti_id)):
        unindex_page(s, page_id)
    unindex_nasti(s, nasti_id)


def index_again(s: Session, nasti_id: int) -> int:
    """Index a nasti as its registration does; gives back its pages."""
    wording = Wording()
    fields = draft_nasti(nasti_id, describe_nasti(s, nasti_id), wording)
    enter(s, [*draft_pages(s, nasti_id, {}, wording, anew=True), fields], wording)
    return s.scalar(select(func.count(PageRow.id)).where(PageRow.nasti_id == nasti_id)) or 0


def bytes_of_index(s: Session) -> dict[str, int]:
    """Bytes of each table of the index, with its own indexes."""
    if not on_sqlite(s):
        size = "SELECT pg_total_relation_size(CAST(:table AS regclass))"
        return {table: int(s.scalar(text(size), {"table": table}) or 0) for table in INDEX_TABLES}
    # One tree at a time: to sum up a table, SQLite would read the whole file.
    trees = text("SELECT name FROM sqlite_master WHERE tbl_name = :table")
    of_tree = text("SELECT pgsize FROM dbstat WHERE name = :name AND aggregate = TRUE")
    return {
        table: sum(int(s.scalar(of_tree, {"name": name}) or 0) for name in s.scalars(trees, {"table": table}).all())
        for table in INDEX_TABLES
    }


def cost_table(cost: Cost, filled: Filled) -> Table:
    """Bytes and CPU."""
    rows = [(name, f"{size / filled.pages:.0f}") for name, size in cost.bytes_of.items() if size]
    all_bytes = sum(cost.bytes_of.values()) / filled.pages
    rows.append(("all of the index, bytes a page", f"{all_bytes:.0f}"))
    rows.append(("the same, of the text", f"{all_bytes * filled.pages / filled.text_bytes:.2f}"))
    rows.append(("adding nasti one by one, CPU ms a page", f"{cost.add_ms:.1f}"))
    rows.append(("rebuild, CPU ms a page", f"{1e3 * cost.rebuild_s / cost.pages:.2f}"))
    rows.append(("rebuild of all, CPU minutes", f"{cost.rebuild_s / 60:.1f}"))
    return Table(f"What the index of {filled.pages} pages costs", ("", ""), rows)


def time_table(timings: list[Timing]) -> Table:
    """Milliseconds of each class of queries."""
    rows = [
        (one.name, *(f"{one.percentile(share, cpu=cpu):.0f}" for cpu in (False, True) for share in (0.5, 0.95)),
         str(one.pages))
        for one in timings
    ]  # fmt: skip
    head = ("query, ms, end to end with facets", "p50", "p95", "CPU p50", "CPU p95", "pages found (p50)")
    return Table("How long a search takes", head, rows)


def recall_table(recalls: list[Recall], by_number: float) -> Table:
    """What is found."""
    rows = [
        (one.name, str(one.words), *(f"{value:.3f}" for pair in (one.exact, one.all) for value in pair))
        for one in recalls
    ]
    rows.append(("nasti by their number", "", "", "", f"{by_number:.3f}", ""))
    head = ("words on", "words", "typed: recall", "precision", "with approximate: recall", "precision")
    return Table("What is found of what was printed", head, rows)


def odd_table(odd: Odd) -> Table:
    """What came of odd queries."""
    rows = [
        ("tried, none raised", str(odd.queries)),
        ("CPU ms, p95", f"{odd.p95:.0f}"),
        ("CPU ms, the slowest", f"{odd.slowest:.0f}"),
        ("ms by the clock, the slowest", f"{odd.slowest_wall:.0f}"),
        ("the slowest in CPU", repr(odd.slowest_query)),
    ]
    return Table("Odd queries", ("", ""), rows)


@contextmanager
def folder_of(named: Path | None) -> Iterator[Path]:
    """The folder that was named, or one for the time being."""
    if named is not None:
        named.mkdir(parents=True, exist_ok=True)
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="nasti-find-") as folder:
        yield Path(folder)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=int, default=50_000)
    parser.add_argument("--queries", type=int, default=60, help="of each class")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="keep the store here; one that is filled is measured as it is")
    parser.add_argument("--database", default="", help="URL of an empty PostgreSQL database; SQLite otherwise")
    parser.add_argument("--copy-from", type=Path, help="folder of a filled SQLite store whose text is copied")
    parser.add_argument("--odd", type=int, default=0, help="odd queries to try")
    parser.add_argument("--markdown", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
