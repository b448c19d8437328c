"""Tells what was never a word: specks, rulings, scribbles and seals read as letters, and words that were read twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

import numpy as np

from nasti.model import Word
from ocr.meeting import find_meeting
from ocr.script import DEVANAGARI_LETTER, DIGIT, LATIN_FROM, LATIN_LETTER, latin_share

_SPECK_SIZE, _SURE_SIGN = 0.28, 0.85
"""What is smaller, in heights of text, is a speck, unless it is a sign that stands alone and is read so surely: the
dash of a heading."""

_GIANT, _TALL = (3.0, 0.7), (2.2, 0.6)
"""Text heights above which, and confidence below which, a word is a scribble or a piece of a seal. Headings are as
tall, but read well; words that specks or rulings make tall have Devanagari letters or digits, and more than three."""

_STANDING = 2.2
"""Text heights from which several signs, higher than wide together, stand above each other, unless they are sure: the
numbers of a list, read as one word. Read one by one with their lines they come back."""

_SURE = 0.7
_DOUBTFUL = 0.45
_HOPELESS = 0.15
_SLASHES = 0.4
_HINDI_PAGE_BELOW = 0.03
"""Bounds of confidence, and the share of Latin letters of a page on which doubtful Latin words are scribbles.
Source: words of 56 scanned pages compared with where words were printed."""

_WORDLIKE = re.compile("[ऀ-ॣ०-ॿA-Za-z0-9]")
_RULES = frozenset("-–—_=")
"""Pieces of a typed rule; what else is a row of signs is a scribble or the dotted line of a form."""

_LONE_SIGNS = frozenset("-–—:।/&+=().,%")
"""Signs that stand alone in office papers."""

_SIGNS = "".join(_LONE_SIGNS | _RULES)

_SAME_PLACE, _SAME_TEXT = (0.7, 0.6), (0.6, 0.6)
"""Shares of its width and of its height that each of two words has in common with the other which are one word; and
that the narrower and the lower has with the other where both say the same."""

_SCRAP, _SCRAP_BELOW = 4, 0.25
"""Signs of a word at most, and confidence below which a line of such words was none; digits by themselves may be the
number of a page. Source: 356 pages of four tuning sets, 33 such lines, none of them printed."""

_NARROWEST, _LONG = 0.1, 3
"""How wide each sign is at least, in heights of text: of a word of so many signs that is not sure, and of one beside
another that says the same: rulings are read as the word beside them too. Sure words whose boxes are as narrow stand on
the page; worn print has such boxes."""


def drop_twice(words: Sequence[Word]) -> list[Word]:
    """The words without those that lie where a surer one of another line does, or a surer one that says the same.

    Where a seal stands in a line, the recogniser may take it for two that lie over each other, and read both, or the
    whole word and a part of it; and a ruling for the word beside it.

    Args:
        words: Of one page.
    """
    same = find_meeting(words, words, _SAME_PLACE, of_larger=True)
    over = find_meeting(words, words, _SAME_TEXT)
    dropped = set[int]()
    for one, other in np.argwhere(np.triu(same | over, 1)).tolist():
        if {one, other} & dropped:
            continue
        elsewhere = words[one].line != words[other].line
        if words[one].text == words[other].text or (elsewhere and same[one, other]):
            dropped.add(other if words[one].confidence >= words[other].confidence else one)
        elif elsewhere:
            dropped |= {
                part for part, whole in ((one, other), (other, one)) if _is_part(words[part].text, words[whole].text)
            }
    for one, other in pairwise(range(len(words))):
        if words[one].text == words[other].text and words[one].line == words[other].line:
            dropped |= {
                ruling for ruling, word in ((one, other), (other, one)) if _is_ruling(words[ruling], words[word])
            }
    return [word for place, word in enumerate(words) if place not in dropped]


def drop_scraps(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without lines of a few letters that are hardly believed: strokes of seals, pens and stains.

    Args:
        words: Of one page, line by line, with what their confidence finally is.
    """
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    return tuple(word for line in lines if not _are_scraps(line) for word in line)


def _are_scraps(line: Sequence[Word]) -> bool:
    believed = any(word.confidence >= _SCRAP_BELOW or len(word.text) > _SCRAP for word in line)
    return not believed and not all(word.text.isdecimal() for word in line)


def _is_part(text: str, whole: str) -> bool:
    """Whether a text over another is a part of it, or signs alone."""
    return text.strip(_SIGNS) in whole and len(text) < len(whole)


def _is_ruling(word: Word, beside: Word) -> bool:
    high = beside.box[3] - beside.box[1]
    return word.box[2] - word.box[0] < _NARROWEST * high * len(word.text) <= beside.box[2] - beside.box[0]


def drop_foreign(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without doubtful ones in Devanagari on a page that is Latin: creases and stains with a line in them.

    Args:
        words: Of one page, with the recogniser's confidence.
    """
    sure = [word for word in words if word.confidence >= _SURE and len(word.text) > 1]
    if latin_share(sure) < LATIN_FROM:
        return tuple(words)
    return tuple(word for word in words if word.confidence >= _DOUBTFUL or not DEVANAGARI_LETTER.search(word.text))


def drop_noise(words: Sequence[Word]) -> list[Word]:
    """The words that were words.

    Args:
        words: Of one page.
    """
    sure = [word for word in words if word.confidence >= _SURE and len(word.text) > 1]
    if not sure:
        return list(words)
    height = median(word.box[3] - word.box[1] for word in sure)
    hindi_page = latin_share(sure) < _HINDI_PAGE_BELOW
    return [word for word in words if not _is_noise(word, height, hindi_page=hindi_page)]


def _is_noise(word: Word, height: float, *, hindi_page: bool) -> bool:
    wide, tall = word.box[2] - word.box[0], word.box[3] - word.box[1]
    if max(wide, tall) < _SPECK_SIZE * height and not (word.text in _LONE_SIGNS and word.confidence >= _SURE_SIGN):
        return True
    wordlike = len(_WORDLIKE.findall(word.text))
    if word.confidence < _SURE and wordlike >= _LONG and wide < _NARROWEST * height * wordlike:
        return True
    if tall > _STANDING * height and wide < height and len(word.text) > 1 and word.confidence < _SURE:
        return True
    latin_only = _is_latin_only(word.text)
    scribble = any(tall > heights * height and word.confidence < bound for heights, bound in (_GIANT, _TALL))
    if scribble and (latin_only or wordlike <= 3):
        return True
    if not wordlike:
        return _are_stray_signs(word)
    if word.confidence < _HOPELESS and len(word.text) <= 2:
        return True
    return hindi_page and word.confidence < _DOUBTFUL and latin_only


def _is_latin_only(text: str) -> bool:
    return bool(LATIN_LETTER.search(text)) and not DEVANAGARI_LETTER.search(text) and not DIGIT.search(text)


def _are_stray_signs(word: Word) -> bool:
    if word.text == "//":
        return word.confidence < _SLASHES
    if len(word.text) > 2:
        return word.confidence < _DOUBTFUL and not set(word.text) <= _RULES
    return word.confidence < _SURE or not set(word.text) <= _LONE_SIGNS
