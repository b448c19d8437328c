"""The tables of the search index: the same on SQLite and PostgreSQL, so that both find the same.

What is indexed is a *document*: a page, or the fields of a nasti. Its number rises with every document that enters and
is never given again, so the list of a term's documents grows at its end only. A document that leaves loses its nasti
in `doc_block`, which takes it out of every answer; the lists forget it when they are next made anew.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Term
from storage.tables import RowId, Table


class TermRow(Table):
    """A token of the vocabulary, with the newest documents that have it.

    ``documents`` counts those that are in the index; ``newest`` lists the last of them, `storage.postings` says how,
    and `PostingRow` has those before. ``owner`` is the `storage.lexicon.owner_key` of the known word that this one is
    most probably a misreading of, ``distance`` how far it is from that, in tenths of an edit.
    """

    __tablename__ = "term"
    __table_args__ = (
        Index("ix_term_owner", "owner", sqlite_where=text("owner IS NOT NULL"),
              postgresql_where=text("owner IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    term: Mapped[str] = mapped_column(Term, unique=True)
    documents: Mapped[int]
    owner: Mapped[int | None] = mapped_column(RowId)
    distance: Mapped[int | None] = mapped_column(SmallInteger)
    newest: Mapped[bytes]


class PostingRow(Table):
    """Older documents of a frequent term, ascending, from ``first`` on; packed by `storage.postings.pack_docs`."""

    __tablename__ = "posting"

    term_id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    first: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    docs: Mapped[bytes]


class TermKeyRow(Table):
    """How a Devanagari token sounds, so that Roman spellings find it; misreadings are found by their owner."""

    __tablename__ = "term_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(Term, primary_key=True)
    term_id: Mapped[int] = mapped_column(RowId, primary_key=True)


class DocumentRow(Table):
    """Exactly what was indexed: the ids of its terms in order, packed by `storage.postings.pack_ids`, 0 for a gap.

    A page's row names it; the row of the fields of a nasti names no page. ``described`` is a checksum of what else than
    the words was indexed: the kind of the page, and the fields of the paper that it belongs to.
    """

    __tablename__ = "document"

    doc: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    nasti_id: Mapped[int] = mapped_column(RowId, ForeignKey("nasti.id"), index=True)
    page_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("page.id"), unique=True)
    described: Mapped[int] = mapped_column(RowId)
    terms: Mapped[bytes]


class DocBlockRow(Table):
    """Of `storage.postings.BLOCK` documents that follow each other: the nasti of each (int32, 0 for none) and its kind.

    ``changed`` is the generation of the index in which the block last changed.
    """

    __tablename__ = "doc_block"

    block: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    changed: Mapped[int] = mapped_column(RowId, index=True)
    nastis: Mapped[bytes]
    kinds: Mapped[bytes]


class NastiFacetRow(Table):
    """What nasti are counted and narrowed by.

    ``version`` is that of the normaliser that its pages were indexed with; ``changed`` the generation of the index in
    which the row last changed.
    """

    __tablename__ = "nasti_facet"

    nasti_id: Mapped[int] = mapped_column(RowId, ForeignKey("nasti.id"), primary_key=True)
    version: Mapped[int] = mapped_column(index=True)
    changed: Mapped[int] = mapped_column(RowId, index=True)
    department: Mapped[str | None]
    section: Mapped[str | None]
    year: Mapped[int | None]
    district: Mapped[str | None]
    head: Mapped[str | None]


class IndexStateRow(Table):
    """One row: ``generation`` rises with every change of the index; the next numbers of documents and terms."""

    __tablename__ = "index_state"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    generation: Mapped[int] = mapped_column(RowId)
    next_doc: Mapped[int] = mapped_column(RowId)
    next_term: Mapped[int] = mapped_column(RowId)


class AliasRow(Table):
    """A word that people search by, and a word of the files that it stands for; both folded."""

    __tablename__ = "alias"

    spelling: Mapped[str] = mapped_column(Term, primary_key=True)
    word: Mapped[str] = mapped_column(Term, primary_key=True)
    added_by: Mapped[str]
    added_at: Mapped[datetime]
