from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify import segments as cutting
from classify.segments import Hints, Segment
from nasti.model import Field, Sheet
from nasti.slips import PATCH, Slip, SlipKind, write_qr
from tests.classify.conftest import write_sheet
from tests.classify.stacks import A3_PX, side, slip_side

NUMBER, OTHER = "142/अ-27/1993-94", "88/अ-6/1990-91"
BLANK = side(blank=True)
NOTE = write_sheet(">टीप\nविषय :- सीमांकन बाबत।\n1. स्मरण पत्र जारी करें।\n>(सुनीता बघेल)\n>उप सचिव\n>20-06-1994")
LETTER = write_sheet(
    ">कार्यालय कलेक्टर, जिला बस्तर\nक्रमांक 5402/स्था./1993\t\tदिनांक 07-02-93\nप्रति,\n    तहसीलदार,\nविषय :- सीमांकन बाबत।"
)


COVER = f">नस्ती आवरण\nविभाग :\tगृह विभाग\nशाखा :\tलेखा शाखा\nनस्ती क्रमांक :\t{NUMBER}\nविषय :\tसीमांकन बाबत\nवर्ष :\t1993"


def cover(number: str = NUMBER, *, confidence: float = 0.97) -> Sheet:
    return write_sheet(COVER.replace(NUMBER, number), confidence=confidence)


def order_sheet(number: str = NUMBER) -> Sheet:
    return write_sheet(
        f">न्यायालय तहसीलदार बोरी\n>आदेश पत्रक\n>राजस्व प्रकरण क्रमांक {number}\n23-01-1994 प्रकरण प्रस्तुत। आवेदक उपस्थित।\n"
        "06-02-1994 हल्का पटवारी का प्रतिवेदन प्राप्त।"
    )


def slip(kind: SlipKind, serial: str = "", *, back: bool = False, **said: str | int) -> Sheet:
    return slip_side(Slip(kind, serial, **said), back=back)  # type: ignore[arg-type]


def nasti(serial: str, number: str = "", **said: str | int) -> list[Sheet]:
    return [slip("nasti", serial, number=number, **said), slip("nasti", serial, back=True, number=number, **said)]


def cut(sheets: Sequence[Sheet], hints: Hints) -> tuple[Segment, ...]:
    """Cut sheets that follow each other in a scan, from its hundredth on."""
    return cutting.cut([replace(sheet, index=99 + place) for place, sheet in enumerate(sheets)], hints)


def shapes(sheets: list[Sheet], hints: Hints = Hints()) -> list[tuple[int, str, str | int | None]]:  # noqa: B008
    """How many sheets each segment has, what its number comes from, and the number."""
    return [
        (len(segment.positions), segment.source if segment.is_nasti else "apart", value(segment.number))
        for segment in cut(sheets, hints)
    ]


def value(field: Field | None) -> str | int | None:
    return field.value if field else None


def flags(segment: Segment) -> dict[int, str]:
    return {position: notice.name for position, notices in segment.notices.items() for notice in notices}


def test_slips_begin_nasti_and_say_what_they_are() -> None:
    sheets = [
        *nasti("7", NUMBER, department="राजस्व विभाग", subject="बंटवारा", sheets=9), cover(), BLANK, NOTE,
        *nasti("8", OTHER), LETTER, LETTER,
    ]  # fmt: skip
    first, second = cut(sheets, Hints(department="गृह"))
    assert (first.positions, second.positions) == ((0, 1, 2, 3, 4), (5, 6, 7, 8))
    assert (value(first.number), first.source) == (NUMBER, "slip")
    assert (value(first.department), value(first.subject)) == ("राजस्व विभाग", "बंटवारा")
    assert first.number is not None and (first.number.confidence, first.number.sheet) == (1.0, 0)
    assert first.slip is not None and first.slip.serial == "7"
    assert (first.expected, second.expected) == ({"sheets": 9}, {})
    assert value(first.read_number) == NUMBER
    assert (value(second.number), value(second.department), second.subject) == (OTHER, "गृह", None)
    assert not first.notices and not second.notices and not first.doubts


@pytest.mark.parametrize(("confidence", "volume"), [(0.97, 2), (0.3, None)])
def test_a_cover_says_which_volume_it_is_where_it_was_read_well(confidence: float, volume: int | None) -> None:
    (segment,) = cut([write_sheet(f"{COVER}\nखंड :\tII", confidence=confidence), LETTER], Hints())
    assert segment.volume == volume
    (told,) = cut([slip("nasti", "7", number=NUMBER), write_sheet(f"{COVER}\nखंड :\t2")], Hints())
    assert told.volume is None, "the slip says which nasti it is"


def test_slips_of_parts_say_the_part_up_to_the_next() -> None:
    sheets = [
        *nasti("7", NUMBER), cover(), slip("noting", "8"), slip("noting", "8", back=True), LETTER, BLANK,
        slip("correspondence"), NOTE, slip("larger"), side(size_px=A3_PX), *nasti("9", OTHER), LETTER,
    ]  # fmt: skip
    first, second = cut(sheets, Hints())
    assert first.parts == {5: "noting", 6: "noting", 8: "correspondence", 10: "correspondence"}
    assert second.parts == {}
    assert not first.notices


def test_slips_of_lots_belong_to_no_nasti() -> None:
    sheets = [
        slip("lot", "L1", lot="बस्ता 3", operator="रमेश"), slip("lot", "L1", back=True, lot="बस्ता 3", operator="रमेश"),
        *nasti("7", NUMBER), NOTE, slip("end_of_lot", "E1"), BLANK, LETTER,
        slip("lot", "L2", lot="बस्ता 4"), BLANK, *nasti("8", OTHER), NOTE,
    ]  # fmt: skip
    segments = cut(sheets, Hints(operator="सीता"))
    assert [(one.is_nasti, one.positions) for one in segments] == [
        (False, (0, 1)), (True, (2, 3, 4)), (False, (5, 6)), (True, (7,)), (False, (8, 9)), (True, (10, 11, 12)),
    ]  # fmt: skip
    assert [(one.lot, one.operator) for one in segments] == [
        ("बस्ता 3", "रमेश"), ("बस्ता 3", "रमेश"), ("बस्ता 3", "रमेश"), ("", "सीता"), ("बस्ता 4", "सीता"), ("बस्ता 4", "सीता"),
    ]  # fmt: skip


def test_an_operator_slip_leaves_the_lot_as_it_is() -> None:
    sheets = [
        slip("lot", "L1", lot="बस्ता 3"),
        *nasti("7", NUMBER),
        slip("lot", "P1", operator="गीता"),
        *nasti("8", OTHER),
    ]
    segments = cut(sheets, Hints(lot="पुराना", operator="सीता"))
    assert [(one.lot, one.operator) for one in segments] == [
        ("बस्ता 3", "सीता"), ("बस्ता 3", "सीता"), ("बस्ता 3", "गीता"), ("बस्ता 3", "गीता"),
    ]  # fmt: skip
    assert [(one.lot, one.operator) for one in cut([NOTE], Hints(lot="पुराना", operator="सीता"))] == [("पुराना", "सीता")]


def test_sheets_before_the_first_slip_stand_by_themselves() -> None:
    sheets = [LETTER, BLANK, *nasti("7", NUMBER), NOTE]
    assert shapes(sheets) == [(2, "", None), (3, "slip", NUMBER)]
    assert shapes([BLANK, BLANK, *nasti("7", NUMBER), NOTE]) == [(5, "slip", NUMBER)]
    assert shapes([slip("noting"), NOTE, *nasti("7", NUMBER)]) == [(2, "", None), (2, "slip", NUMBER)]


def test_a_slip_without_a_number_waits_under_its_serial() -> None:
    (segment,) = cut([*nasti("55"), cover()], Hints())
    assert (segment.number, segment.waits_under, value(segment.read_number)) == (None, "55", NUMBER)
    bound = Slip("nasti", "55", number=OTHER, subject="बंटवारा", sheets=4)
    (segment,) = cut([*nasti("55"), NOTE], Hints(known={"55": bound}))
    assert (value(segment.number), segment.waits_under, value(segment.subject)) == (OTHER, "", "बंटवारा")
    assert segment.expected == {"sheets": 4}


def test_what_one_side_of_a_slip_lacks_the_other_has() -> None:
    (segment,) = cut([slip("nasti", "7"), slip("nasti", "7", back=True, number=NUMBER), NOTE], Hints())
    assert value(segment.number) == NUMBER


def test_the_other_side_of_a_slip_is_a_slip_though_none_was_read() -> None:
    sheets = [NOTE, BLANK, side("नस्ती", NUMBER), slip("nasti", "7", back=True, number=NUMBER), NOTE, BLANK]
    first, second = cut(sheets, Hints(backs=frozenset((1, 3, 5))))
    assert (first.positions, second.positions) == ((0, 1), (2, 3, 4, 5))
    assert (first.slip_sides, second.slip_sides) == ((), (2,))


def test_a_slip_found_again_in_its_nasti_begins_nothing() -> None:
    sheets = [slip("nasti", "7", number=NUMBER), NOTE, LETTER, slip("nasti", "7", back=True, number=NUMBER), LETTER]
    assert shapes(sheets) == [(5, "slip", NUMBER)]


def test_a_copy_of_a_slip_begins_a_nasti_of_its_own() -> None:
    sheets = [*nasti("7"), NOTE, LETTER, *nasti("7"), LETTER]
    first, second = cut(sheets, Hints())
    assert (first.positions, second.positions) == ((0, 1, 2, 3), (4, 5, 6))
    assert (first.waits_under, second.waits_under) == ("7", "7")
    assert (flags(first), flags(second)) == ({}, {4: "slip_repeated"})
    numbered = [*nasti("7", NUMBER), NOTE, *nasti("7", NUMBER), LETTER]
    assert shapes(numbered) == [(3, "slip", NUMBER), (3, "slip", NUMBER)]
    assert not any(segment.notices for segment in cut(numbered, Hints()))


def test_separators_of_others_begin_what_the_cover_says() -> None:
    patch = Sheet(0, (2480, 3508), 300, separator=write_qr(PATCH))
    unknown = replace(patch, separator="something else")
    sheets = [patch, BLANK, cover(), NOTE, patch, patch, cover(OTHER), unknown, LETTER]
    assert shapes(sheets) == [(4, "cover", NUMBER), (3, "cover", OTHER), (2, "", None)]
    assert not any(segment.notices for segment in cut(sheets, Hints()))


def test_a_cover_with_another_number_begins_a_nasti() -> None:
    sheets = [*nasti("7", NUMBER), cover(), NOTE, cover(OTHER), BLANK, NOTE]
    first, second = cut(sheets, Hints())
    assert (value(first.number), second.source, value(second.number)) == (NUMBER, "cover", OTHER)
    assert (flags(first), flags(second)) == ({}, {4: "slip_missing"})
    assert "Sheet 104 is a cover with another number" in second.doubts[0].message
    assert "पन्ना 104" in second.doubts[0].hindi
    assert (second.slip, value(second.department), second.parts) == (None, "गृह विभाग", {})


def test_covers_part_nasti_that_have_no_slips_at_all() -> None:
    first, second = cut([cover(), NOTE, cover(OTHER), NOTE], Hints())
    assert (value(first.number), value(second.number)) == (NUMBER, OTHER)
    assert flags(second) == {2: "split_by_cover"}


def test_a_cover_with_the_same_number_goes_on() -> None:
    assert shapes([*nasti("7", NUMBER), cover(), NOTE, cover(), NOTE]) == [(6, "slip", NUMBER)]
    assert shapes([cover(), NOTE, cover("१४२/अ-२७/१९९३-९४"), NOTE]) == [(4, "cover", NUMBER)]


@pytest.mark.parametrize("second", [cover("146/अ-27/1993-94", confidence=0.7), cover("")])
def test_a_cover_that_cannot_be_read_well_is_told_and_cuts_nothing(second: Sheet) -> None:
    sheets = [*nasti("7", NUMBER), cover(), NOTE, LETTER, NOTE, second, NOTE]
    (segment,) = cut(sheets, Hints())
    assert flags(segment) == {6: "slip_missing"}
    (segment,) = cut([*nasti("7", NUMBER), cover(), second, NOTE], Hints())
    assert flags(segment) == {}


def test_pages_before_the_first_cover_are_its_own_unless_they_say_otherwise() -> None:
    assert shapes([NOTE, LETTER, cover(), NOTE]) == [(4, "cover", NUMBER)]
    assert shapes([order_sheet(OTHER), cover(), NOTE]) == [(1, "pages", OTHER), (2, "cover", NUMBER)]
    assert shapes([order_sheet(), cover(), NOTE]) == [(3, "cover", NUMBER)]


def test_a_slip_that_the_cover_contradicts_wins_and_that_is_told() -> None:
    (segment,) = cut([*nasti("7", OTHER), cover(), BLANK, NOTE], Hints())
    assert value(segment.number) == OTHER
    assert flags(segment) == {2: "number_conflict"}
    notice = segment.notices[2][0]
    assert notice.box is not None and notice.measure is not None and notice.measure > 0.9
    assert NUMBER in segment.doubts[0].message and OTHER in segment.doubts[0].hindi
    (segment,) = cut([*nasti("7", NUMBER), cover("147/अ-27/1993-94", confidence=0.7)], Hints())
    assert flags(segment) == {}


def test_names_of_files_and_folders_say_the_number_where_no_cover_does() -> None:
    named = Hints(file_name="142_A-27_1993-94.pdf")
    assert shapes([NOTE, LETTER], named) == [(2, "file", "142/A-27/1993-94")]
    assert shapes([NOTE], Hints(folder_name="नस्ती 142-अ-27-1993-94")) == [(1, "folder", NUMBER)]
    assert shapes([order_sheet(OTHER)], named) == [(1, "file", "142/A-27/1993-94")]
    assert shapes([order_sheet(OTHER)], Hints(file_name="scan_0001.pdf")) == [(1, "pages", OTHER)]
    assert shapes([cover(OTHER)], named) == [(1, "cover", OTHER)]
    assert [flags(segment) for segment in cut([cover(OTHER)], named)] == [{0: "number_conflict"}]
    assert shapes([cover("147/अ-27/1993-94", confidence=0.7)], named) == [(1, "file", "142/A-27/1993-94")]


def test_a_name_is_given_to_one_nasti_only() -> None:
    named = Hints(file_name="142_A-27_1993-94.pdf")
    patch = slip("patch")
    assert shapes([NOTE, patch, NOTE], named) == [(1, "", None), (2, "", None)]
    assert shapes([NOTE, *nasti("7", OTHER)], named) == [(1, "file", "142/A-27/1993-94"), (2, "slip", OTHER)]


def pages(count: int, *, first: int = 1) -> list[Sheet]:
    return [side("शेष", folio=first + place) for place in range(count)]


def test_more_sheets_than_were_counted_expose_a_missed_slip() -> None:
    backs = frozenset(range(1, 42, 2))
    both = [one for page in pages(20) for one in (page, BLANK)]
    (segment,) = cut([*nasti("7", NUMBER, sheets=12), *both], Hints(backs=backs))
    assert flags(segment) == {26: "slip_missing"}
    assert (segment.notices[26][0].measure, segment.notices[26][0].bound) == (20, 12)
    assert "has 20 sheets, and its slip says 12" in segment.doubts[0].message
    (segment,) = cut([*nasti("7", NUMBER, sheets=20), *both], Hints(backs=backs))
    assert flags(segment) == {}
    (segment,) = cut([*nasti("7", NUMBER, sheets=20), *both], Hints())
    assert flags(segment) == {}
    (segment,) = cut(pages(9), Hints(max_sheets=8))
    assert flags(segment) == {8: "slip_missing"}
    (segment,) = cut(pages(8), Hints(max_sheets=8))
    assert flags(segment) == {}


def test_more_pages_than_were_counted_expose_a_missed_slip() -> None:
    counted = nasti("7", NUMBER, noting_pages=2, correspondence_pages=3)
    (segment,) = cut([*counted, cover(), BLANK, *pages(5)], Hints())
    assert flags(segment) == {}
    (segment,) = cut([*counted, cover(), BLANK, *pages(6)], Hints())
    assert flags(segment) == {9: "slip_missing"}
    sheets = [*nasti("7", NUMBER, noting_pages=2), slip("noting"), *pages(3), slip("correspondence"), *pages(4)]
    (segment,) = cut(sheets, Hints())
    assert flags(segment) == {5: "slip_missing"}


def numbered(page: Sheet, count: int) -> list[Sheet]:
    return [replace(page, folio=place + 1) for place in range(count)]


def test_page_numbers_that_begin_again_expose_a_missed_slip() -> None:
    (segment,) = cut([*nasti("7", NUMBER), *numbered(NOTE, 9), *numbered(NOTE, 5)], Hints())
    assert flags(segment) == {11: "slip_missing"}
    assert "reach 9 and begin again with 1 on sheet 111" in segment.doubts[0].message
    (segment,) = cut([*nasti("7", NUMBER), slip("noting"), *pages(9), *pages(5)], Hints())
    assert flags(segment) == {12: "slip_missing"}


def test_where_nothing_tells_the_parts_the_second_sequence_is_the_correspondence() -> None:
    (segment,) = cut([*nasti("7", NUMBER), *pages(9), *pages(5)], Hints())
    assert flags(segment) == {}
    (segment,) = cut([*nasti("7", NUMBER), *pages(9), *pages(5), *pages(4)], Hints())
    assert flags(segment) == {16: "slip_missing"}
    (segment,) = cut([*nasti("7", NUMBER), *pages(9), *pages(5), *numbered(LETTER, 4)], Hints())
    assert flags(segment) == {11: "slip_missing"}


def test_noting_and_correspondence_have_numbers_of_their_own() -> None:
    sheets = [*nasti("7", NUMBER), slip("noting"), *pages(9), slip("correspondence"), *pages(5)]
    assert [flags(segment) for segment in cut(sheets, Hints())] == [{}]
    sheets = [*nasti("7", NUMBER), *numbered(NOTE, 5), *numbered(LETTER, 5)]
    assert [flags(segment) for segment in cut(sheets, Hints())] == [{}]


def test_numbers_of_an_enclosure_are_no_new_nasti() -> None:
    noting = [*nasti("7", NUMBER), slip("noting")]
    sheets = [*noting, *pages(9), *pages(4), *pages(5, first=14)]
    assert [flags(segment) for segment in cut(sheets, Hints())] == [{}]
    misread = [*noting, *pages(9), *pages(1), *pages(5, first=11)]
    assert [flags(segment) for segment in cut(misread, Hints())] == [{}]


def test_a_larger_sheet_that_is_announced_and_not_there_is_told() -> None:
    both = [slip("larger", "B1"), slip("larger", "B1", back=True)]
    (segment,) = cut([*nasti("7", NUMBER), *both, NOTE, BLANK], Hints())
    assert flags(segment) == {3: "larger_missing"}
    (segment,) = cut([*nasti("7", NUMBER), *both, side("नक्शा", size_px=A3_PX), BLANK], Hints())
    assert flags(segment) == {}


def test_nothing_is_cut_into_nothing() -> None:
    assert cut([], Hints()) == ()
    assert shapes([BLANK]) == [(1, "", None)]


KINDS = ("nasti", "noting", "correspondence", "lot", "end_of_lot", "larger", "patch")
SLIPS = st.builds(
    Slip,
    st.sampled_from(KINDS),
    serial=st.sampled_from(["", "1", "2", "3"]),
    side=st.sampled_from("AB"),
    sheets=st.one_of(st.none(), st.integers(0, 3)),
    lot=st.sampled_from(["", "बस्ता 1", "बस्ता 2"]),
)
PAGES = st.sampled_from(
    [BLANK, NOTE, LETTER, cover(), cover(OTHER), cover("146/अ-27/1993-94", confidence=0.5), *pages(3)]
)
SHEETS = st.lists(st.one_of(PAGES, PAGES, SLIPS), max_size=16)


@settings(max_examples=120, deadline=None)
@given(SHEETS, st.frozensets(st.integers(1, 15), max_size=4))
def test_every_sheet_is_in_one_segment_and_nothing_leaks(found: list[Sheet | Slip], backs: frozenset[int]) -> None:
    """Every slip says something of its own; it may be found in its own segment alone."""
    sheets: list[Sheet] = []
    for place, one in enumerate(found):
        if isinstance(one, Slip):
            own = f"{place + 1}/अ-6/2001-02" if one.kind == "nasti" else ""
            one = replace(
                one, number=own, subject=f"विषय {place}", department=f"विभाग {place}", operator=f"लोग {place}"
            )
            sheets.append(slip_side(one, back=one.side == "B"))
        else:
            sheets.append(one)
    backs = frozenset(back for back in backs if back < len(sheets) and back - 1 not in backs)
    segments = cut(sheets, Hints(backs=backs))
    assert [position for segment in segments for position in segment.positions] == list(range(len(sheets)))
    for segment in segments:
        assert set(segment.notices) | set(segment.parts) | set(segment.slip_sides) <= set(segment.positions)
        assert {place for doubt in segment.doubts for place in doubt.positions} == set(segment.notices)
        slips = {place for place in segment.positions if isinstance(found[place], Slip)}
        for field in (segment.subject, segment.department, segment.number if segment.source == "slip" else None):
            if field and (field.raw.startswith(("विषय ", "विभाग ")) or field is segment.number):
                assert any(str(field.value) in (sheets[place].separator or "") for place in slips), field
        for place, part in segment.parts.items():
            before = [sheets[other].separator or "" for other in segment.positions if other < place]
            assert any(f'"kind":"{part}"' in text for text in before)
        if segment.operator:
            lots = [sheets[other].separator or "" for other in range(segment.positions[-1] + 1)]
            assert any(f'"operator":"{segment.operator}"' in text and '"kind":"lot"' in text for text in lots)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_each_slip_keeps_its_own_sheets(counts: list[int]) -> None:
    sheets: list[Sheet] = []
    for place, count in enumerate(counts):
        sheets += [*nasti(str(place), f"{place + 1}/अ-6/2001-02", subject=f"विषय {place}"), *[LETTER] * count]
    segments = cut(sheets, Hints(file_name="142_A-27_1993-94.pdf"))
    assert [len(segment.positions) for segment in segments] == [count + 2 for count in counts]
    assert [value(segment.number) for segment in segments] == [
        f"{place + 1}/अ-6/2001-02" for place in range(len(counts))
    ]
    assert [value(segment.subject) for segment in segments] == [f"विषय {place}" for place in range(len(counts))]
    assert not any(segment.notices for segment in segments)
