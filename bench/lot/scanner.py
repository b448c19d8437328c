"""Feeds stacks through scanners: in which order sides come, what goes wrong on the way, and the files that result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lot.model import Leaf, Plan, Side, Stack
from lot.sides import Artist
from pages.files import Exposure, Form, write_scan

QUALITY = 80
FORMS: dict[str, Form] = {"pdf": "pdf", "tiff": "tiff", "folder": "jpg"}
SUFFIXES = {"pdf": ".pdf", "tiff": ".tif", "folder": ""}


@dataclass(frozen=True, slots=True)
class Fed:
    """One side that a scanner took.

    Attributes:
        place: Of the sheet, in its stack.
        leaf: The sheet.
        back: Whether it is the back.
        again: Whether the sheet was fed a second time.
    """

    place: int
    leaf: Leaf
    back: bool = False
    again: bool = False

    @property
    def side(self) -> Side:
        """What it shows."""
        return self.leaf.back if self.back else self.leaf.front


@dataclass(frozen=True, slots=True)
class ScanFile:
    """One scan file: where it lies under the lot's folder of scans, and its sides in scan order."""

    path: Path
    stack: Stack
    sides: tuple[Fed, ...]


def feed(plan: Plan) -> list[ScanFile]:
    """All scan files of a lot, in the order in which they were scanned."""
    files: list[ScanFile] = []
    for stack in plan.stacks:
        for sides in feed_stack(stack):
            name = f"scan-{len(files) + 1:02d}{SUFFIXES[stack.form]}"
            files.append(ScanFile(Path(stack.station) / name, stack, tuple(sides)))
    return files


def feed_stack(stack: Stack) -> list[list[Fed]]:
    """The sides of a stack by scan file, in scan order."""
    there = [(place, leaf) for place, leaf in enumerate(stack.leaves) if leaf.fault != "missing_folio"]
    fronts = [Fed(place, leaf) for place, leaf in there]
    backs = [Fed(place, leaf, back=True) for place, leaf in there if leaf.fault != "lost_on_back_pass"]
    match stack.feed:
        case "simplex":
            return [list(_feed_twice(fronts))]
        case "duplex":
            return [[side for front, back in zip(fronts, backs, strict=True) for side in (front, back)]]
        case "two_in_file":
            return [[*fronts, *reversed(backs)]]
        case "two_files":
            return [fronts, backs[::-1]]


def _feed_twice(fronts: Sequence[Fed]) -> Iterator[Fed]:
    for one in fronts:
        yield one
        if one.leaf.fault == "doubled":
            yield Fed(one.place, one.leaf, again=True)


def write_file(file: ScanFile, artist: Artist, folder: Path) -> None:
    """Draw the sides of a scan file and write it.

    Args:
        file: The file.
        artist: Who draws.
        folder: The lot's folder of scans.
    """
    stack = file.stack
    exposures = [
        Exposure(
            artist.draw(one.leaf, stack, one.place, back=one.back, again=one.again), stack.dpi, stack.tone == "bilevel"
        )
        for one in file.sides
    ]
    station = folder / file.path.parent
    station.mkdir(parents=True, exist_ok=True)
    write_scan(station, FORMS[stack.form], exposures, QUALITY, file.path.stem)
