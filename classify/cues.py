"""Cues: words in running text that announce a place, a plot, a person or a letter, found where readers damaged them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from classify.likeness import likeness, plain
from classify.tables import load

LETTERS = r"A-Za-z\u0900-\u0963\u0970\u200c\u200d"
_TOKEN = re.compile(rf"[{LETTERS}]+(?:[.०0][{LETTERS}]+)*")
_FUZZY_FROM = 6
"""Letters a cue must have to be found where it is damaged."""
_LEAST_ALIKE = 0.75
_PRESELECTED = 0.55


@dataclass(frozen=True, slots=True)
class Token:
    """A word of running text, without digits and marks.

    Attributes:
        text: As read.
        start: Where it begins in the text.
        end: Where it ends, exclusive.
        cue: What it announces; "" where it announces nothing.
        likeness: How alike print and cue are, 0 to 1; 1.0 where it is none.
    """

    text: str
    start: int
    end: int
    cue: str = ""
    likeness: float = 1.0


def tokenise(text: str) -> tuple[Token, ...]:
    """The words of a text, with what each announces.

    Args:
        text: Any text.
    """
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        cue, alike = _cue(match[0])
        yield Token(match[0], match.start(), match.end(), cue, alike)


@cache
def _spellings() -> dict[str, str]:
    return {plain(text): name for name, texts in load("cues")["cues"].items() for text in texts}


@cache
def _long_spellings() -> tuple[str, ...]:
    return tuple(spelling for spelling in _spellings() if len(spelling) >= _FUZZY_FROM)


@lru_cache(maxsize=1 << 15)
def _cue(word: str) -> tuple[str, float]:
    read = plain(word)
    exact = _spellings().get(read)
    if exact is not None:
        return ("", 1.0) if exact == "other" else (exact, 1.0)
    if len(read) < _FUZZY_FROM - 1:
        return "", 1.0
    near = process.extract(
        read, _long_spellings(), scorer=Levenshtein.normalized_similarity, score_cutoff=_PRESELECTED, limit=4
    )
    best, alike = max(
        ((spelling, likeness(read, spelling)) for spelling, _, _ in near), key=lambda pair: pair[1], default=("", 0.0)
    )
    name = _spellings().get(best, "")
    return (name, alike) if alike >= _LEAST_ALIKE and name != "other" else ("", 1.0)


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of words in the table of cues, each from `plain`.

    Args:
        name: Of the list.
    """
    return frozenset(map(plain, load("cues")[name]))
