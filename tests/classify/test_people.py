from __future__ import annotations

from collections.abc import Callable

import pytest

from classify.layout import lay_out
from classify.letters import read_paper
from classify.understand import understand
from nasti.model import Field, Sheet

Write = Callable[..., Sheet]
HEAD = ">कार्यालय कलेक्टर, जिला बस्तर\nक्रमांक 5402/स्था./1993\t\tदिनांक 07-02-1993\n"


def fields(write: Write, kind: str, text: str) -> dict[str, Field]:
    return dict(read_paper(kind, [lay_out(write(text), 0)], 1993))


def value(write: Write, kind: str, text: str, name: str) -> str | int | None:
    found = fields(write, kind, text).get(name)
    return found.value if found else None


@pytest.mark.parametrize(
    ("line", "recipient"),
    [
        ("श्रीमान् तहसीलदार महोदय,", "तहसीलदार"),
        ("समस्त कलेक्टर,", "समस्त कलेक्टर"),
        ("अधीक्षक, भू-अभिलेख,", "अधीक्षक भू-अभिलेख"),
        ("तहसीलदार, बस्तर", "तहसीलदार"),
        ("सहायक संचालक, कृषि", "सहायक संचालक, कृषि"),
        ("उपर कलेक्टर,", "अपर कलेक्टर"),
        ("लेखापाल जंगल कार्यालय,", "लेखापाल जंगल कार्यालय"),
    ],
)
def test_recipients(write: Write, line: str, recipient: str) -> None:
    assert value(write, "letter", f"{HEAD}प्रति,\n    {line}\n    जिला बस्तर\nविषय :- भवन।", "recipient") == recipient


def test_a_recipient_below_a_label_that_was_lost(write: Write) -> None:
    text = f"{HEAD}Tos\n    The Tahsildar,\n    Bastar\nविषय :- भवन।"
    lost = fields(write, "letter", text)["recipient"]
    assert lost.value == "Tahsildar"
    assert lost.confidence < fields(write, "letter", text.replace("Tos", "To,"))["recipient"].confidence


@pytest.mark.parametrize("end", ["\t\tप्रार्थी\n>मनहरण साहू\n>ग्राम ढौर", ">विनीत\n>श्री मनहरण साहू"])
def test_applicants(write: Write, end: str) -> None:
    body = "निवेदन है कि भूमि का सीमांकन कराया जाए।\n" * 8
    text = f"प्रति,\n    तहसीलदार,\nविषय :- सीमांकन।\nमहोदय,\n{body}{end}"
    assert value(write, "application", text, "sender") == "मनहरण साहू"


def test_a_sentence_is_no_applicant(write: Write) -> None:
    text = "प्रति,\n    तहसीलदार,\n" + "भूमि।\n" * 10 + "आवेदक की भूमि का\nनाप की जाँच की"
    assert "sender" not in fields(write, "application", text)


def test_demi_official_letters_are_addressed_at_their_foot(write: Write) -> None:
    text = (
        "मनहरण साहू\nकलेक्टर\n>कार्यालय कलेक्टर, बस्तर\nअ.शा. पत्र क्रमांक 12/स्था./94\t\tदिनांक 2.3.94\nप्रिय श्री वर्मा,\n"
        "प्रकरण शीघ्र भेजें।\n>आपका\n>(मनहरण साहू)\nश्री वर्मा,\nतहसीलदार,\nकोंडागांव"
    )
    found = fields(write, "demi_official", text)
    assert (found["sender"].value, found["recipient"].value) == ("कलेक्टर", "तहसीलदार")


def test_secretaries_are_known_by_their_signature(write: Write) -> None:
    text = (
        ">छत्तीसगढ़ शासन\n>गृह विभाग\nक्रमांक एफ 4-28/सात-1/2014\t\tदिनांक 02.03.2015\nप्रति,\n    कलेक्टर,\nविषय :- भवन।\n"
        + "आदेश जारी।\n" * 8
        + "\t\t\t(रामलाल वर्मा)\n\t\t\tअवर सचिव\n\t\t\tछत्तीसगढ़ शासन"
    )
    assert value(write, "letter", text, "sender") == "अवर सचिव"


@pytest.mark.parametrize(
    "row",
    ["– शाला भवन की मरम्मत बाबत।", "fasa:- शाला भवन की मरम्मत बाबत।", "।वेदय शाला भवन की मरम्मत बाबत।\nसंदर्भ :- आपका पत्र"],
)
def test_subjects_whose_label_was_lost(write: Write, row: str) -> None:
    text = f"{HEAD}प्रति,\n    तहसीलदार,\n    जिला बस्तर\n{row}\nमहोदय,\nभवन की मरम्मत कराई जाए।"
    assert value(write, "letter", text, "subject") == "शाला भवन की मरम्मत बाबत"


def test_an_officer_is_no_subject(write: Write) -> None:
    text = "No. 12/Estt/1993\t\tDated 2.3.1993\nTo,\n    The Sub Divisional Officer,\n    Bastar\nSub. :- Road.\nSir,"
    assert value(write, "letter", text, "subject") == "Road"


def test_a_date_in_a_sentence_is_not_the_letters(write: Write) -> None:
    text = ">कार्यालय कलेक्टर, जिला बस्तर\nक्रमांक 5402/स्था./1993\nसीमांकन दल ने दिनांक 04-12-1985 को ग्राम मगरलोड पहुँचकर जाँच की।"
    assert value(write, "letter", text, "date") is None


def test_a_post_is_not_the_one_it_resembles_but_for_its_first_word(write: Write) -> None:
    text = HEAD.replace("कलेक्टर", "सहायक पंजीयक, सहकारी संस्थाएँ") + "प्रति,\n    तहसीलदार,\nविषय :- भवन।"
    assert str(value(write, "letter", text, "sender")).startswith("सहायक पंजीयक")


SIGNED = (
    ">कार्यालय कलेक्टर, जिला बस्तर\nक्रमांक 5402/स्था./1993\t\tदिनांक 07-02-93\nप्रति,\n    तहसीलदार,\nविषय :- सीमांकन बाबत।\n"
    + ("जांच कर प्रतिवेदन दें।\n" * 6)
)


@pytest.mark.parametrize("signer", ["वनमंडलाधिकारी", "सचिव कृषि उपज मंडी समिति"])
def test_a_letterhead_that_the_signature_contradicts_waits_for_a_person(write: Write, signer: str) -> None:
    own, others = (
        understand([write(f"{SIGNED}>भवदीय\n>{post}")]).papers[0].fields["sender"] for post in ("कलेक्टर", signer)
    )
    assert own.value == others.value == "कलेक्टर"
    assert others.confidence < 0.9
    assert others.confidence < own.confidence
