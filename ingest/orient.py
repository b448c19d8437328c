"""Which way up a sheet lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI
from ingest.lines import Lines, level, measure_lines

AXIS_SURE = 1.5
"""Lines along one axis are this much sharper than along the other when there is text.

Source: 61 office pages in four turns: 1.6 to 4.3, Hindi and English, tables at the lower end.
"""
WORD_HIGH_MM, WORD_WIDE_MM, WORD_ASPECT = 1.7, 4.0, 1.5
"""Letters joined by a headline are wider than they are high."""
HEADLINE_FROM, PLAIN_BELOW = 0.75, 0.6
"""Share of a word's width that its headline covers, and that no row of its other half may reach: an underlined word
or a table cell has two such rows and is left out."""
VOTES_SURE, SHARE_SURE = 6, 0.85
SCRIPT_SURE = 0.15
"""Share of the text's ink that lies in words with a headline. Source: 61 office pages: 0.37 to 0.85 Hindi and mixed,
0.0 English, where a few underlined words must not outvote the rest."""
OSD_SURE = 3.0
"""Source: 392 turned views of 98 pages: no error in 314 at this confidence or above, 10 % wrong or silent below."""

AskTurn = Callable[[], tuple[int, float] | None]


@dataclass(frozen=True, slots=True)
class Orientation:
    """Which way up a sheet lies, and how its lines run.

    Attributes:
        turn_deg: How far it was turned counter-clockwise from upright.
        sure: Whether anything vouches for that.
        lines: Along the axis that is horizontal once the turn is taken out.
        detail: The evidence, as JSON can hold it.
    """

    turn_deg: int
    sure: bool
    lines: Lines
    detail: Mapping[str, object] = field(default_factory=dict)


def find_turn(text: np.ndarray, most_skew_deg: float, ask: AskTurn, forced: int | None = None) -> Orientation:
    """Find the turn by the headlines of Devanagari words; ask the reading engine where they do not settle it.

    A headline lies in the upper half of its word, so each word votes for one of four sides; the axis itself shows in
    any script, because lines make sharp rows along it alone.

    Args:
        text: uint8, (height, width), 1 on letters and words of the sheet as it came.
        most_skew_deg: Lines are looked for up to this angle.
        ask: Gives the turn and a confidence, or None; expensive.
        forced: The turn, where it is known already.

    Source: Chaudhuri and Pal 1997 for the headline; 244 turned office pages for the order of the tests.
    """
    # Turned by 90 or 270, a page's lines run along its columns; laid on its side they run along the rows.
    masks = {0: text, 90: np.ascontiguousarray(np.rot90(text, -1))}
    if forced is not None:
        return Orientation(forced, True, measure_lines(masks[forced % 180], most_skew_deg), {"by": "forced"})
    lines = {axis: measure_lines(mask, most_skew_deg) for axis, mask in masks.items()}
    sharp = sorted(lines, key=lambda axis: lines[axis].sharpness, reverse=True)
    axis_sure = lines[sharp[0]].sharpness >= AXIS_SURE * lines[sharp[1]].sharpness
    votes: dict[int, int] = {}
    share = 0.0
    for axis in sharp[:1] if axis_sure else sharp:
        upper, lower, voting = _count_headlines(level(masks[axis], lines[axis].skew_deg))
        votes |= {axis: upper, axis + 180: lower}
        share = max(share, voting)
    return _decide(votes, share, lines, axis_sure, ask)


def _decide(
    votes: Mapping[int, int], share: float, lines: Mapping[int, Lines], axis_sure: bool, ask: AskTurn
) -> Orientation:
    turn = max(votes, key=lambda side: votes[side])
    clear = votes[turn] >= SHARE_SURE * sum(votes.values())
    detail: dict[str, object] = {"votes": {str(side): count for side, count in votes.items() if count}}
    if clear and votes[turn] >= VOTES_SURE and share >= SCRIPT_SURE:
        return Orientation(turn, True, lines[turn % 180], detail | {"by": "headlines"})
    answer = ask()
    if answer is not None:
        detail |= {"osd": answer[0], "osd_confidence": round(answer[1], 1)}
        if answer[1] >= OSD_SURE and not (axis_sure and answer[0] not in votes):
            return Orientation(answer[0], True, lines[answer[0] % 180], detail | {"by": "osd"})
    if clear and votes[turn] >= VOTES_SURE:
        return Orientation(turn, True, lines[turn % 180], detail | {"by": "headlines"})
    return Orientation(0, False, lines[0], detail | {"by": "nothing"})


def _count_headlines(levelled: np.ndarray) -> tuple[int, int, float]:
    """Words with their headline in the upper half, in the lower half, and the share of all ink in such words."""
    stats = cv2.connectedComponentsWithStats(levelled, connectivity=8)[2][1:]
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    words = stats[(wide >= _pixels(WORD_WIDE_MM)) & (high >= _pixels(WORD_HIGH_MM)) & (wide >= WORD_ASPECT * high)]
    height, width = levelled.shape
    ink = np.zeros((height, width + 1), np.int32)
    np.cumsum(levelled, axis=1, out=ink[:, 1:])
    upper = lower = voting = 0
    for x, y, across, down, area in words:
        filled = (ink[y : y + down, x + across] - ink[y : y + down, x]) / across
        above, below = filled[: int(0.45 * down) + 1].max(), filled[int(0.55 * down) :].max()
        if above >= HEADLINE_FROM and below < PLAIN_BELOW:
            upper, voting = upper + 1, voting + area
        elif below >= HEADLINE_FROM and above < PLAIN_BELOW:
            lower, voting = lower + 1, voting + area
    return upper, lower, float(voting / max(1, stats[:, cv2.CC_STAT_AREA].sum()))


def _pixels(length_mm: float) -> int:
    return max(1, round(length_mm / 25.4 * DRAFT_DPI))
