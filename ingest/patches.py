"""Patch codes: the four bars by which scanners have long told where a document begins.

Two of the bars are wide, two narrow, with narrow spaces between. Which of the six orders they stand in tells scanners
what to do; for us all of them say that something new begins, so a code read from its other end says the same.
Source: Kodak, Patch Code Information (A-61599): wide bars 0.20 in, narrow bars and spaces 0.08 in, bars at least
0.75 in long.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.darkness import LEAST_DEPTH, Darkness
from ingest.draft import resize

PATCH_DPI = 75
EVERY_PX = 4
"""Distance of the lines that are looked along: 1.4 mm."""
UNITS = 10.0
"""Width of a code in narrow bars: two of 1, two of 2.5, three spaces of 1."""
UNIT_MM = (1.3, 2.9)
"""A narrow bar, on sheets that were printed or copied smaller or larger. Source: 2.03 mm, less and more a third."""
NARROW, WIDE = (0.45, 1.65), (1.85, 3.2)
"""In units, after spread ink is taken off. Source: nominal 1 and 2.5."""
SPREAD = 0.45
"""Bars may have grown, or shrunk, by so many units at the cost of the spaces."""
QUIET = 2.5
"""Units of paper on either side. Source: a code lies at least 6 mm, which is 3 units, from the edges of the sheet."""
LENGTH_MM = 15.0
"""Of bars that are 19 mm long; askew, their ends are cut off."""
WHOLE = 0.8
"""Share of the lines across a code on which it is seen."""
STRAIGHT_PX = 1.2
"""How far its left edge may stray from a straight line, standard deviation."""
STEEPEST = 0.3
"""Tangent of the largest skew, 17 degrees."""


@dataclass(slots=True)
class _Chain:
    """A code as it is seen on one line after the other."""

    order: int
    lines: list[int]
    starts: list[float]


def has_patch_code(gray: np.ndarray, dpi: float, darkness: Darkness) -> bool:
    """Whether a sheet carries a patch code, upright or sideways.

    Args:
        gray: uint8, (height, width).
        dpi: Its resolution.
        darkness: Of the same sheet.
    """
    small = cv2.blur(resize(gray, PATCH_DPI / dpi), (3, 3))
    height, width = small.shape
    half = np.maximum(darkness.deepest, 2 * LEAST_DEPTH) // 2
    threshold = cv2.resize(cv2.subtract(darkness.paper, half), (width, height), interpolation=cv2.INTER_LINEAR)
    dark = small < threshold
    return any(_has_code_across(lines[::EVERY_PX]) for lines in (dark, np.ascontiguousarray(dark.T)))


def _has_code_across(lines: np.ndarray) -> bool:
    """Whether bars stand across the lines: bool, (lines, pixels), True where dark."""
    where, starts, orders = _find_codes(lines)
    chains: list[_Chain] = []
    for line, start, order in zip(where.tolist(), starts.tolist(), orders.tolist(), strict=True):
        for chain in chains:
            gap = line - chain.lines[-1]
            if chain.order == order and 0 < gap <= 3 and abs(start - chain.starts[-1]) <= 2 + STEEPEST * EVERY_PX * gap:
                chain.lines.append(line)
                chain.starts.append(start)
                break
        else:
            chains.append(_Chain(order, [line], [start]))
    return any(map(_is_code, chains))


def _find_codes(lines: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Line number, left edge and order of bars (a bit for each wide one) of what looks like a code on one line."""
    count, width = lines.shape
    apart = np.zeros((count, 2), bool)
    edges = np.flatnonzero(np.diff(np.concatenate((apart, lines, apart), axis=1).ravel().astype(np.int8)))
    firsts, lasts = edges[::2], edges[1::2]
    if len(firsts) < 4:
        empty = np.zeros(0, int)
        return empty, empty, empty
    row = width + 4
    bars = np.stack([lasts[at : len(lasts) - 3 + at] - firsts[at : len(firsts) - 3 + at] for at in range(4)], axis=1)
    spaces = np.stack([firsts[at + 1 : len(firsts) - 2 + at] - lasts[at : len(lasts) - 3 + at] for at in range(3)], 1)
    total = bars.sum(1) + spaces.sum(1)
    unit = total / UNITS
    far = np.iinfo(np.int64).max // 2
    before = firsts[:-3] - np.concatenate(([-far], lasts[:-4]))
    after = np.concatenate((firsts[4:], [far])) - lasts[3:]
    # What the ink has spread is what the spaces lack.
    spread = np.clip(1 - spaces.mean(1) / unit, -SPREAD, SPREAD)[:, None]
    bars_u, spaces_u = bars / unit[:, None] - spread, spaces / unit[:, None] + spread
    wide = (bars_u >= WIDE[0]) & (bars_u <= WIDE[1])
    narrow = (bars_u >= NARROW[0]) & (bars_u <= NARROW[1])
    mm = unit * 25.4 / PATCH_DPI
    fits = (wide.sum(1) == 2) & (narrow.sum(1) == 2) & ((spaces_u >= NARROW[0]) & (spaces_u <= NARROW[1])).all(1)
    fits &= (mm >= UNIT_MM[0]) & (mm <= UNIT_MM[1]) & (np.minimum(before, after) >= QUIET * unit)
    fits &= firsts[:-3] // row == lasts[3:] // row
    chosen = np.flatnonzero(fits)
    return firsts[chosen] // row, firsts[chosen] % row, wide[chosen] @ (1 << np.arange(4))


def _is_code(chain: _Chain) -> bool:
    span = chain.lines[-1] - chain.lines[0] + 1
    if span * EVERY_PX * 25.4 / PATCH_DPI < LENGTH_MM or len(chain.lines) < WHOLE * span:
        return False
    slope, level = np.polyfit(chain.lines, chain.starts, 1)
    astray = np.asarray(chain.starts) - (slope * np.asarray(chain.lines) + level)
    return float(astray.std()) <= STRAIGHT_PX
