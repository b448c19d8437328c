"""The jobs of the flow, and the ids that make doing one twice harmless.

* ``scan:<sha256>``: count the sheets of an original, enter them in the ledger, queue them.
* ``scan:<sha256>/s<n>``: clean and read one sheet, keep its picture, commit its row.
* ``scan:<sha256>/place``: all sheets are read: find or make the nasti they belong to.
* ``nasti:<id>/bind/<version>``: understand, bind, prove, register in one transaction.
* ``learn:<last word>``: learn from everything that people said.

A job that has to be done again under a new id gets ``#1``, ``#2``, … behind it.
"""

from __future__ import annotations

from collections.abc import Mapping

from nasti.durable import Job

SCANS, SHEETS, LEARNING = "scans", "sheets", "learning"
"""The queues: sheets must not keep a scan that is ready to be bound waiting, nor learning anything."""


def scan_job(sha256: str) -> Job:
    """Count the sheets of a scan."""
    return Job(f"scan:{sha256}", "scan", SCANS, (sha256,))


def sheet_job(sha256: str, index: int) -> Job:
    """Read a sheet."""
    return Job(f"scan:{sha256}/s{index}", "sheet", SHEETS, (sha256, index))


def place_job(sha256: str) -> Job:
    """Find the nasti of a scan."""
    return Job(f"scan:{sha256}/place", "place", SCANS, (sha256,))


def bind_job(nasti_id: int, version: int) -> Job:
    """Bind a nasti."""
    return Job(f"nasti:{nasti_id}/bind/{version}", "bind", SCANS, (nasti_id, version))


def learn_job(last_said_id: int) -> Job:
    """Learn from what people said up to a word."""
    return Job(f"learn:{last_said_id}", "learn", LEARNING, (last_said_id,))


def next_generation(job: Job, known: Mapping[str, bool]) -> Job | None:
    """The job under an id that the engine does not know yet; None when it is under way already."""
    generations = [live for job_id, live in known.items() if job_id == job.id or job_id.startswith(f"{job.id}#")]
    if any(generations):
        return None
    job_id = f"{job.id}#{len(generations)}" if generations else job.id
    return Job(job_id, job.name, job.queue, job.arguments)
