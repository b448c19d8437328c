"""What office machines make of a freshly typeset page: typewriter, carbon, dot matrix, fax, photocopier.

Pages are uint8 of shape (height, width), 255 where nothing is printed. `grain` is the resolution over 300 dots an inch.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from pages.truth import TRUTH_DPI, PlacedWord

Grey = npt.NDArray[np.uint8]
Random = np.random.Generator


def make_clouds(shape: tuple[int, int], cells: int, random: Random) -> npt.NDArray[np.float32]:
    """Soft patches of mean 0 and deviation about 1, `cells` of them along the longer side."""
    height, width = shape
    longer = max(shape)
    coarse = random.normal(0, 1, (max(2, cells * height // longer), max(2, cells * width // longer)))
    clouds = cv2.resize(coarse.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return clouds.astype(np.float32, copy=False)


def soften(page: Grey, sigma_px: float) -> Grey:
    """Blur."""
    return cv2.GaussianBlur(page, (0, 0), sigma_px).astype(np.uint8, copy=False)


def harden(page: Grey, middle: npt.ArrayLike, width: float) -> Grey:
    """Steepen the tones about a middle level: what is darker by `width` becomes black."""
    toned = (page.astype(np.float32) - np.asarray(middle, np.float32)) * (127.5 / width) + 127.5
    hardened: Grey = np.clip(toned, 0, 255).astype(np.uint8)
    return hardened


def type_unevenly(page: Grey, words: Sequence[PlacedWord], random: Random, grain: float) -> Grey:
    """Strike every letter for itself: a little higher or lower, harder or softer, through a worn ribbon."""
    typed = soften(page, 0.7 * grain)
    source = typed.copy()
    for _, left, top, right, bottom in words:
        start, end = int(left * grain), int(right * grain)
        upper, lower = max(0, int(top * grain)), int(bottom * grain)
        pitch = max(8, round(random.uniform(24, 32) * grain))
        for x in range(start, end, pitch):
            cell = source[upper:lower, x : min(x + pitch, end)]
            down = round(random.normal(0, 1.1) * grain)
            light = random.choice((0.0, 0.0, 0.08, 0.2, 0.38)) + abs(random.normal(0, 0.06))
            moved = np.roll(cell, down, axis=0)
            typed[upper:lower, x : min(x + pitch, end)] = 255 - (255 - moved.astype(np.float32)) * (1 - light)
    weave = make_clouds(page.shape, 500, random)
    struck = 255 - (255 - typed.astype(np.float32)) * np.clip(1.02 + 0.13 * weave, 0.3, 1.05)
    return harden(np.clip(struck, 0, 255).astype(np.uint8), 150, 95)


def press_carbon(page: Grey, random: Random, grain: float) -> Grey:
    """A carbon copy: fuzzy, thick where pressed hard and thin elsewhere, with smudges between."""
    spread = soften(page, random.uniform(1.3, 2.1) * grain)
    pressure = 160 + 24 * make_clouds(page.shape, 9, random) + 14 * make_clouds(page.shape, 420, random)
    copied = 255 - (255 - harden(spread, pressure, 80).astype(np.float32)) * random.uniform(0.72, 0.9)
    smudge = np.clip(make_clouds(page.shape, 7, random) - 1.2, 0, 1) * 36
    carbon: Grey = np.clip(soften(copied.astype(np.uint8), 0.9 * grain) - smudge, 0, 255).astype(np.uint8)
    return carbon


def print_dots(page: Grey, random: Random, grain: float, pitch_dpi: int = 120) -> Grey:
    """A dot-matrix print: round dots on a grid, a ribbon that fades, passes of the head that do not quite meet."""
    height, width = page.shape
    pitch = TRUTH_DPI * grain / pitch_dpi
    rows, columns = round(height / pitch), round(width / pitch)
    grid = cv2.resize(page, (columns, rows), interpolation=cv2.INTER_AREA) < 150
    ribbon = np.clip(0.86 + 0.1 * make_clouds((rows, columns), 60, random), 0.4, 1)
    bands = 1 - 0.12 * (np.arange(rows) // 12 % 2)[:, None] * random.uniform(0.3, 1)
    lost = random.random((rows, columns)) < 0.015
    hits = (grid & ~lost) * ribbon * bands
    fine = np.zeros((height, width), np.float32)
    y, x = np.nonzero(hits)
    down = np.clip(((y + 0.5) * pitch).astype(int), 0, height - 1)
    across = np.clip(((x + 0.5) * pitch).astype(int), 0, width - 1)
    fine[down, across] = hits[y, x]
    radius = 0.62 * pitch
    side = int(radius) + 1
    away = np.hypot(*np.mgrid[-side : side + 1, -side : side + 1])
    dot = np.clip(radius + 0.5 - away, 0, 1).astype(np.float32)
    inked = np.clip(cv2.filter2D(fine, -1, dot), 0, 1)
    return soften((255 - 235 * inked).astype(np.uint8), 0.5 * grain)


def send_fax(page: Grey, random: Random, grain: float) -> Grey:
    """A fax as it came out: black or white dots, fine (204 by 196) or standard (204 by 98), lines lost or smeared."""
    height, width = page.shape
    across, down = (TRUTH_DPI * grain / dpi for dpi in (204, random.choice((196, 196, 98))))
    small = cv2.resize(page, (round(width / across), round(height / down)), interpolation=cv2.INTER_AREA)
    noisy = small.astype(np.float32) + random.normal(0, 22, small.shape)
    dots = np.where(noisy < 168, 0, 255).astype(np.uint8)
    for row in random.integers(0, len(dots), random.integers(3, 9)):
        start = int(random.integers(0, dots.shape[1] // 2))
        dots[row, start : start + int(random.integers(100, 1400))] = 0 if random.random() < 0.3 else 255
    for row in random.integers(4, len(dots) - 4, 2):
        dots[row : row + 2] = dots[row - 2 : row]
    grown = cv2.resize(dots, (width, height), interpolation=cv2.INTER_NEAREST)
    return soften(grown.astype(np.uint8, copy=False), 0.55 * grain)


def photocopy(page: Grey, random: Random, grain: float, times: int = 2) -> Grey:
    """A copy of a copy: strokes grow or break, specks come, one edge stays dark."""
    copied = page
    for _ in range(times):
        copied = harden(
            soften(copied, random.uniform(0.9, 1.5) * grain), random.uniform(132, 186), random.uniform(45, 75)
        )
    height, width = page.shape
    specks = random.random((height // 4, width // 4)) < random.uniform(0.0004, 0.0016)
    dirt = cv2.resize(specks.astype(np.uint8) * 255, (width, height), interpolation=cv2.INTER_LINEAR)
    copied = np.minimum(copied, 255 - soften(dirt.astype(np.uint8, copy=False), 0.6 * grain))
    reach = int(random.uniform(40, 110) * grain)
    shade = np.linspace(0, 1, reach, dtype=np.float32)[None, :] ** 0.5
    edge = copied[:, :reach].astype(np.float32) * shade + 25 * (1 - shade)
    copied[:, :reach] = np.clip(edge, 0, 255).astype(np.uint8)
    return copied
