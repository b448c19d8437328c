from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.learning.examples import Example, from_json, to_json
from classify.learning.model import Learned
from classify.learning.packing import DamagedModel, pack, unpack
from classify.learning.train import Trained
from classify.understand import understand
from nasti.errors import InvalidOutput

Draw = Callable[[int], Example]


def test_a_model_that_was_kept_speaks_as_it_did(forest: Trained, draw: Draw) -> None:
    kept = forest.model.to_bytes()
    again = Learned.from_bytes(kept)
    assert (again.to_bytes(), again.version, again.speaks_on) == (kept, forest.model.version, forest.model.speaks_on)
    nasti = draw(32)
    assert understand(nasti.sheets, learned=again) == understand(nasti.sheets, learned=forest.model)
    assert len(kept) < 100_000


def test_a_model_without_learners_is_kept_too() -> None:
    assert Learned.from_bytes(Learned().to_bytes()) == Learned()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_anywhere_is_noticed(data: st.DataObject) -> None:
    kept = pack({"fields": []}, {"a": np.arange(400, dtype=np.float32)})
    place = data.draw(st.integers(0, len(kept) - 1))
    changed = data.draw(st.integers(1, 255))
    damaged = kept[:place] + bytes([kept[place] ^ changed]) + kept[place + 1 :]
    for wrong in (damaged, kept[:place], kept + b"x"):
        with pytest.raises(DamagedModel):
            unpack(wrong)


def test_damage_is_told_in_both_languages() -> None:
    with pytest.raises(InvalidOutput) as caught:
        Learned.from_bytes(b"nasti learned 0\nof another time")
    assert "nasti learn" in caught.value.message
    assert "सुधार" in caught.value.hindi


@given(st.lists(st.floats(width=32, allow_nan=False), max_size=20), st.dictionaries(st.text(), st.integers()))
def test_arrays_and_values_come_back(numbers: list[float], values: dict[str, int]) -> None:
    arrays = {"a": np.array(numbers, np.float32), "b": np.array([[1, 2]], np.uint16)}
    back, found = unpack(pack(values, arrays))
    assert back == values
    assert all(np.array_equal(found[name], arrays[name]) and found[name].dtype == arrays[name].dtype for name in arrays)


def test_an_example_comes_back_from_json(draw: Draw) -> None:
    nasti = draw(3)
    back = from_json(to_json(nasti))
    assert back == nasti
