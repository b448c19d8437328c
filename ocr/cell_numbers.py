"""Has the number reader look at cells of ruled tables whose numbers are torn, doubtful or missing.

Signs of one width stand so far apart, and needle dots and seals tear them so, that the recogniser makes several words
of a sum or loses it. A cell says where a number begins and ends, so it can be looked at as a whole.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from nasti.model import Box, Word, holds_middle
from ocr.engine import Image, mean_confidence
from ocr.number_crop import Crop, cut_word
from ocr.number_reader import NumberReader, Sight
from ocr.number_text import is_whole, of_either
from ocr.numbers import pick_reading, words_habit
from ocr.repair import join_words
from ocr.script import DIGIT, has_hindi_digits

_SURE, _MOST = 0.8, 0.7
"""Confidence from which a single word is left as it is, and one that is whole by its signs and makes up so much of what
was read in a cell."""

_LIKELY, _LIKELY_ALONE, _LIKELIER = 0.5, 0.95, 0.05
"""How likely a number is to the number reader, at least: a sum, a date or an area where nothing was read in its cell;
any other where nothing sure was; and one of the former where what was read has digits and is torn or none of them.
Source: five drawn tables, needle prints and a typewriter among them: eleven numbers put right, two put wrong."""

_GUESS = 0.5
"""Confidence at least of a number that the pattern of its signs speaks for."""

_SPECK, _HIGH, _THIN = 0.3, (0.5, 1.5), 0.25
"""In text heights: how high ink is that bounds a number, how high a number is, and how thin rulings are."""

_PLAIN = re.compile(of_either("#{1,4}(?:/#{1,3})?"))
_STROKES = re.compile("[1।/]+")
_STRAY = ".,।-:"


def read_cell_numbers(
    image: Image, ink: Image, cells: Sequence[Box], words: Sequence[Word], height: float, reader: NumberReader
) -> tuple[tuple[Word, ...], int]:
    """Read the numbers of cells that are torn, doubtful or missing.

    Args:
        image: The page.
        ink: 1 where it is inked, at half its size.
        cells: The insides of the cells of its ruled tables.
        words: What was read from it, with the recogniser's confidence.
        height: Usual height of its words, pixels.
        reader: Reads crops.

    Returns:
        The words, those of cells that hold one sure number replaced by it; and how many were.
    """
    habit = words_habit(has_hindi_digits(words))
    places: list[tuple[Box, list[Word]]] = []
    crops: list[Crop] = []
    for cell in cells:
        inside = [word for word in words if holds_middle(cell, word.box)]
        box = _bound(ink, cell, height) if _is_open(inside) else None
        crop = None if box is None else cut_word(image, box, (box[0], box[2]))
        if box is not None and crop is not None:
            places.append((box, inside))
            crops.append(crop)
    kept, found = list(words), list[Word]()
    for (box, inside), sight in zip(places, reader.look(crops), strict=True):
        number = _choose(sight, box, inside, habit=habit)
        if number is not None:
            kept = [word for word in kept if word not in inside]
            line = 1 + max((word.line for word in (*words, *found)), default=0)
            block = 1 + max((word.block for word in (*words, *found)), default=0)
            found.append(replace(number, line=line, block=block))
    return (*kept, *found), len(found)


def _is_open(inside: Sequence[Word]) -> bool:
    """Whether what was read in a cell leaves open what number it holds."""
    read = sum(len(word.text) for word in inside)
    if any(is_whole(word.text) and word.confidence >= _SURE and len(word.text) > _MOST * read for word in inside):
        return False
    if len(inside) == 1:
        return bool(DIGIT.search(inside[0].text)) and inside[0].confidence < _SURE
    return not inside or any(DIGIT.search(word.text) for word in inside)


def _bound(ink: Image, cell: Box, height: float) -> Box | None:
    """Around what is written in a cell, rulings and specks left out; None where it is not one line."""
    left, top, right, bottom = (edge // 2 for edge in cell)
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink[top:bottom, left:right]))
    unit = height / 2
    # Of a worn ruling pieces as low as digits are left, at the side of the cell.
    at_side = (stats[:, 0] < _THIN * unit) | (stats[:, 0] + stats[:, 2] > right - left - _THIN * unit)
    standing = ((stats[:, 3] > _HIGH[1] * unit) | at_side) & (stats[:, 2] < _THIN * unit)
    signs = stats[1:][(stats[1:, 3] >= _SPECK * unit) & ~standing[1:]]
    if not signs.size:
        return None
    start, upper = signs[:, 0].min(), signs[:, 1].min()
    end, lower = (signs[:, 0] + signs[:, 2]).max(), (signs[:, 1] + signs[:, 3]).max()
    # The tails of commas hang below the digits.
    hanging = (stats[:, 1] < lower) & ~standing & (stats[:, 0] >= start) & (stats[:, 0] < end)
    hanging[0] = False
    lower = max(lower, (stats[hanging, 1] + stats[hanging, 3]).max(initial=0))
    x0, y0, x1, y1 = (2 * int(edge) for edge in (left + start, top + upper, left + end, top + lower))
    return (x0, y0, x1, y1) if _HIGH[0] * height <= y1 - y0 <= _HIGH[1] * height else None


def _choose(sight: Sight, box: Box, inside: Sequence[Word], *, habit: float) -> Word | None:
    """What the number reader sees in a cell, where that is a number and says more than what was read."""
    seen, odds = pick_reading(sight, habit)
    text, likely = seen.strip(_STRAY), math.exp(odds)
    ordered = sorted(inside, key=lambda word: word.box[0])
    read = "".join(word.text for word in ordered)
    if len(ordered) == 1 and (is_whole(read) or text == read.strip(_STRAY)):
        return None
    alone = likely >= _LIKELY_ALONE and mean_confidence(ordered) < _SURE and _PLAIN.fullmatch(text)
    whole = likely >= (_LIKELIER if ordered else _LIKELY) and is_whole(text)
    if not (alone or whole) or _STROKES.fullmatch(text):
        return None
    number = join_words(ordered, text) if ordered else Word(text, box, 0.0, 0, 0)
    return replace(number, box=box, confidence=min(max(likely, _GUESS), max(_SURE, mean_confidence(ordered))))
