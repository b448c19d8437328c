"""`nasti cover`: prints separator slips, and says what blank ones mean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from nasti import terminal
from nasti.commands.common import (
    AsJson,
    By,
    Config,
    StoreFolder,
    bring_to_end,
    load,
    open_store,
    print_json,
    signed_in,
)
from nasti.errors import InputRejected, StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from nasti.settings import Settings
    from nasti.slips import Passes, Slip, SlipKind
    from storage.store import Store

Kind = Literal["nasti", "noting", "correspondence", "lot", "end-of-lot", "larger"]
Way = Literal["one", "two-in-file", "two-files"]
MOST_BLANK = 1000


def cover(
    number: Annotated[str, typer.Option("--number", help="File number as it is written.")] = "",
    department: Annotated[str, typer.Option("--department", help="Department of the nasti.")] = "",
    subject: Annotated[str, typer.Option("--subject", help="Subject of the nasti.")] = "",
    noting_pages: Annotated[int | None, typer.Option("--noting-pages", min=0, help="Pages of noting, counted.")] = None,
    correspondence_pages: Annotated[
        int | None, typer.Option("--correspondence-pages", min=0, help="Pages of correspondence, counted.")
    ] = None,
    sheets: Annotated[int | None, typer.Option("--sheets", min=0, help="Sheets of paper behind the slip.")] = None,
    kind: Annotated[Kind, typer.Option("--kind", help="What the slip begins or ends.")] = "nasti",
    lot: Annotated[str, typer.Option("--lot", help="Name of the lot.")] = "",
    operator: Annotated[str, typer.Option("--operator", help="Who scans.")] = "",
    passes: Annotated[
        Way | None, typer.Option("--passes", help="How fronts and backs come, where the station does it otherwise.")
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="Print a slip for each row of this CSV or Excel file.")
    ] = None,
    blank: Annotated[
        int | None, typer.Option("--blank", min=1, max=MOST_BLANK, help="Print so many slips without a number.")
    ] = None,
    bind: Annotated[str | None, typer.Option("--bind", help="Serial of a printed slip that gets this number.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Bind a slip that has another number already.")] = False,
    to: Annotated[Path, typer.Option("--to", help="The PDF to print.")] = Path("slips.pdf"),
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Print separator slips: lay them on nasti before scanning, and each is filed where its slip says."""
    from nasti.slip_lists import check_slip, read_list
    from nasti.slips import Slip

    wanted = Slip(
        cast("SlipKind", kind.replace("-", "_")), number=number.strip(), department=department.strip(),
        subject=subject.strip(), noting_pages=noting_pages, correspondence_pages=correspondence_pages, sheets=sheets,
        lot=lot.strip(), operator=operator.strip(), passes=cast("Passes", (passes or "").replace("-", "_")),
    )  # fmt: skip
    check_slip(wanted)
    _check_ways(wanted, source, blank, bind)
    who = by or signed_in()
    written = None if bind is not None else to
    # A list with mistakes is refused before there is anything to undo.
    slips = _complete(read_list(source), wanted) if source else [wanted] * (blank or 1)
    settings = load(config, store)
    with open_store(settings, make=True) as opened:
        if bind is not None:
            said: Sequence[Slip] = [_bind(opened, settings, bind, wanted, who, again=again)]
        else:
            said = _print(opened, slips, who, to)
    if as_json:
        print_json({"file": written, "slips": said})
    else:
        terminal.show_slips(said, written)


def _check_ways(wanted: Slip, source: Path | None, blank: int | None, bind: str | None) -> None:
    if sum(way is not None for way in (source, blank, bind)) > 1:
        raise InputRejected(
            "Say one of --from, --blank and --bind, not several.", "--from, --blank और --bind में से एक ही लिखें।"
        )
    if (source or blank) and wanted.number:
        raise InputRejected(
            "--number is for one slip; leave it out with --from and --blank.",
            "--number एक पर्ची के लिए है; --from और --blank के साथ न लिखें।",
        )
    if not (source or blank) and wanted.kind == "nasti" and not wanted.number:
        raise InputRejected(
            "Say the number of the nasti with --number, or print slips to fill in later with --blank 10.",
            "--number से नस्ती क्रमांक बताएँ, या बाद में भरने के लिए --blank 10 से खाली पर्चियाँ छापें।",
        )


def _complete(slips: Sequence[Slip], wanted: Slip) -> list[Slip]:
    """Let what the command line says hold for the rows of a list that say nothing themselves."""
    names = ("department", "lot", "operator", "passes")
    return [replace(slip, **{name: getattr(slip, name) or getattr(wanted, name) for name in names}) for slip in slips]


def _bind(store: Store, settings: Settings, serial: str, wanted: Slip, by: str, *, again: bool) -> Slip:
    """Say what a slip means, and place what waits behind it."""
    from nasti.serials import tidy_serial
    from storage import handling, slips

    def work(s: Session) -> tuple[Slip, int | None]:
        bound = slips.bind(s, tidy_serial(serial), wanted, by, again=again)
        return bound, handling.place_waiting(s, bound, by)

    bound, change = store.write(work)
    if change is not None:
        bring_to_end(settings, store)
    return bound


def _print(store: Store, wanted: Sequence[Slip], by: str, to: Path) -> Sequence[Slip]:
    """Enter the slips, then write them: a serial that was never printed does no harm, an unknown slip does."""
    from nasti.covers import draw_slips
    from storage import slips

    part = to.with_name(f".{to.name}.part")
    issued = store.write(lambda s: slips.issue(s, wanted, by))
    try:
        with terminal.bar(to.name, "slips") as tell:
            part.write_bytes(draw_slips(issued, tell))
        part.replace(to)
    except OSError as error:
        raise StorageError(
            f"{to} cannot be written: {error.strerror}. Make room or mend its permissions, or name another place.",
            f"{to} में लिखा नहीं जा सका: {error.strerror}। जगह बनाएँ, अनुमति ठीक करें या दूसरी जगह बताएँ।",
        ) from error
    return issued
