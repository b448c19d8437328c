"""The fields of a nasti from its cover: labels, and what stands right of them and below."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from classify import values
from classify.fields import make_field
from classify.labels import LOST_LABEL, Label, ends_in_colon, labels_in, value_range
from classify.layout import Page, Row, has_letters, join
from classify.numbers import read_number
from classify.tables import recognise
from nasti.model import Field, Word

_FOLLOWS_WITHIN = 1.6
"""Room between the rows of one value, in row heights."""

_COLUMN_WIDTH = 4
"""How much further right than most labels one may begin without a colon, in row heights."""


@dataclass(slots=True)
class _Entry:
    """A label of the cover with the rows of its value."""

    label: Label
    row: Row
    index: int
    value: list[tuple[Word, ...]] = field(default_factory=list)
    bottom: int = 0


def read_cover(page: Page) -> Mapping[str, Field]:
    """The fields that a cover states.

    Args:
        page: The cover.
    """
    entries = _entries(page)
    _add_loose_rows(page, entries)
    words: dict[str, tuple[Label, tuple[Word, ...]]] = {}
    for entry in entries:
        value = tuple(word for row in entry.value for word in row)
        known = words.get(entry.label.name)
        if value and (known is None or entry.label.likeness > known[0].likeness):
            words[entry.label.name] = (entry.label, value)
    return {**_read_without_labels(page), **_read_fields(words, page.position)}


def count_labels(page: Page) -> int:
    """How many different cover labels begin rows of a page.

    Args:
        page: Any page.
    """
    return len({label.name for row in page.rows for label in labels_in("cover", row)} - {"other"})


def _entries(page: Page) -> list[_Entry]:
    entries = list(_all_entries(page))
    if not entries:
        return []
    column = statistics.median(entry.row.words[entry.label.first].box[0] for entry in entries)
    return [entry for entry in entries if ends_in_colon(entry.row, entry.label) or _in_column(entry, column)]


def _in_column(entry: _Entry, column: float) -> bool:
    """Whether a label stands below the others, and not as a word of a value that goes on in a row of its own."""
    return entry.row.words[entry.label.first].box[0] <= column + _COLUMN_WIDTH * entry.row.height_px


def _all_entries(page: Page) -> Iterator[_Entry]:
    for index, row in enumerate(page.rows):
        labels = list(labels_in("cover", row))
        for label, following in zip_longest(labels, labels[1:]):
            entry = _Entry(label, row, index, bottom=row.box[3])
            span = value_range(row, label, following.first if following else None)
            if span:
                entry.value.append(row.words[span.start : span.stop])
            yield entry


def _add_loose_rows(page: Page, entries: Sequence[_Entry]) -> None:
    """Give rows without a label to the label they stand beside or below."""
    labelled = {entry.index for entry in entries}
    lefts = [entry.value[0][0].box[0] for entry in entries if entry.value]
    if not labelled:
        return
    column = statistics.median(lefts) if lefts else max(entry.row.words[entry.label.last].box[2] for entry in entries)
    for index, row in enumerate(page.rows):
        if index in labelled or index < min(labelled) - 1 or row.box[0] < column - 2 * row.height_px:
            continue
        if any(has_letters(word.text) for word in row.words):
            _give(row, entries)


def _give(row: Row, entries: Sequence[_Entry]) -> None:
    reach = _FOLLOWS_WITHIN * row.height_px
    above = [entry for entry in entries if entry.row.box[1] <= row.box[1]]
    below = [entry for entry in entries if entry.row.box[1] > row.box[1]]
    upper = max(above, key=lambda entry: (entry.row.box[1], entry.label.first), default=None)
    lower = min(below, key=lambda entry: (entry.row.box[1], -entry.label.first), default=None)
    room_above = row.box[1] - upper.bottom if upper else reach
    room_below = lower.row.box[1] - row.box[3] if lower and not lower.value else reach
    if upper and room_above < reach and room_above <= room_below:
        upper.value.append(row.words)
        upper.bottom = row.box[3]
    elif lower and room_below < min(reach, room_above):
        lower.value.insert(0, row.words)


def _read_without_labels(page: Page) -> Mapping[str, Field]:
    """What a row says even where its label was lost: a known department, a number of a form that only files have."""
    fields: dict[str, Field] = {}
    for row in page.rows:
        words = tuple(word for word in row.words if has_letters(word.text))
        known = recognise("departments", join(words), at_least=_SURE_NAME)
        number = read_number(row.text, unlabelled=True)
        if known and "department" not in fields:
            fields["department"] = make_field(known[0], words, page.position, label=LOST_LABEL, fit=known[1])
        if number and "file_number" not in fields:
            held = values.covering(row.words, number.start, number.end)
            fields["file_number"] = make_field(number.value, held, page.position, label=LOST_LABEL, fit=number.fit)
    return fields


_SURE_NAME = 0.88

_NAMES = (
    "year", "file_number", "department", "section", "subject", "opened", "closed", "retention", "noting_pages",
    "correspondence_pages", "volume", "previous_number", "linked_number", "head",
)  # fmt: skip
"""The year first: two-digit years of the dates lie close to it."""


def _read_fields(found: Mapping[str, tuple[Label, tuple[Word, ...]]], position: int) -> Mapping[str, Field]:
    fields: dict[str, Field] = {}
    near_year: int | None = None
    for name in _NAMES:
        if name not in found:
            continue
        label, words = found[name]
        value = _value(name, words, near_year)
        if value is None:
            continue
        if name == "year" and isinstance(value.value, int):
            near_year = value.value
        fields[name] = value.as_field(position, label.likeness)
    return fields


def _value(name: str, words: tuple[Word, ...], near_year: int | None) -> values.Value | None:
    match name:
        case "year":
            return values.year_value(words)
        case "file_number" | "previous_number" | "linked_number":
            return values.number_value(words)
        case "head":
            return values.head_value(words)
        case "volume":
            return values.volume_value(words)
        case "department":
            return values.name_value("departments", words)
        case "section":
            return values.name_value("sections", words)
        case "subject":
            return values.subject_value(words)
        case "retention":
            return values.retention_value(words)
        case "opened" | "closed":
            return values.date_value(words, near_year)
        case _:
            return values.count_value(words)
