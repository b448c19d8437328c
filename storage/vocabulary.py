"""The vocabulary: every token of the index, in how many documents it occurs, and how it sounds."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from nasti.hindi import has_devanagari, sound_keys
from storage.index_tables import TermKeyRow

# A page has hundreds of tokens: bound as one JSON list they cost a third of what as many parameters do.
_LISTED = {
    "sqlite": "SELECT value FROM json_each(:terms)",
    "postgresql": "SELECT jsonb_array_elements_text(CAST(:terms AS jsonb))",
}


def add_terms(s: Session, terms: Collection[str]) -> None:
    """Count one more document for each term; new ones enter the vocabulary.

    Args:
        s: The caller's transaction, holding the lock of the index.
        terms: The different tokens of one document.
    """
    counted = s.execute(
        text(
            f"INSERT INTO term (term, documents) SELECT listed.*, 1 FROM ({_listed(s)}) AS listed WHERE true "
            "ON CONFLICT (term) DO UPDATE SET documents = term.documents + 1 RETURNING term, documents"
        ),
        _bind(terms),
    )
    new = sorted(term for term, documents in counted if documents == 1 and has_devanagari(term))
    keys = [{"key": key, "term": term} for term in new for key in sound_keys(term)]
    if keys:
        s.execute(insert(TermKeyRow), keys)


def remove_terms(s: Session, terms: Collection[str]) -> None:
    """Count one document less for each term; those that no document has any more leave the vocabulary.

    Args:
        s: The caller's transaction, holding the lock of the index.
        terms: The different tokens of one document that was counted by `add_terms`.
    """
    of_these = f"WHERE term IN ({_listed(s)})"
    s.execute(text(f"UPDATE term SET documents = documents - 1 {of_these}"), _bind(terms))
    gone = f"SELECT term FROM term {of_these} AND documents <= 0"
    s.execute(text(f"DELETE FROM term_key WHERE term IN ({gone})"), _bind(terms))
    s.execute(text(f"DELETE FROM term {of_these} AND documents <= 0"), _bind(terms))


def _listed(s: Session) -> str:
    return _LISTED[s.get_bind().dialect.name]


def _bind(terms: Collection[str]) -> dict[str, str]:
    # Sorted for the index's sake: neighbours lie on one page of it.
    return {"terms": json.dumps(sorted(terms), ensure_ascii=False)}
