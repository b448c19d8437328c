"""The tables of the e-office store.

Rows of originals, sheets, pages and events are never deleted: what no longer holds is said by its state.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.columns import FilePath, Moment, PlainText, Term

RowId = BigInteger().with_variant(Integer, "sqlite")
"""Row numbers: SQLite gives numbers by itself only to a column declared INTEGER."""


class Table(DeclarativeBase):
    """Base of all tables, those of the search index included."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: PlainText(),
        bytes: LargeBinary(),
        datetime: Moment(),
        Path: FilePath(),
        list[int]: JSON(),
        list[list[int]]: JSON(),
        dict[str, Any]: JSON(),
        list[dict[str, Any]]: JSON(),
    }


class DepartmentRow(Table):
    """A department, made when a scan first names it; the one with the empty key stands for "not known"."""

    __tablename__ = "department"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(Term, unique=True)
    name: Mapped[str]


class NastiRow(Table):
    """An office file.

    ``version`` rises when sheets join it; it is registered when ``registered_version`` has caught up, and its
    folder for people stands when ``folder_version`` has. A parked one could not be bound, for the reason given.
    One without a number is unplaced: a person has to say which it is; ``serial`` is that of the slip it lay behind,
    where that slip had no number yet. A ``restricted`` one shows in no search of those without the right.
    ``number_told``: a slip or a person gave the number, and reading does not change it. ``stated`` holds the counts on
    its slip. One that all sheets were taken from stays, empty.
    """

    __tablename__ = "nasti"
    __table_args__ = (
        UniqueConstraint("number_key", "department_id"),
        CheckConstraint("state IN ('scanning', 'read', 'parked')", name="state"),
        Index("ix_nasti_unregistered", "id", sqlite_where=text("version > registered_version"),
              postgresql_where=text("version > registered_version")),
        Index("ix_nasti_restricted", "id", sqlite_where=text("restricted"), postgresql_where=text("restricted")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    number: Mapped[str | None]
    number_key: Mapped[str | None] = mapped_column(Term)
    number_ascii: Mapped[str | None] = mapped_column(Term)
    section: Mapped[str | None]
    subject: Mapped[str | None]
    year: Mapped[int | None]
    opened: Mapped[str | None]
    closed: Mapped[str | None]
    retention: Mapped[str | None]
    state: Mapped[str]
    version: Mapped[int]
    registered_version: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None]
    reason_hindi: Mapped[str | None]
    folder: Mapped[str | None] = mapped_column(Term, unique=True)
    folder_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    registered_at: Mapped[datetime | None]
    number_told: Mapped[bool] = mapped_column(default=False, server_default=false())
    serial: Mapped[str | None] = mapped_column(Term, index=True)
    stated: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    restricted: Mapped[bool] = mapped_column(default=False, server_default=false())


class BoundRow(Table):
    """The searchable PDF of one part; those of the nasti's registered version count, older ones are history."""

    __tablename__ = "bound"

    nasti_id: Mapped[int] = mapped_column(ForeignKey("nasti.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Term)
    sha256: Mapped[str] = mapped_column(Term)
    size_bytes: Mapped[int] = mapped_column(BigInteger)


class ScanRow(Table):
    """An arrival that is kept in the store; its name is the hash of its bytes.

    It is registered when every nasti that its sheets were placed in is. ``backs_of`` names the scan whose sheets it
    shows from behind; one that ``awaits_partner`` is not placed before the scan of the other sides has come,
    unless a person says that it stands ``alone``.
    """

    __tablename__ = "scan"
    __table_args__ = (
        CheckConstraint("state IN ('kept', 'reading', 'placed', 'registered', 'rejected')", name="state"),
    )

    sha256: Mapped[str] = mapped_column(Term, primary_key=True)
    form: Mapped[str]
    name: Mapped[Path]
    station: Mapped[str]
    department: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(index=True)
    sheet_count: Mapped[int | None]
    backs_of: Mapped[str | None] = mapped_column(Term, ForeignKey("scan.sha256"))
    awaits_partner: Mapped[bool] = mapped_column(default=False, server_default=false())
    alone: Mapped[bool] = mapped_column(default=False, server_default=false())
    reason: Mapped[str | None]
    reason_hindi: Mapped[str | None]
    kept_at: Mapped[datetime]


class OriginalRow(Table):
    """One file of a scan, as it came."""

    __tablename__ = "original"

    scan_sha256: Mapped[str] = mapped_column(Term, ForeignKey("scan.sha256"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Path]
    key: Mapped[str] = mapped_column(Term)
    sha256: Mapped[str] = mapped_column(Term)
    size_bytes: Mapped[int] = mapped_column(BigInteger)


class ArrivalRow(Table):
    """Every drop into a scanner folder, what became of it and where its source was put."""

    __tablename__ = "arrival"
    __table_args__ = (
        CheckConstraint("outcome IN ('kept', 'duplicate', 'refused')", name="outcome"),
        CheckConstraint("(outcome = 'refused') = (scan_sha256 IS NULL)", name="scan"),
        Index("ix_arrival_waiting", "path", sqlite_where=text("put_away_at IS NULL"),
              postgresql_where=text("put_away_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    path: Mapped[Path]
    inside: Mapped[Path]
    owns_folder: Mapped[bool]
    station: Mapped[str]
    department: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    outcome: Mapped[str]
    scan_sha256: Mapped[str | None] = mapped_column(Term, ForeignKey("scan.sha256"), index=True)
    reason: Mapped[str | None]
    reason_hindi: Mapped[str | None]
    arrived_at: Mapped[datetime]
    put_away_at: Mapped[datetime | None]
    moved_to: Mapped[Path | None]


class ArrivalFileRow(Table):
    """One source file of an arrival; refused ones were never hashed."""

    __tablename__ = "arrival_file"

    arrival_id: Mapped[int] = mapped_column(ForeignKey("arrival.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[Path]
    sha256: Mapped[str | None] = mapped_column(Term)


class SheetRow(Table):
    """One scanned side, accounted for from the moment its scan is split.

    ``owner`` is the worker whose outcome counts; a later `begin` takes the sheet over.

    A sheet that was placed belongs to a nasti, at ``place`` among its sheets; slips that belong to a lot alone do not.
    One that another sheet replaces keeps its nasti and has no place. ``told`` columns are what people and slips say;
    ``read_turn_deg`` and ``read_blank`` are what they had said when the sheet was last read.
    """

    __tablename__ = "sheet"
    __table_args__ = (
        UniqueConstraint("scan_sha256", "position"),
        UniqueConstraint("nasti_id", "place"),
        CheckConstraint("place IS NULL OR replaced_by_id IS NULL", name="replaced"),
        CheckConstraint("state IN ('waiting', 'reading', 'read', 'parked')", name="state"),
        CheckConstraint("(state = 'read') = (picture_key IS NOT NULL)", name="picture"),
        Index("ix_sheet_unread", "scan_sha256", sqlite_where=text("state IN ('waiting', 'reading')"),
              postgresql_where=text("state IN ('waiting', 'reading')")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    scan_sha256: Mapped[str] = mapped_column(Term, ForeignKey("scan.sha256"))
    position: Mapped[int]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None]
    reason: Mapped[str | None]
    reason_hindi: Mapped[str | None]
    read_at: Mapped[datetime | None] = mapped_column(index=True)
    picture_key: Mapped[str | None] = mapped_column(Term)
    picture_sha256: Mapped[str | None] = mapped_column(Term)
    picture_bytes: Mapped[int | None] = mapped_column(BigInteger)
    width_px: Mapped[int] = mapped_column(default=0)
    height_px: Mapped[int] = mapped_column(default=0)
    dpi: Mapped[int] = mapped_column(default=0)
    turn_deg: Mapped[int] = mapped_column(default=0)
    skew_deg: Mapped[float] = mapped_column(default=0.0)
    paper_px: Mapped[list[int]] = mapped_column(default=lambda: [0, 0, 0, 0])
    blank: Mapped[bool] = mapped_column(default=False)
    separator: Mapped[str | None]
    kind: Mapped[str] = mapped_column(default="other")
    part: Mapped[str | None]
    folio: Mapped[int | None]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    seconds: Mapped[dict[str, Any]] = mapped_column(default=dict)
    handwriting: Mapped[list[list[int]]] = mapped_column(default=list, server_default="[]")
    measures: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    nasti_id: Mapped[int | None] = mapped_column(ForeignKey("nasti.id"))
    place: Mapped[int | None]
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"), index=True)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("sheet.id"), index=True)
    told_part: Mapped[str | None]
    told_blank: Mapped[bool | None]
    told_turn_deg: Mapped[int | None]
    told_kind: Mapped[str | None]
    told_begins: Mapped[bool | None]
    read_blank: Mapped[bool | None]
    read_turn_deg: Mapped[int | None]


STANDS_FOR = func.coalesce(SheetRow.replaced_by_id, SheetRow.id)
"""The sheet that counts for a sheet now: what people gave to an older scan of a page holds for the newer one."""

IS_BLANK = func.coalesce(SheetRow.told_blank, SheetRow.blank)
"""Whether a side is blank, as people say it, or else as it was measured."""


class WordsRow(Table):
    """The words of a sheet, packed by `storage.words.pack`."""

    __tablename__ = "words"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), primary_key=True)
    packed: Mapped[bytes]


class FlagRow(Table):
    """Something a machine noticed on a sheet, for a person to look at; measure and place as `nasti.model.Notice`."""

    __tablename__ = "flag"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), primary_key=True)
    name: Mapped[str] = mapped_column(Term, primary_key=True)
    measure: Mapped[float | None]
    bound: Mapped[float | None]
    unit: Mapped[str] = mapped_column(default="", server_default="")
    box: Mapped[list[int] | None]
    other_id: Mapped[int | None] = mapped_column(ForeignKey("sheet.id"))


class PageRow(Table):
    """A sheet that belongs to a part of a nasti, with its place there; its id stays when the nasti grows."""

    __tablename__ = "page"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    nasti_id: Mapped[int] = mapped_column(ForeignKey("nasti.id"), index=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), unique=True)
    part: Mapped[str]
    position: Mapped[int]
    label: Mapped[str]


class PaperRow(Table):
    """One document inside a nasti, from its first sheet to its last."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("nasti_id", "position"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    nasti_id: Mapped[int] = mapped_column(ForeignKey("nasti.id"))
    position: Mapped[int]
    kind: Mapped[str]
    part: Mapped[str]
    first_sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    last_sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))


class FieldRow(Table):
    """One metadata value of a nasti, or of one of its papers, with its evidence; numbers are compared by ``key``."""

    __tablename__ = "field"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    nasti_id: Mapped[int] = mapped_column(ForeignKey("nasti.id"), index=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), index=True)
    name: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)
    raw: Mapped[str]
    confidence: Mapped[float]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    box: Mapped[list[int]]
    told: Mapped[bool] = mapped_column(default=False, server_default=false())
    key: Mapped[str | None] = mapped_column(Term, index=True)


class LotRow(Table):
    """Nasti that are scanned together, as the slips say."""

    __tablename__ = "lot"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(Term, unique=True)
    operator: Mapped[str]
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SlipRow(Table):
    """A separator slip that was printed.

    ``said`` is what it says, the members of `nasti.slips.Slip` that are neither empty nor its serial and side. A slip
    printed without a file number says it only after it was bound to one.
    """

    __tablename__ = "slip"
    __table_args__ = (CheckConstraint("(bound_by IS NULL) = (bound_at IS NULL)", name="bound"),)

    serial: Mapped[str] = mapped_column(Term, primary_key=True)
    said: Mapped[dict[str, Any]]
    printed_by: Mapped[str]
    printed_at: Mapped[datetime]
    bound_by: Mapped[str | None]
    bound_at: Mapped[datetime | None]


class EventRow(Table):
    """One link of the audit chain; see `storage.events`."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(Term, index=True)
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(Term)
    hash: Mapped[str] = mapped_column(Term, unique=True)
