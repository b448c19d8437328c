"""Which kind of page the signs speak for."""

from __future__ import annotations

from classify.signs import Signs
from classify.tables import load
from nasti.model import Part

ENOUGH = 1.0
"""Sum of weights from which a kind is taken."""

NOTING = frozenset({"note", "order_sheet"})
UNPARTED = frozenset({"cover", "blank", "separator"})
"""Kinds of sheet that belong to no part."""


def choose_kind(signs: Signs) -> str | None:
    """The kind that the signs speak for; None where they do not say enough.

    Args:
        signs: Of the page.
    """
    scores = {kind: _score(kind, signs) for kind in load("kinds")}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= ENOUGH else None


def _score(kind: str, signs: Signs) -> float:
    weights: dict[str, float] = load("kinds")[kind]["signs"]
    heading = weights.get("heading", 0.0) * signs.headings.get(kind, 0.0)
    return heading + sum(
        weight * signs.strengths.get(sign, 0.0) for sign, weight in weights.items() if sign != "heading"
    )


def part_of(kind: str) -> Part | None:
    """The part that a kind of page belongs to; None for covers, blanks and separators.

    Args:
        kind: One of `nasti.model.KINDS`.
    """
    if kind in UNPARTED:
        return None
    return "noting" if kind in NOTING else "correspondence"
