"""Where the clauses of a query stand on a page: what is lit, what is shown of it, how well it fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

import numpy as np

from nasti.hindi import find_numbers, number_seeds, words_tokens
from nasti.model import Box
from storage.search_query import Clause, Slot
from storage.term_keys import MARK
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


class Marker:
    """Finds the clauses of a query on pages.

    Args:
        clauses: Widened.
    """

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses
        self._runs: list[tuple[int, tuple[_Place, ...]]] = []
        self._by_first: defaultdict[str, list[int]] = defaultdict(list)
        self._by_beginning: list[tuple[str, int]] = []
        for which, clause in enumerate(clauses):
            for run in _lit_runs(clause):
                places = tuple(_Place(frozenset(slot.either), slot.exact[0] if slot.begins else None) for slot in run)
                for token in places[0].terms:
                    self._by_first[token].append(len(self._runs))
                if places[0].begins is not None:
                    self._by_beginning.append((places[0].begins, len(self._runs)))
                self._runs.append((which, places))

    def mark(self, page: Layout, keywords: Sequence[str] = ()) -> Marked:
        """Find them on a page.

        Args:
            page: Its words, in reading order.
            keywords: Its keywords.
        """
        met = tuple(keyword for keyword in keywords if any(self._spans(_as_page(keyword))))
        return Marked(page, self._spans(page), met)

    def _spans(self, page: Layout) -> tuple[tuple[Span, ...], ...]:
        found: list[set[Span]] = [set() for _ in self._clauses]
        tokens = words_tokens(page.texts)
        stream = list(chain.from_iterable(tokens))
        firsts = [place for place, token in enumerate(stream) if token in self._by_first]
        starts = [(place, run) for place in firsts for run in self._by_first[stream[place]]]
        for beginning, run in self._by_beginning:
            starts += [(place, run) for place, token in enumerate(stream) if token.startswith(beginning)]
        if starts:
            words = np.repeat(np.arange(len(tokens)), list(map(len, tokens))).tolist()
            for place, run in starts:
                which, places = self._runs[run]
                end = place + len(places)
                if end <= len(stream) and all(map(_Place.takes, places[1:], stream[place + 1 : end])):
                    found[which].add((words[place], words[end - 1] + 1))
        for which, clause in enumerate(self._clauses):
            if clause.kind == "number":
                found[which].update(_numbers(clause.number, page))
        return tuple(tuple(sorted(spans)[:_MOST_OCCURRENCES]) for spans in found)


@dataclass(frozen=True, slots=True)
class _Place:
    """What may stand in one place of a run: some terms, or what begins like something."""

    terms: frozenset[str]
    begins: str | None

    def takes(self, token: str) -> bool:
        return token in self.terms or (self.begins is not None and token.startswith(self.begins))


def _as_page(keyword: str) -> Layout:
    words = keyword.split()
    return Layout(words, np.zeros((len(words), 4), np.int32), np.zeros(len(words), np.int32))


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


def _numbers(wanted: Sequence[str], page: Layout) -> Iterator[Span]:
    """The file numbers of which the wanted parts are a piece, the last of them perhaps begun only."""
    for one in dict.fromkeys(page.lines[number_seeds(page.texts)].tolist()):
        line = np.flatnonzero(page.lines == one).tolist()
        for first, end, key in find_numbers([page.texts[index] for index in line]):
            parts = key.split("/")
            if any(_begins(parts[at:], wanted) for at in range(len(parts) - len(wanted) + 1)):
                yield line[first], line[end - 1] + 1


def _begins(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    last = wanted[-1]
    *whole, begun = parts[: len(wanted)]
    return whole == list(wanted[:-1]) and (begun == last or (last.isdecimal() and begun.startswith(last)))
