"""`nasti flags`: what machines noticed on sheets, worst first, with pictures of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from nasti import terminal
from nasti.commands.common import AsJson, Config, StoreFolder, load, open_store, print_json
from nasti.commands.crops import Place, write_crops


def flags(
    number: Annotated[
        str | None, typer.Argument(help="File number in any spelling, or #id. [default: all nasti]")
    ] = None,
    least: Annotated[
        Literal["fault", "check", "hint"],
        typer.Option("--least", help="Faults alone, what a person should look at too, or hints as well."),
    ] = "check",
    crops: Annotated[
        Path | None, typer.Option("--crops", help="Folder for a picture of each, with the place outlined.")
    ] = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """List the sheets that are to be looked at or scanned again, and why."""
    from storage import flagged, views

    settings = load(config, store)
    with open_store(settings) as opened:
        nasti_id = None if number is None else opened.read(partial(views.find_nasti, number_or_id=number))
        found = opened.read(partial(flagged.list_flagged, nasti_id=nasti_id, least=least))
        places = [
            Place(f"{one.nasti_id or 0}-{one.sheet_id}-{one.notice.name}", one.picture_key, one.sheet, one.notice)
            for one in found
        ]
        pictures = write_crops(opened, settings, places, crops) if crops is not None else [None] * len(found)
    if as_json:
        print_json([{"flag": one, "crop": picture} for one, picture in zip(found, pictures, strict=True)])
    else:
        terminal.show_flagged(found, pictures)
