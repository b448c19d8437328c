from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from classify.order import Ordered, order_sides, waits_for_partner
from nasti.model import Sheet
from nasti.settings import StationSection
from tests.classify.conftest import write_sheet
from tests.classify.stacks import (
    A3_PX,
    FAINT_LEAVES,
    LEAVES,
    Kind,
    Leaf,
    made_up,
    one_sided,
    page_leaf,
    places,
    side,
    slip_leaf,
    stack,
    two_passes,
)

IN_FILE = StationSection(passes="two_in_file")
TWO_FILES = StationSection(passes="two_files")
DUPLEX = StationSection(duplex=True)
COVER = ">नस्ती आवरण\nविभाग :\tगृह विभाग\nशाखा :\tलेखा शाखा\nनस्ती क्रमांक :\t142/अ-27/1993-94\nविषय :\tसीमांकन\nवर्ष :\t1993"


def order_passes(
    leaves: Sequence[Leaf], *, backs_reversed: bool = True, lost: Sequence[int] = (), files: bool = False
) -> tuple[list[Sheet], Ordered]:
    sheets, backs_from = two_passes(leaves, backs_reversed=backs_reversed, lost=lost)
    how = (TWO_FILES if files else IN_FILE).model_copy(update={"backs_reversed": backs_reversed})
    return sheets, order_sides(sheets, how, backs_from if files else None)


def likeliest(sheets: Sequence[Sheet], ordered: Ordered) -> int:
    """Where the side belongs whose other side is most likely lost."""
    return sheets[max(ordered.notices, key=lambda position: ordered.notices[position][0].measure or 0)].index


def flags(ordered: Ordered) -> set[str]:
    return {notice.name for notices in ordered.notices.values() for notice in notices}


@settings(max_examples=150, deadline=None)
@given(FAINT_LEAVES, st.booleans(), st.booleans())
def test_two_passes_are_put_together_again(kinds: list[Kind], backs_reversed: bool, files: bool) -> None:
    leaves = made_up(kinds)
    sheets, ordered = order_passes(leaves, backs_reversed=backs_reversed, files=files)
    assert places(sheets, ordered.positions) == list(range(2 * len(leaves)))
    assert [tuple(places(sheets, pair)) for pair in ordered.pairs] == [(2 * k, 2 * k + 1) for k in range(len(leaves))]
    assert ordered.backs == frozenset(range(1, 2 * len(leaves), 2))
    assert not ordered.notices


@settings(max_examples=150, deadline=None)
@given(LEAVES, st.data())
def test_one_lost_side_disturbs_nothing_beyond_the_next_sure_sheets(kinds: list[Kind], data: st.DataObject) -> None:
    leaves = made_up(kinds)
    assume(len(leaves) > 2)
    lost = data.draw(st.integers(0, 2 * len(leaves) - 1))
    sheets, ordered = order_passes(leaves, lost=[lost], files=data.draw(st.booleans()))
    got = places(sheets, ordered.positions)
    assert sorted(got) == [place for place in range(2 * len(leaves)) if place != lost]
    doubted = {place for doubt in ordered.doubts if doubt.flag for place in places(sheets, doubt.positions)}
    assert flags(ordered) == {"pass_mismatch"}
    assert doubted == {sheets[position].index for position in ordered.notices}
    assert lost ^ 1 in doubted
    assert [place for place in got if place not in doubted] == sorted(set(got) - doubted)
    for front, back in (places(sheets, pair) for pair in ordered.pairs):
        assert {front, back} <= doubted or back == front + 1
    sure = [place for place, kind in enumerate(kinds) if kind == Kind("slip") and place != lost // 2]
    first = max((place for place in sure if place < lost // 2), default=-1)
    last = min((place for place in sure if place > lost // 2), default=len(leaves))
    assert all(first < place // 2 < last for place in doubted)


@settings(max_examples=60, deadline=None)
@given(FAINT_LEAVES, st.booleans())
def test_slips_outrank_what_is_set(kinds: list[Kind], backs_reversed: bool) -> None:
    leaves = made_up([Kind("slip"), *kinds, Kind("slip"), Kind("page"), Kind("slip")])
    sheets, _ = two_passes(leaves, backs_reversed=not backs_reversed)
    ordered = order_sides(sheets, IN_FILE.model_copy(update={"backs_reversed": backs_reversed}))
    assert places(sheets, ordered.positions) == list(range(2 * len(leaves)))
    assert flags(ordered) == {"order_changed"}
    assert list(ordered.notices) == [ordered.positions[0]]


@settings(max_examples=60, deadline=None)
@given(
    LEAVES, st.lists(st.integers(0, 79), max_size=6), st.sampled_from([IN_FILE, TWO_FILES, StationSection(duplex=True)])
)
def test_every_side_is_there_once_whatever_was_lost(kinds: list[Kind], lost: list[int], how: StationSection) -> None:
    sheets, backs_from = two_passes(made_up(kinds), backs_reversed=True, lost=lost)
    ordered = order_sides(sheets, how, backs_from if how is TWO_FILES else None)
    assert sorted(ordered.positions) == list(range(len(sheets)))
    assert len({place for pair in ordered.pairs for place in pair}) == 2 * len(ordered.pairs)


def numbered(count: int) -> list[Leaf]:
    return stack(page_leaf(2 * place + 1) for place in range(count))


@pytest.mark.parametrize("files", [False, True])
def test_numbers_find_the_very_sheet_that_lost_a_side(files: bool) -> None:
    sheets, ordered = order_passes(numbered(12), lost=[9], files=files)
    assert places(sheets, ordered.positions) == [place for place in range(24) if place != 9]
    assert places(sheets, ordered.notices) == [8]
    notice = next(iter(ordered.notices.values()))[0]
    assert (notice.name, notice.unit) == ("pass_mismatch", "share")
    assert notice.measure is not None and notice.measure > 0.99
    assert "1 back is missing" in ordered.doubts[0].message
    assert "पिछला" in ordered.doubts[0].hindi


def test_a_lost_front_and_a_lost_back_do_not_make_up_for_each_other() -> None:
    sheets, ordered = order_passes(numbered(16), lost=[9, 20])
    assert places(sheets, ordered.positions) == [place for place in range(32) if place not in (9, 20)]
    assert sorted(places(sheets, ordered.notices)) == [8, 21]
    between_slips = stack([slip_leaf("nasti", "1"), *[one_sided()] * 6, slip_leaf("nasti", "2"), *[one_sided()] * 6])
    sheets, ordered = order_passes(between_slips, lost=[9, 20])
    doubted = set(places(sheets, ordered.notices))
    assert {8, 21} <= doubted
    assert not doubted & {0, 1, 14, 15}


def test_two_files_are_named_where_sides_are_missing() -> None:
    _, ordered = order_passes(numbered(12), lost=[8], files=True)
    assert "side 8 of the second file" in ordered.doubts[0].message
    assert "दूसरी फ़ाइल के पृष्ठ 8" in ordered.doubts[0].hindi


def test_where_nothing_tells_the_setting_is_followed_and_that_is_said() -> None:
    leaves = stack([one_sided()] * 6)
    sheets, ordered = order_passes(leaves)
    assert places(sheets, ordered.positions) == list(range(12))
    assert not ordered.notices
    assert [doubt.flag for doubt in ordered.doubts] == [""]
    assert "Nothing on these sides tells" in ordered.doubts[0].message
    _, ordered = order_passes(numbered(6))
    assert not ordered.doubts


def test_page_numbers_outrank_what_is_set() -> None:
    sheets, _ = two_passes(numbered(8), backs_reversed=False)
    ordered = order_sides(sheets, IN_FILE)
    assert places(sheets, ordered.positions) == list(range(16))
    assert "the backs came first sheet first" in ordered.doubts[0].message


def test_backs_scanned_before_fronts_are_seen() -> None:
    leaves = numbered(8)
    sheets = [back for _, back in leaves] + [front for front, _ in leaves[::-1]]
    ordered = order_sides(sheets, IN_FILE)
    found = places(sheets, ordered.positions)
    assert all(back == front + 1 for front, back in zip(found[::2], found[1::2], strict=True))
    assert "the backs came before the fronts" in ordered.doubts[-1].message


def test_numbered_leaves_are_no_numbered_pages() -> None:
    leaves = stack((side("क", folio=place + 1), side("ख", folio=place + 1)) for place in range(10))
    sheets, ordered = order_passes(leaves)
    assert places(sheets, ordered.positions) == list(range(20))
    assert not ordered.notices


def test_pages_with_few_printed_backs_are_no_numbered_leaves() -> None:
    """Front 7, front 8 with 9 on its back, and the next nasti begins with 1."""
    few = [one_sided(7), page_leaf(8), one_sided(1), page_leaf(2), one_sided(), one_sided(5), page_leaf(6)]
    leaves = stack(few * 3)
    sheets, ordered = order_passes(leaves)
    assert places(sheets, ordered.positions) == list(range(2 * len(leaves)))
    assert not ordered.notices


def test_misread_numbers_do_not_upset_what_the_others_say() -> None:
    leaves = numbered(12)
    for place, folio in ((2, 77), (5, 9), (8, 3)):
        leaves[place] = (leaves[place][0], side("ख", folio=folio))
    leaves = stack(leaves)
    sheets, ordered = order_passes(leaves)
    assert places(sheets, ordered.positions) == list(range(24))
    assert not ordered.notices


def test_large_sheets_are_anchors() -> None:
    large = (side("नक्शा", size_px=A3_PX), side(blank=True, size_px=A3_PX[::-1], turn_deg=90))
    leaves = stack([*[one_sided()] * 5, large, *[one_sided()] * 5, large, *[one_sided()] * 5])
    sheets, ordered = order_passes(leaves, lost=[17])
    doubted = set(places(sheets, ordered.notices))
    assert 16 in doubted
    assert all(10 <= place <= 23 for place in doubted)


def test_words_that_two_sides_share_hint_at_the_place() -> None:
    starts = [first + second for first in "कखगचज" for second in "टडतदपब"]
    leaves = stack((side(start + "रामपुर", start + "पालगढ़"), side(start + "पालगढ़", start + "रामपुर")) for start in starts)
    sheets, ordered = order_passes(leaves, lost=[31])
    assert likeliest(sheets, ordered) == 30


def test_sides_that_follow_each_other_are_paired() -> None:
    leaves = stack([slip_leaf("nasti", "1"), *[one_sided()] * 2])
    sheets = [one for leaf in leaves for one in leaf]
    assert order_sides(sheets, StationSection()).pairs == ((0, 1), (2, 3), (4, 5))  # The slip shows that they do.
    assert order_sides(sheets[2:], StationSection(duplex=True)).pairs == ((0, 1), (2, 3))
    assert order_sides(sheets[2:], StationSection()).pairs == ()


def test_a_side_lost_by_a_duplex_scanner_is_found() -> None:
    leaves = numbered(8)
    sheets = [one for leaf in leaves for one in leaf if one.index != 7]
    ordered = order_sides(sheets, StationSection(duplex=True))
    assert ordered.positions == tuple(range(15))
    assert likeliest(sheets, ordered) == 6
    assert [tuple(places(sheets, pair)) for pair in ordered.pairs] == [(2 * k, 2 * k + 1) for k in range(8) if k != 3]


def test_a_stack_that_was_turned_over_has_its_backs_first() -> None:
    leaves = numbered(8)
    sheets = [one for front, back in leaves for one in (back, front)]
    ordered = order_sides(sheets, StationSection(duplex=True))
    assert places(sheets, ordered.positions) == list(range(16))
    assert flags(ordered) == {"order_changed"}


def test_one_pass_that_turns_out_to_be_two() -> None:
    leaves = made_up([Kind("slip"), Kind("page"), Kind("one_sided"), Kind("slip"), Kind("page")])
    sheets, _ = two_passes(leaves, backs_reversed=True)
    ordered = order_sides(sheets, StationSection())
    assert places(sheets, ordered.positions) == list(range(10))
    assert "all fronts came before all backs" in ordered.doubts[-1].message
    duplex = [one for leaf in leaves for one in leaf]
    ordered = order_sides(duplex, IN_FILE)
    assert ordered.positions == tuple(range(10))
    assert "each front is followed by its back" in ordered.doubts[-1].message


def test_a_stack_fed_last_sheet_first() -> None:
    pages = [write_sheet(COVER), *(side("क", folio=place) for place in range(1, 9))]
    assert order_sides(pages[::-1], StationSection(reversed=True)).positions == tuple(range(8, -1, -1))
    ordered = order_sides(pages[::-1], StationSection())
    assert ordered.positions == tuple(range(8, -1, -1))
    assert flags(ordered) == {"order_changed"}
    assert "last sheet first" in ordered.doubts[0].message
    ordered = order_sides(pages, StationSection(reversed=True))
    assert ordered.positions == tuple(range(9))
    assert "first sheet first" in ordered.doubts[0].message


def test_numbers_alone_do_not_turn_a_stack() -> None:
    """Correspondence is often numbered from the back."""
    pages = [side("क", folio=place) for place in range(30, 0, -1)]
    ordered = order_sides(pages, StationSection())
    assert ordered.positions == tuple(range(30))
    assert not ordered.notices
    assert "the other way round" in ordered.doubts[0].message


def test_a_slip_at_the_end_has_nothing_behind_it() -> None:
    slips = [slip_leaf("nasti", str(number))[0] for number in (1, 2)]
    pages = [[side("क", folio=place) for place in range(1, 6)] for _ in range(2)]
    sheets = [slips[0], *pages[0], slips[1], *pages[1]]
    assert order_sides(sheets, StationSection()).positions == tuple(range(12))
    assert order_sides(sheets[::-1], StationSection()).positions == tuple(range(11, -1, -1))


def lot(serial: str, passes: str = "") -> Leaf:
    return slip_leaf("lot", serial, lot=f"बस्ता {serial}", passes=passes)


def test_a_lot_slip_speaks_for_its_own_sheets() -> None:
    two = stack(
        [lot("L1", "two_in_file"), *(page_leaf(2 * place + 1) for place in range(5)), slip_leaf("end_of_lot", "E1")]
    )
    first, _ = two_passes(two, backs_reversed=True)
    after = [one for leaf in stack([lot("L2"), *[page_leaf()] * 3]) for one in leaf]
    before = [side("क"), side("ख")]
    ordered = order_sides([*before, *first, *after], StationSection())
    inside = places(first, [position - 2 for position in ordered.positions[2:16]])
    assert ordered.positions[:2] == (0, 1)
    assert inside == list(range(14))
    assert ordered.positions[16:] == tuple(range(16, 24))
    assert not ordered.notices


def test_lots_that_say_nothing_go_as_the_station_does() -> None:
    leaves = stack([lot("L1"), page_leaf(1), page_leaf(3), lot("L2", "two_in_file"), page_leaf(1), page_leaf(3)])
    sheets, ordered = order_passes(leaves)
    assert places(sheets, ordered.positions) == list(range(12))


def test_a_lot_slip_may_announce_a_second_file() -> None:
    sheets = [lot("L1", "two_files")[0], side("क")]
    assert waits_for_partner(sheets, StationSection())
    assert not waits_for_partner(sheets[1:], StationSection())
    assert waits_for_partner(sheets[1:], TWO_FILES)
    assert not waits_for_partner([lot("L1", "one")[0], side("क")], TWO_FILES)


def test_a_pass_whose_other_file_has_not_come_stays_as_it_is() -> None:
    fronts = [front for front, _ in numbered(6)]
    ordered = order_sides(fronts, StationSection(passes="two_files", duplex=True))
    assert (ordered.positions, ordered.pairs) == (tuple(range(6)), ())


@pytest.mark.parametrize("how", [StationSection(), DUPLEX, IN_FILE])
def test_little_is_in_order(how: StationSection) -> None:
    assert order_sides([], how).positions == ()
    assert order_sides([side("क")], how).positions == (0,)
    assert order_sides([side("क")], TWO_FILES, 1).positions == (0,)
    assert order_sides([], TWO_FILES, 0).positions == ()
