"""The JSON that people and programs get."""

from __future__ import annotations

from nasti.model import Field, Notice, Paper, Sheet, Understood, Word
from nasti.schema import describe, describe_sheet


def test_regions_written_by_hand_are_given_as_boxes() -> None:
    word = Word("टीप", (10, 20, 60, 40), 0.9, 0, 0)
    sheet = Sheet(0, (2480, 3508), 300, flags=("handwriting",), words=(word,), handwriting=((100, 200, 900, 400),))
    described = describe_sheet(sheet)
    assert described["handwriting"] == [[100, 200, 900, 400]]
    assert describe_sheet(Sheet(0, (2480, 3508), 300))["handwriting"] == []


def test_what_the_recogniser_made_of_a_word_is_given_where_it_was_mended() -> None:
    words = (Word("है।", (10, 20, 60, 40), 0.9, 0, 0, "है|"), Word("टीप", (80, 20, 120, 40), 0.9, 0, 0))
    described = describe_sheet(Sheet(0, (2480, 3508), 300, words=words))["words"]
    assert [word.get("raw") for word in described] == ["है|", None]


def test_notices_are_given_with_measure_bound_and_place() -> None:
    notices = (Notice("cut_off", 5, 3, "words", (0, 400, 310, 2100)), Notice("turn_unsure"))
    sheet = Sheet(0, (2480, 3508), 300, flags=("cut_off", "turn_unsure"), notices=notices)
    assert describe_sheet(sheet)["notices"] == [
        {"name": "cut_off", "measure": 5, "bound": 3, "unit": "words", "box": [0, 400, 310, 2100]},
        {"name": "turn_unsure", "measure": None, "bound": None, "unit": "", "box": None},
    ]


def test_what_a_paper_names_is_given_with_every_value() -> None:
    amounts = (Field("500", "रु. 500/-", 0.9, 0, (1, 2, 3, 4)), Field("1200", "", 1.0, 0, (0, 0, 0, 0), told=True))
    paper = Paper("order", "correspondence", 0, 0, mentions={"amount": amounts})
    described = describe("a.pdf", Understood((Sheet(0, (2480, 3508), 300),), (paper,), {}))["papers"][0]["mentions"]
    assert [(one["value"], one["raw"], one["told"]) for one in described["amount"]] == [
        ("500", "रु. 500/-", False), ("1200", "", True),
    ]  # fmt: skip
