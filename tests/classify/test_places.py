from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.places import (
    Named,
    district_in,
    district_of_land,
    district_of_tehsil,
    elect_places,
    head_of,
)
from classify.tables import load
from nasti.model import Field

DISTRICTS = [entry["hi"] for entry in load("districts")]
TEHSILS = [entry["hi"] for entry in load("tehsils")]


def districts_in(year: int) -> list[str]:
    """The districts of a year, as they were called then."""
    return [then for name in DISTRICTS if (then := district_in(name, year))]


def field(value: str | int, confidence: float = 0.97, sheet: int = 0) -> Field:
    return Field(value, str(value), confidence, sheet, (0, 0, 10, 10))


def named(kind: str, **values: str) -> Named:
    return kind, {name: tuple(map(field, value.split("; "))) for name, value in values.items()}


@pytest.mark.parametrize(
    ("year", "count"),
    [
        *((1956, 6), (1972, 6), (1973, 7), (1997, 7), (1998, 16), (2000, 16), (2006, 16), (2007, 18), (2011, 18)),
        *((2012, 27), (2019, 27), (2020, 28), (2021, 28), (2022, 33), (2025, 33)),
    ],
)
def test_the_number_of_districts_over_time(year: int, count: int) -> None:
    assert len(districts_in(year)) == count


def test_the_districts_before_the_splits_of_1998() -> None:
    assert set(districts_in(1995)) == {"रायपुर", "बिलासपुर", "दुर्ग", "बस्तर", "सरगुजा", "रायगढ़", "राजनांदगांव"}


@pytest.mark.parametrize(
    ("district", "year", "then"),
    [
        ("कबीरधाम", 1997, None),
        ("कबीरधाम", 1999, "कवर्धा"),
        ("कबीरधाम", 2003, "कवर्धा"),
        ("कबीरधाम", 2004, "कबीरधाम"),
        ("सुकमा", 2011, None),
        ("सुकमा", 2012, "सुकमा"),
        ("बालाघाट", 1995, None),
    ],
)
def test_a_district_as_it_then_was(district: str, year: int, then: str | None) -> None:
    assert district_in(district, year) == then


@pytest.mark.parametrize(
    ("district", "year", "then"),
    [
        ("सुकमा", 2005, "दंतेवाड़ा"),
        ("सुकमा", 1995, "बस्तर"),
        ("बीजापुर", 1999, "दंतेवाड़ा"),
        ("नारायणपुर", 2006, "बस्तर"),
        ("मनेंद्रगढ़-चिरमिरी-भरतपुर", 1990, "सरगुजा"),
        ("सक्ती", 2015, "जांजगीर-चांपा"),
        ("सक्ती", 1990, "बिलासपुर"),
        ("कबीरधाम", 2001, "कवर्धा"),
        ("राजनांदगांव", 1970, "दुर्ग"),
    ],
)
def test_the_district_that_land_belonged_to(district: str, year: int, then: str) -> None:
    assert district_of_land(district, year) == then


@pytest.mark.parametrize(
    ("tehsil", "year", "district"),
    [
        ("पाटन", 1995, "दुर्ग"),
        ("धमतरी", 1995, "रायपुर"),
        ("कवर्धा", 1995, "राजनांदगांव"),
        ("पंडरिया", 1995, "बिलासपुर"),
        ("पंडरिया", 2010, "कबीरधाम"),
        ("बिलाईगढ़", 2015, "बलौदाबाजार-भाटापारा"),
        ("बिलाईगढ़", 2005, "रायपुर"),
        ("बिलाईगढ़", 2023, "सारंगढ़-बिलाईगढ़"),
        ("सारंगढ़", 2005, "रायगढ़"),
        ("कोंटा", 1990, "बस्तर"),
        ("पाटन", None, "दुर्ग"),
        ("अमरवाड़ा", 1995, None),
    ],
)
def test_the_district_of_a_tehsil(tehsil: str, year: int | None, district: str | None) -> None:
    assert district_of_tehsil(tehsil, year) == district


@given(st.sampled_from(DISTRICTS), st.integers(1900, 2100))
def test_all_land_belongs_to_one_of_the_districts_of_its_time(district: str, year: int) -> None:
    assert district_of_land(district, year) in districts_in(year)


@given(st.sampled_from(TEHSILS), st.integers(1900, 2100))
def test_every_tehsil_lies_in_one_of_the_districts_of_its_time(tehsil: str, year: int) -> None:
    assert district_of_tehsil(tehsil, year) in districts_in(year)


def test_every_tehsil_and_every_parent_is_in_a_district_of_the_table() -> None:
    assert {entry["district"] for entry in load("tehsils")} == set(DISTRICTS)
    assert {entry["parent"] for entry in load("districts") if "parent" in entry} <= set(DISTRICTS)
    assert [name for name, count in Counter(TEHSILS).items() if count > 1] == []


def test_most_papers_and_the_cover_decide() -> None:
    papers = [
        named("cover", district="बिलासपुर", village="थनौद"),
        named("letter", district="बिलासपुर; रायपुर"),
        named("letter", district="दुर्ग", tehsil="मस्तूरी"),
    ]
    elected = elect_places({"year": field(1993)}, papers)
    assert {name: one.value for name, one in elected.items()} == {
        "district": "बिलासपुर",
        "tehsil": "मस्तूरी",
        "village": "थनौद",
    }
    assert elected["district"].confidence < elect_places({"year": field(1993)}, papers[:1])["district"].confidence


def test_districts_of_other_states_do_not_vote_against_ours() -> None:
    papers = [named("letter", district="बालाघाट"), named("letter", district="बालाघाट"), named("letter", district="दुर्ग")]
    assert elect_places({}, papers)["district"].value == "दुर्ग"
    assert elect_places({}, papers[:2])["district"].value == "बालाघाट"


def test_the_district_has_the_name_of_its_time() -> None:
    papers = [named("cover", district="कबीरधाम")]
    assert elect_places({"year": field(1999)}, papers)["district"].value == "कवर्धा"
    assert elect_places({"year": field(2010)}, papers)["district"].value == "कबीरधाम"
    assert elect_places({}, papers)["district"].value == "कबीरधाम"


def test_a_district_that_did_not_exist_is_doubted() -> None:
    papers = [named("cover", district="सुकमा")]
    then, long_before = (elect_places({"year": field(year)}, papers)["district"] for year in (2013, 1985))
    assert (then.value, long_before.value) == ("सुकमा", "सुकमा")
    assert long_before.confidence < 0.6 < 0.9 < then.confidence


def test_papers_that_come_later_may_name_a_new_district() -> None:
    later = elect_places({"year": field(1997)}, [named("cover", district="कोरबा")])["district"]
    assert (later.value, later.confidence) == ("कोरबा", 0.97)


def test_letters_of_a_department_do_not_settle_the_district() -> None:
    letters = [named("letter", district="दुर्ग")] * 4
    of_office = elect_places({"file_number": field("1072/शिका./2008")}, letters)["district"]
    of_department = elect_places({"file_number": field("एफ 6-103/2016/सात-1")}, letters)["district"]
    with_cover = elect_places({"file_number": field("एफ 6-103/2016/सात-1")}, [*letters, named("cover", district="दुर्ग")])
    assert of_department.confidence < 0.8 < 0.9 < of_office.confidence
    assert with_cover["district"].confidence > 0.9


def test_a_tehsil_tells_the_district_where_none_is_named() -> None:
    elected = elect_places({"year": field(1995)}, [named("order_sheet", tehsil="धमतरी")])
    assert (elected["district"].value, elected["tehsil"].value) == ("रायपुर", "धमतरी")
    assert elected["district"].confidence < elected["tehsil"].confidence


def test_a_tehsil_of_another_district_is_doubted() -> None:
    right = elect_places({"year": field(1995)}, [named("cover", district="दुर्ग", tehsil="पाटन")])["tehsil"]
    wrong = elect_places({"year": field(1995)}, [named("cover", district="बस्तर", tehsil="पाटन")])["tehsil"]
    assert wrong.confidence < 0.7 < right.confidence


def test_a_village_is_sure_only_where_no_other_is_named() -> None:
    alone = elect_places({}, [named("cover", village="थनौद"), named("letter", village="थनौद")])["village"]
    among = elect_places({}, [named("cover", village="थनौद"), named("letter", village="मोहलई")])["village"]
    assert among.confidence < 0.7 < 0.9 < alone.confidence


@pytest.mark.parametrize(
    ("number", "head"),
    [
        ("142/अ-27/1993-94", "अ-27"),
        ("१४२/अ-२७/१९९३-९४", "अ-27"),
        ("13/A/6/2005-06", "अ-6"),
        ("27/A-6/2004-2005", "अ-6"),
        ("8/अ-82 वर्ष 2018-19", "अ-82"),
        ("16/अ-20(1)/2012-13", "अ-20"),
        ("12/अ-6अ/2003-04", "अ-6अ"),
        ("45/बी-121/1998-99", "ब-121"),
        ("45/ब-121/1998-99", "ब-121"),
        ("RN/12/R/A-5/55/2012", None),
        ("एफ 6-103/2016/सात-1", None),
        ("5402/स्था./1993", None),
        ("N-11016/6/2016-ARC", None),
        ("691", None),
    ],
)
def test_the_head_of_a_case(number: str, head: str | None) -> None:
    found = head_of(field(number))
    assert (found and found.value) == head


def test_a_head_that_the_table_lacks_is_less_sure() -> None:
    known, unknown = head_of(field("142/अ-27/1993-94")), head_of(field("142/अ-147/1993-94"))
    assert known is not None
    assert unknown is not None
    assert unknown.confidence < known.confidence == 0.97


@given(
    st.lists(st.tuples(st.sampled_from(["cover", "letter", "map"]), st.sampled_from(DISTRICTS), st.floats(0, 1))),
    st.one_of(st.none(), st.integers(1900, 2030)),
)
def test_what_is_elected_was_named(votes: list[tuple[str, str, float]], year: int | None) -> None:
    papers: list[Named] = [(kind, {"district": (field(value, sure),)}) for kind, value, sure in votes]
    elected = elect_places({"year": field(year)} if year else {}, papers)
    assert ("district" in elected) == bool(votes)
    for one in elected.values():
        assert 0 <= one.confidence <= 1
        ever = {
            name for _, value, _ in votes for name in (value, *(district_in(value, when) for when in range(1950, 2031)))
        }
        assert one.value in ever, "under a name that it had once"
