"""Reads the dot below a letter, the nukta, by its ink: ज़िला, फ़सल, मुआवज़ा and the ड़ of names of villages.

The recogniser loses one such dot in ten, whether the print is clean or worn, and no lexicon knows whether जिला or ज़िला
is printed: both are right. The dot is plain to see: a piece of ink by itself, level with the feet of the letters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from nasti.lexicon.inflect import inflect_noun
from nasti.lexicon.words import nukta_words
from nasti.model import Box, Word
from ocr.engine import Image
from ocr.ink import paper_level
from ocr.lexicon import load_lexicon
from ocr.repair import change_text

_NUKTA = "़"
_DOTTED = re.compile(f"[कखगजफडढ](?!{_NUKTA})")
_FLAPPED = "डढ"
"""Letters that a nukta may stand below, and those that have it in words that are in no lexicon: ड़ and ढ़."""

_CORE = re.compile("[ऄ-हॠॡॲ-ॿ][ऀ-ःऄ-़ा-्ॕ-ॗॠ-ॣॲ-ॿ]*")
_WITH_DOTS = re.compile("[.:;०0!।](?=.)")
"""What has dots of its own, or is round and as low, within a word: छ.ग., म०प्र०."""

_WIDTHS = {sign: 0.0 for sign in "ँंः़ुूृॅेै्"} | {sign: 0.5 for sign in "ािीॉोौ"}
_HALF, _SIGN = 0.6, 0.4
"""Widths of vowel signs, of half letters and of punctuation, in those of letters."""

_SIZE, _SLIM, _FULL = (0.07, 0.32), 2.2, 0.5
_LEVEL = (0.72, 1.45)
"""Width and height of the dot, in heights of the letters from their headline to their feet, how many times as wide as
high it is at most, or as high as wide, the share of its box that is ink at least, and how far below the headline its
middle lies. Source: 356 words with such dots and 1490 without on 140 drawn pages that are not poor: dots of 334 of the
first are found, and of fourteen of the others that have no point in them."""

_ASIDE = 0.8
"""How far from the middle of its letter a dot lies at most, in widths of a letter as the word has them."""

_AIR, _FEET, _HANGING, _INKED = 0.3, 75, 0.25, 1
"""Heights of the word's box that are looked at below it, the percentile of the lower ends of its columns at which its
feet lie, how far letters reach below the headline at least, in heights of the box, and the percentile of brightness at
which their ink lies."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter that may have lost its dot.

    Attributes:
        place: Its number in the text.
        middle: Where it stands in the word, 0 to 1 from left to right.
    """

    place: int
    middle: float


def insert_nuktas(image: Image, words: Sequence[Word]) -> tuple[tuple[Word, ...], int]:
    """Put the dots back that stand below letters and were not read.

    Only below letters that the word is known to be written with, and below ड and ढ where the word with the dot is known
    or the word without is not.

    Args:
        image: The page, as it was read.
        words: What was read from it.

    Returns:
        The words, and how many have a dot more.
    """
    paper = paper_level(image)
    mended = tuple(_mend(image, word, paper) for word in words)
    return mended, sum(one.text != other.text for one, other in zip(words, mended, strict=True))


def _mend(image: Image, word: Word, paper: int) -> Word:
    letters = [] if _WITH_DOTS.search(word.text) else list(_letters(word.text))
    if not letters:
        return word
    dotted = {letter.place for dot in _find_dots(image, word.box, paper) for letter in _below(dot, letters, word.text)}
    text = "".join(sign + _NUKTA * (place in dotted) for place, sign in enumerate(word.text))
    return change_text(word, text)


def _letters(text: str) -> Iterator[_Letter]:
    """The letters of a word that would be right with a dot as well."""
    ends = np.cumsum([_width(text, place) for place in range(len(text))])
    for core in _CORE.finditer(text):
        for place in map(core.start().__add__, _dotted_places(core.group())):
            yield _Letter(place, float((ends[place] - _width(text, place) / 2) / ends[-1]))


def _dotted_places(word: str) -> list[int]:
    lexicon = load_lexicon()
    with_dots = _spellings().get(word.replace(_NUKTA, ""), frozenset())
    places = []
    for letter in _DOTTED.finditer(word):
        place, after = letter.start(), letter.end()
        if letter.group() in _FLAPPED:
            flapped = f"{word[:after]}{_NUKTA}{word[after:]}"
            right = place > 0 and (not lexicon.knows(word) or lexicon.knows(flapped))
        else:
            right = place - word[:place].count(_NUKTA) in with_dots
        if right:
            places.append(place)
    return places


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, frozenset[int]]:
    """Words without any dot, and the places of the letters below which they may have one."""
    listed = (form for word in nukta_words() for form in inflect_noun(word))
    found: defaultdict[str, set[int]] = defaultdict(set)
    for word in (*listed, *(word for word in load_lexicon().words if _NUKTA in word)):
        for dot in re.finditer(f"(?<=[कखगजफ]){_NUKTA}", word):
            found[word.replace(_NUKTA, "")].add(dot.start() - 1 - word[: dot.start()].count(_NUKTA))
    return {word: frozenset(places) for word, places in found.items()}


def _width(text: str, place: int) -> float:
    sign, after = text[place], text[place + 1 : place + 2]
    if sign in _WIDTHS:
        return _WIDTHS[sign]
    if not sign.isalpha():
        return _SIGN
    return _HALF if after == "्" else 1.0


def _below(dot: float, letters: Sequence[_Letter], text: str) -> list[_Letter]:
    """The letter that a dot stands below, if any."""
    reach = _ASIDE / sum(_width(text, place) for place in range(len(text)))
    nearest = min(letters, key=lambda letter: abs(letter.middle - dot))
    return [nearest] if abs(nearest.middle - dot) <= reach else []


def _find_dots(image: Image, box: Box, paper: int) -> Iterator[float]:
    """Where dots stand at the feet of a word, 0 to 1 from left to right."""
    left, top, right, bottom = box
    high = bottom - top
    seen = image[top : bottom + round(_AIR * high), left:right]
    if not seen.size:
        return
    ink = (seen < (float(np.percentile(seen, _INKED)) + paper) / 2).astype(np.uint8)
    headline = int(ink[: round(0.7 * high)].sum(axis=1).argmax())
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    hangs = (stats[:, 1] <= headline + 2) & (stats[:, 1] + stats[:, 3] > headline + _HANGING * high)
    hangs[0] = False
    letters = hangs[labels]
    columns = np.flatnonzero(letters.any(axis=0))
    if not columns.size:
        return
    ends = ink.shape[0] - 1 - letters[::-1, columns].argmax(axis=0)
    feet = float(np.percentile(ends[ends > headline + _HANGING * high], _FEET))
    body = feet - headline
    start, end = int(columns[0]), int(columns[-1]) + 1
    for x, y, wide, tall, area in stats[1:][~hangs[1:]].tolist():
        sized = all(_SIZE[0] * body <= side <= _SIZE[1] * body for side in (wide, tall))
        round_enough = max(wide, tall) <= _SLIM * min(wide, tall) and area >= _FULL * wide * tall
        middle = x + wide / 2
        level = _LEVEL[0] <= (y + tall / 2 - headline) / body <= _LEVEL[1]
        if sized and round_enough and level and start < middle < end:
            yield (middle - start) / (end - start)
