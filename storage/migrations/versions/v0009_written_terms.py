"""The vocabulary takes less room: terms are kept with one byte for each sign of Devanagari.

Nothing that the index holds is lost, and no term has another number than it had.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from storage import columns
from storage.rows import fetch_rows, insert_rows
from storage.term_text import write_term

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOST = 50_000
"""Terms that are in memory at once."""

COLUMNS = {
    "id": "integer", "documents": "integer", "distance": "smallint", "tier": "smallint", "term": "text",
    "newest": "bytea",
}  # fmt: skip


def upgrade() -> None:
    """Copy the vocabulary, each term as it is kept from now on: rows changed in place would leave as much room behind.

    What is written meets nothing that is not, so it does not matter what either looks like.
    """
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.drop_index(op.f("ix_term_tier"), "term")
    if on_postgresql:
        # Its indexes have names that the new table needs, and are of no use but for the numbers.
        op.drop_constraint(op.f("uq_term_term"), "term")
        op.execute("ALTER INDEX pk_term RENAME TO pk_unwritten_term")
    op.rename_table("term", "unwritten_term")
    _create_vocabulary()
    if on_postgresql:
        op.execute("ALTER TABLE term SET (fillfactor = 90)")
    _copy()
    op.drop_table("unwritten_term")
    often = sa.text("tier > 0")
    op.create_index(
        op.f("ix_term_tier"), "term", ["tier", "term"], sqlite_where=often, postgresql_where=often
    )  # fmt: skip


def _create_vocabulary() -> None:
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("distance", sa.SmallInteger(), nullable=True),
        sa.Column("tier", sa.SmallInteger(), nullable=False),
        sa.Column("term", columns.Term, nullable=False),
        sa.Column("newest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("term", name=op.f("uq_term_term")),
    )


def _copy() -> None:
    s = Session(op.get_bind())
    names = ", ".join(COLUMNS)
    query = f"SELECT {names} FROM unwritten_term WHERE id > :last ORDER BY id LIMIT :most"
    last = 0
    while rows := fetch_rows(s, query, {"last": last, "most": MOST}):
        insert_rows(s, "term", COLUMNS, [(*row[:4], write_term(row[4]), row[5]) for row in rows])
        last = rows[-1][0]
