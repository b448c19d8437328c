"""The vocabulary: every token of the index, in how many documents it occurs, and how it sounds."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from nasti.hindi import has_devanagari, sound_keys
from storage.index_tables import TermKeyRow, TermRow

BATCH = 5000
"""Values bound to one statement: both databases refuse more than 32 thousand."""


def add_terms(s: Session, terms: Collection[str]) -> None:
    """Count one more document for each term; new ones enter the vocabulary.

    Args:
        s: The caller's transaction, holding the lock of the index.
        terms: The different tokens of one document.
    """
    known = count_documents(s, terms)
    new = sorted(set(terms) - known.keys())
    _change_counts(s, known, 1)
    if new:
        s.execute(insert(TermRow), [{"term": term, "documents": 1} for term in new])
    keys = [{"key": key, "term": term} for term in new if has_devanagari(term) for key in sound_keys(term)]
    if keys:
        s.execute(insert(TermKeyRow), keys)


def remove_terms(s: Session, terms: Collection[str]) -> None:
    """Count one document less for each term; those that no document has any more leave the vocabulary.

    Args:
        s: The caller's transaction, holding the lock of the index.
        terms: The different tokens of one document that was counted by `add_terms`.
    """
    _change_counts(s, terms, -1)
    for batch in _batches(terms):
        gone = list(s.scalars(select(TermRow.term).where(TermRow.term.in_(batch), TermRow.documents <= 0)))
        if gone:
            s.execute(delete(TermKeyRow).where(TermKeyRow.term.in_(gone)))
            s.execute(delete(TermRow).where(TermRow.term.in_(gone)))


def count_documents(s: Session, terms: Collection[str]) -> dict[str, int]:
    """In how many pages and nasti each term occurs; those that occur nowhere are left out.

    Args:
        s: A transaction.
        terms: Tokens.
    """
    found: dict[str, int] = {}
    for batch in _batches(terms):
        for term, documents in s.execute(select(TermRow.term, TermRow.documents).where(TermRow.term.in_(batch))):
            found[term] = documents
    return found


def _change_counts(s: Session, terms: Collection[str], by: int) -> None:
    for batch in _batches(terms):
        s.execute(
            update(TermRow)
            .where(TermRow.term.in_(batch))
            .values(documents=TermRow.documents + by)
            .execution_options(synchronize_session=False)
        )


def _batches(terms: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(terms)
    return (ordered[first : first + BATCH] for first in range(0, len(ordered), BATCH))
