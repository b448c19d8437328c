"""Names that persons of an office gave again and again: its own list of posts, sections, departments and heads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from classify.learning.right import LISTED, SORTS
from classify.likeness import plain

LEAST_NASTI = 3
"""Nasti in which a name must have been given: one slip of the pen is no name."""
MOST_NAMES = 60
"""Names of a field that are kept, the most frequent ones."""
ALIKE = 0.8
"""Likeness from which print is taken for a name, as for the posts of the tables."""


@dataclass(frozen=True)
class Names:
    """The names of one field.

    Attributes:
        counts: Number of nasti by name, the most frequent first.
    """

    counts: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {name: plain(name) for name in self.counts}

    @cached_property
    def _nearest(self) -> dict[str, tuple[str, float] | None]:
        return {}

    def count(self, name: str, own: Set[str]) -> int:
        """In how many other nasti a name was given.

        Args:
            name: One of the names.
            own: Names given in the nasti that is looked at, which must not speak for themselves.
        """
        return self.counts[name] - (name in own)

    def known(self, own: Set[str]) -> Iterable[str]:
        """The names given in enough other nasti.

        Args:
            own: As for `count`.
        """
        return (name for name in self.counts if self.count(name, own) >= LEAST_NASTI)

    def nearest(self, text: str) -> tuple[str, float] | None:
        """The name that a text is most like, and how alike they are; None where there is none.

        Args:
            text: As printed.
        """
        read = plain(text)
        if read not in self._nearest:
            found = process.extractOne(
                read, self._spellings, scorer=Levenshtein.normalized_similarity, score_cutoff=ALIKE
            )
            self._nearest[read] = (found[2], found[1]) if found else None
        return self._nearest[read]


NO_NAMES = Names()


def gather(name: str, values: Iterable[Set[str]]) -> Names:
    """The names of a field.

    Args:
        name: Of the field.
        values: For each nasti, the values that were given.
    """
    if SORTS[name] not in LISTED:
        return NO_NAMES
    counts = Counter(value for given in values for value in given)
    often = ((value, count) for value, count in counts.items() if count >= LEAST_NASTI and plain(value))
    return Names(dict(sorted(often, key=lambda entry: (-entry[1], entry[0]))[:MOST_NAMES]))
