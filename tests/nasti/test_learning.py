"""The line learns from what people said, and understands by what it learned."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from classify.learning.model import Learned
from nasti import teaching
from nasti.cli import app
from nasti.errors import NotFound, StorageError
from nasti.jobs import Line
from nasti.learning import load_model
from nasti.model import Arrival
from nasti.settings import Settings
from storage import lessons, said, views
from storage.said import Target
from storage.store import Store
from tests.nasti import made_up

NUMBER = "12/अ-6/2003-04"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.model_validate({"store": {"folder": str(tmp_path / "store")}, "learn": {"after": 2}})


@pytest.fixture
def store(settings: Settings, made_up_reading: None) -> Iterator[Store]:
    """A store with one made-up nasti."""
    opened = Store(settings.database_url, settings.store_folder)
    opened.migrate()
    scan(settings, opened, "one.pdf", NUMBER)
    yield opened
    opened.close()


def scan(settings: Settings, store: Store, name: str, text: str) -> None:
    path = settings.store_folder / name
    path.write_text(f"{text}\nword\n")
    with Line(settings, store) as line:
        line.take(Arrival(path, (path,), "pdf", "", "", path.stat().st_size, False, Path(name)))
        finish(line, store)


def finish(line: Line, store: Store) -> None:
    """Wait until nothing is left to do, learning included."""
    while not line.idle() or (store.read(lessons.news)[0] >= 2):
        line.raise_if_halted()
        time.sleep(0.05)


def teach(store: Store, count: int) -> None:
    (nasti,) = store.read(views.list_nastis)
    for number in range(count):
        store.write(lambda s, n=number: said.say(s, Target(nasti.id, "subject"), f"विषय {n}", "मीरा"))


def test_the_line_learns_once_enough_was_said(settings: Settings, store: Store) -> None:
    teach(store, 1)
    with Line(settings, store) as line:
        finish(line, store)
    assert store.read(lessons.newest) is None
    teach(store, 3)
    with Line(settings, store) as line:
        while not line.idle():
            time.sleep(0.05)
    assert store.read(lessons.newest) is None, "a line that ends with its work keeps nobody waiting"
    with Line(settings, store, learns=True) as line:
        finish(line, store)
    model = store.read(lessons.newest)
    assert model is not None
    assert (model.version, model.nastis, model.used) == (1, 1, False)
    assert load_model(store.files.path(model.key)).speaks_on == ()


def test_learning_that_fails_stops_nothing_and_is_tried_again_when_more_was_said(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach(store, 2)
    with monkeypatch.context() as broken:
        broken.setattr(teaching.learning, "learn", made_up.learn_badly)
        fail_to_learn(settings, store)
    assert store.read(lessons.newest) is None
    teach(store, 4)
    with Line(settings, store, learns=True) as line:
        finish(line, store)
    assert store.read(lessons.newest) is not None


def fail_to_learn(settings: Settings, store: Store) -> None:
    with Line(settings, store, learns=True) as line:
        deadline = time.monotonic() + 60
        while not has_ended(line, "learn:2") and time.monotonic() < deadline:
            time.sleep(0.05)
        line.raise_if_halted()
        line.reconcile()
        assert list(line._engine.known("learn:")) == ["learn:2"]


def has_ended(line: Line, job_id: str) -> bool:
    return line._engine.known(job_id).get(job_id) is False


def test_what_was_learned_is_used_from_then_on(settings: Settings, store: Store) -> None:
    kept = store.files.keep_bytes("learned", Learned().to_bytes(), ".model")
    store.write(lambda s: lessons.keep_model(s, kept, {}, nastis=1, used=True, last_said_id=0))
    scan(settings, store, "two.pdf", "13/अ-6/2003-04")
    sections = {
        one.number: store.read(lambda s, i=one.id: views.show(s, f"#{i}")) for one in store.read(views.list_nastis)
    }
    assert "section" not in sections[NUMBER].understood.fields
    assert sections["13/अ-6/2003-04"].understood.fields["section"].value == Path(kept.key).name


def test_a_damaged_model_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.model"
    path.write_bytes(Learned().to_bytes()[:-1])
    for broken in (path, tmp_path / "gone.model"):
        with pytest.raises(StorageError, match="nasti learn"):
            load_model(broken)


def test_learn_on_the_terminal(settings: Settings, store: Store) -> None:
    common = ["--store", str(settings.store_folder)]
    nothing = CliRunner().invoke(app, ["learn", *common])
    assert isinstance(nothing.exception, NotFound)
    teach(store, 1)
    told = CliRunner().invoke(app, ["learn", *common])
    assert told.exit_code == 0, told.exception
    assert "विषय" in told.stdout
    again = CliRunner().invoke(app, ["learn", "--report", "--json", *common])
    assert json.loads(again.stdout)["version"] == 1
