"""Page numbers of one part held against each other.

With few or badly read numbers nothing is said of what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nasti.folios.faults import Faults, examine, is_strong
from nasti.folios.spine import Manner, Numeral, Side, Spine, Spot, find_spines

LEAST_PICKS = 5
"""Numbers in a run before anything is said of it."""

LEAST_SHARE = 0.7
"""Of the sides with well-read numbers, those that must be in the run."""

MARGIN = 2.0
"""Cost by which another manner of numbering must be worse before it is out of the question."""

CLEAR = 0.5
"""How likely a number must be right to be kept without others that bear it out. Source: of 103 numbers in upper corners
of 137 drawn and aged pages 98 reach it, 87 of them right."""

OPENINGS = 2
"""First pages of papers that bear a number in the middle or at the foot, before such numbers are folios."""


@dataclass(frozen=True, slots=True)
class FolioFit:
    """What the page numbers of a part say.

    Attributes:
        numerals: What each side bears; None where nothing was read that may be its folio.
        manner: How the part was numbered; None where that cannot be told.
        fitting: How many sides are in the run.
        faults: What is wrong; nothing where too little was read to say so.
    """

    numerals: tuple[Numeral | None, ...]
    manner: Manner | None = None
    fitting: int = 0
    faults: Faults = field(default_factory=Faults)


def fit_folios(sides: Sequence[Side]) -> FolioFit:
    """Find the folios of a part among the numbers read, and what is wrong with them.

    Args:
        sides: All sides of the part in the order in which they lie, blank ones too.
    """
    spines = find_spines(sides)
    best = spines[0]
    numerals = _bear(sides, best)
    other_way = next(spine for spine in spines if spine.manner.sign != best.manner.sign)
    strong = sum(any(is_strong(numeral) for numeral in side.numerals) for side in sides)
    told = len(best.picks) >= LEAST_PICKS and other_way.cost - best.cost >= MARGIN
    if not told or len(best.picks) < LEAST_SHARE * strong:
        return FolioFit(numerals, fitting=len(best.picks))
    rivals = [spine.manner for spine in spines if spine.cost - best.cost < MARGIN]
    return FolioFit(numerals, best.manner, len(best.picks), examine(sides, best, rivals, numerals))


def _bear(sides: Sequence[Side], spine: Spine) -> tuple[Numeral | None, ...]:
    """What each side bears: its number of the run, else what was read in a corner.

    Numbers in the middle or at the foot are taken where they run on from paper to paper: letters begin anew. Badly
    read ones and shapes of the other script are taken where the next or the last number bears them out.
    """
    opening: dict[Spot, int] = {}
    for pick in spine.picks:
        opening[pick.numeral.spot] = opening.get(pick.numeral.spot, 0) + sides[pick.position].opens
    taken = {
        pick.position: pick.numeral
        for index, pick in enumerate(spine.picks)
        if (pick.numeral.spot == "corner" or opening[pick.numeral.spot] >= OPENINGS)
        and (_is_clear(pick.numeral) or _is_borne_out(spine, index))
    }
    return tuple(
        taken.get(position) or next((one for one in side.numerals if one.spot == "corner" and _is_clear(one)), None)
        for position, side in enumerate(sides)
    )


def _is_clear(numeral: Numeral) -> bool:
    return numeral.confidence >= CLEAR and not numeral.reshaped


def _is_borne_out(spine: Spine, index: int) -> bool:
    """Whether the number before or behind in the run is clear and the very next one."""
    here = spine.picks[index]
    ahead = spine.picks[index + 1 : index + 2]
    behind = spine.picks[index - 1 : index] if index and not here.begins else ()
    return any(
        _is_clear(near.numeral) and not later.begins and abs(near.numeral.number - here.numeral.number) == 1
        for near, later in (*((one, one) for one in ahead), *((one, here) for one in behind))
    )
