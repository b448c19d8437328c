from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nasti.model import Box, Word
from ocr.pdf_text import clean

READERS = ["pdftotext", "pdftotext -layout", "pdftotext -raw", "pdftotext -bbox", "PDFium", "pdfminer", "PDF.js"]
IN_ORDER = {"pdftotext -raw", "PDFium", "PDF.js"}
"""Readers that keep the order of the file; the others order a page by what they take for columns."""

GIVES_AS_SEEN = {"pdftotext -bbox", "pdfminer"}
"""Readers that leave what is written from right to left in the order in which it is seen from left to right."""

MEASURES = ["pdftotext", "PDFium", "pdfminer", "PDF.js"]


def word(text: str, box: Box, line: int = 0) -> Word:
    return Word(text, box, 0.9, line, 0)


def row(
    texts: str | Sequence[str], *, left: int = 200, top: int = 300, height: int = 45, gap: int = 14, line: int = 0
) -> list[Word]:
    """Words side by side, half as wide as high for each character."""
    words = []
    for text in texts.split() if isinstance(texts, str) else texts:
        width = max(4, len(text) * height // 2)
        words.append(word(text, (left, top, left + width, top + height), line))
        left += width + gap
    return words


def column(texts: str) -> list[Word]:
    return [w for line, text in enumerate(texts.split()) for w in row(text, top=300 + 80 * line, line=line)]


def stairs(texts: str, box: Box, step: tuple[int, int], *, line: int = 0) -> list[Word]:
    """Words of one size, each moved by a step from the one before."""
    left, top, right, bottom = box
    return [
        word(text, (left + i * step[0], top + i * step[1], right + i * step[0], bottom + i * step[1]), line)
        for i, text in enumerate(texts.split())
    ]


def form(*pairs: tuple[str, str]) -> list[Word]:
    """Labels, colons and values in three columns."""
    words: list[Word] = []
    for line, (label, value) in enumerate(pairs):
        top = 300 + 80 * line
        words += row(label, top=top, line=line) + row([":", value], left=900, gap=300, top=top, line=line)
    return words


PAGES = {
    "one word": row("नस्ती"),
    "one character": row("५"),
    "no words": [],
    "Hindi": [
        *row("क्षेत्र के सूखाग्रस्त कृषकों हेतु मुआवजा राशि का वितरण किया जाए।"),
        *row("में संबंधित श्रृंखला से", top=380, line=1),
    ],
    "nukta": row("ड़ ढ़ क़ ज़रूर पढ़ाई ऱ फ़ाइल"),
    "mixed": row("फाइल File नं.12/अ-27 A-कक्षा ABCकखग 142/अ-27/1993-94 म.प्र.शासन"),
    "digits": row("1 2 3 4 12 345 १ २ ३ १२३ 1,25,000 ₹५००"),
    "lone characters close together": row("1 2 3 4", gap=10),
    "punctuation": row(". , ; : – — । ॥ \" ' ( ) [ ] { } < > & % # @ ! ? / \\ | _ = + * ^ ~ ` $ -- :- - ..."),
    "quotes": row("“उद्धरण” ‘ ’ ` ´ ¨ ^a ~"),
    "only marks": row("ि ा ः ै ौं ँ ्"),
    "hyphens at line ends": column("प्रति- अगला राज- यह word- next - last-"),
    "a hyphen before a column": row("विषय:-") + row("1.", left=600),
    "a hyphen before a word that stands higher": [
        *row("ः प ः ः ः ः", left=20, top=100, height=24, gap=6),
        word("ःA-", (128, 106, 140, 137)),
        word("ऄ", (146, 100, 158, 124)),
    ],
    "a form": form(("नाम", "मान1"), ("विभाग", "राजस्व"), ("वर्ष", "1994")),
    "touching": stairs("यह सब शब्द सटे हुए हैं 1 2 a b", (200, 300, 260, 345), (60, 0)),
    "overlapping": stairs("एक दो तीन चार", (400, 300, 520, 345), (90, 0)),
    "twice at one place": stairs("वही वही", (400, 300, 520, 345), (0, 0)),
    "all at one place": stairs("एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह", (400, 300, 520, 345), (0, 0)),
    "a line that goes on beside the one before": row("भीतर प्रस्तुत समयावधि") + row("में", left=900, line=1),
    "a line that begins inside the last word of the one before": [
        word("मरम्मत", (1013, 396, 1171, 443), 0),
        word("का", (1122, 381, 1156, 447), 1),
        word("कार्य", (1179, 385, 1249, 442), 1),
        word("पूर्ण", (1257, 385, 1312, 442), 1),
    ],
    "over each other and read from right to left": [
        word("कार्य", (410, 103, 532, 138)),
        word("Ww", (407, 105, 460, 126)),
        word("142/अ-27/1993-94", (541, 358, 689, 376), 1),
        word("NN", (463, 355, 599, 389), 2),
    ],
    "at the lower edge": row("नीचे", top=3500, height=20) + row("पास", left=500, top=3440),
    "two pixels wide": stairs("संकीर्ण दूसरा में", (400, 300, 402, 345), (20, 0)),
    "two pixels high": stairs("चपटा शब्द", (400, 300, 600, 302), (220, 0)),
    "outside the page": [
        word("बाहर", (-300, -200, -100, -150), 0),
        word("किनारा", (2400, 3000, 2700, 3100), 1),
        word("नीचे", (100, 4000, 200, 4050), 2),
        word("दायें", (5000, 100, 5100, 150), 3),
    ],
    "inside out": [word("उलटा", (500, 400, 400, 300)), word("शून्य", (600, 400, 600, 400))],
    "three hundred on a line": stairs(" ".join(["है में 1 कि अ ab"] * 50), (10, 300, 16, 345), (8, 0)),
    "tiny print": row("छोटा अक्षर tiny", height=8, gap=3),
    "huge print": row("बड़ा अक्षर", height=600, gap=60),
    "a rule beside words": [word("|", (300, 300, 310, 800)), *row("बगल में", left=330, top=500)],
    "a long word": row("क्षत्रिय" * 20),
    "other scripts": row("สวัสดี 中文 한국어 தமிழ் తెలుగు ગુજરાતી"),
    "Arabic and Hebrew": row("سلام") + row("שלום", top=380, line=1),
    "planes above the first": row("😀 क😀ख 👍🏽 𑀓𑀸 𝒳y 🇮🇳"),
    "replacement characters": row("\ufffd क\ufffdख \ufffd\ufffd"),
    "ligatures and accents": row("ﬁle oﬀice Café naïve q̣̇ Å µm"),
    "what cannot be shown": row(
        ["क\x00ख", "\x07", "क\u200dष", "राज\u200c", "\ufeffx", "a\u00adb", "\ud800z", "\uffffq", "\u202eabc"]
    ),
}


@pytest.fixture(scope="module")
def bound_pages(bind_words):
    return bind_words(list(PAGES.values()))


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_gives_every_word_back(reader, readers, bound_pages):
    path, pages = bound_pages
    texts = readers[reader](path)
    assert len(texts) == len(pages)
    lost = {}
    for name, page, text in zip(PAGES, pages, texts, strict=True):
        wanted = [clean(w.text) for w in page.sheet.words if clean(w.text)]
        if name == "Arabic and Hebrew" and reader in GIVES_AS_SEEN:
            wanted = [w[::-1] for w in wanted]
        found = clean(text).split()
        if (found != wanted) if reader in IN_ORDER else (Counter(found) != Counter(wanted)):
            lost[name] = wanted, found
    assert not lost


@pytest.mark.parametrize("reader", MEASURES)
def test_every_word_lies_at_its_box(reader, measures, bind_words):
    words = [
        *row("कार्यालय मुख्य चिकित्सा अधिकारी, जिला बेमेतरा", top=215, height=53),
        *row("विषय सूखाग्रस्त क्षेत्र में बीज Seed 142/अ-27", top=400, gap=11, line=1),
        *stairs("ऊँचा नीचा हिला", (200, 480, 330, 520), (200, 6), line=2),
    ]
    path, _ = bind_words([words])
    (measured,) = measures[reader](path)
    for w in words:
        wanted = [edge * 72 / 300 for edge in w.box]
        assert measured[w.text] == pytest.approx(wanted, abs=1.0), w.text


DEVANAGARI = [chr(code) for code in range(0x900, 0x980)]
LETTERS = [c for c in DEVANAGARI if unicodedata.category(c) != "Mn"] + list("ABCxyz0189.,:;-/()'\"&<>%₹—–")
TEXTS = st.builds(str.__add__, st.sampled_from(LETTERS), st.text(st.sampled_from(DEVANAGARI + LETTERS), max_size=9))


@st.composite
def pages(draw: st.DrawFn) -> list[Word]:
    """Lines of words beside each other, of uneven height and width, gaps from narrow to column-wide."""
    words: list[Word] = []
    for line in range(draw(st.integers(0, 4))):
        left, top = draw(st.integers(20, 400)), 100 + 160 * line
        for text in draw(st.lists(TEXTS, min_size=1, max_size=8)):
            width, height = draw(st.integers(12, 200)), draw(st.integers(24, 70))
            rise = draw(st.integers(-6, 6))
            words.append(word(text, (left, top + rise, left + width, top + rise + height), line))
            left += width + draw(st.integers(6, 60))
    return words


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(pages(), min_size=4, max_size=8))
def test_words_of_any_kind_come_back(readers, bind_words, drawn):
    path, bound = bind_words(drawn)
    for reader in READERS:
        for page, text in zip(bound, readers[reader](path), strict=True):
            wanted, found = [clean(w.text) for w in page.sheet.words], clean(text).split()
            assert Counter(found) == Counter(wanted), reader
            if reader in IN_ORDER:
                assert found == wanted, reader


@given(st.text())
@example("क\u200dष ﬁ\u00a0\x00")
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(st.sampled_from(DEVANAGARI + LETTERS), min_size=1))
def test_cleaning_keeps_what_can_be_shown(text):
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_words_carry_their_language(bind_words):
    path, _ = bind_words([row("नस्ती File 142")])
    with pikepdf.open(path) as pdf:
        spans = [
            operands[1] for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]) if str(operator) == "BDC"
        ]
        assert [str(span.get("/Lang", pdf.Root.Lang)) for span in spans] == ["hi", "en", "hi"]
        assert [str(span.ActualText) for span in spans] == ["नस्ती", "File", "142"]
