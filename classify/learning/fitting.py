"""Fitting of learners; needs scikit-learn and SciPy, which nothing else here does: reading must not pay for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.stats import beta
from sklearn.linear_model import LogisticRegression

from classify.learning.choices import Choice
from classify.learning.hashing import SIZE, Ids
from classify.learning.opinions import FACTS, Opinion, Trust, Weights
from classify.learning.pages import PageLearner

_SHRINK = 0.5
"""Strength of the pull of all weights to 0 when choosing values. Source: bench/learn.py, office tune 101."""
_STEPS = 80
"""Steps of descent at most: further ones change no choice."""
_MOST_WRONG = 50
"""Wrong choices of a case that are learnt from; of more, every so manieth, counted for those left out."""
_LEAST_WRONG_SHARE = 0.01
_ASSURANCE = 0.8
"""One-sided probability with which at most one in a hundred is wrong above the cut: 161 right ones and none wrong are
the fewest that bear it out."""
NO_CUT = 2.0
"""A cut that no probability reaches."""


@dataclass(frozen=True)
class Group:
    """The choices for one field of one paper or nasti, and which of them a person's answer makes right.

    Attributes:
        found: All choices.
        right: bool, shape ``(choices,)``.
        weight: How much it counts.
    """

    found: list[Choice]
    right: npt.NDArray[np.bool_]
    weight: float


def fit_chooser(groups: Sequence[Group]) -> Weights:
    """Weights under which right choices are likely: a conditional logit, equal choices taken together.

    Args:
        groups: Those without a right choice teach nothing and are left out.

    Source: McFadden, Conditional Logit Analysis of Qualitative Choice Behavior, 1974.
    """
    thinned = [_thin(group) for group in groups if group.right.any()]
    if not thinned:
        return np.zeros(SIZE, np.float32)
    groups = [group for group, _ in thinned]
    found = [choice for group in groups for choice in group.found]
    columns, table = _table([choice.ids for choice in found])
    sizes = np.array([len(group.found) for group in groups])
    starts = np.cumsum([0, *sizes[:-1]])
    right = np.concatenate([group.right for group in groups])
    weight = np.array([group.weight for group in groups])
    stands_for = np.concatenate([share for _, share in thinned])

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scores = table @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        each = np.exp(scores) * stands_for
        both = np.where(right, each, 0.0)
        total, good = np.add.reduceat(each, starts), np.maximum(np.add.reduceat(both, starts), 1e-300)
        slope = (each / np.repeat(total, sizes) - both / np.repeat(good, sizes)) * np.repeat(weight, sizes)
        value = float(weight @ (np.log(total) - np.log(good))) + _SHRINK / 2 * float(weights @ weights)
        return value, table.T @ slope + _SHRINK * weights

    done = minimize(loss, np.zeros(columns.size), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    weights = np.zeros(SIZE, np.float32)
    weights[columns] = done.x
    return weights


def _thin(group: Group) -> tuple[Group, npt.NDArray[np.float64]]:
    """A group with no more wrong choices than teach something, and for how many choices each of them stands.

    The first two, which are none and the rules' own, are kept.
    """
    wrong = np.flatnonzero(~group.right)
    wrong = wrong[wrong >= _KEPT]
    if wrong.size <= _MOST_WRONG:
        return group, np.ones(len(group.found))
    some = wrong[:: -(-wrong.size // _MOST_WRONG)]
    kept = np.union1d(np.union1d(np.flatnonzero(group.right), some), np.arange(_KEPT))
    stands_for = np.where(np.isin(kept, some), wrong.size / some.size, 1.0)
    return Group([group.found[place] for place in kept], group.right[kept], group.weight), stands_for


_KEPT = 2


def _table(ids: Sequence[Ids]) -> tuple[npt.NDArray[np.int64], csr_array]:
    """The features that occur, and which of them hold: a row for each of what is learnt from, a column for each."""
    lengths = np.array([len(one) for one in ids])
    columns, places = np.unique(np.concatenate(ids), return_inverse=True)
    rows = np.concatenate([[0], np.cumsum(lengths)])
    shape = (len(ids), columns.size)
    return columns.astype(np.int64), csr_array((np.ones(places.size), places.astype(np.int32), rows), shape=shape)


def fit_trust(opinions: Sequence[Opinion], right: Sequence[bool], *, cut: float, heeds_rules: bool) -> Trust:
    """How likely opinions are right, from what became of them on nasti that their learner had not seen.

    Args:
        opinions: Of held-back nasti.
        right: Whether each was right.
        cut: Probability from which at most one in a hundred is wrong.
        heeds_rules: Whether a field on which the rules agree may be as sure as they are.
    """
    good = np.array(right, bool)
    # One made-up wrong opinion among the right ones, and one right among the wrong: nothing is ever certain.
    if good.all() or not good.any() or len(good) < FACTS:
        odds = (good.sum() + 0.5) / ((~good).sum() + 0.5)
        return Trust(np.zeros(FACTS), float(np.log(odds)), cut, heeds_rules)
    facts = np.stack([opinion.facts for opinion in opinions])
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(facts, good)
    return Trust(fitted.coef_[0].astype(float), float(fitted.intercept_[0]), cut, heeds_rules)


def find_cut(likely: Sequence[float], right: Sequence[bool]) -> float:
    """The lowest probability from which at most one opinion in a hundred is wrong, with `_ASSURANCE`.

    Args:
        likely: Probabilities of held-back opinions.
        right: Whether each was right.
    """
    order = np.argsort(-np.asarray(likely), kind="stable")
    wrong = np.cumsum(~np.array(right, bool)[order])
    count = np.arange(1, len(order) + 1)
    upper = beta.ppf(_ASSURANCE, wrong + 1, np.maximum(count - wrong, 1e-9))
    ranked = np.asarray(likely)[order]
    # Equal probabilities are above the cut together.
    ends = np.append(ranked[1:] < ranked[:-1], True)
    borne_out = np.flatnonzero(ends & (upper <= _LEAST_WRONG_SHARE))
    return float(ranked[borne_out[-1]]) if borne_out.size else NO_CUT


def fit_pages(ids: Sequence[Ids], labels: Sequence[str], weights: Sequence[float]) -> PageLearner:
    """A learner that tells pages apart.

    Args:
        ids: Features of each page.
        labels: What each is, at least two different ones.
        weights: How much each counts.
    """
    columns, table = _table(ids)
    fitted = LogisticRegression(C=1.0, max_iter=300, tol=1e-3).fit(table, np.array(labels), sample_weight=weights)
    rows, bias = np.zeros((fitted.coef_.shape[0], SIZE)), fitted.intercept_
    rows[:, columns] = fitted.coef_
    classes = [str(label) for label in fitted.classes_]
    if len(classes) == 2:
        rows, bias = np.concatenate([-rows / 2, rows / 2]), np.concatenate([-bias / 2, bias / 2])
    return PageLearner(tuple(classes), rows.astype(np.float32), bias.astype(np.float32))
