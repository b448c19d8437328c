from __future__ import annotations

from collections.abc import Callable

import pytest

from nasti.model import Sheet, Word

LEFT_PX, TOP_PX, PITCH_PX, HEIGHT_PX, LETTER_PX, TAB_PX = 290, 200, 92, 48, 17, 560

Write = Callable[..., Sheet]


@pytest.fixture
def write() -> Write:
    """Write a sheet: a row for each line, cells parted by tabs, ">" for the right half; "" for room.

    Every cell is a line and a block of its own, as readers that cut pages into columns leave them.
    """
    return write_sheet


def write_sheet(text: str, *, index: int = 0, confidence: float = 0.95, top_px: int = TOP_PX) -> Sheet:
    words: list[Word] = []
    cells: list[tuple[int, int, str]] = []
    for number, line in enumerate(text.strip("\n").split("\n")):
        left = 1500 if line.startswith(">") else LEFT_PX
        for tab, cell in enumerate(line.removeprefix(">").split("\t")):
            if cell.strip():
                cells.append((left + tab * TAB_PX, top_px + number * PITCH_PX, cell))
    # Columns one after the other: what stands side by side is far apart in reading order.
    for count, (left, top, cell) in enumerate(sorted(cells)):
        x = left
        for part in cell.split():
            right = x + LETTER_PX * len(part)
            words.append(Word(part, (x, top, right, top + HEIGHT_PX), confidence, count, count))
            x = right + LETTER_PX
    return Sheet(index, (2480, 3508), 300, words=tuple(words))
