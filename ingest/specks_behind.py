"""What a black-and-white scan keeps of print that shines through: specks that lie on the other side's print."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.background import SPECK, is_two_tone
from ingest.draft import DRAFT_DPI

BEHIND, BEHIND_PX = 0.15, 1.0
"""Contrast of the print behind a speck, from 0 to 1; and how far paper spreads print."""
COVERED, MOST = 0.9, 0.6
"""How much of a speck lies on the print; and all specks together are no more than such a share of the print."""
SHIFT_MM, MOST_POINTS = 1.0, 4_000
"""Where few specks are left the other side is laid less exactly; by so much it may be shifted to where most of them
lie on its print."""
SURE, LEAST, PLACE_MM, PLACES = 4.0, 5, 25.0, 3
"""More specks must lie there than by chance, by so many standard deviations and this number besides, and in so many
places: a page number that happens to lie on the print behind it is no evidence that anything shines through."""


def find_specks_behind(contrast: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Specks that lie whole on print of the other side, where more of them do than by chance.

    None on a grey scan: there, exposed until the paper is white, print that shines through is whole, and a pen that
    crosses it is one component with it.

    Args:
        contrast: uint8, (height, width) of a draft: how much darker than the paper, 255 where black.
        seen: float32, same shape, 0 to 1: contrast of the other side, mirrored and laid in place.

    Returns:
        bool, same shape.
    """
    dark = (contrast > SPECK).view(np.uint8)
    if not is_two_tone(contrast):
        return np.zeros(dark.shape, bool)
    behind = (cv2.GaussianBlur(seen, (0, 0), BEHIND_PX) > BEHIND).view(np.uint8)
    count, labels, boxes, middles = cv2.connectedComponentsWithStats(dark, connectivity=8)
    reach = cv2.dilate(_lay_better(dark, behind), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3)))
    covered = np.bincount(labels[reach > 0], minlength=count)
    specks = covered >= COVERED * boxes[:, cv2.CC_STAT_AREA]
    specks[0] = False
    too_much = boxes[specks, cv2.CC_STAT_AREA].sum() > MOST * np.count_nonzero(behind)
    by_chance = (count - 1) * cv2.countNonZero(reach) / reach.size
    places = np.unique((middles[specks] / (PLACE_MM / 25.4 * DRAFT_DPI)).astype(np.intp), axis=0)
    enough = np.count_nonzero(specks) >= by_chance + SURE * np.sqrt(by_chance) + LEAST and len(places) >= PLACES
    if too_much or not enough:
        return np.zeros(dark.shape, bool)
    return np.asarray(specks[labels])


def _lay_better(dark: np.ndarray, behind: np.ndarray) -> np.ndarray:
    """The print shifted to where most of what is dark lies on it: uint8, same shape."""
    y, x = np.nonzero(dark)
    step = max(1, len(y) // MOST_POINTS)
    y, x = y[::step], x[::step]
    reach = round(SHIFT_MM / 25.4 * DRAFT_DPI)
    padded = cv2.copyMakeBorder(behind, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=0)
    shifts = sorted(
        ((down, across) for down in range(2 * reach + 1) for across in range(2 * reach + 1)),
        key=lambda one: (one[0] - reach) ** 2 + (one[1] - reach) ** 2,
    )
    down, across = max(shifts, key=lambda one: int(padded[y + one[0], x + one[1]].sum()))
    height, width = behind.shape
    return np.ascontiguousarray(padded[down : down + height, across : across + width])
