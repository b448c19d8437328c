from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.pairing import LOST, LOST_TOO, Pair, align, chain, support

WEIGHT = st.floats(-12, 12).map(lambda weight: round(weight, 2))


@st.composite
def matrices(draw: st.DrawFn) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    fronts, backs = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    values = draw(st.lists(WEIGHT, min_size=fronts * backs, max_size=fronts * backs))
    return np.array(values, dtype=np.float64).reshape(fronts, backs)


def alignments(fronts: int, backs: int) -> Iterator[tuple[Pair, ...]]:
    """All of them; of fronts and backs that are lost side by side the backs come first."""

    def grow(front: int, back: int, pairs: tuple[Pair, ...]) -> Iterator[tuple[Pair, ...]]:
        if front == fronts and back == backs:
            yield pairs
        if front < fronts and back < backs:
            yield from grow(front + 1, back + 1, (*pairs, (front, back)))
        if front < fronts:
            yield from grow(front + 1, back, (*pairs, (front, None)))
        if back < backs and not (pairs and pairs[-1][1] is None):
            yield from grow(front, back + 1, (*pairs, (None, back)))

    return grow(0, 0, ())


def score(pairs: Sequence[Pair], weights: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    total = 0.0
    for before, (front, back) in zip([(0, 0), *pairs], pairs, strict=False):
        if front is not None and back is not None:
            total += float(weights[front, back])
        else:
            same = (front is None) == (before[0] is None) and (back is None) == (before[1] is None)
            total += LOST_TOO if same else LOST
    return total


@settings(max_examples=200, deadline=None)
@given(matrices())
def test_alignment_is_the_best_of_all_and_as_sure_as_all_together_make_it(
    weights: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    every = list(alignments(*weights.shape))
    scores = np.array([score(pairs, weights) for pairs in every])
    total = float(np.logaddexp.reduce(scores))
    found = align(weights)
    assert support(weights) == pytest.approx(total)
    assert found.support == pytest.approx(total)
    assert score(found.pairs, weights) == pytest.approx(float(scores.max()))
    for pair, sure in zip(found.pairs, found.sure, strict=True):
        share = sum(math.exp(one - total) for one, pairs in zip(scores, every, strict=True) if pair in pairs)
        assert sure == pytest.approx(share, abs=1e-9)
    for front, alone in enumerate(found.front_alone):
        share = sum(math.exp(one - total) for one, pairs in zip(scores, every, strict=True) if (front, None) in pairs)
        assert alone == pytest.approx(share, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(WEIGHT, WEIGHT), min_size=1, max_size=7))
def test_a_chain_is_the_best_of_all_and_as_sure_as_all_together_make_it(sides: list[tuple[float, float]]) -> None:
    weights, alone = np.array([one for one, _ in sides[1:]]), np.array([one for _, one in sides])

    def chains(at: int) -> Iterator[tuple[tuple[int, int | None], ...]]:
        if at == len(sides):
            yield ()
            return
        yield from (((at, None), *rest) for rest in chains(at + 1))
        if at + 1 < len(sides):
            yield from (((at, at + 1), *rest) for rest in chains(at + 2))

    every = list(chains(0))
    scores = [
        sum(LOST + alone[first] if second is None else weights[first] for first, second in pairs) for pairs in every
    ]
    total = float(np.logaddexp.reduce(scores))
    found = chain(weights, alone)
    assert found.support == pytest.approx(total)
    assert scores[every.index(found.pairs)] == pytest.approx(max(scores))  # type: ignore[arg-type]
    for pair, sure in zip(found.pairs, found.sure, strict=True):
        share = sum(math.exp(one - total) for one, pairs in zip(scores, every, strict=True) if pair in pairs)
        assert sure == pytest.approx(share, abs=1e-9)


def test_a_long_pass_is_aligned_beyond_where_the_counts_differ() -> None:
    weights = np.full((400, 360), -3.0)
    places = [front for front in range(400) if not 100 <= front < 140]
    weights[places, range(360)] = 4.0
    found = align(weights)
    assert found.pairs[:100] == tuple((place, place) for place in range(100))
    assert found.pairs[100:140] == tuple((place, None) for place in range(100, 140))
    assert found.pairs[140:] == tuple((place, place - 40) for place in range(140, 400))
    assert min(found.sure) > 0.9
