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
PIECES = 32


def find_overlap(view: View) -> float | None:
    """Where an edge of paper crosses a long scan from side to side, millimetres from its head; None where none does."""
    if view.full.shape[0] * 25.4 / view.dpi < LONG_MM:
        return None
    small = view.half.astype(np.float32)
    width = small.shape[1]
    # The brightest of a few pixels is the paper: print does not count.
    paper = cv2.dilate(small, np.ones((7, 7), np.uint8))
    columns = np.linspace(width * 0.06, width * 0.94, PIECES).astype(int)
    strips = paper[:, columns]
    reach, ends = 7, round(ENDS_MM * HALF_DPI / 25.4)
    change = np.zeros_like(strips)
    change[reach:-reach] = strips[2 * reach :] - strips[: -2 * reach]
    best, found = 0.0, None
    for slope in np.linspace(-MOST_SLOPE, MOST_SLOPE, SLOPES):
        shifts = np.round(slope * (columns - width / 2)).astype(int)
        laid = np.column_stack([np.roll(change[:, place], -shift) for place, shift in enumerate(shifts)])[ends:-ends]
        for sign in (1.0, -1.0):
            seen = sign * laid
            strength = np.where((seen >= STEP).mean(axis=1) >= ALIKE, np.median(seen, axis=1), 0)
            row = int(strength.argmax())
            if strength[row] > best:
                best, found = float(strength[row]), (row + ends) * 25.4 / HALF_DPI
    return None if found is None else round(found, 1)
