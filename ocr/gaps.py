"""Reads again the lines in which ink lies between the words that were read.

Where a seal, a blot or a pen crosses a line, the recogniser leaves a stretch of it out, and reads it when it is shown
the stretch alone, between the words on either side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

import cv2
import numpy as np

from nasti.model import Box, Word
from nasti.settings import OcrSection
from ocr.combine import combine
from ocr.engine import Engine, Image
from ocr.ink import find_ink
from ocr.repair import repair
from ocr.rows import Row, make_rows, measure_slope, split
from ocr.script import latin_share

_REDUCTION = 2
_SURE = 0.6
_LATIN_FROM = 0.93

_LEAST_GAP, _LEAST_INK, _INKED = 0.8, 0.8, 0.3
_RIM = 0.15
_PADDING = 0.3
_MOST = 12
_RULING = 2.2
_SQUEEZED = 0.4


def read_gaps(
    image: Image, words: Sequence[Word], dpi: int, engine: Engine, settings: OcrSection
) -> tuple[tuple[Word, ...], int]:
    sure = [word for word in words if word.confidence >= _SURE]
    if not sure:
        return tuple(words), 0
    height = median(word.box[3] - word.box[1] for word in sure)
    languages = settings.latin if latin_share(sure) > _LATIN_FROM else settings.first
    usual = median(map(_room, sure))
    found: list[Word] = []
    for number, place in enumerate(list(_find_gaps(image, words, height))[:_MOST]):
        left, top, right, bottom = place
        cut = image[top:bottom, left:right]
        readings = (repair(engine.read_line(picture, languages, dpi).words) for picture in (cut, _darker(cut)))
        best = max(readings, key=_worth)
        found += [
            replace(word, box=_put(word.box, place), line=number) for word in best if _room(word) >= _SQUEEZED * usual
        ]
    combined = combine(words, [found])
    return combined.words, combined.found + combined.changed


def _worth(words: Sequence[Word]) -> float:
    return sum(len(word.text) * (word.confidence - _SURE) for word in words)


def _room(word: Word) -> float:
    return (word.box[2] - word.box[0]) / len(word.text)


def _put(box: Box, place: Box) -> Box:
    left, top, right, bottom = (edge + place[at % 2] for at, edge in enumerate(box))
    return left, top, right, bottom


def _darker(cut: Image) -> Image:
    """What is darkest of a place, on white: print beneath what is left of a seal."""
    black, paper = (float(np.percentile(cut, share)) for share in (1, 80))
    white = black + 0.65 * (paper - black)
    return np.clip((cut - black) * (255 / max(1.0, white - black)), 0, 255).astype(np.uint8)


def _find_gaps(image: Image, words: Sequence[Word], height: float) -> Iterator[Box]:
    ink = _uncovered(image, words, height)
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    slope = measure_slope(lines)
    rows = make_rows([piece for line in lines for piece in split(line, slope, height, lambda word: None)], height)
    text_left = min(word.box[0] for word in words if word.confidence >= _SURE)
    text_right = max(word.box[2] for word in words if word.confidence >= _SURE)
    for row in rows:
        yield from _gaps_of(row, ink, (text_left, text_right), height, image.shape)


def _gaps_of(row: Row, ink: Image, margins: tuple[int, int], height: float, shape: tuple[int, ...]) -> Iterator[Box]:
    members = sorted((word for piece in row for word in piece.words), key=lambda word: word.box[0])
    ends = [None, *members, None]
    for before, after in pairwise(ends):
        left = before.box[2] if before else margins[0]
        right = after.box[0] if after else margins[1]
        if right - left < _LEAST_GAP * height:
            continue
        beside = [word for word in (before, after) if word]
        top, bottom = min(word.box[1] for word in beside), max(word.box[3] for word in beside)
        if bottom - top > 2 * height:
            continue
        seen = ink[top // _REDUCTION : bottom // _REDUCTION, left // _REDUCTION : right // _REDUCTION]
        inked = np.flatnonzero(seen.any(axis=0))
        if len(inked) * _REDUCTION < _LEAST_INK * height or len(inked) < _INKED * (inked[-1] - inked[0] + 1):
            continue
        start = before.box[0] if before else left + int(inked[0]) * _REDUCTION
        end = after.box[2] if after else left + int(inked[-1] + 1) * _REDUCTION
        pad = round(_PADDING * height)
        yield max(0, start - pad), max(0, top - pad), min(shape[1], end + pad), min(shape[0], bottom + pad)


def _uncovered(image: Image, words: Sequence[Word], height: float) -> Image:
    unit = height / _REDUCTION
    _, ink = find_ink(image, _REDUCTION)
    for shape in ((round(_RULING * unit), 1), (1, round(4 * unit))):
        strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        ink[cv2.dilate(strokes, np.ones((3, 3), np.uint8)) > 0] = 0
    pad = round(_RIM * height)
    for word in words:
        left, top, right, bottom = word.box
        ink[max(0, top - pad) // _REDUCTION : (bottom + pad) // _REDUCTION, max(0, left - pad) // _REDUCTION : (right + pad) // _REDUCTION] = 0
    return np.asarray(ink, np.uint8)
