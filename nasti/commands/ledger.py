"""`nasti ledger`: where every sheet is, as a table, as a sealed statement on paper or JSON, and the check of one."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from nasti import terminal
from nasti.commands.common import AsJson, By, Config, StoreFolder, load, open_store, print_json, signed_in
from nasti.errors import ConfigError, ExitCode, InputRejected, StorageError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.ledger_scope import Scope
    from storage.store import Store

Number = Annotated[str | None, typer.Argument(help="File number in any spelling, or #id. [default: all]")]
Scan = Annotated[str | None, typer.Option("--scan", help="Of this scan: its file name, or the beginning of its hash.")]
Lot = Annotated[str | None, typer.Option("--lot", help="Of this lot.")]
Pdf = Annotated[
    Path | None, typer.Option("--pdf", help="Write a statement to print and sign; its JSON is written beside it.")
]
Check = Annotated[
    str | None, typer.Option("--check", help="Check a statement: its JSON file, its hash, or what its QR code says.")
]


def ledger(
    number: Number = None,
    scan: Scan = None,
    lot: Lot = None,
    pdf: Pdf = None,
    check: Check = None,
    by: By = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """Show where every sheet is, and what does not add up; draw up a statement of it to sign, or check one."""
    if sum(one is not None for one in (number, scan, lot, check)) > 1:
        raise ConfigError(
            "Name only one of: a file number, --scan, --lot, --check.",
            "इनमें से एक ही बताएँ: नस्ती क्रमांक, --scan, --lot, --check।",
        )
    with open_store(load(config, store)) as opened:
        if check is not None:
            code = _check(opened, check, as_json=as_json)
        else:
            scope = opened.read(lambda s: _find_scope(s, number, scan, lot))
            code = _draw_up(opened, scope, by or signed_in(), pdf, as_json=as_json)
    if code is not ExitCode.OK:
        raise typer.Exit(code)


def _find_scope(s: Session, number: str | None, scan: str | None, lot: str | None) -> Scope:
    from storage import ledger_scope

    if number is not None:
        return ledger_scope.of_nasti(s, number)
    if scan is not None:
        return ledger_scope.of_scan(s, scan)
    return ledger_scope.of_lot(s, lot) if lot is not None else ledger_scope.Scope()


def _draw_up(store: Store, scope: Scope, by: str, pdf: Path | None, *, as_json: bool) -> ExitCode:
    """Show the ledger; where it is to be kept, as paper or JSON, seal it."""
    from nasti.statement import draw_up

    if pdf is None and not as_json:
        drawn = store.read(scope.balance)
        terminal.show_balance(drawn)
        return _judge(balances=not drawn.unbalanced, doubts=len(drawn.doubts))
    statement = draw_up(store, scope, by)
    if pdf is not None:
        from nasti.statement_pdf import print_statement

        content = json.dumps(statement.to_json(), ensure_ascii=False, indent=1)
        written = _write(pdf, print_statement(statement), content.encode())
        terminal.say(", ".join(map(str, written)))
    if as_json:
        print_json(statement.to_json())
    return _judge(balances=statement.balances, doubts=statement.to_look_at)


def _judge(*, balances: bool, doubts: int) -> ExitCode:
    if not balances:
        return ExitCode.STORAGE
    return ExitCode.DOUBTFUL if doubts else ExitCode.OK


def _write(pdf: Path, printed: bytes, content: bytes) -> tuple[Path, Path]:
    """Write a statement and its JSON beside it; both take their places only when both are whole."""
    beside = pdf.with_name(f"{pdf.stem if pdf.suffix.lower() == '.pdf' else pdf.name}.json")
    try:
        pdf.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=pdf.parent, prefix=".nasti-") as folder:
            for path, data in ((pdf, printed), (beside, content)):
                (Path(folder) / path.name).write_bytes(data)
            for path in (pdf, beside):
                (Path(folder) / path.name).replace(path)
    except OSError as error:
        raise StorageError(
            f"The statement cannot be written to {pdf}: {error.strerror}.",
            f"विवरण {pdf} में लिखा नहीं जा सका: {error.strerror}।",
        ) from error
    return pdf, beside


def _check(store: Store, text: str, *, as_json: bool) -> ExitCode:
    from nasti.statement import check

    path = Path(text)
    verdict = check(store, _read(path) if path.suffix.lower() == ".json" else text)
    if as_json:
        print_json(verdict)
    else:
        terminal.show_verdict(verdict)
    return ExitCode.OK if verdict.good else ExitCode.DOUBTFUL


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputRejected(
            f"The statement {path} cannot be read: {error}.", f"विवरण {path} पढ़ा नहीं जा सका: {error}।"
        ) from error
