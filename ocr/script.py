"""Which script letters and digits are of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from nasti.model import Word

DEVANAGARI_LETTER = re.compile("[ऀ-ॣॱ-ॿ]")
"""One letter or sign of Devanagari."""

LATIN_LETTER = re.compile("[A-Za-z]")
"""One Latin letter without accent."""

DIGIT = re.compile("[0-9०-९]")
"""One digit of either script."""

TELLING_ASCII_DIGIT = re.compile("[1456789]")
TELLING_HINDI_DIGIT = re.compile("[१४५६७८९]")
"""Digits whose shape tells their script: 0, 2 and 3 look the same in both."""

LATIN_FROM = 0.93
"""Share of Latin letters from which a page is read as Latin alone. Source: at `ocr.read`, which it was measured for."""

_SURE_SHARE = 0.9


def count_latin(words: Iterable[Word]) -> int:
    """Number of Latin letters."""
    return sum(len(LATIN_LETTER.findall(word.text)) for word in words)


def latin_share(words: Iterable[Word]) -> float:
    """Share of Latin letters among Latin and Devanagari ones, 0 to 1; 0.0 without letters."""
    text = "".join(word.text for word in words)
    latin = len(LATIN_LETTER.findall(text))
    letters = latin + len(DEVANAGARI_LETTER.findall(text))
    return latin / letters if letters else 0.0


def has_hindi_digits(words: Iterable[Word]) -> bool | None:
    """Whether a page writes its digits in Devanagari; None where it has none, or both kinds in earnest."""
    text = "".join(word.text for word in words)
    found = Counter({True: len(TELLING_HINDI_DIGIT.findall(text)), False: len(TELLING_ASCII_DIGIT.findall(text))})
    (hindi, count), *_ = found.most_common()
    return hindi if count and count >= _SURE_SHARE * found.total() else None
