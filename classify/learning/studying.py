"""Learns one field, or one trait of pages, and judges it on nasti that were held back."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from classify.learning.choices import Choice, choices
from classify.learning.fitting import NO_CUT, Group, find_cut, fit_chooser, fit_pages, fit_trust
from classify.learning.hashing import SIZE
from classify.learning.judging import LEAST_ANSWERS, LEAST_NASTI, Outcome, gain_interval, judge, lower_rate, odd_persons
from classify.learning.lessons import LET_STAND, Asked, Key, Lesson, Seen
from classify.learning.model import FieldLearner
from classify.learning.names import Names, gather
from classify.learning.opinions import Opinion, Trust, Weights, head_ids, score, settle, weigh
from classify.learning.pages import REST, PageLearner, speak
from classify.learning.report import Row
from classify.learning.right import LISTED, SORTS, is_right, value_of
from nasti.model import Field

FOLDS = 5
_NEWEST = 0.2
"""Share of the nasti that are held back as the newest."""
_LIKELIER = 0.5
"""Share from which an opinion that a person contradicts counts against the person. It is low: where one in three says
something else, what the others say seldom comes to more."""
_LEAST_PAGES, _LEAST_OWN_NASTI = 8, 3
"""Pages of a kind, and nasti they are of, from which the kind is learnt."""
_LEAST_PAPERS = 5
"""Papers of a kind that must have been answered for before a learner speaks on papers of that kind."""
_TWICE = 2
"""Nasti in which a piece of a letterhead must have been seen."""


@dataclass(frozen=True)
class _Item:
    """One answer with the lesson it is from."""

    lesson: Lesson
    asked: Asked


@dataclass(frozen=True)
class _Fit:
    """What is learnt before it is known how far to trust it."""

    weights: Weights
    names: Names
    seen: npt.NDArray[np.bool_]


def fold_of(names: Iterable[str], seed: int) -> dict[str, int]:
    """Which part of the nasti each one is held back with.

    Args:
        names: Of nasti.
        seed: Of the order they are dealt in.
    """
    dealt = sorted(set(names))
    random.Random(seed).shuffle(dealt)
    return {name: place % FOLDS for place, name in enumerate(dealt)}


def study_field(key: Key, lessons: Sequence[Lesson], seed: int, threshold: float) -> tuple[FieldLearner | None, Row]:
    """A learner for one field, and how it compares with the rules; no learner where it may not be used.

    Args:
        key: Scope and name of the field.
        lessons: The oldest first.
        seed: Of the parts that are held back, and of the draws for the interval.
        threshold: Confidence from which fields are filled without a person.
    """
    items = [_Item(lesson, asked) for lesson in lessons for asked in lesson.asked if asked.key == key]
    desk = _Desk(key[1])
    row = _open_row(".".join(key), [(item.lesson, item.asked.let_stand) for item in items])
    if not _enough(row):
        return None, row
    opinions = _cross(desk, items, seed)
    odd = _odd(items, opinions, key[1])
    if odd:
        items = [item for item in items if item.lesson.person not in odd or item.asked.let_stand]
        opinions = _cross(desk, items, seed)
    row = replace(row, set_aside=tuple(sorted(odd)))
    for bold in (True, False):
        outcomes = _outcomes(items, opinions, key[1], seed, threshold, bold=bold)
        newest = _newest(desk, items, opinions, threshold, bold=bold)
        low, high = gain_interval(outcomes, seed)
        row = replace(_count(row, outcomes, newest), low=low, high=high, reason=judge(outcomes, newest, low))
        if row.reason != "more_wrong":
            break
    if not row.in_use:
        return None, row
    fit = desk.fit(items)
    kinds = [item.asked.case.kind for item in items]
    spoken = frozenset(kind for kind in kinds if kinds.count(kind) >= _LEAST_PAPERS)
    trust = _trust(items, opinions, key[1], bold=bold)
    return FieldLearner(fit.weights, fit.seen, fit.names, trust, spoken), row


def _open_row(name: str, answers: Sequence[tuple[Lesson, bool]]) -> Row:
    nasti = {lesson.name for lesson, _ in answers}
    return Row(name, len(nasti), len(answers), let_stand=sum(let_stand for _, let_stand in answers))


def _enough(row: Row) -> bool:
    return row.nasti >= LEAST_NASTI and row.answers - row.let_stand >= LEAST_ANSWERS


class _Desk:
    """Fits and asks learners of one field; choices that do not depend on the names are worked out once.

    Args:
        name: Of the field.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._kept: dict[int, list[Choice]] = {}

    def _choices(self, item: _Item, names: Names, own: frozenset[str]) -> list[Choice]:
        if SORTS[self.name] in LISTED:
            return choices(item.asked.case, self.name, names, own)
        key = id(item.asked)
        if key not in self._kept:
            self._kept[key] = choices(item.asked.case, self.name, names)
        return self._kept[key]

    def fit(self, items: Sequence[_Item]) -> _Fit:
        """What the answers teach."""
        given: dict[str, set[str]] = {}
        for item in items:
            own = given.setdefault(item.lesson.name, set())
            if isinstance(item.asked.answer, str) and not item.asked.let_stand:
                own.add(item.asked.answer)
        names = gather(self.name, given.values())
        groups = []
        for item in items:
            found = self._choices(item, names, frozenset(given[item.lesson.name]))
            weight = item.lesson.weight * (LET_STAND if item.asked.let_stand else 1)
            groups.append(Group(found, _right(found, self.name, item.asked.answer), weight))
        return _Fit(fit_chooser(groups), names, _seen_heads(items))

    def ask(self, fit: _Fit, item: _Item) -> Opinion:
        """What a learner that has not seen an answer makes of it."""
        found = self._choices(item, fit.names, frozenset())
        return weigh(item.asked.case, self.name, found, score(found, fit.weights), fit.seen)


def _right(found: Sequence[Choice], name: str, answer: str | int | None) -> npt.NDArray[np.bool_]:
    known: dict[str, bool] = {}
    for choice in found:
        if choice.key not in known:
            known[choice.key] = is_right(name, choice.value, answer)
    return np.array([known[choice.key] for choice in found])


def _seen_heads(items: Sequence[_Item]) -> npt.NDArray[np.bool_]:
    by_nasti: dict[str, npt.NDArray[np.bool_]] = {}
    for item in items:
        by_nasti.setdefault(item.lesson.name, np.zeros(SIZE, bool))[head_ids(item.asked.case)] = True
    counts = np.zeros(SIZE, np.int32)
    for seen in by_nasti.values():
        counts += seen
    return counts >= _TWICE


def _cross(desk: _Desk, items: Sequence[_Item], seed: int) -> list[Opinion]:
    """An opinion on every answer, of a learner that has not seen its nasti."""
    fold = fold_of((item.lesson.name for item in items), seed)
    opinions: dict[int, Opinion] = {}
    for held in range(FOLDS):
        fit = desk.fit([item for item in items if fold[item.lesson.name] != held])
        for place, item in enumerate(items):
            if fold[item.lesson.name] == held:
                opinions[place] = desk.ask(fit, item)
    return [opinions[place] for place in range(len(items))]


def _right_opinions(items: Sequence[_Item], opinions: Sequence[Opinion], name: str) -> list[bool]:
    return [
        is_right(name, value_of(opinion.field), item.asked.answer)
        for item, opinion in zip(items, opinions, strict=True)
    ]


def _trust(items: Sequence[_Item], opinions: Sequence[Opinion], name: str, *, bold: bool = True) -> Trust:
    """How far opinions are to be believed, from held-back ones; without boldness they fill nothing by themselves."""
    right = _right_opinions(items, opinions, name)
    agreed = [
        good
        for item, opinion, good in zip(items, opinions, right, strict=True)
        if opinion.agrees and (rule := item.asked.case.rules.get(name)) and rule.confidence >= _RULES_SURE
    ]
    heeds = lower_rate(agreed.count(False), len(agreed)) <= _RULES_WRONG
    bare = fit_trust(opinions, right, cut=0.0, heeds_rules=heeds)
    if not bold:
        return replace(bare, cut=NO_CUT)
    return replace(bare, cut=find_cut([bare.probability(opinion) for opinion in opinions], right))


_RULES_SURE, _RULES_WRONG = 0.9, 0.02
"""Fields that rules are this sure of and the learner agrees on are contradicted in one of a hundred cases and, as
persons slip too, perhaps in another. The rules lose their word where it is more beyond doubt."""


def _odd(items: Sequence[_Item], opinions: Sequence[Opinion], name: str) -> frozenset[str]:
    right = _right_opinions(items, opinions, name)
    return odd_persons([
        (item.lesson.person, not good)
        for item, opinion, good in zip(items, opinions, right, strict=True)
        if opinion.share >= _LIKELIER and not item.asked.let_stand
    ])  # fmt: skip


def _outcomes(
    items: Sequence[_Item], opinions: Sequence[Opinion], name: str, seed: int, threshold: float, *, bold: bool
) -> list[Outcome]:
    """What becomes of every answer when trust, too, comes from other nasti than its own."""
    fold = fold_of((item.lesson.name for item in items), seed)
    outcomes = []
    for held in range(FOLDS):
        others = [place for place, item in enumerate(items) if fold[item.lesson.name] != held]
        trust = _trust([items[place] for place in others], [opinions[place] for place in others], name, bold=bold)
        outcomes += [
            _outcome(item, opinion, name, trust, threshold)
            for item, opinion in zip(items, opinions, strict=True)
            if fold[item.lesson.name] == held
        ]
    return outcomes


def _outcome(item: _Item, opinion: Opinion, name: str, trust: Trust, threshold: float) -> Outcome:
    rule = item.asked.case.rules.get(name)
    after = settle(opinion, rule, trust)

    def right(field: Field | None) -> bool:
        return is_right(name, value_of(field), item.asked.answer)

    def filled(field: Field | None) -> bool:
        return field is not None and field.confidence >= threshold

    return Outcome(item.lesson.name, right(rule), right(after), filled(rule), filled(after))


def _newest(
    desk: _Desk, items: Sequence[_Item], opinions: Sequence[Opinion], threshold: float, *, bold: bool
) -> list[Outcome]:
    """The newest nasti, with what all older ones teach: an office that changes shows here."""
    names = list(dict.fromkeys(item.lesson.name for item in items))
    new = frozenset(names[len(names) - round(_NEWEST * len(names)) :])
    old = [place for place, item in enumerate(items) if item.lesson.name not in new]
    fit = desk.fit([items[place] for place in old])
    trust = _trust([items[place] for place in old], [opinions[place] for place in old], desk.name, bold=bold)
    return [
        _outcome(item, desk.ask(fit, item), desk.name, trust, threshold) for item in items if item.lesson.name in new
    ]


def _count(row: Row, outcomes: Sequence[Outcome], newest: Sequence[Outcome]) -> Row:
    return replace(
        row,
        nasti=len({outcome.nasti for outcome in outcomes}),
        answers=len(outcomes),
        rules_right=sum(outcome.before for outcome in outcomes),
        learned_right=sum(outcome.after for outcome in outcomes),
        filled_before=sum(outcome.filled_before for outcome in outcomes),
        wrong_before=sum(outcome.filled_before and not outcome.before for outcome in outcomes),
        filled_after=sum(outcome.filled_after for outcome in outcomes),
        wrong_after=sum(outcome.filled_after and not outcome.after for outcome in outcomes),
        newest=len(newest),
        newest_rules_right=sum(outcome.before for outcome in newest),
        newest_learned_right=sum(outcome.after for outcome in newest),
    )


def study_pages(
    name: str, lessons: Sequence[Lesson], of: Callable[[Lesson], Sequence[Seen]], seed: int
) -> tuple[PageLearner | None, Row]:
    """A learner of kinds or of beginnings, and how it compares with the rules; none where it may not be used.

    Args:
        name: "kind" or "begins".
        lessons: The oldest first.
        of: The pages of a lesson that it learns from.
        seed: Of the parts that are held back, and of the draws for the interval.
    """
    pages = [(lesson, seen) for lesson in lessons for seen in of(lesson)]
    row = _open_row(name, [(lesson, seen.let_stand) for lesson, seen in pages])
    if not _enough(row):
        return None, row
    fold = fold_of((lesson.name for lesson, _ in pages), seed)
    parts = [
        ([page for page in pages if fold[page[0].name] != held], [page for page in pages if fold[page[0].name] == held])
        for held in range(FOLDS)
    ]
    outcomes = [outcome for taught, held in parts for outcome in _page_outcomes(taught, held)]
    new = {lesson.name for lesson in lessons[len(lessons) - round(_NEWEST * len(lessons)) :]}
    newest = _page_outcomes(
        [page for page in pages if page[0].name not in new], [page for page in pages if page[0].name in new]
    )
    low, high = gain_interval(outcomes, seed)
    row = replace(_count(row, outcomes, newest), low=low, high=high, reason=judge(outcomes, newest, low))
    return (_fit_pages(pages) if row.in_use else None), row


def _page_outcomes(taught: Sequence[tuple[Lesson, Seen]], held: Sequence[tuple[Lesson, Seen]]) -> list[Outcome]:
    learner = _fit_pages(taught)
    return [
        Outcome(lesson.name, seen.rule == seen.answer, speak(learner, seen.ids, seen.rule) == seen.answer)
        if learner
        else Outcome(lesson.name, seen.rule == seen.answer, seen.rule == seen.answer)
        for lesson, seen in held
    ]


def _fit_pages(pages: Sequence[tuple[Lesson, Seen]]) -> PageLearner | None:
    """A learner of those labels that were given often enough; None where that is but one."""
    nasti: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for lesson, seen in pages:
        nasti.setdefault(seen.answer, set()).add(lesson.name)
        counts[seen.answer] = counts.get(seen.answer, 0) + 1
    often = {label for label in counts if counts[label] >= _LEAST_PAGES and len(nasti[label]) >= _LEAST_OWN_NASTI}
    labels = [seen.answer if seen.answer in often else REST for _, seen in pages]
    if len(set(labels)) < 2:
        return None
    weights = [lesson.weight * (LET_STAND if seen.let_stand else 1) for lesson, seen in pages]
    return fit_pages([seen.ids for _, seen in pages], labels, weights)
