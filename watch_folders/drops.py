"""What lies in a folder tree, grouped into drops: single files, and images in sequence."""

from __future__ import annotations

import logging
import os
import stat
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from watch_folders.contents import Content, Fingerprint
from watch_folders.names import (
    IMAGE_SUFFIXES,
    SCAN_SUFFIXES,
    is_companion,
    is_passed_over,
    is_unfinished,
    missing,
    natural_key,
    place_of,
    run_on,
    shown,
    suffix_of,
)

log = logging.getLogger(__name__)

_GAPS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file and the state it was found in."""

    path: Path
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of the tree, as it was found.

    Attributes:
        path: Where it is.
        inside: Relative to the root of the tree; empty for the root.
        entries: Its files in natural order, without those that are passed over.
        unfinished: Files that a program is still writing under another name.
        skipped: Links, pipes, sockets and devices: never opened.
        has_folders: Whether it holds folders that are not passed over.
    """

    path: Path
    inside: Path
    entries: tuple[Entry, ...]
    unfinished: tuple[Entry, ...]
    skipped: tuple[Path, ...]
    has_folders: bool


@dataclass(frozen=True, slots=True)
class Drop:
    """Files that were dropped as one scan, whole or not. The attributes are those of `nasti.model.Arrival`.

    Attributes:
        beside: Unfinished files beside a sequence: while they grow, the sequence may not be complete.
    """

    path: Path
    entries: tuple[Entry, ...]
    beside: tuple[Entry, ...]
    station: str
    department: str
    owns_folder: bool
    inside: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """The paths of the files, in reading order."""
        return tuple(entry.path for entry in self.entries)

    @property
    def size_bytes(self) -> int:
        """Sum over the files."""
        return sum(entry.fingerprint.size_bytes for entry in self.entries)

    @property
    def is_sequence(self) -> bool:
        """Whether it is several images rather than one file."""
        return len(self.entries) > 1


def walk(root: Path) -> Iterator[Folder]:
    """Every folder of a tree, parents first, in natural order; links are not followed.

    Folders that vanish or cannot be read on the way are left out; the latter are logged.

    Args:
        root: The folder to begin with.

    Raises:
        OSError: The root itself cannot be read.
    """
    waiting = [Path()]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(root / inside) as listing:
                found = sorted(listing, key=lambda item: natural_key(item.name))
        except FileNotFoundError:
            if inside == Path():
                raise
            continue
        except OSError as error:
            if inside == Path():
                raise
            log.warning("The folder %s cannot be read: %s", shown(str(root / inside)), error.strerror)
            continue
        folder, subfolders = _sort_out(root, inside, found)
        waiting += reversed(subfolders)
        yield folder


def _sort_out(root: Path, inside: Path, found: Sequence[os.DirEntry[str]]) -> tuple[Folder, list[Path]]:
    entries: list[Entry] = []
    unfinished: list[Entry] = []
    skipped: list[Path] = []
    subfolders: list[Path] = []
    for item in found:
        try:
            status = item.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        if stat.S_ISREG(status.st_mode):
            entry = Entry(root / inside / item.name, Fingerprint.of(status))
            if is_unfinished(item.name):
                unfinished.append(entry)
            elif not is_passed_over(item.name):
                entries.append(entry)
        elif is_passed_over(item.name):
            continue
        elif stat.S_ISDIR(status.st_mode):
            subfolders.append(inside / item.name)
        else:
            skipped.append(root / inside / item.name)
    folder = Folder(root / inside, inside, tuple(entries), tuple(unfinished), tuple(skipped), bool(subfolders))
    return folder, subfolders


def group(folder: Folder, contents: Mapping[Path, Content], *, is_standing: bool) -> list[Drop]:
    """The drops that lie in one folder, in natural order.

    Images in sequence are one drop. In a folder made for one scan, any image beside the sequence (a cover) belongs
    to it, and when nothing else is there the drop owns the folder. In a standing folder, which scanners write into day
    after day, each series of names is a drop of its own and the folder stays.

    Args:
        folder: As `walk` found it.
        contents: What is known so far about files; a file that is not in it counts as what its suffix says.
        is_standing: Whether the folder stays: the inbox, a station, a department.
    """
    images = [entry for entry in folder.entries if _is_image(entry.path, contents.get(entry.path))]
    sequences = _find_sequences(images, sparse=not is_standing)
    taken = {entry.path for sequence in sequences for entry in sequence}
    owned = False
    if not is_standing and len(sequences) == 1 and len(taken) * 2 > len(images):
        taken = {entry.path for entry in images}
        sequences = [images]
        others = any(entry.path not in taken and not is_companion(entry.path.name) for entry in folder.entries)
        owned = not others and not folder.has_folders
    drops = [_sequence_in(folder, sequence, owns_folder=owned) for sequence in sequences]
    drops += [
        _file_in(folder, entry)
        for entry in folder.entries
        if entry.path not in taken and not (owned and is_companion(entry.path.name))
    ]
    return drops


def _is_image(path: Path, content: Content | None) -> bool:
    if content is None or content.form is None:
        return suffix_of(path.name) in IMAGE_SUFFIXES
    # A TIFF of several pages is a scan of its own, however it is named.
    return content.form != "pdf" and content.pages <= 1


def _find_sequences(images: Sequence[Entry], *, sparse: bool) -> list[list[Entry]]:
    """The images that follow one another, parted by what their names have in common."""
    series = _by_series(images)
    return [
        [entry for _, entry in numbered]
        for numbered in series.values()
        if run_on([number for number, _ in numbered], sparse=sparse)
    ]


def _by_series(images: Sequence[Entry]) -> dict[str, list[tuple[int, Entry]]]:
    series: defaultdict[str, list[tuple[int, Entry]]] = defaultdict(list)
    for entry in images:
        place = place_of(entry.path.name)
        if place is not None:
            series[place.series].append((place.number, entry))
    return series


def _sequence_in(folder: Folder, images: Sequence[Entry], *, owns_folder: bool) -> Drop:
    station, department = _place(folder.inside.parent if owns_folder else folder.inside)
    inside = folder.inside if owns_folder else folder.inside / images[0].path.stem
    return Drop(folder.path, tuple(images), folder.unfinished, station, department, owns_folder, inside)


def _file_in(folder: Folder, entry: Entry) -> Drop:
    station, department = _place(folder.inside)
    inside = folder.inside / entry.path.name
    return Drop(entry.path, (entry,), (), station, department, owns_folder=False, inside=inside)


def _place(inside: Path) -> tuple[str, str]:
    station, department, *_ = (*inside.parts, "", "")
    return station, department


def claims_scan(path: Path, content: Content) -> bool:
    """Whether a file is, by its name or by its first bytes, meant to be a scan."""
    return content.form is not None or suffix_of(path.name) in SCAN_SUFFIXES


def report_gaps(drop: Drop) -> None:
    """Log which page numbers a sequence leaves out, for a person to look at."""
    for numbered in _by_series(drop.entries).values():
        numbers = [number for number, _ in numbered]
        gaps = missing(numbers) if run_on(numbers, sparse=True) else []
        if gaps:
            log.warning(
                "The scan %s leaves out %d of its page numbers (%s%s): look whether pages were lost in the scanner.",
                shown(str(drop.inside)),
                len(gaps),
                ", ".join(map(str, gaps[:_GAPS_SHOWN])),
                ", …" if len(gaps) > _GAPS_SHOWN else "",
            )
