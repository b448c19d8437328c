"""Fields: a value with its evidence and how likely it is right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from classify.layout import join, surround
from nasti.model import Field, Word


def mean_confidence(words: Sequence[Word]) -> float:
    """Mean confidence of the letters of words, 0 to 1; a confidence that is no number from 0 to 1 counts as 0.

    Args:
        words: Any.
    """
    letters = sum(len(word.text) for word in words)
    total = sum(len(word.text) * word.confidence for word in words if 0 <= word.confidence <= 1)
    return total / letters if letters else 0.0


def reading_confidence(words: Sequence[Word]) -> float:
    """How likely all of some words were read right, 0 to 1: their confidences are probabilities.

    Args:
        words: Any.

    Source: 63 subjects of drawn and aged pages were right 81 times in 100, their mean was 0.78; of 116 values with 0.8
    to 0.95 92 in 100 were.
    """
    return math.prod(word.confidence if 0 <= word.confidence <= 1 else 0.0 for word in words)


def known_confidence(words: Sequence[Word]) -> float:
    """How likely some words are the name in a table that they are most like: a wrong letter does no harm there.

    Args:
        words: Any.
    """
    return 1 - _HARM * (1 - reading_confidence(words))


_HARM = 0.3
"""How often a word that was not read right leads to another name. Source: general knowledge; what the confidences of
fields are worth in the end is measured (`classify.calibration`)."""


def has_hole(words: Sequence[Word]) -> bool:
    """Whether there is room for a word that was not read between two words of a row.

    Args:
        words: In order.
    """
    return any(_gap(first, second) > _HOLE for first, second in pairwise(words))


def _gap(first: Word, second: Word) -> float:
    """Room between two words of a row, in their height; 0 where the second stands in another row."""
    height = max(1, min(first.box[3] - first.box[1], second.box[3] - second.box[1]))
    level = min(first.box[3], second.box[3]) - max(first.box[1], second.box[1]) > 0.5 * height
    return (second.box[0] - first.box[2]) / height if level else 0.0


_HOLE, _TORN = 1.4, 0.6
"""Room, in heights of words, from which a word may be missing, and the trust in what is left. Source: of 11 400 gaps
in rows of drawn pages, those between columns among them, 90 in 100 are below 0.8 heights and 95 below 1.2."""


def make_field(
    value: str | int,
    words: Sequence[Word],
    position: int,
    *,
    label: float = 1.0,
    fit: float = 1.0,
    reading: float | None = None,
) -> Field:
    """A field read from words.

    Args:
        value: Canonical.
        words: What it was read from, in order; at least one.
        position: Of the sheet, in the sequence that is understood.
        label: How alike its label is to a known one, 0 to 1.
        fit: How well the print has the form of such a value, 0 to 1.
        reading: How likely the words were read well enough for the value; None where all must be right.
    """
    confidence = (
        (reading_confidence(words) if reading is None else reading)
        * (0.5 + 0.5 * label)
        * fit
        * (_TORN if has_hole(words) else 1.0)
    )
    return Field(value, join(words), round(min(1.0, max(0.0, confidence)), 3), position, surround(words))
