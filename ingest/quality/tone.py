"""Exposure, contrast and colour: burnt out, too dark, faint, nearly black, nothing at all, colour for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ingest.quality.view import Fault, View, halve

FAINT_BELOW = 0.45
"""Contrast of the darkest ink. Source: fresh print 0.75 to 0.93, faded office pages 0.37 to 0.65."""
WHITE_FROM, BURNT_SHARE, BURNT_BELOW = 254, 0.8, 0.45
"""Source: print behind 120 to 150 added gray levels has contrasts below 0.45 on paper of 0.93 white and more; of 200
ordinary sides none that white has ink paler than 0.6."""
DARK_BELOW = 115
"""Source: paper of 300 ordinary sides is at least 161 in its brightest channel, pictures by phone the darkest; pages
under 0.42 of the light at most 106."""
DARKER = 0.8
BLACK_BELOW, BLACK_SHARE = 40, 0.5
EVEN_SPREAD, EMPTY_BELOW, EMPTY_CHROMA, LEAST_SIDE_MM = 12, 150, 12, 20.0
COLOURED_ABOVE, LEAST_COLOUR = 28, 0.0002
"""Distance between the channels, paper taken as white, and the share of the side that is so coloured.

Source: 9 sides with coloured ink, a faded green signature the palest, 0.0006 to 0.006; 6 without any 0.0.
"""


@dataclass(frozen=True, slots=True)
class Tone:
    """Tones of a side.

    Attributes:
        level: Median brightness of the paper in its brightest channel, 0 to 255.
        white_share: Share of the paper that is as white as can be.
        dark_share: Share of the paper that is darker than the paper by a fifth: print covers little of a page, a
            photograph much.
        black_share: Share of the whole image that is as dark as a scanner's bed.
        spread: Between the 2nd and the 98th percentile of the smoothed image.
        chroma: Share of the side that is coloured; None for gray scans.
    """

    level: float
    white_share: float
    dark_share: float
    black_share: float
    spread: float
    chroma: float | None


def measure_tone(view: View) -> Tone:
    """Measure the tones of a side."""
    small = halve(view.half)
    inside = np.ones(small.shape, bool) if view.paper is None else halve(halve(view.paper)) > 250
    on_paper = small[inside] if inside.any() else small.ravel()
    low, high = np.percentile(cv2.GaussianBlur(small, (0, 0), 2), (2, 98))
    level, chroma = float(np.median(on_paper)), None
    if view.colour is not None:
        colour, tint = view.colour, _paper_colour(view.colour)
        level, chroma = max(level, float(tint.max())), _coloured_share(colour, tint)
    return Tone(
        level=level,
        white_share=float((on_paper >= WHITE_FROM).mean()),
        dark_share=float((on_paper < DARKER * np.median(on_paper)).mean()),
        black_share=float((small < BLACK_BELOW).mean()),
        spread=float(high - low),
        chroma=chroma,
    )


def find_tone(view: View, tone: Tone, *, blank: bool) -> Iterator[Fault]:
    """Faults of tone."""
    contrast = view.ink.contrast
    height, width = (side * 25.4 / view.dpi for side in view.full.shape)
    if min(height, width) < LEAST_SIDE_MM:
        yield Fault("empty_capture", round(min(height, width), 1), LEAST_SIDE_MM, "mm")
        return
    if blank and tone.spread <= EVEN_SPREAD and tone.level < EMPTY_BELOW and (tone.chroma or 0.0) < LEAST_COLOUR:
        yield Fault("empty_capture", round(tone.spread, 1), EVEN_SPREAD)
        return
    if view.paper is None and tone.level < BLACK_BELOW and tone.black_share >= BLACK_SHARE:
        yield Fault("nearly_black", round(tone.black_share, 3), BLACK_SHARE, "share")
        return
    if tone.level < DARK_BELOW:
        yield Fault("too_dark", round(tone.level), DARK_BELOW)
    if not blank and contrast < FAINT_BELOW:
        yield Fault("faint", round(contrast, 3), FAINT_BELOW, "share")
        if not view.bilevel and tone.white_share >= BURNT_SHARE:
            yield Fault("burnt_out", round(tone.white_share, 3), BURNT_SHARE, "share")
    if not blank and tone.chroma is not None and tone.chroma < LEAST_COLOUR:
        yield Fault("needless_colour", round(tone.chroma, 6), LEAST_COLOUR, "share")


def describe_tone(tone: Tone, contrast: float) -> Mapping[str, Any]:
    """What is kept of it."""
    return {
        "paper_level": round(tone.level),
        "white_share": round(tone.white_share, 3),
        "dark_share": round(tone.dark_share, 3),
        "contrast": round(contrast, 3),
        "colour_share": None if tone.chroma is None else round(tone.chroma, 6),
    }


def _paper_colour(colour: np.ndarray) -> np.ndarray:
    """Median of each channel: most of a sheet is paper."""
    return np.array([max(1.0, float(np.median(colour[::4, ::4, channel]))) for channel in range(3)])


def _coloured_share(colour: np.ndarray, paper: np.ndarray) -> float:
    table = np.minimum(np.arange(256)[:, None] * 255.0 / paper, 255).astype(np.uint8)
    red, green, blue = cv2.split(cv2.LUT(colour, table[:, None, :]))
    most, least = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    return float(np.count_nonzero(cv2.subtract(most, least) > COLOURED_ABOVE) / most.size)
