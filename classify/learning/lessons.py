"""Examples made ready for learning: what the rules make of them, and what persons say is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

LET_STAND = 0.5
"""How much counts what nobody said: people mostly speak of what is wrong, and who learns from that alone would take the
rules to be wrong always."""

HALF_LIFE = 150
"""Nasti after which an example counts half: an office changes its letterheads, clerks and habits. Set by hand."""


@dataclass(frozen=True)
class Asked:
    """A field that a person answered for.

    Attributes:
        key: Scope and name.
        case: The paper or nasti.
        answer: What the person said; None that there is none.
        let_stand: Whether nobody said it: what the rules have was seen, and stayed.
    """

    key: Key
    case: Case
    answer: str | int | None
    let_stand: bool = False


@dataclass(frozen=True)
class Seen:
    """A page of which a person said what it is.

    Attributes:
        ids: Its features.
        rule: What the rules say.
        answer: What the person said.
        let_stand: Whether nobody said it: what the rules have was seen, and stayed.
    """

    ids: Ids
    rule: str
    answer: str
    let_stand: bool = False


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


def prepare(examples: Sequence[Example], threshold: float) -> list[Lesson]:
    """Lessons, the oldest first.

    Args:
        examples: In any order.
        threshold: Confidence from which fields are filled without a person.
    """
    ordered = sorted(examples, key=lambda example: (example.day, example.name))
    newer = range(len(ordered) - 1, -1, -1)
    return [
        _lesson(example, 0.5 ** (count / HALF_LIFE), threshold) for example, count in zip(ordered, newer, strict=True)
    ]


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


def _lesson(example: Example, weight: float, threshold: float) -> Lesson:
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
    asked = tuple(_asked(example, understood, heard.pages, threshold))
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
        kinds.append(Seen(ids, look.kind, kind or look.kind, kind is None))
        rule = _begins(look.begins)
        begins.append(Seen(ids, rule, rule if begin is None else _begins(begin), begin is None))
    return tuple(kinds), tuple(begins)


def _begins(begins: bool) -> str:
    return BEGINS if begins else GOES_ON


def _asked(example: Example, understood: Understood, pages: Sequence[Page | None], threshold: float) -> Iterator[Asked]:
    in_nasti = {one.name: one.value for one in example.said if one.position is None}
    yield from _answers(NASTI, nasti_case(understood, pages), in_nasti, threshold)
    for paper in understood.papers:
        mine = [one for one in example.said if one.position is not None and paper.first <= one.position <= paper.last]
        in_paper = {one.name: one.value for one in mine}
        yield from _answers("paper", paper_case(understood, pages, paper), in_paper, threshold)


def _answers(scope: str, case: Case, said: Mapping[str, str | int | None], threshold: float) -> Iterator[Asked]:
    """What was said of a paper or nasti, and what was let stand.

    What the rules fill, people see and mostly let stand. That something is missing is let stand where they spoke of the
    same paper; what waits for a person is left out.
    """
    for name in SORTS:
        rule = case.rules.get(name)
        if name in said:
            yield Asked((scope, name), case, said[name])
        elif rule and rule.confidence >= threshold:
            yield Asked((scope, name), case, rule.value, True)
        elif rule is None and said:
            yield Asked((scope, name), case, None, True)
