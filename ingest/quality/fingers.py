"""Fingers that hold the paper and are seen in the scan."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from ingest.quality.view import Fault, View, halve
from nasti.model import Box

SKIN_DPI = 25.4
"""One pixel a millimetre."""
RED_GREEN, GREEN_BLUE, BRIGHT = (1.2, 2.0), (1.02, 2.0), (35, 220)
"""Ratios of the channels in skin of every complexion, and its brightness.

Source: the five tones that bench/measure/planted.py draws have 1.30 to 1.56 and 1.25 to 1.40; the rest is for lamps.
"""
REDDER, DARKER = 1.13, 18
"""Than the paper: yellowed paper has the colour of skin, but not beside itself."""
WIDE_MM, DEEP_MM, LEAST_MM2, SOLID = (7.0, 32.0), (9.0, 80.0), 70.0, 0.85
MOST_SKIN = 1.6
"""All that has the colour of skin, over what is fingers."""
MOST_TOUCHED = 1.5
"""Length of its stretch along the edge over its own width: a hand comes in from outside, a frame lies along."""


def find_fingers(view: View) -> Iterator[Fault]:
    """Blobs of skin that come in from the edge."""
    if view.colour is None:
        return
    step = max(1, round(view.colour.shape[1] / (view.full.shape[1] / view.dpi * SKIN_DPI)))
    small = cv2.blur(view.colour, (3, 3))[step // 2 :: step, step // 2 :: step]
    skin = _find_skin(small)
    mask = cv2.morphologyEx(skin.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    edge = _outside(view, mask > 0)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    fingers = [number for number in range(1, count) if _is_finger(labels == number, boxes[number], edge)]
    areas = boxes[fingers, cv2.CC_STAT_AREA]
    # A desk of wood and a cover of brown board have the colour of skin all over.
    if not fingers or mask.sum() > MOST_SKIN * areas.sum():
        return
    for number in fingers:
        x, y, width, height, area = (int(value) for value in boxes[number])
        yield Fault("finger", area, LEAST_MM2, "mm2", _grow((x, y, x + width, y + height), view, mask.shape))


def _find_skin(small: np.ndarray) -> np.ndarray:
    """Where it has the colour of skin, and not that of the paper: bool, (height, width)."""
    red, green, blue = (channel.astype(np.float32) + 1 for channel in cv2.split(small))
    bright, warm = 0.3 * red + 0.6 * green + 0.1 * blue, red / green
    least_warm = max(RED_GREEN[0], REDDER * float(np.median(warm)))
    skin = (warm >= least_warm) & (warm <= RED_GREEN[1])
    skin &= (green >= GREEN_BLUE[0] * blue) & (green <= GREEN_BLUE[1] * blue)
    return np.asarray(skin & (bright >= BRIGHT[0]) & (bright <= min(BRIGHT[1], float(np.median(bright)) - DARKER)))


def _outside(view: View, skin: np.ndarray) -> np.ndarray:
    """Two pixels around the image, and around the paper where a border was found: bool. Dark skin is no border."""
    shape = skin.shape
    edge = np.ones(shape, bool)
    edge[2:-2, 2:-2] = False
    if view.paper is not None:
        paper = cv2.resize(halve(halve(view.paper)), shape[::-1], interpolation=cv2.INTER_NEAREST) > 127
        # What is told for border is a little wider than it is dark.
        border = ~paper & (cv2.dilate(skin.astype(np.uint8), np.ones((7, 7), np.uint8)) == 0)
        edge |= cv2.dilate(border.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return edge


def _is_finger(blob: np.ndarray, box: np.ndarray, edge: np.ndarray) -> bool:
    area = int(box[cv2.CC_STAT_AREA])
    touched = int((blob & edge).sum())
    if area < LEAST_MM2 or not touched:
        return False
    points = cv2.findNonZero(blob.astype(np.uint8))
    _, sides, _ = cv2.minAreaRect(points)
    wide, deep = sorted(side + 1 for side in sides)
    hull = cv2.contourArea(cv2.convexHull(points)) + 0.5 * cv2.arcLength(cv2.convexHull(points), True) + 1
    # The rim is two pixels wide.
    return bool(
        WIDE_MM[0] <= wide <= WIDE_MM[1]
        and DEEP_MM[0] <= deep <= DEEP_MM[1]
        and area >= SOLID * hull
        and touched / 2 <= MOST_TOUCHED * wide
    )


def _grow(box: Box, view: View, shape: tuple[int, ...]) -> Box:
    across, down = view.gray.shape[1] / shape[1], view.gray.shape[0] / shape[0]
    left, top, right, bottom = box
    return round(left * across), round(top * down), round(right * across), round(bottom * down)
