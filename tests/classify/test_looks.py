from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from classify.kinds import choose_kind
from classify.layout import lay_out
from classify.looks import is_dark
from classify.papers import follow_papers
from classify.signs import Signs, find_signs
from nasti.model import Sheet

Write = Callable[..., Sheet]

BODY = "उपरोक्त विषयांतर्गत लेख है कि चाही गई जानकारी निर्धारित प्रपत्र में संलग्न प्रेषित है।\n" * 3


def signs_of(sheet: Sheet) -> Signs:
    return find_signs(lay_out(sheet, 0))


def kind_of(sheet: Sheet) -> str | None:
    return choose_kind(signs_of(sheet))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("order", "\tस्थापना आदेश\nक्रमांक 12/स्था./1994\n" + BODY),
        ("note", "\tएकल नस्ती टीप\nविषय :- भवन।\n1. प्रस्तुत।\n" + BODY),
        ("panchnama", "\tजप्ती पंचनामा\nआज दिनांक 12.03.1994 को\n" + BODY),
        ("statement", ">कथन गवाह\nनाम रामलाल\n" + BODY),
        ("statement", ">न्यायालय तहसीलदार\nनाम : रामलाल\nपिता का नाम : श्यामलाल\nउम्र : 40 वर्ष\nनिवासी : ढौर\n" + BODY),
        ("affidavit", "INDIA NON JUDICIAL\nमैं रामलाल शपथपूर्वक कथन करता हूँ कि\n" + BODY + ">शपथकर्ता"),
        ("application", "सेवा में,\n    श्रीमान् कलेक्टर\nनिवेदन है कि मैं रामलाल निवासी ग्राम सेमरिया का हूँ।\n" + BODY),
        ("demi_official", "रामलाल वर्मा\n>कार्यालय कलेक्टर\nअ.शा. पत्र क्रमांक 12/स्था./94\nप्रिय श्री वर्मा,\n" + BODY),
        ("list", ">अनुलग्नक\nनाम\tराशि\nरामलाल\t5,000"),
        ("map", ">खसरा नक्शा\n12/3\n\t\t44\n\t5\n17\n\t\t8/2\n\t9"),
    ],
)  # fmt: skip
def test_titles_phrases_and_places_tell_kinds(write: Write, kind: str, text: str) -> None:
    assert kind_of(write(text)) == kind


def test_an_envelope_is_wide_and_says_to_whom(write: Write) -> None:
    sheet = write(">शासकीय सेवार्थ\n\n\t\tप्रति,\n\t\tतहसीलदार, दुर्ग\n\nप्रेषक : कलेक्टर")
    assert kind_of(replace(sheet, size_px=(2700, 1240))) == "envelope"
    assert kind_of(sheet) != "envelope"


def test_a_receipt_is_small_and_says_what_was_received(write: Write) -> None:
    sheet = write("क्र. 17\t\tदिनांक 2.3.94\nश्री रामलाल से राशि रुपये 500 नगद प्राप्त हुए।\n\t\tनाजिर")
    assert kind_of(replace(sheet, size_px=(1770, 1120))) == "receipt"
    assert kind_of(sheet) is None


def test_a_photograph_is_dark(write: Write) -> None:
    sheet = replace(write(">स्थल का छायाचित्र"), measures={"dark_share": 0.5})
    assert kind_of(sheet) == "photograph"
    assert is_dark(sheet)
    assert not is_dark(replace(sheet, measures={"dark_share": 0.08}))
    assert kind_of(replace(write("रामलाल ने कहा।\n" * 40), measures={"dark_share": 0.5})) is None


def test_a_sentence_that_begins_like_a_letterhead_is_none(write: Write) -> None:
    assert "office" not in signs_of(write("कार्यालय को लौटाने का कष्ट करें।")).strengths
    assert "office" not in signs_of(write("officer. Sanction is hereby accorded")).strengths
    assert "office" in signs_of(write("कार्यालय कलेक्टर")).strengths
    assert "office" in signs_of(write("Office of the Collector")).strengths


def test_what_stands_below_the_greeting_is_no_head(write: Write) -> None:
    found = signs_of(write("प्रति,\n    कलेक्टर\nमहोदय,\nक्रमांक 55 दिनांक 2.3.94 का अवलोकन करें।")).strengths
    assert "to" in found
    assert "number" not in found


def test_a_number_alone_begins_no_paper() -> None:
    going_on = Signs({"number": 1.0, "numbered": 1.0}, {})
    begun = Signs({"number": 1.0, "subject": 1.0}, {})
    places, papers = follow_papers(["note", None, None], [Signs({}, {"note": 1.0}), going_on, begun], [None] * 3)
    assert [place.kind for place in places] == ["note", "note", "other"]
    assert [paper.first for paper in papers] == [0, 2]


def test_lists_with_a_title_are_papers_of_their_own() -> None:
    titled, bare = Signs({"table": 1.0, "titled": 1.0}, {}), Signs({"table": 1.0}, {})
    _, papers = follow_papers(["list", "list", "list"], [titled, bare, titled], [None] * 3)
    assert [(paper.first, paper.last) for paper in papers] == [(0, 1), (2, 2)]


def test_people_say_where_papers_begin() -> None:
    start = Signs({"office": 1.0, "number": 1.0, "to": 1.0}, {})
    text = Signs({}, {})
    kinds, signs = ["letter", "letter", None], [start, start, text]
    _, papers = follow_papers(kinds, signs, [None] * 3, [None, False, True])
    assert [(paper.kind, paper.first, paper.last) for paper in papers] == [("letter", 0, 1), ("other", 2, 2)]
