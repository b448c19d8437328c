"""Whether a side carries ink, or only paper, holes, folds, dust and what shines through from the other side."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.holes import find_holes

MARGIN_MM = 3.0
"""Edges throw shadows; nothing is written this close to them."""
INK_CONTRAST = 0.25
FAINT_CONTRAST = 0.1
"""Shares of the paper's brightness. Ink and stamps are above the first however faded; pencil and print shining through
both lie between the two and are told apart by how steep their edges are."""
STEEP, STEEP_AMONG_MANY = 0.42, 0.62
"""Change across one pixel as a share of a pale stroke's contrast. Paper scatters light, so print that shines through
has soft edges; where there is a page full of pale strokes, only those well above it count.

Source: print shining through measures 0.3 to 0.6 by its sharpness, pencil of 0.4 to 0.8 mm 0.5 to 0.9.
"""
MANY_MM = 300.0
STROKE_MM = 1.5
"""Dust, pores and spatter are smaller; so is a full stop, but nobody writes only that."""
INK_MM, FAINT_MM = 2.0, 8.0
"""Together this much stroke, end to end, is writing. A printed folio digit has 2.5 mm, initials 20."""
PLENTY_MM2 = 400.0
"""More dark area than holes, folds and dust can have: a page of print, not worth looking at closer."""
FOLD_MM, FOLD_WIDE_MM, FOLDS = 60.0, 2.0, 2
"""A straight line as long as this is a fold, but more of them are a ruled form."""


@dataclass(frozen=True, slots=True)
class InkFound:
    """What speaks against a blank side.

    Attributes:
        plenty: True when there is so much ink that its strokes were not counted.
        strong_mm: Length of strokes that stand out.
        faint_mm: Length of strokes that are pale but sharp.
    """

    plenty: bool
    strong_mm: float = 0.0
    faint_mm: float = 0.0

    @property
    def blank(self) -> bool:
        """True when nothing on the side can be writing, print or a stamp."""
        return not self.plenty and self.strong_mm < INK_MM and self.faint_mm < FAINT_MM


def look_for_ink(evened: np.ndarray, paper: np.ndarray | None) -> InkFound:
    """Measure what could be writing on a side.

    Args:
        evened: uint8, (height, width), the draft divided by its background.
        paper: 255 on the paper, same shape; None where all is paper.
    """
    contrast = cv2.GaussianBlur(255 - evened, (0, 0), 0.6)
    if paper is not None:
        contrast = cv2.bitwise_and(contrast, paper)
    inner = _inner(evened.shape, paper)
    strong = contrast > 255 * INK_CONTRAST
    if np.count_nonzero(strong & inner) >= PLENTY_MM2 * (DRAFT_DPI / 25.4) ** 2:
        return InkFound(plenty=True)
    strong_mm = float(_find_strokes(strong, inner).lengths_mm.sum())
    if strong_mm >= INK_MM:
        return InkFound(plenty=False, strong_mm=strong_mm)
    faint = _find_strokes(contrast > 255 * FAINT_CONTRAST, inner)
    steep_from = STEEP if faint.lengths_mm.sum() < MANY_MM else STEEP_AMONG_MANY
    steps = cv2.morphologyEx(contrast, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    steep = [_steepness(contrast, steps, faint, place) >= steep_from for place in range(len(faint.numbers))]
    return InkFound(False, strong_mm, float(faint.lengths_mm[steep].sum()))


@dataclass(frozen=True, slots=True, eq=False)
class _Strokes:
    """Components of a mask that could be writing: the label image, their numbers, boxes and lengths."""

    labels: np.ndarray
    numbers: np.ndarray
    boxes: np.ndarray
    lengths_mm: np.ndarray


def _find_strokes(dark: np.ndarray, inner: np.ndarray) -> _Strokes:
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    long = boxes[:, 2:4].max(axis=1) * 25.4 / DRAFT_DPI
    is_stroke = long >= STROKE_MM
    is_stroke[0] = False
    is_stroke[find_holes(labels, boxes)] = False
    for number in np.flatnonzero(is_stroke):
        x, y, width, height, _ = boxes[number]
        is_stroke[number] = inner[y : y + height, x : x + width].any()
    folds = [number for number in np.flatnonzero(is_stroke & (long >= FOLD_MM)) if _is_line(labels, boxes, int(number))]
    if len(folds) <= FOLDS:
        is_stroke[folds] = False
    numbers = np.flatnonzero(is_stroke)
    return _Strokes(labels, numbers, boxes[numbers], long[numbers])


def _is_line(labels: np.ndarray, boxes: np.ndarray, number: int) -> bool:
    """Whether a component is a thin straight line with nothing hanging on it: an underlined word is not."""
    x, y, width, height, _ = (int(value) for value in boxes[number])
    points = cv2.findNonZero((labels[y : y + height, x : x + width] == number).astype(np.uint8))
    _, sides, _ = cv2.minAreaRect(points)
    return min(sides) * 25.4 / DRAFT_DPI <= FOLD_WIDE_MM


def _steepness(contrast: np.ndarray, steps: np.ndarray, strokes: _Strokes, place: int) -> float:
    x, y, width, height, _ = strokes.boxes[place]
    box = np.s_[y : y + height, x : x + width]
    here = strokes.labels[box] == strokes.numbers[place]
    return float(np.percentile(steps[box][here], 80) / max(1.0, float(np.percentile(contrast[box][here], 80))))


def _inner(shape: tuple[int, ...], paper: np.ndarray | None) -> np.ndarray:
    margin = round(MARGIN_MM / 25.4 * DRAFT_DPI)
    inner = np.zeros(shape, bool)
    inner[margin:-margin, margin:-margin] = True
    if paper is None:
        return inner
    box = np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)
    return inner & (cv2.erode(paper, box) > 0)
