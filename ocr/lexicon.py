"""The words of office Hindi, and how common each is."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from nasti.lexicon.inflect import INFLECTIONS, uninflect
from nasti.lexicon.words import general_words, office_words
from ocr.script import DEVANAGARI_LETTER

_SECTION_RANKS = {
    "frequent": 60, "words": 700, "nouns": 900, "adjectives": 900, "verbs": 2500, "names": 1500, "places": 1500,
}  # fmt: skip
"""How far down a list by frequency the words of each section of the office list would stand, set by hand: the 400 words
of nearly every paper, the vocabulary of offices, the rest."""

_BENT_RANK = 2500

_OUTSIDE = 1000
"""Ranks by which words of the general list fall back in office papers: that list was counted on the Web."""

_ZIPF_SHARE, _ZIPF_SHIFT = 0.1, 2.7
"""Share of a text that the word of rank r makes up: 0.1 / (r + 2.7).
Source: Zipf's law as Mandelbrot shifted it."""

_NASAL = re.compile("ँ|न्(?=[कखगघचछजझटठडढतथदध])|म्(?=[पफबभ])|ण्(?=[टठडढ])|ञ्(?=[चछजझ])|ङ्(?=[कखगघ])")
_NUKTA = re.compile("(?<=[कखगजफ])़")
"""Where spellings of one word differ and are all right: जाँच and जांच, अन्तिम and अंतिम, ज़मीन and जमीन."""

_RAREST = 50_000
"""Rank of a word that is only known by another spelling of it, at least."""

_CORE = re.compile("[ऄ-हॠॡॲ-ॿ][ऀ-ःऄ-़ा-्ॕ-ॗॠ-ॣॲ-ॿ]*")
_ABBREVIATION = re.compile("(?<![ऀ-ॣ])[ऄ-ह]़?(?:्[ऄ-ह])*[ा-ौ]?ं?[.०0]")
"""One syllable and the sign that stands for the rest of the word: छ.ग., म0प्र0, पृ."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and how likely each is.

    Attributes:
        words: Natural logarithm of the share of a text that the word makes up.
        people: Names of people that are nothing else; they are in `words` too.
        places: The same of places.
        variants: The same shares for the spelling that stands for all of a word, where that is another.
    """

    words: Mapping[str, float]
    people: frozenset[str]
    places: frozenset[str]
    variants: Mapping[str, float]

    def likelihood(self, word: str) -> float | None:
        """Natural logarithm of the share of a text that the word makes up; None for a word that is not known.

        Args:
            word: Devanagari, NFC, without punctuation.
        """
        found = self.words.get(word)
        if found is not None:
            return found
        standard = standardise(word)
        found = self.words.get(standard, self.variants.get(standard))
        if found is None:
            found = max((self.words[base] for base in uninflect(word) if base in self.words), default=None)
        return None if found is None else min(found, share_of_rank(_RAREST))

    def is_name(self, word: str) -> bool:
        """Whether a word is the name of a person or a place and nothing else.

        Args:
            word: Devanagari, NFC, without punctuation.
        """
        return word in self.people or word in self.places

    def familiarity(self, text: str) -> float:
        """How common the Devanagari words in a text are: 0 where one is not known, towards 1 the commoner the rarest.

        Args:
            text: A word as read, with its punctuation. One without Devanagari letters is not known.
        """
        found = [self.likelihood(word) for word in _CORE.findall(_ABBREVIATION.sub("", text))]
        known = [share for share in found if share is not None]
        if len(known) < len(found) or not DEVANAGARI_LETTER.search(text):
            return 0.0
        rarest = min(known, default=share_of_rank(_SECTION_RANKS["words"]))
        floor, top = share_of_rank(_RAREST) - 1.0, share_of_rank(0)
        return (rarest - floor) / (top - floor)

    def knows(self, text: str) -> bool:
        """Whether a text has Devanagari words and all of them are known.

        Args:
            text: As for `familiarity`.
        """
        return self.familiarity(text) > 0


def share_of_rank(rank: int) -> float:
    """Natural logarithm of the share of a text that the word of a rank makes up.

    Args:
        rank: Place in a list by frequency, from 0.
    """
    return math.log(_ZIPF_SHARE / (rank + _ZIPF_SHIFT))


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon that comes with the program, read at the first call of a process."""
    ranks = {word: rank for rank, word in enumerate(general_words())}
    words = {word: share_of_rank(rank + _OUTSIDE) for word, rank in ranks.items()}
    listed: defaultdict[str, set[str]] = defaultdict(set)
    for section, word in office_words():
        listed[section].add(word)
        for form in INFLECTIONS[section](word) if section in INFLECTIONS else (word,):
            rank = _SECTION_RANKS[section] if form == word else _BENT_RANK
            share = share_of_rank(min(rank, ranks.get(form, rank)))
            words[form] = max(share, words.get(form, share))
    common = listed["frequent"] | listed["words"] | listed["nouns"]
    variants = {standard: share for word, share in words.items() if (standard := standardise(word)) != word}
    return Lexicon(words, frozenset(listed["names"] - common), frozenset(listed["places"] - common), variants)


def standardise(word: str) -> str:
    """The spelling that stands for all right spellings of a word.

    Args:
        word: Devanagari, NFC.
    """
    return _NUKTA.sub("", _NASAL.sub("ं", word))
