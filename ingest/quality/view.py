"""What faults are looked for on: a side as it came, and what cleaning has measured of it already."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.background import Background
from ingest.draft import DRAFT_DPI
from ingest.ink import Ink
from nasti.model import Box

COLOUR_DPI = 75
HALF_DPI, QUARTER_DPI = DRAFT_DPI / 2, DRAFT_DPI / 4


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One side as it came, unturned. Everything but `full` and `colour` has the scale of the draft.

    Attributes:
        full: uint8, (height, width): gray, at the resolution of the scan.
        dpi: Of `full`.
        bilevel: Whether the scan knows black and white alone.
        colour: uint8, (height, width, 3) RGB, about `COLOUR_DPI`, pixels picked and not averaged; None for gray scans.
        gray: uint8, (height, width): the draft.
        half: The draft at `HALF_DPI`.
        evened: The draft divided by its background.
        paper: 255 on the paper; None where all is paper.
        background: Of the draft.
        ink: Of the draft.
        edges: 255 on slivers of the bed and staples.
        turn_deg: How far the scan is turned counter-clockwise from upright.
        skew_deg: Skew measured besides.
    """

    full: np.ndarray
    dpi: float
    bilevel: bool
    colour: np.ndarray | None
    gray: np.ndarray
    half: np.ndarray
    evened: np.ndarray
    paper: np.ndarray | None
    background: Background
    ink: Ink
    edges: np.ndarray
    turn_deg: int
    skew_deg: float


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault found.

    Attributes:
        name: The flag, one of `nasti.flags.FLAGS`.
        measure: How strong it is.
        bound: From where on it is a fault.
        unit: Of both, as in `nasti.model.Notice`.
        box: Where, on the draft of the scan as it came; None for the whole side.
    """

    name: str
    measure: float | None = None
    bound: float | None = None
    unit: str = ""
    box: Box | None = None


def pick_colour(pixels: np.ndarray, dpi: float) -> np.ndarray | None:
    """A small colour copy for `View.colour`; averaging eight million pixels would cost more than all measuring.

    Args:
        pixels: uint8, (height, width, 3) RGB or (height, width) gray.
        dpi: Their resolution.
    """
    if pixels.ndim == 2:
        return None
    step = max(1, round(dpi / COLOUR_DPI))
    row, column = (min(step // 2, side - 1) for side in pixels.shape[:2])
    return np.ascontiguousarray(pixels[row::step, column::step])


def halve(image: np.ndarray) -> np.ndarray:
    """An image at half its resolution, by area; an odd last row or column goes.

    Four pixels into one is what OpenCV does a twentieth as costly as any other share.
    """
    height, width = (side // 2 for side in image.shape[:2])
    if not height or not width:
        return image
    return np.asarray(cv2.resize(image[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA))


def draft_pixels(length_mm: float) -> int:
    """A length in whole pixels of the draft, at least one."""
    return max(1, round(length_mm / 25.4 * DRAFT_DPI))
