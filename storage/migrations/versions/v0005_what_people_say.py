"""People say what fields and pages are, and a model learns from it."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Fields may be told, and have a key that numbers are compared by."""
    op.create_table(
        "said",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("nasti_id", ROW_ID, nullable=True),
        sa.Column("sheet_id", ROW_ID, nullable=True),
        sa.Column("name", columns.PlainText(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("read", sa.JSON(), nullable=False),
        sa.Column("said_by", columns.PlainText(), nullable=False),
        sa.Column("said_at", columns.Moment(), nullable=False),
        sa.Column("taken_back_by", columns.PlainText(), nullable=True),
        sa.Column("taken_back_at", columns.Moment(), nullable=True),
        sa.CheckConstraint("(nasti_id IS NULL) <> (sheet_id IS NULL)", name=op.f("ck_said_of_one")),
        sa.CheckConstraint("(taken_back_by IS NULL) = (taken_back_at IS NULL)", name=op.f("ck_said_taken_back")),
        sa.ForeignKeyConstraint(["nasti_id"], ["nasti.id"], name=op.f("fk_said_nasti_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_said_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said")),
    )
    op.create_index(op.f("ix_said_nasti_id"), "said", ["nasti_id"])
    op.create_index(op.f("ix_said_sheet_id"), "said", ["sheet_id"])
    op.create_table(
        "learned",
        sa.Column("version", ROW_ID, nullable=False),
        sa.Column("made_at", columns.Moment(), nullable=False),
        sa.Column("last_said_id", sa.BigInteger(), nullable=False),
        sa.Column("nastis", sa.Integer(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("key", columns.Term, nullable=False),
        sa.Column("sha256", columns.Term, nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_learned")),
    )
    op.add_column("sheet", sa.Column("told_kind", columns.PlainText(), nullable=True))
    op.add_column("sheet", sa.Column("told_begins", sa.Boolean(), nullable=True))
    op.add_column("field", sa.Column("told", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("field", sa.Column("key", columns.Term, nullable=True))
    op.create_index(op.f("ix_field_key"), "field", ["key"])
