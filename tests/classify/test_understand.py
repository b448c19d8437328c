from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classify.evidence import COVER_VOTE, ORDER_SHEET_VOTE, Vote, elect_number
from classify.understand import understand
from nasti.model import KINDS, PARTS, Field, Sheet, Told, Word

Write = Callable[..., Sheet]

COVER = (
    ">नस्ती आवरण\nविभाग :\tगृह विभाग\nशाखा :\tलेखा शाखा\nनस्ती क्रमांक :\t142/अ-27/1993-94\nविषय :\tसीमांकन बाबत\nवर्ष :\t1993"
)
ORDER_SHEET = (
    ">न्यायालय तहसीलदार बोरी\n>आदेश पत्रक\n>राजस्व प्रकरण क्रमांक 142/अ-27/1993-94\n23-01-1994 प्रकरण प्रस्तुत। आवेदक उपस्थित।\n"
    "06-02-1994 हल्का पटवारी का प्रतिवेदन प्राप्त।"
)
NOTE = ">टीप\nविषय :- सीमांकन बाबत।\n1. स्मरण पत्र जारी करें।\n>(सुनीता बघेल)\n>उप सचिव\n>20-06-1994"
LETTER = (
    ">कार्यालय कलेक्टर, जिला बस्तर\nक्रमांक 5402/स्था./1993\t\tदिनांक 07-02-93\nप्रति,\n    तहसीलदार,\nविषय :- सीमांकन बाबत।\n"
    "संदर्भ :- आपका पत्र क्रमांक 691"
)
TEXT = "शेष जानकारी संलग्न है।\nप्रकरण में कार्यवाही की जाए।"


def blank(index: int) -> Sheet:
    return Sheet(index, (2480, 3508), 300, blank=True)


def test_understands_a_nasti(write: Write) -> None:
    sheets = [
        write(text) if text else blank(0)
        for text in (COVER, "", ORDER_SHEET, ORDER_SHEET, "", NOTE, LETTER, TEXT, "", LETTER)
    ]
    understood = understand(sheets)
    assert [sheet.kind for sheet in understood.sheets] == [
        "cover", "blank", "order_sheet", "order_sheet", "blank", "note", "letter", "letter", "blank", "letter",
    ]  # fmt: skip
    assert [sheet.part for sheet in understood.sheets] == [
        None, None, "noting", "noting", None, "noting", "correspondence", "correspondence", None, "correspondence",
    ]  # fmt: skip
    assert [(paper.kind, paper.part, paper.first, paper.last) for paper in understood.papers] == [
        ("order_sheet", "noting", 2, 4),
        ("note", "noting", 5, 5),
        ("letter", "correspondence", 6, 8),
        ("letter", "correspondence", 9, 9),
    ]
    assert {name: field.value for name, field in understood.fields.items()} == {
        "file_number": "142/अ-27/1993-94",
        "department": "गृह विभाग",
        "section": "लेखा शाखा",
        "subject": "सीमांकन बाबत",
        "year": 1993,
        "district": "बस्तर",
        "tehsil": "बोरी",
        "head": "अ-27",
    }
    assert understood.papers[2].mentions["reference_number"][0].value == "691"
    assert understood.papers[2].fields["date"].value == "1993-02-07"
    assert understood.papers[3].fields["letter_number"].sheet == 9


def test_order_sheets_outvote_a_badly_read_cover(write: Write) -> None:
    cover = write(COVER.replace("142/अ-27", "142/अ-21"), confidence=0.4)
    field = understand([cover, write(ORDER_SHEET), write(ORDER_SHEET)]).fields["file_number"]
    assert (field.value, field.sheet) == ("142/अ-27/1993-94", 1)
    assert 0.6 < field.confidence < understand([write(COVER), write(ORDER_SHEET)]).fields["file_number"].confidence


def test_a_case_named_in_a_note_says_less_than_order_sheets(write: Write) -> None:
    note = write(NOTE.replace("1. स्मरण", "प्रकरण क्रमांक 9/अ-6/1990-91 में\n1. स्मरण"))
    assert understand([note, note, write(ORDER_SHEET)]).fields["file_number"].value == "142/अ-27/1993-94"


def test_a_nasti_without_a_cover_is_known_by_its_order_sheets(write: Write) -> None:
    fields = understand([write(ORDER_SHEET), write(NOTE)]).fields
    assert (fields["file_number"].value, fields["year"].value) == ("142/अ-27/1993-94", 1993)
    assert fields["subject"].value == "सीमांकन बाबत"


def test_letters_of_a_secretariat_carry_the_nasti(write: Write) -> None:
    letter = write(LETTER.replace("5402/स्था./1993", "एफ 6-103/2016/सात-1"))
    assert understand([letter, letter]).fields["file_number"].value == "एफ 6-103/2016/सात-1"


def test_the_number_of_a_letter_is_not_the_nasti(write: Write) -> None:
    assert "file_number" not in understand([write(LETTER), write(LETTER)]).fields


def test_the_year_comes_from_the_number_where_the_cover_lost_it(write: Write) -> None:
    year = understand([write(COVER.replace("वर्ष :\t1993", "व\t196"))]).fields["year"]
    assert year.value == 1993
    assert year.confidence < understand([write(COVER)]).fields["year"].confidence


def test_a_subject_badly_read_on_the_cover_is_taken_from_the_notes(write: Write) -> None:
    cover = write(COVER.replace("सीमांकन बाबत", "सीमाकन बबत"), confidence=0.5)
    field = understand([cover, write(NOTE)]).fields["subject"]
    assert (field.value, field.sheet) == ("सीमांकन बाबत", 1)


def test_positions_are_those_of_the_sequence_and_not_of_the_scan(write: Write) -> None:
    sheets = [replace(write(text), index=40 + number) for number, text in enumerate((COVER, LETTER))]
    understood = understand(sheets)
    assert [sheet.index for sheet in understood.sheets] == [40, 41]
    assert understood.fields["file_number"].sheet == 0
    assert (understood.papers[0].first, understood.papers[0].fields["date"].sheet) == (1, 1)


def test_separators_are_kept_apart(write: Write) -> None:
    understood = understand([replace(write(COVER), separator="NASTI 7"), write(LETTER)])
    assert (understood.sheets[0].kind, understood.sheets[0].part) == ("separator", None)
    assert understood.fields.keys() == {"subject", "district"}


def test_what_is_told_of_a_sheet_goes_before_what_it_looks_like(write: Write) -> None:
    sheets = [
        replace(write(COVER), told=Told(part="noting")),
        replace(write(LETTER), told=Told(part="noting")),
        replace(write(TEXT), told=Told(part="correspondence")),
        replace(write(LETTER), told=Told(blank=True)),
        replace(write(LETTER), blank=True, told=Told(blank=False)),
        replace(write(COVER.replace("142", "9")), told=Told(part="correspondence")),
    ]
    understood = understand(sheets)
    assert [(sheet.kind, sheet.part, sheet.blank) for sheet in understood.sheets] == [
        ("cover", None, False),
        ("letter", "noting", False),
        ("other", "correspondence", False),
        ("blank", None, True),
        ("letter", "correspondence", False),
        ("other", "correspondence", False),
    ]
    assert understood.fields["file_number"].sheet == 0
    assert [(paper.part, paper.first, paper.last) for paper in understood.papers] == [
        ("noting", 1, 1),
        ("correspondence", 2, 3),
        ("correspondence", 4, 4),
        ("correspondence", 5, 5),
    ]


def test_nothing_in_nothing_out() -> None:
    understood = understand([])
    assert (understood.sheets, understood.papers, understood.fields) == ((), (), {})


def test_a_sheet_that_could_not_be_read_is_a_paper_of_its_own() -> None:
    understood = understand([Sheet(0, (2480, 3508), 300)])
    assert (understood.sheets[0].kind, understood.sheets[0].part) == ("other", "correspondence")
    assert [(paper.first, paper.last) for paper in understood.papers] == [(0, 0)]


def vote(value: str, confidence: float, weight: float, sheet: int = 0) -> Vote:
    return Vote(Field(value, value, confidence, sheet, (0, 0, 9, 9)), weight)


def test_readings_that_agree_make_each_other_surer() -> None:
    alone = elect_number([vote("12/अ-6/2001-02", 0.8, COVER_VOTE)])
    both = elect_number([vote("12/अ-6/2001-02", 0.8, COVER_VOTE), vote("१२/अ-६/२००१-०२", 0.8, ORDER_SHEET_VOTE)])
    against = elect_number([vote("12/अ-6/2001-02", 0.8, COVER_VOTE), vote("72/अ-6/2001-02", 0.6, ORDER_SHEET_VOTE)])
    assert alone is not None
    assert both is not None
    assert against is not None
    assert both.value == alone.value == against.value == "12/अ-6/2001-02"
    assert against.confidence < alone.confidence < both.confidence <= 1


def test_no_votes_no_number() -> None:
    assert elect_number([]) is None


SHREDS = (
    "नस्ती क्रमांक : विभाग विषय :- दिनांक प्रति, टीप आदेश कार्यालय न्यायालय परिपत्र पृ. 142/अ-27/1993-94 एफ "
    "6-103/2016/सात 07-02-1993 (नाम) महोदय, 1. 12 No. Dated To, Subject संदर्भ प्रार्थी सूची वर्ष l993 / | ` ः"
)
PRINT = st.one_of(st.sampled_from(tuple(SHREDS.split())), st.text(min_size=1, max_size=12))
COORDINATE = st.one_of(st.integers(-(10**6), 10**6), st.integers(0, 3508))
WORD = st.builds(
    Word,
    PRINT,
    st.tuples(COORDINATE, COORDINATE, COORDINATE, COORDINATE),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-1, 12),
    st.integers(-1, 4),
)
SHEET = st.builds(
    Sheet,
    st.integers(0, 9),
    st.tuples(st.integers(0, 5000), st.integers(0, 5000)),
    st.integers(0, 600),
    blank=st.booleans(),
    separator=st.one_of(st.none(), st.text(max_size=3)),
    paper_px=st.tuples(COORDINATE, COORDINATE, COORDINATE, COORDINATE),
    words=st.lists(WORD, max_size=30).map(tuple),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SHEET, max_size=5))
def test_whatever_was_read_something_comes_back(sheets: list[Sheet]) -> None:
    understood = understand(sheets)
    for sheet, given_sheet in zip(understood.sheets, sheets, strict=True):
        assert (sheet.index, sheet.blank, sheet.words) == (given_sheet.index, given_sheet.blank, given_sheet.words)
    assert all(sheet.kind in KINDS and sheet.part in (*PARTS, None) for sheet in understood.sheets)
    last = -1
    for paper in understood.papers:
        assert last < paper.first <= paper.last < len(sheets)
        last = paper.last
    for field in [
        *understood.fields.values(),
        *(field for paper in understood.papers for field in paper.fields.values()),
    ]:
        assert 0 <= field.confidence <= 1
        assert 0 <= field.sheet < len(sheets)
        assert field.value != ""


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_words_that_a_reader_damaged_never_stop_it(data: st.DataObject) -> None:
    letters = data.draw(st.lists(st.tuples(st.integers(0, 400), st.sampled_from("0O1lअब/-ःि ")), max_size=40))
    text = list(f"{COVER}\n{LETTER}")
    for place, letter in letters:
        text[place % len(text)] = letter
    words = tuple(
        Word(word, (100 + 90 * column, 100 + 90 * row, 180 + 90 * column, 150 + 90 * row), 0.8, row, row)
        for row, line in enumerate("".join(text).split("\n"))
        for column, word in enumerate(line.split())
    )
    assert understand([Sheet(0, (2480, 3508), 300, words=words)]).sheets[0].kind in KINDS


@pytest.mark.parametrize("count", [300])
def test_many_words_take_no_undue_time(write: Write, count: int) -> None:
    hostile = " ".join(["1/2-3/4-5(6)/अ-7"] * count)
    assert understand([write(f"नस्ती क्रमांक : {hostile}\n{LETTER}")]).sheets


def test_the_letter_of_a_page_number_says_the_part_of_a_page_that_shows_no_kind(write: Write) -> None:
    loose = write("खसरा रकबा लगान\n218/3 1.214 4.50")
    numbered = replace(loose, words=(Word("C-1", (2250, 110, 2340, 160), 0.9, 90, 90), *loose.words))
    plain, lettered = understand([write(ORDER_SHEET), loose]), understand([write(ORDER_SHEET), numbered])
    assert [sheet.part for sheet in plain.sheets] == ["noting", "noting"]
    assert [sheet.part for sheet in lettered.sheets] == ["noting", "correspondence"]
    assert [(paper.part, paper.first) for paper in lettered.papers] == [("noting", 0), ("correspondence", 1)]
    order = write(ORDER_SHEET)
    misread = replace(order, words=(Word("C-1", (2250, 110, 2340, 160), 0.9, 90, 90), *order.words))
    assert understand([misread]).sheets[0].part == "noting", "what a page shows to be outranks a letter"


@pytest.mark.parametrize(("confidence", "year"), [(0.3, 1993), (0.95, 1998)])
def test_the_year_of_the_number_goes_before_one_that_the_cover_has_badly(
    write: Write, confidence: float, year: int
) -> None:
    cover = write(COVER.replace("वर्ष :\t1993", "वर्ष :\t1998"))
    badly = replace(
        cover,
        words=tuple(replace(word, confidence=confidence) if word.text == "1998" else word for word in cover.words),
    )
    assert understand([badly, write(ORDER_SHEET)]).fields["year"].value == year
