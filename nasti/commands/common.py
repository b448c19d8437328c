"""What the commands share: their common options, the store they open, JSON on standard output."""

from __future__ import annotations

import dataclasses
import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nasti import settings as configuration
from nasti import terminal
from nasti.errors import NotFound, StoreBusy
from nasti.settings import Settings

if TYPE_CHECKING:
    from storage.store import Store

Config = Annotated[Path | None, typer.Option("--config", help="Configuration file. [default: config.yaml here]")]
StoreFolder = Annotated[Path | None, typer.Option("--store", help="Folder of the store. [default: as configured]")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output, and nothing else there.")]
By = Annotated[str | None, typer.Option("--by", help="Who says so. [default: the name you are signed in by]")]
Number = Annotated[str, typer.Argument(help="File number in any spelling, or #id.")]


MOST_TO_CATCH_UP = 100
"""Nasti that are indexed when a store is opened, without being asked."""


def signed_in() -> str:
    """The name of the person at the terminal, as the operating system knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # The machine knows this user by number alone.
        return f"user {os.getuid()}"


def load(config: Path | None, store: Path | None) -> Settings:
    """The configuration; see `nasti.settings.load`."""
    return configuration.load(config, os.environ, store=store)


@contextmanager
def open_store(settings: Settings, *, make: bool = False) -> Iterator[Store]:
    """The store, migrated; closed behind the block.

    Args:
        settings: All sections.
        make: Make a store where there is none.

    Raises:
        NotFound: There is no store, and none is to be made.
        StorageError: The database cannot be reached or trusted.
    """
    from storage.store import Store

    if not make and not settings.store_folder.is_dir():
        raise NotFound(
            f"There is no store at {settings.store_folder}. Name it with --store, or scan something first.",
            f"{settings.store_folder} पर कोई भंडार नहीं है। --store से बताएँ, या पहले कुछ स्कैन करें।",
        )
    store = Store(settings.database_url, settings.store_folder)
    try:
        store.migrate()
        _catch_up(store)
        yield store
    finally:
        store.close()


def _catch_up(store: Store) -> None:
    """Index what an older version had in another index, where that takes seconds; `nasti reindex` does the rest."""
    from storage.reindex import behind, reindex

    if 0 < store.read(behind) <= MOST_TO_CATCH_UP:
        reindex(store, lambda done, total: None)


def bring_to_end(settings: Settings, store: Store) -> None:
    """Bind what was changed, unless another process is at work that does."""
    from nasti.jobs import Line

    try:
        with Line(settings, store) as line:
            terminal.follow(line, store)
            line.raise_if_halted()
    except StoreBusy:
        terminal.say("चल रहा nasti इसे अभी जिल्दबद्ध करेगा। / The nasti at work binds it now.")


def print_json(value: Any) -> None:
    """Print a value, records included, as JSON on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=_as_plain))


def _as_plain(value: Any) -> Any:
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else str(value)
