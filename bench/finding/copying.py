"""Copies the text of a filled store into an empty PostgreSQL database: the same pages on both, made once."""

from __future__ import annotations

from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session

from storage.store import Store
from storage.tables import DepartmentRow, FieldRow, NastiRow, PageRow, PaperRow, ScanRow, SheetRow, WordsRow

TABLES: tuple[Table, ...] = tuple(
    row.__table__ for row in (DepartmentRow, ScanRow, NastiRow, SheetRow, WordsRow, PageRow, PaperRow, FieldRow)
)  # type: ignore[assignment]
"""What `finding.fill` fills, in an order in which what a row refers to is there before it."""

_AT_ONCE = 5_000


def copy_text(source: Store, target: Store) -> None:
    """Copy all rows of `TABLES`; rows that are there already stay, so that a copy which was interrupted goes on.

    Args:
        source: A filled store.
        target: A migrated store on PostgreSQL.
    """
    for table in TABLES:
        source.read(lambda s, table=table: _copy(s, target, table))
    target.write(lambda s: [_count_on(s, table) for table in TABLES])


def _copy(source: Session, target: Store, table: Table) -> None:
    columns = [column.name for column in table.columns]
    into = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"
    rows = source.execute(select(table).execution_options(yield_per=_AT_ONCE))

    def put(s: Session) -> None:
        driver = s.connection().connection.driver_connection
        if driver is None or s.scalar(text(f"SELECT EXISTS (SELECT FROM {table.name})")):
            return
        adapt = [column.type.dialect_impl(s.get_bind().dialect).bind_processor(s.get_bind().dialect)
                 for column in table.columns]  # fmt: skip
        with driver.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row([one(value) if one else value for one, value in zip(adapt, row, strict=True)])

    target.write(put)


def _count_on(s: Session, table: Table) -> None:
    """Let numbers that the database gives itself go on behind the highest that was copied."""
    if "id" in table.columns:
        name = f"pg_get_serial_sequence('{table.name}', 'id')"
        s.execute(text(f"SELECT setval({name}, max(id)) FROM {table.name} WHERE {name} IS NOT NULL"))
