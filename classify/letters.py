"""The fields of one paper: its number and date, who wrote it to whom, and about what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from classify import values
from classify.dates import read_dates
from classify.evidence import support
from classify.fields import make_field
from classify.labels import LOST_LABEL, Label, labels_in, value_range
from classify.layout import Page, Row, join
from classify.marks import Marked, find_marks
from classify.people import read_applicant, read_demi_official, read_recipient, read_sender
from classify.subjects import read_subject
from nasti.model import Field, Word

NUMBERED = frozenset({"letter", "order", "circular", "notification", "memo", "demi_official"})
"""Kinds that carry a number and a sender."""

ADDRESSED = NUMBERED - {"order", "notification"} | {"application"}
"""Kinds that may be written to someone."""

TITLED = NUMBERED | {"application", "note"}
"""Kinds that say what they are about."""

_OPEN_DATE_FIT = 0.7
"""How far a date without a label is trusted."""


def read_paper(kind: str, pages: Sequence[Page], near_year: int | None) -> Mapping[str, Field]:
    """The fields of a paper.

    Args:
        kind: One of `nasti.model.KINDS`.
        pages: Its pages with words, in order.
        near_year: A year that two-digit years lie close to: the nasti's.
    """
    if not pages:
        return {}
    first = pages[0]
    marks = list(find_marks(first))
    fields: dict[str, Field | None] = {}
    if kind in NUMBERED:
        fields["letter_number"] = support(_read_number(first, marks), _endorsed_number(pages))
        fields["date"] = support(_read_date(first, marks, near_year), _endorsed_date(pages, near_year))
        fields["sender"] = read_sender(pages, marks)
    if kind == "application":
        fields["date"] = _read_date(first, marks, near_year) or _read_closing_date(pages[-1], near_year)
        fields["sender"] = read_applicant(pages)
    if kind in ADDRESSED:
        fields["recipient"] = read_recipient(first, marks)
    if kind == "demi_official":
        sender, recipient = read_demi_official(pages)
        fields["sender"], fields["recipient"] = sender or fields["sender"], recipient or fields["recipient"]
    if kind in TITLED:
        fields["subject"] = read_subject(first, marks, addressed=kind in ADDRESSED)
    return {name: field for name, field in fields.items() if field}


def _read_number(page: Page, marks: Sequence[Marked]) -> Field | None:
    for mark in marks:
        if mark.label.name != "number" or not mark.opens:
            continue
        value = values.number_value(mark.value)
        if value:
            return value.as_field(page.position, mark.label.likeness)
    return _number_without_label(page, marks)


def _number_without_label(page: Page, marks: Sequence[Marked]) -> Field | None:
    """The number of a letter whose label was lost: one of a letter's forms, left of the date, above the addressee."""
    below = min((mark.index for mark in marks if mark.label.name in ("to", "subject")), default=_NUMBER_ROWS)
    dates = {mark.index: mark.label.first for mark in marks if mark.label.name == "date"}
    for index, row in enumerate(page.rows[: min(below, _NUMBER_ROWS)]):
        words = row.words[: dates.get(index, len(row.words))]
        value = values.number_value(words) if words else None
        if value and value.fit >= _CLEAR_FORM:
            return value.as_field(page.position, LOST_LABEL)
    return None


_NUMBER_ROWS = 8
_CLEAR_FORM = 0.9


def _read_date(page: Page, marks: Sequence[Marked], near_year: int | None) -> Field | None:
    for mark in marks:
        if mark.label.name == "date" and mark.stands_open:
            value = values.date_value(mark.value, near_year)
            if value:
                return value.as_field(page.position, mark.label.likeness)
    for mark in marks:
        if mark.label.name == "number" and mark.begins_row:
            return _date_in(page, mark.row.words[mark.label.last + 1 :], near_year)
    return None


def _endorsements(pages: Sequence[Page]) -> Iterator[tuple[Page, Row, Label]]:
    for page in pages:
        for row in page.rows:
            for label in labels_in("letter", row):
                if label.name == "endorsement" and label.first == row.cores[0]:
                    yield page, row, label


def _endorsed_number(pages: Sequence[Page]) -> Field | None:
    """The number above the copies: the letter's own once more, as a rule."""
    for page, row, label in _endorsements(pages):
        dates = [other.first for other in labels_in("letter", row, anywhere=True) if other.name == "date"]
        value = values.number_value(row.words[label.last + 1 : min(dates, default=len(row.words))])
        if value and value.fit >= _CLEAR_FORM:
            return value.as_field(page.position, label.likeness)
    return None


def _endorsed_date(pages: Sequence[Page], near_year: int | None) -> Field | None:
    """The date above the copies: the letter's own once more, as a rule."""
    for page, row, label in _endorsements(pages):
        for other in labels_in("letter", row, anywhere=True):
            value = values.date_value(row.words[other.last + 1 :], near_year) if other.name == "date" else None
            if value:
                return value.as_field(page.position, label.likeness)
    return None


def _read_closing_date(page: Page, near_year: int | None) -> Field | None:
    """The date that stands apart from sentences below an application: behind its label, or first in a short row."""
    for row in reversed(page.rows):
        for label in labels_in("letter", row):
            span = value_range(row, label)
            value = values.date_value(row.words[span.start : span.stop], near_year) if label.name == "date" else None
            if value:
                return value.as_field(page.position, label.likeness)
    for row in reversed(page.rows):
        if len(row.cores) <= 4:
            found = _date_in(page, row.words, near_year)
            if found:
                return found
    return None


def _date_in(page: Page, words: Sequence[Word], near_year: int | None) -> Field | None:
    for date in read_dates(join(words), near_year=near_year):
        held = values.covering(words, date.start, date.end)
        return make_field(date.iso, held, page.position, fit=date.fit * _OPEN_DATE_FIT)
    return None
