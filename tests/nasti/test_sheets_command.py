"""`nasti sheets …`, `nasti unplaced`, `nasti place`: from the command line to the bound nasti and back."""

from __future__ import annotations

import json

import pytest

from nasti.errors import InputRejected, NotFound
from tests.nasti.conftest import NUMBER, Room

OTHER = "13/अ-6/2003-04"


@pytest.fixture
def long(room: Room) -> Room:
    """A record room whose nasti has five sheets."""
    room.digitise(room.write("more.pdf", f"{NUMBER} ", "three", "four"))
    assert room.texts() == [NUMBER, "word", f"{NUMBER} ", "three", "four"]
    return room


def test_sheets_are_moved_before_a_page_to_the_end_and_to_another_nasti(long: Room) -> None:
    long.do("sheets", "move", NUMBER, "4", "5", "--before", "C-2")
    assert long.texts() == [NUMBER, "three", "four", "word", f"{NUMBER} "]
    long.do("sheets", "move", NUMBER, "2")
    assert long.texts() == [NUMBER, "four", "word", f"{NUMBER} ", "three"]
    long.digitise(long.write("other.pdf", OTHER, "last"))
    long.do("sheets", "move", NUMBER, "5", "--to", OTHER, "--before", "2")
    assert (long.texts()[-1], long.texts(OTHER)) == (f"{NUMBER} ", [OTHER, "three", "last"])
    assert "before itself" in long.refuse(InputRejected, "sheets", "move", NUMBER, "2", "--before", "2")


def test_sheets_are_put_in_order_and_every_change_is_taken_back(long: Room) -> None:
    before = long.texts()
    long.do("sheets", "order", NUMBER, "5", "4", "3", "2", "1", by="मीरा")
    assert long.texts() == before[::-1]
    assert "every sheet" in long.refuse(InputRejected, "sheets", "order", NUMBER, "1", "2")
    (change,) = json.loads(long.do("sheets", "history", NUMBER, "--json"))
    assert (change["kind"], change["made_by"], change["undone_by"]) == ("reorder", "मीरा", None)
    long.do("sheets", "undo", by="गीता")
    assert long.texts() == before
    assert "गीता" in long.do("sheets", "history", NUMBER)


def test_pages_that_were_forgotten_are_put_in(room: Room) -> None:
    new = room.write("forgotten.pdf", "first of the new", "second of the new")
    room.do("sheets", "insert", NUMBER, str(new), "--before", "C-2", "--leave")
    assert room.texts() == [NUMBER, "first of the new", "second of the new", "word"]
    assert new.exists()
    assert json.loads(room.do("unplaced", "--json"))["stacks"] == []
    room.do("sheets", "undo")
    assert room.texts() == [NUMBER, "word"]
    (stack,) = json.loads(room.do("unplaced", "--json"))["stacks"]
    assert room.texts(stack["stack"]) == ["first of the new", "second of the new"]


def test_pages_put_in_keep_to_the_page_that_was_named_though_their_scan_joins_the_nasti(room: Room) -> None:
    room.do("sheets", "insert", NUMBER, str(room.write("more.pdf", f"{NUMBER} ", "new")), "--before", "2")
    assert room.texts() == [NUMBER, f"{NUMBER} ", "new", "word"]


def test_nothing_is_digitised_for_a_page_that_is_not_there(room: Room) -> None:
    new = room.write("forgotten.pdf", "new")
    room.refuse(NotFound, "sheets", "insert", NUMBER, str(new), "--before", "C-9")
    assert new.exists()
    assert json.loads(room.do("unplaced", "--json"))["stacks"] == []


def test_a_page_is_replaced_by_a_new_scan_or_by_its_double_and_comes_back(long: Room) -> None:
    long.do("sheets", "replace", NUMBER, "2", "--scan", str(long.write("again.pdf", "word again")))
    assert "word again" in long.texts()
    long.do("sheets", "undo")
    assert "word again" not in long.texts()
    long.do("sheets", "replace", NUMBER, "4", "--double", "5")
    assert long.texts() == [NUMBER, "word", f"{NUMBER} ", "four"]
    for wrong in ((), ("--scan", "x.pdf", "--double", "C-1")):
        assert "--scan" in long.refuse(InputRejected, "sheets", "replace", NUMBER, "2", *wrong)


def test_what_a_page_is_can_be_said(long: Room) -> None:
    long.do("sheets", "turn", NUMBER, "2", "--right", "180")
    long.do("sheets", "part", NUMBER, "3", "--to", "noting")
    long.do("sheets", "kind", NUMBER, "4", "--to", "map")
    long.do("sheets", "begins", NUMBER, "5", "--paper", "no")
    long.do("sheets", "blank", NUMBER, "5")
    kinds = [one["kind"] for one in json.loads(long.do("sheets", "history", NUMBER, "--json"))]
    assert sorted(kinds) == ["kind", "mark", "paper", "part", "turn"]
    sheets = json.loads(long.do("show", NUMBER, "--json"))["sheets"]
    assert (sheets[1]["turn_deg"], sheets[4]["blank"]) == (180, True)
    long.do("sheets", "blank", NUMBER, "5", "--written")
    assert long.texts()[4] == "four"


def test_a_nasti_is_split_before_a_page(long: Room) -> None:
    long.do("sheets", "split", NUMBER, "3", "--number", OTHER)
    assert (long.texts(), long.texts(OTHER)) == ([NUMBER, "word"], [f"{NUMBER} ", "three", "four"])


def test_an_unplaced_stack_is_placed(room: Room) -> None:
    room.digitise(room.write("nameless.pdf", "somebody", "else"))
    assert "nameless.pdf" in room.do("unplaced")
    (stack,) = json.loads(room.do("unplaced", "--json"))["stacks"]
    room.do("place", stack["stack"], OTHER)
    assert room.texts(OTHER) == ["somebody", "else"]
    assert json.loads(room.do("unplaced", "--json"))["stacks"] == []
