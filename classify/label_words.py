"""Labels known by what their words say, where no table lists their spelling: नस्ती खोलने की तारीख, Date of Closure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from classify.likeness import likeness_needed, nearest, plain
from classify.tables import load

LONGEST = 7
"""Words that a label may have."""


class Cued(NamedTuple):
    """What a label says.

    Attributes:
        name: The field it announces.
        likeness: Of the word that was read worst, 0 to 1.
    """

    name: str
    likeness: float


def may_end(word: str) -> bool:
    """Whether a label that is not parted from its value may end with a word.

    Args:
        word: As read.
    """
    return plain(word) in _ends()


@cache
def _ends() -> frozenset[str]:
    return frozenset(map(plain, load("label_words")["ends"]))


def read_cues(words: Sequence[str]) -> Cued | None:
    """The field that a label's words announce; None where they announce none, or say something else besides.

    Args:
        words: Of the label, in order; marks are passed over.
    """
    return _read(tuple(text for word in words if (text := plain(word))))


@lru_cache(maxsize=1 << 13)
def _read(words: tuple[str, ...]) -> Cued | None:
    if not 0 < len(words) <= LONGEST or not all(_most_alike(word, _vocabulary()) for word in words):
        return None
    best: Cued | None = None
    for name, sets in _groups().items():
        for groups in sets:
            alike = _fits(words, groups)
            if alike and (best is None or alike > best.likeness):
                best = Cued(name, alike)
    return best


def _fits(words: tuple[str, ...], groups: tuple[frozenset[str], ...]) -> float:
    """How alike the worst word is to what it should be; 0 where words do not make up such a label."""
    used: set[int] = set()
    worst = 1.0
    for group in groups:
        alike, place = max((_most_alike(word, group), -index) for index, word in enumerate(words))
        if not alike:
            return 0.0
        worst = min(worst, alike)
        used.add(-place)
    allowed = _fillers().union(*groups)
    for index, word in enumerate(words):
        alike = 1.0 if index in used else _most_alike(word, allowed)
        if not alike:
            return 0.0
        worst = min(worst, alike)
    return worst


@lru_cache(maxsize=1 << 14)
def _most_alike(word: str, wanted: frozenset[str]) -> float:
    if word in wanted:
        return 1.0
    long = [other for other in wanted if len(other) >= _LEAST_LETTERS]
    needed = max(_LEAST_LIKENESS, likeness_needed(len(word)))
    return max((alike for alike, _ in nearest(word, long, needed)), default=0.0)


_LEAST_LETTERS = 4
"""Shorter words must be read exactly."""
_LEAST_LIKENESS = 0.75


@cache
def _groups() -> Mapping[str, tuple[tuple[frozenset[str], ...], ...]]:
    table = load("label_words")["cover"]
    return {
        name: tuple(tuple(frozenset(map(plain, group)) for group in groups) for groups in sets)
        for name, sets in table.items()
    }


@cache
def _vocabulary() -> frozenset[str]:
    return _fillers().union(*(group for sets in _groups().values() for groups in sets for group in groups))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(map(plain, load("label_words")["fillers"]))
