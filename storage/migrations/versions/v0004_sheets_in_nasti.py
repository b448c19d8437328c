"""Each sheet belongs to a nasti by itself, people may rearrange sheets, and flags have measures."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

PLACES = """
    UPDATE sheet SET nasti_id = seat.nasti_id, place = seat.place
    FROM (
        SELECT sheet.id AS id, scan.nasti_id AS nasti_id,
            row_number() OVER (PARTITION BY scan.nasti_id ORDER BY scan.place, sheet.position) - 1 AS place
        FROM sheet JOIN scan ON sheet.scan_sha256 = scan.sha256
        WHERE scan.nasti_id IS NOT NULL
    ) AS seat
    WHERE sheet.id = seat.id
"""
"""Sheets lay in the order of their scans."""


def upgrade() -> None:
    """Sheets come to the nasti that their scan belonged to."""
    _create_tables()
    _widen_nasti_and_flags()
    with op.batch_alter_table("sheet") as sheet:
        sheet.add_column(sa.Column("measures", sa.JSON(), server_default="{}", nullable=False))
        for name in ("nasti_id", "lot_id", "replaced_by_id"):
            sheet.add_column(sa.Column(name, ROW_ID, nullable=True))
        sheet.add_column(sa.Column("place", sa.Integer(), nullable=True))
        sheet.add_column(sa.Column("told_part", columns.PlainText(), nullable=True))
        for name in ("told_blank", "read_blank"):
            sheet.add_column(sa.Column(name, sa.Boolean(), nullable=True))
        for name in ("told_turn_deg", "read_turn_deg"):
            sheet.add_column(sa.Column(name, sa.Integer(), nullable=True))
        for name, table in (("nasti_id", "nasti"), ("lot_id", "lot"), ("replaced_by_id", "sheet")):
            sheet.create_foreign_key(op.f(f"fk_sheet_{name}"), table, [name], ["id"])
        sheet.create_unique_constraint(op.f("uq_sheet_nasti_id_place"), ["nasti_id", "place"])
        sheet.create_check_constraint(op.f("ck_sheet_replaced"), "place IS NULL OR replaced_by_id IS NULL")
    op.create_index(op.f("ix_sheet_lot_id"), "sheet", ["lot_id"])
    op.create_index(op.f("ix_sheet_replaced_by_id"), "sheet", ["replaced_by_id"])
    op.execute(PLACES)
    with op.batch_alter_table("scan") as scan:
        scan.add_column(sa.Column("backs_of", columns.Term, nullable=True))
        for name in ("awaits_partner", "alone"):
            scan.add_column(sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
        scan.create_foreign_key(op.f("fk_scan_backs_of"), "scan", ["backs_of"], ["sha256"])
        scan.drop_constraint(op.f("uq_scan_nasti_id_place"), type_="unique")
        scan.drop_constraint(op.f("fk_scan_nasti_id"), type_="foreignkey")
        scan.drop_column("nasti_id")
        scan.drop_column("place")


def _create_tables() -> None:
    op.create_table(
        "lot",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("name", columns.PlainText(), nullable=False),
        sa.Column("key", columns.Term, nullable=False),
        sa.Column("operator", columns.PlainText(), nullable=False),
        sa.Column("begun_at", columns.Moment(), nullable=False),
        sa.Column("ended_at", columns.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("key", name=op.f("uq_lot_key")),
    )
    op.create_table(
        "change",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", columns.PlainText(), nullable=False),
        sa.Column("made_by", columns.PlainText(), nullable=False),
        sa.Column("made_at", columns.Moment(), nullable=False),
        sa.Column("undone_by", columns.PlainText(), nullable=True),
        sa.Column("undone_at", columns.Moment(), nullable=True),
        sa.CheckConstraint("(undone_by IS NULL) = (undone_at IS NULL)", name=op.f("ck_change_undone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_table(
        "changed_sheet",
        sa.Column("change_id", ROW_ID, nullable=False),
        sa.Column("sheet_id", ROW_ID, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_changed_sheet_change_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_changed_sheet_sheet_id")),
        sa.PrimaryKeyConstraint("change_id", "sheet_id", name=op.f("pk_changed_sheet")),
    )
    op.create_index(op.f("ix_changed_sheet_sheet_id"), "changed_sheet", ["sheet_id"])
    op.create_table(
        "doubt",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("scan_sha256", columns.Term, nullable=False),
        sa.Column("flag", columns.PlainText(), nullable=False),
        sa.Column("message", columns.PlainText(), nullable=False),
        sa.Column("hindi", columns.PlainText(), nullable=False),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.Column("raised_at", columns.Moment(), nullable=False),
        sa.Column("settled_by", columns.PlainText(), nullable=True),
        sa.Column("settled_at", columns.Moment(), nullable=True),
        sa.CheckConstraint("(settled_by IS NULL) = (settled_at IS NULL)", name=op.f("ck_doubt_settled")),
        sa.ForeignKeyConstraint(["scan_sha256"], ["scan.sha256"], name=op.f("fk_doubt_scan_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt")),
    )
    op.create_index(op.f("ix_doubt_scan_sha256"), "doubt", ["scan_sha256"])


def _widen_nasti_and_flags() -> None:
    op.add_column("nasti", sa.Column("number_told", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("nasti", sa.Column("serial", columns.Term, nullable=True))
    op.add_column("nasti", sa.Column("stated", sa.JSON(), server_default="{}", nullable=False))
    op.create_index(op.f("ix_nasti_serial"), "nasti", ["serial"])
    with op.batch_alter_table("flag") as flag:
        flag.add_column(sa.Column("measure", sa.Double(), nullable=True))
        flag.add_column(sa.Column("bound", sa.Double(), nullable=True))
        flag.add_column(sa.Column("unit", columns.PlainText(), server_default="", nullable=False))
        flag.add_column(sa.Column("box", sa.JSON(), nullable=True))
        flag.add_column(sa.Column("other_id", ROW_ID, nullable=True))
        flag.create_foreign_key(op.f("fk_flag_other_id"), "sheet", ["other_id"], ["id"])
