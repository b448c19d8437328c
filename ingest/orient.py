"""Which way up a sheet lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.ink import Ink
from ingest.lines import Lines, level, measure_lines

AXIS_SURE = 1.5
"""Lines along one axis are this much sharper than along the other when there is text.

Source: 56 office pages in four turns: 1.6 to 4.3, Hindi and English, tables at the lower end.
"""
WORD_HIGH_MM, WORD_WIDE_MM, WORD_ASPECT = 1.7, 4.0, (1.5, 9.0)
"""Letters joined by a headline are wider than they are high; what is wider still is joined by an underline."""
HEADLINE_FROM, PLAIN_BELOW = 0.75, 0.6
"""Share of a word's width that its headline covers, and that no row of its other half may reach: an underlined word
or a table cell has two such rows and is left out."""
ONE_SIDED = 0.85
SETTLED = ((6, 0.2), (3, 0.5))
HINTED = (6, 0.0)
"""Votes for one side, and the share of the text's ink in the words that vote, that settle it or hint at it.

Source: 56 office pages: 0.15 to 0.8 Hindi and mixed, 0.0 English, where a few underlined words must not outvote the
rest; three words alone on a sheet are enough where there is little else.
"""
OSD_SURE, OSD_AGAINST_VOTES = 3.0, 8.0
"""Source: 392 turned views of 98 pages: no error in 314 at this confidence or above, 10 % wrong or silent below."""

AskTurn = Callable[[int, float], tuple[int, float] | None]
"""Given a turn and a skew to take out first: how far the rest is turned, 0 to 270, and a confidence; or None."""


@dataclass(frozen=True, slots=True, eq=False)
class Orientation:
    """Which way up a sheet lies, and how its lines run.

    Attributes:
        turn_deg: How far it was turned counter-clockwise from upright.
        sure: Whether anything vouches for that.
        lines: Along the axis that is horizontal once the turn is taken out.
        levelled: uint8, the text along that axis, sheared so that its lines run along its rows.
        detail: The evidence, as JSON can hold it.
    """

    turn_deg: int
    sure: bool
    lines: Lines
    levelled: np.ndarray
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Axis:
    """The text laid so that lines along one axis run along the rows; turned by 90 or 270, a page's lines do not."""

    boxes: np.ndarray
    lines: Lines
    levelled: np.ndarray


@dataclass(frozen=True, slots=True)
class _Votes:
    """Where the headlines lie: words by side, and the share of all ink in words that vote."""

    by_side: Mapping[int, int]
    share: float

    @property
    def turn_deg(self) -> int:
        return max(self.by_side, key=lambda side: self.by_side[side])

    def reach(self, least: int, share: float) -> bool:
        """Whether one side has so many votes, nearly all votes, and speaks for so much of the text."""
        most = self.by_side[self.turn_deg]
        return most >= max(least, ONE_SIDED * sum(self.by_side.values())) and self.share >= share


def find_turn(ink: Ink, most_skew_deg: float, ask: AskTurn, forced: int | None = None) -> Orientation:
    """Find the turn by the headlines of Devanagari words; ask the reading engine where they do not settle it.

    A headline lies in the upper half of its word, so each word votes for one of four sides; the axis itself shows in
    any script, because lines make sharp rows along it alone.

    Args:
        ink: Of the sheet as it came.
        most_skew_deg: Lines are looked for up to this angle.
        ask: Asks the reading engine; expensive.
        forced: The turn, where it is known already.

    Source: Chaudhuri and Pal 1997 for the headline; 224 turned office pages for the order of the tests.
    """
    if forced is not None:
        axis = _lay_along(ink, forced % 180, most_skew_deg)
        return Orientation(forced, True, axis.lines, axis.levelled, {"by": "forced"})
    axes = {side: _lay_along(ink, side, most_skew_deg) for side in (0, 90)}
    flat, upright = axes[0].lines.sharpness, axes[90].lines.sharpness
    known = 0 if flat >= AXIS_SURE * upright else 90 if upright >= AXIS_SURE * flat else None
    votes = _count_votes({side: axis for side, axis in axes.items() if known in (None, side)})
    turn, sure, detail = _decide(votes, axes, known, ask)
    chosen = axes[turn % 180]
    return Orientation(turn, sure, chosen.lines, chosen.levelled, detail)


def _lay_along(ink: Ink, side: int, most_skew_deg: float) -> _Axis:
    text, boxes = ink.text, ink.text_boxes
    if side == 90:
        left, top, width, height, area = boxes.T
        boxes = np.column_stack((text.shape[0] - top - height, left, height, width, area))
        text = np.asarray(cv2.rotate(text, cv2.ROTATE_90_CLOCKWISE))
    lines = measure_lines(text, most_skew_deg)
    return _Axis(boxes, lines, level(text, lines.skew_deg))


def _decide(
    votes: _Votes, axes: Mapping[int, _Axis], known: int | None, ask: AskTurn
) -> tuple[int, bool, dict[str, object]]:
    """The turn, whether it is sure, and the evidence."""
    detail: dict[str, object] = {"votes": {str(side): count for side, count in votes.by_side.items() if count}}
    settled = any(votes.reach(least, share) for least, share in SETTLED)
    if settled and known is not None:
        return votes.turn_deg, True, detail | {"by": "headlines"}
    # Laid along its lines and straight, a page is at its easiest for the engine.
    first = known or 0
    answer = ask(first, 0.0 if known is None else axes[first].lines.skew_deg)
    hinted = votes.reach(*HINTED)
    said = None
    if answer is not None:
        said = (first + answer[0]) % 360
        detail |= {"osd": said, "osd_confidence": round(answer[1], 1)}
        contradicted = (
            hinted and said != votes.turn_deg and answer[1] < OSD_AGAINST_VOTES
        ) or said not in votes.by_side
        if answer[1] >= OSD_SURE and not contradicted:
            return said, True, detail | {"by": "osd"}
    if settled or hinted:
        return votes.turn_deg, settled, detail | {"by": "headlines"}
    # Most sheets lie upright; for one on its side even a weak answer is better than none.
    turn = said if known == 90 and said in votes.by_side and said is not None else first
    return turn, False, detail | {"by": "nothing" if known is None else "lines"}


def _count_votes(axes: Mapping[int, _Axis]) -> _Votes:
    by_side: dict[int, int] = {}
    share = 0.0
    for side, axis in axes.items():
        upper, lower, voting = _count_headlines(axis)
        by_side |= {side: upper, side + 180: lower}
        share = max(share, voting)
    return _Votes(by_side, share)


def _count_headlines(axis: _Axis) -> tuple[int, int, float]:
    """Words with their headline in the upper half, in the lower half, and the share of all ink in such words."""
    height, width = axis.levelled.shape
    slope = np.tan(np.radians(axis.lines.skew_deg))
    # The boxes of the sheared words follow from those of the crooked ones: lower by how far the word rises.
    left, top, wide, high, area = axis.boxes.T.astype(np.float64)
    top = top + slope * (left + (wide if slope > 0 else 0) - width / 2)
    high = high - abs(slope) * wide
    is_word = (wide >= _pixels(WORD_WIDE_MM)) & (high >= _pixels(WORD_HIGH_MM))
    is_word &= (wide >= WORD_ASPECT[0] * high) & (wide <= WORD_ASPECT[1] * high)
    is_word &= (top >= 0) & (top + high <= height)
    ink = np.zeros((height, width + 1), np.int32)
    np.cumsum(axis.levelled, axis=1, out=ink[:, 1:])
    words = np.column_stack((left, top.round(), wide, high.round(), area))[is_word].astype(int)
    upper = lower = voting = 0
    for x, y, across, down, size in words:
        filled = (ink[y : y + down, x + across] - ink[y : y + down, x]) / across
        above, below = filled[: int(0.45 * down) + 1].max(), filled[int(0.55 * down) :].max()
        if above >= HEADLINE_FROM and below < PLAIN_BELOW:
            upper, voting = upper + 1, voting + size
        elif below >= HEADLINE_FROM and above < PLAIN_BELOW:
            lower, voting = lower + 1, voting + size
    return upper, lower, float(voting / max(1.0, area.sum()))


def _pixels(length_mm: float) -> int:
    return max(1, round(length_mm / 25.4 * DRAFT_DPI))
