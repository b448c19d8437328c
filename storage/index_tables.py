"""The tables of the search index: the same on SQLite and PostgreSQL, so that both find the same.

What is indexed is a *document*: a page, or the fields of a nasti. Its number rises with every document that enters and
is never given again, so the list of a term's documents grows at its end only. A document that leaves loses its nasti
in `doc_block`, which takes it out of every answer; the lists forget it when they are next made anew.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Term
from storage.tables import RowId, Table


class TermRow(Table):
    """A token of the vocabulary, with the newest documents that have it.

    ``term`` is written as `storage.term_text` says. ``documents`` counts those that are in the index; ``newest`` lists
    the last of them, `storage.postings` says how, and `PostingRow` has those before. ``distance`` is how far it is from
    the known word that it is most probably a misreading of, in tenths of an edit. ``tier`` says on how many documents
    it has ever been, `storage.vocabulary.TIERS`: frequent terms are found by how they begin without looking at all the
    rare ones.
    """

    __tablename__ = "term"
    __table_args__ = (
        Index("ix_term_tier", "tier", "term", sqlite_where=text("tier > 0"), postgresql_where=text("tier > 0")),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    documents: Mapped[int]
    distance: Mapped[int | None] = mapped_column(SmallInteger)
    tier: Mapped[int] = mapped_column(SmallInteger)
    term: Mapped[str] = mapped_column(Term, unique=True)
    newest: Mapped[bytes]


class PostingRow(Table):
    """Older documents of a frequent term, ascending, from ``first`` on; packed by `storage.postings.pack_docs`.

    Below 0, ``term_id`` is one of the lists of `storage.pairs` and no term.
    """

    __tablename__ = "posting"

    term_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    first: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    docs: Mapped[bytes]


class PairedTermRow(Table):
    """A term so frequent that it is noted beside which others it stands, in all documents from ``since`` on."""

    __tablename__ = "paired_term"

    term_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    since: Mapped[int]


class TermKeyRow(Table):
    """Terms that belong together, by what they are looked up by: how they sound, or whose misreadings they are.

    ``key`` is a sound, so that Roman spellings find Devanagari tokens, or ``=`` and the known word that owns the
    terms. ``ids`` are those of the terms, ascending, from ``first`` on; packed by `storage.postings.pack_ids`. A row
    for each term would cost several times as much. Most keys are sounds, of ASCII: all are kept as they are.
    """

    __tablename__ = "term_key"

    key: Mapped[str] = mapped_column(Term, primary_key=True)
    first: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    ids: Mapped[bytes]


class DocumentRow(Table):
    """Exactly what was indexed: the ids of its terms in order, packed by `storage.postings.pack_ids`, 0 for a gap.

    A page's row names it; that of the fields of a nasti is named by `NastiFacetRow`. ``described`` is a checksum of
    what else than the words was indexed: the kind of the page, and the fields of the paper that it belongs to.
    """

    __tablename__ = "document"

    doc: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    described: Mapped[int] = mapped_column(Integer)
    page_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("page.id"), unique=True)
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
    which the row last changed; ``doc`` the document that holds its fields.
    """

    __tablename__ = "nasti_facet"

    nasti_id: Mapped[int] = mapped_column(RowId, ForeignKey("nasti.id"), primary_key=True)
    version: Mapped[int] = mapped_column(index=True)
    changed: Mapped[int] = mapped_column(RowId, index=True)
    doc: Mapped[int]
    department: Mapped[str | None]
    section: Mapped[str | None]
    year: Mapped[int | None]
    district: Mapped[str | None]
    head: Mapped[str | None]


class IndexStateRow(Table):
    """One row: ``generation`` rises with every change of the index; the next numbers of documents and terms.

    Documents before ``paired`` were gone through by `storage.pairs`.
    """

    __tablename__ = "index_state"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    generation: Mapped[int] = mapped_column(RowId)
    next_doc: Mapped[int] = mapped_column(RowId)
    next_term: Mapped[int] = mapped_column(RowId)
    paired: Mapped[int] = mapped_column(RowId)


class AliasRow(Table):
    """A word that people search by, and a word of the files that it stands for; both folded."""

    __tablename__ = "alias"

    spelling: Mapped[str] = mapped_column(Term, primary_key=True)
    word: Mapped[str] = mapped_column(Term, primary_key=True)
    added_by: Mapped[str]
    added_at: Mapped[datetime]
