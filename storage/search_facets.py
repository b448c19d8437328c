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


def count_facets(state: DocMap, matches: Matches, nastis: Ints, pages: Ints) -> Mapping[str, tuple[Count, ...]]:
    """What was found by department, section, year, district, head and kind of page; values nothing has are left out.

    Args:
        state: Of the index.
        matches: What matches.
        nastis: The nasti that match.
        pages: For each of them, how many of its pages match.
    """
    facets = {}
    for name in FACETS:
        codes, labels = state.facets[name], state.labels[name]
        by_nasti = np.bincount(codes[nastis], minlength=len(labels))
        by_page = np.bincount(codes[nastis], weights=pages, minlength=len(labels)).astype(np.intp)
        facets[name] = _counts(labels, by_nasti, by_page)
    kinds = state.kinds[matches.pages] & ~np.uint8(CORRESPONDENCE)
    there = np.zeros(_KINDS * state.nasti_count, np.bool_)
    there[kinds.astype(np.int64) * state.nasti_count + matches.nastis] = True
    by_kind = np.count_nonzero(there.reshape(_KINDS, -1), axis=1)
    facets["kind"] = _counts([None, *KINDS], by_kind, np.bincount(kinds, minlength=_KINDS))
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
