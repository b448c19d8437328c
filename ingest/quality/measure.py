"""Everything that is measured of one side, and the notices that come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ingest.draft import DRAFT_DPI
from ingest.geometry import lay_box
from ingest.quality.corners import find_corners
from ingest.quality.cut_off import find_cut_off
from ingest.quality.fingerprint import hash_view
from ingest.quality.fingers import find_fingers
from ingest.quality.overlap import find_overlap
from ingest.quality.screen import find_moire
from ingest.quality.sharpness import measure_blur
from ingest.quality.spread import find_spread
from ingest.quality.streaks import Streak, find_streaks, tell_streaks
from ingest.quality.tone import describe_tone, find_tone, measure_tone
from ingest.quality.view import Fault, View
from nasti.model import Box, Notice, Size

NOTHING_TO_SEE = ("empty_capture", "nearly_black")
"""With these, nothing else is looked for."""


def measure_quality(view: View, scan_px: Size, *, blank: bool) -> tuple[Mapping[str, Any], tuple[Notice, ...]]:
    """Measure one side and say what is wrong with it.

    Args:
        view: The side.
        scan_px: Width and height of the scan as it came.
        blank: Whether it carries no ink.

    Returns:
        What `ingest.compare` looks at when it compares sheets, as JSON can hold it; and the faults, with boxes on the
        upright, straightened sheet.
    """
    tone, streaks = measure_tone(view), find_streaks(view)
    faults = tuple(find_tone(view, tone, blank=blank))
    blur_mm = None
    if not any(fault.name in NOTHING_TO_SEE for fault in faults):
        blur_mm = None if blank else measure_blur(view)
        faults = (*faults, *_find_faults(view, streaks, blank=blank))
    measures = {
        "dpi": view.dpi,
        "skew_deg": round(view.skew_deg, 2),
        **describe_tone(tone, view.ink.contrast),
        "blur_mm": None if blur_mm is None else round(blur_mm, 4),
        "size_mm": [round(side * 25.4 / view.dpi, 1) for side in scan_px],
        "overlap_mm": find_overlap(view),
        "streaks": [[round(streak.column_mm, 2), round(streak.strength, 1)] for streak in streaks],
        "look": None if blank else hash_view(view, view.turn_deg, view.skew_deg),
    }
    return measures, tuple(_lay(fault, view, scan_px) for fault in faults)


def _find_faults(view: View, streaks: tuple[Streak, ...], *, blank: bool) -> Iterator[Fault]:
    yield from find_corners(view)
    yield from find_fingers(view)
    yield from tell_streaks(view, streaks)
    if not blank:
        yield from find_cut_off(view)
        yield from find_moire(view)
        yield from find_spread(view)


def _lay(fault: Fault, view: View, scan_px: Size) -> Notice:
    box = None if fault.box is None else _lay_box(fault.box, view, scan_px)
    return Notice(fault.name, fault.measure, fault.bound, fault.unit, box)


def _lay_box(box: Box, view: View, scan_px: Size) -> Box:
    left, top, right, bottom = (round(edge * view.dpi / DRAFT_DPI) for edge in box)
    return lay_box((left, top, right, bottom), scan_px, view.turn_deg, view.skew_deg)
