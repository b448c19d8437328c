"""Copies the text of a filled store into an empty PostgreSQL database: the same pages on both, made once."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session

from finding.fill import Filled
from storage.store import Store
from storage.tables import DepartmentRow, FieldRow, NastiRow, PageRow, PaperRow, ScanRow, SheetRow, Table, WordsRow

_AT_ONCE = 2_000


def copy_text(source: Store, target: Store, filled: Filled, pages: int) -> Filled:
    """Copy the first nasti with what `finding.fill` filled in; tables that have rows already are left as they are.

    Args:
        source: A filled store.
        target: A migrated store on PostgreSQL.
        filled: What was filled in.
        pages: Pages that are enough.

    Returns:
        What was copied; the bytes of its text are worked out from those of the whole.
    """
    last, enough = source.read(lambda s: _last_nasti(s, pages))
    for row, query in _rows(last).items():
        source.read(lambda s, row=row, query=query: _copy(s, target, row, query))
    target.write(_count_on)
    share = enough / filled.pages
    return replace(
        filled, nastis=last, pages=enough, text_bytes=int(share * filled.text_bytes), numbers=filled.numbers[:last],
        truth=filled.truth[:enough], samples=filled.samples[: max(500, int(share * len(filled.samples)))],
    )  # fmt: skip


def _last_nasti(s: Session, pages: int) -> tuple[int, int]:
    """The first nasti with which there are pages enough, and how many pages there are then."""
    counts = s.execute(select(PageRow.nasti_id, func.count()).group_by(PageRow.nasti_id).order_by(PageRow.nasti_id))
    last, enough = 0, 0
    for nasti_id, count in counts:
        last, enough = nasti_id, enough + count
        if enough >= pages:
            break
    return last, enough


def _rows(last: int) -> dict[type[Table], Select[tuple[object, ...]]]:
    """What is copied, in an order in which what a row refers to is there before it."""
    sheets = select(SheetRow.id).where(SheetRow.nasti_id <= last)
    scans = select(SheetRow.scan_sha256).where(SheetRow.nasti_id <= last)
    return {
        DepartmentRow: select(*DepartmentRow.__table__.columns),
        ScanRow: select(*ScanRow.__table__.columns).where(ScanRow.sha256.in_(scans)),
        NastiRow: select(*NastiRow.__table__.columns).where(NastiRow.id <= last),
        SheetRow: select(*SheetRow.__table__.columns).where(SheetRow.nasti_id <= last),
        WordsRow: select(*WordsRow.__table__.columns).where(WordsRow.sheet_id.in_(sheets)),
        PageRow: select(*PageRow.__table__.columns).where(PageRow.nasti_id <= last),
        PaperRow: select(*PaperRow.__table__.columns).where(PaperRow.nasti_id <= last),
        FieldRow: select(*FieldRow.__table__.columns).where(FieldRow.nasti_id <= last),
    }


def _copy(source: Session, target: Store, row: type[Table], query: Select[tuple[object, ...]]) -> None:
    columns = list(row.__table__.columns)
    into = f"COPY {row.__tablename__} ({', '.join(column.name for column in columns)}) FROM STDIN"

    def put(s: Session) -> None:
        if s.scalar(text(f"SELECT EXISTS (SELECT FROM {row.__tablename__})")):
            return
        dialect = s.get_bind().dialect
        adapt = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
        with s.connection().connection.cursor() as cursor, cursor.copy(into) as copy:
            for values in source.execute(query.execution_options(yield_per=_AT_ONCE)):
                copy.write_row([one(value) if one else value for one, value in zip(adapt, values, strict=True)])

    target.write(put)


def _count_on(s: Session) -> None:
    """Let numbers that the database gives itself go on behind the highest that was copied."""
    for row in _rows(0):
        if "id" in row.__table__.columns:
            name = f"pg_get_serial_sequence('{row.__tablename__}', 'id')"
            s.execute(text(f"SELECT setval({name}, max(id)) FROM {row.__tablename__} WHERE {name} IS NOT NULL"))
