from __future__ import annotations

from collections.abc import Sequence

from classify.papers import follow_papers
from classify.signs import Signs
from nasti.model import Part

START = Signs({"office": 1.0, "number": 1.0, "to": 1.0}, {})
TITLE = Signs({}, {"note": 1.0})
TEXT = Signs({"numbered": 1.0}, {})
BROKEN_OFF = Signs({**START.strengths, "unfinished": 1.0}, {})


def follow(
    *sheets: tuple[str | None, Signs | None], told: Sequence[Part | None] = ()
) -> tuple[list[str], list[tuple[str, str, int, int]]]:
    parts = told or [None] * len(sheets)
    places, papers = follow_papers([kind for kind, _ in sheets], [signs for _, signs in sheets], parts)
    return [place.kind for place in places], [(paper.kind, paper.part, paper.first, paper.last) for paper in papers]


def test_runs_of_notes_and_order_sheets_are_one_paper_each() -> None:
    kinds, papers = follow(
        ("cover", TEXT), ("note", TITLE), ("note", TITLE), ("order_sheet", START), ("order_sheet", START)
    )
    assert kinds == ["cover", "note", "note", "order_sheet", "order_sheet"]
    assert papers == [("note", "noting", 1, 2), ("order_sheet", "noting", 3, 4)]


def test_letters_start_again_and_go_on() -> None:
    kinds, papers = follow(("letter", START), (None, TEXT), ("letter", START), ("letter", TEXT))
    assert kinds == ["letter"] * 4
    assert papers == [("letter", "correspondence", 0, 1), ("letter", "correspondence", 2, 3)]


def test_behind_a_sentence_that_breaks_off_noting_begins_with_its_title_only() -> None:
    kinds, papers = follow(("letter", BROKEN_OFF), ("blank", None), ("order_sheet", TEXT), ("order_sheet", TITLE))
    assert kinds == ["letter", "blank", "letter", "order_sheet"]
    assert papers == [("letter", "correspondence", 0, 2), ("order_sheet", "noting", 3, 3)]
    assert follow(("letter", START), ("order_sheet", TEXT))[0] == ["letter", "order_sheet"]


def test_what_is_behind_the_cover_and_begins_nothing_is_noting() -> None:
    kinds, papers = follow(("cover", TEXT), (None, TEXT), (None, TEXT), ("letter", START), (None, TEXT))
    assert kinds == ["cover", "other", "other", "letter", "letter"]
    assert papers == [("other", "noting", 1, 2), ("letter", "correspondence", 3, 4)]
    assert follow(("cover", TEXT), (None, BROKEN_OFF))[1] == [("other", "correspondence", 1, 1)]


def test_blank_backs_go_with_the_paper_before_them() -> None:
    kinds, papers = follow(
        ("blank", None), ("note", TITLE), ("blank", None), ("note", TEXT), ("blank", None), ("letter", START)
    )
    assert kinds == ["blank", "note", "blank", "note", "blank", "letter"]
    assert papers == [("note", "noting", 1, 4), ("letter", "correspondence", 5, 5)]


def test_covers_and_separators_end_papers() -> None:
    kinds, papers = follow(("letter", START), ("separator", None), (None, TEXT), ("cover", TEXT), ("blank", None))
    assert kinds == ["letter", "separator", "other", "cover", "blank"]
    assert papers == [("letter", "correspondence", 0, 0), ("other", "correspondence", 2, 2)]


def test_a_page_that_begins_something_unknown_is_a_paper_of_its_own() -> None:
    kinds, papers = follow(("letter", START), (None, Signs({"office": 1.0}, {})), (None, TEXT))
    assert kinds == ["letter", "other", "other"]
    assert [paper[2:] for paper in papers] == [(0, 0), (1, 2)]


def test_sides_on_which_nothing_can_be_read_are_backs() -> None:
    kinds = ["cover", None, "note", None, "letter", None, "separator", None]
    signs = [TEXT, None, TITLE, None, START, None, None, None]
    places, papers = follow_papers(kinds, signs, [None] * 8)
    assert [(place.kind, place.part) for place in places] == [
        ("cover", None),
        ("other", "noting"),
        ("note", "noting"),
        ("other", "noting"),
        ("letter", "correspondence"),
        ("other", "correspondence"),
        ("separator", None),
        ("other", "correspondence"),
    ]
    assert [(paper.first, paper.last) for paper in papers] == [(2, 3), (4, 5), (7, 7)]


def test_a_part_that_somebody_says_goes_before_the_kind_of_page() -> None:
    kinds, papers = follow(
        ("letter", START), (None, TEXT), ("note", TITLE), told=["noting", "correspondence", "correspondence"]
    )
    assert kinds == ["letter", "other", "note"]
    assert papers == [("letter", "noting", 0, 0), ("other", "correspondence", 1, 1), ("note", "correspondence", 2, 2)]


def test_a_paper_ends_where_the_part_changes() -> None:
    kinds, papers = follow(
        ("note", TITLE), ("blank", None), ("note", TITLE), (None, None),
        told=["noting", "noting", "correspondence", "noting"],
    )  # fmt: skip
    assert kinds == ["note", "blank", "note", "other"]
    assert papers == [("note", "noting", 0, 1), ("note", "correspondence", 2, 2), ("other", "noting", 3, 3)]


def test_a_blank_side_of_another_part_is_no_back() -> None:
    kinds, papers = follow(("letter", START), ("blank", None), (None, None), told=[None, "noting", "noting"])
    assert kinds == ["letter", "blank", "other"]
    assert papers == [("letter", "correspondence", 0, 0), ("other", "noting", 2, 2)]
