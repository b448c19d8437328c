"""The tables of what people did to the arrangement of sheets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

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
