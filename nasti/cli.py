"""The `nasti` command. The only module that ends the process."""

from __future__ import annotations

import dataclasses
import json
import logging
import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from nasti import terminal, terminal_search
from nasti.commands import fields, sheets, unplaced
from nasti.commands.common import AsJson, By, Config, Number, StoreFolder, load, open_store, print_json, signed_in
from nasti.commands.cover import cover
from nasti.commands.doubts import doubts
from nasti.commands.flags import flags
from nasti.commands.learn import learn
from nasti.commands.ledger import ledger
from nasti.commands.search import alias, reindex, search
from nasti.commands.serve import serve
from nasti.errors import ExitCode, InputRejected, NastiError, StorageError

if TYPE_CHECKING:
    from nasti.jobs import Taken
    from nasti.model import Arrival, Understood
    from nasti.reading import ScanReader
    from nasti.volumes import Limits
    from storage.views import ScanLine
    from watch_folders.arrivals import Refused

# Modules that load the recogniser, OpenCV or the job engine are imported by the commands that need them: a search
# should not wait for what only a scan uses.

app = typer.Typer(
    name="nasti",
    help="Turns paper files (nasti, नस्ती) into searchable PDF/A registered in an e-office store.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(sheets.app)
app.command()(unplaced.place)
app.command()(unplaced.unplaced)
app.command()(doubts)
app.add_typer(fields.app)
app.command()(fields.links)
app.command()(flags)
app.command()(learn)
app.command()(ledger)
app.command()(search)
app.command()(reindex)
app.command()(alias)
app.command()(serve)

Paths = Annotated[list[Path], typer.Argument(help="Scans: PDF, TIFF, JPEG, PNG, or folders of them.")]
AsProfile = Annotated[
    Literal["archive", "eoffice"],
    typer.Option("--profile", help="PDFs as they are kept (archive), or light ones to upload (eoffice)."),
]
CapMb = Annotated[
    float | None,
    typer.Option("--cap-mb", min=0.1, help="Megabytes of a light PDF; a larger one is cut. [default: as configured]"),
]
Leave = Annotated[bool, typer.Option("--leave", help="Leave sources where they are instead of moving them to done/.")]


def main() -> None:
    """Run the command; errors of ours become one message and their exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        app()
    except NastiError as error:
        terminal.complain(error)
        sys.exit(error.exit_code)


@app.command()
def run(config: Config = None, store: StoreFolder = None) -> None:
    """Watch the inbox and digitise whatever arrives, until stopped with Ctrl-C."""
    from nasti.jobs import Line
    from watch_folders.watch import watch

    settings = load(config, store)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with (
        open_store(settings, make=True) as opened,
        Line(settings, opened, on_halt=stop.set, tell=terminal.say, learns=True) as line,
    ):
        terminal.say(f"{settings.inbox} पर नज़र है; रोकने के लिए Ctrl-C। / Watching {settings.inbox}; stop with Ctrl-C.")
        for found in watch(settings.inbox, settings.watch, stop):
            terminal.say(f"{found.inside}: {line.take(found).outcome}")
        line.raise_if_halted()


@app.command()
def scan(
    paths: Paths, leave: Leave = False, as_json: AsJson = False, config: Config = None, store: StoreFolder = None
) -> None:
    """Digitise scans now: read, bind, register, then move the sources to done/ in the store's folder."""
    from nasti.jobs import Line
    from storage import views
    from watch_folders.arrivals import find

    settings = load(config, store)
    with open_store(settings, make=True) as opened:
        with Line(settings, opened) as line:
            # After a crash the same command is given again; what was put away by then is no longer there to be found.
            there = [p for p in paths if p.exists() or not opened.read(partial(views.was_put_away, path=p))]
            found = find(there)
            for path in found.left_alone:
                terminal.say(f"{path}: left alone, it is no scan")
            drops: tuple[Arrival | Refused, ...] = (*found.arrivals, *found.refused)
            taken = {str(one.path): line.take(one, leave=leave) for one in drops}
            terminal.follow(line, opened)
            line.raise_if_halted()
        scans = opened.read(views.list_scans)
        nastis = opened.read(views.list_nastis)
    if as_json:
        print_json({"arrivals": taken, "scans": scans, "nasti": nastis})
    else:
        terminal.show_nastis(nastis)
        terminal.show_troubles(scans)
        terminal.show_refused((str(one.inside), one.error) for one in found.refused)
    if _any_rejected(taken.values(), scans):
        raise typer.Exit(ExitCode.INPUT_REJECTED)


@app.command()
def read(
    paths: Paths,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", help="Write a searchable PDF/A; a folder when there are several scans.")
    ] = None,
    as_json: Annotated[
        str | None, typer.Option("--json", help="Write JSON to this file; - for standard output.")
    ] = None,
    profile: AsProfile = "archive",
    cap_mb: CapMb = None,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Read scans without registering anything. Prints the text unless --pdf or --json says otherwise."""
    from nasti.reading import ScanReader, place_pdfs
    from nasti.schema import describe
    from nasti.volumes import Limits
    from watch_folders.arrivals import find

    found = find(paths)
    for refused in found.refused:
        raise InputRejected(f"{refused.path}: {refused.error.message}", f"{refused.path}: {refused.error.hindi}")
    results = []
    pdfs = place_pdfs(found.arrivals, pdf)
    settings = load(config, store)
    light = Limits.of(settings.pdf, cap_mb) if profile == "eoffice" else None
    reader = ScanReader(settings)
    try:
        for one, out in zip(found.arrivals, pdfs, strict=True):
            understood = _read_one(reader, one, out, light)
            results.append(describe(one.path.name, understood))
            if pdf is None and as_json is None:
                # A form feed ends every page, as pdftotext has it: blank pages at the end count too.
                terminal.show_text("".join(f"{sheet.text}\n\f" for sheet in understood.sheets))
    finally:
        reader.close()
    if as_json is not None:
        _write_json(results[0] if len(results) == 1 else results, as_json)


@app.command()
def show(
    number: Number,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Show one nasti: fields, papers, pages, files."""
    from nasti.schema import describe
    from storage import views

    with open_store(load(config, store)) as opened:
        view = opened.read(lambda s: views.show(s, number))
        files = {part: str(opened.files.path(key)) for part, key in view.line.bound.items()}
    if as_json:
        described = describe(view.source, view.understood)
        for sheet, label, state, keywords in zip(
            described["sheets"], view.labels, view.states, view.keywords, strict=True
        ):
            sheet |= {"label": label, "state": state, "keywords": keywords}
        print_json(described | {"register": dataclasses.asdict(view.line), "version": view.version, "files": files})
    else:
        terminal.show_view(view, files)


@app.command()
def keyword(
    number: Number,
    page: Annotated[
        str, typer.Argument(help="Page as `nasti show` names it (N-3, C-12, cover), or number of the sheet.")
    ],
    words: Annotated[list[str], typer.Argument(help='Keywords; several words in quotes are one: "राम लाल".')],
    remove: Annotated[bool, typer.Option("--remove", help="Take these keywords away instead.")] = False,
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Give keywords to a page, so that a search finds what is written on it by hand."""
    from storage import keywords, views
    from storage.tree import write_tree

    who = by or signed_in()
    with open_store(load(config, store)) as opened:
        nasti_id = opened.read(lambda s: views.find_nasti(s, number))
        sheet_id = opened.read(lambda s: keywords.find_sheet(s, nasti_id, page))
        change = keywords.remove_keywords if remove else keywords.add_keywords
        changed = opened.write(lambda s: change(s, sheet_id, words, who))
        write_tree(opened, nasti_id)
        given = opened.read(lambda s: keywords.keywords_of(s, [sheet_id])).get(sheet_id, ())
    if as_json:
        print_json({"nasti": nasti_id, "page": page, "changed": changed, "keywords": given})
    else:
        terminal.show_keywords(number, page, given)


@app.command()
def bind(
    number: Number,
    to: Annotated[Path, typer.Option("--to", help="Folder for the copies.")],
    profile: AsProfile = "archive",
    cap_mb: CapMb = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Write copies of one nasti's searchable PDFs; what the store keeps stays as it is."""
    from nasti.copies import write_copies
    from nasti.volumes import Limits

    settings = load(config, store)
    with open_store(settings) as opened, terminal.bar(number, "parts") as tell:
        copies = write_copies(opened, settings, number, profile, Limits.of(settings.pdf, cap_mb), to, tell)
    if as_json:
        print_json(copies)
    else:
        terminal.show_copies(copies)


@app.command()
def status(as_json: AsJson = False, config: Config = None, store: StoreFolder = None) -> None:
    """Show how the line stands: what arrived, what is read, what waits, what failed."""
    from storage import views

    with open_store(load(config, store)) as opened:
        found = opened.read(views.status)
        nastis = opened.read(views.list_nastis)
        scans = opened.read(views.list_scans)
    if as_json:
        print_json({**dataclasses.asdict(found), "nasti": nastis, "scan": scans})
    else:
        terminal.show_status(found)
        terminal.show_troubles(scans)


@app.command()
def verify(as_json: AsJson = False, config: Config = None, store: StoreFolder = None) -> None:
    """Check every kept file's hash, the sheet ledger, the search index and the audit chain."""
    from storage.verify import verify as check

    with open_store(load(config, store)) as opened, terminal.bar("checking", "files") as tell:
        report = check(opened, tell)
    if as_json:
        print_json(report)
    else:
        terminal.show_report(report)
    if report.problems:
        raise typer.Exit(ExitCode.STORAGE)


@app.command()
def doctor(as_json: AsJson = False, config: Config = None, store: StoreFolder = None) -> None:
    """Say what is installed, what is missing and how to get it."""
    from nasti.doctor import examine

    findings = examine(load(config, store))
    if as_json:
        print_json(findings)
    else:
        terminal.show_findings(findings)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(ExitCode.TOOL_MISSING)


@app.command()
def demo(config: Config = None, store: StoreFolder = None) -> None:
    """Draw three sample nasti, digitise them as `nasti run` would, and search in them."""
    from nasti.demo import QUERIES, digitise_samples
    from nasti.hindi import number_key
    from storage import search as searching
    from storage import views

    settings = load(config, store)
    settings = load(config, settings.store_folder / "demo")
    with open_store(settings, make=True) as opened:
        numbers = digitise_samples(settings, opened)
        nastis = opened.read(views.list_nastis)
        terminal.show_nastis(nastis)
        for query in QUERIES:
            terminal.say(f"\nnasti search {query}")
            terminal_search.show_results(
                opened.read(partial(searching.search, query=query, options=searching.Options(limit=3)))
            )
    terminal.say(f"\nPDF: {settings.store_folder / 'nasti-files'}")
    if missing := numbers - {number_key(one.number or "") for one in nastis}:
        terminal.say(f"These sample numbers were not read rightly: {', '.join(sorted(missing))}")
        raise typer.Exit(ExitCode.INVALID_OUTPUT)


app.command()(cover)


def _read_one(reader: ScanReader, scan: Arrival, pdf: Path | None, light: Limits | None) -> Understood:
    with terminal.bar(scan.path.name, "sheets") as tell:
        return reader.read(scan, pdf, tell, light)


def _any_rejected(taken: Iterable[Taken], scans: Sequence[ScanLine]) -> bool:
    states = {scan.sha256: scan.state for scan in scans}
    return any(one.sha256 is None or states[one.sha256] in ("rejected", "parked") for one in taken)


def _write_json(value: Any, to: str) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    if to == "-":
        print(text)
        return
    try:
        Path(to).write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"{to} cannot be written: {error.strerror}. Make room or mend its permissions, or name another place.",
            f"{to} में लिखा नहीं जा सका: {error.strerror}। जगह बनाएँ, अनुमति ठीक करें या दूसरी जगह बताएँ।",
        ) from error
