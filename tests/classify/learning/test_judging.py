from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.learning.fitting import NO_CUT, find_cut, fit_trust
from classify.learning.judging import Outcome, gain_interval, judge, odd_persons
from classify.learning.names import LEAST_NASTI, Names, gather
from classify.learning.opinions import FACTS, SURE, Opinion, Trust, settle
from classify.learning.report import REASONS, Report, Row
from classify.learning.right import is_right
from nasti.model import Field


def outcomes(count: int, before: bool, after: bool, filled: bool = False) -> list[Outcome]:
    return [Outcome(f"{before}{after}{number}", before, after, before, filled) for number in range(count)]


def test_a_clear_gain_is_used() -> None:
    held = [*outcomes(30, False, True), *outcomes(170, True, True)]
    low, high = gain_interval(held, 0)
    assert 0.08 < low < 0.15 < high < 0.22
    assert judge(held, held[:20], low) == "better"


def test_a_gain_that_chance_may_have_made_is_not_used() -> None:
    held = [*outcomes(4, False, True), *outcomes(3, True, False), *outcomes(193, True, True)]
    low, _ = gain_interval(held, 0)
    assert low < 0
    assert judge(held, [], low) == "no_gain"


def test_answers_of_one_nasti_stand_and_fall_together() -> None:
    alone = [Outcome(str(number), False, number < 12) for number in range(60)]
    together = [Outcome(str(number // 12), False, number < 12) for number in range(60)]
    (low, high), (wide_low, wide_high) = gain_interval(alone, 0), gain_interval(together, 0)
    assert wide_high - wide_low > high - low


def test_what_fills_more_wrong_fields_is_not_used() -> None:
    held = [*outcomes(50, False, True, True), *outcomes(5, False, False, True), *outcomes(95, True, True, True)]
    low, _ = gain_interval(held, 0)
    assert judge(held, [], low) == "more_wrong"


def test_what_fails_on_the_newest_nasti_is_not_used() -> None:
    held = [*outcomes(50, False, True), *outcomes(150, True, True)]
    low, _ = gain_interval(held, 0)
    assert judge(held, outcomes(10, True, False), low) == "newest_worse"


def test_what_is_as_right_but_surer_is_used() -> None:
    held = [Outcome(str(number), True, True, False, number < 50) for number in range(200)]
    assert judge(held, [], 0.0) == "surer"
    assert judge(held, [], -0.009) == "surer"
    assert judge(held, [], -0.02) == "no_gain", "it may as well be worse"
    assert judge([Outcome("1", True, True, True, True)] * 200, [], 0.0) == "no_gain"
    worse = [*held, Outcome("worse", True, False, True, False)]
    assert judge(worse, [], -0.009) == "no_gain"


def test_a_person_who_contradicts_all_others_is_found() -> None:
    honest = [("asha", number % 50 == 0) for number in range(100)]
    assert odd_persons([*honest, *(("bhola", True) for _ in range(30))]) == {"bhola"}
    assert odd_persons([*honest, *(("bhola", number % 40 == 0) for number in range(80))]) == frozenset()
    assert odd_persons([*honest, *(("bhola", True) for _ in range(5))]) == frozenset(), "too few to tell"
    assert odd_persons([("", True) for _ in range(200)]) == frozenset(), "nobody is known"


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=400))
def test_above_the_cut_at_most_one_in_a_hundred_is_wrong(opinions: list[tuple[float, bool]]) -> None:
    cut = find_cut([likely for likely, _ in opinions], [right for _, right in opinions])
    above = [right for likely, right in opinions if likely >= cut]
    assert above.count(False) <= 0.01 * len(above)
    assert not above or len(above) >= 161, "fewer do not bear it out"


def test_the_cut_is_as_low_as_experience_allows() -> None:
    likely = [number / 1000 for number in range(1000)]
    cut = find_cut(likely, [number >= 300 for number in range(1000)])
    assert 0.28 < cut <= 0.3
    assert find_cut(likely[:160], [True] * 160) == NO_CUT


def opinion(value: str | None, *, agrees: bool, familiar: float = 1.0) -> Opinion:
    field = None if value is None else Field(value, value, 0.8, 0, (0, 0, 9, 9))
    return Opinion(field, agrees, 0.9, familiar, np.zeros(FACTS))


RULE = Field("नियम", "नियम", 0.95, 0, (0, 0, 9, 9))


def test_the_surer_of_rules_and_learner_is_taken() -> None:
    certain, unsure = (Trust(np.zeros(FACTS), bias, 0.5, True) for bias in (5.0, -2.0))
    taken = settle(opinion("सीखा", agrees=False), RULE, certain)
    assert taken is not None
    assert taken.value == "सीखा"
    assert taken.confidence >= SURE
    kept = settle(opinion("सीखा", agrees=False), RULE, unsure)
    assert kept is not None
    assert kept.value == "नियम"
    assert kept.confidence < SURE, "a contradiction is for a person to look at"
    assert settle(opinion(None, agrees=False), RULE, certain) is None
    assert settle(opinion("सीखा", agrees=False, familiar=0.1), RULE, certain) == RULE
    assert settle(opinion(None, agrees=True), None, certain) is None


def test_rules_that_are_often_wrong_here_lend_no_confidence() -> None:
    heeding, wary = (Trust(np.zeros(FACTS), 0.5, NO_CUT, heeds) for heeds in (True, False))
    agreed = opinion("नियम", agrees=True)
    assert settle(agreed, RULE, heeding) == RULE
    lowered = settle(agreed, RULE, wary)
    assert lowered is not None
    assert lowered.confidence < SURE


def test_trust_follows_what_became_of_opinions() -> None:
    facts = [np.eye(FACTS)[0] * sign for sign in (1, -1)]
    opinions = [Opinion(None, False, 0.9, 1.0, fact) for fact in facts for _ in range(40)]
    trust = fit_trust(opinions, [True] * 40 + [False] * 40, cut=0.9, heeds_rules=True)
    assert trust.probability(opinions[0]) > 0.8
    assert trust.probability(opinions[-1]) < 0.2
    assert fit_trust(opinions, [True] * 80, cut=0.9, heeds_rules=True).probability(opinions[0]) < 1


def test_names_do_not_speak_for_the_nasti_they_were_given_in() -> None:
    names = gather("sender", [{"वनपाल"}] * LEAST_NASTI + [{"वनरक्षक"}] * (LEAST_NASTI + 1) + [{"एक बार"}])
    assert list(names.counts) == ["वनरक्षक", "वनपाल"]
    assert list(names.known(frozenset())) == ["वनरक्षक", "वनपाल"]
    assert list(names.known(frozenset({"वनपाल"}))) == ["वनरक्षक"]
    near = names.nearest("वनरक्शक")
    assert near is not None
    assert near[0] == "वनरक्षक"
    assert gather("date", [{"1999-01-01"}] * 9) == Names()


@pytest.mark.parametrize(
    ("name", "value", "answer", "right"),
    [
        ("date", "1994-02-01", "1994-02-01", True),
        ("date", "1994-02-01", "1994-01-02", False),
        ("letter_number", "१२/स्था/९८", "12/स्था/98", True),
        ("sender", "कलेक्टर बस्तर", "कलेकटर बस्तर", True),
        ("department", "गृह विभाग", "जेल विभाग", False),
        ("noting_pages", 12, 12, True),
        ("noting_pages", None, 12, False),
        ("subject", None, None, True),
    ],
)
def test_when_a_value_is_right(name: str, value: str | int | None, answer: str | int | None, right: bool) -> None:
    assert is_right(name, value, answer) is right


def test_a_report_comes_back_and_says_its_figures() -> None:
    row = Row(
        "paper.date", 40, 200, 150, 190, 0.15, 0.25, 100, 3, 170, 1, 40, 30, 38, reason="better", set_aside=("ravi",)
    )
    report = Report("abc", 40, 0.9, (row, Row("nasti.head", 5, 5)))
    assert Report.from_json(report.to_json()) == report
    for language, used in (("hi", "उपयोग में"), ("en", "in use")):
        head, rows = report.table(language)
        assert {len(cells) for cells in rows} == {len(head)}
        assert "+20.0" in rows[0]
        text = "\n".join(report.lines(language))
        assert all(part in text for part in ("75.0 %", "95.0 %", used, "ravi", REASONS["too_few"][language == "en"]))
