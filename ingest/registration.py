"""How one side of a sheet lies on the mirrored other side, by what both show."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.draft import DRAFT_DPI

COARSE_DPI, FINE_DPI = 37.5, 75.0
MOST_DEG, STEP_DEG = 4.0, 0.5
"""A sheet fed twice may lie crooked both times; a duplex scanner turns the one skew into the other's mirror image."""
MOST_SHIFT_MM = 30.0
CLIP = 0.3
"""Contrast above this counts no more: a signature on this side must not outweigh the page that shines through."""
COARSE_MM, FINE_MM = 6.0, 3.0
"""What changes over longer stretches is paper, not print."""
SURE_PEAK = 6.0
"""How far the best shift stands above all others, in their standard deviations."""
NEARLY_AS_GOOD, APART_MM, MOST_SHIFTS = 0.75, 3.0, 3
"""The rows of a table agree with the rows beside them as well: shifts that are so nearly as good, so far apart, are all
laid and compared at the finer resolution."""
FINE_STEPS, FINE_CHANGE = ((cv2.MOTION_EUCLIDEAN, 40), (cv2.MOTION_AFFINE, 10)), 1e-5
"""Turn and shift first, then stretch as well, and so many steps at most. Of little print, as of two seals on a stain,
stretching makes anything; what agrees best is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """The other side, seen through the paper.

    Attributes:
        seen: float32, (height, width) of this side's draft: contrast of the other side, mirrored and laid in place.
        flip: "across" where the sheet turns about its long edge, "down" where it turns about its head.
        peak: How sure that is; see `SURE_PEAK`.
    """

    seen: np.ndarray
    flip: str
    peak: float


def lay_other(side: np.ndarray, other: np.ndarray) -> Laid | None:
    """Find where the other side shines through.

    Args:
        side: float32, (height, width) of a draft: contrast to the paper, 0 to 1.
        other: float32, of the other side's draft, as it came: not mirrored.

    Returns:
        None where nothing of the other side is recognised on this one.
    """
    small = _prepare(side, COARSE_DPI, COARSE_MM)
    found = []
    for flip, mirrored in (("across", other[:, ::-1]), ("down", other[::-1])):
        reduced = _prepare(mirrored, COARSE_DPI, COARSE_MM)
        peak, matrices = _search(small, reduced)
        found.append((peak, flip, np.ascontiguousarray(mirrored), matrices, reduced))
    peak, flip, mirrored, matrices, reduced = max(found, key=lambda one: one[0])
    if peak < SURE_PEAK:
        return None
    laid = [
        _warp(
            mirrored, _refine(side, mirrored, _between(small, side) @ matrix @ _between(mirrored, reduced)), side.shape
        )
        for matrix in matrices
    ]
    return Laid(laid[0] if len(laid) == 1 else _choose(side, laid), flip, peak)


def _choose(side: np.ndarray, laid: list[np.ndarray]) -> np.ndarray:
    """Of some ways to lay the other side the one that agrees best."""
    target = _prepare(side, FINE_DPI, FINE_MM)
    return max(laid, key=lambda one: float((target * _prepare(one, FINE_DPI, FINE_MM)).sum()))


def _prepare(contrast: np.ndarray, dpi: float, longest_mm: float) -> np.ndarray:
    """Reduced, without what changes slowly, without outstanding ink."""
    scale = dpi / DRAFT_DPI
    height, width = contrast.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(np.minimum(contrast, np.float32(CLIP)), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small - cv2.GaussianBlur(small, (0, 0), longest_mm / 25.4 * dpi), np.float32)


def _search(target: np.ndarray, source: np.ndarray) -> tuple[float, list[np.ndarray]]:
    """The turn and the shifts at which two reduced sides agree best, about their middles."""
    rows, columns = (
        cv2.getOptimalDFTSize(max(a, b) + round(MOST_SHIFT_MM / 25.4 * COARSE_DPI))
        for a, b in zip(target.shape, source.shape, strict=True)
    )
    spectrum = cv2.dft(_pad(target, rows, columns), flags=cv2.DFT_COMPLEX_OUTPUT)
    best: tuple[float, list[np.ndarray]] = (-1.0, [])
    for angle in np.arange(-MOST_DEG, MOST_DEG + STEP_DEG / 2, STEP_DEG):
        matrix = _about_middle(float(angle), source.shape, target.shape)
        laid = cv2.dft(_pad(_warp(source, matrix, target.shape), rows, columns), flags=cv2.DFT_COMPLEX_OUTPUT)
        product = cv2.mulSpectrums(spectrum, laid, 0, conjB=True)
        agreement = cv2.dft(product, flags=cv2.DFT_INVERSE | cv2.DFT_REAL_OUTPUT | cv2.DFT_SCALE)
        peak, shifts = _find_peaks(agreement)
        if peak > best[0]:
            best = peak, [np.array([[1, 0, right], [0, 1, down], [0, 0, 1]]) @ matrix for right, down in shifts]
    return best


def _find_peaks(agreement: np.ndarray) -> tuple[float, list[tuple[int, int]]]:
    """How far the best shift that can be stands out, and that shift with others that are nearly as good."""
    reach, apart = (round(long_mm / 25.4 * COARSE_DPI) for long_mm in (MOST_SHIFT_MM, APART_MM))
    near = np.roll(agreement, (reach, reach), axis=(0, 1))[: 2 * reach + 1, : 2 * reach + 1].copy()
    spread = float(agreement.std())
    shifts: list[tuple[int, int]] = []
    first = 0.0
    while len(shifts) < MOST_SHIFTS:
        _, top, _, (x, y) = cv2.minMaxLoc(near)
        if shifts and top < NEARLY_AS_GOOD * first:
            break
        first = first or top
        shifts.append((x - reach, y - reach))
        near[max(0, y - apart) : y + apart + 1, max(0, x - apart) : x + apart + 1] = -np.inf
    return (first / spread if spread > 0 else 0.0), shifts


def _refine(side: np.ndarray, mirrored: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Shift, turn and stretch to a part of a pixel; as given where nothing agrees better."""
    target, source = (_prepare(one, FINE_DPI, FINE_MM) for one in (side, mirrored))
    found = [_between(side, target) @ matrix @ _between(source, mirrored)]
    for motion, steps in FINE_STEPS:
        backwards = np.linalg.inv(found[-1])[:2].astype(np.float32)
        ends = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, steps, FINE_CHANGE)
        try:
            _, better = cv2.findTransformECC(target, source, backwards, motion, ends)
        except cv2.error:
            break
        found.append(np.linalg.inv(np.vstack((better, (0, 0, 1)))))
    best = max(found, key=lambda one: _agree(target, _warp(source, one, target.shape)))
    return np.asarray(_between(target, side) @ best @ _between(mirrored, source))


def _agree(target: np.ndarray, laid: np.ndarray) -> float:
    """How well two prepared sides agree, up to 1."""
    return float((target * laid).sum() / max(float(np.sqrt((target**2).sum() * (laid**2).sum())), 1e-9))


def _about_middle(angle_deg: float, source: tuple[int, ...], target: tuple[int, ...]) -> np.ndarray:
    """Turn counter-clockwise about the source's middle, which comes to lie on the target's: (3, 3)."""
    matrix = cv2.getRotationMatrix2D((source[1] / 2, source[0] / 2), angle_deg, 1.0)
    shift = np.array([[0, 0, (target[1] - source[1]) / 2], [0, 0, (target[0] - source[0]) / 2]])
    return np.vstack((matrix + shift, (0, 0, 1)))


def _between(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The map from pixels of an image to those of the same image at another size: (3, 3)."""
    across, down = other.shape[1] / one.shape[1], other.shape[0] / one.shape[0]
    # Pixels are counted from their centres.
    return np.array([[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1]])


def _warp(image: np.ndarray, matrix: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return np.asarray(cv2.warpAffine(image, matrix[:2], (shape[1], shape[0]), flags=cv2.INTER_LINEAR))


def _pad(image: np.ndarray, rows: int, columns: int) -> np.ndarray:
    return np.asarray(
        cv2.copyMakeBorder(image, 0, rows - image.shape[0], 0, columns - image.shape[1], cv2.BORDER_CONSTANT, value=0)
    )
