"""Joins sums of money that were torn at their commas and points: typewriters give those the room of a digit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from nasti.model import Word
from ocr.number_text import GROUPS, of_either
from ocr.repair import change_text, join_words
from ocr.script import DIGIT

_TORN_GAP = 0.8
"""Gap between the pieces of a sum, as a share of the height of its digits, at most.
Source: 21 torn commas of a typewritten statement: 0.4 to 0.75; columns of figures lie 1.3 and more apart."""

_COMMA_GAP = 1.15
"""The same behind the comma of lakhs. Source: two sums of typewriters on a tuning set."""

_LOST_GAP = 1.2
"""The same where what stands before the gap is no whole sum, whatever follows; needles leave the room of a sign that
they did not print. Source: seven sums of a needle print, 0.87 to 1.0."""

_MOST_PIECES = 5


_UNIT = "(?:₹|रु\\.|Rs\\.)?"
_PIECE = re.compile(_UNIT + "(?:[0-9,]+|[०-९,]+)")
_POINTS = (",", ".")
_SUM = re.compile(_UNIT + of_either(GROUPS + "(?:\\.##|/-)") + "[,;।]?$")
"""A sum in groups of thousand, lakh and crore, with paise or the sign for none: else it may be a list of numbers."""

_BROKEN_OFF = re.compile(_UNIT + of_either("#{1,2}(?:,##)+"))
_WITHOUT_PAISE = re.compile(_UNIT + of_either(GROUPS))
_NO_PAISE = re.compile("(?:00|००)[,;।]?")
"""A sum that ends within its lakhs or crores; one without paise, and what is none of them."""

_POINT_FOR_COMMA = re.compile(_UNIT + of_either("#{1,2}(?:[.,]##)*[.,]###\\.##") + "[,;।]?$")
"""A sum with paise some of whose commas are read as points: 3.14.590.00."""

_COMMA_FOR_POINT = re.compile(f"^({of_either('###')}),(?={of_either('##')}[,;।]?$)")
_PAISE = re.compile(of_either("##") + "[,;।]?")
_SHARE = re.compile(of_either("#{1,3}\\.#{1,2}") + "%")
"""What stands behind the last point of a sum, and a share with a point in it."""


def join_sums(words: Sequence[Word]) -> tuple[Word, ...]:
    """Join the pieces of each torn sum; a point that a comma was taken for becomes one again.

    Args:
        words: Of one page, in reading order.
    """
    return tuple(word for _, line in groupby(words, key=lambda word: word.line) for word in _join_line(list(line)))


def _join_line(line: list[Word]) -> Iterator[Word]:
    line = _with_their_signs(line)
    start = 0
    while start < len(line):
        end = next((end for end in _ends(line, start) if _is_sum(line[start:end], first=not start)), start + 1)
        joined = line[start] if end == start + 1 else join_words(line[start:end], _text(line[start:end]))
        yield _with_commas(joined)
        start = end


def _with_their_signs(line: Sequence[Word]) -> list[Word]:
    """The words, a comma or a point alone between two pieces with digits as the end of the first of them."""
    kept: list[Word] = []
    for word, after in zip_longest(line, line[1:]):
        within = kept and after and DIGIT.search(kept[-1].text) and DIGIT.search(after.text)
        reach = _TORN_GAP * (kept[-1].box[3] - kept[-1].box[1]) if kept else 0.0
        if within and word.text in _POINTS and word.box[0] - kept[-1].box[2] < reach > after.box[0] - word.box[2]:
            kept[-1] = join_words((kept[-1], word), kept[-1].text + word.text)
        else:
            kept.append(word)
    return kept


def _with_commas(word: Word) -> Word:
    """A sum with commas where its points are none."""
    if not _POINT_FOR_COMMA.match(word.text):
        return word
    *groups, paise = re.split("(?<=[0-9०-९])[.,](?=[0-9०-९])", word.text)
    return change_text(word, f"{','.join(groups)}.{paise}")


def _ends(line: Sequence[Word], start: int) -> Iterator[int]:
    """Where a run of pieces that starts here may end, exclusive."""
    for end in range(start + 2, min(len(line), start + _MOST_PIECES) + 1):
        before, word = line[end - 2 : end]
        broken_off = _is_broken_off(_text(line[start : end - 1]), word.text)
        parted = broken_off or before.text.endswith(_POINTS) or word.text.startswith(_POINTS)
        piece = _PIECE.fullmatch(before.text.strip(",."))
        lakhs = before.text.endswith(",") and "," in word.text
        apart = _LOST_GAP if broken_off else _COMMA_GAP if lakhs else _TORN_GAP
        reach = apart * (word.box[3] - word.box[1])
        if not (parted and piece) or not -reach < word.box[0] - before.box[2] < reach:
            return
        yield end


def _is_broken_off(before: str, after: str) -> bool:
    """Whether a sum goes on behind a gap, comma or none: none ends within its lakhs, and 00 beside one is its paise."""
    before = before.rstrip(",.")
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
    last = _COMMA_FOR_POINT.sub(r"\1.", last.lstrip(",."))
    before = ",".join(piece.strip(",.") for piece in front)
    return before + ("." if _PAISE.fullmatch(last) or last.endswith("%") else ",") + last
