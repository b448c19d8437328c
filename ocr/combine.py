"""Puts several readings of one page together: what one of them lost or spoilt, another may have read.

Told from the paper in another way, or cleaned differently, other words of a worn page are lost. The best reading is
kept, and the others are asked about its gaps and its doubtful words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from nasti.model import Word
from ocr.lexicon import load_lexicon
from ocr.meeting import find_meeting
from ocr.script import DIGIT

_TOUCHING, _LEVEL = 0.3, 0.5
"""Shares of the narrower and of the lower word that two readings of one place have in common, at least."""

DOUBTED_BELOW, GAIN = 0.6, 1.03
"""Another reading, of a place or of a whole page, is kept when its worth is 3 % higher: each character counts by how
far the confidence of its word lies above 0.6, so noise read as words counts against it. Source: 19 worn or oddly
printed pages, character error: first reading 11.0 %, 5.5 % with one more attempt (other cleaning), 5.0 % with two
(then Sauvola); counting only sure words keeps noisier readings (5.3 %). Always taking another attempt spoils clean
pages with coloured letterheads."""

_KNOWN = 0.1
"""How much surer a word of the lexicon counts in its place. Source: 23 pages of two tuning sets that read badly, 5.65
% of their characters wrong with 0.1, 5.66 with 0.2, 5.72 without."""

_WHOLE = 0.85
"""Share of the width of our words that another reading covers at least: a shorter one has lost a part of them."""

_OVERLAID = 1.3
"""Times the width of its place that the words of another reading are wide together at most: where two of its lines lie
over each other it has read the place twice, and would count twice."""

_FOUND_FROM = 0.6
_LONG = re.compile("(?:[ऄ-ह][ऀ-ः़-ॏ]*){3}")
"""Confidence from which a word of two signs or more is taken where the best reading has none; and letters, their vowel
signs aside, with which one that a lexicon has is taken however doubtful it is. Shorter ones stand in two readings then.
Source: 78 doubtful words of a lexicon on ten carbon copies of two tuning sets: of the long ones 38 of 43 stood there,
of the short ones ten of ten in two readings and 16 of 25 in one."""

_NAME_FROM = 0.9
"""Confidence from which a word is kept that the lexicon does not have, though it has what another reading says: names.
Source: 38 such pairs on a tuning set, two of them so sure: 30 times the known word is right, and never the other."""

_NEAR, _LEVEL_OF_TWO = 3.0, 1.0
"""Text heights across and down within which the same word is not taken twice; rows of lists lie 1.3 apart at least."""

_BESIDE = 1.5
"""Text heights within which a word found in a gap belongs to the line beside it, as for pieces in `ocr.rows`."""


@dataclass(frozen=True, slots=True)
class Combined:
    """What came of several readings.

    Attributes:
        words: Lines and blocks numbered as in the best reading, and on from there.
        found: Words in places where the best reading had none.
        changed: Places where another reading was taken.
    """

    words: tuple[Word, ...]
    found: int
    changed: int


def worth(words: Sequence[Word]) -> float:
    """What a reading is worth: its characters, each by how far its word lies above doubt; below 0.0 for noise.

    Args:
        words: With the recogniser's confidence.
    """
    return sum(len(word.text) * (word.confidence - DOUBTED_BELOW) for word in words)


def combine(best: Sequence[Word], others: Sequence[Sequence[Word]]) -> Combined:
    """Fill the gaps of a reading and replace its doubtful words.

    Args:
        best: Words of the best reading, line by line.
        others: Those of other readings of the page, boxes in the same pixels.
    """
    words, found, changed = list(best), 0, 0
    for other in others:
        gaps: list[Word] = []
        better: dict[int, list[Word]] = {}
        for ours, theirs in _pair(words, other):
            if not ours:
                gaps.extend(word for word in theirs if _is_believed(word, others) and not _is_twice(word, words))
                continue
            before = [words[at] for at in ours]
            if _are_level([*before, *theirs]) and _is_better(theirs, before):
                better |= {at: [] for at in ours[1:]}
                better[ours[0]] = [replace(word, line=before[0].line, block=before[0].block) for word in theirs]
        changed += sum(map(bool, better.values()))
        words = [word for at, ours in enumerate(words) for word in better.get(at, [ours])]
        words = _fill(words, sorted(gaps, key=lambda word: (word.line, word.box[0])))
        found += len(gaps)
    return Combined(tuple(words), found, changed)


def _pair(words: Sequence[Word], other: Sequence[Word]) -> Iterator[tuple[list[int], list[Word]]]:
    """What two readings have in one place: which words of the first, in its order, and those of the other."""
    if not other:
        return
    meets = find_meeting(words, other, (_TOUCHING, _LEVEL))
    groups: list[tuple[set[int], list[int]]] = []
    of_word: dict[int, tuple[set[int], list[int]]] = {}
    for number in range(len(other)):
        group = (set(np.flatnonzero(meets[:, number]).tolist()), [number])
        for joined in {id(of_word[at]): of_word[at] for at in group[0] if at in of_word}.values():
            groups.remove(joined)
            group[0].update(joined[0])
            group[1].extend(joined[1])
        groups.append(group)
        of_word |= dict.fromkeys(group[0], group)
    for ours, theirs in groups:
        yield sorted(ours), sorted((other[number] for number in theirs), key=lambda word: word.box[0])


def _are_level(words: Sequence[Word]) -> bool:
    return max(word.box[1] for word in words) < min(word.box[3] for word in words)


def _is_better(theirs: Sequence[Word], ours: Sequence[Word]) -> bool:
    wide = _width(theirs)
    twice = sum(word.box[2] - word.box[0] for word in theirs) > _OVERLAID * wide
    if twice or [word.text for word in theirs] == [word.text for word in ours] or wide < _WHOLE * _width(ours):
        return False
    surely_known = all(map(_is_surely_known, theirs)) and not any(map(_may_stand, ours))
    return surely_known or _worth_known(theirs) > max(0.0, GAIN * _worth_known(ours))


def _is_surely_known(word: Word) -> bool:
    """Whether a lexicon has a word that is too long to have come of dirt."""
    return bool(_LONG.search(word.text)) and _is_in_lexicon(word)


def _is_in_lexicon(word: Word) -> bool:
    return not DIGIT.search(word.text) and load_lexicon().knows(word.text)


def _may_stand(word: Word) -> bool:
    """Whether a word is right though another reading has one of the lexicon: a number, a known word, a rare name."""
    return word.confidence >= _NAME_FROM or bool(DIGIT.search(word.text)) or load_lexicon().knows(word.text)


def _worth_known(words: Sequence[Word]) -> float:
    return worth(words) + sum(_KNOWN * len(word.text) for word in words if load_lexicon().knows(word.text))


def _width(words: Sequence[Word]) -> int:
    return max(word.box[2] for word in words) - min(word.box[0] for word in words)


def _is_believed(word: Word, readings: Sequence[Sequence[Word]]) -> bool:
    """Whether a word that one reading has where the best one has none is likely to stand there."""
    if word.confidence >= _FOUND_FROM:
        return len(word.text) > 1
    return _is_surely_known(word) or (_is_in_lexicon(word) and sum(_has(reading, word) for reading in readings) > 1)


def _has(reading: Sequence[Word], word: Word) -> bool:
    """Whether a reading has the same word in the same place."""
    return any(
        other.text == word.text
        and other.box[0] < word.box[2]
        and word.box[0] < other.box[2]
        and _are_level((other, word))
        for other in reading
    )


def _is_twice(new: Word, words: Sequence[Word]) -> bool:
    """Whether the same word stands close by: boxes of worn lines lie beside what was read."""
    height = new.box[3] - new.box[1]
    return any(
        word.text == new.text
        and max(word.box[0] - new.box[2], new.box[0] - word.box[2]) <= _NEAR * height
        and abs(word.box[1] + word.box[3] - new.box[1] - new.box[3]) / 2 <= _LEVEL_OF_TWO * height
        for word in words
    )


def _fill(words: Sequence[Word], gaps: Sequence[Word]) -> list[Word]:
    """Words that were found in gaps on the lines beside them, or on lines of their own behind the others."""
    filled = list(words)
    for line in [list(line) for _, line in groupby(gaps, key=lambda word: word.line)]:
        number, block = (1 + max((getattr(word, name) for word in filled), default=-1) for name in ("line", "block"))
        for word in line:
            beside = _beside(filled, word)
            if beside is None:
                filled.append(replace(word, line=number, block=block))
            else:
                at = filled.index(beside) + (beside.box[0] < word.box[0])
                filled.insert(at, replace(word, line=beside.line, block=beside.block))
    return filled


def _beside(words: Sequence[Word], new: Word) -> Word | None:
    """The word that stands next to a new one on its level."""
    height = new.box[3] - new.box[1]

    def gap(word: Word) -> int:
        return max(word.box[0] - new.box[2], new.box[0] - word.box[2])

    level = [
        word
        for word in words
        if min(word.box[3], new.box[3]) - max(word.box[1], new.box[1]) > _LEVEL * min(height, word.box[3] - word.box[1])
        and gap(word) <= _BESIDE * height
    ]
    return min(level, key=gap, default=None)
