from __future__ import annotations

from importlib import resources
from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.likeness import is_ill_formed, likeness, plain
from classify.tables import Authority, Name, find, load, names, recognise
from nasti.model import KINDS

TABLES = sorted(path.name.removesuffix(".yaml") for path in (resources.files("classify") / "data").iterdir())


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_a_share_and_the_same_both_ways(first: str, second: str) -> None:
    first, second = plain(first), plain(second)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, second) == likeness(second, first)
    assert likeness(first, first) == (1.0 if first else 0.0)


def test_a_wrong_vowel_sign_is_half_a_wrong_letter() -> None:
    vowel, letter = likeness(plain("कलेक्टर"), plain("कलैक्टर")), likeness(plain("कलेक्टर"), plain("कलेक्दर"))
    assert letter < vowel < 1


@pytest.mark.parametrize("table", TABLES)
def test_every_table_names_its_source(table: str) -> None:
    text = (resources.files("classify") / "data" / f"{table}.yaml").read_text(encoding="utf-8")
    assert "# Source:" in text
    assert load(table)


@pytest.mark.parametrize("table", get_args(Authority))
def test_every_name_is_recognised_as_itself(table: Authority) -> None:
    for entry in load(table):
        assert recognise(table, entry["hi"], at_least=1.0) == (entry["hi"], 1.0)
        for spelling in entry.get("also", ()):
            assert recognise(table, spelling, at_least=1.0) in (
                (entry["hi"], 1.0),
                (entry.get("en"), 1.0),
            )


@pytest.mark.parametrize("table", ["departments", "districts", "designations", "sections"])
def test_no_spelling_stands_for_two_names(table: Authority) -> None:
    for first, second in combinations(names(table), 2):
        assert first.spelling != second.spelling or first.value == second.value, (first, second)


@given(st.sampled_from(names("designations")), st.text(st.sampled_from("कखगमलिाे "), max_size=4), st.floats(0.5, 1))
def test_no_name_that_is_alike_enough_is_missed(name: Name, noise: str, at_least: float) -> None:
    read = name.spelling[: len(name.spelling) // 2] + noise + name.spelling[len(name.spelling) // 2 :]
    best = max(likeness(plain(read), other.spelling) for other in names("designations"))
    found = recognise("designations", read, at_least=at_least)
    assert (found is None) == (best < at_least)
    assert found is None or found[1] == best


def test_kinds_of_the_table_are_kinds_of_the_model() -> None:
    assert set(load("kinds")) <= set(KINDS)


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("राजस्व एवं आपढ़ा प्रबंधन बिभाग", "राजस्व एवं आपदा प्रबंधन विभाग"),
        ("लोक स्वास्थ्य यात्रिकी विभाग", "लोक स्वास्थ्य यांत्रिकी विभाग"),
        ("स्कूल शिक्षा विभाग.", "स्कूल शिक्षा विभाग"),
        ("PUBLIC WORKS DEPARTMFNT", "Public Works Department"),
        ("वाणिज्य एवं उद्योग विभाग", "वाणिज्य और उद्योग विभाग"),
        ("राजस्व तथा आपदा प्रबंधन विभाग", "राजस्व एवं आपदा प्रबंधन विभाग"),
        ("Panchayat & Rural Development Department", "Panchayat and Rural Development Department"),
    ],
)
def test_damaged_departments_are_recognised(read: str, name: str) -> None:
    found = recognise("departments", read, at_least=0.8)
    assert found is not None
    assert found[0] == name


@pytest.mark.parametrize("read", ["पंचायत एवं नगर कल्याण विभाग", "उद्यान विभाग", "कलेक्टर कार्यालय", ""])
def test_other_departments_are_not_bent_to_known_ones(read: str) -> None:
    assert recognise("departments", read, at_least=0.88) is None


def test_finds_the_longest_post_in_a_line() -> None:
    words = ["कार्यालय", "मुख्य", "चिकित्सा", "एव", "स्वास्थ्य", "अधिकारी", "जिला", "बस्तर"]
    found = find("designations", words, at_least=0.8)
    assert found is not None
    assert (found.value, found.first, found.last) == ("मुख्य चिकित्सा एवं स्वास्थ्य अधिकारी", 1, 5)


@pytest.mark.parametrize(
    ("variant", "district"),
    [
        ("मनेन्द्रगढ़ चिरमिरी भरतपुर", "मनेंद्रगढ़-चिरमिरी-भरतपुर"),
        ("राजनंदगांव", "राजनांदगांव"),
        ("जांजगीर - चाम्पा", "जांजगीर-चांपा"),
        ("कवर्धा", "कबीरधाम"),
        ("Kawardha", "Kabirdham"),
        ("सक्ति", "सक्ती"),
        ("KORIYA", "Korea"),
    ],
)
def test_district_spellings_of_the_wild(variant: str, district: str) -> None:
    assert recognise("districts", variant, at_least=0.95) == (district, 1.0)


@pytest.mark.parametrize("table", ["departments", "districts", "designations", "sections"])
def test_no_name_of_ours_is_ill_formed(table: Authority) -> None:
    assert [
        name for entry in load(table) for name in (entry["hi"], *entry.get("also", ())) if is_ill_formed(name)
    ] == []


@pytest.mark.parametrize("read", ["संुरगांव", "घाटाबिल्लौद्ञ्ञ", "प़ेंशन", "ाम", "अाम", "खसकढ््ढरा", "५ाम", "डोंंगर", "कः्ल"])
def test_signs_in_impossible_places_are_noticed(read: str) -> None:
    assert is_ill_formed(read)
