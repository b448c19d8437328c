"""The sides of one pass, or of two, as sheets of paper: the order that the sides themselves speak for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from classify.glance import slip_of
from classify.pairing import SURE, Alignment, align, chain, support
from classify.traits import Places, Traits, Weights, as_places
from nasti.model import Sheet
from nasti.settings import StationSection

CONFIGURED = 5.0
"""How much more likely the order is that is set for the station, as a logarithm: others need 150 times the evidence."""

AGAINST, TELLING = -8.0, 3.6
"""What pairs that follow each other say together, from which they are doubted: two folio numbers that slipped past each
other, or one slip against another; and how much one must say to count: more than that one side of a slip was missed."""

MAY_HAVE_LOST = 0.01
"""How likely a side of a single pass must have lost its other side to be flagged."""

SPLITS = 3
"""How far from the middle of a file the backs may begin: sides that one pass lost and the other did not."""

Leaf = tuple[int | None, int | None]
"""Positions of the front and of the back of a sheet of paper; None for a side that was lost, or was never scanned."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Sheets among which a side was lost.

    Attributes:
        sides: Positions of the sides that may be put together wrongly.
        lost_fronts: How many fronts were lost among them.
        lost_backs: How many backs were lost.
        likeliest: Position of the side whose other side is most likely the lost one.
        chance: How likely the other side of each side is the lost one, 0 to 1, by position.
    """

    sides: tuple[int, ...]
    lost_fronts: int
    lost_backs: int
    likeliest: int
    chance: dict[int, float]


@dataclass(frozen=True, slots=True)
class Arranged:
    """Sheets of paper in the order in which they were fed.

    Attributes:
        leaves: Every position is in one of them.
        gaps: Where sides were lost.
        how: How the sides turned out to come.
        swapped: Whether the backs came before the fronts.
        proved: Whether the sides say anything about how they come.
    """

    leaves: tuple[Leaf, ...]
    gaps: tuple[Gap, ...]
    how: StationSection
    swapped: bool = False
    proved: bool = True


@dataclass(frozen=True, slots=True)
class _Way:
    """One way in which two passes may have come."""

    fronts: Places
    backs: Places
    backs_reversed: bool
    swapped: bool


def arrange(sheets: Sequence[Sheet], how: StationSection, backs_from: int | None) -> Arranged:
    """Put the sides of one scan, or of one lot, together.

    Args:
        sheets: Sides as they came; positions are positions in this sequence.
        how: How they come, as far as is set.
        backs_from: Where the second pass begins; None where that is not known.
    """
    how = _as_slips_show(sheets, how)
    has_sheets = how.duplex if how.passes == "one" else how.passes == "two_in_file" or backs_from is not None
    if len(sheets) < 2 or not has_sheets:
        return Arranged(tuple((position, None) for position in range(len(sheets))), (), how)
    if how.passes == "one":
        return _arrange_chain(sheets, how)
    return _arrange_passes(sheets, how, backs_from)


_ONCE = ("nasti", "lot", "end_of_lot")
"""Slips of which every one is put into a stack once; those of parts are photocopied and used again."""


def _as_slips_show(sheets: Sequence[Sheet], how: StationSection) -> StationSection:
    """What the places of both sides of each slip say of how sides come, against what is set if they must."""
    places: dict[tuple[str, str], list[int]] = {}
    for position, sheet in enumerate(sheets):
        slip = slip_of(sheet)
        if slip and slip.serial and slip.kind in _ONCE:
            places.setdefault((slip.kind, slip.serial), []).append(position)
    twice = [(found[0], found[1]) for found in places.values() if len(found) == 2]
    beside = sum(second == first + 1 for first, second in twice)
    middle = len(sheets) / 2
    across = sum(first < middle + SPLITS and second > middle - SPLITS and second > first + 2 for first, second in twice)
    if how.passes == "one" and beside:
        return how.model_copy(update={"duplex": True})
    if how.passes == "one" and across >= 2 and across == len(twice):
        return how.model_copy(update={"passes": "two_in_file"})
    if how.passes != "one" and beside >= 2 and beside == len(twice):
        return how.model_copy(update={"passes": "one", "duplex": True})
    return how


def _arrange_passes(sheets: Sequence[Sheet], how: StationSection, backs_from: int | None) -> Arranged:
    traits = Traits(sheets)
    ways = list(_ways(len(sheets), backs_from))
    said = [support(_weigh(traits, way)) for way in ways]
    likely = [
        score + CONFIGURED * (way.backs_reversed == how.backs_reversed) + CONFIGURED * (not way.swapped)
        for score, way in zip(said, ways, strict=True)
    ]
    best = max(range(len(ways)), key=lambda index: (round(likely[index], 6), -index))
    way = ways[best]
    weights = _weigh(traits, way)
    found = align(weights)
    other = [
        score for score, one in zip(said, ways, strict=True)
        if one.backs_reversed != way.backs_reversed and one.swapped == way.swapped
    ]  # fmt: skip
    leaves = tuple(
        (None if front is None else int(way.fronts[front]), None if back is None else int(way.backs[back]))
        for front, back in found.pairs
    )
    return Arranged(
        leaves,
        tuple(_gaps(leaves, found, _pair_weights(weights, found), _chances(way, found))),
        how.model_copy(update={"backs_reversed": way.backs_reversed}),
        way.swapped,
        proved=len(leaves) < 2 or abs(said[best] - max(other)) > 1.0,
    )


def _ways(count: int, backs_from: int | None) -> Iterator[_Way]:
    """All ways, those in which more was lost after those in which less was."""
    splits = (
        [backs_from]
        if backs_from is not None
        else sorted(range(count + 1), key=lambda split: abs(2 * split - count - 0.5))
    )
    for split in splits[: 2 * SPLITS]:
        first, second = as_places(range(split)), as_places(range(split, count))
        for swapped in (False, True):
            fronts, backs = (second, first) if swapped else (first, second)
            yield _Way(fronts, backs, backs_reversed=False, swapped=swapped)
            yield _Way(fronts, backs[::-1], backs_reversed=True, swapped=swapped)


def _weigh(traits: Traits, way: _Way) -> Weights:
    following = np.append(way.fronts[1:], -1)[: len(way.fronts)]
    return traits.weigh(way.fronts[:, None], way.backs[None, :], following[:, None])


def _pair_weights(weights: Weights, found: Alignment) -> list[float]:
    return [0.0 if front is None or back is None else float(weights[front, back]) for front, back in found.pairs]


def _arrange_chain(sheets: Sequence[Sheet], how: StationSection) -> Arranged:
    traits = Traits(sheets)
    firsts = as_places(range(len(sheets) - 1))
    following = np.where(firsts + 2 < len(sheets), firsts + 2, -1)
    after = np.where(firsts + 3 < len(sheets), firsts + 3, -1)
    ahead, behind = traits.weigh(firsts, firsts + 1, following), traits.weigh(firsts + 1, firsts, after)
    found, turned = chain(ahead, traits.weigh_alone()), chain(behind, traits.weigh_alone())
    swapped = turned.support > found.support + CONFIGURED
    weights = behind if swapped else ahead
    found = turned if swapped else found
    leaves = tuple(
        (second, first) if swapped and second is not None else (first, second) for first, second in found.pairs
    )
    said = [0.0 if first is None or second is None else float(weights[first]) for first, second in found.pairs]
    gaps = tuple(_narrow(gap) for gap in _gaps(leaves, found, said, found.front_alone))
    return Arranged(leaves, gaps, how, swapped)


def _narrow(gap: Gap) -> Gap:
    """A gap with those sides alone that may have lost their other side: their order stands, whichever did."""
    sides = tuple(side for side in gap.sides if gap.chance[side] >= MAY_HAVE_LOST) or gap.sides
    return replace(gap, sides=sides, chance={side: gap.chance[side] for side in sides})


def _gaps(leaves: Sequence[Leaf], found: Alignment, said: Sequence[float], chances: Sequence[float]) -> Iterator[Gap]:
    """The stretches between sure pairs in which a side was lost, and those of pairs that speak against themselves."""
    doubted = [front is None or back is None for front, back in leaves]
    against, since = 0.0, 0
    for index, weight in enumerate(said):
        if against == 0.0:
            since = index
        against = min(0.0, against + (weight if abs(weight) >= TELLING else 0.0))
        if against <= AGAINST:
            doubted[since : index + 1] = [True] * (index + 1 - since)
    unsure = [sure < SURE for sure in found.sure]
    index = 0
    while index < len(leaves):
        first = end = index
        while end < len(leaves) and (doubted[end] or unsure[end]):
            end += 1
        if any(doubted[first:end]):
            yield _gap(leaves[first:end], chances)
        index = max(end, index + 1)


def _chances(way: _Way, found: Alignment) -> list[float]:
    """How likely the other side of each side was lost, by position."""
    chances = np.empty(len(way.fronts) + len(way.backs))
    chances[way.fronts], chances[way.backs] = found.front_alone, found.back_alone
    return [float(chance) for chance in chances]


def _gap(leaves: Sequence[Leaf], chances: Sequence[float]) -> Gap:
    sides = tuple(side for leaf in leaves for side in leaf if side is not None)
    chance = {side: round(chances[side], 3) for side in sides}
    return Gap(
        sides,
        sum(front is None for front, _ in leaves),
        sum(back is None for _, back in leaves),
        max(sides, key=lambda side: chance[side]),
        chance,
    )
