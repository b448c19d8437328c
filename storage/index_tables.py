"""The tables of the search index.

`page_tokens` and `nasti_tokens` hold what was indexed; the inverted indexes beside them, `page_index` and
`nasti_index`, are made by hand because they are another thing on each database. Both have the columns ``words`` and
``numbers``: folded tokens, and the parts of canonical file numbers.
"""

from __future__ import annotations

from sqlalchemy import Connection, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Term
from storage.tables import RowId, Table


class PageTokensRow(Table):
    """Exactly what was indexed for a page, packed: taking it out again needs the very same tokens."""

    __tablename__ = "page_tokens"

    page_id: Mapped[int] = mapped_column(RowId, ForeignKey("page.id"), primary_key=True)
    packed: Mapped[bytes]


class NastiTokensRow(Table):
    """Exactly what was indexed for the fields of a nasti, packed."""

    __tablename__ = "nasti_tokens"

    nasti_id: Mapped[int] = mapped_column(RowId, ForeignKey("nasti.id"), primary_key=True)
    packed: Mapped[bytes]


class TermRow(Table):
    """A token of the vocabulary, with the number of pages and nasti that have it."""

    __tablename__ = "term"

    term: Mapped[str] = mapped_column(Term, primary_key=True)
    documents: Mapped[int]


class TermKeyRow(Table):
    """How a Devanagari token sounds, so that Roman spellings find it."""

    __tablename__ = "term_key"

    key: Mapped[str] = mapped_column(Term, primary_key=True)
    term: Mapped[str] = mapped_column(Term, ForeignKey("term.term"), primary_key=True, index=True)


# By default FTS5 takes vowel signs for separators and splits राजस्व into three; the categories keep words whole.
# Contentless: the text itself lies in `words`; SQLite 3.40 then takes a page out only by its exact old tokens.
_SQLITE = (
    "CREATE VIRTUAL TABLE {table} USING fts5(words, numbers, content='', "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N*' tokenchars '/'\")",
)
_POSTGRESQL = (
    "CREATE TABLE {table} (rowid bigint PRIMARY KEY, words tsvector NOT NULL, numbers tsvector NOT NULL)",
    "CREATE INDEX ix_{table}_words ON {table} USING gin (words)",
    "CREATE INDEX ix_{table}_numbers ON {table} USING gin (numbers)",
)
_INDEXES = ("page_index", "nasti_index")


def create_index(connection: Connection) -> None:
    """Make the inverted indexes.

    Args:
        connection: In a transaction, on SQLite or PostgreSQL.

    Source: measured: surface tokens alone in a contentless index are half the size of an index with stems.
    """
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        for table in _INDEXES:
            connection.exec_driver_sql(statement.format(table=table))
