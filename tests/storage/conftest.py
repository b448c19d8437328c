"""A SQLite store and a PostgreSQL store for every test, on a PostgreSQL server that the tests start themselves."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nasti.hindi import ascii_number, fold, number_key
from nasti.model import Word
from storage.columns import now
from storage.index import index_nasti, index_page
from storage.store import Store
from storage.tables import DepartmentRow, NastiRow, PageRow, ScanRow, SheetRow, WordsRow
from storage.words import pack

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


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    """A fresh store, on SQLite and on PostgreSQL."""
    opened = Store(url, tmp_path / "store")
    yield opened
    opened.close()


def _administer(postgres: str, statement: str) -> None:
    address = postgres.format(database="postgres").replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def _as_server(program: Path, *arguments: object) -> None:
    # The server refuses to run as root.
    before = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    done = subprocess.run(
        [*before, program, *map(str, arguments)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Shelf:
    """Puts nasti into a store without reading any: every word is 9 pixels wide in a grid of 10 by 20."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def put(self, number: str, pages: Sequence[str], *, subject: str = "", department: str = "", year: int = 0) -> int:
        """Register a nasti whose pages hold these texts; gives back its row."""

        def work(s: Session) -> int:
            nasti_id = self._nasti(s, number, subject, department, year)
            for position, page in enumerate(pages):
                index_page(s, self._page(s, nasti_id, position, words_of(page)), words_of(page))
            index_nasti(s, nasti_id, [subject, department, str(year)], number)
            return nasti_id

        return self.store.write(work)

    def _nasti(self, s: Session, number: str, subject: str, department: str, year: int) -> int:
        office = s.scalar(select(DepartmentRow).where(DepartmentRow.key == fold(department)))
        if office is None:
            office = DepartmentRow(key=fold(department), name=department)
            s.add(office)
            s.flush()
        nasti = NastiRow(
            department_id=office.id, number=number, number_key=number_key(number), number_ascii=ascii_number(number),
            subject=subject, year=year, state="read", version=1, created_at=now(),
        )  # fmt: skip
        s.add(nasti)
        s.flush()
        s.add(ScanRow(
            sha256=f"scan-{nasti.id}", form="pdf", name=Path("scan.pdf"), station="", department=department,
            size_bytes=1, state="registered", nasti_id=nasti.id, place=0, kept_at=now(),
        ))  # fmt: skip
        s.flush()
        return nasti.id

    def _page(self, s: Session, nasti_id: int, position: int, words: tuple[Word, ...]) -> int:
        sheet = SheetRow(scan_sha256=f"scan-{nasti_id}", position=position, state="read", picture_key="picture")
        s.add(sheet)
        s.flush()
        s.add(WordsRow(sheet_id=sheet.id, packed=pack(words)))
        page = PageRow(
            nasti_id=nasti_id, sheet_id=sheet.id, part="noting", position=position, label=f"N-{position + 1}"
        )
        s.add(page)
        s.flush()
        return page.id


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text as they would be read, line by line."""
    return tuple(
        Word(word, (10 * place, 20 * line, 10 * place + 9, 20 * line + 9), 0.9, line, 0)
        for line, words in enumerate(text.split("\n"))
        for place, word in enumerate(words.split())
    )


@pytest.fixture
def shelf(store: Store) -> Shelf:
    """A fresh store to put nasti into."""
    return Shelf(store)
