"""Whether two sheets are the same one, scanned twice: by their looks first, then word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from ingest.quality.fingerprint import read_words

MOST_BITS = 88
"""Of 256 that may differ. Two pages that have nothing in common differ in 128, give or take 8."""
LEAST_WORDS = 10
"""Sheets with fewer sure words look like any other form: nothing is said of them."""
LEAST_OVERLAP = 0.8
ALIKE = 55.0
"""Likeness, of 100, from which two words can be readings of one."""
LONG = 3
"""Shorter words are read too differently to speak for or against."""
MOST_CONTRADICTIONS = 0
"""Places where both sheets say something else, and surely: another addressee, another date."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a sheet is known again by.

    Attributes:
        bits: 256 bits of its look.
        words: Its sure words, folded, in reading order.
    """

    bits: int
    words: tuple[str, ...]


def take_look(measures: Mapping[str, Any]) -> Look | None:
    """The look of a sheet; None where there is too little on it.

    Args:
        measures: `Sheet.measures`.
    """
    bits, text = measures.get("look"), measures.get("text")
    if not bits or not text:
        return None
    words = read_words(text)
    return Look(int(bits, 16), words) if len(words) >= LEAST_WORDS else None


def is_double(look: Look, other: Look) -> float | None:
    """How much of the text is the same, 0 to 1, where two sheets are the same one; None where they are not."""
    if (look.bits ^ other.bits).bit_count() > MOST_BITS:
        return None
    overlap, contradictions = compare_words(look.words, other.words)
    return overlap if overlap >= LEAST_OVERLAP and contradictions <= MOST_CONTRADICTIONS else None


def compare_words(first: Sequence[str], second: Sequence[str]) -> tuple[float, int]:
    """Share of the words that both have, and the number of places where both say something else.

    A word that only one of them has was not read surely on the other, which says nothing.

    Args:
        first: Folded words of one sheet, in reading order.
        second: Those of the other.
    """
    same = against = 0
    for change in Levenshtein.opcodes(first, second):
        mine = first[change.src_start : change.src_end]
        theirs = second[change.dest_start : change.dest_end]
        if change.tag == "equal":
            same += len(mine)
        elif change.tag == "replace":
            alike, apart = _match(mine, theirs)
            same, against = same + alike, against + apart
    return 2 * same / max(1, len(first) + len(second)), against


def _match(mine: Sequence[str], theirs: Sequence[str]) -> tuple[int, int]:
    """Pairs that can be readings of one word, and words left over on both sides."""
    left = list(theirs)
    alone = []
    alike = 0
    for word in mine:
        best = max(left, key=lambda other: ratio(word, other), default="")
        if best and ratio(word, best) >= ALIKE:
            left.remove(best)
            alike += 1
        else:
            alone.append(word)
    unread = [sum(len(word) >= LONG and not _part_of(word, others) for word in words)
              for words, others in ((alone, theirs), (left, mine))]  # fmt: skip
    return alike, min(unread)


def _part_of(word: str, others: Sequence[str]) -> bool:
    """Whether a word is a torn or joined reading of others."""
    joined = "".join(others)
    return word in joined or any(other in word for other in others if len(other) >= LONG)
