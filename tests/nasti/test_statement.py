"""A statement says what the ledger says, is sealed, and can be checked years later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import zxingcpp
from pdf2image import convert_from_path
from pikepdf.pdfa import validate_written
from sqlalchemy import update
from typer.testing import CliRunner

from nasti import tools
from nasti.cli import app
from nasti.errors import ExitCode, InputRejected
from nasti.model import Notice
from nasti.statement import KIND, check, draw_up, seal
from nasti.statement_pdf import print_statement
from storage import events, ledger, placing, sheets
from storage.ledger_scope import Scope, of_nasti
from storage.store import Store
from storage.tables import EventRow
from tests.storage.conftest import Clerk, make_sheet

NUMBER = "142/अ-27/1993-94"


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    opened = Store(url, tmp_path / "store")
    yield opened
    opened.close()


@pytest.fixture
def clerk(store: Store, tmp_path: Path) -> Clerk:
    return Clerk(store, tmp_path / "inbox")


@pytest.fixture
def nasti(clerk: Clerk) -> Scope:
    """A nasti with a number missing and a count that does not fit."""
    notes = [make_sheet(at, "टीप", part="noting", kind="note", folio=at) for at in (1, 2, 3)]
    gap = Notice("folio_gap", 6, 4)
    late = make_sheet(4, "टीप", part="noting", kind="note", folio=6, flags=("faint", "folio_gap"), notices=(gap,))
    drawn = [make_sheet(0, kind="cover"), *notes, late, make_sheet(5, blank=True)]
    assert clerk.register(*clerk.place(clerk.read("scan-7.tif", drawn), NUMBER), noting_pages=7, subject="भूमि अर्जन")
    return clerk.store.read(lambda s: of_nasti(s, NUMBER))


@pytest.fixture
def sound(clerk: Clerk) -> Scope:
    clerk.file("b.tif", "7/बी-121/2001-02", [make_sheet(0, "टीप", part="noting", kind="note", folio=1)])
    return clerk.store.read(lambda s: of_nasti(s, "7/बी-121/2001-02"))


def text_of(pdf: bytes) -> str:
    return tools.run("pdftotext", ["-layout", "-", "-"], timeout_s=30, stdin=pdf).decode()


def test_a_statement_says_what_the_ledger_says(store: Store, nasti: Scope) -> None:
    statement = draw_up(store, nasti, "रमेश")
    drawn = store.read(lambda s: ledger.balance(s, nasti.nasti_id))
    content = statement.content
    assert (content["about"]["name"], content["drawn_by"], content["sheets_in"]) == (NUMBER, "रमेश", 6)
    assert (statement.balances, statement.to_look_at) == (True, 2)
    assert content["doubts"] == list(drawn.doubts)
    assert content["scans"][0]["name"] == "scan-7.tif"
    assert content["nastis"][0]["parts"]["noting"]["gaps"] == [
        {"numbers": [4, 5], "least": 2, "before": "N-3", "after": "N-4"}
    ]
    json.dumps(statement.to_json())


def test_the_seal_stands_in_the_audit_chain_behind_the_head_it_names(store: Store, nasti: Scope) -> None:
    head = store.read(events.head)
    statement = draw_up(store, nasti, "रमेश")
    assert statement.content["chain"] == {"event": head.number, "sha256": head.hash}
    (entry,) = store.read(lambda s: events.find(s, KIND))
    assert (entry.number, entry.subject, entry.detail["sha256"]) == (head.number + 1, nasti.subject, statement.seal)
    assert store.read(events.verify_chain) == []


def test_a_genuine_statement_is_known_by_its_json_its_hash_and_its_qr_code(store: Store, nasti: Scope) -> None:
    statement = draw_up(store, nasti, "रमेश")
    by_json = check(store, json.dumps(statement.to_json(), ensure_ascii=False, indent=1))
    assert (by_json.good, by_json.unaltered, by_json.holds, by_json.subject) == (True, True, True, nasti.subject)
    for text in (statement.seal, f"NASTI-LEDGER:{statement.seal.upper()}"):
        verdict = check(store, text)
        assert (verdict.good, verdict.unaltered, verdict.holds) == (True, None, None)
    assert by_json.at is not None
    assert abs((by_json.at - datetime.fromisoformat(statement.content["drawn_at"])).total_seconds()) < 5


@pytest.mark.parametrize("seals_again", [False, True])
def test_a_changed_statement_is_found_out(store: Store, nasti: Scope, seals_again: bool) -> None:
    content = draw_up(store, nasti, "रमेश").to_json()
    content["sheets_in"] = 7
    if seals_again:
        del content["sha256"]
        content["sha256"] = seal(content)
    verdict = check(store, json.dumps(content))
    assert not verdict.good
    assert (verdict.drawn_up, verdict.unaltered, verdict.holds) == (not seals_again, seals_again, None)


def test_a_statement_tells_when_the_ledger_has_changed_since(store: Store, clerk: Clerk, nasti: Scope) -> None:
    content = json.dumps(draw_up(store, nasti, "रमेश").to_json())
    clerk.file("c.tif", NUMBER, [make_sheet(0, "टीप", part="noting", kind="note", folio=7)])
    verdict = check(store, content)
    assert (verdict.good, verdict.holds) == (True, False)


def test_no_statement_can_be_relied_on_where_the_chain_is_broken(store: Store, nasti: Scope) -> None:
    statement = draw_up(store, nasti, "रमेश")
    store.write(lambda s: s.execute(update(EventRow).where(EventRow.id == 1).values(kind="other")))
    verdict = check(store, statement.seal)
    assert verdict.drawn_up
    assert not verdict.good
    assert "Event 1 was changed" in verdict.problems[0]


@pytest.mark.parametrize("text", ["", "hello", "{}", '{"sha256": 7}', "[1]", "ab" * 31])
def test_what_is_no_statement_is_refused_in_words(store: Store, text: str) -> None:
    with pytest.raises(InputRejected, match="no statement"):
        check(store, text)


def test_a_printed_statement_is_pdf_a_and_says_everything(store: Store, nasti: Scope, tmp_path: Path) -> None:
    statement = draw_up(store, nasti, "रमेश")
    path = tmp_path / "statement.pdf"
    path.write_bytes(print_statement(statement))
    # The validator does not know /OpenAction, which the standard allows.
    assert [one for one in validate_written(path, "2b").findings if one.kind == "violation"] == []
    text = " ".join(text_of(path.read_bytes()).split())
    for said in ("Every sheet is accounted for", "Things to look at: 2", "scan-7.tif", "1–3, 6", "Operator", "Checker",
                 "between N-3 and N-4 no page bears the number 4, 5", "its cover states 7 pages of noting, 4 are there",
                 f"{statement.seal[:32]} {statement.seal[32:]}", "faint ink: 5"):  # fmt: skip
        assert said in text
    (code,) = zxingcpp.read_barcodes(np.asarray(convert_from_path(path, dpi=150)[0]))
    assert check(store, code.text).good


def test_whole_stores_and_lots_are_printed_too(store: Store, clerk: Clerk, nasti: Scope, sound: Scope) -> None:
    sha256 = clerk.read("lot.tif", [make_sheet(0, separator="lot"), make_sheet(1, "क")])
    first, second = (one.id for one in store.read(lambda s: sheets.sheets_of_scan(s, sha256)))
    pieces = [
        placing.Piece((first,), of_nasti=False, lot="लॉट 7", operator="सीता"),
        placing.Piece((second,), lot="लॉट 7"),
    ]
    ((stack, version),) = store.write(lambda s: placing.place(s, [sha256], pieces))
    whole = text_of(print_statement(draw_up(store, Scope(), "रमेश")))
    for said in ("Whole store", "Lot: लॉट 7", NUMBER, "7/बी-121/2001-02", f"#{stack}", "nasti not known", "Total",
                 "of no nasti", "Not all of it is registered yet"):  # fmt: skip
        assert said in whole
    assert version == 1


def test_what_does_not_balance_is_said_first(store: Store, sound: Scope) -> None:
    statement = draw_up(store, sound, "रमेश")
    remark = {"name": "lost", "english": "A sheet is lost.", "hindi": "एक पन्ना खो गया।", "pages": []}
    scans = [{**statement.content["scans"][0], "remarks": [remark]}]
    lost = replace(statement, content={**statement.content, "balances": False, "scans": scans})
    text = text_of(print_statement(lost))
    assert "The ledger does not balance" in text
    assert "A sheet is lost." in text


@pytest.fixture
def command(url: str, tmp_path: Path) -> Callable[..., SimpleNamespace]:
    return partial(run_command, url, tmp_path)


def run_command(url: str, tmp_path: Path, *arguments: str) -> SimpleNamespace:
    config = tmp_path / "config.yaml"
    config.write_text(f"store: {{folder: {tmp_path / 'store'}}}\ndatabase: {{url: '{url}'}}\n")
    ran = CliRunner().invoke(app, ["ledger", *arguments, "--config", str(config), "--by", "रमेश"])
    return SimpleNamespace(code=ran.exit_code, out=ran.stdout, error=ran.exception)


def test_the_command_draws_up_and_checks(
    command: Callable[..., SimpleNamespace], tmp_path: Path, nasti: Scope, sound: Scope
) -> None:
    pdf = tmp_path / "out" / "statement.pdf"
    drawn = command(NUMBER, "--pdf", str(pdf), "--json")
    assert drawn.code == ExitCode.DOUBTFUL
    content = json.loads(drawn.out)
    assert json.loads(pdf.with_suffix(".json").read_text()) == content
    assert content["sha256"][:16] in text_of(pdf.read_bytes())
    assert sorted(path.name for path in pdf.parent.iterdir()) == ["statement.json", "statement.pdf"]
    for one in (str(pdf.with_suffix(".json")), content["sha256"]):
        assert command("--check", one).code == ExitCode.OK
    assert command("--check", "0" * 64, "--json").code == ExitCode.DOUBTFUL


def test_the_exit_code_tells_whether_it_adds_up(
    command: Callable[..., SimpleNamespace], store: Store, nasti: Scope, sound: Scope
) -> None:
    seals = len(store.read(lambda s: events.find(s, KIND)))
    assert command("7/बी-121/2001-02").code == ExitCode.OK
    assert command("--scan", "scan-7.tif").code == ExitCode.DOUBTFUL
    assert command().code == ExitCode.DOUBTFUL
    assert len(store.read(lambda s: events.find(s, KIND))) == seals
