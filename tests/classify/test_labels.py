from __future__ import annotations

from collections.abc import Callable

import pytest

from classify.labels import Group, Label, labels_in, value_range
from classify.layout import Row, join, lay_out
from nasti.model import Sheet

Write = Callable[..., Sheet]


def one_row(write: Write, text: str) -> Row:
    return lay_out(write(text), 0).rows[0]


def value_of(row: Row, label: Label) -> str:
    span = value_range(row, label)
    return join(row.words[span.start : span.stop])


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("नस्ती क्रमांक : 12/अ-6/2001-02", "file_number", "12/अ-6/2001-02"),
        ("नस्ती क्रमांकः. 12/अ-6/2001-02", "file_number", "12/अ-6/2001-02"),
        ("नस्ती ऋरमांक : 12/अ-6/2001-02", "file_number", "12/अ-6/2001-02"),
        ("` नस्ती क्रमाक : 12", "file_number", "12"),
        ("नस्तीक्रमांक : 12", "file_number", "12"),
        ("फाईल क्र. : 12", "file_number", "12"),
        ("File No. : F 5-23/2011", "file_number", "F 5-23/2011"),
        ("विभाग : गृह विभाग", "department", "गृह विभाग"),
        ("विभाण : गृह विभाग", "department", "गृह विभाग"),
        ("बिभाग ; गृह विभाग", "department", "गृह विभाग"),
        ("शाखा: लेखा शाखा", "section", "लेखा शाखा"),
        ("विषयः सड़क", "subject", "सड़क"),
        ("विषम :- सड़क", "subject", "सड़क"),
        ("विषय:-सड़क", "subject", "सड़क"),
        ("वर्ष : 1993", "year", "1993"),
        ("प्रारंभ दिनांक : 16.11.1993", "opened", "16.11.1993"),
        ("-प्रारभ दिनाक : : 16.11.1993", "opened", "16.11.1993"),
        ("प्रारम्भ दिनाँक : 16.11.1993", "opened", "16.11.1993"),
        ("समाप्ति दिनांक : 03/10/1997", "closed", "03/10/1997"),
        ("समापि दिनांक : 03/10/1997", "closed", "03/10/1997"),
        ("अभिलेख वर्ण: स्थायी", "retention", "स्थायी"),
        ("अभिलेख ; वर्ग : स्थायी", "retention", "स्थायी"),
        ("टीप पृष्ठ : 24", "noting_pages", "24"),
        ("Correspondence pages : 3", "correspondence_pages", "3"),
        ("Dale of Opening : 4.7.2011", "opened", "4.7.2011"),
        ("Subjcct : Road", "subject", "Road"),
    ],
)
def test_finds_damaged_cover_labels(write: Write, text: str, name: str, value: str) -> None:
    row = one_row(write, text)
    labels = list(labels_in("cover", row))
    assert [label.name for label in labels] == [name]
    assert value_of(row, labels[0]) == value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("क्रमांक 5402/स्था./1993", "number"),
        ("क्रमाक॑ 5402/स्था./1993", "number"),
        ("क्र. 5402/स्था./1993", "number"),
        ("पृ. क्रमांक 5402/स्था./1993", "endorsement"),
        ("पु. क्रमांक 5402/स्था./1993", "endorsement"),
        ("प्रति,", "to"),
        ("विषय :- सड़क", "subject"),
        ("सन्दर्भ :- पत्र", "reference"),
        ("संदर्भः :- पत्र", "reference"),
        ("महोद,", "salutation"),
        ("प्रतिलिपि :-", "copy_to"),
        ("Subject :- Road", "subject"),
        ("Yours faithfully,", "closing"),
        ("कार्यालय कलेक्टर", "office"),
        ("कायालय कलेक्टर", "office"),
    ],
)
def test_finds_damaged_letter_labels(write: Write, text: str, name: str) -> None:
    assert next(labels_in("letter", one_row(write, text))).name == name


@pytest.mark.parametrize(
    ("group", "text", "names"),
    [
        ("letter", "कार्यपालन अभियंता,", {"office"}),
        ("letter", "प्रतिवेदन प्रस्तुत है", {"to", "copy_to"}),
        ("letter", "विषयांतर्गत लेख है", {"subject"}),
        ("letter", "No one came", {"to"}),
        ("letter", "दो प्रतियां", {"to"}),
        ("cover", "तहसील न्यायालय", {"section"}),
        ("cover", "वन", {"year"}),
    ],
)
def test_words_of_values_are_no_labels(write: Write, group: Group, text: str, names: set[str]) -> None:
    assert not names & {label.name for label in labels_in(group, one_row(write, text))}


def test_two_labels_in_a_row_share_it(write: Write) -> None:
    row = one_row(write, "वर्ष : 1993\tशाखा : लेखा शाखा")
    assert [label.name for label in labels_in("cover", row)] == ["year", "section"]


def test_a_word_of_a_value_is_no_second_label(write: Write) -> None:
    row = one_row(write, "शाखा : तहसील न्यायालय आरंग")
    assert [label.name for label in labels_in("cover", row)] == ["section"]


def test_a_label_in_both_languages_is_one(write: Write) -> None:
    row = one_row(write, "क्रमांक / No. 234/2008\tदिनांक / Date 27-08-2008")
    number, date = labels_in("letter", row)
    assert (number.name, date.name) == ("number", "date")
    assert join(row.words[number.last + 1 : date.first]) == "234/2008"
    assert value_of(row, date) == "27-08-2008"
