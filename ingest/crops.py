"""A cut-out of the sheet that shows a person what a notice is about."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from ingest.geometry import upright_size
from nasti.model import Box, Notice, Picture, Sheet, scan_to_upright

MOST_PX = 1200
AROUND_SHARE, AROUND_MM = 0.35, 12.0
"""What is shown around the box: this share of its longer side, and at least so much."""
LINE_PX, LINE = 3, (214, 40, 40)
OUTSIDE = (128, 128, 128)
JPEG_QUALITY = 85


def cut_crop(picture: Picture, sheet: Sheet, notice: Notice) -> bytes:
    """The place of a notice, upright and straight, outlined, with some of what is around it.

    Args:
        picture: The kept image of the sheet.
        sheet: The sheet.
        notice: One of its notices; one without a box shows the whole sheet.

    Returns:
        A JPEG file, at most `MOST_PX` wide and high.

    Raises:
        OSError: The picture cannot be decoded (as Pillow raises it).
    """
    pixels = _decode(picture)
    shown = _surround(notice.box, sheet)
    left, top, right, bottom = shown
    scale = min(1.0, MOST_PX / max(right - left, bottom - top))
    size = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    # What is shown much smaller is made small first: picking single pixels would lose thin strokes.
    reduced = min(1.0, 2 * scale)
    height, width = pixels.shape[:2]
    small = (max(1, round(width * reduced)), max(1, round(height * reduced)))
    if small != (width, height):
        pixels = np.asarray(cv2.resize(pixels, small, interpolation=cv2.INTER_AREA))
    scan_px = upright_size(sheet.size_px, sheet.turn_deg)
    from_small = np.diag([scan_px[0] / pixels.shape[1], scan_px[1] / pixels.shape[0], 1.0])
    to_upright = np.vstack((scan_to_upright(scan_px, sheet.turn_deg, sheet.skew_deg), (0.0, 0.0, 1.0)))
    to_crop = np.array([[scale, 0.0, -left * scale], [0.0, scale, -top * scale], [0.0, 0.0, 1.0]])
    matrix = (to_crop @ to_upright @ from_small)[:2]
    crop = np.asarray(cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LINEAR, borderValue=OUTSIDE))
    if notice.box is not None:
        crop = _outline(crop, notice.box, (left, top), scale)
    out = io.BytesIO()
    Image.fromarray(crop).save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()


def _decode(picture: Picture) -> np.ndarray:
    with Image.open(io.BytesIO(picture.data)) as image:
        return np.asarray(image.convert("RGB"))


def _surround(box: Box | None, sheet: Sheet) -> Box:
    width, height = sheet.size_px
    if box is None:
        return 0, 0, width, height
    left, top, right, bottom = box
    around = round(max(AROUND_SHARE * max(right - left, bottom - top), AROUND_MM / 25.4 * sheet.dpi))
    shown = max(left - around, 0), max(top - around, 0), min(right + around, width), min(bottom + around, height)
    return shown if shown[0] < shown[2] and shown[1] < shown[3] else (0, 0, width, height)


def _outline(crop: np.ndarray, box: Box, left_top: tuple[int, int], scale: float) -> np.ndarray:
    lined = np.ascontiguousarray(crop)
    left, top, right, bottom = (round((edge - left_top[place % 2]) * scale) for place, edge in enumerate(box))
    height, width = lined.shape[:2]
    first = max(left - LINE_PX, LINE_PX // 2), max(top - LINE_PX, LINE_PX // 2)
    last = min(right + LINE_PX, width - 1 - LINE_PX // 2), min(bottom + LINE_PX, height - 1 - LINE_PX // 2)
    cv2.rectangle(lined, first, last, LINE, LINE_PX)
    return lined
