"""Labels in the head of a paper, with what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from classify.labels import MIDROW_GAP, Label, labels_in, value_range
from classify.layout import Page, Row
from classify.likeness import plain
from classify.signs import HEAD_DEPTH, POSTPOSITIONS
from nasti.model import Word


@dataclass(frozen=True, slots=True)
class Marked:
    """A label on a page.

    Attributes:
        label: The label.
        row: Where it stands.
        index: Of the row.
        until: Index of the word where the next label begins; None for the end of the row.
    """

    label: Label
    row: Row
    index: int
    until: int | None

    @property
    def value(self) -> tuple[Word, ...]:
        """The words behind it, up to the next label."""
        span = value_range(self.row, self.label, self.until)
        return self.row.words[span.start : span.stop]

    @property
    def begins_row(self) -> bool:
        """Whether nothing stands before it."""
        return self.label.first == self.row.cores[0]

    @property
    def opens(self) -> bool:
        """Whether it begins its row or stands behind a gap, and is no word of a sentence."""
        return self.begins_row or self.row.gap_before(self.label.first) >= MIDROW_GAP

    @property
    def stands_open(self) -> bool:
        """Whether only a place stands between it and a gap or the row's start, and no sentence goes on behind it."""
        before = [index for index in self.row.cores if index < self.label.first]
        free = next((n for n, index in enumerate(reversed(before)) if self.row.gap_before(index) >= MIDROW_GAP), None)
        near = len(before) if free is None else free + 1
        if any(
            plain(word.text) in POSTPOSITIONS for word in (*(self.row.words[index] for index in before), *self.value)
        ):
            return False
        return near <= _PLACE_WORDS and len(self.value) <= _DATE_WORDS


_PLACE_WORDS, _DATE_WORDS = 3, 8
"""Words of a place before a date, and of a date with its year of the Saka era."""


def find_marks(page: Page) -> Iterator[Marked]:
    """The labels in the head of a page, down to where it names another letter or addresses the reader.

    Args:
        page: The first of a paper.
    """
    for index, row in enumerate(page.rows):
        if page.depth(row) > HEAD_DEPTH:
            return
        labels = list(labels_in("letter", row, anywhere=True))
        if labels and labels[0].first == row.cores[0] and labels[0].name in ("reference", "salutation", "copy_to"):
            return
        for label, following in zip_longest(labels, labels[1:]):
            yield Marked(label, row, index, following.first if following else None)
