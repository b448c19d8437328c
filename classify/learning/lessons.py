"""Examples made ready for learning: what the rules make of them, and what persons say is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from classify.layout import Page
from classify.learning.cases import NASTI, nasti_case, paper_case
from classify.learning.choices import Case
from classify.learning.examples import Example
from classify.learning.hashing import Ids
from classify.learning.looks import Look, look_ids
from classify.learning.model import Learned
from classify.learning.pages import BEGINS, GOES_ON
from classify.learning.right import SORTS
from classify.understand import understand
from nasti.model import Sheet, Understood

Key = tuple[str, str]
"""Scope ("nasti" or "paper") and name of a field."""

HALF_LIFE = 150
"""Nasti after which an example counts half: an office changes its letterheads, its clerks and its habits."""


@dataclass(frozen=True)
class Asked:
    """A field that a person answered for.

    Attributes:
        key: Scope and name.
        case: The paper or nasti.
        answer: What the person said; None that there is none.
    """

    key: Key
    case: Case
    answer: str | int | None


@dataclass(frozen=True)
class Seen:
    """A page of which a person said what it is.

    Attributes:
        ids: Its features.
        rule: What the rules say.
        answer: What the person said.
    """

    ids: Ids
    rule: str
    answer: str


@dataclass(frozen=True)
class Lesson:
    """One example, made ready.

    Attributes:
        name: Of the nasti.
        person: Who was over it.
        weight: How much it counts.
        kinds: Pages whose kind was given.
        begins: Pages of which it was given whether a paper begins there.
        asked: Fields that were given.
    """

    name: str
    person: str
    weight: float
    kinds: tuple[Seen, ...]
    begins: tuple[Seen, ...]
    asked: tuple[Asked, ...]


def prepare(examples: Sequence[Example]) -> list[Lesson]:
    """Lessons, the oldest first.

    Args:
        examples: In any order.
    """
    ordered = sorted(examples, key=lambda example: (example.day, example.name))
    newer = range(len(ordered) - 1, -1, -1)
    return [_lesson(example, 0.5 ** (count / HALF_LIFE)) for example, count in zip(ordered, newer, strict=True)]


@dataclass(frozen=True)
class _Listener(Learned):
    """Has no say, and keeps what it is shown.

    Attributes:
        looks: By sheet, what the rules make of it.
        pages: By sheet; None for sheets without print.
    """

    looks: list[Look | None] = field(default_factory=list)
    pages: list[Page | None] = field(default_factory=list)

    def believe(self, sheets: Sequence[Sheet], looks: Sequence[Look | None]) -> list[Sheet]:
        """The sheets as they are."""
        self.looks[:] = looks
        return list(sheets)

    def refine(self, understood: Understood, pages: Sequence[Page | None]) -> Understood:
        """The nasti as it is."""
        self.pages[:] = pages
        return understood


def _lesson(example: Example, weight: float) -> Lesson:
    heard = _Listener()
    bare = [replace(sheet, told=replace(sheet.told, kind=None, begins=None)) for sheet in example.sheets]
    understood = understand(bare, learned=heard)
    kinds, begins = _seen(example, heard.looks)
    if not _as_said(example, understood):
        # What persons said of the pages is taken as true when fields are learnt: papers begin where they begin.
        told = [
            replace(sheet, told=replace(sheet.told, kind=kind, begins=begin))
            for sheet, kind, begin in zip(bare, example.kinds, example.begins, strict=True)
        ]
        understood = understand(told, learned=heard)
    asked = tuple(_asked(example, understood, heard.pages))
    return Lesson(example.name, example.person, weight, kinds, begins, asked)


def _as_said(example: Example, understood: Understood) -> bool:
    """Whether the rules have every kind and beginning as persons say."""
    firsts = {paper.first for paper in understood.papers}
    return all(
        kind in (None, sheet.kind) and begin in (None, position in firsts)
        for position, (sheet, kind, begin) in enumerate(
            zip(understood.sheets, example.kinds, example.begins, strict=True)
        )
    )


def _seen(example: Example, looks: Sequence[Look | None]) -> tuple[tuple[Seen, ...], tuple[Seen, ...]]:
    kinds, begins = [], []
    for look, ids, kind, begin in zip(looks, look_ids(looks), example.kinds, example.begins, strict=True):
        if look is None or ids is None:
            continue
        if kind is not None:
            kinds.append(Seen(ids, look.kind, kind))
        if begin is not None:
            begins.append(Seen(ids, _begins(look.begins), _begins(begin)))
    return tuple(kinds), tuple(begins)


def _begins(begins: bool) -> str:
    return BEGINS if begins else GOES_ON


def _asked(example: Example, understood: Understood, pages: Sequence[Page | None]) -> Iterator[Asked]:
    whole = nasti_case(understood, pages)
    papers = [paper_case(understood, pages, paper) for paper in understood.papers]
    for one in example.said:
        if one.name not in SORTS:
            continue
        if one.position is None:
            yield Asked((NASTI, one.name), whole, one.value)
            continue
        for number, paper in enumerate(understood.papers):
            if paper.first <= one.position <= paper.last:
                yield Asked(("paper", one.name), papers[number], one.value)
