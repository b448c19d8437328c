"""Coloured seals and signatures lifted off the print they cross, so that a first reading sees the print alone.

Inks let light through one after the other, so their densities add up. Black weakens all channels alike and a coloured
ink one channel more than another; how much it weakens its own channel besides is learnt from where it lies on bare
paper, and what is left after taking that off is the print beneath.

Only ink that crosses black print is lifted: coloured letterheads, blue print, carbon copies and notes written in blue
stand by themselves and stay.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI, resize
from nasti.model import Box

SAMPLED_DPI, LEAST_COLOUR = 75, 0.0003
"""A sheet with less colour among the pixels sampled is taken for black and white: a signature has 0.001."""
COLOURED_ABOVE = 40
"""Distance between the channels, paper taken as white, of 255.

Source: drawn pages: half-strength seals 50 to 60, carbon copies 50, noise of JPEG and grain below 25.
"""
INK_BELOW, PRINT_PIECES, PRINT_SHARE = 0.7, 12, 0.3
"""A tone in so many pieces that makes up so much of all ink is the print itself, as on a carbon copy. Source: drawn
carbon copies have 15 pieces and more and 0.6 of the ink, three seals and three signatures 8 pieces."""
JOIN_DPI, JOIN_MM, LEAST_MM = 50, 1.5, 5.0
"""Ink closer than this is one piece; smaller pieces hide nothing."""
REACH_MM = 0.35
"""How far from ink its rim and the print it touches are looked for."""
SMEAR_MM = 0.25
"""How far JPEG and cameras smear colour."""
BLACK_FROM = 60
"""Hundredths of a density: faded print has 0.7, grain below 0.2."""
CROSSED_MM2 = 0.25
"""So much print under a piece of ink is a stroke crossed, not a speck."""
BARE_SHARE = 0.4
"""So much of a piece lies on bare paper; the coloured fringe that scanners give to black print lies along it."""
LETTER_MM = (0.7, 12.0)
RING_MM, RIM, SECTORS, ROUND, OUTSIDE = (15.0, 60.0), 0.12, 24, 0.85, 0.05
"""A seal: its diameter, width of its rim as a share of the radius, share of directions in which it has one, and the
share of its ink outside, as the corners of a coloured block of text have."""
PER_DENSITY, DENSEST = 100.0, 1023
LEARNT_PARTS, LEARNT_AT = 8, 75
RESTORED = 0.5
"""Source for these: 8 office pages with three seals and three signatures pressed over their print, character error:
as they are 19.0 % (transparent ink) and 21.7 % (covering ink), lifted 2.3 % and 4.3 %; 22 stamped pages of another
generator 2.17 and 1.91 %, none worse.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Stamp:
    """A coherent piece of coloured ink that crosses black print.

    Attributes:
        box: On the draft.
        mask: uint8, (height, width) of the box, 255 on the ink and close to it.
        own: The channel the ink weakens least.
        other: The one it weakens most.
        veil: float32, (DENSEST + 1,): density in its own channel by the difference between the two.
    """

    box: Box
    mask: np.ndarray
    own: int
    other: int
    veil: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Stamps:
    """All such pieces of a sheet.

    Attributes:
        found: The pieces.
        paper: Brightness of the paper by channel, 0 to 255.
    """

    found: tuple[Stamp, ...]
    paper: np.ndarray


NO_STAMPS = Stamps((), np.full(3, 255.0))


def find_stamps(pixels: np.ndarray, dpi: float) -> Stamps:
    """Coloured ink that crosses black print.

    Args:
        pixels: uint8, (height, width, 3) RGB, or (height, width) gray, which has none.
        dpi: Their resolution.
    """
    if pixels.ndim == 2:
        return NO_STAMPS
    step = max(1, round(dpi / SAMPLED_DPI))
    row, column = (min(step // 2, side - 1) for side in pixels.shape[:2])
    sampled = np.ascontiguousarray(pixels[row::step, column::step])
    paper = _paper_colour(sampled)
    if np.count_nonzero(_coloured(sampled, paper)[0]) < LEAST_COLOUR * sampled[..., 0].size:
        return Stamps((), paper)
    small = resize(pixels, DRAFT_DPI / dpi)
    coloured, own = _coloured(small, paper)
    red, green, blue = cv2.split(small)
    inked = np.count_nonzero(cv2.min(cv2.min(red, green), blue) < INK_BELOW * paper.min())
    found: list[Stamp] = []
    for channel in range(3):
        tone = coloured & (own == channel)
        boxes, labels = _join(tone)
        if len(boxes) < PRINT_PIECES or np.count_nonzero(tone) < PRINT_SHARE * inked:
            found.extend(_find_crossing(small, tone, boxes, labels, paper))
    return Stamps(tuple(found), paper)


def lift(gray: np.ndarray, pixels: np.ndarray, stamps: Stamps, dpi: float) -> np.ndarray:
    """The gray image without that ink.

    Args:
        gray: uint8, (height, width): brightness of `pixels`.
        pixels: uint8, (height, width, 3) RGB.
        stamps: As found on `pixels`.
        dpi: Their resolution.

    Returns:
        uint8, same shape; nowhere darker than `gray`.
    """
    if not stamps.found:
        return gray
    lifted = gray.copy()
    level = float(stamps.paper @ (0.299, 0.587, 0.114))
    fall_off = (level * np.exp(-np.arange(DENSEST + 1) / PER_DENSITY)).astype(np.uint8)
    smear = _disc(SMEAR_MM, dpi)
    for stamp in stamps.found:
        left, top, right, bottom = (round(edge * dpi / DRAFT_DPI) for edge in stamp.box)
        place = np.s_[top:bottom, left:right]
        density = _densities(pixels[place], stamps.paper)
        own = density[..., stamp.own]
        # Cameras and JPEG keep colour at half the resolution: at the rim of a stroke it is paler than the stroke.
        veil = stamp.veil[cv2.dilate(_colour(density, stamp.own, stamp.other), smear)]
        # A dense ink hides a part of the print under it, whose contrast is given back.
        below = np.maximum(own - veil, 0) * (1 + RESTORED * veil / PER_DENSITY)
        seen = fall_off[np.minimum(below, DENSEST).astype(np.intp)]
        mask = cv2.resize(stamp.mask, veil.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
        lifted[place][mask] = np.maximum(lifted[place], seen)[mask]
    return lifted


def _paper_colour(sampled: np.ndarray) -> np.ndarray:
    """Median of each channel: most of a sheet is paper."""
    counts = [np.cumsum(cv2.calcHist([sampled], [channel], None, [256], [0, 256])) for channel in range(3)]
    return np.array([max(1.0, float(np.searchsorted(count, count[-1] / 2))) for count in counts])


def _coloured(pixels: np.ndarray, paper: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the channels differ, the paper taken as white, and which is the brightest there."""
    table = np.minimum(np.arange(256)[:, None] * 255.0 / paper, 255).astype(np.uint8)
    red, green, blue = cv2.split(cv2.LUT(pixels, table[:, None, :]))
    most, least = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    own = np.where(blue == most, np.uint8(2), np.where(red == most, np.uint8(0), np.uint8(1)))
    return cv2.subtract(most, least) > COLOURED_ABOVE, own


def _densities(pixels: np.ndarray, paper: np.ndarray) -> np.ndarray:
    """Hundredths of the density of each channel against the paper: float32, (height, width, 3)."""
    table = np.maximum(0, -PER_DENSITY * np.log(np.maximum(np.arange(256)[:, None], 1) / paper)).astype(np.float32)
    return np.asarray(cv2.LUT(pixels, table[:, None, :]))


def _colour(density: np.ndarray, own: int, other: int) -> np.ndarray:
    return np.asarray(np.clip(density[..., other] - density[..., own], 0, DENSEST).astype(np.uint16))


def _find_crossing(
    small: np.ndarray, coloured: np.ndarray, boxes: Mapping[int, Box], labels: np.ndarray, paper: np.ndarray
) -> Iterator[Stamp]:
    """Pieces of ink of one tone that cross print, and what stands within them, as the middle of a seal does."""
    reach = _pixels(REACH_MM)
    rows, columns = coloured.shape
    aside: list[Stamp] = []
    found: list[Stamp] = []
    for number, (x, y, width, height) in boxes.items():
        box = max(0, x - reach), max(0, y - reach), min(columns, x + width + reach), min(rows, y + height + reach)
        place = np.s_[box[1] : box[3], box[0] : box[2]]
        here = coloured[place] & (labels[place] == number)
        if not here.any():
            continue
        crosses, stamp = _judge(_densities(small[place], paper), here, box)
        (found if crosses else aside).append(stamp)
    yield from found
    yield from (stamp for stamp in aside if any(_lies_in(stamp.box, other.box) for other in found))


def _join(coloured: np.ndarray) -> tuple[dict[int, Box], np.ndarray]:
    """Pieces of ink joined where they lie close: place and size by number, and the number at each pixel."""
    height, width = coloured.shape
    size = max(1, round(width * JOIN_DPI / DRAFT_DPI)), max(1, round(height * JOIN_DPI / DRAFT_DPI))
    coarse = (cv2.resize(coloured * np.uint8(255), size, interpolation=cv2.INTER_AREA) > 0).astype(np.uint8)
    side = 2 * round(JOIN_MM / 25.4 * JOIN_DPI / 2) + 1
    joined = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    stats[0] = 0
    large = np.flatnonzero(stats[:, 2:4].max(axis=1) >= LEAST_MM / 25.4 * JOIN_DPI)
    if not len(large):
        return {}, labels
    full = cv2.resize(labels.astype(np.float32), (width, height), interpolation=cv2.INTER_NEAREST)
    grown = np.array((width / size[0], height / size[1]) * 2)
    return {int(number): tuple((stats[number, :4] * grown).round().astype(int).tolist()) for number in large}, full


def _judge(density: np.ndarray, here: np.ndarray, box: Box) -> tuple[bool, Stamp]:
    """Whether a piece of ink crosses print and is more than the coloured fringe of it, and how it would be lifted."""
    ink = here.astype(np.uint8)
    means = density[here].mean(axis=0)
    own, other = int(means.argmin()), int(means.argmax())
    below, colour = density[..., own], _colour(density, own, other)
    ratio = np.median(below[here] / np.maximum(colour[here], 1))
    black = (below - ratio * colour > BLACK_FROM).astype(np.uint8)
    letters = _letters(black)
    near = cv2.dilate(ink, _disc(REACH_MM, DRAFT_DPI))
    bare = here & (cv2.dilate(black, _disc(REACH_MM, DRAFT_DPI)) == 0)
    crossed = np.count_nonzero(letters & near)
    if _is_ring(here):
        crossed = np.count_nonzero(letters)
    crosses = crossed >= CROSSED_MM2 * (DRAFT_DPI / 25.4) ** 2 and bare.sum() >= BARE_SHARE * here.sum()
    sample = bare if crosses else here
    return bool(crosses), Stamp(box, near * np.uint8(255), own, other, _learn_veil(colour[sample], below[sample]))


def _learn_veil(colour: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Density of the ink in its own channel by its colour, learnt on bare paper."""
    order = np.argsort(colour)
    parts = [part for part in np.array_split(order, LEARNT_PARTS) if len(part)]
    middles = [0.0, *(float(colour[part].mean()) for part in parts)]
    heights = [0.0, *(float(np.percentile(below[part], LEARNT_AT)) for part in parts)]
    return np.interp(np.arange(DENSEST + 1), middles, np.maximum.accumulate(heights)).astype(np.float32)


def _is_ring(here: np.ndarray) -> bool:
    """Whether ink runs round the edge of its box as a round or oval seal does."""
    height, width = here.shape
    if min(height, width) < _pixels(RING_MM[0]) or max(height, width) > _pixels(RING_MM[1]):
        return False
    reach = _pixels(REACH_MM)
    rows, columns = np.nonzero(here)
    down = (rows + 0.5 - height / 2) / (height / 2 - reach)
    across = (columns + 0.5 - width / 2) / (width / 2 - reach)
    from_middle = np.hypot(down, across)
    rim = np.abs(from_middle - 1) <= RIM
    sectors = np.floor(np.arctan2(down[rim], across[rim]) / math.tau * SECTORS).astype(int)
    return bool(len(np.unique(sectors)) >= ROUND * SECTORS and (from_middle > 1 + RIM).mean() <= OUTSIDE)


def _lies_in(inner: Box, outer: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _letters(black: np.ndarray) -> np.ndarray:
    """The print among what is black, without specks and rules."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(black, connectivity=8)
    sides = boxes[:, 2:4] * (25.4 / DRAFT_DPI)
    fits = (sides.max(axis=1) >= LETTER_MM[0]) & (sides.min(axis=1) <= LETTER_MM[1])
    fits[0] = False
    return np.asarray(fits.astype(np.uint8)[labels])


def _disc(radius_mm: float, dpi: float) -> np.ndarray:
    side = 2 * max(1, round(radius_mm / 25.4 * dpi)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))


def _pixels(length_mm: float) -> int:
    return max(1, round(length_mm / 25.4 * DRAFT_DPI))
