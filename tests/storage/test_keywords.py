"""Keywords that people give to pages."""

import json
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from nasti.errors import InputRejected, NotFound
from storage import events, tree, views
from storage.index import index_page, indexed_words
from storage.index_tables import DocumentRow
from storage.keywords import LONGEST, MOST, add_keywords, find_sheet, keywords_of, remove_keywords
from storage.said_tables import KeywordRow
from storage.search import PageHit, search
from storage.store import Store
from storage.tables import EventRow, PageRow, SheetRow
from storage.verify import verify

NUMBER = "142/अ-27/1993-94"
REGION = (200, 300, 2200, 900)


@pytest.fixture
def nasti(clerk: Any, make: Any) -> int:
    """A registered nasti with a page of which a part is written by hand."""
    sheets = make.nasti()
    sheets[1] = make.sheet(1, "टीप प्रस्तुत है", kind="note", part="noting", handwriting=(REGION,))
    return clerk.file("a.tif", NUMBER, sheets)


def on(store: Store, nasti_id: int, page: str = "N-1") -> int:
    return store.read(lambda s: find_sheet(s, nasti_id, page))


def add(store: Store, sheet_id: int, *keywords: str, by: str = "sita") -> tuple[str, ...]:
    return store.write(lambda s: add_keywords(s, sheet_id, keywords, by))


def remove(store: Store, sheet_id: int, *keywords: str, by: str = "gita") -> tuple[str, ...]:
    return store.write(lambda s: remove_keywords(s, sheet_id, keywords, by))


def hits(store: Store, query: str) -> tuple[PageHit, ...]:
    found = store.read(lambda s: search(s, query)).nastis
    return found[0].pages if found else ()


def words_of_all(s: Session) -> list[tuple[str, ...]]:
    return [indexed_words(s, page_id) for page_id in s.scalars(select(PageRow.id).order_by(PageRow.id))]


def test_a_page_is_found_by_a_keyword_as_by_what_is_read(store: Store, nasti: int) -> None:
    queries = ("सीमांकन", "seemankan", '"राम लाल साहू"', "15/अ-2/1994", "साहू प्रस्तुत")
    assert [hits(store, query) for query in queries] == [()] * len(queries)
    add(store, on(store, nasti), "सीमांकन", "राम लाल साहू", "15/अ-2/1994")
    for query in queries:
        (hit,) = hits(store, query)
        assert (hit.label, len(hit.keywords), hit.handwriting) == ("N-1", 1, (REGION,)), query


def test_a_keyword_lights_no_box_and_words_that_are_read_name_no_keyword(store: Store, nasti: int) -> None:
    add(store, on(store, nasti), "सीमांकन")
    (hit,) = hits(store, "सीमांकन")
    assert (hit.keywords, hit.boxes, hit.matched) == (("सीमांकन",), (), ())
    (hit,) = hits(store, "टीप")
    assert (hit.keywords, hit.handwriting, hit.matched) == ((), (), ("टीप",))


def test_no_phrase_spans_two_keywords_or_a_keyword_and_the_text(store: Store, nasti: int) -> None:
    add(store, on(store, nasti), "सीमांकन", "आदेश")
    assert hits(store, '"सीमांकन आदेश"') == hits(store, '"आदेश टीप"') == ()
    assert len(hits(store, "सीमांकन आदेश टीप")) == 1


def test_given_twice_in_any_spelling_it_is_one_keyword(store: Store, nasti: int) -> None:
    sheet_id = on(store, nasti)
    assert add(store, sheet_id, "नामांतरण", "नामान्तरण", "  नामांतरण ") != ()
    assert add(store, sheet_id, "नामान्तरण") == ()
    assert len(store.read(lambda s: keywords_of(s, [sheet_id]))[sheet_id]) == 1


def test_taken_away_it_is_not_found_and_can_be_given_again(store: Store, nasti: int) -> None:
    sheet_id, before = on(store, nasti), store.read(words_of_all)
    for _ in range(2):
        add(store, sheet_id, "सीमांकन", "राम लाल")
        assert remove(store, sheet_id, "राम लाल", "सीमांकन") == ("राम लाल", "सीमांकन")
        assert store.read(words_of_all) == before
        assert store.read(lambda s: keywords_of(s, [sheet_id])) == {}
    add(store, sheet_id, "सीमांकन")
    assert len(hits(store, "सीमांकन")) == 1


def test_who_gave_and_who_took_a_keyword_stays_known(store: Store, nasti: int) -> None:
    sheet_id = on(store, nasti)
    add(store, sheet_id, "सीमांकन", "राम लाल")
    remove(store, sheet_id, "सीमांकन")
    kept = select(KeywordRow.text, KeywordRow.added_by, KeywordRow.removed_by).order_by(KeywordRow.id)
    assert store.read(lambda s: [tuple(row) for row in s.execute(kept)]) == [
        ("सीमांकन", "sita", "gita"), ("राम लाल", "sita", None),
    ]  # fmt: skip
    last = select(EventRow.kind, EventRow.subject, EventRow.detail).order_by(EventRow.id.desc()).limit(2)
    page = {"page": "N-1", "sheet": sheet_id}
    assert store.read(lambda s: [tuple(row) for row in s.execute(last)]) == [
        ("keywords_removed", f"nasti:{nasti}", {**page, "keywords": ["सीमांकन"], "by": "gita"}),
        ("keywords_added", f"nasti:{nasti}", {**page, "keywords": ["सीमांकन", "राम लाल"], "by": "sita"}),
    ]
    assert store.read(events.verify_chain) == []


def test_nothing_new_is_no_event(store: Store, nasti: int) -> None:
    sheet_id = on(store, nasti)
    add(store, sheet_id, "सीमांकन")
    before = store.read(lambda s: len(s.scalars(select(EventRow.id)).all()))
    assert add(store, sheet_id, "सीमांकन") == add(store, sheet_id) == ()
    assert store.read(lambda s: len(s.scalars(select(EventRow.id)).all())) == before


def test_a_page_that_is_indexed_again_keeps_its_keywords(store: Store, nasti: int, make: Any) -> None:
    sheet_id = on(store, nasti)
    add(store, sheet_id, "सीमांकन")
    page_id = hits(store, "सीमांकन")[0].page_id
    store.write(lambda s: index_page(s, page_id, make.sheet(0, "नया पाठ").words))
    assert [hit.page_id for hit in hits(store, "नया सीमांकन")] == [page_id]
    assert hits(store, "प्रस्तुत") == ()


def test_a_nasti_that_grows_keeps_its_keywords(store: Store, nasti: int, clerk: Any, make: Any) -> None:
    add(store, on(store, nasti), "सीमांकन")
    _, version = clerk.place(clerk.read("b.tif", [make.sheet(0, "ख")]), NUMBER)
    assert clerk.register(nasti, version)
    assert len(hits(store, "सीमांकन")) == 1
    assert store.read(lambda s: views.show(s, NUMBER)).keywords == ((), ("सीमांकन",), (), (), (), (), ())


def test_the_folder_for_people_tells_regions_and_keywords(store: Store, nasti: int) -> None:
    tree.write_tree(store, nasti)
    add(store, on(store, nasti), "सीमांकन")
    add(store, on(store, nasti, "cover"), "राजस्व")
    assert store.read(tree.folders_behind) == [nasti]
    told = (tree.write_tree(store, nasti) / "nasti.json").read_text(encoding="utf-8")
    assert json.loads(told)["not_read"] == [
        {"page": "cover", "handwriting": [], "keywords": ["राजस्व"]},
        {"page": "N-1", "handwriting": [list(REGION)], "keywords": ["सीमांकन"]},
    ]
    assert store.read(tree.folders_behind) == []


def test_a_page_is_named_as_people_write_it(store: Store, nasti: int) -> None:
    names = {
        "N-1": ("N-1", "n1", "N-01", "न-1", "2"),
        "C-2": ("C-2", "प 2", "C/2", "6", "६"),
        "cover": ("cover", "Cover", "आवरण", "1"),
    }
    for label, spellings in names.items():
        (sheet_id,) = {on(store, nasti, spelling) for spelling in spellings}
        assert (
            store.read(lambda s, one=sheet_id: s.scalar(select(PageRow.label).where(PageRow.sheet_id == one))) == label
        )


def test_of_two_covers_each_is_named_by_its_number(store: Store, nasti: int, clerk: Any, make: Any) -> None:
    second = [make.sheet(0, "आवरण", kind="cover"), make.sheet(1, "ख")]
    _, version = clerk.place(clerk.read("b.tif", second), NUMBER)
    assert clerk.register(nasti, version)
    labels = store.read(lambda s: views.show(s, NUMBER)).labels
    covers = [str(place) for place, label in enumerate(labels, 1) if label == "cover"]
    assert len(covers) == 2
    first, other = (on(store, nasti, cover) for cover in covers)
    assert on(store, nasti, "cover") == first != other


def test_what_is_no_page_is_told_with_the_pages_there_are(store: Store, nasti: int) -> None:
    for page in ("N-9", "C-3", "0", "3", "4", "7", "99999999999", "", "page", "-1"):
        with pytest.raises(NotFound, match="cover, N-1, C-1, C-2"):
            on(store, nasti, page)


def test_what_is_no_keyword_of_the_page_is_told_with_those_it_has(store: Store, nasti: int) -> None:
    add(store, on(store, nasti), "सीमांकन")
    with pytest.raises(NotFound, match=r"no keyword बंटवारा\. Its keywords are: सीमांकन"):
        remove(store, on(store, nasti), "सीमांकन", "बंटवारा")
    assert len(hits(store, "सीमांकन")) == 1


def test_what_cannot_be_found_is_refused(store: Store, nasti: int) -> None:
    for keyword in ("", "  ", "—", "क" * (LONGEST + 1)):
        with pytest.raises(InputRejected):
            add(store, on(store, nasti), "सीमांकन", keyword)
    assert hits(store, "सीमांकन") == ()


def test_a_page_takes_so_many_keywords(store: Store, nasti: int) -> None:
    sheet_id = on(store, nasti)
    add(store, sheet_id, *(f"{number}a" for number in range(1, MOST + 1)))
    with pytest.raises(InputRejected, match=str(MOST)):
        add(store, sheet_id, "सीमांकन")


def test_a_sheet_that_is_no_page_takes_none(store: Store, nasti: int) -> None:
    blank = store.read(lambda s: s.scalar(select(SheetRow.id).where(SheetRow.blank)))
    with pytest.raises(NotFound):
        add(store, blank, "सीमांकन")


def test_a_keyword_that_the_index_lost_is_found_by_verify(store: Store, nasti: int, make: Any) -> None:
    sheet_id = on(store, nasti)
    add(store, sheet_id, "सीमांकन")
    assert verify(store).problems == ()
    page_id = hits(store, "सीमांकन")[0].page_id

    def forget(s: Session) -> None:
        terms = s.scalar(select(DocumentRow.terms).where(DocumentRow.page_id != page_id))
        s.execute(update(DocumentRow).where(DocumentRow.page_id == page_id).values(terms=terms))

    store.write(forget)
    assert verify(store).problems == (f"Page {page_id} is not found by its keyword सीमांकन.",)
    store.write(lambda s: s.execute(delete(KeywordRow)))
    assert verify(store).problems == ()
