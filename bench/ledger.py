"""Digitises a generated lot with the real product, and checks that every sheet is accounted for.

    python bench/ledger.py [--nastis N] [--files M] [--seed N] [--max-dpi N] [--lot FOLDER] [--store FOLDER]
                           [--markdown FILE]

Draws the lot of `bench/draw_lot.py`, unless --lot names one that is drawn; runs `nasti scan` on it into a fresh store;
holds the store against the truth. Exit code 1 when a claim does not hold.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import rich

from lot.claims import Claim, Comparison
from lot.drawing import CONFIG, SCANS, draw_lot
from lot.faults import FaultHunt, Verdict
from lot.found import Found, look_into
from lot.report import list_troubles, make_tables, write_page
from lot.truth import Truth, read_truth
from measure.processes import Usage, adopt_orphans, run_measured
from nasti.settings import load
from storage.store import Store


def main() -> None:
    options = parse()
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="nasti-ledger-") as folder:
        lot = options.lot or Path(folder) / "lot"
        if not (lot / SCANS).is_dir():
            draw_lot(lot, options.seed, options.nastis, options.files, max_dpi=options.max_dpi, tell=print)
        store = options.store or Path(folder) / "store"
        shutil.rmtree(store, ignore_errors=True)
        usage = digitise(lot, store, Path(folder))
        truth, found = read_truth(lot), look(lot, store)
    claims, verdicts = compare(truth, found)
    tables = make_tables(truth, found, claims, verdicts, usage)
    for table in tables:
        rich.print(table.to_rich())
    for line in list_troubles(found, claims):
        print(line)
    if options.markdown:
        options.markdown.write_text(write_page(tables), encoding="utf-8")
    if not all(claim.holds for claim in claims):
        sys.exit("NOT EVERY SHEET IS ACCOUNTED FOR")
    print("every sheet is accounted for")


def digitise(lot: Path, store: Path, folder: Path) -> Usage:
    """Run `nasti scan` on a lot into a fresh store."""
    command = ("nasti", "scan", lot / SCANS, "--leave", "--config", lot / CONFIG, "--store", store)
    return run_measured(command, folder / "scan.out", {})


def look(lot: Path, store: Path) -> Found:
    """What is in the store."""
    settings = load(lot / CONFIG, os.environ, store=store)
    opened = Store(settings.database_url, settings.store_folder)
    try:
        return look_into(opened)
    finally:
        opened.close()


def compare(truth: Truth, found: Found) -> tuple[list[Claim], list[Verdict]]:
    """Every claim, and what became of every planted fault."""
    comparison = Comparison(truth, found)
    hunt = FaultHunt(comparison)
    verdicts = hunt.judge()
    return [*comparison.make_claims(), *hunt.make_claims(verdicts)], verdicts


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nastis", type=int, default=40, metavar="N", help="how many nasti")
    parser.add_argument("--files", type=int, default=12, metavar="M", help="in how many scan files, 3 to 12")
    parser.add_argument("--seed", type=int, default=1, help="of all that chance decides")
    parser.add_argument("--max-dpi", type=int, default=300, help="finer scanners are set down to this")
    parser.add_argument("--lot", type=Path, help="where the lot is or goes; a temporary folder otherwise")
    parser.add_argument("--store", type=Path, help="where the store goes; replaced if it is there")
    parser.add_argument("--markdown", type=Path, help="write a page with the tables to this file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
