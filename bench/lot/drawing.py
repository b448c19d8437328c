"""Draws a whole lot into a folder: scans by station, and the truth beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import yaml

from lot.model import Feed, Plan
from lot.plan import plan_lot
from lot.scanner import feed, write_file
from lot.sides import Artist
from lot.truth import Truth, tell_truth, write_truth

SCANS, CONFIG = "scans", "config.yaml"
SETTINGS: dict[Feed, dict[str, object]] = {
    "duplex": {"duplex": True}, "two_in_file": {"passes": "two_in_file"}, "two_files": {"passes": "two_files"},
}  # fmt: skip
"""What is set for a station, by how it feeds."""


def draw_lot(
    folder: Path,
    seed: int,
    nastis: int,
    files: int,
    *,
    max_dpi: int = 300,
    tell: Callable[[str], None] = lambda _: None,
) -> Truth:
    """Draw a lot: `scans/<station>/scan-NN…`, `truth.json`, and a `config.yaml` that says how its stations feed.

    The same arguments give the same pictures.

    Args:
        folder: Where; it must not hold a lot.
        seed: Of all that chance decides.
        nastis: How many nasti.
        files: In how many scan files.
        max_dpi: Finer scanners are set down to this.
        tell: Called with a line for each file.

    Raises:
        ValueError: There is no such lot.
        ToolMissing: A typeface is not installed.
    """
    plan = plan_lot(seed, nastis, files)
    plan = Plan(plan.nastis, tuple(replace(stack, dpi=min(stack.dpi, max_dpi)) for stack in plan.stacks))
    scans = feed(plan)
    artist = Artist(seed, plan.nastis)
    folder.mkdir(parents=True, exist_ok=True)
    for scan in scans:
        write_file(scan, artist, folder / SCANS)
        tell(f"{scan.path}: {len(scan.sides)} sides, {scan.stack.feed}, {scan.stack.dpi} dpi, {scan.stack.tone}")
    truth = tell_truth(seed, plan, scans)
    write_truth(truth, folder)
    stations = {stack.station: SETTINGS[stack.feed] for stack in plan.stacks if stack.feed in SETTINGS}
    (folder / CONFIG).write_text(yaml.safe_dump({"stations": stations}, sort_keys=False), encoding="utf-8")
    return truth
