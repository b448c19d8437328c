"""Reads one scan as `nasti read --pdf` does, and writes after how many seconds each sheet was done.

python bench/measure/timed_reading.py SCAN OUT.pdf READERS
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from nasti.reading import ScanReader
from nasti.settings import Settings, WorkSection
from watch_folders.arrivals import find


def main() -> None:
    started_s = time.monotonic()
    done_s: list[float] = []

    def progress(done: int, _: int) -> None:
        if done:
            done_s.append(time.monotonic() - started_s)

    (arrival,) = find([Path(sys.argv[1])]).arrivals
    reader = ScanReader(Settings(work=WorkSection(readers=int(sys.argv[3]))))
    try:
        reader.read(arrival, Path(sys.argv[2]), progress)
    finally:
        reader.close()
    json.dump(done_s, sys.stdout)


if __name__ == "__main__":
    main()
