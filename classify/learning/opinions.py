"""What a learner thinks of one field, how sure it is, and what becomes of the field then."""

from __future__ import annotations

import math
from collections.abc import Set
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from classify.learning.choices import Case, Choice, choices, pool
from classify.learning.hashing import Ids, feature_ids, pieces
from classify.learning.names import Names
from classify.learning.right import value_key
from nasti.model import Field

Weights = npt.NDArray[np.float32]
"""Of a learner, shape ``(SIZE,)``."""

FACTS = 12
"""What a learner's certainty is worked out from; the order is that of `_facts`."""

_FURTHEST = 8.0
"""Log odds that are told apart: beyond it all are the same."""
_FAMILIAR = 0.35
"""Share of a letterhead's pieces that must have been seen before: on an unknown letterhead the rules speak alone. Set
by hand: letterheads of one state share some pieces, and one in three of a known one's may be misread."""
SURE = 0.9
"""What calibrated certainty is mapped to where at most one field in a hundred is wrong: the default threshold."""
_UNSURE = 0.89
_SUREST = 0.999


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a learner makes of one field.

    Attributes:
        field: The likeliest value, or None where it is likeliest that there is none.
        agrees: Whether that is what the rules have.
        share: How much of what speaks for any value speaks for this one, 0 to 1; not calibrated.
        familiar: Share of the letterhead that was seen while learning, 0 to 1.
        facts: float64, shape ``(FACTS,)``.
    """

    field: Field | None
    agrees: bool
    share: float
    familiar: float
    facts: npt.NDArray[np.float64]


def head_ids(case: Case) -> Ids:
    """The pieces of a letterhead: by them it is known again.

    Args:
        case: The paper or nasti.
    """
    return feature_ids(piece for page in case.pages[:1] for word in page.head for piece in pieces(word))


def score(found: list[Choice], weights: Weights) -> npt.NDArray[np.float32]:
    """How much speaks for each choice, shape ``(choices,)``.

    Args:
        found: At least one.
        weights: Of the learner.
    """
    lengths = [len(choice.ids) for choice in found]
    summed = weights[np.concatenate([choice.ids for choice in found])]
    return np.add.reduceat(summed, np.cumsum([0, *lengths[:-1]])).astype(np.float32)


def opine(
    case: Case, name: str, weights: Weights, names: Names, seen: npt.NDArray[np.bool_], own: Set[str] = frozenset()
) -> Opinion:
    """What a learner makes of one field of a paper or nasti.

    Args:
        case: The paper or nasti.
        name: Of the field.
        weights: Of the learner.
        names: The office's names for this field.
        seen: Which pieces of letterheads it has seen, shape ``(SIZE,)``.
        own: Names given in this very nasti, while learning from it.
    """
    found = choices(case, name, names, own)
    scores = score(found, weights)
    return weigh(case, name, found, scores, seen)


def weigh(
    case: Case, name: str, found: list[Choice], scores: npt.NDArray[np.float32], seen: npt.NDArray[np.bool_]
) -> Opinion:
    """The likeliest of several choices.

    Args:
        case: The paper or nasti.
        name: Of the field.
        found: Of `choices`.
        scores: Of `score`.
        seen: Which pieces of letterheads the learner has seen, shape ``(SIZE,)``.
    """
    shares = pool(found, scores)
    ranked = sorted(shares, key=lambda key: shares[key], reverse=True)
    alike = [place for place, choice in enumerate(found) if choice.key == ranked[0]]
    # Evidence is where the value is printed; a name that is printed nowhere has none.
    printed = [place for place in alike if found[place].printed or found[place].rule]
    best = found[max(printed or alike, key=lambda place: scores[place])]
    rule = case.rules.get(name)
    agrees = best.key == (value_key(name, rule.value) if rule else "")
    pieces_seen = seen[head_ids(case)]
    familiar = float(pieces_seen.mean()) if pieces_seen.size else 1.0
    second = shares[ranked[1]] if len(ranked) > 1 else 0.0
    field = best.as_field(case.pages[0].page.position if case.pages else 0)
    facts = _facts(best, field, rule, (shares[best.key], second), familiar, len(alike))
    return Opinion(field, agrees, shares[best.key], familiar, facts)


def _facts(
    best: Choice, field: Field | None, rule: Field | None, shares: tuple[float, float], familiar: float, times: int
) -> npt.NDArray[np.float64]:
    odds = math.log(max(shares[0], 1e-9) / max(1 - shares[0], 1e-9))
    lead = math.log(max(shares[0], 1e-9) / max(shares[1], 1e-9))
    rule_sure = rule.confidence if rule else 0.0
    read = field.confidence if field else 1.0
    agrees = field == rule if field is None or rule is None else field.value == rule.value
    return np.array([
        min(_FURTHEST, max(-_FURTHEST, odds)) / _FURTHEST,
        min(_FURTHEST, lead) / _FURTHEST,
        float(agrees),
        float(rule is None),
        rule_sure if agrees else 0.0,
        0.0 if agrees else rule_sure,
        max(-3.0, math.log(max(read, 1e-3))),
        read,
        best.known,
        familiar,
        float(field is None),
        math.log1p(times),
    ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trust:
    """How far a learner's opinions on one field are to be believed, by what became of them on held-back nasti.

    Attributes:
        weights: Of the facts, float64, shape ``(FACTS,)``.
        bias: Added to them.
        cut: Probability from which at most one opinion in a hundred was wrong; above 1 where there is none.
        heeds_rules: Whether a field on which the rules agree may be as sure as they are.
    """

    weights: npt.NDArray[np.float64]
    bias: float
    cut: float
    heeds_rules: bool

    def probability(self, opinion: Opinion) -> float:
        """How likely an opinion is right, 0 to 1.

        Args:
            opinion: Any.
        """
        odds = float(self.weights @ opinion.facts) + self.bias
        return 1 / (1 + math.exp(-min(30.0, max(-30.0, odds))))

    def confidence(self, opinion: Opinion) -> float:
        """The same, but `SURE` or more only where experience bears it out.

        Args:
            opinion: Any.
        """
        likely = self.probability(opinion)
        return min(_SUREST, max(SURE, likely)) if likely >= self.cut else min(_UNSURE, likely)


def settle(opinion: Opinion, rule: Field | None, trust: Trust) -> Field | None:
    """What a field is, after the rules and the learner have spoken; None where there is none.

    Args:
        opinion: The learner's.
        rule: The rules' field.
        trust: How far the learner is to be believed.
    """
    if opinion.familiar < _FAMILIAR:
        return rule
    sure = trust.confidence(opinion)
    if opinion.agrees:
        if rule is None:
            return None
        return replace(rule, confidence=round(max(sure, rule.confidence) if trust.heeds_rules else sure, 3))
    if sure < 0.5 and rule is not None:
        return replace(rule, confidence=round(min(rule.confidence, 1 - sure, _UNSURE), 3))
    return replace(opinion.field, confidence=round(sure, 3)) if opinion.field else None
