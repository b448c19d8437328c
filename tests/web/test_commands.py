"""`nasti search`, `reindex`, `alias` and `serve`, from the command line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from nasti.cli import app
from nasti.errors import ConfigError, NotFound
from storage.store import Store
from web.app import make_app
from web.server import listen

TABLES = ("posting", "term_key", "document", "doc_block", "nasti_facet", "term")


@pytest.fixture(params=["sqlite"])
def url(sqlite_url: str) -> str:
    """The commands take what the store's folder holds."""
    return sqlite_url


def ask(store: Store, *arguments: str) -> Any:
    result = CliRunner().invoke(app, [arguments[0], "--store", str(store.folder), "--json", *arguments[1:]])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def show(store: Store, *arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--store", str(store.folder)])
    assert result.exit_code == 0, result.output
    return result.output


def test_search_shows_what_was_found_and_how_it_was_understood(store: Store) -> None:
    shown = show(store, "search", "patan", "year:1993", "kind:xyz")
    assert "142/अ-27/1993-94" in shown
    assert "patan → patan, पाटन" in shown
    assert "kind:xyz: kind?" in shown
    assert "1 nasti, 1 pages" in shown
    assert ask(store, "search", "--restricted", "पाटन")["total_nastis"] == 2
    assert ask(store, "search", "--limit", "1", "--after", "x", "--wide", "पाटन")["total_nastis"] == 1
    assert ask(store, "search", "प्रकरण", "--", "-पाटन")["total_nastis"] == 0


def test_a_store_of_an_older_version_is_brought_up_when_it_is_opened(store: Store) -> None:
    def forget(s: Any) -> None:
        for table in TABLES:
            s.execute(text(f"DELETE FROM {table}"))

    store.write(forget)
    assert ask(store, "search", "पाटन")["total_nastis"] == 1
    assert ask(store, "reindex") == {"nasti": 0}
    assert ask(store, "reindex", "--anew") == {"nasti": 2}


def test_aliases(store: Store) -> None:
    assert ask(store, "search", "khata")["total_nastis"] == 0
    assert ask(store, "alias", "khata", "पाटन") == [{"spelling": "khata", "word": "पाटन"}]
    assert ask(store, "search", "khata")["total_nastis"] == 1
    assert "khata → पाटन" in show(store, "alias")
    assert ask(store, "alias", "khata", "पाटन", "--remove") == []
    refused = CliRunner().invoke(app, ["alias", "khata", "पाटन", "--remove", "--store", str(store.folder)])
    assert isinstance(refused.exception, NotFound)
    assert CliRunner().invoke(app, ["alias", "khata", "--store", str(store.folder)]).exit_code == 2


def test_serve_answers_until_it_is_told_to_stop(store: Store, tmp_path: Path) -> None:
    port, command = "8731", "from nasti.cli import main; main()"
    arguments = ["serve", "--port", port, "--store", str(store.folder)]
    with subprocess.Popen(
        [sys.executable, "-c", command, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as served:
        try:
            found = wait_for(f"http://127.0.0.1:{port}/api/search?q=पाटन")
        finally:
            served.send_signal(signal.SIGTERM)
    assert found["total_nastis"] == 1
    assert served.returncode in (0, -signal.SIGTERM)


def wait_for(address: str) -> Any:
    for _ in range(300):
        try:
            return httpx.get(address).json()
        except httpx.ConnectError:
            time.sleep(0.2)
    raise AssertionError(address)


def test_an_address_that_cannot_be_used_is_said(store: Store) -> None:
    with pytest.raises(ConfigError, match="cannot be listened on"):
        listen(make_app(store), "203.0.113.1", 8731)
