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
RIM_MM = 0.2


def cover_specks(ink: Ink) -> np.ndarray:
    """Where lonely specks are: uint8, (height, width) of the draft, 255 on a speck and its rim."""
    long_mm = ink.boxes[:, 2:4].max(axis=1) * 25.4 / DRAFT_DPI
    larger = long_mm > SPECK_MM
    larger[0] = False
    near = _grow(larger.astype(np.uint8)[ink.labels], NEAR_TEXT_MM)
    lonely = (ink.labels > 0) & (near == 0) & ~_in_chains(ink.labels)
    return _grow(lonely * np.uint8(255), RIM_MM)


def _in_chains(labels: np.ndarray) -> np.ndarray:
    """Where ink belongs to a row of pieces that follow each other closely: bool, shape of `labels`."""
    reach = np.ones((1, round(CHAIN_GAP_MM / 25.4 * DRAFT_DPI) + 1), np.uint8)
    joined = cv2.morphologyEx((labels > 0).astype(np.uint8), cv2.MORPH_CLOSE, reach)
    _, chains, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    long = boxes[:, cv2.CC_STAT_WIDTH] * 25.4 / DRAFT_DPI > CHAIN_MM
    long[0] = False
    return np.asarray(long[chains])


def _grow(mask: np.ndarray, by_mm: float) -> np.ndarray:
    side = 2 * round(by_mm / 25.4 * DRAFT_DPI) + 1
    return np.asarray(cv2.dilate(mask, np.ones((side, side), np.uint8)))
