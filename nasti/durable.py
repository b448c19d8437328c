"""Durable jobs: a thin layer over DBOS, and the only module that knows it.

A job is a name and a few arguments under an id that is its idempotency key: queuing an id twice runs it once. Jobs
survive the process: whatever was running when it died runs again when it starts. They must therefore be harmless to
repeat; the ledger in our own tables decides what is left to do, so this engine can be thrown away and rebuilt.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig
from dbos import EnqueueOptions as _EnqueueOptions

APPLICATION = "nasti"
APPLICATION_VERSION = "1"
"""Constant: by default the engine derives it from the code, and an upgrade would strand every queued job."""

POLL_S = 0.25
_LIVE = ["ENQUEUED", "PENDING", "DELAYED"]


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work.

    Attributes:
        id: Idempotency key.
        name: Which handler does it.
        queue: Which queue it waits in.
        arguments: Strings and numbers for the handler.
    """

    id: str
    name: str
    queue: str
    arguments: tuple[str | int, ...]


class JobEngine:
    """Runs jobs from queues until it is stopped. One in a process.

    Args:
        url: SQLAlchemy URL of the engine's own database (SQLite) or schema (PostgreSQL).
        handlers: What does the jobs, by name. A handler returns when the job is done for good; an error that leaves
            it ends the job as failed, and only a job under another id can do the work again.
        queues: How many jobs of each queue run at the same time.
    """

    def __init__(self, url: str, handlers: Mapping[str, Callable[..., None]], queues: Mapping[str, int]) -> None:
        self._url = url
        self._handlers = handlers
        self._queues = queues

    def start(self) -> None:
        """Take up whatever is queued, what was running when the last process died first."""
        self._engine = _open(self._url)
        config: DBOSConfig = {
            "name": APPLICATION,
            "application_version": APPLICATION_VERSION,
            "executor_id": "local",
            "system_database_engine": self._engine,
            "log_level": "CRITICAL",
            "use_listen_notify": False,
        }
        DBOS(config=config)
        for name, handler in self._handlers.items():
            DBOS.workflow(name=name, max_recovery_attempts=None)(_logged(name, handler))
        DBOS.launch()
        # Jobs are queued through a client: inside a job DBOS would record every call as a step of it and insist that
        # a repeated run makes the same calls, which a job that finds its work half done must not.
        self._client = DBOSClient(system_database_engine=self._engine, application_name=APPLICATION)
        for queue, concurrency in self._queues.items():
            DBOS.register_queue(queue, worker_concurrency=concurrency, polling_interval_sec=POLL_S)

    def enqueue(self, jobs: Sequence[Job]) -> None:
        """Queue jobs, all or none; those whose id is known already are left as they are."""
        with self._engine.begin() as connection:
            for job in jobs:
                options: _EnqueueOptions = {
                    "workflow_id": job.id,
                    "workflow_name": job.name,
                    "queue_name": job.queue,
                    "app_version": APPLICATION_VERSION,
                }
                self._client.enqueue_in_transaction(connection, options, *job.arguments)

    def known(self, prefix: str) -> dict[str, bool]:
        """Jobs whose id starts with `prefix`: for each id whether it is still queued or running."""
        found = self._client.list_workflows(workflow_id_prefix=prefix, load_input=False, load_output=False)
        return {job.workflow_id: job.status in _LIVE for job in found}

    def forget(self, prefix: str) -> None:
        """Delete the finished jobs whose id starts with `prefix`: the engine keeps them for ever otherwise."""
        ended = [job_id for job_id, live in self.known(prefix).items() if not live]
        if ended:
            self._client.delete_workflows(ended)

    def stop(self, *, wait_s: int) -> None:
        """Stop taking jobs and give running ones `wait_s` seconds; what is cut off runs again at the next start."""
        self._client.destroy()
        DBOS.destroy(workflow_completion_timeout_sec=wait_s, destroy_registry=True)
        self._engine.dispose()


def _logged(name: str, handler: Callable[..., None]) -> Callable[..., None]:
    def run(*arguments: str | int) -> None:
        try:
            handler(*arguments)
        except Exception:
            logging.getLogger(__name__).exception("The job %s%r failed.", name, arguments)
            raise

    # DBOS tells workflows apart by the qualified name of their function.
    run.__qualname__ = run.__name__ = f"job_{name}"
    return run


def _open(url: str) -> sa.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True, pool_size=10)
    engine = sa.create_engine(url, pool_size=10)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = "IMMEDIATE"
    connection.execute("PRAGMA busy_timeout = 30000")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    # The ledger is written first and with synchronous=FULL, so a power cut leaves the engine behind it, never ahead.
    connection.execute("PRAGMA synchronous = NORMAL")
    if connection.execute("SELECT unixepoch('subsec')").fetchone()[0] is None:
        # SQLite before 3.42 does not know 'subsec', and the engine's tables have it as a default that is NOT NULL.
        connection.create_function("unixepoch", -1, _unixepoch)


def _unixepoch(*modifiers: str) -> float:
    now_s = time.time()
    return now_s if modifiers == ("subsec",) else int(now_s)
