"""The vocabulary: every token of the index, the documents that have it, how it sounds and whose misreading it is."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from nasti.hindi import has_devanagari
from nasti.roman import key_devanagari
from storage.lexicon import TENTH, Owner, find_owner
from storage.postings import (
    DOC,
    MOST_IN_POSTING,
    MOST_NEWEST,
    Ints,
    pack_docs,
    pack_ids,
    pack_streams,
    unpack_docs,
    unpack_ids,
)

MARK = "="
"""Begins terms that are no words of a page: parts of file numbers, and words of fields (``=from=तहसीलदार``)."""

GAP = "/"
"""Stands between two numbers or keywords, so that no query matches the end of one and the start of the next."""

LAST = "\U0010ffff"
"""Sorts behind every token."""

OFTEN = 3
"""Documents from which a token that looks like a misreading is found by how it sounds: it may be a name."""

MOST_OF_KEY = 1_500
"""Bytes of ids in one row of a key, from which the next one begins: it is written again for every term that comes."""

_TERM_COLUMNS = {"id": "integer", "documents": "integer", "distance": "smallint", "term": "text", "newest": "bytea"}
_KEY_COLUMNS = {"key": "text", "first": "integer", "ids": "bytea"}
_POSTING_COLUMNS = {"term_id": "integer", "first": "integer", "docs": "bytea"}


@dataclass(frozen=True, slots=True)
class Known:
    """A term of the vocabulary.

    Attributes:
        id: Its row.
        documents: How many have it.
        newest: The last of them, as `TermRow` keeps them.
    """

    id: int
    documents: int
    newest: bytes


def on_sqlite(s: Session) -> bool:
    """Whether the database is SQLite; PostgreSQL it is otherwise."""
    return s.get_bind().dialect.name == "sqlite"


def among(
    s: Session, column: str, values: Collection[str] | Collection[int], kind: str
) -> tuple[str, dict[str, object]]:
    """A condition that a column has one of many values, bound as one parameter: many cost three times as much.

    Args:
        s: A transaction.
        column: As SQL names it.
        values: Any number.
        kind: "text" or "integer".
    """
    ordered = sorted(values)
    if on_sqlite(s):
        return f"{column} IN (SELECT value FROM json_each(:values))", {
            "values": json.dumps(ordered, ensure_ascii=False)
        }
    return f"{column} = ANY(CAST(:values AS {kind}[]))", {"values": ordered}


def look_up(s: Session, terms: Collection[str]) -> dict[str, Known]:
    """The terms that the vocabulary has of some.

    Args:
        s: A transaction.
        terms: Any number.
    """
    condition, bound = among(s, "term", terms, "text")
    found = s.execute(text(f"SELECT term, id, documents, newest FROM term WHERE {condition}"), bound).all()
    return {term: Known(term_id, documents, bytes(newest)) for term, term_id, documents, newest in found}


def terms_of(s: Session, ids: Collection[int]) -> dict[int, str]:
    """The terms of some ids.

    Args:
        s: A transaction.
        ids: Of terms of the vocabulary.
    """
    condition, bound = among(s, "id", ids, "integer")
    return {term_id: term for term_id, term in s.execute(text(f"SELECT id, term FROM term WHERE {condition}"), bound)}


def add_documents(s: Session, words: Sequence[Sequence[str]], first_doc: int, next_id: int) -> tuple[list[bytes], int]:
    """Note which new documents have which terms; terms that are new enter the vocabulary.

    Args:
        s: The caller's transaction, holding the lock of the index.
        words: The terms of each document, in order, with `GAP` where no query reaches across.
        first_doc: Number of the first document, higher than any that was noted before; the others follow.
        next_id: The first id for new terms.

    Returns:
        The ids of the terms of each document, packed; the next id for new terms.
    """
    numbers: dict[str, int] = {}
    # Each term by the place where it first stands: one look-up for each word of a page, which is most of the cost.
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    places = map(numbers.setdefault, chain.from_iterable(words), count())
    stream = np.fromiter(places, np.int64, int(lengths.sum()))
    known = look_up(s, numbers.keys())
    new = [term for term in numbers if term not in known and term != GAP]
    ids = {term: one.id for term, one in known.items()} | dict(zip(new, count(next_id))) | {GAP: 0}
    table = np.zeros(stream.size, np.int64)
    table[list(numbers.values())] = [ids[term] for term in numbers]
    stream = table[stream]
    batch = _arrange(stream, lengths, first_doc)
    keys: defaultdict[str, list[int]] = defaultdict(list)
    _enter_terms(s, [(ids[term], term) for term in new], batch, keys)
    _change_terms(s, [(term, one) for term, one in known.items() if one.id], batch, keys)
    _enter_keys(s, keys)
    _seal(s, batch.sealed)
    return pack_streams(stream, lengths), next_id + len(new)


class _Batch:
    """The documents that have each term, of those that enter together.

    Args:
        ids: Of the terms, ascending.
        starts: Where the documents of each begin.
        docs: Documents, ascending for each term.
    """

    def __init__(self, ids: Ints, starts: Ints, docs: Ints) -> None:
        ends = np.append(starts[1:], docs.size)
        self._spans = dict(zip(ids.tolist(), zip(starts.tolist(), ends.tolist(), strict=True), strict=True))
        self._raw = docs.astype(DOC).tobytes()
        self.sealed: dict[int, Ints] = {}

    def append(self, one: int, newest: bytes) -> tuple[int, bytes]:
        """How many documents a term gains, and its newest with them; none where they are to be sealed."""
        start, end = self._spans[one]
        joined = newest + self._raw[start * DOC.itemsize : end * DOC.itemsize]
        if len(joined) > MOST_NEWEST * DOC.itemsize:
            self.sealed[one] = np.frombuffer(joined, DOC).astype(np.int64)
            joined = b""
        return end - start, joined


def _arrange(stream: Ints, lengths: Ints, first_doc: int) -> _Batch:
    docs = lengths.size
    pairs = stream * docs + np.repeat(np.arange(docs), lengths)
    pairs.sort()
    pairs = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]
    term_ids, places = np.divmod(pairs, max(1, docs))
    starts = np.flatnonzero(np.diff(term_ids, prepend=-1))
    return _Batch(term_ids[starts], starts, places + first_doc)


def _enter_terms(s: Session, new: Iterable[tuple[int, str]], batch: _Batch, keys: defaultdict[str, list[int]]) -> None:
    """Write the rows of new terms; adds what they are looked up by to the keys."""
    rows: list[tuple[int, int, int | None, str, bytes]] = []
    for one, term in new:
        owner = owner_of(term)
        gained, newest = batch.append(one, b"")
        rows.append((one, gained, owner.distance if owner else None, term, newest))
        for key in _keys_of(term, owner, often=gained >= OFTEN):
            keys[key].append(one)
    insert_rows(s, "term", _TERM_COLUMNS, rows)


def _change_terms(
    s: Session, known: Iterable[tuple[str, Known]], batch: _Batch, keys: defaultdict[str, list[int]]
) -> None:
    """Write the rows of terms that there are; adds what those are looked up by that have become frequent."""
    rows: list[tuple[int, bytes, int]] = []
    for term, before in known:
        gained, newest = batch.append(before.id, before.newest)
        rows.append((before.documents + gained, newest, before.id))
        if before.documents < OFTEN <= before.documents + gained:
            # A term may become frequent a second time, after some of its documents left: then it is there twice.
            owner = owner_of(term)
            some = _keys_of(term, owner, often=False)
            for key in _keys_of(term, owner, often=True):
                if key not in some:
                    keys[key].append(before.id)
    _update_terms(s, rows)


def remove_documents(s: Session, terms: Mapping[int, int]) -> None:
    """Count documents less for terms; those that no document has any more leave the vocabulary.

    Args:
        s: The caller's transaction, holding the lock of the index.
        terms: How many documents less, by id of the term.
    """
    condition, bound = among(s, "id", terms.keys(), "integer")
    found = s.execute(text(f"SELECT id, term, documents, newest FROM term WHERE {condition}"), bound).all()
    gone = {term_id: term for term_id, term, documents, _ in found if documents <= terms[term_id]}
    _update_terms(s, [
        (documents - terms[term_id], bytes(newest), term_id)
        for term_id, _, documents, newest in found if term_id not in gone
    ])  # fmt: skip
    if gone:
        _leave_keys(s, gone)
        for table, column in (("posting", "term_id"), ("term", "id")):
            condition, bound = among(s, column, gone.keys(), "integer")
            s.execute(text(f"DELETE FROM {table} WHERE {condition}"), bound)


def owner_of(term: str) -> Owner | None:
    """The known word that a term is most probably a misreading of; none for what is no word of a page."""
    return None if term.startswith(MARK) else find_owner(term)


def owner_key(word: str) -> str:
    """What the misreadings of a known word are looked up by."""
    return MARK + word


def _keys_of(term: str, owner: Owner | None, *, often: bool) -> tuple[str, ...]:
    """What a term is looked up by: its owner, and how it sounds unless it is an obvious misreading and rare."""
    sounds = key_devanagari(term) if has_devanagari(term) and not term.startswith(MARK) else ()
    if owner is None:
        return sounds
    return (owner_key(owner.word), *(sounds if often or owner.distance >= TENTH else ()))


def read_keys(s: Session, keys: Collection[str], most: int) -> dict[str, list[int]]:
    """Ids of the terms that are looked up by keys; of each key those that entered first, as they are the frequent ones.

    Args:
        s: A transaction.
        keys: Any number.
        most: About how many of each key.
    """
    condition, bound = among(s, "key", keys, "text")
    found: dict[str, list[int]] = defaultdict(list)
    # Rows are read by the dozen and most keys have one: what is too much is left out here.
    rows = s.execute(text(f"SELECT key, first, ids FROM term_key WHERE {condition} ORDER BY key, first"), bound)
    for key, _, ids in rows:
        if len(found[key]) < most:
            found[key] += unpack_ids(bytes(ids)).tolist()
    return {key: list(dict.fromkeys(ids)) for key, ids in found.items()}


def read_older(s: Session, ids: Collection[int]) -> dict[int, list[bytes]]:
    """The older documents that have terms, packed, ascending, by id of the term.

    Args:
        s: A transaction.
        ids: Of the terms.
    """
    condition, bound = among(s, "term_id", ids, "integer")
    query = f"SELECT term_id, docs FROM posting WHERE {condition} ORDER BY term_id, first"
    lists: dict[int, list[bytes]] = defaultdict(list)
    for term_id, docs in s.execute(text(query), bound).all():
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


def insert_rows(
    s: Session, table: str, columns: Mapping[str, str], rows: Sequence[tuple[object, ...]], conflict: str = ""
) -> None:
    """Insert rows, straight to the driver: binding by name costs more than the insertion.

    Args:
        s: A transaction that writes.
        table: Its name.
        columns: Their types on PostgreSQL, by name, in the order of the rows.
        rows: Any number.
        conflict: What is to be done with rows that are there, as SQL says it.
    """
    if not rows:
        return
    names = ", ".join(columns)
    if on_sqlite(s):
        places = ", ".join("?" * len(columns))
        s.connection().exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({places}) {conflict}", list(rows))
        return
    arrays = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in columns.items())
    values = dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))
    s.execute(text(f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) {conflict}"), values)


def _enter_keys(s: Session, keys: Mapping[str, Sequence[int]]) -> None:
    """Append terms to what is looked up by keys."""
    if not keys:
        return
    condition, bound = among(s, "key", keys.keys(), "text")
    last = s.execute(
        text("SELECT term_key.key, term_key.first, ids FROM term_key JOIN "
             f"(SELECT key, max(first) AS first FROM term_key WHERE {condition} GROUP BY key) AS last "
             "ON term_key.key = last.key AND term_key.first = last.first"),
        bound,
    )  # fmt: skip
    there = {key: (first, bytes(ids)) for key, first, ids in last if len(ids) < MOST_OF_KEY}
    rows = [(key, there.get(key, (ids[0], b""))[0], there.get(key, (0, b""))[1] + pack_ids(ids))
            for key, ids in keys.items()]  # fmt: skip
    insert_rows(s, "term_key", _KEY_COLUMNS, rows, "ON CONFLICT (key, first) DO UPDATE SET ids = excluded.ids")


def _leave_keys(s: Session, gone: Mapping[int, str]) -> None:
    """Take terms out of what is looked up by keys."""
    keys = {key for term in gone.values() for key in _keys_of(term, owner_of(term), often=True)}
    condition, bound = among(s, "key", keys, "text")
    for key, first, ids in s.execute(text(f"SELECT key, first, ids FROM term_key WHERE {condition}"), bound).all():
        before = unpack_ids(bytes(ids)).tolist()
        left = [one for one in before if one not in gone]
        row = {"key": key, "first": first, "ids": pack_ids(left)}
        if not left:
            s.execute(text("DELETE FROM term_key WHERE key = :key AND first = :first"), row)
        elif len(left) < len(before):
            s.execute(text("UPDATE term_key SET ids = :ids WHERE key = :key AND first = :first"), row)


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


def _seal(s: Session, full: Mapping[int, Ints]) -> None:
    """Move the newest documents of terms that have many to where older ones lie."""
    if not full:
        return
    condition, bound = among(s, "term_id", full.keys(), "integer")
    last = s.execute(
        text("SELECT posting.term_id, posting.first, docs FROM posting JOIN "
             f"(SELECT term_id, max(first) AS first FROM posting WHERE {condition} GROUP BY term_id) AS last "
             "ON posting.term_id = last.term_id AND posting.first = last.first"),
        bound,
    )  # fmt: skip
    joined = dict(full)
    for term_id, _, docs in last:
        older = unpack_docs(bytes(docs))
        if older.size < MOST_IN_POSTING:
            joined[term_id] = np.concatenate([older, full[term_id]])
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
