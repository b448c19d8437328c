"""Signs that belong to no word are stripped from its ends; points of abbreviations, quotations and lists stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Word
from ocr.glued_specks import strip_specks

Make = Callable[..., Word]
HINDI = ("प्रकरण", "स्वीकृत", "किया", "गया", "है।", "आदेश", "जारी", "हुआ।", "पत्र", "भेजा", "गया।")


def read(word: Make, *lines: str) -> list[str]:
    words = [
        word(text, 200 + 200 * place, 100 * number, line=number)
        for number, line in enumerate(lines)
        for place, text in enumerate(line.split())
    ]
    return [one.text for one in strip_specks(words)]


def on_page(word: Make, text: str, after: str = "पर") -> str:
    """A word as it is left on a page of Hindi that ends its sentences in dandas."""
    return read(word, " ".join(HINDI), f"{text} {after}")[len(HINDI)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("-श्रीमान्", "श्रीमान्"),
        ("--मुख्य", "मुख्य"),
        (".प्रस्ताव", "प्रस्ताव"),
        ("-_अपर", "अपर"),
        (";इक़बाल", "इक़बाल"),
        ("-already", "already"),
        ("‘kind", "kind"),
        ("किया'", "किया"),
        ("परिपत्र.", "परिपत्र"),
        ("में.", "में"),
        ("रही.", "रही"),
        ("है।.", "है।"),
    ],
)
def test_specks_are_stripped(word: Make, text: str, left: str) -> None:
    assert on_page(word, text) == left


@pytest.mark.parametrize(
    "text",
    [
        "क्र.", "नं.", "दि.", "पृ.", "रु.", "तह.", "राज.", "छ.ग.", "-12", "-5-3-99", "::आदेश::", "//", "---", "-", "-ब",
        "प्रतिलिपि-", "विषय:-", "(छ.ग.)", "‘नस्ती’", "Govt.", "Dist.",
    ],
)  # fmt: skip
def test_what_belongs_to_a_word_stays(word: Make, text: str) -> None:
    assert on_page(word, text) == text


def test_full_stops_stay_where_a_page_has_no_dandas(word: Make) -> None:
    line = "प्रकरण स्वीकृत किया गया. आदेश जारी रही."
    assert read(word, line) == line.split()


def test_what_is_quoted_over_several_words_stays(word: Make) -> None:
    line = "यह 'नियम प्रथम' कहलाएगा"
    assert read(word, line) == line.split()


def test_a_colon_that_was_read_twice_stands_by_itself(word: Make) -> None:
    assert read(word, "संदर्भ:- :- शासन का पत्र") == ["संदर्भ", ":-", "शासन", "का", "पत्र"]
    assert read(word, "संदर्भ:-", ":- शासन") == ["संदर्भ:-", ":-", "शासन"]
    assert read(word, ":- :-") == [":-", ":-"]


@pytest.mark.parametrize(("gap", "text"), [(8, ["विषय", ":-"]), (40, ["विषय", ":", "-"])])
def test_a_colon_that_lost_its_dash_gets_it_back(word: Make, gap: int, text: list[str]) -> None:
    words = [word("विषय", 100, 100), word(":", 300, 100, 10), word("-", 310 + gap, 110, 20, 30)]
    assert [one.text for one in strip_specks(words)] == text


def test_lists_keep_their_dashes(word: Make) -> None:
    lines = ("-प्रथम पत्र", "-द्वितीय पत्र", "-तृतीय पत्र")
    assert read(word, *lines) == " ".join(lines).split()
    assert read(word, *lines[:2]) == ["प्रथम", "पत्र", "द्वितीय", "पत्र"]


def test_an_english_sentence_that_goes_on_has_no_full_stop_in_it(word: Make) -> None:
    found = read(word, "the Inspection. of the building. The wall.")
    assert " ".join(found) == "the Inspection of the building. The wall."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("की.ओर", ["की", "ओर"]),
        ("सर्वसम्मति.से", ["सर्वसम्मति", "से"]),
        ("की-छत", ["की", "छत"]),
        ("यह__आदेश", ["यह", "आदेश"]),
        ("है'कि,", ["है", "कि,"]),
        ("school.building", ["school", "building"]),
        ("are.39.00", ["are", "39.00"]),
        ("21.days", ["21", "days"]),
        ("3वर्ष", ["3", "वर्ष"]),
        ("१५दिवस।", ["१५", "दिवस।"]),
    ],
)
def test_two_words_that_a_speck_joined_are_two(word: Make, text: str, parts: list[str]) -> None:
    whole = word(text, 300, 100, 200)
    found = strip_specks([whole])
    assert [one.text for one in found] == parts
    assert (found[0].box[0], found[1].box[2]) == (300, 500) and found[0].box[2] == found[1].box[0]
    assert found[0].raw == found[1].raw == text


@pytest.mark.parametrize(
    "text",
    ["भू-राजस्व", "जाँच-पड़ताल", "nic.in", "मि.ग्रा.", "एक्स-रे", "12.अ", "a.m.", "5वीं", "no.12", "Rs.500", "11वां", "3क्षत्र"],
)
def test_joined_words_stay(word: Make, text: str) -> None:
    assert read(word, text) == [text]


def test_the_name_of_a_state_is_closed_unless_its_bracket_stands_beside_it(word: Make) -> None:
    assert read(word, "जिला बालोद (छ.ग.", "जिला दुर्ग (छ०ग० )", "(छ०ग०") == [
        "जिला", "बालोद", "(छ.ग.)", "जिला", "दुर्ग", "(छ०ग०", ")", "(छ०ग०)",
    ]  # fmt: skip


@given(st.lists(st.text("कीओर.-'‘’।ab12", min_size=1, max_size=9), max_size=30))
def test_no_letter_and_no_digit_is_lost(texts: list[str]) -> None:
    words = [Word(text, (100 * n, 0, 100 * n + 90, 40), 0.9, n // 7, 0) for n, text in enumerate(texts)]
    kept = "".join(word.text for word in strip_specks(words))
    assert [sign for sign in kept if sign.isalnum()] == [sign for sign in "".join(texts) if sign.isalnum()]
