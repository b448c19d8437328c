"""Reads the small print that page layout overlooks: a page number in the corner, a rule of dashes, a number in a cell.

Tesseract takes a lone character for a speck and a row of dashes for a ruling, so the number that tells whether a page
is missing is just what it does not see. Ink that belongs to no word is cut out here and read as a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np

from nasti.model import Box, Word
from nasti.settings import OcrSection
from ocr.engine import Engine, Image, Reading, mean_confidence
from ocr.ink import find_ink
from ocr.lexicon import load_lexicon
from ocr.ornament import spell_rule
from ocr.repair import mend_signs
from ocr.script import TELLING_ASCII_DIGIT, TELLING_HINDI_DIGIT, has_hindi_digits
from ocr.underlines import erase_underlines

_REDUCTION = 2
_COVERED = 0.15
_REACH = 0.9
_HEIGHTS = (0.5, 1.6)
_WIDTHS = (0.1, 60.0)
_PADDING = 0.3
_NARROW = 2.0
_BESIDE = 0.6
"""In heights of the page's words: how far a word's box covers its surroundings, the gap that still holds a number
together, the size of what is looked at and the paper around it, and the distance within which something narrow
belongs to a word, because Tesseract's boxes often leave out its first or last character."""

_LARGE = 2.2
_RING = (3.0, 16.0)
_ROUND = 1.4
"""Ink that is larger than this both ways, in heights, is no print: it is taken away, so that lines which it crosses
show. What stands in a ring or a drawing of those sizes is left to the picture where it is as wide as high, give or
take, or encloses no words."""

_LINE, _TOUCHED = 5.0, 0.2
"""Heights from which a piece is a line or a part of one, which may reach so far into the words above or below it: where
bold lines are underlined, the recogniser leaves whole ones out."""

_UNDERLINED = 4.0
"""Heights from which a piece with the paper around it is looked at for an underline: ::आदेश:: is so wide."""

_RULING = 2.2
"""Heights from which an upright stroke is the ruling of a table: it would tie a number to the frame of its cell."""

_LOW_RULE, _LONG_RULE, _PAIRED = 0.25, 2.5, 0.5
"""Height of a piece that may be a rule of equals signs or of small noughts, its width at least, and how far the two
strokes of such signs stand apart at most, in heights."""

_MAX_FILL = 0.75
"""Share of ink in a box above which it is a hole or a blot."""

_SLIVER = 0.25
"""How wide, as a share of its height, a stroke is that stands beside the text and may be a shade at the edge of the
sheet."""

_MAX_PIECES, _MAX_WIDE = 12, 40
"""A page with more narrow overlooked pieces than this is speckled, not overlooked; with more wide ones it is no print,
and each would be read by itself."""

_NUMBER_SURE = 0.6
_WORD_SURE = 0.85
_MIN_SURE = 2
_KNOWN_SIGNS, _HEADING_SURE = 6, 0.4
"""Signs from which known words are believed as numbers are, and how sure one between colons is at least."""

_GUESS = 0.5

_NUMBER = re.compile(r"^[(\[]?(?!0+\b|०+\b)([0-9]{1,4}|[०-९]{1,4})[)\].]?$")
_WORDS = re.compile("[ऀ-ॣॱ-ॿA-Za-z]{2}|[0-9०-९][/.-][0-9०-९]")
_LETTER = re.compile("^[क-हअ-औ]$")
_WORDLIKE = re.compile("[ऀ-ॣ०-ॿA-Za-z0-9]")
_RULE_SIGNS = re.compile(r"^(?=.*(?:[-–—_=~]{2}|[0oOQ०]{2}))[-–—_=~<>:.0oOQ०]+$")
_RULE_WIDE = 2.0
_RULE_SURE = 0.95
"""What the recogniser makes of a rule of dashes around noughts, how much wider than high such a rule is at least, and
how sure its spelling is."""

_LOOKS_LIKE = {"S": "5", "$": "5", "§": "5", "?": "7", "|)": "1"} | dict.fromkeys(")]}|!Il", "1")
"""What a lone digit is read as when nothing around it says that it is one."""

_MARGIN = 0.08
"""Share of the page at its head and foot where a lone sign can only be the page number."""


def read_leftovers(
    image: Image, words: Sequence[Word], dpi: int, engine: Engine, settings: OcrSection
) -> tuple[Word, ...]:
    """Add what the ink says that lies under no word.

    Args:
        image: The page, as for `Engine.read`.
        words: What was read from it, noise taken out.
        dpi: Resolution of `image`, dots per inch.
        engine: Reads cut-outs.
        settings: Languages.

    Returns:
        `words`, then those found in addition, each piece on a line and in a block of its own, numbered on from
        those of `words`. Digits that were only guessed from their shape, that read differently in both scripts, or
        that are of the other script than the page's, have a confidence of 0.5. Words that a rule of dashes was
        mistaken for give way to it.

    Raises:
        ToolMissing: The data of a language is not installed.
        ToolFailed: The recogniser gave up.
    """
    sure = [word.box[3] - word.box[1] for word in words if word.confidence >= _NUMBER_SURE]
    if not sure:
        return tuple(words)
    height = median(sure)
    kept = [word for word in words if not _RULE_SIGNS.match(word.text)]
    pieces = _find_pieces(image, kept, height)
    if _are_too_many(pieces, height):
        pieces = _without_slivers(pieces, words)
    if _are_too_many(pieces, height):
        return tuple(words)
    line = max(word.line for word in words)
    block = max(word.block for word in words)
    reader = _Reader(image, height, dpi, engine, settings, has_hindi_digits(words))
    found: list[Word] = []
    for piece in pieces:
        read = reader.read(piece)
        if read:
            line, block = line + 1, block + 1
            found.extend(replace(word, line=line, block=block) for word in read)
    rules = [word for word in words if _RULE_SIGNS.match(word.text) and not any(_meet(word, new) for new in found)]
    return (*sorted([*kept, *rules], key=lambda word: word.line), *found)


def _are_too_many(pieces: Sequence[Box], height: float) -> bool:
    narrow = sum(piece[2] - piece[0] < _NARROW * height for piece in pieces)
    return narrow > _MAX_PIECES or len(pieces) - narrow > _MAX_WIDE


def _without_slivers(pieces: Sequence[Box], words: Sequence[Word]) -> list[Box]:
    start, end = min(word.box[0] for word in words), max(word.box[2] for word in words)
    return [
        (left, top, right, bottom)
        for left, top, right, bottom in pieces
        if start <= left <= end or right - left >= _SLIVER * (bottom - top)
    ]


def _meet(one: Word, other: Word) -> bool:
    across = min(one.box[2], other.box[2]) > max(one.box[0], other.box[0])
    return across and min(one.box[3], other.box[3]) > max(one.box[1], other.box[1])


def _uncovered_ink(image: Image, words: Sequence[Word], unit: float) -> tuple[Image, Image, Image]:
    """Ink (1) under no word, what words cover (1), and upright rulings (1), on the reduced page."""
    _, ink = find_ink(image, _REDUCTION)
    standing = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(_RULING * unit), 1), np.uint8))
    rulings = cv2.dilate(standing, np.ones((1, 3), np.uint8)).astype(np.uint8)
    ink[rulings > 0] = 0
    covered = np.zeros_like(ink)
    pad = round(_COVERED * unit)
    for word in words:
        left, top, right, bottom = (edge // _REDUCTION for edge in word.box)
        covered[max(0, top - pad) : bottom + pad, max(0, left - pad) : right + pad] = 1
    ink[covered > 0] = 0
    # What touches a covered place is the rest of a word that was read: a vowel sign that leaves its box.
    return ink, cv2.dilate(covered, np.ones((3, 3), np.uint8)).astype(np.uint8), rulings


def _find_pieces(image: Image, words: Sequence[Word], height: float) -> list[Box]:
    unit = height / _REDUCTION
    ink, covered, rulings = _uncovered_ink(image, words, unit)
    rows, columns = ink.shape
    reach = round(_REACH * unit) | 1
    rings = [ring for ring in _take_away_large(ink, unit) if _is_round(ring) or not _holds_any(ring, words)]
    joined = np.asarray(cv2.dilate(ink, np.ones((1, reach), np.uint8)), np.uint8)
    joined[rulings > 0] = 0
    pieces = []
    for left, top, width, tall, _ in _measure_pieces(joined, unit):
        if min(left, top) == 0 or left + width == columns or top + tall == rows:
            continue  # the scanner's edge
        bottom = top + tall
        inked = np.flatnonzero(ink[top:bottom, left : left + width].any(axis=0))
        if not inked.size:
            continue  # what the reach of a piece left beyond a ruling
        left, right = left + int(inked[0]), left + int(inked[-1]) + 1
        box = (left * _REDUCTION, top * _REDUCTION, right * _REDUCTION, bottom * _REDUCTION)
        inside = (slice(top, bottom), slice(left, right))
        least = _LOW_RULE if width >= _LONG_RULE * unit else _HEIGHTS[0]
        if not (least <= tall / unit <= _HEIGHTS[1] and _WIDTHS[0] <= (right - left) / unit <= _WIDTHS[1]):
            continue
        touched = float(covered[inside].mean())
        free = touched <= (_TOUCHED if width >= _LINE * unit else 0.0)
        if free and ink[inside].mean() <= _MAX_FILL and not _is_beside(box, words, height):
            pieces.append(box)
    return [piece for piece in pieces if not any(_encloses(ring, piece) for ring in rings)]


def _measure_pieces(joined: Image, unit: float) -> list[list[int]]:
    """Left, top, width, height and area of each piece; the upper and lower strokes of equals signs are one piece."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    flat = (stats[:, 2] >= _LONG_RULE * unit) & (stats[:, 3] <= _LOW_RULE * unit)
    flat[0] = False
    if np.count_nonzero(flat) > 1:
        near = np.ones((round(_PAIRED * unit), 1), np.uint8)
        paired = cv2.morphologyEx(flat[labels].astype(np.uint8), cv2.MORPH_CLOSE, near)
        _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.max(joined, paired))
    pieces: list[list[int]] = stats[1:].tolist()
    return pieces


def _take_away_large(ink: Image, unit: float) -> list[Box]:
    """Clear what is too large to be print, in place; boxes on the page of what may be a seal."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    boxes: list[Box] = []
    for number in (1 + np.flatnonzero(stats[1:, 2:4].min(axis=1) >= _LARGE * unit)).tolist():
        left, top, width, tall, _ = stats[number].tolist()
        inside = (slice(top, top + tall), slice(left, left + width))
        ink[inside][labels[inside] == number] = 0
        if _RING[0] * unit <= min(width, tall) and max(width, tall) <= _RING[1] * unit:
            boxes.append((left * _REDUCTION, top * _REDUCTION, (left + width) * _REDUCTION, (top + tall) * _REDUCTION))
    return boxes


def _is_round(ring: Box) -> bool:
    wide, tall = ring[2] - ring[0], ring[3] - ring[1]
    return max(wide, tall) <= _ROUND * min(wide, tall)


def _holds_any(ring: Box, words: Sequence[Word]) -> bool:
    return any(_encloses(ring, word.box) for word in words)


def _encloses(outer: Box, inner: Box) -> bool:
    return outer[0] < inner[0] and outer[1] < inner[1] and inner[2] < outer[2] and inner[3] < outer[3]


def _is_beside(piece: Box, words: Sequence[Word], height: float) -> bool:
    if piece[2] - piece[0] > _NARROW * height:
        return False
    near = _BESIDE * height
    return any(
        word.box[0] - near < piece[2]
        and piece[0] < word.box[2] + near
        and min(word.box[3], piece[3]) - max(word.box[1], piece[1]) > (piece[3] - piece[1]) / 2
        for word in words
        if _WORDLIKE.search(word.text)
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads pieces of one page.

    Attributes:
        image: The page.
        height: Usual height of its words, pixels.
        hindi_digits: The page's habit, as of `has_hindi_digits`.
    """

    image: Image
    height: float
    dpi: int
    engine: Engine
    settings: OcrSection
    hindi_digits: bool | None

    def read(self, piece: Box) -> tuple[Word, ...]:
        pad = round(_PADDING * self.height)
        rule = spell_rule(self.image, piece, pad) if _is_wide(piece) else ""
        if rule:
            text = rule.replace("0", "०") if self.hindi_digits else rule
            return (Word(text, piece, _RULE_SURE, 0, 0),)
        if piece[3] - piece[1] < _HEIGHTS[0] * self.height:
            return ()
        page_height, page_width = self.image.shape
        left, top = max(0, piece[0] - pad), max(0, piece[1] - pad)
        cut = self.image[top : min(page_height, piece[3] + pad), left : min(page_width, piece[2] + pad)]
        readings = self._read_cut(cut, whole_line=piece[2] - piece[0] >= _LINE * self.height)
        accepted = _choose([read for read in map(_accept, readings) if read], self.hindi_digits)
        if not accepted and _is_wide(piece):
            twice = tuple(mend_signs(self._read_twice(cut).words))
            accepted = twice if _are_known(twice) else ()
        at_edge = not _MARGIN * page_height < (piece[1] + piece[3]) / 2 < (1 - _MARGIN) * page_height
        if not accepted and at_edge and not _is_wide(piece):
            accepted = next(filter(None, map(_guess, readings)), ())
        return tuple(
            replace(word, box=(word.box[0] + left, word.box[1] + top, word.box[2] + left, word.box[3] + top))
            for word in accepted
        )

    def _read_cut(self, cut: Image, *, whole_line: bool) -> list[Reading]:
        if cut.shape[1] >= _UNDERLINED * self.height:
            cut = erase_underlines(cut, self.height)
        reading = self.engine.read_line(cut, self.settings.first, self.dpi)
        if whole_line and not reading.words:
            # In letters as bold as on a copy of a copy the recogniser finds no line until they are thinner.
            thin = cv2.dilate(cut, np.ones((3, 3), np.uint8)).astype(np.uint8)
            return [self.engine.read_line(thin, self.settings.first, self.dpi)]
        if len(reading.words) > 1:
            return [reading]
        # Alone, a digit is easily taken for one of the other script.
        return [reading, self.engine.read_line(cut, self.settings.latin, self.dpi)]

    def _read_twice(self, cut: Image) -> Reading:
        """Read a word that stands beside itself: the recogniser takes a picture with few signs for a drawing.

        Source: प्रतिलिपि :- on a drawn fax, read so at 0.9, and as nothing with any width of paper around it.
        """
        reading = self.engine.read_line(np.hstack((cut, cut)), self.settings.first, self.dpi)
        words = tuple(word for word in reading.words if word.box[2] <= cut.shape[1])
        return replace(reading, words=words, mean_confidence=mean_confidence(words))


def _is_wide(piece: Box) -> bool:
    return piece[2] - piece[0] >= _RULE_WIDE * (piece[3] - piece[1])


def _accept(reading: Reading) -> tuple[Word, ...]:
    words = tuple(mend_signs(reading.words))
    text = " ".join(word.text for word in words)
    if _NUMBER.match(text):
        return words if reading.mean_confidence >= _NUMBER_SURE else ()
    if not (_WORDS.search(text) or _LETTER.match(text)):
        return ()
    # Where a seal cuts a line, the word at the cut is spoilt and the others are not.
    sure = [word for word in words if word.confidence >= _WORD_SURE]
    if len(sure) >= _MIN_SURE and 2 * sum(len(word.text) for word in sure) >= len(text):
        return tuple(word for word in words if word.confidence >= _GUESS)
    return words if reading.mean_confidence >= _WORD_SURE or _are_known(words) else ()


def _are_known(words: Sequence[Word]) -> bool:
    """Whether all words of a reading are in the lexicon, so that they need not be so sure."""
    texts = [word.text for word in words if _WORDLIKE.search(word.text)]
    heading = len(texts) == 1 and texts[0].startswith("::") and texts[0].endswith("::")
    return (
        sum(map(len, texts)) >= _KNOWN_SIGNS
        and all(map(load_lexicon().knows, texts))
        and mean_confidence(words) >= (_HEADING_SURE if heading else _NUMBER_SURE)
    )


def _choose(accepted: Sequence[tuple[Word, ...]], hindi_digits: bool | None) -> tuple[Word, ...]:
    """The reading to believe; a lone number takes the script of the page's other digits where both fit it."""
    if not accepted:
        return ()
    best = max(accepted, key=lambda words: (_is_hindi(words) is hindi_digits, mean_confidence(words)))
    contested = len({words[0].text for words in accepted}) > 1
    foreign = None not in (hindi_digits, _is_hindi(best)) and hindi_digits is not _is_hindi(best)
    if _NUMBER.match(best[0].text) and (contested or foreign):
        return (replace(best[0], confidence=_GUESS),)
    return best


def _is_hindi(words: Sequence[Word]) -> bool | None:
    text = words[0].text
    return True if TELLING_HINDI_DIGIT.search(text) else False if TELLING_ASCII_DIGIT.search(text) else None


def _guess(reading: Reading) -> tuple[Word, ...]:
    if len(reading.words) != 1 or reading.words[0].text not in _LOOKS_LIKE:
        return ()
    word = reading.words[0]
    return (replace(word, text=_LOOKS_LIKE[word.text], confidence=_GUESS),)
