"""Reads again the stretches of lines in which ink lies between the words that were read.

Where a seal, a blot or a pen crosses a line, the recogniser leaves a stretch of it out, or makes a sign or two of it.
Shown that stretch alone, with the words on either side, it reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

import cv2
import numpy as np

from nasti.model import Box, Word, holds_middle
from nasti.settings import OcrSection
from ocr.combine import combine, worth
from ocr.engine import Engine, Image
from ocr.ink import find_ink
from ocr.repair import repair
from ocr.rows import Row, make_rows, measure_slope, split
from ocr.script import LATIN_FROM, latin_share
from ocr.tone import Tone

_REDUCTION = 2
_SURE = 0.6
"""Confidence from which words tell how high print is and where its margins are."""

_LEAST_GAP, _LEAST_INK, _INKED = 0.8, 0.8, 0.3
"""Width of a gap and of the ink in it, in text heights, and the share of that ink's columns that are inked: a word of
two letters. The white between words is 0.3 to 0.5 wide."""

_TALLEST = 2.0
_COVERED, _PADDING = 0.15, 0.3
"""In text heights: how high both words beside a gap are together at most, on one line; how far the box of a word covers
its surroundings, and the paper kept around what is read."""

_STANDING, _LYING = 2.2, 4.0
"""Text heights from which a straight stroke is a ruling, and no print."""

_MOST = 48
"""Gaps of a page that are read: with more it is speckled, or written over. Source: tuning sets, 0 to 8 a page, 15
and 43 on two of ten carbon copies; on the last 19 % of characters are wrong with twelve gaps read, 14 % with all."""

_BLACK, _PAPER, _DARKER = 1, 80, 0.65
"""Percentiles of a stretch at which its ink and its paper lie, and how far from ink to paper the darkest lies that is
shown as paper in its other picture: what is left of a lifted seal is paler than print. Source: `२०/०५/२००९` under such
a seal reads at 0.05 as it is and at 0.97 so."""

_WIDEST = 3.0
"""How wide each sign is at most, in text heights, of a word that is not sure. Printed signs are 0.3 to 1 wide."""

_SQUEEZED = 0.4
"""Share of the room that a sign usually has which a word leaves each of its own at least: less is a part of a word that
was read, or a box that is wrong."""


def read_gaps(
    image: Image, words: Sequence[Word], tone: Tone | None, dpi: int, engine: Engine, settings: OcrSection
) -> tuple[tuple[Word, ...], int]:
    """Read what lies between the words of lines.

    Args:
        image: The page, as for `Engine.read`.
        words: What was read from it.
        tone: How dark its print is; None where that is not known.
        dpi: Resolution of `image`, dots per inch.
        engine: Reads cut-outs.
        settings: Languages.

    Returns:
        `words` with those found in gaps on the lines beside them, and those beside a gap as they were read with it
        where that is surer; and how many were found or changed.

    Raises:
        ToolMissing: The data of a language is not installed.
        ToolFailed: The recogniser gave up.
    """
    sure = [word for word in words if word.confidence >= _SURE]
    if not sure:
        return tuple(words), 0
    height, usual = median(word.box[3] - word.box[1] for word in sure), median(map(_room, sure))
    languages = settings.latin if latin_share(sure) > LATIN_FROM else settings.first
    found, pad = list[Word](), round(_PADDING * height)
    stretched = [word for word in words if _is_stretched(word, height)]
    places = [*(_enlarge(word.box, pad, image.shape) for word in stretched), *_find_gaps(image, words, height)]
    for number, place in enumerate(places[:_MOST]):
        left, top, right, bottom = place
        cut = image[top:bottom, left:right]
        pictures = [cut, _darken(cut), *([tone.without_paler(cut)] if tone and tone.crisp else [])]
        readings = [repair(engine.read_line(picture, languages, dpi).words) for picture in pictures]
        if not any(readings):
            readings = [repair(engine.read_line(_alone(picture, pad), languages, dpi).words) for picture in pictures]
        best, *others = sorted(readings, key=worth, reverse=True)
        found += [
            replace(word, box=_put(word.box, place, pad), line=number)
            for word in combine(best, others).words
            if _room(word) >= _SQUEEZED * usual
        ]
    read = {word for word in stretched if any(holds_middle(word.box, other.box) for other in found)}
    combined = combine([word for word in words if word not in read], [found])
    return combined.words, combined.found + combined.changed


def _is_stretched(word: Word, height: float) -> bool:
    """Whether a doubtful word is much too wide for its signs: it lies over print that was not read."""
    return word.confidence < _SURE and any(map(str.isalnum, word.text)) and _room(word) > _WIDEST * height


def _enlarge(box: Box, pad: int, shape: tuple[int, ...]) -> Box:
    left, top, right, bottom = box
    return max(0, left - pad), max(0, top - pad), min(shape[1], right + pad), min(shape[0], bottom + pad)


def _room(word: Word) -> float:
    return (word.box[2] - word.box[0]) / len(word.text)


def _put(box: Box, place: Box, pad: int) -> Box:
    """A box of the cut-out on the page, no higher than the words beside the gap: a seal stands above and below."""
    left, top, right, bottom = (edge + place[at % 2] for at, edge in enumerate(box))
    high, low = max(top, place[1] + pad), min(bottom, place[3] - pad)
    return (left, high, right, low) if high < low else (left, top, right, bottom)


def _darken(cut: Image) -> Image:
    """What is darkest of a stretch, on white."""
    black, paper = (float(np.percentile(cut, share)) for share in (_BLACK, _PAPER))
    white = black + _DARKER * (paper - black)
    return np.asarray(np.clip((cut - black) * (255 / max(1.0, white - black)), 0, 255), np.uint8)


def _alone(picture: Image, pad: int) -> Image:
    """A stretch without what reaches into it from the lines above and below."""
    alone = np.full_like(picture, np.percentile(picture, _PAPER))
    alone[pad:-pad] = picture[pad:-pad]
    return alone


def _find_gaps(image: Image, words: Sequence[Word], height: float) -> Iterator[Box]:
    """Stretches of the page to be read, each with the words beside the gap."""
    ink = _find_uncovered(image, words, height)
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    slope = measure_slope(lines)
    rows = make_rows([piece for line in lines for piece in split(line, slope, height, lambda word: None)], height)
    sure = [word.box for word in words if word.confidence >= _SURE]
    margins = min(box[0] for box in sure), max(box[2] for box in sure)
    for row in rows:
        yield from _find_in_row(row, ink, margins, height, image.shape)


def _find_in_row(
    row: Row, ink: Image, margins: tuple[int, int], height: float, shape: tuple[int, ...]
) -> Iterator[Box]:
    members = sorted((word for piece in row for word in piece.words), key=lambda word: word.box[0])
    pad = round(_PADDING * height)
    if len(members) == 1 and not any(map(str.isalpha, members[0].text)):
        return  # The number of a page stands on no line.
    for before, after in pairwise([None, *members, None]):
        left, right = before.box[2] if before else margins[0], after.box[0] if after else margins[1]
        beside = [word.box for word in (before, after) if word]
        top, bottom = min(box[1] for box in beside), max(box[3] for box in beside)
        if right - left < _LEAST_GAP * height or bottom - top > _TALLEST * height:
            continue
        seen = ink[top // _REDUCTION : bottom // _REDUCTION, left // _REDUCTION : right // _REDUCTION]
        inked = left + _REDUCTION * np.flatnonzero(seen.any(axis=0))
        if len(inked) * _REDUCTION < max(_LEAST_INK * height, _INKED * (np.ptp(inked) if len(inked) else 0)):
            continue
        start = before.box[0] if before else int(inked[0])
        end = after.box[2] if after else int(inked[-1])
        yield _enlarge((start, top, end, bottom), pad, shape)


def _find_uncovered(image: Image, words: Sequence[Word], height: float) -> Image:
    """1 where ink lies that is no ruling and under no word, on the reduced page."""
    _, ink = find_ink(image, _REDUCTION)
    unit = height / _REDUCTION
    for shape in ((round(_STANDING * unit), 1), (1, round(_LYING * unit))):
        strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        ink[cv2.dilate(strokes, np.ones((3, 3), np.uint8)) > 0] = 0
    pad = round(_COVERED * height)
    for word in words:
        left, top, right, bottom = word.box
        rows = slice(max(0, top - pad) // _REDUCTION, (bottom + pad) // _REDUCTION)
        ink[rows, max(0, left - pad) // _REDUCTION : (right + pad) // _REDUCTION] = 0
    return ink
