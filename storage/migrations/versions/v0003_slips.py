"""The slips that were printed, and what those printed without a number were bound to later."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nothing was printed before."""
    op.create_table(
        "slip",
        sa.Column("serial", columns.Term, nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("printed_by", columns.PlainText(), nullable=False),
        sa.Column("printed_at", columns.Moment(), nullable=False),
        sa.Column("bound_by", columns.PlainText(), nullable=True),
        sa.Column("bound_at", columns.Moment(), nullable=True),
        sa.CheckConstraint("(bound_by IS NULL) = (bound_at IS NULL)", name=op.f("ck_slip_bound")),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_slip")),
    )
