"""Where papers begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classify.kinds import NOTING, UNPARTED, part_of
from classify.signs import Signs
from nasti.model import Part

_STARTING_SIGNS = frozenset({"office", "government", "to", "court"})
_STARTING_WITH_NUMBER = frozenset({"subject", "date", "reference"})


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
    found = signs.strengths.keys()
    numbered = "number" in found and bool(_STARTING_WITH_NUMBER & found)
    return bool(signs.headings) or bool(_STARTING_SIGNS & found) or numbered


_TITLED = frozenset({"list", "map", "receipt", "photograph", "envelope"})
"""Kinds of which each with a title of any words is a paper of its own."""


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
    kinds: Sequence[str | None],
    signs: Sequence[Signs | None],
    told: Sequence[Part | None],
    begins: Sequence[bool | None] = (),
) -> tuple[list[Place], list[Stretch]]:
    """Settle the kinds of unsure pages by their place, and find the papers.

    A page without a kind and without a beginning goes on with the paper before it. Order sheets that follow each
    other are one paper, and so are notes. Blank sides and sides on which nothing can be read go with what is before
    them: they are its backs. A sentence that breaks off at the end of a page goes on overleaf. No paper goes on from
    a part that somebody says into the other.

    Args:
        kinds: By sheet; None where the page does not say.
        signs: By sheet; None for sheets on which nothing can be read.
        told: By sheet; the part that a person or a slip says, None where neither says one.
        begins: By sheet; whether a person says that a paper begins on it, None where nobody says anything. Empty
            where nobody says anything of any.

    Returns:
        The place of every sheet, and the papers in order.
    """
    places: list[Place] = []
    papers: list[Stretch] = []
    current: Stretch | None = None
    behind_cover, unfinished = False, False
    said = begins or [None] * len(kinds)
    for position, (kind, found, part, begun) in enumerate(zip(kinds, signs, told, said, strict=True)):
        mute = kind is None and found is None
        if current and part not in (None, current.part):
            current = None
        if kind in UNPARTED:
            if kind != "blank":
                current, behind_cover = None, kind == "cover"
            elif current:
                current.last = position
            places.append(Place(kind or "other", None))
        elif mute and not current and behind_cover and part is None and not begun:
            places.append(Place("other", "noting"))  # Covers are bound before the noting, and so are their backs.
        elif current and (
            not begun if begun is not None else mute or _goes_on(current.kind, kind, found, unfinished=unfinished)
        ):
            current.last = position
            places.append(Place("other" if mute else current.kind, current.part))
        else:
            # What follows the cover is noting, often by hand; letters show that they begin.
            noted = kind is None and not current and behind_cover and found and not _starts_paper(found)
            current = _begin(kind or "other", position, part or ("noting" if noted else None))
            papers.append(current)
            places.append(Place(current.kind, current.part))
        if found:
            unfinished = "unfinished" in found.strengths
    return places, papers


def _begin(kind: str, position: int, told: Part | None) -> Stretch:
    return Stretch(kind, told or part_of(kind) or "correspondence", position, position)


def _goes_on(before: str, kind: str | None, signs: Signs | None, *, unfinished: bool) -> bool:
    if kind in _TITLED and signs and "titled" in signs.strengths:
        return False
    if kind in NOTING and kind == before:
        return True
    # Rows of a letter may stand as those of noting do: behind a sentence that breaks off, noting needs a title.
    carried = unfinished and kind in NOTING and before not in NOTING
    return (kind in (None, before) or carried) and (signs is None or not _starts_paper(signs))
