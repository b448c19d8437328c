"""Ink on the draft: what is darker than the paper, and which of it has the size of text."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI

INK_SHARE = 0.5
"""Ink starts half way between the paper and the darkest strokes."""
INK_RANGE = (110, 215)
SURE_INK, LEAST_INK_PX = 190, 300
PALE_SHARE = 0.004
LEAST_MM, MOST_HIGH_MM, MOST_WIDE_MM = 0.7, 12.0, 60.0
"""A text component is at least as tall as a small letter, not taller than a heading, not wider than a long word.

Source: Latin x-height at 7 pt is 1.2 mm; a Devanagari word of ten letters at 16 pt is 45 mm.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """Ink found on a draft.

    Attributes:
        mask: uint8, (height, width), 1 on ink.
        text: uint8, same shape, 1 on components of the size of letters and words.
        contrast: How dark the darkest strokes are against the paper, 0 to 1.
    """

    mask: np.ndarray
    text: np.ndarray
    contrast: float


def find_ink(evened: np.ndarray, paper: np.ndarray | None) -> Ink:
    """Part ink from paper.

    Args:
        evened: uint8, (height, width), the draft divided by its background.
        paper: 255 on the paper, same shape; None where all is paper.
    """
    on_paper = evened if paper is None else np.where(paper > 0, evened, np.uint8(255))
    counts = np.cumsum(np.bincount(on_paper.ravel(), minlength=256))
    dark = counts[SURE_INK - 1]
    # A sheet with two words on it has less ink than any fixed share of it; a very pale one has none that is sure.
    darkest = float(np.searchsorted(counts, 0.25 * dark if dark >= LEAST_INK_PX else PALE_SHARE * counts[-1]))
    threshold = float(np.clip(255 - INK_SHARE * (255 - darkest), *INK_RANGE))
    mask = (on_paper < threshold).astype(np.uint8)
    return Ink(mask, _of_text_size(mask), (255 - darkest) / 255)


def _of_text_size(mask: np.ndarray) -> np.ndarray:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sides = stats[:, (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT)] * (25.4 / DRAFT_DPI)
    short, long = sides.min(axis=1), sides.max(axis=1)
    keep = (long >= 2 * LEAST_MM) & (short >= LEAST_MM) & (short <= MOST_HIGH_MM) & (long <= MOST_WIDE_MM)
    keep[0] = False
    return np.asarray(keep.astype(np.uint8)[labels])
