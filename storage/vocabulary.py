"""The vocabulary: every token of the index, the documents that have it, how it sounds and whose misreading it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count, repeat
from typing import NamedTuple

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from storage.postings import (
    DOC,
    MOST_IN_POSTING,
    MOST_NEWEST,
    Ints,
    pack_docs,
    pack_streams,
    unpack_docs,
)
from storage.rows import among, fetch_last, fetch_rows, insert_rows, on_sqlite
from storage.term_keys import enter_keys, is_obvious, keys_of, leave_keys, owner_of, sounds_of
from storage.term_text import BEGUN, begun, fetch_terms, read_term, read_terms, write_term
from storage.wording import GAP, Said

OFTEN = 3
"""Documents from which a token that looks like a misreading is found by how it sounds: it may be a name."""

TIERS = (8, MOST_NEWEST)
"""Documents from which a term is of tier 1 and of tier 2: of five million terms, an eighth and a fiftieth.

Source: counted at a million pages."""

_TERM_COLUMNS = {
    "id": "integer", "documents": "integer", "distance": "smallint", "tier": "smallint", "term": "text",
    "newest": "bytea",
}  # fmt: skip
_POSTING_COLUMNS = {"term_id": "integer", "first": "integer", "docs": "bytea"}


class Known(NamedTuple):
    """A term of the vocabulary.

    Attributes:
        id: Its row.
        documents: How many have it.
        newest: The last of them, as `TermRow` keeps them.
    """

    id: int
    documents: int
    newest: bytes


def look_up(s: Session, terms: Collection[str]) -> dict[str, Known]:
    """The terms that the vocabulary has of some.

    Args:
        s: A transaction.
        terms: Any number.
    """
    found = _fetch_kept(s, list(map(write_term, terms)))
    there = read_terms([kept for kept, *_ in found])
    known = (Known(one, documents, bytes(newest)) for _, one, documents, newest, _ in found)
    return dict(zip(there, known, strict=True))


_Row = tuple[str, int, int, bytes, int | None]


def _fetch_kept(s: Session, kept: Collection[str]) -> list[_Row]:
    """Term, as it is kept, id, documents, newest and distance of those terms that the vocabulary has."""
    condition, bound = among(s, "term", kept, "text")
    if on_sqlite(s):
        # Rows lie by id: read in that order they cost SQLite half of what they cost by the alphabet.
        condition = f"id IN (SELECT id FROM term WHERE {condition})"
    return fetch_rows(s, f"SELECT term, id, documents, newest, distance FROM term WHERE {condition}", bound)


def _tiers(documents: Ints) -> Ints:
    """How frequent terms are that are on so many documents, from 0 for rare ones."""
    return np.searchsorted(TIERS, documents, side="right")


def look_up_begun(s: Session, beginning: str, most: int) -> tuple[dict[str, Known], bool]:
    """Terms that begin in one way, those on many pages first; one letter begins a tenth of the vocabulary.

    Args:
        s: A transaction.
        beginning: Of the terms.
        most: How many are looked at; of those that are rare the first as they are kept, of one script by its
            alphabet.

    Returns:
        The terms, and whether these are all.
    """
    rows: list[tuple[str, int, int, bytes]] = []
    bound = begun(beginning)
    for tier in (2, 1, 0):
        # SQLite takes the index of the frequent ones only where the condition of the index is repeated.
        of_tier = f"tier = {tier} AND tier > 0" if tier else "tier = 0"
        query = f"SELECT term, id, documents, newest FROM term WHERE {of_tier} AND {BEGUN} ORDER BY term LIMIT :most"
        rows += fetch_terms(s, query, {**bound, "most": most + 1 - len(rows)})
        if len(rows) > most:
            break
    found = sorted(rows[:most], key=lambda row: (-row[2], row[0]))
    return {term: Known(one, documents, bytes(newest)) for term, one, documents, newest in found}, len(rows) <= most


def list_begun(s: Session, beginning: str, most: int) -> list[str]:
    """Terms that begin in one way, so many at most, as they are kept: many cost little, as only their index is read.

    Args:
        s: A transaction.
        beginning: Of the terms.
        most: How many.
    """
    query = f"SELECT term FROM term WHERE {BEGUN} ORDER BY term LIMIT :most"
    return read_terms([kept for (kept,) in fetch_rows(s, query, {**begun(beginning), "most": most})])


def terms_of(s: Session, ids: Collection[int]) -> dict[int, str]:
    """The terms of some ids.

    Args:
        s: A transaction.
        ids: Of terms of the vocabulary.
    """
    condition, bound = among(s, "id", ids, "integer")
    return {one: term for term, one in fetch_terms(s, f"SELECT term, id FROM term WHERE {condition}", bound)}


def add_documents(s: Session, said: Said, first_doc: int, next_id: int) -> tuple[list[bytes], int]:
    """Note which new documents have which terms; terms that are new enter the vocabulary.

    Args:
        s: The caller's transaction, holding the lock of the index.
        said: The terms of the documents, with `GAP` where no query reaches across.
        first_doc: Number of the first document, higher than any that was noted before; the others follow.
        next_id: The first id for new terms.

    Returns:
        The ids of the terms of each document, packed; the next id for new terms.
    """
    written = list(map(write_term, said.terms))
    known = _fetch_kept(s, written)
    ids = {kept: one for kept, one, *_ in known}
    new = {kept: term for kept, term in zip(written, said.terms, strict=True) if kept not in ids and term != GAP}
    ids.update(zip(new, count(next_id)))
    ids[write_term(GAP)] = 0
    stream = np.fromiter(map(ids.__getitem__, written), np.int64, len(written))[said.stream]
    batch = _arrange(stream, said.lengths, first_doc)
    keys: defaultdict[str, list[int]] = defaultdict(list)
    _enter_terms(s, new, next_id, batch, keys)
    _change_terms(s, known, batch, keys)
    enter_keys(s, keys)
    seal(s, batch.sealed, MOST_IN_POSTING)
    return pack_streams(stream, said.lengths), next_id + len(new)


class _Batch:
    """The documents that have each term, of those that enter together.

    Args:
        ids: Of the terms, ascending.
        starts: Where the documents of each begin.
        docs: Documents, ascending for each term.
    """

    def __init__(self, ids: Ints, starts: Ints, docs: Ints) -> None:
        self._ids, self._bounds = ids, np.append(starts, docs.size)
        self._raw = docs.astype(DOC).tobytes()
        self.sealed: dict[int, Ints] = {}

    def append(self, ids: Sequence[int], newest: Iterable[bytes]) -> tuple[Ints, list[bytes]]:
        """How many documents each of some terms gains, and its newest with them; none where they are to be sealed.

        Args:
            ids: Of the terms.
            newest: What they have, in the same order.
        """
        places = np.searchsorted(self._ids, ids)
        starts, ends, raw = self._bounds[places], self._bounds[places + 1], self._raw
        bounds = zip((starts * DOC.itemsize).tolist(), (ends * DOC.itemsize).tolist(), strict=True)
        joined = [before + raw[start:end] for before, (start, end) in zip(newest, bounds, strict=True)]
        sizes = np.fromiter(map(len, joined), np.int64, len(joined))
        for place in np.flatnonzero(sizes > MOST_NEWEST * DOC.itemsize).tolist():
            self.sealed[ids[place]] = np.frombuffer(joined[place], DOC).astype(np.int64)
            joined[place] = b""
        return ends - starts, joined


def _arrange(stream: Ints, lengths: Ints, first_doc: int) -> _Batch:
    bits = int(lengths.size).bit_length()
    pairs = (stream << bits) | np.repeat(np.arange(lengths.size), lengths)
    pairs.sort()
    pairs = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]
    term_ids, places = pairs >> bits, pairs & ((1 << bits) - 1)
    starts = np.flatnonzero(np.diff(term_ids, prepend=-1))
    return _Batch(term_ids[starts], starts, places + first_doc)


def _enter_terms(
    s: Session, new: Mapping[str, str], first_id: int, batch: _Batch, keys: defaultdict[str, list[int]]
) -> None:
    """Write the rows of new terms, by how they are kept; adds what they are looked up by to the keys."""
    ids = range(first_id, first_id + len(new))
    gained, newest = batch.append(ids, repeat(b"", len(new)))
    owners = list(map(owner_of, new.values()))
    for one, term, owner, often in zip(ids, new.values(), owners, (gained >= OFTEN).tolist(), strict=True):
        for key in keys_of(term, owner, often=often):
            keys[key].append(one)
    distances = [owner.distance if owner else None for owner in owners]
    rows = zip(ids, gained.tolist(), distances, _tiers(gained).tolist(), new, newest, strict=True)
    insert_rows(s, "term", _TERM_COLUMNS, list(rows))


def _change_terms(s: Session, known: Sequence[_Row], batch: _Batch, keys: defaultdict[str, list[int]]) -> None:
    """Write the rows of terms that there are; adds what those are looked up by that have become frequent."""
    ids = [one for _, one, *_ in known]
    before = np.fromiter((documents for _, _, documents, *_ in known), np.int64, len(known))
    gained, newest = batch.append(ids, (bytes(newest) for _, _, _, newest, _ in known))
    documents = before + gained
    _update_terms(s, list(zip(documents.tolist(), newest, ids, strict=True)))
    tiers = _tiers(documents)
    raised = np.flatnonzero(tiers > _tiers(before)).tolist()
    if raised:
        # Apart, as few are: it changes an index.
        s.execute(
            text("UPDATE term SET tier = :tier WHERE id = :id"),
            [{"id": ids[place], "tier": int(tiers[place])} for place in raised],
        )
    often = np.flatnonzero((before < OFTEN) & (documents >= OFTEN)).tolist()
    for term, one, distance in sorted(
        (read_term(known[place][0]), known[place][1], known[place][4]) for place in often
    ):
        # A term may become frequent a second time, after some of its documents left: then it is there twice.
        if is_obvious(distance):
            for key in sounds_of(term):
                keys[key].append(one)


def remove_documents(s: Session, terms: Mapping[int, int]) -> None:
    """Count documents less for terms; those that no document has any more leave the vocabulary.

    Args:
        s: The caller's transaction, holding the lock of the index.
        terms: How many documents less, by id of the term.
    """
    condition, bound = among(s, "id", terms.keys(), "integer")
    found = fetch_terms(s, f"SELECT term, id, documents, newest FROM term WHERE {condition}", bound)
    gone = {term_id: term for term, term_id, documents, _ in found if documents <= terms[term_id]}
    _update_terms(s, [
        (documents - terms[term_id], bytes(newest), term_id)
        for _, term_id, documents, newest in found if term_id not in gone
    ])  # fmt: skip
    if gone:
        leave_keys(s, gone)
        for table, column in (("posting", "term_id"), ("term", "id")):
            condition, bound = among(s, column, gone.keys(), "integer")
            s.execute(text(f"DELETE FROM {table} WHERE {condition}"), bound)


def read_older(s: Session, ids: Collection[int]) -> dict[int, list[bytes]]:
    """The older documents that have terms, packed, ascending, by id of the term.

    Args:
        s: A transaction.
        ids: Of the terms.
    """
    condition, bound = among(s, "term_id", ids, "integer")
    query = f"SELECT term_id, docs FROM posting WHERE {condition} ORDER BY term_id, first"
    lists: dict[int, list[bytes]] = defaultdict(list)
    for term_id, docs in fetch_rows(s, query, bound):
        lists[term_id].append(bytes(docs))
    return lists


def read_postings(s: Session, known: Iterable[Known]) -> dict[int, Ints]:
    """The documents that have terms, ascending, by id of the term; documents that left the index included.

    Args:
        s: A transaction.
        known: The terms, as `look_up` gives them.
    """
    newest = {one.id: np.frombuffer(one.newest, DOC).astype(np.int64) for one in known}
    older = read_older(s, newest.keys())
    return {one: np.concatenate([*map(unpack_docs, older.get(one, ())), docs]) for one, docs in newest.items()}


def _update_terms(s: Session, rows: Sequence[tuple[int, bytes, int]]) -> None:
    """Write documents and newest of terms, by id."""
    if not rows:
        return
    if on_sqlite(s):
        s.connection().exec_driver_sql(
            "UPDATE term SET documents = ?, newest = ? WHERE id = ?", sorted(rows, key=lambda row: row[2])
        )
        return
    documents, newest, ids = (list(column) for column in zip(*rows, strict=True))
    s.execute(
        text("UPDATE term SET documents = new.documents, newest = new.newest FROM unnest(CAST(:ids AS integer[]), "
             "CAST(:documents AS integer[]), CAST(:newest AS bytea[])) AS new(id, documents, newest) "
             "WHERE term.id = new.id"),
        {"ids": ids, "documents": documents, "newest": newest},
    )  # fmt: skip


def seal(s: Session, lists: Mapping[int, Ints], most: int) -> None:
    """Append documents to where older ones lie.

    Args:
        s: The caller's transaction, holding the lock of the index.
        lists: Ascending, later than those that are there; by id of the term.
        most: Documents of a row from which the next one begins.
    """
    if not lists:
        return
    last = fetch_last(s, "posting", "term_id", "docs", lists.keys())
    joined = dict(lists)
    for term_id, _, docs in last:
        older = unpack_docs(bytes(docs))
        if older.size < most:
            joined[term_id] = np.concatenate([older, lists[term_id]])
    write_postings(s, joined)


def write_postings(s: Session, lists: Mapping[int, Ints]) -> None:
    """Write lists of documents in rows that are not too long, over those that begin with the same document.

    Args:
        s: The caller's transaction, holding the lock of the index.
        lists: Ascending, by id of the term.
    """
    rows = [
        (term_id, int(docs[at]), pack_docs(docs[at : at + MOST_IN_POSTING]))
        for term_id, docs in lists.items()
        for at in range(0, docs.size, MOST_IN_POSTING)
    ]
    conflict = "ON CONFLICT (term_id, first) DO UPDATE SET docs = excluded.docs"
    insert_rows(s, "posting", _POSTING_COLUMNS, rows, conflict)
