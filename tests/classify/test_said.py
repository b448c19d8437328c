"""What people say of fields outranks what was read."""

from __future__ import annotations

from collections.abc import Callable

from classify.understand import understand
from nasti.model import NOWHERE, Said, Sheet

Write = Callable[..., Sheet]

COVER = ">नस्ती आवरण\nविभाग :\tगृह विभाग\nनस्ती क्रमांक :\t142/अ-27/1993-94\nविषय :\tसीमांकन बाबत\nवर्ष :\t1993"
LETTER = ">कार्यालय कलेक्टर, जिला बस्तर\nक्रमांक 5402/स्था./1993\t\tदिनांक 07-02-93\nप्रति,\n    तहसीलदार,\nविषय :- सीमांकन बाबत।"


def test_a_field_that_a_person_says_keeps_where_it_was_read(write: Write) -> None:
    sheets = [write(COVER), write(LETTER)]
    read = understand(sheets).fields["subject"]
    said = understand(sheets, [Said(None, "subject", "भूमि आवंटन")]).fields["subject"]
    assert (said.value, said.confidence, said.told) == ("भूमि आवंटन", 1.0, True)
    assert (said.raw, said.sheet, said.box) == (read.raw, read.sheet, read.box)


def test_what_a_person_says_is_not_there_is_gone(write: Write) -> None:
    sheets = [write(COVER), write(LETTER)]
    assert "subject" not in understand(sheets, [Said(None, "subject", None)]).fields
    assert "date" not in understand(sheets, [Said(1, "date", None)]).papers[0].fields


def test_a_value_that_was_read_nowhere_has_an_empty_box(write: Write) -> None:
    said = understand([write(COVER)], [Said(None, "opened", "1993-04-01")]).fields["opened"]
    assert (said.value, said.sheet, said.box) == ("1993-04-01", 0, NOWHERE)


def test_a_year_that_a_person_says_settles_two_digit_years(write: Write) -> None:
    letter = LETTER.replace("07-02-93", "07-02-21").replace("/1993", "/वि")
    sheets = [write(COVER.replace("1993-94", "वि").replace("1993", "")), write(letter)]
    assert understand(sheets).papers[0].fields["date"].value == "2021-02-07"
    assert understand(sheets, [Said(None, "year", 1921)]).papers[0].fields["date"].value == "1921-02-07"


def test_what_is_said_of_a_sheet_holds_for_the_paper_it_lies_in(write: Write) -> None:
    sheets = [write(COVER), write(LETTER), write("शेष जानकारी संलग्न है।\nप्रकरण में कार्यवाही की जाए।"), write(LETTER)]
    papers = understand(sheets, [Said(2, "letter_number", "7/रा./1993")]).papers
    assert [paper.fields["letter_number"].value for paper in papers] == ["7/रा./1993", "5402/स्था./1993"]


def test_of_a_nasti_whose_sheets_all_went_nothing_is_said() -> None:
    assert understand([], [Said(None, "subject", "भूमि आवंटन")]).fields == {}
