from __future__ import annotations

from classify.agreement import agree, agree_subject
from nasti.model import Field, Paper

BOX = (0, 0, 10, 10)


def read(value: str, confidence: float = 0.6) -> Field:
    return Field(value, value, confidence, 0, BOX)


def paper(first: int, **fields: Field) -> Paper:
    return Paper("letter", "correspondence", first, first, fields)


def test_a_subject_is_taken_from_its_best_reading() -> None:
    papers = [paper(0, subject=read("नजूल पट्टे के नवीनीकण तथा बकाया वसूली", 0.4)), paper(1, subject=read("भवन मरम्मत", 0.9))]
    cover = read("नजूल पट्टे के नवीनीकरण तथा बकाया वसूली", 0.9)
    mended, other = agree(papers, cover)
    assert mended.fields["subject"].value == cover.value
    assert mended.fields["subject"].raw == "नजूल पट्टे के नवीनीकण तथा बकाया वसूली"
    assert 0.4 < mended.fields["subject"].confidence < 0.9
    assert other.fields["subject"].value == "भवन मरम्मत"


def test_subjects_with_other_numbers_are_others() -> None:
    subject = read("खसरा नंबर 176/4 के नामांतरण प्रकरण के संबंध में")
    other = read("खसरा नंबर 176/5 के नामांतरण प्रकरण के संबंध में", 0.99)
    assert agree_subject(subject, [subject, other]) == subject


def test_equal_readings_make_each_other_surer() -> None:
    first, second = read("भवन मरम्मत के संबंध में"), read("भवन मरम्मत के संबंध में")
    assert agree_subject(first, [first, second]).confidence > 0.8


def test_letters_in_numbers_are_those_that_other_numbers_have() -> None:
    numbers = ["7386/भू-अ./1998", "12/भू-अ./1998", "8276/भृ-अ./1998", "9/वित्त/1998"]
    mended = agree([paper(n, letter_number=read(number)) for n, number in enumerate(numbers)], None)
    assert [one.fields["letter_number"].value for one in mended] == [
        "7386/भू-अ./1998", "12/भू-अ./1998", "8276/भू-अ./1998", "9/वित्त/1998",
    ]  # fmt: skip


def test_what_is_left_of_another_office_is_trusted_less() -> None:
    papers = [paper(n, sender=read(name, 0.9)) for n, name in enumerate(("संयुक्त सचिव", "संयुक्त सचिव", "सचिव", "कलेक्टर"))]
    sure, _, part, alone = (one.fields["sender"].confidence for one in agree(papers, None))
    assert sure == 0.9 > alone > part


def test_what_a_person_said_is_left_alone() -> None:
    said = Field("सचिव", "", 1.0, 0, BOX, told=True)
    papers = [paper(0, sender=said, subject=said), paper(1, sender=read("उप सचिव"), subject=read("उप सचिव बाबत", 0.9))]
    assert agree(papers, None)[0].fields == {"sender": said, "subject": said}
