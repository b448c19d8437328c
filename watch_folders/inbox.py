"""What is known about the files in an inbox from one look to the next."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from nasti.model import Arrival
from nasti.settings import WatchSection
from watch_folders.arrivals import Refused, judge
from watch_folders.contents import Content, Fingerprint, inspect
from watch_folders.drops import Drop, Entry, Folder, group, walk
from watch_folders.names import shown

log = logging.getLogger(__name__)

_STANDING_DEPTH = 2
"""Folders down to this depth under the inbox are stations and departments."""


@dataclass(slots=True)
class _Known:
    fingerprint: Fingerprint
    changed_at: float
    looked_at: float = -math.inf
    is_given: bool = False


class Inbox:
    """The memory of a watch: when each file last changed by our clock, and what was given already.

    Scanners' clocks are wrong, so the times of files are compared with each other's former values only. The memory
    is lost with the process; what is still in the inbox is then given again, and known by its bytes.

    Attributes:
        due_at: When the next look can bring something new although nothing happens in the folder; inf if it cannot.
        is_reachable: Whether the last look found the inbox.
        walk_s: How long it took the last look to walk the inbox.
    """

    def __init__(self, root: Path, settings: WatchSection) -> None:
        self.root = root
        self.settings = settings
        self.due_at = math.inf
        self.is_reachable = True
        self.walk_s = 0.0
        self._known: dict[Path, _Known] = {}
        self._contents: dict[Path, Content] = {}
        self._folders_since: dict[Path, float] = {}
        self._is_first_look = True

    def look(self, now: float) -> Iterator[Arrival | Refused]:
        """Walk the inbox and give what has become whole, or has stood still for too long without.

        Args:
            now: Seconds on a clock that never goes back.
        """
        self.due_at = math.inf
        began = time.monotonic()
        try:
            folders = list(walk(self.root))
        except OSError as error:
            if self.is_reachable:
                log.warning(
                    "The inbox %s cannot be reached (%s). Waiting for it to come back; nothing is lost meanwhile.",
                    shown(str(self.root)),
                    error.strerror,
                )
            self.is_reachable, self._is_first_look = False, True
            return
        self.walk_s = time.monotonic() - began
        if not self.is_reachable:
            log.info("The inbox %s is back.", shown(str(self.root)))
        self.is_reachable = True
        self._note(folders, now)
        for folder in folders:
            if all(self._known[entry.path].is_given for entry in folder.entries):
                continue
            for drop in self._group(folder):
                self._inspect_due(drop, now)
            # Contents may part or join what names alone did not.
            for drop in self._group(folder):
                judged = self._judge_due(drop, now)
                if judged is not None:
                    yield judged

    def _note(self, folders: list[Folder], now: float) -> None:
        entries = [entry for folder in folders for entry in (*folder.entries, *folder.unfinished)]
        for path in self._known.keys() - {entry.path for entry in entries}:
            self._forget(path)
        for entry in entries:
            known = self._known.get(entry.path)
            if known is None or known.fingerprint != entry.fingerprint:
                self._forget(entry.path)
                self._known[entry.path] = _Known(entry.fingerprint, now)
        # A folder that was there before us, or stood empty, is one that scanners write into day after day.
        since = -math.inf if self._is_first_look else now
        former, self._folders_since = self._folders_since, {}
        for folder in folders:
            first = former.get(folder.path, since)
            stood_empty = not folder.entries and now - first >= self.settings.settle_s
            self._folders_since[folder.path] = -math.inf if stood_empty else first
        self._is_first_look = False

    def _forget(self, path: Path) -> None:
        self._known.pop(path, None)
        self._contents.pop(path, None)

    def _group(self, folder: Folder) -> list[Drop]:
        depth = len(folder.inside.parts)
        was_there = self._folders_since[folder.path] == -math.inf
        return group(folder, self._contents, is_standing=depth == 0 or (depth <= _STANDING_DEPTH and was_there))

    def _still_since(self, drop: Drop) -> tuple[float, float]:
        """When the drop last changed, and when that is long enough ago."""
        changes = sorted(self._known[entry.path].changed_at for entry in (*drop.entries, *drop.beside))
        # A scanner that pauses between pages will pause again: twice its longest pause so far must pass, or a slow
        # feeder's nasti would be given anew with every page.
        pause = max((after - before for before, after in pairwise(changes)), default=0.0)
        patience = max(self.settings.patience_s, self.settings.settle_s)
        return changes[-1], changes[-1] + min(max(2 * pause, self.settings.settle_s), patience)

    def _inspect_due(self, drop: Drop, now: float) -> None:
        since, due_at = self._still_since(drop)
        if now < due_at or all(self._known[entry.path].is_given for entry in drop.entries):
            return
        for entry in drop.entries:
            known = self._known[entry.path]
            content = self._contents.get(entry.path)
            # Looked at again after twice the time: some shares show the final size and time before the final bytes.
            is_stale = now >= min(since + 2 * (known.looked_at - since), since + self.settings.patience_s)
            if content is None or (content.problem is not None and known.looked_at < now and is_stale):
                self._inspect(entry, now)

    def _inspect(self, entry: Entry, now: float) -> None:
        content = inspect(entry.path, entry.fingerprint)
        known = self._known[entry.path]
        known.looked_at = now
        if content is None:
            # Gone or changed since the walk: the next look starts its time anew.
            known.changed_at = now
            self._contents.pop(entry.path, None)
        else:
            self._contents[entry.path] = content

    def _judge_due(self, drop: Drop, now: float) -> Arrival | Refused | None:
        if all(self._known[entry.path].is_given for entry in drop.entries):
            return None
        since, due_at = self._still_since(drop)
        if now < due_at or any(entry.path not in self._contents for entry in drop.entries):
            self.due_at = min(self.due_at, max(due_at, now))
            return None
        looked_at = min(self._known[entry.path].looked_at for entry in drop.entries)
        has_problem = any(self._contents[entry.path].problem for entry in drop.entries)
        if has_problem and now < since + self.settings.patience_s:
            self.due_at = min(self.due_at, since + 2 * (looked_at - since), since + self.settings.patience_s)
            return None
        if not all(_is_unchanged(entry) for entry in (*drop.entries, *drop.beside)):
            self.due_at = now
            return None
        for entry in drop.entries:
            self._known[entry.path].is_given = True
        return judge(drop, self._contents)


def _is_unchanged(entry: Entry) -> bool:
    try:
        return Fingerprint.of(entry.path.lstat()) == entry.fingerprint
    except OSError:
        return False
