"""Where the clauses of a query stand on a page: what is lit, what is shown of it, how well it fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from nasti.hindi import find_numbers, word_tokens
from nasti.model import Box
from storage.search_query import Clause, Slot
from storage.vocabulary import MARK
from storage.words import Layout

BEFORE, SHOWN = 6, 26
"""Words of a snippet before its first lit word, and in all."""

_MOST_OCCURRENCES = 500

Span = tuple[int, int]
"""First word, and the word after the last."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet: whole words, so that no letter cluster is ever cut.

    Attributes:
        text: The words as read, parted by spaces.
        lit: Whether it is what was searched for.
    """

    text: str
    lit: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A page with the clauses of a query found on it.

    Attributes:
        page: Its words.
        spans: For each clause, where it stands, in reading order; empty where only a keyword or the fields of the
            nasti meet it.
        keywords: The keywords of the page that meet a clause.
    """

    page: Layout
    spans: tuple[tuple[Span, ...], ...]
    keywords: tuple[str, ...]

    @property
    def lit(self) -> list[int]:
        """Indexes of all lit words, in reading order."""
        return sorted({index for spans in self.spans for first, end in spans for index in range(first, end)})

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes of the lit words."""
        left_top_right_bottom = self.page.boxes[self.lit].tolist()
        return tuple((left, top, right, bottom) for left, top, right, bottom in left_top_right_bottom)

    @property
    def matched(self) -> tuple[str, ...]:
        """The lit words, as read, each once."""
        return tuple(dict.fromkeys(self.page.texts[index] for index in self.lit))

    def snippet(self) -> tuple[Piece, ...]:
        """The stretch where the clauses stand closest together, with what stands around it."""
        first, end = self._closest()
        first = max(0, first - min(BEFORE, max(0, SHOWN - (end - first))))
        lit = set(self.lit)
        shown = groupby(range(first, min(len(self.page.texts), first + SHOWN)), key=lambda index: index in lit)
        return tuple(Piece(" ".join(self.page.texts[index] for index in run), is_lit) for is_lit, run in shown)

    def _closest(self) -> Span:
        """The shortest stretch with every clause that stands on the page, the first of several; (0, 0) for none."""
        starts = sorted((span, which) for which, spans in enumerate(self.spans) for span in spans)
        wanted = sum(1 for spans in self.spans if spans)
        latest: dict[int, Span] = {}
        best: Span = (0, 0)
        for span, which in starts:
            latest[which] = span
            if len(latest) == wanted:
                first, end = min(one[0] for one in latest.values()), max(one[1] for one in latest.values())
                if best == (0, 0) or end - first < best[1] - best[0]:
                    best = (first, end)
        return best


def mark(page: Layout, clauses: Sequence[Clause], keywords: Sequence[str] = ()) -> Marked:
    """Find the clauses of a query on a page.

    Args:
        page: Its words, in reading order.
        clauses: Widened.
        keywords: Its keywords.
    """
    met = tuple(keyword for keyword in keywords if any(_spans(_as_page(keyword), clauses)))
    return Marked(page, _spans(page, clauses), met)


def _as_page(keyword: str) -> Layout:
    words = keyword.split()
    return Layout(words, np.zeros((len(words), 4), np.int32), [0] * len(words))


def _spans(page: Layout, clauses: Sequence[Clause]) -> tuple[tuple[Span, ...], ...]:
    stream = [(token, index) for index, text in enumerate(page.texts) for token in word_tokens(text)]
    places: dict[str, list[int]] = defaultdict(list)
    for place, (token, _) in enumerate(stream):
        places[token].append(place)
    return tuple(tuple(_find(clause, page, stream, places)) for clause in clauses)


def _find(clause: Clause, page: Layout, stream: Sequence[tuple[str, int]], places: dict[str, list[int]]) -> list[Span]:
    found = {span for run in _lit_runs(clause) for span in _runs(run, stream, places)}
    if clause.kind == "number":
        found.update(_numbers(clause.number, page))
    return sorted(found)[:_MOST_OCCURRENCES]


def _lit_runs(clause: Clause) -> Iterator[tuple[Slot, ...]]:
    """The runs of a clause as they stand on a page: without the names of fields, and without canonical numbers."""
    for run in clause.runs:
        if not any(term.startswith(MARK) for slot in run for term in slot.either[:1]):
            yield run
        elif clause.words and len(clause.words) == len(run):
            yield tuple(_bare(word, slot) for word, slot in zip(clause.words, run, strict=True))


def _bare(word: str, slot: Slot) -> Slot:
    exact, forms, near = (
        tuple(term.rpartition(MARK)[2] for term in terms) for terms in (slot.exact, slot.forms, slot.near)
    )
    return Slot(word, exact, forms, near, slot.begins)


def _runs(run: Sequence[Slot], stream: Sequence[tuple[str, int]], places: dict[str, list[int]]) -> Iterator[Span]:
    """Where tokens follow each other."""
    accepted = [frozenset(slot.either) for slot in run]

    def stands(place: int, at: int) -> bool:
        token = stream[at][0]
        return token in accepted[place] or (run[place].begins and token.startswith(run[place].exact[0]))

    first = [token for token in places if token in accepted[0]]
    if run[0].begins:
        first += [token for token in places if token not in accepted[0] and token.startswith(run[0].exact[0])]
    for token in first:
        for start in places[token]:
            if start + len(run) <= len(stream) and all(stands(at, start + at) for at in range(1, len(run))):
                yield stream[start][1], stream[start + len(run) - 1][1] + 1


def _numbers(wanted: Sequence[str], page: Layout) -> Iterator[Span]:
    """The file numbers of which the wanted parts are a piece, the last of them perhaps begun only."""
    for _, run in groupby(range(len(page.texts)), key=page.lines.__getitem__):
        line = list(run)
        for first, end, key in find_numbers([page.texts[index] for index in line]):
            parts = key.split("/")
            if any(_begins(parts[at:], wanted) for at in range(len(parts) - len(wanted) + 1)):
                yield line[first], line[end - 1] + 1


def _begins(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    last = wanted[-1]
    *whole, begun = parts[: len(wanted)]
    return whole == list(wanted[:-1]) and (begun == last or (last.isdecimal() and begun.startswith(last)))
