"""Locks between writers, held until the end of their transaction."""

from __future__ import annotations

from sqlalchemy import BigInteger, Connection, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session


def hold(transaction: Session | Connection, name: str) -> None:
    """Let no other transaction hold the lock of this name until this one ends.

    SQLite has one writer at a time and needs no lock.

    Args:
        transaction: A transaction that writes.
        name: What is to be done by one at a time.
    """
    bind = transaction.get_bind() if isinstance(transaction, Session) else transaction
    if bind.dialect.name == "postgresql":
        transaction.execute(select(func.pg_advisory_xact_lock(sql_cast(func.hashtextextended(name, 0), BigInteger))))
