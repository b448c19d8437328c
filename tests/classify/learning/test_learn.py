from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classify.learning.examples import Example
from classify.learning.lessons import HALF_LIFE, prepare
from classify.learning.model import Learned
from classify.learning.train import Trained, learn
from classify.understand import understand
from nasti.model import Said, Sheet, Told, Word

Draw = Callable[[int], Example]


def found(example: Example, learned: Learned | None, said: tuple[Said, ...] = ()) -> list[tuple[int, str, object]]:
    """What is understood of the papers: position, field and value."""
    papers = understand(example.sheets, said, learned).papers
    return [(paper.first, name, field.value) for paper in papers for name, field in paper.fields.items()]


def answered(example: Example) -> set[tuple[int, str, object]]:
    return {(one.position, one.name, one.value) for one in example.said if one.position is not None}


def test_what_was_corrected_is_found_in_nasti_that_nobody_has_corrected(forest: Trained, draw: Draw) -> None:
    for number in (31, 34, 38):
        nasti = draw(number)
        assert not answered(nasti) & set(found(nasti, None)), "rules know nothing of this office"
        assert answered(nasti) <= set(found(nasti, forest.model))
        kinds = [sheet.kind for sheet in understand(nasti.sheets, learned=forest.model).sheets]
        assert kinds == list(nasti.kinds)


def test_the_report_says_how_much_was_gained_and_what_is_in_use(forest: Trained) -> None:
    rows = {row.name: row for row in forest.report.rows}
    date = rows["paper.date"]
    assert (date.answers, date.nasti, date.rules_right, date.in_use) == (56, 28, 0, True)
    assert date.gain > 0.95
    assert date.low > 0.9
    assert (date.newest, date.newest_rules_right) == (12, 0)
    assert rows["kind"].in_use
    assert not rows["begins"].in_use
    assert set(forest.model.speaks_on) == {row.name for row in forest.report.rows if row.in_use}
    assert forest.report.version == forest.model.version


def test_the_same_corrections_in_any_order_give_the_same_model(forest: Trained, draw: Draw) -> None:
    examples = [draw(number) for number in range(28)]
    random.Random(5).shuffle(examples)
    again = learn(examples)
    assert again.model.to_bytes() == forest.model.to_bytes()
    assert again.report == forest.report


def test_a_few_corrections_teach_nothing_yet(draw: Draw) -> None:
    trained = learn([draw(number) for number in range(19)])
    assert trained.model.speaks_on == ()
    assert {row.reason for row in trained.report.rows} == {"too_few"}
    nasti = draw(30)
    assert understand(nasti.sheets, learned=trained.model) == understand(nasti.sheets)


def test_nothing_teaches_nothing() -> None:
    assert learn([]).model.speaks_on == ()


def test_what_a_person_says_outranks_what_was_learnt(forest: Trained, draw: Draw) -> None:
    nasti = draw(33)
    said = (Said(0, "date", "1999-01-01"), Said(1, "sender", None))
    values = {(position, name): value for position, name, value in found(nasti, forest.model, said)}
    assert values[0, "date"] == "1999-01-01"
    assert (1, "sender") not in values
    told = replace(nasti.sheets[0], told=Told(kind="circular"))
    understood = understand([told, *nasti.sheets[1:]], learned=forest.model)
    assert [sheet.kind for sheet in understood.sheets] == ["circular", "letter", "list"]
    assert [sheet.told for sheet in understood.sheets] == [told.told, Told(), Told()], (
        "what was learnt is no person's word"
    )


def test_on_an_unknown_letterhead_the_rules_speak_alone(forest: Trained, draw: Draw) -> None:
    nasti = draw(35)
    strange = replace(nasti.sheets[0], words=tuple(map(other_head, nasti.sheets[0].words)), told=Told(kind="letter"))
    assert understand([strange], learned=forest.model).papers[0].fields == understand([strange]).papers[0].fields
    known = replace(nasti.sheets[0], told=Told(kind="letter"))
    assert understand([known], learned=forest.model).papers[0].fields != understand([known]).papers[0].fields


def other_head(word: Word) -> Word:
    top_rows = 200 + 3 * 90
    return replace(word, text="ढणफझ" + word.text[::-1]) if word.box[1] < top_rows else word


def test_newer_examples_weigh_more(draw: Draw) -> None:
    lessons = prepare([draw(number) for number in (4, 2, 3)], 0.9)
    assert [lesson.name for lesson in lessons] == ["v2", "v3", "v4"]
    assert [lesson.weight for lesson in lessons] == pytest.approx([0.5 ** (age / HALF_LIFE) for age in (2, 1, 0)])


def test_one_person_who_contradicts_all_others_teaches_nothing(draw: Draw) -> None:
    examples = []
    for number in range(48):
        nasti = replace(draw(number), person=("asha", "bhola", "chitra")[number % 3])
        if nasti.person == "chitra":
            said = tuple(replace(one, value="1971-02-03") if one.name == "date" else one for one in nasti.said)
            nasti = replace(nasti, said=said)
        examples.append(nasti)
    trained = learn(examples)
    rows = {row.name: row for row in trained.report.rows}
    assert rows["paper.date"].set_aside == ("chitra",)
    assert rows["paper.sender"].set_aside == ()
    assert any("chitra" in line for line in trained.report.lines("hi"))
    assert rows["paper.date"].learned_right == rows["paper.date"].answers == 64


def test_reading_does_not_pay_for_what_only_learning_needs() -> None:
    code = "import sys, classify.understand; sys.exit(any(name in sys.modules for name in ('sklearn', 'scipy')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


COORDINATE = st.one_of(st.integers(-(10**6), 10**6), st.integers(0, 3508))
SHREDS = (
    *("कार्यालय", "वनपरिक्षेत्र", "मर्दापाल", "संदेश", "12/वप/1985", "लिखा", "03.04.1988", "को", "विषय", ":-"),
    *("वनपाल", "केशकाल।", "/", ":", chr(0xD800)),
)
WORD = st.builds(
    Word,
    st.one_of(st.sampled_from(SHREDS), st.text(min_size=1, max_size=9)),
    st.tuples(COORDINATE, COORDINATE, COORDINATE, COORDINATE),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-1, 9),
    st.integers(-1, 4),
)
SHEET = st.builds(
    Sheet,
    st.integers(0, 9),
    st.tuples(st.integers(0, 5000), st.integers(0, 5000)),
    st.integers(0, 600),
    paper_px=st.tuples(COORDINATE, COORDINATE, COORDINATE, COORDINATE),
    told=st.builds(Told, kind=st.sampled_from([None, "letter", "list"])),
    words=st.lists(WORD, max_size=30).map(tuple),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheets=st.lists(SHEET, max_size=3))
def test_whatever_was_read_something_comes_back(forest: Trained, sheets: list[Sheet]) -> None:
    understood = understand(sheets, learned=forest.model)
    assert [sheet.told for sheet in understood.sheets] == [sheet.told for sheet in sheets]
    for field in (field for paper in understood.papers for field in paper.fields.values()):
        assert 0 <= field.confidence <= 1
        assert 0 <= field.sheet < len(sheets)
        assert field.value != ""
