"""What is measured of a side on its draft: border, paper, ink, holes and edges."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.background import Background, even, measure_background
from ingest.blank import InkFound, look_for_ink
from ingest.draft import DRAFT_DPI, resize
from ingest.edges import cover_edges
from ingest.holes import cover_holes, find_holes
from ingest.ink import Ink, find_ink
from ingest.paper import find_paper
from ingest.punched import find_punched

LID_BELOW, LID_SPREAD = 48, 12
"""Gray levels of an empty black bed, and how far its lightest and darkest spots are apart at most.
Source: drawn beds at 18 and 24 with grain of 3 levels spread 2; a strip of paper is lighter than all of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The measuring copy: border, background and ink of a sheet as it came.

    Attributes:
        gray: uint8, (height, width), the draft as it came.
        paper: uint8, (height, width) of the draft, 255 on the paper and 0 on the border; None where there is none.
        background: Of the paper.
        bare: uint8, same shape, the draft divided by its background.
        evened: The same with slivers and staples covered.
        ink: Its parts.
        holes: Which of those parts are punch holes, or holes of a row along an edge, torn out to it or whole.
        edges: uint8, same shape, 255 on slivers and staples.
        found: What speaks against a blank side.
    """

    gray: np.ndarray
    paper: np.ndarray | None
    background: Background
    bare: np.ndarray
    evened: np.ndarray
    ink: Ink
    holes: tuple[int, ...]
    edges: np.ndarray
    found: InkFound


def measure_side(gray: np.ndarray, dpi: float) -> Side:
    """Measure a side.

    Args:
        gray: uint8, (height, width), as it came.
        dpi: Its resolution.
    """
    small = resize(gray, DRAFT_DPI / dpi)
    paper = find_paper(small, DRAFT_DPI)
    background = measure_background(small, DRAFT_DPI, paper)
    bare = even(small, background)
    ink = find_ink(bare, paper)
    holes = tuple(sorted({*find_holes(ink.labels, ink.boxes), *find_punched(ink.boxes, small.shape, paper)}))
    edges = cover_edges(ink, paper)
    evened = cv2.bitwise_or(bare, edges)
    found = InkFound(plenty=False)
    if not _is_lid(small):
        found = look_for_ink(evened, paper, background.map, edges, cover_holes(ink.labels, holes))
    return Side(small, paper, background, bare, evened, ink, holes, edges, found)


def _is_lid(small: np.ndarray) -> bool:
    """Whether nothing lay on the glass and all is as dark as the lid's inside; grain on black looks like strokes."""
    if cv2.mean(small)[0] >= LID_BELOW:
        return False
    smooth = cv2.GaussianBlur(small, (0, 0), 2)
    low, high, _, _ = cv2.minMaxLoc(smooth)
    return high < LID_BELOW and high - low <= LID_SPREAD
