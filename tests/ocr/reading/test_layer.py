"""Words that a page brings with it are kept only where the picture says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.model import Word
from nasti.settings import OcrSection
from nasti.textlayer import LayerWord, TextLayer
from ocr.engine import Image, Reading
from ocr.layer import KEPT_CONFIDENCE, LayerVerdict, judge_layer
from ocr.layer_text import settle_text
from pages.legacy_typing import encode

LINES = (
    "उपरोक्त विषयांतर्गत लेख है कि भूमि अधिग्रहण की कार्यवाही",
    "प्रथम श्रेणी के अधिकारियों को निर्देश जारी करें",
    "प्रकरण क्रमांक 142 दिनांक 02.03.2015 को प्रस्तुत",
    "The report shall reach this office soon",
)


@dataclass
class Seer:
    """A recogniser that reads the lines it was told, in order; of mere paper nothing."""

    lines: list[str]
    asked: list[Image] = field(default_factory=list)

    def read_line(self, image: Image, languages: str, dpi: int) -> Reading:
        self.asked.append(image)
        words = tuple(Word(text, (0, 0, 1, 1), 0.9, 0, 0) for text in self.lines.pop(0).split())
        return Reading(words, 0.9, 0)

    def read(self, image: Image, languages: str, dpi: int, *, sauvola: bool = False) -> Reading:
        raise AssertionError("the page itself is not read")

    read_lines = read

    def ask_turn(self, image: Image) -> tuple[int, float] | None:
        return None

    def close(self) -> None:
        pass


def typeset(lines: Sequence[str], font: str = "Lohit") -> tuple[Image, list[LayerWord]]:
    """A page with a blot for every word, and its words."""
    page = np.full((1400, 2000), 255, np.uint8)
    words = []
    for number, line in enumerate(lines):
        across, top = 150, 150 + 90 * number
        for text in line.split():
            width = 22 * len(text)
            page[top + 12 : top + 40, across : across + width - 6 : 3] = 0
            page[top + 12 : top + 16, across : across + width - 6] = 0
            words.append(LayerWord(((text, font),), (across, top, across + width, top + 55)))
            across += width + 24
    return page, words


def judge(page: Image, words: Sequence[LayerWord], seen: Sequence[str] = LINES) -> tuple[LayerVerdict, Seer]:
    seer = Seer(list(seen))
    return judge_layer(TextLayer(tuple(words)), page, 300, seer, OcrSection()), seer


def why(verdict: LayerVerdict) -> object:
    assert verdict.reading is None
    assert verdict.step.detail["kept"] is False
    return verdict.step.detail["why"]


def test_words_that_the_picture_bears_out_are_kept_in_reading_order() -> None:
    page, words = typeset(LINES)
    verdict, seer = judge(page, list(reversed(words)))
    assert verdict.reading is not None
    kept = verdict.reading.words
    assert [word.text for word in kept] == " ".join(LINES).split()
    assert [word.line for word in kept] == [number for number, line in enumerate(LINES) for _ in line.split()]
    assert {word.confidence for word in kept} == {KEPT_CONFIDENCE}
    assert verdict.step.detail["kept"] is True
    assert len(seer.asked) == len(LINES)


def test_boxes_are_those_of_the_ink() -> None:
    page, words = typeset(LINES)
    verdict, _ = judge(page, words)
    assert verdict.reading is not None
    for word in verdict.reading.words:
        left, top, right, bottom = word.box
        assert (page[top : top + 4, left:right] == 0).any()
        assert bottom - top <= 32


def test_a_layer_that_says_something_else_is_not() -> None:
    page, words = typeset(LINES)
    verdict, _ = judge(page, words, ["ग्राम कुरूद के पटवारी द्वारा खसरा क्रमांक का सीमांकन"] * 4)
    assert why(verdict) == "says_otherwise"
    assert verdict.flags == ()


def test_a_known_word_that_the_recogniser_misread_speaks_for_the_layer() -> None:
    page, words = typeset(LINES)
    misread = [LINES[0].replace("कार्यवाही", "कार्यवाडी"), LINES[1].replace("निर्देश", "निदेश"), *LINES[2:]]
    assert judge(page, words, misread)[0].reading is not None


def test_but_not_for_the_layer_of_another_recogniser() -> None:
    page, words = typeset(LINES)
    unseen = [replace(word, seen=False) for word in words]
    misread = [LINES[0].replace("कार्यवाही", "कार्यवाडी"), LINES[1].replace("निर्देश", "निदेश"), *LINES[2:], *LINES]
    assert why(judge(page, unseen, misread)[0]) == "says_otherwise"
    assert judge(page, unseen, [*LINES, *LINES])[0].reading is not None


def test_words_painted_under_a_picture_of_the_page_are_another_recognisers() -> None:
    page, words = typeset(LINES)
    layer = TextLayer(tuple(words), ((0, 0, 1900, 1300),))
    misread = [LINES[0].replace("कार्यवाही", "कार्यवाडी"), LINES[1].replace("निर्देश", "निदेश"), *LINES[2:], *LINES]
    assert why(judge_layer(layer, page, 300, Seer(misread), OcrSection())) == "says_otherwise"


def test_the_numbers_of_another_recogniser_are_looked_at() -> None:
    lines = [*LINES[:2], *LINES[3:], "1 2.45 142 2015", *LINES[:2], *LINES[3:]]
    page, words = typeset(lines)
    unseen = [replace(word, seen=False) for word in words]
    right = [lines[0], lines[1], lines[2], lines[4], lines[5], "1 2.45 142 2015"]
    assert judge(page, unseen, right)[0].reading is not None
    assert why(judge(page, unseen, [*right[:-1], "7 2.46 742 2075"])[0]) == "says_otherwise"


@pytest.mark.parametrize("share", [0.2, 0.6])
def test_a_layer_that_covers_a_part_is_not_kept(share: float) -> None:
    page, words = typeset(LINES)
    assert why(judge(page, words[: round(share * len(words))])[0]) == "covers_a_part"


def test_pictures_of_seals_need_no_words() -> None:
    page, words = typeset(LINES)
    for number in range(6):
        page[700 + 60 * number : 730 + 60 * number, 200:700:3] = 0
        page[700 + 60 * number : 704 + 60 * number, 200:700] = 0
    assert why(judge(page, words)[0]) == "covers_a_part"
    layer = TextLayer(tuple(words), ((180, 680, 720, 1060),))
    verdict = judge_layer(layer, page, 300, Seer(list(LINES)), OcrSection())
    assert verdict.reading is not None


def test_a_layer_beside_the_ink_is_not_kept() -> None:
    page, words = typeset(LINES)
    stray = [LayerWord((("कार्यालय", "Lohit"),), (150, 900 + 60 * n, 350, 950 + 60 * n)) for n in range(6)]
    assert why(judge(page, [*words, *stray])[0]) == "not_on_the_page"


def test_a_word_or_two_that_nobody_sees_go() -> None:
    page, words = typeset(LINES)
    hidden = LayerWord((("कार्यालय", "Lohit"),), (1500, 900, 1700, 950))
    verdict, _ = judge(page, [*words, hidden])
    assert verdict.reading is not None
    assert len(verdict.reading.words) == len(words)


def test_the_value_of_a_form_field_stays_though_nothing_is_drawn() -> None:
    page, words = typeset(LINES)
    value = LayerWord((("कुरूद", ""),), (1500, 900, 1700, 950), field=True)
    verdict, _ = judge(page, [*words, value])
    assert verdict.reading is not None
    assert verdict.reading.words[-1].text == "कुरूद"
    assert verdict.flags == ("value_not_shown",)


def test_a_word_painted_twice_to_look_bold_is_one() -> None:
    page, words = typeset(LINES)
    again = replace(words[0], box=tuple(edge + 1 for edge in words[0].box))  # type: ignore[arg-type]
    verdict, _ = judge(page, [words[0], again, *words[1:]])
    assert verdict.reading is not None
    assert len(verdict.reading.words) == len(words)


def test_kruti_dev_among_english_becomes_hindi_and_the_english_stays() -> None:
    page, words = typeset(LINES)
    hindi = [
        replace(word, runs=((encode(word.text), "ABCDEF+KrutiDev010"),)) if not word.text.isascii() else word
        for word in words
    ]
    verdict, _ = judge(page, hindi)
    assert verdict.reading is not None
    assert [word.text for word in verdict.reading.words] == " ".join(LINES).split()
    assert verdict.step.detail["converted"] == ["krutidev"]


def test_kruti_dev_whose_picture_says_otherwise_is_told() -> None:
    page, words = typeset(LINES[:3])
    hindi = [replace(word, runs=((encode(word.text), "Kruti Dev 010"),)) for word in words]
    verdict, _ = judge(page, hindi, ["ग्राम कुरूद के पटवारी द्वारा खसरा क्रमांक का सीमांकन"] * 3)
    assert why(verdict) == "legacy_font"
    assert verdict.flags == ("legacy_font",)


def test_a_legacy_font_of_unknown_layout_is_told() -> None:
    page, words = typeset(LINES, "Shusha02")
    gibberish = [replace(word, runs=(("saUcanaa", "Shusha02"),)) for word in words]
    verdict, seer = judge(page, gibberish)
    assert why(verdict) == "legacy_font"
    assert verdict.flags == ("legacy_font",)
    assert seer.asked == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda text: "\ufffd" * len(text), "no_unicode"),
        (lambda text: "".join(chr(0xE000 + ord(sign) % 256) for sign in text), "no_unicode"),
        (lambda text: "\x03" + text, "no_unicode"),
        (lambda text: text.replace("ि", "") if "ि" not in text else "ि" + text.replace("ि", ""), "mangled"),
        (lambda text: text[::-1], "mangled"),
        (lambda text: text.translate(str.maketrans("कतपमरलसनहयवग", "तपमरलसनहयवगक")), "unknown_words"),
    ],
)  # fmt: skip
def test_text_that_cannot_be_true_is_told(spoil: object, fault: str) -> None:
    assert callable(spoil)
    words = [LayerWord(((spoil(text), "F1"),), (0, 0, 10, 10)) for line in LINES[:3] for text in line.split()]
    assert settle_text(words).fault == fault


@given(st.lists(st.sampled_from(" ".join(LINES).split()), min_size=1))
def test_office_papers_can_be_true(texts: list[str]) -> None:
    words = [LayerWord(((text, "F1"),), (0, 0, 10, 10)) for text in texts]
    settled = settle_text(words)
    assert (settled.texts, settled.legacy, settled.fault) == (tuple(texts), (), None)


def test_one_word_in_two_weights_of_a_legacy_font_is_read_together() -> None:
    word = LayerWord((('fo"k', "KrutiDev010-Bold"), (";", "KrutiDev010")), (0, 0, 10, 10))
    assert settle_text([word]).texts == ("विषय",)


def test_unicode_in_a_font_with_a_legacy_name_stays() -> None:
    words = [LayerWord(((text, "Kruti Dev 010"),), (0, 0, 10, 10)) for text in LINES[0].split()]
    assert settle_text(words).texts == tuple(LINES[0].split())
