"""`nasti fields` and `nasti links`, from the command line to the bound nasti and back."""

from __future__ import annotations

import json

from nasti.errors import InputRejected, NotFound
from tests.nasti.conftest import NUMBER, Room


def test_a_field_is_said_confirmed_and_taken_back(room: Room) -> None:
    assert room.fields()["subject"] == (None, "missing")
    room.do("fields", "say", NUMBER, "subject", "भूमि  आवंटन", by="मीरा")
    assert room.fields()["subject"] == ("भूमि आवंटन", "told")
    room.do("fields", "confirm", NUMBER, "file_number", by="गीता")
    assert room.fields()["file_number"] == (NUMBER, "told")
    words = json.loads(room.do("fields", "history", NUMBER, "--json"))
    assert [(one["said"]["name"], one["said"]["by"]) for one in words] == [("subject", "मीरा"), ("file_number", "गीता")]
    room.do("fields", "take-back", NUMBER, "subject", by="मीरा")
    assert room.fields()["subject"] == (None, "missing")


def test_what_waits_is_listed_until_somebody_says_it(room: Room) -> None:
    def waiting() -> set[str]:
        found = json.loads(room.do("fields", "waiting", "--json"))
        return {one["field"]["name"] for one in found}

    assert waiting() == {"department", "subject", "year"}
    room.do("fields", "say", NUMBER, "year", "२००३")
    room.do("fields", "say", NUMBER, "subject", "--none")
    assert waiting() == {"department"}


def test_a_field_that_two_people_type_cannot_be_said_by_one(room: Room) -> None:
    (room.folder / "config.yaml").write_text("fields: {twice: [subject]}")
    assert "two people" in room.refuse(InputRejected, "fields", "say", NUMBER, "subject", "भूमि", by="मीरा")
    assert "Another person" in room.ask("fields", "enter", NUMBER, "subject", "भूमि", by="मीरा").output
    assert room.fields()["subject"] == (None, "to_enter_again"), "what was typed is not shown"
    room.do("fields", "enter", NUMBER, "subject", "भूमि", by="गीता")
    assert room.fields()["subject"] == ("भूमि", "told")


def test_what_makes_no_sense_is_refused(room: Room) -> None:
    assert "no field" in room.refuse(InputRejected, "fields", "say", NUMBER, "colour", "लाल")
    assert "the day first" in room.refuse(InputRejected, "fields", "say", NUMBER, "opened", "31-2-1994")
    assert "--none" in room.refuse(InputRejected, "fields", "say", NUMBER, "subject")
    assert "Nothing was read" in room.refuse(NotFound, "fields", "confirm", NUMBER, "subject")
    assert "no paper" in room.refuse(NotFound, "fields", "say", NUMBER, "date", "1.2.1994", "--page", "C-1")


def test_fields_words_and_links_are_shown_to_people(room: Room) -> None:
    room.do("fields", "say", NUMBER, "previous_number", "11/अ-6/2001-02", by="मीरा")
    assert "previous_number" in room.do("fields", "show", NUMBER)
    assert "मीरा" in room.do("fields", "history", NUMBER)
    assert "11/अ-6/2001-02" in room.do("links", NUMBER)
    (link,) = json.loads(room.do("links", NUMBER, "--json"))
    assert (link["relation"], link["nasti_id"], link["number"]) == ("previous", None, "11/अ-6/2001-02")
