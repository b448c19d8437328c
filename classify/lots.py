"""Which sheets of a scan lie behind which lot slip, and how their sides come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classify.glance import slip_of
from nasti.model import Sheet
from nasti.settings import StationSection
from nasti.slips import Slip


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sheets that follow each other and whose sides come in one way.

    Attributes:
        first: Position of the first.
        end: Position after the last.
        how: How their sides come.
    """

    first: int
    end: int
    how: StationSection


def part_lots(sheets: Sequence[Sheet], station: StationSection) -> tuple[Stretch, ...]:
    """The stretches of a scan: what its lot slips say of their sheets goes before what is set for the station.

    A lot goes from its slip to the slip of another lot. Where it is scanned in two passes its slips come twice, at
    both ends of the passes. Behind its end, and before its slip, the station's way holds.

    Args:
        sheets: Of one scan, as they came.
        station: How sides come from the station.
    """
    stretches: list[Stretch] = []
    begun = 0
    for first, end, slip in _lots(sheets):
        if slip.passes in ("", station.passes):
            continue
        if begun < first:
            stretches.append(Stretch(begun, first, station))
        stretches.append(Stretch(first, end, station.model_copy(update={"passes": slip.passes})))
        begun = end
    if begun < len(sheets):
        stretches.append(Stretch(begun, len(sheets), station))
    return tuple(stretches)


def _lots(sheets: Sequence[Sheet]) -> Iterator[tuple[int, int, Slip]]:
    """First position, position after the last, and slip of each lot."""
    slips = [(position, slip) for position, sheet in enumerate(sheets) if (slip := slip_of(sheet))]
    lots = [(position, slip) for position, slip in slips if slip.kind == "lot"]
    while lots:
        first, slip = lots[0]
        others = [position for position, other in lots if _name(other) != _name(slip) and position > first]
        limit = others[0] if others else len(sheets)
        own = [(position, other) for position, other in slips if first <= position < limit]
        ends = [position for position, other in own if other.kind == "end_of_lot"]
        last = max(position for position, other in own if other.kind in ("lot", "end_of_lot"))
        yield first, last + 1 if ends else limit, slip
        lots = [(position, other) for position, other in lots if position >= limit]


def _name(slip: Slip) -> tuple[str, str, str]:
    return (slip.serial, "", "") if slip.serial else ("", slip.lot, slip.operator)
