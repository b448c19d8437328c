"""Holds what was understood of a nasti against the truth: fields, kinds, parts, where papers begin, confidences.

The truth of a nasti is a mapping as `measure.sets` describes it. Beside that, a page may have ``part``, ``starts``
(whether a paper begins on it) and fields whose value is None, which says that there is none to find; a nasti may have
``fields`` of its own, else they are its cover's. A field of which the truth says nothing is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import Levenshtein

from classify.likeness import plain
from nasti import hindi
from nasti.model import Field, Paper, Understood

COVER_FIELDS = (
    "department", "section", "subject", "year", "opened", "closed", "retention", "noting_pages",
    "correspondence_pages", "head", "volume", "previous_number", "linked_number",
)  # fmt: skip
PAPER_FIELDS = ("letter_number", "date", "subject", "sender", "recipient")
NUMBERS = frozenset({"file_number", "letter_number", "previous_number", "linked_number"})
ALIKE = 0.9
"""Likeness at which a subject counts as right, and a sender or a recipient: one letter in ten may differ."""

NOTING = frozenset({"note", "order_sheet"})
UNPARTED = frozenset({"cover", "blank", "separator"})


Wanted = str | int | list[str] | None
"""A value, or several that a clerk may write down."""


@dataclass(frozen=True)
class Claim:
    """A field that was filled, or that the truth has.

    Attributes:
        name: Of the field; those of the nasti as they are, those of papers behind "paper ".
        level: Ageing of the nasti.
        wanted: What the truth says; None for nothing; several values of which each is right.
        found: What was understood; None for nothing.
        where: The nasti and its sheet, for whoever looks.
    """

    name: str
    level: str
    wanted: Wanted
    found: Field | None
    where: str

    @property
    def right(self) -> bool:
        """Whether what was understood is what stands there."""
        if self.found is None or self.wanted is None:
            return self.found is None and self.wanted is None
        return is_same(self.name.removeprefix("paper "), self.wanted, self.found.value)


def is_same(name: str, wanted: str | int | list[str], found: str | int) -> bool:
    """Whether two values of a field are the same to a clerk: numbers in their canonical form, subjects nearly."""
    if isinstance(wanted, list):
        return any(is_same(name, one, found) for one in wanted)
    if name in NUMBERS:
        return hindi.number_key(str(wanted)) == hindi.number_key(str(found))
    first, second = plain(str(wanted)), plain(str(found))
    if name in ("subject", "sender", "recipient"):
        return Levenshtein.normalized_similarity(first, second) >= ALIKE
    return first == second


@dataclass
class Score:
    """What was counted.

    Attributes:
        claims: Every field.
        kinds: By level: pages whose kind is right, and all.
        parts: By level: the same of the part.
        starts: By level: beginnings of papers found, found wrongly, and missed.
        odd: Pages of a wrong kind, in words.
    """

    claims: list[Claim] = field(default_factory=list)
    kinds: dict[str, list[int]] = field(default_factory=dict)
    parts: dict[str, list[int]] = field(default_factory=dict)
    starts: dict[str, list[int]] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)


def score_nasti(score: Score, name: str, truth: Mapping[str, Any], understood: Understood) -> None:
    """Add a nasti to what was counted."""
    level, pages = truth["level"], truth["pages"]
    score.claims += _nasti_claims(name, truth, understood)
    score.claims += _paper_claims(name, level, pages, understood)
    kinds, parts = score.kinds.setdefault(level, [0, 0]), score.parts.setdefault(level, [0, 0])
    for number, (page, sheet) in enumerate(zip(pages, understood.sheets, strict=True)):
        right = sheet.kind == page["kind"]
        kinds[0] += right
        kinds[1] += 1
        if not right:
            score.odd.append(f"{name} sheet {number}: {page['kind']} taken for {sheet.kind}")
        if page["kind"] not in UNPARTED:
            parts[0] += sheet.part == _part(page)
            parts[1] += 1
    wanted = {number for number, starts in enumerate(_starts(pages)) if starts}
    found = {paper.first for paper in understood.papers}
    starts = score.starts.setdefault(level, [0, 0, 0])
    for place, count in enumerate((len(wanted & found), len(found - wanted), len(wanted - found))):
        starts[place] += count
    score.odd += [f"{name} sheet {number}: no paper begins here" for number in sorted(found - wanted)]
    score.odd += [f"{name} sheet {number}: a paper begins here" for number in sorted(wanted - found)]


def _part(page: Mapping[str, Any]) -> str:
    return str(page.get("part") or ("noting" if page["kind"] in NOTING else "correspondence"))


def _starts(pages: Sequence[Mapping[str, Any]]) -> Iterator[bool]:
    """Where papers begin: as the truth says, else with each page but those of notes and order sheets that go on."""
    before = ""
    for page in pages:
        kind = page["kind"]
        goes_on = kind == before and kind in NOTING
        yield bool(page.get("starts", kind not in UNPARTED and not goes_on))
        before = kind if kind != "blank" else before


def _nasti_claims(name: str, truth: Mapping[str, Any], understood: Understood) -> Iterator[Claim]:
    covers = [page["fields"] for page in truth["pages"] if page["kind"] == "cover"]
    stated = truth.get("fields") or (covers[0] if covers else {})
    if stated.get("file_number", truth.get("number")) is not None:
        wanted = stated.get("file_number", truth.get("number"))
        yield Claim("file_number", truth["level"], wanted, understood.fields.get("file_number"), name)
    for key in COVER_FIELDS:
        if key in stated:
            yield Claim(key, truth["level"], stated[key], understood.fields.get(key), name)


def _paper_claims(name: str, level: str, pages: Sequence[Mapping[str, Any]], understood: Understood) -> Iterator[Claim]:
    for number, page in enumerate(pages):
        paper = _paper_at(understood.papers, number)
        for key in PAPER_FIELDS:
            if key in page["fields"] and page["kind"] != "cover":
                found = paper.fields.get(key) if paper else None
                yield Claim(f"paper {key}", level, page["fields"][key], found, f"{name} sheet {number}")


def _paper_at(papers: Sequence[Paper], number: int) -> Paper | None:
    return next((paper for paper in papers if paper.first <= number <= paper.last), None)
