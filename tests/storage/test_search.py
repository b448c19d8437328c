import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.search import NastiHit, Options, Results, search
from storage.search_query import MOST_CHARACTERS
from storage.store import Store

LAND = "142/अ-27/1993-94"
FOREST = "एफ 6-129/2017/नौ/4"
SCHOOL = "1072/शिका./2008"

PAGES = {
    LAND: [
        "कार्यालय कलेक्टर, जिला बिलासपुर (छ.ग.)\nनस्ती क्रमांक : १४२/अ-२७/१९९३-९४\nविषय : खसरा नंबर 176/4",
        "ग्राम पाटन स्थित भूमि खसरा नंबर 176/4 रकबा 2.350 हेक्टेयर के\nनामान्तरण का आवेदन श्री रामलाल साहू द्वारा",
        "The Tahsildar shall report on the mutation.\nआदेश पारित किया गया। नामांतरण स्वीकृत।",
        "दिनांक 02.03.1994 को भू-अर्जन की सूचना प्राप्त हुई",
    ],
    FOREST: [
        "एफ 6-129/2017/नौ/4 वन विभाग, मंत्रालय",
        "ग्राम पाटन के जंगल में अवैध कटाई; खसरा 9 नंबर नहीं है",
    ],
    SCHOOL: ["शिक्षक श्रीमती गीता वर्मा का स्थानांतरण", "pension of the teacher"],
}
FIELDS = {
    LAND: {"subject": "भूमि बंटवारा प्रकरण", "department": "राजस्व एवं आपदा प्रबंधन विभाग", "year": 1993},
    FOREST: {"subject": "अवैध कटाई की जांच", "department": "वन विभाग", "year": 2017},
    SCHOOL: {"subject": "स्थानांतरण", "department": "स्कूल शिक्षा विभाग", "year": 2008},
}


@pytest.fixture
def office(store: Store, shelf: Any) -> Store:
    for number, pages in PAGES.items():
        shelf.put(number, pages, **FIELDS[number])
    return store


def find(store: Store, query: str, limit: int = 20) -> Results:
    return store.read(lambda s: search(s, query, Options(limit=limit)))


def numbers(results: Results) -> list[str | None]:
    return [hit.number for hit in results.nastis]


def labels(hit: NastiHit) -> list[str]:
    return [page.label for page in hit.pages]


def lit(hit: NastiHit) -> list[str]:
    return [piece.text for page in hit.pages for piece in page.snippet if piece.lit]


def test_a_hindi_word_in_either_spelling(office: Store) -> None:
    for query in ("नामांतरण", "नामान्तरण", "नामांतरण।"):
        results = find(office, query)
        assert numbers(results) == [LAND]
        assert sorted(labels(results.nastis[0])) == ["N-2", "N-3"]
        assert set(lit(results.nastis[0])) == {"नामान्तरण", "नामांतरण"}
        assert (results.total_pages, results.total_nastis, results.complete) == (2, 1, True)
        assert not results.nastis[0].approximate


def test_an_english_word_in_any_case(office: Store) -> None:
    for query in ("teacher", "TEACHER", "Teacher."):
        assert [page.matched for page in find(office, query).nastis[0].pages] == [("teacher",)]


def test_a_romanised_word(office: Store) -> None:
    for query, hindi in [
        ("namantaran", "नामांतरण"), ("naamaantaran", "नामांतरण"), ("aavedan", "आवेदन"), ("sthanantaran", "स्थानांतरण"),
        ("collector", "कलेक्टर"), ("sahu", "साहू"), ("kalektar", "कलेक्टर"),
    ]:  # fmt: skip
        results = find(office, query)
        assert results.how[0].exact == (query, hindi), query
        assert results.nastis and not results.nastis[0].approximate


def test_a_romanised_word_that_fits_badly_is_labelled_and_ranks_below(store: Store, shelf: Any) -> None:
    shelf.put("1/2001", ["कामना का पत्र", "कामना"])
    shelf.put("2/2001", ["कमान का पत्र"])
    results = find(store, "kaman")
    assert [(hit.number, hit.approximate) for hit in results.nastis] == [("2/2001", False), ("1/2001", True)]
    assert results.nastis[1].pages[0].approximate
    assert results.how[0].near == ("कामना",)


def test_several_words_must_all_match(office: Store) -> None:
    assert numbers(find(office, "पाटन खसरा")) == [LAND, FOREST]
    assert numbers(find(office, "पाटन नामांतरण")) == [LAND]
    assert numbers(find(office, "नामांतरण जंगल")) == []
    assert numbers(find(office, "namantaran mutation tahsildar")) == [LAND]


def test_words_close_together_come_first(store: Store, shelf: Any) -> None:
    far = "खसरा " + "और " * 40 + "पाटन"
    shelf.put("1/2001", [far, "खसरा पाटन", far])
    assert labels(find(store, "पाटन खसरा").nastis[0]) == ["N-2", "N-1", "N-3"]


def test_fields_of_the_nasti_help_its_pages_to_match(office: Store) -> None:
    results = find(office, "rajaswa patan 1993")
    assert numbers(results) == [LAND]
    assert labels(results.nastis[0]) == ["N-2"]
    assert lit(results.nastis[0]) == ["पाटन"]
    assert numbers(find(office, "राजस्व जंगल")) == []


def test_a_nasti_is_found_by_its_fields_alone(office: Store) -> None:
    results = find(office, "स्कूल शिक्षा")
    assert numbers(results) == [SCHOOL]
    assert (results.nastis[0].pages, results.total_pages, results.total_nastis) == ((), 0, 1)
    assert results.nastis[0].department == "स्कूल शिक्षा विभाग"
    assert results.nastis[0].year == 2008


def test_field_hits_rank_above_text_hits(store: Store, shelf: Any) -> None:
    shelf.put("1/2001", ["बजट"], subject="विविध")
    shelf.put("2/2001", ["बजट"], subject="बजट")
    assert numbers(find(store, "बजट")) == ["2/2001", "1/2001"]


def test_an_exact_phrase(office: Store) -> None:
    assert numbers(find(office, "खसरा नंबर")) == [LAND, FOREST]
    for query in ('"खसरा नंबर"', "“खसरा नम्बर”", '"खसरा नंबर" पाटन'):
        results = find(office, query)
        assert numbers(results) == [LAND], query
    assert lit(find(office, '"खसरा नंबर 176/4"').nastis[0]) == ["खसरा नंबर 176/4", "खसरा नंबर 176/4"]
    assert numbers(find(office, '"नंबर खसरा"')) == []
    assert numbers(find(office, '"खसरा नंबर')) == [LAND, FOREST]


def test_a_word_of_two_tokens_is_a_phrase(office: Store) -> None:
    assert lit(find(office, "भू-अर्जन").nastis[0]) == ["भू-अर्जन"]
    assert numbers(find(office, "अर्जन-भू")) == []
    assert lit(find(office, "02.03.1994").nastis[0]) == ["02.03.1994"]
    assert numbers(find(office, "2/3/1994")) == [LAND]


SPELLINGS = (
    "142/अ-27/1993-94", "१४२/अ-२७/१९९३-९४", "142/A-27/1993-1994", "0142\\a-27\\1993-94", "142_A-27_1993-94",
    "प्रकरण क्रमांक 142 / अ-27 वर्ष 1993-94",
)  # fmt: skip


def test_a_file_number_in_any_spelling(office: Store) -> None:
    for query in SPELLINGS:
        results = find(office, query)
        assert numbers(results) == [LAND], query
        assert lit(results.nastis[0]) == ["१४२/अ-२७/१९९३-९४"]


def test_a_piece_of_a_file_number(office: Store) -> None:
    for query in ("142/अ-27", "142/A", "अ-27/1993", "A-27", "27/1993-94", "142/a-27/19", "१४२"):
        assert numbers(find(office, query)) == [LAND], query


def test_a_file_number_with_a_series(office: Store) -> None:
    for query in ("एफ 6-129/2017/नौ/4", "F 6-129/2017/नौ/4", "6-129/2017", "f-6-129", "129/2017/नौ"):
        results = find(office, query)
        assert numbers(results) == [FOREST], query
        assert lit(results.nastis[0]) == ["एफ 6-129/2017/नौ/4"]


def test_a_number_that_no_page_holds_finds_its_nasti_first(store: Store, shelf: Any) -> None:
    shelf.put("7/अ-6/2001-02", ["देखें 8/अ-6/2001-02"] * 5)
    shelf.put("8/अ-6/2001-02", ["यहां क्रमांक नहीं है"])
    results = find(store, "8/A-6/2001-02")
    assert numbers(results) == ["8/अ-6/2001-02", "7/अ-6/2001-02"]
    assert results.nastis[0].pages == ()
    assert results.nastis[1].page_count == 5


def test_a_number_beside_words(office: Store) -> None:
    assert numbers(find(office, "नस्ती 142/अ-27/1993-94 बिलासपुर")) == [LAND]
    assert numbers(find(office, "142/अ-27/1993-94 जंगल")) == []


def test_boxes_lie_on_the_words_found(office: Store, shelf: Any) -> None:
    words = shelf.words(PAGES[LAND][1])
    page = find(office, "रकबा साहू").nastis[0].pages[0]
    assert page.boxes == tuple(word.box for word in words if word.text in ("रकबा", "साहू"))
    assert page.matched == ("रकबा", "साहू")
    assert (page.part, page.label, page.sheet) == ("noting", "N-2", 1)


def test_a_snippet_is_whole_words_around_what_was_found(store: Store, shelf: Any) -> None:
    words = [f"शब्द्य{chr(0x915 + number % 30)}्षि{number}" for number in range(300)]
    words[200] = "क्षेत्रज्ञ"
    shelf.put("1/2001", ["\n".join(" ".join(words[first : first + 10]) for first in range(0, 300, 10))])
    page = find(store, "क्षेत्रज्ञ").nastis[0].pages[0]
    shown = " ".join(piece.text for piece in page.snippet).split()
    at = words.index(shown[0])
    assert shown == words[at : at + len(shown)]
    assert at < 200 < at + len(shown) <= at + 26
    assert [piece.text for piece in page.snippet if piece.lit] == ["क्षेत्रज्ञ"]


def test_ties_go_by_age_and_the_limit_holds(store: Store, shelf: Any) -> None:
    for number in range(30):
        shelf.put(f"{number}/2001", ["बजट"])
    results = find(store, "बजट", limit=7)
    assert numbers(results) == [f"{number}/2001" for number in range(7)]
    assert (results.total_pages, results.total_nastis) == (30, 30)
    assert find(store, "बजट", limit=0).nastis == ()
    assert find(store, "बजट", limit=-1).nastis == ()


ODD_QUERIES = (
    "", " ", '"', '""', "*", "AND", "NOT OR", "( ) : ^ {} - + ~", "a:b", "words:x", "NEAR(a b)", "'", "';--", "\\",
     "\x00", "पाटन\x00", "\ud800", "पाटन\udc00", "☺", "/", "//", "12/", "/12", "्", "ं", "%_%", "$$", "a" * 10_000,
     "क " * 5_000, '"' * 9_999, "1/" * 5_000, "\u200b",
)  # fmt: skip


def test_no_query_is_an_error(office: Store) -> None:
    for query in ODD_QUERIES:
        results = find(office, query)
        assert len(results.query.encode()) <= 4 * MOST_CHARACTERS, query


def test_odd_characters_do_not_spoil_the_rest(office: Store) -> None:
    for query in ("पाटन\x00 नामांतरण", "\ud800पाटन नामांतरण", '"पाटन नामांतरण', "पाटन ☺ नामांतरण", "(पाटन) *नामांतरण*"):
        assert numbers(find(office, query)) == [LAND], query


ODD = st.text(max_size=40) | st.text(st.sampled_from("अबक ्ा12/-\"'*():\\ ANDORa\ud800\x00\u200d"), max_size=60)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ODD)
def test_any_text_is_a_query(office: Store, query: str) -> None:
    results = find(office, query)
    assert results.total_nastis >= len(results.nastis)


def test_both_databases_give_the_same(shelves: list[Any]) -> None:
    chance = random.Random(7)
    words = ["पाटन", "खसरा", "खसरे", "नामांतरण", "नामान्तरण", "order", "भूमि", "the", "नंबर", "वन", "176/4", "अ-27"]
    offices = [[" ".join(chance.choices(words, k=12)) for _ in range(chance.randint(1, 9))] for _ in range(40)]
    for number, pages in enumerate(offices):
        subject = " ".join(chance.choices(words, k=2))
        for shelf in shelves:
            shelf.put(f"{number}/अ-{number % 5}/2001-02", pages, subject=subject, department=words[number % 3])
    for query in [
        "पाटन",
        "khasra",
        "namantaran order",
        "the भूमि वन",
        '"पाटन खसरा"',
        "176/4",
        "7/अ-2",
        "A-3/2001",
        "वन 2001",
    ]:
        here, there = (find(shelf.store, query, 50) for shelf in shelves)
        assert here.nastis, query
        assert here == there, query
