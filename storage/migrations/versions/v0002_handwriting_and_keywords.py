"""Where sheets are written by hand, and the keywords that people give them."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GIVEN = sa.text("removed_at IS NULL")


def upgrade() -> None:
    """Sheets read before have no regions; flags they got then stay as they are."""
    op.add_column("sheet", sa.Column("handwriting", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "keyword",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("sheet_id", ROW_ID, nullable=False),
        sa.Column("text", columns.PlainText(), nullable=False),
        sa.Column("key", columns.Term, nullable=False),
        sa.Column("added_by", columns.PlainText(), nullable=False),
        sa.Column("added_at", columns.Moment(), nullable=False),
        sa.Column("removed_by", columns.PlainText(), nullable=True),
        sa.Column("removed_at", columns.Moment(), nullable=True),
        sa.CheckConstraint("(removed_by IS NULL) = (removed_at IS NULL)", name=op.f("ck_keyword_removed")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_keyword_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyword")),
    )
    op.create_index(
        "uq_keyword_given", "keyword", ["sheet_id", "key"], unique=True, sqlite_where=GIVEN, postgresql_where=GIVEN
    )
