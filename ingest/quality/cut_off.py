"""Text that runs over the edge of the scan, or of the paper: what stood there is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.quality.view import Fault, View, draft_pixels
from nasti.model import Box, enclose

CUT_FROM = 3
"""Words that end at one edge. A flourish of a signature or a margin note may leave the sheet; three lines do not."""
ALONG_MM, INWARD_MM = (0.7, 12.0), (0.7, 60.0)
"""Size of what is left of a word, along the edge and away from it; a rule that runs into the edge is thinner."""
CROSSED = 0.75
"""Share of that size along the edge which is ink there: strokes cross an edge in places, shadows lie along it."""
HEAD_ALONG_MM, HEAD_INWARD_MM, FULL = (1.5, 60.0), (0.6, 12.0), 0.75
"""The same where a line is cut along its length. There the cut may run along a headline, but what is left is no bar:
less than this share of its box is ink."""
PAPER_SHARE, AROUND_MM = 0.75, 2.0
"""Brightness beside a word over that of the page: the grain of a desk is no text."""
NEAR_MM, LEVEL = 12.0, 0.5
"""The next word of its line stands this near, and level with it by this share."""

DESK_SPREAD = 70
"""Gray levels between the darker and the lighter background. Source: stained, unevenly lit scans at most 38; ten
phone pictures on a wooden desk 52 to 146."""

SIDES = ("left", "top", "right", "bottom")


@dataclass(frozen=True, slots=True, eq=False)
class _Edge:
    """Components seen from one edge: boxes as (along start, along end, inward start, inward end), in pixels."""

    boxes: np.ndarray
    areas: np.ndarray
    touching: np.ndarray
    crossed: np.ndarray


def find_cut_off(view: View) -> Iterator[Fault]:
    """Sides at which words end in the middle; none where a desk is seen around the paper, whose grain is like words."""
    if view.background.spread > DESK_SPREAD:
        return
    for side, name in enumerate(SIDES):
        edge = _look_from(view, name)
        # Lines end at two of the sides, and run along the other two.
        ends = (side % 2 == 0) == (view.turn_deg % 180 == 0)
        cut = _cut_lines(edge, view) if ends else _cut_line(edge)
        cut = [number for number in cut if _on_paper(view, number)]
        if len(cut) >= CUT_FROM:
            yield Fault("cut_off", len(cut), CUT_FROM, "words", _enclose(view, cut))


def _on_paper(view: View, number: int) -> bool:
    x, y, width, height, _ = view.ink.boxes[number]
    around = draft_pixels(AROUND_MM)
    place = np.s_[max(0, y - around) : y + height + around, max(0, x - around) : x + width + around]
    piece = view.gray[place] if view.paper is None else view.gray[place][view.paper[place] > 0]
    return bool(np.median(piece) >= PAPER_SHARE * view.background.level)


def _look_from(view: View, name: str) -> _Edge:
    labels, boxes = view.ink.labels, view.ink.boxes
    height, width = labels.shape
    left, top, across, down, areas = boxes.T
    turned = {
        "left": (top, top + down, left, left + across),
        "right": (top, top + down, width - left - across, width - left),
        "top": (left, left + across, top, top + down),
        "bottom": (left, left + across, height - top - down, height - top),
    }[name]
    rim, beyond = _rim(view, name)
    counts = np.bincount(rim, minlength=len(boxes))
    counts[0] = 0
    slivers = np.bincount(beyond, minlength=len(boxes)) > 0
    touching = (counts > 0) & ~slivers
    return _Edge(np.column_stack(turned), areas, np.flatnonzero(touching), counts)


def _rim(view: View, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Labels along the edge, seen from one side; and the labels there that are slivers of the bed or staples."""
    labels, edges, paper = view.ink.labels, view.edges, view.paper
    if name in ("top", "bottom"):
        labels, edges, paper = labels.T, edges.T, None if paper is None else paper.T
    if name in ("right", "bottom"):
        labels, edges, paper = labels[:, ::-1], edges[:, ::-1], None if paper is None else paper[:, ::-1]
    rows = np.arange(labels.shape[0])
    if paper is None:
        at = np.zeros(len(rows), np.intp)
    else:
        at = (paper > 0).argmax(axis=1)
        rows = rows[paper[rows, at] > 0]
        at = at[rows]
    found = labels[rows, at]
    return found, found[edges[rows, at] > 0]


def _cut_lines(edge: _Edge, view: View) -> list[int]:
    """Words cut at the end of their line, with the next word of the line beside them."""
    millimetre = DRAFT_DPI / 25.4
    start, end, near, far = edge.boxes.T
    long, deep = (end - start) / millimetre, (far - near) / millimetre
    words = (long >= ALONG_MM[0]) & (long <= ALONG_MM[1]) & (deep <= INWARD_MM[1])
    words[0] = False
    text = np.flatnonzero(words & (deep >= 2 * ALONG_MM[0]))
    cut = []
    for number in edge.touching:
        if not words[number] or deep[number] < INWARD_MM[0] or edge.crossed[number] > CROSSED * (end - start)[number]:
            continue
        shared = np.minimum(end[text], end[number]) - np.maximum(start[text], start[number])
        level = shared >= LEVEL * np.minimum(end[text] - start[text], end[number] - start[number])
        gap = near[text] - far[number]
        if (level & (gap <= NEAR_MM * millimetre) & (text != number) & (gap > -millimetre)).any():
            cut.append(int(number))
    return cut


def _cut_line(edge: _Edge) -> list[int]:
    """Words of a line that is cut along its length: several beside one another."""
    millimetre = DRAFT_DPI / 25.4
    start, end, near, far = edge.boxes.T
    long, deep = (end - start) / millimetre, (far - near) / millimetre
    fits = (long >= HEAD_ALONG_MM[0]) & (long <= HEAD_ALONG_MM[1])
    fits &= (deep >= HEAD_INWARD_MM[0]) & (deep <= HEAD_INWARD_MM[1])
    fits &= edge.areas <= FULL * (end - start) * (far - near)
    numbers = [int(number) for number in edge.touching if fits[number]]
    numbers.sort(key=lambda number: int(start[number]))
    row: list[int] = []
    best: list[int] = []
    for number in numbers:
        if row and start[number] - end[row[-1]] > NEAR_MM * millimetre:
            row = []
        row.append(number)
        best = max(best, row, key=len)
    return list(best)


def _enclose(view: View, numbers: list[int]) -> Box:
    boxes = view.ink.boxes[numbers]
    return enclose((int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in boxes)
