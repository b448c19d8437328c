"""`nasti cover`, from the command line to the paper and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from click.testing import Result
from typer.testing import CliRunner

from nasti.cli import app
from nasti.errors import InputRejected, NotFound, StorageError
from nasti.slips import Slip, read_slip, write_qr
from storage.slips import find, resolve
from storage.store import Store


class Office:
    """Gives commands in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pdf = folder / "out.pdf"

    def ask(self, *arguments: str) -> Result:
        common = ["--store", str(self.folder / "store"), "--to", str(self.pdf), "--by", "sita", "--json"]
        return CliRunner().invoke(app, ["cover", *arguments, *common])

    def cover(self, *arguments: str) -> list[dict[str, Any]]:
        result = self.ask(*arguments)
        assert result.exit_code == 0, result.output
        slips: list[dict[str, Any]] = json.loads(result.stdout)["slips"]
        return slips

    def refuse(self, error: type[Exception], *arguments: str) -> str:
        result = self.ask(*arguments)
        assert isinstance(result.exception, error), result.exception
        return str(result.exception)

    def store(self) -> Store:
        return Store(f"sqlite:///{self.folder}/store/nasti.db", self.folder / "store")

    def printed(self) -> list[Slip]:
        """What the QR codes on the pages say."""
        said = []
        for page in pypdfium2.PdfDocument(self.pdf):
            codes = zxingcpp.read_barcodes(page.render(scale=2, grayscale=True).to_numpy())
            (slip,) = {read_slip(code.text) for code in codes if code.format == zxingcpp.BarcodeFormat.QRCode}
            assert slip is not None
            said.append(slip)
        return said


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path)


def test_a_slip_for_one_nasti(office: Office) -> None:
    (slip,) = office.cover(
        "--number", "142/अ-27/1993-94", "--department", "राजस्व", "--subject", "भूमि", "--noting-pages", "12",
        "--correspondence-pages", "44", "--sheets", "31", "--lot", "L-1", "--operator", "सीता",
    )  # fmt: skip
    front, back = office.printed()
    assert front == Slip(**slip)
    assert (front.number, front.noting_pages, front.correspondence_pages, front.sheets) == (
        "142/अ-27/1993-94",
        12,
        44,
        31,
    )
    assert (front.side, back.side, back.serial) == ("A", "B", front.serial)
    store = office.store()
    assert store.read(lambda s: find(s, front.serial)) == front
    store.close()


@pytest.mark.parametrize("kind", ["noting", "correspondence", "lot", "end-of-lot", "larger"])
def test_other_kinds(office: Office, kind: str) -> None:
    office.cover("--kind", kind, "--lot", "L-1", "--passes", "two-files")
    front, _ = office.printed()
    assert (front.kind, front.lot, front.passes) == (kind.replace("-", "_"), "L-1", "two_files")


def test_a_slip_for_each_row_of_a_list(office: Office) -> None:
    rows = "नस्ती क्रमांक,विभाग\n1/अ-6/2004,राजस्व\n2/अ-6/2004,\n"
    (office.folder / "list.csv").write_text(rows, encoding="utf-8-sig")
    slips = office.cover("--from", str(office.folder / "list.csv"), "--lot", "L-9", "--department", "वन")
    fronts = [slip for slip in office.printed() if slip.side == "A"]
    assert [(slip.number, slip.department, slip.lot) for slip in fronts] == [
        ("1/अ-6/2004", "राजस्व", "L-9"), ("2/अ-6/2004", "वन", "L-9")
    ]  # fmt: skip
    assert [slip["serial"] for slip in slips] == [slip.serial for slip in fronts]


def test_of_a_list_with_mistakes_nothing_is_printed_or_registered(office: Office) -> None:
    (office.folder / "list.csv").write_text("number,sheets\n1/2/2003,4\n2/2/2003,four\n", encoding="utf-8")
    assert "row 3, column “sheets”" in office.refuse(InputRejected, "--from", "list.csv")
    assert not office.pdf.exists()
    assert not (office.folder / "store").exists()


def test_blank_slips_are_bound_later_and_only_once_unless_that_is_meant(office: Office) -> None:
    one, _, three = office.cover("--blank", "3")
    assert len(office.printed()) == 6
    typed = f"{one['serial'][:3].lower()} {one['serial'][3:]}"
    (bound,) = office.cover("--bind", typed, "--number", "142/अ-27/1993-94", "--sheets", "8")
    assert (bound["number"], bound["sheets"], bound["serial"]) == ("142/अ-27/1993-94", 8, one["serial"])
    assert "--again" in office.refuse(InputRejected, "--bind", one["serial"], "--number", "143/अ-27/1993-94")
    office.cover("--bind", one["serial"], "--number", "143/अ-27/1993-94", "--again")
    store = office.store()
    assert store.read(lambda s: resolve(s, Slip("nasti", one["serial"]))).number == "143/अ-27/1993-94"
    assert store.read(lambda s: resolve(s, Slip("nasti", three["serial"]))).number == ""
    store.close()
    office.refuse(NotFound, "--bind", "0000000", "--number", "1/2/2003")


@pytest.mark.parametrize(
    "arguments",
    [(), ("--blank", "2", "--number", "1/2/2003"), ("--blank", "2", "--bind", "X"), ("--number", "9" * 200),
     ("--number", "1/2/2003", "--subject", "क" * 300), ("--bind", "0000000")],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_refused_before_anything_is_made(office: Office, arguments: tuple[str, ...]) -> None:
    office.refuse(InputRejected, *arguments)
    assert list(office.folder.iterdir()) == []


def test_a_file_that_cannot_be_written_is_told(office: Office) -> None:
    office.pdf = office.folder / "no" / "such" / "out.pdf"
    assert "out.pdf" in office.refuse(StorageError, "--number", "1/2/2003")


def test_what_was_printed_is_read_back_as_separators(office: Office) -> None:
    (slip,) = office.cover("--number", "142/अ-27/1993-94")
    result = CliRunner().invoke(app, ["read", str(office.pdf), "--json", "-", "--store", str(office.folder / "store")])
    assert result.exit_code == 0, result.output
    sheets = json.loads(result.stdout)["sheets"]
    assert [(sheet["kind"], sheet["part"], sheet["words"]) for sheet in sheets] == [("separator", None, [])] * 2
    assert [sheet["separator"] for sheet in sheets] == [write_qr(Slip(**slip | {"side": side})) for side in "AB"]
    assert sheets[0]["steps"] == [{"name": "find_separator", "by": "qr", "attempt": "", "turn_known": True}]
