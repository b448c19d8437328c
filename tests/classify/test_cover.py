from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from classify.cover import count_labels, read_cover
from classify.layout import lay_out
from nasti.model import Field, Sheet, Word

Write = Callable[..., Sheet]

HINDI = """
>कार्यालय कलेक्टर, जिला बस्तर (म.प्र.)
>नस्ती आवरण
विभाग :\tराजस्व एवं आपदा प्रबंधन विभाग
शाखा :\tभू-अर्जन शाखा
नस्ती क्रमांक :\t१४२/अ-८२/१९९३-९४
विषय :\tग्राम केशलूर की भूमि के अर्जन के संबंध में
वर्ष :\t१९९३
प्रारंभ दिनांक :\t१६.११.१९९३
समाप्ति दिनांक :\t०३/१०/१९९७
टीप पृष्ठ :\t२४
पत्राचार पृष्ठ :\t१ से ११८
अभिलेख वर्ग :\t५ वर्ष
"""

ENGLISH = """
>FILE COVER
Department :\tPublic Works Department
Section :\tWorks Branch
File No. :\tF 5-23/2011/PWD/8
Subject :\tWidening of Kurud to Megha road
Year :\t2011-12
Opened on :\t4 July 2011
Closed on :\t19-12-12
Noting pages :\tN-1 to N-12
Correspondence pages :\t43
Retention :\t10 years
"""


def read(sheet: Sheet) -> Mapping[str, Field]:
    return read_cover(lay_out(sheet, 3))


def values(sheet: Sheet) -> dict[str, str | int]:
    return {name: field.value for name, field in read(sheet).items()}


def test_reads_a_hindi_cover(write: Write) -> None:
    assert values(write(HINDI)) == {
        "department": "राजस्व एवं आपदा प्रबंधन विभाग",
        "section": "भू-अर्जन शाखा",
        "file_number": "142/अ-82/1993-94",
        "subject": "ग्राम केशलूर की भूमि के अर्जन के संबंध में",
        "year": 1993,
        "opened": "1993-11-16",
        "closed": "1997-10-03",
        "noting_pages": 24,
        "correspondence_pages": 118,
        "retention": "5 वर्ष",
    }


def test_reads_an_english_cover(write: Write) -> None:
    assert values(write(ENGLISH)) == {
        "department": "Public Works Department",
        "section": "Works Branch",
        "file_number": "F 5-23/2011/PWD/8",
        "subject": "Widening of Kurud to Megha road",
        "year": 2011,
        "opened": "2011-07-04",
        "closed": "2012-12-19",
        "noting_pages": 12,
        "correspondence_pages": 43,
        "retention": "10 वर्ष",
    }


def test_keeps_what_was_printed_and_where(write: Write) -> None:
    sheet = write(HINDI)
    field = read(sheet)["file_number"]
    word = next(word for word in sheet.words if word.text.startswith("१४२"))
    assert (field.raw, field.box, field.sheet) == (word.text, word.box, 3)
    assert field.confidence > 0.9


def test_a_value_goes_on_below(write: Write) -> None:
    sheet = write("विभाग :\tगृह विभाग\n\nविषय :\tग्राम बरबसपुर की भूमि के\n\tनामांतरण के संबंध में\n\nवर्ष :\t2003")
    assert values(sheet) == {
        "department": "गृह विभाग",
        "subject": "ग्राम बरबसपुर की भूमि के नामांतरण के संबंध में",
        "year": 2003,
    }


def test_a_label_in_the_middle_of_its_rows(write: Write) -> None:
    label = write("विषय :", top_px=646).words
    above = write("\tग्राम बरबसपुर की भूमि के\n\tनामांतरण के संबंध में", top_px=600).words
    other = write("विभाग :\tगृह विभाग", top_px=300).words
    words = [
        Word(w.text, w.box, w.confidence, w.line + 10 * n, w.block)
        for n, part in enumerate((other, label, above))
        for w in part
    ]
    assert values(Sheet(0, (2480, 3508), 300, words=tuple(words))) == {
        "department": "गृह विभाग",
        "subject": "ग्राम बरबसपुर की भूमि के नामांतरण के संबंध में",
    }


def test_words_like_labels_inside_values_stay_there(write: Write) -> None:
    sheet = write("शाखा :\tतहसील न्यायालय आरंग\nविषय :\tग्राम तर्रा का विभाग\n\tवर्ष एवं शाखा की जांच\nवर्ष :\t2001")
    assert values(sheet) == {
        "section": "तहसील न्यायालय आरंग",
        "subject": "ग्राम तर्रा का विभाग वर्ष एवं शाखा की जांच",
        "year": 2001,
    }


def test_two_columns_of_labels(write: Write) -> None:
    sheet = write("विभाग :\tगृह विभाग\nवर्ष :\t2003\tशाखा :\tलेखा शाखा\nविषय :\tभवन मरम्मत")
    assert values(sheet) == {"department": "गृह विभाग", "year": 2003, "section": "लेखा शाखा", "subject": "भवन मरम्मत"}


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("प्रारंभ दिनांक : : 19.061990", "opened", "1990-06-19"),
        ("वर्ष :\tl993", "year", 1993),
        ("अभिलेख वर्ण: स्थायी.", "retention", "स्थायी"),
        ("अभिलेख वर्ग : ५ वष", "retention", "5 वर्ष"),
        ("विभाग ; राजस्व एवं आपढा प्रबधन विभाग", "department", "राजस्व एवं आपदा प्रबंधन विभाग"),
        ("शाखा : शिकायन शाखा", "section", "शिकायत शाखा"),
        ("नस्ती क्रमांकः. एफ् 4-192/1990/क/29", "file_number", "एफ 4-192/1990/एक/29"),
        ("नस्ती क्रमाक : 1O72 / शिका. / 2008", "file_number", "1072/शिका./2008"),
    ],
)
def test_damaged_values_are_mended_and_trusted_less(write: Write, text: str, name: str, value: str | int) -> None:
    field = read(write(text, confidence=0.7))[name]
    assert field.value == value
    assert field.confidence < read(write(_clear(name, value), confidence=0.7))[name].confidence


def _clear(name: str, value: str | int) -> str:
    labels = {
        "opened": "प्रारंभ दिनांक", "year": "वर्ष", "retention": "अभिलेख वर्ग", "department": "विभाग", "section": "शाखा",
        "file_number": "नस्ती क्रमांक",
    }  # fmt: skip
    return f"{labels[name]} : {'19.06.1990' if name == 'opened' else value}"


@pytest.mark.parametrize(
    ("text", "value"),
    [("Permanent", "स्थायी"), ("क", "क"), ("'ख' वर्ग", "ख"), ("Class C", "C"), ("03 वर्ष", "3 वर्ष"), ("5 yrs.", "5 वर्ष")],
)
def test_retention_classes(write: Write, text: str, value: str) -> None:
    assert values(write(f"अभिलेख वर्ग :\t{text}")) == {"retention": value}


def test_an_unknown_department_is_kept_as_read_and_trusted_less(write: Write) -> None:
    known, unknown = read(write("विभाग :\tगृह विभाग")), read(write("विभाग :\tमत्स्य कन्या विभाग"))
    assert unknown["department"].value == "मत्स्य कन्या विभाग"
    assert unknown["department"].confidence < 0.75 < known["department"].confidence


def test_a_number_and_a_department_speak_without_their_labels(write: Write) -> None:
    fields = read(write("\tवित्त विभाग\n\t142/अ-27/1993-94\nवर्ष :\t1993\nशाखा :\tलेखा शाखा"))
    assert fields["department"].value == "वित्त विभाग"
    assert fields["file_number"].value == "142/अ-27/1993-94"
    assert fields["file_number"].confidence < 0.85


@pytest.mark.parametrize("text", ["प्रारंभ दिनांक : 31.02.1990", "वर्ष : 196", "टीप पृष्ठ :", "वर्ष : ____", "अभिलेख वर्ग : ."])
def test_values_that_cannot_be_are_left_out(write: Write, text: str) -> None:
    assert values(write(text)) == {}


def test_counts_labels(write: Write) -> None:
    assert count_labels(lay_out(write(HINDI), 0)) == 10
    assert count_labels(lay_out(write("प्रति,\nकलेक्टर\nविषय :- भवन"), 0)) == 1
