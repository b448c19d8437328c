"""Two sheets drawn in one over the other: the edge of the upper one lies across the whole scan.

No portable place is known where a scanner's ultrasonic sensor leaves its finding in a TIFF, JPEG or PDF: drivers tell
the program that scans (TWAIN's TWCC_PAPERDOUBLEFEED, WIA's MULTIPLE_FEED), and files do not carry it on. What is left
is what scanners without that sensor go by: length, and the edge.
"""

from __future__ import annotations

import cv2
import numpy as np

from ingest.quality.view import HALF_DPI, View

LONG_MM = 315.0
"""A4 is 297 mm long; what is no longer than that cannot be two of them."""
MOST_SLOPE, SLOPES = 0.04, 17
STEP, ALIKE = 5.0, 0.8
"""Gray levels across the edge, and the share of the width in which it is seen."""
ENDS_MM = 40.0
PIECES, REACH_PX, GAP_PX = 32, 7, 13
"""Places across, how far from an edge brightness is looked at, and a gap between words of 4 mm."""


def find_overlap(view: View) -> float | None:
    """Where an edge of paper crosses a long scan from side to side, millimetres from its head; None where none does."""
    if view.full.shape[0] * 25.4 / view.dpi < LONG_MM:
        return None
    small = view.half
    columns = np.linspace(small.shape[1] * 0.06, small.shape[1] * 0.94, PIECES).astype(int)
    # The brightest of a few pixels is the paper: print does not count.
    paper = cv2.dilate(small, np.ones((7, 7), np.uint8))[:, columns].astype(np.float32)
    step = np.zeros_like(paper)
    step[REACH_PX:-REACH_PX] = paper[2 * REACH_PX :] - paper[: -2 * REACH_PX]
    # Between the words of a line there is paper; the shadow of an edge has no gaps.
    beside = cv2.dilate(small, np.ones((1, GAP_PX), np.uint8))
    shadow = cv2.morphologyEx(beside, cv2.MORPH_BLACKHAT, np.ones((2 * REACH_PX + 1, 1), np.uint8))
    best, found = 0.0, None
    for change in (step, -step, shadow[:, columns].astype(np.float32)):
        strength, row = _find_across(change, columns, small.shape[1])
        if strength > best:
            best, found = strength, row
    return None if found is None else round(found * 25.4 / HALF_DPI, 1)


def _find_across(change: np.ndarray, columns: np.ndarray, width: int) -> tuple[float, int]:
    """How strong the strongest edge is that crosses from side to side, and its row in the middle."""
    ends = round(ENDS_MM * HALF_DPI / 25.4)
    best = 0.0, 0
    for slope in np.linspace(-MOST_SLOPE, MOST_SLOPE, SLOPES):
        shifts = np.round(slope * (columns - width / 2)).astype(int)
        laid = np.column_stack([np.roll(change[:, place], -shift) for place, shift in enumerate(shifts)])[ends:-ends]
        strength = np.where((laid >= STEP).mean(axis=1) >= ALIKE, np.median(laid, axis=1), 0)
        row = int(strength.argmax())
        best = max(best, (float(strength[row]), row + ends))
    return best
