"""Whether a learner may be used: held-back answers, with the rules and with the learner, counted by nasti."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classify.learning.report import Reason

LEAST_NASTI = 20
"""Nasti that people must have been over before anything is learnt."""
LEAST_ANSWERS = 20
"""Answers that people must have given to one question, besides all that they let stand."""
_RESAMPLES = 2000
_INTERVAL = (2.5, 97.5)
_FILLS_MORE, _NO_LOSS = 0.02, 0.01
"""A learner that is as often right is of use where it fills this share more of the fields without a person; that it is
as often right is taken for shown when the lower end of its gain is no further below zero than this."""
_MOST_WRONG = 0.01
"""Share of the fields filled without a person that may be wrong."""
_NEWEST_LOSS = 0.01
"""What a learner may lose on the newest nasti, where a handful of answers says little."""
_LEAST_CONFIDENT = 20
_ODD_RATE, _ODD_TIMES = 0.1, 3.0
"""Rate of contradiction from which a person's answers are odd, and how many times that of all others it must be."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One held-back answer.

    Attributes:
        nasti: Which nasti it is of.
        before: Whether the rules are right.
        after: Whether rules and learner together are.
        filled_before: Whether the rules fill the field without a person.
        filled_after: Whether it is filled with the learner.
    """

    nasti: str
    before: bool
    after: bool
    filled_before: bool = False
    filled_after: bool = False


def gain_interval(outcomes: Sequence[Outcome], seed: int) -> tuple[float, float]:
    """Between what shares of the answers the gain lies, at 95 in 100: nasti are drawn again and again with returning.

    Answers of one nasti stand or fall together, so whole nasti are drawn.

    Args:
        outcomes: At least one.
        seed: Of the draws.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, the percentile interval.
    """
    gains: dict[str, int] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    for outcome in outcomes:
        gains[outcome.nasti] += outcome.after - outcome.before
        counts[outcome.nasti] += 1
    gain, count = np.array([gains[name] for name in counts]), np.array(list(counts.values()))
    draws = np.random.default_rng(seed).integers(0, len(count), (_RESAMPLES, len(count)))
    low, high = np.percentile(gain[draws].sum(axis=1) / count[draws].sum(axis=1), _INTERVAL)
    return float(low), float(high)


def judge(outcomes: Sequence[Outcome], newest: Sequence[Outcome], low: float) -> Reason:
    """Whether a learner may be used, and why.

    Args:
        outcomes: All answers, each held back in its turn.
        newest: Those of the newest nasti, with what was learnt from all older ones.
        low: Lower end of the gain.
    """
    filled = [outcome for outcome in outcomes if outcome.filled_after]
    wrong_after = sum(not outcome.after for outcome in filled)
    wrong_before = sum(outcome.filled_before and not outcome.before for outcome in outcomes)
    gain = sum(outcome.after - outcome.before for outcome in outcomes)
    more = sum(outcome.filled_after - outcome.filled_before for outcome in outcomes)
    better = low >= 0 and gain > 0
    surer = low >= -_NO_LOSS and gain >= 0 and more >= _FILLS_MORE * len(outcomes)
    if not (better or surer):
        return "no_gain"
    if wrong_after > wrong_before and wrong_after > _MOST_WRONG * len(filled):
        return "more_wrong"
    if sum(outcome.after - outcome.before for outcome in newest) < -_NEWEST_LOSS * len(newest):
        return "newest_worse"
    return "better" if better else "surer"


def odd_persons(answers: Sequence[tuple[str, bool]]) -> frozenset[str]:
    """Persons who contradict what the answers of all the others teach, far more often than those do.

    Args:
        answers: Person, and whether the answer contradicts a confident opinion of a learner that had not seen it. A
            person who gave most of the answers is what the learner learnt from, and is never odd.
    """
    persons = {person for person, _ in answers if person}
    odd = set()
    for person in persons:
        own = [against for one, against in answers if one == person]
        others = [against for one, against in answers if one != person]
        if len(own) < _LEAST_CONFIDENT or len(others) <= len(own):
            continue
        usual = (sum(others) + 1) / (len(others) + 1)
        if lower_rate(sum(own), len(own)) > max(_ODD_RATE, _ODD_TIMES * usual):
            odd.add(person)
    return frozenset(odd)


def lower_rate(count: int, whole: int) -> float:
    """The lower end of a rate at 95 in 100; 0 of nothing.

    Args:
        count: How often it happened.
        whole: How often it might have.

    Source: Wilson, Probable Inference, the Law of Succession, and Statistical Inference, 1927.
    """
    if not whole:
        return 0.0
    rate, z = count / whole, 1.96
    middle = rate + z * z / (2 * whole)
    return (middle - z * math.sqrt(rate * (1 - rate) / whole + z * z / (4 * whole * whole))) / (1 + z * z / whole)
