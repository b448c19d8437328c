"""The first tables.

There is no way back from here, nor from any later step: nothing in a store is deleted by a program. Restore a backup.
"""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make all tables and the inverted indexes."""
    op.create_table(
        "department",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("key", columns.Term, nullable=False),
        sa.Column("name", columns.PlainText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("key", name=op.f("uq_department_key")),
    )
    op.create_table(
        "event",
        sa.Column("id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("kind", columns.PlainText(), nullable=False),
        sa.Column("subject", columns.Term, nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", columns.Term, nullable=False),
        sa.Column("hash", columns.Term, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_event_hash")),
    )
    op.create_index(op.f("ix_event_subject"), "event", ["subject"], unique=False)
    op.create_table(
        "term",
        sa.Column("term", columns.Term, nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_term")),
    )
    op.create_table(
        "nasti",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("department_id", ROW_ID, nullable=False),
        sa.Column("number", columns.PlainText(), nullable=True),
        sa.Column("number_key", columns.Term, nullable=True),
        sa.Column("number_ascii", columns.Term, nullable=True),
        sa.Column("section", columns.PlainText(), nullable=True),
        sa.Column("subject", columns.PlainText(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("opened", columns.PlainText(), nullable=True),
        sa.Column("closed", columns.PlainText(), nullable=True),
        sa.Column("retention", columns.PlainText(), nullable=True),
        sa.Column("state", columns.PlainText(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("registered_version", sa.Integer(), nullable=False),
        sa.Column("reason", columns.PlainText(), nullable=True),
        sa.Column("reason_hindi", columns.PlainText(), nullable=True),
        sa.Column("folder", columns.Term, nullable=True),
        sa.Column("folder_version", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("registered_at", columns.Moment(), nullable=True),
        sa.CheckConstraint("state IN ('scanning', 'read', 'parked')", name=op.f("ck_nasti_state")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_nasti_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nasti")),
        sa.UniqueConstraint("folder", name=op.f("uq_nasti_folder")),
        sa.UniqueConstraint("number_key", "department_id", name=op.f("uq_nasti_number_key_department_id")),
    )
    op.create_index(op.f("ix_nasti_department_id"), "nasti", ["department_id"], unique=False)
    op.create_index(
        "ix_nasti_unregistered",
        "nasti",
        ["id"],
        unique=False,
        sqlite_where=sa.text("version > registered_version"),
        postgresql_where=sa.text("version > registered_version"),
    )
    op.create_table(
        "term_key",
        sa.Column("key", columns.Term, nullable=False),
        sa.Column("term", columns.Term, nullable=False),
        sa.ForeignKeyConstraint(["term"], ["term.term"], name=op.f("fk_term_key_term")),
        sa.PrimaryKeyConstraint("key", "term", name=op.f("pk_term_key")),
    )
    op.create_index(op.f("ix_term_key_term"), "term_key", ["term"], unique=False)
    op.create_table(
        "bound",
        sa.Column("nasti_id", ROW_ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("part", columns.PlainText(), nullable=False),
        sa.Column("key", columns.Term, nullable=False),
        sa.Column("sha256", columns.Term, nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["nasti_id"], ["nasti.id"], name=op.f("fk_bound_nasti_id")),
        sa.PrimaryKeyConstraint("nasti_id", "version", "part", name=op.f("pk_bound")),
    )
    op.create_table(
        "nasti_tokens",
        sa.Column("nasti_id", ROW_ID, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["nasti_id"], ["nasti.id"], name=op.f("fk_nasti_tokens_nasti_id")),
        sa.PrimaryKeyConstraint("nasti_id", name=op.f("pk_nasti_tokens")),
    )
    op.create_table(
        "scan",
        sa.Column("sha256", columns.Term, nullable=False),
        sa.Column("form", columns.PlainText(), nullable=False),
        sa.Column("name", columns.FilePath(), nullable=False),
        sa.Column("station", columns.PlainText(), nullable=False),
        sa.Column("department", columns.PlainText(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("state", columns.PlainText(), nullable=False),
        sa.Column("sheet_count", sa.Integer(), nullable=True),
        sa.Column("nasti_id", ROW_ID, nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("reason", columns.PlainText(), nullable=True),
        sa.Column("reason_hindi", columns.PlainText(), nullable=True),
        sa.Column("kept_at", columns.Moment(), nullable=False),
        sa.CheckConstraint(
            "state IN ('kept', 'reading', 'placed', 'registered', 'rejected')", name=op.f("ck_scan_state")
        ),
        sa.ForeignKeyConstraint(["nasti_id"], ["nasti.id"], name=op.f("fk_scan_nasti_id")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_scan")),
        sa.UniqueConstraint("nasti_id", "place", name=op.f("uq_scan_nasti_id_place")),
    )
    op.create_index(op.f("ix_scan_state"), "scan", ["state"], unique=False)
    op.create_table(
        "arrival",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("path", columns.FilePath(), nullable=False),
        sa.Column("inside", columns.FilePath(), nullable=False),
        sa.Column("owns_folder", sa.Boolean(), nullable=False),
        sa.Column("station", columns.PlainText(), nullable=False),
        sa.Column("department", columns.PlainText(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("outcome", columns.PlainText(), nullable=False),
        sa.Column("scan_sha256", columns.Term, nullable=True),
        sa.Column("reason", columns.PlainText(), nullable=True),
        sa.Column("reason_hindi", columns.PlainText(), nullable=True),
        sa.Column("arrived_at", columns.Moment(), nullable=False),
        sa.Column("put_away_at", columns.Moment(), nullable=True),
        sa.Column("moved_to", columns.FilePath(), nullable=True),
        sa.CheckConstraint("(outcome = 'refused') = (scan_sha256 IS NULL)", name=op.f("ck_arrival_scan")),
        sa.CheckConstraint("outcome IN ('kept', 'duplicate', 'refused')", name=op.f("ck_arrival_outcome")),
        sa.ForeignKeyConstraint(["scan_sha256"], ["scan.sha256"], name=op.f("fk_arrival_scan_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
    )
    op.create_index(op.f("ix_arrival_scan_sha256"), "arrival", ["scan_sha256"], unique=False)
    op.create_index(
        "ix_arrival_waiting",
        "arrival",
        ["path"],
        unique=False,
        sqlite_where=sa.text("put_away_at IS NULL"),
        postgresql_where=sa.text("put_away_at IS NULL"),
    )
    op.create_table(
        "original",
        sa.Column("scan_sha256", columns.Term, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", columns.FilePath(), nullable=False),
        sa.Column("key", columns.Term, nullable=False),
        sa.Column("sha256", columns.Term, nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["scan_sha256"], ["scan.sha256"], name=op.f("fk_original_scan_sha256")),
        sa.PrimaryKeyConstraint("scan_sha256", "position", name=op.f("pk_original")),
    )
    op.create_table(
        "sheet",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("scan_sha256", columns.Term, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", columns.PlainText(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", columns.PlainText(), nullable=True),
        sa.Column("reason", columns.PlainText(), nullable=True),
        sa.Column("reason_hindi", columns.PlainText(), nullable=True),
        sa.Column("read_at", columns.Moment(), nullable=True),
        sa.Column("picture_key", columns.Term, nullable=True),
        sa.Column("picture_sha256", columns.Term, nullable=True),
        sa.Column("picture_bytes", sa.BigInteger(), nullable=True),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("turn_deg", sa.Integer(), nullable=False),
        sa.Column("skew_deg", sa.Double(), nullable=False),
        sa.Column("paper_px", sa.JSON(), nullable=False),
        sa.Column("blank", sa.Boolean(), nullable=False),
        sa.Column("separator", columns.PlainText(), nullable=True),
        sa.Column("kind", columns.PlainText(), nullable=False),
        sa.Column("part", columns.PlainText(), nullable=True),
        sa.Column("folio", sa.Integer(), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.JSON(), nullable=False),
        sa.CheckConstraint("(state = 'read') = (picture_key IS NOT NULL)", name=op.f("ck_sheet_picture")),
        sa.CheckConstraint("state IN ('waiting', 'reading', 'read', 'parked')", name=op.f("ck_sheet_state")),
        sa.ForeignKeyConstraint(["scan_sha256"], ["scan.sha256"], name=op.f("fk_sheet_scan_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("scan_sha256", "position", name=op.f("uq_sheet_scan_sha256_position")),
    )
    op.create_index(op.f("ix_sheet_read_at"), "sheet", ["read_at"], unique=False)
    op.create_index(
        "ix_sheet_unread",
        "sheet",
        ["scan_sha256"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'reading')"),
        postgresql_where=sa.text("state IN ('waiting', 'reading')"),
    )
    op.create_table(
        "arrival_file",
        sa.Column("arrival_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", columns.FilePath(), nullable=False),
        sa.Column("sha256", columns.Term, nullable=True),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrival.id"], name=op.f("fk_arrival_file_arrival_id")),
        sa.PrimaryKeyConstraint("arrival_id", "position", name=op.f("pk_arrival_file")),
    )
    op.create_table(
        "flag",
        sa.Column("sheet_id", ROW_ID, nullable=False),
        sa.Column("name", columns.Term, nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_flag_sheet_id")),
        sa.PrimaryKeyConstraint("sheet_id", "name", name=op.f("pk_flag")),
    )
    op.create_table(
        "page",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("nasti_id", ROW_ID, nullable=False),
        sa.Column("sheet_id", ROW_ID, nullable=False),
        sa.Column("part", columns.PlainText(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", columns.PlainText(), nullable=False),
        sa.ForeignKeyConstraint(["nasti_id"], ["nasti.id"], name=op.f("fk_page_nasti_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_page_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint("sheet_id", name=op.f("uq_page_sheet_id")),
    )
    op.create_index(op.f("ix_page_nasti_id"), "page", ["nasti_id"], unique=False)
    op.create_table(
        "paper",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("nasti_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", columns.PlainText(), nullable=False),
        sa.Column("part", columns.PlainText(), nullable=False),
        sa.Column("first_sheet_id", ROW_ID, nullable=False),
        sa.Column("last_sheet_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["first_sheet_id"], ["sheet.id"], name=op.f("fk_paper_first_sheet_id")),
        sa.ForeignKeyConstraint(["last_sheet_id"], ["sheet.id"], name=op.f("fk_paper_last_sheet_id")),
        sa.ForeignKeyConstraint(["nasti_id"], ["nasti.id"], name=op.f("fk_paper_nasti_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("nasti_id", "position", name=op.f("uq_paper_nasti_id_position")),
    )
    op.create_table(
        "words",
        sa.Column("sheet_id", ROW_ID, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_words_sheet_id")),
        sa.PrimaryKeyConstraint("sheet_id", name=op.f("pk_words")),
    )
    op.create_table(
        "field",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("nasti_id", ROW_ID, nullable=False),
        sa.Column("paper_id", ROW_ID, nullable=True),
        sa.Column("name", columns.PlainText(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("raw", columns.PlainText(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("sheet_id", ROW_ID, nullable=False),
        sa.Column("box", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["nasti_id"], ["nasti.id"], name=op.f("fk_field_nasti_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_field_paper_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_field_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field")),
    )
    op.create_index(op.f("ix_field_nasti_id"), "field", ["nasti_id"], unique=False)
    op.create_index(op.f("ix_field_paper_id"), "field", ["paper_id"], unique=False)
    op.create_table(
        "page_tokens",
        sa.Column("page_id", ROW_ID, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_tokens_page_id")),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_page_tokens")),
    )
    _create_index()


def _create_index() -> None:
    """Make the inverted indexes that 0006 drops again."""
    options = "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N*' tokenchars '/'\""
    for table in ("page_index", "nasti_index"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(words, numbers, content='', {options})")
            continue
        columns_sql = "rowid bigint PRIMARY KEY, words tsvector NOT NULL, numbers tsvector NOT NULL"
        op.execute(f"CREATE TABLE {table} ({columns_sql})")
        for column in ("words", "numbers"):
            op.execute(f"CREATE INDEX ix_{table}_{column} ON {table} USING gin ({column})")
