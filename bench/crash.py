"""Kills `nasti scan` at random moments, starts it again each time, and checks that nothing was lost or doubled.

    python bench/crash.py SCANS [--kills 30] [--seed 1] [--within 25]

SCANS is a folder of scans (files, or folders of images); it is copied first and never touched. Exit code 0 when the
store holds at the end what one undisturbed run over the same scans registers.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

NASTI = Path(sys.executable).with_name("nasti")
SCAN_SUFFIXES = {".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"}


@dataclass(frozen=True)
class Outcome:
    """What a store holds: numbers and sheet counts of its nasti, ledger, sources, and files that should not be."""

    nastis: list[tuple[str | None, int]]
    sheets: int
    left_in_inbox: list[str]
    done: int
    strays: list[str]
    problems: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scans", type=Path)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--within", type=float, default=25.0, help="seconds within which a run is killed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nasti-crash-") as folder:
        calm = undisturbed(options.scans, Path(folder) / "calm")
        stores = disturbed(options.scans, Path(folder) / "killed", options.kills, options.seed, options.within)
    print(f"undisturbed: {calm}")
    for kills, found in stores:
        print(f"killed {kills} times: {'the same' if found == calm else found}")
    if any(found != calm for _, found in stores) or calm.left_in_inbox or calm.strays or calm.problems:
        sys.exit("NOT THE SAME")
    print("nothing lost, nothing doubled")


def undisturbed(scans: Path, place: Path) -> Outcome:
    inbox = copy_scans(scans, place)
    run_to_end(inbox, place)
    return outcome(inbox, place)


def disturbed(scans: Path, place: Path, kills: int, seed: int, within_s: float) -> list[tuple[int, Outcome]]:
    """Every store that came to its end, with the kills it lived through; a new one is begun until all are spent."""
    inbox = copy_scans(scans, place)
    chance = random.Random(seed)
    stores: list[tuple[int, Outcome]] = []
    here = 0
    while sum(count for count, _ in stores) + here < kills:
        process = start(inbox, place)
        wait_s = chance.uniform(0.2, within_s)
        try:
            code = process.wait(wait_s)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            here += 1
            print(f"kill {here} of this store after {wait_s:.1f} s", file=sys.stderr, flush=True)
            continue
        if code != 0:
            sys.exit(f"nasti scan ended with code {code}:\n{log(place)}")
        stores.append((here, outcome(inbox, place)))
        here = 0
        shutil.rmtree(place)
        inbox = copy_scans(scans, place)
    run_to_end(inbox, place)
    return [*stores, (here, outcome(inbox, place))]


def copy_scans(scans: Path, place: Path) -> Path:
    inbox = place / "scans"
    for path in sorted(scans.rglob("*")):
        if path.suffix.lower() in SCAN_SUFFIXES:
            target = inbox / path.relative_to(scans)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return inbox


def start(inbox: Path, place: Path) -> subprocess.Popen[bytes]:
    with (place / "log").open("ab") as words:
        return subprocess.Popen(
            [NASTI, "scan", inbox, "--store", place / "store"], cwd=place, stdout=words, stderr=words
        )


def run_to_end(inbox: Path, place: Path) -> None:
    code = start(inbox, place).wait()
    if code != 0:
        sys.exit(f"nasti scan ended with code {code}:\n{log(place)}")


def log(place: Path) -> str:
    return (place / "log").read_text(errors="replace")[-4000:]


def outcome(inbox: Path, place: Path) -> Outcome:
    store = place / "store"
    status = ask(place, "status")
    verified = ask(place, "verify")
    files = [path for path in store.rglob("*") if path.is_file()]
    return Outcome(
        nastis=sorted((one["number"], one["sheets"]) for one in status["nasti"]),
        sheets=sum(status["sheets"].values()),
        left_in_inbox=sorted(path.name for path in inbox.rglob("*") if path.is_file()),
        done=sum(store / "done" in path.parents for path in files),
        strays=sorted(str(path.relative_to(store)) for path in files if is_stray(path, store)),
        problems=verified["problems"],
    )


def is_stray(path: Path, store: Path) -> bool:
    top = path.relative_to(store).parts[0]
    if top in {"done", "nasti-files", "nasti.db", "engine.db", "nasti.lock"}:
        return path.name.startswith(".") or ".part" in path.name
    return not (top in {"originals", "sheets", "bound"} and len(path.stem) == 64)


def ask(place: Path, command: str) -> dict[str, object]:
    answer = subprocess.run(
        [NASTI, command, "--json", "--store", place / "store"], cwd=place, capture_output=True, check=False
    )
    return json.loads(answer.stdout)


if __name__ == "__main__":
    started_s = time.monotonic()
    main()
    print(f"{time.monotonic() - started_s:.0f} s")
