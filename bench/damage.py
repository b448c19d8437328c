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
UNREAD = 0.4
"""Share of its words that differ on a page of which nothing is learned: it can hardly be read."""


@dataclass
class Counts:
    """What was counted of a level."""

    words: int = 0
    wrong: int = 0
    lost: int = 0
    merged: int = 0
    split: int = 0
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
    """Line the words of a page up; words that were read in another place are not lost."""
    read = [word.text for word in sheet.words]
    if sum((Counter(printed) - Counter(read)).values()) > UNREAD * len(printed):
        return
    missing: Counter[str] = Counter()
    strange: Counter[str] = Counter()
    for equal, (start, end), (first, last) in align(printed, read):
        counts.words += end - start
        before, words = " ".join(printed[start:end]), sheet.words[first:last]
        if equal:
            counts.sure += [word.confidence for word in words]
        elif start == end or first == last or not _is_like(before, " ".join(read[first:last])):
            missing.update(printed[start:end])
            strange.update(read[first:last])
        else:
            counts.unsure += [word.confidence for word in words if word.text not in printed[start:end]]
            _count_block(counts, printed[start:end], read[first:last])
    counts.lost += sum((missing - strange).values())


def align(printed: Sequence[str], read: Sequence[str]) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """Stretches of words that are the same, and those between them: where they lie in print and in what was read."""
    held: tuple[tuple[int, int], tuple[int, int]] | None = None
    for tag, start, end, first, last in Levenshtein.opcodes(printed, read).as_list():
        if tag != "equal":
            held = ((held[0][0], end), (held[1][0], last)) if held else ((start, end), (first, last))
            continue
        if held:
            yield False, *held
            held = None
        yield True, (start, end), (first, last)
    if held:
        yield False, *held


def _is_like(before: str, word: str) -> bool:
    return Levenshtein.normalized_similarity(before.replace(" ", ""), word.replace(" ", "")) >= 0.5


def _count_block(counts: Counts, printed: Sequence[str], read: Sequence[str]) -> None:
    before, word = " ".join(printed), " ".join(read)
    counts.merged += max(0, len(printed) - len(read))
    counts.split += max(0, len(read) - len(printed))
    if before.replace(" ", "") == word.replace(" ", ""):
        return
    counts.wrong += 1 if len(printed) != len(read) else sum(a != b for a, b in zip(printed, read, strict=True))
    for tag, start, end, first, last in Levenshtein.opcodes(before, word).as_list():
        pair = (before[start:end].strip(), word[first:last].strip())
        speck = not pair[0] and not any(character.isalnum() or character in "\u0902\u093c" for character in pair[1])
        if tag != "equal" and not speck and max(map(len, pair)) <= 3 and pair[0] != pair[1]:
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
