"""Images laid upright by the one map that the whole project agrees on."""

from __future__ import annotations

import cv2
import numpy as np

from nasti.model import Box, Size, scan_to_upright


def lay_upright(
    image: np.ndarray, scan_px: Size, turn_deg: int, skew_deg: float, scale: float, outside: int
) -> np.ndarray:
    """Turn and straighten an image of a scan.

    Args:
        image: uint8, (height, width): the scan, possibly at another scale.
        scan_px: Width and height of the scan itself.
        turn_deg: As for `scan_to_upright`.
        skew_deg: As for `scan_to_upright`.
        scale: Pixels of the result per pixel of the upright sheet.
        outside: What the corners are filled with that the turn uncovers.

    Returns:
        uint8, (round(height · scale), round(width · scale)) of the upright sheet.
    """
    width, height = upright_size(scan_px, turn_deg)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    turned = np.ascontiguousarray(np.rot90(image, -(turn_deg // 90)))
    if skew_deg == 0.0 and turned.shape[1::-1] == size:
        return turned
    to_scan = np.diag([scan_px[0] / image.shape[1], scan_px[1] / image.shape[0], 1.0])
    to_upright = np.vstack((scan_to_upright(scan_px, turn_deg, skew_deg), (0.0, 0.0, 1.0)))
    to_result = np.diag([scale, scale, 1.0])
    # The map counts from pixel corners, OpenCV from pixel centres.
    centre = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
    matrix = np.linalg.inv(centre) @ to_result @ to_upright @ to_scan @ centre
    fine = cv2.INTER_CUBIC if scale > image.shape[1] / scan_px[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.warpAffine(image, matrix[:2], size, flags=fine, borderValue=outside))


def upright_size(scan_px: Size, turn_deg: int) -> Size:
    """Width and height of the upright sheet."""
    return scan_px if turn_deg % 180 == 0 else (scan_px[1], scan_px[0])


def lay_box(box: Box, scan_px: Size, turn_deg: int, skew_deg: float) -> Box:
    """Where a box on the scan as it came lies on the upright, straightened sheet: the smallest box that holds it."""
    left, top, right, bottom = box
    corners = np.array([(x, y, 1.0) for x in (left, right) for y in (top, bottom)])
    laid = corners @ np.array(scan_to_upright(scan_px, turn_deg, skew_deg)).T
    across, down = np.clip(laid, 0, upright_size(scan_px, turn_deg)).T
    return round(across.min()), round(down.min()), round(across.max()), round(down.max())


def box_of(mask: np.ndarray, sheet_px: Size) -> Box:
    """The smallest box on the sheet that holds all of a mask; the whole sheet where the mask is empty.

    Args:
        mask: uint8, (height, width), of the upright sheet at any scale, not 0 inside.
        sheet_px: Width and height of the upright sheet.
    """
    width, height = sheet_px
    x, y, across, down = cv2.boundingRect((mask > 127).astype(np.uint8))
    if across == 0 or down == 0:
        return 0, 0, width, height
    per_x, per_y = width / mask.shape[1], height / mask.shape[0]
    return round(x * per_x), round(y * per_y), round((x + across) * per_x), round((y + down) * per_y)
