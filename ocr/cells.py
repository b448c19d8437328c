"""Reads the cells of ruled tables again, one by one, where ink lies in them and nothing sure was read.

The recogniser looks for columns of text and loses what stands between two rulings: a lone amount, a number, a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from nasti.model import Box, Word
from nasti.settings import OcrSection
from ocr.engine import Engine, Image
from ocr.ink import find_ink, paper_level
from ocr.repair import repair
from ocr.script import LATIN_FROM, latin_share
from ocr.tables import Table, find_tables

_REDUCTION = 2
_SURE = 0.6
"""Confidence from which words tell how high print is, and are kept."""

_RIM = 0.2
_COVERED = 0.15
_TALL = (0.45, 2.0)
_WIDE = 0.15
"""In text heights: how far inside its rulings a cell begins, how far the box of a word covers its surroundings, and how
high and wide ink is that may be a letter: rests of rulings and vowel signs beside a word are thinner or lower."""

_LEAST_CELL, _MOST_HIGH = 0.9, 8.0
_MOST_CELLS = 60
"""Height and width of the smallest cell, and the height of the highest, in text heights: what is higher is a column of
an order sheet; and how many cells of a page are read again."""

_MARGIN_PX = 20
"""Paper set around a cell, as in `ocr.excerpt`, and every which pixel tells how bright it is."""

_GAIN, _LIKELY = 1.03, 0.5
"""By how much a reading must be worth more, as for whole pages in `ocr.read`; and the confidence from which a word is
kept and counts: what stands between four rulings is seldom anything but print."""


def read_cells(
    image: Image, words: Sequence[Word], dpi: int, engine: Engine, settings: OcrSection
) -> tuple[tuple[Word, ...], int]:
    """Read again the cells of ruled tables in which ink was overlooked.

    Args:
        image: The page, as for `Engine.read`.
        words: What was read from it.
        dpi: Resolution of `image`, dots per inch.
        engine: Reads cells.
        settings: Languages.

    Returns:
        `words`, those of cells that read better now replaced, each line on a line of its own behind the others; and how
        many cells were.

    Raises:
        ToolMissing: The data of a language is not installed.
        ToolFailed: The recogniser gave up.
    """
    sure = [word for word in words if word.confidence >= _SURE]
    if not sure:
        return tuple(words), 0
    height = median(word.box[3] - word.box[1] for word in sure)
    languages = settings.latin if latin_share(sure) > LATIN_FROM else settings.first
    paper = paper_level(image)
    kept, found, changed = list(words), list[Word](), 0
    for cell in list(_find_overlooked(image, words, height))[:_MOST_CELLS]:
        left, top, right, bottom = cell
        before = [word for word in kept if _lies_in(word, cell)]
        if any(word.confidence >= _SURE for word in before):
            continue
        cut = np.pad(image[top:bottom, left:right], _MARGIN_PX, constant_values=paper)
        read = engine.read_lines(cut, languages, dpi).words
        after = [word for word in repair(read) if word.confidence >= _LIKELY]
        if _worth(after) <= max(0.0, _GAIN * _worth(before)):
            continue
        changed += 1
        kept = [word for word in kept if word not in before]
        line = 1 + max((word.line for word in (*kept, *found)), default=0)
        block = 1 + max((word.block for word in (*kept, *found)), default=0)
        found += [replace(word, box=_put(word.box, cell), line=line + word.line, block=block) for word in after]
    return (*kept, *found), changed


def _find_overlooked(image: Image, words: Sequence[Word], height: float) -> Iterator[Box]:
    """The insides of cells with ink that may be letters under no word."""
    tables = find_tables(image, height)
    if not tables:
        return
    _, ink = find_ink(image, _REDUCTION)
    pad = round(_COVERED * height)
    for word in words:
        left, top, right, bottom = word.box
        rows = slice(max(0, top - pad) // _REDUCTION, (bottom + pad) // _REDUCTION)
        ink[rows, max(0, left - pad) // _REDUCTION : (right + pad) // _REDUCTION] = 0
    unit = height / _REDUCTION
    # Of two columns are order sheets, whose overlooked ink is initials.
    for cell in (cell for table in tables if len(table.uprights) > 1 for cell in _cells(table, height)):
        left, top, right, bottom = (edge // _REDUCTION for edge in cell)
        _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink[top:bottom, left:right]))
        sizes = stats[1:, 2:4]
        tall = (sizes[:, 1] >= _TALL[0] * unit) & (sizes[:, 1] <= _TALL[1] * unit)
        if (tall & (sizes[:, 0] >= _WIDE * unit)).any():
            yield cell


def _cells(table: Table, height: float) -> Iterator[Box]:
    rim = _RIM * height
    for top, bottom in pairwise(table.levels):
        middle = (top + bottom) / 2
        edges = [table.box[0], *(x for x, start, end in table.uprights if start < middle < end), table.box[2]]
        for left, right in pairwise(edges):
            cell = round(left + rim), round(top + rim), round(right - rim), round(bottom - rim)
            wide, high = cell[2] - cell[0], cell[3] - cell[1]
            if min(wide, high) >= _LEAST_CELL * height and high <= _MOST_HIGH * height:
                yield cell


def _lies_in(word: Word, cell: Box) -> bool:
    across, down = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return cell[0] <= across <= cell[2] and cell[1] <= down <= cell[3]


def _put(box: Box, cell: Box) -> Box:
    """A box of the cut-out on the page, no further out than the cell."""
    left, top, right, bottom = (edge - _MARGIN_PX + cell[at % 2] for at, edge in enumerate(box))
    return max(left, cell[0]), max(top, cell[1]), min(right, cell[2]), min(bottom, cell[3])


def _worth(words: Sequence[Word]) -> float:
    return sum(len(word.text) * (word.confidence - _LIKELY) for word in words)
