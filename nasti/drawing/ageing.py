"""Make old, scanned paper of a freshly typeset page: tint, stains, show-through, seals, skew, the scanner's border.

Every function takes an image and gives a new one. Colour images are uint8 of shape (height, width, 3), red first.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nasti.drawing.canvas import Grey

Colour = npt.NDArray[np.uint8]
Rgb = tuple[int, int, int]

WHITE: Rgb = (252, 252, 250)
CREAM: Rgb = (246, 240, 224)
YELLOWED: Rgb = (232, 214, 176)

BLACK_INK: Rgb = (28, 28, 32)
CARBON: Rgb = (52, 56, 104)
BLUE_INK: Rgb = (32, 48, 150)
GREEN_INK: Rgb = (24, 104, 66)
VIOLET_INK: Rgb = (96, 44, 140)
RED_INK: Rgb = (176, 36, 44)


def print_on_paper(page: Grey, paper: Rgb, ink: Rgb = BLACK_INK, strength: float = 1.0) -> Colour:
    """Print a page on coloured paper.

    Args:
        page: Shape (height, width), 255 where nothing is printed.
        paper: Colour of the sheet.
        ink: Colour of full black.
        strength: How much of the ink is left, 0 to 1; faded pages have less.
    """
    cover = (255 - np.arange(256)[:, None]) / 255 * strength
    table = np.round(np.asarray(paper) * (1 - cover) + np.asarray(ink) * cover).astype(np.uint8)
    printed: Colour = cv2.LUT(cv2.cvtColor(page, cv2.COLOR_GRAY2RGB), table[:, None, :]).astype(np.uint8, copy=False)
    return printed


def stain_paper(page: Colour, random: np.random.Generator, strength: float) -> Colour:
    """Darken and lighten the paper unevenly, more towards the edges, with fine grain.

    Args:
        page: The image.
        random: Where chance comes from.
        strength: 0 for new paper to 1 for paper that lay open for decades.
    """
    height, width = page.shape[:2]
    clouds = cv2.resize(
        random.normal(0, 1, (14, 10)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    down = np.abs(np.linspace(-1, 1, height, dtype=np.float32))[:, None] ** 6
    across = np.abs(np.linspace(-1, 1, width, dtype=np.float32))[None, :] ** 6
    shade = 1 + strength * (0.025 * clouds - 0.16 * np.maximum(down, across))
    tile = random.normal(0, 0.012, (512, 512)).astype(np.float32)
    grain = np.tile(tile, (height // 512 + 1, width // 512 + 1))[:height, :width]
    aged: Colour = cv2.multiply(page, cv2.merge([shade + grain] * 3), dtype=cv2.CV_8U).astype(np.uint8, copy=False)
    return aged


def show_through(page: Colour, other_side: Grey, strength: float) -> Colour:
    """Let the print of the other side shine through the paper.

    Args:
        page: The image.
        other_side: The page on the back, as it reads from there; same height and width.
        strength: Share of its darkness that is seen, about 0.05 on office paper.
    """
    ghost = cv2.GaussianBlur(np.fliplr(other_side), (0, 0), 5)
    dim = 1 - np.float32(strength / 255) * (255 - ghost.astype(np.float32))
    seen: Colour = cv2.multiply(page, cv2.merge([dim] * 3), dtype=cv2.CV_8U).astype(np.uint8, copy=False)
    return seen


def press(page: Colour, mask: Grey, left_top_px: tuple[int, int], ink: Rgb, strength: float = 0.85) -> Colour:
    """Stamp a seal or sign over what is there, letting it shine through as ink does.

    Args:
        page: The image.
        mask: 255 where ink goes.
        left_top_px: Where the mask's corner comes to lie; the mask must fit on the page.
        ink: Its colour.
        strength: How much ink is given, 0 to 1.
    """
    left, top = left_top_px
    height, width = mask.shape
    pressed = page.copy()
    patch = pressed[top : top + height, left : left + width].astype(np.float32)
    given = (mask.astype(np.float32) / 255 * strength)[:, :, None]
    colour = np.asarray(ink, np.float32) / 255
    pressed[top : top + height, left : left + width] = patch * (1 - given * (1 - colour))
    return pressed


def turn_mask(mask: Grey, angle_deg: float) -> Grey:
    """Turn a seal or a signature counter-clockwise about its middle, on the same canvas."""
    height, width = mask.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    turned: Grey = cv2.warpAffine(mask, matrix, (width, height)).astype(np.uint8, copy=False)
    return turned


def wear_seal(mask: Grey, random: np.random.Generator) -> Grey:
    """Take ink from a seal in patches, as a dry pad does."""
    height, width = mask.shape
    patches = cv2.resize(random.random((9, 9)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    worn: Grey = (mask * np.clip(0.45 + patches, 0.25, 1)).astype(np.uint8)
    return worn


def punch_holes(page: Colour, from_top_px: tuple[int, ...] = (1260, 2204), left_px: int = 120) -> Colour:
    """Punch the holes that the tag goes through; a scanner sees its dark bed in them."""
    punched = page.copy()
    for top in from_top_px:
        cv2.circle(punched, (left_px, top), 33, (24, 24, 26), -1, cv2.LINE_AA)
    return punched


def fold(page: Colour, from_top_px: int, strength: float = 0.1) -> Colour:
    """Fold the sheet across once: a soft shade on one side of a worn line."""
    folded = page.copy()
    band = np.linspace(strength, 0, 60, dtype=np.float32)[:, None, None]
    shaded = folded[from_top_px : from_top_px + 60] * (1 - band)
    folded[from_top_px : from_top_px + 60] = shaded.astype(np.uint8)
    return folded


def lay_on_bed(page: Colour, offset_px: tuple[int, int], skew_deg: float) -> Colour:
    """Lay the sheet on a scanner's black bed, moved and askew.

    Args:
        page: The image.
        offset_px: How far right and down the sheet lies; what leaves the glass is cut off.
        skew_deg: How far it is turned counter-clockwise about the middle of the glass.
    """
    height, width = page.shape[:2]
    matrix = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), skew_deg, 1.0), np.float64)
    matrix[:, 2] += matrix[:, :2] @ np.asarray(offset_px, np.float64)
    laid: Colour = cv2.warpAffine(
        page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(14, 14, 16)
    ).astype(np.uint8, copy=False)
    return laid
