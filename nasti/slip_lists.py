"""Lists of nasti from a spreadsheet, for printing many slips at once."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from nasti.errors import InputRejected
from nasti.hindi import ascii_digits, tokens
from nasti.slips import Passes, Slip, SlipKind

LONGEST = {"number": 80, "department": 80, "subject": 250, "lot": 40, "operator": 40}
"""Characters that each text of a slip may have: with more, the squares of its QR code would be too small for a copy of
it to be read."""

MOST_ROWS = 1000
"""Slips printed at once: two thousand pages, which take three minutes to draw."""

_HEADERS: dict[str, tuple[str, ...]] = {
    "number": ("number", "file number", "file no", "nasti number", "nasti", "नस्ती क्रमांक", "नस्ती", "क्रमांक", "फाइल क्रमांक",
               "फ़ाइल संख्या", "प्रकरण क्रमांक"),
    "department": ("department", "dept", "office", "विभाग", "कार्यालय"),
    "subject": ("subject", "title", "विषय"),
    "noting_pages": ("noting pages", "noting", "note pages", "टीप पृष्ठ", "टीप", "नोटिंग पृष्ठ", "नोटशीट पृष्ठ"),
    "correspondence_pages": ("correspondence pages", "correspondence", "पत्राचार पृष्ठ", "पत्राचार"),
    "sheets": ("sheets", "sheets of paper", "पन्ने", "कुल पन्ने"),
    "lot": ("lot", "batch", "bundle", "लॉट", "बस्ता"),
    "operator": ("operator", "ऑपरेटर", "स्कैनकर्ता"),
    "kind": ("kind", "type", "slip", "प्रकार", "पर्ची"),
    "passes": ("passes", "पास"),
}  # fmt: skip
"""What a column may be called, by the member of a slip that it holds."""

_KIND_WORDS: dict[str, SlipKind] = {
    "नस्ती": "nasti", "टीप": "noting", "नोटिंग": "noting", "नोटशीट": "noting", "पत्राचार": "correspondence", "लॉट": "lot",
    "लॉट समाप्त": "end_of_lot", "बड़ा पन्ना": "larger",
}  # fmt: skip
_COUNTS = ("noting_pages", "correspondence_pages", "sheets")
_LARGEST_COUNT = 99_999
_SHOWN = 10
"""Mistakes named at most; a list with more has one cause."""


@dataclass(frozen=True, slots=True)
class _Mistake:
    english: str
    hindi: str


def read_list(path: Path) -> list[Slip]:
    """The slips that a list asks for, one for each row that is not empty.

    The first row names the columns, in Hindi or English, in any order; others are passed over.

    Args:
        path: A CSV file in UTF-8 (parted by commas, semicolons or tabs) or an Excel file, its first sheet.

    Raises:
        InputRejected: It cannot be read, has no column for the number, or has mistakes: each is named by row and
            column.
    """
    rows = _read_excel(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _read_csv(path)
    rows = [(number, cells) for number, cells in rows if any(cells)]
    if not rows:
        raise InputRejected(f"{path.name} has no rows.", f"{path.name} में कोई पंक्ति नहीं है।")
    (_, header), *entries = rows
    columns = _name_columns(header)
    if "number" not in columns.values() and "kind" not in columns.values():
        raise InputRejected(
            f"{path.name}: the first row names no column for the file number. Call it “Number” or “नस्ती क्रमांक”.",
            f"{path.name}: पहली पंक्ति में नस्ती क्रमांक का स्तंभ नहीं है। उसका नाम “नस्ती क्रमांक” या “Number” रखें।",
        )
    if not entries or len(entries) > MOST_ROWS:
        raise InputRejected(
            f"{path.name} has {len(entries)} rows below the names of its columns; 1 to {MOST_ROWS} can be printed.",
            f"{path.name} में स्तंभों के नाम के नीचे {len(entries)} पंक्तियाँ हैं; 1 से {MOST_ROWS} तक छप सकती हैं।",
        )
    mistakes: list[_Mistake] = []
    slips = [_read_row(number, cells, header, columns, mistakes) for number, cells in entries]
    if mistakes:
        raise _complain(path, mistakes)
    return slips


def check_slip(slip: Slip) -> None:
    """Refuse a slip that cannot be printed so that it can be read again.

    Raises:
        InputRejected: A text is too long, or a count cannot be.
    """
    for name, longest in LONGEST.items():
        if len(getattr(slip, name)) > longest:
            raise InputRejected(
                f"The {name} has more than {longest} characters; shorten it, the slip cannot hold it.",
                f"{name} में {longest} से अधिक अक्षर हैं; छोटा करें, पर्ची में नहीं आएगा।",
            )
    for name in _COUNTS:
        if not 0 <= (getattr(slip, name) or 0) <= _LARGEST_COUNT:
            raise InputRejected(
                f"{name} must be a count from 0 to {_LARGEST_COUNT}.", f"{name} 0 से {_LARGEST_COUNT} तक की संख्या हो।"
            )


def _read_excel(path: Path) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            rows = book.worksheets[0].iter_rows(values_only=True)
            return [(number, [_as_text(cell) for cell in row]) for number, row in enumerate(rows, 1)]
        finally:
            book.close()
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as error:
        raise _unreadable(path, "an Excel file", "Excel फ़ाइल") from error


def _as_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(str(cell).split())


def _read_csv(path: Path) -> list[tuple[int, list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputRejected(
            f"{path} cannot be opened: {error.strerror}.", f"{path} नहीं खुल सकी: {error.strerror}।"
        ) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, "a CSV file in UTF-8", "UTF-8 में CSV फ़ाइल") from error
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    try:
        # Rows are counted as a spreadsheet shows them: a cell may hold line breaks.
        return [(number, [_as_text(cell) for cell in row]) for number, row in enumerate(reader, 1)]
    except csv.Error as error:
        raise _unreadable(path, "a CSV file in UTF-8", "UTF-8 में CSV फ़ाइल") from error


def _unreadable(path: Path, what: str, hindi: str) -> InputRejected:
    return InputRejected(
        f"{path.name} cannot be read as {what}. Open it in a spreadsheet program and save it as .xlsx.",
        f"{path.name} {hindi} के रूप में नहीं पढ़ी जा सकी। इसे स्प्रेडशीट में खोलकर .xlsx के रूप में सहेजें।",
    )


def _name_columns(header: Sequence[str]) -> dict[int, str]:
    """Which member of a slip each column holds; the first column of a name counts."""
    meant = {" ".join(tokens(spelling)): name for name, spellings in _HEADERS.items() for spelling in spellings}
    columns: dict[int, str] = {}
    for place, title in enumerate(header):
        name = meant.get(" ".join(tokens(title)))
        if name is not None and name not in columns.values():
            columns[place] = name
    return columns


def _read_row(
    number: int, cells: Sequence[str], header: Sequence[str], columns: dict[int, str], mistakes: list[_Mistake]
) -> Slip:
    said: dict[str, Any] = {"kind": "nasti"}
    for place, name in columns.items():
        cell = cells[place] if place < len(cells) else ""
        if not cell:
            continue
        value = _read_cell(name, cell)
        if isinstance(value, _Mistake):
            where, hindi = f"row {number}, column “{header[place]}”", f"पंक्ति {number}, स्तंभ “{header[place]}”"
            mistakes.append(_Mistake(f"{where}: {value.english}", f"{hindi}: {value.hindi}"))
        else:
            said[name] = value
    if said["kind"] == "nasti" and "number" not in said:
        mistakes.append(_Mistake(f"row {number}: the file number is missing", f"पंक्ति {number}: नस्ती क्रमांक नहीं है"))
    return Slip(**said)


def _read_cell(name: str, cell: str) -> str | int | _Mistake:
    if name in _COUNTS:
        digits = ascii_digits(cell)
        if digits.isascii() and digits.isdigit() and int(digits) <= _LARGEST_COUNT:
            return int(digits)
        return _Mistake(f"“{cell}” is no count of pages", f"“{cell}” पृष्ठों की संख्या नहीं है")
    if name in ("kind", "passes"):
        return _read_choice(name, cell)
    if len(cell) > LONGEST[name]:
        return _Mistake(f"more than {LONGEST[name]} characters", f"{LONGEST[name]} से अधिक अक्षर")
    return cell


def _read_choice(name: str, cell: str) -> str | _Mistake:
    choices = [choice for choice in get_args(SlipKind if name == "kind" else Passes) if choice not in ("", "patch")]
    words = _KIND_WORDS if name == "kind" else {}
    plain = "_".join(cell.lower().replace("-", " ").replace("_", " ").split())
    if plain in choices:
        return plain
    if cell in words:
        return words[cell]
    allowed = ", ".join((*choices, *words))
    return _Mistake(f"“{cell}” is none of {allowed}", f"“{cell}” इनमें से नहीं है: {allowed}")


def _complain(path: Path, mistakes: Sequence[_Mistake]) -> InputRejected:
    more = len(mistakes) - _SHOWN

    def tell(lines: Iterator[str], rest: str) -> str:
        return "\n".join("  " + line for line in lines) + (f"\n  {rest}" if more > 0 else "")

    return InputRejected(
        f"{path.name} has mistakes; nothing was printed:\n"
        + tell((one.english for one in mistakes[:_SHOWN]), f"and {more} more"),
        f"{path.name} में गलतियाँ हैं; कुछ नहीं छापा गया:\n"
        + tell((one.hindi for one in mistakes[:_SHOWN]), f"और {more} अन्य"),
    )
