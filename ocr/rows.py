"""Pieces of lines, and the rows they make: what stands side by side on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from nasti.model import Word

_SPLIT_GAP = 1.5
"""Gap, in text heights, at which a line falls into pieces that may belong to different columns. Word spaces are 0.3
to 0.5, justified lines stretch them to about 1."""

_STEPPING = 0.6
"""Height, in text heights, of words from which it is told whether a line goes on at another level: signs are lower."""

_FITTED, _TURNED, _BETTER = 6, 0.006, 0.8
"""Lines at least from which it is told whether slopes change down the page; by how much they do from the first to the
last; and what share of the usual deviation is left then at most. Source: three photographed letters of drawn sets."""

_SAME_ROW = 0.5
"""Share of the lower piece's height that two pieces of one row have in common."""

_TOO_TALL = 3.0
"""Pieces taller than this many text heights (seals, brackets, sideways text) never hold a row together; words whose
box takes in the rulings of a cell are twice as tall as others."""

_COLLISION = 0.5
"""Share of the narrower word that may be covered by another word of the row: boxes of neighbours do touch."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words of one line.

    Attributes:
        words: From left to right; never empty.
        left: Of the leftmost word.
        right: Of the rightmost word.
        top: On the page with its remaining slope taken out.
        bottom: The same.
        cell: Which cell of a ruled table they stand in, None outside.
    """

    words: tuple[Word, ...]
    left: int
    right: int
    top: float
    bottom: float
    cell: tuple[int, int, int] | None = None

    @property
    def height(self) -> float:
        """Usual height of the words."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way from top to bottom."""
        return (self.top + self.bottom) / 2


Row = list[Piece]

CellOf = Callable[[Word], tuple[int, int, int] | None]
"""Tells in which cell of a ruled table a word stands."""


@dataclass(frozen=True, slots=True)
class Slope:
    """How the lines of a page slope downwards, pixels per pixel: what straightening left over.

    Attributes:
        level: At the upper edge of the page.
        growth: Per pixel further down; 0.0 but on photographs, whose lines run together.
    """

    level: float = 0.0
    growth: float = 0.0

    def at(self, y: float) -> float:
        """The slope of lines at a height of the page."""
        return self.level + self.growth * y


def measure_slope(lines: Iterable[Sequence[Word]]) -> Slope:
    """How the long lines of a page slope."""
    found = []
    for line in lines:
        first, last = line[0].box, line[-1].box
        run = (last[0] + last[2] - first[0] - first[2]) / 2
        rise = (last[1] + last[3] - first[1] - first[3]) / 2
        if len(line) >= 4 and run > 10 * (first[3] - first[1]):
            found.append(((first[1] + last[3]) / 2, rise / run))
    if not found:
        return Slope()
    usual = median(slope for _, slope in found)
    growths = [(low - high) / (lower - upper) for (upper, high), (lower, low) in _far_apart(found)]
    if len(found) < _FITTED or not growths:
        return Slope(usual)
    growth = median(growths)
    fitted = Slope(median(slope - growth * y for y, slope in found), growth)
    off, off_fitted = (median(abs(slope - one.at(y)) for y, slope in found) for one in (Slope(usual), fitted))
    heights = [y for y, _ in found]
    turned = abs(growth) * (max(heights) - min(heights)) >= _TURNED
    return fitted if turned and off_fitted <= _BETTER * off else Slope(usual)


def _far_apart(found: Sequence[tuple[float, float]]) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Pairs of lines, a fifth of the text apart or more."""
    heights = [y for y, _ in found]
    least = (max(heights) - min(heights)) / 5
    return ((one, other) for one, other in combinations(found, 2) if abs(other[0] - one[0]) > least)


def split(line: Sequence[Word], slope: Slope, height: float, cell_of: CellOf) -> list[Piece]:
    """Cut a line of the recogniser at wide gaps and at the rulings of a table.

    Args:
        line: Its words in reading order; at least one.
        slope: Of the page, as of `measure_slope`.
        height: Usual height of the page's words.
        cell_of: Where in a ruled table a word stands.
    """
    pieces, members, cell = [], [line[0]], cell_of(line[0])
    for word in line[1:]:
        gap = word.box[0] - members[-1].box[2]
        if gap > _SPLIT_GAP * height or gap < -height or cell_of(word) != cell or _steps(members[-1], word, height):
            pieces.append(_piece(members, slope, cell))
            members, cell = [], cell_of(word)
        members.append(word)
    pieces.append(_piece(members, slope, cell))
    return pieces


def _steps(one: Word, other: Word, height: float) -> bool:
    """Whether a line goes on above or below itself: the recogniser strung two together."""
    tall = min(word.box[3] - word.box[1] for word in (one, other)) >= _STEPPING * height
    return tall and min(one.box[3], other.box[3]) <= max(one.box[1], other.box[1])


def _piece(members: Sequence[Word], slope: Slope, cell: tuple[int, int, int] | None) -> Piece:
    # Medians, because a speck or a tall bracket read as a word must not stretch the line.
    here = slope.at(median((word.box[1] + word.box[3]) / 2 for word in members))
    top = median(word.box[1] - here * (word.box[0] + word.box[2]) / 2 for word in members)
    bottom = median(word.box[3] - here * (word.box[0] + word.box[2]) / 2 for word in members)
    left = min(word.box[0] for word in members)
    return Piece(tuple(members), left, max(word.box[2] for word in members), top, bottom, cell)


def make_rows(pieces: Sequence[Piece], height: float) -> list[Row]:
    """Join pieces on the same level; the longest come first, so that scraps cannot bend a row.

    Args:
        pieces: In any order.
        height: Usual height of the page's words.

    Returns:
        Top to bottom, each from left to right.
    """
    rows: list[Row] = []
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


def are_level(one: Piece, other: Piece) -> bool:
    """Whether two pieces stand side by side."""
    return _shared(one, other) >= _SAME_ROW * min(one.height, other.height)


def _same_row(row: Row, piece: Piece, height: float) -> bool:
    if max(row[0].height, piece.height) > _TOO_TALL * height or not are_level(row[0], piece):
        return False
    return not any(_collide(theirs, ours) for member in row for theirs in member.words for ours in piece.words)


def _shared(one: Piece, other: Piece) -> float:
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _collide(one: Word, other: Word) -> bool:
    shared = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    return shared > _COLLISION * min(one.box[2] - one.box[0], other.box[2] - other.box[0])
