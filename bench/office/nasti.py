"""Whole nasti of an office: which papers lie in them, in which order, and the truth of every page."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from nasti.model import Sheet
from office import annexes, covers, letters, notes
from office.office import Desk, Office, draw_matter, draw_office, file_number
from office.pad import Leaf, Piece, width_of
from pages.wording import Wording

LEVELS = ("clean", "office", "office", "poor")


@dataclass(frozen=True)
class Composed:
    """A nasti as it lies on the table.

    Attributes:
        leaves: Its sides in order.
        fields: What a clerk would write down of the nasti; of what is missing the truth says nothing.
        number: Its number; None where it stands on no page.
    """

    leaves: tuple[Leaf, ...]
    fields: dict[str, Any]
    number: str | None

    def truth(self, level: str) -> dict[str, Any]:
        """The truth, as `measure.understanding` describes it."""
        pages = [
            {"kind": leaf.kind, "lang": leaf.language, "fields": leaf.fields, "starts": leaf.starts}
            for leaf in self.leaves
        ]
        return {"level": level, "number": self.number, "fields": self.fields, "pages": pages}


def compose(office: Office, rng: random.Random, *, papers: int | None = None, pictures: bool = True) -> Composed:
    """Put a nasti together.

    Args:
        office: Whose.
        rng: Of all that chance decides.
        papers: How many papers its correspondence has; None for 3 to 9.
        pictures: Whether maps, photographs and envelopes may lie in it.
    """
    year = rng.randint(1962, 2021) if rng.random() < 0.3 else rng.randint(1984, 2020)
    wording = Wording(office.split, rng, year, devanagari_digits=False)
    desk = Desk(office, rng, year, wording, draw_matter(wording, rng))
    english = rng.random() < office.english
    number = file_number(desk, english)
    values = covers.draw_values(desk, number, english)
    leaves: list[Leaf] = []
    covered = rng.random() < 0.92
    if covered:
        leaves += covers.write_cover(desk, values, english=english)
    if office.form == "court":
        leaves += notes.write_order_sheets(desk, number, english=english, pages=rng.randint(1, 3))
        values["head"] = number.split("/")[1].partition("(")[0].replace("A", "अ").replace("B", "ब")
    elif rng.random() < 0.9:
        leaves += notes.write_notes(desk, number, english=english, pages=rng.randint(1, 3))
    count = rng.randint(3, 9) if papers is None else papers
    for _ in range(count):
        leaves += _paper(desk, english, pictures)
    _number_pages(desk, leaves)
    printed = any(desk.say(number, english) in piece.text for leaf in leaves for piece in leaf.pieces)
    return Composed(tuple(_with_backs(leaves, rng)), values if covered else {}, number if printed else None)


def _paper(desk: Desk, english: bool, pictures: bool) -> list[Leaf]:
    """One paper: mostly of the office or of one that it exchanges letters with."""
    rng, office = desk.rng, desk.office
    friend = rng.choice(office.friends) if office.friends else office
    theirs = replace(desk, office=friend)
    tongue = english if rng.random() < 0.85 else not english
    kinds: list[tuple[float, Callable[[], list[Leaf]]]] = [
        (3.0, lambda: letters.write_letter(desk, friend, english=tongue)),
        (4.0, lambda: letters.write_letter(theirs, office, english=tongue)),
        (0.8, lambda: letters.write_letter(theirs, office, english=tongue, long=True)),
        (2.0, lambda: letters.write_order(rng.choice((desk, theirs)), english=tongue)),
        (1.0, lambda: letters.write_circular(theirs, english=tongue)),
        (0.6, lambda: letters.write_circular(theirs, english=tongue, kind="memo")),
        (0.5, lambda: letters.write_circular(theirs, english=tongue, kind="notification")),
        (0.5, lambda: letters.write_demi_official(theirs, office, english=tongue)),
        (2.0, lambda: annexes.write_application(desk, office, english=tongue)),
        (1.2, lambda: annexes.write_list(rng.choice((desk, theirs)), english=tongue)),
        (0.5, lambda: annexes.write_affidavit(desk, english=tongue)),
        (0.5, lambda: annexes.write_panchnama(desk)),
        (0.5, lambda: annexes.write_statement(desk)),
        (0.4, lambda: annexes.write_receipt(theirs, english=tongue)),
    ]
    if pictures:
        kinds += [
            (0.3, lambda: annexes.write_map(desk)),
            (0.2, lambda: annexes.write_envelope(theirs, office)),
            (0.2, lambda: annexes.write_photograph(desk)),
        ]
    return rng.choices([write for _, write in kinds], [weight for weight, _ in kinds])[0]()


def _number_pages(desk: Desk, leaves: list[Leaf]) -> None:
    if desk.rng.random() < 0.2:
        return
    for number, leaf in enumerate((leaf for leaf in leaves if leaf.kind != "cover"), 1):
        text = desk.say(str(number))
        left = leaf.size_mm[0] - 12 - width_of(text, 4.4)
        leaf.pieces.insert(0, Piece(text, left, 6.0, 4.4))


def _with_backs(leaves: list[Leaf], rng: random.Random) -> Iterator[Leaf]:
    duplex = rng.random() < 0.3
    for leaf in leaves:
        yield leaf
        if duplex and rng.random() < 0.5:
            yield Leaf("blank", size_mm=leaf.size_mm)


def type_nasti(office: Office, rng: random.Random, level: str) -> tuple[tuple[Sheet, ...], dict[str, Any]]:
    """A nasti of an office, typed and read; see `Office.draw_nasti`."""
    from office.typed import read_leaf

    composed = compose(office, rng)
    sheets = tuple(read_leaf(leaf, index, rng, level) for index, leaf in enumerate(composed.leaves))
    return sheets, composed.truth(level)


def draw_typed(count: int, seed: int, split: str = "judge") -> Iterator[tuple[str, dict[str, Any], tuple[Sheet, ...]]]:
    """Typed nasti of as many offices.

    Args:
        count: How many.
        seed: Other seeds are other offices.
        split: Whose words they use.
    """
    for number in range(count):
        rng = random.Random(f"{split}-{seed}-{number}")
        level = LEVELS[number % len(LEVELS)]
        sheets, truth = draw_office(seed * 10_000 + number, split).draw_nasti(rng, level)
        yield f"{split}-{seed}-{number}", truth, sheets
