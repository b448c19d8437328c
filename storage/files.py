"""Files of the store: named by their content, written once, never changed.

A file is written whole under a name nobody looks for, made durable, and only then given its own name, which is the
hash of its bytes; a name that exists is never written to again. Keys (``originals/ab/abcdef….tif``) are what the
database remembers. The object store library is what writes, so that a remote store answers to the same calls.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore

from nasti.errors import InputRejected, StorageError

Shelf = Literal["originals", "sheets", "bound", "learned"]
SHELVES: tuple[Shelf, ...] = ("originals", "sheets", "bound", "learned")

STAGING = "staging"
CHUNK_BYTES = 4 * 1024 * 1024
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store for good.

    Attributes:
        key: Where, relative to the store's folder.
        sha256: Of its bytes, 64 hexadecimal digits.
        size_bytes: Its length.
    """

    key: str
    sha256: str
    size_bytes: int


class Files:
    """The files of one store.

    Args:
        root: The store's folder; made when it is not there.

    Raises:
        StorageError: It cannot be made or written to.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        with _halting("prepare the store's folder"):
            for folder in (*SHELVES, STAGING):
                (root / folder).mkdir(parents=True, exist_ok=True)
            _make_durable(root)
            self._objects = LocalStore(root)

    def keep_file(self, shelf: Shelf, source: Path, suffix: str) -> Kept:
        """Copy a file into the store, hashing the very bytes that are written.

        Args:
            shelf: Which kind of file it is.
            source: The file to copy; it is left as it is.
            suffix: File name ending, with its dot; endings that are not short ASCII words are left off.

        Returns:
            Its place; when the same bytes are there already, those.

        Raises:
            InputRejected: The source vanished, cannot be read, or changed while it was copied.
            StorageError: The disk is full or fails.
        """
        with _opened(source) as stream:
            before = os.fstat(stream.fileno())
            kept = self._keep(shelf, _Hashed(_chunks_of(stream, source)), suffix)
            if kept.size_bytes != before.st_size or not _still_there(source, before):
                # The copy stays: somebody else may own the same bytes, and nothing is ever deleted.
                raise _changed(source)
        return kept

    def keep_bytes(self, shelf: Shelf, data: bytes, suffix: str) -> Kept:
        """Put bytes into the store.

        Args:
            shelf: Which kind of file it is.
            data: The whole content.
            suffix: File name ending, with its dot.

        Raises:
            StorageError: The disk is full or fails.
        """
        return self._keep(shelf, _Hashed(_slices(data)), suffix)

    def path(self, key: str) -> Path:
        """Where a file lies, for programs that want a path. It must not be written to."""
        return self._root / key

    def read(self, key: str) -> bytes:
        """The bytes of a file, proven to be those that were kept.

        Raises:
            StorageError: The file is missing, cannot be read, or is no longer what its name says.
        """
        try:
            data = bytes(obstore.get(self._objects, key).bytes())
        except (BaseError, OSError) as error:
            raise _missing(key, error) from error
        _prove(key, hashlib.sha256(data).hexdigest())
        return data

    def check(self, key: str) -> None:
        """Read a file through and prove that it is what was kept.

        Raises:
            StorageError: The file is missing, cannot be read, or is no longer what its name says.
        """
        try:
            with self.path(key).open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise _missing(key, error) from error
        _prove(key, digest)

    def keys(self) -> Iterator[str]:
        """All keys that are kept, in no order."""
        for shelf in SHELVES:
            for batch in obstore.list(self._objects, f"{shelf}/"):
                for found in batch:
                    yield found["path"]

    def sweep(self) -> int:
        """Remove what a killed process had not finished writing. Only for a store nobody else writes to now.

        Returns:
            How many files were removed.
        """
        with _halting("clear away unfinished files"):
            unfinished = [path for path in (self._root / STAGING).iterdir() if path.is_file()]
            for path in unfinished:
                path.unlink()
        return len(unfinished)

    def _keep(self, shelf: Shelf, source: _Hashed, suffix: str) -> Kept:
        staged = f"{STAGING}/{uuid.uuid4().hex}"
        try:
            with _halting("keep a file"):
                obstore.put(self._objects, staged, source, chunk_size=CHUNK_BYTES, use_multipart=True)
                _make_durable(self.path(staged))
                name = f"{source.sha256[:2]}/{source.sha256}{_clean(suffix)}"
                kept = Kept(f"{shelf}/{name}", source.sha256, source.size_bytes)
                self._give_name(staged, kept)
        finally:
            self.path(staged).unlink(missing_ok=True)
        return kept

    def _give_name(self, staged: str, kept: Kept) -> None:
        target = self.path(kept.key)
        self._make_folder(target.parent)
        # Read-only: the folder for people holds hard links, and an editor that saves in place would write through.
        self.path(staged).chmod(0o444)
        try:
            obstore.rename(self._objects, staged, kept.key, overwrite=False)
        except AlreadyExistsError:
            if target.stat().st_size != kept.size_bytes:
                raise StorageError(
                    f"The kept file {kept.key} has {target.stat().st_size} bytes instead of {kept.size_bytes}: the "
                    "store's disk is damaged. Run: nasti verify",
                    f"रखी गई फ़ाइल {kept.key} में {kept.size_bytes} के बजाय {target.stat().st_size} बाइट हैं: भंडार की "
                    "डिस्क ख़राब है। चलाएँ: nasti verify",
                ) from None
        _make_durable(target.parent)

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            _make_durable(folder.parent)


class _Hashed:
    """Chunks on their way into the store, hashed and counted as they pass."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self._hash = hashlib.sha256()
        self.size_bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._hash.update(chunk)
            self.size_bytes += len(chunk)
            yield chunk

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def _slices(data: bytes) -> Iterator[bytes]:
    return (data[start : start + CHUNK_BYTES] for start in range(0, len(data), CHUNK_BYTES))


def _chunks_of(stream: BinaryIO, path: Path) -> Iterator[bytes]:
    while True:
        try:
            chunk = stream.read(CHUNK_BYTES)
        except OSError as error:
            raise _unreadable(path, error) from error
        if not chunk:
            return
        yield chunk


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    try:
        stream = source.open("rb", buffering=0)
    except OSError as error:
        raise _unreadable(source, error) from error
    with stream:
        yield stream


def _still_there(source: Path, before: os.stat_result) -> bool:
    """Whether the path still leads to the file that was opened, and nobody wrote to it since."""
    try:
        after = source.stat()
    except OSError:
        return False
    seen = ("st_ino", "st_dev", "st_size", "st_mtime_ns")
    return all(getattr(after, name) == getattr(before, name) for name in seen)


def _make_durable(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clean(suffix: str) -> str:
    return suffix.lower() if _SUFFIX.fullmatch(suffix.lower()) else ""


@contextmanager
def _halting(doing: str) -> Iterator[None]:
    try:
        yield
    except (OSError, BaseError) as error:
        reason = str(error).partition("\n")[0]
        raise StorageError(
            f"The store could not {doing}: {reason}. Make room on its disk or repair it, then start again; no source "
            "was touched.",
            f"भंडार में लिखा नहीं जा सका: {reason}। डिस्क पर जगह बनाएँ या उसे ठीक करें, फिर दोबारा शुरू करें; किसी मूल "
            "फ़ाइल को छेड़ा नहीं गया।",
        ) from error


def _prove(key: str, digest: str) -> None:
    if Path(key).stem != digest:
        raise StorageError(
            f"The kept file {key} is no longer what was kept: its bytes have changed. Restore it from a backup.",
            f"रखी गई फ़ाइल {key} बदल गई है: उसके बाइट पहले जैसे नहीं हैं। बैकअप से वापस लाएँ।",
        )


def _missing(key: str, error: Exception) -> StorageError:
    reason = str(error).partition("\n")[0]
    return StorageError(
        f"The kept file {key} is missing or cannot be read: {reason}. Restore it from a backup.",
        f"रखी गई फ़ाइल {key} नहीं मिली या पढ़ी नहीं जा सकी: {reason}। बैकअप से वापस लाएँ।",
    )


def _unreadable(source: Path, error: OSError) -> InputRejected:
    return InputRejected(
        f"The file {source.name} cannot be read: {error.strerror}. Scan the papers again.",
        f"फ़ाइल {source.name} पढ़ी नहीं जा सकी: {error.strerror}। कागज़ दोबारा स्कैन करें।",
    )


def _changed(source: Path) -> InputRejected:
    return InputRejected(
        f"The file {source.name} was changed while it was taken in. Drop it again when the scanner has finished.",
        f"फ़ाइल {source.name} लिए जाने के दौरान बदल गई। स्कैनर का काम पूरा होने पर इसे फिर डालें।",
    )
