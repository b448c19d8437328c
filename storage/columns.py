"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import DateTime, Dialect, LargeBinary, Text, TypeDecorator
from sqlalchemy.types import TypeEngine


class PlainText(TypeDecorator[str]):
    """Text that any database can hold: a null character and bytes of file names that are not UTF-8 are written out.

    Args:
        ordered: The text is a key, a hash or a search term and is compared byte by byte; a language's collation
            would tie or reorder them.
    """

    impl = Text
    cache_ok = True

    def __init__(self, *, ordered: bool = False) -> None:
        super().__init__()
        self.ordered = ordered

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Choose the type of the database; SQLite compares bytes anyway."""
        collation = "C" if self.ordered and dialect.name == "postgresql" else None
        return dialect.type_descriptor(Text(collation=collation))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write out what no database takes."""
        return None if value is None else plain(value)


Term = PlainText(ordered=True)
"""Text that is compared byte by byte."""


class Moment(TypeDecorator[datetime]):
    """A moment, time zone aware: ``timestamptz`` on PostgreSQL, ISO 8601 text in UTC on SQLite."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """Choose the type of the database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Give the database UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        moment = value.astimezone(UTC)
        # Always with microseconds, so that text sorts as time does.
        return moment.isoformat(timespec="microseconds") if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        """Give the program UTC, whatever zone the session of the database has."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)


class FilePath(TypeDecorator[Path]):
    """A path as the bytes the file system knows: names that are not UTF-8 come back unchanged, on every database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Path | None, dialect: Dialect) -> bytes | None:
        """Give the database the file system's bytes."""
        return None if value is None else os.fsencode(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Path | None:
        """Give the program a path."""
        return None if value is None else Path(os.fsdecode(value))


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def plain(text: str) -> str:
    r"""Text with null characters and lone surrogates written out (``\x00``, ``\udcff``); other text as it is.

    Args:
        text: Any text, a file name's included.
    """
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")
