"""Values of each sort that the words of a page may hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice, pairwise

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from classify import values
from classify.dates import read_dates
from classify.fields import make_field
from classify.layout import Row, has_letters, join, tidy
from classify.learning.right import SORTS
from classify.learning.spans import Span, Surveyed
from classify.likeness import plain
from classify.tables import Authority, names
from nasti import hindi
from nasti.model import Field, Word

_TEXT_DEPTH = 0.55
"""How far down a page a subject can begin, be it of a paper or on a cover."""
_TEXT_ROWS = 3
_CLOSE = 1.1
"""Room between the rows of one value, in row heights, as for the rules."""
_LONGEST_CELL = 10
_UNREAD_FORM = 0.6
"""Fit of a number of no known form."""
_MOST_READINGS = 120
"""Readings of a page that are looked at, so that a page full of figures takes no undue time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that stands on a page.

    Attributes:
        value: Canonical.
        fit: How well the print has the form of such a value, 0 to 1.
        span: Where it stands.
    """

    value: str | int
    fit: float
    span: Span

    def as_field(self, position: int) -> Field:
        """The value with its evidence.

        Args:
            position: Of the sheet, in the sequence that is understood.
        """
        return make_field(self.value, self.span.words, position, fit=self.fit)


def sort_of(name: str) -> str:
    """What two fields have in common when the same print may be either.

    Args:
        name: Of the field, one of `SORTS`.
    """
    return f"{SORTS[name]} {_TABLES.get(name, '')}"


def read_spans(page: Surveyed, name: str, near_year: int | None) -> Iterator[Reading]:
    """Everything on a page that may be a field's value, top to bottom; no value twice at one place.

    Args:
        page: Any.
        name: Of the field, one of `SORTS`.
        near_year: A year that two-digit years lie close to.
    """
    seen: set[tuple[int, int, str | int]] = set()
    for reading in islice(_readers(name)(page, name, near_year), 4 * _MOST_READINGS):
        key = reading.span.row, reading.span.start, reading.value
        if key not in seen and len(seen) < _MOST_READINGS:
            seen.add(key)
            yield reading


_Reader = Callable[[Surveyed, str, "int | None"], Iterator[Reading]]


def _readers(name: str) -> _Reader:
    return {"date": _dates, "name": _names, "text": _texts, "number": _numbers}.get(SORTS[name], _small)


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _held(row: Row, index: int, words: Sequence[Word]) -> Span:
    """The words that hold a value, as a span; they are some of the row's."""
    return Span(index, next(place for place, word in enumerate(row.words) if word is words[0]), tuple(words))


def _numbers(page: Surveyed, _name: str, _near_year: int | None) -> Iterator[Reading]:
    for index, row in enumerate(page.page.rows):
        if not _has_digit(row.text):
            continue
        for start in page.starts[index]:
            words = row.words[start : page.cell_end(index, start)]
            value = values.number_value(words) if _has_digit(join(words)) else None
            if value:
                yield Reading(value.value, value.fit, _held(row, index, value.words))
            loose = _loose_number(words)
            if loose and (value is None or value.words != loose):
                text = tidy(hindi.ascii_digits(join(loose)))
                yield Reading(text, _UNREAD_FORM, Span(index, start, loose))


def _loose_number(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words from a start up to the last that belongs to a number of a form of the office's own."""
    until = 0
    for place, word in enumerate(words[:4], 1):
        if _has_digit(word.text) or "/" in word.text:
            until = place
        elif until:
            break
    found = tuple(words[:until])
    return found if found and "/" in join(found) else ()


def _dates(page: Surveyed, _name: str, near_year: int | None) -> Iterator[Reading]:
    for index, row in enumerate(page.page.rows):
        if _has_digit(row.text):
            for date in read_dates(row.text, near_year=near_year, damaged=True):
                held = values.covering(row.words, date.start, date.end)
                yield Reading(date.iso, date.fit, _held(row, index, held))


_TABLES: dict[str, Authority] = {
    "sender": "designations", "recipient": "designations", "department": "departments", "section": "sections",
    "district": "districts",
}  # fmt: skip


def _names(page: Surveyed, name: str, _near_year: int | None) -> Iterator[Reading]:
    for index, row in enumerate(page.page.rows):
        for start in page.starts[index]:
            words = row.words[start : page.cell_end(index, start)]
            if len(words) > _LONGEST_CELL or _has_digit(words[0].text):
                continue
            comma = next((place for place, word in enumerate(words, 1) if word.text.endswith((",", ";"))), len(words))
            for end in range(1, len(words) + 1):
                text = tidy(join(words[:end]))
                known = _recognise(_TABLES[name], plain(text)) if name in _TABLES else None
                if known or (end in (comma, len(words)) and has_letters(text)):
                    value, fit = known or (text, _UNKNOWN_NAME)
                    yield Reading(value, fit, Span(index, start, words[:end]))


_KNOWN = 0.86
"""Likeness from which print is a name of the tables here, where every piece of every row is tried."""
_UNKNOWN_NAME = 0.7


@lru_cache(maxsize=1 << 16)
def _recognise(table: Authority, read: str) -> tuple[str, float] | None:
    """The name of a table that a folded text is, and how well it fits."""
    spellings = [name.spelling for name in names(table)]
    found = process.extractOne(read, spellings, scorer=Levenshtein.normalized_similarity, score_cutoff=_KNOWN)
    return (names(table)[found[2]].value, 0.5 + 0.5 * found[1]) if found else None


def _texts(page: Surveyed, _name: str, _near_year: int | None) -> Iterator[Reading]:
    rows = page.page.rows
    for index, row in enumerate(rows):
        if page.page.depth(row) > _TEXT_DEPTH:
            return
        for start in filter(partial(_may_open, row), page.starts[index]):
            for taken in _extents(page, index, row.words[start:]):
                text = tidy(join(taken))
                if has_letters(text) and len(taken) > 1:
                    yield Reading(text, 1.0, Span(index, start, taken))


def _may_open(row: Row, start: int) -> bool:
    """Whether a text may begin at a word: a row's first or second, or behind a colon or a dash."""
    return start <= 1 or row.words[start - 1].text.endswith((":", "-", "–", "ः"))


def _extents(page: Surveyed, index: int, taken: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """The words of a row, and with them those of the rows it may go on in."""
    yield taken
    rows = page.page.rows
    for above, below in pairwise(rows[index : index + _TEXT_ROWS + 1]):
        full = page.page.across(above.box[2]) >= _FULL_ROW and not taken[-1].text.endswith("।")
        if not full or not _goes_on(above, below):
            return
        taken += below.words
        yield taken


_FULL_ROW = 0.6
"""How far across the paper a row reaches whose text goes on below."""


def _goes_on(above: Row, below: Row) -> bool:
    return below.box[1] - above.box[3] <= _CLOSE * below.height_px


def _small(page: Surveyed, name: str, near_year: int | None) -> Iterator[Reading]:
    """Years, counts and classes of retention: one short cell each."""
    read = {"year": values.year_value, "count": values.count_value}.get(SORTS[name], values.retention_value)
    for index, row in enumerate(page.page.rows):
        for start in page.starts[index]:
            words = row.words[start : page.cell_end(index, start)]
            value = read(words) if len(words) <= _LONGEST_CELL else None
            if value:
                yield Reading(value.value, value.fit, _held(row, index, value.words))
            text = tidy(hindi.ascii_digits(join(words)))
            if SORTS[name] == "class" and text and len(words) <= _LONGEST_CLASS and not (value and value.value == text):
                # Offices write classes down as they are printed, too.
                yield Reading(text, _UNREAD_FORM, Span(index, start, words))


_LONGEST_CLASS = 3
