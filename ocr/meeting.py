"""Which words lie in one place: of two readings of a page, or of one that has read a line twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nasti.model import Word


def find_meeting(
    words: Sequence[Word], others: Sequence[Word], shares: tuple[float, float], *, of_larger: bool = False
) -> npt.NDArray[np.bool_]:
    """Which words share more than a part of their width and of their height.

    Args:
        words: Of a page.
        others: Of the same page, boxes in the same pixels.
        shares: Of the width and of the height that two words have in common.
        of_larger: Whether of the wider and of the higher word; otherwise of the narrower and of the lower.

    Returns:
        Shape ``(words, others)``.
    """
    one = np.array([word.box for word in words], np.int32).reshape(-1, 1, 4)
    two = np.array([word.box for word in others], np.int32).reshape(1, -1, 4)
    shared = np.minimum(one[..., 2:], two[..., 2:]) - np.maximum(one[..., :2], two[..., :2])
    sizes = one[..., 2:] - one[..., :2], two[..., 2:] - two[..., :2]
    size = np.maximum(*sizes) if of_larger else np.minimum(*sizes)
    return np.asarray((shared > size * np.array(shares)).all(axis=2))
