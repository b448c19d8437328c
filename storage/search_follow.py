"""Whether terms follow each other in documents: the database looks for a few runs itself, numpy for many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from itertools import product

import numpy as np
from sqlalchemy.orm import Session

from storage.doc_map import Mask
from storage.postings import MORE, Ints, count_ids, pack_ids, unpack_ids
from storage.rows import among, fetch_rows, on_sqlite

MOST_RUNS = 16
"""Runs of ids that the database itself looks for in a document."""


def following(s: Session, docs: Ints, runs: Sequence[Sequence[Sequence[int]]]) -> Ints:
    """The documents in which terms of these ids follow each other, those of one run at least.

    Args:
        s: A transaction.
        docs: Documents to look into.
        runs: For each place of a run, the ids that may stand there.
    """
    condition, bound = among(s, "doc", docs.tolist(), "integer")
    query = f"SELECT doc, terms FROM document WHERE {condition}"
    few = [run for run in runs if math.prod(map(len, run)) <= MOST_RUNS]
    packed = [pack_ids(one) for run in few for one in product(*run)]
    if len(few) == len(runs) and len(packed) <= MOST_RUNS:
        inside = "instr(terms, {})" if on_sqlite(s) else "position(CAST({} AS bytea) IN terms)"
        either = " OR ".join(f"{inside.format(f':run{place}')} > 0" for place in range(len(packed)))
        query = f"{query} AND ({either})"
        bound |= {f"run{place}": run for place, run in enumerate(packed)}
    rows = [(doc, bytes(terms)) for doc, terms in fetch_rows(s, query, bound)]
    found = {doc for doc, terms in rows if any(_holds(terms, run) for run in packed)}
    longer = [run for run in runs if run not in few]
    if longer and rows:
        found |= _search_decoded(rows, longer)
    return np.array(sorted(found), np.int64)


def _holds(terms: bytes, run: bytes) -> bool:
    """Whether a run of packed ids is there; its bytes may also be there by chance, across the bounds of ids."""
    at = terms.find(run)
    while at > 0 and terms[at - 1] >= MORE:
        at = terms.find(run, at + 1)
    return at >= 0


def _search_decoded(rows: Sequence[tuple[int, bytes]], runs: Sequence[Sequence[Sequence[int]]]) -> set[int]:
    # A gap after each, so that nothing follows from one document to the next.
    packed = [terms + b"\0" for _, terms in rows]
    joined = b"".join(packed)
    stream = unpack_ids(joined)
    places: set[int] = set()
    for ids in runs:
        last = stream.size - len(ids) + 1
        here = reduce(np.logical_and, (_among(stream[place : last + place], some) for place, some in enumerate(ids)))
        places.update(np.flatnonzero(here).tolist())
    if not places:
        return set()
    of_rows = np.searchsorted(np.cumsum(count_ids(joined, packed)), list(places), side="right")
    return {rows[one][0] for one in np.unique(of_rows).tolist()}


def _among(stream: Ints, ids: Sequence[int]) -> Mask:
    """Where one of some ids stands."""
    if len(ids) == 1:
        alone: Mask = stream == ids[0]
        return alone
    table = np.zeros(int(stream.max(initial=0)) + 1, np.bool_)
    table[[one for one in ids if one < table.size]] = True
    return table[stream]
