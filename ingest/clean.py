"""One scanned side made ready for reading: upright, straight, without border, on even paper."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from ingest.background import even
from ingest.blank import MIDDLE_CONTRAST, NEARLY_MM, InkFound
from ingest.colour import fade_colour
from ingest.draft import DRAFT_DPI, resize, to_gray
from ingest.geometry import box_of, lay_box, lay_upright, upright_size
from ingest.holes import cover_holes
from ingest.lift import NO_STAMPS, Stamps, find_stamps, lift
from ingest.lines import Lines
from ingest.orient import Orientation, find_turn
from ingest.quality.measure import measure_quality
from ingest.quality.view import View, halve, pick_colour
from ingest.rims import Rim, find_large, lift_rims
from ingest.scanned import LOW_DPI, Scanned
from ingest.side import Side, measure_side
from ingest.specks import cover_specks
from ingest.straighten import Skew, settle_skew
from nasti.model import UNTOLD, Box, Notice, Picture, Size, Step, Told
from nasti.settings import IngestSection

# Sheets are cleaned side by side, one on each core; threads inside one would only get in each other's way.
cv2.setNumThreads(1)

WHITE = 255
NEAR_ENOUGH = 0.1
"""A scan whose resolution differs from the reading resolution by less than this share is read as it is."""

GHOST_MM = 25.0
"""Soft strokes from which a side with hardly any ink shows the other one. Strokes of a ghost that touch are few.

Source: backs of the generated lot that show a page of print measure 18 to 416 mm, most of them 37 to 61.
"""
AROUND_PX = 9
"""How far around what stands out a side with hardly any ink is left as it is, pixels of the draft: 1 mm."""

_EMPTY = np.full((1, 1), WHITE, np.uint8)

AskTurn = Callable[[np.ndarray], tuple[int, float] | None]
"""Takes a uint8 gray image, gives how far it is turned counter-clockwise from upright and a confidence, or None."""


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """A sheet ready for reading.

    Attributes:
        reading: uint8, (height, width): gray, upright, straight; outside the paper as bright as the paper. Mere white,
            of one pixel, for a blank side: there is nothing to read.
        scale: Pixels of `reading` per pixel of the upright sheet image.
        turn_deg: How far the scan was turned counter-clockwise from upright.
        turn_sure: Whether anything vouches for that.
        skew_deg: Skew taken out after the turn, counter-clockwise; 0.0 where none was.
        size_px: Width and height of the upright sheet image.
        paper_px: The paper on it; all of it where there is no border.
        blank: True when the side carries no ink.
        flags: Sorted: ``blank``, ``skew_unsure``, ``turn_unsure``, those of the sheet as opened, those of
            the notices.
        steps: What was done and found.
        seconds: CPU seconds by stage.
        notices: Measure and place of those flags that have them.
        measures: What `ingest.compare` compares sheets by.
    """

    reading: np.ndarray
    scale: float
    turn_deg: int
    turn_sure: bool
    skew_deg: float
    size_px: Size
    paper_px: Box
    blank: bool
    flags: tuple[str, ...]
    steps: tuple[Step, ...]
    seconds: Mapping[str, float]
    notices: tuple[Notice, ...] = ()
    measures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """A sheet for reading, not yet upright: its image, and the brightness of its paper."""

    image: np.ndarray
    blank: int


@dataclass(frozen=True, slots=True, eq=False)
class _Lying:
    """How a sheet lies, and what is to be read of it before it is laid upright; nothing of a blank side."""

    orientation: Orientation
    skew: Skew
    stamps: Stamps
    rims: tuple[Rim, ...]
    prepared: _Prepared | None


def clean(
    scanned: Scanned,
    settings: IngestSection,
    ask_turn: AskTurn,
    first_turn: int | None = None,
    told: Told = UNTOLD,
) -> Cleaned:
    """Make a sheet ready for reading.

    Args:
        scanned: The sheet as it came.
        settings: Resolution of reading, range of skew, evening of the background.
        ask_turn: Asked for the turn only where the sheet's own headlines do not settle it.
        first_turn: The turn to take instead of measuring it, for a second try; such a sheet is not blank.
        told: What a person says of its turn and of its being blank, which is taken instead of measuring.
    """
    started = time.thread_time()
    scan_px = scanned.picture.size_px
    gray = to_gray(scanned.pixels)
    draft = measure_side(gray, scanned.dpi)
    evened = settings.even_background == "always" or (
        settings.even_background == "auto" and draft.background.needs_evening
    )
    scale = _reading_scale(scanned, settings.read_dpi)
    blank = draft.found.blank and first_turn is None if told.blank is None else told.blank
    forced = told.turn_deg if first_turn is None else first_turn
    if blank:
        lying = _lie_blank(draft, forced or 0)
    else:
        lying = _lie(scanned, gray, draft, settings, ask_turn, forced, scale, evened=evened)
    orientation, skew = lying.orientation, lying.skew
    turn = orientation.turn_deg
    view = _view(scanned, gray, draft, turn, skew.skew_deg)
    measures, faults = measure_quality(view, scan_px, blank=blank)
    ink = () if blank else _tell_ink(draft.found, scanned.picture, turn, skew.skew_deg)
    notices = (*_notice(scanned, orientation, skew), *faults, *ink)
    return Cleaned(
        reading=_EMPTY if lying.prepared is None else _lay(lying.prepared, scan_px, turn, skew.skew_deg, scale),
        scale=scale,
        turn_deg=turn,
        turn_sure=orientation.sure,
        skew_deg=skew.skew_deg,
        size_px=upright_size(scan_px, turn),
        paper_px=_paper_box(draft.paper, scan_px, turn, skew.skew_deg),
        blank=blank,
        flags=tuple(sorted({*scanned.flags, *(["blank"] if blank else []), *(notice.name for notice in notices)})),
        steps=(
            *_steps(draft, orientation, skew, scale, evened=evened and not blank),
            *_tell_seals(lying, scanned.picture, scanned.dpi),
        ),
        seconds={"clean": time.thread_time() - started},
        notices=notices,
        measures=measures,
    )


def _lie_blank(draft: Side, turn_deg: int) -> _Lying:
    orientation = Orientation(turn_deg, True, Lines(0.0, 1.0), draft.ink.text, {"by": "blank"})
    return _Lying(orientation, Skew(0.0, False, 0.0), NO_STAMPS, (), None)


def _lie(
    scanned: Scanned, gray: np.ndarray, draft: Side, settings: IngestSection, ask_turn: AskTurn, forced: int | None,
    scale: float, *, evened: bool,
) -> _Lying:  # fmt: skip
    stamps = find_stamps(scanned.pixels, scanned.dpi)
    lifted, rims = lift_rims(lift(gray, scanned.pixels, stamps, scanned.dpi), scanned.dpi, find_large(draft.ink))
    prepared = _prepare(lifted, draft, min(scale * scanned.reduced, 1.0), evened=evened)
    orientation = find_turn(
        draft.ink,
        settings.straighten_to_deg,
        lambda turn_deg, skew_deg: ask_turn(_lay(prepared, scanned.picture.size_px, turn_deg, skew_deg, scale)),
        forced,
    )
    skew = settle_skew(
        orientation.levelled, orientation.lines, settings.straighten_from_deg, settings.straighten_to_deg
    )
    return _Lying(orientation, skew, stamps, rims, prepared)


def clean_again(scanned: Scanned, cleaned: Cleaned, settings: IngestSection) -> np.ndarray:
    """The other cleaning, for a second reading: coloured ink faded, the background evened if it was not before.

    Args:
        scanned: The sheet as it came.
        cleaned: What `clean` made of it; the result has the same geometry.
        settings: As for `clean`; evening follows them where they do not leave it to the sheet.

    Returns:
        uint8, same shape as ``cleaned.reading``.
    """
    draft = measure_side(to_gray(scanned.pixels), scanned.dpi)
    before = any(step.name == "even_background" for step in cleaned.steps)
    evened = before != (settings.even_background == "auto")
    scale = min(cleaned.scale * scanned.reduced, 1.0)
    lifted, _ = lift_rims(fade_colour(scanned.pixels), scanned.dpi, find_large(draft.ink))
    prepared = _prepare(lifted, draft, scale, evened=evened)
    return _lay(prepared, scanned.picture.size_px, cleaned.turn_deg, cleaned.skew_deg, cleaned.scale)


def _prepare(gray: np.ndarray, draft: Side, scale: float, *, evened: bool) -> _Prepared:
    """The sheet as it came, at reading size, on even paper if wished, with nothing but paper around it."""
    image = resize(gray, scale)
    blank = WHITE
    if evened:
        image = even(image, draft.background)
    else:
        # White beside grayish paper would draw the engine's threshold between the two and lose all pale ink.
        blank = round(draft.background.level)
    away = cv2.bitwise_or(cover_specks(draft.ink), draft.edges)
    if draft.paper is not None:
        away = cv2.bitwise_or(away, cv2.bitwise_not(draft.paper))
    if draft.holes:
        away = cv2.bitwise_or(away, cover_holes(draft.ink.labels, draft.holes))
    if draft.found.nearly_blank and draft.found.soft_mm >= GHOST_MM:
        away = cv2.bitwise_or(away, _cover_pale(draft.evened))
    if away.any():
        height, width = image.shape
        patch = cv2.resize(np.minimum(away, np.uint8(blank)), (width, height), interpolation=cv2.INTER_NEAREST)
        image = np.asarray(cv2.max(image, patch))
    return _Prepared(image, blank)


def _cover_pale(evened: np.ndarray) -> np.ndarray:
    """All but what stands out: on a side with hardly any ink a page of print that shines through is not for reading.

    Source: one such ghost at 150 dots per inch took the recogniser 90 s of processor time, and gave noise.
    """
    stands_out = (evened < 255 * (1 - MIDDLE_CONTRAST)).astype(np.uint8) * np.uint8(255)
    return cv2.bitwise_not(cv2.dilate(stands_out, np.ones((AROUND_PX, AROUND_PX), np.uint8)))


def _lay(prepared: _Prepared, scan_px: Size, turn_deg: int, skew_deg: float, scale: float) -> np.ndarray:
    return lay_upright(prepared.image, scan_px, turn_deg, skew_deg, scale, outside=prepared.blank)


def _reading_scale(scanned: Scanned, read_dpi: int) -> float:
    scale = read_dpi / scanned.picture.dpi
    if scanned.reduced > 1:
        # What was reduced for its size is not blown up again.
        return min(scale, 1 / scanned.reduced)
    return 1.0 if abs(scale - 1) < NEAR_ENOUGH else scale


def _paper_box(paper: np.ndarray | None, scan_px: Size, turn_deg: int, skew_deg: float) -> Box:
    width, height = upright_size(scan_px, turn_deg)
    if paper is None:
        return 0, 0, width, height
    upright = lay_upright(paper, scan_px, turn_deg, skew_deg, paper.shape[1] / scan_px[0], outside=0)
    return box_of(upright, (width, height))


def _view(scanned: Scanned, gray: np.ndarray, draft: Side, turn_deg: int, skew_deg: float) -> View:
    return View(
        full=gray,
        dpi=scanned.dpi,
        # A giant map of a palette is kept as PNG too.
        bilevel=scanned.picture.form == "png" and scanned.pixels.ndim == 2,
        colour=pick_colour(scanned.pixels, scanned.dpi),
        gray=draft.gray,
        half=halve(draft.gray),
        evened=draft.bare,
        paper=draft.paper,
        background=draft.background,
        ink=draft.ink,
        edges=draft.edges,
        turn_deg=turn_deg,
        skew_deg=skew_deg,
    )


def _notice(scanned: Scanned, orientation: Orientation, skew: Skew) -> tuple[Notice, ...]:
    """What opening and straightening noticed, with its measure."""
    noticed = []
    if "low_resolution" in scanned.flags:
        noticed.append(Notice("low_resolution", scanned.picture.dpi, LOW_DPI, "dpi"))
    if not orientation.sure:
        noticed.append(Notice("turn_unsure", orientation.turn_deg, None, "deg"))
    if skew.doubted:
        noticed.append(Notice("skew_unsure", round(skew.measured_deg, 2), None, "deg"))
    return tuple(noticed)


def _steps(draft: Side, orientation: Orientation, skew: Skew, scale: float, *, evened: bool) -> tuple[Step, ...]:
    paper, found = draft.background, draft.found
    steps = [
        Step(
            "look_for_ink",
            {
                "plenty": found.plenty,
                "strong_mm": round(found.strong_mm),
                "faint_mm": round(found.faint_mm),
                "soft_mm": round(found.soft_mm),
            },
        ),
        Step("turn", {"turn_deg": orientation.turn_deg, **orientation.detail}),
        Step("straighten", {"skew_deg": round(skew.skew_deg, 3), "measured_deg": round(skew.measured_deg, 3)}),
    ]
    if draft.paper is not None:
        steps.append(Step("mask_border", {"paper_share": round(float((draft.paper > 0).mean()), 3)}))
    if draft.holes:
        steps.append(Step("mask_holes", {"holes": len(draft.holes)}))
    if evened:
        steps.append(Step("even_background", {"level": round(paper.level), "spread": round(paper.spread)}))
    if scale != 1.0:
        steps.append(Step("scale", {"scale": round(scale, 4)}))
    return tuple(steps)


def _tell_ink(found: InkFound, picture: Picture, turn_deg: int, skew_deg: float) -> tuple[Notice, ...]:
    if not found.nearly_blank:
        return ()
    box = None
    if found.box is not None:
        box = lay_box(_scaled(found.box, picture.dpi / DRAFT_DPI), picture.size_px, turn_deg, skew_deg)
    return (Notice("nearly_blank", round(found.strong_mm + found.faint_mm, 1), NEARLY_MM, "mm", box),)


def _tell_seals(lying: _Lying, picture: Picture, dpi: float) -> Iterator[Step]:
    turn_deg, skew_deg = lying.orientation.turn_deg, lying.skew.skew_deg
    by_step = {
        "lift_ink": (picture.dpi / DRAFT_DPI, [stamp.box for stamp in lying.stamps.found]),
        "lift_rims": (picture.dpi / dpi, [rim.box for rim in lying.rims]),
    }
    for step, (grown, boxes) in by_step.items():
        if boxes:
            laid = [lay_box(_scaled(box, grown), picture.size_px, turn_deg, skew_deg) for box in boxes]
            yield Step(step, {"boxes": laid})


def _scaled(box: Box, factor: float) -> Box:
    left, top, right, bottom = (round(edge * factor) for edge in box)
    return left, top, right, bottom
