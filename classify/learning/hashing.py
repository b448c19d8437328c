"""Words and places as numbers: each feature falls on one of a fixed count of weights."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

BITS = 15
SIZE = 1 << BITS
"""Weights of a learner. An office's letterheads, labels and names make some ten thousand features; that two of them
fall on one weight does little harm. Source: Weinberger et al., Feature Hashing for Large Scale Multitask Learning,
2009."""

Ids = npt.NDArray[np.uint16]
"""Features that hold, as positions of their weights."""


def feature_ids(features: Iterable[str]) -> Ids:
    """The positions of features, each once.

    Args:
        features: Any text; the same text has the same position on every machine and in every version.
    """
    return np.array(
        sorted({zlib.crc32(feature.encode("utf-8", "surrogatepass")) & (SIZE - 1) for feature in features}), np.uint16
    )


def pieces(text: str, length: int = 3) -> Iterator[str]:
    """Overlapping pieces of a text, with its ends marked: they outlive a letter that was read wrong.

    Args:
        text: Any.
        length: Characters of each.
    """
    marked = f"^{text}$"
    for start in range(max(1, len(marked) - length + 1)):
        yield marked[start : start + length]
