"""Reads doubtful lines of a page again in other languages and keeps the better reading, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from nasti.model import Box, Word, enclose
from ocr.engine import Engine, Image, Reading, mean_confidence
from ocr.excerpt import cut_out

_DOUBTED_BELOW = 0.75
"""A line with a word below this is doubtful. Latin words that the Devanagari model reads as Devanagari lie at 0.2 to
0.7; at 0.6 a fifth of them is missed, at 0.85 twice the lines are read for no gain. Source: 25 drawn pages."""

_NEARBY = 0.2
"""Share of a line's height within which a word that was read again belongs to it."""

_WHOLE_PAGE_FROM = 0.6
"""Share of doubtful lines from which the page is read as it is, surroundings and all."""

_COVERED, _SHORT, _SUM = 0.7, 3, 4
"""Share of a word of so few signs that a new one of so many digits covers which has taken it in: paise stood in a
column of their own."""

_MIN_LENGTH = 0.6
"""A second reading with less than this share of the characters has lost a part of the line."""


@dataclass(frozen=True, slots=True)
class _Line:
    words: tuple[Word, ...]
    box: Box
    doubtful: bool


def reread_doubtful(
    image: Image, first: Reading, languages: str, dpi: int, engine: Engine, *, sauvola: bool = False
) -> tuple[Reading, int]:
    """Read the lines that hold doubtful words again.

    All of them are read at once, from an excerpt of the page: the time it takes grows with their number.

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
    lines = [_measure(tuple(words)) for _, words in groupby(first.words, key=lambda word: word.line)]
    doubtful = [line for line in lines if line.doubtful]
    if not doubtful:
        return first, 0
    if len(doubtful) >= _WHOLE_PAGE_FROM * len(lines):
        second = engine.read(image, languages, dpi, sauvola=sauvola).words
    else:
        second = read_places(image, [line.box for line in doubtful], languages, dpi, engine, sauvola=sauvola)
    words: list[Word] = []
    new: list[Word] = []
    taken: set[Word] = set()
    changed = 0
    for line in lines:
        better = _better(line, [word for word in second if word not in taken]) if line.doubtful else None
        # Boxes of lines that rulings made tall reach over the next line: no word is on both.
        taken.update(word for word in second if better and _lies_in(word, line.box))
        changed += better is not None
        words.extend(line.words if better is None else better)
        new.extend(better or ())
    words = [word for word in words if not any(_takes_in(other, word) for other in new)]
    return replace(first, words=tuple(words), mean_confidence=mean_confidence(words)), changed


def read_places(
    image: Image, places: Sequence[Box], languages: str, dpi: int, engine: Engine, *, sauvola: bool = False
) -> tuple[Word, ...]:
    """The words at some places of a page, read from an excerpt.

    Args:
        image: The page, as for `Engine.read`.
        places: Boxes on it, at least one: lines, or pieces of lines.
        languages: What they are read with.
        dpi: Resolution of `image`, dots per inch.
        engine: Reads images.
        sauvola: As for `Engine.read`.

    Raises:
        ToolMissing: The data of a language is not installed.
        ToolFailed: The recogniser gave up.
    """
    excerpt = cut_out(image, places)
    height, width = image.shape
    return excerpt.restore(engine.read_lines(excerpt.image, languages, dpi, sauvola=sauvola).words, (width, height))


def _measure(words: tuple[Word, ...]) -> _Line:
    box = enclose(word.box for word in words)
    return _Line(words, box, any(word.confidence < _DOUBTED_BELOW and len(word.text) > 1 for word in words))


def _better(line: _Line, words: Sequence[Word]) -> list[Word] | None:
    inside = [word for word in words if _lies_in(word, line.box)]
    if _length(inside) < _MIN_LENGTH * _length(line.words) or mean_confidence(inside) <= mean_confidence(line.words):
        return None
    place = line.words[0]
    return [replace(word, line=place.line, block=place.block) for word in inside]


def _lies_in(word: Word, box: Box) -> bool:
    near = _NEARBY * (box[3] - box[1])
    middle_x, middle_y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] - near <= middle_x <= box[2] + near and box[1] - near <= middle_y <= box[3] + near


def _takes_in(new: Word, word: Word) -> bool:
    across, down = (min(new.box[side + 2], word.box[side + 2]) - max(new.box[side], word.box[side]) for side in (0, 1))
    wide, high = word.box[2] - word.box[0], word.box[3] - word.box[1]
    smaller = len(word.text) <= _SHORT and sum(map(str.isdigit, new.text)) >= _SUM and wide < new.box[2] - new.box[0]
    return smaller and across >= _COVERED * wide and down >= _COVERED * high


def _length(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words)
