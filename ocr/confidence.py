"""Says how likely each word is right: a word at 0.9 is right nine times in ten.

Tesseract's own confidence is no probability, and its models use it differently. All that reads a page decides by it
alone; only the words that are handed on carry the calibrated one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from itertools import groupby
from statistics import median

import numpy as np
import numpy.typing as npt

from nasti.model import Box, Word, holds_middle
from ocr.engine import mean_confidence
from ocr.lexicon import load_lexicon
from ocr.number_reader import Sight
from ocr.number_text import as_signs
from ocr.script import DEVANAGARI_LETTER, DIGIT, LATIN_LETTER, TELLING_ASCII_DIGIT, TELLING_HINDI_DIGIT

FEATURES = (
    "constant", "confidence", "above_0.6", "above_0.85", "above_0.93", "agreed", "contested", "known", "unknown",
    "common", "latin", "number", "contradiction", "lone", "lone_letter", "length", "mended", "small", "line",
    "looked_at", "seen_so", "likely", "unlikely",
)  # fmt: skip
"""What is looked at, in the order of the numbers that `describe` gives."""

_KNOTS = (0.6, 0.85, 0.93)
_SMALL = 0.5
"""Where the line bends that turns the recogniser's confidence into odds, and the height, in those of the page's words,
below which a word is a speck or a sign."""

_UNLIKELIEST = 12.0
"""As a logarithm; what the number reader thinks less likely is no further evidence."""


def calibrate(
    words: Sequence[Word], agreed: Sequence[Box], contested: Sequence[Box], sights: Mapping[Box, Sight]
) -> tuple[Word, ...]:
    """Words with the probability that they are right as their confidence.

    Args:
        words: Of one page, in reading order, with the recogniser's confidence.
        agreed: Where a second model read the same.
        contested: Where it read something else.
        sights: What the number reader saw, by the box of the word.
    """
    if not words:
        return ()
    right = 1 / (1 + np.exp(-describe(words, agreed, contested, sights) @ _weights()))
    return tuple(replace(word, confidence=float(sure)) for word, sure in zip(words, right, strict=True))


def describe(
    words: Sequence[Word], agreed: Sequence[Box], contested: Sequence[Box], sights: Mapping[Box, Sight]
) -> npt.NDArray[np.float64]:
    """What speaks for and against each word.

    Args:
        words: As for `calibrate`; at least one.
        agreed: As for `calibrate`.
        contested: As for `calibrate`.
        sights: As for `calibrate`.

    Returns:
        float64, shape ``(words, FEATURES)``.
    """
    height = median(word.box[3] - word.box[1] for word in words)
    page = mean_confidence(words)
    rows = []
    for _, line in groupby(words, key=lambda word: word.line):
        members = list(line)
        for place, word in enumerate(members):
            others = [*members[:place], *members[place + 1 :]]
            around = mean_confidence(others) if others else page
            asked = (_is_among(word, agreed), _is_among(word, contested))
            small = word.box[3] - word.box[1] < _SMALL * height
            rows.append([*_of_reading(word), *asked, *_of_text(word), float(small), around, *_of_sight(word, sights)])
    return np.asarray(rows)


def _of_reading(word: Word) -> tuple[float, ...]:
    sure = word.confidence
    return (1.0, sure, *(max(0.0, sure - knot) for knot in _KNOTS))


def _of_text(word: Word) -> tuple[float, ...]:
    hindi, latin = bool(DEVANAGARI_LETTER.search(word.text)), bool(LATIN_LETTER.search(word.text))
    digits = bool(DIGIT.search(word.text))
    familiar = load_lexicon().familiarity(word.text)
    contradiction = TELLING_ASCII_DIGIT.search(word.text) and TELLING_HINDI_DIGIT.search(word.text)
    lone = len(word.text) == 1
    found = (
        familiar > 0,
        hindi and not digits and familiar == 0,
        familiar,
        latin and not hindi,
        digits,
        contradiction is not None,
        lone,
        lone and (hindi or latin),
        math.log(len(word.text)),
        bool(word.raw),
    )
    return tuple(map(float, found))


def _of_sight(word: Word, sights: Mapping[Box, Sight]) -> tuple[float, ...]:
    sight = sights.get(word.box)
    if sight is None:
        return 0.0, 0.0, 0.0, 0.0
    signs = as_signs(word.text)
    odds = sight.likelihood(signs)
    so = signs in dict(sight.readings)
    return 1.0, float(so), math.exp(odds), max(0.0, min(1.0, -odds / _UNLIKELIEST))


def _is_among(word: Word, boxes: Sequence[Box]) -> float:
    return float(any(holds_middle(box, word.box) for box in boxes))


@lru_cache(maxsize=1)
def _weights() -> npt.NDArray[np.float64]:
    content = (resources.files("ocr") / "data" / "confidence.json").read_text(encoding="utf-8")
    weights = json.loads(content)["weights"]
    return np.asarray([weights[name] for name in FEATURES])
