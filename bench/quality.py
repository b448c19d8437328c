"""Counts what quality flags find among planted faults, and what they find where there is nothing.

    python bench/quality.py [SET…] [--drawn 60] [--each 14] [--pairs 40] [--markdown FILE]

Ordinary pages are drawn as the samples are, worn by chance, and taken from SETs (`make pages`). Faults are planted
into drawn pages at several strengths. Every alarm on an ordinary page is listed, to be looked at.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from ingest.clean import Cleaned, clean
from measure import stations
from measure.ordinary import Drawn, Page, as_scanned, draw_page, draw_pages, open_pages
from measure.planted import FAULTS, cut
from measure.tables import Table, join_markdown
from nasti.settings import IngestSection

CUT_WORDS = (3, 5, 8)
ALONE = (*FAULTS, "cut_off", "streak")
SIDE_BY_SIDE = ("blurred", "dirty_glass", "double_feed", "double")
POOL = 24


def main() -> None:
    options = parse()
    ordinary = look_at_ordinary(options)
    pool = [draw_page(np.random.default_rng([7, number]), straight=True) for number in range(POOL)]
    tries: dict[str, stations.Tries] = {name: {} for name in (*ALONE, *SIDE_BY_SIDE)}
    for name in (*FAULTS, "cut_off"):
        tries[name] = plant(name, pool, options.each)
        print(name, tries[name], flush=True)
    usual = [one for one in ordinary.measures if one["blur_mm"]][:100]
    tries["blurred"] = stations.try_blurs(pool, usual, options.each)
    tries["dirty_glass"] = stations.try_streaks(pool, max(1, options.each // 3))
    tries["double_feed"] = stations.try_double_feeds(pool, options.each)
    tries["double"], wrong = stations.try_doubles(options.pairs)
    ordinary.others["double"] = wrong
    tables = [tabulate(tries, ordinary), tabulate_cost(pool)]
    for table in tables:
        print(table.to_markdown(), flush=True)
    if options.markdown is not None:
        options.markdown.write_text(join_markdown(tables), encoding="utf-8")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="*", help="folders of scans with truth, as make pages draws them")
    parser.add_argument("--drawn", type=int, default=60, help="ordinary pages to draw besides")
    parser.add_argument("--each", type=int, default=14, help="faults to plant of each strength")
    parser.add_argument("--pairs", type=int, default=40, help="pairs of sheets to read for doubles")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables to this file too")
    return parser.parse_args()


class Ordinary:
    """What was found on pages without faults.

    Attributes:
        pages: How many there were.
        alarms: Pages on which a flag was set, by flag.
        measures: Of each page.
        others: Pairs that only look like doubles.
    """

    def __init__(self) -> None:
        self.pages = 0
        self.alarms: Counter[str] = Counter()
        self.measures: list[Mapping[str, Any]] = []
        self.others: dict[str, stations.Tries] = defaultdict(dict)


def look_at_ordinary(options: argparse.Namespace) -> Ordinary:
    found = Ordinary()
    by_scan: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for page in chain(draw_pages(options.drawn, 1), open_pages(options.sets) if options.sets else ()):
        cleaned = run(page.scanned)
        found.pages += 1
        found.measures.append(cleaned.measures)
        by_scan[page.name.rpartition("/")[0]].append(cleaned.measures)
        for name in sorted({notice.name for notice in cleaned.notices} & set(ALONE)):
            if has_fault(page, name):
                continue
            found.alarms[name] += 1
            print(page.name, [notice for notice in cleaned.notices if notice.name == name], flush=True)
    for scan, measures in by_scan.items():
        for name in stations.alarms(measures):
            found.alarms[name] += 1
            print(scan, name, flush=True)
    return found


def has_fault(page: Page, name: str) -> bool:
    """Whether an ordinary page has a fault all the same, or nobody knows."""
    if name == "folded_corner":
        return page.torn
    if name == "faint":
        return page.faded
    return name == "needless_colour" and page.coloured is not True


def run(scanned: Any) -> Cleaned:
    return clean(scanned, IngestSection(), lambda _: None)


def plant(name: str, pool: Sequence[Drawn], count: int) -> stations.Tries:
    found = {}
    strengths = CUT_WORDS if name == "cut_off" else FAULTS[name][1]
    for strength in strengths:
        hits = tried = 0
        for image in plant_into(name, strength, pool, count):
            tried += 1
            hits += name in run(as_scanned(image)).flags
        found[f"{strength:g}"] = hits, tried
    return found


def plant_into(name: str, strength: float, pool: Sequence[Drawn], count: int) -> Iterator[np.ndarray]:
    for number in range(count):
        page = pool[number % len(pool)]
        random = np.random.default_rng([9, number, int(strength * 100)])
        if name == "cut_off":
            image = cut(page.image, page.words, int(strength), random)
            if image is not None:
                yield image
        else:
            yield FAULTS[name][0](page.image, strength, random)


def tabulate(tries: Mapping[str, stations.Tries], ordinary: Ordinary) -> Table:
    table = Table(
        "Planted faults found, and false alarms",
        ("flag", "found by strength", "found", "95 %", "false alarms", "95 %"),
        note=f"{ordinary.pages} ordinary pages; intervals after Wilson.",
    )
    for name, found in tries.items():
        hits, count = (sum(pair[place] for pair in found.values()) for place in (0, 1))
        false, pages = ordinary.alarms[name], ordinary.pages
        for other, tried in ordinary.others.get(name, {}).values():
            false, pages = false + other, pages + tried
        steps = ", ".join(f"{strength}: {one}/{of}" for strength, (one, of) in found.items())
        recall = (f"{hits}/{count}", interval(hits, count)) if count else ("", "")
        table.rows.append((f"`{name}`", steps, *recall, f"{false}/{pages}", interval(false, pages)))
    return table


def tabulate_cost(pool: Sequence[Drawn]) -> Table:
    """Processor time of measuring, beside that of cleaning, on A4 colour pages of 300 dots an inch."""
    from ingest import clean as cleaning

    seconds: list[float] = []
    measure = cleaning.measure_quality

    def timed(*arguments: Any, **named: Any) -> Any:
        started = time.thread_time()
        result = measure(*arguments, **named)
        seconds.append(time.thread_time() - started)
        return result

    cleaning.measure_quality = timed
    for page in pool:
        run(as_scanned(page.image))
    cleaning.measure_quality = measure
    table = Table("Cost", ("", "median", "largest"))
    row = (f"{statistics.median(seconds) * 1000:.0f} ms", f"{max(seconds) * 1000:.0f} ms")
    table.rows.append(("processor time of measuring, A4 in colour, 300 dots an inch", *row))
    return table


def interval(hits: int, count: int) -> str:
    """Wilson's interval at 95 %."""
    if not count:
        return ""
    z, share = 1.96, hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"{100 * max(0.0, middle - half):.1f}–{100 * min(1.0, middle + half):.1f} %"


if __name__ == "__main__":
    main()
