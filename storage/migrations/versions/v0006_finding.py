"""The search index is made of the same tables on both databases, and nasti may be restricted.

What the old index held is made anew by `storage.reindex` from the words, which stay.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Drop the old index, make the new one, empty."""
    op.execute("DROP TABLE page_index")
    op.execute("DROP TABLE nasti_index")
    for table in ("page_tokens", "nasti_tokens", "term_key", "term"):
        op.drop_table(table)
    op.add_column("nasti", sa.Column("restricted", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_nasti_restricted", "nasti", ["id"], sqlite_where=sa.text("restricted"),
                    postgresql_where=sa.text("restricted"))  # fmt: skip
    _create_vocabulary()
    _create_documents()
    op.create_table(
        "alias",
        sa.Column("spelling", columns.Term, nullable=False),
        sa.Column("word", columns.Term, nullable=False),
        sa.Column("added_by", columns.PlainText(), nullable=False),
        sa.Column("added_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("spelling", "word", name=op.f("pk_alias")),
    )


def _create_vocabulary() -> None:
    op.create_table(
        "term",
        sa.Column("id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("term", columns.Term, nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("owner", ROW_ID, nullable=True),
        sa.Column("distance", sa.SmallInteger(), nullable=True),
        sa.Column("newest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("term", name=op.f("uq_term_term")),
    )
    op.create_index("ix_term_owner", "term", ["owner"], sqlite_where=sa.text("owner IS NOT NULL"),
                    postgresql_where=sa.text("owner IS NOT NULL"))  # fmt: skip
    op.create_table(
        "posting",
        sa.Column("term_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("first", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("docs", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("term_id", "first", name=op.f("pk_posting")),
    )
    op.create_table(
        "term_key",
        sa.Column("key", columns.Term, nullable=False),
        sa.Column("term_id", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("key", "term_id", name=op.f("pk_term_key")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        # Every page that comes changes the rows of its terms: room beside them, so that no index changes with them.
        op.execute("ALTER TABLE term SET (fillfactor = 80)")


def _create_documents() -> None:
    op.create_table(
        "document",
        sa.Column("doc", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("nasti_id", ROW_ID, nullable=False),
        sa.Column("page_id", ROW_ID, nullable=True),
        sa.Column("described", ROW_ID, nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["nasti_id"], ["nasti.id"], name=op.f("fk_document_nasti_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_document_page_id")),
        sa.PrimaryKeyConstraint("doc", name=op.f("pk_document")),
        sa.UniqueConstraint("page_id", name=op.f("uq_document_page_id")),
    )
    op.create_index(op.f("ix_document_nasti_id"), "document", ["nasti_id"])
    op.create_table(
        "doc_block",
        sa.Column("block", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("changed", ROW_ID, nullable=False),
        sa.Column("nastis", sa.LargeBinary(), nullable=False),
        sa.Column("kinds", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block", name=op.f("pk_doc_block")),
    )
    op.create_table(
        "nasti_facet",
        sa.Column("nasti_id", ROW_ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", ROW_ID, nullable=False),
        *(
            sa.Column(name, columns.PlainText(), nullable=True)
            for name in ("department", "section", "district", "head")
        ),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["nasti_id"], ["nasti.id"], name=op.f("fk_nasti_facet_nasti_id")),
        sa.PrimaryKeyConstraint("nasti_id", name=op.f("pk_nasti_facet")),
    )
    op.create_index(op.f("ix_nasti_facet_version"), "nasti_facet", ["version"])
    op.create_index(op.f("ix_nasti_facet_changed"), "nasti_facet", ["changed"])
    op.create_index(op.f("ix_doc_block_changed"), "doc_block", ["changed"])
    state = op.create_table(
        "index_state",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("generation", ROW_ID, nullable=False),
        sa.Column("next_doc", ROW_ID, nullable=False),
        sa.Column("next_term", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_state")),
    )
    op.bulk_insert(state, [{"id": 1, "generation": 0, "next_doc": 1, "next_term": 1}])
