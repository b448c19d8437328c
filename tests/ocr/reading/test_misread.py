"""Misread words are put right where only one known word fits; names, numbers and rare words stay."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Word
from ocr import misread
from ocr.misread import mend_misread

Make = Callable[..., Word]

SENTENCE = "उक्त प्रकरण में तहसीलदार द्वारा प्रस्तुत प्रतिवेदन के अनुसार भूमि पर किसी का कब्जा नहीं है।"


def line(word: Make, text: str, confidence: float = 0.9, row: int = 0) -> list[Word]:
    texts = unicodedata.normalize("NFC", text).split()
    return [
        word(item, 100 + 250 * place, 200 + 60 * row, confidence=confidence, line=row)
        for place, item in enumerate(texts)
    ]


def mended(words: list[Word]) -> str:
    return " ".join(kept.text for kept in mend_misread(words)[0])


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("पेयनल", "पेयजल"),
        ("(कार्यबाही)", "(कार्यवाही)"),
        ("द्विनांक", "दिनांक"),
        ("संदंस्यीय", "सदस्यीय"),
        ("विद्यार्थयों", "विद्यार्थियों"),
        ("(छत्तीसगढ)", "(छत्तीसगढ़)"),
        ("प्रस्लुत।", "प्रस्तुत।"),
        ("निवेढ़न", "निवेदन"),
        ("संरव्या", "संख्या"),
        ("लोटाने", "लौटाने"),
        ("शीच्र", "शीघ्र"),
        ("नोटिय", "नोटिस"),
        ("राजख", "राजस्व"),
        ("खास्थ्य", "स्वास्थ्य"),
        ("विशेषज", "विशेषज्ञ"),
        ("प्राम", "प्राप्त"),
    ],
)
def test_a_word_that_only_one_known_word_resembles_is_put_right(word: Make, read: str, printed: str) -> None:
    words = line(word, SENTENCE) + line(word, read, 0.7, row=1)
    (*_, last), changed, _ = mend_misread(words)
    assert (last.text, last.raw) == (unicodedata.normalize("NFC", printed), unicodedata.normalize("NFC", read))
    assert changed == 1


def test_a_typeface_tells_its_habits_by_many_words(word: Make) -> None:
    sure = 0.95
    alone = line(word, SENTENCE, sure) + line(word, "सूचना दी ना रही है", sure, row=1)
    assert mended(alone) == f"{SENTENCE} सूचना दी ना रही है"
    habit = line(word, "भेनने भोनन पेयनल मुआवना रानस्व अर्नन योनना निसमें नाएगी नांच निला", sure, row=2)
    printed = "भेजने भोजन पेयजल मुआवजा राजस्व अर्जन योजना जिसमें जाएगी जांच जिला"
    assert mended(alone + habit) == f"{SENTENCE} सूचना दी जा रही है {printed}"


@pytest.mark.parametrize(
    "text",
    [
        "श्री नगेश्वर", "पिता निलाराम", "ग्राम पीपरछेड़ी", "बिसाहू साहू", "ग्राम निला", "तहसील नांच", "टिकेश्वर वर्मा",
        "प्रतिवाद सरिया", "142/अ-27/1993-94", "कार्यबाही/27", "Collectar", "म0प्र0", "निविदाओं", "झाड़ियों", "व्यपवर्तनीयता",
        "जाँच", "ज़मीन", "अपंजीबद्ध", "असत्यापित", "विषयः-",
    ],
)  # fmt: skip
def test_names_numbers_and_rare_words_stay(word: Make, text: str) -> None:
    words = line(word, SENTENCE) + line(word, text, 0.7, row=1)
    assert mend_misread(words) == (tuple(words), 0, 0)


def test_a_page_without_words_is_left_alone() -> None:
    assert mend_misread([]) == ((), 0, 0)


@given(st.lists(st.text(st.characters(min_codepoint=0x0900, max_codepoint=0x097F), min_size=1, max_size=9), max_size=8))
def test_words_keep_their_places_and_what_was_read(texts: list[str]) -> None:
    read = [unicodedata.normalize("NFC", text) for text in texts]
    words = [Word(text, (place, 0, place + 1, 1), 0.5, 0, 0) for place, text in enumerate(read)]
    kept, *_ = mend_misread(words)
    assert [(item.box, item.raw or item.text) for item in kept] == [(item.box, item.text) for item in words]


def test_of_a_page_without_end_of_unknown_words_only_so_many_are_looked_at(
    word: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(misread, "MOST_SUSPECTS", 3)
    looked_at: list[str] = []
    monkeypatch.setattr(misread, "_find_alike", lambda read: (looked_at.append(read), ())[1])
    garbage = line(word, "क्षणठझ फ्घञटण ङझढणथ ञघठफष ढझथङण", 0.3)
    assert mend_misread(line(word, SENTENCE) + garbage)[1:] == (0, 2)
    assert looked_at == [one.text for one in garbage[:3]]
