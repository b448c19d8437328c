from __future__ import annotations

import random

import pytest

from learn import THRESHOLD, Clerk, relabel
from nasti.model import Field, Sheet, Word


def shown(value: str, confidence: float) -> Field:
    return Field(value, value, confidence, 0, (0, 0, 9, 9))


class Never(random.Random):
    """Nothing is overlooked and nothing mistyped."""

    def random(self) -> float:
        return 1.0


@pytest.mark.parametrize(
    ("field", "wanted", "said"),
    [
        (shown("1994-02-01", THRESHOLD), "1994-02-01", []),
        (shown("1994-02-01", 0.5), "1994-02-01", ["1994-02-01"]),
        (shown("1994-02-01", 0.5), "1994-01-02", ["1994-01-02"]),
        (shown("1994-02-01", 0.99), "1994-01-02", ["1994-01-02"]),
        (shown("1994-02-01", 0.5), None, [None]),
        (None, "1994-01-02", ["1994-01-02"]),
        (None, None, []),
    ],
)
def test_a_clerk_speaks_of_what_waits_and_of_what_is_wrong(
    field: Field | None, wanted: object, said: list[object]
) -> None:
    assert Clerk(Never()).say("date", field, wanted) == said


def test_of_several_right_values_the_one_shown_stays() -> None:
    clerk = Clerk(Never())
    assert clerk.say("sender", shown("Collector, Bastar", 0.5), ["Collector", "Collector, Bastar"]) == [
        "Collector, Bastar"
    ]
    assert clerk.say("sender", None, ["Collector", "Collector, Bastar"]) == ["Collector"]


def test_an_odd_office_has_labels_of_its_own() -> None:
    words = tuple(Word(text, (0, 0, 9, 9), 0.9, 0, 0) for text in ("दिनांक", "विषय:-", "प्रतिलिपि", "No.12", "Noting"))
    relabelled = relabel(Sheet(0, (100, 100), 300, words=words))
    assert [word.text for word in relabelled.words] == ["लिखित", "प्रसंग:-", "प्रतिलिपि", "Mark12", "Noting"]
