"""How crooked a sheet lies, and whether two ways of measuring agree on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingest.lines import Lines, remaining_skew

SHARP_FROM = 1.4
"""Below this there are no rows to speak of. Source: office pages 2.3 to 4.4 along their lines, 1.0 to 1.4 across."""
SHARP_ALONE = 1.8
"""Rows this sharp are believed where no single line is long enough to ask: a table of numbers."""
AGREE_DEG = 0.35


@dataclass(frozen=True, slots=True)
class Skew:
    """The skew of a sheet.

    Attributes:
        skew_deg: What to take out; 0.0 where nothing is to be done or nothing is known.
        doubted: True when there is text but the measurements disagree.
        measured_deg: What the rows said.
    """

    skew_deg: float
    doubted: bool
    measured_deg: float


def settle_skew(levelled: np.ndarray, lines: Lines, from_deg: float, to_deg: float) -> Skew:
    """Believe the angle of the rows where the single lines agree with it; leave the sheet alone where not.

    Args:
        levelled: uint8, (height, width), 1 on letters and words, sheared by that angle.
        lines: As measured.
        from_deg: Smaller angles are left.
        to_deg: Larger ones are not believed.

    Source: 40 real pages: rows alone are more than 0.3° off on 15 % of them, where the paper bends.
    """
    rest = remaining_skew(levelled)
    if rest is None:
        agreed, doubted = lines.sharpness >= SHARP_ALONE, False
    else:
        agreed = lines.sharpness >= SHARP_FROM and abs(rest) <= AGREE_DEG
        doubted = not agreed
    taken = agreed and from_deg <= abs(lines.skew_deg) <= to_deg
    return Skew(lines.skew_deg if taken else 0.0, doubted, lines.skew_deg)
