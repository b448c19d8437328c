from __future__ import annotations

from collections.abc import Callable

import pytest

from classify.kinds import choose_kind, part_of
from classify.layout import lay_out
from classify.signs import find_signs
from nasti.model import KINDS, Sheet

Write = Callable[..., Sheet]

BODY = "उपरोक्त विषयांतर्गत लेख है कि चाही गई जानकारी निर्धारित प्रपत्र में संलग्न प्रेषित है।\n" * 3
OFFICE = ">कार्यालय कलेक्टर, जिला बस्तर\n"
GOVERNMENT = ">छत्तीसगढ़ शासन\n>गृह विभाग\n"
NUMBER = "क्रमांक 5402/स्था./1993\t\tबस्तर, दिनांक 07-02-1993\n"
FILE_NUMBER = "क्रमांक एफ 4-28/सात-1/2014\t\tदिनांक 02.03.2015\n"
TO = "प्रति,\n    तहसीलदार,\n"

PAGES = {
    "cover": ">नस्ती आवरण\nविभाग :\tगृह विभाग\nशाखा :\tलेखा शाखा\nनस्ती क्रमांक :\t1072/शिका./2008\nविषय :\tभवन\nवर्ष :\t2008",
    "note": ">टीप\nविषय :- भवन मरम्मत के संबंध में।\n11. स्मरण पत्र जारी करें।\n>(सुनीता बघेल)\n>उप सचिव\n>20-06-2008",
    "order_sheet": ">न्यायालय तहसीलदार बोरी\n>आदेश पत्रक\n>राजस्व प्रकरण क्रमांक 142/अ-27/1993-94\n"
    "23-01-1994 प्रकरण प्रस्तुत। आवेदक उपस्थित।\n>तहसीलदार\n06-02-1994 हल्का पटवारी का प्रतिवेदन प्राप्त।",
    "letter": f"{OFFICE}{NUMBER}{TO}विषय :- भवन।\nसंदर्भ :- आपका पत्र क्रमांक 691\n{BODY}",
    "order": f"{OFFICE}>// आदेश //\n{NUMBER}1. {BODY}",
    "circular": f"{GOVERNMENT}>परिपत्र / CIRCULAR\nक्रमांक / No. 234/2008\t\tदिनांक / Date 27-08-2008\n"
    f"{TO}विषय :- भवन।\n{BODY}",
    "notification": f"{GOVERNMENT}>अधिसूचना\n{FILE_NUMBER}{BODY}",
    "memo": f"{GOVERNMENT}>ज्ञापन\n{FILE_NUMBER}{TO}{BODY}",
    "demi_official": f">अपर कलेक्टर\n>अर्द्धशासकीय पत्र\nअ.शा.पत्र {NUMBER}{TO}{BODY}",
    "application": f"प्रति,\n    श्रीमान तहसीलदार महोदय,\nविषय :- सीमांकन बाबत।\nमहोदय,\n{BODY}"
    "दिनांक 13-04-1994\t\tप्रार्थी\n>संतोष निषाद",
    "list": ">हितग्राहियों की सूची\nक्र.\tनाम\tखसरा\tराशि\n"
    + "\n".join(f"{n}\tपुष्पा निषाद\t{n}4/2 1.{n}64\t8,9{n},699" for n in range(1, 8)),
    "affidavit": f">शपथ पत्र\nमैं शपथपूर्वक कथन करता हूं कि\n{BODY}",
    "panchnama": f">मौका पंचनामा\nहम पंचगण के समक्ष\n{BODY}",
    "statement": f">कथन\nनाम गवाह रामलाल\n{BODY}",
    "map": ">नजरी नक्शा\nखसरा 112\t113",
    "receipt": ">पावती\nश्री रामलाल से प्राप्त",
}

ENGLISH_NOTE = (
    ">NOTE SHEET\nSubject :- Road.\n1. The estimate is put up for orders.\n>(D. K. Verma)\n>Accountant\n>11.07.2011"
)
ENGLISH_LETTER = (
    "GOVERNMENT OF CHHATTISGARH\nOFFICE OF THE UNDER SECRETARY, BILASPUR\nNo. 4170/Acctt/1997\t\tDated 15-01-1997\n"
    "To,\n    The Joint Director,\nSubject :- Seniority list.\nSir,\nThe file is submitted.\n>Yours faithfully,"
)


def kind_of(sheet: Sheet) -> str | None:
    return choose_kind(find_signs(lay_out(sheet, 0)))


@pytest.mark.parametrize(("kind", "text"), PAGES.items())
def test_knows_kinds(write: Write, kind: str, text: str) -> None:
    assert kind in KINDS
    assert kind_of(write(text)) == kind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("cover", PAGES["cover"].replace(">नस्ती आवरण\n", "").replace("नस्ती क्रमांक", "नस्ती क्रमाक")),
        ("note", PAGES["note"].replace(">टीप\n", "") + "\n12. आदेशार्थ।\n>(भूपेंद्र वर्मा)\n>कलेक्टर\n>27/09/2008"),
        ("order_sheet", PAGES["order_sheet"].replace("आदेश पत्रक", "आदेश परक")),
        ("order_sheet", "\n".join(PAGES["order_sheet"].split("\n")[3:])),
        ("letter", PAGES["letter"].replace("कार्यालय", "कायालय").replace("क्रमांक 5402", "ऋमाक 5402")),
        ("letter", PAGES["letter"].replace("प्रति,", ". प्रति ` ")),
        ("order", PAGES["order"].replace("// आदेश //", "/। आद़ेश //")),
        ("circular", PAGES["circular"].replace("परिपत्र / CIRCULAR", "परिपत / CIRCULAR ©")),
        ("application", PAGES["application"].replace("महोदय", "महोढ़य").replace("विषय", "विषम")),
        ("list", "\n".join(PAGES["list"].split("\n")[1:])),
        ("list", ">प्रभावित कृषकों की सूची, ग्राम भुरकोनी\n1 रामलाल\n2 श्यामलाल"),
        ("note", ENGLISH_NOTE),
        ("letter", ENGLISH_LETTER),
    ],
)  # fmt: skip
def test_knows_damaged_pages(write: Write, kind: str, text: str) -> None:
    assert kind_of(write(text)) == kind


@pytest.mark.parametrize("text", [BODY, "VAAN vv Wp", "१२३ ४५६", "7"])
def test_does_not_guess(write: Write, text: str) -> None:
    assert kind_of(write(text)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_part(kind: str) -> None:
    expected = {"note": "noting", "order_sheet": "noting", "cover": None, "blank": None, "separator": None}
    assert part_of(kind) == expected.get(kind, "correspondence")
