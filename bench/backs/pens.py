"""What a hand leaves on paper: strokes, lines of writing, initials, a thumb. Masks are uint8, 255 where ink goes."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from nasti.drawing.ageing import turn_mask
from nasti.drawing.canvas import A4_PX, DPI, Grey, draw_signature
from pages.machines import Random, make_clouds, soften

MM = DPI / 25.4
SCRIPT, PLAIN = cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_SIMPLEX
HERSHEY_PX = 22.0
"""Height of a capital of OpenCV's stroke letters at scale 1."""


def empty() -> Grey:
    """A page's mask with nothing on it."""
    return np.zeros(A4_PX[::-1], np.uint8)


def choose_spot(random: Random, wide_mm: float, high_mm: float, from_edge_mm: float = 10.0) -> tuple[int, int]:
    """A left top corner for something of a size, anywhere on the page."""
    width, height = (side / MM for side in A4_PX)
    x = random.uniform(from_edge_mm, width - wide_mm - from_edge_mm)
    return round(x * MM), round(random.uniform(from_edge_mm, height - high_mm - from_edge_mm) * MM)


def put(page: Grey, patch: Grey, spot: tuple[int, int]) -> None:
    """Lay a mask onto a page's; what leaves the page is lost."""
    x, y = spot
    left, top = max(0, x), max(0, y)
    right, bottom = min(page.shape[1], x + patch.shape[1]), min(page.shape[0], y + patch.shape[0])
    inside = page[top:bottom, left:right]
    np.maximum(inside, patch[top - y : bottom - y, left - x : right - x], out=inside)


def stroke(page: Grey, points: Sequence[tuple[float, float]] | np.ndarray, thick_mm: float) -> None:
    """Draw one stroke of a pen."""
    fine = (np.asarray(points, np.float64) * 16).astype(np.int32)
    cv2.polylines(page, [fine], False, 255, max(1, round(thick_mm * MM)), cv2.LINE_AA, 4)


def letters(text: str, high_mm: float, thick_mm: float, random: Random, *, script: bool = True) -> Grey:
    """Letters or digits by hand, a little off the line."""
    scale, thick = high_mm * MM / HERSHEY_PX, max(1, round(thick_mm * MM))
    face = SCRIPT if script else PLAIN
    (width, height), below = cv2.getTextSize(text, face, scale, thick)
    pad = height
    mask = np.zeros((height + below + 2 * pad, width + 2 * pad), np.uint8)
    cv2.putText(mask, text, (pad, pad + height), face, scale, 255, thick, cv2.LINE_AA)
    sway = 0.05 * height
    y, x = np.mgrid[: mask.shape[0], : mask.shape[1]].astype(np.float32)
    y += (sway * make_clouds(mask.shape, 8, random)).astype(np.float32)
    x += (sway * make_clouds(mask.shape, 8, random)).astype(np.float32) + random.uniform(-0.15, 0.25) * (y - pad)
    swayed = cv2.remap(mask, x, y, cv2.INTER_LINEAR)
    return turn_mask(swayed.astype(np.uint8, copy=False), random.uniform(-5, 5))


def scrawl(wide_mm: float, high_mm: float, thick_mm: float, random: Random, *, headline: bool) -> Grey:
    """One line of a hand that nobody can read, in words, hung from a headline or not."""
    width, height = round(wide_mm * MM), round(3 * high_mm * MM)
    mask = np.zeros((height, width), np.uint8)
    x, middle, unit = 0.0, height / 2, high_mm * MM
    while x < width - 2 * unit:
        reach = min(random.uniform(2, 6) * unit, width - x - 4)
        along = np.linspace(0, 1, max(8, round(reach / unit * 14)))
        swing = np.sin(along * reach / unit * random.uniform(4, 6) + random.uniform(0, 6))
        swing += 0.6 * np.sin(along * reach / unit * random.uniform(9, 12) + random.uniform(0, 6))
        points = np.column_stack((x + along * reach + 0.25 * unit * np.cos(9 * along), middle + 0.36 * unit * swing))
        stroke(mask, points, thick_mm)
        if headline:
            tilt = random.uniform(-0.1, 0.1) * unit
            stroke(mask, [(x, middle - 0.5 * unit), (x + reach, middle - 0.5 * unit + tilt)], thick_mm)
        x += reach + random.uniform(0.7, 1.3) * unit
    return mask


def page_of_writing(random: Random) -> Grey:
    """A page written by hand, with a signature below."""
    page = empty()
    pitch, high = random.uniform(8, 12), random.uniform(2.2, 3.6)
    thick, headline = random.uniform(0.35, 0.75), random.random() < 0.7
    for line in range(int(random.integers(6, 22))):
        wide = random.uniform(120, 165) if random.random() < 0.8 else random.uniform(30, 90)
        put(
            page,
            scrawl(wide, high, thick, random, headline=headline),
            (round(25 * MM), round((30 + line * pitch) * MM)),
        )
    put(page, draw_signature(random), choose_spot(random, 40, 18, 25))
    return page


def initials(random: Random) -> Grey:
    """Two or three letters thrown down, or a small loop."""
    if random.random() < 0.5:
        text = "".join(random.choice(list("ABDGKMNPRSTV"), int(random.integers(2, 4))))
        return letters(text, random.uniform(4, 8), random.uniform(0.4, 0.8), random)
    small = cv2.resize(draw_signature(random), None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    return turn_mask(small.astype(np.uint8, copy=False), random.uniform(-15, 15))


def date(random: Random, thick_mm: float | None = None) -> Grey:
    """A date by hand, in digits."""
    text = f"{random.integers(1, 29)}/{random.integers(1, 13)}/{random.integers(70, 99)}"
    return letters(text, random.uniform(3, 5), thick_mm or random.uniform(0.35, 0.7), random, script=False)


def tick(random: Random, thick_mm: float) -> Grey:
    """A tick."""
    size = random.uniform(4, 8) * MM
    mask = np.zeros((round(1.4 * size), round(1.4 * size)), np.uint8)
    stroke(mask, [(0.1 * size, 0.6 * size), (0.35 * size, 1.1 * size), (1.2 * size, 0.1 * size)], thick_mm)
    return mask


def thumb(random: Random) -> Grey:
    """The impression of a thumb on an ink pad: ridges around a whorl, patchy."""
    height, width = round(random.uniform(22, 28) * MM), round(random.uniform(15, 19) * MM)
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    bent = np.hypot(x * 1.05, y * 0.8 + 0.25) + 0.09 * make_clouds((height, width), 5, random)
    ridges = np.sin(bent * width / 2 / (0.48 * MM) * np.pi)
    inside = np.hypot(x, y) < 0.92 + 0.05 * make_clouds((height, width), 6, random)
    patchy = np.clip(0.75 + 0.45 * make_clouds((height, width), 8, random), 0, 1)
    return soften((255 * (ridges > 0.1) * inside * patchy).astype(np.uint8), 1.2)
