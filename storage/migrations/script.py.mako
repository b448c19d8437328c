"""${message}."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """Bring the tables to the shape of this step."""
    ${upgrades if upgrades else "pass"}
