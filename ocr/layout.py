"""Puts words into the order a person reads them.

Offices fill their paper row by row: "label : value" on covers, lists, a number left and a date right on one line,
dates beside the text of an order sheet. Tesseract sees such pages as columns and reads all labels before all values.
So whatever stands side by side is read as one line here, except real columns of running text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

from nasti.model import Word

_SPLIT_GAP = 1.5
"""Gap, in text heights, at which a line falls into pieces that may belong to different columns. Word spaces are 0.3
to 0.5, justified lines stretch them to about 1."""

_SAME_ROW = 0.5
"""Share of the lower piece's height that two pieces of one row have in common."""

_TOO_TALL = 3.0
"""Pieces taller than this many text heights (seals, brackets, sideways text) never hold a row together; words whose
box takes in the rulings of a cell are twice as tall as others."""

_COLLISION = 0.5
"""Share of the narrower word that may be covered by another word of the row: boxes of neighbours do touch."""

_MIN_COLUMN_LINES = 4
_MIN_COLUMN_WORDS = 3.5
_FULL_LINE = 0.8
_MIN_FULL_LINES = 0.5
"""Running text in a column: at least four lines of at least 3.5 words on average, half of which fill the column.
Labels, cells of lists and dates are shorter or of uneven length."""

_BAND_GAP = 0.9
_BLOCK_GAP = 0.9
"""White, in text heights, that parts two bands of a table with wrapped cells, or two blocks."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Neighbouring words of one line. Tops and bottoms are on the page with its remaining slope taken out."""

    words: tuple[Word, ...]
    left: int
    right: int
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


_Row = list[_Piece]


def arrange(words: Sequence[Word]) -> tuple[Word, ...]:
    """Put the words of a page into reading order and number its lines and blocks anew.

    Args:
        words: In the order of the recogniser, with its line numbers; boxes on the upright page.

    Returns:
        Every word once, unchanged but for ``line`` and ``block``.
    """
    if not words:
        return ()
    lines = [list(line) for _, line in groupby(words, key=lambda word: (word.block, word.line))]
    slope = _remaining_slope(lines)
    height = median(word.box[3] - word.box[1] for word in words)
    pieces = [piece for line in lines for piece in _split(line, slope, height)]
    return _number(_order(pieces, height), height)


def _remaining_slope(lines: Iterable[Sequence[Word]]) -> float:
    """Downward slope of the long lines, pixels per pixel: what straightening left over."""
    slopes = []
    for line in lines:
        first, last = line[0].box, line[-1].box
        run = (last[0] + last[2] - first[0] - first[2]) / 2
        rise = (last[1] + last[3] - first[1] - first[3]) / 2
        if len(line) >= 4 and run > 10 * (first[3] - first[1]):
            slopes.append(rise / run)
    return median(slopes) if slopes else 0.0


def _split(line: Sequence[Word], slope: float, height: float) -> list[_Piece]:
    pieces, members = [], [line[0]]
    for word in line[1:]:
        gap = word.box[0] - members[-1].box[2]
        if gap > _SPLIT_GAP * height or gap < -height:
            pieces.append(_piece(members, slope))
            members = []
        members.append(word)
    pieces.append(_piece(members, slope))
    return pieces


def _piece(members: Sequence[Word], slope: float) -> _Piece:
    # Medians, because a speck or a tall bracket read as a word must not stretch the line.
    top = median(word.box[1] - slope * (word.box[0] + word.box[2]) / 2 for word in members)
    bottom = median(word.box[3] - slope * (word.box[0] + word.box[2]) / 2 for word in members)
    left = min(word.box[0] for word in members)
    return _Piece(tuple(members), left, max(word.box[2] for word in members), top, bottom)


def _order(pieces: Sequence[_Piece], height: float) -> list[list[_Row]]:
    """Sections of rows, in reading order; a section is a stretch of rows, or one column of running text."""
    rows = _rows(pieces, height)
    columns = _find_columns(rows, height)
    if columns is None:
        return [rows] if rows else []
    first, last, gutter = columns
    sections = [rows[:first]] if first else []
    for band in _bands(rows[first:last], height):
        inside = [piece for row in band for piece in row]
        for side in (
            [piece for piece in inside if piece.right <= gutter],
            [piece for piece in inside if piece.right > gutter],
        ):
            sections.extend(_order(side, height) if side else [])
    below = [piece for row in rows[last:] for piece in row]
    return sections + _order(below, height)


def _rows(pieces: Sequence[_Piece], height: float) -> list[_Row]:
    """Join pieces on the same level; the longest come first, so that scraps cannot bend a row."""
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda piece: (piece.left - piece.right, piece.top, piece.left)):
        best = max(
            (row for row in rows if _same_row(row, piece, height)),
            key=lambda row: _shared(row[0], piece),
            default=None,
        )
        if best is None:
            rows.append([piece])
        else:
            best.append(piece)
    for row in rows:
        row.sort(key=lambda piece: piece.left)
    # The level of a row is that of its longest piece.
    return sorted(rows, key=lambda row: max(row, key=lambda piece: piece.right - piece.left).middle)


def _same_row(row: _Row, piece: _Piece, height: float) -> bool:
    if max(row[0].height, piece.height) > _TOO_TALL * height:
        return False
    if _shared(row[0], piece) < _SAME_ROW * min(row[0].height, piece.height):
        return False
    return not any(_collide(theirs, ours) for member in row for theirs in member.words for ours in piece.words)


def _shared(one: _Piece, other: _Piece) -> float:
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _collide(one: Word, other: Word) -> bool:
    shared = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    return shared > _COLLISION * min(one.box[2] - one.box[0], other.box[2] - other.box[0])


def _find_columns(rows: Sequence[_Row], height: float) -> tuple[int, int, float] | None:
    """The longest stretch of rows with running text on both sides of a gutter: first row, row after the last, x."""
    # Lines of neighbouring columns need not be level, so the gutter shows in where lines begin.
    gutters = {round(piece.left / height - 0.5) * height for row in rows for piece in row}
    best: tuple[int, int, float] | None = None
    for gutter in sorted(gutters):
        first = 0
        for last in range(len(rows) + 1):
            if last < len(rows) and not any(piece.left < gutter < piece.right for piece in rows[last]):
                continue
            longer = best is None or last - first > best[1] - best[0]
            if longer and _is_running_text(rows[first:last], gutter):
                best = first, last, gutter
            first = last + 1
    return best


def _is_running_text(rows: Sequence[_Row], gutter: float) -> bool:
    pieces = [piece for row in rows for piece in row]
    return all(
        _is_column(side)
        for side in (
            [piece for piece in pieces if piece.right <= gutter],
            [piece for piece in pieces if piece.right > gutter],
        )
    )


def _is_column(lines: Sequence[_Piece]) -> bool:
    if len(lines) < _MIN_COLUMN_LINES:
        return False
    if sum(len(line.words) for line in lines) < _MIN_COLUMN_WORDS * len(lines):
        return False
    width = max(line.right for line in lines) - min(line.left for line in lines)
    full = sum(line.right - line.left >= _FULL_LINE * width for line in lines)
    return full >= _MIN_FULL_LINES * len(lines)


def _bands(rows: Sequence[_Row], height: float) -> list[Sequence[_Row]]:
    """Cut where white runs across all columns: the rows of a table whose cells hold several lines."""
    bands, first = [], 0
    for index in range(1, len(rows)):
        above = max(piece.bottom for row in rows[first:index] for piece in row)
        if min(piece.top for piece in rows[index]) - above > _BAND_GAP * height:
            bands.append(rows[first:index])
            first = index
    return [*bands, rows[first:]]


def _number(sections: Sequence[Sequence[_Row]], height: float) -> tuple[Word, ...]:
    numbered: list[Word] = []
    line = block = -1
    for section in sections:
        bottom: float | None = None
        for row in section:
            if bottom is None or min(piece.top for piece in row) - bottom > _BLOCK_GAP * height:
                block += 1
            line += 1
            bottom = max(piece.bottom for piece in row)
            numbered.extend(replace(word, line=line, block=block) for piece in row for word in piece.words)
    return tuple(numbered)
