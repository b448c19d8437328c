"""Fronts and backs brought together: which back lies behind which front, where either pass may have lost some.

Both passes run the same way, so this is the alignment of two sequences (Gotoh's, with a price for the first lost side
of a run and a lower one for each after it). Summed over all alignments it tells how sure each pair is, and so where
between two anchors a lost side may be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from classify.traits import Weights

LOST, LOST_TOO = math.log(1e-5), math.log(0.1)
"""How seldom a pass loses a side, for each side, and how often it loses the next one with it."""

SURE = 0.999
"""How likely a pair is from which it counts as certain."""

REACH = 50
"""How many sides one pass may be ahead of the other, beyond what their counts differ by."""

Pair = tuple[int | None, int | None]
"""Index of a front and of a back; None for the one that was lost."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which sides make up sheets.

    Attributes:
        pairs: In order; every front and every back is in one of them.
        sure: How likely each of them is right, 0 to 1.
        front_alone: How likely the back of each front was lost, 0 to 1.
        back_alone: How likely the front of each back was lost.
        support: How strongly the sides speak for being sheets in this order, over all alignments: the logarithm of a
            likelihood.
    """

    pairs: tuple[Pair, ...]
    sure: tuple[float, ...]
    front_alone: tuple[float, ...]
    back_alone: tuple[float, ...]
    support: float


class _Sweep(NamedTuple):
    """By how many fronts and how many backs are behind: the best or the summed score, by what came last."""

    both: Weights
    front: Weights
    back: Weights


def _sweep(weights: Weights, plus: np.ufunc) -> _Sweep:
    fronts, backs = weights.shape
    sweep = _Sweep(*(np.full((fronts + 1, backs + 1), -np.inf) for _ in range(3)))
    rise = LOST_TOO * np.arange(backs + 1)
    reach = REACH + abs(fronts - backs)
    for row in range(fronts + 1):
        first, end = max(0, row - reach), min(backs, row + reach) + 1
        if row == 0:
            sweep.both[0, 0] = 0.0
        else:
            both, front, back = (table[row - 1] for table in sweep)
            any_above = plus(plus(both[first:end], front[first:end]), back[first:end])
            sweep.both[row, first + 1 : end] = weights[row - 1, first : end - 1] + any_above[:-1]
            sweep.front[row, first:end] = plus(
                plus(both[first:end], back[first:end]) + LOST, front[first:end] + LOST_TOO
            )
        # A run of lost fronts of any length ends here: all its beginnings at once.
        begun = plus.accumulate(sweep.both[row, first:end] + LOST - rise[first:end])
        sweep.back[row, first + 1 : end] = begun[:-1] + rise[first : end - 1]
    return sweep


def _any(sweep: _Sweep, plus: np.ufunc) -> Weights:
    total = plus(plus(sweep.both, sweep.front), sweep.back)
    return np.asarray(total, dtype=np.float64)


def support(weights: Weights) -> float:
    """How strongly sides speak for being the fronts and the backs of sheets in this order, over all alignments.

    Args:
        weights: Of `classify.traits`, a row for each front and a column for each back.
    """
    return float(_any(_sweep(weights, np.logaddexp), np.logaddexp)[-1, -1])


def align(weights: Weights) -> Alignment:
    """The likeliest alignment of fronts and backs.

    Args:
        weights: Of `classify.traits`, a row for each front and a column for each back.
    """
    likely, total = _likelihoods(weights)
    pairs = _trace(_sweep(weights, np.maximum))
    front_alone, back_alone = 1 - likely.sum(axis=1), 1 - likely.sum(axis=0)

    def sure(pair: Pair) -> float:
        front, back = pair
        if front is not None and back is not None:
            return float(likely[front, back])
        return float(back_alone[back] if front is None else front_alone[front])

    return Alignment(pairs, tuple(map(sure, pairs)), tuple(front_alone.tolist()), tuple(back_alone.tolist()), total)


def _likelihoods(weights: Weights) -> tuple[Weights, float]:
    """How likely each front and each back make up a sheet; and the support."""
    ahead = _sweep(weights, np.logaddexp)
    behind = _any(_sweep(weights[::-1, ::-1], np.logaddexp), np.logaddexp)[::-1, ::-1]
    total = float(behind[0, 0])
    return np.clip(np.exp(ahead.both[1:, 1:] + behind[1:, 1:] - total), 0.0, 1.0), total


def _trace(best: _Sweep) -> tuple[Pair, ...]:
    front, back = best.both.shape[0] - 1, best.both.shape[1] - 1
    state = int(np.argmax([table[front, back] for table in best]))
    pairs: list[Pair] = []
    while front or back:
        if state == 0:
            front, back = front - 1, back - 1
            pairs.append((front, back))
            costs = (0.0, 0.0, 0.0)
        elif state == 1:
            front -= 1
            pairs.append((front, None))
            costs = (LOST, LOST_TOO, LOST)
        else:
            back -= 1
            pairs.append((None, back))
            costs = (LOST, -math.inf, LOST_TOO)
        state = int(np.argmax([table[front, back] + cost for table, cost in zip(best, costs, strict=True)]))
    return tuple(reversed(pairs))


def chain(weights: Weights, alone: Weights) -> Alignment:
    """Which sides that follow each other make up sheets, where some may have been lost.

    Args:
        weights: For each side but the last, how strongly it and the next speak for being front and back of one sheet.
        alone: For each side, how strongly it speaks for having lost its other side.

    Returns:
        Pairs of positions; with a side lost, the other stands alone as a front.
    """
    count = len(weights) + 1
    ahead, best = np.full(count + 1, -np.inf), np.full(count + 1, -np.inf)
    behind = np.full(count + 2, -np.inf)
    ahead[0] = best[0] = behind[count] = 0.0
    # Nothing comes before the first side, nor after the last.
    paired = np.concatenate(([-np.inf], weights, [-np.inf]))
    lost = LOST + alone
    for end in range(1, count + 1):
        before = max(0, end - 2)
        ahead[end] = np.logaddexp(ahead[end - 1] + lost[end - 1], ahead[before] + paired[end - 1])
        best[end] = max(best[end - 1] + lost[end - 1], best[before] + paired[end - 1])
    for start in range(count - 1, -1, -1):
        behind[start] = np.logaddexp(behind[start + 1] + lost[start], behind[start + 2] + paired[start + 1])
    likely = np.exp(ahead[:-2] + weights + behind[2 : count + 1] - ahead[count])
    unpaired = np.exp(ahead[:-1] + lost + behind[1 : count + 1] - ahead[count])
    firsts = _trace_chain(best, paired, lost)
    sure = tuple(float(unpaired[first] if second is None else likely[first]) for first, second in firsts)
    return Alignment(firsts, sure, tuple(unpaired.tolist()), (), float(ahead[count]))


def _trace_chain(best: Weights, paired: Weights, lost: Weights) -> tuple[tuple[int, int | None], ...]:
    pairs: list[tuple[int, int | None]] = []
    end = len(best) - 1
    while end:
        if end > 1 and best[end - 2] + paired[end - 1] >= best[end - 1] + lost[end - 1]:
            pairs.append((end - 2, end - 1))
            end -= 2
        else:
            pairs.append((end - 1, None))
            end -= 1
    return tuple(reversed(pairs))
