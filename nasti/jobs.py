"""The flow as durable work: what runs when, what happens when it fails, and how it goes on after a crash.

The ledger in the store is the truth. Every job asks it first what is left to do, does that, and commits; the engine
(`nasti.durable`) only remembers that somebody should look. `reconcile` asks the ledger for everything unfinished and
queues it again, so the engine's own database may be lost without loss.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import Literal, TypeVar

from nasti import pipeline, reasons, teaching
from nasti.durable import Job, JobEngine
from nasti.errors import Disposition, InputRejected, NastiError, NotFound, StorageError, ToolFailed
from nasti.job_ids import LEARNING, SCANS, SHEETS, bind_job, learn_job, next_generation, place_job, scan_job, sheet_job
from nasti.lock import take_lock
from nasti.model import Arrival, Part, Understood
from nasti.pictures import picture_suffix
from nasti.placement import place_scan
from nasti.readers import Readers
from nasti.settings import Settings
from storage import nastis, said, scans, sheets
from storage.files import Kept
from storage.store import Store
from storage.tree import folders_behind, write_tree
from watch_folders.arrivals import Refused
from watch_folders.put_away import lies_read_only, to_done, to_rejected

T = TypeVar("T")

LOG = logging.getLogger(__name__)

STARTS_PER_ATTEMPT = 10
"""How often a sheet may be started, for each attempt it has, before it is parked. Failed attempts are counted where
they fail; starts count only the runs that ended with the whole process, which are seldom the sheet's fault."""

TIDY_EVERY_S = 0.5
RECONCILE_EVERY_S = 300.0


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an arrival.

    Attributes:
        outcome: "resumed" when an earlier process took it in and ended; "duplicate" when the same bytes came before.
        sha256: The scan it is; None when it is rejected.
    """

    outcome: Literal["new", "resumed", "duplicate", "rejected"]
    sha256: str | None


class Line:
    """The line at work in this process: takes arrivals in and brings each to its end.

    Use as a context manager: entering takes up whatever an earlier process left unfinished.

    Args:
        settings: All sections.
        store: An opened, migrated store.
        on_halt: Called when an error stops the line.
        tell: Called with a line of text when a source is put away, for a person who watches.
        learns: Whether it learns from what people say; a line that ends with its work would keep them waiting.

    Raises:
        ConfigError: A table of the office's own names is not as it should be.
        StoreBusy: Another process works on this store.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        *,
        on_halt: Callable[[], None] = lambda: None,
        tell: Callable[[str], None] = lambda _: None,
        learns: bool = False,
    ) -> None:
        self._settings = settings
        self._on_halt = on_halt
        self._tell = tell
        self._learns = learns
        self._store = store
        self._stop = threading.Event()
        self._putting_away = threading.Lock()
        self._seen_changes: set[str] = set()
        self.halted: NastiError | None = None

    def __enter__(self) -> Line:
        with ExitStack() as opened:
            opened.callback(os.close, take_lock(self._settings.store_folder / "nasti.lock"))
            self._store.files.sweep()
            self._workshop = self._settings.store_folder / "tmp"
            shutil.rmtree(self._workshop, ignore_errors=True)
            self._workshop.mkdir(parents=True)
            opened.callback(shutil.rmtree, self._workshop, ignore_errors=True)
            work = self._settings.work
            count = work.readers or os.cpu_count() or 1
            use_tables = partial(pipeline.use_tables, self._settings.tables_folder)
            # Here too, so that tables that are wrong are told before any work begins.
            use_tables()
            self._readers = Readers(
                count, memory_mb=work.reader_memory_mb, modules=pipeline.ALL_WORK, prepare=use_tables
            )
            opened.callback(self._readers.close)
            self._engine = self._start_engine(count)
            opened.callback(self._engine.stop, wait_s=int(work.sheet_timeout_s))
            self.reconcile()
            # Before anybody looks for scans: what is half put away must not be taken for a new one.
            self.tidy()
            housekeeper = threading.Thread(target=self._keep_house, name="nasti-housekeeper")
            housekeeper.start()
            opened.callback(housekeeper.join)
            opened.callback(self._stop.set)
            self._close = opened.pop_all().close
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _start_engine(self, readers: int) -> JobEngine:
        handlers: dict[str, Callable[..., None]] = {
            "scan": self._split,
            "sheet": self._read,
            "place": self._place,
            "bind": self._bind,
            "learn": partial(teaching.learn_if_due, self._store, self._settings),
        }
        halting = {name: self._halting(handler) for name, handler in handlers.items()}
        # Two more than can run, so that a reader never waits for the engine's next look at the queue.
        engine = JobEngine(self._engine_url(), halting, {SCANS: 2, SHEETS: readers + 2, LEARNING: 1})
        engine.start()
        return engine

    def take(self, found: Arrival | Refused, *, leave: bool = False) -> Taken:
        """Keep an arrival's original, enter it in the ledger and queue it.

        Args:
            found: What a scanner finished, or something that can never be a scan.
            leave: Leave the source where it is instead of moving it when it is done; so it is, too, when it lies in a
                folder that is read-only.

        Raises:
            StorageError: It could not be kept; the source was not touched.
        """
        leave = leave or lies_read_only(found.path, found.files)
        if isinstance(found, Refused):
            return self._refuse(found, found.error, leave)
        try:
            kept = [(file.name, self._store.files.keep_file("originals", file, file.suffix)) for file in found.files]
        except InputRejected as error:
            return self._refuse(found, error, leave)
        sha256 = scans.scan_sha256([one for _, one in kept])

        def enter(s: scans.Session) -> scans.Noted:
            noted = scans.arrive(s, found, sha256, kept)
            if leave:
                scans.put_away(s, noted.arrival_id, found.path)
            return noted

        noted = self._store.write(enter)
        if noted.outcome != "duplicate":
            self._enqueue([scan_job(sha256)])
        return Taken(noted.outcome, sha256)

    def raise_if_halted(self) -> None:
        """Raise the error that stopped the line, if one did."""
        if self.halted is not None:
            raise self.halted

    def idle(self) -> bool:
        """Whether everything taken in has come to its end and every source is put away."""
        return self._store.read(lambda s: not (scans.to_put_away(s) or nastis.unfinished(s) or folders_behind(s)))

    def reconcile(self) -> None:
        """Queue whatever the ledger says is unfinished and the engine does not know to be under way."""
        left = self._store.read(nastis.unfinished)
        wanted = [scan_job(sha256) for sha256 in left.unsplit]
        wanted += [sheet_job(sha256, index) for sha256, index in left.waiting_sheets]
        wanted += [place_job(sha256) for sha256 in left.unplaced]
        wanted += [bind_job(*one) for one in left.unbound]
        self._queue_unless_under_way(wanted)
        last = teaching.is_due(self._store, self._settings) if self._learns else None
        # A job that is known and still due has failed; it is not tried again before people say more.
        if last is not None and not self._engine.known(learn_job(last).id):
            self._enqueue([learn_job(last)])

    def _take_up_changes(self) -> None:
        """Queue what people changed, be it in another process: nasti to bind, scans that wait no longer."""
        left = self._store.read(nastis.unbound), self._store.read(nastis.unplaced)
        jobs = {job.id: job for job in (*starmap(bind_job, left[0]), *map(place_job, left[1]))}
        self._queue_unless_under_way([job for job_id, job in jobs.items() if job_id not in self._seen_changes])
        self._seen_changes = set(jobs)

    def _queue_unless_under_way(self, wanted: Sequence[Job]) -> None:
        known: dict[str, bool] = {}
        for group in {job.id.partition("/")[0] for job in wanted}:
            known |= self._engine.known(group)
        again = [next_generation(job, known) for job in wanted]
        self._enqueue(job for job in again if job is not None)

    def tidy(self) -> None:
        """Write the folders of what is registered; move its sources to ``done/``, the rejected to ``rejected/``."""
        with self._putting_away:
            for nasti_id in self._store.read(folders_behind):
                write_tree(self._store, nasti_id)
            for source in self._store.read(scans.to_put_away):
                moved = self._put_away(source)
                self._store.write(partial(scans.put_away, arrival_id=source.arrival_id, moved_to=moved))
                outcome = f"rejected: {source.error.hindi} / {source.error}" if source.error else "registered"
                self._tell(f"{source.inside}: {outcome}")

    def _put_away(self, source: scans.PutAway) -> Path:
        where = (source.path, source.files, source.inside, source.owns_folder)
        hashes = source.hashes or None
        try:
            if source.error is None:
                return to_done(*where, self._settings.done, hashes)
            return to_rejected(*where, self._settings.rejected, source.error, hashes)
        except NotFound as error:
            # Its original is in the store; that somebody took the source in the meantime is no reason to stop.
            LOG.warning("%s", error)
            return source.path

    def _refuse(self, found: Arrival | Refused, error: InputRejected, leave: bool) -> Taken:
        def enter(s: scans.Session) -> None:
            about = (found.station, found.department, found.size_bytes, found.owns_folder, found.inside)
            arrival_id = scans.refuse(s, found.path, found.files, *about, error)
            if leave:
                scans.put_away(s, arrival_id, found.path)

        self._store.write(enter)
        return Taken("rejected", None)

    def _split(self, sha256: str) -> None:
        scan = self._store.read(lambda s: scans.originals_of(s, sha256))
        try:
            count = self._attempt(pipeline.count_sheets, self._files_of(scan), scan.form, self._settings.limits)
        except NastiError as error:
            if error.disposition not in (Disposition.REJECT, Disposition.RETRY_THEN_PARK):
                raise
            reason = reasons.by_name(
                error if isinstance(error, InputRejected) else reasons.unreadable(error), scan.names
            )
            self._store.write(lambda s: scans.reject(s, sha256, reason))
            return
        self._store.write(lambda s: scans.split(s, sha256, count))
        self._enqueue(sheet_job(sha256, index) for index in range(count))

    def _read(self, sha256: str, index: int) -> None:
        owner = f"{os.getpid()}"
        starts = self._store.write(lambda s: sheets.begin(s, sha256, index, owner))
        if starts is None:
            left = self._store.read(lambda s: sheets.waiting(s, sha256))
        else:
            left = self._read_and_commit(sha256, index, owner, starts)
        if left == 0:
            self._enqueue([place_job(sha256)])

    def _read_and_commit(self, sha256: str, index: int, owner: str, starts: int) -> int:
        scan = self._store.read(lambda s: scans.originals_of(s, sha256))
        try:
            if starts > self._settings.work.attempts * STARTS_PER_ATTEMPT:
                raise ToolFailed(f"The sheet was started {starts - 1} times and never finished.")
            done = self._attempt(pipeline.read_sheet, self._files_of(scan), scan.form, index, self._settings)
        except NastiError as error:
            if error.disposition is Disposition.REFUSE_TO_START:
                raise
            reason = reasons.by_name(error, scan.names)
            LOG.warning("Sheet %d of scan %s is parked: %s", index + 1, sha256[:12], error)
            return self._store.write(lambda s: sheets.park(s, sha256, index, owner, reason))
        picture = self._store.files.keep_bytes("sheets", done.picture.data, picture_suffix(done.picture))
        return self._store.write(lambda s: sheets.finish(s, sha256, index, owner, done.sheet, picture))

    def _place(self, sha256: str) -> None:
        stored = self._store.read(lambda s: sheets.sheets_of_scan(s, sha256))
        if not any(one.picture_key for one in stored):
            self._store.write(lambda s: scans.reject(s, sha256, reasons.not_one_sheet()))
            return
        placed = place_scan(self._store, self._settings, sha256, self._attempt)
        self._enqueue(bind_job(*one) for one in placed)

    def _read_again(self, one: sheets.StoredSheet) -> None:
        """Read a sheet anew as a person says it stands, and keep that in place of what was read before."""
        scan = self._store.read(lambda s: scans.originals_of(s, one.scan_sha256))
        files = self._files_of(scan)
        done = self._attempt(pipeline.read_sheet, files, scan.form, one.sheet.index, self._settings, one.sheet.told)
        self._store.write(lambda s: sheets.reread(s, one.id, replace(done.sheet, told=one.sheet.told)))

    def _bind(self, nasti_id: int, version: int) -> None:
        try:
            for one in self._sheets_to_bind(nasti_id):
                if one.to_read_again:
                    self._read_again(one)
            stored = self._sheets_to_bind(nasti_id)
            pictures = {position: self._store.files.path(one.picture_key) for position, one in enumerate(stored)}
            told = self._store.read(lambda s: said.said_of_nasti(s, nasti_id, [one.id for one in stored]))
            understood = self._attempt(
                pipeline.understand, [one.sheet for one in stored], told, teaching.model_file(self._store)
            )
            understood, bound = self._bind_parts(nasti_id, understood, pictures)
        except NastiError as error:
            if error.disposition in (Disposition.HALT, Disposition.REFUSE_TO_START):
                raise
            reason = error
            LOG.error("Nasti %d is parked: %s", nasti_id, error)
            self._store.write(lambda s: nastis.park(s, nasti_id, version, reason))
            return
        self._store.write(lambda s: nastis.register(s, nasti_id, version, understood, bound))
        for sha256 in {one.scan_sha256 for one in stored}:
            self._engine.forget(f"scan:{sha256}")

    def _sheets_to_bind(self, nasti_id: int) -> list[sheets.StoredSheet]:
        return [one for one in self._store.read(lambda s: nastis.sheets_of_nasti(s, nasti_id)) if one.picture_key]

    def _bind_parts(
        self, nasti_id: int, understood: Understood, pictures: Mapping[int, Path]
    ) -> tuple[Understood, dict[Part, Kept]]:
        """Bind what has pages; gives the sheets back, those flagged whose words had to be laid apart."""
        created = self._store.read(lambda s: nastis.created_at(s, nasti_id))
        bound: dict[Part, Kept] = {}
        apart: set[int] = set()
        for part, positions in pipeline.plan_parts(understood).items():
            with tempfile.TemporaryDirectory(dir=self._workshop) as folder:
                out = Path(folder) / f"{part}.pdf"
                shown = {position: pictures[position] for position in positions}
                arguments = (understood, part, positions, shown, created, out)
                apart.update(self._attempt(pipeline.bind_sheets, *arguments, timeout_factor=len(shown)))
                bound[part] = self._store.files.keep_file("bound", out, ".pdf")
        return pipeline.mark_apart(understood, apart), bound

    def _files_of(self, scan: scans.Originals) -> list[Path]:
        return [self._store.files.path(key) for key in scan.keys]

    def _attempt(self, work: Callable[..., T], *arguments: object, timeout_factor: int = 1) -> T:
        """Run in a reader process; a crash or time-out is tried again, as often as configured."""
        section = self._settings.work
        for attempt in range(1, section.attempts + 1):
            try:
                return self._readers.call(work, section.sheet_timeout_s * timeout_factor, *arguments)
            except ToolFailed as error:
                LOG.warning("Attempt %d of %d failed: %s", attempt, section.attempts, error)
                if attempt == section.attempts:
                    raise
        raise AssertionError("work.attempts is at least 1")

    def _enqueue(self, jobs: Iterable[Job]) -> None:
        self._engine.enqueue(list(jobs))

    def _halting(self, handler: Callable[..., None]) -> Callable[..., None]:
        """The handler; what leaves it stops the line, because no scan is to blame for it any more.

        The job ends as failed; the ledger brings its work back at the next start.
        """

        def run(*arguments: object) -> None:
            if self.halted is not None:
                return
            try:
                handler(*arguments)
            except Exception as error:
                self._halt(error)
                raise

        return run

    def _halt(self, error: Exception) -> None:
        self.halted = error if isinstance(error, NastiError) else StorageError(f"The line stopped: {error!r}")
        self._on_halt()

    def _keep_house(self) -> None:
        until_reconciled_s = RECONCILE_EVERY_S
        while not self._stop.wait(TIDY_EVERY_S):
            try:
                self.tidy()
                self._take_up_changes()
                until_reconciled_s -= TIDY_EVERY_S
                if until_reconciled_s <= 0:
                    self.reconcile()
                    until_reconciled_s = RECONCILE_EVERY_S
            except Exception as error:
                LOG.exception("Tidying up failed.")
                self._halt(error)
                return

    def _engine_url(self) -> str:
        url = self._settings.database_url
        return f"sqlite:///{self._settings.store_folder / 'engine.db'}" if url.startswith("sqlite") else url
