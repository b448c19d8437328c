"""How alike two pieces of print are, when one of them was read by a machine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from nasti import hindi

_MARKS = re.compile("[\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963]")
_SKELETON_FROM = 3
"""Consonants a word must keep for its skeleton to say anything."""


@lru_cache(maxsize=1 << 15)
def plain(text: str) -> str:
    """Letters and digits alone, folded as for searching, without spaces: readers merge and split words.

    Args:
        text: Any text.
    """
    return "".join(hindi.tokens(text))


@lru_cache(maxsize=1 << 15)
def skeleton(text: str) -> str:
    """Text without vowel signs, halants and nasal marks.

    Args:
        text: Any text.
    """
    return _MARKS.sub("", text)


def key_of_number(text: str) -> str:
    """What two numbers have in common when they are the same, however they are written.

    Args:
        text: A number as read; of what is no file number the letters and digits alone.
    """
    return hindi.number_key(text) or plain(text)


def likeness(first: str, second: str) -> float:
    """How alike two `plain` texts are, 0 to 1; a wrong vowel sign counts half as much as a wrong letter.

    Args:
        first: From `plain`.
        second: From `plain`.

    Source: errors of the Devanagari script model on aged pages fall on vowel signs and nasal marks first.
    """
    if first == second:
        return 1.0 if first else 0.0
    whole = Levenshtein.normalized_similarity(first, second)
    bare, other = skeleton(first), skeleton(second)
    if min(len(bare), len(other)) < _SKELETON_FROM:
        return whole
    return (whole + max(whole, Levenshtein.normalized_similarity(bare, other))) / 2


def nearest(read: str, wanted: Sequence[str], at_least: float) -> Iterator[tuple[float, int]]:
    """Those of many texts that one is alike to: how alike, and which of them.

    Args:
        read: From `plain`.
        wanted: From `plain`.
        at_least: Likeness from which they count.
    """
    # Likeness is at most half of 1 more than half of the letters' own.
    cutoff = max(0.0, 2 * at_least - 1)
    scorer = Levenshtein.normalized_similarity
    for _, _, place in process.extract(read, wanted, scorer=scorer, score_cutoff=cutoff, limit=None):
        alike = likeness(read, wanted[place])
        if alike >= at_least:
            yield alike, place


def likeness_needed(letters: int) -> float:
    """Least likeness at which a text of so many characters counts as found: short ones must be exact.

    Args:
        letters: Length of the wanted text, from `plain`.
    """
    if letters <= 3:
        return 1.0
    return 0.74 if letters <= 6 else 0.7


_ILL_FORMED = re.compile(
    "[ा-ौॅॉ्][ा-ौॅॉ्]|[ंँः][ा-ौॅॉ्ंँः]|(?<![\u0900-\u097f])[ा-ौॅॉ्ंँः]|[\u0905-\u0914][ा-ौ]|ञ्ञ|ढ्ढ|[०-९0-9][ा-ौॅॉ्ंँः]"
    "|(?<![कखगजडढफयनर])\u093c"
)


def is_ill_formed(text: str) -> bool:
    """Whether a text has signs where no Hindi word has them, which were read for others.

    Args:
        text: As read.
    """
    return _ILL_FORMED.search(text) is not None
