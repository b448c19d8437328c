"""Asks a second model about doubtful words, and takes the surer reading of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from nasti.model import Box, Word, enclose
from ocr.engine import Engine, Image, Reading, mean_confidence
from ocr.lexicon import load_lexicon
from ocr.reread import read_places
from ocr.script import DEVANAGARI_LETTER, DIGIT, LATIN_LETTER

_DOUBTED_BELOW = 0.8
_UNKNOWN_BELOW = 0.93
_CONTEXT = 1
"""Words below this confidence are read again, those that are in no lexicon already below the other bound, with this
many neighbours on each side. Source: 80 drawn and aged pages. Of 940 words below 0.8 the second reading puts 161 right
and 20 wrong; of 328 unknown ones up to 0.93 it puts 32 right and 3 wrong, of 244 known ones up to 0.85 only 6 and 1.
Without neighbours more go wrong than right. Of `hin` (best), `mar`, `nep`, `san` and the first model again, at other
sizes or blurred, none is clearly better for the time (`hin` on crops a quarter larger: 45 right and 4 wrong where it
has 40 and 11, on 20 pages alone)."""

_KNOWN = 0.3
_MARGIN = 0.05
_NUMBER_MARGIN = 0.1
"""How much surer a known word counts, and by how much the second reading must be the surer one, with other digits and
without. Source: the same pages. Without both, 180 words are put right and 42 wrong, with them 182 and 21. Of 51 numbers
that differ so much 25 are put right and 8 wrong."""

_TOUCHING = 0.3
_LEVEL = 0.5
"""Shares of the narrower and of the lower word that two readings of one word have in common, at least."""

_GUESS = 0.5
_READABLE = re.compile("[ऀ-ॣ०-ॿ0-9]")
_BETWEEN_DIGITS = re.compile("(?<=[0-9०-९])[^0-9०-९]+(?=[0-9०-९])")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What came of asking a second model.

    Attributes:
        reading: The first reading, with the second model's text where that is the better one.
        agreed: Boxes of the words that both models read alike.
        contested: Boxes of those that they read differently, whichever text was taken.
        changed: Number of words whose text is the second model's.
    """

    reading: Reading
    agreed: tuple[Box, ...]
    contested: tuple[Box, ...]
    changed: int


_Group = tuple[list[Word], list[Word]]


def ask_again(
    image: Image, first: Reading, languages: str, dpi: int, engine: Engine, *, sauvola: bool = False
) -> Opinion:
    """Read doubtful words again with another model.

    Args:
        image: The page, as for `Engine.read`.
        first: What was read from it.
        languages: The other model. It reads Devanagari; words with Latin letters are not asked about.
        dpi: Resolution of `image`, dots per inch.
        engine: Reads images.
        sauvola: As for `Engine.read`.

    Returns:
        The surer text of each word. Where digits of a word differ it has a confidence of 0.5 at most.

    Raises:
        ToolMissing: The data of a language is not installed.
        ToolFailed: The recogniser gave up.
    """
    lines = [list(line) for _, line in groupby(first.words, key=lambda word: word.line)]
    places = [_surround(line, index) for line in lines for index, word in enumerate(line) if _is_doubtful(word)]
    if not places:
        return Opinion(first, (), (), 0)
    second = read_places(image, places, languages, dpi, engine, sauvola=sauvola)
    words: list[Word] = []
    agreed: list[Box] = []
    contested: list[Box] = []
    changed = 0
    for line in lines:
        for ours, theirs in _pair(line, second):
            chosen = _choose(ours, theirs) if any(map(_is_doubtful, ours)) else ours
            alike = [word.text for word in ours] == [word.text for word in theirs]
            if theirs:
                (agreed if alike else contested).extend(word.box for word in chosen)
            changed += [word.text for word in chosen] != [word.text for word in ours]
            words.extend(chosen)
    reading = replace(first, words=tuple(words), mean_confidence=mean_confidence(words))
    return Opinion(reading, tuple(agreed), tuple(contested), changed)


def _is_doubtful(word: Word) -> bool:
    if len(word.text) == 1 or not _READABLE.search(word.text) or LATIN_LETTER.search(word.text):
        return False
    unknown = not DIGIT.search(word.text) and not load_lexicon().knows(word.text)
    return word.confidence < (_UNKNOWN_BELOW if unknown else _DOUBTED_BELOW)


def _surround(line: Sequence[Word], index: int) -> Box:
    return enclose(word.box for word in line[max(0, index - _CONTEXT) : index + _CONTEXT + 1])


def _pair(line: Sequence[Word], second: Sequence[Word]) -> Iterator[_Group]:
    """The words of a line in their order, each with what the second reading has in its place."""
    top, bottom = min(word.box[1] for word in line), max(word.box[3] for word in line)
    rest = [other for other in second if other.box[1] < bottom and top < other.box[3]]
    ours: list[Word] = []
    theirs: list[Word] = []
    for word in line:
        here = [other for other in rest if _overlap(word, other)]
        joined = any(_overlap(word, other) for other in theirs)
        if ours and not joined:
            yield ours, sorted(theirs, key=lambda other: other.box[0])
            ours, theirs = [], []
        ours.append(word)
        theirs.extend(here)
        rest = [other for other in rest if other not in here]
    yield ours, sorted(theirs, key=lambda other: other.box[0])


def _overlap(one: Word, other: Word) -> bool:
    across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    down = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    narrower = min(one.box[2] - one.box[0], other.box[2] - other.box[0])
    lower = min(one.box[3] - one.box[1], other.box[3] - other.box[1])
    return across > _TOUCHING * narrower and down > _LEVEL * lower


def _choose(ours: list[Word], theirs: list[Word]) -> list[Word]:
    if not theirs:
        return ours
    our_text, their_text = (" ".join(word.text for word in words) for words in (ours, theirs))
    if our_text == their_text:
        return ours
    if LATIN_LETTER.search(our_text):
        return ours
    if DIGIT.findall(our_text) != DIGIT.findall(their_text):
        surer = len(theirs) == 1 and mean_confidence(theirs) > mean_confidence(ours) + _NUMBER_MARGIN
        chosen = _put(theirs, ours) if surer else ours
        return [replace(word, confidence=min(word.confidence, _GUESS)) for word in chosen]
    if _signs_of_number(our_text) != _signs_of_number(their_text) or _worth(theirs) <= _worth(ours) + _MARGIN:
        return ours
    return _put(theirs, ours)


def _put(theirs: Sequence[Word], ours: Sequence[Word]) -> list[Word]:
    """Words of the second reading in the place of those of the first."""
    place = ours[0]
    same = len(ours) == len(theirs)
    return [
        replace(word, line=place.line, block=place.block, box=ours[index].box if same else word.box)
        for index, word in enumerate(theirs)
    ]


def _worth(words: Sequence[Word]) -> float:
    hindi = [word.text for word in words if DEVANAGARI_LETTER.search(word.text)]
    known = bool(hindi) and all(load_lexicon().knows(text) for text in hindi)
    return mean_confidence(words) + (_KNOWN if known else 0.0)


def _signs_of_number(text: str) -> list[str]:
    """What parts the digits of a number; the second model takes points for commas and loses both."""
    return _BETWEEN_DIGITS.findall(text)
