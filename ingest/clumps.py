"""What a black-and-white scan keeps of pale ink: specks close together on a sheet that has few elsewhere."""

from __future__ import annotations

import math

import cv2
import numpy as np

from ingest.background import SPECK
from ingest.creases import MOST_DEG
from ingest.draft import DRAFT_DPI
from nasti.model import Box

SPECK_MM = 1.5
"""How large a speck is at most; what is larger is a stroke."""
CLOSE_MM = (5.0, 12.0)
"""A digit or two, and a word or a stamp."""
LEAST, MOST = 3, 1_500
"""Fewer lie together by chance; where there are more, as on a bad fax, nobody can tell."""
ROW_MM = 0.5
"""Specks in one line so thin are what is left of a fold."""
RARE = 1e-4
"""So often as many specks would lie together somewhere on the sheet if they lay there by chance.

Source: nine black pixels that are left of a typed number measure 1e-6, the densest places of drawn sheets with 100 to
800 specks of dust or of a bad fax 1e-3 to 1.
"""


def find_clump(contrast: np.ndarray, where: np.ndarray) -> Box | None:
    """Where specks lie closer together than chance has them.

    Args:
        contrast: uint8, (height, width) of a draft of a black-and-white scan: how much darker than the paper.
        where: bool, same shape: what counts.

    Returns:
        The place, pixels of the draft; None where there is none.
    """
    _, _, boxes, middles = cv2.connectedComponentsWithStats((contrast > SPECK).view(np.uint8), connectivity=8)
    x, y = middles[1:].round().astype(np.intp).T
    small = boxes[1:, 2:4].max(axis=1) <= SPECK_MM / 25.4 * DRAFT_DPI
    at = middles[1:][small & where[y, x]]
    if not LEAST <= len(at) <= MOST:
        return None
    area = max(1, int(np.count_nonzero(where)))
    apart = np.abs(at[:, None] - at[None]).max(axis=2)
    for close_mm in CLOSE_MM:
        close = apart <= close_mm / 2 / 25.4 * DRAFT_DPI
        together = close.sum(axis=1)
        best = int(together.argmax())
        share = (close_mm / 25.4 * DRAFT_DPI) ** 2 / area
        if together[best] >= LEAST and len(at) * _at_least(int(together[best]) - 1, (len(at) - 1) * share) < RARE:
            if _is_row(at[close[best]]):
                continue
            (left, top), (right, bottom) = at[close[best]].min(axis=0), at[close[best]].max(axis=0)
            return int(left), int(top), int(right) + 1, int(bottom) + 1
    return None


def _is_row(at: np.ndarray) -> bool:
    """Whether specks lie on one line along or across the sheet, as far as a sheet lies askew."""
    narrow, long = sorted(np.ptp(at, axis=0))
    return bool(narrow + 1 <= ROW_MM / 25.4 * DRAFT_DPI + np.tan(np.radians(MOST_DEG)) * long)


def _at_least(count: int, expected: float) -> float:
    """How likely so many are where so many are expected: the tail of Poisson's distribution."""
    term, likely = math.exp(-expected) * expected**count / math.factorial(count), 0.0
    for more in range(count, count + 30):
        likely += term
        term *= expected / (more + 1)
    return likely
