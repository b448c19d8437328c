"""A record room in which people give commands, over made-up reading."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from nasti import jobs
from nasti.cli import app
from nasti.jobs import Line
from nasti.model import Arrival
from nasti.settings import Settings
from storage.store import Store
from tests.nasti import made_up
from watch_folders.arrivals import Found

NUMBER = "12/अ-6/2003-04"


class Room:
    """A record room with a store of one nasti, in which people give commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ask(self, *arguments: str, by: str | None = None) -> Result:
        who = ["--by", by] if by else []
        return CliRunner().invoke(app, [*arguments, *who, "--store", str(self.folder / "store")])

    def do(self, *arguments: str, by: str | None = None) -> str:
        result = self.ask(*arguments, by=by)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    def refuse(self, error: type[Exception], *arguments: str, by: str | None = None) -> str:
        result = self.ask(*arguments, by=by)
        assert isinstance(result.exception, error), (result.exception, result.output)
        return str(result.exception)

    def fields(self) -> dict[str, tuple[Any, str]]:
        shown = json.loads(self.do("fields", "show", NUMBER, "--json"))
        return {one["field"]["name"]: (one["field"]["value"], one["field"]["state"]) for one in shown}

    def texts(self, number: str = NUMBER) -> list[str]:
        """What the sheets of a nasti say, in order."""
        return [sheet["text"] for sheet in json.loads(self.do("show", number, "--json"))["sheets"]]

    def write(self, name: str, *texts: str) -> Path:
        """Make a scan with a sheet for each text; it is not digitised yet."""
        path = self.folder / name
        path.write_text("".join(f"{text}\n" for text in texts))
        return path

    def digitise(self, path: Path) -> None:
        settings = Settings.model_validate({"store": {"folder": str(self.folder / "store")}})
        store = Store(settings.database_url, settings.store_folder)
        store.migrate()
        with Line(settings, store) as line:
            line.take(_arrive(path))
            while not line.idle():
                line.raise_if_halted()
                time.sleep(0.05)
        store.close()


def _arrive(path: Path) -> Arrival:
    return Arrival(path, (path,), "pdf", "", "", path.stat().st_size, False, Path(path.name))


def _find(paths: Sequence[Path]) -> Found:
    return Found(tuple(_arrive(path) for path in paths), (), ())


@pytest.fixture
def made_up_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reader processes run `made_up` instead of `nasti.pipeline`."""
    for name in ("count_sheets", "read_sheet", "assemble", "understand", "bind_sheets"):
        monkeypatch.setattr(jobs.pipeline, name, getattr(made_up, name))


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_up_reading: None) -> Room:
    monkeypatch.setattr("watch_folders.arrivals.find", _find)
    monkeypatch.chdir(tmp_path)
    room = Room(tmp_path)
    room.digitise(room.write("one.pdf", NUMBER, "word"))
    return room
