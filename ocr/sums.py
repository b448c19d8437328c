"""Joins sums of money that were torn at their commas and points: typewriters give those the room of a digit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from nasti.model import Word
from ocr.repair import join_words

_TORN_GAP = 0.8
"""Gap between the pieces of a sum, as a share of the height of its digits, at most.
Source: 21 torn commas of a typewritten statement: 0.4 to 0.75; columns of figures lie 1.3 and more apart."""

_MOST_PIECES = 5
_PIECE = re.compile("(?:₹|रु\\.|Rs\\.)?(?:[0-9,]+|[०-९,]+)")
_POINTS = (",", ".")
_SUM = re.compile(
    "^(?:₹|रु\\.|Rs\\.)?(?:[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}(?:\\.[0-9]{2}|/-)|[०-९]{1,2}(?:,[०-९]{2})*,[०-९]{3}(?:\\.[०-९]{2}|/-))"
    "[,;।]?$"
)
"""A sum in groups of thousand, lakh and crore, with paise or the sign for none: else it may be a list of numbers."""

_BROKEN_OFF = re.compile("(?:₹|रु\\.|Rs\\.)?(?:[0-9]{1,2}(?:,[0-9]{2})+|[०-९]{1,2}(?:,[०-९]{2})+)")
_WITHOUT_PAISE = re.compile("(?:₹|रु\\.|Rs\\.)?(?:[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}|[०-९]{1,2}(?:,[०-९]{2})*,[०-९]{3})")
_NO_PAISE = re.compile("(?:00|००)[,;।]?")
"""A sum that ends within its lakhs or crores, and needles that printed no comma; one before 00, and no point."""

_PAISE = re.compile("(?:[0-9]{2}|[०-९]{2})[,;।]?")
_SHARE = re.compile("(?:[0-9]{1,3}\\.[0-9]{1,2}|[०-९]{1,3}\\.[०-९]{1,2})%")
"""What stands behind the last point of a sum, and a share with a point in it."""


def join_sums(words: Sequence[Word]) -> tuple[Word, ...]:
    """Join the pieces of each torn sum; a point that a comma was taken for becomes one again.

    Args:
        words: Of one page, in reading order.
    """
    return tuple(word for _, line in groupby(words, key=lambda word: word.line) for word in _join_line(list(line)))


def _join_line(line: list[Word]) -> Iterator[Word]:
    start = 0
    while start < len(line):
        end = next((end for end in _ends(line, start) if _is_sum(line[start:end], first=not start)), start + 1)
        yield line[start] if end == start + 1 else join_words(line[start:end], _text(line[start:end]))
        start = end


def _ends(line: Sequence[Word], start: int) -> Iterator[int]:
    """Where a run of pieces that starts here may end, exclusive."""
    for end in range(start + 2, min(len(line), start + _MOST_PIECES) + 1):
        before, word = line[end - 2 : end]
        reach = _TORN_GAP * (word.box[3] - word.box[1])
        parted = (
            before.text.endswith(_POINTS)
            or word.text.startswith(_POINTS)
            or _lost_its_point(_text(line[start : end - 1]), word.text)
        )
        piece = _PIECE.fullmatch(before.text.strip(",."))
        if not (parted and piece) or not -reach < word.box[0] - before.box[2] < reach:
            return
        yield end


def _lost_its_point(before: str, after: str) -> bool:
    """Whether a comma or a point between two pieces was not printed, as no sum ends or goes on so."""
    return bool(_BROKEN_OFF.fullmatch(before) or (_WITHOUT_PAISE.fullmatch(before) and _NO_PAISE.fullmatch(after)))


def _is_sum(pieces: Sequence[Word], *, first: bool) -> bool:
    # The number of a paragraph stands as close to the sum that the paragraph begins with.
    numbered = first and len(pieces) == 2 and pieces[0].text.endswith(".") and "," not in pieces[0].text
    text = _text(pieces)
    return not numbered and bool(_SUM.match(text) or (len(pieces) == 2 and _SHARE.fullmatch(text)))


def _text(pieces: Sequence[Word]) -> str:
    *front, last = (word.text for word in pieces)
    if not front:
        return last
    last = last.lstrip(",.")
    before = ",".join(piece.strip(",.") for piece in front)
    return before + ("." if _PAISE.fullmatch(last) or last.endswith("%") else ",") + last
