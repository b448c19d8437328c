"""Transactions: all or nothing, tried again when something passes, given up when it does not."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

import storage.index_tables
import storage.said_tables  # noqa: F401  (their tables join the metadata)
from nasti.errors import ConfigError, StorageError
from storage import events
from storage import store as module
from storage.columns import PlainText
from storage.store import Store
from storage.tables import EventRow, Table


def count_events(store):
    return store.read(lambda s: s.scalar(select(func.count(EventRow.id))))


def note(s):
    events.append(s, "tried", "test", {})


def test_the_migrations_make_the_tables_that_the_program_uses(store):
    def differences(s):
        context = MigrationContext.configure(s.connection(), opts={
            "compare_type": True,
        })  # fmt: skip
        return compare_metadata(context, Table.metadata)

    assert store.read(differences) == []


def test_postgres_compares_keys_byte_by_byte(postgres_url, tmp_path):
    store = Store(postgres_url, tmp_path)
    query = (
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND collation_name = 'C'"
    )
    found = {tuple(row) for row in store.read(lambda s: s.execute(text(query)).all())}
    keys = {(table.name, column.name) for table in Table.metadata.tables.values() for column in table.columns
            if isinstance(column.type, PlainText) and column.type.ordered}  # fmt: skip
    assert found == keys
    store.close()


def test_migrated_again_changes_nothing(store):
    store.write(note)
    store.migrate()
    assert count_events(store) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_many_processes_may_migrate_at_once(kind, request, tmp_path):
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path}/new/nasti.db"
    else:
        url = request.getfixturevalue("postgres_url")
        store = Store(url, tmp_path)
        store.write(lambda s: s.execute(text("DROP SCHEMA public CASCADE")))
        store.write(lambda s: s.execute(text("CREATE SCHEMA public")))
        store.close()
    program = (
        "import sys; from pathlib import Path; from storage.store import Store; "
        "s = Store(sys.argv[1], Path(sys.argv[2])); s.migrate(); s.close()"
    )
    command = [sys.executable, "-W", "error", "-c", program, url, tmp_path]
    children = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    assert [(child.communicate()[1], child.returncode) for child in children] == [(b"", 0)] * 2
    store = Store(url, tmp_path)
    store.write(note)
    assert count_events(store) == 1
    store.close()


def test_a_store_of_a_newer_version_is_refused(store):
    store.write(lambda s: s.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(StorageError, match="newer version"):
        store.migrate()


def test_a_failed_transaction_leaves_nothing(store):
    def fail(s):
        note(s)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write(fail)
    assert count_events(store) == 0


def test_reading_changes_nothing(store):
    with pytest.raises((StorageError, DatabaseError)):
        store.read(note)
    store.write(note)
    assert count_events(store) == 1


def test_a_reader_sees_one_state(store):
    def look_twice(s):
        before = s.scalar(select(func.count(EventRow.id)))
        store.write(note)
        return before, s.scalar(select(func.count(EventRow.id)))

    assert store.read(look_twice) == (0, 0)
    assert count_events(store) == 1


def test_threads_write_one_after_the_other_and_the_chain_has_no_gap(store):
    threads = [threading.Thread(target=lambda: [store.write(note) for _ in range(5)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count_events(store) == 40
    assert store.read(events.verify_chain) == []


def test_sqlite_waits_for_another_process(sqlite_url, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BUSY_S", 0.02)
    path = sqlite_url.removeprefix("sqlite:///")
    program = (
        "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); time.sleep(1); c.execute('COMMIT')"
    )
    store = Store(sqlite_url, tmp_path / "store")
    child = subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"held\n"
    started_s, tries = time.monotonic(), []

    def look_then_write(s):
        tries.append(s.scalar(select(func.count(EventRow.id))))
        note(s)

    store.write(look_then_write)
    assert time.monotonic() - started_s > 0.5
    # What is read is what is written upon: the waiting is done before the work begins.
    assert tries == [0]
    assert child.wait() == 0
    assert count_events(store) == 1
    child.stdout.close()
    store.close()


def test_two_processes_write_to_one_sqlite_store(sqlite_url, tmp_path):
    program = (
        "import sys; from pathlib import Path; from storage import events; from storage.store import Store\n"
        "store = Store(sys.argv[1], Path(sys.argv[2]))\n"
        "for n in range(20): store.write(lambda s: events.append(s, 'tried', 'test', {'n': n}))"
    )
    command = [sys.executable, "-c", program, sqlite_url, tmp_path / "store"]
    children = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    assert [(child.communicate()[1], child.returncode) for child in children] == [(b"", 0)] * 2
    store = Store(sqlite_url, tmp_path / "store")
    assert count_events(store) == 40
    assert store.read(events.verify_chain) == []
    store.close()


def test_a_full_sqlite_disk_halts_and_what_was_there_stays(sqlite_url, tmp_path, monkeypatch):
    prepare = module._prepare_sqlite

    def prepare_small(connection, record):
        prepare(connection, record)
        connection.execute("PRAGMA max_page_count = 1")

    monkeypatch.setattr(module, "_prepare_sqlite", prepare_small)
    store = Store(sqlite_url, tmp_path / "store")
    with pytest.raises(StorageError, match="full"):
        for _ in range(10_000):
            store.write(note)
    assert store.read(events.verify_chain) == []
    store.close()


def test_a_damaged_sqlite_file_halts(sqlite_url, tmp_path):
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.write_bytes(b"not a database" * 1000)
    store = Store(sqlite_url, tmp_path / "store")
    with pytest.raises(StorageError, match="not a database"):
        store.migrate()
    store.close()


def raise_in_postgres(s, code):
    s.execute(text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}', MESSAGE = 'made up'; END $$"))


@pytest.mark.parametrize("code", ["40001", "40P01", "57P01", "08006"])
def test_what_passes_is_tried_again_from_the_start(postgres_url, tmp_path, code):
    store, tries = Store(postgres_url, tmp_path), []

    def work(s):
        note(s)
        tries.append(len(tries))
        if len(tries) < 3:
            raise_in_postgres(s, code)

    store.write(work)
    assert (tries, count_events(store)) == ([0, 1, 2], 1)
    store.close()


@pytest.mark.parametrize("code", ["53100", "XX001", "58030"])
def test_a_full_or_broken_postgres_halts_at_once(postgres_url, tmp_path, code):
    store = Store(postgres_url, tmp_path)
    with pytest.raises(StorageError, match="made up"):
        store.write(lambda s: raise_in_postgres(s, code))
    store.close()


def test_a_connection_that_is_cut_is_made_again(postgres_url, tmp_path):
    store, cut = Store(postgres_url, tmp_path), []

    def work(s):
        note(s)
        if not cut:
            cut.append(True)
            s.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    store.write(work)
    assert count_events(store) == 1
    store.close()


def test_a_mistake_in_the_program_is_not_tried_again(store):
    tries = []

    def work(s):
        tries.append(True)
        s.execute(text("SELECT nonsense"))

    with pytest.raises(DatabaseError):
        store.write(work)
    assert tries == [True]


def test_a_database_that_is_gone_halts_after_a_while(postgres_url, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "START_PATIENCE_S", 0.2)
    monkeypatch.setattr(module, "PATIENCE_S", 0.2)
    store = Store(postgres_url.replace("port=", "port=1"), tmp_path)
    for use in (store.migrate, lambda: store.write(note), lambda: store.read(note)):
        with pytest.raises(StorageError, match="could not be used"):
            use()
    store.close()


def test_the_password_is_not_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "START_PATIENCE_S", 0.1)
    store = Store("postgresql://nasti:geheim@localhost:1/nasti", tmp_path)
    with pytest.raises(StorageError) as caught:
        store.migrate()
    assert "geheim" not in caught.value.message + caught.value.hindi


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "mysql://host/name"])
def test_a_wrong_url_is_a_wrong_configuration(url, tmp_path):
    with pytest.raises(ConfigError, match=r"database\.url"):
        Store(url, tmp_path)


def test_a_folder_that_cannot_be_made_halts(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        Store(f"sqlite:///{tmp_path}/nasti.db", tmp_path / "file" / "store")
    with pytest.raises(StorageError):
        Store(f"sqlite:///{tmp_path}/file/nasti.db", tmp_path / "store")


def test_the_ledger_survives_a_power_cut_and_keeps_its_promises(sqlite_url, tmp_path):
    store = Store(sqlite_url, tmp_path / "store")
    asked = {name: store.write(lambda s, n=name: s.scalar(text(f"PRAGMA {n}")))
             for name in ("synchronous", "foreign_keys", "journal_mode")}  # fmt: skip
    assert asked == {"synchronous": 2, "foreign_keys": 1, "journal_mode": "wal"}
    store.close()


def test_what_changes_much_keeps_more_of_a_sqlite_file_and_the_next_one_does_not(sqlite_url, tmp_path):
    def cache_kb(s):
        return -s.scalar(text("PRAGMA cache_size"))

    store = Store(sqlite_url, tmp_path / "store")
    assert store.write(cache_kb, much=True) == module.MUCH_CACHE_KB
    assert store.write(cache_kb) == store.read(cache_kb) == module.CACHE_KB
    store.close()
