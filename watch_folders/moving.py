"""Moving without ever overwriting or losing a byte, across file systems too."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import stat
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 20
_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EMLINK})
"""What file systems answer that know neither an exclusive rename nor hard links."""

Identity = tuple[int, int, int, int]
"""Device, inode, size in bytes and modification time in nanoseconds of a regular file."""


class Replaced(Exception):
    """The source is gone, or another drop has taken its name; never leaves `watch_folders`."""


def identify(path: Path) -> Identity | None:
    """Which file stands at a path; None where there is no regular file."""
    try:
        return _identity(path.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return None


def _identity(status: os.stat_result) -> Identity | None:
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def read_sha256(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def holds_same(first: Path, second: Path) -> bool:
    """Whether two paths are regular files of the same bytes."""
    one, other = identify(first), identify(second)
    if one is None or other is None or one[2] != other[2]:
        return False
    return one[:2] == other[:2] or read_sha256(first) == read_sha256(second)


def sync_folder(folder: Path) -> None:
    """Make what was renamed in a folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network shares cannot sync a folder; they write through.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


@cache
def _kernel_rename() -> Callable[..., int] | None:
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is not None:
        call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return call


def _rename_exclusively(source: Path, target: Path) -> None:
    call = _kernel_rename()
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if call(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), _RENAME_NOREPLACE) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), os.fspath(source), None, os.fspath(target))


def rename_new(source: Path, target: Path) -> None:
    """Rename a file or folder to a name that is free.

    Args:
        source: What to rename.
        target: Its new path, on the same file system.

    Raises:
        FileExistsError: The name is taken; nothing was changed.
        OSError: With errno EXDEV where the target lies on another file system.
    """
    try:
        _rename_exclusively(source, target)
        return
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    if not source.is_dir():
        try:
            os.link(source, target, follow_symlinks=False)
            release(source, identify(target))
            return
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(target))
    source.rename(target)


def move_new(source: Path, target: Path, identity: Identity) -> None:
    """Move a file to a name that is free, on this file system or another.

    At every instant the bytes stand whole at one of the two paths. Safe to do again after a crash: a half-made copy is
    made anew; a copy that was complete is found by `holds_same`, and `finish_move` does the rest.

    Args:
        source: The file.
        target: Its new path; the folder exists.
        identity: Which file is meant.

    Raises:
        FileExistsError: The name is taken; nothing was changed.
        Replaced: Another file stands at the source; it was left there.
    """
    try:
        rename_new(source, target)
    except FileNotFoundError as error:
        raise Replaced from error
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_new(source, target, identity)
        release(source, identity)
        return
    moved = identify(target)
    if moved != identity:
        # Renamed over or written to in the last instant: what was moved is somebody's new drop.
        rename_new(target, source)
        raise Replaced
    sync_folder(target.parent)
    sync_folder(source.parent)


def release(source: Path, identity: Identity | None) -> None:
    """Remove a source whose bytes stand safely elsewhere, unless another file has taken its name."""
    if identity is not None and identify(source) == identity:
        source.unlink()
        sync_folder(source.parent)


def finish_move(source: Path, target: Path, identity: Identity) -> None:
    """Do the rest of a move whose bytes already stand at the target.

    Args:
        source: As given to `move_new`.
        target: Where the same bytes stand.
        identity: As given to `move_new`.
    """
    sync_folder(target.parent)
    _draft_of(source, target.parent).unlink(missing_ok=True)
    release(source, identity)


def _draft_of(source: Path, folder: Path) -> Path:
    """Where a copy is written until it is whole: one name for one source, so that no crash leaves one behind."""
    return folder / f".{hashlib.sha256(os.fsencode(source)).hexdigest()[:24]}.part"


def _copy_new(source: Path, target: Path, identity: Identity) -> None:
    draft = _draft_of(source, target.parent)
    try:
        _copy_whole(source, draft, identity)
    except (OSError, Replaced):
        draft.unlink(missing_ok=True)
        raise
    rename_new(draft, target)
    sync_folder(target.parent)


def _copy_whole(source: Path, draft: Path, identity: Identity) -> None:
    digest = hashlib.sha256()
    with _open_source(source) as original, draft.open("wb") as copy:
        if _identity(os.fstat(original.fileno())) != identity:
            raise Replaced
        while chunk := original.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.utime(draft, ns=(identity[3], identity[3]))
        os.fsync(copy.fileno())
    if identify(source) != identity:
        raise Replaced
    if read_sha256(draft) != digest.hexdigest():
        raise OSError(errno.EIO, "the copy differs from its source", os.fspath(draft))


def _open_source(source: Path) -> BinaryIO:
    try:
        return os.fdopen(os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    except FileNotFoundError as error:
        raise Replaced from error
