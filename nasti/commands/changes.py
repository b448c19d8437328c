"""How commands change sheets: one transaction, then the binding, then the change in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nasti import terminal
from nasti.commands.common import bring_to_end, load, open_store, print_json, signed_in
from nasti.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.arranging import Change
    from storage.store import Store

Department = Annotated[str | None, typer.Option("--department", help="Of the nasti. [default: the same]")]

Work = Callable[["Session", str], int | None]
"""Takes a session that writes and who does it; gives the number of the change, None when nothing changed."""


def do(work: Work, by: str | None, as_json: bool, config: Path | None, store: Path | None) -> None:
    """Do something to sheets, have it bound, and say what was changed."""
    settings = load(config, store)
    with open_store(settings) as opened:
        do_in(opened, settings, work, by, as_json=as_json)


def do_in(store: Store, settings: Settings, work: Work, by: str | None, *, as_json: bool) -> None:
    """The same in a store that is open."""
    from storage import arranging

    who = by or signed_in()
    change_id = store.write(lambda s: work(s, who))
    if change_id is not None:
        bring_to_end(settings, store)
    change: Change | None = store.read(lambda s: arranging.find_change(s, change_id)) if change_id else None
    if as_json:
        print_json(change)
    else:
        terminal.show_changes([change] if change else [])
