"""Reads the cells of ruled tables again, one by one: where nothing sure was read, and where words cross a ruling.

The recogniser looks for columns of text and loses what stands between two rulings: a lone amount, a number, a row. Of
amounts close beside a ruling it makes one word, with the ruling as a sign in it or without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from statistics import median

import cv2
import numpy as np

from nasti.model import Box, Word, holds_middle
from nasti.settings import OcrSection
from ocr.cell_numbers import read_cell_numbers
from ocr.engine import Engine, Image
from ocr.ink import find_ink, paper_level
from ocr.number_reader import number_reader
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
_MOST_PLACES = 60
"""Height and width of the smallest cell, and the height of the highest, in text heights: what is higher is a column of
an order sheet; and how many places of a page are read again."""

_MARGIN_PX = 20
"""Paper set around a cell, as in `ocr.excerpt`, and every which pixel tells how bright it is."""

_GAIN, _LIKELY = 1.03, 0.5
"""By how much a reading must be worth more, as for whole pages in `ocr.read`; and the confidence from which a word is
kept and counts: what stands between four rulings is seldom anything but print."""

_ACROSS, _PARTED = 0.3, 0.8
"""In text heights: how far a word reaches beyond a ruling that runs through it; and how much of what it was worth cells
must be worth that are read apart: rulings read as signs were worth something too."""

_SPECK, _THIN = 0.3, 0.5
"""In text heights: how high ink is that a cell is cut to, and how thin rulings are that reach into it."""


def read_cells(
    image: Image, words: Sequence[Word], dpi: int, engine: Engine, settings: OcrSection
) -> tuple[tuple[Word, ...], int]:
    """Read again the cells of ruled tables in which ink was overlooked, and those that words reach across.

    Args:
        image: The page, as for `Engine.read`.
        words: What was read from it.
        dpi: Resolution of `image`, dots per inch.
        engine: Reads cells.
        settings: Languages.

    Returns:
        `words`, those of cells that read better now replaced, each line on a line of its own behind the others, and by
        whole numbers (`ocr.cell_numbers`); and how many cells were.

    Raises:
        ToolMissing: The data of a language is not installed.
        ToolFailed: The recogniser gave up.
    """
    sure = [word for word in words if word.confidence >= _SURE]
    if not sure:
        return tuple(words), 0
    height = median(word.box[3] - word.box[1] for word in sure)
    tables = find_tables(image, height)
    if not tables:
        return tuple(words), 0
    languages = settings.latin if latin_share(sure) > LATIN_FROM else settings.first
    paper = paper_level(image)
    _, ink = find_ink(image, _REDUCTION)

    def read(cell: Box) -> list[Word]:
        cut, written = _cut_out(image, ink, cell, height)
        if not cut.size:
            return []
        padded = np.pad(cut, _MARGIN_PX, constant_values=paper)
        new = repair(engine.read_lines(padded, languages, dpi).words)
        return [replace(word, box=_put(word.box, written)) for word in new if word.confidence >= _LIKELY]

    crossed = list(_find_crossed(tables, words, height))
    asked = {cell for place in crossed for cell in place.cells}
    # Of two columns are order sheets, whose overlooked ink is initials.
    cells = [cell for table in tables if len(table.uprights) > 1 for cell in _cells(table, height)]
    overlooked = [_Place((cell,)) for cell in _find_overlooked(ink, cells, words, height) if cell not in asked]
    reread, changed = _replace(words, (crossed + overlooked)[:_MOST_PLACES], read)
    reread, numbers = read_cell_numbers(image, ink, cells, reread, height, number_reader())
    return reread, changed + numbers


def _replace(
    words: Sequence[Word], places: Sequence[_Place], read: Callable[[Box], list[Word]]
) -> tuple[tuple[Word, ...], int]:
    """The words with those of places that read better in place of what was there, and how many cells these are."""
    kept, found, changed = list(words), list[Word](), 0
    for place in places:
        after = [read(cell) for cell in place.cells]
        before = [
            word for word in kept if word in place.across or any(holds_middle(cell, word.box) for cell in place.cells)
        ]
        bound = _PARTED if place.across else _GAIN
        if _worth(list(chain(*after))) <= max(0.0, bound * _worth(before)):
            continue
        changed += len(place.cells)
        kept = [word for word in kept if word not in before]
        for cell_words in after:
            line = 1 + max((word.line for word in (*kept, *found)), default=0)
            block = 1 + max((word.block for word in (*kept, *found)), default=0)
            found += [replace(word, line=line + word.line, block=block) for word in cell_words]
    return (*kept, *found), changed


@dataclass(frozen=True, slots=True)
class _Place:
    """Cells that are read again together, and the words that reach across the rulings between them."""

    cells: tuple[Box, ...]
    across: tuple[Word, ...] = ()


def _find_crossed(tables: Sequence[Table], words: Sequence[Word], height: float) -> Iterator[_Place]:
    """The cells of each row that words reach from one into the next."""
    reach = _ACROSS * height
    for table in tables:
        rows: defaultdict[int, list[Word]] = defaultdict(list)
        for word in words:
            left, top, right, bottom = word.box
            middle = (top + bottom) / 2
            if any(left + reach < x < right - reach and start < middle < end for x, start, end in table.uprights):
                rows[table.row_at(middle)].append(word)
        cells = list(_cells(table, height))
        for row, across in sorted(rows.items()):
            level = [cell for cell in cells if table.row_at((cell[1] + cell[3]) / 2) == row]
            met = [
                cell for cell in level
                if any(min(cell[2], word.box[2]) - max(cell[0], word.box[0]) > reach for word in across)
            ]  # fmt: skip
            if met:
                yield _Place(tuple(met), tuple(across))


def _find_overlooked(ink: Image, cells: Sequence[Box], words: Sequence[Word], height: float) -> Iterator[Box]:
    """The insides of cells without a sure word, with ink that may be letters under no word."""
    ink = ink.copy()
    pad = round(_COVERED * height)
    for word in words:
        left, top, right, bottom = word.box
        rows = slice(max(0, top - pad) // _REDUCTION, (bottom + pad) // _REDUCTION)
        ink[rows, max(0, left - pad) // _REDUCTION : (right + pad) // _REDUCTION] = 0
    unit = height / _REDUCTION
    for cell in cells:
        if any(holds_middle(cell, word.box) and word.confidence >= _SURE for word in words):
            continue
        left, top, right, bottom = (edge // _REDUCTION for edge in cell)
        _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink[top:bottom, left:right]))
        sizes = stats[1:, 2:4]
        tall = (sizes[:, 1] >= _TALL[0] * unit) & (sizes[:, 1] <= _TALL[1] * unit)
        if (tall & (sizes[:, 0] >= _WIDE * unit)).any():
            yield cell


def _cut_out(image: Image, ink: Image, cell: Box, height: float) -> tuple[Image, Box]:
    """What is written in a cell, without specks above and below and without rulings, and where it stands."""
    left, top, right, bottom = (edge // _REDUCTION for edge in cell)
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink[top:bottom, left:right]))
    unit = height / _REDUCTION
    rulings = (stats[:, 3] > _TALL[1] * unit) & (stats[:, 2] < _THIN * unit)
    letters = stats[1:][(stats[1:, 3] >= _SPECK * unit) & ~rulings[1:]]
    if not letters.size:
        return image[:0, :0], cell
    rim = round(_RIM * height)
    upper = max(cell[1], _REDUCTION * (top + int(letters[:, 1].min())) - rim)
    lower = min(cell[3], _REDUCTION * (top + int((letters[:, 1] + letters[:, 3]).max())) + rim)
    written = cell[0], upper, cell[2], lower
    cut = image[upper:lower, cell[0] : cell[2]].copy()
    for number in np.flatnonzero(rulings[1:]) + 1:
        x, _, wide, _, _ = (int(edge) * _REDUCTION for edge in stats[number])
        start = left * _REDUCTION + x - cell[0] - _REDUCTION
        cut[:, max(0, start) : max(0, start + wide + 2 * _REDUCTION)] = np.median(cut)
    return cut, written


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


def _put(box: Box, cell: Box) -> Box:
    """A box of the cut-out on the page, no further out than the cell."""
    left, top, right, bottom = (edge - _MARGIN_PX + cell[at % 2] for at, edge in enumerate(box))
    return max(left, cell[0]), max(top, cell[1]), min(right, cell[2]), min(bottom, cell[3])


def _worth(words: Sequence[Word]) -> float:
    return sum(len(word.text) * (word.confidence - _LIKELY) for word in words)
