"""`nasti sheets …`: what people do to sheets, each of it undoable."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nasti import terminal
from nasti.commands.changes import Department, do, do_in
from nasti.commands.common import (
    AsJson,
    By,
    Config,
    Number,
    StoreFolder,
    bring_to_end,
    load,
    open_store,
    print_json,
    signed_in,
)
from nasti.errors import InputRejected, NotFound
from nasti.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.store import Store

app = typer.Typer(
    name="sheets",
    help="Move, order, replace, turn, mark or split sheets. Everything can be undone.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Pages = Annotated[
    list[str], typer.Argument(help="Pages as `nasti show` names them (N-3, C-12, cover), or numbers of sheets.")
]
Page = Annotated[str, typer.Argument(help="Page as `nasti show` names it (N-3, C-12, cover), or number of the sheet.")]
Before = Annotated[str | None, typer.Option("--before", help="Page they go before. [default: the end]")]
Leave = Annotated[bool, typer.Option("--leave", help="Leave the new scan where it is.")]


@app.command()
def move(
    number: Number,
    pages: Pages,
    to: Annotated[str | None, typer.Option("--to", help="Nasti they go to. [default: the same]")] = None,
    before: Before = None,
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Move sheets to another place, in the same nasti or another one."""
    from storage import handling

    def work(s: Session, who: str) -> int | None:
        moving = _find(s, number, pages)
        target, at_sheet = _find_place(s, to or number, before)
        return handling.move(s, moving, target, _count_before(s, target, at_sheet, moving), who)

    do(work, by, as_json, config, store)


@app.command()
def order(
    number: Number,
    pages: Annotated[list[int], typer.Argument(help="Numbers of all sheets, as `nasti show` counts them, in order.")],
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Put all sheets of a nasti into another order."""
    from storage import handling, views

    def work(s: Session, who: str) -> int | None:
        return handling.reorder(s, views.find_nasti(s, number), _find(s, number, list(map(str, pages))), who)

    do(work, by, as_json, config, store)


@app.command()
def replace(
    number: Number,
    page: Page,
    scan: Annotated[Path | None, typer.Option("--scan", help="New scan of this page; it is digitised first.")] = None,
    double: Annotated[str | None, typer.Option("--double", help="Page of the same nasti that shows the same.")] = None,
    leave: Leave = False,
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Replace a page by a new scan of it, or by a page that shows the same; the old one is kept."""
    from storage import handling, sheets

    if (scan is None) == (double is None):
        raise InputRejected(
            "Say what replaces the page: --scan FILE, or --double PAGE.",
            "बताएँ कि पृष्ठ की जगह क्या आए: --scan फ़ाइल, या --double पृष्ठ।",
        )
    settings = load(config, store)
    with open_store(settings) as opened:
        old = opened.read(lambda s: _find(s, number, [page])[0])
        sha256 = None if scan is None else _digitise(settings, opened, scan, leave=leave)

        def work(s: Session, who: str) -> int | None:
            if sha256 is None:
                new = _find(s, number, [double or ""])
            else:
                new = [one.id for one in sheets.sheets_of_scan(s, sha256)]
            return handling.replace(s, old, new, who)

        do_in(opened, settings, work, by, as_json=as_json)


@app.command()
def insert(
    number: Number,
    scan: Annotated[Path, typer.Argument(help="Scan of the pages that are missing; it is digitised first.")],
    before: Before = None,
    leave: Leave = False,
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Put pages into a nasti that were forgotten when it was scanned."""
    from storage import handling, sheets

    settings = load(config, store)
    with open_store(settings) as opened:
        target, at_sheet = opened.read(lambda s: _find_place(s, number, before))
        sha256 = _digitise(settings, opened, scan, leave=leave)

        def work(s: Session, who: str) -> int | None:
            new = [one.id for one in sheets.sheets_of_scan(s, sha256)]
            return handling.move(s, new, target, _count_before(s, target, at_sheet, new), who)

        do_in(opened, settings, work, by, as_json=as_json)


@app.command()
def turn(
    number: Number,
    pages: Pages,
    right: Annotated[
        int, typer.Option("--right", help="How far clockwise what is shown has to be turned: 90, 180 or 270.")
    ],
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Turn pages that stand the wrong way up, and read them again."""
    from storage import handling

    do(lambda s, who: handling.turn(s, _find(s, number, pages), right, who), by, as_json, config, store)


@app.command()
def blank(
    number: Number,
    pages: Pages,
    written: Annotated[bool, typer.Option("--written", help="They are not blank: read them.")] = False,
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Say that sheets are blank, or with --written that they are not."""
    from storage import handling

    def work(s: Session, who: str) -> int | None:
        return handling.mark_blank(s, _find(s, number, pages), not written, who)

    do(work, by, as_json, config, store)


@app.command()
def part(
    number: Number,
    pages: Pages,
    to: Annotated[
        Literal["noting", "correspondence", "as-read"], typer.Option("--to", help="The part they belong to.")
    ],
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Say which part sheets belong to."""
    from storage import handling

    def work(s: Session, who: str) -> int | None:
        return handling.set_part(s, _find(s, number, pages), None if to == "as-read" else to, who)

    do(work, by, as_json, config, store)


@app.command()
def kind(
    number: Number,
    pages: Pages,
    to: Annotated[str, typer.Option("--to", help="letter, order, list, map, …; as-read leaves it to what is read.")],
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Say what kind of page sheets are."""
    from storage import handling

    def work(s: Session, who: str) -> int | None:
        return handling.set_kind(s, _find(s, number, pages), None if to == "as-read" else to, who)

    do(work, by, as_json, config, store)


@app.command()
def begins(
    number: Number,
    pages: Pages,
    what: Annotated[
        Literal["yes", "no", "as-read"], typer.Option("--paper", help="Whether a paper begins there.")
    ] = "yes",
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Say that a paper begins on sheets, or with --paper no that the one before goes on."""
    from storage import handling

    begins_there = {"yes": True, "no": False, "as-read": None}[what]

    def work(s: Session, who: str) -> int | None:
        return handling.set_beginning(s, _find(s, number, pages), begins_there, who)

    do(work, by, as_json, config, store)


@app.command()
def split(
    number: Number,
    page: Page,
    new: Annotated[str, typer.Option("--number", help="File number of what begins at that page.")],
    department: Department = None,
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Let a nasti end before a page: that page and all behind it are another nasti."""
    from storage import handling, views

    def work(s: Session, who: str) -> int | None:
        at = _find(s, number, [page])[0]
        return handling.split(s, views.find_nasti(s, number), at, new, department, who)

    do(work, by, as_json, config, store)


@app.command()
def alone(
    scan: Annotated[str, typer.Argument(help="Name of a scan that waits for the scan of its other sides.")],
    by: By = None,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Place a scan without the scan of its other sides, which will not come."""
    from storage import stations

    settings = load(config, store)
    with open_store(settings) as opened:
        opened.write(lambda s: stations.stand_alone(s, scan, by or signed_in()))
        bring_to_end(settings, opened)


@app.command()
def undo(
    change: Annotated[int | None, typer.Argument(help="Number of the change. [default: the last one]")] = None,
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Take a change back."""
    from storage import arranging

    do(lambda s, who: arranging.undo(s, who, change).id, by, as_json, config, store)


@app.command()
def history(number: Number, as_json: AsJson = False, config: Config = None, store: StoreFolder = None) -> None:
    """Say what was done to the sheets of a nasti, by whom and when."""
    from storage import arranging, views

    with open_store(load(config, store)) as opened:
        changes = opened.read(lambda s: arranging.history(s, views.find_nasti(s, number)))
    if as_json:
        print_json(changes)
    else:
        terminal.show_changes(changes)


def _find(s: Session, number: str, pages: Sequence[str]) -> list[int]:
    """Rows of the sheets that are meant."""
    from storage import keywords, views

    nasti_id = views.find_nasti(s, number)
    return [keywords.find_sheet(s, nasti_id, page, pages_only=False) for page in pages]


def _find_place(s: Session, number: str, before: str | None) -> tuple[int, int | None]:
    """A nasti, and the row of the sheet in it that others are to go before."""
    from storage import views

    return views.find_nasti(s, number), None if before is None else _find(s, number, [before])[0]


def _count_before(s: Session, nasti_id: int, sheet_id: int | None, moving: Sequence[int]) -> int | None:
    """How many of the sheets that stay in a nasti come before one of them; None for all."""
    from storage import arranging

    if sheet_id is None:
        return None
    if sheet_id in moving:
        raise InputRejected("A sheet cannot go before itself.", "पन्ना अपने आप से पहले नहीं रखा जा सकता।")
    return [one for one in arranging.order_of(s, nasti_id) if one not in moving].index(sheet_id)


def _digitise(settings: Settings, store: Store, path: Path, *, leave: bool) -> str:
    """Bring a new scan through the line; gives back which scan it is."""
    from nasti.jobs import Line
    from watch_folders.arrivals import find

    found = find([path])
    if len(found.arrivals) != 1:
        raise NotFound(f"{path} is not one scan.", f"{path} एक स्कैन नहीं है।")
    with Line(settings, store) as line:
        taken = line.take(found.arrivals[0], leave=leave)
        terminal.follow(line, store)
        line.raise_if_halted()
    if taken.sha256 is None:
        raise InputRejected(f"{path} cannot be read.", f"{path} पढ़ा नहीं जा सकता।")
    return taken.sha256
