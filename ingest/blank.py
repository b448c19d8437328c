"""Whether a side carries ink, or only paper, holes, folds, dust and what shines through from the other side.

A printed form or ruled paper that nobody wrote on is not blank: its print is ink, and what it is for may matter.
Lines across the sheet, four at most, as folds, streaks of the glass and a notesheet's printed margin leave them, are
paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from ingest.background import is_clipped, is_two_tone
from ingest.clumps import find_clump
from ingest.components import may_hold
from ingest.creases import cover_broken_creases, cover_creases
from ingest.draft import DRAFT_DPI
from ingest.holes import cover_holes, find_holes
from ingest.relief import SMOOTH_PX, Relief, raise_strokes
from ingest.shapes import is_blob, is_outline, is_scratch, is_speck, is_spot
from ingest.steps import lies_on_step
from ingest.strokes import Stroke, join_signs, measure_line
from nasti.model import Box

MARGIN_MM = 3.0
"""Edges throw shadows; nothing is written this close to them."""
INK_CONTRAST, MIDDLE_CONTRAST = 0.25, 0.1
"""Shares of the paper's brightness. Ink and stamps are above the first however faded."""
SHARP, DARK_SHARP, DARK = 0.27, 0.15, 0.45
"""Change across a pixel at the edges of a stroke as a share of its contrast. Paper scatters light, so print that
shines through has soft edges, as foxing, rings and wrinkles have; what is dark need not be as sharp.

Source: pens, pencils, seals and carbon copies measure 0.29 to 0.45, print through paper that spreads it by 0.25 mm
and more 0.12 to 0.26 (by 0.2 mm 0.3, which only the other side can tell), foxing 0.1 to 0.16, wrinkles 0.14 to 0.25.
"""
SHARP_AMONG_MANY, MANY_MM = 0.33, 300.0
"""Where there is a page full of soft strokes, noise makes some of them sharper: only those well above count, or those
whose edge is sharp for a stretch."""
SHARP_PART, PART_MM, MERGED_MM = 0.3, 2.0, 4.0
"""Pencil that touches print shining through makes one component with it: so much of it must be so sharp."""
STROKE_MM, CROWDED_STROKE_MM, CROWD = 1.5, 2.5, 100
"""Dust, pores and spatter are smaller; so is a full stop, but nobody writes only that. Where there are so many specks,
they touch each other, and more is asked for."""
EDGE_SHARE, ONE_SIDED, FLAT = 0.6, 0.5, 1e-4
"""The edge of a tape, a patch, a dark stain or the paper is sharp on one side only, a stroke on both: so much of what
is steepest about it rises the same way, from 0 to 1.

Source: of 26.4 m of stroke on 100 drawn sides 79 mm are above 0.5, never a fifth of what a side bears; edges of tape
and of stained paper measure 0.8 to 1.0, blotches of glue 0.5 to 0.7.
"""
RESIDUE = 0.75
"""A pale stroke that lies so far where the other side explained most of what is dark is a rest of it: a pen crosses
print that shines through, and does not follow it."""
SPOT_RIM_MM, RUST_MM = 0.7, 2.0
"""Rust and shade around a spot, and around a staple."""
MOST_SCRATCHES = 6
"""A fax that came through has few lines smeared; more are ruled."""
AROUND_MM, AROUND_PERCENT = 1.5, 20
"""Where a spot of foxing is wider than `LONE_MM`, its height is measured from the lighter paper so close to it."""
ALONG_MM = 5.0
"""The height of a stroke beside a fold is measured from its shade so far along it."""
INK_MM, FAINT_MM, SURE_MM = 2.0, 8.0, 4.0
"""So much stroke, end to end, strong or faint or a share of either, is writing. A printed folio digit has 2.5 mm,
initials 20. Small digits on dusty paper are too short to stand out one by one; joined to so much, as their pale rims
join them, they do. What is faint is measured along its line: the rest of a tape or a crack is hardly longer than its
box, a digit two to three times as long (counted on 605 drawn sides)."""
NEARLY_MM, PLENTY_MM2 = 150.0, 400.0
"""Up to the first a side is nearly blank: a signature, a seal, a line of writing. Of dark area no holes, folds and dust
have the second: a page of print, not worth looking at closer."""


@dataclass(frozen=True, slots=True)
class InkFound:
    """What speaks against a blank side.

    Attributes:
        plenty: True when there is so much ink that its strokes were not counted to the end.
        strong_mm: Length of strokes that stand out.
        faint_mm: Length of strokes that are pale but sharp.
        soft_mm: Length of strokes too soft for ink: what shines through, stains. They do not count.
        line_mm: Length of the pale ones along their lines, with all turns.
        doubt: What strokes add up to that do not count among so many soft ones; from 1 on they may be writing.
        box: Of the strongest stroke that counts, pixels of the draft; None where there is none.
    """

    plenty: bool
    strong_mm: float = 0.0
    faint_mm: float = 0.0
    soft_mm: float = 0.0
    line_mm: float = 0.0
    doubt: float = 0.0
    box: Box | None = None

    @property
    def blank(self) -> bool:
        """True when nothing on the side can be writing, print or a stamp."""
        return not self.plenty and self.strong_mm / INK_MM + self.line_mm / FAINT_MM < 1

    @property
    def nearly_blank(self) -> bool:
        """True when there is ink, but little."""
        return not (self.plenty or self.blank) and self.strong_mm + self.faint_mm <= NEARLY_MM


def look_for_ink(
    evened: np.ndarray, paper: np.ndarray | None, background: np.ndarray, edges: np.ndarray, holes: np.ndarray
) -> InkFound:
    """Measure what could be writing on a side.

    Args:
        evened: uint8, (height, width), the draft divided by its background.
        paper: 255 on the paper, same shape; None where all is paper.
        background: uint8, any shape, how bright the paper is over the whole draft.
        edges: uint8, (height, width), 255 on slivers and staples; with their rims they do not count.
        holes: uint8, same shape, 255 on holes, which do not count either.
    """
    contrast = 255 - evened
    if paper is not None:
        contrast = cv2.bitwise_and(contrast, paper)
    return weigh_ink(contrast, paper, background, cover_rims(edges) | (holes > 0))


def cover_rims(edges: np.ndarray) -> np.ndarray:
    """Where slivers and staples are and what rust and shade they have about them.

    Args:
        edges: As for `look_for_ink`.

    Returns:
        bool, same shape.
    """
    if not edges.any():
        return edges > 0
    side = 2 * round(RUST_MM / 25.4 * DRAFT_DPI) + 1
    return np.asarray(cv2.dilate(edges, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))) > 0)


def find_creases(contrast: np.ndarray, paper: np.ndarray | None, background: np.ndarray) -> np.ndarray:
    """Lines across the sheet: bool, (height, width).

    Args:
        contrast: As for `weigh_ink`.
        paper: As for `look_for_ink`.
        background: As for `look_for_ink`.
    """
    relief = raise_strokes(contrast, paper, background)
    return cover_creases((relief.narrow > relief.least).view(np.uint8), find_inner(contrast.shape, paper))


def weigh_ink(
    contrast: np.ndarray,
    paper: np.ndarray | None,
    background: np.ndarray,
    away: np.ndarray,
    residue: np.ndarray | None = None,
) -> InkFound:
    """Measure what could be writing in a picture of contrasts.

    Args:
        contrast: uint8, (height, width) of a draft: how much darker than the paper, 255 where black.
        paper: As for `look_for_ink`.
        background: As for `look_for_ink`.
        away: bool, same shape as `contrast`, what does not count.
        residue: bool, same shape, where the other side explained most of what is dark; None where nothing is explained.
    """
    inner = find_inner(contrast.shape, paper)
    smooth = cv2.GaussianBlur(contrast, (0, 0), SMOOTH_PX)
    strong = (smooth > 255 * INK_CONTRAST).view(np.uint8)
    if np.count_nonzero((strong > 0) & inner & ~away) >= PLENTY_MM2 * (DRAFT_DPI / 25.4) ** 2:
        return InkFound(plenty=True)
    clipped = is_clipped(contrast)
    weighing = Weighing(raise_strokes(contrast, paper, background), inner, residue, clipped=clipped)
    pale = (weighing.relief.narrow > weighing.relief.least).view(np.uint8)
    weighing.leave_out(away)
    weighing.leave_out_lines(cover_creases(pale, inner) | cover_creases(strong, inner))
    if clipped:
        _, _, boxes, _ = cv2.connectedComponentsWithStats(strong, connectivity=8)
        weighing.leave_out(cover_broken_creases(boxes[1:], strong.shape))
    weighing.add(strong, strong=True)
    weighing.add(pale)
    if weighing.merged:
        weighing.add((weighing.relief.narrow > MIDDLE_CONTRAST).view(np.uint8))
    if clipped and is_two_tone(contrast):
        weighing.add_clump(contrast)
    return weighing.found


def find_inner(shape: tuple[int, ...], paper: np.ndarray | None) -> np.ndarray:
    """Where strokes count: away from the edges of the image and of the paper.

    Args:
        shape: Of the draft.
        paper: 255 on the paper; None where all is paper.

    Returns:
        bool, (height, width) of the draft.
    """
    margin = round(MARGIN_MM / 25.4 * DRAFT_DPI)
    inner = np.zeros(shape, bool)
    inner[margin:-margin, margin:-margin] = True
    if paper is None:
        return inner
    box = np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)
    return np.asarray(inner & (cv2.erode(paper, box) > 0))


class Weighing:
    """Strokes found so far, at one level of contrast after the other; no place counts twice."""

    def __init__(self, relief: Relief, inner: np.ndarray, residue: np.ndarray | None, *, clipped: bool) -> None:
        self.relief = relief
        self._residue = residue
        self._inner = inner
        self._away = np.zeros(inner.shape, np.uint8)
        self._beside_lines = np.zeros(inner.shape, bool)
        self._clipped = clipped
        self._strokes: list[Stroke] = []
        self._scratches: list[Stroke] = []
        self._soft_mm = 0.0
        self._merged = False

    @property
    def found(self) -> InkFound:
        """What the strokes amount to."""
        strokes = [one for one in self._strokes if one.sure or self._soft_mm < MANY_MM]
        if len(self._scratches) > MOST_SCRATCHES:
            strokes += self._scratches
        strokes = join_signs(strokes, INK_CONTRAST, SURE_MM)
        strong = sum(one.long_mm for one in strokes if one.strong)
        faint = sum(one.long_mm for one in strokes if not one.strong)
        lines = sum(max(one.long_mm, one.line_mm) for one in strokes if not one.strong)
        best = max(strokes, key=lambda one: one.long_mm * one.peak).box if strokes else None
        doubt = sum(one.long_mm / (INK_MM if one.strong else FAINT_MM) for one in self._strokes if one not in strokes)
        return InkFound(strong > NEARLY_MM, strong, faint, self._soft_mm, lines, doubt, best)

    @property
    def merged(self) -> bool:
        """Whether something too soft for ink is so dark that ink may be part of it."""
        return self._merged

    def leave_out(self, covered: np.ndarray) -> None:
        """Count nothing there: bool, shape of the draft."""
        self._away[covered] = 1

    def leave_out_lines(self, covered: np.ndarray) -> None:
        """As `leave_out`, of lines across the sheet: strokes that cross them go on beside them."""
        self.leave_out(covered)
        self._beside_lines |= cv2.dilate(covered.view(np.uint8), np.ones((3, 3), np.uint8)) > 0

    def add(self, dark: np.ndarray, *, strong: bool = False) -> None:
        """Weigh the strokes of a mask: uint8, 1 on them; whether all of it stands out."""
        dark[self._away > 0] = 0
        if not may_hold(dark, math.ceil(STROKE_MM / 25.4 * DRAFT_DPI)):
            return
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
        holes = find_holes(labels, boxes)
        if holes:
            self._away |= cover_holes(labels, holes)
        for number in self._find_strokes(labels, boxes, holes):
            x, y, width, height, _ = (int(value) for value in boxes[number])
            self._weigh(labels, number, (x, y, x + width, y + height), strong=strong)

    def add_clump(self, contrast: np.ndarray) -> None:
        """Weigh specks that are all that is left of pale ink: contrast of a black-and-white scan."""
        clump = find_clump(contrast, self._inner & (self._away == 0))
        if clump is not None:
            self._strokes.append(Stroke(FAINT_MM, FAINT_MM, float(self.relief.least), False, True, clump))

    def _find_strokes(self, labels: np.ndarray, boxes: np.ndarray, holes: list[int]) -> Iterator[int]:
        """Numbers of the components that could be writing."""
        long_mm = boxes[:, 2:4].max(axis=1) * 25.4 / DRAFT_DPI
        is_stroke = long_mm >= (CROWDED_STROKE_MM if np.count_nonzero(long_mm < STROKE_MM) > CROWD else STROKE_MM)
        is_stroke[0] = False
        is_stroke[holes] = False
        yield from (int(number) for number in np.flatnonzero(is_stroke))

    def _weigh(self, labels: np.ndarray, number: int, box: Box, *, strong: bool) -> None:
        place = _widen(box, 1)
        here = (labels[place] == number) & self._inner[place]
        across, down = here.any(axis=0).sum(), here.any(axis=1).sum()
        long_mm = float(max(across, down) * 25.4 / DRAFT_DPI)
        if long_mm < STROKE_MM or self._away[place][here].any():
            return
        peak, height = (float(np.percentile(one[place][here], 90)) for one in (self.relief.fine, self.relief.lone))
        dark = peak >= DARK
        rim = cv2.dilate(here.view(np.uint8), np.ones((3, 3), np.uint8)) > 0
        if self._is_no_stroke(labels[place] == number, here, rim, box, peak):
            return
        if not dark and is_blob(here):
            height = max(height, peak - self._find_level_around(box))
        elif self._beside_lines[place][here].any():
            height = min(height, peak - self._find_shade_along(box))
            if height < self.relief.least:
                return
        sharp = float(np.percentile(self.relief.steps(place)[rim], 85)) / max(height, 0.01)
        if sharp < (DARK_SHARP if dark else SHARP):
            parts_mm = 0.0 if dark else self._find_sharp_parts(place, here)
            if parts_mm < MERGED_MM:
                self._merged |= INK_CONTRAST > peak >= MIDDLE_CONTRAST
                self._soft_mm += long_mm
                return
            long_mm = parts_mm
        if peak < INK_CONTRAST and self._residue is not None and self._residue[place][here].mean() >= RESIDUE:
            self._soft_mm += long_mm
            return
        self._away[place][here] = 1
        strong = strong or (peak >= INK_CONTRAST and long_mm >= SURE_MM)
        sure = strong or sharp >= SHARP_AMONG_MANY or self._find_sharp_parts(place, here) > 0
        self._strokes.append(Stroke(long_mm, measure_line(here), peak, strong, sure, box))

    def _is_no_stroke(self, whole: np.ndarray, here: np.ndarray, rim: np.ndarray, box: Box, peak: float) -> bool:
        """Whether a component has a shape or a profile that no pen, stamp or type leaves."""
        place, around = _widen(box, 1), _widen(box, round(SPOT_RIM_MM / 25.4 * DRAFT_DPI))
        if is_scratch(self.relief.fine[place] * here, peak, coarse=self._clipped):
            self._away[around] = 1
            long_mm = float(max(here.shape) * 25.4 / DRAFT_DPI)
            self._scratches.append(Stroke(long_mm, long_mm, peak, True, True, box))
            return True
        if is_speck(self.relief.fine[place] * here) or is_spot(whole):
            self._away[around] = 1
            return True
        if peak >= DARK:
            return False
        outline = self._is_one_sided(place, rim) or is_outline(here, box, self._away.shape)
        return outline or lies_on_step(here, box, self.relief.dark)

    def _is_one_sided(self, place: tuple[slice, slice], rim: np.ndarray) -> bool:
        """Whether the sheet is darker on the one side of a component than on the other."""
        steps = self.relief.steps(place)
        steep = rim & (steps >= max(EDGE_SHARE * float(np.percentile(steps[rim], 85)), FLAT))
        if not steep.any():
            return False
        across, down = (
            float((one[place][steep] / steps[steep]).mean()) for one in (self.relief.across, self.relief.down)
        )
        return float(np.hypot(across, down)) >= ONE_SIDED

    def _find_level_around(self, box: Box) -> float:
        """Contrast of the paper about a component."""
        near = self.relief.fine[_widen(box, round(AROUND_MM / 25.4 * DRAFT_DPI))]
        return float(np.percentile(near, AROUND_PERCENT))

    def _find_shade_along(self, box: Box) -> float:
        """Contrast of the paper to either side of a component, or above and below: a fold has shade along it."""
        far = round(ALONG_MM / 25.4 * DRAFT_DPI)
        left, top, right, bottom = box
        fine = self.relief.fine
        level = np.hstack([fine[top:bottom, max(0, left - far) : left], fine[top:bottom, right : right + far]])
        upright = np.vstack([fine[max(0, top - far) : top, left:right], fine[bottom : bottom + far, left:right]])
        return float(max((np.median(one) for one in (level, upright) if one.size), default=0.0))

    def _find_sharp_parts(self, place: tuple[slice, slice], here: np.ndarray) -> float:
        """Length of what is sharp in a component that is not: pencil that touches print shining through."""
        around = cv2.dilate(self.relief.lone[place], np.ones((7, 7), np.uint8))
        edges = here & (self.relief.steps(place) >= SHARP_PART * np.maximum(around, self.relief.least))
        _, _, boxes, _ = cv2.connectedComponentsWithStats(edges.view(np.uint8), connectivity=8)
        long_mm = boxes[1:, 2:4].max(axis=1) * 25.4 / DRAFT_DPI
        return float(long_mm[long_mm >= PART_MM].sum())


def _widen(box: Box, by: int) -> tuple[slice, slice]:
    left, top, right, bottom = box
    return np.s_[max(0, top - by) : bottom + by, max(0, left - by) : right + by]
