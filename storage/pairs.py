"""Where frequent terms stand beside each other: phrases of common words are not looked for wherever all of them are.

Each pair of frequent terms that follow each other falls, by a checksum, on one of some thousand lists of documents,
which are kept like the older documents of terms. A list says where a pair may stand; the few documents that are on it
for another pair are found out when they are looked into. Documents are gone through when many have come.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage.index_tables import IndexStateRow, PairedTermRow
from storage.postings import Ints, count_ids, unpack_ids
from storage.rows import among, fetch_rows
from storage.vocabulary import seal

LISTS = 16_381
"""Lists that pairs fall on, a prime: each holds under one in a hundred documents that are on it by chance."""

AT_ONCE = 1 << 14
"""Documents that are gone through together: until so many have come, phrases are looked for in all of the newest."""

OFTEN = 32
"""A term is frequent that stands as often as there are a thirty-second of the documents.

Source: measured on a million pages. Two rarer ones are together on few enough to look into."""

MOST_TERMS = 1_500
"""Frequent terms at most: others stay rare, which costs time only."""

MOST_IN_ROW = 1_024
"""Documents in one row of a list, from which the next one begins: it is written again whenever some come to it."""

_STEP = 7_919
_READ = 4_096


def list_of(first: npt.ArrayLike, second: npt.ArrayLike) -> Ints:
    """The lists, as `PostingRow.term_id`, that pairs of terms fall on.

    Args:
        first: Ids of the terms that stand first.
        second: Of those that follow.
    """
    lists: Ints = (np.asarray(first, np.int64) * _STEP + np.asarray(second, np.int64)) % LISTS
    return -1 - lists


def paired_since(s: Session, ids: Collection[int]) -> dict[int, int]:
    """The frequent ones of some terms, and from which document on their pairs are noted.

    Args:
        s: A transaction.
        ids: Of terms.
    """
    condition, bound = among(s, "term_id", ids, "integer")
    return dict(fetch_rows(s, f"SELECT term_id, since FROM paired_term WHERE {condition}", bound))


def pair_up(s: Session, state: IndexStateRow) -> bool:
    """Go through the next `AT_ONCE` documents, if so many have come.

    Args:
        s: A transaction that writes, holding the lock of the index.
        state: Of the index; it is told how far documents were gone through.

    Returns:
        Whether there were so many.
    """
    first, end = state.paired, state.paired + AT_ONCE
    if end > state.next_doc:
        return False
    streams, docs = _read(s, first, end)
    frequent = _frequent(s, streams, first)
    table = np.zeros(int(streams.max(initial=0)) + 1, np.bool_)
    table[frequent[frequent < table.size]] = True
    often = table[streams]
    places = np.flatnonzero(often[:-1] & often[1:])
    codes = (-1 - list_of(streams[places], streams[places + 1])) * AT_ONCE + docs[places]
    codes.sort()
    codes = codes[np.flatnonzero(np.diff(codes, prepend=-1))]
    lists, inside = np.divmod(codes, AT_ONCE)
    starts = np.flatnonzero(np.diff(lists, prepend=-1))
    parts = np.split(inside + first, starts[1:]) if starts.size else []
    seal(s, dict(zip((-1 - lists[starts]).tolist(), parts, strict=True)), MOST_IN_ROW)
    state.paired = end
    return True


def _read(s: Session, first: int, end: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Ids of the terms of documents one after the other, a gap behind each, and the document of each, from 0."""
    streams, docs = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for start in range(first, end, _READ):
        query = "SELECT doc, terms FROM document WHERE doc >= :first AND doc < :end ORDER BY doc"
        rows = fetch_rows(s, query, {"first": start, "end": min(end, start + _READ)})
        packed = [bytes(terms) + b"\0" for _, terms in rows]
        joined = b"".join(packed)
        streams.append(unpack_ids(joined).astype(np.int32))
        docs.append(np.repeat(np.array([doc - first for doc, _ in rows], np.int32), count_ids(joined, packed)))
    return np.concatenate(streams), np.concatenate(docs)


def _frequent(s: Session, streams: npt.NDArray[np.int32], first: int) -> Ints:
    """Ids of the frequent terms; those that have become frequent are noted."""
    known = set(s.scalars(select(PairedTermRow.term_id)))
    counts = np.bincount(streams)
    counts[0] = 0
    new = [one for one in np.flatnonzero(counts >= AT_ONCE // OFTEN).tolist() if one not in known]
    new = sorted(new, key=lambda one: (-int(counts[one]), one))[: max(0, MOST_TERMS - len(known))]
    if new:
        s.execute(insert(PairedTermRow), [{"term_id": one, "since": first} for one in new])
    return np.array(sorted(known.union(new)), np.int64)
