"""How well a text agrees with the truth."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, Levenshtein

PUNCTUATION = ".,;:()[]{}।|-–—'\"/"
LIKENESS = str.maketrans(
    {chr(0x966 + digit): str(digit) for digit in range(10)}
    | dict.fromkeys(("\u200c", "\u200d"), None)
    | {"|": "।", "–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'"}
)
"""What a person searching takes for the same: digits of either script, dashes, quotation marks, joiners."""


@dataclass(frozen=True)
class TextScore:
    """One page read by one program.

    Attributes:
        errors: Character error rate: Levenshtein distance to the truth over its length, at most 1, after NFC and
            folding of white space.
        errors_folded: The same after folding of `LIKENESS`.
        precision: Share of the words read that the page has, without regard to order and outer punctuation.
        recall: Share of the page's words that were read.
        f1: Their harmonic mean.
        numbers: How many words of the truth have two digits or more.
        numbers_right: How many of them were read with the same value, every sign of them.
        numbers_as_printed: How many of them were read in the script they are printed in, too.
    """

    errors: float
    errors_folded: float
    precision: float
    recall: float
    f1: float
    numbers: int
    numbers_right: int
    numbers_as_printed: int


def score_text(truth: str, read: str) -> TextScore:
    """Compare a page's text with the truth."""
    expected, found = count_words(truth), count_words(read)
    common = (expected & found).total()
    numbers, read_numbers = count_numbers(fold_likeness(truth)), count_words(fold_likeness(read))
    printed = count_numbers(truth)
    return TextScore(
        errors=error_rate(fold(truth), fold(read)),
        errors_folded=error_rate(fold_likeness(truth), fold_likeness(read)),
        precision=common / max(1, found.total()),
        recall=common / max(1, expected.total()),
        f1=2 * common / max(1, expected.total() + found.total()),
        numbers=numbers.total(),
        numbers_right=(numbers & read_numbers).total(),
        numbers_as_printed=(printed & found).total(),
    )


def fold(text: str) -> str:
    """NFC, one blank for every stretch of white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold_likeness(text: str) -> str:
    """`fold`, and one sign for signs that look the same to a person."""
    return fold(unicodedata.normalize("NFC", text).translate(LIKENESS))


def error_rate(expected: str, found: str) -> float:
    """Levenshtein distance over the length of what was expected, at most 1."""
    return min(1.0, Levenshtein.distance(expected, found) / max(1, len(expected)))


def bare_words(text: str) -> list[str]:
    """The words of a text in order, without punctuation around them; mere punctuation is left out."""
    return [word for word in (word.strip(PUNCTUATION) for word in fold(text).split()) if word]


def count_words(text: str) -> Counter[str]:
    """How often each word occurs."""
    return Counter(bare_words(text))


def count_numbers(text: str) -> Counter[str]:
    """Those words that have two digits or more: file numbers, dates, amounts."""
    return Counter(word for word in bare_words(text) if sum(sign.isdecimal() for sign in word) >= 2)


def match_in_order(expected: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
    """Places of equal words, first in `expected`, then in `found`, along the longest common sequence."""
    return [
        (here, there)
        for block in Indel.opcodes(expected, found)
        if block.tag == "equal"
        for here, there in zip(
            range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True
        )
    ]


def find_right_words(expected: Sequence[str], found: Sequence[str]) -> list[bool]:
    """For each word that was found, whether the page has it; words in order first, each word of the page only once."""
    right = [False] * len(found)
    left = Counter(expected)
    for _, there in match_in_order(expected, found):
        right[there] = True
        left[found[there]] -= 1
    for there, word in enumerate(found):
        if not right[there] and left[word] > 0:
            right[there] = True
            left[word] -= 1
    return right


def mean(values: Iterable[float]) -> float:
    """Arithmetic mean; 0 of nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
