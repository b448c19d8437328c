from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasti.errors import InvalidOutput
from ocr.pdf_volumes import cut_volumes


@given(
    sizes=st.lists(st.integers(1, 50), min_size=1, max_size=40),
    cap=st.integers(50, 200),
    starts=st.sets(st.integers(0, 39)),
)
def test_every_page_is_in_one_volume_in_order_and_none_is_too_large(
    sizes: list[int], cap: int, starts: set[int]
) -> None:
    volumes = cut_volumes(sizes, cap, sorted(starts))
    assert [page for volume in volumes for page in volume] == list(range(len(sizes)))
    assert all(volume and sum(sizes[page] for page in volume) <= cap for volume in volumes)
    assert len(volumes) == len(cut_volumes(sizes, cap))
    # No volume could take the first page of the next one too, when nothing is said of papers.
    for volume, after in zip(cut_volumes(sizes, cap), cut_volumes(sizes, cap)[1:], strict=False):
        assert sum(sizes[page] for page in volume) + sizes[after.start] > cap


def test_a_paper_is_kept_whole_where_that_costs_no_volume() -> None:
    sizes = [40, 20, 20, 40, 40]
    assert cut_volumes(sizes, 100) == [range(0, 3), range(3, 5)]
    assert cut_volumes(sizes, 100, [0, 2]) == [range(0, 2), range(2, 5)]
    assert cut_volumes(sizes, 90, [0, 1]) == [range(0, 3), range(3, 5)]


def test_a_page_larger_than_a_volume_is_named() -> None:
    with pytest.raises(InvalidOutput, match=r"Page 2 alone has 0\.30 MB"):
        cut_volumes([100_000, 300_000], 200_000)
