"""Reads the name or the office that somebody signed across.

Where a pen touches print the recogniser finds no line: the signature ties together what stands above and below. What is
printed there stands level, in letters as high as all others of the page, so rows are looked for that hold such letters
or the headlines of such words, and each is cut out and read as a line of its own. Most pens are paler than print: then
they are taken off first (`ocr/tone.py`), and the line is read with the words beside it that were read before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median

import cv2
import numpy as np

from nasti.model import Box, Word
from nasti.settings import OcrSection
from ocr.engine import Engine, Image, Reading, mean_confidence
from ocr.handwriting import is_of_note
from ocr.ink import find_ink, paper_level
from ocr.lexicon import load_lexicon
from ocr.misread import mend_misread
from ocr.repair import change_text, mend_text
from ocr.script import DEVANAGARI_LETTER, LATIN_LETTER
from ocr.tone import Tone

_ReadLine = Callable[[Image], Reading]

_REDUCTION = 2
_MOST_ROWS = 3
"""Lines of print looked for under one signature: a name, an office, a place."""

_SURE = 0.6
_BELIEVED, _LONG, _KNOWN, _KNOWN_LONG = 0.9, 5, 0.5, 0.15
"""Confidence of words whose height is the page's; of a word of more than so many signs that is believed as it is; of
one that the lexicon has, and of a long one: by chance nothing reads like it. Source: 63 signed tuning pages, 104 words
lost: 23 are read, none wrongly; 70 others, 110 lost: 18, two with a sign too few."""

_LETTER = (0.25, 1.6)
_HEADLINE = 0.5
_ENOUGH = 0.4
"""In heights of the page's words: letters that the pen does not touch, the shortest headline of those it does, and, in
squares of it, the least ink of both that is a line: a short word."""

_ABOVE, _TALL, _AT = 0.4, 1.45, 0.35
"""In heights: how far a line begins above its headline, how high it is with its signs, and how far from where it begins
the headlines of its words may lie below or above."""

_HANGING, _LETTERS = 0.8, 4
"""Heights of headline under which signs stand, or letters that touch nothing, that a line of print has at least."""

_BELOW, _BESIDE = 0.8, 0.5
_GAP, _FURTHEST = 0.9, 8.0
_AIR = 0.25
"""In heights: how far under and beside a signature its print may reach, the gap that still holds words of a line
together, how far a line is followed beyond the signature, and the paper put around it."""

_LEAST_SIGNS = 3

_COARSER = 2
_STROKES, _MOST_STROKES, _PALE = (2.5, 1.0), 6, 0.3
"""How much coarser strokes are looked for, width and height, in heights, of ink that may be a signature though it is no
region, the most of them that a page has, and the share of such ink that is paler than print."""

_PEN_LEFT = 0.25
"""Share of the ink of a line that may be none of its letters where the pen counts as taken off."""

_HELD = 0.5
"""Share of a word's width that others hold where it is read already, or that another holds of which it is a piece."""

_SURE_LINE, _GUESS = 0.75, 0.5
"""Mean confidence of a line without pen all words of which are believed that reach the other bound: names are in no
lexicon."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, or the part of it around a signature.

    Attributes:
        image: Grey.
        ink: The same, 1 on ink, reduced.
        height: Of the page's words, pixels of `image`.
        paper: Brightness.
        at: Where its left upper corner lies on the page.
    """

    image: Image
    ink: Image
    height: float
    paper: int
    at: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A line of print, on the reduced page.

    Attributes:
        top: Its first row.
        left: Its first column.
        kept: 1 on its ink.
        amount: Of that, in squares of the height of words.
        left_out: The same of the other ink in its place.
    """

    top: int
    left: int
    kept: Image
    amount: float
    left_out: float


def read_signed(
    image: Image,
    words: Sequence[Word],
    regions: Sequence[Box],
    tone: Tone | None,
    dpi: int,
    engine: Engine,
    settings: OcrSection,
) -> tuple[Word, ...]:
    """Add the print that signatures run across.

    Args:
        image: The page, as for `Engine.read`.
        words: What was read from it and is believed.
        regions: Where it is written by hand; only signatures are looked under, not notes.
        tone: How dark its print is; None where that is not known.
        dpi: Resolution of `image`, dots per inch.
        engine: Reads cut-outs.
        settings: Languages.

    Returns:
        `words`, then those found in addition, each row on a line and in a block of its own, numbered on from those of
        `words`. Of a word that is read whole now a piece that was read before is left out.

    Raises:
        ToolMissing: The data of a language is not installed.
        ToolFailed: The recogniser gave up.
    """
    heights = [word.box[3] - word.box[1] for word in words if word.confidence >= _SURE and len(word.text) > 1]
    if not heights:
        return tuple(words)
    signatures = [region for region in regions if not is_of_note(region, dpi)]
    crisp = tone is not None and tone.crisp
    if not signatures and not crisp:
        return tuple(words)
    page = _without(image, words, median(heights))
    if tone and crisp:
        signatures += [box for box in _find_strokes(page, tone, dpi) if not any(_meet(box, of) for of in regions)]
    doubted = {word for word in words if crisp and _is_doubted(word)}
    if signatures and doubted:
        page = _without(image, [word for word in words if word not in doubted], median(heights))
    read_line = partial(engine.read_line, languages=settings.first, dpi=dpi)
    line, block = (max(numbers) for numbers in zip(*((word.line, word.block) for word in words), strict=True))
    kept, found = list(words), list[Word]()
    for region in signatures:
        rows = tone and _read_without_pen(image, page, region, tone, read_line)
        for row in rows or _read_under_pen(page, region, read_line):
            read = [
                word for word in row if not any(_is_held(word, one) for one in (*kept, *found) if one not in doubted)
            ]
            if read:
                kept = [
                    word
                    for word in kept
                    if not any(_is_held(word, whole) or (word in doubted and _is_held(whole, word)) for whole in read)
                ]
                line, block = line + 1, block + 1
                found.extend(replace(word, line=line, block=block) for word in read)
    return (*kept, *found)


def _without(image: Image, words: Sequence[Word], height: float) -> _Page:
    paper = paper_level(image)
    painted = image.copy()
    for word in words:
        left, top, right, bottom = word.box
        painted[top:bottom, left:right] = paper
    _, ink = find_ink(painted, _REDUCTION)
    return _Page(painted, ink, height, paper)


def _is_doubted(word: Word) -> bool:
    return word.confidence < _SURE and _has_letter(word) and load_lexicon().familiarity(word.text) == 0


def _find_strokes(page: _Page, tone: Tone, dpi: int) -> list[Box]:
    """Ink as large as a signature and paler than print, none where there is so much that something shines through."""
    coarse = _REDUCTION * _COARSER
    unit = page.height / coarse
    rows, columns = (max(1, length // _COARSER) for length in page.ink.shape)
    gathered = cv2.resize(page.ink * np.uint8(255), (columns, rows), interpolation=cv2.INTER_AREA)
    _, _, stats, _ = cv2.connectedComponentsWithStats((gathered > 0).astype(np.uint8))
    large = stats[1:][(stats[1:, 2] >= _STROKES[0] * unit) & (stats[1:, 3] >= _STROKES[1] * unit)] * coarse
    boxes = [(left, top, left + wide, top + high) for left, top, wide, high, _ in large.tolist()]
    strokes = [box for box in boxes if not is_of_note(box, dpi)]
    if len(strokes) > _MOST_STROKES:
        return []
    return [box for box in strokes if tone.pale_share(_cut_out(page.image, box)) >= _PALE]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_held(word: Word, other: Word) -> bool:
    """Whether another word, in the same line, holds the place of a word."""
    level = min(word.box[3], other.box[3]) - max(word.box[1], other.box[1])
    if 2 * level < min(word.box[3] - word.box[1], other.box[3] - other.box[1]):
        return False
    across = min(word.box[2], other.box[2]) - max(word.box[0], other.box[0])
    return across > _HELD * (word.box[2] - word.box[0])


def _read_without_pen(image: Image, page: _Page, region: Box, tone: Tone, read_line: _ReadLine) -> list[list[Word]]:
    """The lines under a signature, read with the words beside them, from a picture without what is paler than print."""
    rows, columns = image.shape
    beside, below = round((_FURTHEST + _BESIDE) * page.height), round((_BELOW + _TALL) * page.height)
    left, top = (
        max(0, edge - reach) // _REDUCTION * _REDUCTION for edge, reach in zip(region, (beside, below), strict=False)
    )
    window = left, top, min(columns, region[2] + beside), min(rows, region[3] + below)
    rest, whole = (_take_pen_off(_cut_out(picture, window), tone, page, window) for picture in (page.image, image))
    inner = region[0] - left, region[1] - top, region[2] - left, region[3] - top
    read = []
    for row in _find_rows(rest, inner):
        if row.left_out > _PEN_LEFT * row.amount:
            continue
        line = _cut(whole, (row.left, row.left + row.kept.shape[1]), row.top, least=0.0)
        if line and (believed := _believe_line(_read(whole, line, read_line))):
            read.append(believed)
    return read


def _take_pen_off(image: Image, tone: Tone, page: _Page, window: Box) -> _Page:
    dark = tone.without_paler(image)
    height, width = (length // _REDUCTION for length in dark.shape)
    grey = cv2.resize(dark, (width, height), interpolation=cv2.INTER_AREA)
    ink = (grey < (tone.ink + tone.paper) // 2).astype(np.uint8)
    return _Page(dark, ink, page.height, page.paper, window[:2])


def _read_under_pen(page: _Page, region: Box, read_line: _ReadLine) -> Iterator[list[Word]]:
    for row in _find_rows(page, region):
        yield [word for word in _read(page, row, read_line) if _is_believed(word)]


def _cut_out(image: Image, box: Box) -> Image:
    return image[box[1] : box[3], box[0] : box[2]]


def _find_rows(page: _Page, region: Box) -> list[_Row]:
    """Lines of print under a signature, the surest first."""
    unit = page.height / _REDUCTION
    rows, columns = page.ink.shape
    beside, below = round(_BESIDE * unit), round(_BELOW * unit)
    left, top, right, bottom = (edge // _REDUCTION for edge in region)
    left, right, bottom = max(0, left - beside), min(columns, right + beside), min(rows, bottom + below)
    starts = _starts(page.ink[top:bottom, left:right], unit)
    cut = (_cut(page, (left, right), top + start) for start in starts)
    found: list[_Row] = []
    for row in sorted((row for row in cut if row), key=lambda row: -row.amount):
        if len(found) < _MOST_ROWS and all(abs(row.top - other.top) >= unit for other in found):
            found.append(row)
    return found


def _starts(ink: Image, unit: float) -> list[int]:
    """Rows at which a line of print may begin: so far above the rows with most of headlines, or of letters."""
    letters, headlines = _like_print(ink, unit)
    starts = []
    for amounts, above in (
        (headlines, _ABOVE),
        (np.convolve(letters, np.ones(max(1, round(unit))), "same"), _TALL / 2),
    ):
        left = amounts.copy()
        for _ in range(_MOST_ROWS + 1):
            best = int(left.argmax())
            if not left[best]:
                break
            starts.append(best - round(above * unit))
            left[max(0, best - round(_AT * unit)) : best + round(_AT * unit) + 1] = 0
    return starts


def _like_print(ink: Image, unit: float) -> tuple[np.ndarray, np.ndarray]:
    """How much ink of letters of the size of print, and of headlines, is in each row."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    fits = (stats[:, 3] >= _LETTER[0] * unit) & (stats[:, 3] <= _LETTER[1] * unit)
    fits[0] = False
    return fits[labels].sum(axis=1).astype(float), _headlines(ink, unit).sum(axis=1).astype(float)


def _headlines(ink: Image, unit: float) -> Image:
    flat = np.ones((1, max(2, round(_HEADLINE * unit))), np.uint8)
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, flat), np.uint8)


def _cut(page: _Page, across: tuple[int, int], start: int, least: float = _LETTER[0]) -> _Row | None:
    """A line that begins at a row, what of the signature can be told from it left out; None where it is no print.

    Letters that touch nothing are so high at `least`, in heights.
    """
    unit = page.height / _REDUCTION
    top, bottom = max(0, start), min(page.ink.shape[0], start + round(_TALL * unit))
    if bottom - top < unit:
        return None
    left, right = _follow(np.asarray(page.ink[top:bottom].any(axis=0)), across, unit)
    ink = page.ink[top:bottom, left:right]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    level = _level(unit)
    headed = np.zeros(count, bool)
    headed[np.unique(labels[level][_headlines(ink, unit)[level] > 0])] = True
    # What ends at the level of headlines hangs from above: loops of the pen.
    headed &= stats[:, 1] + stats[:, 3] > level.stop
    whole = (stats[:, 1] > 0) & (stats[:, 1] + stats[:, 3] < bottom - top) & (stats[:, 3] >= least * unit)
    fits = headed | whole
    fits[0] = False
    kept = fits[labels].astype(np.uint8)
    amount = float(kept.sum()) / unit**2
    if amount < _ENOUGH or not (_hangs(kept, unit) or np.count_nonzero(whole[1:]) >= _LETTERS):
        return None
    return _Row(top, left, kept, amount, float(ink.sum()) / unit**2 - amount)


def _level(unit: float) -> slice:
    """Rows of a line in which its headlines may lie."""
    return slice(max(0, round((_ABOVE - _AT) * unit)), round((_ABOVE + _AT) * unit))


def _hangs(ink: Image, unit: float) -> bool:
    """Whether letters hang from headlines, as they do from no stroke of a pen."""
    level = _level(unit)
    covered = _headlines(ink, unit)[level].any(axis=0)
    below = ink[level.stop : level.stop + round(unit / 2)].any(axis=0)
    return bool(np.count_nonzero(covered & below) >= _HANGING * unit)


def _follow(inked: np.ndarray, across: tuple[int, int], unit: float) -> tuple[int, int]:
    """The columns of a line, as far as print goes on beside the signature."""
    gap, furthest = round(_GAP * unit), round(_FURTHEST * unit)
    edges = []
    for start, step in ((across[0], -1), (across[1] - 1, 1)):
        last = start
        for column in range(start, start + step * furthest, step):
            if not 0 <= column < len(inked) or abs(column - last) > gap:
                break
            if inked[column]:
                last = column
        edges.append(last)
    return edges[0], edges[1] + 1


def _read(page: _Page, row: _Row, read_line: _ReadLine) -> list[Word]:
    kept = cv2.dilate(row.kept, np.ones((3, 3), np.uint8))
    mask = kept.repeat(_REDUCTION, axis=0).repeat(_REDUCTION, axis=1)
    top, left = row.top * _REDUCTION, row.left * _REDUCTION
    seen = page.image[top : top + mask.shape[0], left : left + mask.shape[1]]
    mask = mask[: seen.shape[0], : seen.shape[1]]
    columns = np.flatnonzero(mask.any(axis=0))
    first, last = int(columns[0]), int(columns[-1]) + 1
    air = round(_AIR * page.height)
    cut = np.pad(np.where(mask > 0, seen, page.paper).astype(np.uint8)[:, first:last], air, constant_values=page.paper)
    words, _, _ = mend_misread([change_text(word, mend_text(word.text)) for word in read_line(cut).words])
    left, top = left + page.at[0], top + page.at[1]
    within = left + first, top, left + last, top + mask.shape[0]
    return [replace(word, box=_shift(word.box, within[0] - air, within[1] - air, within)) for word in words]


def _believe_line(words: Sequence[Word]) -> list[Word]:
    """The words to be believed of a line without pen."""
    if mean_confidence(words) >= _SURE_LINE:
        return [word for word in words if _has_letter(word) and word.confidence >= _GUESS]
    return [word for word in words if _is_believed(word, _KNOWN, 0.0)]


def _is_believed(word: Word, known: float = _KNOWN, known_long: float = _KNOWN_LONG) -> bool:
    if not _has_letter(word):
        return False
    long = len(word.text) > _LONG
    if load_lexicon().familiarity(word.text) > 0:
        return word.confidence >= (known_long if long else known) and len(word.text) >= _LEAST_SIGNS
    return word.confidence >= _BELIEVED and long


def _has_letter(word: Word) -> bool:
    return bool(DEVANAGARI_LETTER.search(word.text) or LATIN_LETTER.search(word.text))


def _shift(box: Box, across: int, down: int, within: Box) -> Box:
    left, top = max(within[0], box[0] + across), max(within[1], box[1] + down)
    return left, top, max(left + 1, min(within[2], box[2] + across)), max(top + 1, min(within[3], box[3] + down))
