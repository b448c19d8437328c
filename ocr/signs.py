"""Reads the colons that stand alone between a label and its value, and lone dashes, by their shape.

The recogniser takes a lone colon for two specks and overlooks most of those on covers and forms. What such a sign is
shows without it: two dots one above the other, with or without a dash, level with words on both sides. So does the dash
of a heading: a short bar half way up between two words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from nasti.model import Box, Word, enclose
from ocr.engine import Image
from ocr.ink import find_ink

_REDUCTION = 2
_SURE = 0.6
"""Confidence from which words tell how high print is."""

_DOT = (0.06, 0.3)
_ALIKE = 2.5
_ABOVE = (0.2, 0.75)
_ASIDE = 0.12
"""Width and height of a dot of a colon, how much more ink one of them has than the other, how far their middles lie
apart, and how far aside: in text heights, as all that follows. Source: colons of fourteen typefaces at 150 to 600 dots
an inch: dots of 0.09 to 0.19, 0.31 to 0.52 apart."""

_BAR_WIDE, _BAR_HIGH, _BAR_LONG = (0.22, 1.1), 0.2, 2.0
"""Width and height of the dash of a colon, and how many times as wide as high it is at least."""

_AFTER_COLON = 0.5
"""How far behind a colon its dash begins."""

_NEAR, _FAR = 3.0, 30.0
"""A colon stands near one of the words beside it, and not further from the other than a column of labels is wide."""

_PARTED = 1.2
"""A colon without a dash stands in a column of its own, so far from one of the words: dots within lines are specks and
the dots of letters."""

_CLEAR = 0.15
"""No other ink lies so close to a colon: where there is, both are dirt."""

_MOST = 40
"""A page with more such pieces than this is speckled."""

_DASH_WIDE, _DASH_HIGH, _DASH_LEVEL, _DASH_GAP = (0.28, 0.65), 0.16, (0.42, 0.66), (0.2, 1.2)
"""Width and height of a dash; how far down the words on both sides it stands, shares of their height; and its distance
from either. Source: of 410 bars under no word on 89 drawn pages one is taken for a dash, and is one."""

_DASH_CLEAR = 0.3
"""No other ink lies so close to a dash."""

_SIGN_SURE = 0.8


@dataclass(frozen=True, slots=True)
class _Piece:
    """Ink under no word: its box on the reduced page, and its pixels."""

    left: int
    top: int
    right: int
    bottom: int
    area: int

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """Of its box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class _Sign:
    """A colon, with or without a dash, or a dash, on the page."""

    text: str
    box: Box


def insert_signs(image: Image, words: Sequence[Word]) -> tuple[tuple[Word, ...], int]:
    """Add the colons and dashes that stand alone between words.

    Args:
        image: The page, as for `Engine.read`.
        words: What was read from it.

    Returns:
        `words`, with each sign behind the word left of it and in its line, at a confidence of 0.8; and how many.
    """
    sure = [word.box[3] - word.box[1] for word in words if word.confidence >= _SURE]
    if not sure:
        return tuple(words), 0
    height = median(sure)
    signs = list(_find_signs(_find_pieces(image, words), height / _REDUCTION))
    if len(signs) > _MOST:
        return tuple(words), 0
    after: dict[int, list[Word]] = {}
    for sign in signs:
        place = _place(sign, words, height)
        if place is not None:
            word = words[place]
            after.setdefault(place, []).append(Word(sign.text, sign.box, _SIGN_SURE, word.line, word.block))
    found = [one for at, word in enumerate(words) for one in (word, *after.get(at, ()))]
    return tuple(found), len(found) - len(words)


def _find_pieces(image: Image, words: Sequence[Word]) -> list[_Piece]:
    _, ink = find_ink(image, _REDUCTION)
    for word in words:
        left, top, right, bottom = (edge // _REDUCTION for edge in word.box)
        ink[top : bottom + 1, left : right + 1] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return [_Piece(left, top, left + wide, top + high, area) for left, top, wide, high, area in stats[1:].tolist()]


def _find_signs(pieces: Sequence[_Piece], unit: float) -> Iterator[_Sign]:
    least, most = (size * unit for size in _DOT)
    dots = [
        piece
        for piece in pieces
        if least <= piece.right - piece.left <= most and least <= piece.bottom - piece.top <= most
    ]
    bars = [piece for piece in pieces if _is_bar(piece, unit)]
    edges = np.array([piece.box for piece in pieces]).reshape(-1, 4)

    def stands_clear(box: Box, members: Sequence[_Piece], pad: float) -> bool:
        left, top, right, bottom = box
        across = (edges[:, 0] < right + pad) & (left - pad < edges[:, 2])
        # What begins elsewhere is a frame around all this.
        across &= np.abs(edges[:, 0] - left) <= unit
        near = np.flatnonzero(across & (edges[:, 1] < bottom + pad) & (top - pad < edges[:, 3]))
        return all(pieces[at] in members for at in near.tolist())

    for upper in dots:
        lower = next((other for other in dots if _is_colon(upper, other, unit)), None)
        if lower is None:
            continue
        bar = next((bar for bar in bars if _follows(upper, lower, bar, unit)), None)
        members = [piece for piece in (upper, lower, bar) if piece is not None]
        if stands_clear(enclose((upper.box, lower.box)), members, _CLEAR * unit):
            yield _Sign(":" if bar is None else ":-", _enlarge(enclose(member.box for member in members)))
    for bar in bars:
        wide = _DASH_WIDE[0] * unit <= bar.right - bar.left <= _DASH_WIDE[1] * unit
        flat = bar.bottom - bar.top <= _DASH_HIGH * unit
        if wide and flat and stands_clear(bar.box, [bar], _DASH_CLEAR * unit):
            yield _Sign("-", _enlarge(bar.box))


def _is_bar(piece: _Piece, unit: float) -> bool:
    wide, high = piece.right - piece.left, piece.bottom - piece.top
    return _BAR_WIDE[0] * unit <= wide <= _BAR_WIDE[1] * unit and high <= _BAR_HIGH * unit and wide >= _BAR_LONG * high


def _is_colon(upper: _Piece, lower: _Piece, unit: float) -> bool:
    across, down = (after - before for before, after in zip(upper.middle, lower.middle, strict=True))
    alike = max(upper.area, lower.area) <= _ALIKE * min(upper.area, lower.area)
    return alike and abs(across) <= _ASIDE * unit and _ABOVE[0] * unit <= down <= _ABOVE[1] * unit


def _follows(upper: _Piece, lower: _Piece, bar: _Piece, unit: float) -> bool:
    gap = bar.left - max(upper.right, lower.right)
    return 0 <= gap <= _AFTER_COLON * unit and upper.top <= bar.middle[1] <= lower.bottom


def _enlarge(box: Box) -> Box:
    left, top, right, bottom = box
    return left * _REDUCTION, top * _REDUCTION, right * _REDUCTION, bottom * _REDUCTION


def _place(sign: _Sign, words: Sequence[Word], height: float) -> int | None:
    """The number of the word that a sign stands behind; None where it stands between no words."""
    left, top, right, bottom = sign.box
    middle = (top + bottom) / 2
    level = [at for at, word in enumerate(words) if word.box[1] <= middle <= word.box[3]]
    before = max(
        (at for at in level if words[at].box[2] <= left + _REDUCTION), key=lambda at: words[at].box[2], default=None
    )
    after = min(
        (at for at in level if words[at].box[0] >= right - _REDUCTION), key=lambda at: words[at].box[0], default=None
    )
    if before is None:
        return None
    gap_before = left - words[before].box[2]
    gap_after = _FAR * height if after is None else words[after].box[0] - right
    if sign.text == "-":
        beside = [words[at] for at in (before, after) if at is not None]
        parting = all(_DASH_GAP[0] * height <= gap <= _DASH_GAP[1] * height for gap in (gap_before, gap_after))
        return before if parting and all(_is_half_way(middle, word) for word in beside) else None
    near = min(gap_before, gap_after) <= _NEAR * height and max(gap_before, gap_after) <= _FAR * height
    parted = sign.text != ":" or max(gap_before, gap_after) >= _PARTED * height
    return before if near and parted else None


def _is_half_way(middle: float, word: Word) -> bool:
    high = word.box[3] - word.box[1]
    return _DASH_LEVEL[0] * high <= middle - word.box[1] <= _DASH_LEVEL[1] * high
