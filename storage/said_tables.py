"""The tables of what people say of pages and fields, and of what was learned from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Term
from storage.tables import RowId, Table


class KeywordRow(Table):
    """A keyword that a person gave to a sheet; one that was taken away again keeps its row.

    ``key`` is what it is found by: keywords of one key are one keyword.
    """

    __tablename__ = "keyword"
    __table_args__ = (
        Index("uq_keyword_given", "sheet_id", "key", unique=True, sqlite_where=text("removed_at IS NULL"),
              postgresql_where=text("removed_at IS NULL")),
        CheckConstraint("(removed_by IS NULL) = (removed_at IS NULL)", name="removed"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    text: Mapped[str]
    key: Mapped[str] = mapped_column(Term)
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    removed_by: Mapped[str | None]
    removed_at: Mapped[datetime | None]


class SaidRow(Table):
    """What a person says of a field: of a nasti, or of the paper that a sheet lies in.

    ``read`` is what stood there before: value, raw, confidence and told, as `nasti.model.Field` has them, and null
    where nothing did. A ``blind`` word was typed without seeing that, and holds once another person typed the same.
    """

    __tablename__ = "said"
    __table_args__ = (
        CheckConstraint("(nasti_id IS NULL) <> (sheet_id IS NULL)", name="of_one"),
        CheckConstraint("(taken_back_by IS NULL) = (taken_back_at IS NULL)", name="taken_back"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    nasti_id: Mapped[int | None] = mapped_column(ForeignKey("nasti.id"), index=True)
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("sheet.id"), index=True)
    name: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)
    blind: Mapped[bool]
    read: Mapped[Any] = mapped_column(JSON)
    said_by: Mapped[str]
    said_at: Mapped[datetime]
    taken_back_by: Mapped[str | None]
    taken_back_at: Mapped[datetime | None]


class LearnedRow(Table):
    """A model that was learned from what people say; the newest that is ``used`` speaks."""

    __tablename__ = "learned"

    version: Mapped[int] = mapped_column(RowId, primary_key=True)
    made_at: Mapped[datetime]
    last_said_id: Mapped[int] = mapped_column(BigInteger)
    nastis: Mapped[int]
    used: Mapped[bool]
    key: Mapped[str] = mapped_column(Term)
    sha256: Mapped[str] = mapped_column(Term)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    report: Mapped[dict[str, Any]]
