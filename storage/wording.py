"""What documents say, as numbers: each word of those that enter the index together is folded once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count, islice

import numpy as np

from nasti.hindi import number_seeds, words_tokens
from storage.postings import Ints

GAP = "/"
"""Stands between two numbers or keywords, so that no query matches the end of one and the start of the next."""

MOST_TOKENS = 16_000
"""Tokens of one document that are indexed: more than any page has."""

MOST_CHARACTERS = 200_000
"""Characters of these tokens in all."""


@dataclass(frozen=True, slots=True)
class Said:
    """The terms of documents.

    Attributes:
        terms: Each that occurs, once, in the order in which they first stand.
        stream: Of all documents, one after the other: the places of their terms in ``terms``.
        lengths: Terms of each document.
    """

    terms: Sequence[str]
    stream: Ints
    lengths: Ints


class Wording:
    """Numbers for the words and terms of documents that are to enter the index together."""

    def __init__(self) -> None:
        self._words, self._terms = _number(), _number()
        self._seeds = bytearray()

    def of_words(self, words: Sequence[str]) -> Ints:
        """The numbers of words of a page, of which each stands for the tokens that it folds to.

        Args:
            words: Without white space.
        """
        return np.fromiter(map(self._words.__getitem__, words), np.int64, len(words))

    def seeds(self, words: Ints) -> Ints:
        """Places of the words about which a file number may stand, as `number_seeds` says; each word is asked once.

        Args:
            words: What `of_words` gave.
        """
        new = [*islice(reversed(self._words), len(self._words) - len(self._seeds))]
        flags = np.zeros(len(new), np.bool_)
        flags[number_seeds(new)] = True
        self._seeds += flags[::-1].tobytes()
        return np.flatnonzero(np.frombuffer(self._seeds, np.bool_)[words])

    def of_terms(self, terms: Sequence[str]) -> Ints:
        """The numbers of terms, `GAP` among them: below 0, so that they may stand between those of words.

        Args:
            terms: Tokens, and what is made of them.
        """
        return -1 - np.fromiter(map(self._terms.__getitem__, terms), np.int64, len(terms))

    def spell(self, documents: Sequence[Ints]) -> Said:
        """The terms of documents: of each the first `MOST_TOKENS` at most, and of these `MOST_CHARACTERS`.

        Args:
            documents: Numbers that `of_words` and `of_terms` gave, in order.
        """
        # Numbers below 0 count from the end, for numpy too.
        tokens = [*words_tokens(self._words), *((term,) for term in reversed(self._terms))]
        numbers = _number()
        flat = np.fromiter(map(numbers.__getitem__, chain.from_iterable(tokens)), np.int64)
        counts = np.fromiter(map(len, tokens), np.int64, len(tokens))
        said = np.concatenate([np.zeros(0, np.int64), *documents])
        many = counts[said]
        starts = np.repeat((np.cumsum(counts) - counts)[said] - np.cumsum(many) + many, many)
        lengths = _sums(many, np.array([one.size for one in documents], np.int64))
        return _in_order(_bounded(Said(list(numbers), flat[starts + np.arange(starts.size)], lengths)))


def _number() -> defaultdict[str, int]:
    """Numbers from 0, in the order in which they are first asked for."""
    return defaultdict(count().__next__)


def _sums(values: Ints, lengths: Ints) -> Ints:
    """The sum of each of some runs of values that follow each other."""
    return np.diff(np.append(0, np.cumsum(values))[np.cumsum(lengths)], prepend=0)


def _bounded(said: Said) -> Said:
    """Documents without what is too much of them."""
    characters = np.fromiter(map(len, said.terms), np.int64, len(said.terms))[said.stream]
    if said.lengths.max(initial=0) <= MOST_TOKENS and _sums(characters, said.lengths).max(initial=0) <= MOST_CHARACTERS:
        return said
    kept = [
        (np.arange(part.size) < MOST_TOKENS) & (np.cumsum(part) <= MOST_CHARACTERS)
        for part in np.split(characters, np.cumsum(said.lengths)[:-1])
    ]
    return Said(said.terms, said.stream[np.concatenate(kept)], np.array([part.sum() for part in kept], np.int64))


def _in_order(said: Said) -> Said:
    """The same, its terms in the order in which they first stand; those that do not occur are left out."""
    size = said.stream.size
    first = np.full(len(said.terms), size)
    first[said.stream[::-1]] = np.arange(size)[::-1]
    order = np.argsort(first)[: np.count_nonzero(first < size)]
    places = np.zeros(len(said.terms), np.int64)
    places[order] = np.arange(order.size)
    return Said([said.terms[one] for one in order.tolist()], places[said.stream], said.lengths)
