"""Sources leave the inbox: to ``done/`` once registered, to ``rejected/`` with a reason when they cannot be read.

Nothing is overwritten and no bytes are lost. Every function may be called again after a crash at any instant and ends
in the same place.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from nasti.errors import InputRejected, NotFound, StorageError
from watch_folders.moving import (
    Identity,
    Replaced,
    finish_move,
    holds_same,
    identify,
    move_new,
    read_sha256,
    rename_new,
    sync_folder,
)
from watch_folders.names import is_companion, shown

_REASON_SUFFIX = ".reason.txt"

_FOLDER_STAYS = frozenset({errno.EXDEV, errno.EACCES, errno.EPERM, errno.EBUSY})
"""Why a folder cannot be renamed as a whole although its files can be moved: another disk, or somebody has it open."""

_NAME_BYTES = 255 - len(_REASON_SUFFIX)
"""Longest name given, so that the reason's name fits too. Source: NAME_MAX of Linux file systems."""


def lies_read_only(path: Path, files: Sequence[Path]) -> bool:
    """Whether nothing may be moved away from here: a disc, a snapshot, somebody else's folder.

    The superuser, whom no mode stops, is held to the folder's mode as well.

    Args:
        path: The file, or the folder that holds the images, as in the arrival.
        files: The files, as in the arrival.
    """
    folders = {path.parent, *(file.parent for file in files)}
    return any(
        not os.access(folder, os.W_OK) or not folder.stat().st_mode & 0o222 for folder in folders if folder.is_dir()
    )


def to_done(
    path: Path, files: Sequence[Path], inside: Path, owns_folder: bool, done: Path, sha256: Sequence[str] | None = None
) -> Path:
    """Move what was registered to ``done/<inside>``; where that is taken by other bytes, " (2)" and so on is added.

    A file whose equal already stands there is not kept twice. The images of a folder appear under their new name all
    at once; the folder goes with them when it was made for them and nothing else has come into it.

    Args:
        path: The file, or the folder that holds the images, as in the arrival.
        files: The files, as in the arrival.
        inside: Where it goes under `done`, as in the arrival.
        owns_folder: As in the arrival.
        done: The folder of finished sources; created when missing, on any file system.
        sha256: Hexadecimal digests of `files` as they were registered, same order. A file that has other bytes now is
            somebody's new drop and stays. Without them, whatever stands at the paths is taken.

    Returns:
        Where it lies now.

    Raises:
        NotFound: Nothing of it is left at the source, nor has it been put away: somebody took it or dropped over it.
        StorageError: The file system refused; what was not moved is still at the source.
    """
    return _put(_Source.of(path, files, owns_folder, sha256), inside, done, _is_taken)


def to_rejected(
    path: Path,
    files: Sequence[Path],
    inside: Path,
    owns_folder: bool,
    rejected: Path,
    error: InputRejected,
    sha256: Sequence[str] | None = None,
) -> Path:
    """Move what cannot be read to ``rejected/<inside>``, with ``<name>.reason.txt`` beside it.

    Args:
        path: As for `to_done`.
        files: As for `to_done`.
        inside: As for `to_done`.
        owns_folder: As for `to_done`.
        rejected: The folder of refused sources; created when missing.
        error: Why.
        sha256: As for `to_done`.

    Returns:
        Where it lies now.

    Raises:
        NotFound: As for `to_done`.
        StorageError: As for `to_done`.
    """
    target = _put(_Source.of(path, files, owns_folder, sha256), inside, rejected, _is_taken_with_reason)
    try:
        _write_reason(target, path, error)
    except OSError as problem:
        raise _storage_error(path, rejected, problem) from problem
    return target


_Taken = Callable[[Path], bool]


@dataclass(frozen=True, slots=True)
class _Source:
    """What is to be moved: the arguments of `to_done`, and the names of its files."""

    path: Path
    files: tuple[Path, ...]
    owns_folder: bool
    names: frozenset[str]
    digests: Mapping[Path, str]

    @classmethod
    def of(cls, path: Path, files: Sequence[Path], owns_folder: bool, sha256: Sequence[str] | None) -> _Source:
        digests = dict(zip(files, sha256, strict=True)) if sha256 is not None else {}
        return cls(path, tuple(files), owns_folder, frozenset(file.name for file in files), digests)

    @property
    def is_file(self) -> bool:
        return self.path in self.files

    def belongs(self, name: str) -> bool:
        """Whether a file of this name in the folder is part of the scan."""
        return name in self.names or is_companion(name)

    def is_meant(self, file: Path, place: Path) -> bool:
        """Whether the bytes of `file`, as registered, stand at a place."""
        return identify(place) is not None and (file not in self.digests or read_sha256(place) == self.digests[file])


def _put(source: _Source, inside: Path, root: Path, is_taken: _Taken) -> Path:
    if inside.is_absolute() or not inside.parts or ".." in inside.parts:
        raise ValueError(f"{inside} does not lie under a folder")
    path = source.path
    try:
        wanted = _make_folders(root, inside.parent) / inside.name
        if source.is_file:
            target = _put_file(path, wanted, is_taken, source.digests.get(path))
        else:
            target = _put_images(source, wanted, is_taken)
        if target is None:
            target = _find_put(source, wanted, is_taken)
    except OSError as error:
        raise _storage_error(path, root, error) from error
    if target is None:
        raise NotFound(
            f"“{shown(str(path))}” is no longer where it was scanned from, nor was it put away: somebody took it.",
            f"“{shown(str(path))}” अब वहाँ नहीं है जहाँ से स्कैन लिया गया था, और न ही उसे रखा गया है: किसी ने उसे हटा लिया है।",
        )
    return target


def _storage_error(path: Path, root: Path, error: OSError) -> StorageError:
    return StorageError(
        f"“{shown(str(path))}” cannot be moved to {shown(str(root))} ({error.strerror}). "
        "Check the space on the disk and the permissions of both folders.",
        f"“{shown(str(path))}” को {shown(str(root))} में नहीं ले जाया जा सका ({error.strerror})। "
        "डिस्क में जगह और दोनों फ़ोल्डरों की अनुमति जाँचें।",
    )


def _is_taken(target: Path) -> bool:
    return os.path.lexists(target)


def _is_taken_with_reason(target: Path) -> bool:
    return os.path.lexists(target) or os.path.lexists(_reason_of(target))


def _reason_of(target: Path) -> Path:
    return target.with_name(target.name + _REASON_SUFFIX)


def _put_file(file: Path, wanted: Path, is_taken: _Taken, digest: str | None) -> Path | None:
    """Move one file; None when it is no longer there, or has other bytes than the digest says."""
    identity = identify(file)
    try:
        if identity is None or (digest is not None and read_sha256(file) != digest):
            return None
        return _move_free(file, wanted, is_taken, identity)
    except (FileNotFoundError, Replaced):
        return None


def _move_free(file: Path, wanted: Path, is_taken: _Taken, identity: Identity) -> Path:
    for target in _numbered(wanted):
        if not is_taken(target):
            try:
                move_new(file, target, identity)
            except FileExistsError:
                continue
            return target
        if holds_same(file, target):
            finish_move(file, target, identity)
            return target
    raise AssertionError("numbers do not end")


def _put_images(source: _Source, wanted: Path, is_taken: _Taken) -> Path | None:
    """Move a folder, or images out of a folder that stays; None when none of them is there."""
    path = source.path
    target: Path | None
    key = hashlib.sha256(b"\0".join(os.fsencode(file) for file in (path, *source.files))).hexdigest()[:24]
    stage, hidden = wanted.parent / f".{key}.moving", path.parent / f".{key}.moving"
    home = hidden if os.path.lexists(hidden) else path
    if home == path and source.owns_folder and not os.path.lexists(stage) and _holds_only(source):
        try:
            target = _rename_free(path, wanted, is_taken)
            _give_back_latecomers(source, target)
            return target
        except OSError as error:
            if error.errno not in _FOLDER_STAYS:
                raise
            if error.errno == errno.EXDEV:
                # Out of sight of the watch at once, or it would take what a crash leaves for another scan.
                rename_new(path, hidden)
                sync_folder(path.parent)
                home = hidden
    _gather(source, home, stage)
    target = _rename_free(stage, wanted, is_taken) if any(stage.iterdir()) else None
    if target is None:
        _remove_empty(stage)
    if source.owns_folder:
        _remove_empty(home)
    return target


def _gather(source: _Source, home: Path, stage: Path) -> None:
    """Bring images together under a hidden name, one by one, until they can be shown all at once."""
    stage.mkdir(exist_ok=True)
    for file in source.files:
        _put_file(home / file.name, stage / file.name, _is_taken, source.digests.get(file))
    if source.owns_folder and home.is_dir() and any(stage.iterdir()):
        for entry in sorted(home.iterdir()):
            if is_companion(entry.name):
                _put_file(entry, stage / entry.name, _is_taken, digest=None)


def _holds_only(source: _Source) -> bool:
    """Whether the folder holds the images and their companions and nothing else, unchanged."""
    try:
        present = list(source.path.iterdir())
    except FileNotFoundError:
        return False
    if any(identify(entry) is None or not source.belongs(entry.name) for entry in present):
        return False
    found = [file for file in source.files if identify(file) is not None]
    return bool(found) and all(source.is_meant(file, file) for file in found)


def _rename_free(folder: Path, wanted: Path, is_taken: _Taken) -> Path:
    for target in _numbered(wanted):
        if is_taken(target):
            continue
        try:
            rename_new(folder, target)
        except FileExistsError:
            continue
        sync_folder(target.parent)
        sync_folder(folder.parent)
        return target
    raise AssertionError("numbers do not end")


def _give_back_latecomers(source: _Source, target: Path) -> None:
    """Return files that came into the folder while it was being moved: they belong to the next scan."""
    for entry in sorted(target.iterdir()):
        if not source.belongs(entry.name):
            source.path.mkdir(exist_ok=True)
            rename_new(entry, source.path / entry.name)


def _find_put(source: _Source, wanted: Path, is_taken: _Taken) -> Path | None:
    """Where an earlier call has put it: the last of the numbered places that holds it."""
    found: Path | None = None
    for target in _numbered(wanted):
        if not is_taken(target):
            return found
        places = [(file, target if source.is_file else target / file.name) for file in source.files]
        present = [(file, place) for file, place in places if identify(place) is not None]
        if present and all(source.is_meant(file, place) for file, place in present):
            found = target
    raise AssertionError("numbers do not end")


def _numbered(wanted: Path) -> Iterator[Path]:
    """The path, then the same with " (2)", " (3)", … before its suffix, each short enough to be a name."""
    suffix = wanted.suffix if len(os.fsencode(wanted.suffix)) < 16 else ""
    stem = wanted.name.removesuffix(suffix)
    for number in count(1):
        ending = suffix if number == 1 else f" ({number}){suffix}"
        room = _NAME_BYTES - len(os.fsencode(ending))
        encoded = os.fsencode(stem)
        fitting = stem if len(encoded) <= room else encoded[:room].decode("utf-8", "ignore")
        yield wanted.with_name(fitting + ending)


def _make_folders(root: Path, inside: Path) -> Path:
    """The folder under the root, created where missing; a file that stands in the way is passed by a number."""
    root.mkdir(parents=True, exist_ok=True)
    folder = root
    for part in inside.parts:
        for candidate in _numbered(folder / part):
            try:
                candidate.mkdir()
                sync_folder(folder)
            except FileExistsError:
                if not candidate.is_dir():
                    continue
            folder = candidate
            break
    return folder


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
        sync_folder(folder.parent)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
            raise


def _write_reason(target: Path, source: Path, error: InputRejected) -> None:
    """Write the reason file, unless an earlier call has; with BOM and CRLF, as old Notepads need them."""
    reason = _reason_of(target)
    draft = target.parent / f".{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:24]}.part"
    if os.path.lexists(reason):
        draft.unlink(missing_ok=True)
        return
    when = datetime.now().astimezone().isoformat(" ", "seconds")
    text = (
        f"“{shown(target.name)}” पंजीकृत नहीं हुआ।\n\n"
        f"{error.hindi}\n\n"
        f"कब: {when}\nकहाँ से: {shown(str(source))}\n\n"
        "----------------------------------------\n\n"
        f"“{shown(target.name)}” was not registered.\n\n"
        f"{error.message}\n\n"
        f"When: {when}\nFrom: {shown(str(source))}\n"
    )
    with draft.open("w", encoding="utf-8-sig", newline="\r\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    rename_new(draft, reason)
    sync_folder(target.parent)
