"""Has the numbers of a page read by a reader of their own, and takes the likelier of both readings.

The recogniser reads lines, and guesses digits by what stands around them; the number reader sees one word and knows
nothing else. Where they agree a number is nearly certain; where they do not, the odds of either decide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from nasti.model import Box, Word
from ocr.engine import Image
from ocr.lexicon import load_lexicon
from ocr.number_crop import cut_word
from ocr.number_reader import NumberReader, Sight
from ocr.number_text import OTHER, as_signs, is_whole, of_either, part_signs
from ocr.repair import change_text
from ocr.script import DIGIT, has_hindi_digits

_DOUBTED_BELOW = 0.8
_LONGEST = 8
"""A word without a digit is looked at where the recogniser is less sure of it, no lexicon knows it and it has no more
signs: ११ on a dot-matrix print is read as ee. Three of those on a drawn page."""

_WORDS_HABIT = 3.0
"""How many times likelier, as a logarithm, digits of the page's own script are, where its words have one."""

_TELLS, _TELL_AT_LEAST, _PER_TELLING, _MOST_HABIT = 8.0, 20.0, 3.0, 40.0
"""How much the sight of one word says of the script of the page's digits at most, how much those of all say at least
where the page has one, and how much of that counts for each word, and how much of it at most; all logarithms of odds.
Source: 6474 numbers of three tuning sets: 6242 are right, 6220 with the habit of the words; with other values 6224 to
6241."""

_FOR_READER = {
    "constant": 1.05, "recogniser": -0.76, "difference": 0.38, "likelihood": 0.25, "fewer_digits": -5.66,
    "more_digits": -1.60, "letters": -2.49, "shorter": -3.02, "sound": 3.51, "doubled": 5.30,
}  # fmt: skip
"""What speaks for the reader's text where the two differ: logarithms of odds, of a logistic regression.
Source: 912 words of four tuning sets of which one of the two was right, the recogniser 316 times: 882 are taken, 876
cross-validated. The reader loses signs, also such as a box has missed, and hardly ever takes one for another.
A number that is whole by its signs, a sum or a date, where the other is not, is *sound*; *doubled* are digits that the
recogniser has within, where no box misses them: it writes some twice."""

_ASCII_DIGIT, _HINDI_DIGIT = re.compile("[0-9]"), re.compile("[०-९]")

_OF_NO_SCRIPT = re.compile(f"\\(?(?:{OTHER}[0०])+[),।]*|-+[0०]+-+")
"""Words in which a nought stands for the rest, छ०ग०, म0प्र0, and rules, -----00-----: many write ० there and ASCII
digits elsewhere, or the other way about."""

_LONE = re.compile("[0-9०-९]\\W?")
"""What numbers paragraphs: 1, 2, 3 on many pages that have ०-९ in their text."""

_UNSTROKED = re.compile(f"(?<=[0-9०-९]){OTHER}")

_SHARE = re.compile(f"(?:{of_either('#{1,2}(?:[.]#{1,2})?')}|100|१००){OTHER}")
_SURE_SHARE = -0.1
"""A share of a hundred, its sign none that the reader knows, and how sure it is of that at least, as a logarithm.
Source: four tuning sets; of five words that look so three are as sure, all of them shares."""

_LEAST_LIKELY = -15.0
"""How likely what the reader sees is at least, as a logarithm, where the page does not tell the script of its digits: a
typeface like handwriting is none of those it knows."""

_MOST_DOUBLED = 2
"""Digits at most that it writes twice in one number, and that the number has at least."""

_AROUND = "/-.,():।"
"""Signs whose loss at an end is no reading of the number: the crop has missed them."""

_FARTHEST = 20.0
_LEAST_SURE, _MOST_SURE = 0.05, 0.99
"""Bounds of the difference of likelihoods, and of the recogniser's confidence, beyond which they say no more."""

_LONGEST_STRAY = 3
"""Letters in a row, at most, that can have been signs of a number."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What came of it.

    Attributes:
        words: All words, numbers in the likelier reading.
        sights: What was seen of each word that was looked at, by its box.
        changed: How many words have another text.
    """

    words: tuple[Word, ...]
    sights: Mapping[Box, Sight]
    changed: int


def reread_numbers(image: Image, words: Sequence[Word], reader: NumberReader) -> Reread:
    """Read the numbers of a page again.

    Args:
        image: The page, as it was read.
        words: What was read, with the recogniser's confidence.
        reader: Reads crops.
    """
    rooms = _find_rooms(words, image.shape[1])
    crops = {
        word.box: crop
        for word, room in zip(words, rooms, strict=True)
        if _is_asked(word) and (crop := cut_word(image, word.box, room)) is not None
    }
    sights = dict(zip(crops, reader.look(list(crops.values())), strict=True))
    habit = page_habit(words, sights.values())
    reread = tuple(choose(word, sights[word.box], habit) if word.box in sights else word for word in words)
    return Reread(reread, sights, sum(old.text != new.text for old, new in zip(words, reread, strict=True)))


def _find_rooms(words: Sequence[Word], width: int) -> list[tuple[int, int]]:
    """How far to the left and to the right of each word its line is free."""
    rooms = []
    for place, word in enumerate(words):
        before, after = (
            words[other] if 0 <= other < len(words) and words[other].line == word.line else None
            for other in (place - 1, place + 1)
        )
        free = before.box[2] if before and before.box[2] < word.box[2] else 0
        rooms.append((free, after.box[0] if after and after.box[0] > word.box[0] else width))
    return rooms


def _is_asked(word: Word) -> bool:
    if DIGIT.search(word.text):
        return True
    doubted = word.confidence < _DOUBTED_BELOW and 1 < len(word.text) <= _LONGEST
    return doubted and not load_lexicon().knows(word.text)


def words_habit(hindi: bool | None) -> float:
    """In which script a page writes its digits, as `ocr.script.has_hindi_digits` says it, for `pick_reading`."""
    return 0.0 if hindi is None else _WORDS_HABIT if hindi else -_WORDS_HABIT


def page_habit(words: Sequence[Word], sights: Iterable[Sight]) -> float:
    """The same by the words and by what the number reader sees of all numbers: where one is doubtful others are not.

    Where the two contradict each other the typeface is none that the reader knows, and it is the less believed.
    """
    told = 0.0
    for sight in sights:
        (hindi, hindi_odds), (_, odds) = sight.readings
        if DIGIT.search(hindi) and not _OF_NO_SCRIPT.fullmatch(hindi):
            told += min(_TELLS, max(-_TELLS, hindi_odds - odds))
    by_words = words_habit(has_hindi_digits(words))
    if abs(told) < _TELL_AT_LEAST or by_words * told < 0:
        return by_words
    return min(_MOST_HABIT, max(-_MOST_HABIT, told / _PER_TELLING))


def choose(word: Word, sight: Sight, habit: float) -> Word:
    """A word in the likelier of two readings.

    Args:
        word: As the recogniser read it.
        sight: What the number reader sees.
        habit: In which script the page writes its digits, as for `pick_reading`.
    """
    other = offer(word, sight, habit)
    if other is None:
        return word
    text, seen = other
    speaks_for = sum(_FOR_READER[name] * value for name, value in seen.items())
    return change_text(word, text) if speaks_for > 0 else word


def offer(word: Word, sight: Sight, habit: float) -> tuple[str, dict[str, float]] | None:
    """The reader's text for a word, and what speaks for it; None where there is no other that could be taken.

    Args:
        word: As the recogniser read it.
        sight: What the number reader sees.
        habit: As for `pick_reading`.
    """
    ours = as_signs(word.text)
    theirs, odds = pick_reading(sight, habit)
    if f"/{OTHER}" in ours and ours.count(OTHER) == theirs.count(OTHER) and not _UNSTROKED.search(ours):
        # A stroke close to a letter looks like a part of it to the reader.
        theirs = _UNSTROKED.sub(f"/{OTHER}", theirs)
    if theirs == ours:
        return None
    share = _is_share(ours, theirs, odds)
    text = f"{theirs[:-1]}%" if share else merge(word.text, theirs)
    only_less = len(theirs) < len(ours) and theirs.strip(_AROUND) == ours.strip(_AROUND)
    hopeless = not habit and odds < _LEAST_LIKELY
    if text is None or only_less or hopeless or not DIGIT.search(text):
        return None
    return text, {
        **_describe(word, theirs, odds, sight.likelihood(ours) - _strangeness(ours, habit)),
        "sound": 0.0 if share else float(is_whole(text) - is_whole(word.text)),
        "doubled": float(_has_doubled(word.text, text, ours, theirs.strip(_AROUND))),
    }


def _is_share(ours: str, theirs: str, odds: float) -> bool:
    """Whether the recogniser took the sign behind a share for one more digit, and the reader surely sees none."""
    same = len(ours) == len(theirs) and ours[:-1] == theirs[:-1] and DIGIT.fullmatch(ours[-1])
    return bool(same) and odds >= _SURE_SHARE and bool(_SHARE.fullmatch(theirs))


def _has_doubled(read: str, text: str, ours: str, theirs: str) -> bool:
    """Whether the recogniser may have written digits twice: it has more of them, and within what the reader sees."""
    fewer = len(DIGIT.findall(ours)) - len(DIGIT.findall(theirs))
    return (
        0 < fewer <= _MOST_DOUBLED <= len(DIGIT.findall(theirs))
        and theirs not in ours
        and is_whole(text) >= is_whole(read)
    )


def _describe(word: Word, theirs: str, odds: float, our_odds: float) -> dict[str, float]:
    """What speaks for and against the reader's text, by the names of the weights."""
    sure = min(_MOST_SURE, max(_LEAST_SURE, word.confidence))
    ours = as_signs(word.text)
    return {
        "constant": 1.0,
        "recogniser": math.log(sure / (1 - sure)),
        "difference": min(_FARTHEST, odds - our_odds),
        "likelihood": odds,
        "fewer_digits": float(len(DIGIT.findall(theirs)) < len(DIGIT.findall(ours))),
        "more_digits": float(len(DIGIT.findall(theirs)) > len(DIGIT.findall(ours))),
        "letters": float(DIGIT.search(ours) is None),
        "shorter": float(len(theirs) < len(ours)),
    }


def pick_reading(sight: Sight, habit: float) -> tuple[str, float]:
    """What the number reader sees, in the likelier script, digits that are foreign to the page the less likely.

    Args:
        sight: What it sees.
        habit: In which script the page writes its digits: the logarithm of the odds that it is Devanagari, 0.0 where it
            has no habit.

    Returns:
        The text, and the logarithm of how likely it is.
    """
    weighed = [(text, odds - _strangeness(text, habit)) for text, odds in sight.readings]
    return max(weighed, key=lambda reading: reading[1])


def _strangeness(text: str, habit: float) -> float:
    """How many times less likely a text is, as a logarithm, for digits that the page does not use."""
    foreign = _ASCII_DIGIT if habit > 0 else _HINDI_DIGIT
    if not foreign.search(text) or _OF_NO_SCRIPT.fullmatch(text):
        return 0.0
    return min(abs(habit), _WORDS_HABIT) if _LONE.fullmatch(text) else abs(habit)


def merge(text: str, signs: str) -> str | None:
    """A word with other digits and signs, its letters as they were.

    Args:
        text: The word.
        signs: What it is to be read as, letters as one sign.

    Returns:
        None where the letters of the two are not the same stretches.
    """
    parts = part_signs(text)
    merged: list[str] = []
    for step in Levenshtein.opcodes("".join(sign for sign, _ in parts), signs):
        mine, theirs = parts[step.src_start : step.src_end], signs[step.dest_start : step.dest_end]
        if step.tag == "equal":
            merged += [piece for _, piece in mine]
        elif OTHER in theirs or any(sign == OTHER and len(piece) > _LONGEST_STRAY for sign, piece in mine):
            return None
        else:
            merged.append(theirs)
    return "".join(merged)
