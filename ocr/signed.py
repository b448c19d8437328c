"""Reads the name or the office that somebody signed across.

Where a pen touches print the recogniser finds no line: the signature ties together what stands above and below. What is
printed there stands level, in letters as high as all others of the page, so rows are looked for that hold such letters
or the headlines of such words, and each is cut out and read as a line of its own. Most pens are paler than print: then
they are taken off first (`ocr/tone.py`), and the line is read with the words beside it that were read before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from functools import partial
from statistics import median

import cv2
import numpy as np

from nasti.model import Box, Word
from nasti.settings import OcrSection
from ocr.combine import combine, worth
from ocr.engine import Engine, Image, mean_confidence
from ocr.handwriting import is_of_note
from ocr.ink import find_ink, paper_level
from ocr.lexicon import load_lexicon
from ocr.misread import mend_misread
from ocr.repair import change_text, mend_text
from ocr.script import DEVANAGARI_LETTER, LATIN_LETTER
from ocr.signed_rows import BELOW, BESIDE, FURTHEST, REDUCTION, TALL, Page, Row, cut_row, find_rows
from ocr.tone import Tone

_ReadLine = Callable[[Image], Sequence[Word]]

_SURE = 0.6
_BELIEVED, _LONG, _KNOWN, _KNOWN_LONG = 0.9, 5, 0.5, 0.15
"""Confidence of words whose height is the page's; of a word of more than so many signs that is believed as it is; of
one that the lexicon has, and of a long one: by chance nothing reads like it. Source: 63 signed tuning pages, 104 words
lost: 23 are read, none wrongly; 70 others, 110 lost: 18, two with a sign too few."""

_AIR = 0.25
"""Paper put around a line that is read, in heights of the page's words."""

_LEAST_SIGNS = 3

_SQUEEZED = 0.3
"""Width of each sign, in heights of the word, below which it is a piece of one whose first letters a pen ties up."""

_COARSER = 2
_STROKES, _MOST_STROKES, _PALE = (2.5, 1.0), 6, 0.3
"""How much coarser strokes are looked for, width and height, in heights, of ink that may be a signature though it is no
region, the most of them that a page has, and the share of such ink that is paler than print."""

_PEN_LEFT = 0.25
"""Share of the ink of a line that may be none of its letters where the pen counts as taken off."""

_HELD = 0.5
"""Share of a word's width that others hold where it is read already, or that another holds of which it is a piece."""

_CLOSINGS = frozenset({"भवदीय", "भवदीया", "विनीत", "निवेदक", "प्रार्थी", "Yours"})
_PEN = re.compile("^[^ऀ-ॿA-Za-z]+|[^ऀ-ॿA-Za-z]+$")
"""What stands above the names of those who sign, and what is read of the pen beside it."""

_NAME, _SURE_OF_NAME = re.compile(r"\W{0,2}\(.{4,}\)\W?"), 0.3
"""The name of who signed, and how sure its surest word is at least: it is worth more half misread than not at all."""

_DATE = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ]\d{2}(?:\d{2})?")

_SURE_LINE, _GUESS = 0.75, 0.5
"""Mean confidence of a line without pen all words of which are believed that reach the other bound: names are in no
lexicon."""


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
    read_line = partial(_read_line, engine=engine, settings=settings, dpi=dpi)
    found = _Found(list(words), doubted)
    for region in signatures:
        ways = [] if tone is None else [_read_without_pen(image, page, region, tone, read_line)]
        for rows in (*ways, _read_under_pen(page, region, read_line)):
            if sum(found.add(row) for row in rows):
                break
    return (*found.kept, *found.new)


class _Found:
    """The words of a page, and those that are read in addition.

    Attributes:
        kept: Of those that were read before.
        new: The others.
    """

    def __init__(self, words: list[Word], doubted: Set[Word]) -> None:
        self.kept, self._doubted = words, doubted
        self.new: list[Word] = []
        self._line, self._block = (max(numbers) for numbers in zip(*((w.line, w.block) for w in words), strict=True))

    def add(self, row: Sequence[Word]) -> int:
        """Take the words of a row whose places no words hold, instead of pieces of them; how many they are."""
        holding = [word for word in (*self.kept, *self.new) if word not in self._doubted]
        taken = [word for word in row if not any(_is_held(word, other) for other in holding)]
        if taken:
            self.kept = [word for word in self.kept if not any(self._gives_way(word, whole) for whole in taken)]
            self._line, self._block = self._line + 1, self._block + 1
            self.new.extend(replace(word, line=self._line, block=self._block) for word in taken)
        return len(taken)

    def _gives_way(self, word: Word, whole: Word) -> bool:
        return _is_held(word, whole) or (word in self._doubted and _is_held(whole, word))


def _without(image: Image, words: Sequence[Word], height: float) -> Page:
    paper = paper_level(image)
    painted = image.copy()
    # Of the page as it is: with its few words gone, its shades would be told from each other.
    _, ink = find_ink(image, REDUCTION)
    for word in words:
        left, top, right, bottom = word.box
        painted[top:bottom, left:right] = paper
        ink[top // REDUCTION : -(-bottom // REDUCTION), left // REDUCTION : -(-right // REDUCTION)] = 0
    return Page(painted, ink, height, paper)


def _is_doubted(word: Word) -> bool:
    left, top, right, bottom = word.box
    squeezed = right - left < _SQUEEZED * (bottom - top) * len(word.text)
    doubtful = word.confidence < _SURE or squeezed
    return doubtful and _has_letter(word) and not load_lexicon().knows(word.text)


def _find_strokes(page: Page, tone: Tone, dpi: int) -> list[Box]:
    """Ink as large as a signature and paler than print, none where there is so much that something shines through."""
    coarse = REDUCTION * _COARSER
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


def _read_without_pen(image: Image, page: Page, region: Box, tone: Tone, read_line: _ReadLine) -> Iterator[list[Word]]:
    """The lines under a signature, read with the words beside them, from a picture without what is paler than print."""
    rows, columns = image.shape
    beside, below = round((FURTHEST + BESIDE) * page.height), round((BELOW + TALL) * page.height)
    left, top = (
        max(0, edge - reach) // REDUCTION * REDUCTION for edge, reach in zip(region, (beside, below), strict=False)
    )
    window = left, top, min(columns, region[2] + beside), min(rows, region[3] + below)
    rest, whole = (_take_pen_off(_cut_out(picture, window), tone, page, window) for picture in (page.image, image))
    inner = region[0] - left, region[1] - top, region[2] - left, region[3] - top
    for row in find_rows(rest, inner):
        if row.left_out > _PEN_LEFT * row.amount:
            continue
        line = cut_row(whole, (row.left, row.left + row.kept.shape[1]), row.top, least=0.0)
        if line:
            yield _believe_line(_read(whole, line, read_line))


def _take_pen_off(image: Image, tone: Tone, page: Page, window: Box) -> Page:
    dark = tone.without_paler(image)
    height, width = (length // REDUCTION for length in dark.shape)
    grey = cv2.resize(dark, (width, height), interpolation=cv2.INTER_AREA)
    ink = (grey < (tone.ink + tone.paper) // 2).astype(np.uint8)
    return Page(dark, ink, page.height, page.paper, window[:2])


def _read_under_pen(page: Page, region: Box, read_line: _ReadLine) -> Iterator[list[Word]]:
    for row in find_rows(page, region):
        words = _read(page, row, read_line)
        yield _letters(words) if _is_name(words) else [word for word in words if _is_believed(word)]


def _cut_out(image: Image, box: Box) -> Image:
    return image[box[1] : box[3], box[0] : box[2]]


def _read(page: Page, row: Row, read_line: _ReadLine) -> list[Word]:
    kept = cv2.dilate(row.kept, np.ones((3, 3), np.uint8))
    mask = kept.repeat(REDUCTION, axis=0).repeat(REDUCTION, axis=1)
    top, left = row.top * REDUCTION, row.left * REDUCTION
    seen = page.image[top : top + mask.shape[0], left : left + mask.shape[1]]
    mask = mask[: seen.shape[0], : seen.shape[1]]
    columns = np.flatnonzero(mask.any(axis=0))
    first, last = int(columns[0]), int(columns[-1]) + 1
    air = round(_AIR * page.height)
    cut = np.pad(np.where(mask > 0, seen, page.paper).astype(np.uint8)[:, first:last], air, constant_values=page.paper)
    words, _, _ = mend_misread([change_text(word, mend_text(word.text)) for word in read_line(cut)])
    left, top = left + page.at[0], top + page.at[1]
    within = left + first, top, left + last, top + mask.shape[0]
    closed = map(_as_closing, words)
    return [replace(word, box=_shift(word.box, within[0] - air, within[1] - air, within)) for word in closed]


def _read_line(image: Image, engine: Engine, settings: OcrSection, dpi: int) -> Sequence[Word]:
    """What is read of a line; of a name by both models, for under a pen each loses other letters."""
    first = engine.read_line(image, settings.first, dpi).words
    if not settings.second or not _is_name(first):
        return first
    second = engine.read_line(image, settings.second, dpi).words
    best, other = sorted((first, second), key=lambda words: (_is_name(words), worth(words)), reverse=True)
    both = combine(best, [other]).words
    return both if _is_name(both) else best


def _as_closing(word: Word) -> Word:
    """The word without the strokes of the pen beside it, where it is what letters close with, and believed as such."""
    text = _PEN.sub("", word.text)
    return replace(change_text(word, text), confidence=max(word.confidence, _GUESS)) if text in _CLOSINGS else word


def _believe_line(words: Sequence[Word]) -> list[Word]:
    """The words to be believed of a line without pen."""
    if _is_name(words):
        return _letters(words)
    if _is_date(words):
        return list(words)
    if mean_confidence(words) >= _SURE_LINE:
        return [word for word in _letters(words) if word.confidence >= _GUESS]
    return [word for word in words if _is_believed(word, _KNOWN, 0.0)]


def _is_name(words: Sequence[Word]) -> bool:
    """Whether a line is the name of who signed, between parentheses: strokes have no pair of them at their ends."""
    line = "".join(word.text for word in words)
    sure = max((word.confidence for word in _letters(words)), default=0.0)
    return bool(_NAME.fullmatch(line)) and sure >= _SURE_OF_NAME


def _is_date(words: Sequence[Word]) -> bool:
    """Whether a line is the day of signing, which is written under the office."""
    return bool(_DATE.fullmatch(" ".join(word.text for word in words))) and mean_confidence(words) >= _GUESS


def _letters(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if _has_letter(word)]


def _is_believed(word: Word, known: float = _KNOWN, known_long: float = _KNOWN_LONG) -> bool:
    if not _has_letter(word):
        return False
    long = len(word.text) > _LONG
    if load_lexicon().knows(word.text):
        return word.confidence >= (known_long if long else known) and len(word.text) >= _LEAST_SIGNS
    return word.confidence >= _BELIEVED and long


def _has_letter(word: Word) -> bool:
    return bool(DEVANAGARI_LETTER.search(word.text) or LATIN_LETTER.search(word.text))


def _shift(box: Box, across: int, down: int, within: Box) -> Box:
    left, top = max(within[0], box[0] + across), max(within[1], box[1] + down)
    return left, top, max(left + 1, min(within[2], box[2] + across)), max(top + 1, min(within[3], box[3] + down))
