"""Lists of documents and of terms come out of their packing as they went in, in whatever form is smallest."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from storage.postings import mark_docs, pack_docs, pack_ids, pack_streams, unpack_docs, unpack_ids

STEPS = st.integers(1, 3) | st.integers(1, 400) | st.integers(1, 100_000)
DOCS = st.tuples(st.integers(1, 1 << 20), st.lists(STEPS, max_size=60)).map(lambda one: np.cumsum([one[0], *one[1]]))
IDS = st.lists(st.integers(0, 300) | st.integers(0, (1 << 31) - 1), max_size=30)


@given(DOCS)
def test_documents_come_out_as_they_went_in(docs: np.ndarray) -> None:
    assert unpack_docs(pack_docs(docs)).tolist() == docs.tolist()


@given(st.integers(1, 1 << 20), st.integers(1, 400), st.lists(st.integers(256, 90_000), max_size=5))
def test_neighbours_with_some_far_apart_come_out_as_they_went_in(first: int, count: int, far: list[int]) -> None:
    docs = np.cumsum([first, *[1] * count, *far, *[7] * count])
    assert unpack_docs(pack_docs(docs)).tolist() == docs.tolist()
    mask = np.zeros(docs[-1] + 1, np.bool_)
    mask[0] = True
    mark_docs(pack_docs(docs), mask)
    assert np.flatnonzero(mask).tolist() == [0, *docs.tolist()]


def test_each_list_takes_the_smallest_form() -> None:
    every = np.arange(1, 8001)
    assert len(pack_docs(every)) == 5 + 1000, "a bit each"
    assert len(pack_docs(every * 100)) == 5 + 7999, "a byte each"
    assert len(pack_docs(np.append(every * 100, 10**7))) == 5 + 8000 + 4 + 6, "a byte each, and one that is far"
    assert len(pack_docs(every * 300)) == 5 + 2 * 7999, "two bytes each"
    assert len(pack_docs(every * 70_000)) == 5 + 4 * 7999, "four bytes each"
    assert len(pack_docs([7])) == 5


@given(st.lists(IDS, max_size=8))
def test_many_documents_are_packed_as_each_by_itself(documents: list[list[int]]) -> None:
    stream = np.array([one for ids in documents for one in ids], np.int64)
    packed = pack_streams(stream, [len(ids) for ids in documents])
    assert packed == [pack_ids(ids) for ids in documents]
    assert [unpack_ids(one).tolist() for one in packed] == documents
