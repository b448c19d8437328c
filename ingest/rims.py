"""Rims of black and grey seals lifted off the print they lie on, so that a reading sees the lines apart.

A coloured seal is told from print by its colour (`ingest.lift`). One that was photocopied, faxed or scanned without
colour is as black as the print; its rims touch the lines they cross and tie them together, so that no line is found
there. A thin closed circle is no print: it is taken off, and what crosses it stays.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import cv2
import numpy as np
import numpy.typing as npt

from ingest.draft import DRAFT_DPI, resize
from ingest.ink import Ink
from nasti.model import Box

LEAST_MM, MARGIN_MM = 9.0, 3.0
"""Circles are looked for round ink that hangs together and is so wide and so high: print is not."""
FOUND_DPI = 75
"""Resolution at which they are looked for; at 100 dpi the same seals are found."""
RADIUS_MM = (5.0, 30.0)
"""Of a rim: an inner one of a small seal, the outer one of a large one."""
EDGE, PERFECT, APART_MM = 200, 0.6, 3.0
"""Of OpenCV's `HOUGH_GRADIENT_ALT`: strength of an edge, how much of a circle is seen, how far centres lie apart.
Print gives some circles; `CLOSED` tells them from rims."""
BAND_MM = 1.1
"""How far from the circle found the rim may run: seals are pressed by hand and copied askew."""
CLOSED = 0.7
"""Share of all directions in which a rim has ink. Source: three drawn pages: 1.0 for the six rims of their seals,
0.16 to 0.27 for five circles that print alone gives."""
CONTRAST = 25
"""Of the rim to the paper beside it, of 255."""
WITHIN, BEYOND = 0.4, 1.35
"""Part of the radius from which and to which other rims of the same seal are looked for: two or three are usual."""
THICKEST_MM, THICKER = 1.2, 1.3
"""A rim is no thicker; where the ink is so much thicker than the rim usually is, something crosses it and stays."""
DARKER = 0.5
"""Ink that is darker than a pale rim by so much of the rim's contrast is print."""
CROSSED, BEYOND_PX, LOOSE_PX = 3, 3, 2
"""Strokes of print that cross the outer rim, from which it is lifted: a seal that stands by itself ties nothing
together, and is told from print better as a whole than letter by letter. Pixels that ink goes on outside there, and
that lie between a letter of a seal and its rims.
Source: tuning pages: seven seals across print are crossed by 6 to 16 strokes, drawn ones by 3, five beside it by 2 at
most; lifted, those brought 1 to 8 % of noise onto their pages.
"""
DIRECTIONS = 180
"""In which the rim is followed; from one to the next it moves by a pixel at most."""

Seen = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rim:
    """A circle that was lifted.

    Attributes:
        centre: Pixels from the left and the top of the image.
        radius: Of the circle, pixels.
    """

    centre: tuple[float, float]
    radius: float

    @property
    def box(self) -> Box:
        """Round it; it may reach beyond the image."""
        x, y = self.centre
        left, top, right, bottom = (
            round(e) for e in (x - self.radius, y - self.radius, x + self.radius, y + self.radius)
        )
        return left, top, right, bottom


@dataclass(frozen=True, slots=True, eq=False)
class _Circle:
    """One rim of a seal that was unrolled.

    Attributes:
        column: Its distance.
        first: int, (directions,): where its ink begins in each direction.
        last: int, (directions,): where it ends.
        bare: bool, (directions,): whether the ink there is the rim's alone.
        crossed: bool, (directions,): whether ink goes on outside.
    """

    column: int
    first: np.ndarray
    last: np.ndarray
    bare: np.ndarray
    crossed: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class _Unrolled:
    """The surroundings of a circle, laid out: a row a direction, a column a distance from the rim that was traced.

    Attributes:
        gray: float32, (directions, distances).
        across: float32, same shape: places on the image, pixels from the left.
        down: float32, same shape: pixels from the top.
        paper: Brightness of the paper.
        rim: Brightness of the rim.
    """

    gray: np.ndarray
    across: np.ndarray
    down: np.ndarray
    paper: float
    rim: float


def find_large(ink: Ink) -> tuple[Box, ...]:
    """Where ink hangs together that is wider and higher than print, with some room round it; boxes on the draft."""
    least, margin = (length / 25.4 * DRAFT_DPI for length in (LEAST_MM, MARGIN_MM))
    high, wide = ink.labels.shape
    large = ink.boxes[1:][ink.boxes[1:, 2:4].min(axis=1) >= least, :4]
    sides = np.column_stack([large[:, :2] - margin, large[:, :2] + large[:, 2:] + margin])
    limits = np.array([wide, high, wide, high])
    return tuple(
        (left, top, right, bottom) for left, top, right, bottom in np.clip(sides, 0, limits).astype(int).tolist()
    )


def lift_rims(gray: np.ndarray, dpi: float, places: Sequence[Box]) -> tuple[np.ndarray, tuple[Rim, ...]]:
    """The image without the rims of seals.

    Args:
        gray: uint8, (height, width).
        dpi: Its resolution.
        places: Where to look, boxes on the draft, as `find_large` gives them.

    Returns:
        uint8, same shape, nowhere darker than `gray`, the same array where there are none; and the seals, one rim each.
    """
    lifted, found = gray, list[Rim]()
    for rim in chain.from_iterable(_find_circles(gray, dpi, place) for place in places):
        if any(math.dist(rim.centre, other.centre) < APART_MM * dpi / 25.4 for other in found):
            # Another rim of a seal that was lifted with all its rims.
            continue
        seal = _unroll(lifted, rim, dpi)
        away = None if seal is None else _find_away(seal, dpi)
        if seal is not None and away is not None:
            lifted = _erase(lifted, seal, away)
            found.append(rim)
    return lifted, tuple(found)


def _find_circles(gray: np.ndarray, dpi: float, place: Box) -> Iterator[Rim]:
    left, top, right, bottom = (round(edge * dpi / DRAFT_DPI) for edge in place)
    scale, mm = FOUND_DPI / dpi, FOUND_DPI / 25.4
    circles = cv2.HoughCircles(
        resize(gray[top:bottom, left:right], scale), cv2.HOUGH_GRADIENT_ALT, 1.5, APART_MM * mm, param1=EDGE,
        param2=PERFECT, minRadius=round(RADIUS_MM[0] * mm), maxRadius=round(RADIUS_MM[1] * mm),
    )  # fmt: skip
    for x, y, radius in [] if circles is None else sorted(circles[0].tolist(), key=lambda circle: -circle[2]):
        yield Rim((left + x / scale, top + y / scale), radius / scale)


def _unroll(gray: np.ndarray, rim: Rim, dpi: float) -> _Unrolled | None:
    """The seal round one of its rims, with its rims straight; None where no rim runs there."""
    band = round(BAND_MM / 25.4 * dpi)
    angle = np.arange(DIRECTIONS) * (math.tau / DIRECTIONS)
    near = np.arange(-band, band + 1)[None, :] + np.full((DIRECTIONS, 1), rim.radius)
    seen, _, _ = _look(gray, rim, angle, near)
    # How far out the middle lies to one side, and how oval the rim is, each as a wave along the round.
    waves = np.stack([wave(turns * angle) for turns in (1, 2) for wave in (np.cos, np.sin)], axis=1)
    middle = (np.percentile(seen, 90) + np.percentile(seen, 5)) / 2
    if (seen.min(axis=1) < middle).mean() < CLOSED:
        return None
    path = _follow(seen) - band
    dark = seen[np.arange(DIRECTIONS), path + band] < middle
    if dark.mean() < CLOSED:
        return None
    found = np.linalg.lstsq(np.column_stack([np.ones(dark.sum()), waves[dark]]), path[dark], rcond=None)[0]
    radius = rim.radius + found[0]
    angle = np.arange(math.ceil(math.tau * BEYOND * radius)) / (BEYOND * radius)
    shift = found[1] * np.cos(angle) + found[2] * np.sin(angle)
    oval = 1 + (found[3] * np.cos(2 * angle) + found[4] * np.sin(2 * angle)) / radius
    away = np.arange(round(WITHIN * radius), round(BEYOND * radius))
    seal, across, down = _look(gray, rim, angle, away[None, :] * oval[:, None] + shift[:, None])
    here = seal[:, round(radius) - away[0] + np.arange(-1, 2)].min(axis=1)
    paper, ink = float(np.percentile(seen, 90)), float(np.median(here))
    if paper - ink < CONTRAST or (here < (paper + ink) / 2).mean() < CLOSED:
        return None
    return _Unrolled(seal, across, down, paper, ink)


def _follow(seen: np.ndarray) -> np.ndarray:
    """The darkest path round a rim: for each direction the column, from one to the next no further than a pixel."""
    rows, columns = seen.shape
    # Half a round more at either end, so that the path meets itself.
    order = np.arange(-(rows // 2), rows + rows // 2)
    moves = np.zeros((len(order), columns), np.intp)
    cost = np.full(columns + 2, np.inf)
    cost[1:-1] = seen[order[0]]
    for number, row in enumerate(order[1:], 1):
        beside = np.minimum(cost[:-2], cost[2:]) + 1
        moves[number] = np.where(beside < cost[1:-1], np.where(cost[:-2] < cost[2:], -1, 1), 0)
        cost[1:-1] = np.minimum(cost[1:-1], beside) + seen[row % rows]
    path = np.empty(len(order), np.intp)
    path[-1] = int(cost[1:-1].argmin())
    for number in range(len(order) - 1, 0, -1):
        path[number - 1] = path[number] + moves[number, path[number]]
    return path[rows // 2 : rows // 2 + rows]


def _look(gray: np.ndarray, rim: Rim, angle: np.ndarray, away: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What lies so far from the centre: float32, a row a direction, and where it lies on the image."""
    across = (rim.centre[0] + np.cos(angle)[:, None] * away).astype(np.float32)
    down = (rim.centre[1] + np.sin(angle)[:, None] * away).astype(np.float32)
    seen = cv2.remap(gray, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    return seen.astype(np.float32), across, down


def _find_rims(seal: _Unrolled, ink: Seen, dpi: float) -> list[_Circle]:
    """All rims of a seal, from the inside out."""
    print_below = seal.rim - DARKER * (seal.paper - seal.rim)
    found = []
    for column in _rim_columns(ink):
        first, last = _runs_through(ink, column)
        long = last - first + 1
        usual = float(np.median(long[long > 0])) if (long > 0).any() else 0.0
        if 0 < usual <= THICKEST_MM / 25.4 * dpi:
            bare = (long > 0) & (long <= THICKER * usual + 1) & (seal.gray[:, column] >= print_below)
            crossed = (long > 0) & ~bare & (last > column + usual + BEYOND_PX)
            found.append(_Circle(column, first, last, bare, crossed))
    return found


def _find_away(seal: _Unrolled, dpi: float) -> np.ndarray | None:
    """1 on the rims of a seal and the letters between them; None where print does not cross it."""
    ink = seal.gray < (seal.paper + seal.rim) / 2
    rims = _find_rims(seal, ink, dpi)
    if not rims or np.count_nonzero(np.diff(rims[-1].crossed, prepend=False)) < 2 * CROSSED:
        return None
    columns = np.arange(ink.shape[1])[None, :]
    away = _between(ink, rims)
    for rim in rims:
        # A pixel more on either side: the edge of a stroke is gray.
        near = (columns >= rim.first[:, None] - 1) & (columns <= rim.last[:, None] + 1)
        away |= (rim.bare[:, None] & near).astype(np.uint8)
    return away


def _erase(gray: np.ndarray, seal: _Unrolled, away: np.ndarray) -> np.ndarray:
    """The image with paper where a seal that was unrolled has what goes away."""
    rows, places = np.nonzero(away)
    across, down = (
        np.clip(np.rint(where[rows, places]).astype(int), 0, side - 1)
        for where, side in ((seal.across, gray.shape[1]), (seal.down, gray.shape[0]))
    )
    erased = gray.copy()
    # Round the seal alone, with room for the closing.
    top, left = max(0, down.min() - 2), max(0, across.min() - 2)
    here = erased[top : down.max() + 3, left : across.max() + 3]
    mask = np.zeros(here.shape, np.uint8)
    mask[down - top, across - left] = 1
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    here[closed > 0] = np.maximum(here[closed > 0], np.uint8(seal.paper))
    return erased


def _between(ink: Seen, rims: Sequence[_Circle]) -> np.ndarray:
    """1 on the letters that a seal has between two rims: what touches neither and hangs together with nothing else."""
    away = np.zeros(ink.shape, np.uint8)
    for inner, outer in pairwise(rims):
        start, end = inner.column, outer.column
        ring = ink[:, start : end + 1].astype(np.uint8)
        # The round closes: what lies over the cut hangs together.
        twice = np.vstack([ring, ring])
        _, labels, stats, _ = cv2.connectedComponentsWithStats(twice)
        alone = (stats[:, 0] > LOOSE_PX) & (stats[:, 0] + stats[:, 2] < end - start - LOOSE_PX)
        alone[0] = False
        letters = alone[labels].astype(np.uint8)
        letters = letters[: len(ring)] & letters[len(ring) :]
        away[:, start : end + 1] |= np.asarray(cv2.dilate(letters, np.ones((3, 3), np.uint8)), np.uint8)
    return away


def _rim_columns(ink: Seen) -> list[int]:
    """Distances at which ink runs all the way round: the middle of each such stretch."""
    closed = np.concatenate([[False], ink.mean(axis=0) >= CLOSED, [False]])
    starts, ends = np.flatnonzero(~closed[:-1] & closed[1:]), np.flatnonzero(closed[:-1] & ~closed[1:])
    return [int(start + end - 1) // 2 for start, end in zip(starts, ends, strict=True)]


def _runs_through(ink: Seen, column: int) -> tuple[np.ndarray, np.ndarray]:
    """First and last column of the ink of each row that covers a column or one beside it; last < first for none."""
    places = np.arange(ink.shape[1])
    at = np.full(len(ink), column)
    for beside in (-1, 1):
        near = min(max(column + beside, 0), ink.shape[1] - 1)
        at = np.where(~ink[np.arange(len(ink)), at] & ink[:, near], near, at)
    before = np.where(~ink & (places < at[:, None]), places, -1).max(axis=1)
    after = np.where(~ink & (places > at[:, None]), places, ink.shape[1]).min(axis=1)
    hit = ink[np.arange(len(ink)), at]
    return np.where(hit, before + 1, 0), np.where(hit, after - 1, -1)
