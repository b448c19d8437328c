"""Where papers begin and end, and the folio numbers written on their pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from classify.digits import to_ascii
from classify.kinds import NOTING, UNPARTED, part_of
from classify.layout import Page, Row
from classify.signs import Signs
from nasti.model import Part

_STARTING_SIGNS = frozenset({"office", "government", "number", "to", "court"})


@dataclass(slots=True)
class Stretch:
    """Sheets that make up one paper.

    Attributes:
        kind: One of `nasti.model.KINDS`.
        part: Where it belongs.
        first: Position of its first sheet.
        last: Position of its last sheet, inclusive, with the blanks behind it.
    """

    kind: str
    part: Part
    first: int
    last: int


def _starts_paper(signs: Signs) -> bool:
    """Whether a page looks like the first of a paper: a title, a letterhead, a number, an addressee."""
    return bool(signs.headings) or bool(_STARTING_SIGNS & signs.strengths.keys())


@dataclass(frozen=True, slots=True)
class Place:
    """What a sheet turned out to be, and where it belongs.

    Attributes:
        kind: One of `nasti.model.KINDS`.
        part: None for covers, blanks and separators.
    """

    kind: str
    part: Part | None


def follow_papers(
    kinds: Sequence[str | None], signs: Sequence[Signs | None], told: Sequence[Part | None]
) -> tuple[list[Place], list[Stretch]]:
    """Settle the kinds of unsure pages by their place, and find the papers.

    A page without a kind and without a beginning goes on with the paper before it. Order sheets that follow each
    other are one paper, and so are notes. Blank sides and sides on which nothing can be read go with what is before
    them: they are its backs. No paper goes on from a part that somebody says into the other.

    Args:
        kinds: By sheet; None where the page does not say.
        signs: By sheet; None for sheets on which nothing can be read.
        told: By sheet; the part that a person or a slip says, None where neither says one.

    Returns:
        The place of every sheet, and the papers in order.
    """
    places: list[Place] = []
    papers: list[Stretch] = []
    current: Stretch | None = None
    behind_cover = False
    for position, (kind, found, part) in enumerate(zip(kinds, signs, told, strict=True)):
        mute = kind is None and found is None
        if current and part not in (None, current.part):
            current = None
        if kind in UNPARTED:
            if kind != "blank":
                current, behind_cover = None, kind == "cover"
            elif current:
                current.last = position
            places.append(Place(kind or "other", None))
        elif mute and not current and behind_cover and part is None:
            places.append(Place("other", "noting"))  # Covers are bound before the noting, and so are their backs.
        elif current and (mute or _goes_on(current.kind, kind, found)):
            current.last = position
            places.append(Place("other" if mute else current.kind, current.part))
        else:
            current = _begin(kind or "other", position, part)
            papers.append(current)
            places.append(Place(current.kind, current.part))
    return places, papers


def _begin(kind: str, position: int, told: Part | None) -> Stretch:
    return Stretch(kind, told or part_of(kind) or "correspondence", position, position)


def _goes_on(before: str, kind: str | None, signs: Signs | None) -> bool:
    if kind is None:
        return signs is None or not _starts_paper(signs)
    return kind == before and (kind in NOTING or signs is None or not _starts_paper(signs))


_FOLIO = re.compile(r"[(\[]?(?:[NCnc][-/.]?|पृ\.?|पृष्ठ)?\s?([0-9]{1,4})[)\].]?")
_FOLIO_DEPTH = 0.09
_FOLIO_MARGIN = 0.2
_FOLIO_CONFIDENCE = 0.5
_FOLIO_ROOM = 3.0
"""How likely a folio number must be right, and the room between it and other print of its row, in row heights.
Source: of 103 numbers in upper corners of 137 drawn and aged pages 98 reach it, 87 of them right."""


def read_folio(page: Page) -> int | None:
    """The page number written in an upper corner; None where none was read well.

    Args:
        page: Any page.
    """
    for row in page.rows:
        if page.depth(row) > _FOLIO_DEPTH:
            break
        for index in (row.cores[:1] + row.cores[-1:]) if row.cores else ():
            word = row.words[index]
            match = _FOLIO.fullmatch(to_ascii(word.text))
            middle = page.across((word.box[0] + word.box[2]) / 2)
            in_corner = not _FOLIO_MARGIN < middle < 1 - _FOLIO_MARGIN
            if match and in_corner and word.confidence >= _FOLIO_CONFIDENCE and _stands_apart(row, index):
                return int(match[1]) or None
    return None


def _stands_apart(row: Row, index: int) -> bool:
    left, _, right, _ = row.words[index].box
    others = [row.words[other].box for other in row.cores if other != index]
    room = min((max(box[0] - right, left - box[2]) for box in others), default=None)
    return room is None or room >= _FOLIO_ROOM * row.height_px


def settle_folios(folios: Sequence[int | None]) -> list[int | None]:
    """Folio numbers with 9 and 1 told apart by their neighbours: a lone १ has the shape of a 9.

    Nothing else is changed: a number out of order may be a page out of order.

    Args:
        folios: As read, by sheet.
    """
    known = [position for position, folio in enumerate(folios) if folio is not None]
    settled = list(folios)
    for place, position in enumerate(known):
        other = {1: 9, 9: 1}.get(folios[position] or 0)
        before = folios[known[place - 1]] if place else None
        after = folios[known[place + 1]] if place + 1 < len(known) else None
        expected = {near + step for near, step in ((before, 1), (after, -1)) if near is not None}
        if other in expected and folios[position] not in expected:
            settled[position] = other
    return settled
