"""What searches keep between them never makes one see less, or more, than the store has when it is asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import update

from storage.doc_map import load
from storage.search import Options, search
from storage.search_match import Matcher
from storage.search_query import parse
from storage.search_widen import LookedUp, widen
from storage.store import Store
from storage.tables import NastiRow

LAND, FOREST = "142/अ-27/1993-94", "17/अ-6/2001-02"


@pytest.fixture
def other(url: str, tmp_path: Path) -> Iterator[Store]:
    """The same store, opened once more."""
    opened = Store(url, tmp_path / "store")
    yield opened
    opened.close()


def found(store: Store, query: str, *, restricted: bool = False) -> list[tuple[str | None, int]]:
    results = store.read(lambda s: search(s, query, Options(restricted=restricted)))
    assert results.total_pages == sum(hit.page_count for hit in results.nastis)
    return sorted((hit.number, hit.page_count) for hit in results.nastis)


def test_a_page_that_another_connection_indexed_is_found_by_the_next_search(
    store: Store, other: Store, shelf: Any
) -> None:
    shelf.put(LAND, ["भूमि का नामांतरण", "भूमि की सूचना"])
    assert found(other, "भूमि") == [(LAND, 2)]
    shelf.put(FOREST, ["वन की भूमि"], year=2001)
    assert found(other, "भूमि") == [(LAND, 2), (FOREST, 1)]
    assert found(other, "भूमि year:2001") == [(FOREST, 1)]
    assert found(other, "भूमि -वन") == [(LAND, 2)]


def test_a_nasti_that_another_connection_restricts_is_hidden_from_the_next_search(
    store: Store, other: Store, shelf: Any
) -> None:
    shelf.put(LAND, ["भूमि का नामांतरण"])
    shelf.put(FOREST, ["वन की भूमि"])
    for restricted, here in ((True, [(LAND, 1)]), (False, [(LAND, 1), (FOREST, 1)]), (True, [(LAND, 1)])):
        change = update(NastiRow).where(NastiRow.number == FOREST).values(restricted=restricted)
        store.write(lambda s, change=change: s.execute(change) and None)
        assert found(other, "भूमि") == here
        assert found(other, "भूमि", restricted=True) == [(LAND, 1), (FOREST, 1)]


@pytest.mark.parametrize("query", ["नामांतरण", "भूमि का", '"भूमि का नामांतरण"', "भू* नाम*", "namantaran bhumi", "भू-अर्जन"])
def test_what_a_narrow_search_verified_stands_in_the_wider_one(store: Store, shelf: Any, query: str) -> None:
    shelf.put(LAND, ["भूमि का नामांतरण", "भूमी का नामांतरन", "नामातरण भूमि", "भू अर्जन", "भू का अर्जन", "भू-अर्जन"])

    def compare(s: Any) -> None:
        state, looked_up = load(s), LookedUp()
        narrow, wide = (widen(s, parse(query), wide=wide, looked_up=looked_up) for wide in (False, True))
        matcher = Matcher(s, state, (), narrow, looked_up.known)
        matcher.match(narrow)
        after = Matcher(s, state, (), wide, looked_up.known, matcher).match(wide)
        fresh = Matcher(s, state, (), wide, {}).match(wide)
        assert after.pages.tolist() == fresh.pages.tolist() != []
        assert np.array_equal(after.typed, fresh.typed)
        assert after.complete == fresh.complete

    store.read(compare)
