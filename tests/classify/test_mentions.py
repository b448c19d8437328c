from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.digits import DEVANAGARI
from classify.layout import lay_out
from classify.mentions import find_mentions
from classify.tables import load
from nasti.model import MENTIONS, Sheet
from tests.classify.conftest import write_sheet

Write = Callable[..., Sheet]

LETTER = (
    ">कार्यालय कलेक्टर, जिला बस्तर\nक्रमांक 5402/स्था./1993\t\tदिनांक 07-02-93\nप्रति,\n    तहसीलदार,\nविषय :- सीमांकन बाबत।\n"
    "संदर्भ :- आपका पत्र क्रमांक 691 दिनांक 02.04.1994\nग्राम थनौद स्थित भूमि खसरा नंबर 354/5 के संबंध में श्री संतोष निषाद को\n"
    "राशि रुपये 85,21,458 का भुगतान किया जाए।"
)
DISTRICTS = [entry["hi"] for entry in load("districts")]
AROUND = st.sampled_from(
    ["", "उपरोक्त विषयांतर्गत लेख है कि", "शिकायत की जांच में पाया गया", "कृपया अवलोकन हो।", "तथा", "के संबंध में", "अतः"]
)


def mentions(text: str, *, kind: str = "letter", near_year: int | None = None) -> dict[str, list[object]]:
    found = find_mentions(kind, [lay_out(write_sheet(text), 0)], near_year)
    return {name: [field.value for field in fields] for name, fields in found.items()}


def test_a_letter_names_what_it_names(write: Write) -> None:
    assert mentions(LETTER) == {
        "reference_number": ["691"],
        "reference_date": ["1994-04-02"],
        "district": ["बस्तर"],
        "village": ["थनौद"],
        "khasra": ["354/5"],
        "person": ["संतोष निषाद"],
        "amount": ["8521458"],
    }
    assert set(mentions(LETTER)) <= set(MENTIONS)


def test_each_has_its_place(write: Write) -> None:
    sheet = write(LETTER)
    found = find_mentions("letter", [lay_out(sheet, 4)], None)
    village = found["village"][0]
    assert (village.raw, village.sheet) == ("थनौद", 4)
    assert village.box == next(word.box for word in sheet.words if word.text == "थनौद")
    assert found["reference_date"][0].raw == "02.04.1994"
    assert found["person"][0].raw == "संतोष निषाद"


def test_bad_reading_lowers_confidence(write: Write) -> None:
    well, badly = (
        find_mentions("letter", [lay_out(write(LETTER, confidence=sure), 0)], None)["khasra"][0].confidence
        for sure in (0.99, 0.5)
    )
    assert badly < 0.6 < 0.9 < well


def test_what_is_seen_again_is_surer(write: Write) -> None:
    page = lay_out(write("जिला बस्तर", confidence=0.8), 0)
    once, twice = (find_mentions("letter", pages, None)["district"] for pages in ([page], [page, page]))
    assert len(once) == len(twice) == 1
    assert once[0].confidence < twice[0].confidence < 1


def test_a_damaged_name_is_less_sure(write: Write) -> None:
    clean, damaged = (
        find_mentions("letter", [lay_out(write(text), 0)], None)["district"][0]
        for text in ("जिला बिलासपुर", "जिला विलासपुर")
    )
    assert (clean.value, damaged.value, damaged.raw) == ("बिलासपुर", "बिलासपुर", "विलासपुर")
    assert damaged.confidence < clean.confidence


def test_pairs_come_first_and_stay_together() -> None:
    text = "महोदय,\nपत्र क्रमांक 11 के क्रम में पत्र क्रमांक 22 दिनांक 01.02.1994 तथा पत्र क्रमांक 33 दिनांक 03.04.1994 देखें।"
    found = mentions(text)
    assert found["reference_number"] == ["22", "33", "11"]
    assert found["reference_date"] == ["1994-02-01", "1994-04-03"]


def test_one_date_of_two_letters_stands_twice() -> None:
    text = "महोदय,\nपत्र क्रमांक 22 दिनांक 01.02.1994 तथा पत्र क्रमांक 33 दिनांक 01.02.1994 देखें।"
    found = mentions(text)
    assert found["reference_number"] == ["22", "33"]
    assert found["reference_date"] == ["1994-02-01", "1994-02-01"]


def test_a_letter_named_twice_is_one() -> None:
    again = "\nमहोदय,\nआपके पत्र क्रमांक 691 दिनांक 02.04.1994 के अनुसार"
    assert mentions(LETTER + again)["reference_number"] == ["691"]


def test_its_own_number_is_no_reference(write: Write) -> None:
    text = "महोदय,\nइस पत्र क्रमांक 5402/स्था./1993 दिनांक 07-02-1993 का उत्तर दें।"
    page = lay_out(write(text), 0)
    assert find_mentions("letter", [page], None, own_number="5402/स्था/1993") == {}
    assert find_mentions("letter", [page], None)["reference_number"][0].value == "5402/स्था./1993"


def test_two_digit_years_lie_near_the_nasti() -> None:
    text = "संदर्भ :- आपका पत्र क्रमांक 691 दिनांक 2/4/04"
    assert mentions(text, near_year=1905)["reference_date"] == ["1904-04-02"]
    assert mentions(text, near_year=2005)["reference_date"] == ["2004-04-02"]


@pytest.mark.parametrize("kind", ["map", "receipt", "list", "cover"])
def test_kinds_that_answer_nothing_have_no_references(kind: str) -> None:
    assert "reference_number" not in mentions(LETTER, kind=kind)
    assert mentions(LETTER, kind=kind)["district"] == ["बस्तर"]


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_no_text_is_too_much(text: str) -> None:
    for fields in find_mentions("letter", [lay_out(write_sheet(text), 0)], 1994).values():
        for field in fields:
            assert str(field.value)
            assert 0 <= field.confidence <= 1


WORDS = st.sampled_from(
    [
        *(
            "जिला",
            "तहसील",
            "ग्राम",
            "खसरा",
            "नंबर",
            "श्री",
            "पिता",
            "रुपये",
            "क्रमांक",
            "दिनांक",
            "पत्र",
            "संदर्भ",
            "महोदय",
            "कलेक्टर",
        ),
        *("रायपुर", "पाटन", "थनौद", "176/4", "12.5.98", "1,25,000/-", ",", "-", ":", "(", ")", "एवं", "तहसीलदार"),
        *("691", "एफ", "6-103/2016/सात-1", "लाख", "राम", "साहू", "S/o"),
    ]
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=12), min_size=1, max_size=6))
@settings(max_examples=200)
def test_any_row_of_cues_gives_real_values(lines: list[list[str]]) -> None:
    found = mentions("\n".join(map(" ".join, lines)))
    assert set(found) <= set(MENTIONS)
    assert len(found.get("reference_date", ())) <= len(found.get("reference_number", ()))
    for name in ("district", "tehsil", "khasra", "amount", "person", "village"):
        assert len(found.get(name, ())) == len(set(found.get(name, ())))


@given(AROUND, AROUND, st.sampled_from(DISTRICTS), st.booleans())
def test_every_district_is_found_among_any_words(before: str, behind: str, district: str, last: bool) -> None:
    named = f"{district} जिले में" if last else f"जिला {district}"
    assert mentions(f"{before} {named}, {behind}")["district"] == [district]


@given(AROUND, AROUND, st.integers(1, 9999), st.integers(1, 99), st.booleans())
def test_every_plot_is_found_among_any_words(before: str, behind: str, plot: int, part: int, in_hindi: bool) -> None:
    number = f"{plot}/{part}"
    printed = number.translate({ord(str(digit)): DEVANAGARI[digit] for digit in range(10)}) if in_hindi else number
    assert mentions(f"{before} खसरा नंबर {printed} रकबा {behind}")["khasra"] == [number]


@given(AROUND, AROUND, st.integers(1, 10**9), st.sampled_from(["रु. {0}/-", "रुपये {0}", "{0} रुपये", "Rs. {0}/-", "{0}/-"]))
def test_every_amount_is_found_among_any_words(before: str, behind: str, rupees: int, form: str) -> None:
    assert mentions(f"{before} {form.format(group(rupees))} {behind}")["amount"] == [str(rupees)]


def group(rupees: int) -> str:
    """Digits as India groups them: 1,25,000."""
    digits = str(rupees)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail])


@pytest.mark.parametrize(
    "text", ["रु. " * 600, "खसरा " + "1," * 600, "श्री " * 600, "पत्र क्रमांक " * 300, "1,11" * 500, "( " * 900]
)
@pytest.mark.timeout(5)
def test_hostile_print_takes_no_undue_time(text: str) -> None:
    mentions(text)
