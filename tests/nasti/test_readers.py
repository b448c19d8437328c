"""Reader processes: what happens in them stays in them."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from nasti.errors import InputRejected, ToolFailed
from nasti.readers import Readers


@pytest.fixture
def readers() -> Iterator[Readers]:
    pool = Readers(1, memory_mb=2048)
    yield pool
    pool.close()


def test_a_call_runs_in_another_process_which_is_kept(readers: Readers) -> None:
    first = readers.call(os.getpid, 30)
    assert first != os.getpid()
    assert readers.call(os.getpid, 30) == first


def test_a_killed_reader_fails_its_call_and_the_next_call_gets_a_new_one(readers: Readers) -> None:
    with pytest.raises(ToolFailed, match="SIGKILL"):
        readers.call(signal.raise_signal, 30, signal.SIGKILL)
    assert readers.call(abs, 30, -3) == 3


def test_a_reader_that_hangs_is_ended(readers: Readers) -> None:
    readers.call(abs, 30, -1)
    with pytest.raises(ToolFailed, match="longer than"):
        readers.call(time.sleep, 0.3, 60)
    assert readers.call(abs, 30, -3) == 3


def test_errors_of_ours_come_back_with_both_languages(readers: Readers) -> None:
    with pytest.raises(InputRejected) as caught:
        readers.call(_reject, 30)
    assert (caught.value.message, caught.value.hindi) == ("bad scan", "खराब स्कैन")


def test_unexpected_errors_come_back_with_their_traceback(readers: Readers) -> None:
    with pytest.raises(ToolFailed, match="ZeroDivisionError"):
        readers.call(divmod, 30, 1, 0)


def test_memory_is_bounded(readers: Readers) -> None:
    with pytest.raises(ToolFailed, match="memory"):
        readers.call(bytearray, 30, 4 << 30)


def test_freed_memory_is_kept_unless_the_environment_says_otherwise(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert int(readers.call(os.getenv, 30, "MALLOC_TRIM_THRESHOLD_") or 0) >= 1 << 28
    assert int(readers.call(os.getenv, 30, "MALLOC_MMAP_THRESHOLD_") or 0) >= 1 << 24
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "4096")
    others = Readers(1, memory_mb=2048)
    try:
        assert others.call(os.getenv, 30, "MALLOC_TRIM_THRESHOLD_") == "4096"
    finally:
        others.close()


def test_slots_work_at_the_same_time() -> None:
    pool = Readers(2, memory_mb=2048)
    threads = [threading.Thread(target=pool.call, args=(time.sleep, 30, 0.2)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({pool.call(os.getpid, 30) for _ in range(4)}) == 1, "a free reader is used again before an idle one"
    pool.close()


def test_modules_are_loaded_before_the_first_call() -> None:
    pool = Readers(1, memory_mb=2048, modules=["colorsys"])
    assert pool.call(_is_loaded, 30, "colorsys")
    pool.close()


def test_readers_survive_the_loss_of_the_process_they_come_from(readers: Readers) -> None:
    first = readers.call(os.getppid, 30)
    with pytest.raises(ToolFailed, match="ended unexpectedly"):
        readers.call(_lose_parent, 30)
    second = readers.call(os.getppid, 30)
    assert second not in (first, os.getpid())


def test_processor_time_of_readers_is_accounted_for() -> None:
    before_s = _cpu_of_children_s()
    pool = Readers(1, memory_mb=2048)
    pool.call(_work_hard, 30, 0.5)
    pool.close()
    assert _cpu_of_children_s() - before_s >= 0.5


def test_a_reader_dies_with_its_parent(tmp_path: Path) -> None:
    program = tmp_path / "parent.py"
    program.write_text(
        "import os, signal\n"
        "from nasti.readers import Readers\n"
        "if __name__ == '__main__':\n"
        "    pool = Readers(1, memory_mb=2048)\n"
        "    print(pool.call(os.getpid, 30), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=False, timeout=60)
    child = int(done.stdout)
    deadline = time.monotonic() + 10
    while _runs(child):
        assert time.monotonic() < deadline, "the reader outlived its parent"
        time.sleep(0.02)


def _reject() -> None:
    raise InputRejected("bad scan", "खराब स्कैन")


def _lose_parent() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(20)


def _is_loaded(module: str) -> bool:
    return module in sys.modules


def _cpu_of_children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _work_hard(seconds: float) -> None:
    while time.process_time() < seconds:
        pass


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_what_holds_for_all_readers_is_prepared_before_the_first_call() -> None:
    here = Path.cwd()
    pool = Readers(1, memory_mb=2048, prepare=partial(os.chdir, "/"))
    try:
        assert pool.call(os.getcwd, 60) == "/"
        assert Path.cwd() == here
    finally:
        pool.close()
