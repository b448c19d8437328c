"""Words that what stands before them forbids are mended; what is right, or may be, stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nasti.model import Word
from ocr.grammar import mend_by_grammar

Make = Callable[..., Word]

SINGULARS = "निवेदन हैं कि प्राक्कलन भेजा हैं, राशि आती हैं। जाना अपेक्षित हैं। प्रार्थना हैं"


def mend(make: Make, *lines: str) -> str:
    words = [
        make(text, 120 * place, 60 * line, 100, 40, line=line)
        for line, texts in enumerate(lines)
        for place, text in enumerate(texts.split())
    ]
    mended, changed = mend_by_grammar(words)
    assert changed == sum(one != other for one, other in zip(words, mended, strict=True))
    assert all(one.raw in ("", other.text) for one, other in zip(mended, words, strict=True))
    return " / ".join(" ".join(word.text for word in mended if word.line == line) for line in range(len(lines)))


def test_a_page_without_singulars_has_no_plurals(word: Make) -> None:
    assert mend(word, SINGULARS) == SINGULARS.replace("हैं", "है")


@pytest.mark.parametrize(
    "other",
    [
        "निवेदन हैं कि राशि भेजा हैं, आती हैं।",
        SINGULARS + " दिया है। किया है। गया है।",
        "दिये जाते हैं। वे गये हैं। नहीं हैं। कार्य होते हैं। प्रार्थना हैं",
        "पात्र हैं। अपेक्षित हैं। उपस्थित हैं। रिक्त हैं। संलग्न हैं।",
    ],
)
def test_pages_with_plurals_keep_them(word: Make, other: str) -> None:
    assert mend(word, other) == other


def test_after_a_plural_a_plural_stays_on_any_page(word: Make) -> None:
    page = SINGULARS + " दिया हैं। जाते हैं।"
    assert mend(word, page) == SINGULARS.replace("हैं", "है") + " दिया है। जाते हैं।"


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("निवेदन है कि में चैतराम", "निवेदन है कि मैं चैतराम"),
        ("ग्राम में स्थित", "ग्राम में स्थित"),
        ("मिलाया ओर नक्शे", "मिलाया और नक्शे"),
        ("दुर्ग की ओर सूचनार्थ", "दुर्ग की ओर सूचनार्थ"),
        ("दुर्ग को ओर सूचनार्थ", "दुर्ग को ओर सूचनार्थ"),
        ("चारों ओर", "चारों ओर"),
        ("बायीं ओर", "बायीं ओर"),
        ("ज ओर", "ज ओर"),
        ("राम और श्याम", "राम और श्याम"),
        ("ओर", "ओर"),
        ("संलग्न हे।", "संलग्न है।"),
        ("हे!", "हे!"),
        ("दवाइयाँ बाँटी गई।", "दवाइयाँ बाँटी गईं।"),
        ("सूचनाएं प्राप्त हुई", "सूचनाएं प्राप्त हुई"),
        ("सूचनाएं भेजी गई तथा", "सूचनाएं भेजी गईं तथा"),
        ("सूचना भेजी गई थी", "सूचना भेजी गई थी"),
        ("आपत्तियाँ की गईं।", "आपत्तियाँ की गईं।"),
        ("नहीं है, नही।", "नहीं है, नहीं।"),
        ("नही है, नही।", "नही है, नही।"),
        ("हे प्रभु हे, राम", "हे प्रभु हे, राम"),
    ],
)
def test_what_stands_before_a_word_tells_which_it_is(word: Make, read: str, printed: str) -> None:
    assert mend(word, read) == printed


def test_what_stands_on_another_line_tells_nothing(word: Make) -> None:
    assert mend(word, "निवेदन है कि", "में चैतराम") == "निवेदन है कि / में चैतराम"
    assert mend_by_grammar([]) == ((), 0)
