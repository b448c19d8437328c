"""Watching an inbox: events say when to look, looking says what is there."""

from __future__ import annotations

import logging
import os
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from nasti.errors import ConfigError
from nasti.model import Arrival
from nasti.settings import WatchSection
from watch_folders.arrivals import Refused
from watch_folders.inbox import Inbox
from watch_folders.mounts import is_on_network
from watch_folders.names import shown

log = logging.getLogger(__name__)

_TICK_S = 0.1
"""How soon a stop or an event is noticed."""

_REST = 4
"""Rest after a look, in multiples of the time it took to walk the inbox."""

_WRITES: list[type[FileSystemEvent]] = [
    DirCreatedEvent, DirDeletedEvent, DirModifiedEvent, DirMovedEvent,
    FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
]  # fmt: skip
"""All but opening and reading, which we do ourselves."""


class _Listener(FileSystemEventHandler):
    """Turns events into one word: look. An event that is lost costs at most the time to the next full look."""

    def __init__(self, inbox: Path, settings: WatchSection) -> None:
        self.inbox = inbox
        self.settings = settings
        self.has_heard = threading.Event()
        self._observer: BaseObserver | None = None
        self._identity: tuple[int, int] | None = None

    @property
    def longest_wait_s(self) -> float:
        """Seconds between full looks."""
        return self.settings.rescan_s if self._observer else min(self.settings.poll_s, self.settings.rescan_s)

    def on_any_event(self, event: FileSystemEvent) -> None:
        self.has_heard.set()

    def listen(self) -> None:
        """Begin to listen, or begin anew where another folder has taken the inbox's place (a share was mounted)."""
        try:
            status = self.inbox.stat()
        except OSError:
            self.close()
            return
        if self._identity == (status.st_dev, status.st_ino):
            return
        self.close()
        self._identity = (status.st_dev, status.st_ino)
        if self.settings.poll == "always" or (self.settings.poll == "auto" and is_on_network(self.inbox)):
            return
        self._observer = self._start()

    def _start(self) -> BaseObserver | None:
        observer = None
        # A folder made in a new folder reaches watchdog twice, by its event and by a look at the new one. It listens
        # to it once all the same, but warns on the terminal; where warnings are errors, its thread would end.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning, "watchdog")
        try:
            observer = Observer()
            observer.schedule(self, os.path.realpath(self.inbox), recursive=True, event_filter=_WRITES)
            observer.start()
        except OSError as error:
            log.warning(
                "The system gives no events for %s (%s); polling instead. Raising fs.inotify.max_user_watches and "
                "fs.inotify.max_user_instances helps.",
                shown(str(self.inbox)),
                error.strerror,
            )
            if observer is not None:
                observer.stop()
            return None
        return observer

    def close(self) -> None:
        """Stop listening."""
        observer, self._observer, self._identity = self._observer, None, None
        if observer is not None:
            observer.stop()
            observer.join()


def watch(inbox: Path, settings: WatchSection, stop: threading.Event) -> Iterator[Arrival | Refused]:
    """Give every scan that is or will be dropped in an inbox, once it is whole, until told to stop.

    What lies there at the start counts. A file that was given is given again only when it changes or another takes
    its name; moving it away is the caller's work, and when is the caller's choice. An inbox that vanishes (a share
    that is unmounted) is waited for.

    Args:
        inbox: The folder scanners write to; created when missing.
        settings: Times and polling.
        stop: Ends the watch soon after it is set.

    Yields:
        An `Arrival` for each whole scan, a `Refused` for each drop that stood still for `patience_s` without being one.

    Raises:
        ConfigError: The inbox cannot be created.
    """
    try:
        inbox.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"The inbox {shown(str(inbox))} cannot be created ({error.strerror}). "
            "Change watch.inbox in the configuration."
        ) from error
    memory = Inbox(inbox, settings)
    listener = _Listener(inbox, settings)
    try:
        while not stop.is_set():
            listener.listen()
            listener.has_heard.clear()
            for found in memory.look(time.monotonic()):
                yield found
                if stop.is_set():
                    return
            _wait(memory, listener, stop)
    finally:
        listener.close()


def _wait(memory: Inbox, listener: _Listener, stop: threading.Event) -> None:
    """Wait until a look is worth its while: something was heard, fell due, or it is time for a full look."""
    ended = time.monotonic()
    # Events come in storms; between looks at a big inbox on a slow disk there must be time for other work.
    soonest = ended + max(min(memory.settings.settle_s / 2, 1.0), _REST * memory.walk_s)
    latest = max(soonest, ended + listener.longest_wait_s)
    while not stop.is_set():
        now = time.monotonic()
        if now >= latest or (now >= soonest and (listener.has_heard.is_set() or now >= memory.due_at)):
            return
        stop.wait(_TICK_S)
