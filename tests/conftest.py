"""Databases for the tests: SQLite files, and a PostgreSQL server that the tests start themselves. No test is timed."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from storage.store import Store

# A law that holds must not fail on a machine that has other work; how long things take is for bench/ to say.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

USER = "nasti"
APT = "PostgreSQL is not installed. Install it with: sudo apt-get install postgresql"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a server of our own, without database name; it keeps its data in memory's cache and dies with us."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not programs:
        pytest.fail(APT)
    with tempfile.TemporaryDirectory(prefix="nasti-pg-", dir="/tmp") as name:
        folder = Path(name)
        data, port = folder / "data", _free_port()
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        _as_server(programs[-1], "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-N")
        options = f"-k {folder} -p {port} -c listen_addresses='' -c max_connections=40"
        fast = " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        control = programs[-1].with_name("pg_ctl")
        _as_server(control, "start", "-w", "-D", data, "-l", folder / "log", "-o", options + fast)
        try:
            yield f"postgresql+psycopg://{USER}@/{{database}}?host={folder}&port={port}"
        finally:
            _as_server(control, "stop", "-w", "-m", "immediate", "-D", data)


@pytest.fixture(scope="session")
def migrated(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | Path]:
    """Empty, migrated databases to copy: name of a PostgreSQL template, path of a SQLite file."""
    _administer(postgres, "CREATE DATABASE empty_store")
    folder = tmp_path_factory.mktemp("migrated")
    for url in (postgres.format(database="empty_store"), f"sqlite:///{folder}/nasti.db"):
        store = Store(url, folder)
        store.migrate()
        store.close()
    return {"postgresql": "empty_store", "sqlite": folder / "nasti.db"}


@pytest.fixture
def postgres_url(postgres: str, migrated: dict[str, str | Path]) -> Iterator[str]:
    """URL of a fresh, migrated PostgreSQL database."""
    name = f"test_{os.urandom(6).hex()}"
    _administer(postgres, f"CREATE DATABASE {name} TEMPLATE {migrated['postgresql']} STRATEGY file_copy")
    yield postgres.format(database=name)
    _administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(migrated: dict[str, str | Path], tmp_path: Path) -> str:
    """URL of a fresh, migrated SQLite database."""
    path = tmp_path / "store" / "nasti.db"
    path.parent.mkdir()
    shutil.copyfile(migrated["sqlite"], path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """URL of a fresh, migrated database, of one kind after the other."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


def _administer(postgres: str, statement: str) -> None:
    address = postgres.format(database="postgres").replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def _as_server(program: Path, *arguments: object) -> None:
    # The server refuses to run as root.
    user = "postgres" if os.getuid() == 0 else None
    done = subprocess.run(
        [program, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
