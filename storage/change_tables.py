"""The tables of what machines doubt about the arrangement of sheets, and of what people did to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Term
from storage.tables import RowId, Table


class ChangeRow(Table):
    """What a person did to the arrangement of sheets, and whether it was undone."""

    __tablename__ = "change"
    __table_args__ = (CheckConstraint("(undone_by IS NULL) = (undone_at IS NULL)", name="undone"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]


class ChangedSheetRow(Table):
    """The arrangement of a sheet before and after a change; see `storage.arranging.Arrangement`."""

    __tablename__ = "changed_sheet"

    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"), primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), primary_key=True, index=True)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class DoubtRow(Table):
    """What a machine could not settle when it placed a scan, for a person to look at; see `storage.doubts`."""

    __tablename__ = "doubt"
    __table_args__ = (CheckConstraint("(settled_by IS NULL) = (settled_at IS NULL)", name="settled"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    scan_sha256: Mapped[str] = mapped_column(Term, ForeignKey("scan.sha256"), index=True)
    flag: Mapped[str]
    message: Mapped[str]
    hindi: Mapped[str]
    sheets: Mapped[list[int]]
    raised_at: Mapped[datetime]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]
