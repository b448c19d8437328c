"""Holds what papers name, read from typed and damaged nasti, against what the same print names undamaged.

    python bench/values.py [--nasti N] [--seed N] [--split tune|judge] [--odd] [--markdown FILE]

Nothing is said of names that no rule finds even in clean print; tests/classify/cases has those by hand. The district
of a nasti is held against the district of the office that keeps it.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console

from classify.layout import lay_out
from classify.likeness import plain
from classify.mentions import find_mentions
from classify.place_names import known_district
from classify.understand import understand
from measure.tables import Table, join_markdown
from nasti.model import MENTIONS, Field, Word
from office.nasti import LEVELS, compose
from office.office import Office, draw_office
from office.pad import Leaf
from office.typed import PX_PER_MM, read_leaf

SURE = 0.9
NEAR_YEAR = 1995


@dataclass
class Counts:
    """What was counted of one kind of value.

    Attributes:
        named: Values that the print names.
        found: Of those, the ones that were found.
        sure: Values that were read with at least `SURE`.
        wrong: Of those, the ones that the print does not name.
    """

    named: int = 0
    found: int = 0
    sure: int = 0
    wrong: int = 0


@dataclass
class Score:
    """What was counted of all kinds, and what was wrong."""

    counts: dict[str, Counts] = field(default_factory=dict)
    districts: Counter[tuple[str, bool, bool]] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nasti", type=int, default=120, metavar="N", help="how many")
    parser.add_argument("--seed", type=int, default=1, help="of the offices")
    parser.add_argument("--split", choices=("tune", "judge"), default="judge", help="whose words they use")
    parser.add_argument("--odd", action="store_true", help="list what was wrong and sure")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables to this file too")
    options = parser.parse_args()
    score = Score()
    for number in range(options.nasti):
        rng = random.Random(f"values-{options.split}-{options.seed}-{number}")
        office = draw_office(options.seed * 10_000 + number, options.split)
        hold_nasti(score, office, rng, LEVELS[number % len(LEVELS)])
    tables = [tabulate(score), tabulate_districts(score)]
    console = Console(width=160)
    for table in tables:
        console.print(table.to_rich())
    for line in score.odd if options.odd else ():
        console.print(line, highlight=False, soft_wrap=True)
    if options.markdown is not None:
        options.markdown.write_text(join_markdown(tables), encoding="utf-8")


def hold_nasti(score: Score, office: Office, rng: random.Random, level: str) -> None:
    """Count what is right and wrong in one nasti."""
    leaves = compose(office, rng).leaves
    sheets = [read_leaf(leaf, index, rng, level) for index, leaf in enumerate(leaves)]
    for leaf, sheet in zip(leaves, sheets, strict=True):
        own = str(leaf.fields.get("letter_number") or "")
        printed, read = (
            dict(find_mentions(leaf.kind, [lay_out(one, 0)], NEAR_YEAR, own_number=own))
            for one in (replace(sheet, words=tuple(print_words(leaf))), sheet)
        )
        for name in MENTIONS:
            hold_values(score, name, printed.get(name, ()), read.get(name, ()), f"{level} {leaf.kind}")
    district = understand(sheets).fields.get("district")
    home = known_district(office.district[0])
    if district and home:
        of = "departments" if office.form == "secretariat" else "offices of a district"
        score.districts[of, district.confidence >= SURE, district.value == home.value] += 1


def print_words(leaf: Leaf) -> Iterator[Word]:
    """The words of a page as printed, each piece of print a line of its own."""
    for line, piece in enumerate(sorted(leaf.pieces, key=lambda piece: (round(piece.top, 1), piece.left))):
        x = piece.left
        for text in piece.text.split():
            right = x + 0.4 * piece.size * len(text)
            box = (x * PX_PER_MM, piece.top * PX_PER_MM, right * PX_PER_MM, (piece.top + piece.size) * PX_PER_MM)
            yield Word(text, (round(box[0]), round(box[1]), round(box[2]), round(box[3])), 1.0, line, line)
            x = right + 0.3 * piece.size


def hold_values(score: Score, name: str, printed: tuple[Field, ...], read: tuple[Field, ...], where: str) -> None:
    """Count the values of one name on one page."""
    counts = score.counts.setdefault(name, Counts())
    named = {plain(str(one.value)) for one in printed}
    found = {plain(str(one.value)) for one in read}
    counts.named += len(named)
    counts.found += len(named & found)
    for one in read:
        if one.confidence >= SURE:
            counts.sure += 1
            if plain(str(one.value)) not in named:
                counts.wrong += 1
                score.odd.append(f"{where}: {name} {one.value} ({one.raw}) {one.confidence}")


def tabulate(score: Score) -> Table:
    """What was named, found, sure and wrong."""
    table = Table("What papers name", ("", "named", "found", f"read with {SURE} or more", "of those wrong"))
    total = Counts()
    for name, counts in score.counts.items():
        table.rows.append(_row(name, counts))
        for part in ("named", "found", "sure", "wrong"):
            setattr(total, part, getattr(total, part) + getattr(counts, part))
    table.rows.append(_row("all", total))
    return table


def _row(name: str, counts: Counts) -> tuple[str, ...]:
    found = f"{100 * counts.found / counts.named:.1f} %" if counts.named else ""
    wrong = f"{counts.wrong} ({100 * counts.wrong / counts.sure:.1f} %)" if counts.sure else ""
    return name, str(counts.named), found, str(counts.sure), wrong


def tabulate_districts(score: Score) -> Table:
    """How often the district of a nasti is that of its office."""
    table = Table("District of the nasti", ("", f"{SURE} or more", "of those wrong", "less sure", "of those wrong"))
    for of in sorted({key[0] for key in score.districts}):
        right, wrong, low, low_wrong = (
            score.districts[of, sure, fits]
            for sure, fits in ((True, True), (True, False), (False, True), (False, False))
        )
        table.rows.append((of, str(right + wrong), str(wrong), str(low + low_wrong), str(low_wrong)))
    return table


if __name__ == "__main__":
    main()
