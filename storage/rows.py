"""Many rows at once, on either database."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session


def on_sqlite(s: Session) -> bool:
    """Whether the database is SQLite; PostgreSQL it is otherwise."""
    return s.get_bind().dialect.name == "sqlite"


def among(
    s: Session, column: str, values: Collection[str] | Collection[int], kind: str
) -> tuple[str, dict[str, object]]:
    """A condition that a column has one of many values, bound as one parameter: many cost three times as much.

    Args:
        s: A transaction.
        column: As SQL names it.
        values: Any number.
        kind: "text" or "integer".
    """
    ordered = sorted(values)
    if on_sqlite(s):
        return f"{column} IN (SELECT value FROM json_each(:values))", {
            "values": json.dumps(ordered, ensure_ascii=False)
        }
    return f"{column} = ANY(CAST(:values AS {kind}[]))", {"values": ordered}


def fetch_rows(s: Session, query: str, bound: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """All rows of a query, as the driver gives them: what SQLAlchemy does about it costs more than to find many rows.

    Args:
        s: A transaction.
        query: SQL, of columns that either driver gives as what they are; bytes may be any object that `bytes` takes.
        bound: Its parameters, which stand as ``:name``.
    """
    result = s.connection().exec_driver_sql(query if on_sqlite(s) else _as_psycopg(query), dict(bound))
    rows: list[tuple[Any, ...]] = list(result.cursor.fetchall()) if result.cursor is not None else []
    result.close()
    return rows


@lru_cache(maxsize=256)
def _as_psycopg(query: str) -> str:
    """A query with its parameters as psycopg writes them."""
    return re.sub(r"(?<!:):(\w+)", r"%(\1)s", query.replace("%", "%%"))


def fetch_last(
    s: Session, table: str, key: str, packed: str, keys: Collection[str] | Collection[int]
) -> list[tuple[Any, ...]]:
    """The last row of each key, of a table whose rows lie in order by key and ``first``.

    Args:
        s: A transaction.
        table: Its name.
        key: Name of its key.
        packed: Name of what the rows hold.
        keys: Any number; those that are not there have no row.

    Returns:
        Key, first and packed bytes of each.
    """
    kind = "text" if any(isinstance(one, str) for one in keys) else "integer"
    condition, bound = among(s, key, keys, kind)
    query = (
        f"SELECT {table}.{key}, {table}.first, {packed} FROM {table} JOIN "
        f"(SELECT {key}, max(first) AS first FROM {table} WHERE {condition} GROUP BY {key}) AS last "
        f"ON {table}.{key} = last.{key} AND {table}.first = last.first"
    )
    return fetch_rows(s, query, bound)


def insert_rows(
    s: Session, table: str, columns: Mapping[str, str], rows: Sequence[tuple[object, ...]], conflict: str = ""
) -> None:
    """Insert rows, straight to the driver: binding by name costs more than the insertion.

    Args:
        s: A transaction that writes.
        table: Its name.
        columns: Their types on PostgreSQL, by name, in the order of the rows.
        rows: Any number.
        conflict: What is to be done with rows that are there, as SQL says it.
    """
    if not rows:
        return
    names = ", ".join(columns)
    if on_sqlite(s):
        places = ", ".join("?" * len(columns))
        s.connection().exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({places}) {conflict}", list(rows))
        return
    arrays = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in columns.items())
    values = dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))
    s.execute(text(f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) {conflict}"), values)
