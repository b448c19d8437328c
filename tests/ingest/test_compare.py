"""What only neighbours show: blur, a dirty glass, two sheets fed at once, and sheets scanned twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.compare import compare
from ingest.quality.fingerprint import sign_words
from nasti.model import Notice, Sheet, Word

LETTER = (
    "कार्यालय कलेक्टर जिला बिलासपुर क्रमांक 1204 राजस्व 2003 दिनांक 04.05.2003 प्रति तहसीलदार तहसील बोरी विषय ग्राम "
    "थनौद की शासकीय भूमि के सीमांकन के संबंध में उपरोक्त विषयांतर्गत लेख है कि संदर्भित पत्र के माध्यम से चाही गई "
    "जानकारी निर्धारित प्रपत्र में तैयार कर इस पत्र के साथ संलग्न प्रेषित है प्रकरण का परीक्षण कर अपना स्पष्ट अभिमत सात "
    "दिवस के भीतर इस कार्यालय को उपलब्ध कराना सुनिश्चित करें"
)
LOOK = "95a7cb45da449694db6984b25ab52d2a35ad96d4cb4a86ad9696496db4d0b56a"
OTHER_LOOK = "6a5834ba25bb696b24967b4da54ad2d5ca52692b34b579526969b6924b2f4a95"


def sheet(**measures: Any) -> Sheet:
    usual = {"blur_mm": 0.36, "dpi": 300, "size_mm": [210.0, 297.0], "streaks": [], "overlap_mm": None, "skew_deg": 0.0}
    return Sheet(0, (2480, 3508), 300, measures={**usual, **measures})


def written(text: str, look: str = LOOK, unsure: Sequence[str] = ()) -> Sheet:
    words = [Word(one, (0, 0, 9, 9), 0.5 if one in unsure else 0.95, 0, 0) for one in text.split()]
    return sheet(look=look, text=sign_words(words))


def signed(text: str, under_pen: str) -> Sheet:
    """A letter, and one word that was read where it is signed."""
    words = [Word(one, (0, 0, 9, 9), 0.95, 0, 0) for one in text.split()]
    words.append(Word(under_pen, (50, 50, 59, 59), 0.99, 1, 0))
    return sheet(look=LOOK, text=sign_words(words, [(40, 40, 90, 90)]))


def named(found: Mapping[int, tuple[Notice, ...]], name: str) -> dict[int, Notice]:
    return {place: one for place, notices in found.items() for one in notices if one.name == name}


def test_ordinary_sheets_are_left_alone() -> None:
    assert compare([sheet(blur_mm=0.34 + 0.01 * (place % 5)) for place in range(30)], ()) == {}


@pytest.mark.parametrize(("blur_mm", "blurred"), [(0.36, False), (0.48, False), (0.55, True), (0.7, True)])
def test_a_sheet_is_blurred_by_what_is_usual_for_the_scanner(blur_mm: float, blurred: bool) -> None:
    earlier = [sheet().measures] * 20
    found = named(compare([sheet(), sheet(blur_mm=blur_mm)], earlier), "blurred")
    assert list(found) == ([1] if blurred else [])
    for notice in found.values():
        assert (notice.measure, notice.unit) == (blur_mm, "mm")


def test_a_soft_scanner_is_not_blamed_for_every_sheet_but_for_what_nobody_can_read() -> None:
    earlier = [sheet(blur_mm=0.5).measures] * 20
    assert list(named(compare([sheet(blur_mm=0.55), sheet(blur_mm=0.65)], earlier), "blurred")) == [1]


def test_the_first_sheets_of_a_station_are_judged_by_those_that_follow() -> None:
    sheets = [sheet(blur_mm=0.58), *[sheet()] * 9]
    assert list(named(compare(sheets, ()), "blurred")) == [0]


def test_where_blur_cannot_be_measured_nothing_is_said() -> None:
    assert compare([sheet(blur_mm=None)] * 5, ()) == {}


def streaked(column_mm: float, skew_deg: float = 0.0) -> Sheet:
    return sheet(streaks=[[column_mm, 20.0]], skew_deg=skew_deg)


def test_a_column_on_sheet_after_sheet_is_dirt_and_says_where_it_began() -> None:
    sheets = [sheet(), streaked(100.1, 0.5), sheet(), streaked(100.0), streaked(100.2), sheet()]
    found = named(compare(sheets, ()), "dirty_glass")
    assert list(found) == [1, 3, 4]
    assert {notice.other for notice in found.values()} == {1}
    assert all(notice.measure == pytest.approx(100.1) for notice in found.values())
    left, top, right, bottom = found[3].box or (0, 0, 0, 0)
    assert left < 100.1 / 25.4 * 300 < right and (top, bottom) == (0, 3508)


def test_dirt_that_began_in_an_earlier_scan_is_known() -> None:
    earlier = [sheet().measures, streaked(50.0, 0.4).measures, streaked(50.0).measures]
    assert named(compare([streaked(50.0)], earlier), "dirty_glass")[0].other == -2


@pytest.mark.parametrize(
    "sheets",
    [
        pytest.param([streaked(100, 0.5), streaked(100)], id="two alone"),
        pytest.param([streaked(32.4)] * 8, id="a printed margin on straight sheets"),
        pytest.param([streaked(100, 0.5), streaked(101), streaked(99)], id="columns apart"),
        pytest.param(
            [streaked(100, 0.5), *[sheet()] * 6, streaked(100), *[sheet()] * 6, streaked(100)], id="far apart"
        ),
    ],
)
def test_other_lines_are_no_dirt(sheets: Sequence[Sheet]) -> None:
    assert named(compare(sheets, ()), "dirty_glass") == {}


@pytest.mark.parametrize(
    ("size_mm", "overlap_mm", "fed_twice"),
    [
        ([210.0, 460.0], 297.0, True),
        ([210.0, 384.0], None, True),
        ([210.0, 343.0], 297.0, True),
        ([210.0, 343.0], None, False),
        ([215.9, 384.0], None, False),
        ([210.0, 310.0], None, False),
        ([210.0, 150.0], None, False),
    ],
)
def test_a_sheet_longer_than_its_neighbours_may_be_two(
    size_mm: list[float], overlap_mm: float | None, fed_twice: bool
) -> None:
    sheets = [*[sheet()] * 6, sheet(size_mm=size_mm, overlap_mm=overlap_mm), *[sheet()] * 3]
    found = named(compare(sheets, ()), "double_feed")
    assert list(found) == ([6] if fed_twice else [])
    if fed_twice:
        assert found[6].measure == pytest.approx(size_mm[1] - 297)


def test_among_sheets_of_all_sizes_none_is_too_long() -> None:
    sheets = [sheet(size_mm=[90.0 + 40 * (place % 4), 120.0 + 70 * (place % 5)]) for place in range(20)]
    assert named(compare(sheets, ()), "double_feed") == {}


def test_a_sheet_scanned_twice_is_found_with_the_other_one() -> None:
    again = LETTER.replace("अभिमत", "अभिमन").replace("बोरी", "बारी")
    found = named(compare([written(LETTER), sheet(), written(again, LOOK[:-1] + "f", ("बारी",))], ()), "double")
    assert {place: notice.other for place, notice in found.items()} == {2: 0}
    assert found[2].measure == pytest.approx(1, abs=0.05)


def test_a_sheet_scanned_before_is_found_in_what_came_earlier() -> None:
    earlier = [written(LETTER).measures, sheet().measures]
    assert named(compare([written(LETTER)], earlier), "double")[0].other == -2


def test_a_shadow_on_one_of_them_does_not_hide_a_double() -> None:
    assert list(named(compare([written(LETTER), written(LETTER, OTHER_LOOK)], ()), "double")) == [1]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(LETTER.replace("तहसीलदार तहसील बोरी", "कलेक्टर जिला दुर्ग"), id="another addressee"),
        pytest.param(LETTER.replace("बोरी", "मगरलोड"), id="another place"),
        pytest.param(LETTER.replace("क्रमांक", "आदेश प्रति थाना प्रभारी मगरलोड धमतरी"), id="an addressee more"),
        pytest.param("नस्ती आदेश पत्रक प्रकरण " * 10, id="another text on the same form"),
        pytest.param("", id="a blank form"),
    ],
)
def test_sheets_that_only_look_alike_are_no_doubles(other: str) -> None:
    assert named(compare([written(LETTER), written(other)], ()), "double") == {}


def test_two_blank_sheets_are_no_doubles() -> None:
    assert compare([replace(sheet(look=None, text=sign_words(())), blank=True)] * 2, ()) == {}


MEASURES = st.fixed_dictionaries(
    {},
    optional={
        "blur_mm": st.none() | st.floats(0.2, 1.0),
        "dpi": st.sampled_from([150, 200, 300]),
        "size_mm": st.lists(st.floats(50, 600), min_size=2, max_size=2),
        "overlap_mm": st.none() | st.floats(10, 500),
        "skew_deg": st.floats(-5, 5),
        "streaks": st.lists(st.tuples(st.floats(1, 200), st.floats(5, 50)).map(list), max_size=3),
        "look": st.none() | st.just(LOOK),
        "text": st.sampled_from([written(LETTER).measures["text"], sign_words(())]),
    },
)


@given(sheets=st.lists(MEASURES, max_size=12), earlier=st.lists(MEASURES, max_size=6))
def test_whatever_was_measured_notices_point_at_sheets_that_are_there(
    sheets: list[dict[str, Any]], earlier: list[dict[str, Any]]
) -> None:
    found = compare([Sheet(0, (2480, 3508), 300, measures=one) for one in sheets], earlier)
    for place, notices in found.items():
        assert 0 <= place < len(sheets) and notices
        for notice in notices:
            assert notice.other is None or -len(earlier) <= notice.other <= place
            if notice.name == "double":
                assert notice.other is not None and notice.other < place


def test_what_is_read_under_a_signature_tells_no_two_sheets_apart() -> None:
    assert list(named(compare([signed(LETTER, "मुद्रा"), signed(LETTER, "नायब")], ()), "double")) == [1]
    assert not named(compare([written(f"{LETTER} मुद्रा"), written(f"{LETTER} नायब")], ()), "double")
