"""Measures what the reader does to words of drawn pages, for typing pages as it would read them.

    python bench/damage.py SET… [--keep DIR] [--write]

Words as printed and as read are lined up page by page. With `--write`, bench/office/damage.yaml is written anew.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

import yaml
from rapidfuzz.distance import Levenshtein

from measure.kept_sheets import read_kept
from measure.sets import find_sets
from nasti import hindi
from nasti.model import Sheet
from office.damage import TABLE

KEEP = Path(__file__).parent / "sets" / "read"
MOST_LETTERS = 160
"""Pairs of print and reading that are kept of each level, the most frequent ones."""


@dataclass
class Counts:
    """What was counted of a level."""

    words: int = 0
    wrong: int = 0
    lost: int = 0
    merged: int = 0
    split: int = 0
    letters_of_wrong: int = 0
    sure: list[float] = field(default_factory=list)
    unsure: list[float] = field(default_factory=list)
    letters: Counter[tuple[str, str]] = field(default_factory=Counter)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+", help="folders of scans with truth")
    parser.add_argument("--keep", type=Path, default=KEEP, metavar="DIR", help="where read sheets are kept")
    parser.add_argument("--write", action="store_true", help="write bench/office/damage.yaml")
    options = parser.parse_args()
    levels: dict[str, Counts] = {}
    for one in find_sets(options.sets, []):
        truth = json.loads(one.scan.with_name("truth.json").read_text(encoding="utf-8"))
        counts = levels.setdefault(truth["level"], Counts())
        for page, sheet in zip(truth["pages"], read_kept(one, options.keep, as_kept=True), strict=True):
            if page["kind"] != "blank":
                count_page(counts, hindi.nfc(page["text"]).split(), sheet)
    table = {level: describe(counts) for level, counts in levels.items()}
    for level, said in table.items():
        print(level, {name: value for name, value in said.items() if name != "letters"}, said["letters"][:30])
    if options.write:
        head = TABLE.read_text(encoding="utf-8").partition("\n\n")[0]
        body = yaml.safe_dump(table, allow_unicode=True, default_flow_style=None, width=118, sort_keys=False)
        TABLE.write_text(f"{head}\n\n{body}", encoding="utf-8")


def count_page(counts: Counts, printed: Sequence[str], sheet: Sheet) -> None:
    """Line the words of a page up; of a page that can hardly be read nothing is learned."""
    read = [word.text for word in sheet.words]
    for tag, start, end, first, last in Levenshtein.opcodes(printed, read).as_list():
        words = [word for word in sheet.words[first:last]]
        if tag == "equal":
            counts.words += end - start
            counts.sure += [word.confidence for word in words]
        elif tag == "delete":
            counts.words += end - start
            counts.lost += end - start
        elif tag == "replace":
            counts.words += end - start
            for before, word in pair_up(printed[start:end], read[first:last]):
                _count_pair(counts, before, word)
            counts.unsure += [word.confidence for word in words]


def pair_up(printed: Sequence[str], read: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Words that stand for each other where neither side has the other's: one by one, or what runs together."""
    if len(printed) == len(read):
        yield from zip(printed, read, strict=True)
    else:
        yield " ".join(printed), " ".join(read)


def _count_pair(counts: Counts, before: str, word: str) -> None:
    if Levenshtein.normalized_similarity(before, word) < 0.5:
        counts.lost += 1 + before.count(" ")
        return
    counts.merged += max(0, before.count(" ") - word.count(" "))
    counts.split += max(0, word.count(" ") - before.count(" "))
    if before.replace(" ", "") == word.replace(" ", ""):
        return
    counts.wrong += 1
    counts.letters_of_wrong += len(before)
    for tag, start, end, first, last in Levenshtein.opcodes(before, word).as_list():
        pair = (before[start:end].strip(), word[first:last].strip())
        if tag != "equal" and max(map(len, pair)) <= 3 and pair[0] != pair[1]:
            counts.letters[pair] += 1


def describe(counts: Counts) -> dict[str, Any]:
    """What the table says of a level."""
    whole = max(1, counts.words)
    return {
        "words": counts.words,
        **{name: round(getattr(counts, name) / whole, 4) for name in ("wrong", "lost", "merged", "split")},
        "sure": [round(value, 3) for value in quantiles(counts.sure, n=40)],
        "unsure": [round(value, 3) for value in quantiles(counts.unsure, n=20)],
        "letters": [[*pair, count] for pair, count in counts.letters.most_common(MOST_LETTERS)],
    }


if __name__ == "__main__":
    main()
