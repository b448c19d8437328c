"""Ink on the draft: what is darker than the paper, and which of it has the size of text."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.components import label_components
from ingest.draft import DRAFT_DPI

INK_SHARE = 0.5
"""Ink starts half way between the paper and the darker strokes."""
INK_RANGE = (110, 215)
SURE_INK, LEAST_INK_PX = 190, 300
DARKER_QUARTER = 0.25
PALE_SHARE = 0.004
LEAST_MM, MOST_HIGH_MM, MOST_WIDE_MM = 0.7, 12.0, 60.0
"""A text component is at least as tall as a small letter, not taller than a heading, not wider than a long word.

Source: Latin x-height at 7 pt is 1.2 mm; a Devanagari word of ten letters at 16 pt is 45 mm.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """Ink found on a draft.

    Attributes:
        labels: int32, (height, width), number of the component at each pixel, 0 on paper.
        boxes: int32, (components + 1, 5): left, top, width, height and area by number; the first is the paper.
        text: uint8, same shape as `labels`, 1 on components of the size of letters and words.
        text_boxes: The rows of `boxes` that are text.
        contrast: How dark the darker quarter of the ink is against the paper, 0 to 1.
    """

    labels: np.ndarray
    boxes: np.ndarray
    text: np.ndarray
    text_boxes: np.ndarray
    contrast: float


def find_ink(evened: np.ndarray, paper: np.ndarray | None) -> Ink:
    """Part ink from paper.

    Args:
        evened: uint8, (height, width), the draft divided by its background.
        paper: 255 on the paper, same shape; None where all is paper.
    """
    on_paper = evened if paper is None else cv2.bitwise_or(evened, cv2.bitwise_not(paper))
    counts = np.cumsum(cv2.calcHist([on_paper], [0], None, [256], [0, 256]))
    dark = counts[SURE_INK - 1]
    # A sheet with two words on it has less ink than any fixed share of it; a very pale one has none that is sure.
    enough = DARKER_QUARTER * dark if dark >= LEAST_INK_PX else PALE_SHARE * counts[-1]
    darker = float(np.searchsorted(counts, enough))
    threshold = float(np.clip(255 - INK_SHARE * (255 - darker), *INK_RANGE))
    _, mask = cv2.threshold(on_paper, np.ceil(threshold) - 1, 1, cv2.THRESH_BINARY_INV)
    labels, boxes = label_components(mask)
    is_text = _of_text_size(boxes)
    text = cv2.bitwise_and(mask, is_text.astype(np.uint8)[labels]) if is_text.any() else np.zeros_like(mask)
    return Ink(labels, boxes, text, boxes[is_text], (255 - darker) / 255)


def _of_text_size(boxes: np.ndarray) -> np.ndarray:
    sides = boxes[:, (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT)] * (25.4 / DRAFT_DPI)
    short, long = sides.min(axis=1), sides.max(axis=1)
    fits = (long >= 2 * LEAST_MM) & (short >= LEAST_MM) & (short <= MOST_HIGH_MM) & (long <= MOST_WIDE_MM)
    fits[0] = False
    return np.asarray(fits)
