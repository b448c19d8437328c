"""What a search gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nasti.model import Box
from storage.search_marks import Piece


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page on which something was found.

    Attributes:
        page_id: Its row.
        sheet_id: Row of the sheet it is.
        part: "noting" or "correspondence".
        label: Its number as offices write it, "N-1", "C-12", "cover".
        sheet: Index of the sheet in its scan, from 0.
        kind: What kind of paper it belongs to, one of `nasti.model.KINDS`.
        date: Of that paper, ISO 8601; None where none is known.
        approximate: True when a word stands on it only in a spelling that may be meant.
        snippet: A stretch of its text, in reading order.
        boxes: Of the words found, in reading order, pixels on the upright sheet.
        matched: The words found, as read, each once, in reading order.
        keywords: The keywords found, as people gave them; they stand for what was not read and have no boxes.
        handwriting: Where the page is written by hand, if it was found by a keyword: what was meant may stand there.
    """

    page_id: int
    sheet_id: int
    part: str
    label: str
    sheet: int
    kind: str
    date: str | None
    approximate: bool
    snippet: tuple[Piece, ...]
    boxes: tuple[Box, ...]
    matched: tuple[str, ...]
    keywords: tuple[str, ...]
    handwriting: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class NastiHit:
    """A nasti in which something was found.

    Attributes:
        nasti_id: Its row.
        number: As written, None where none is known.
        subject: None where none is known.
        department: "" where none is known.
        section: None where none is known.
        year: None where none is known.
        opened: When it was opened, ISO 8601; None where that is not known.
        closed: When it was closed.
        score: Higher is better; comparable within one search only.
        approximate: True when it was found only by words that may be meant.
        page_count: Pages on which it was found.
        pages: The best of them, best first; none when only its fields match.
    """

    nasti_id: int
    number: str | None
    subject: str | None
    department: str
    section: str | None
    year: int | None
    opened: str | None
    closed: str | None
    score: float
    approximate: bool
    page_count: int
    pages: tuple[PageHit, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a piece of the query was understood.

    Attributes:
        typed: As typed.
        kind: "word", "phrase", "number", "prefix", "filter", or "ignored" where it is no value of its field.
        exact: What counts as typed: the folded word, what it is an alias of, and the Hindi word a Roman spelling surely
            means; the canonical key of a number; the folded words of a phrase; the values of a filter.
        near: Words that may be meant: by a Roman spelling, or misread.
        field: The field it was asked for in; "" for anywhere.
        without: Whether it must not be found.
        as_typed: Whether nothing that may be meant was looked for, as there were words enough before it.
    """

    typed: str
    kind: str
    exact: tuple[str, ...]
    near: tuple[str, ...]
    field: str = ""
    without: bool = False
    as_typed: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A value that what was found can be narrowed by.

    Attributes:
        value: A department, section, year, district, head or kind of page.
        nastis: Nasti found that have it.
        pages: Pages found in those nasti; for a kind, pages of the kind.
    """

    value: str | int
    nastis: int
    pages: int


@dataclass(frozen=True, slots=True)
class Results:
    """What was found.

    Attributes:
        query: As it was worked with.
        total_pages: Pages found.
        total_nastis: Nasti found, by their pages or their fields.
        complete: False when there is more than was looked at, so that the totals are the least there is.
        nastis: Best first.
        how: How each piece of the query was understood.
        facets: What was found by department, section, year, district, head and kind, the most frequent first.
        cursor: Give it with the same query to see what follows; None at the end.
        suggestion: What may have been meant, where little was found; None otherwise.
        widened: Whether less probable candidates were looked for as well.
    """

    query: str
    total_pages: int
    total_nastis: int
    complete: bool
    nastis: tuple[NastiHit, ...]
    how: tuple[Reading, ...]
    facets: Mapping[str, tuple[Count, ...]]
    cursor: str | None
    suggestion: str | None
    widened: bool
