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
        ("list", "\tLIST OF BENEFICIARIES, 2009-10\n1 Iqbal Khan\t517.50\n2 M. K. Sahu\t24,093/-"),
        ("list", "\tहितग्राहियों की सूची वर्ष 2009-10\n1 रामलाल\n2 श्यामलाल"),
        ("list", "\tग्राम भुरकोनी के प्रभावित कृषक\nस. क्र.\tनाम\tपिता\tरकबा\n1\tरामलाल\tमोहन\n\t(मृत)\n2\tश्यामलाल\tसोहन"),
        ("note", ENGLISH_NOTE),
        ("letter", ENGLISH_LETTER),
    ],
)  # fmt: skip
def test_knows_damaged_pages(write: Write, kind: str, text: str) -> None:
    assert kind_of(write(text)) == kind


@pytest.mark.parametrize("text", [BODY, "VAAN vv Wp", "१२३ ४५६", "7"])
def test_does_not_guess(write: Write, text: str) -> None:
    assert kind_of(write(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "क्रमांक\tनाम\tदिनांक\tराशि\nउपरोक्त विषय में लेख है\n2 प्रतियां संलग्न हैं",
        "क्रमांक 691/स्था.\tजगदलपुर\tदिनांक 07-02-1993\n1. कलेक्टर, बस्तर\n2. तहसीलदार, बोरी",
        "S. No.\tName\n1 Ramlal\n2 Shyamlal",
    ],
)
def test_what_counts_no_rows_names_no_columns(write: Write, text: str) -> None:
    assert "columns" not in find_signs(lay_out(write(text), 0)).strengths


ENGLISH_PROSE = """    No objection was received during the period of notice, which ended on
03-04-1987. This issues with the concurrence of the Finance Department.
    The Accountant General has pointed out the same in his letter of the day
03.08.1986 and the Patwari of the halka has now verified it on the spot."""
HINDI_PROSE = """    दुकानदार ने घोषणा-पत्र नहीं भरा तथा विक्रय-पत्र का पंजीयन उसी कार्यालय में दिनांक
27-10-2011 को उप पंजीयक के यहाँ हुआ था जिसके फलस्वरूप गोदाम सील कर दिया गया और उपार्जन
23/02/2012 तक जारी रहेगा।"""


@pytest.mark.parametrize("text", [ENGLISH_PROSE, HINDI_PROSE])
def test_a_date_within_a_sentence_is_no_entry_of_an_order_sheet(write: Write, text: str) -> None:
    assert "dated_entries" not in find_signs(lay_out(write(text), 0)).strengths


def test_entries_beside_a_column_of_dates_count_though_no_sentence_ends(write: Write) -> None:
    entries = (
        "23-01-1994\tप्रकरण प्रस्तुत आवेदक उपस्थित अनावेदक को सूचना पत्र जारी किया जाए और हल्का पटवारी से\n"
        "06-02-1994\tहल्का पटवारी का प्रतिवेदन प्राप्त हुआ जिस पर उभय पक्ष को सुना गया अगली पेशी दिनांक\n"
        "\tआदेश हेतु नियत है और उभय पक्ष उस दिन अपने साक्षी के साथ उपस्थित रहें ऐसा निर्देश दिया गया"
    )
    assert find_signs(lay_out(write(entries), 0)).strengths["dated_entries"] == 1.0


@pytest.mark.parametrize(
    ("end", "unfinished"), [("जिसकी सूचना आवेदक को\n\n2", True), ("दी गई।\n\n2", False), ("\nसूचना दें", False)]
)
def test_knows_whether_the_last_sentence_goes_on_overleaf(write: Write, end: str, unfinished: bool) -> None:
    text = f"{BODY}{'आवेदन पत्र का परीक्षण किया गया ' * 2}{end}"
    assert ("unfinished" in find_signs(lay_out(write(text), 0)).strengths) is unfinished


def test_a_little_word_of_a_sentence_addresses_nobody(write: Write) -> None:
    text = "You are\tto furnish your explanation within fifteen days, failing which it will be decided."
    assert "to" not in find_signs(lay_out(write(text), 0)).strengths
    assert "to" in find_signs(lay_out(write("No. 4170/1997\tTo,\n\tThe Joint Director"), 0)).strengths


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_part(kind: str) -> None:
    expected = {"note": "noting", "order_sheet": "noting", "cover": None, "blank": None, "separator": None}
    assert part_of(kind) == expected.get(kind, "correspondence")
