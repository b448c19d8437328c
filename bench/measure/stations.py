"""Scans of many sheets with faults that show side by side alone: blur, dirty glass, double feeds, doubles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from ingest.clean import clean
from ingest.compare import compare
from measure.ordinary import Drawn, Random, as_scanned
from measure.planted import blur, streak
from measure.twins import draw_pairs
from nasti.model import Sheet
from nasti.settings import IngestSection

Tries = Mapping[str, tuple[int, int]]
"""By name of a strength: how many were found, of how many."""

BLURS_PX, STREAKS, OVERLAPS_MM = (2.0, 2.5, 3.0, 4.0), (10.0, 20.0, 40.0), (60, 150, 240)


def measure_image(image: np.ndarray, index: int = 0) -> Sheet:
    """A sheet with what is measured of it, not read."""
    cleaned = clean(as_scanned(image), IngestSection(), lambda _: None)
    return Sheet(
        index, cleaned.size_px, 300, cleaned.turn_deg, cleaned.skew_deg, blank=cleaned.blank, measures=cleaned.measures
    )


def try_blurs(pages: Sequence[Drawn], usual: Sequence[Mapping[str, Any]], count: int) -> Tries:
    """Blurred pages after ordinary ones of the same scanner."""
    found = {}
    for strength in BLURS_PX:
        hits = 0
        for number in range(count):
            random = np.random.default_rng([21, number, int(10 * strength)])
            sheet = measure_image(blur(pages[number % len(pages)].image, strength, random))
            hits += _flagged([sheet], usual, "blurred") > 0
        found[f"{strength} px"] = hits, count
    return found


def try_streaks(pages: Sequence[Drawn], scans: int) -> Tries:
    """Scans of six sheets; the last four have a streak in one column. Sheets are counted."""
    found = {}
    for strength in STREAKS:
        hits = count = 0
        for number in range(scans):
            random = np.random.default_rng([22, number, int(strength)])
            column = int(random.integers(150, 2330))
            sheets = []
            for place in range(6):
                image = lay_askew(pages[(6 * number + place) % len(pages)].image, random)
                image = streak(image, strength, random, column) if place >= 2 else image
                sheets.append(measure_image(image, place))
            hits, count = hits + _flagged(sheets, (), "dirty_glass"), count + 4
        found[f"{strength:.0f} levels"] = hits, count
    return found


def lay_askew(page: np.ndarray, random: Random) -> np.ndarray:
    """As a feeder takes a sheet: askew by less than a degree, on a white bed."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(random.normal(0, 0.5)), 1.0)
    paper = tuple(int(part) for part in np.median(page[::40, ::40].reshape(-1, 3), axis=0))
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=paper))


def try_double_feeds(pages: Sequence[Drawn], count: int) -> Tries:
    """Two sheets that overlap by so much, among single ones."""
    usual = [{"size_mm": [210.0, 297.0 + place % 3 * 0.4]} for place in range(12)]
    found = {}
    for overlap_mm in OVERLAPS_MM:
        hits = 0
        for number in range(count):
            random = np.random.default_rng([23, number, overlap_mm])
            pair = [lay_askew(pages[(number + place) % len(pages)].image, random) for place in (0, 1)]
            hits += _flagged([measure_image(overlap(*pair, overlap_mm))], usual, "double_feed") > 0
        found[f"{overlap_mm} mm shared"] = hits, count
    return found


def overlap(upper: np.ndarray, lower: np.ndarray, shared_mm: float) -> np.ndarray:
    """Two sheets in one image: the lower comes out below the upper, whose edge throws a shadow."""
    shared = round(shared_mm / 25.4 * 300)
    under = lower[shared:].copy()
    shadow = np.linspace(0.78, 1.0, 14, dtype=np.float32)[:, None, None]
    under[:14] = (under[:14] * shadow).astype(np.uint8)
    return np.vstack((upper, under))


def try_doubles(count: int) -> tuple[Tries, Tries]:
    """Sheets scanned twice that were found, and other pairs that were taken for doubles."""
    right: dict[str, tuple[int, int]] = {}
    wrong: dict[str, tuple[int, int]] = {}
    for pair in draw_pairs(count, 3):
        into = right if pair.kind == "rescanned" else wrong
        hits, tried = into.get(pair.kind, (0, 0))
        into[pair.kind] = hits + (_flagged([pair.first, pair.second], (), "double") > 0), tried + 1
    return right, wrong


def alarms(measures: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What comparing says of ordinary sheets, taken for one scan."""
    sheets = [Sheet(place, (2480, 3508), 300, measures=one) for place, one in enumerate(measures)]
    for notices in compare(sheets, ()).values():
        yield from (notice.name for notice in notices)


def _flagged(sheets: Sequence[Sheet], usual: Sequence[Mapping[str, Any]], name: str) -> int:
    found = compare(sheets, usual)
    return sum(any(notice.name == name for notice in notices) for notices in found.values())
