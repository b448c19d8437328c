"""Finds what is written by hand: remarks, notes and signatures, which are kept as a picture and not searched.

A place is called handwriting when two witnesses agree. The recogniser made nothing sure of its ink; and the ink looks
drawn: strokes that run in all directions where print runs along and across the line, tall and loose letters, fewer
characters read than so much ink would be in print. Print that reads badly fails the second test, handwriting that
reads well the first: it stays searchable.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from nasti.model import Box, Word, enclose, holds_middle
from ocr.engine import Image
from ocr.ink import find_ink
from ocr.lexicon import load_lexicon

_WORKING_DPI = 150
_COARSE = 4
"""Resolution at which strokes are looked at, and how much coarser ink is gathered."""

_READ_FROM = 0.6
_NEIGHBOUR_FROM = 0.75
_NUMBER_FROM, _DIGITS = 0.5, 3
_SURE_FROM = 0.85
"""Confidence from which the ink under a word is not asked about; from which a number of so many digits stays among
handwriting, a word that stands beside a piece speaks for print, and any word stays.
Source: words made of handwritten lines on a Hindi form and an English page: 74 of 78 below 0.6, none above 0.8."""

_USUAL_HEIGHT_MM = 4.2
"""Height of a word's box where no word of a page reads well: print of 12 points."""

_TALL, _AXIAL, _DENSE, _READ, _BESIDE, _BIAS = 2.0, -18.7, -5.9, -9.9, -1.1, 10.5
"""Logarithm of the odds that a piece is handwriting, by: height of its strokes in heights of the page's words (to 3),
share of its edges along or across the line, share of ink in its box, characters read for each mm² of ink (up to 1),
sides on which words that read well stand.
Source: logistic regression on 902 pieces of 64 aged pages of two generators and of 25 pages with notes, remarks and
entries in eight hands drawn onto print."""

_FOUND, _SEED, _GROWN = 4.5, 2.5, 0.0
"""Odds of all pieces of a region together, of the surest of them, and of the least sure, at least.
Source: the same pages: print reaches 4.1 (short file numbers, italic, misread), signatures begin at 5.8, notes at 5."""

_ALONG_MM, _DOWN_MM = 4.0, 2.0
_NEAR_ALONG_MM, _NEAR_DOWN_MM = 10.0, 7.0
"""Distance within which ink is one piece, and within which pieces are one region: words and lines of a large hand."""

_PRINT_WORDS, _PRINT_SHARE, _MUCH_PRINT = 15, 0.06, 40
"""Words that read well in a region, and how much of it they cover, from which it is print that reads badly here and
there; and how many of them, however much lies between. Source: tuning pages: notes hold 21 at most; a worn carbon copy
whose every line was taken for one note 59 in one reading and 94 in another, on 0.01 and 0.05 of it."""

_LEAST_MM = (6.0, 3.0)
_LEAST_INK_MM2 = 5.0
_LEAST_EDGE = 120
_LEAST_EDGES = 150
_MOST_DENSE = 0.5
"""Width and height, ink and sharp edges of the smallest piece: a short word; lone digits and ticks are smaller, faint
stains have no sharp edges. Share of ink in the box of the densest: above are blots and pictures."""

_RULE_MM = 15.0
_RING_MM = (12.0, 60.0)
_RING_OVAL, _RING_RIM, _RING_SECTORS, _RING_ROUND = 1.4, 0.14, 24, 0.85
"""A ruling is straight for longer. A seal is so large, no longer than 1.4 times its width, and has a rim, so broad as a
share of the radius, in this share of all directions."""

_SIGNATURE_MM = (70.0, 35.0)
"""Largest width and height of a signature with what touches it; what is larger was written to be read."""

Mask = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Page:
    """The page at working resolution.

    Attributes:
        grey: Brightness.
        ink: 1 where ink lies that the recogniser did not read, 0 elsewhere.
        mm: Pixels in a millimetre.
        height: Pixels of the box of a printed word.
        words: Words with their boxes on `grey`.
    """

    grey: Image
    ink: Mask
    mm: float
    height: float
    words: Sequence[Word]


def find_handwriting(image: Image, words: Sequence[Word], dpi: int) -> tuple[Box, ...]:
    """Where a page is written by hand.

    Args:
        image: Grey, shape ``(height, width)``, upright, straightened.
        words: What was read from it, with the recogniser's own confidences.
        dpi: Resolution of `image`, dots per inch.

    Returns:
        Boxes in pixels of `image`, from top to bottom. Printed words that read well may stand in them.
    """
    factor = max(1, round(dpi / _WORKING_DPI))
    page = _prepare(image, words, dpi, factor)
    if min(page.ink.shape) < _COARSE or not page.ink.any():
        return ()
    found = [(box, odds) for box, odds in _judge_pieces(page) if odds >= _GROWN]
    if not found:
        return ()
    height, width = image.shape
    return tuple(
        (left * factor, top * factor, min(right * factor, width), min(bottom * factor, height))
        for left, top, right, bottom in _join(found, page)
    )


def drop_written(words: Sequence[Word], regions: Sequence[Box], dpi: int) -> tuple[Word, ...]:
    """The words without what the recogniser made of handwriting.

    A word in a region stays when it reads surely, or well and is in the lexicon, or fairly and is a number: print under
    a signature, or a hand as clear as print.

    Args:
        words: Of one page.
        regions: As found on the page by `find_handwriting`.
        dpi: Resolution of their pixels, dots per inch.
    """
    return tuple(
        word for word in words if _stays(word, [region for region in regions if holds_middle(region, word.box)], dpi)
    )


def is_of_note(region: Box, dpi: int) -> bool:
    """Whether a region is more than a signature, so that a person should know that the page cannot all be searched.

    Args:
        region: A box in pixels.
        dpi: Their resolution, dots per inch.
    """
    mm = dpi / 25.4
    return region[2] - region[0] > _SIGNATURE_MM[0] * mm or region[3] - region[1] > _SIGNATURE_MM[1] * mm


def _stays(word: Word, regions: Sequence[Box], dpi: int) -> bool:
    """Whether a word that lies in these regions is to be believed."""
    if not regions:
        return True
    if len(word.text) < 2:
        return False
    if word.confidence >= (_SURE_FROM if any(is_of_note(region, dpi) for region in regions) else _READ_FROM):
        return True
    # Under a seal or a signature a file number reads badly, and without it the nasti is not found.
    if word.confidence >= _NUMBER_FROM and sum(map(str.isdigit, word.text)) >= _DIGITS:
        return True
    # Two letters are soon a word.
    return word.confidence >= _READ_FROM and len(word.text) > 2 and load_lexicon().knows(word.text)


def _prepare(image: Image, words: Sequence[Word], dpi: int, factor: int) -> _Page:
    grey, ink = find_ink(image, factor)
    mm = dpi / factor / 25.4
    small = [_reduced(word, factor) for word in words]
    sure = [word.box[3] - word.box[1] for word in small if word.confidence >= _READ_FROM and len(word.text) > 1]
    page = _Page(grey, ink, mm, max(1.0, median(sure) if sure else _USUAL_HEIGHT_MM * mm), small)
    pad = round(0.15 * page.height)
    for word in small:
        if word.confidence >= _READ_FROM:
            left, top, right, bottom = word.box
            ink[max(0, top - pad) : bottom + pad, max(0, left - pad) : right + pad] = 0
    _clear_rules(ink, _odd(_RULE_MM * mm))
    return page


def _clear_rules(ink: Mask, length: int) -> None:
    for shape in ((1, length), (length, 1)):
        straight = np.ones(shape, np.uint8)
        rules = cv2.erode(ink, straight, borderValue=0)
        if rules.any():
            ink[cv2.dilate(cv2.dilate(rules, straight), np.ones((3, 3), np.uint8)) > 0] = 0


def _judge_pieces(page: _Page) -> Iterator[tuple[Box, float]]:
    """Ink that lies close together, as boxes, each with the odds that it is handwriting."""
    labels, pieces = _gather(page)
    for number, box in pieces.items():
        if min(box[2] - box[0], box[3] - box[1]) >= _RING_MM[0] * page.mm:
            _clear_rings(page, _cut(page, labels, number, box), box)
    for number, outer in pieces.items():
        ink = _cut(page, labels, number, outer)
        strokes = _measure(ink)
        if strokes[:, 4].sum() < _LEAST_INK_MM2 * page.mm**2:
            continue
        inner = _around(strokes)
        box = (outer[0] + inner[0], outer[1] + inner[1], outer[0] + inner[2], outer[1] + inner[3])
        if min((box[2] - box[0]) / _LEAST_MM[0], (box[3] - box[1]) / _LEAST_MM[1]) < page.mm:
            continue
        axial = None if _is_ring(ink[_place(inner)] > 0, page.mm) else _axial_share(page.grey[_place(outer)], ink)
        if axial is not None:
            yield box, _odds(page, box, strokes, axial)


def _gather(page: _Page) -> tuple[npt.NDArray[np.int32], dict[int, Box]]:
    """Pieces of ink: the number of the piece at each coarse pixel, and the box on the page of each that is large."""
    height, width = (length // _COARSE for length in page.ink.shape)
    whole = page.ink[: height * _COARSE, : width * _COARSE]
    share = cv2.resize(whole * np.uint8(255), (width, height), interpolation=cv2.INTER_AREA)
    near = np.ones([_odd(length * page.mm / _COARSE + 1) for length in (_DOWN_MM, _ALONG_MM)], np.uint8)
    count, found, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate((share > 0).astype(np.uint8), near))
    labels = np.asarray(found, np.int32)
    amounts = np.bincount(labels.ravel(), share.ravel(), count) * _COARSE**2 / 255
    large = np.flatnonzero(amounts >= _LEAST_INK_MM2 * page.mm**2)
    edges = np.column_stack([stats[:, :2], stats[:, :2] + stats[:, 2:4]]) * _COARSE
    boxes = {number: edges[number].tolist() for number in large.tolist() if number}
    return labels, {number: (left, top, right, bottom) for number, (left, top, right, bottom) in boxes.items()}


def _cut(page: _Page, labels: npt.NDArray[np.int32], number: int, box: Box) -> Mask:
    """The ink of one piece, on its box."""
    left, top, right, bottom = (edge // _COARSE for edge in box)
    own = (labels[top:bottom, left:right] == number).astype(np.uint8)
    return np.asarray(page.ink[_place(box)] * own.repeat(_COARSE, axis=0).repeat(_COARSE, axis=1), np.uint8)


def _measure(ink: Mask) -> npt.NDArray[np.int32]:
    """The strokes of a piece: left, top, width, height and amount of each."""
    return np.asarray(cv2.connectedComponentsWithStats(ink)[2][1:], np.int32)


def _odds(page: _Page, box: Box, strokes: npt.NDArray[np.int32], axial: float) -> float:
    """Logarithm of the odds that a piece is handwriting, by its strokes (rows as OpenCV measures components)."""
    amount = int(strokes[:, 4].sum())
    dense = amount / ((box[2] - box[0]) * (box[3] - box[1]))
    if dense > _MOST_DENSE:
        return -math.inf
    tall = float(np.average(strokes[:, 3], weights=strokes[:, 4])) / page.height
    characters = sum(
        len(word.text) for word in page.words if word.confidence < _READ_FROM and holds_middle(box, word.box)
    )
    read = characters / (amount / page.mm**2)
    odds = _TALL * min(tall, 3.0) + _AXIAL * axial + _DENSE * dense + _READ * min(read, 1.0) + _BIAS
    return odds + _BESIDE * _count_sides(page, box)


def _count_sides(page: _Page, box: Box) -> int:
    """On how many sides a word that reads well stands next to a box, level with its middle."""
    left, top, right, bottom = box
    margin, near, overlap = 0.15 * (bottom - top), 2 * page.height, 0.3 * page.height
    level = [
        word.box
        for word in page.words
        if word.confidence >= _NEIGHBOUR_FROM
        and len(word.text) > 1
        and top + margin <= (word.box[1] + word.box[3]) / 2 <= bottom - margin
    ]
    before = any(left - near < other[2] <= left + overlap for other in level)
    after = any(right - overlap <= other[0] < right + near for other in level)
    return before + after


def _axial_share(grey: Image, ink: Mask) -> float | None:
    """Share of the sharp edges of ink that run along or across the line, within 11 degrees; None for too few edges."""
    across = np.abs(cv2.Sobel(grey, cv2.CV_16S, 1, 0))
    down = np.abs(cv2.Sobel(grey, cv2.CV_16S, 0, 1))
    sharp = (cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0) & (across + down > _LEAST_EDGE)
    edges = int(np.count_nonzero(sharp))
    if edges < _LEAST_EDGES:
        return None
    return np.count_nonzero(sharp & (5 * np.minimum(across, down) < np.maximum(across, down))) / edges


def _clear_rings(page: _Page, ink: Mask, outer: Box) -> None:
    """Take seals from the ink of the page: rims, and all that stands within."""
    _, strokes, stats, _ = cv2.connectedComponentsWithStats(ink)
    for number in np.flatnonzero(stats[:, 2:4].min(axis=1) >= _RING_MM[0] * page.mm):
        left, top, width, height, _ = stats[number].tolist()
        if number and _is_ring(strokes[top : top + height, left : left + width] == number, page.mm):
            left, top = left + outer[0], top + outer[1]
            page.ink[top : top + height, left : left + width] = 0


def _is_ring(ink: npt.NDArray[np.bool_], mm: float) -> bool:
    """Whether ink runs round the rim of its box, as a seal does."""
    height, width = ink.shape
    if not _RING_MM[0] * mm <= min(height, width) <= max(height, width) <= _RING_MM[1] * mm:
        return False
    if max(height, width) > _RING_OVAL * min(height, width):
        return False
    rows, columns = np.nonzero(ink)
    down, across = 2 * (rows + 0.5) / height - 1, 2 * (columns + 0.5) / width - 1
    rim = np.abs(np.hypot(down, across) - 1) < _RING_RIM
    sectors = np.floor(np.arctan2(down[rim], across[rim]) / math.tau * _RING_SECTORS)
    return len(np.unique(sectors)) >= _RING_ROUND * _RING_SECTORS


def _join(found: Sequence[tuple[Box, float]], page: _Page) -> list[Box]:
    """Pieces that lie close together as regions, those without a find left out; print that reads well parts them."""
    coarse = max(1, round(page.mm))
    rows, columns = (length // coarse + 1 for length in page.ink.shape)
    written = np.zeros((rows, columns), np.uint8)
    for box, _ in found:
        written[_place(_coarser(box, coarse))] = 1
    near = np.ones((_odd(_NEAR_DOWN_MM), _odd(_NEAR_ALONG_MM)), np.uint8)
    closed = cv2.morphologyEx(written, cv2.MORPH_CLOSE, near)
    for word in page.words:
        if word.confidence >= _SURE_FROM:
            closed[_place(_coarser(word.box, coarse))] = 0
    _, labels = cv2.connectedComponents(cv2.max(closed, written))
    regions: dict[int, list[tuple[Box, float]]] = {}
    for box, odds in found:
        regions.setdefault(int(labels[box[1] // coarse, box[0] // coarse]), []).append((box, odds))
    sure = (zip(*pieces, strict=True) for pieces in regions.values())
    boxes = (enclose(boxes) for boxes, odds in sure if max(odds) >= _SEED and sum(odds) >= _FOUND)
    return sorted((box for box in boxes if not _is_print(box, page)), key=lambda box: box[1])


def _is_print(region: Box, page: _Page) -> bool:
    read = [
        (word.box[2] - word.box[0]) * (word.box[3] - word.box[1])
        for word in page.words
        if word.confidence >= _READ_FROM and len(word.text) > 1 and holds_middle(region, word.box)
    ]
    area = (region[2] - region[0]) * (region[3] - region[1])
    return len(read) >= _MUCH_PRINT or (len(read) >= _PRINT_WORDS and sum(read) >= _PRINT_SHARE * area)


def _around(strokes: npt.NDArray[np.int32]) -> Box:
    left, top = strokes[:, :2].min(axis=0).tolist()
    right, bottom = (strokes[:, :2] + strokes[:, 2:4]).max(axis=0).tolist()
    return left, top, right, bottom


def _coarser(box: Box, coarse: int) -> Box:
    return box[0] // coarse, box[1] // coarse, -(-box[2] // coarse), -(-box[3] // coarse)


def _reduced(word: Word, factor: int) -> Word:
    left, top, right, bottom = (edge // factor for edge in word.box)
    return replace(word, box=(left, top, right, bottom))


def _place(box: Box) -> tuple[slice, slice]:
    return slice(box[1], box[3]), slice(box[0], box[2])


def _odd(length: float) -> int:
    """The nearest odd number of pixels: a kernel's side."""
    return 2 * round((length - 1) / 2) + 1
