"""What things leave on empty paper that lay against it: glue, rust, carbon; and the holes of a spiral.

Images are uint8 of shape (height, width, 3), red first, at 300 dots an inch.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from backs.pens import MM
from nasti.drawing.ageing import Colour
from pages import ageing
from pages.machines import Random, make_clouds

RUST, GLUE, CARBON = (0.25, 0.55, 0.8), (0.12, 0.25, 0.6), (0.9, 0.8, 0.55)
"""How much of each channel goes where a trace is strongest, as shares of its strength."""


def tape_ghost(page: Colour, random: Random) -> Colour:
    """Where tape was that fell off: its glue has gone brown, in blotches, darker towards its edges."""
    height, width = page.shape[:2]
    for _ in range(int(random.integers(1, 3))):
        long, wide = random.uniform(25, 110) * MM, random.uniform(12, 25) * MM
        at = random.uniform(0.1, 0.9) * width, random.uniform(0.05, 0.95) * height
        box = cv2.boxPoints((at, (long, wide), float(random.choice([0, 90]) + random.uniform(-6, 6))))
        strip = cv2.fillPoly(np.zeros((height, width), np.uint8), [box.astype(np.int32)], 255, cv2.LINE_AA)
        inner = cv2.GaussianBlur(strip, (0, 0), random.uniform(6, 14)).astype(np.float32) / 255
        cover = cv2.GaussianBlur(strip, (0, 0), random.uniform(1.2, 3)).astype(np.float32) / 255
        blotches = np.clip(0.6 + 0.5 * make_clouds((height // 4, width // 4), 70, random), 0, 1)
        share = cover * (1.3 - 0.6 * inner) * cv2.resize(blotches, (width, height))
        page = _darken(page, np.clip(random.uniform(0.15, 0.6) * share, 0, 1), GLUE)
    return page


def rust(page: Colour, random: Random) -> Colour:
    """A pin or a paper clip that rusted: its outline in soft brown, patchy, near an upper corner."""
    height, width = page.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    x, y = random.uniform(8, 30) * MM, random.uniform(3, 14) * MM
    if random.random() < 0.5:
        x = width - x
    if random.random() < 0.5:
        way = random.uniform(-0.6, 0.6)
        ends = [(x + along * MM * np.cos(way), y + 8 * MM + along * MM * np.sin(way)) for along in (0, 4, 16, 22)]
        for start, end in (ends[:2], ends[2:]):
            cv2.line(mask, _fine(start), _fine(end), 255, round(0.9 * MM), cv2.LINE_AA, 4)
    else:
        for inset, long in ((0.0, 30.0), (1.6, 24.0)):
            half, top = (4.5 - inset) * MM, y + 2 * inset * MM
            for side in (-half, half):
                cv2.line(mask, _fine((x + side, top)), _fine((x + side, top + (long - 9) * MM)), 255, round(1.1 * MM))
            for middle in (top, top + (long - 9) * MM):
                axes = (round(half * 16), round(half * 16))
                turn = 180 if middle == top else 0
                cv2.ellipse(mask, _fine((x, middle)), axes, turn, 0, 180, 255, round(1.1 * MM), cv2.LINE_AA, 4)
    spread = cv2.GaussianBlur(mask, (0, 0), random.uniform(3, 7)).astype(np.float32) / 255
    patchy = np.clip(0.5 + 0.5 * make_clouds((height // 4, width // 4), 160, random), 0, 1)
    return _darken(page, random.uniform(0.25, 0.7) * spread * cv2.resize(patchy, (width, height)), RUST)


def carbon_smudge(page: Colour, random: Random) -> Colour:
    """A carbon paper that lay on it: blue-gray clouds, thumbed and rubbed."""
    height, width = page.shape[:2]
    small = (height // 4, width // 4)
    clouds = np.clip(make_clouds(small, int(random.integers(4, 9)), random) - 0.6, 0, 1.2)
    rubbed = clouds * np.clip(0.8 + 0.3 * make_clouds(small, 90, random), 0, 1)
    for _ in range(int(random.integers(0, 5))):
        spot = np.zeros(small, np.float32)
        at = int(random.uniform(0.1, 0.9) * small[1]), int(random.uniform(0.1, 0.9) * small[0])
        cv2.ellipse(spot, at, (int(9 * MM / 4), int(6 * MM / 4)), float(random.uniform(0, 180)), 0, 360, 1.0, -1)
        rubbed += cv2.GaussianBlur(spot, (0, 0), random.uniform(8, 20))
    share = cv2.resize(np.clip(rubbed, 0, 1.4).astype(np.float32), (width, height))
    return _darken(page, random.uniform(0.04, 0.14) * share, CARBON)


def punched_edge(page: Colour, random: Random) -> Colour:
    """The holes of a spiral or of a printer's tractor along an edge, at times torn out to it."""
    punched = page.copy()
    height, width = page.shape[:2]
    pitch, radius = ((8.47, 2.1), (12.7, 2.0))[int(random.integers(2))]
    x = round(random.uniform(5, 8) * MM)
    x = width - x if random.random() < 0.5 else x
    for y in np.arange(random.uniform(4, 12) * MM, height - 4 * MM, pitch * MM):
        cv2.circle(punched, (x, round(y)), round(radius * MM), ageing.BLACK_BED, -1, cv2.LINE_AA)
        if random.random() < 0.08:
            edge = 0 if x < width / 2 else width
            half = round(1.5 * MM)
            cv2.rectangle(punched, (min(x, edge), round(y) - half), (max(x, edge), round(y) + half), (14, 14, 16), -1)
    return punched


def _darken(page: Colour, share: np.ndarray, channels: tuple[float, float, float]) -> Colour:
    light = cv2.merge([(1 - part * share).astype(np.float32) for part in channels])
    return cv2.multiply(page, light, dtype=cv2.CV_8U).astype(np.uint8, copy=False)


def _fine(point: tuple[float, float]) -> tuple[int, int]:
    return round(point[0] * 16), round(point[1] * 16)


TRACES: dict[str, Callable[[Colour, Random], Colour]] = {
    "tape ghost": tape_ghost,
    "rust": rust,
    "carbon smudge": carbon_smudge,
    "punched edge": punched_edge,
}
