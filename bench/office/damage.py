"""What the reader does to words: letters taken for others, words lost, merged and split, and how sure it is of them."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nasti.model import Word

TABLE = Path(__file__).parent / "damage.yaml"


@dataclass(frozen=True)
class Damage:
    """How a level of ageing is read; shares of all words.

    Attributes:
        wrong: Read with a wrong letter at least.
        lost: Not read.
        merged: Read as one with the word before.
        split: Read as two.
        sure: Confidences of words that were read right, quantiles from lowest to highest.
        unsure: Of those that were not.
        letters: What letters are read as: pairs of print and reading, "" for nothing, with their weights.
    """

    wrong: float
    lost: float
    merged: float
    split: float
    sure: tuple[float, ...]
    unsure: tuple[float, ...]
    letters: tuple[tuple[str, str, float], ...]


@cache
def load_damage(level: str) -> Damage:
    """What was measured of a level of ageing.

    Args:
        level: "clean", "office" or "poor".
    """
    table: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    found = table[level]
    letters = tuple((str(print_), str(read), float(weight)) for print_, read, weight in found["letters"])
    return Damage(
        found["wrong"], found["lost"], found["merged"], found["split"], tuple(found["sure"]), tuple(found["unsure"]),
        letters,
    )  # fmt: skip


def damage_words(words: Sequence[Word], rng: random.Random, damage: Damage) -> tuple[Word, ...]:
    """Words as they would be read.

    Args:
        words: As printed, in reading order.
        rng: Of all that chance decides.
        damage: How badly the page is read. Pages differ: one in two is read better than most, one in ten far worse.
    """
    worse = rng.lognormvariate(-0.35, 0.8)
    read: list[Word] = []
    for word in words:
        if rng.random() < worse * damage.lost:
            continue
        word = _read(word, rng, damage, worse)
        if read and read[-1].line == word.line and rng.random() < worse * damage.merged:
            read[-1] = _merge(read[-1], word)
        else:
            read.extend(_split(word, rng) if rng.random() < worse * damage.split else (word,))
    return tuple(read)


def _read(word: Word, rng: random.Random, damage: Damage, worse: float) -> Word:
    text = word.text
    if rng.random() < min(0.9, worse * damage.wrong * (0.35 + 0.13 * len(text))):
        text = _misread(text, rng, damage)
    right = text == word.text
    return replace(word, text=text, confidence=rng.choice(damage.sure if right else damage.unsure))


def _misread(text: str, rng: random.Random, damage: Damage) -> str:
    """Text with a letter taken for another, in places where the reader does that."""
    ways = [
        (start, print_, read, weight)
        for print_, read, weight in damage.letters
        for start in _places(text, print_)
        if _suits(text[max(0, start - 1) : start], read)
    ]
    if not ways:
        return text
    start, print_, read, _ = rng.choices(ways, [way[3] for way in ways])[0]
    changed = text[:start] + read + text[start + len(print_) :]
    if rng.random() < 0.25 and len(changed) > 3:
        changed = _misread(changed, rng, damage)
    return changed or text


def _suits(before: str, read: str) -> bool:
    """Whether what is read can stand behind a letter: vowel signs behind Devanagari letters, letters of one script."""
    if not read:
        return True
    if unicodedata.category(read[0]) in ("Mn", "Mc"):
        return "\u0904" <= before <= "\u0939"
    if not read[0].isalpha() or not before.isalpha():
        return True
    return before.isascii() == read[0].isascii()


def _places(text: str, part: str) -> Iterator[int]:
    if not part:
        yield from range(1, len(text) + 1)
        return
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


def _merge(first: Word, second: Word) -> Word:
    box = (first.box[0], min(first.box[1], second.box[1]), second.box[2], max(first.box[3], second.box[3]))
    return replace(first, text=first.text + second.text, box=box, confidence=min(first.confidence, second.confidence))


def _split(word: Word, rng: random.Random) -> tuple[Word, ...]:
    if len(word.text) < 4:
        return (word,)
    cut = rng.randrange(2, len(word.text) - 1)
    left, top, right, bottom = word.box
    middle = left + (right - left) * cut // len(word.text)
    return (
        replace(word, text=word.text[:cut], box=(left, top, middle, bottom)),
        replace(word, text=word.text[cut:], box=(middle + 4, top, right, bottom)),
    )
