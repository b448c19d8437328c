"""The job engine: every job runs, once its id is queued, whatever happens to the process."""

from __future__ import annotations

import logging
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nasti import durable
from nasti.durable import Job, JobEngine


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'engine.db'}"


def test_jobs_run_with_their_arguments_and_an_id_runs_once(url: str) -> None:
    ran: list[tuple[str, int]] = []
    engine = _engine(url, note=lambda text, number: ran.append((text, number)))
    engine.start()
    try:
        engine.enqueue([Job("a/1", "note", "work", ("नस्ती", 1)), Job("a/2", "note", "work", ("b", 2))])
        engine.enqueue([Job("a/1", "note", "work", ("नस्ती", 1))])
        _wait(lambda: engine.known("a/") == {"a/1": False, "a/2": False})
    finally:
        engine.stop(wait_s=5)
    assert sorted(ran) == [("b", 2), ("नस्ती", 1)]


def test_a_failed_job_is_over_and_another_id_does_the_work(url: str, caplog: pytest.LogCaptureFixture) -> None:
    outcomes = iter([ValueError("first time"), None])

    def fail_once() -> None:
        error = next(outcomes)
        if error:
            raise error

    engine = _engine(url, fail_once=fail_once)
    engine.start()
    try:
        with caplog.at_level(logging.ERROR):
            engine.enqueue([Job("a", "fail_once", "work", ())])
            _wait(lambda: engine.known("a") == {"a": False})
        assert "first time" in caplog.text
        engine.enqueue([Job("a#1", "fail_once", "work", ())])
        _wait(lambda: engine.known("a") == {"a": False, "a#1": False})
    finally:
        engine.stop(wait_s=5)
    assert next(outcomes, "both ran") == "both ran"


def test_finished_jobs_can_be_forgotten_and_live_ones_stay(url: str) -> None:
    hold = threading.Event()
    engine = _engine(url, quick=lambda: None, slow=lambda: hold.wait(30) and None)
    engine.start()
    try:
        engine.enqueue([Job("a/quick", "quick", "work", ()), Job("a/slow", "slow", "work", ())])
        _wait(lambda: engine.known("a/") == {"a/quick": False, "a/slow": True})
        engine.forget("a/")
        assert engine.known("a/") == {"a/slow": True}
    finally:
        hold.set()
        engine.stop(wait_s=5)


def test_what_ran_when_the_process_was_killed_runs_again(tmp_path: Path, url: str) -> None:
    program = tmp_path / "worker.py"
    program.write_text(
        "import sys, time\n"
        "from pathlib import Path\n"
        "from nasti.durable import Job, JobEngine\n"
        "started = Path(sys.argv[2])\n"
        "def work(name):\n"
        "    (started / name).touch()\n"
        "    time.sleep(60)\n"
        "engine = JobEngine(sys.argv[1], {'work': work}, {'work': 1})\n"
        "engine.start()\n"
        "engine.enqueue([Job('one', 'work', 'work', ('one',)), Job('two', 'work', 'work', ('two',))])\n"
        "time.sleep(60)\n"
    )
    worker = subprocess.Popen([sys.executable, program, url, tmp_path])
    _wait((tmp_path / "one").exists)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    ran: list[str] = []
    engine = _engine(url, work=ran.append)
    engine.start()
    try:
        _wait(lambda: engine.known("") == {"one": False, "two": False})
    finally:
        engine.stop(wait_s=5)
    assert sorted(ran) == ["one", "two"]


def test_an_old_sqlite_without_subseconds_is_taught_them() -> None:
    class OldConnection(sqlite3.Connection):
        """Answers as SQLite before 3.42 does, whatever is installed."""

        def execute(self, sql: str, *arguments: object) -> sqlite3.Cursor:
            old = sql == "SELECT unixepoch('subsec')" and not taught
            return super().execute("SELECT NULL" if old else sql, *arguments)

        def create_function(self, *arguments: object, **options: object) -> None:
            taught.append(arguments)
            super().create_function(*arguments, **options)

    taught: list[object] = []
    connection = sqlite3.connect(":memory:", factory=OldConnection)
    durable._prepare_sqlite(connection, None)
    assert taught
    assert abs(connection.execute("SELECT unixepoch('subsec')").fetchone()[0] - time.time()) < 5
    connection.close()


def _engine(url: str, **handlers: Callable[..., None]) -> JobEngine:
    return JobEngine(url, handlers, {"work": 2})


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)
