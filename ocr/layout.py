"""Puts words into the order a person reads them.

Offices fill their paper row by row: "label : value" on covers, lists, a number left and a date right on one line,
dates beside the text of an order sheet. Tesseract sees such pages as columns and reads all labels before all values.
So whatever stands side by side is read as one line here, except columns of running text, the two pages of a spread,
and cells of a table that hold several lines, which are read cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import chain, groupby, pairwise
from statistics import median

from nasti.model import Word
from ocr.columns import cut_bands, find_columns, find_fold, part
from ocr.engine import Image
from ocr.rows import CellOf, Piece, Row, are_level, make_rows, measure_slope, split
from ocr.tables import Table, find_tables

_BLOCK_GAP = 0.9
"""White, in text heights, that parts two blocks."""

_MIN_TABLE_ROWS = 2
"""Rows that stand in several pieces, from which a page is looked at for rulings."""

_ENTRY_GAP = 1.2
"""White, in text heights, that parts the entries of an order sheet within one cell."""

_CROSSING, _CROSSED = 0.5, 0.2
"""How far, in text heights, a piece of a line reaches beyond the side of a table that it crosses, and the share of the
pieces of a table that do, from which it is none."""

_SCRAP = 5
"""Signs of a word that, alone in its line of a cell and without a digit, is no entry."""

_ALIKE = 0.7
"""Share of the lines of the fullest cell from which a cell is as full: most are where rows have no rulings."""

_MIN_CELLS = 3
_MIN_ALIKE, _SHARE_ALIKE = 3, 0.3
_SAME_PITCH, _CLOSER, _ODD_FROM = 1.15, 0.9, 4
"""A row of an unruled table has three cells or more, parted where those of two other rows are, and of three rows in ten
of as many cells: a seal parts lines too, and typewriters that set both margins straight part them anywhere. Of more
than four cells two may be one.
Lines of one cell are at most that much further apart than the closest lines of the table, and closer than that share of
what rows are."""

_MOST_WRAPPED = 0.5
_SAME_EDGE = 0.6
"""Share of the cells of a row that have further lines at most: what has as many cells is a row whose first cell was not
read. Text heights within which cells have one edge, or a further line begins at that of its cell. Source: drawn lists;
of their cells one or two in five to seven are long enough to wrap."""
_TABULAR = 0.3
"""Share of the rows of a page that have three cells or more from which it is a table. Source: pages of two tuning sets
that read badly: five tables 0.33 to 0.84, five letters 0 to 0.16."""

_TORN = 1.0
"""Text heights below which the white between two pieces of a row is that between words. Source: drawn tables, columns
1.2 apart and more; where every sign has the same width the recogniser parts paise from rupees at 0.6."""


Rulings = Callable[[], list[Table]]
"""Finds the ruled tables of the image; not asked where nothing stands side by side."""


def arrange(words: Sequence[Word], image: Image | None = None) -> tuple[Word, ...]:
    """Put the words of a page into reading order and number its lines and blocks anew.

    Args:
        words: In the order of the recogniser, with its line numbers; boxes on the upright page.
        image: The page they were read from: its shape tells a spread, its rulings the cells of tables.

    Returns:
        Every word once, unchanged but for ``line`` and ``block``.
    """
    if not words:
        return ()
    lines = [list(line) for _, line in groupby(words, key=lambda word: (word.block, word.line))]
    height = median(word.box[3] - word.box[1] for word in words)
    pieces = _cut(lines, height, lambda word: None)
    rulings: Rulings = list if image is None else cache(partial(find_tables, image, height))
    fold = None if image is None else _find_fold(pieces, image, rulings, height)
    if fold is None:
        return _number(_order_page(lines, pieces, rulings, height), height)
    leaves = [
        [line for line in ([word for word in line if (word.box[0] > fold) == right] for line in lines) if line]
        for right in (False, True)
    ]
    sections = [
        section
        for leaf, own in zip(
            leaves, (partial(_on_leaf, rulings, fold, right=right) for right in (False, True)), strict=True
        )
        for section in _order_page(leaf, _cut(leaf, height, lambda word: None), own, height)
    ]
    return _number(sections, height)


def is_tabular(words: Sequence[Word]) -> bool:
    """Whether many rows of a page stand in three pieces or more, as those of tables and lists do.

    Args:
        words: In the order of the recogniser, with its line numbers; boxes on the upright page.
    """
    rows, _ = _lay_rows(words)
    return bool(rows) and sum(len(row) >= _MIN_CELLS for row in rows) >= _TABULAR * len(rows)


def is_torn(words: Sequence[Word]) -> bool:
    """Whether a page is a table in many rows of which pieces stand as close as words: its amounts were torn apart.

    Args:
        words: As for `is_tabular`.
    """
    rows, height = _lay_rows(words)
    torn = sum(any(after.left - before.right < _TORN * height for before, after in pairwise(row)) for row in rows)
    return is_tabular(words) and torn >= _TABULAR * len(rows)


def _lay_rows(words: Sequence[Word]) -> tuple[list[Row], float]:
    """Rows of words as the recogniser has them, and their usual height."""
    if not words:
        return [], 0.0
    lines = [list(line) for _, line in groupby(words, key=lambda word: (word.block, word.line))]
    height = median(word.box[3] - word.box[1] for word in words)
    return make_rows(_cut(lines, height, lambda word: None), height), height


def _on_leaf(rulings: Rulings, fold: float, *, right: bool) -> list[Table]:
    """The tables of one page of a spread: those of the other would cut its text into pieces."""
    return [table for table in rulings() if (table.box[0] + table.box[2] > 2 * fold) == right]


def _find_fold(pieces: Sequence[Piece], image: Image, rulings: Rulings, height: float) -> float | None:
    fold = find_fold(pieces, (image.shape[1], image.shape[0]), height)
    if fold is None:
        return None
    # Lists on paper laid sideways are as wide as a spread, but their rulings run on over what would be its fold.
    ruled = any(table.box[0] < fold < table.box[2] for table in rulings())
    return None if ruled else fold


def _cut(lines: Sequence[Sequence[Word]], height: float, cell_of: CellOf) -> list[Piece]:
    slope = measure_slope(lines)
    return [piece for line in lines for piece in split(line, slope, height, cell_of)]


def _order_page(
    lines: Sequence[Sequence[Word]], pieces: Sequence[Piece], rulings: Rulings, height: float
) -> list[list[Row]]:
    """Sections of rows, in reading order; a section is a stretch of rows, or one column of running text."""
    side_by_side = sum(len(row) > 1 for row in make_rows(pieces, height))
    tables = rulings() if side_by_side >= _MIN_TABLE_ROWS else []
    tables = [table for table in tables if not _is_crossed(table, lines, pieces, height)]
    if not tables:
        return _order(pieces, height)
    pieces = _cut(lines, height, lambda word: _cell_of(word, tables))
    sections: list[list[Row]] = []
    waiting = sorted((piece for piece in pieces if piece.cell is None), key=lambda piece: piece.middle)
    for number, table in enumerate(tables):
        above = [piece for piece in waiting if piece.middle < table.box[3]]
        waiting = waiting[len(above) :]
        sections += _order(above, height)
        sections.append(_order_table([piece for piece in pieces if piece.cell and piece.cell[0] == number], height))
    return sections + _order(waiting, height)


def _is_crossed(table: Table, lines: Sequence[Sequence[Word]], pieces: Sequence[Piece], height: float) -> bool:
    """Whether print runs across the sides of a table: of a desk beside the sheet, or of a seal, which are none."""
    level = [piece for piece in pieces if any(table.box[1] < _middle(word) < table.box[3] for word in piece.words)]
    inside = [piece for piece in level if piece.left < table.box[2] and table.box[0] < piece.right]
    reach = _CROSSING * height
    across = sum(
        any(piece.left + reach < side < piece.right - reach for side in (table.box[0], table.box[2]))
        for piece in inside
    )
    return across > _CROSSED * len(inside) or any(_runs_past(table, line) for line in lines)


def _runs_past(table: Table, line: Sequence[Word]) -> bool:
    """Whether a line begins left of a table and ends right of it."""
    level = [word for word in line if table.box[1] < _middle(word) < table.box[3]]
    return any(word.box[2] < table.box[0] for word in level) and any(word.box[0] > table.box[2] for word in level)


def _middle(word: Word) -> float:
    return (word.box[1] + word.box[3]) / 2


def _cell_of(word: Word, tables: Sequence[Table]) -> tuple[int, int, int] | None:
    for number, table in enumerate(tables):
        cell = table.cell_of(word)
        if cell is not None:
            return (number, *cell)
    return None


def _place(piece: Piece) -> tuple[int, ...]:
    return piece.cell or ()


def _order_table(pieces: Sequence[Piece], height: float) -> list[Row]:
    """The rows of a ruled table, each cell by cell."""
    ordered: list[Row] = []
    by_cell = sorted(pieces, key=_place)
    for _, members in groupby(by_cell, key=lambda piece: _place(piece)[:2]):
        row = list(members)
        cells = [make_rows(list(cell), height) for _, cell in groupby(row, key=_place)]
        if _holds_entries(cells, height):
            ordered += [line for section in _order(row, height) for line in section]
        else:
            ordered += _run_on(line for cell in cells for line in cell)
    return ordered


def _holds_entries(cells: Sequence[Sequence[Row]], height: float) -> bool:
    """Whether the cells of a ruled row hold several rows each: entries of an order sheet, a list without rulings."""
    cells = [[*cell[:1], *(line for line in cell[1:] if not _is_scrap(line))] for cell in cells]
    most = max(map(len, cells))
    alike = sum(len(cell) >= _ALIKE * most for cell in cells)
    if most > 1 and len(cells) >= _MIN_CELLS and 2 * alike > len(cells):
        return True
    return sum(_has_gap(cell, height) for cell in cells) > 1 or (len(cells) == 2 and min(map(len, cells)) > 1)


def _has_gap(lines: Sequence[Row], height: float) -> bool:
    return any(after[0].top - before[0].bottom > _ENTRY_GAP * height for before, after in pairwise(lines))


def _is_scrap(line: Row) -> bool:
    """Whether a line is a few letters alone: a piece of a seal that reaches into the cell."""
    texts = [word.text for piece in line for word in piece.words]
    return len(texts) == 1 and len(texts[0]) < _SCRAP and not any(map(str.isdecimal, texts[0]))


def _order(pieces: Sequence[Piece], height: float) -> list[list[Row]]:
    rows = make_rows(pieces, height)
    columns = find_columns(rows, height)
    if columns is None:
        return [list(_by_cells(rows, height))] if rows else []
    first, last, gutter = columns
    sections = [list(_by_cells(rows[:first], height))] if first else []
    for band in cut_bands(rows[first:last], gutter, height):
        for side in part(band, gutter):
            sections.extend(_order(side, height) if side else [])
    below = [piece for row in rows[last:] for piece in row]
    return sections + _order(below, height)


def _by_cells(rows: Sequence[Row], height: float) -> Iterator[Row]:
    """Rows of an unruled table whose cells run over several lines, cell by cell; other rows as they are."""
    cells = [_cells(row) for row in rows]
    table = [row for row in cells if len(row) >= _MIN_CELLS]
    of_table = [_is_row_of(table, row, height) for row in cells]
    farthest = _farthest_line(rows, of_table)
    index = 0
    while index < len(rows):
        end = index + 1
        if of_table[index]:
            while end < len(rows) and _goes_on(rows[index], rows[end - 1], rows[end], farthest, height):
                end += 1
        yield from _run_on(_unfold(rows[index], rows[index + 1 : end], height)) if end > index + 1 else [rows[index]]
        index = end


def _farthest_line(rows: Sequence[Row], of_table: Sequence[bool]) -> float:
    """How far below another a further line of a cell may stand."""
    below = [
        (_pitch(row, after), follows)
        for (row, after), (belongs, follows) in zip(pairwise(rows), pairwise(of_table), strict=True)
        if belongs
    ]
    farthest = _SAME_PITCH * min((pitch for pitch, _ in below), default=0.0)
    # Where no cell has a second line, the closest lines are two rows.
    row_by_row = [pitch for pitch, follows in below if follows]
    return min(farthest, _CLOSER * median(row_by_row)) if row_by_row else farthest


def _cells(row: Row) -> Row:
    """The pieces of a row but signs that stand alone: the colon of a form is no cell."""
    return [piece for piece in row if any(map(str.isalnum, chain.from_iterable(word.text for word in piece.words)))]


def _unfold(head: Row, more: Sequence[Row], height: float) -> Iterator[Row]:
    under = [(piece, _over(head, piece)) for row in more for piece in row]
    cells: list[Row] = []
    for cell in head:
        # What one further line stands under is one cell, of which a sign between was not read.
        goes_on = cells and any(cell in over and cells[-1][-1] in over for _, over in under)
        cells = [*cells[:-1], [*cells[-1], cell]] if goes_on else [*cells, [cell]]
    for members in cells:
        yield members
        yield from ([piece] for piece, _ in under if _owner(head, piece, height) in members)


def _is_row_of(table: Sequence[Row], row: Row, height: float) -> bool:
    alike = max(_MIN_ALIKE, _SHARE_ALIKE * len(table))
    parted = [
        sum(any(_are_parted_alike(pair, other, height) for other in pairwise(one)) for one in table) >= alike
        for pair in pairwise(row)
    ]
    # One gap more may be where a sign between was not read.
    return len(row) >= _MIN_CELLS and parted.count(False) <= (len(row) > _ODD_FROM)


def _are_parted_alike(pair: tuple[Piece, Piece], other: tuple[Piece, Piece], height: float) -> bool:
    """Whether the gap between two cells has its middle in that between two others.

    Behind a short cell a gap is wider: it holds the other, and what comes behind both begins or ends at one edge.
    """
    (start, end), (left, right) = ((before.right, after.left) for before, after in (pair, other))
    if left < (start + end) / 2 < right:
        return True
    edges = ((pair[1].left, other[1].left), (pair[1].right, other[1].right))
    return start <= left and right <= end and min(abs(one - two) for one, two in edges) <= _SAME_EDGE * height


def _goes_on(head: Row, before: Row, row: Row, farthest: float, height: float) -> bool:
    """Whether a row holds nothing but further lines of cells that begin in `head`."""
    if len(row) > _MOST_WRAPPED * len(head) or _pitch(before, row) > farthest:
        return False
    owners = [_owner(head, piece, height) for piece in row]
    return None not in owners and len({id(owner) for owner in owners}) == len(row)


def _owner(head: Row, piece: Piece, height: float) -> Piece | None:
    """The cell that a line below it belongs to: the only one it stands under, or the one whose edge it begins at."""
    over = _over(head, piece)
    if len(over) == 1 or (over and abs(over[0].left - piece.left) <= _SAME_EDGE * height):
        return over[0]
    return None


def _over(head: Row, piece: Piece) -> Row:
    return [cell for cell in head if min(cell.right, piece.right) > max(cell.left, piece.left)]


def _pitch(before: Row, after: Row) -> float:
    return _level(after) - _level(before)


def _level(row: Row) -> float:
    """Where a row stands: the middle of its lowest piece, as dirt makes boxes higher."""
    return min(_cells(row) or row, key=lambda piece: piece.height).middle


def _run_on(rows: Iterator[Row]) -> Iterator[Row]:
    """Rows that go on to the right of the one before on its level are one with it."""
    line: Row = []
    for row in rows:
        if line and row[0].left >= line[-1].right and are_level(line[-1], row[0]):
            line = [*line, *row]
            continue
        if line:
            yield line
        line = row
    if line:
        yield line


def _number(sections: Sequence[Sequence[Row]], height: float) -> tuple[Word, ...]:
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
