"""Whether two sheets are the same one, scanned twice: by their looks first, then word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from ingest.quality.fingerprint import read_words

NEAR_BITS = 48
"""Of 256 that may differ where two looks are alike. Two pages that have nothing in common differ in 128, give or take
8; sheets scanned twice in 4 to 20, and letters to different addressees in no more."""
SHARED_WORDS = 0.6
"""Sheets whose looks differ, as a stain or a shadow makes them, are compared where they share so many words, and have
to say the same throughout."""
LEAST_OVERLAP, LEAST_OVERLAP_ALONE = 0.8, 0.97
LEAST_WORDS = 10
"""Sheets with fewer sure words look like any other form: nothing is said of them."""
ALIKE = 55.0
"""Likeness, of 100, from which two words can be readings of one."""
LONG = 3
"""Shorter words are read too differently to speak for or against."""
MORE_WORDS = 4
"""So many sure words together that one sheet has and the other has not are a difference, not a bad reading."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a sheet is known again by.

    Attributes:
        bits: 256 bits of its look.
        words: Its words, folded, in reading order.
        sure: Those of them that were read surely.
    """

    bits: int
    words: tuple[str, ...]
    sure: frozenset[str]


def take_look(measures: Mapping[str, Any]) -> Look | None:
    """The look of a sheet; None where there is too little on it.

    Args:
        measures: `Sheet.measures`.
    """
    bits, text = measures.get("look"), measures.get("text")
    if not bits or not text:
        return None
    words = read_words(text)
    sure = frozenset(word for word, is_sure in words if is_sure)
    return Look(int(bits, 16), tuple(word for word, _ in words), sure) if len(sure) >= LEAST_WORDS else None


def is_double(look: Look, other: Look) -> float | None:
    """How much of the text is the same, 0 to 1, where two sheets are the same one; None where they are not.

    Two letters of one text to two addressees look the same and have nearly all words in common: one place where both
    say something else, and surely, tells them apart.

    Source: docs/quality.md.
    """
    near = (look.bits ^ other.bits).bit_count() <= NEAR_BITS
    if not near and _shared(look, other) < SHARED_WORDS:
        return None
    overlap, contradictions = compare_words(look, other)
    least = LEAST_OVERLAP if near else LEAST_OVERLAP_ALONE
    return overlap if overlap >= least and not contradictions else None


def _shared(look: Look, other: Look) -> float:
    """Words that both have, of all that either has, a quick look before the slow one."""
    return len(look.sure & other.sure) / max(1, len(look.sure | other.sure))


def compare_words(look: Look, other: Look) -> tuple[float, int]:
    """Share of the words that both have, and the number of places where they say something else.

    A word or two that only one of them has were not seen on the other, which says nothing; nor do words that stand
    elsewhere, where the lines were read in another order.
    """
    same, places = _align(look.words, other.words)
    moved = [word for mine, _ in places for word in mine]
    for _, theirs in places:
        for word in [*theirs]:
            if word in moved:
                moved.remove(word)
                theirs.remove(word)
                next(mine for mine, _ in places if word in mine).remove(word)
                same += 1
    against = sum(_contradict(mine, theirs, look, other) for mine, theirs in places)
    return 2 * same / max(1, len(look.words) + len(other.words)), against


Places = list[tuple[list[str], list[str]]]
"""Words left over on one sheet and on the other, for each place where the two differ."""


def _align(first: Sequence[str], second: Sequence[str]) -> tuple[int, Places]:
    """Words that can be readings of one, in order, and what is left over."""
    same = 0
    places: Places = []
    for change in Levenshtein.opcodes(first, second):
        mine = list(first[change.src_start : change.src_end])
        theirs = list(second[change.dest_start : change.dest_end])
        if change.tag == "equal":
            same += len(mine)
            continue
        for word in [*mine]:
            best = max(theirs, key=lambda seen: ratio(word, seen), default="")
            if best and (ratio(word, best) >= ALIKE or word in best or best in word):
                mine.remove(word)
                theirs.remove(best)
                same += 1
        places.append((mine, theirs))
    return same, places


def _contradict(mine: Sequence[str], theirs: Sequence[str], look: Look, other: Look) -> bool:
    """Whether both sheets say something else at a place, one of them surely, or one says much and the other nothing."""
    long = [[word for word in words if len(word) >= LONG] for words in (mine, theirs)]
    sure = [sum(word in one.sure for word in words) for words, one in zip(long, (look, other), strict=True)]
    if long[0] and long[1]:
        return max(sure) > 0
    return max(sure) >= MORE_WORDS
