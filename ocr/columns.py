"""Columns of running text, and the two pages of a spread."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ocr.rows import Piece, Row

_MIN_COLUMN_LINES = 4
_MIN_COLUMN_WORDS = 3.5
_FULL_LINE = 0.8
_MIN_FULL_LINES = 0.5
"""Running text in a column: at least four lines of at least 3.5 words on average, half of which fill the column.
Labels, cells of lists and dates are shorter or of uneven length."""

_SAME_START = 0.6
_COMMON_GAP = 0.5
"""Share of the lines of the right column that begin at its edge, and share of lines with a gap in common from which
they are rows of a table: a seal cuts holes into lines too."""

_GUTTER = 1.0
"""Text heights between columns, usually: the recogniser parts lines at a common space between words, too, where shadows
or dirt lie beside the page. Source: drawn gutters are 2.4 to 5.6 wide, words 0.3 to 0.5 apart."""

_SAME_EDGE = 0.6
_MIN_EDGE_LINES = 2
"""Text heights within which lines begin at the same edge, and how many make one: first lines of paragraphs may stand
out or in."""

_MANY_ROWS = 8
"""Rows from which columns need no white above and below them: so many lines are not torn at one place by chance."""

_BAND_GAP = 0.9
_LEVEL = 0.5
"""White, in text heights, that parts the paragraphs of a column, and how far apart paragraphs begin that belong to one
row of a table with wrapped cells."""

_SPREAD_WIDE = 1.25
_FOLD = (0.4, 0.6)
_FOLD_GAP = 3.0
_MIN_PAGE_LINES, _MIN_PAGE_WIDE = 3, 0.25
"""A spread is wider than high by this much and has white, that many text heights wide, at its fold, which lies in this
part of the width; the text of each page has three lines or more and takes up a quarter of the width, which labels in
front of values do not. Source: A4 pages side by side are 1.41 times as wide as high, foolscap ones 1.31."""


def find_fold(pieces: Sequence[Piece], size_px: tuple[int, int], height: float) -> float | None:
    """Where the two pages of a spread meet.

    Args:
        pieces: Of the whole image.
        size_px: Width and height of the image.
        height: Usual height of the words.

    Returns:
        The x of the fold, pixels; None where the image is no spread.
    """
    if size_px[0] < _SPREAD_WIDE * size_px[1]:
        return None
    covered = sorted((piece.left, piece.right) for piece in pieces)
    end, best = 0, (0.0, 0.0)
    for left, right in [*covered, (size_px[0], size_px[0])]:
        low, high = max(end, _FOLD[0] * size_px[0]), min(left, _FOLD[1] * size_px[0])
        if end and low < high:
            best = max(best, (left - end, (low + high) / 2))
        end = max(end, right)
    gap, fold = best
    leaves = [[piece for piece in pieces if (piece.left > fold) == right] for right in (False, True)]
    if gap < _FOLD_GAP * height or min(map(len, leaves)) < _MIN_PAGE_LINES:
        return None
    wide = min(max(piece.right for piece in leaf) - min(piece.left for piece in leaf) for leaf in leaves)
    return fold if wide >= _MIN_PAGE_WIDE * size_px[0] else None


def find_columns(rows: Sequence[Row], height: float) -> tuple[int, int, float] | None:
    """The longest stretch of rows with running text on both sides of a gutter.

    Args:
        rows: Top to bottom.
        height: Usual height of the words.

    Returns:
        First row, row after the last, and the x where the right column begins; None without columns.
    """
    best: tuple[int, int, float] | None = None
    for gutter in _edges(rows, height):
        first = 0
        for last in range(len(rows) + 1):
            if last < len(rows) and not _runs_across(rows[last], gutter, rows[first:last]):
                continue
            longer = best is None or last - first > best[1] - best[0]
            if longer and _are_columns(rows[first:last], gutter, height) and not _run_on(rows, first, last, height):
                best = first, last, gutter
            first = last + 1
    return best


def _runs_across(row: Row, gutter: float, above: Sequence[Row]) -> bool:
    """Whether a row is none of two columns; a word of the right one whose box reaches into the white is one of it."""
    across = [piece.left for piece in row if piece.left < gutter < piece.right]
    ends = [piece.right for other in above for piece in other if piece.right <= gutter]
    return bool(across) and (len(ends) < _MIN_COLUMN_LINES or min(across) <= max(ends))


def _run_on(rows: Sequence[Row], first: int, last: int, height: float) -> bool:
    """Whether a few rows are a part of a paragraph whose other lines run across the gutter: they were torn."""
    if last - first >= _MANY_ROWS:
        return False
    beside = [pair for pair in ((first - 1, first), (last - 1, last)) if pair[0] >= 0 and pair[1] < len(rows)]
    whites = (
        min(piece.top for piece in rows[after]) - max(piece.bottom for piece in rows[before])
        for before, after in beside
    )
    return any(white < _BAND_GAP * height for white in whites)


def part(rows: Sequence[Row], gutter: float) -> tuple[list[Piece], list[Piece]]:
    """The pieces left and right of a gutter."""
    pieces = [piece for row in rows for piece in row]
    left = [piece for piece in pieces if piece.right <= gutter]
    return left, [piece for piece in pieces if piece.right > gutter]


def cut_bands(rows: Sequence[Row], gutter: float, height: float) -> list[Sequence[Row]]:
    """The rows of a table with wrapped cells; all in one where these are two columns of a text.

    In a table, what stands side by side begins side by side, every time.

    Args:
        rows: With text on both sides of the gutter.
        gutter: As of `find_columns`.
        height: Usual height of the words.
    """
    left, right = (_paragraphs(side, height) for side in part(rows, gutter))
    if len(left) != len(right) or any(abs(a - b) > _LEVEL * height for a, b in zip(left, right, strict=True)):
        return [rows]
    bands, first = [], 0
    for index in range(1, len(rows)):
        above = max(piece.bottom for row in rows[first:index] for piece in row)
        if min(piece.top for piece in rows[index]) - above > _BAND_GAP * height:
            bands.append(rows[first:index])
            first = index
    return [*bands, rows[first:]]


def _paragraphs(pieces: Sequence[Piece], height: float) -> list[float]:
    """The tops of the paragraphs of one column."""
    ordered = sorted(pieces, key=lambda piece: piece.top)
    return [
        ordered[0].top,
        *(after.top for before, after in pairwise(ordered) if after.top - before.bottom > _BAND_GAP * height),
    ]


def _edges(rows: Sequence[Row], height: float) -> list[float]:
    """Where a column may begin: just before an edge at which lines enough begin."""
    # Lines of neighbouring columns need not be level, so the gutter shows in where lines begin.
    lefts = sorted(piece.left for row in rows for piece in row)
    edges, first = [], 0
    for index in range(1, len(lefts) + 1):
        if index < len(lefts) and lefts[index] - lefts[index - 1] <= _SAME_EDGE * height:
            continue
        if index - first >= _MIN_EDGE_LINES:
            edges.append(lefts[first] - 1.0)
        first = index
    return edges


def _are_columns(rows: Sequence[Row], gutter: float, height: float) -> bool:
    left = [side for row in rows if (side := [piece for piece in row if piece.right <= gutter])]
    right = [side for row in rows if (side := [piece for piece in row if piece.right > gutter])]
    if not (_is_column(left) and _is_column(right)) or _white(rows, gutter) < _GUTTER * height:
        return False
    # The edge of most lines and not of the first: a speck read as a sign stands out before some of them.
    edge = median(line[0].left for line in right)
    return sum(abs(line[0].left - edge) <= _SAME_EDGE * height for line in right) >= _SAME_START * len(right)


def _white(rows: Sequence[Row], gutter: float) -> float:
    """The usual white between both sides where they stand side by side; without end where they nowhere do."""
    gaps = []
    for row in rows:
        left = [piece.right for piece in row if piece.right <= gutter]
        right = [piece.left for piece in row if piece.right > gutter]
        if left and right:
            gaps.append(min(right) - max(left))
    return median(gaps) if gaps else float("inf")


def _is_column(lines: Sequence[Row]) -> bool:
    if len(lines) < _MIN_COLUMN_LINES:
        return False
    if sum(len(piece.words) for line in lines for piece in line) < _MIN_COLUMN_WORDS * len(lines):
        return False
    width = max(line[-1].right for line in lines) - min(line[0].left for line in lines)
    full = sum(line[-1].right - line[0].left >= _FULL_LINE * width for line in lines)
    return full >= _MIN_FULL_LINES * len(lines) and not _share_a_gap(lines)


def _share_a_gap(lines: Sequence[Row]) -> bool:
    gaps = [(before.right, after.left) for line in lines for before, after in pairwise(line)]
    return any(
        sum(start < (left + right) / 2 < end for start, end in gaps) >= _COMMON_GAP * len(lines) for left, right in gaps
    )
