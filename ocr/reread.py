"""Reads doubtful lines of a page again in other languages and keeps the better reading, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from nasti.model import Box, Word
from ocr.engine import Engine, Image, Reading, mean_confidence

_DOUBTED_BELOW = 0.75
"""A line with a word below this is doubtful. Latin words that the Devanagari model reads as Devanagari lie at 0.2 to
0.7; at 0.6 a fifth of them is missed, at 0.85 twice the lines are read for no gain. Source: 25 drawn pages."""

_PADDING_SHARE = 0.2
"""Paper kept around a line, as a share of its height: cut tight, Tesseract reads three times as many words wrong."""

_WHOLE_PAGE_FROM = 0.6
"""Share of doubtful lines from which the page is read as it is, surroundings and all."""

_MIN_LENGTH = 0.6
"""A second reading with less than this share of the characters has lost a part of the line."""

_PAPER = 255


@dataclass(frozen=True, slots=True)
class _Line:
    words: tuple[Word, ...]
    box: Box
    doubtful: bool


def reread_doubtful(
    image: Image, first: Reading, languages: str, dpi: int, engine: Engine, *, sauvola: bool = False
) -> tuple[Reading, int]:
    """Read the lines that hold doubtful words again.

    All of them are read at once, from a copy of the page with the other lines painted over: the time it takes grows
    with their number, and Tesseract finds them as it did before.

    Args:
        image: The page, as for `Engine.read`.
        first: What was read from it.
        languages: What the lines are read with now.
        dpi: Resolution of `image`, dots per inch.
        engine: Reads images.
        sauvola: As for `Engine.read`.

    Returns:
        The reading with the better words of each line, and the number of lines that changed hands.

    Raises:
        ToolMissing: The data of a language is not installed.
        ToolFailed: The recogniser gave up.
    """
    lines = [_measure(tuple(words), image) for _, words in groupby(first.words, key=lambda word: word.line)]
    doubtful = [line for line in lines if line.doubtful]
    if not doubtful:
        return first, 0
    page = image if len(doubtful) >= _WHOLE_PAGE_FROM * len(lines) else _only(doubtful, image)
    second = engine.read(page, languages, dpi, sauvola=sauvola).words
    words: list[Word] = []
    changed = 0
    for line in lines:
        better = _better(line, second) if line.doubtful else None
        changed += better is not None
        words.extend(line.words if better is None else better)
    return replace(first, words=tuple(words), mean_confidence=mean_confidence(words)), changed


def _measure(words: tuple[Word, ...], image: Image) -> _Line:
    height, width = image.shape
    left, top = min(word.box[0] for word in words), min(word.box[1] for word in words)
    right, bottom = max(word.box[2] for word in words), max(word.box[3] for word in words)
    pad = round(_PADDING_SHARE * (bottom - top))
    box = (max(0, left - pad), max(0, top - pad), min(width, right + pad), min(height, bottom + pad))
    return _Line(words, box, any(word.confidence < _DOUBTED_BELOW and len(word.text) > 1 for word in words))


def _only(lines: Sequence[_Line], image: Image) -> Image:
    page = np.full_like(image, _PAPER)
    for left, top, right, bottom in (line.box for line in lines):
        page[top:bottom, left:right] = image[top:bottom, left:right]
    return page


def _better(line: _Line, words: Sequence[Word]) -> list[Word] | None:
    inside = [word for word in words if _lies_in(word, line.box)]
    if _length(inside) < _MIN_LENGTH * _length(line.words) or mean_confidence(inside) <= mean_confidence(line.words):
        return None
    place = line.words[0]
    return [replace(word, line=place.line, block=place.block) for word in inside]


def _lies_in(word: Word, box: Box) -> bool:
    middle_x, middle_y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] <= middle_x <= box[2] and box[1] <= middle_y <= box[3]


def _length(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words)
