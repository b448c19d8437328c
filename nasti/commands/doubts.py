"""`nasti doubts`: what a machine could not settle, for a person to look at."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from nasti import terminal
from nasti.commands.common import AsJson, By, Config, StoreFolder, load, open_store, print_json, signed_in


def doubts(
    number: Annotated[
        str | None, typer.Argument(help="File number in any spelling, or #id. [default: all nasti]")
    ] = None,
    settle: Annotated[
        list[int] | None, typer.Option("--settle", help="Number of a doubt that was looked at and is settled.")
    ] = None,
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """List what could not be settled when scans were placed, or say that it was looked at."""
    from storage import doubts as kept
    from storage import views

    who = by or signed_in()
    with open_store(load(config, store)) as opened:
        for doubt_id in settle or ():
            opened.write(partial(kept.settle, doubt_id=doubt_id, by=who))
        nasti_id = None if number is None else opened.read(lambda s: views.find_nasti(s, number))
        raised = opened.read(lambda s: kept.list_doubts(s, nasti_id))
    if as_json:
        print_json(raised)
    else:
        terminal.show_doubts(raised)
