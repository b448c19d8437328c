"""Strokes that may be ink: how long they are, and which of them stand together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from nasti.model import Box

GAP_MM, LEVEL = 1.0, 0.5
"""Strokes so close side by side, and level for so much of the lower one's height, are signs of one word or number."""


def measure_line(here: np.ndarray) -> float:
    """Length of the line that a stroke was drawn as, millimetres: half its outline, that of its holes included.

    Args:
        here: bool, (height, width) of a part of the draft, the stroke alone.
    """
    outlines, _ = cv2.findContours(here.view(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    return sum(cv2.arcLength(one, True) for one in outlines) / 2 * 25.4 / DRAFT_DPI


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stroke that may be ink.

    Attributes:
        long_mm: Of its box, the longer side.
        line_mm: Of its line, with all turns.
        peak: Its contrast, a share of the paper's brightness.
        strong: Whether it stands out.
        sure: Whether it counts also among many soft strokes.
        box: Pixels of the draft.
    """

    long_mm: float
    line_mm: float
    peak: float
    strong: bool
    sure: bool
    box: Box


def join_signs(strokes: Sequence[Stroke], least_peak: float, least_mm: float) -> list[Stroke]:
    """The strokes; those that stand side by side as the signs of a word do stand out where they are long together.

    Args:
        strokes: Of one side.
        least_peak: Contrast of a sign.
        least_mm: Length of a word or number.
    """
    signs = sorted((one for one in strokes if one.sure and one.peak >= least_peak), key=lambda one: one.box[0])
    near = GAP_MM / 25.4 * DRAFT_DPI
    joined: set[int] = set()
    for at, first in enumerate(signs):
        word, right = [first], first.box[2]
        for other in signs[at + 1 :]:
            if other.box[0] - right > near:
                break
            if any(_stand_together(one, other, near) for one in word):
                word.append(other)
                right = max(right, other.box[2])
        if len(word) > 1 and (right - first.box[0]) * 25.4 / DRAFT_DPI >= least_mm:
            joined.update(map(id, word))
    return [replace(one, strong=True) if id(one) in joined else one for one in strokes]


def _stand_together(one: Stroke, other: Stroke, near: float) -> bool:
    """Whether two strokes, the left one first, may be neighbours in a word: no further apart than so many pixels."""
    gap = other.box[0] - one.box[2]
    level = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    lower = min(one.box[3] - one.box[1], other.box[3] - other.box[1])
    return -lower <= gap <= near and level >= LEVEL * lower
