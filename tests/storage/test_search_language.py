"""The query language, on both databases: what each kind of query finds, and that no text is an error."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from storage.index import index_nasti, index_pages
from storage.search import Options, Results, search
from storage.search_dates import date_cover, read_years
from storage.search_query import clean, parse
from storage.store import Store
from storage.tables import FieldRow, NastiRow, PageRow, PaperRow

LAND, FOREST, SCHOOL = "142/अ-27/1993-94", "7/अ-6/1997-98", "1072/अ-2/2008-09"

PAGES = {
    LAND: ["राजस्व प्रकरण ग्राम पाटन", "तहसीलदार पाटन का पत्र बंटवारा", "आदेश पारित बंटवारा स्वीकृत", "रामलाल साहू का कथन"],
    FOREST: ["वन विभाग अवैध कटाई", "तहसीलदार पाटन का प्रतिवेदन", "बंटवारा नहीं"],
    SCHOOL: ["शिक्षक का स्थानांतरण आदेश", "pension of the teacher"],
}
FIELDS = {
    LAND: {"subject": "भूमि बंटवारा", "department": "राजस्व विभाग", "year": 1993},
    FOREST: {"subject": "अवैध कटाई", "department": "वन विभाग", "year": 1997},
    SCHOOL: {"subject": "स्थानांतरण", "department": "शिक्षा विभाग", "year": 2008},
}


def read(s: Session, nasti_id: int, paper: tuple[str, int] | None, **values: str) -> None:
    """Fields of a nasti, or of a paper of this kind that is its page of this place."""
    pages = s.query(PageRow).where(PageRow.nasti_id == nasti_id).order_by(PageRow.position).all()
    paper_id, sheet_id = None, pages[0].sheet_id
    if paper is not None:
        kind, place = paper
        sheet_id = pages[place].sheet_id
        row = PaperRow(nasti_id=nasti_id, position=place, kind=kind, part="correspondence", first_sheet_id=sheet_id,
                       last_sheet_id=sheet_id)  # fmt: skip
        s.add(row)
        s.flush()
        paper_id = row.id
    s.add_all(
        FieldRow(nasti_id=nasti_id, paper_id=paper_id, name=name, value=value, raw=value, confidence=0.95,
                 sheet_id=sheet_id, box=[0, 0, 1, 1])
        for name, value in values.items()
    )  # fmt: skip
    s.flush()
    index_pages(s, nasti_id, {})
    index_nasti(s, nasti_id)


@pytest.fixture
def office(store: Store, shelf: Any) -> Store:
    ids = {number: shelf.put(number, pages, **FIELDS[number]) for number, pages in PAGES.items()}

    def work(s: Session) -> None:
        read(s, ids[LAND], None, district="दुर्ग", head="अ-27", village="पाटन")
        read(s, ids[LAND], ("letter", 1), sender="नायब तहसीलदार पाटन", date="1994-03-02", recipient="कलेक्टर दुर्ग")
        read(s, ids[LAND], ("order", 2), date="1994-11-30")
        read(s, ids[FOREST], None, district="धमतरी", head="अ-6")

    store.write(work)
    return store


def find(store: Store, query: str, **options: Any) -> Results:
    return store.read(lambda s: search(s, query, Options(**options)))


def numbers(results: Results) -> list[str | None]:
    return [hit.number for hit in results.nastis]


def labels(results: Results) -> list[str]:
    return [page.label for hit in results.nastis for page in hit.pages]


def test_without(office: Store) -> None:
    assert numbers(find(office, "तहसीलदार")) == [LAND, FOREST]
    assert labels(find(office, "तहसीलदार -प्रतिवेदन")) == ["N-2"]
    assert labels(find(office, 'पाटन -"का पत्र"')) == ["N-1", "N-2"]
    assert find(office, "-तहसीलदार").total_nastis == 0


def test_what_the_fields_of_a_nasti_say_is_without_too(office: Store) -> None:
    assert numbers(find(office, "तहसीलदार -वन")) == [LAND]
    assert numbers(find(office, "तहसीलदार -विभाग:राजस्व")) == [FOREST]


def test_a_begun_word(office: Store) -> None:
    assert set(numbers(find(office, "बंट*"))) == {LAND, FOREST}
    assert numbers(find(office, "teach*")) == [SCHOOL]
    assert numbers(find(office, "बंटवारा स्वी*")) == [LAND]
    assert numbers(find(office, "विभाग:राज*")) == [LAND]
    assert labels(find(office, "विभाग:राज* स्वी*")) == ["N-3"]
    assert find(office, "*").total_nastis == 0


def test_fields_by_hindi_and_english_names(office: Store) -> None:
    for query in ("विभाग:राजस्व", "department:राजस्व", "vibhag:rajaswa", "DEPARTMENT: राजस्व", 'विभाग:"राजस्व विभाग"'):
        assert numbers(find(office, query)) == [LAND], query
    assert numbers(find(office, "विभाग:पाटन")) == []
    assert numbers(find(office, "district:दुर्ग")) == numbers(find(office, "जिला:दुर्ग")) == [LAND]
    assert numbers(find(office, "मद:अ-27")) == numbers(find(office, "head:A-27")) == [LAND]
    assert numbers(find(office, "मद:अ-6")) == [FOREST]
    assert numbers(find(office, "ग्राम:patan")) == [LAND]
    assert numbers(find(office, "subject:कटाई")) == [FOREST]


def test_years(office: Store) -> None:
    for query, found in {
        "year:1993": [LAND], "वर्ष:१९९३-९४": [LAND], "year:1994..1998": [FOREST], "year:..1997": [LAND, FOREST],
        "year:2000..": [SCHOOL], "year:1993..1997 तहसीलदार": [LAND, FOREST], "year:1997 आदेश": [],
    }.items():  # fmt: skip
        assert sorted(map(str, numbers(find(office, query)))) == sorted(found), query


def test_kinds_and_parts_and_who_wrote(office: Store) -> None:
    assert labels(find(office, "kind:order बंटवारा")) == labels(find(office, "प्रकार:आदेश बंटवारा")) == ["N-3"]
    assert labels(find(office, "kind:letter")) == ["N-2"]
    assert labels(find(office, "from:तहसीलदार")) == labels(find(office, "प्रेषक:tahsildar")) == ["N-2"]
    assert labels(find(office, 'from:"नायब तहसीलदार"')) == ["N-2"]
    assert labels(find(office, 'from:"तहसीलदार नायब"')) == []
    assert labels(find(office, "to:कलेक्टर")) == ["N-2"]
    assert set(numbers(find(office, "part:noting पाटन"))) == {LAND, FOREST}
    assert numbers(find(office, "part:correspondence पाटन")) == []


def test_dates(office: Store) -> None:
    for query in ("date:02.03.1994", "दिनांक:०२.०३.१९९४", "date:3/1994", "date:1994-03", "date:1993..01.06.1994"):
        assert labels(find(office, query)) == ["N-2"], query
    assert sorted(labels(find(office, "date:1994"))) == ["N-2", "N-3"]
    assert labels(find(office, "date:1994-04..")) == ["N-3"]
    assert labels(find(office, "date:31.02.1994")) == []
    assert [(page.kind, page.date) for page in find(office, "date:02.03.1994").nastis[0].pages] == [
        ("letter", "1994-03-02")
    ]


def test_numbers_in_a_field(office: Store) -> None:
    for query in ("number:142/अ-27", "क्रमांक:१४२/A-27/1993-94", "number:142"):
        assert numbers(find(office, query)) == [LAND], query


def test_what_is_no_value_of_a_field_is_left_out_and_said(office: Store) -> None:
    results = find(office, "year:भूमि तहसीलदार kind:xyz")
    assert numbers(results) == [LAND, FOREST]
    assert [(one.kind, one.field) for one in results.how] == [("ignored", "year"), ("word", ""), ("ignored", "kind")]


def test_a_colon_that_names_no_field_is_text(store: Store, shelf: Any) -> None:
    shelf.put("1/2001", ["टीप:खसरा दु:ख http://nic.in"])
    for query in ("टीप:खसरा", "दु:ख", "दुःख", "http://nic.in"):
        assert find(store, query).total_pages == 1, query


def test_facets_count_what_was_found(office: Store) -> None:
    facets = find(office, "तहसीलदार").facets
    assert [(one.value, one.nastis, one.pages) for one in facets["department"]] == [
        ("राजस्व विभाग", 1, 1), ("वन विभाग", 1, 1),
    ]  # fmt: skip
    assert {one.value for one in facets["year"]} == {1993, 1997}
    assert {one.value for one in facets["head"]} == {"अ-27", "अ-6"}
    assert {(one.value, one.pages) for one in facets["kind"]} == {("letter", 1), ("other", 1)}
    assert find(office, "तहसीलदार", facets=False).facets == {}


def test_restricted_nasti_do_not_show_nor_count(office: Store) -> None:
    def restrict(s: Session) -> None:
        s.execute(update(NastiRow).where(NastiRow.number == FOREST).values(restricted=True))

    office.write(restrict)
    for query in ("तहसीलदार", "बंट*", '"पाटन का"', "tahsildar", "year:1993..1998", "7/अ-6/1997-98 ", "विभाग:वन"):
        here, there = find(office, query), find(office, query, restricted=True)
        assert FOREST in numbers(there), query
        assert FOREST not in numbers(here), query
        assert here.total_nastis == there.total_nastis - 1, query
        assert "वन विभाग" not in {one.value for one in here.facets["department"]}, query
    assert find(office, "कटाई").total_pages == 0
    assert find(office, "कटाई").suggestion is None


def test_a_cursor_leads_through_all_and_ends(store: Store, shelf: Any) -> None:
    for number in range(23):
        shelf.put(f"{number}/2001", ["बजट"] * (1 + number % 3), subject="बजट" if number % 4 == 0 else "")
    whole = numbers(find(store, "बजट", limit=50))
    cursor, seen = "", []
    while True:
        results = find(store, "बजट", limit=5, cursor=cursor)
        seen += numbers(results)
        assert results.total_nastis == 23
        if results.cursor is None:
            break
        cursor = results.cursor
    assert seen == whole
    for odd in ("x", "????", "AAAA", "é", "MSAyIHg"):
        assert numbers(find(store, "बजट", limit=5, cursor=odd)) == whole[:5]


def test_years_and_dates_as_they_are_typed() -> None:
    assert read_years("1993-94") == (1993, 1993)
    assert read_years("1999-2000") == (1999, 1999)
    assert read_years("1994-1998") == (1994, 1998)
    assert read_years("..") == read_years("94") == read_years("अ") == ()
    assert date_cover("28.02.1994..02.04.1994") == ("19940228", "199403", "19940401", "19940402")
    assert date_cover("1994..1995") == ("1994", "1995")
    assert date_cover("1995..1994") == date_cover("..") == date_cover("0.0.1994") == ()


ODD = st.text(max_size=60) | st.text(
    st.sampled_from("अबक ्ा12/-\"'*():\\ ANDORa\ud800\x00\u200d“”*:.😀विभागyear") , max_size=80
) | st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=4), st.integers(1, 3000))  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ODD)
def test_any_text_is_a_query(office: Store, query: str) -> None:
    results = find(office, query)
    assert results.total_nastis >= len(results.nastis)
    assert results.query == clean(query)


@settings(max_examples=300, deadline=None)
@given(ODD)
def test_parsing_loses_no_word_and_invents_none(query: str) -> None:
    for clause in parse(clean(query)):
        assert clause.runs or clause.values or clause.kind == "ignored"
        assert all(run and all(slot.exact for slot in run) for run in clause.runs)


def test_both_databases_give_the_same(shelves: list[Any]) -> None:
    chance = random.Random(11)
    words = ["पाटन", "पाठन", "खसरा", "खसरे", "नामांतरण", "नामातरण", "order", "ordcr", "भूमि", "भूमी", "176/4", "तहसीलदार"]
    for number in range(30):
        pages = [" ".join(chance.choices(words, k=12)) for _ in range(chance.randint(1, 6))]
        subject, year = " ".join(chance.choices(words, k=2)), 1990 + number % 7
        for shelf in shelves:
            office = words[number % 3]
            nasti_id = shelf.put(
                f"{number}/अ-{number % 5}/2001-02", pages, subject=subject, department=office, year=year
            )
            paper = ("order" if number % 2 else "letter", 0)
            fields = {"sender": words[number % 12], "date": f"199{number % 7}-0{1 + number % 9}-10"}
            shelf.store.write(lambda s, one=nasti_id, what=paper, with_=fields: read(s, one, what, **with_))
    for query in (
        "नामांतरण", "namantaran order", '"पाटन खसरा"', "पाट* -भूमि", "year:1991..1993 खसरा", "kind:order", "from:पाटन",
        "date:1993..1994", "7/अ-2", "विभाग:खसरा तहसीलदार", "order", "bhumi", "पाटण",
    ):  # fmt: skip
        for wide in (False, True):
            here, there = (find(shelf.store, query, limit=50, wide=wide) for shelf in shelves)
            assert here.nastis, query
            assert here == there, query
