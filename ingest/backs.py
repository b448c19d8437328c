"""A back beside its front: what shines through is told from ink by what stands on the other side of the sheet.

A side that its own ink evidence does not call blank may still carry nothing but the mirrored, blurred print of its
other side. That is laid in place here and taken away; what remains is judged as ink. The other side never makes a
side blank by itself: where nothing of it is recognised on this side, or where this side is as dark as the other,
nothing is explained.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from ingest.background import is_clipped
from ingest.blank import InkFound, cover_rims, find_creases, find_inner, weigh_ink
from ingest.draft import DRAFT_DPI, to_gray
from ingest.holes import cover_holes
from ingest.registration import lay_other
from ingest.relief import find_shade
from ingest.scanned import decode
from ingest.side import Side, measure_side
from ingest.specks_behind import find_specks_behind
from nasti.model import Picture, Sheet

MOST_THROUGH = 0.6
"""Share of the other side's darkness that can be seen. Pages that both show the same print are darker than that."""
SPREAD_PX = (1.0, 2.0, 3.0)
"""How far paper scatters print, standard deviations at the draft's resolution: 0.17, 0.34 and 0.5 mm."""
NEAR_MM, MORE_NEAR = 8.0, 1.7
"""How much shines through is much the same over this distance, and nowhere so many times what it is all over: page
numbers at the heads of both sides lie over each other."""
LEAST_SEEN = 0.004
"""Deviation of the other side's contrast within that distance from which it is measured there, not taken from the
whole side."""
SLACK_MM, MORE = 0.35, 1.35
"""How far print is allowed to lie from where it should, and how much darker to be."""
SOFT_MM = 50.0
"""From so much soft stroke on a blank side is looked at beside its other one: pencil initials across a seal that shines
through are one component with it, and soft."""
MOSTLY = 0.5
"""Where the other side explains more than so much of what is dark, what remains is a rest of it: paper is not spread
evenly, and sides are laid on each other to a fraction of a millimetre."""

SURE_WORD, FEW_LETTERS = 0.6, 40
"""Mirrored print reads as some short words of little confidence; a page that reads has more letters that are sure."""


@dataclass(frozen=True, slots=True)
class BackFound:
    """What a side carries beside what its other side explains.

    Attributes:
        blank: True when nothing that remains can be ink.
        ink: What remains.
        alone: What was found on the side by itself.
        through: Share of the other side's darkness that is seen on this one; 0.0 where nothing of it is recognised.
        flip: "across" where the sheet turns about its long edge, "down" about its head; "" where nothing is recognised.
    """

    blank: bool
    ink: InkFound
    alone: InkFound
    through: float = 0.0
    flip: str = ""


def settle_back(side: Side, other: Side) -> BackFound:
    """Whether a side is blank, seen together with the other side of its sheet.

    A side full of soft strokes that passed for blank by itself is looked at again: with what shines through away, paler
    ink is found. Where the other side does not explain them, what is doubtful is ink.

    Args:
        side: As measured.
        other: The other side, as it came from the scanner: not mirrored.
    """
    if side.found.blank and side.found.soft_mm < SOFT_MM:
        return BackFound(True, side.found, side.found)
    contrast = _contrast(side)
    fine, seen = _inside(contrast, side), _inside(_contrast(other), other)
    laid = lay_other(fine, seen)
    if laid is None:
        return settle_alone(side)
    through, explained = _explain(fine, laid.seen)
    if not 0 < through <= MOST_THROUGH:
        return settle_alone(side)
    rest = cv2.subtract(contrast, np.clip(255 * explained, 0, 255).astype(np.uint8))
    # In the shade of a fold more would be taken away than is there, and what lies between the lines would stand out.
    rest = cv2.max(rest, cv2.min(contrast, find_shade(contrast)))
    residue = rest < (1 - MOSTLY) * contrast
    if is_clipped(contrast):
        rest[find_specks_behind(contrast, laid.seen)] = 0
    # Of a fold that print shines through, only pieces remain.
    away = find_creases(contrast, side.paper, side.background.map) | cover_rims(side.edges)
    ink = weigh_ink(rest, side.paper, side.background.map, away, residue)
    return BackFound(ink.blank, ink, side.found, round(through, 3), laid.flip)


def settle_alone(side: Side) -> BackFound:
    """Whether a side is blank that no other side explains: where it is doubtful, it is not.

    Args:
        side: As measured.
    """
    return BackFound(side.found.blank and side.found.doubt < 1, side.found, side.found)


def may_be_blank(sheet: Sheet) -> bool:
    """Whether a sheet that was read is to be judged together with its other side.

    Such is a sheet on which nothing reads well, and one called blank although much shines through: pale ink among that
    is found only once it is taken away. Cheap, so that `judge_back` runs on few sheets alone.

    Args:
        sheet: As read.
    """
    if sheet.separator is not None or sheet.told.blank is not None:
        return False
    if sheet.blank:
        soft = [step.detail.get("soft_mm") for step in sheet.steps if step.name == "look_for_ink"]
        return any(isinstance(length, int) and length >= SOFT_MM for length in soft)
    sure = sum(len(word.text) for word in sheet.words if word.confidence >= SURE_WORD)
    return sure <= FEW_LETTERS


def judge_back(picture: Picture, other_picture: Picture, sheet: Sheet, other_sheet: Sheet) -> BackFound:
    """Whether a sheet is blank, seen together with the other side as kept.

    Args:
        picture: Of the side that may be blank.
        other_picture: Of the other side.
        sheet: The side, as read; what a person says of it is not judged again.
        other_sheet: The other side, as read. A blank one explains nothing.
    """
    side = _measure(picture)
    if sheet.told.blank is not None:
        return BackFound(sheet.told.blank, side.found, side.found)
    if other_sheet.blank:
        return settle_alone(side)
    return settle_back(side, _measure(other_picture))


def _measure(picture: Picture) -> Side:
    with Image.open(io.BytesIO(picture.data)) as image:
        pixels, _ = decode(image)
    return measure_side(to_gray(pixels), picture.dpi)


def _contrast(side: Side) -> np.ndarray:
    """Contrast to the paper, uint8, without border and holes."""
    contrast = 255 - side.evened
    if side.paper is not None:
        contrast = cv2.bitwise_and(contrast, side.paper)
    if side.holes:
        contrast[cover_holes(side.ink.labels, side.holes) > 0] = 0
    return np.asarray(contrast)


def _inside(contrast: np.ndarray, side: Side) -> np.ndarray:
    """Contrast, float32, 0 to 1, without the margins: the shadows along the edges of the paper are on both sides."""
    return np.where(find_inner(contrast.shape, side.paper), contrast * np.float32(1 / 255), np.float32(0))


def _explain(fine: np.ndarray, seen: np.ndarray) -> tuple[float, np.ndarray]:
    """The share that shines through all over, and how dark it may be at each place: float32, shape of `fine`."""
    some = fine[::2, ::2].ravel()
    softened = [cv2.GaussianBlur(seen, (0, 0), spread) for spread in SPREAD_PX]
    blurred = max(softened, key=lambda one: float(np.corrcoef(some, one[::2, ::2].ravel())[0, 1]))
    near = round(NEAR_MM / 25.4 * DRAFT_DPI)
    own, theirs, both, square = (
        cv2.blur(one, (near, near)) for one in (fine, blurred, fine * blurred, blurred * blurred)
    )
    together, spread = both - own * theirs, square - theirs * theirs
    all_over = float(together.sum() / max(float(spread.sum()), 1e-9))
    weight = np.float32(LEAST_SEEN**2)
    most = min(MOST_THROUGH, MORE_NEAR * max(all_over, 0.0))
    share = np.clip((together + weight * all_over) / (spread + weight), 0, most)
    side = 2 * round(SLACK_MM / 25.4 * DRAFT_DPI) + 1
    reach = cv2.dilate(blurred, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    return all_over, MORE * share * reach
