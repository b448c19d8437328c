"""Folded and missing corners of the paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.quality.view import HALF_DPI, Fault, View, halve
from nasti.model import Box

CORNER_DPI = 50.8
"""Two pixels a millimetre."""
REACH_MM = 62
LEGS_MM = tuple(range(8, 60, 2))
MOST_ASPECT = 2.2
"""Of the two legs of the triangle; the wedge beside a crooked sheet is longer by far."""
FOLDED_FROM_MM = 10.0
STEP, ALIKE, SAMPLES, ASIDE_PX = 9.0, 0.86, 32, 3
"""Gray levels between both sides of the crease, in so many of the places where it is looked at."""
OUTSIDE_MM = 1.5
"""A fitted corner may lie so far outside the image."""
PAPER_SHARE = 0.8
"""Of the page's own brightness: on the inner side of the crease there is paper, and no desk."""


def find_corners(view: View) -> Iterator[Fault]:
    """Corners at which a triangle of the paper is folded over or gone."""
    frame = _frame(view)
    for corner, first, second in frame:
        if not _is_seen(corner, view.half.shape):
            continue
        window = _window(view.half, corner, first, second)
        found = _find_crease(window, PAPER_SHARE * view.background.level)
        if found is None:
            continue
        legs_mm, _ = found
        if max(legs_mm) >= FOLDED_FROM_MM:
            box = _box(corner, first, second, legs_mm, view.gray.shape)
            yield Fault("folded_corner", round(float(max(legs_mm)), 1), FOLDED_FROM_MM, "mm", box)


Point = np.ndarray


def _frame(view: View) -> list[tuple[Point, Point, Point]]:
    """The paper's corners on the half draft, each with the directions of both edges that leave it."""
    height, width = view.half.shape
    points = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    if view.paper is not None:
        mask = (halve(view.paper) > 127).astype(np.uint8)
        found = cv2.findNonZero(mask)
        if found is not None:
            points = _quadrilateral(mask, points)
    frame = []
    for place in range(4):
        corner, after, before = points[place], points[(place + 1) % 4], points[place - 1]
        frame.append((corner, _unit(after - corner), _unit(before - corner)))
    return frame


def _is_seen(corner: Point, shape: tuple[int, ...]) -> bool:
    """Whether a corner lies in the image: of a crooked sheet one or two may not."""
    outside = max(-float(corner.min()), float(corner[0]) - shape[1], float(corner[1]) - shape[0])
    return outside <= OUTSIDE_MM / 25.4 * HALF_DPI


def _unit(vector: Point) -> Point:
    return np.asarray(vector / max(1e-6, float(np.hypot(*vector))))


def _quadrilateral(mask: np.ndarray, outer: np.ndarray) -> np.ndarray:
    """Corners of the paper where its edges would meet if no corner were missing: edges are fitted by their middles."""
    lines = [_fit(mask, side) for side in range(4)]
    if any(line is None for line in lines):
        return outer
    top, right, bottom, left = (line for line in lines if line is not None)
    return np.array([_meet(top, left), _meet(top, right), _meet(bottom, right), _meet(bottom, left)])


Line = tuple[float, float, bool]
"""Slope, offset, and whether it gives y by x; otherwise x by y."""


def _fit(mask: np.ndarray, side: int) -> Line | None:
    """One edge of the paper, side 0 to 3 from the top clockwise."""
    along_x = side % 2 == 0
    seen = mask.T if along_x else mask
    far = side in (1, 2)
    view = seen[:, ::-1] if far else seen
    places = np.flatnonzero(view.any(axis=1))
    if len(places) < 20:
        return None
    middle = places[len(places) // 4 : -len(places) // 4]
    at = view[middle].argmax(axis=1).astype(np.float64)
    if far:
        at = view.shape[1] - at
    slope, offset = np.polyfit(middle, at, 1)
    rest = np.abs(at - (slope * middle + offset))
    keep = rest <= max(1.0, float(np.median(rest)) * 2)
    slope, offset = np.polyfit(middle[keep], at[keep], 1)
    return float(slope), float(offset), along_x


def _meet(flat: Line, upright: Line) -> tuple[float, float]:
    """Where y = a·x + b and x = c·y + d meet."""
    a, b, _ = flat
    c, d, _ = upright
    x = (c * b + d) / (1 - a * c)
    return x, a * x + b


def _window(half: np.ndarray, corner: Point, first: Point, second: Point) -> np.ndarray:
    """The corner laid so that its point is the origin and its edges are the axes, two pixels a millimetre."""
    side = round(REACH_MM * CORNER_DPI / 25.4)
    step = HALF_DPI / CORNER_DPI
    matrix = np.array([[step * first[0], step * second[0], corner[0]], [step * first[1], step * second[1], corner[1]]])
    laid = cv2.warpAffine(
        half, matrix, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cv2.blur(laid, (3, 3)))


@dataclass(frozen=True, slots=True, eq=False)
class _Creases:
    """Lines that could be creases: legs in mm, and where brightness is looked at, (creases, samples) row and column."""

    legs_mm: np.ndarray
    inner: tuple[np.ndarray, np.ndarray]
    outer: tuple[np.ndarray, np.ndarray]
    on: tuple[np.ndarray, np.ndarray]


def _draw_creases() -> _Creases:
    pairs = [(a, b) for a in LEGS_MM for b in LEGS_MM if max(a, b) <= MOST_ASPECT * min(a, b)]
    legs = np.array(pairs, np.float64)
    per_mm = CORNER_DPI / 25.4
    share = np.linspace(0.08, 0.92, SAMPLES)
    x = legs[:, :1] * per_mm * (1 - share)
    y = legs[:, 1:] * per_mm * share
    normal = legs[:, ::-1] / np.hypot(*legs.T)[:, None]

    def beside(distance: float) -> tuple[np.ndarray, np.ndarray]:
        rows = np.clip(y + distance * normal[:, 1:], 0, REACH_MM * per_mm - 1)
        columns = np.clip(x + distance * normal[:, :1], 0, REACH_MM * per_mm - 1)
        return rows.round().astype(np.intp), columns.round().astype(np.intp)

    return _Creases(legs, beside(ASIDE_PX), beside(-ASIDE_PX), beside(0))


_CREASES = _draw_creases()


def _find_crease(window: np.ndarray, least_paper: float) -> tuple[tuple[float, float], float] | None:
    """Legs of the best triangle and the step across its long side; None where there is none."""
    values = window.astype(np.int16)
    inner, outer, on = values[_CREASES.inner], values[_CREASES.outer], values[_CREASES.on]
    paper = np.median(inner, axis=1) >= least_paper
    best: tuple[tuple[float, float], float] | None = None
    for change in (inner - outer, outer - inner, np.minimum(inner, outer) - on):
        step = np.where(paper, np.median(change, axis=1), 0)
        alike = (change >= STEP / 2).mean(axis=1)
        strength = np.where((step >= STEP) & (alike >= ALIKE), step * alike, 0)
        place = int(strength.argmax())
        if strength[place] > (best[1] if best else 0):
            legs = _CREASES.legs_mm[place]
            best = (float(legs[0]), float(legs[1])), float(strength[place])
    return best


def _box(corner: Point, first: Point, second: Point, legs_mm: tuple[float, float], shape: tuple[int, ...]) -> Box:
    per_mm = HALF_DPI / 25.4
    points = np.array([corner, corner + first * legs_mm[0] * per_mm, corner + second * legs_mm[1] * per_mm])
    points *= DRAFT_DPI / HALF_DPI
    left, top = np.clip(points.min(axis=0), 0, None).astype(int)
    right, bottom = np.clip(points.max(axis=0), 1, (shape[1], shape[0])).astype(int)
    return int(left), int(top), int(right), int(bottom)
