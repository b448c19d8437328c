"""What becomes of empty paper: wrinkles, foxing, tape, tide lines; and streaks from a dirty glass.

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


def _shade(page: Colour, light: np.ndarray) -> Colour:
    """Multiply by a brightness about 1."""
    return cv2.multiply(page, cv2.merge([light.astype(np.float32)] * 3), dtype=cv2.CV_8U).astype(np.uint8, copy=False)


def wrinkle(page: Colour, random: Random) -> Colour:
    """Crumpled and smoothed out: facets a little lighter and darker, with creases between that are lit on one side."""
    height, width = page.shape[:2]
    small = (height // 4, width // 4)
    count = int(random.integers(8, 24))
    at = random.uniform((0, 0), small, (count, 2))
    y, x = np.mgrid[: small[0], : small[1]].astype(np.float32)
    x, y = x + 12 * make_clouds(small, 10, random), y + 12 * make_clouds(small, 10, random)
    far = np.stack([np.hypot(y - row, x - column) for row, column in at])
    far.sort(axis=0)
    ridge = np.exp(-((far[1] - far[0]) / random.uniform(8, 20))).astype(np.float32)
    height_map = cv2.GaussianBlur(ridge, (0, 0), random.uniform(1.0, 2.5))
    relief = cv2.Sobel(height_map, cv2.CV_32F, 1, 0) + cv2.Sobel(height_map, cv2.CV_32F, 0, 1)
    relief /= max(1e-6, float(np.abs(relief).max()))
    light = 1 + random.uniform(0.05, 0.16) * relief + 0.012 * make_clouds(small, 20, random)
    return _shade(page, cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR))


def fold(page: Colour, random: Random) -> Colour:
    """Folded once to three times, at most twice the same way."""
    for _ in range(int(random.integers(1, 4))):
        page = ageing.fold(page, random, random.uniform(0.03, 0.16), 1.0)
    return page


def foxing(page: Colour, random: Random) -> Colour:
    """Soft brown spots."""
    height, width = page.shape[:2]
    light = np.ones((height // 4, width // 4), np.float32)
    for _ in range(int(random.integers(15, 120))):
        spot = int(random.integers(0, width // 4)), int(random.integers(0, height // 4))
        cv2.circle(light, spot, int(random.uniform(0.3, 2.2) * MM / 4) + 1, float(random.uniform(0.7, 0.95)), -1)
    light = cv2.GaussianBlur(light, (0, 0), random.uniform(1.0, 2.5))
    return _shade(page, cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR))


def tide_line(page: Colour, random: Random) -> Colour:
    """Where water stood: a browner patch from one edge, ending in a darker rim."""
    height, width = page.shape[:2]
    small = (height // 4, width // 4)
    reach = np.linspace(0, 1, small[0], dtype=np.float32)[:, None] + 0.06 * make_clouds(small, 8, random)
    off = (reach - random.uniform(0.15, 0.6)) * small[0]
    rim = np.exp(-((off / random.uniform(3, 8)) ** 2)) * random.uniform(0.04, 0.14)
    light = 1 - rim - np.where(off < 0, 0.03, 0)
    return _shade(page, cv2.resize(cv2.GaussianBlur(light, (0, 0), 2), (width, height), interpolation=cv2.INTER_LINEAR))


def tape(page: Colour, random: Random) -> Colour:
    """A strip of tape along an edge or across a tear: clear, yellowed or brown, often with dirty edges."""
    height, width = page.shape[:2]
    long, wide = random.uniform(40, 120) * MM, random.uniform(12, 19) * MM
    middle = (random.uniform(0.2, 0.8) * width, random.uniform(0.1, 0.9) * height)
    box = cv2.boxPoints((middle, (long, wide), float(random.choice([0, 90]) + random.uniform(-4, 4))))
    mask = cv2.fillPoly(np.zeros((height, width), np.uint8), [box.astype(np.int32)], 255, cv2.LINE_AA)
    cover = cv2.GaussianBlur(mask, (0, 0), 1.5)[:, :, None] / np.float32(255)
    age = random.uniform(0.3, 1) if random.random() < 0.7 else random.uniform(1.2, 2.5)
    tint = 1 - age * np.asarray((random.uniform(0.01, 0.1), random.uniform(0.04, 0.18), random.uniform(0.12, 0.3)))
    taped = (page * (1 - cover + cover * tint.astype(np.float32))).astype(np.uint8)
    return _soil(taped, box, random) if random.random() < 0.4 else taped


def _soil(page: Colour, box: np.ndarray, random: Random) -> Colour:
    """Dirt along the long edges of a strip, here and there."""
    height, width = page.shape[:2]
    dirt = np.zeros((height, width), np.uint8)
    longer = int(np.hypot(*(box[1] - box[0])) < np.hypot(*(box[2] - box[1])))
    for start in (longer, longer + 2):
        ends = (box[start] * 16).astype(np.int32), (box[(start + 1) % 4] * 16).astype(np.int32)
        cv2.line(dirt, ends[0], ends[1], 255, int(random.integers(2, 5)), cv2.LINE_AA, 4)
    patchy = np.clip(0.5 + 0.6 * make_clouds((height // 4, width // 4), 60, random), 0, 1)
    share = cv2.resize(patchy, (width, height)) * cv2.GaussianBlur(dirt, (0, 0), random.uniform(1.0, 2.0)) / 255
    return _shade(page, 1 - random.uniform(0.1, 0.4) * share)


def streaks(page: Colour, random: Random) -> Colour:
    """Dirt on the glass of a feeder: thin lines all along the way the paper goes."""
    streaked = page.astype(np.float32)
    for _ in range(int(random.integers(1, 3))):
        x, wide = int(random.integers(60, page.shape[1] - 60)), int(random.integers(1, 5))
        tint = random.uniform(0.55, 0.95) * np.asarray((1, random.uniform(0.9, 1), random.uniform(0.85, 1)))
        streaked[:, x : x + wide] *= np.minimum(tint, 1)
    return cv2.GaussianBlur(streaked, (0, 0), 0.6).astype(np.uint8)


def dust(page: Colour, random: Random) -> Colour:
    """Specks."""
    return ageing.speckle(page, random, int(random.integers(30, 260)), 1.0)


def margin_line(page: Colour, random: Random) -> Colour:
    """The printed line that parts the margin of a notesheet, single or double."""
    lined = page.copy()
    x = round(random.uniform(25, 50) * MM)
    tint = (190, 70, 80) if random.random() < 0.5 else (90, 100, 120)
    for offset in (0, round(1.5 * MM))[: int(random.integers(1, 3))]:
        cv2.line(lined, (x + offset, 0), (x + offset, page.shape[0]), tint, int(random.integers(2, 5)), cv2.LINE_AA)
    return lined


def stain(page: Colour, random: Random) -> Colour:
    """Clouded, darker at the edges, with rings at times."""
    return ageing.stain(page, random, random.uniform(0.5, 1.4))


def punch(page: Colour, random: Random) -> Colour:
    return ageing.punch(page, random, 1.0)


def staple(page: Colour, random: Random) -> Colour:
    return ageing.staple(page, random, 1.0)


WEARS: dict[str, Callable[[Colour, Random], Colour]] = {
    "stained": stain,
    "folded": fold,
    "wrinkled": wrinkle,
    "foxed": foxing,
    "tide line": tide_line,
    "taped": tape,
    "punched": punch,
    "stapled": staple,
    "dust": dust,
    "streaks": streaks,
    "margin line": margin_line,
}
