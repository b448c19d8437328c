"""What was misread or typed wrongly is found, labelled, and ranks below what is right."""

from typing import Any

import pytest

from nasti.errors import InputRejected, NotFound
from storage import aliases
from storage.lexicon import distance, find_owner, is_known
from storage.search import Options, Results, search
from storage.store import Store


def find(store: Store, query: str, **options: Any) -> Results:
    return store.read(lambda s: search(s, query, Options(**options)))


def test_a_misreading_is_owned_by_the_right_word() -> None:
    for word, read in (
        ("नामांतरण", "नामातरण"),
        ("तहसीलदार", "तहसीलबार"),
        ("राजस्व", "राजरव"),
        ("commissioner", "cornmissioner"),
    ):
        owner = find_owner(read)
        assert owner is not None and owner.word == word, read
        assert owner.distance == distance(word, read)
    for word in ("नामांतरण", "राजस्व", "176", "अ", "क्षत्रज्ञमूर्तिका"):
        assert find_owner(word) is None, word


def test_signs_and_letters_that_look_alike_are_half_an_edit() -> None:
    assert distance("राजस्व", "राजस्व") == 0
    assert distance("भूमि", "भुमि") == distance("वन", "बन") == 5
    assert distance("वन", "कन") == 10


def test_misread_pages_are_found_labelled_and_below_exact_ones(store: Store, shelf: Any) -> None:
    shelf.put("1/2001", ["नामातरण का प्रकरण", "नामातरण", "नामांतरन"])
    shelf.put("2/2001", ["नामांतरण का प्रकरण"])
    results = find(store, "नामांतरण")
    assert [(hit.number, hit.approximate) for hit in results.nastis] == [("2/2001", False), ("1/2001", True)]
    assert results.nastis[1].page_count == 3
    assert [piece.text for piece in results.nastis[1].pages[0].snippet if piece.lit] == ["नामातरण"]
    assert "नामातरण" in results.how[0].near


def test_forms_of_a_word_count_as_typed(store: Store, shelf: Any) -> None:
    shelf.put("1/2001", ["आदेशों का पालन", "खसरे में दर्ज"])
    assert not find(store, "आदेश").nastis[0].approximate
    assert find(store, "खसरा").total_pages == 1
    assert find(store, '"आदेश का"').total_pages == 0, "a phrase is exact"


def test_different_words_that_are_known_are_not_mixed_up(store: Store, shelf: Any) -> None:
    shelf.put("1/2001", ["शिक्षक", "अधिकार", "बाल", "दीन"])
    for query in ("शिक्षा", "अधिकारी", "वाल", "दिन"):
        assert find(store, query, wide=True).total_pages == 0, query


def test_a_name_nobody_listed_is_found_although_misread(store: Store, shelf: Any) -> None:
    assert not is_known("घुघवाडीह")
    shelf.put("1/2001", ["ग्राम घुघवाडीह"] * 3)
    shelf.put("2/2001", ["ग्राम घुघवाडिह"])
    results = find(store, "घुघवाडीह")
    assert [(hit.number, hit.approximate) for hit in results.nastis] == [("1/2001", False), ("2/2001", True)]


def test_a_word_typed_with_a_wrong_matra_is_found_and_the_right_one_suggested(store: Store, shelf: Any) -> None:
    shelf.put("1/2001", ["बिलासपुर में अतिक्रमण"])
    results = find(store, "बीलासपुर अतिक्रमण")
    assert (results.total_pages, results.nastis[0].approximate) == (1, True)
    assert results.suggestion == "बिलासपुर अतिक्रमण"
    assert find(store, "बिलासपुर").suggestion is None
    assert find(store, "क्षत्रज्ञमूर्तिका").suggestion is None


def test_aliases_that_come_with_the_program_and_those_that_people_give(store: Store, shelf: Any) -> None:
    shelf.put("1/2001", ["गांव की नस्ती", "बजट पंजी"])
    for query, word in (("gaon", "गांव"), ("nasti", "नस्ती"), ("budget", "बजट"), ("register", "पंजी")):
        results = find(store, query)
        assert (results.total_pages, results.nastis[0].approximate) == (1, False), query
        assert word in results.how[0].exact
    assert find(store, "khata").total_pages == 0
    store.write(lambda s: aliases.add_alias(s, "Khata", "पंजी", "sita"))
    store.write(lambda s: aliases.add_alias(s, "khata", "पंजी", "sita"))
    assert find(store, "khata").total_pages == 1
    assert store.read(aliases.list_aliases) == [("khata", "पंजी")]
    store.write(lambda s: aliases.remove_alias(s, "khata", "पंजी", "sita"))
    assert find(store, "khata").total_pages == 0
    with pytest.raises(NotFound):
        store.write(lambda s: aliases.remove_alias(s, "khata", "पंजी", "sita"))
    with pytest.raises(InputRejected):
        store.write(lambda s: aliases.add_alias(s, "two words", "पंजी", "sita"))


def test_a_phrase_finds_its_misreadings_too(store: Store, shelf: Any) -> None:
    shelf.put("1/2001", ["राजस्व नामातरण प्रकरण", "नामांतरण राजस्व"])
    results = find(store, '"राजस्व नामांतरण"')
    assert (results.total_pages, results.nastis[0].approximate) == (1, True)


def test_little_found_is_looked_for_more_widely_by_itself(store: Store, shelf: Any) -> None:
    shelf.put("1/2001", ["राजस्व"])
    shelf.put("2/2001", ["राजस्व"] * 40)
    assert not find(store, "राजस्व").widened
    assert find(store, "पंचायत").widened


def test_others_are_looked_for_a_few_words_only_and_that_is_said(store: Store, shelf: Any) -> None:
    words = ["राजस्व", "ग्राम", "भूमि", "आदेश", "पाटन", "खसरा", "सूचना", "आवेदन"]
    shelf.put("1/2001", [" ".join([*words, "नामातरण"])])
    assert find(store, " ".join([*words[1:], "नामांतरण"])).total_pages == 1
    found = find(store, " ".join([*words, "नामांतरण"]))
    assert found.total_pages == 0
    assert [piece.as_typed for piece in found.how] == [False] * 8 + [True]
    assert find(store, " ".join(["नामांतरण", *words])).total_pages == 1
    assert find(store, " ".join([*words, "नामातरण"])).total_pages == 1
