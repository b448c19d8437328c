from __future__ import annotations

import dataclasses

import pikepdf
import pytest

from nasti.errors import InvalidOutput, ToolFailed
from nasti.model import Word
from ocr.pdf_proof import prove


def line(texts: str) -> list[Word]:
    return [Word(text, (200 + 200 * i, 300, 350 + 200 * i, 345), 0.9, 0, 0) for i, text in enumerate(texts.split())]


def with_words(page, texts: str):
    return dataclasses.replace(page, sheet=dataclasses.replace(page.sheet, words=tuple(line(texts))))


def test_a_file_that_gives_its_words_back_is_proved(bind_words):
    path, pages = bind_words([line("राजस्व विभाग File 142/अ-27"), [], line("आदेश ﬁle \x00 प्रति-")])
    prove(path, pages)


def test_columns_side_by_side_are_proved(bind_words):
    left = [Word(text, (200, 300 + 80 * i, 400, 345 + 80 * i), 0.9, 2 + i, 1) for i, text in enumerate(("नाम", "पद"))]
    right = [Word(text, (900, 296 + 80 * i, 1200, 341 + 80 * i), 0.9, i, 0) for i, text in enumerate(("राम", "सचिव"))]
    prove(*bind_words([right + left]))


def test_pictures_are_not_loaded(bind_words):
    path, pages = bind_words([line("राजस्व")])
    prove(path, [dataclasses.replace(pages[0], picture=lambda: pytest.fail("loaded"))])


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("राजस्व विभाग खंड", r"Page 2 \(N-2\), read by pdftotext: word 3 is “खंड” but comes back as “”"),
        ("राजस्व", r"Page 2 \(N-2\), read by pdftotext: word 2 is “” but comes back as “विभाग”"),
        ("राजस्व विभग", r"word 2 is “विभग” but comes back as “विभाग”"),
        ("विभाग राजस्व", r"word 1 is “विभाग”"),
    ],
)
def test_a_lost_added_changed_or_moved_word_is_named(bind_words, texts, message):
    path, pages = bind_words([line("आदेश"), line("राजस्व विभाग")])
    with pytest.raises(InvalidOutput, match=message):
        prove(path, [pages[0], with_words(pages[1], texts)])


def test_a_word_that_pdfium_alone_loses_is_named(bind_words, monkeypatch):
    path, pages = bind_words([line("राजस्व विभाग")])
    monkeypatch.setattr("ocr.pdf_proof._read_with_pdfium", lambda path: iter(["राजस्व"]))
    with pytest.raises(InvalidOutput, match=r"Page 1 \(N-1\), read by PDFium: the word “विभाग” is lost"):
        prove(path, pages)


def test_rows_of_dashes_that_run_into_each_other_do_not_park_a_nasti(bind_words):
    above = Word(">———--", (1182, 1114, 1342, 1124), 0.4, 0, 0)
    below = Word("———", (1183, 1125, 1310, 1135), 0.4, 1, 0)
    prove(*bind_words([[above, below, Word("विभाग", (200, 1300, 350, 1345), 0.9, 2, 0)]]))


def test_a_word_that_dashes_stick_to_is_named(bind_words, monkeypatch):
    path, pages = bind_words([line("राजस्व --- विभाग")])
    monkeypatch.setattr("ocr.pdf_proof._read_with_pdfium", lambda path: iter(["राजस्व--- विभाग"]))
    with pytest.raises(InvalidOutput, match="the word “राजस्व” is lost, or “राजस्व---” was not there"):
        prove(path, pages)


def test_pages_that_are_missing_are_found(bind_words):
    path, pages = bind_words([line("आदेश"), line("राजस्व")])
    for other in (pages[:1], [*pages, pages[0]], 4 * pages):
        with pytest.raises(InvalidOutput, match="does not have the"):
            prove(path, other)


def test_a_file_that_is_not_pdf_a_is_refused(bind_words):
    path, pages = bind_words([line("आदेश")])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root.Metadata
        pdf.save(path)
    with pytest.raises(InvalidOutput, match="not PDF/A-2b"):
        prove(path, pages)


def test_a_damaged_file_is_refused(bind_words):
    path, pages = bind_words([line("आदेश")])
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises((InvalidOutput, ToolFailed)):
        prove(path, pages)
