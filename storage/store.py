"""The store: one database and one folder of files."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar

import psycopg
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from nasti.errors import ConfigError, StorageError
from storage.files import Files
from storage.locks import hold

T = TypeVar("T")
Verdict = Literal["transient", "broken", "ours"]

PATIENCE_S = 60.0
"""How long a transaction is tried again before the line halts: longer than a database server takes to restart."""

START_PATIENCE_S = 15.0
"""The same when the store is opened: a wrong password should not take a minute to be told."""

BUSY_S = 10.0
"""How long SQLite itself waits for another writer before it says so."""

CACHE_KB = 32 * 1024
"""What a connection to SQLite keeps of the file at most: its own 2 MB hold not even the rows of one common word."""

MUCH_CACHE_KB = 224 * 1024
"""The same for transactions that change much of it: fewer pages are written before the commit and read again.

Source: a rebuild of the search index at half a million pages, in turns; 160 MB cost 4 % more."""

_SQLITE_TRANSIENT = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_SQLITE_BROKEN = {
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}  # fmt: skip

_POSTGRES_TRANSIENT = ("08", "40", "53300", "55P03", "57P01", "57P02", "57P03")
"""Connection lost, serialisation failure and deadlock, too many connections, lock not to be had, server going down
or coming up. Source: PostgreSQL 15 documentation, appendix A."""

_POSTGRES_BROKEN = ("53", "58", "XX")
"""Disk full and out of memory, system errors, corrupted data. Source: PostgreSQL 15 documentation, appendix A."""


class Store:
    """Rows and files of one e-office store.

    Args:
        url: SQLAlchemy URL of a SQLite file or a PostgreSQL database.
        folder: Where the files lie; made when it is not there.

    Raises:
        ConfigError: The URL is wrong, or of another kind of database.
        StorageError: The folder cannot be made.
    """

    def __init__(self, url: str, folder: Path) -> None:
        parsed = _parse(url)
        self.folder = folder
        self.files = Files(folder)
        self._where = parsed.render_as_string(hide_password=True)
        self._engine = _open_sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _open_postgres(parsed)
        self._much = self._engine.execution_options(nasti_cache_kb=MUCH_CACHE_KB)
        self._reading = self._engine.execution_options(**_READING[parsed.get_backend_name()])

    def migrate(self) -> None:
        """Bring the tables to the newest shape; several processes may do so at once.

        Raises:
            StorageError: The database cannot be reached or trusted, or belongs to a newer version of Nasti.
        """
        config = Config()
        config.set_main_option("script_location", "storage:migrations")

        def attempt() -> None:
            # SQLite changes some columns only by making the table anew, which references to it must survive.
            with self._engine.execution_options(nasti_migrating=True).begin() as connection:
                hold(connection, "migrate")
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

        try:
            self._persist(attempt, START_PATIENCE_S)
        except CommandError as error:
            raise StorageError(
                f"The database {self._where} was made by a newer version of Nasti ({error}). Install that version.",
                f"डेटाबेस {self._where} नस्ती के नए संस्करण का है ({error})। वही संस्करण स्थापित करें।",
            ) from error

    def write(self, work: Callable[[Session], T], *, much: bool = False) -> T:
        """Run `work` in one transaction and commit it.

        What goes wrong for a moment (another writer, a lost connection, a server that restarts) is tried again from
        the start for up to `PATIENCE_S`, so `work` may run more than once and must do nothing but talk to the
        session. A connection lost during the commit leaves open whether it took place: `work` must find out.

        Args:
            work: What is to be done.
            much: Whether it changes thousands of rows; it may then take more memory.

        Raises:
            StorageError: The database is full, damaged, or gone for longer than that.
        """

        def attempt() -> T:
            with Session(self._much if much else self._engine) as session, session.begin():
                return work(session)

        return self._persist(attempt, PATIENCE_S)

    def read(self, work: Callable[[Session], T]) -> T:
        """Run `work` in a transaction that sees one state of the store and can change nothing.

        Raises:
            StorageError: As for `write`.
        """

        def attempt() -> T:
            with Session(self._reading) as session, session.begin():
                return work(session)

        return self._persist(attempt, PATIENCE_S)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _persist(self, attempt: Callable[[], T], patience_s: float) -> T:
        started_s, tries = time.monotonic(), 0
        while True:
            try:
                return attempt()
            except (DBAPIError, sqlite3.Error, NoConnectionFree) as error:
                what = _judge(error)
                if what == "ours":
                    raise
                if what == "broken":
                    raise self._broken(error) from error
                if time.monotonic() - started_s > patience_s:
                    raise self._gone(error, patience_s) from error
            # Apart by chance, so that two workers in each other's way do not meet again.
            time.sleep(min(0.02 * 2**tries, 2.0) * random.uniform(0.5, 1.5))
            tries += 1

    def _broken(self, error: Exception) -> StorageError:
        return StorageError(
            f"The database {self._where} cannot be trusted: {_words(error)} Nothing was registered and no source was "
            "touched. Make room or repair it, then start again.",
            f"डेटाबेस {self._where} पर भरोसा नहीं किया जा सकता: {_words(error)} कुछ भी पंजीकृत नहीं हुआ, कोई मूल फ़ाइल "
            "नहीं छेड़ी गई। जगह बनाएँ या सुधारें, फिर दोबारा शुरू करें।",
        )

    def _gone(self, error: Exception, patience_s: float) -> StorageError:
        return StorageError(
            f"The database {self._where} could not be used for {patience_s:.0f} seconds: {_words(error)} Check that it "
            "runs and can be reached, then start again.",
            f"डेटाबेस {self._where} {patience_s:.0f} सेकंड तक उपलब्ध नहीं हुआ: {_words(error)} देखें कि वह चल रहा है और "
            "पहुँच में है, फिर दोबारा शुरू करें।",
        )


_READING: dict[str, dict[str, object]] = {
    "sqlite": {"nasti_reading": True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigError(
            "database.url is not a database URL. Leave it empty for SQLite, or write "
            "postgresql+psycopg://user:password@host/name"
        ) from error
    backend = parsed.drivername.partition("+")[0]
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite+pysqlite")
    raise ConfigError(
        f"database.url names {parsed.drivername}; Nasti keeps its rows in a SQLite file or in PostgreSQL: leave it "
        "empty, or write postgresql+psycopg://user:password@host/name"
    )


def _open_sqlite(url: URL) -> Engine:
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"The folder of the database {path} cannot be made: {error.strerror}.") from error
    engine = create_engine(url, connect_args={"timeout": BUSY_S}, max_overflow=-1)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # The driver would begin transactions by itself, too late and never immediate.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    # The ledger is committed before the job engine's own database, which is not synchronised to disk: a power cut
    # must never leave the engine ahead of the ledger.
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    reading = options.get("nasti_reading", False)
    connection.exec_driver_sql(f"PRAGMA foreign_keys = {int(not options.get('nasti_migrating', False))}")
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reading)}")
    connection.exec_driver_sql(f"PRAGMA cache_size = -{options.get('nasti_cache_kb', CACHE_KB)}")
    # A transaction that begins by reading and then writes cannot wait for another writer: its snapshot is stale.
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _open_postgres(url: URL) -> Engine:
    # A machine that lost its power is noticed after about 25 seconds instead of hours.
    alive = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "connect_timeout": 10}
    return create_engine(url, pool_pre_ping=True, connect_args=alive)


def _judge(error: Exception) -> Verdict:
    """What an error of the database means; "ours" is a mistake in the program."""
    # Errors of the first statements on a new connection come as the driver made them.
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, NoConnectionFree):
        return "transient"
    if isinstance(cause, sqlite3.Error):
        # Extended codes carry the plain code in their low byte.
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        return "transient" if code in _SQLITE_TRANSIENT else "broken" if code in _SQLITE_BROKEN else "ours"
    if isinstance(cause, psycopg.Error):
        state = cause.sqlstate or ""
        lost = isinstance(error, DBAPIError) and error.connection_invalidated
        # What the client library says by itself, mostly when it cannot connect, carries no code.
        unsaid = not state and isinstance(cause, psycopg.OperationalError)
        if lost or unsaid or state.startswith(_POSTGRES_TRANSIENT):
            return "transient"
        return "broken" if state.startswith(_POSTGRES_BROKEN) else "ours"
    return "ours"


def _words(error: Exception) -> str:
    said = error.orig if isinstance(error, DBAPIError) else error
    return str(said).strip().rstrip(".") + "."
