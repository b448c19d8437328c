from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from classify.learning.examples import Example
from classify.learning.lessons import Lesson, prepare
from classify.understand import understand
from nasti.model import Said, Sheet

Write = Callable[..., Sheet]
LETTER = (
    ">कार्यालय कलेक्टर, जिला बस्तर\nक्रमांक 5402/स्था./1993\t\tदिनांक 07-02-1993\nप्रति,\n    तहसीलदार,\nविषय :- सीमांकन बाबत।\n"
    "संदर्भ :- आपका पत्र क्रमांक 691\nमहोदय,\nउपरोक्त विषय में लेख है कि सीमांकन किया जाए।"
)
MORE = "शेष जानकारी संलग्न है।\nप्रकरण में कार्यवाही की जाए।"


def teach(write: Write, said: tuple[Said, ...] = (), *, threshold: float = 0.5, **others: object) -> Lesson:
    sheets = (write(LETTER), write(MORE))
    example = Example("7", sheets, (None, None), (None, None), said)
    return prepare([replace(example, **others)], threshold)[0]  # type: ignore[arg-type]


def answers(lesson: Lesson) -> dict[str, tuple[object, bool]]:
    return {asked.key[1]: (asked.answer, asked.let_stand) for asked in lesson.asked if asked.key[0] == "paper"}


def test_what_rules_fill_and_nobody_speaks_of_was_let_stand(write: Write) -> None:
    found = understand([write(LETTER), write(MORE)]).papers[0].fields
    given = answers(teach(write, (Said(0, "date", "1993-07-02"),)))
    assert given["date"] == ("1993-07-02", False)
    assert given["letter_number"] == (found["letter_number"].value, True)
    assert given["village"] == (None, True), "that nothing is there was let stand, for the paper was looked at"


def test_what_waits_for_a_person_was_not_let_stand(write: Write) -> None:
    assert answers(teach(write, (Said(0, "date", "1993-07-02"),), threshold=1.01)).keys() & {"letter_number"} == set()


def test_of_a_paper_that_nobody_spoke_of_only_what_was_filled_was_let_stand(write: Write) -> None:
    given = answers(teach(write))
    assert "village" not in given
    assert given["date"] == ("1993-02-07", True)


def test_pages_that_nobody_spoke_of_are_what_the_rules_say(write: Write) -> None:
    lesson = teach(write, kinds=(None, "list"), begins=(None, True))
    assert [(seen.rule, seen.answer, seen.let_stand) for seen in lesson.kinds] == [
        ("letter", "letter", True),
        ("letter", "list", False),
    ]
    assert [(seen.rule, seen.answer, seen.let_stand) for seen in lesson.begins] == [
        ("begins", "begins", True),
        ("goes on", "begins", False),
    ]


def test_fields_are_sought_where_people_say_that_papers_begin(write: Write) -> None:
    lesson = teach(write, (Said(1, "subject", "संलग्न जानकारी"),), kinds=(None, "list"), begins=(None, True))
    case = next(asked.case for asked in lesson.asked if asked.answer == "संलग्न जानकारी")
    assert (case.kind, [page.page.position for page in case.pages]) == ("list", [1])


def test_what_is_said_of_any_sheet_is_of_its_paper(write: Write) -> None:
    lesson = teach(write, (Said(1, "date", "1993-07-02"), Said(None, "section", "राजस्व शाखा")))
    said = {(asked.key, asked.answer) for asked in lesson.asked if not asked.let_stand}
    assert said == {(("paper", "date"), "1993-07-02"), (("nasti", "section"), "राजस्व शाखा")}
