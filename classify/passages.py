"""The running text of a page, in which sentences go on from row to row, and the words that each stretch of it holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from classify.digits import to_ascii
from classify.layout import Page, Row
from nasti.model import Word


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of a page.

    Attributes:
        position: Of the sheet, in the sequence that is understood.
        text: Its rows, parted by line feeds, their words parted by spaces; with digits 0-9.
        rows: Top to bottom.
        words: In the order of the text.
        starts: Where each word begins in the text.
        row_starts: Where each row begins in the text.
    """

    position: int
    text: str
    rows: tuple[Row, ...]
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    row_starts: tuple[int, ...]

    def held(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that hold a stretch of the text; at least one.

        Args:
            start: Where the stretch begins.
            end: Where it ends, exclusive.
        """
        first = max(0, bisect_right(self.starts, start) - 1)
        return self.words[first : max(first + 1, bisect_left(self.starts, end))]


def passage_of(page: Page) -> Passage:
    """The text of a page.

    Args:
        page: Its rows hold words.
    """
    words: list[Word] = []
    starts: list[int] = []
    row_starts: list[int] = []
    offset = 0
    for row in page.rows:
        row_starts.append(offset)
        for word in row.words:
            words.append(word)
            starts.append(offset)
            offset += len(word.text) + 1
    text = to_ascii("\n".join(row.text for row in page.rows))
    return Passage(page.position, text, page.rows, tuple(words), tuple(starts), tuple(row_starts))
