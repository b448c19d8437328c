"""Components of a mask, where most masks are empty or hold specks alone: blank sides."""

from __future__ import annotations

import cv2
import numpy as np

BLOCK_PX = 4
"""Side of the squares that a mask is looked through by."""


def label_components(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number the components of a mask; OpenCV takes as long for an empty one as for any other.

    Args:
        mask: uint8, (height, width), not 0 on them; those that touch at a corner are one.

    Returns:
        int32, (height, width), number of the component at each pixel; and int32, (components + 1, 5): left, top, width,
        height and area by number, the first of what is around them.
    """
    if not cv2.countNonZero(mask):
        height, width = mask.shape
        return np.zeros(mask.shape, np.int32), np.array([[0, 0, width, height, width * height]], np.int32)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return labels, boxes


def may_hold(mask: np.ndarray, long_px: int) -> bool:
    """Whether a component of a mask may be so long, along the rows or down the columns.

    Told by the squares that hold anything of the mask, which are fewer: True is a guess, False is not, but for what
    lies in the last columns and rows.

    Args:
        mask: As for `label_components`.
        long_px: The longer side of its box.
    """
    if not cv2.countNonZero(mask):
        return False
    # The square around each pixel that is picked is what the next one's leaves over.
    squares = cv2.dilate(mask, np.ones((BLOCK_PX, BLOCK_PX), np.uint8))[::BLOCK_PX, ::BLOCK_PX]
    _, _, boxes, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(squares), connectivity=8)
    return bool(boxes[1:, 2:4].max(initial=0) >= -(-long_px // BLOCK_PX))
