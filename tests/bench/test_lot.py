"""Lots hold what was planted, and the checks of `bench/ledger.py` see what is wrong with a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePath

import pytest

from lot.claims import Comparison
from lot.faults import LACKING, FaultHunt
from lot.found import Found, FoundNasti, FoundSide
from lot.plan import FAULTS, FULL_NASTIS, plan_lot
from lot.scanner import feed, feed_stack
from lot.truth import Truth, read_truth, tell_truth, write_truth
from nasti.hindi import number_key
from nasti.model import PARTS, Notice
from storage.ledger_nasti import PartPages
from storage.ledger_remarks import Remark

SIZES = ((FULL_NASTIS, 12), (6, 3), (16, 6))


def make_truth(nastis: int = 6, files: int = 3, seed: int = 1) -> Truth:
    plan = plan_lot(seed, nastis, files)
    return tell_truth(seed, plan, feed(plan))


def make_found(truth: Truth) -> Found:
    """A store in which everything is as it should be."""
    sides = {
        (PurePath(file.path).name, index): FoundSide(
            side.nasti + 1,
            side.place,
            side.part,
            side.folio,
            side.blank,
            side.separator is not None,
            side.kind,
            "read",
            {},
            "page" if side.part else None,
        )
        for file in truth.files
        for index, side in enumerate(file.sides)
    }
    counted = Counter((side.nasti, side.part) for side in sides.values() if side.part)
    uneven = {one.nasti for one in truth.faults if one.fault in ("doubled", *LACKING)}
    nastis = {
        index + 1: FoundNasti(
            one.number,
            one.department,
            "read",
            {
                part: PartPages(counted[index + 1, part], stated=getattr(one, f"{part}_pages"), stated_by="slip")
                for part in PARTS
            },
            (Remark("stated_pages", "some are missing", "कुछ नहीं हैं"),) if index in uneven else (),
        )
        for index, one in enumerate(truth.nastis)
    }
    rows = {row: where for row, where in enumerate(sides)}
    for fault in truth.faults:
        where = PurePath(fault.file).name, fault.side
        if fault.fault == "doubled":
            first = next(row for row, other in rows.items() if other == (where[0], where[1] - 1))
            sides[where] = replace(sides[where], flags={"double": Notice("double", other=first)})
    return Found(sides, nastis, (), rows, len(sides), (), ())


def failing(truth: Truth, found: Found) -> list[str]:
    comparison = Comparison(truth, found)
    hunt = FaultHunt(comparison)
    claims = [*comparison.make_claims(), *hunt.make_claims(hunt.judge())]
    return [claim.name for claim in claims if not claim.holds]


@pytest.mark.parametrize(("nastis", "files"), SIZES)
def test_a_lot_has_every_fault_as_often_as_its_size_asks(nastis: int, files: int) -> None:
    truth = make_truth(nastis, files)
    planted = Counter(fault.fault for fault in truth.faults)
    assert planted == {fault: max(1, count * nastis // FULL_NASTIS) for fault, count in FAULTS.items()}
    assert (len(truth.nastis), len(truth.files)) == (nastis, files)
    assert len({number_key(one.number) for one in truth.nastis}) == nastis


@pytest.mark.parametrize(("nastis", "files"), SIZES)
def test_every_nasti_has_its_sides_in_places_without_gap(nastis: int, files: int) -> None:
    truth = make_truth(nastis, files)
    places: dict[int, list[int]] = {index: [] for index in range(nastis)}
    for file in truth.files:
        for side in file.sides:
            if side.place is not None:
                places[side.nasti].append(side.place)
    assert all(sorted(found) == list(range(len(found))) for found in places.values())


def test_a_lot_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert make_truth() == make_truth() != make_truth(seed=2)


def test_the_truth_survives_being_written(tmp_path: Path) -> None:
    truth = make_truth()
    write_truth(truth, tmp_path)
    assert read_truth(tmp_path) == truth


def test_backs_of_a_stack_turned_over_come_last_sheet_first() -> None:
    stack = next(stack for stack in plan_lot(1, 6, 3).stacks if stack.feed == "two_in_file")
    (sides,) = feed_stack(stack)
    fronts, backs = (tuple(fed.place for fed in sides if fed.back is back) for back in (False, True))
    lost = [place for place, leaf in enumerate(stack.leaves) if leaf.fault == "lost_on_back_pass"]
    assert [fed.back for fed in sides] == [False] * len(fronts) + [True] * len(backs)
    assert fronts == tuple(range(len(stack.leaves)))
    assert backs == tuple(place for place in reversed(fronts) if place not in lost)
    assert len(lost) == 1


def test_nothing_speaks_against_a_store_that_is_as_it_should_be() -> None:
    truth = make_truth()
    assert failing(truth, make_found(truth)) == []


Harm = Callable[[Truth, Found], Found]


def _change(found: Found, where: tuple[str, int], **changes: object) -> Found:
    sides: Mapping[tuple[str, int], FoundSide] = {
        **found.sides,
        where: replace(found.sides[where], **changes),  # type: ignore[arg-type]
    }
    return replace(found, sides=sides)


def _first(found: Found, wanted: Callable[[FoundSide], bool]) -> tuple[str, int]:
    return next(where for where, side in found.sides.items() if wanted(side))


def _is_page(side: FoundSide) -> bool:
    return side.part is not None


def move_a_page(truth: Truth, found: Found) -> Found:
    return _change(found, _first(found, _is_page), nasti=len(truth.nastis))


def exchange_two_pages(truth: Truth, found: Found) -> Found:
    where = _first(found, _is_page)
    other = where[0], where[1] + 1
    places = found.sides[where].place, found.sides[other].place
    return _change(_change(found, where, place=places[1]), other, place=places[0])


def blank_a_page(truth: Truth, found: Found) -> Found:
    return _change(found, _first(found, _is_page), blank=True)


def miss_a_slip(truth: Truth, found: Found) -> Found:
    return _change(found, _first(found, lambda side: side.separator), separator=False)


def miss_a_blank(truth: Truth, found: Found) -> Found:
    return _change(found, _first(found, lambda side: side.blank), blank=False)


def change_part(truth: Truth, found: Found) -> Found:
    where = _first(found, lambda side: side.part == "noting")
    return _change(found, where, part="correspondence")


def lose_a_side(truth: Truth, found: Found) -> Found:
    return replace(found, sheets_in=found.sheets_in - 1)


def rename_a_nasti(truth: Truth, found: Found) -> Found:
    return replace(found, nastis={**found.nastis, 1: replace(found.nastis[1], number="9/अ-99/1901-02")})


def overlook_the_double(truth: Truth, found: Found) -> Found:
    return _change(found, _first(found, lambda side: "double" in side.flags), flags={})


def cry_gap(truth: Truth, found: Found) -> Found:
    sound = {index + 1 for index in range(len(truth.nastis))} - {fault.nasti + 1 for fault in truth.faults}
    where = _first(found, lambda side: side.part is not None and side.nasti in sound)
    return _change(found, where, flags={"folio_gap": Notice("folio_gap")})


@pytest.mark.parametrize(
    ("harm", "claim"),
    [
        (move_a_page, "sides in their nasti"),
        (exchange_two_pages, "nasti with every sheet in its place, or said to be perhaps not"),
        (blank_a_page, "inked sides not called blank"),
        (miss_a_slip, "slips read, front and back"),
        (miss_a_blank, "blank sides found"),
        (change_part, "pages in their part"),
        (lose_a_side, "sides accounted for; ledger balances"),
        (rename_a_nasti, "nasti registered under their number, and no others"),
        (overlook_the_double, "planted faults found and named"),
        (cry_gap, "nasti of which nothing else is called missing"),
    ],
)
def test_what_is_wrong_with_a_store_is_seen(harm: Harm, claim: str) -> None:
    truth = make_truth()
    assert claim in failing(truth, harm(truth, make_found(truth)))
