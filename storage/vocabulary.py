"""The vocabulary: every token of the index, the documents that have it, how it sounds and whose misreading it is."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from nasti.hindi import has_devanagari, sound_keys
from storage.lexicon import TENTH, find_owner
from storage.postings import DOC, MOST_IN_POSTING, MOST_NEWEST, Ints, pack_docs, unpack_docs

MARK = "="
"""Begins terms that are no words of a page: parts of file numbers, and words of fields (``=from=तहसीलदार``)."""


LAST = "\U0010ffff"
"""Sorts behind every token."""

OFTEN = 3
"""Documents from which a token that looks like a misreading is found by how it sounds: it may be a name."""


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
        kind: "text" or "bigint".
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
    found = s.execute(text(f"SELECT term, id, documents, newest FROM term WHERE {condition}"), bound)
    return {term: Known(term_id, documents, bytes(newest)) for term, term_id, documents, newest in found}


def terms_of(s: Session, ids: Collection[int]) -> dict[int, str]:
    """The terms of some ids.

    Args:
        s: A transaction.
        ids: Of terms of the vocabulary.
    """
    condition, bound = among(s, "id", ids, "bigint")
    return {term_id: term for term_id, term in s.execute(text(f"SELECT id, term FROM term WHERE {condition}"), bound)}


def add_documents(s: Session, terms: Mapping[str, Sequence[int]], next_id: int) -> dict[str, int]:
    """Note which new documents have which terms; terms that are new enter the vocabulary.

    Args:
        s: The caller's transaction, holding the lock of the index.
        terms: The new documents that have each, ascending; all higher than any that was noted before.
        next_id: The first id for new terms.

    Returns:
        The id of each term.
    """
    known = look_up(s, terms.keys())
    new = [term for term in terms if term not in known]
    ids = {term: one.id for term, one in known.items()} | dict(
        zip(new, range(next_id, next_id + len(new)), strict=True)
    )
    rows, often = [], []
    sealed: dict[int, Ints] = {}
    for term, docs in terms.items():
        before = known.get(term)
        newest = (before.newest if before else b"") + np.asarray(docs, DOC).tobytes()
        if len(newest) > MOST_NEWEST * DOC.itemsize:
            sealed[ids[term]] = np.frombuffer(newest, DOC).astype(np.int64)
            newest = b""
        if before:
            rows.append((before.id, before.documents + len(docs), newest))
            if before.documents < OFTEN <= before.documents + len(docs):
                often.append((before.id, term))
        else:
            rows.append((ids[term], len(docs), newest))
    _enter_terms(s, new, ids)
    _enter_keys(s, [(term_id, key) for term_id, term in often for key in set(sound_keys_of(term)) - set(keys_of(term))])
    _update_terms(s, rows)
    _seal(s, sealed)
    return ids


def remove_documents(s: Session, terms: Mapping[int, int]) -> None:
    """Count documents less for terms; those that no document has any more leave the vocabulary.

    Args:
        s: The caller's transaction, holding the lock of the index.
        terms: How many documents less, by id of the term.
    """
    condition, bound = among(s, "id", terms.keys(), "bigint")
    found = s.execute(text(f"SELECT id, term, documents FROM term WHERE {condition}"), bound).all()
    gone = {term_id: term for term_id, term, documents in found if documents <= terms[term_id]}
    left = [(term_id, documents - terms[term_id]) for term_id, _, documents in found if term_id not in gone]
    if on_sqlite(s):
        update = text("UPDATE term SET documents = :documents WHERE id = :id")
        if left:
            s.execute(update, [{"id": term_id, "documents": documents} for term_id, documents in left])
    else:
        s.execute(
            text("UPDATE term SET documents = new.documents "
                 "FROM unnest(CAST(:ids AS bigint[]), CAST(:documents AS integer[])) AS new(id, documents) "
                 "WHERE term.id = new.id"),
            {"ids": [one for one, _ in left], "documents": [count for _, count in left]},
        )  # fmt: skip
    if gone:
        keys = [{"key": key, "id": term_id} for term_id, term in gone.items() for key in sound_keys_of(term)]
        if keys:
            s.execute(text("DELETE FROM term_key WHERE key = :key AND term_id = :id"), keys)
        for table, column in (("posting", "term_id"), ("term", "id")):
            condition, bound = among(s, column, gone.keys(), "bigint")
            s.execute(text(f"DELETE FROM {table} WHERE {condition}"), bound)


def sound_keys_of(term: str) -> tuple[str, ...]:
    """The sounds by which a term may be found; none for those without Hindi."""
    return () if term.startswith(MARK) or not has_devanagari(term) else sound_keys(term)


def keys_of(term: str) -> tuple[str, ...]:
    """The sounds by which a term is found from the start: those of obvious misreadings are not, only their owner's."""
    owner = find_owner(term)
    return () if owner is not None and owner.distance < TENTH else sound_keys_of(term)


def read_postings(s: Session, known: Iterable[Known]) -> dict[int, Ints]:
    """The documents that have terms, ascending, by id of the term; documents that left the index included.

    Args:
        s: A transaction.
        known: The terms, as `look_up` gives them.
    """
    lists: dict[int, list[Ints]] = {}
    newest: dict[int, Ints] = {}
    for one in known:
        newest[one.id] = np.frombuffer(one.newest, DOC).astype(np.int64)
        lists[one.id] = []
    condition, bound = among(s, "term_id", lists.keys(), "bigint")
    older = s.execute(text(f"SELECT term_id, docs FROM posting WHERE {condition} ORDER BY term_id, first"), bound)
    for term_id, docs in older:
        lists[term_id].append(unpack_docs(bytes(docs)))
    return {term_id: np.concatenate([*found, newest[term_id]]) for term_id, found in lists.items()}


def _enter_terms(s: Session, new: Sequence[str], ids: Mapping[str, int]) -> None:
    if not new:
        return
    rows, keys = [], []
    for term in new:
        owner = None if term.startswith(MARK) else find_owner(term)
        rows.append((ids[term], term, owner.key if owner else None, owner.distance if owner else None))
        keys += [(ids[term], key) for key in keys_of(term)]
    if on_sqlite(s):
        # Straight to the driver: binding by name costs more than the insertion.
        s.connection().exec_driver_sql(
            "INSERT INTO term (id, term, documents, owner, distance, newest) VALUES (?, ?, 0, ?, ?, x'')", rows
        )
    else:
        s.execute(
            text("INSERT INTO term (id, term, documents, owner, distance, newest) "
                 "SELECT id, term, 0, owner, distance, '' FROM unnest(CAST(:ids AS bigint[]), CAST(:terms AS text[]), "
                 "CAST(:owners AS bigint[]), CAST(:distances AS smallint[])) AS new(id, term, owner, distance)"),
            dict(zip(("ids", "terms", "owners", "distances"), map(list, zip(*rows, strict=True)), strict=True)),
        )  # fmt: skip
    _enter_keys(s, keys)


def _enter_keys(s: Session, keys: Sequence[tuple[int, str]]) -> None:
    if keys:
        # A term may become frequent a second time, after some of its documents left.
        query = "INSERT INTO term_key (key, term_id) VALUES (:key, :term_id) ON CONFLICT DO NOTHING"
        s.execute(text(query), [{"key": key, "term_id": term_id} for term_id, key in keys])


def _update_terms(s: Session, rows: Sequence[tuple[int, int, bytes]]) -> None:
    if not rows:
        return
    if on_sqlite(s):
        s.connection().exec_driver_sql(
            "UPDATE term SET documents = ?, newest = ? WHERE id = ?",
            [(documents, newest, one) for one, documents, newest in sorted(rows)],
        )
        return
    ids, documents, newest = (list(column) for column in zip(*rows, strict=True))
    s.execute(
        text("UPDATE term SET documents = new.documents, newest = new.newest FROM unnest(CAST(:ids AS bigint[]), "
             "CAST(:documents AS integer[]), CAST(:newest AS bytea[])) AS new(id, documents, newest) "
             "WHERE term.id = new.id"),
        {"ids": ids, "documents": documents, "newest": newest},
    )  # fmt: skip


def _seal(s: Session, full: Mapping[int, Ints]) -> None:
    """Move the newest documents of terms that have many to where older ones lie."""
    if not full:
        return
    condition, bound = among(s, "term_id", full.keys(), "bigint")
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
        {"term_id": term_id, "first": int(docs[at]), "docs": pack_docs(docs[at : at + MOST_IN_POSTING])}
        for term_id, docs in lists.items()
        for at in range(0, docs.size, MOST_IN_POSTING)
    ]
    if rows:
        s.execute(
            text("INSERT INTO posting (term_id, first, docs) VALUES (:term_id, :first, :docs) "
                 "ON CONFLICT (term_id, first) DO UPDATE SET docs = excluded.docs"),
            rows,
        )  # fmt: skip
