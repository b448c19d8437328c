"""Files of the store: whole or not there, never changed."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import obstore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from obstore.exceptions import GenericError

from nasti.errors import InputRejected, StorageError
from storage.files import CHUNK_BYTES, SHELVES, STAGING, Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "store")


def lying_about(folder: Path) -> list[Path]:
    return [path for path in (folder / STAGING).rglob("*") if path.is_file()]


def test_a_file_is_named_by_its_bytes_and_read_only(files, tmp_path):
    source = tmp_path / "scan.TIF"
    data = os.urandom(2 * CHUNK_BYTES + 17)
    source.write_bytes(data)
    kept = files.keep_file("originals", source, source.suffix)
    digest = hashlib.sha256(data).hexdigest()
    assert (kept.key, kept.sha256, kept.size_bytes) == (f"originals/{digest[:2]}/{digest}.tif", digest, len(data))
    assert files.path(kept.key).stat().st_mode & 0o777 == 0o444
    assert files.read(kept.key) == data
    assert source.read_bytes() == data
    assert lying_about(tmp_path / "store") == []


@settings(max_examples=20)
@given(data=st.binary(max_size=100))
def test_bytes_and_files_are_kept_alike(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("alike")
    files = Files(folder / "store")
    (folder / "source").write_bytes(data)
    assert files.keep_bytes("bound", data, ".pdf") == files.keep_file("bound", folder / "source", ".pdf")
    assert list(files.keys()) == [files.keep_bytes("bound", data, ".pdf").key]


def test_what_is_there_is_never_written_again(files):
    kept = files.keep_bytes("sheets", b"picture", ".jpg")
    before = files.path(kept.key).stat()
    assert files.keep_bytes("sheets", b"picture", ".jpg") == kept
    after = files.path(kept.key).stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_nlink) == (before.st_ino, before.st_mtime_ns, 1)


def test_the_same_file_kept_by_many_at_once_is_one(files):
    data, kept = os.urandom(300_000), []
    threads = [threading.Thread(target=lambda: kept.append(files.keep_bytes("bound", data, ".pdf"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 8
    assert list(files.keys()) == [kept[0].key]
    files.check(kept[0].key)


@pytest.mark.parametrize("suffix", ["", ".", "../x", ".tar.gz", ".टिफ", ".a b", ".123456789"])
def test_endings_that_are_not_plain_are_left_off(files, suffix):
    assert "." not in files.keep_bytes("originals", b"scan", suffix).key


def test_a_bit_that_flipped_is_found(files):
    kept = files.keep_bytes("sheets", b"picture", ".jpg")
    path = files.path(kept.key)
    path.chmod(0o644)
    path.write_bytes(b"qicture")
    for look in (files.read, files.check):
        with pytest.raises(StorageError, match="no longer what was kept"):
            look(kept.key)


def test_a_file_cut_short_is_found_when_it_comes_again(files):
    kept = files.keep_bytes("sheets", b"picture", ".jpg")
    files.path(kept.key).chmod(0o644)
    os.truncate(files.path(kept.key), 3)
    with pytest.raises(StorageError, match="3 bytes instead of 7"):
        files.keep_bytes("sheets", b"picture", ".jpg")


def test_a_missing_file_is_said(files):
    for look in (files.read, files.check):
        with pytest.raises(StorageError, match="missing"):
            look("sheets/00/00.jpg")


def test_a_source_that_vanished_is_rejected(files, tmp_path):
    with pytest.raises(InputRejected) as caught:
        files.keep_file("originals", tmp_path / "gone.tif", ".tif")
    assert "gone.tif" in caught.value.hindi


@pytest.mark.parametrize("change", ["append", "replace", "remove", "touch"])
def test_a_source_that_changes_while_it_is_copied_is_rejected(files, tmp_path, monkeypatch, change):
    source = tmp_path / "scan.tif"
    source.write_bytes(b"first half")
    put = obstore.put

    def meddle(store, key, chunks, **options):
        done = put(store, key, chunks, **options)
        if change == "append":
            with source.open("ab") as stream:
                stream.write(b"second half")
        elif change == "replace":
            (tmp_path / "other").write_bytes(b"other bits")
            (tmp_path / "other").replace(source)
        elif change == "remove":
            source.unlink()
        else:
            os.utime(source, ns=(1, 1))
        return done

    monkeypatch.setattr(obstore, "put", meddle)
    with pytest.raises(InputRejected, match="changed"):
        files.keep_file("originals", source, ".tif")


def test_a_source_whose_disk_fails_is_rejected(files, tmp_path):
    # Reading a folder as a file fails in the middle, as a bad sector does.
    with pytest.raises(InputRejected, match="cannot be read"):
        files.keep_file("originals", tmp_path, ".tif")
    assert lying_about(tmp_path / "store") == []


def full(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def full_object_store(*_args, **_kwargs):
    raise GenericError("Generic LocalFileSystem error: Unable to copy data to file: No space left on device")


@pytest.mark.parametrize(
    ("step", "fail"),
    [("obstore.put", full_object_store), ("os.fsync", full), ("pathlib.Path.chmod", full),
     ("obstore.rename", full_object_store), ("pathlib.Path.mkdir", full)],
)  # fmt: skip
def test_a_full_disk_halts_and_leaves_nothing_half_done(files, tmp_path, monkeypatch, step, fail):
    with monkeypatch.context() as patch:
        patch.setattr(step, fail)
        with pytest.raises(StorageError, match="No space left"):
            files.keep_bytes("originals", b"scan", ".tif")
    assert lying_about(tmp_path / "store") == []
    assert list(files.keys()) == []
    kept = files.keep_bytes("originals", b"scan", ".tif")
    assert files.read(kept.key) == b"scan"


def test_what_a_killed_process_left_is_swept_and_nothing_else(files, tmp_path):
    kept = files.keep_bytes("sheets", b"picture", ".jpg")
    source = tmp_path / "endless"
    os.mkfifo(source)
    program = f"""
from pathlib import Path
from storage.files import Files, _chunks_of, _Hashed
with Path({str(source)!r}).open("rb", buffering=0) as stream:
    Files(Path({str(tmp_path / "store")!r}))._keep("originals", _Hashed(_chunks_of(stream, Path("x"))), ".tif")
"""
    child = subprocess.Popen([sys.executable, "-c", program])
    with source.open("wb") as stream:
        while not lying_about(tmp_path / "store"):
            stream.write(b"x" * 65536)
            stream.flush()
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert files.sweep() >= 1
    assert files.sweep() == 0
    assert lying_about(tmp_path / "store") == []
    assert list(files.keys()) == [kept.key]
    assert {path.name for path in (tmp_path / "store").iterdir()} == {*SHELVES, STAGING}
