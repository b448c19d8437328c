"""Scans with their truth.

A set is a folder of folders, each with a scan (`scan.pdf`, `scan.tif` or a folder `scan/` of images) and a
`truth.json`: ``level`` and ``pages``, in scan order. A page has ``kind``, ``lang``, ``text`` (lines in reading order)
and may have

* ``words``: ``[text, x0, y0, x1, y1]``, pixels of the straight page;
* ``aged``: what was done to it, of which ``turn`` counts here (degrees counter-clockwise);
* ``page_to_scan`` (2 × 3) or ``page_to_scan_3x3``: from the straight page to the scan before its turn; without either
  the scan is the straight page;
* ``look`` and ``layout``: names to group by, also allowed for the whole scan, as is ``dpi``;
* ``handwriting``: boxes ``[x0, y0, x1, y1]`` on the straight page.

The truth says nothing of what a hand wrote. Pages of the layout ``handwritten`` hold little else, and some of it reads
well: they are averaged by themselves and in no other group.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

WRITTEN = "layout: handwritten"

Corners = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the straight page."""


@dataclass(frozen=True)
class TruePage:
    """What stands on a page, and how the scanner saw it.

    Attributes:
        groups: Names of the groups whose averages it enters.
        text: None for a blank page, which is read but not scored.
        words: Words and where they stand on the straight page; empty where the truth has no places.
        turn_deg: How far the scan was turned counter-clockwise.
        to_scan: 3 × 3 map from the straight page to the scan before that turn.
        handwriting: Where a hand wrote; None where the truth does not say.
    """

    groups: tuple[str, ...]
    text: str | None
    words: tuple[tuple[str, Corners], ...]
    turn_deg: int
    to_scan: np.ndarray
    handwriting: tuple[Corners, ...] | None

    @property
    def averaged(self) -> bool:
        """Whether the page enters averages with others: it is neither blank nor written by hand."""
        return self.text is not None and WRITTEN not in self.groups


@dataclass(frozen=True)
class ScanSet:
    """One scan with its truth."""

    name: str
    scan: Path
    pages: tuple[TruePage, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the scan, in order."""
        return tuple(sorted(self.scan.iterdir())) if self.scan.is_dir() else (self.scan,)

    @property
    def groups(self) -> frozenset[str]:
        """Groups to which every page that is scored belongs."""
        scored = [set(page.groups) for page in self.pages if page.averaged]
        return frozenset(set.intersection(*scored)) if scored else frozenset()

    def digest(self) -> str:
        """SHA-256 of the scan's bytes."""
        found = hashlib.sha256()
        for path in self.files:
            found.update(path.name.encode() + b"\0" + path.read_bytes())
        return found.hexdigest()


def find_sets(folders: Sequence[Path], only: Sequence[str]) -> list[ScanSet]:
    """All scans with a truth in some folders.

    Args:
        folders: Sets.
        only: Names of scans to take; empty for all.
    """
    paths = [path for folder in folders for path in sorted(folder.glob("*/truth.json"))]
    found = [load_set(path) for path in paths if not only or path.parent.name in only]
    if not found:
        sys.exit(f"No scan with a truth.json beside it in {', '.join(map(str, folders))}.")
    return found


def load_set(path: Path) -> ScanSet:
    """A scan with its truth, from the `truth.json` beside it."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    scans = [path.with_name(name) for name in ("scan.pdf", "scan.tif", "scan") if path.with_name(name).exists()]
    if not scans:
        sys.exit(f"There is no scan.pdf, scan.tif or scan/ beside {path}.")
    return ScanSet(path.parent.name, scans[0], tuple(_page(page, truth) for page in truth["pages"]))


def _page(page: Mapping[str, Any], truth: Mapping[str, Any]) -> TruePage:
    turn_deg = int((page.get("aged") or {}).get("turn") or 0)
    named = {name: page.get(name, truth.get(name)) for name in ("level", "kind", "lang", "look", "layout", "dpi")}
    groups = ["all", *(f"{name}: {value}" for name, value in named.items() if value not in (None, ""))]
    groups.append("turned" if turn_deg else "upright")
    handwriting = page.get("handwriting")
    return TruePage(
        groups=(WRITTEN,) if WRITTEN in groups else tuple(groups),
        text=None if page["kind"] == "blank" else page["text"],
        words=tuple((word[0], _corners(word[1:5])) for word in page.get("words") or ()),
        turn_deg=turn_deg,
        to_scan=_map(page),
        handwriting=None if handwriting is None else tuple(_corners(box) for box in handwriting),
    )


def _corners(values: Sequence[float]) -> Corners:
    left, top, right, bottom = values
    return float(left), float(top), float(right), float(bottom)


def _map(page: Mapping[str, Any]) -> np.ndarray:
    given = page.get("page_to_scan_3x3") or page.get("page_to_scan")
    found = np.eye(3)
    if given is not None:
        found[: len(given)] = given
    return found


def draw_sets(folder: Path) -> list[ScanSet]:
    """The sample nasti, drawn anew; their truth has no places of words."""
    from nasti.samples import draw_samples

    return [
        ScanSet(
            sample.path.stem,
            sample.path,
            tuple(
                TruePage(
                    ("all", f"kind: {page.kind}", "turned" if page.turn_deg else "upright"),
                    None if page.kind == "blank" else "\n".join(page.lines),
                    (),
                    page.turn_deg,
                    np.eye(3),
                    None,
                )
                for page in sample.pages
            ),
        )
        for sample in draw_samples(folder)
    ]
