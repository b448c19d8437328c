"""A lot as a record room scans it, from sides as they come to nasti: in two passes, with faults planted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from classify.order import order_sides
from classify.segments import Hints, Segment, cut, mark
from classify.understand import understand
from nasti.model import Notice, Sheet, Told
from nasti.settings import StationSection
from tests.classify.stacks import Leaf, places, side, slip_leaf, stack, two_passes
from tests.classify.test_segments import LETTER, NOTE, cover

COUNTS = ((4, 3), (2, 6), (5, 5), (1, 2), (6, 3))
"""Sheets of noting and of correspondence of each nasti; the notes are written on both sides."""


def number(place: int) -> str:
    return f"{61 + 22 * place}/अ-{6 + place}/1993-94"


def lot(*, without_slip: int, faint_slip: int) -> list[Leaf]:
    leaves: list[Leaf] = [slip_leaf("lot", "L1", lot="बस्ता 3", operator="रमेश")]
    for place, (noting, correspondence) in enumerate(COUNTS):
        if place != without_slip:
            unread = "A" if place == faint_slip else ""
            leaves.append(slip_leaf("nasti", f"S{place}", number=number(place), unread=unread))
        leaves.append((cover(number(place)), side(blank=True)))
        leaves += [(replace(NOTE, folio=2 * page + 1), replace(NOTE, folio=2 * page + 2)) for page in range(noting)]
        leaves += [(replace(LETTER, folio=page + 1), side(blank=True)) for page in range(correspondence)]
    return stack([*leaves, slip_leaf("end_of_lot", "E1")])


def flagged(segments: Sequence[Segment]) -> list[tuple[int, str]]:
    return [(at, notice.name) for one in segments for at, notices in one.notices.items() for notice in notices]


@pytest.mark.parametrize("backs_reversed", [True, False])
def test_every_planted_fault_is_named_and_nothing_else(backs_reversed: bool) -> None:
    leaves = lot(without_slip=3, faint_slip=1)
    lost = next(back.index for front, back in leaves if back.folio == 4)
    sheets, _ = two_passes(leaves, backs_reversed=backs_reversed, lost=[lost])
    ordered = order_sides(sheets, StationSection(passes="two_in_file"))
    assert places(sheets, ordered.positions) == [place for place in range(2 * len(leaves)) if place != lost]
    names = {(sheets[at].index, notice.name) for at, found in ordered.notices.items() for notice in found}
    assert names == {(lost - 1, "pass_mismatch"), *([] if backs_reversed else [(0, "order_changed")])}

    inside = [sheets[position] for position in ordered.positions]
    segments = cut(inside, Hints(department="राजस्व विभाग", backs=ordered.backs))
    assert [one.is_nasti for one in segments] == [False, True, True, True, True, True, False]
    nastis = [one for one in segments if one.is_nasti]
    assert [one.number and one.number.value for one in nastis] == [number(place) for place in range(5)]
    assert [one.source for one in nastis] == ["slip", "slip", "slip", "cover", "slip"]
    assert {(one.lot, one.operator) for one in segments} == {("बस्ता 3", "रमेश")}
    assert [len(one.slip_sides) for one in nastis] == [0, 1, 0, 0, 0]
    begins = next(at for at, sheet in enumerate(inside) if sheet.index == nastis_begin(leaves, 3))
    assert flagged(segments) == [(begins, "slip_missing")]


def nastis_begin(leaves: Sequence[Leaf], place: int) -> int:
    """Where the cover of a nasti belongs."""
    return next(front.index for front, _ in leaves if number(place) in front.text)


def test_what_is_found_of_a_place_is_kept_with_the_sheet() -> None:
    before = replace(NOTE, flags=("faint", "slip_missing"), notices=(Notice("slip_missing", 1.0), Notice("faint", 2.0)))
    sheet = mark(before, [Notice("pass_mismatch", 3.0), Notice("number_conflict")], "correspondence")
    assert sheet.flags == ("faint", "number_conflict", "pass_mismatch")
    assert [(notice.name, notice.measure) for notice in sheet.notices] == [
        ("faint", 2.0), ("pass_mismatch", 3.0), ("number_conflict", None),
    ]  # fmt: skip
    assert sheet.told.part == "correspondence"
    assert mark(replace(NOTE, told=Told(part="noting", turn_deg=90)), [], "correspondence").told == Told(
        "noting", None, 90
    )
    assert mark(sheet, []) == replace(before, flags=("faint",), notices=(Notice("faint", 2.0),), told=sheet.told)


def test_the_part_that_a_slip_says_is_understood() -> None:
    noting, correspondence = slip_leaf("noting")[0], slip_leaf("correspondence")[0]
    sheets = [noting, LETTER, side(blank=True), correspondence, NOTE]
    (segment,) = cut(sheets, Hints())
    told = [mark(sheet, [], segment.parts.get(position)) for position, sheet in enumerate(sheets)]
    understood = understand(told)
    assert [sheet.part for sheet in understood.sheets] == [None, "noting", None, None, "correspondence"]
    assert [(paper.part, paper.first, paper.last) for paper in understood.papers] == [
        ("noting", 1, 2), ("correspondence", 4, 4),
    ]  # fmt: skip


def everything(sheets: Sequence[Sheet]) -> list[int]:
    return sorted(sheet.index for sheet in sheets)


def test_no_side_is_lost_on_the_way() -> None:
    sheets, _ = two_passes(lot(without_slip=2, faint_slip=0), backs_reversed=True, lost=[7, 30, 31, 64])
    ordered = order_sides(sheets, StationSection(passes="two_in_file"))
    inside = [sheets[position] for position in ordered.positions]
    segments = cut(inside, Hints(backs=ordered.backs))
    assert everything([inside[at] for one in segments for at in one.positions]) == everything(sheets)
