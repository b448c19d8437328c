"""The editable tables in classify/data: names of offices and people's posts, labels, kinds, months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from classify.likeness import likeness, plain

Authority = Literal["departments", "sections", "districts", "designations", "retention"]
"""Tables of names."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a table has it.

    Attributes:
        value: The canonical spelling, in the language of `spelling` where the table has both.
        spelling: One way it is printed, from `plain`.
    """

    value: str
    spelling: str


@dataclass(frozen=True, slots=True)
class Found:
    """A name recognised in print.

    Attributes:
        value: The canonical spelling.
        likeness: How alike print and spelling are, 0 to 1.
        first: Index of the first word of the name.
        last: Index of its last word, inclusive.
    """

    value: str
    likeness: float
    first: int
    last: int


@cache
def load(name: str) -> Any:
    """The content of a table, as YAML gives it.

    Args:
        name: File name in classify/data, without its ending.
    """
    text = (resources.files("classify") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, _LOADER)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Plain values alone; the one in C, where it was built, reads the tables ten times as fast."""


@cache
def names(table: Authority) -> tuple[Name, ...]:
    """Every spelling in a table of names.

    Args:
        table: Which one.
    """
    return tuple(name for entry in load(table) for name in _spellings(entry))


def _spellings(entry: Mapping[str, Any]) -> Iterator[Name]:
    in_english = entry.get("en", entry["hi"])
    spellings = (entry["hi"], in_english, *entry.get("also", ()))
    for variant in dict.fromkeys(variant for spelling in spellings for variant in _joined_otherwise(spelling)):
        yield Name(in_english if variant.isascii() else entry["hi"], plain(variant))


_AND = re.compile(r" (?:एवं|और|तथा|व|and|&) ")


def _joined_otherwise(spelling: str) -> Iterator[str]:
    """A name with its words for "and", of which offices use any, and with each of the others throughout."""
    yield spelling
    if _AND.search(spelling):
        for word in ("and", "&") if spelling.isascii() else ("एवं", "और", "तथा", "व"):
            yield _AND.sub(f" {word} ", spelling)


@cache
def _printed(table: Authority) -> tuple[str, ...]:
    return tuple(name.spelling for name in names(table))


_ROUNDING = 1e-9


def _near(table: Authority, read: str, at_least: float) -> Iterator[tuple[Name, float]]:
    """The names that may be so much alike to a text, with how alike they are.

    `likeness` is the mean of the likeness of the letters and of one that is at most 1, so no name is missed.
    """
    found = process.extract(
        read,
        _printed(table),
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=max(0.0, 2 * at_least - 1 - _ROUNDING),
        limit=None,
    )
    for _, _, index in sorted(found, key=lambda near: near[2]):
        name = names(table)[index]
        yield name, likeness(read, name.spelling)


def recognise(table: Authority, text: str, *, at_least: float) -> tuple[str, float] | None:
    """The canonical name that a whole text is, and how alike they are.

    Args:
        table: Where to look.
        text: As read.
        at_least: Likeness below which the text is not taken for a name.
    """
    read = plain(text)
    best = max(((alike, name.value) for name, alike in _near(table, read, at_least)), default=(0.0, ""))
    return (best[1], best[0]) if best[0] >= at_least else None


def find(table: Authority, words: Sequence[str], *, at_least: float, longest: int = 8) -> Found | None:
    """The name that stands somewhere among words; of several, the one that covers most print.

    Args:
        table: Where to look.
        words: Text of consecutive words, as read.
        at_least: Likeness below which nothing is taken for a name.
        longest: Words that a name may have.
    """
    best: Found | None = None
    best_weight = 0.0
    for first in range(len(words)):
        for last in range(first, min(len(words), first + longest)):
            read = plain(" ".join(words[first : last + 1]))
            for name, alike in _near(table, read, at_least):
                if alike >= at_least and alike**2 * len(name.spelling) > best_weight:
                    best, best_weight = Found(name.value, alike, first, last), alike**2 * len(name.spelling)
    return best
