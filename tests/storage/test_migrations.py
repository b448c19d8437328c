"""Stores of an older version come to the newest shape with everything in them."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, create_engine, insert, text
from sqlalchemy.orm import Session

from storage import views
from storage.search import search
from storage.store import Store
from storage.term_text import read_term, write_term
from storage.vocabulary import look_up
from storage.words import pack

NUMBER = "142/अ-27/1993-94"
WHEN = datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
SHA256 = "ab" * 32


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> str:
    """URL of a database without tables."""
    if url.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/old.db"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


def at_version(connection: Connection, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def fill(connection: Connection, packed: bytes) -> None:
    """One nasti of one sheet, as version 0001 wrote it."""
    tables = MetaData()
    tables.reflect(connection)
    when = WHEN.isoformat(timespec="microseconds") if connection.dialect.name == "sqlite" else WHEN

    def put(table: str, **values: Any) -> None:
        connection.execute(insert(tables.tables[table]).values(values))

    put("department", key="राजस्व", name="राजस्व")
    put("nasti", department_id=1, number=NUMBER, number_key="142/a/27/1993/94", number_ascii="142-A-27-1993-94",
        state="read", version=1, registered_version=1, folder_version=1, created_at=when)  # fmt: skip
    put("scan", sha256=SHA256, form="pdf", name=b"scan.pdf", station="", department="", size_bytes=1,
        state="registered", sheet_count=1, nasti_id=1, place=0, kept_at=when)  # fmt: skip
    put("sheet", scan_sha256=SHA256, position=0, state="read", attempts=1, picture_key="sheets/ab/ab.jpg",
        picture_sha256=SHA256, picture_bytes=1, width_px=2480, height_px=3508, dpi=300, turn_deg=0, skew_deg=0.5,
        paper_px=[0, 0, 2480, 3508], blank=False, kind="note", part="noting", steps=[], seconds={})  # fmt: skip
    put("words", sheet_id=1, packed=packed)
    put("flag", sheet_id=1, name="handwriting")
    put("page", nasti_id=1, sheet_id=1, part="noting", position=0, label="N-1")


@pytest.fixture
def old(empty_url: str, tmp_path: Path, make: Any) -> Iterator[Store]:
    """A store of version 0001 with a nasti in it, not yet migrated."""
    store = Store(empty_url, tmp_path / "old")

    def work(s: Session) -> None:
        at_version(s.connection(), "0001")
        fill(s.connection(), pack(make.sheet(0, "टीप प्रस्तुत है").words))

    with closing(store):
        store.write(work)
        yield store


def test_a_store_of_the_first_version_keeps_what_it_has(old: Store, make: Any, clerk_of: Callable[..., Any]) -> None:
    old.migrate()
    view = old.read(lambda s: views.show(s, NUMBER))
    (sheet,) = view.understood.sheets
    assert sheet.words == make.sheet(0, "टीप प्रस्तुत है").words
    assert (sheet.flags, sheet.handwriting, sheet.skew_deg) == (("handwriting",), (), 0.5)
    clerk = clerk_of(old, old.folder / "inbox")
    clerk.file("new.tif", "15/अ-2/1994", [make.sheet(0, "नया", part="noting", handwriting=((1, 2, 30, 40),))])
    (sheet,) = old.read(lambda s: views.show(s, "15/अ-2/1994")).understood.sheets
    assert sheet.handwriting == ((1, 2, 30, 40),)
    assert old.read(lambda s: search(s, "नया")).total_pages == 1


def test_terms_of_an_index_of_version_7_are_told_how_frequent_they_are(empty_url: str, tmp_path: Path) -> None:
    counts = {1: 0, 7: 0, 8: 1, 63: 1, 64: 2, 70_000: 2}

    def work(s: Session) -> None:
        at_version(s.connection(), "0007")
        rows = [{"id": one, "term": f"t{one}"} for one in counts]
        s.execute(text("INSERT INTO term (id, documents, term, newest) VALUES (:id, :id, :term, '')"), rows)

    with closing(Store(empty_url, tmp_path / "old")) as store:
        store.write(work)
        store.migrate()
        assert dict(store.read(lambda s: s.execute(text("SELECT documents, tier FROM term")).all())) == counts
        assert store.read(lambda s: s.scalar(text("SELECT paired FROM index_state"))) == 1


def test_terms_of_an_index_of_version_8_are_written_anew(
    empty_url: str, tmp_path: Path, make: Any, clerk_of: Callable[..., Any]
) -> None:
    alike = write_term("पथ")

    def as_version_8(s: Session) -> None:
        for kept, one in s.execute(text("SELECT term, id FROM term")).all():
            s.execute(text("UPDATE term SET term = :term WHERE id = :id"), {"term": read_term(kept), "id": one})
        row = {"id": 1_000_000, "term": alike, "newest": b"12"}
        s.execute(text("INSERT INTO term (id, documents, tier, term, newest) VALUES (:id, 1, 0, :term, :newest)"), row)
        s.execute(text("UPDATE alembic_version SET version_num = '0008'"))

    queries = ("पथ", "पथ*", "prakaran", "namantaran", "land", "number:142/अ-27/1993-94")

    def answers(s: Session) -> list[Any]:
        return [search(s, query) for query in queries]

    def terms(s: Session) -> dict[str, tuple[int, int, int]]:
        rows = s.execute(text("SELECT term, id, documents, tier FROM term WHERE id < 1000000"))
        return {read_term(kept): tuple(row) for kept, *row in rows}

    with closing(Store(empty_url, tmp_path / "old")) as store:
        store.migrate()
        clerk = clerk_of(store, store.folder / "inbox")
        clerk.file("scan.tif", NUMBER, [make.sheet(place, "पथ प्रकरण नामांतरण land पथरी") for place in range(9)])
        before = store.read(answers), store.read(terms)
        assert [found.total_nastis for found in before[0]] == [1] * 6
        store.write(as_version_8)
        store.migrate()
        assert (store.read(answers), store.read(terms)) == before
        known = store.read(lambda s: look_up(s, [alike, "पथ"]))
        assert known[alike] == (1_000_000, 1, b"12") != known["पथ"]
