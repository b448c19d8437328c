from __future__ import annotations

from collections.abc import Callable

import pytest

from classify.cover import read_cover
from classify.label_words import may_end, read_cues
from classify.layout import lay_out
from nasti.model import Sheet

Write = Callable[..., Sheet]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("नस्ती खोलने की तारीख", "opened"),
        ("प्रकरण दायर होने का दिनांक", "opened"),
        ("संस्थापन दिनांक", "opened"),
        ("Date of Commencement", "opened"),
        ("नस्तीबद्ध करने की तिथि", "closed"),
        ("फैसला दिनांक", "closed"),
        ("Date of final disposal", None),
        ("Date of disposal", "closed"),
        ("नस्ती का वर्ग", "retention"),
        ("अभिलेख रखने की अवधि", None),
        ("रखने की अवधि", "retention"),
        ("नोटशीट के पृष्ठों की संख्या", "noting_pages"),
        ("पत्र व्यवहार पृष्ठ", "correspondence_pages"),
        ("खण्ड क्रमांक", "volume"),
        ("पिछली नस्ती का क्रमांक", "previous_number"),
        ("सम्बद्ध प्रकरण क्रमांक", "linked_number"),
        ("राजस्व मद", "head"),
        ("कुल पृष्ठ", "other"),
        ("विषय का संक्षिप्त विवरण", "subject"),
        ("मूल नस्ती", None),
        ("दिनांक", None),
        ("", None),
        ("नस्ती क्रमांक की संख्या का नाम का विवरण क्रमांक", None),
    ],
)
def test_a_label_is_what_its_words_say(label: str, name: str | None) -> None:
    cued = read_cues(label.split())
    assert (cued.name if cued else None) == name


def test_a_damaged_word_counts_less() -> None:
    clear, damaged = read_cues(["समाप्ति", "दिनांक"]), read_cues(["समाप्सि", "दिनांक"])
    assert clear
    assert damaged
    assert clear.likeness == 1.0 > damaged.likeness > 0.7


def test_what_a_label_may_end_with() -> None:
    assert may_end("तारीख")
    assert not may_end("राजस्व")


def cover(write: Write, text: str) -> dict[str, str | int]:
    return {name: field.value for name, field in read_cover(lay_out(write(text), 0)).items()}


def test_labels_that_no_table_spells(write: Write) -> None:
    text = (
        ">मूल नस्ती\nपत्रावली का नम्बर :\t12/स्था./1994\nनस्ती का विषय :\tशाला भवन\nदायर होने की तारीख :\t02.03.1994\n"
        "निराकरण की तिथि :\t04.05.1995\nनस्ती की श्रेणी :\tस्थायी\nराजस्व मद :\tA-27\nVolume No. :\tII\n"
        "पुरानी नस्ती क्रमांक :\t7/स्था./1990"
    )
    assert cover(write, text) == {
        "file_number": "12/स्था./1994", "subject": "शाला भवन", "opened": "1994-03-02",
        "closed": "1995-05-04", "retention": "स्थायी", "head": "अ-27", "volume": 2, "previous_number": "7/स्था./1990",
    }  # fmt: skip


def test_the_second_language_of_a_label_serves_where_the_first_was_misread(write: Write) -> None:
    assert (
        cover(write, "नस्ती क्रमांक :\t5/सह./2001\nपत्राचार ys / Correspondence pages 344")["correspondence_pages"] == 344
    )


def test_a_label_without_a_colon_ends_where_its_value_begins(write: Write) -> None:
    found = cover(write, "नस्ती क्रमांक : 5/सह./2001\nखोलने की तारीख 23.01.1989\nविभाग राजस्व एवं आपदा प्रबंधन विभाग")
    assert found["opened"] == "1989-01-23"
    assert found["department"] == "राजस्व एवं आपदा प्रबंधन विभाग"


@pytest.mark.parametrize(
    ("written", "volume"), [("भाग : 3", 3), ("भाग : तृतीय", 3), ("Volume : IV", 4), ("खंड : -", None)]
)
def test_volumes(write: Write, written: str, volume: int | None) -> None:
    assert cover(write, f"नस्ती क्रमांक : 5/सह./2001\n{written}").get("volume") == volume
