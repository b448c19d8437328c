from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from classify.layout import lay_out
from classify.letters import read_paper
from nasti.model import Field, Sheet

Write = Callable[..., Sheet]

LETTER = """
>कार्यालय मुख्य चिकित्सा एवं स्वास्थ्य अधिकारी, जिला बिलासपुर (छत्तीसगढ़)
क्रमांक 7060/वि./1993\t\tबिलासपुर, दिनांक 11.07.1994
प्रति,
    जिला खाद्य अधिकारी,
    जिला बिलासपुर (छ.ग.)
विषय :- प्राथमिक स्वास्थ्य केन्द्र थनौद में चिकित्सक की पदस्थापना बाबत।
संदर्भ :- आपका पत्र क्रमांक 768 दिनांक 01-10-1993

यदि नियत समय सीमा में जानकारी प्राप्त नहीं होती है तो जवाबदारी आपकी होगी।
>मुख्य चिकित्सा एवं स्वास्थ्य अधिकारी
पृ. क्रमांक 7060/वि./1993\t\tबिलासपुर, दिनांक 11.07.1994
प्रतिलिपि :-
1. कार्यपालन अभियंता, सरगुजा की ओर सूचनार्थ।
>मुख्य चिकित्सा एवं स्वास्थ्य अधिकारी
"""

ENGLISH = """
>GOVERNMENT OF CHHATTISGARH
>OFFICE OF THE UNDER SECRETARY, BILASPUR
No. 4170/Acctt/1997\t\tBilaspur, Dated 15-01-1997
To,
    The Joint Director,
    District Bilaspur
Subject :- Regarding revision of seniority list.
Sir,
The file is submitted for orders.
>Yours faithfully,
>(Under Secretary)
"""

APPLICATION = """
प्रति,
    श्रीमान अनुविभागीय अधिकारी (राजस्व) महोदय,
    जिला कांकेर (छ.ग.)
विषय :- वन अधिकार पत्र वितरण के संबंध में।
महोदय,
बैठक दिनांक 07.08.2007 को आयोजित की गई है।
दिनांक 18.10.2008\t\t\tप्रार्थी
>हेमंत शर्मा
"""


def read(kind: str, *sheets: Sheet, near_year: int | None = None) -> Mapping[str, Field]:
    return read_paper(kind, [lay_out(sheet, number) for number, sheet in enumerate(sheets)], near_year)


def values(kind: str, *sheets: Sheet, near_year: int | None = None) -> dict[str, str | int]:
    return {name: field.value for name, field in read(kind, *sheets, near_year=near_year).items()}


LETTER_VALUES = {
    "letter_number": "7060/वि./1993",
    "date": "1994-07-11",
    "sender": "मुख्य चिकित्सा एवं स्वास्थ्य अधिकारी",
    "recipient": "जिला खाद्य अधिकारी",
    "subject": "प्राथमिक स्वास्थ्य केन्द्र थनौद में चिकित्सक की पदस्थापना बाबत",
}


def test_reads_a_hindi_letter(write: Write) -> None:
    assert values("letter", write(LETTER)) == LETTER_VALUES


def test_reads_an_english_letter(write: Write) -> None:
    assert values("letter", write(ENGLISH)) == {
        "letter_number": "4170/Acctt/1997",
        "date": "1997-01-15",
        "sender": "Under Secretary",
        "recipient": "Joint Director",
        "subject": "Regarding revision of seniority list",
    }


def test_reads_an_application(write: Write) -> None:
    assert values("application", write(APPLICATION)) == {
        "date": "2008-10-18",
        "recipient": "अनुविभागीय अधिकारी (राजस्व)",
        "subject": "वन अधिकार पत्र वितरण के संबंध में",
    }


def test_reads_an_order(write: Write) -> None:
    order = (
        ">कार्यालय अवर सचिव, जिला धमतरी\n>// आदेश //\nक्रमांक 4052/रा./1990\t\tदिनांक 26-11-1991\n"
        "1. न्यायालय के आदेश के परिपालन में।\n>अवर सचिव"
    )
    assert values("order", write(order)) == {
        "letter_number": "4052/रा./1990",
        "date": "1991-11-26",
        "sender": "अवर सचिव",
    }


def test_reads_a_bilingual_circular(write: Write) -> None:
    circular = (
        ">छत्तीसगढ़ शासन\n>परिपत्र / CIRCULAR\nक्रमांक / No. 234/2008\t\tदिनांक / Date 27-08-2008\n"
        "विषय :- मार्ग के डामरीकरण के संबंध में।\nयह आदेश लागू होगा।\n\n\n\n\n>अवर सचिव\n>छत्तीसगढ़ शासन"
    )
    assert values("circular", write(circular)) == {
        "letter_number": "234/2008",
        "date": "2008-08-27",
        "sender": "अवर सचिव",
        "subject": "मार्ग के डामरीकरण के संबंध में",
    }


@pytest.mark.parametrize(
    ("printed", "damaged"),
    [
        ("क्रमांक 7060", "ऋमाक 7060"),
        ("क्रमांक 7060/वि./1993", "क्रमांक 7O60 /वि./ 1993"),
        ("11.07.1994", "11.07.19१4"),
        ("दिनांक 11.07.1994", "दिनाक॑ 11.071994"),
        ("बिलासपुर, दिनांक", "र बिलासपुर, दि."),
        ("प्रति,", ". प्रति, `"),
        ("विषय :-", ": विषय :-"),
        ("विषय :-", "विषम :-"),
        ("जिला खाद्य अधिकारी,", "निला खाद्य अधिकारी,"),
        ("जिला खाद्य अधिकारी,", "श्रीमान जिला खाघ अधिकारी महोढ़य,"),
        ("कार्यालय मुख्य", "कार्यालय.मुख्य"),
        ("कार्यालय मुख्य चिकित्सा", "pO कायालय मुख्य चिकित्सा"),
        ("संदर्भ :-", "संदर्भः :-"),
    ],
)
def test_reads_damaged_letters(write: Write, printed: str, damaged: str) -> None:
    head, mark, tail = LETTER.partition("पृ. क्रमांक")
    assert printed in head
    assert values("letter", write(head.replace(printed, damaged) + mark + tail)) == LETTER_VALUES


def test_what_stands_above_the_copies_supports_the_head(write: Write) -> None:
    alone, both = read("letter", write(LETTER.partition("पृ. क्रमांक")[0])), read("letter", write(LETTER))
    for name in ("letter_number", "date"):
        assert alone[name].value == both[name].value
        assert alone[name].confidence < both[name].confidence


def test_what_stands_above_the_copies_stands_in_for_a_lost_head(write: Write) -> None:
    head = "क्रमांक 7060/वि./1993\t\tबिलासपुर, दिनांक 11.07.1994"
    fields = read("letter", write(LETTER.replace(head, "bo oR", 1)))
    assert (fields["letter_number"].value, fields["date"].value) == ("7060/वि./1993", "1994-07-11")
    assert fields["letter_number"].confidence < 0.8


def test_the_number_of_the_letter_answered_is_not_its_own(write: Write) -> None:
    text = (
        ">कार्यालय कलेक्टर, जिला बस्तर\nक्रमांक निरंक\t\tदिनांक 05.01.2004\nप्रति,\n    तहसीलदार,\n"
        "संदर्भ :- आपका पत्र क्रमांक 1186 दिनांक 13.11.2003"
    )
    assert values("letter", write(text)) == {"date": "2004-01-05", "sender": "कलेक्टर", "recipient": "तहसीलदार"}


def test_a_subject_goes_on_below_a_full_row(write: Write) -> None:
    long = (
        "विषय :- " + "ग्राम बरबसपुर तहसील आरंग स्थित शासकीय भूमि खसरा नंबर एक सौ बारह रकबा दो हेक्टेयर पर किए गए अवैध अतिक्रमण एवं"
    )
    fields = values("note", write(f">टीप\n{long}\nनिर्माण हटाने के संबंध में।\n11. स्मरण पत्र जारी करें।"))
    assert fields["subject"] == long.removeprefix("विषय :- ") + " निर्माण हटाने के संबंध में"


def test_a_subject_ends_at_its_full_stop(write: Write) -> None:
    assert values("note", write(">टीप\nविषय :- भवन मरम्मत।\nप्रस्ताव प्राप्त हुआ है।")) == {"subject": "भवन मरम्मत"}


def test_what_the_reader_made_of_a_speck_behind_a_subject_is_not_part_of_it(write: Write) -> None:
    subject = "विषय :- आंगनबाड़ी कार्यकर्ता के रिक्त पद की पूर्ति बाबत।"
    fields = values("note", write(f">टीप\n{subject}\t\t\t\tला ड\nउपरोक्त विषयांतर्गत लेख है कि पद रिक्त है।"))
    assert fields["subject"] == "आंगनबाड़ी कार्यकर्ता के रिक्त पद की पूर्ति बाबत"


def test_a_circular_to_someone_has_a_recipient(write: Write) -> None:
    text = ">छत्तीसगढ़ शासन\n>परिपत्र\nक्रमांक 234/2008\t\tदिनांक 27-08-2008\nप्रति,\n    समस्त कलेक्टर,\nविषय :- भवन।"
    assert values("circular", write(text))["recipient"] == "समस्त कलेक्टर"


def test_an_unknown_post_is_kept_as_read_and_trusted_less(write: Write) -> None:
    fields = read("letter", write(LETTER.replace("जिला खाद्य अधिकारी", "हल्का गिरदावर")))
    assert fields["recipient"].value == "हल्का गिरदावर"
    assert fields["recipient"].confidence < 0.8


def test_a_post_inside_an_unknown_office_is_not_taken_for_it(write: Write) -> None:
    fields = read("letter", write(LETTER.replace("मुख्य चिकित्सा एवं स्वास्थ्य अधिकारी", "केन्द्रीय रेशम बीज उत्पादन अधीक्षक")))
    assert fields["sender"].value == "केन्द्रीय रेशम बीज उत्पादन अधीक्षक"


def test_a_letterhead_without_a_comma_ends_at_the_district(write: Write) -> None:
    fields = read(
        "letter", write(LETTER.replace("मुख्य चिकित्सा एवं स्वास्थ्य अधिकारी, जिला बिलासपुर (छत्तीसगढ़)", "कलेक्टर बिलासपुर", 1))
    )
    assert fields["sender"].value == "कलेक्टर"


@pytest.mark.parametrize(("near_year", "date"), [(1904, "1904-05-25"), (2004, "2004-05-25"), (None, "2004-05-25")])
def test_two_digit_years_follow_the_nasti(write: Write, near_year: int | None, date: str) -> None:
    sheet = write(LETTER.partition("पृ.")[0].replace("11.07.1994", "25-5-04"))
    assert values("letter", sheet, near_year=near_year)["date"] == date


def test_no_pages_no_fields() -> None:
    assert read_paper("letter", [], None) == {}
