"""The lexicon knows office Hindi in its spellings and forms, and tells common words from rare ones."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.lexicon.inflect import inflect_adjective, inflect_noun, inflect_verb
from ocr.lexicon import load_lexicon


@pytest.mark.parametrize(
    "text",
    [
        "जिला", "जाँच", "जांच", "ज़मीन", "अन्तिम", "कलेक्टर,", "(राजस्व)", "विषय:-", "शाखाओं", "करवाएंगे", "आवक-जावक", "(छ.ग.)",
        "रा.प्र.क्र.", "म0प्र0", "छत्तीसगढ़", "कुर्रे)", "नियमानुसार", "है।", "संभालते", "पहुंचाएंगे",
    ],
)  # fmt: skip
def test_words_of_office_papers_are_known(text: str) -> None:
    assert load_lexicon().familiarity(unicodedata.normalize("NFC", text)) > 0


@pytest.mark.parametrize(
    "text", ["निला", "पेयनल", "द्विनांक", "कार्यबाही", "जिलाा", "1994", "No.", "", "।", "---", "अ-27क्ष्ट"]
)
def test_what_is_no_word_is_not_known(text: str) -> None:
    assert load_lexicon().familiarity(text) == 0.0


def test_common_words_are_more_familiar_than_rare_ones() -> None:
    ranked = [load_lexicon().familiarity(text) for text in ("के", "दिनांक", "व्यपवर्तन", "बकायादारों")]
    assert ranked == sorted(ranked, reverse=True)
    assert len(set(ranked)) == len(ranked)


def test_a_text_is_as_familiar_as_its_rarest_word() -> None:
    lexicon = load_lexicon()
    assert lexicon.familiarity("जिला-व्यपवर्तन") == lexicon.familiarity("व्यपवर्तन")
    assert lexicon.familiarity("जिला-निला") == 0.0


@given(st.text(max_size=12) | st.text(st.characters(min_codepoint=0x0900, max_codepoint=0x097F), max_size=12))
def test_familiarity_is_a_share(text: str) -> None:
    assert 0.0 <= load_lexicon().familiarity(text) <= 1.0


def test_every_word_is_in_one_spelling_of_unicode() -> None:
    lexicon = load_lexicon()
    assert all(unicodedata.is_normalized("NFC", word) for word in lexicon.words)
    assert lexicon.people | lexicon.places <= lexicon.words.keys()


def test_names_that_are_words_too_are_no_names() -> None:
    lexicon = load_lexicon()
    assert lexicon.is_name(unicodedata.normalize("NFC", "कुर्रे"))
    assert lexicon.is_name(unicodedata.normalize("NFC", "बेमेतरा"))
    assert not lexicon.is_name(unicodedata.normalize("NFC", "छत्तीसगढ़"))
    assert not lexicon.is_name("पटेल")


def test_words_take_the_endings_of_their_kind() -> None:
    assert {"नस्तियां", "नस्तियों"} < set(inflect_noun("नस्ती"))
    assert {"रकबे", "रकबों"} < set(inflect_noun("रकबा"))
    assert {"आदेशों"} < set(inflect_noun("आदेश"))
    assert set(inflect_adjective("नया")) == {"नया", "नये", "नयी"}
    assert {"करना", "करें", "करेगा"} < set(inflect_verb("कर"))
    assert {"जाना", "जाए", "जाएगी"} < set(inflect_verb("जा"))
