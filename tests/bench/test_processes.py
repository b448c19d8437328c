"""The bench counts what a program uses, with everything it starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[2] / "bench"
MEASURE = """
import sys
from pathlib import Path
from measure.processes import adopt_orphans, run_measured

adopt_orphans()
usage = run_measured(["python", "-c", sys.argv[1]], Path(sys.argv[2]), {"GREETING": "here"})
print(usage.cpu_s, usage.wall_s, usage.peak_mb)
"""
SPEND = """
import os, subprocess, sys, time
if len(sys.argv) == 1:
    subprocess.Popen([sys.executable, "-c", open("/proc/self/cmdline").read().split(chr(0))[2], "child"])
    print(os.environ["GREETING"])
else:
    held = bytearray(b"x" * 80_000_000)
    started = time.process_time()
    while time.process_time() - started < 0.5:
        pass
"""


def test_time_and_memory_of_children_left_behind_are_counted(tmp_path: Path) -> None:
    # In a process of its own: the bench waits for all its children, and so would pytest.
    command = [sys.executable, "-c", MEASURE, SPEND, tmp_path / "out"]
    done = subprocess.run(command, cwd=BENCH, capture_output=True, text=True, check=True)
    cpu_s, wall_s, peak_mb = map(float, done.stdout.split())
    assert (tmp_path / "out").read_text() == "here\n"
    assert 0.5 <= cpu_s < 5
    assert wall_s >= 0.5
    assert 80 <= peak_mb < 250


def test_a_program_that_fails_stops_the_bench(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MEASURE, "raise SystemExit('no paper')", tmp_path / "out"]
    done = subprocess.run(command, cwd=BENCH, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ended with code 1:\nno paper" in done.stderr
