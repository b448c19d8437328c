"""Programs run to their end, with the processor time and the memory of everything they start."""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PACKAGES = {"unpaper": "unpaper", "tesseract": "tesseract-ocr", "pdfimages": "poppler-utils"}
PR_SET_CHILD_SUBREAPER = 36
"""Source: Linux `prctl(2)`."""
SAMPLED_AFTER_S, SAMPLED_EVERY_S = 0.1, 1.0
"""Adding up what a process holds walks over all its pages: four times a second it took a sixth of a core from what is
measured, and two readers looked 1.78 times as fast as one instead of 1.90. So it is done soon, and then less often.
"""


@dataclass(frozen=True)
class Usage:
    """What a program used.

    Attributes:
        cpu_s: Processor time, user and system, of the program and of all it started.
        wall_s: Time on the clock.
        peak_mb: Most memory that its processes held together, pages they share counted once; sampled.
    """

    cpu_s: float
    wall_s: float
    peak_mb: float


def demand(programs: Iterable[str]) -> None:
    """Stop, and say how to install them, unless all programs are there."""
    missing = [program for program in programs if find(program) is None]
    if not missing:
        return
    packages = [PACKAGES[program] for program in missing if program in PACKAGES]
    hints = [f"  sudo apt-get install {' '.join(packages)}"] if packages else []
    if len(packages) < len(missing):
        hints.append("  make test   (it sets up the environment with nasti and ocrmypdf in it)")
    sys.exit("\n".join([f"Not installed: {', '.join(missing)}. Install it with:", *hints]))


def find(program: str) -> str | None:
    """Path of a program: beside this Python, or on the PATH."""
    beside = Path(sys.executable).with_name(program)
    return str(beside) if beside.is_file() else shutil.which(program)


def adopt_orphans() -> None:
    """Let processes whose parent ended fall to us, so that their processor time is counted too."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit("Processor time of all started programs can only be counted on Linux 3.4 or newer.")


def say_version(program: str) -> str:
    """First line of what a program says about its version."""
    done = subprocess.run([find(program) or program, "--version"], capture_output=True, text=True, check=True)
    said = (done.stdout or done.stderr).splitlines()[0].strip()
    return said if program in said else f"{program} {said}"


def run_measured(command: Sequence[object], output: Path, environment: Mapping[str, str]) -> Usage:
    """Run a program with everything it starts to the end. `adopt_orphans` has been called before.

    Args:
        command: The program and its arguments.
        output: File for its standard output; its errors go beside it.
        environment: Variables to set for it.
    """
    words = [find(str(command[0])) or str(command[0]), *map(str, command[1:])]
    errors = output.with_suffix(".err")
    with output.open("wb") as out, errors.open("wb") as err, _MemoryWatch() as memory:
        started_s = os.times().elapsed
        started = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=os.environ | environment
        )
        cpu_s = 0.0
        while True:
            try:
                process, status, usage = os.wait4(-1, 0)
            except ChildProcessError:
                break
            cpu_s += usage.ru_utime + usage.ru_stime
            if process == started.pid:
                started.returncode = os.waitstatus_to_exitcode(status)
        wall_s = os.times().elapsed - started_s
    if started.returncode != 0:
        said = errors.read_text(encoding="utf-8", errors="replace").strip()[-2000:]
        sys.exit(f"{shlex.join(words)} ended with code {started.returncode}:\n{said}")
    return Usage(cpu_s, wall_s, memory.peak_mb)


class _MemoryWatch:
    """Looks again and again at how much memory our descendants hold, in a thread."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> _MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look_on(self) -> None:
        pause_s = SAMPLED_AFTER_S
        while not self._stop.wait(pause_s):
            pause_s = min(SAMPLED_EVERY_S, 2 * pause_s)
            self.peak_mb = max(self.peak_mb, sum(map(_held_mb, _descendants(os.getpid()))))


def _descendants(process: int) -> Iterator[int]:
    for child in _children(process):
        yield child
        yield from _descendants(child)


def _children(process: int) -> list[int]:
    children: list[int] = []
    # The process, or one of its threads, may end while we look.
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):
                children += map(int, (thread / "children").read_text().split())
    return children


def _held_mb(process: int) -> float:
    """Proportional set size: memory shared by several processes is divided among them."""
    try:
        with Path(f"/proc/{process}/smaps_rollup").open() as lines:
            return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    except OSError:  # It ended while we looked.
        return 0.0
