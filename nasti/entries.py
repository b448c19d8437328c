"""What people type as the value of a field, brought into its canonical form."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Literal

from classify.dates import read_dates
from classify.numbers import read_number
from nasti.errors import InputRejected
from nasti.hindi import ascii_digits, nfc

Form = Literal["number", "date", "year", "count", "text"]

OF_NASTI: dict[str, Form] = {
    "file_number": "number", "department": "text", "section": "text", "subject": "text", "year": "year",
    "opened": "date", "closed": "date", "retention": "text", "noting_pages": "count", "correspondence_pages": "count",
    "head": "text", "district": "text", "tehsil": "text", "village": "text", "volume": "count",
    "previous_number": "number", "linked_number": "number",
}  # fmt: skip
"""Fields of a nasti that people may say, and what each holds."""

OF_PAPERS: dict[str, Form] = {
    "letter_number": "number", "date": "date", "sender": "text", "recipient": "text", "subject": "text",
}  # fmt: skip
"""The same for the papers in it."""

LONGEST = 1000
"""Characters of a value; a longer one is a text."""


def form_of(name: str, *, of_paper: bool) -> Form:
    """What a field holds.

    Args:
        name: Of the field.
        of_paper: Whether it is of a paper, and not of the nasti.

    Raises:
        InputRejected: There is no such field.
    """
    known = OF_PAPERS if of_paper else OF_NASTI
    if name not in known:
        there, hint = ", ".join(known), "" if of_paper else " For a field of a paper name one of its pages: --page C-3."
        hint_hindi = "" if of_paper else " पत्र के खाने के लिए उसका कोई पृष्ठ बताएँ: --page C-3।"
        raise InputRejected(
            f"There is no field {name}. Fields are: {there}.{hint}",
            f"{name} नाम का खाना नहीं है। खाने हैं: {there}।{hint_hindi}",
        )
    return known[name]


def read_entry(name: str, typed: str, *, of_paper: bool) -> str | int:
    """The canonical value of what somebody typed.

    Args:
        name: Of the field.
        typed: In any spelling: ``15.9.94``, ``१५ सितंबर १९९४``, ``142/अ-27/1993-94``.
        of_paper: Whether the field is of a paper, and not of the nasti.

    Returns:
        Dates as ISO 8601, years and counts as numbers, everything else as text with single spaces.

    Raises:
        InputRejected: There is no such field, or that cannot be its value.
    """
    form = form_of(name, of_paper=of_paper)
    text = " ".join(nfc(typed).split())
    if not any(character.isalnum() for character in text) or len(text) > LONGEST:
        raise _refuse(
            name,
            typed,
            f"a letter or a digit, and {LONGEST} characters at most",
            f"कोई अक्षर या अंक, अधिकतम {LONGEST} अक्षर",
        )
    match form:
        case "number":
            read = read_number(text)
            whole = read is not None and read.end - read.start == len(text)
            return read.value if read is not None and whole else text
        case "date":
            return _read_date(name, text)
        case "year" | "count":
            digits = ascii_digits(text)
            if not digits.isdecimal() or len(digits) > 4 or (form == "year" and not 1800 <= int(digits) <= 2199):
                raise _refuse(
                    name,
                    typed,
                    "a year such as 1994" if form == "year" else "a number",
                    "1994 जैसा वर्ष" if form == "year" else "कोई संख्या",
                )
            return int(digits)
        case _:
            return text


def _read_date(name: str, text: str) -> str:
    with contextlib.suppress(ValueError):
        return date.fromisoformat(ascii_digits(text)).isoformat()
    found = read_dates(text)
    if len(found) != 1 or found[0].end - found[0].start != len(text):
        raise _refuse(name, text, "a date such as 15-9-1994, the day first", "15-9-1994 जैसी तारीख, पहले दिन")
    return found[0].iso


def _refuse(name: str, typed: str, wanted: str, wanted_hindi: str) -> InputRejected:
    shown = typed if len(typed) <= 60 else typed[:60] + "…"
    return InputRejected(
        f"{shown!r} cannot be the {name}: it takes {wanted}.", f"{shown!r} {name} नहीं हो सकता: चाहिए {wanted_hindi}।"
    )
