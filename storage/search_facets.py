"""What was found, counted by what it can be narrowed by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nasti.model import KINDS
from storage.doc_map import FACETS, DocMap
from storage.postings import Ints
from storage.search_fields import CORRESPONDENCE
from storage.search_match import Matches
from storage.search_results import Count

MOST_VALUES = 50
"""Values of one facet that are given back."""

_KINDS = 32


def count_facets(state: DocMap, matches: Matches, nastis: Ints) -> Mapping[str, tuple[Count, ...]]:
    """What was found by department, section, year, district, head and kind of page; values nothing has are left out.

    Args:
        state: Of the index.
        matches: What matches.
        nastis: The nasti that match.
    """
    of_pages = state.nastis[matches.pages]
    pages = np.bincount(of_pages, minlength=state.nasti_count)
    facets = {}
    for name in FACETS:
        codes, labels = state.facets[name], state.labels[name]
        by_nasti = np.bincount(codes[nastis], minlength=len(labels))
        by_page = np.bincount(codes, weights=pages, minlength=len(labels)).astype(np.intp)
        facets[name] = _counts(labels, by_nasti, by_page)
    kinds = state.kinds[matches.pages] & ~np.uint8(CORRESPONDENCE)
    there = np.zeros((_KINDS, state.nasti_count), np.bool_)
    there[kinds, of_pages] = True
    facets["kind"] = _counts([None, *KINDS], np.count_nonzero(there, axis=1), np.bincount(kinds, minlength=_KINDS))
    return facets


def _counts(
    labels: Sequence[str | int | None], nastis: npt.NDArray[np.intp], pages: npt.NDArray[np.intp]
) -> tuple[Count, ...]:
    found = [
        Count(label, int(nastis[code]), int(pages[code]))
        for code, label in enumerate(labels)
        if label is not None and nastis[code]
    ]
    return tuple(sorted(found, key=lambda one: (-one.nastis, -one.pages, str(one.value)))[:MOST_VALUES])
