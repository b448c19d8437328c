from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.partners import Partners, PassScan, pair_names, pair_scans


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("lot7_front.pdf", "lot7_back.pdf"),
        ("Front 12.pdf", "Back 12.pdf"),
        ("ScanFront.pdf", "ScanBack.pdf"),
        ("odd.pdf", "even.pdf"),
        ("A.pdf", "B.pdf"),
        ("scan_0001_A.tif", "scan_0001_B.tif"),
        ("lot7-1.pdf", "lot7-2.pdf"),
        ("बस्ता 3 सामने.pdf", "बस्ता 3 पीछे.pdf"),
        ("142 विषम", "142 सम"),
        ("x_recto.tif", "x_verso.tif"),
    ],
)
def test_names_tell_fronts_and_backs(front: str, back: str) -> None:
    assert pair_names(front, back) == ("front", "back")
    assert pair_names(back, front) == ("back", "front")
    scans = [PassScan(back, 1, 40), PassScan("scan_17.pdf", 2, 40), PassScan(front, 3, 12)]
    assert Partners(2, 0, "name") in pair_scans(scans)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("lot7_front.pdf", "lot8_back.pdf"),
        ("lot7_front.pdf", "lot7_front.pdf"),
        ("A-27 lot.pdf", "B-27 lot.pdf"),
        ("scan.pdf", "scan2.pdf"),
        ("", ""),
    ],
)
def test_other_names_are_no_pair(first: str, second: str) -> None:
    assert pair_names(first, second) is None


def scans(*counts: int, name: str = "scan_{}") -> list[PassScan]:
    return [PassScan(name.format(place + 1), place, count) for place, count in enumerate(counts)]


def test_numbers_that_count_scans_tell_no_sides() -> None:
    assert pair_scans(scans(40, 40, 30, 30)) == (Partners(0, 1, "succession"), Partners(2, 3, "succession"))
    assert pair_scans(scans(40, 40, 30)) == (Partners(0, 1, "succession"), Partners(2, None, ""))


def test_one_scan_and_the_next_are_a_pair_where_their_counts_are_near() -> None:
    assert pair_scans(scans(100, 93, name="a{}x")) == (Partners(0, 1, "succession"),)
    assert pair_scans(scans(100, 50, 52, name="a{}x")) == (Partners(0, None, ""), Partners(1, 2, "succession"))
    assert pair_scans(scans(4, 1, name="a{}x")) == (Partners(0, 1, "succession"),)


def test_names_that_share_nothing_else_still_tell_the_sides() -> None:
    late = [PassScan("back_20241105_1042.pdf", 1, 30), PassScan("front_20241105_1055.pdf", 2, 30)]
    assert pair_scans(late) == (Partners(1, 0, "succession"),)


def test_what_has_no_partner_waits_for_the_side_it_lacks() -> None:
    assert pair_scans([PassScan("7_back.pdf", 1, 30)]) == (Partners(None, 0, ""),)
    assert pair_scans([PassScan("7_front.pdf", 1, 30), PassScan("8_front.pdf", 2, 30)]) == (
        Partners(0, None, ""),
        Partners(1, None, ""),
    )
    assert pair_scans([]) == ()


def test_of_several_with_one_name_the_nearest_in_time_are_a_pair() -> None:
    named = [PassScan("f_front", 1, 9), PassScan("f_back", 2, 9), PassScan("f_front", 50, 9), PassScan("f_back", 51, 9)]
    assert pair_scans(named) == (Partners(0, 1, "name"), Partners(2, 3, "name"))


NAMES = st.sampled_from(["a_front", "a_back", "b_A", "b_B", "scan_1", "scan_2", "scan_3", "सामने", "पीछे", "x"])


@given(st.lists(st.builds(PassScan, NAMES, st.integers(0, 9), st.integers(1, 60)), max_size=8))
def test_every_scan_is_in_one_place(found: list[PassScan]) -> None:
    partners = pair_scans(found)
    places = [one for pair in partners for one in (pair.front, pair.back) if one is not None]
    assert sorted(places) == list(range(len(found)))
    assert all((pair.by == "") == (None in (pair.front, pair.back)) for pair in partners)
