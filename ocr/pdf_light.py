"""Light pictures for copies that go over a network: fewer pixels and as little of a JPEG as shows no difference.

The kept picture is never changed; what comes out here is only ever put into a copy.
"""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from nasti.errors import InvalidOutput
from nasti.model import Picture

QUALITIES = (50, 60, 70, 80, 90)
"""Of JPEG. The lowest keeps 0.9 of the contrast of pencil 8 levels darker than the paper. Source: drawn strokes."""

LEAST_LIKENESS = 0.95
WORST_SHARE = 0.01
"""A coding is good enough when 99 % of the ink is as like as this (SSIM, 1 the same). Source: six corpus pages at
200 dpi: clean and office pages reach it at quality 50 or below, worn ones at 65 to 80. Copies of the clean and office
ones read as well as the scans, and side by side at 100 % no difference is seen; a worn one read at 3.4 to 5.9 % errors
against the scan's 3.4."""

INK_CONTRAST = 20
"""Spread of brightness, in levels, from which a spot of the page shows something: paper grain spreads by 3 to 12."""

LUMA_WEIGHTS = (0.01 * 255) ** 2, (0.03 * 255) ** 2
WINDOW_PX, WINDOW_SPREAD = 11, 1.5
"""Source: Wang et al. 2004, Image quality assessment: from error visibility to structural similarity."""

Gray = npt.NDArray[np.float32]


def lighten(picture: Picture, dpi: int) -> Picture:
    """Make a light copy of a picture, with all that a person sees on it.

    Black and white pictures come back as they are: nothing is lighter without loss. Of others, the lowest quality is
    taken at which even the worst places with ink look as before. Colour stays: leaving it out saves 4 to 12 %, and
    seals, inks and green notesheets mean something by it.

    Args:
        picture: As it is kept.
        dpi: Dots per inch of the copy; coarser pictures keep theirs.

    Returns:
        The copy, showing the same area; the picture itself where that is lighter.

    Raises:
        InvalidOutput: The picture cannot be decoded.
    """
    try:
        with Image.open(BytesIO(picture.data), formats=["JPEG", "PNG"]) as image:
            if image.mode == "1":
                return picture
            profile = image.info.get("icc_profile") if image.mode in ("L", "RGB") else None
            plain = image if image.mode in ("L", "RGB") else image.convert("RGB")
            reduced = _reduce(plain, min(1.0, dpi / picture.dpi))
    except (OSError, SyntaxError, ValueError) as error:
        raise InvalidOutput(f"The picture of the page cannot be read: {error}") from error
    data = _encode_as_seen(reduced, profile)
    if len(data) >= len(picture.data):
        return picture
    return Picture(data, "jpeg", reduced.size, round(picture.dpi * reduced.size[0] / picture.size_px[0]))


def _reduce(image: Image.Image, scale: float) -> Image.Image:
    size = max(1, round(image.size[0] * scale)), max(1, round(image.size[1] * scale))
    return image.copy() if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def _encode_as_seen(image: Image.Image, profile: bytes | None) -> bytes:
    """Encode at the lowest of `QUALITIES` that shows, found by halving."""
    reference = _Likeness(np.asarray(image.convert("L"), dtype=np.float32))
    low, high = 0, len(QUALITIES) - 1
    best = b""
    while low <= high:
        middle = (low + high) // 2
        data = _encode(image, QUALITIES[middle], profile)
        if reference.holds(data):
            best, high = data, middle - 1
        else:
            low = middle + 1
    return best or _encode(image, QUALITIES[-1], profile)


def _encode(image: Image.Image, quality: int, profile: bytes | None) -> bytes:
    coded = BytesIO()
    image.save(coded, "JPEG", quality=quality, optimize=True, subsampling="4:2:0", icc_profile=profile)
    return coded.getvalue()


class _Likeness:
    """How alike a picture and its codings look where there is ink."""

    def __init__(self, gray: Gray) -> None:
        self._gray = gray
        self._mean = _blur(gray)
        self._spread = _blur(gray * gray) - self._mean**2
        self._ink = self._spread > INK_CONTRAST**2

    def holds(self, data: bytes) -> bool:
        """Whether a coding is as good as the picture: all but the worst hundredth of the ink looks alike."""
        if not self._ink.any():
            return True
        with Image.open(BytesIO(data), formats=["JPEG"]) as image:
            other = np.asarray(image.convert("L"), dtype=np.float32)
        mean, joint = _blur(other), _blur(self._gray * other)
        spread = _blur(other * other) - mean**2
        steady, steady_spread = LUMA_WEIGHTS
        alike = (2 * self._mean * mean + steady) * (2 * (joint - self._mean * mean) + steady_spread)
        alike /= (self._mean**2 + mean**2 + steady) * (self._spread + spread + steady_spread)
        return bool(np.quantile(alike[self._ink], WORST_SHARE) >= LEAST_LIKENESS)


def _blur(gray: Gray) -> Gray:
    return np.asarray(cv2.GaussianBlur(gray, (WINDOW_PX, WINDOW_PX), WINDOW_SPREAD), dtype=np.float32)
