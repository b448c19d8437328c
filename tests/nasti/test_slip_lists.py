"""Lists of nasti as offices have them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from nasti.errors import InputRejected
from nasti.slip_lists import LONGEST, MOST_ROWS, check_slip, read_list
from nasti.slips import Slip

HINDI = "नस्ती क्रमांक,विभाग,विषय,टीप पृष्ठ,पत्राचार पृष्ठ,टिप्पणी\n"
EXPECTED = [
    Slip("nasti", number="142/अ-27/1993-94", department="राजस्व", subject="भूमि, ग्राम थनौद", noting_pages=12),
    Slip("nasti", number="F.No. 3-1/2011", department="PWD", correspondence_pages=44),
]


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_a_list_in_hindi(tmp_path: Path, encoding: str, line: str) -> None:
    text = HINDI + '142/अ-27/1993-94,राजस्व,"भूमि, ग्राम थनौद",१२,,पुराना\n\n,,,,,\nF.No. 3-1/2011,PWD,,,44\n'
    assert read_list(write(tmp_path, text.replace("\n", line), encoding)) == EXPECTED


@pytest.mark.parametrize("parted_by", [",", ";", "\t"])
def test_columns_may_be_in_any_order_and_spelling(tmp_path: Path, parted_by: str) -> None:
    text = "Subject|NOTING PAGES|Dept.|  File   No. \n भूमि  आवंटन|12|राजस्व|142/अ-27/1993-94\n".replace("|", parted_by)
    (slip,) = read_list(write(tmp_path, text))
    assert slip == Slip("nasti", number="142/अ-27/1993-94", department="राजस्व", subject="भूमि आवंटन", noting_pages=12)


def test_an_excel_file(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["File number", "विभाग", "Subject", "Noting pages", "Correspondence pages", "Kind"])
    sheet.append(["142/अ-27/1993-94", "राजस्व", "भूमि, ग्राम थनौद", 12, None, None])
    sheet.append([None] * 6)
    sheet.append(["F.No. 3-1/2011", "PWD", None, None, 44.0, "nasti"])
    sheet.append([17, None, None, None, None, "टीप"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    assert read_list(path) == [*EXPECTED, Slip("noting", number="17")]


def test_kinds_and_passes_are_chosen_by_name(tmp_path: Path) -> None:
    text = "kind,lot,passes\nlot,L-1,Two-in-file\nend of lot,L-1,\nबड़ा पन्ना,,\n"
    assert read_list(write(tmp_path, text)) == [
        Slip("lot", lot="L-1", passes="two_in_file"), Slip("end_of_lot", lot="L-1"), Slip("larger")
    ]  # fmt: skip


def test_all_mistakes_are_named_by_row_and_column_in_both_languages(tmp_path: Path) -> None:
    text = HINDI + f"1/2/2003,,,बारह,-1,\n,,x,,,\n{'9' * 90}/2,,,,100000,\n"
    with pytest.raises(InputRejected) as refused:
        read_list(write(tmp_path, text))
    english, hindi = refused.value.message, refused.value.hindi
    for part in ("row 2, column “टीप पृष्ठ”", "row 2, column “पत्राचार पृष्ठ”", "row 3: the file number is missing",
                 "row 4, column “नस्ती क्रमांक”: more than 80", "row 4, column “पत्राचार पृष्ठ”"):  # fmt: skip
        assert part in english
    for part in ("पंक्ति 2, स्तंभ “टीप पृष्ठ”: “बारह”", "पंक्ति 3: नस्ती क्रमांक नहीं है", "पंक्ति 4"):
        assert part in hindi


def test_of_very_many_mistakes_some_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="and 15 more"):
        read_list(write(tmp_path, "number,sheets\n" + "1/2/2003,x\n" * 25))


def test_a_row_is_named_as_the_spreadsheet_counts_it_when_cells_hold_line_breaks(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="row 3"):
        read_list(write(tmp_path, 'number,subject\n1/2/2003,"a\nb\nc"\n,x\n'))


@pytest.mark.parametrize(
    ("text", "what"),
    [("", "no rows"), ("\n\n", "no rows"), ("number,subject\n", "0 rows"), ("subject\nx\n", "file number"),
     ("number\n" + "1/2/2003\n" * (MOST_ROWS + 1), str(MOST_ROWS)), ("kind\nparty\n", "party"),
     ("number,passes\n1/2/2003,three\n", "three"), ('number\n"' + "x" * 200_000, "UTF-8")],
    ids=["nothing", "empty rows", "no row", "no number", "too many", "kind", "passes", "endless cell"],
)  # fmt: skip
def test_lists_that_cannot_be_printed_are_refused(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(InputRejected, match=what):
        read_list(write(tmp_path, text))


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", "संख्या".encode("utf-16")), ("a.xlsx", b"PK no"), ("a.xlsx", b""), ("a.xlsm", b"number")],
)
def test_other_files_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputRejected, match="cannot be read"):
        read_list(tmp_path / name)


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="cannot be opened"):
        read_list(tmp_path / "no.csv")
    with pytest.raises(InputRejected):
        read_list(tmp_path / "no.xlsx")


@pytest.mark.parametrize("name", LONGEST)
def test_texts_that_no_slip_can_hold_are_refused(name: str) -> None:
    check_slip(Slip("nasti", **{name: "क" * LONGEST[name]}))
    with pytest.raises(InputRejected, match=str(LONGEST[name])):
        check_slip(Slip("nasti", **{name: "क" * (LONGEST[name] + 1)}))


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(InputRejected, match="sheets"):
        check_slip(Slip("nasti", sheets=100_000))
