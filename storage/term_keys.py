"""What terms are looked up by beside themselves: how they sound, and whose misreadings they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from nasti.hindi import has_devanagari
from nasti.roman import key_devanagari
from storage.lexicon import TENTH, Owner, find_owner
from storage.postings import pack_ids, pack_streams, unpack_ids
from storage.rows import among, fetch_last, fetch_rows, insert_rows

MARK = "="
"""Begins terms that are no words of a page: parts of file numbers, and words of fields (``=from=तहसीलदार``)."""

MOST_OF_KEY = 1_500
"""Bytes of ids in one row of a key, from which the next one begins: it is written again for every term that comes."""

_COLUMNS = {"key": "text", "first": "integer", "ids": "bytea"}


def owner_of(term: str) -> Owner | None:
    """The known word that a term is most probably a misreading of; none for what is no word of a page."""
    return None if term.startswith(MARK) else find_owner(term)


def owner_key(word: str) -> str:
    """What the misreadings of a known word are looked up by."""
    return MARK + word


def is_obvious(distance: int | None) -> bool:
    """Whether a term is an obvious misreading, which is found by how it sounds only where it is on many pages.

    Args:
        distance: From its owner, in tenths of an edit; None where it has none.
    """
    return distance is not None and distance < TENTH


def sounds_of(term: str) -> tuple[str, ...]:
    """How a term sounds, the likeliest first; nothing for what is no word of Devanagari.

    Args:
        term: Of the vocabulary.
    """
    return key_devanagari(term) if has_devanagari(term) and not term.startswith(MARK) else ()


def keys_of(term: str, owner: Owner | None, *, often: bool) -> tuple[str, ...]:
    """What a term is looked up by: its owner, and how it sounds unless it is an obvious misreading and rare.

    Args:
        term: Of the vocabulary.
        owner: `owner_of` it.
        often: Whether it is on many pages: what looks like a misreading may then be a name.
    """
    if owner is None:
        return sounds_of(term)
    return (owner_key(owner.word), *(sounds_of(term) if often or not is_obvious(owner.distance) else ()))


def read_keys(s: Session, keys: Collection[str], most: int) -> dict[str, list[int]]:
    """Ids of the terms that are looked up by keys; of each key those that entered first, as they are the frequent ones.

    Args:
        s: A transaction.
        keys: Any number.
        most: How many of each key.
    """
    condition, bound = among(s, "key", keys, "text")
    found: dict[str, list[int]] = defaultdict(list)
    # Rows are read by the dozen and most keys have one: what is too much is left out here.
    query = f"SELECT key, ids FROM term_key WHERE {condition} ORDER BY key, first"
    for key, ids in fetch_rows(s, query, bound):
        if len(found[key]) < most:
            found[key] += unpack_ids(bytes(ids)).tolist()
    return {key: list(dict.fromkeys(ids))[:most] for key, ids in found.items()}


def enter_keys(s: Session, keys: Mapping[str, Sequence[int]]) -> None:
    """Append terms to what is looked up by keys.

    Args:
        s: The caller's transaction, holding the lock of the index.
        keys: Ids of the terms of each, ascending.
    """
    if not keys:
        return
    last = fetch_last(s, "term_key", "key", "ids", keys.keys())
    there = {key: (first, bytes(ids)) for key, first, ids in last if len(ids) < MOST_OF_KEY}
    lengths = list(map(len, keys.values()))
    packed = pack_streams(np.fromiter(chain.from_iterable(keys.values()), np.int64, sum(lengths)), lengths)
    rows = []
    # Rows lie by key.
    for key, coming in sorted(zip(keys, packed, strict=True)):
        first, before = there.get(key, (keys[key][0], b""))
        rows.append((key, first, before + coming))
    insert_rows(s, "term_key", _COLUMNS, rows, "ON CONFLICT (key, first) DO UPDATE SET ids = excluded.ids")


def leave_keys(s: Session, gone: Mapping[int, str]) -> None:
    """Take terms out of what is looked up by keys.

    Args:
        s: The caller's transaction, holding the lock of the index.
        gone: The terms, by id.
    """
    keys = {key for term in gone.values() for key in keys_of(term, owner_of(term), often=True)}
    condition, bound = among(s, "key", keys, "text")
    for key, first, ids in s.execute(text(f"SELECT key, first, ids FROM term_key WHERE {condition}"), bound).all():
        before = unpack_ids(bytes(ids)).tolist()
        left = [one for one in before if one not in gone]
        row = {"key": key, "first": first, "ids": pack_ids(left)}
        if not left:
            s.execute(text("DELETE FROM term_key WHERE key = :key AND first = :first"), row)
        elif len(left) < len(before):
            s.execute(text("UPDATE term_key SET ids = :ids WHERE key = :key AND first = :first"), row)
