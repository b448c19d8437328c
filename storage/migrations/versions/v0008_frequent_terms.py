"""Frequent terms are found by how they begin, and it is noted beside which others the most frequent ones stand.

Nothing that the index holds is lost; `storage.reindex` notes for the documents that are there what stands beside what.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Say of each term how frequent it is; no document has been gone through for what stands beside what."""
    op.add_column("term", sa.Column("tier", sa.SmallInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE term SET tier = CASE WHEN documents < 64 THEN 1 ELSE 2 END WHERE documents >= 8")
    often = sa.text("tier > 0")
    op.create_index(
        op.f("ix_term_tier"), "term", ["tier", "term"], sqlite_where=often, postgresql_where=often
    )  # fmt: skip
    op.create_table(
        "paired_term",
        sa.Column("term_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term_id", name=op.f("pk_paired_term")),
    )
    op.add_column("index_state", sa.Column("paired", ROW_ID, nullable=False, server_default="1"))
