"""Moiré: the slow waves that a printed screen makes with the scanner's own grid."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.quality.view import QUARTER_DPI, Fault, View, halve

GRAY, LEAST_MM = (50, 215), 18
"""Tones between print and paper, in areas at least this wide."""
AREA_DPI = QUARTER_DPI / 2
TILE_PX, TILES = 128, 4
PERIOD_MM = (0.8, 5.0)
"""Printed screens have 50 to 200 lines an inch, periods of half a millimetre and less; waves are slower."""
OFF_AXIS = 0.07
"""Sine of the angle from the axes within which lines of text and rules have their own peaks."""
PEAK_FROM = 40.0
"""Power of the highest peak over the upper tenth around it. Source: docs/quality.md."""
NEAR = 5
"""A wave is a peak two steps of the spectrum wide; stains and grain of wood are as strong all around."""
LEAST_WAVE = 3.0
"""Amplitude in gray levels."""


def find_moire(view: View) -> Iterator[Fault]:
    """Areas of halftone with waves."""
    if view.bilevel:
        return
    strongest, place = 0.0, None
    for left, top in _find_tiles(view):
        strength = measure_waves(view.gray[top : top + TILE_PX, left : left + TILE_PX])
        if strength > strongest:
            strongest, place = strength, (left, top, left + TILE_PX, top + TILE_PX)
    if strongest >= PEAK_FROM:
        yield Fault("moire", round(strongest, 1), PEAK_FROM, "", place)


def _find_tiles(view: View) -> list[tuple[int, int]]:
    """Left top corners of tiles within halftones."""
    raw, evened = halve(halve(view.half)), halve(halve(halve(view.evened)))
    # Evening takes off what is wider than strokes, so large pictures show in the draft alone.
    between = ((raw > GRAY[0]) & (raw < GRAY[1]) & (raw < 0.9 * view.background.level)) | (
        (evened > GRAY[0]) & (evened < GRAY[1])
    )
    # A frame of paper, so that depth counts from the edge of the image too.
    depth = cv2.distanceTransform(
        cv2.copyMakeBorder(between.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.DIST_C, 3
    )
    depth, grown, apart = depth[1:-1, 1:-1], DRAFT_DPI / AREA_DPI, round(TILE_PX * AREA_DPI / DRAFT_DPI)
    height, width = view.gray.shape
    tiles: list[tuple[int, int]] = []
    for _ in range(TILES):
        row, column = np.unravel_index(int(depth.argmax()), depth.shape)
        if depth[row, column] < LEAST_MM / 2 / 25.4 * AREA_DPI:
            break
        left = int(np.clip(column * grown - TILE_PX / 2, 0, width - TILE_PX))
        top = int(np.clip(row * grown - TILE_PX / 2, 0, height - TILE_PX))
        tiles.append((left, top))
        depth[max(0, row - apart) : row + apart + 1, max(0, column - apart) : column + apart + 1] = 0
    return tiles if min(height, width) > TILE_PX else []


def measure_waves(tile: np.ndarray) -> float:
    """Power of the highest peak among slow waves over the upper tenth of its surroundings; 0 where it is no wave.

    Args:
        tile: uint8, (`TILE_PX`, `TILE_PX`), of a draft.
    """
    values = tile.astype(np.float32)
    values -= cv2.GaussianBlur(values, (0, 0), PERIOD_MM[1] / 25.4 * DRAFT_DPI / 3)
    spectrum = np.abs(np.fft.fft2(values * _HANN)) ** 2
    power = np.where(_WAVES, spectrum, 0)
    row, column = np.unravel_index(int(power.argmax()), power.shape)
    peak = float(power[row, column])
    around = np.roll(spectrum, (NEAR - row, NEAR - column), (0, 1))[: 2 * NEAR + 1, : 2 * NEAR + 1]
    amplitude = 2 * np.sqrt(peak) / float(_HANN.sum())
    if amplitude < LEAST_WAVE:
        return 0.0
    return peak / max(1e-6, float(np.percentile(around[_RING], 90)))


_RING = np.ones((2 * NEAR + 1,) * 2, bool)
_RING[NEAR - 2 : NEAR + 3, NEAR - 2 : NEAR + 3] = False
_HANN = np.outer(np.hanning(TILE_PX), np.hanning(TILE_PX)).astype(np.float32)
_DOWN = np.fft.fftfreq(TILE_PX)[:, None]
_ACROSS = np.fft.fftfreq(TILE_PX)[None, :]
_RADIUS = np.hypot(_DOWN, _ACROSS)
_SINE = np.minimum(np.abs(_DOWN), np.abs(_ACROSS)) / np.maximum(_RADIUS, 1e-9)
_SLOWEST, _FASTEST = (25.4 / DRAFT_DPI / period for period in reversed(PERIOD_MM))
_WAVES = (_RADIUS >= _SLOWEST) & (_RADIUS <= _FASTEST) & (_SINE > OFF_AXIS)
