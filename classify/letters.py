"""The fields of one paper: its number and date, who wrote it to whom, and about what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from classify import values
from classify.dates import read_dates
from classify.digits import to_ascii
from classify.evidence import support
from classify.fields import make_field
from classify.labels import LOST_LABEL, MIDROW_GAP, Label, labels_in, value_range
from classify.layout import Page, Row, has_letters, join, tidy
from classify.likeness import likeness, plain
from classify.signs import HEAD_DEPTH, NUMBERED_PARAGRAPH
from classify.tables import find, recognise
from nasti.model import Field, Word

NUMBERED = frozenset({"letter", "order", "circular", "notification", "memo", "demi_official"})
"""Kinds that carry a number and a sender."""

ADDRESSED = NUMBERED - {"order"} | {"application"}
"""Kinds that may be written to someone."""

TITLED = NUMBERED | {"application", "note"}
"""Kinds that say what they are about."""

_DESIGNATION_LIKENESS = 0.8
_LEAST_COVERED = 0.75
"""Share of a line that a known post must cover: अधीक्षक alone is not the विद्युत अधीक्षक of a line."""
_UNKNOWN_POST_FIT = 0.75
_OPEN_DATE_FIT = 0.7
"""How far a date without a label is trusted."""


@dataclass(frozen=True, slots=True)
class _Marked:
    """A label on a page."""

    label: Label
    row: Row
    index: int
    until: int | None

    @property
    def value(self) -> tuple[Word, ...]:
        span = value_range(self.row, self.label, self.until)
        return self.row.words[span.start : span.stop]


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
    marks = list(_marks(first))
    fields: dict[str, Field | None] = {}
    if kind in NUMBERED:
        fields["letter_number"] = support(_read_number(first, marks), _endorsed_number(pages))
        fields["date"] = support(_read_date(first, marks, near_year), _endorsed_date(pages, near_year))
        fields["sender"] = _read_sender(pages, marks)
    if kind == "application":
        fields["date"] = _read_date(first, marks, near_year) or _read_closing_date(pages[-1], near_year)
    if kind in ADDRESSED:
        fields["recipient"] = _read_recipient(first, marks)
    if kind in TITLED:
        fields["subject"] = _read_subject(first)
    return {name: field for name, field in fields.items() if field}


def _marks(page: Page) -> Iterator[_Marked]:
    """The labels in the head of a page, down to where it names another letter or addresses the reader."""
    for index, row in enumerate(page.rows):
        if page.depth(row) > HEAD_DEPTH:
            return
        labels = list(labels_in("letter", row, anywhere=True))
        if labels and labels[0].first == row.cores[0] and labels[0].name in ("reference", "salutation", "copy_to"):
            return
        for label, following in zip_longest(labels, labels[1:]):
            yield _Marked(label, row, index, following.first if following else None)


def _begins_row(mark: _Marked) -> bool:
    return mark.label.first == mark.row.cores[0]


def _read_number(page: Page, marks: Sequence[_Marked]) -> Field | None:
    for mark in marks:
        if mark.label.name != "number" or not _opens(mark):
            continue
        value = values.number_value(mark.value)
        if value:
            return value.as_field(page.position, mark.label.likeness)
    return _number_without_label(page, marks)


def _opens(mark: _Marked) -> bool:
    return _begins_row(mark) or mark.row.gap_before(mark.label.first) >= MIDROW_GAP


def _number_without_label(page: Page, marks: Sequence[_Marked]) -> Field | None:
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


def _read_date(page: Page, marks: Sequence[_Marked], near_year: int | None) -> Field | None:
    for mark in marks:
        if mark.label.name == "date":
            value = values.date_value(mark.value, near_year)
            if value:
                return value.as_field(page.position, mark.label.likeness)
    for mark in marks:
        if mark.label.name == "number" and _begins_row(mark):
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


def _read_sender(pages: Sequence[Page], marks: Sequence[_Marked]) -> Field | None:
    """Who wrote: the office of the letterhead, or whose designation stands at the signature."""
    head = next((mark for mark in marks if mark.label.name == "office" and _begins_row(mark)), None)
    written = _person(_office_words(pages[0], head), pages[0].position, head.label.likeness) if head else None
    if written and written.known:
        return written.field
    page = pages[-1]
    for row in page.rows:
        if page.across((row.box[0] + row.box[2]) / 2) > 0.55 and page.depth(row) > 0.2:
            signed = _person(row.words, page.position, 1.0)
            if signed and signed.known:
                return signed.field
    return written.field if written else None


def _office_words(page: Page, head: _Marked) -> tuple[Word, ...]:
    if head.value or head.index + 1 >= len(page.rows):
        return head.value
    return page.rows[head.index + 1].words


def _read_recipient(page: Page, marks: Sequence[_Marked]) -> Field | None:
    """To whom: the first of the lines below the addressee's label that is a known post, else the first line."""
    to = next((mark for mark in marks if mark.label.name == "to" and _begins_row(mark)), None)
    if to is None:
        return None
    labelled = {mark.index for mark in marks if _begins_row(mark) and mark.label.name in _BELOW_ADDRESS}
    lines = [to.value]
    for index in range(to.index + 1, min(to.index + 4, len(page.rows))):
        if index in labelled:
            break
        lines.append(page.rows[index].words)
    people = [person for line in lines if (person := _person(line, page.position, to.label.likeness))]
    best = next((person for person in people if person.known), people[0] if people else None)
    return best.field if best else None


_BELOW_ADDRESS = frozenset({"subject", "reference", "number", "date", "salutation"})


class _Person(NamedTuple):
    """Someone named on a page, and whether the table of designations has the post."""

    field: Field
    known: bool


def _person(words: Sequence[Word], position: int, label: float) -> _Person | None:
    """The post that a line names before its comma or its district, without forms of address."""
    named = tuple(_named(words))
    if not any(has_letters(word.text) for word in named):
        return None
    found = find("designations", [word.text for word in named], at_least=_DESIGNATION_LIKENESS)
    if found:
        held = named[found.first : found.last + 1]
        if len(plain(join(held))) >= _LEAST_COVERED * len(plain(join(named))):
            return _Person(make_field(found.value, held, position, label=label, fit=found.likeness), True)
    field = make_field(tidy(join(named)), named, position, label=label, fit=_UNKNOWN_POST_FIT)
    return _Person(field, False) if field.value else None


def _named(words: Sequence[Word]) -> Iterator[Word]:
    started = False
    for word in words:
        text = plain(word.text)
        if not text or text in _ARTICLES or any(likeness(text, form) >= 0.74 for form in _FORMS_OF_ADDRESS):
            continue
        if started and (text in _PLACES or recognise("districts", word.text, at_least=0.9)):
            return
        started = True
        yield word
        if word.text.endswith((",", ";")):
            return


_FORMS_OF_ADDRESS = tuple(map(plain, ("श्रीमान", "श्रीमती", "महोदय", "महोदया", "माननीय")))
_PLACES = frozenset(map(plain, ("जिला", "संभाग", "तहसील", "District", "Dist", "Distt")))
_ARTICLES = frozenset({"the", "श्री"})


def _read_subject(page: Page) -> Field | None:
    """What a page says it is about: behind the label, to the end of the sentence or paragraph."""
    for index, row in enumerate(page.rows):
        if page.depth(row) > HEAD_DEPTH:
            break
        label = next((label for label in labels_in("letter", row) if label.name == "subject"), None)
        span = value_range(row, label) if label else range(0)
        if label and span:
            words = [*row.words[span.start :], *(word for line in _lines_below(page, index) for word in line.words)]
            end = next((place for place, word in enumerate(words, 1) if word.text.endswith("।")), len(words))
            value = values.subject_value(words[:end])
            if value:
                return value.as_field(page.position, label.likeness)
    return None


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
