"""The reading order of the sides of a scan, or of two scans that are fronts and backs.

What is set for the station is followed unless the sides themselves speak against it; a side that one pass lost is
found between the nearest sure pairs of sides, and what lies between them is flagged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from classify.arrange import Arranged, Leaf, arrange
from classify.doubts import Doubt
from classify.glance import folio_of, look_at, slip_of
from classify.lots import Stretch, part_lots
from classify.order_words import changed, mismatch, perhaps_reversed, unproved
from classify.pairing import SURE
from nasti.model import Notice, Sheet
from nasti.settings import StationSection

PASS_MISMATCH, ORDER_CHANGED = "pass_mismatch", "order_changed"

RAN_BACKWARDS = 4.0
"""How strongly cover, slips and folio numbers together must speak for a stack fed the other way round than is set: two
of them at least."""

PER_COVER, PER_END, PER_STEP, MOST_BY_STEPS, MOST_BY_COVERS = 3.0, 3.0, 0.5, 3.0, 6.0
"""What each says: a cover at one end of the scan, or right behind or before the slip of its nasti; a slip at an end,
where a slip has something behind it; a step of the folio numbers. Numbers that run down alone do not turn a stack:
correspondence is often numbered from the back."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """The sides of a scan in reading order.

    Attributes:
        positions: Of the sides in the sequence that was given, in reading order; each of them once.
        pairs: Front and back of each sheet of paper of which both are known, positions in the sequence given.
        notices: By position in the sequence given: ``pass_mismatch`` on the sides among which one was lost, with how
            likely the other side of each is the lost one; ``order_changed`` on the first side where the order is not
            as it is set.
        doubts: What a person should look at, in words.
    """

    positions: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    notices: Mapping[int, tuple[Notice, ...]]
    doubts: tuple[Doubt, ...]

    @property
    def backs(self) -> frozenset[int]:
        """Places in reading order of the sides that are backs of those right before them."""
        places = {position: place for place, position in enumerate(self.positions)}
        return frozenset(places[back] for _, back in self.pairs)


def order_sides(sheets: Sequence[Sheet], how: StationSection, backs_from: int | None = None) -> Ordered:
    """Put the sides of a scan, or of two scans that are fronts and backs, into reading order.

    Args:
        sheets: Read, as they came; of two scans the fronts and then the backs.
        how: How sides come from the station. What a lot slip says of passes goes before it for the sheets of that lot.
        backs_from: Where the backs of two scans begin; None for one scan.
    """
    if backs_from is None:
        stretches = part_lots(sheets, how)
    else:
        stretches = (Stretch(0, len(sheets), how.model_copy(update={"passes": "two_files"})),) if sheets else ()
    positions: list[int] = []
    pairs: list[tuple[int, int]] = []
    notices: dict[int, tuple[Notice, ...]] = {}
    doubts: list[Doubt] = []
    for stretch in stretches:
        part = _order(sheets[stretch.first : stretch.end], stretch, backs_from)
        positions.extend(part.positions)
        pairs.extend(part.pairs)
        notices.update(part.notices)
        doubts.extend(part.doubts)
    return Ordered(tuple(positions), tuple(pairs), notices, tuple(doubts))


def waits_for_partner(sheets: Sequence[Sheet], how: StationSection) -> bool:
    """Whether the sides of a scan are one pass of two, of which the other comes as a file of its own.

    Args:
        sheets: Of one scan, as they came; the slips among them may be all there are.
        how: How sides come from the station.
    """
    return any(stretch.how.passes == "two_files" for stretch in part_lots(sheets, how))


def _order(sheets: Sequence[Sheet], stretch: Stretch, backs_from: int | None) -> Ordered:
    arranged = arrange(sheets, stretch.how, backs_from)
    leaves, turned, doubt = _turn(sheets, arranged.leaves, stretch.how)
    shift = stretch.first
    positions = tuple(side + shift for leaf in leaves for side in leaf if side is not None)
    doubts = [mismatch(PASS_MISMATCH, gap, shift, backs_from) for gap in arranged.gaps]
    notices = {
        side + shift: (Notice(PASS_MISMATCH, chance, round(1 - SURE, 3), "share"),)
        for gap in arranged.gaps
        for side, chance in gap.chance.items()
    }
    if doubt:
        doubts.append(doubt(positions))
    if not arranged.proved:
        doubts.append(unproved(positions))
    if turned or _differs(arranged, stretch.how):
        doubts.append(changed(ORDER_CHANGED, arranged, stretch.how, turned, positions))
        notices[positions[0]] = (*notices.get(positions[0], ()), Notice(ORDER_CHANGED))
    pairs = tuple((front + shift, back + shift) for front, back in leaves if front is not None and back is not None)
    return Ordered(positions, pairs, notices, tuple(doubts))


def _differs(arranged: Arranged, how: StationSection) -> bool:
    """Whether sides were put into another order than is set; that each is followed by its back changes none."""
    if arranged.how.passes != how.passes:
        return True
    return arranged.swapped or (how.passes != "one" and arranged.how.backs_reversed != how.backs_reversed)


def _turn(
    sheets: Sequence[Sheet], leaves: Sequence[Leaf], how: StationSection
) -> tuple[Sequence[Leaf], bool, Callable[[tuple[int, ...]], Doubt] | None]:
    """The leaves first to last; whether that is not as it is set; what is doubted of it."""
    ahead = _runs_ahead(sheets, leaves)
    against = ahead if how.reversed else -ahead
    turned = against >= RAN_BACKWARDS
    backwards = how.reversed != turned
    doubt = perhaps_reversed if not turned and against >= MOST_BY_STEPS else None
    return (leaves[::-1] if backwards else leaves), turned, doubt


def _runs_ahead(sheets: Sequence[Sheet], leaves: Sequence[Leaf]) -> float:
    """How strongly the leaves speak for running first to last; below 0 for last to first."""
    faces = [front if front is not None else back for front, back in leaves]
    sides = [sheets[face] for face in faces if face is not None]
    if len(sides) < 2:
        return 0.0
    return _by_covers(sides) + _by_ends(sides) + _by_folios(sides)


def _by_covers(sides: Sequence[Sheet]) -> float:
    slips = [place for place, side in enumerate(sides) if (slip := slip_of(side)) and slip.kind == "nasti"]
    # Where there are slips, a cover lies beside its own; otherwise at one end of the scan.
    before = [place - 1 for place in slips if place > 0] or [len(sides) - 1]
    behind = [place + 1 for place in slips if place + 1 < len(sides)] or [0]
    said = sum(_is_cover(sides[place]) for place in behind) - sum(_is_cover(sides[place]) for place in before)
    return max(-MOST_BY_COVERS, min(MOST_BY_COVERS, PER_COVER * said))


def _is_cover(side: Sheet) -> bool:
    return look_at(side, 0).kind == "cover"


def _by_ends(sides: Sequence[Sheet]) -> float:
    first, last = (slip.kind if (slip := slip_of(side)) else "" for side in (sides[0], sides[-1]))
    said = (first in ("nasti", "lot")) - (last in ("nasti", "lot")) + (last == "end_of_lot") - (first == "end_of_lot")
    return PER_END * said


def _by_folios(sides: Sequence[Sheet]) -> float:
    folios = [folio for side in sides if (folio := folio_of(side)) is not None]
    steps = [after - before for before, after in pairwise(folios) if 0 < abs(after - before) <= 2]
    said = PER_STEP * sum(1 if step > 0 else -1 for step in steps)
    return max(-MOST_BY_STEPS, min(MOST_BY_STEPS, said))
