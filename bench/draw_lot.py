"""Draws a lot of nasti with slips, planted faults and exact truth, for `bench/ledger.py`.

    python bench/draw_lot.py OUT [--nastis N] [--files M] [--seed N] [--max-dpi N]

OUT gets `scans/<station>/…`, as scanners save, and `truth.json`.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from lot.drawing import SCANS, draw_lot


def main() -> None:
    options = parse()
    shutil.rmtree(options.out / SCANS, ignore_errors=True)
    draw_lot(options.out, options.seed, options.nastis, options.files, max_dpi=options.max_dpi, tell=print)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="where the lot goes; one that is there is replaced")
    parser.add_argument("--nastis", type=int, default=40, metavar="N", help="how many nasti")
    parser.add_argument("--files", type=int, default=12, metavar="M", help="in how many scan files, 3 to 12")
    parser.add_argument("--seed", type=int, default=1, help="of all that chance decides")
    parser.add_argument("--max-dpi", type=int, default=300, help="finer scanners are set down to this")
    return parser.parse_args()


if __name__ == "__main__":
    main()
