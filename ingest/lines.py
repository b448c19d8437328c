"""How text lines run: their angle, by the sharpness of the rows they make."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI

MOST_POINTS = 20_000
LEAST_POINTS = 100
COARSE_DEG, FINE_DEG = 0.5, 0.1
COARSE_PX = 2.0
JOIN_MM = 5.0
"""Words of one line stand closer than this; columns further apart."""
NARROWED = 4
"""Lines are followed on a copy this much narrower: as exact along y, and four times quicker."""
LEAST_LINE_MM, LEAST_TEXT_MM = 15.0, 60.0


@dataclass(frozen=True, slots=True)
class Lines:
    """Text lines along the x axis of a mask.

    Attributes:
        skew_deg: How far they rise to the right: counter-clockwise skew.
        sharpness: Concentration of edges in rows at that angle against other angles; about 1 without lines, 2 to 5
            with them.
    """

    skew_deg: float
    sharpness: float


def measure_lines(text: np.ndarray, most_deg: float) -> Lines:
    """Find the angle at which edges gather in the fewest rows.

    Args:
        text: uint8, (height, width), 1 on letters and words.
        most_deg: Angles from minus this to plus this are tried.

    Source: projection profile (Postl 1986), on edge points instead of pixels; 0.05° on synthetic pages.
    """
    edges = text.copy()
    edges[1:] ^= text[:-1]
    found = cv2.findNonZero(edges)
    if found is None or len(found) < LEAST_POINTS:
        return Lines(0.0, 1.0)
    points = found.reshape(-1, 2)[:: max(1, len(found) // MOST_POINTS)].astype(np.float64)
    coarse = np.arange(-most_deg, most_deg + COARSE_DEG / 2, COARSE_DEG)
    scores = np.array([_gathered(points, angle, COARSE_PX) for angle in coarse])
    best = coarse[scores.argmax()]
    fine = np.arange(best - COARSE_DEG, best + COARSE_DEG + FINE_DEG / 2, FINE_DEG)
    sharpened = np.array([_gathered(points, angle, 1.0) for angle in fine])
    return Lines(float(_peak(fine, sharpened)), float(scores.max() / np.median(scores)))


def level(text: np.ndarray, skew_deg: float) -> np.ndarray:
    """A mask sheared about its middle column so that its lines run along its rows."""
    height, width = text.shape
    slope = np.tan(np.radians(skew_deg))
    if abs(slope) * width < 1:
        return text
    matrix = np.array([[1, 0, 0], [slope, 1, -slope * width / 2]])
    return np.asarray(cv2.warpAffine(text, matrix, (width, height), flags=cv2.INTER_NEAREST))


def remaining_skew(levelled: np.ndarray) -> float | None:
    """A second opinion: the slope that the single lines still have after levelling.

    Each line's upper and lower edge is followed; the answer is the median over all lines, weighted by length.

    Args:
        levelled: uint8, as `level` returns it.

    Returns:
        Degrees counter-clockwise; None where there is too little text to tell.
    """
    height, width = levelled.shape
    narrow = cv2.resize(levelled * np.uint8(255), (max(1, width // NARROWED), height), interpolation=cv2.INTER_AREA)
    reach = np.ones((1, _pixels(JOIN_MM) // NARROWED), np.uint8)
    joined = cv2.morphologyEx((narrow > 0).astype(np.uint8), cv2.MORPH_CLOSE, reach)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes[0] = 0
    slopes, weights = [], []
    for number in np.flatnonzero(boxes[:, cv2.CC_STAT_WIDTH] * NARROWED >= _pixels(LEAST_LINE_MM)):
        x, y, across, down, _ = boxes[number]
        if down > across * NARROWED / 2:
            continue
        line = labels[y : y + down, x : x + across] == number
        half = across // 2
        for edge in (line.argmax(axis=0), -line[::-1].argmax(axis=0)):
            slopes.append(float(np.median(edge[half:] - edge[: across - half])) / (half * NARROWED))
            weights.append(float(across))
    if sum(weights) * NARROWED < 2 * _pixels(LEAST_TEXT_MM):
        return None
    order = np.argsort(slopes)
    cumulated = np.cumsum(np.array(weights)[order])
    middle = slopes[order[int(np.searchsorted(cumulated, cumulated[-1] / 2))]]
    return float(-np.degrees(np.arctan(middle)))


def _pixels(length_mm: float) -> int:
    return max(1, round(length_mm / 25.4 * DRAFT_DPI))


def _gathered(points: np.ndarray, angle_deg: float, row_px: float) -> float:
    rows = (points[:, 1] + points[:, 0] * np.tan(np.radians(angle_deg))) / row_px
    counts = np.bincount((rows - rows.min()).astype(np.intp)).astype(np.float64)
    return float(counts @ counts)


def _peak(angles: np.ndarray, scores: np.ndarray) -> float:
    """The top of the parabola through the best angle and its neighbours."""
    best = int(scores.argmax())
    if not 0 < best < len(scores) - 1:
        return float(angles[best])
    before, top, after = scores[best - 1 : best + 2]
    bend = before - 2 * top + after
    return float(angles[best] + (0.5 * (before - after) / bend * FINE_DEG if bend else 0.0))
