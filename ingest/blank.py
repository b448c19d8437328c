"""Whether a side carries ink, or only paper, holes, folds, dust and what shines through from the other side."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI

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
INK_MM, FAINT_MM = 3.0, 8.0
"""Together this much stroke, end to end, is writing. A folio number has 3 to 5 mm, initials 20."""
HOLE_MM = (3.5, 9.0)
HOLE_OVERLAP = 0.88
"""Shared area of the component and the ellipse in its box, over their union. Drawn and scanned holes: 0.93 to 0.98;
heavy conjuncts in headings: below 0.75."""
HOLE_CLEAR_MM, HOLE_DUST, HOLE_FROM_EDGE_MM = 1.0, 0.03, 25.0
FOLD_MM, FOLD_WIDE_MM, FOLDS = 60.0, 3.0, 2
"""A line as long as this is a fold, but more of them are a ruled form."""


@dataclass(frozen=True, slots=True, eq=False)
class InkFound:
    """What speaks against a blank side.

    Attributes:
        strong_mm: Length of strokes that stand out.
        faint_mm: Length of strokes that are pale but sharp.
        holes: bool, (height, width) of the draft, True on punch holes.
    """

    strong_mm: float
    faint_mm: float
    holes: np.ndarray

    @property
    def blank(self) -> bool:
        """True when nothing on the side can be writing, print or a stamp."""
        return self.strong_mm < INK_MM and self.faint_mm < FAINT_MM


def look_for_ink(evened: np.ndarray, paper: np.ndarray | None) -> InkFound:
    """Measure what could be writing on a side.

    Args:
        evened: uint8, (height, width), the draft divided by its background.
        paper: 255 on the paper, same shape; None where all is paper.
    """
    contrast = cv2.GaussianBlur(255 - evened, (0, 0), 0.6)
    inner = _inner(evened.shape, paper)
    on_paper = True if paper is None else paper > 0
    strong = _find_strokes((contrast > 255 * INK_CONTRAST) & on_paper, inner)
    strong_mm = float(strong.lengths_mm.sum())
    if strong_mm >= INK_MM:
        return InkFound(strong_mm, 0.0, strong.holes)
    faint = _find_strokes((contrast > 255 * FAINT_CONTRAST) & on_paper, inner)
    steep_from = STEEP if faint.lengths_mm.sum() < MANY_MM else STEEP_AMONG_MANY
    steps = cv2.morphologyEx(contrast, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    steep = [_steepness(contrast, steps, faint, number) >= steep_from for number in faint.numbers]
    return InkFound(strong_mm, float(faint.lengths_mm[steep].sum()), strong.holes)


@dataclass(frozen=True, slots=True, eq=False)
class _Strokes:
    """Components of a mask that could be writing: their labels, numbers, boxes and lengths; and the punch holes."""

    labels: np.ndarray
    numbers: np.ndarray
    boxes: np.ndarray
    lengths_mm: np.ndarray
    holes: np.ndarray


def _find_strokes(dark: np.ndarray, inner: np.ndarray) -> _Strokes:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    mm = 25.4 / DRAFT_DPI
    left, top, width, height, area = stats.T
    long, short = np.maximum(width, height) * mm, np.minimum(width, height) * mm
    is_stroke = long >= STROKE_MM
    is_stroke[0] = False
    for number in np.flatnonzero(is_stroke):
        x, y, across, down, _ = stats[number]
        is_stroke[number] = inner[y : y + down, x : x + across].any()
    to_edge = np.minimum.reduce((left, top, dark.shape[1] - left - width, dark.shape[0] - top - height)) * mm
    is_hole = is_stroke & (short >= HOLE_MM[0]) & (long <= HOLE_MM[1]) & (to_edge < HOLE_FROM_EDGE_MM)
    for number in np.flatnonzero(is_hole):
        is_hole[number] = _is_disc(labels, stats[number], int(number))
    is_fold = is_stroke & (long >= FOLD_MM) & (area * mm * mm < FOLD_WIDE_MM * long)
    is_stroke &= ~is_hole
    if is_fold.sum() <= FOLDS:
        is_stroke &= ~is_fold
    numbers = np.flatnonzero(is_stroke)
    return _Strokes(labels, numbers, stats[numbers, :4], long[numbers], np.isin(labels, np.flatnonzero(is_hole)))


def _is_disc(labels: np.ndarray, stats: np.ndarray, number: int) -> bool:
    """Whether a component is a filled disc with clear paper around it: no letter is."""
    x, y, width, height, area = (int(value) for value in stats)
    clear = _pixels(HOLE_CLEAR_MM)
    around = labels[max(0, y - clear) : y + height + clear, max(0, x - clear) : x + width + clear]
    if ((around != 0) & (around != number)).sum() > HOLE_DUST * area:
        return False
    here = labels[y : y + height, x : x + width] == number
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, height)) > 0
    return bool((here & disc).sum() >= HOLE_OVERLAP * (here | disc).sum())


def _steepness(contrast: np.ndarray, steps: np.ndarray, strokes: _Strokes, number: int) -> float:
    x, y, width, height = strokes.boxes[np.searchsorted(strokes.numbers, number)]
    place = np.s_[y : y + height, x : x + width]
    here = strokes.labels[place] == number
    return float(np.percentile(steps[place][here], 80) / max(1.0, float(np.percentile(contrast[place][here], 80))))


def _inner(shape: tuple[int, ...], paper: np.ndarray | None) -> np.ndarray:
    margin = _pixels(MARGIN_MM)
    inner = np.zeros(shape, bool)
    inner[margin:-margin, margin:-margin] = True
    if paper is None:
        return inner
    box = np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)
    return inner & (cv2.erode(paper, box) > 0)


def _pixels(length_mm: float) -> int:
    return max(1, round(length_mm / 25.4 * DRAFT_DPI))
