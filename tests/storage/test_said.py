"""What people say of fields is kept, stands, and can be taken back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from classify.said import heed, heed_papers
from nasti.errors import InputRejected, NotFound
from nasti.settings import FieldsSection
from storage import arranging, fields, handling, keywords, nastis, said, sheets, views
from storage.said import Target
from storage.store import Store
from storage.tables import EventRow, NastiRow

NUMBER, OTHER = "142/अ-27/1993-94", "143/अ-27/1993-94"
ROUTING = FieldsSection(needed=("file_number", "subject"), needed_of_papers={"letter": ("letter_number", "date")})


@pytest.fixture
def nasti(clerk: Any, make: Any) -> int:
    """A registered nasti with a subject, and a letter with a date on its last sheet."""
    return clerk.file("a.tif", NUMBER, make.nasti())


def bind(clerk: Any, make: Any) -> None:
    """Understand and bind whatever is behind, as the line does."""
    for nasti_id, version in clerk.store.read(nastis.unfinished).unbound:
        stored = clerk.store.read(lambda s, one=nasti_id: nastis.sheets_of_nasti(s, one))
        told = clerk.store.read(lambda s, one=nasti_id, ids=[row.id for row in stored]: said.said_of_nasti(s, one, ids))
        read = make.understood([one.sheet for one in stored], **({"subject": "भूमि आवंटन"} if stored else {}))
        understood = replace(
            read, papers=heed_papers(told, read.papers), fields=heed(told, read.fields) if stored else {}
        )
        bound = clerk.bind(understood, f"{nasti_id}/{version}")
        assert clerk.store.write(lambda s, n=nasti_id, v=version, u=understood, b=bound: nastis.register(s, n, v, u, b))


def letter_of(store: Store, nasti_id: int) -> int:
    """First sheet of the letter."""
    sheet_id = store.read(lambda s: keywords.find_sheet(s, nasti_id, "C-2"))
    return store.read(lambda s: said.paper_of(s, nasti_id, sheet_id))


def lines(store: Store, nasti_id: int, routing: FieldsSection = ROUTING) -> dict[str, tuple[Any, str]]:
    """Value and state of each field, those of the letter under "letter.…"."""
    found = store.read(lambda s: fields.fields_of(s, nasti_id, routing))
    return {f"{one.paper}.{one.name}" if one.paper else one.name: (one.value, one.state) for one in found}


def test_a_field_that_somebody_says_stands_when_the_nasti_is_bound_again(clerk, make, store, nasti):
    assert lines(store, nasti)["subject"] == ("भूमि आवंटन", "filled")
    assert store.write(lambda s: said.say(s, Target(nasti, "subject"), "सीमांकन", "मीरा"))
    bind(clerk, make)
    assert lines(store, nasti)["subject"] == ("सीमांकन", "told")
    view = store.read(lambda s: views.show(s, NUMBER))
    assert (view.line.subject, view.understood.fields["subject"].told) == ("सीमांकन", True)
    assert not store.write(lambda s: said.say(s, Target(nasti, "subject"), "सीमांकन", "मीरा")), "that is nothing new"


def test_what_is_taken_back_leaves_what_was_before(clerk, make, store, nasti):
    target = Target(nasti, "subject")
    for value in ("एक", "दो"):
        store.write(lambda s, value=value: said.say(s, target, value, "मीरा"))
    bind(clerk, make)
    for before in ("एक", "भूमि आवंटन"):
        store.write(lambda s: said.take_back(s, target, "गीता"))
        bind(clerk, make)
        assert lines(store, nasti)["subject"][0] == before
    with pytest.raises(NotFound):
        store.write(lambda s: said.take_back(s, target, "गीता"))
    told = store.read(lambda s: said.history(s, nasti))
    assert [(word.value, word.by, taken_back_by) for word, taken_back_by in told] == [
        ("एक", "मीरा", "गीता"), ("दो", "मीरा", "गीता"),
    ]  # fmt: skip
    assert told[0][0].read["value"] == "भूमि आवंटन", "what the machine had is kept to learn from"


def test_a_field_of_a_paper_follows_its_sheet_to_another_nasti_and_to_a_new_scan(clerk, make, store, nasti):
    letter = letter_of(store, nasti)
    store.write(lambda s: said.say(s, Target(nasti, "date", letter), "1994-02-08", "मीरा"))
    bind(clerk, make)
    assert lines(store, nasti)["letter.date"] == ("1994-02-08", "told")
    other = clerk.file("b.tif", OTHER, [make.sheet(0, "आवरण", kind="cover")])
    store.write(lambda s: handling.move(s, [letter], other, None, "मीरा"))
    bind(clerk, make)
    assert lines(store, other)["letter.date"] == ("1994-02-08", "told")
    again = clerk.read("again.tif", [make.sheet(0, "भवदीय", kind="letter", part="correspondence")])
    clerk.place(again, None)
    (new,) = (one.id for one in store.read(lambda s: sheets.sheets_of_scan(s, again)))
    store.write(lambda s: handling.replace(s, letter, [new], "मीरा"))
    bind(clerk, make)
    assert lines(store, other)["letter.date"] == ("1994-02-08", "told")


def test_what_is_said_not_to_be_there_is_no_gap(clerk, make, store, nasti):
    assert lines(store, nasti)["letter.letter_number"] == (None, "missing")
    letter = letter_of(store, nasti)
    store.write(lambda s: said.say(s, Target(nasti, "letter_number", letter), None, "मीरा"))
    bind(clerk, make)
    assert lines(store, nasti)["letter.letter_number"] == (None, "told")
    waiting = store.read(lambda s: fields.waiting(s, ROUTING, nasti_id=nasti))
    assert [(one.name, one.paper) for one in waiting] == [("file_number", None)]


def test_what_is_less_sure_than_asked_waits(store, nasti):
    strict = FieldsSection(sure_from=0.95, own={"date": 0.5}, needed=("subject",), needed_of_papers={})
    assert {name: state for name, (_, state) in lines(store, nasti, strict).items()} == {
        "subject": "unsure", "letter.date": "filled",
    }  # fmt: skip
    assert [one.name for one in store.read(lambda s: fields.waiting(s, strict))] == ["subject"]
    unasked = FieldsSection(sure_from=0.95, unasked=("subject", "date"), needed=("retention",), needed_of_papers={})
    assert [one.name for one in store.read(lambda s: fields.waiting(s, unasked))] == ["retention"]
    easy = FieldsSection(sure_from=0.5, needed=(), needed_of_papers={})
    assert store.read(lambda s: fields.waiting(s, easy)) == []


def test_of_many_nasti_as_many_fields_wait_as_were_asked_for(clerk, make, store):
    for name in "abc":
        clerk.file(f"{name}.tif", f"{name}/12/1994", [make.sheet(0, name, kind="cover")])
    missing = FieldsSection(sure_from=0.5, needed=("retention", "subject"), needed_of_papers={})
    found = store.read(lambda s: fields.waiting(s, missing))
    assert [(one.name, one.state) for one in found] == [("retention", "missing")] * 3
    assert len(store.read(lambda s: fields.waiting(s, missing, limit=2))) == 2


def test_two_people_type_a_field_without_seeing_it(clerk, make, store, nasti):
    twice = FieldsSection(twice=("subject",), needed=(), needed_of_papers={})
    target = Target(nasti, "subject")
    assert lines(store, nasti, twice)["subject"][1] == "to_enter"
    assert not store.write(lambda s: said.enter(s, target, "सीमांकन बाबत", "मीरा"))
    with pytest.raises(InputRejected):
        store.write(lambda s: said.enter(s, target, "सीमांकन बाबत", "मीरा"))
    assert lines(store, nasti, twice)["subject"][1] == "to_enter_again"
    assert not store.write(lambda s: said.enter(s, target, "नामांतरण बाबत", "गीता"))
    assert lines(store, nasti, twice)["subject"][1] == "entries_differ"
    assert store.write(lambda s: said.enter(s, target, "सीमांकन  बाबत", "राम")), "a third settles it, spaces aside"
    bind(clerk, make)
    assert lines(store, nasti, twice)["subject"] == ("सीमांकन  बाबत", "told")


def test_what_was_typed_blind_is_told_to_nobody(store, nasti):
    twice = FieldsSection(twice=("subject",), needed=(), needed_of_papers={})
    store.write(lambda s: said.enter(s, Target(nasti, "subject"), "गुप्त विषय", "मीरा"))
    (line,) = (one for one in store.read(lambda s: fields.fields_of(s, nasti, twice)) if one.name == "subject")
    assert (line.shown_blind.value, line.shown_blind.raw) == (None, "")
    details = store.read(lambda s: [json.dumps(one, ensure_ascii=False) for one in s.scalars(select(EventRow.detail))])
    assert not any("गुप्त" in detail for detail in details)


def test_a_number_that_somebody_says_is_the_number_of_the_nasti(clerk, make, store, nasti):
    target = Target(nasti, "file_number")
    store.write(lambda s: said.say(s, target, OTHER, "मीरा"))
    bind(clerk, make)
    assert store.read(lambda s: views.find_nasti(s, OTHER)) == nasti
    with pytest.raises(NotFound):
        store.read(lambda s: views.find_nasti(s, NUMBER))
    store.write(lambda s: said.take_back(s, target, "मीरा"))
    bind(clerk, make)
    assert store.read(lambda s: views.find_nasti(s, NUMBER)) == nasti


def test_a_number_that_another_nasti_has_brings_the_sheets_there(clerk, make, store, nasti):
    other = clerk.file("b.tif", OTHER, [make.sheet(0, "आवरण", kind="cover")])
    store.write(lambda s: said.say(s, Target(nasti, "file_number"), OTHER, "मीरा"))
    assert store.read(lambda s: arranging.order_of(s, nasti)) == []
    assert len(store.read(lambda s: arranging.order_of(s, other))) == 7
    store.write(lambda s: arranging.undo(s, "मीरा"))
    assert len(store.read(lambda s: arranging.order_of(s, nasti))) == 6


def test_a_stack_without_a_number_gets_one_and_loses_it_again(clerk, make, store):
    stack = clerk.file("b.tif", None, [make.sheet(0, "आवरण", kind="cover")])
    store.write(lambda s: said.say(s, Target(stack, "file_number"), OTHER, "मीरा"))
    assert [one.id for one in store.read(views.list_unplaced)] == []
    store.write(lambda s: said.take_back(s, Target(stack, "file_number"), "मीरा"))
    assert [one.id for one in store.read(views.list_unplaced)] == [stack]


def test_a_department_that_somebody_says_is_that_of_the_nasti(clerk, make, store, nasti):
    store.write(lambda s: said.say(s, Target(nasti, "department"), "गृह विभाग", "मीरा"))
    bind(clerk, make)
    line = store.read(lambda s: views.list_nasti(s, nasti))
    assert (line.department, line.number) == ("गृह विभाग", NUMBER)
    assert not store.read(lambda s: s.get_one(NastiRow, nasti).number_told), "nobody has said the number"


def test_a_nasti_cannot_be_without_a_number(store, nasti):
    with pytest.raises(InputRejected):
        store.write(lambda s: said.say(s, Target(nasti, "file_number"), None, "मीरा"))
    assert store.read(lambda s: said.history(s, nasti)) == [], "what is refused is not kept"


def test_a_page_of_no_paper_has_no_fields_of_a_paper(store, nasti):
    cover = store.read(lambda s: keywords.find_sheet(s, nasti, "cover"))
    with pytest.raises(NotFound):
        store.read(lambda s: said.paper_of(s, nasti, cover))


def test_kinds_and_beginnings_that_somebody_says_reach_the_sheet_and_can_be_undone(store, nasti):
    sheet_id = store.read(lambda s: keywords.find_sheet(s, nasti, "C-2"))
    store.write(lambda s: handling.set_kind(s, [sheet_id], "map", "मीरा"))
    change = store.write(lambda s: handling.set_beginning(s, [sheet_id], True, "मीरा"))
    (one,) = store.read(lambda s: sheets.sheets_by_id(s, [sheet_id]))
    assert (one.sheet.told.kind, one.sheet.told.begins, one.to_read_again) == ("map", True, False)
    store.write(lambda s: arranging.undo(s, "मीरा", change))
    (one,) = store.read(lambda s: sheets.sheets_by_id(s, [sheet_id]))
    assert (one.sheet.told.kind, one.sheet.told.begins) == ("map", None)
    with pytest.raises(InputRejected):
        store.write(lambda s: handling.set_kind(s, [sheet_id], "blank", "मीरा"))
