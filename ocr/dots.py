"""Print that is made of dots, as needle printers set it, joined to strokes for another reading."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.engine import Image

_SIDE_PX = 2048
_EVERY = 4
"""How much of the middle of the page is looked at, and which of its lines."""

_FINE_PX = 3.0
"""What is larger than this is taken off first: letters and lines of text repeat too, but not so closely."""

_PERIODS = (0.18, 0.47)
_AROUND = 31
_PEAK = 1.65
"""Cycles a pixel between which dots lie, at 300 dots an inch 0.18 to 0.47 mm apart; frequencies that one is compared
with on either side; and by how much, as a natural logarithm, it must stand out, across and down. Source: the power
spectra of 48 drawn pages: needle prints stand out by 1.75 to 2.4, all others by 1.59 at most, those not made black
and white or enlarged by 1.0. Needles stand 1/72 to 1/180 inch apart."""

_NEARLY, _APART, _MOST_PEAKS = 0.75, 3, 4
"""Share of the highest peak from which another is one, how far apart two peaks are, and how many dots make across at
most. Letters of one width repeat too, and show in every multiple of their period: 7 and more."""

_SPOKEN_DPI = 300
_SOFT_MM = 0.1
"""Resolution that the bounds are meant for, and the standard deviation that joins dots. Source: three needle prints,
word F1 of the first reading, so softened with one threshold, and with Sauvola's: 0.875, 0.950, 0.919; 0.551, 0.637,
0.724; 0.755, 0.798, 0.766. Twice as soft is worse (0.905 and 0.787 with one threshold)."""


def join_dots(image: Image, dpi: int) -> Image | None:
    """The page with its dots joined; None where it is not printed in dots.

    Args:
        image: Grey page, shape ``(height, width)``.
        dpi: Its resolution; at less than 300 no dots are to be told, and none are looked for.
    """
    if dpi < _SPOKEN_DPI or not _is_dotted(image):
        return None
    return np.asarray(cv2.GaussianBlur(image, (0, 0), _SOFT_MM / 25.4 * dpi), np.uint8)


def _is_dotted(image: Image) -> bool:
    height, width = image.shape
    top, left = max(0, height - _SIDE_PX) // 2, max(0, width - _SIDE_PX) // 2
    middle = image[top : top + _SIDE_PX, left : left + _SIDE_PX].astype(np.float32)
    fine = middle - cv2.GaussianBlur(middle, (0, 0), _FINE_PX)
    across, peaks = _stands_out(fine[::_EVERY])
    down, _ = _stands_out(np.ascontiguousarray(fine.T[::_EVERY]))
    return min(across, down) >= _PEAK and peaks <= _MOST_PEAKS


def _stands_out(lines: np.ndarray) -> tuple[float, int]:
    """By how much the strongest period of some lines of pixels stands out, and how many are nearly as strong."""
    count = lines.shape[1]
    low, high = (round(share * count) for share in _PERIODS)
    if high - low <= _AROUND:
        return 0.0, 0
    power = np.log1p((np.abs(np.fft.rfft(lines, axis=1)) ** 2).sum(axis=0))[low:high]
    padded = np.pad(power, _AROUND, mode="edge")
    usual = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * _AROUND + 1), axis=1)
    above = power - usual
    high_bins = np.flatnonzero(above >= _NEARLY * above.max())
    return float(above.max()), 1 + int(np.count_nonzero(np.diff(high_bins) > _APART))
