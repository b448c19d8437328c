"""What the command shows on a terminal."""

from __future__ import annotations

import pytest

from nasti import terminal
from nasti.flags import name_flag
from nasti.model import Sheet, Step, Understood
from storage.views import NastiLine, NastiView


def test_show_says_that_handwriting_cannot_be_searched_and_names_keywords(capsys: pytest.CaptureFixture[str]) -> None:
    sheets = (
        Sheet(0, (2480, 3508), 300, kind="cover"),
        Sheet(1, (2480, 3508), 300, flags=("faint", "handwriting"), handwriting=((200, 300, 2200, 900),)),
    )
    line = NastiLine(1, "142/अ-27/1993-94", "राजस्व", None, None, "read", True, 2, 2, {}, None, None, None)
    keywords = ((), ("सीमांकन", "राम लाल"))
    view = NastiView(
        line, 1, "a.tif", ("a",), ("cover", "N-1"), ("read", "read"), keywords, Understood(sheets, (), {}), None
    )
    terminal.show_view(view, {})
    shown = capsys.readouterr().out
    assert "फीकी" in shown and "faint ink" in shown
    assert "खोज योग्य नहीं" in shown and "not searchable" in shown
    assert "सीमांकन, राम लाल" in shown
    assert shown.count("not searchable") == 1


def test_a_signed_sheet_names_who_signed_and_that_nobody_verified_it() -> None:
    details = (
        {"by": "राम लाल", "at": "2015-03-02T11:30:00+05:30", "whole": True},
        {"by": "", "at": "", "whole": False},
    )
    steps = tuple(Step("signed", detail) for detail in details)
    said = terminal.tell_flag("signed", Sheet(0, (100, 100), 300, flags=("signed",), steps=steps))
    assert "राम लाल 2015-03-02T11:30:00+05:30" in said
    assert "not verified" in said and "जाँचा नहीं गया" in said
    assert "?" in terminal.tell_flag("signed", Sheet(0, (100, 100), 300, flags=("signed",)))
    assert terminal.tell_flag("faint", Sheet(0, (100, 100), 300)) == name_flag("faint")


def test_text_is_printed_as_it_is_with_the_end_of_every_page(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.show_text("एक [b]\n\f\fदो\n\f")
    assert capsys.readouterr().out == "एक [b]\n\f\fदो\n\f"


def test_hints_about_the_scan_do_not_stand_beside_a_sheet() -> None:
    flags = (
        "needless_colour",
        "blurred",
        "signed",
        "handwriting",
        "low_confidence",
        "nearly_blank",
        "of a newer version",
    )
    shown = [flag for flag in flags if terminal.is_shown(flag)]
    assert shown == ["blurred", "signed", "handwriting", "nearly_blank", "of a newer version"]
