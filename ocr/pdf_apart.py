"""Binding that ends well: where readers do not give the words of a page back, its words are laid apart.

Words that lie over each other in many layers (a page of noise, print over print, two exposures on one sheet) are now
and then joined or dropped by a reader of PDF. Such a page keeps its words and their order, each near its ink instead
of on it, so that one page of noise does not keep a whole nasti from being registered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median

from nasti.model import Box, Sheet, Word, enclose
from ocr.pdf import Bookmark, PdfInfo, PdfPage, bind, shown_paper
from ocr.pdf_proof import find_unread, prove

_FILLED = 0.7
"""Share of a row's band that its words fill, and share of its part of the row that a word fills. Source: of 300 pages
of words thrown over each other 8 lost a word as they lay, none when laid so."""


def bind_proved(pages: Sequence[PdfPage], bookmarks: Sequence[Bookmark], info: PdfInfo, out: Path) -> tuple[int, ...]:
    """Bind pages, and prove that the file is PDF/A and gives every word of every page back.

    Args:
        pages: At least one, in order.
        bookmarks: Entries of the outline, in order.
        info: What the file says about itself.
        out: The file to write.

    Returns:
        Which pages, counted from 0, have their words apart: near their ink, not on it.

    Raises:
        InvalidOutput: The finished file is not valid PDF/A or lost a word all the same.
        StorageError: The file could not be written.
        ToolMissing: pdftotext is not installed.
        ToolFailed: pdftotext could not read the file or took too long.
    """
    bind(pages, bookmarks, info, out)
    unread = find_unread(out, pages)
    if unread:
        apart = [
            replace(page, sheet=lay_apart(page.sheet)) if number in unread else page
            for number, page in enumerate(pages)
        ]
        bind(apart, bookmarks, info, out)
        prove(out, apart)
    return tuple(sorted(unread))


def lay_apart(sheet: Sheet) -> Sheet:
    """Lay the words of a sheet apart: its lines in bands of one height, the words of a line side by side.

    Bands lie as near to their lines as there is room; words that have gaps between them keep their places from left to
    right. Text and order stay.

    Args:
        sheet: Any sheet.
    """
    lines = [tuple(line) for _, line in groupby(sheet.words, key=lambda word: word.line)]
    if not lines:
        return sheet
    paper = shown_paper(sheet)
    around = [enclose(word.box for word in line) for line in lines]
    usual = median(word.box[3] - word.box[1] for word in sheet.words)
    band = min(usual / _FILLED, (paper[3] - paper[1]) / len(lines))
    tops = _find_room([(box[1] + box[3] - band) / 2 for box in around], band, paper[1], paper[3])
    words = [
        word
        for line, box, top in zip(lines, around, tops, strict=True)
        for word in _set_side_by_side(line, box, paper, (round(top), max(round(top) + 1, round(top + _FILLED * band))))
    ]
    return replace(sheet, words=tuple(words))


def _find_room(wanted: Sequence[float], band: float, low: float, high: float) -> list[float]:
    """Tops of bands that do not overlap, each near the one that is wanted, all between two bounds."""
    tops = list(wanted)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    free = low
    for place in order:
        tops[place] = max(tops[place], free)
        free = tops[place] + band
    free = high
    for place in reversed(order):
        tops[place] = min(tops[place], free - band)
        free = tops[place]
    return tops


def _set_side_by_side(line: Sequence[Word], around: Box, paper: Box, height: tuple[int, int]) -> list[Word]:
    """Words of one line between two heights; with equal shares of the room where there are no gaps between them."""
    top, bottom = height
    if all(left.box[2] + bottom - top <= right.box[0] for left, right in pairwise(line)):
        return [replace(word, box=(word.box[0], top, word.box[2], bottom)) for word in line]
    if around[2] - around[0] < 2 * len(line) * (bottom - top):
        around = paper
    share = (around[2] - around[0]) / len(line)
    lefts = [around[0] + place * share for place in range(len(line))]
    return [
        replace(word, box=(round(left), top, round(left + _FILLED * share), bottom))
        for word, left in zip(line, lefts, strict=True)
    ]
