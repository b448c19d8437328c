"""Which sheets are pages of which part, and what offices call them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nasti.model import Part, Sheet

LETTERS: dict[Part, str] = {"noting": "N", "correspondence": "C"}
COVER = "cover"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: part, position in it from 0, and the label offices write."""

    part: Part
    position: int
    label: str


def plan_pages(sheets: Sequence[Sheet]) -> list[Place | None]:
    """The place of each sheet of a nasti; None for blanks and separators, which are kept but are no pages.

    A cover opens the noting and is not counted in N-1…; a sheet of no known part goes to the correspondence.

    Args:
        sheets: All read sheets of a nasti, in order, understood.
    """
    places: list[Place | None] = []
    pages = dict.fromkeys(LETTERS, 0)
    numbers = dict.fromkeys(LETTERS, 0)
    for sheet in sheets:
        if not _is_page(sheet):
            places.append(None)
            continue
        part: Part = "noting" if sheet.kind == COVER else sheet.part or "correspondence"
        if sheet.kind == COVER:
            label = COVER
        else:
            numbers[part] += 1
            label = f"{LETTERS[part]}-{numbers[part]}"
        places.append(Place(part, pages[part], label))
        pages[part] += 1
    return places


def _is_page(sheet: Sheet) -> bool:
    return sheet.kind == COVER or not (sheet.blank or sheet.separator is not None)
