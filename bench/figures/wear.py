"""Wears a drawn word as printers, copiers, time and scanners do. Words are 0 paper to 255 ink, at 300 dots per inch."""

from __future__ import annotations

import random
from collections.abc import Callable

import cv2
import numpy as np

from ocr.number_crop import Crop, fit_height

Random = np.random.Generator


def wear(word: Crop, role: str, chance: random.Random, dice: Random) -> Crop | None:
    """A word as a page may show it, cut out as the reader does; None where no ink is left.

    Args:
        word: As drawn, with some paper around.
        role: "print", "typewriter" or "matrix".
        chance: Decides.
        dice: Decides too, for arrays.
    """
    word = _bend(word, chance)
    word = _trim(word, chance)
    if chance.random() < 0.35:
        word = _scribble(word, chance, dice)
    word = _print(word, role, chance, dice)
    word = _scan(word, chance, dice)
    word = _level(word, chance)
    return fit_height(word)


def _bend(word: Crop, chance: random.Random) -> Crop:
    """Other widths, slants and skews than a typeface has by itself."""
    height, width = word.shape
    stretch = chance.uniform(0.78, 1.28)
    slant = chance.gauss(0, 0.05) if chance.random() < 0.7 else chance.uniform(0, 0.25)
    skew = np.tan(np.radians(chance.gauss(0, 0.5)))
    matrix = np.array([[stretch, -slant, slant * height * 0.6], [skew, 1, -skew * width / 2]], np.float32)
    return _byte(cv2.warpAffine(word, matrix, (int(width * stretch) + 4, height), flags=cv2.INTER_LINEAR))


def _trim(word: Crop, chance: random.Random) -> Crop:
    """The box of the word, a little too wide or too tight; as high as its ink, or as its line."""
    rows, columns = (np.flatnonzero((word > 100).any(axis=axis)) for axis in (1, 0))
    if rows.size == 0:
        return word
    high = rows[-1] - rows[0] + 1
    line = chance.uniform(0, 0.25) * high if chance.random() < 0.4 else 2
    left, right = (max(-0.1 * high, chance.gauss(0.1, 0.06) * high) for _ in range(2))
    top, bottom = (int(edge) for edge in (rows[0] - line, rows[-1] + 1 + line))
    start, end = int(columns[0] - left), int(columns[-1] + 1 + right)
    frame = np.pad(word, 60)
    return frame[60 + top - 3 : 60 + bottom + 3, 60 + start : 60 + max(end, start + 8)]


def _scribble(word: Crop, chance: random.Random, dice: Random) -> Crop:
    """Lines of forms and seals across the word, bits of its neighbours, another page shining through."""
    height, width = word.shape
    drawn = word.copy()
    what = chance.random()
    shade = chance.randint(120, 255)
    thick = chance.choice((1, 2, 2, 3))
    if what < 0.3:
        y = chance.choice((chance.randint(0, 3), height - 1 - chance.randint(0, 4), height - 1))
        cv2.line(drawn, (0, y), (width, y + chance.choice((-1, 0, 0, 1))), shade, thick)
    elif what < 0.5:
        x = chance.choice((chance.randint(0, 3), width - 1 - chance.randint(0, 3)))
        cv2.line(drawn, (x, 0), (x + chance.choice((-1, 0, 0, 1)), height), shade, thick)
    elif what < 0.75:
        centre = chance.randint(-60, width + 60), chance.randint(-150, height + 150)
        pale = chance.randint(50, 170)
        for radius in (chance.randint(60, 200), chance.randint(60, 200)):
            cv2.circle(drawn, centre, radius, pale, chance.choice((2, 3, 5)), cv2.LINE_AA)
        drawn = np.maximum(drawn, word)
    else:
        other = np.roll(word[:, ::-1], (chance.randint(-20, 20), chance.randint(0, width)), axis=(0, 1))
        ghost = cv2.GaussianBlur(other, (0, 0), chance.uniform(1, 4)) * chance.uniform(0.08, 0.4)
        drawn = np.maximum(word, ghost.astype(np.uint8))
    return drawn


def _print(word: Crop, role: str, chance: random.Random, dice: Random) -> Crop:
    if role == "matrix":
        return _dots(word, chance, dice)
    machine: Callable[[Crop, random.Random, Random], Crop] = chance.choices(
        (_plain, _copy, _carbon, _fax, _break), (0.42, 0.2, 0.16, 0.1, 0.12)
    )[0]
    return machine(word, chance, dice)


def _plain(word: Crop, chance: random.Random, dice: Random) -> Crop:
    return word


def _copy(word: Crop, chance: random.Random, dice: Random) -> Crop:
    """Strokes grow or break; specks come."""
    for _ in range(chance.randint(1, 2)):
        word = _harden(_soften(word, chance.uniform(0.8, 1.8)), chance.uniform(70, 150), chance.uniform(30, 80))
    specks = dice.random(word.shape) < chance.choice((0, 0, 0.002, 0.006))
    return np.where(specks, np.uint8(200), word)


def _carbon(word: Crop, chance: random.Random, dice: Random) -> Crop:
    """Fuzzy, thick where pressed hard and thin elsewhere."""
    spread = _soften(word, chance.uniform(1.0, 2.4)).astype(np.float32)
    middle = (
        chance.uniform(60, 130)
        + 26 * _clouds(word.shape, 12, dice)
        + chance.uniform(0, 30) * _clouds(word.shape, 4, dice)
    )
    pressed = np.clip((spread - middle) * (127 / chance.uniform(50, 100)) + 127, 0, 255)
    return _soften(pressed.astype(np.uint8), chance.uniform(0.5, 1.1))


def _fax(word: Crop, chance: random.Random, dice: Random) -> Crop:
    """Black or white dots, fewer down than across at times."""
    height, width = word.shape
    across, down = chance.uniform(1.2, 1.7), chance.choice((1.5, 1.5, 2.0, 3.0))
    small = cv2.resize(
        word, (max(4, round(width / across)), max(4, round(height / down))), interpolation=cv2.INTER_AREA
    )
    dots = np.where(small + dice.normal(0, 20, small.shape) > chance.uniform(70, 120), 255, 0).astype(np.uint8)
    return _byte(cv2.resize(dots, (width, height), interpolation=cv2.INTER_NEAREST))


def _break(word: Crop, chance: random.Random, dice: Random) -> Crop:
    """A worn ribbon or thin toner: ink fails in patches."""
    cover = np.clip(
        chance.uniform(0.6, 1.0) + chance.uniform(0.1, 0.35) * _clouds(word.shape, chance.randint(2, 8), dice), 0, 1
    )
    return (word * cover).astype(np.uint8)


def _dots(word: Crop, chance: random.Random, dice: Random) -> Crop:
    """Round dots on a grid, some of them lost, every other pass weaker."""
    height, width = word.shape
    pitch = chance.uniform(1.9, 3.6)
    rows, columns = max(5, round(height / pitch)), max(4, round(width / pitch))
    grid = cv2.resize(word, (columns, rows), interpolation=cv2.INTER_AREA) > chance.uniform(90, 135)
    hits = (grid & (dice.random(grid.shape) > chance.uniform(0, 0.04))) * np.clip(
        chance.uniform(0.7, 1) + 0.1 * dice.normal(0, 1, grid.shape), 0.3, 1
    )
    hits *= 1 - chance.uniform(0, 0.2) * (np.arange(rows) // chance.randint(5, 12) % 2)[:, None]
    fine = np.zeros((height, width), np.float32)
    y, x = np.nonzero(hits)
    down, across = (
        np.clip(((place + 0.5) * pitch).astype(int), 0, end - 1) for place, end in ((y, height), (x, width))
    )
    fine[down, across] = hits[y, x]
    radius = pitch * chance.uniform(0.5, 0.75)
    side = int(radius) + 1
    away = np.hypot(*np.mgrid[-side : side + 1, -side : side + 1])
    inked = np.clip(cv2.filter2D(fine, -1, np.clip(radius + 0.5 - away, 0, 1).astype(np.float32)), 0, 1)
    return (inked * 255).astype(np.uint8)


def _scan(word: Crop, chance: random.Random, dice: Random) -> Crop:
    """Resolution, focus, noise, thresholds and compression."""
    height, width = word.shape
    share = chance.choice((1, 1, 1, 1, 0.73, 0.67, 0.5, 0.5))
    word = _soften(word, chance.uniform(0.25, 1.1) / (1 if share == 1 else 1.5))
    if share < 1:
        size = max(4, round(width * share)), max(4, round(height * share))
        word = _byte(cv2.resize(word, size, interpolation=cv2.INTER_AREA))
    ink = chance.uniform(0.4, 1.0)
    noisy = word * ink + dice.normal(0, chance.uniform(0, 12), word.shape)
    word = np.clip(noisy, 0, 255).astype(np.uint8)
    if chance.random() < 0.25:
        level = int(255 * ink * chance.uniform(0.3, 0.62))
        word = np.where(word > level, np.uint8(255), np.uint8(0))
    elif chance.random() < 0.3:
        packed = cv2.imencode(".jpg", 255 - word, (cv2.IMWRITE_JPEG_QUALITY, chance.randint(25, 80)))[1]
        word = 255 - _byte(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE))
    if share < 1:
        word = _byte(
            cv2.resize(word, (width, height), interpolation=chance.choice((cv2.INTER_CUBIC, cv2.INTER_LINEAR)))
        )
    return word


def _level(word: Crop, chance: random.Random) -> Crop:
    """Ink and paper as `ocr.number_crop.cut_word` tells them apart."""
    paper, dark = (float(level) for level in np.percentile(word[::2, ::2], (15, 97)))
    scale = 255.0 / max(40.0, dark - paper)
    return np.clip((word - paper) * scale, 0, 255).astype(np.uint8)


def _soften(word: Crop, sigma_px: float) -> Crop:
    return _byte(cv2.GaussianBlur(word, (0, 0), sigma_px))


def _harden(word: Crop, middle: float, width: float) -> Crop:
    return np.clip((word.astype(np.float32) - middle) * (127.5 / width) + 127.5, 0, 255).astype(np.uint8)


def _clouds(shape: tuple[int, ...], cell_px: int, dice: Random) -> np.ndarray:
    """Soft patches of mean 0 and deviation about 1."""
    coarse = dice.normal(0, 1, (max(2, shape[0] // cell_px), max(2, shape[1] // cell_px))).astype(np.float32)
    return cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR) * 1.4


def _byte(image: np.ndarray) -> Crop:
    return image.astype(np.uint8, copy=False)
