"""What a side looks like, in 256 bits, and what it says, packed: for finding it again among other sheets."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable

import cv2
import numpy as np

from ingest.geometry import lay_upright
from ingest.quality.view import View, halve
from nasti.hindi import fold
from nasti.model import Word

SAMPLED_PX, BITS_PX = 64, 16
MARGIN_SHARE = 0.01
"""Ink left out at each side when the written area is looked for: a speck must not move it."""
LEAST_INK = 3
"""Mean darkness, of 255, of the darkest hundredth below which a side has nothing to be recognised by."""
SURE = 0.8
"""Words read with less confidence are not kept: they read differently the next time."""
MOST_WORDS = 600


def hash_view(view: View, turn_deg: int, skew_deg: float) -> str | None:
    """256 bits of the written area, upright and straight, as 64 hexadecimal digits; None for an empty side.

    The written area and not the sheet is hashed, so that a sheet fed a second time, elsewhere on the glass, gives
    nearly the same bits.

    Source: the discrete cosine transform hash of Zauner 2010, at 16 × 16 instead of 8 × 8.
    """
    dark = cv2.bitwise_not(halve(halve(view.evened)))
    if view.paper is not None:
        dark = cv2.bitwise_and(dark, halve(halve(view.paper)))
    dark = np.where(dark > 12, dark, np.uint8(0))
    height, width = view.gray.shape
    upright = lay_upright(dark, (width, height), turn_deg, skew_deg, dark.shape[1] / width, outside=0)
    area = _written(upright)
    if area is None:
        return None
    small = cv2.resize(area, (SAMPLED_PX, SAMPLED_PX), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(cv2.GaussianBlur(small, (0, 0), 1.0))[:BITS_PX, :BITS_PX].ravel()
    bits = waves > np.median(waves[1:])
    return np.packbits(bits).tobytes().hex()


def _written(upright: np.ndarray) -> np.ndarray | None:
    total = float(upright.sum())
    if total < LEAST_INK * 255:
        return None
    rows, columns = (_between(upright.sum(axis=axis, dtype=np.float64)) for axis in (1, 0))
    area = upright[rows[0] : rows[1], columns[0] : columns[1]]
    return area if min(area.shape) >= 8 else None


def _between(counts: np.ndarray) -> tuple[int, int]:
    summed = np.cumsum(counts) / counts.sum()
    return int(np.searchsorted(summed, MARGIN_SHARE)), int(np.searchsorted(summed, 1 - MARGIN_SHARE)) + 1


def sign_words(words: Iterable[Word]) -> str:
    """The sure words of a side, folded and packed; `read_words` unpacks them."""
    sure = [folded for word in words if word.confidence >= SURE and len(folded := fold(word.text)) >= 2]
    packed = zlib.compress(" ".join(sure[:MOST_WORDS]).encode(), 9)
    return base64.b85encode(packed).decode("ascii")


def read_words(signature: str) -> tuple[str, ...]:
    """The words of a signature, in reading order."""
    return tuple(zlib.decompress(base64.b85decode(signature)).decode().split())
