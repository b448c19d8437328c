"""The flow between the stages: which sheets make a part, and how pages are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nasti import pipeline
from nasti.model import Picture, Sheet, Understood
from nasti.pictures import load_picture

SIDES = (
    Sheet(0, (100, 200), 300, kind="cover"),
    Sheet(1, (100, 200), 300, kind="note", part="noting"),
    Sheet(2, (100, 200), 300, kind="blank", blank=True),
    Sheet(3, (100, 200), 300, kind="letter", part="correspondence"),
    Sheet(4, (100, 200), 300, kind="separator", separator="next"),
    Sheet(5, (100, 200), 300, kind="other"),
)


def test_the_cover_opens_the_noting_and_blanks_and_separators_are_not_shown() -> None:
    plan = pipeline.plan_parts(Understood(SIDES, (), {}))
    assert plan == {"noting": (0, 1), "correspondence": (3, 5)}


def test_a_part_without_a_sheet_is_not_bound() -> None:
    assert pipeline.plan_parts(Understood(SIDES[3:4], (), {})) == {"correspondence": (0,)}


def test_pages_are_named_as_offices_name_them() -> None:
    understood = Understood(SIDES, (), {})
    assert pipeline.label_pages(understood, "noting", (0, 1)) == ("cover", "N-1")
    assert pipeline.label_pages(understood, "correspondence", (3, 5)) == ("C-1", "C-2")
    assert pipeline.label_pages(understood, None, range(3)) == ("1", "2", "3")


def test_only_sheets_whose_words_lie_apart_now_are_flagged_so() -> None:
    before = Understood((replace(SIDES[1], flags=("faint", "words_apart")), SIDES[3]), (), {})
    assert [sheet.flags for sheet in pipeline.mark_apart(before, {1}).sheets] == [("faint",), ("words_apart",)]


def test_a_kept_picture_is_found_again_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.jpg"
    path.write_bytes(b"bytes")
    turned = replace(SIDES[0], size_px=(200, 100), turn_deg=90)
    assert load_picture(path, turned) == Picture(b"bytes", "jpeg", (100, 200), 300)
