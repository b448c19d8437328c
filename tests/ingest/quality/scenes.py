"""Pages with faults, and what is measured of them."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.clean import Cleaned, clean
from nasti.model import Notice
from nasti.settings import IngestSection
from tests.ingest import drawn

LETTER = drawn.age(drawn.write(drawn.HINDI_LINES))
FULL = drawn.age(drawn.write(drawn.HINDI_LINES * 3))


def look(page: np.ndarray, dpi: int = 300) -> Cleaned:
    """What cleaning says of a page."""
    return clean(drawn.scan(page, dpi), IngestSection(), lambda _: None)


def notice(page: np.ndarray, name: str, dpi: int = 300) -> Notice | None:
    """The notice of a name, or None."""
    cleaned = look(page, dpi)
    assert {one.name for one in cleaned.notices} <= set(cleaned.flags)
    return next((one for one in cleaned.notices if one.name == name), None)


def colour(page: np.ndarray) -> np.ndarray:
    """Gray as RGB."""
    return np.repeat(page[:, :, None], 3, axis=2)


def shrink(page: np.ndarray, factor: float) -> np.ndarray:
    """The page at a lower resolution."""
    return np.asarray(cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))


def fold(page: np.ndarray, legs_px: tuple[int, int], bed: int = 15) -> np.ndarray:
    """The left top corner gone; the bed shows."""
    folded = page.copy()
    cv2.fillPoly(folded, [np.array([(0, 0), (legs_px[0], 0), (0, legs_px[1])])], bed)
    return folded


def streak(page: np.ndarray, column: int, depth: int = 30) -> np.ndarray:
    """A line of one column, from head to foot."""
    streaked = page.astype(np.int16)
    streaked[:, column : column + 3] -= depth
    return np.clip(streaked, 0, 255).astype(np.uint8)
