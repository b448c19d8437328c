"""Drops judged: arrivals, and what can never be one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nasti.errors import InputRejected, NotFound
from nasti.model import Arrival, Form
from watch_folders import reasons
from watch_folders.contents import Content, Fingerprint, inspect
from watch_folders.drops import Drop, Entry, claims_scan, group, report_gaps, walk
from watch_folders.names import shown


@dataclass(frozen=True, slots=True)
class Refused:
    """Something dropped that can never be an arrival. The attributes are those of `nasti.model.Arrival`.

    Attributes:
        error: Why, in English and Hindi.
    """

    path: Path
    files: tuple[Path, ...]
    station: str
    department: str
    size_bytes: int
    owns_folder: bool
    inside: Path
    error: InputRejected


@dataclass(frozen=True, slots=True)
class Found:
    """What lay under the paths that were given.

    Attributes:
        arrivals: Whole scans, in the order given and natural order within.
        refused: Files that claim to be scans and are none, or not whole.
        left_alone: What was passed on the way and is plainly no scan.
    """

    arrivals: tuple[Arrival, ...]
    refused: tuple[Refused, ...]
    left_alone: tuple[Path, ...]


def judge(drop: Drop, contents: Mapping[Path, Content]) -> Arrival | Refused:
    """Decide whether a drop is an arrival; gaps in its sequence are logged.

    Args:
        drop: The drop.
        contents: What each of its files is.
    """
    for file in drop.files:
        problem = contents[file].problem
        if problem is not None:
            return _refuse(drop, problem)
    if drop.is_sequence:
        report_gaps(drop)
    form: Form | None = "folder" if drop.is_sequence else contents[drop.path].form
    if form is None:
        raise ValueError(f"{drop.path}: a file without a problem has a form")
    return Arrival(
        path=drop.path,
        files=drop.files,
        form=form,
        station=drop.station,
        department=drop.department,
        size_bytes=drop.size_bytes,
        owns_folder=drop.owns_folder,
        inside=drop.inside,
    )


def _refuse(drop: Drop, problem: InputRejected) -> Refused:
    return Refused(
        path=drop.path,
        files=drop.files,
        station=drop.station,
        department=drop.department,
        size_bytes=drop.size_bytes,
        owns_folder=drop.owns_folder,
        inside=drop.inside,
        error=reasons.bad_page(drop.inside.name, len(drop.files), problem) if drop.is_sequence else problem,
    )


def find(paths: Sequence[Path]) -> Found:
    """Look once at files and folders that a person names; nothing is waited for.

    A file is judged whatever its name. A folder is walked as an inbox whose root it is; things in it that are plainly
    no scans are left alone. What is found twice counts once. Links that are named are followed, others are not.

    Args:
        paths: Files and folders.

    Raises:
        NotFound: A path does not exist, cannot be read, or is neither a file nor a folder.
    """
    arrivals: list[Arrival] = []
    refused: list[Refused] = []
    left_alone: list[Path] = []
    seen: set[Path] = set()
    for path in paths:
        real, is_folder = _resolve(path)
        drops, contents, passed = _search(real) if is_folder else _take(real)
        left_alone += (other for other in passed if other not in seen)
        for drop in drops:
            if seen.issuperset(drop.files):
                continue
            judged = judge(drop, contents)
            if isinstance(judged, Arrival):
                arrivals.append(judged)
            else:
                refused.append(judged)
        seen.update(passed, *(drop.files for drop in drops))
    return Found(tuple(arrivals), tuple(refused), tuple(left_alone))


def _resolve(path: Path) -> tuple[Path, bool]:
    try:
        real = Path(os.path.realpath(path, strict=True))
        if real.is_dir():
            os.scandir(real).close()
    except OSError as error:
        raise NotFound(
            f"“{shown(str(path))}” cannot be scanned: {error.strerror}.",
            f"“{shown(str(path))}” स्कैन नहीं हो सकता: {error.strerror}।",
        ) from error
    if not real.is_file() and not real.is_dir():
        raise NotFound(
            f"“{shown(str(path))}” is neither a file nor a folder.",
            f"“{shown(str(path))}” न फ़ाइल है, न फ़ोल्डर।",
        )
    return real, real.is_dir()


def _take(file: Path) -> tuple[list[Drop], dict[Path, Content], list[Path]]:
    entry = Entry(file, Fingerprint.of(file.stat()))
    contents = _inspect_all([entry])
    inside = Path(file.parent.name, file.name)
    drop = Drop(file, (entry,), (), station="", department="", owns_folder=False, inside=inside)
    return [drop] if contents else [], contents, []


def _search(root: Path) -> tuple[list[Drop], dict[Path, Content], list[Path]]:
    drops: list[Drop] = []
    contents: dict[Path, Content] = {}
    left_alone: list[Path] = []
    for folder in walk(root):
        contents |= _inspect_all(folder.entries)
        left_alone += folder.skipped
        here = replace(folder, entries=tuple(entry for entry in folder.entries if entry.path in contents))
        for drop in group(here, contents, is_standing=False):
            if drop.is_sequence or claims_scan(drop.path, contents[drop.path]):
                drops.append(replace(drop, inside=_inside(root, drop)))
            else:
                left_alone.append(drop.path)
    return drops, contents, left_alone


def _inside(root: Path, drop: Drop) -> Path:
    if drop.inside == Path():
        return Path(root.parent.name, root.name)
    return Path(root.name, drop.inside)


def _inspect_all(entries: Iterable[Entry]) -> dict[Path, Content]:
    looked = {entry.path: inspect(entry.path, entry.fingerprint) for entry in entries}
    return {path: content for path, content in looked.items() if content is not None}
