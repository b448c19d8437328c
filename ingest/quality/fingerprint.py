"""What a side looks like, in 256 bits, and what it says, packed: for finding it again among other sheets."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection, Iterable

import cv2
import numpy as np

from ingest.geometry import lay_upright
from ingest.quality.view import View, halve
from nasti.hindi import tokens
from nasti.model import Box, Word, holds_middle

SAMPLED_PX, BITS_PX = 64, 16
MARGIN_SHARE = 0.01
"""Ink left out at each side when the written area is looked for: a speck must not move it."""
LEAST_DARK, LEAST_TEXT_PX = 12, 20
"""Gray levels below which it is paper, and pixels of text, at a quarter of the draft, below which there is nothing to
be recognised by."""
SURE, UNSURE_MARK = 0.8, "~"
"""Words read with less confidence may read differently the next time."""
MOST_WORDS = 600


def hash_view(view: View, turn_deg: int, skew_deg: float) -> str | None:
    """256 bits of the written area, upright and straight, as 64 hexadecimal digits; None for an empty side.

    The written area and not the sheet is hashed, so that a sheet fed a second time, elsewhere on the glass, gives
    nearly the same bits.

    Source: the discrete cosine transform hash of Zauner 2010, at 16 × 16 instead of 8 × 8.
    """
    height, width = view.gray.shape
    dark = cv2.bitwise_not(halve(halve(view.evened)))
    text = halve(halve(view.ink.text * np.uint8(255)))
    dark[(cv2.dilate(text, np.ones((5, 5), np.uint8)) == 0) | (dark < LEAST_DARK)] = 0
    scale = dark.shape[1] / width
    laid = (lay_upright(image, (width, height), turn_deg, skew_deg, scale, outside=0) for image in (dark, text))
    area = _written(*laid)
    if area is None:
        return None
    small = cv2.resize(area, (SAMPLED_PX, SAMPLED_PX), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(cv2.GaussianBlur(small, (0, 0), 1.0))[:BITS_PX, :BITS_PX].ravel()
    bits = waves > np.median(waves[1:])
    return np.packbits(bits).tobytes().hex()


def _written(dark: np.ndarray, text: np.ndarray) -> np.ndarray | None:
    if float(text.sum()) < LEAST_TEXT_PX * 255:
        return None
    rows, columns = (_between(text.sum(axis=axis, dtype=np.float64)) for axis in (1, 0))
    area = dark[rows[0] : rows[1], columns[0] : columns[1]]
    return area if min(area.shape) >= 8 else None


def _between(counts: np.ndarray) -> tuple[int, int]:
    summed = np.cumsum(counts) / counts.sum()
    return int(np.searchsorted(summed, MARGIN_SHARE)), int(np.searchsorted(summed, 1 - MARGIN_SHARE)) + 1


def sign_words(words: Iterable[Word], handwriting: Collection[Box] = ()) -> str:
    """The words of a side, folded and packed; `read_words` unpacks them.

    Args:
        words: In reading order.
        handwriting: Where the side is written by hand: print under a signature, or a seal's, is read the one time and
            not the other, so it is never sure.
    """
    folded = [
        token
        if word.confidence >= SURE and not any(holds_middle(box, word.box) for box in handwriting)
        else UNSURE_MARK + token
        for word in words
        for token in tokens(word.text)
        if len(token) >= 2
    ]
    packed = zlib.compress(" ".join(folded[:MOST_WORDS]).encode(), 9)
    return base64.b85encode(packed).decode("ascii")


def read_words(signature: str) -> tuple[tuple[str, bool], ...]:
    """The words of a signature, in reading order, each with whether it was read surely."""
    marked = zlib.decompress(base64.b85decode(signature)).decode().split()
    return tuple((word.removeprefix(UNSURE_MARK), not word.startswith(UNSURE_MARK)) for word in marked)
