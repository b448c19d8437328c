"""What people said is there to be learned from, and models are kept."""

from typing import Any

import pytest
from sqlalchemy import select

from nasti.model import Said
from storage import handling, keywords, lessons, nastis, said, verify
from storage.said import Target
from storage.store import Store
from storage.tables import EventRow

NUMBER = "142/अ-27/1993-94"


@pytest.fixture
def nasti(clerk: Any, make: Any) -> int:
    return clerk.file("a.tif", NUMBER, make.nasti())


def test_a_nasti_of_which_nobody_said_anything_teaches_nothing(store: Store, nasti: int) -> None:
    assert store.read(lessons.lessons) == []
    assert store.read(lessons.news) == (0, 0)


def test_what_was_said_of_fields_and_sheets_is_a_lesson(store: Store, nasti: int) -> None:
    letter = store.read(lambda s: keywords.find_sheet(s, nasti, "C-2"))
    store.write(lambda s: said.say(s, Target(nasti, "subject"), "सीमांकन", "मीरा"))
    store.write(lambda s: said.say(s, Target(nasti, "date", letter), None, "गीता"))
    store.write(lambda s: handling.set_kind(s, [letter], "map", "राम"))
    (lesson,) = store.read(lessons.lessons)
    assert lesson.said == (Said(None, "subject", "सीमांकन"), Said(5, "date", None))
    assert [sheet.told.kind for sheet in lesson.sheets] == [None] * 5 + ["map"]
    assert (lesson.nasti_id, lesson.said_by) == (nasti, "गीता")
    assert store.read(lessons.news)[0] == 2


def test_what_was_taken_back_is_no_lesson(store: Store, nasti: int) -> None:
    store.write(lambda s: said.say(s, Target(nasti, "subject"), "सीमांकन", "मीरा"))
    store.write(lambda s: said.take_back(s, Target(nasti, "subject"), "मीरा"))
    assert store.read(lessons.lessons) == []


def test_a_kind_alone_is_a_lesson_of_the_day_the_nasti_was_registered(store: Store, nasti: int) -> None:
    letter = store.read(lambda s: keywords.find_sheet(s, nasti, "C-2"))
    store.write(lambda s: handling.set_kind(s, [letter], "map", "राम"))
    (lesson,) = store.read(lessons.lessons)
    assert (lesson.said, lesson.said_by) == ((), "")


def test_models_are_kept_counted_and_proven(store: Store, nasti: int) -> None:
    store.write(lambda s: said.say(s, Target(nasti, "subject"), "सीमांकन", "मीरा"))
    _, last = store.read(lessons.news)
    for data, used in ((b"one", True), (b"two", False)):
        kept = store.files.keep_bytes("learned", data, ".model")
        store.write(
            lambda s, k=kept, u=used: lessons.keep_model(s, k, {"rows": []}, nastis=1, used=u, last_said_id=last)
        )
    model = store.read(lessons.newest)
    assert model is not None
    assert (model.version, model.used, store.files.read(model.key)) == (2, False, b"two")
    assert store.read(lessons.news) == (0, last)
    assert "learned" in store.read(lambda s: s.scalars(select(EventRow.kind)).all())
    path = store.files.path(model.key)
    path.chmod(0o600)
    path.write_bytes(b"three")
    assert any(model.key in problem for problem in verify.verify(store).problems)


def test_nothing_said_leaves_the_line_with_nothing_to_do(store: Store, nasti: int) -> None:
    assert not store.read(nastis.unfinished)
    assert store.read(lessons.newest) is None
