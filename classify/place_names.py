"""Names of districts and tehsils recognised in print, one value for every spelling and both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from classify.likeness import likeness, plain
from classify.tables import load

PlaceTable = Literal["districts", "districts_elsewhere", "tehsils"]

_LEAST_ALIKE = 0.8
_LEAST_LEAD = 0.06
"""How much more alike than the next place a name must be: one misread letter must not turn a place into another."""
_FUZZY_FROM = 4
"""Letters a name must have to be recognised where it is damaged."""
_PRESELECTED = 0.5


@dataclass(frozen=True, slots=True)
class Known:
    """A place of a table, recognised in print.

    Attributes:
        value: Its Hindi name, as the table has it.
        likeness: How alike print and name are, 0 to 1.
    """

    value: str
    likeness: float


def known_district(text: str) -> Known | None:
    """The district that a whole text names, of the state or of a neighbour; None where it names none.

    Args:
        text: As read.
    """
    near = [found for table in _DISTRICTS if (found := _nearest(table, plain(text)))]
    return max(near, key=lambda found: found.likeness, default=None)


_DISTRICTS: tuple[PlaceTable, ...] = ("districts", "districts_elsewhere")


def known_tehsil(text: str) -> Known | None:
    """The tehsil that a whole text names; None where it names none.

    Args:
        text: As read.
    """
    return _nearest("tehsils", plain(text))


@cache
def _spellings(table: PlaceTable) -> Mapping[str, str]:
    return {
        plain(spelling): entry["hi"]
        for entry in load(table)
        for spelling in (entry["hi"], entry.get("en", entry["hi"]), *entry.get("also", ()))
    }


@lru_cache(maxsize=1 << 14)
def _nearest(table: PlaceTable, read: str) -> Known | None:
    spellings = _spellings(table)
    if read in spellings:
        return Known(spellings[read], 1.0)
    if len(read) < _FUZZY_FROM:
        return None
    near = process.extract(
        read, list(spellings), scorer=Levenshtein.normalized_similarity, score_cutoff=_PRESELECTED, limit=6
    )
    alike: dict[str, float] = {}
    for spelling, _, _ in near:
        value = spellings[spelling]
        alike[value] = max(alike.get(value, 0.0), likeness(read, spelling))
    best, *others = sorted(alike.items(), key=lambda pair: -pair[1]) or [("", 0.0)]
    if best[1] < _LEAST_ALIKE or (others and best[1] - others[0][1] < _LEAST_LEAD):
        return None
    return Known(*best)
