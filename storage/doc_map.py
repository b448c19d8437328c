"""Which nasti and kind each document of the index has, and what nasti are counted by: arrays, kept between queries.

They are brought up by what changed since. A reader whose transaction began earlier reads them anew, for itself alone.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from storage.index_tables import DocBlockRow, NastiFacetRow
from storage.postings import BLOCK, DOC, Ints
from storage.rows import fetch_rows
from storage.search_fields import FIELDS_DOCUMENT

Mask: TypeAlias = npt.NDArray[np.bool_]

FACETS = ("department", "section", "year", "district", "head")
"""What nasti are counted by, in the order shown; the kinds of their pages are counted besides."""


@dataclass(frozen=True, slots=True)
class DocMap:
    """One state of the index, in arrays.

    Attributes:
        generation: Of the index.
        nastis: int32, by document: its nasti, 0 for one that left.
        kinds: uint8, by document: see `storage.search_fields.kind_code`.
        facets: For each of `FACETS`, int32 by nasti: place of its value in `labels`, 0 for none.
        labels: For each of `FACETS`, the values; the first is None.
        fields_docs: Documents that are the fields of a nasti, ascending.
        paired: The first document that `storage.pairs` has not gone through.
    """

    generation: int
    nastis: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.uint8]
    facets: Mapping[str, npt.NDArray[np.int32]]
    labels: Mapping[str, list[str | int | None]]
    fields_docs: Ints
    paired: int
    _pages: dict[tuple[int, ...], Mask] = field(default_factory=dict, compare=False, repr=False)

    def pages_without(self, hidden: Collection[int]) -> Mask:
        """By document, whether it is a page of a nasti that may show; not to be changed.

        Args:
            hidden: Nasti that must not show.
        """
        key = tuple(sorted(hidden))
        pages = self._pages.get(key)
        if pages is None:
            pages = self.nastis_without(hidden)[self.nastis]
            pages[self.fields_docs] = False
            # One for those who may see all, one for the others; whoever read before restrictions changed starts anew.
            if len(self._pages) > 1:
                self._pages.clear()
            self._pages[key] = pages
        return pages

    def nastis_without(self, hidden: Collection[int]) -> Mask:
        """By nasti, whether it may show; 0 is none.

        Args:
            hidden: Nasti that must not show.
        """
        shown = np.ones(self.nasti_count, np.bool_)
        shown[[0, *(one for one in hidden if one < self.nasti_count)]] = False
        return shown

    @property
    def nasti_count(self) -> int:
        """One more than the highest row of a nasti."""
        return len(self.facets[FACETS[0]])


_EMPTY = DocMap(
    -1, np.zeros(0, np.int32), np.zeros(0, np.uint8), {name: np.zeros(1, np.int32) for name in FACETS},
    {name: [None] for name in FACETS}, np.zeros(0, np.int64), 0,
)  # fmt: skip
_kept: WeakKeyDictionary[Engine | Connection, DocMap] = WeakKeyDictionary()
_lock = threading.Lock()


def load(s: Session) -> DocMap:
    """The state of the index that a transaction sees.

    Args:
        s: A transaction.
    """
    ((generation, paired),) = fetch_rows(s, "SELECT generation, paired FROM index_state", {})
    bind = s.get_bind()
    kept = _kept.get(bind, _EMPTY)
    if kept.generation == generation:
        return kept
    # Who sees an earlier state than the one that is kept must not take from it what came later.
    fresh = _bring_up(s, kept if kept.generation < generation else _EMPTY, generation, paired)
    with _lock:
        if _kept.get(bind, _EMPTY).generation < generation:
            _kept[bind] = fresh
    return fresh


def _bring_up(s: Session, known: DocMap, generation: int, paired: int) -> DocMap:
    blocks = select(DocBlockRow.block, DocBlockRow.nastis, DocBlockRow.kinds)
    changed = s.execute(blocks.where(DocBlockRow.changed > known.generation).order_by(DocBlockRow.block)).all()
    size = max((changed[-1][0] + 1) * BLOCK if changed else 0, len(known.nastis))
    nastis, kinds = np.zeros(size, np.int32), np.zeros(size, np.uint8)
    nastis[: len(known.nastis)], kinds[: len(known.kinds)] = known.nastis, known.kinds
    for block, of_nasti, of_kind in changed:
        nastis[block * BLOCK : (block + 1) * BLOCK] = np.frombuffer(of_nasti, DOC)
        kinds[block * BLOCK : (block + 1) * BLOCK] = np.frombuffer(of_kind, np.uint8)
    facets, labels = _bring_up_facets(s, known, int(nastis.max(initial=0)) + 1)
    return DocMap(generation, nastis, kinds, facets, labels, np.flatnonzero(kinds == FIELDS_DOCUMENT), paired)


def _bring_up_facets(
    s: Session, known: DocMap, least: int
) -> tuple[dict[str, npt.NDArray[np.int32]], dict[str, list[str | int | None]]]:
    columns = [getattr(NastiFacetRow, name) for name in FACETS]
    rows = s.execute(select(NastiFacetRow.nasti_id, *columns).where(NastiFacetRow.changed > known.generation)).all()
    size = max(least, known.nasti_count, max((row[0] for row in rows), default=0) + 1)
    ids = np.array([row[0] for row in rows], np.int64)
    facets, labels = {}, {}
    for place, name in enumerate(FACETS, start=1):
        labels[name] = list(known.labels[name])
        codes = {label: code for code, label in enumerate(labels[name])}
        array = np.zeros(size, np.int32)
        array[: known.nasti_count] = known.facets[name]
        for row in rows:
            if row[place] not in codes:
                codes[row[place]] = len(labels[name])
                labels[name].append(row[place])
        if rows:
            array[ids] = [codes[row[place]] for row in rows]
        facets[name] = array
    return facets, labels
