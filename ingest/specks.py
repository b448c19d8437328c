"""Dust on empty paper, which the reading engine would take for letters."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.ink import Ink

SPECK_MM = 1.1
NEAR_TEXT_MM = 3.0
"""A nukta, an anusvara, a full stop or a decimal point lies closer to its letter: nothing there is touched."""
CHAIN_GAP_MM, CHAIN_MM = 1.0, 3.0
"""Specks this close beside each other that make a row this long are a rule of dashes or a dotted line to fill in.

Source: the dashes of ``-----00-----`` at 12 pt are 0.9 mm long and 0.3 mm apart, dots of a leader 0.4 and 0.8 mm.
"""
COLON_GAP_MM, COLON_WIDE_MM, COLON_HIGH_MM = 2.0, 1.0, (1.2, 4.0)
"""Two specks, one close above the other, are a colon that stands alone between a label and its value.

Source: colons of five faces at 11 to 16 pt are 0.4 to 0.8 mm wide, 1.8 to 3.0 mm high, their dots 1.0 to 1.6 mm
apart; those of headings are a quarter larger.
"""
DASH_MM, DASH_LONG, DASH_GAP_MM, DASH_LAST_MM, DASH_LEVEL_MM = 0.6, 1.8, 6.0, 4.0, 0.5
"""A speck this wide, so many times as wide as high, with print level with it on both sides, or close before it at the
end of a line, is a dash between words.

Source: the dashes of a drawn typewriter are 1.2 mm wide and stand 2.9 to 3.1 mm from the letters beside them; 49 on
five statements of typewriters and needles 3.2 to 4.6 mm, 20 of them at the end of a line.
"""
RIM_MM = 0.2


def cover_specks(ink: Ink) -> np.ndarray:
    """Where lonely specks are: uint8, (height, width) of the draft, 255 on a speck and its rim."""
    long_mm = ink.boxes[:, 2:4].max(axis=1) * 25.4 / DRAFT_DPI
    larger = long_mm > SPECK_MM
    larger[0] = False
    print_found = (larger[ink.labels] | _belongs_together(ink.labels)).astype(np.uint8)
    lonely = (ink.labels > 0) & (_grow(print_found, NEAR_TEXT_MM) == 0)
    if lonely.any():
        lonely &= ~_dashes(ink, print_found)[ink.labels]
    return _grow(lonely * np.uint8(255), RIM_MM)


def _dashes(ink: Ink, print_found: np.ndarray) -> np.ndarray:
    """Which components are dashes between words: bool, by number."""
    wide, high = ink.boxes[:, cv2.CC_STAT_WIDTH], ink.boxes[:, cv2.CC_STAT_HEIGHT]
    flat = (wide * 25.4 / DRAFT_DPI >= DASH_MM) & (wide >= DASH_LONG * high)
    flat[0] = False
    reach, last, pad = (round(gap_mm / 25.4 * DRAFT_DPI) for gap_mm in (DASH_GAP_MM, DASH_LAST_MM, DASH_LEVEL_MM))
    for number in np.flatnonzero(flat):
        left, top, width, height, _ = (int(value) for value in ink.boxes[number])
        level = print_found[max(0, top - pad) : top + height + pad]
        before, after = level[:, max(0, left - reach) : left], level[:, left + width : left + width + reach]
        flat[number] = before[:, -last:].any() or (before.any() and after.any())
    return np.asarray(flat)


def _belongs_together(labels: np.ndarray) -> np.ndarray:
    """Where ink is part of a row of pieces that follow each other closely, or of a colon: bool, shape of `labels`."""
    ink = (labels > 0).astype(np.uint8)
    chains, width_mm, _ = _join(ink, CHAIN_GAP_MM, 0)
    stacks, wide_mm, high_mm = _join(ink, 0, COLON_GAP_MM)
    long = width_mm > CHAIN_MM
    colon = (wide_mm <= COLON_WIDE_MM) & (high_mm >= COLON_HIGH_MM[0]) & (high_mm <= COLON_HIGH_MM[1])
    long[0] = colon[0] = False
    return np.asarray((long[chains] | colon[stacks]) & (labels > 0))


def _join(ink: np.ndarray, across_mm: float, down_mm: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Components of ink with gaps closed, and their widths and heights in millimetres."""
    reach = np.ones([1 + round(gap_mm / 25.4 * DRAFT_DPI) for gap_mm in (down_mm, across_mm)], np.uint8)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, reach))
    sides_mm = boxes * 25.4 / DRAFT_DPI
    return labels, sides_mm[:, cv2.CC_STAT_WIDTH], sides_mm[:, cv2.CC_STAT_HEIGHT]


def _grow(mask: np.ndarray, by_mm: float) -> np.ndarray:
    side = 2 * round(by_mm / 25.4 * DRAFT_DPI) + 1
    return np.asarray(cv2.dilate(mask, np.ones((side, side), np.uint8)))
