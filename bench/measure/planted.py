"""Faults planted into ordinary pages, each at several strengths: what quality flags must find.

Every function takes a page (uint8 RGB, 300 dots an inch), a strength of those in `FAULTS`, and where chance comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import cv2
import numpy as np

from nasti.model import Box

Random = np.random.Generator
Plant = Callable[[np.ndarray, float, Random], np.ndarray]

MM = 300 / 25.4
SKINS = ((224, 172, 138), (198, 140, 104), (170, 112, 80), (134, 86, 62), (104, 68, 50))


def burn(page: np.ndarray, strength: float, random: Random) -> np.ndarray:
    """Too much light: the paper saturates, ink grows pale."""
    return np.asarray(cv2.add(page, np.full_like(page, int(strength))))


def darken(page: np.ndarray, strength: float, random: Random) -> np.ndarray:
    """Too little light."""
    return np.asarray(cv2.multiply(page, (strength,) * 3))


def fade(page: np.ndarray, strength: float, random: Random) -> np.ndarray:
    """Ink gone by a share, paper as it was."""
    paper = np.median(page[::20, ::20].reshape(-1, 3), axis=0)
    return np.clip(paper + (page.astype(np.float32) - paper) * (1 - strength), 0, 255).astype(np.uint8)


def blur(page: np.ndarray, strength: float, random: Random) -> np.ndarray:
    """Out of focus by a deviation in pixels; every third page slipped instead, along its way."""
    if random.random() < 1 / 3:
        length = max(3, round(3.5 * strength))
        kernel = np.ones((length, 1), np.float32) / length
        return np.asarray(cv2.filter2D(page, -1, kernel))
    return np.asarray(cv2.GaussianBlur(page, (0, 0), strength))


def cut(page: np.ndarray, words: Sequence[Box], least: int, random: Random) -> np.ndarray | None:
    """Lay the page so that at least so many words are cut through by one edge of the scan; None where none are."""
    sides = list(random.permutation(4))
    for side in sides:
        axis = side % 2
        spans = np.array([(box[axis], box[axis + 2]) for box in words], np.float64)
        middle = page.shape[1 - axis] / 2
        starts, ends = spans[:, 0] + 0.3 * (spans[:, 1] - spans[:, 0]), spans[:, 1] - 0.3 * (spans[:, 1] - spans[:, 0])
        places = np.arange(60, int(middle)) if side < 2 else np.arange(page.shape[1 - axis] - 60, int(middle), -1)
        through = ((starts[:, None] <= places) & (ends[:, None] >= places)).sum(axis=0)
        fit = np.flatnonzero(through >= least)
        if len(fit):
            at = int(places[fit[0]])
            return np.ascontiguousarray((page[:, at:], page[at:], page[:, :at], page[:at])[side])
    return None


def fold_corner(page: np.ndarray, strength: float, random: Random) -> np.ndarray:
    """Fold a corner over: the bed shows, black or white, and the flap lies on the page, or is behind it."""
    folded = page.copy()
    height, width = page.shape[:2]
    leg = strength * MM
    other = leg * random.uniform(0.65, 1.5)
    bed = (14, 14, 16) if random.random() < 0.6 else (250, 250, 250)
    corner = np.array([(0, 0), (leg, 0), (0, other)], np.float32)
    flap = np.array([(leg, 0), (0, other), _mirror(leg, other)], np.float32)
    place = int(random.integers(4))
    flips = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)][place])
    origin = np.array([(0, 0), (width, 0), (width, height), (0, height)][place])
    points = [(origin + shape * flips).round().astype(np.int32) for shape in (corner, flap)]
    cv2.fillPoly(folded, [points[0]], bed, cv2.LINE_AA)
    if random.random() < 0.6:
        back = np.median(page[::50, ::50].reshape(-1, 3), axis=0) * random.uniform(0.86, 0.97)
        cv2.fillPoly(folded, [points[1]], tuple(int(part) for part in back), cv2.LINE_AA)
    # The crease throws a thin shadow.
    line = points[0][1:]
    cv2.line(folded, line[0].tolist(), line[1].tolist(), (150, 148, 144), 5, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(folded, (0, 0), 0.8))


def _mirror(leg: float, other: float) -> tuple[float, float]:
    """Where the corner comes to lie when it is folded over."""
    scale = 2 * leg * other / (leg**2 + other**2)
    return scale * other, scale * leg


def streak(page: np.ndarray, strength: float, random: Random, at: int | None = None) -> np.ndarray:
    """A line of one column, so much darker than the paper, one to three pixels wide."""
    streaked = page.astype(np.int16)
    column = int(random.integers(150, page.shape[1] - 150)) if at is None else at
    wide = int(random.integers(1, 4))
    waver = random.uniform(0.75, 1.0, (page.shape[0], 1, 1))
    tint = np.array([(1, 1, 1), (1, 0.4, 0.4), (0.5, 1, 0.5)][int(random.integers(3))])
    streaked[:, column : column + wide] -= (strength * waver * tint).astype(np.int16)
    return np.clip(streaked, 0, 255).astype(np.uint8)


def print_photo(page: np.ndarray, strength: float, random: Random) -> np.ndarray:
    """A photograph without a screen where strength is 0, else screened twice so that slow waves of a depth arise."""
    side = int(random.integers(600, 1100))
    top, left = int(random.integers(300, page.shape[0] - side - 300)), int(random.integers(200, 2300 - side))
    clouds = cv2.resize(random.uniform(70, 200, (6, 6)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    noise = random.normal(0, 5, (side, side)).astype(np.float32)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    lines, angle = random.uniform(85, 133), np.radians(random.uniform(30, 60))
    fine = 10 * (np.cos(_phase(x, y, lines, angle)) + np.cos(_phase(x, y, lines, angle + np.pi / 2)))
    beat, turn = 25.4 / random.uniform(1.0, 4.0), np.radians(random.uniform(12, 78))
    waves = strength * (np.cos(_phase(x, y, beat, turn)) + np.cos(_phase(x, y, beat, turn + np.pi / 2)))
    photo = np.clip(clouds + noise + fine + waves, 0, 255).astype(np.uint8)
    pasted = page.copy()
    pasted[top : top + side, left : left + side] = photo[:, :, None]
    return np.asarray(cv2.GaussianBlur(pasted, (0, 0), 0.6))


def _phase(x: np.ndarray, y: np.ndarray, per_inch: float, angle: float) -> np.ndarray:
    return np.asarray(2 * np.pi * per_inch / 300 * (x * np.cos(angle) + y * np.sin(angle)))


def hold(page: np.ndarray, strength: float, random: Random) -> np.ndarray:
    """A finger that reaches in by millimetres, in one of several complexions."""
    held = page.copy()
    height, width = page.shape[:2]
    long, wide = strength * MM, random.uniform(12, 20) * MM
    side = int(random.integers(4))
    at = random.uniform(0.15, 0.85)
    middle = [(0, at * height), (at * width, 0), (width, at * height), (at * width, height)][side]
    axes = (long, wide / 2) if side % 2 == 0 else (wide / 2, long)
    mask = np.zeros((height, width), np.uint8)
    turn = random.uniform(-20, 20)
    cv2.ellipse(mask, (round(middle[0]), round(middle[1])), (round(axes[0]), round(axes[1])), turn, 0, 360, 255, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), 3).astype(np.float32)[:, :, None] / 255
    skin = np.array(SKINS[int(random.integers(len(SKINS)))], np.float32)
    depth = cv2.GaussianBlur(cv2.distanceTransform(mask, cv2.DIST_L2, 3), (0, 0), 9)[:, :, None]
    shade = 0.82 + 0.18 * np.minimum(depth / (0.4 * wide), 1)
    return np.clip(held * (1 - soft) + skin * shade * soft, 0, 255).astype(np.uint8)


def leave_lid_open(page: np.ndarray, strength: float, random: Random) -> np.ndarray:
    """Nothing but the dark above the glass and a corner of light, a share of the image."""
    height, width = page.shape[:2]
    dark = random.normal(24, 4, (height, width, 1)).clip(0, 255).astype(np.uint8).repeat(3, axis=2)
    reach = round(np.sqrt(strength) * width)
    dark[:reach, :reach] = page[:reach, :reach]
    return dark


def capture_nothing(page: np.ndarray, strength: float, random: Random) -> np.ndarray:
    """The bed alone, of a gray level."""
    return random.normal(strength, 2.5, page.shape[:2]).clip(0, 255).astype(np.uint8)[:, :, None].repeat(3, axis=2)


def lose_colour(page: np.ndarray, strength: float, random: Random) -> np.ndarray:
    """A page of black print on paper with a tint, scanned in colour."""
    gray = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    tint = np.array([1.0, 1.0 - 0.03 * strength, 1.0 - 0.1 * strength])
    return np.clip(gray[:, :, None] * tint, 0, 255).astype(np.uint8)


FAULTS: Mapping[str, tuple[Plant, tuple[float, ...]]] = {
    "burnt_out": (burn, (120, 135, 150)),
    "too_dark": (darken, (0.42, 0.35, 0.25)),
    "faint": (fade, (0.6, 0.7, 0.8)),
    "folded_corner": (fold_corner, (12, 18, 30)),
    "moire": (print_photo, (4, 7, 12)),
    "finger": (hold, (15, 25, 40)),
    "nearly_black": (leave_lid_open, (0.02, 0.05, 0.12)),
    "empty_capture": (capture_nothing, (18, 50, 128)),
    "needless_colour": (lose_colour, (0, 0.5, 1.0)),
}
"""By flag: how it is planted and how strongly; `cut`, `streak` and `blur` need more than a page."""
