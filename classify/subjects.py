"""What a paper says it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classify import values
from classify.digits import to_ascii
from classify.labels import LOST_LABEL, ends_in_mark, labels_in, value_range
from classify.layout import Page, Row, has_letters
from classify.marks import Marked
from classify.signs import HEAD_DEPTH, NUMBERED_PARAGRAPH
from nasti.model import Field


def read_subject(page: Page, marks: Sequence[Marked], *, addressed: bool) -> Field | None:
    """What a page says it is about: behind the label, to the end of the sentence or paragraph.

    Args:
        page: The first of the paper.
        marks: The labels in its head.
        addressed: Whether it may be addressed, so that what stands between address and salutation is its subject even
            where the label was lost.
    """
    for index, row in enumerate(page.rows):
        if page.depth(row) > HEAD_DEPTH:
            break
        label = next((label for label in labels_in("letter", row) if label.name == "subject"), None)
        span = value_range(row, label) if label else range(0)
        if label and span:
            return _goes_on(page, index, span.start, label.likeness)
    return _without_label(page, marks) if addressed else None


def _goes_on(page: Page, index: int, start: int, likeness: float) -> Field | None:
    row = page.rows[index]
    words = [*row.words[start:], *(word for line in _lines_below(page, index) for word in line.words)]
    end = next((place for place, word in enumerate(words, 1) if word.text.endswith("।")), len(words))
    value = values.subject_value(words[:end])
    return value.as_field(page.position, likeness) if value else None


def _without_label(page: Page, marks: Sequence[Marked]) -> Field | None:
    """The subject of a letter whose label was lost or misread.

    It stands below number or address, behind a mark that stood after the label, behind a word with a colon, or right
    above the reference.
    """
    heads = [mark.index for mark in marks if mark.label.name in ("to", "number", "date") and mark.opens]
    if not heads:
        return None
    for index in range(max(heads) + 1, min(max(heads) + 6, len(page.rows))):
        row, below = page.rows[index], page.rows[index + 1] if index + 1 < len(page.rows) else None
        if len(row.cores) < _LEAST_WORDS:
            continue
        if _label_of(row):
            return None
        if row.words[0].text[:1] in _MARKS and not has_letters(row.words[0].text):
            return _goes_on(page, index, row.cores[0], LOST_LABEL)
        first = row.words[row.cores[0]]
        if len(first.text) <= _LONGEST_LABEL and (ends_in_mark(row, row.cores[0]) or _label_of(below) == "reference"):
            return _goes_on(page, index, row.cores[1], LOST_LABEL)
    return None


def _label_of(row: Row | None) -> str:
    """The label that begins a row; "" where none does."""
    labels = list(labels_in("letter", row)) if row and row.cores else []
    return labels[0].name if row and labels and labels[0].first == row.cores[0] else ""


_LONGEST_LABEL = 9
_MARKS = (":", "-", "–", "—")
_LEAST_WORDS = 3


def _lines_below(page: Page, index: int) -> Iterator[Row]:
    """The rows that go on with a subject: close below a full row that does not end its sentence."""
    above = page.rows[index]
    left = above.box[0]
    for row in page.rows[index + 1 : index + 1 + _SUBJECT_ROWS]:
        full = page.across(above.box[2]) >= _FULL_ROW and not _ENDS.search(above.text)
        close = row.box[1] - above.box[3] <= _CLOSE * row.height_px and row.box[0] >= left - row.height_px
        if not (full and close) or not row.cores or NUMBERED_PARAGRAPH.match(to_ascii(row.text)):
            return
        if any(label.first == row.cores[0] for label in labels_in("letter", row)):
            return
        yield row
        above = row


_SUBJECT_ROWS = 3
_FULL_ROW = 0.7
"""How far across the paper a row reaches when only its end made the text go on below."""
_CLOSE = 1.1
"""Room between the rows of one subject, in row heights."""
_ENDS = re.compile(r"[।|.]\s*$")
