"""Kruti Dev and its kin become Unicode."""

import re
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.legacy.convert import convert
from nasti.legacy.fonts import Layout
from nasti.legacy.tables import load_table
from pages.legacy_typing import encode

PUBLISHED = {
    "jktLo izdj.k fuokj.k iz.kkyh": "राजस्व प्रकरण निवारण प्रणाली",
    "izdj.k laca/kh fooj.k ntZ djuk": "प्रकरण संबंधी विवरण दर्ज करना",
    "Øekad@1234@LFkk@2004": "क्रमांक/1234/स्था/2004",
    "fnukad 12&05&2004": "दिनांक 12-05-2004",
    "NRrhlx<+ 'kklu": "छत्तीसगढ़ शासन",
    "dysDVj dk;kZy;": "कलेक्टर कार्यालय",
    'fo"k;': "विषय",
    "uLrh": "नस्ती",
    "U;k;ky; rglhynkj": "न्यायालय तहसीलदार",
    "jktLo izdj.k Øekad 12@v&70@2003&04": "राजस्व प्रकरण क्रमांक 12/अ-70/2003-04",
    "mÙkj izns'k": "उत्तर प्रदेश",
}
"""What other converters make of texts found in public PDFs."""

WALKMAN = {
    "osQ": "के",
    "ÙkQ": "क्त",
    "iqQy": "फुल",
    "è;ku": "ध्यान",
    "Hkkjr": "भारत",
    'jk"Vªh;': "राष्ट्रीय",
    "ùúþ": "९०४",
    "dk;Z": "कार्य",
    "fLFkfr": "स्थिति",
}
CHANAKYA = {
    "·¤æØüæÜØ": "कार्यालय",
    "çÁÜæ": "जिला",
    "ÖæÚUÌ": "भारत",
    "ÂýÎðàæ": "प्रदेश",
    "çSÍçÌ": "स्थिति",
    "ÿæð˜æ": "क्षेत्र",
    "w®®y": "2004",
    "·Ô¤": "के",
}


def pairs() -> list[list[str]]:
    text = Path(__file__).with_name("pairs.txt").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def office_words() -> list[str]:
    data = resources.files("nasti.lexicon")
    lines = [
        line
        for name in ("office.txt", "hindi.txt")
        for line in (data / name).read_text(encoding="utf-8").splitlines()
        if not line.startswith(("#", "["))
    ]
    return [word for line in lines for word in line.split()]


@pytest.mark.parametrize(("typed", "read"), [*PUBLISHED.items(), *pairs()])
def test_kruti_dev_becomes_what_it_shows(typed: str, read: str) -> None:
    assert convert(typed, "krutidev") == read


@pytest.mark.parametrize(("typed", "read"), WALKMAN.items())
def test_walkman_chanakya_becomes_what_it_shows(typed: str, read: str) -> None:
    assert convert(typed, "walkman") == read


@pytest.mark.parametrize(("typed", "read"), CHANAKYA.items())
def test_chanakya_becomes_what_it_shows(typed: str, read: str) -> None:
    assert convert(typed, "chanakya") == read


# Misspelt words of the general list, which look in a legacy font as the right spelling does (वर्ल्ड), and colons that
# were taken for visargas there.
LOOK_ALIKE = re.compile("र्ड$|क्र्स$|ख्र्य$|^त्र्य|ः$")


@pytest.mark.parametrize(("layout", "without"), [("krutidev", ":ॆ"), ("walkman", ":ॆ"), ("chanakya", ":ॆ-")])
def test_words_typed_and_converted_are_the_same_words(layout: Layout, without: str) -> None:
    words = [word for word in office_words() if not set(word) & set(without)]
    assert len(words) > 20_000
    changed = {word: convert(encode(word, layout), layout) for word in words}
    assert {word: read for word, read in changed.items() if word != read and not LOOK_ALIKE.search(word)} == {}
    assert sum(word != read for word, read in changed.items()) < 20


@given(st.lists(st.sampled_from(office_words()[:4000]), min_size=1, max_size=8))
def test_a_line_is_converted_word_by_word(words: list[str]) -> None:
    typed = [encode(word) for word in words if not set(word) & set(":ॆ")]
    assert convert(" ".join(typed), "krutidev") == " ".join(convert(word, "krutidev") for word in typed)


@given(st.text(alphabet=sorted({*"".join(load_table("krutidev").shown), *"09! "}), max_size=12))
def test_any_codes_give_text_without_marks_of_ours(text: str) -> None:
    assert not re.search("[\ue000-\ue002]", convert(text, "krutidev"))


def test_codes_of_a_symbol_font_are_the_same_codes() -> None:
    moved = "".join(chr(0xF000 + ord(code)) for code in "jktLo Hkw&vtZu")
    assert convert(moved, "krutidev") == "राजस्व भू-अर्जन"


def test_case_is_meaning() -> None:
    assert convert("foHkkx", "krutidev") != convert("fohkkx", "krutidev")
