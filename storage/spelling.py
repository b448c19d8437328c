"""Hindi words for what is typed in Roman letters."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from string import ascii_lowercase

from sqlalchemy.orm import Session

from nasti.hindi import romanise, sound_keys
from storage.rows import among
from storage.term_keys import read_keys
from storage.term_text import fetch_terms

SHORTEST = 3
"""Letters that must be typed: shorter words sound like too many others."""

SURE = 0.8
"""Nearness from which the best word counts as what was typed."""

_MOST_OF_KEY = 600
_MOST_CANDIDATES = 120
_MOST_SPELLINGS = 4
_LEAST_NEARNESS = 0.62
_BEHIND_BEST = 0.12
_COMMONNESS = 0.012

_USUAL = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("sch", "sk"), ("[ts]ion", "shan"), ("dge|dg(?=[iy])", "j"), ("ck", "k"), ("chh?", "C"), ("c(?=[eiy])", "s"),
        ("[cq]", "k"), ("C", "ch"), ("x|ksh", "ksh"), ("ph", "f"), ("z", "j"), ("wh?", "v"), ("aa", "a"),
        ("ee|ii", "i"), ("oo|uu", "u"), ("(?<=a)nv$|(?<=a)un$", "on"), ("inh$", "ingh"), (r"([a-z])\1+", r"\1"),
    )
)  # fmt: skip
"""Ways of writing the same sound in Roman letters, brought to one."""

_VOWELS = frozenset("aeiouy")
_ALIKE = frozenset(
    frozenset(pair)
    for pair in ("dr", "bv", "sj", "fp", "mn", "gj", "kg", "td", "vu", "vo", "yi", "ye", "cs", "ck")
)  # fmt: skip
"""Letters that clerks and folding mix up."""


def spell(s: Session, typed: str) -> list[tuple[str, float]]:
    """The Devanagari words of the vocabulary that a Roman spelling may stand for, best first.

    Args:
        s: A transaction.
        typed: One folded token.

    Returns:
        At most four words, each with its nearness from 0 to 1; none for digits, short or Devanagari words.
    """
    if len(typed) < SHORTEST or not typed.isascii() or not typed.isalpha():
        return []
    keyed = read_keys(s, sound_keys(typed), _MOST_OF_KEY)
    condition, bound = among(s, "id", {one for ids in keyed.values() for one in ids}, "integer")
    query = f"SELECT term, documents FROM term WHERE {condition} ORDER BY documents DESC, term LIMIT :most"
    rows = fetch_terms(s, query, {**bound, "most": _MOST_CANDIDATES})
    return _best(typed, [(term, documents) for term, documents in rows])


def _best(typed: str, candidates: list[tuple[str, int]]) -> list[tuple[str, float]]:
    near = [(nearness(typed, term), documents, term) for term, documents in candidates]
    near = [row for row in near if row[0] >= _LEAST_NEARNESS]
    near.sort(key=lambda row: (-(row[0] + _COMMONNESS * math.log1p(row[1])), row[2]))
    return [(term, close) for close, _, term in near[:_MOST_SPELLINGS] if close >= near[0][0] - _BEHIND_BEST]


def nearness(typed: str, term: str) -> float:
    """How well a Roman spelling fits a Devanagari word: 1 when it is how we would write it, 0 when nothing fits.

    Args:
        typed: Lower-case Roman letters.
        term: A Devanagari word, folded or not.

    Source: weights chosen on office words against the 13 thousand words of Tesseract's Hindi list.
    """
    here, there = _usual(typed), _romanised(term)
    longest = max(len(here), len(there))
    return max(0.0, 1 - _distance(here, there) / longest) if longest else 0.0


@lru_cache(maxsize=1 << 14)
def _usual(roman: str) -> str:
    for pattern, letter in _USUAL:
        roman = pattern.sub(letter, roman)
    return roman


@lru_cache(maxsize=1 << 15)
def _romanised(term: str) -> str:
    """A Devanagari word as it is compared: the frequent ones are met again and again."""
    return _usual(romanise(term).lower())


def _distance(here: str, there: str) -> float:
    """Weighted edit distance."""
    row = [0.0]
    for letter in there:
        row.append(row[-1] + _drop(letter))
    drops = [_drop(letter) for letter in there]
    for left in here:
        above, row, last = row, [row[0] + _drop(left)], row[0] + _drop(left)
        leaves, swaps = _drop(left), _swaps(left)
        for place, right in enumerate(there):
            # Comparing is twice as fast as taking the least of three.
            swapped, left_out = above[place] + swaps.get(right, _OTHER), above[place + 1] + leaves
            put_in = last + drops[place]
            last = swapped if swapped < left_out else left_out
            last = put_in if put_in < last else last
            row.append(last)
    return row[-1]


_OTHER = 1.2
_DROPS = {"a": 0.15, "h": 0.3, "y": 0.4, "n": 0.8, **dict.fromkeys("eiou", 0.5)}


def _drop(letter: str) -> float:
    return _DROPS.get(letter, 1.0)


@lru_cache(maxsize=1 << 8)
def _swaps(left: str) -> dict[str, float]:
    """What it costs to take another letter for this one; `_OTHER` for what is no letter."""
    return {**{right: _swap(left, right) for right in ascii_lowercase}, left: 0.0}


def _swap(left: str, right: str) -> float:
    if frozenset((left, right)) in _ALIKE:
        return 0.4
    return 0.5 if left in _VOWELS and right in _VOWELS else _OTHER
