"""`nasti unplaced`, `nasti place`: stacks of sheets of which it is not known which nasti they are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from nasti import terminal
from nasti.commands.changes import Department, do
from nasti.commands.common import AsJson, By, Config, StoreFolder, load, open_store, print_json

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def place(
    stack: Annotated[str, typer.Argument(help="The unplaced stack as `nasti unplaced` names it (#12).")],
    number: Annotated[str, typer.Argument(help="File number of the nasti it is.")],
    department: Department = None,
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Say which nasti an unplaced stack of sheets is: it joins that nasti, or becomes it."""
    from storage import handling, views

    def work(s: Session, who: str) -> int | None:
        return handling.place(s, views.find_nasti(s, stack), number, department, who)

    do(work, by, as_json, config, store)


def unplaced(as_json: AsJson = False, config: Config = None, store: StoreFolder = None) -> None:
    """List the stacks of sheets of which it is not known which nasti they are, and scans that wait for others."""
    from storage import stations, views

    with open_store(load(config, store)) as opened:
        stacks = opened.read(views.list_unplaced)
        sources = {one.id: opened.read(partial(views.scans_of, nasti_id=one.id)) for one in stacks}
        waiting = opened.read(stations.waiting_at)
    if as_json:
        listed = [{"stack": f"#{one.id}", "sheets": one.sheets, "scans": sources[one.id]} for one in stacks]
        print_json({"stacks": listed, "waiting": waiting})
    else:
        terminal.show_unplaced(stacks, sources)
        terminal.show_waiting(waiting)
