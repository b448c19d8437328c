"""The editable tables in classify/data: names of offices and people's posts, labels, kinds, months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

from classify.likeness import nearest, plain

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
    return yaml.safe_load((resources.files("classify") / "data" / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def names(table: Authority) -> tuple[Name, ...]:
    """Every spelling in a table of names.

    Args:
        table: Which one.
    """
    return tuple(name for entry in load(table) for name in _spellings(entry))


def _spellings(entry: Mapping[str, Any]) -> Iterator[Name]:
    in_english = entry.get("en", entry["hi"])
    for spelling in dict.fromkeys((entry["hi"], in_english, *entry.get("also", ()))):
        yield Name(in_english if spelling.isascii() else entry["hi"], plain(spelling))


@cache
def _texts(table: Authority) -> tuple[str, ...]:
    return tuple(name.spelling for name in names(table))


def recognise(table: Authority, text: str, *, at_least: float) -> tuple[str, float] | None:
    """The canonical name that a whole text is, and how alike they are.

    Args:
        table: Where to look.
        text: As read.
        at_least: Likeness below which the text is not taken for a name.
    """
    read = plain(text)
    found = ((alike, names(table)[place].value) for alike, place in nearest(read, _texts(table), at_least))
    best = max(found, default=None)
    return (best[1], best[0]) if best else None


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
            for alike, place in nearest(read, _texts(table), at_least):
                name = names(table)[place]
                if alike**2 * len(name.spelling) > best_weight:
                    best, best_weight = Found(name.value, alike, first, last), alike**2 * len(name.spelling)
    return best
