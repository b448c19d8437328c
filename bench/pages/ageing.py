"""Paper, time and the scanner: stains, holes, tears, beds, lenses. `grain` is the resolution over 300 dots per inch.

Images are uint8 of shape (height, width, 3), red first.
"""

from __future__ import annotations

import cv2
import numpy as np

from pages.browser import Colour
from pages.machines import Grey, Random, make_clouds, soften
from pages.truth import Matrix, rotate_about, shift_by

Rgb = tuple[int, int, int]

WHITE: Rgb = (252, 252, 250)
PAPERS: dict[str, tuple[Rgb, ...]] = {
    "white": ((252, 252, 250), (247, 247, 244), (250, 249, 246)),
    "cream": ((246, 240, 224), (242, 236, 222), (238, 233, 220)),
    "yellowed": ((232, 214, 176), (226, 205, 163), (222, 200, 158), (214, 196, 160)),
    "green": ((206, 226, 200), (212, 232, 208), (198, 220, 192)),
    "buff": ((214, 184, 138), (206, 176, 132), (220, 196, 150)),
    "pink": ((240, 214, 212), (238, 206, 200)),
    "grey": ((226, 226, 224), (216, 217, 216)),
}
BLACK_BED: Rgb = (14, 14, 16)


def lay_ink(printed: Colour, paper: Rgb, tint: Rgb | None, strength: float) -> Colour:
    """Print on coloured paper.

    Args:
        printed: What is printed, on white.
        paper: Colour of the sheet.
        tint: Colour that black becomes; the printed colours where None.
        strength: How much ink is left, 0 to 1.
    """
    if tint is None:
        faded = 255 - (255 - np.arange(256)) * strength
        table = np.stack([faded / 255 * shade for shade in paper], axis=-1)
    else:
        cover = ((255 - np.arange(256)) / 255 * strength)[:, None]
        table = np.asarray(paper) * (1 - cover) + np.asarray(tint) * cover
    return cv2.LUT(printed, np.round(table).astype(np.uint8)[:, None, :]).astype(np.uint8, copy=False)


def add_ink(page: Colour, ink: Colour, random: Random, strength: float) -> Colour:
    """Put pens and seals over the page; their ink lies unevenly."""
    worn = 1 - strength * np.clip(0.86 + 0.17 * make_clouds(ink.shape[:2], 60, random), 0.35, 1)
    cover = cv2.merge([(255 * worn).astype(np.uint8)] * 3)
    thin = cv2.max(ink, cover)
    return cv2.multiply(page, thin, scale=1 / 255).astype(np.uint8, copy=False)


def shine_through(page: Colour, back: Grey, strength: float, blur_px: float) -> Colour:
    """Let the print of the other side be seen, the more blurred the thicker the paper."""
    height, width = page.shape[:2]
    fitted = np.full((height, width), 255, np.uint8)
    shown = back[:height, :width][:, ::-1]
    fitted[: shown.shape[0], : shown.shape[1]] = shown
    ghost = soften(fitted, blur_px).astype(np.float32)
    dim = 1 - strength / 255 * (255 - ghost)
    return cv2.multiply(page, cv2.merge([dim.astype(np.float32)] * 3), dtype=cv2.CV_8U).astype(np.uint8, copy=False)


def stain(page: Colour, random: Random, strength: float) -> Colour:
    """Darken the paper in clouds and at its edges, with grain, and with a ring or two where strong."""
    height, width = page.shape[:2]
    down = np.abs(np.linspace(-1, 1, height, dtype=np.float32))[:, None] ** 7
    across = np.abs(np.linspace(-1, 1, width, dtype=np.float32))[None, :] ** 7
    shade = 1 + strength * (0.03 * make_clouds((height, width), 14, random) - 0.15 * np.maximum(down, across))
    tile = random.normal(0, 0.008 + 0.006 * strength, (512, 512)).astype(np.float32)
    shade += np.tile(tile, (height // 512 + 1, width // 512 + 1))[:height, :width]
    if strength > 0.7 and random.random() < 0.5:
        _add_ring(shade, random)
    warm = [1.0 - 0.01 * strength, 1.0 - 0.02 * strength, 1.0 - 0.05 * strength]
    layers = cv2.merge([(shade * part).astype(np.float32) for part in warm])
    return cv2.multiply(page, layers, dtype=cv2.CV_8U).astype(np.uint8, copy=False)


def _add_ring(shade: np.ndarray, random: Random) -> None:
    height, width = shade.shape
    ring = np.zeros((height // 4, width // 4), np.float32)
    centre = int(random.uniform(0.1, 0.9) * width / 4), int(random.uniform(0.1, 0.9) * height / 4)
    radius = int(random.uniform(0.05, 0.14) * width / 4)
    cv2.circle(ring, centre, radius, 0.05, -1)
    cv2.circle(ring, centre, radius, 0.14, 4)
    shade -= cv2.resize(cv2.GaussianBlur(ring, (0, 0), 3), (width, height), interpolation=cv2.INTER_LINEAR)


def speckle(page: Colour, random: Random, count: int, grain: float) -> Colour:
    """Drop dark specks."""
    specked = page.copy()
    height, width = page.shape[:2]
    for _ in range(count):
        at = int(random.integers(0, width)), int(random.integers(0, height))
        shade = int(random.integers(20, 110))
        cv2.circle(specked, at, max(1, round(random.uniform(0.6, 3.2) * grain)), (shade, shade, shade), -1, cv2.LINE_AA)
    return specked


def punch(page: Colour, random: Random, grain: float) -> Colour:
    """Two holes for the tag; the dark bed is seen in them."""
    punched = page.copy()
    left = round(random.uniform(95, 130) * grain)
    for share in (0.36, 0.63):
        cv2.circle(punched, (left, round(share * page.shape[0])), round(33 * grain), (24, 24, 26), -1, cv2.LINE_AA)
    return punched


def staple(page: Colour, random: Random, grain: float) -> Colour:
    """A staple or its two holes with rust, in the left top corner."""
    stapled = page.copy()
    x, y = (round(random.uniform(low, high) * grain) for low, high in ((60, 130), (50, 110)))
    end = x + round(110 * grain), y - round(random.uniform(-10, 60) * grain)
    if random.random() < 0.5:
        cv2.line(stapled, (x + 5, y + 7), (end[0] + 5, end[1] + 7), (150, 146, 140), round(7 * grain), cv2.LINE_AA)
        cv2.line(stapled, (x, y), end, (92, 92, 98), round(7 * grain), cv2.LINE_AA)
    else:
        for hole in ((x, y), end):
            cv2.circle(stapled, hole, round(13 * grain), (176, 128, 84), -1, cv2.LINE_AA)
            cv2.circle(stapled, hole, round(5 * grain), (30, 26, 24), -1, cv2.LINE_AA)
    return stapled


def fold(page: Colour, random: Random, strength: float, grain: float) -> Colour:
    """Fold the sheet once, across or along: a worn, light line with a soft shade beside it."""
    folded = page.copy()
    upright = random.random() < 0.3
    view = folded.transpose(1, 0, 2) if upright else folded
    at = round(random.uniform(0.3, 0.7) * view.shape[0])
    reach = round(60 * grain)
    shade = 1 - np.linspace(strength, 0, reach, dtype=np.float32)[:, None, None]
    view[at : at + reach] = (view[at : at + reach] * shade).astype(np.uint8)
    view[at : at + max(1, round(2 * grain))] = np.clip(view[at : at + max(1, round(2 * grain))] * 0.8, 0, 255)
    return folded


def tear(page: Colour, random: Random, bed: Rgb, grain: float) -> Colour:
    """Fray one edge and turn over or lose a lower corner."""
    torn = page.copy()
    height, width = page.shape[:2]
    reach = round(64 * grain)
    jags = 9 + 9 * make_clouds((height, 2), 40, random)[:, 0] + 2.2 * make_clouds((height, 2), 400, random)[:, 0]
    depth = np.clip(jags, 0, 60) * grain
    gone = np.arange(reach)[None, :] < depth[:, None]
    right = random.random() < 0.6
    torn[:, -reach:][gone[:, ::-1]] = bed
    if not right:
        torn[:, :reach][gone] = bed
    size = round(random.uniform(70, 170) * grain)
    x = width if random.random() < 0.5 else 0
    inwards = -size if x else size
    corner = np.array([(x, height), (x + inwards, height), (x, height - size)], np.int32)
    cv2.fillPoly(torn, [corner], bed)
    if random.random() < 0.6:
        flap = np.array([(x + inwards, height - size), (x + inwards, height), (x, height - size)], np.int32)
        shade = tuple(int(part) for part in np.median(page[::50, ::50].reshape(-1, 3), axis=0) * 0.93)
        cv2.fillPoly(torn, [flap], shade, cv2.LINE_AA)
    return torn


def lay_on_bed(page: Colour, skew_deg: float, pad_px: int, bed: Rgb) -> tuple[Colour, Matrix]:
    """Lay the sheet askew on a scanner's bed that is larger by a pad on every side.

    Returns:
        The picture, and the map from the sheet to it.
    """
    height, width = page.shape[:2]
    size = width + 2 * pad_px, height + 2 * pad_px
    matrix = shift_by(pad_px, pad_px) @ rotate_about((width / 2, height / 2), skew_deg)
    laid = cv2.warpAffine(page, matrix[:2], size, flags=cv2.INTER_LINEAR, borderValue=bed)
    return laid.astype(np.uint8, copy=False), matrix


def cast_wedge(page: Colour, random: Random, grain: float) -> Colour:
    """The black wedge that an open lid leaves along one side."""
    wedged = page.copy()
    height, width = page.shape[:2]
    top, foot = (round(random.uniform(0, 70) * grain) for _ in range(2))
    cv2.fillPoly(wedged, [np.array([(width, 0), (width - top, 0), (width - foot, height), (width, height)])], BLACK_BED)
    return wedged


def photograph(page: Colour, random: Random) -> tuple[Colour, Matrix]:
    """Take a picture with a phone: mild perspective, a desk around, uneven light.

    Returns:
        The picture, and the map from the sheet to it.
    """
    height, width = page.shape[:2]
    margin = 0.07
    size = round(width * (1 + 2 * margin)), round(height * (1 + 2 * margin))
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    spread = 0.022 * width
    moved = corners + np.array((width * margin, height * margin), np.float32) + random.uniform(-spread, spread, (4, 2))
    turned = cv2.transform(moved[None], rotate_about((size[0] / 2, size[1] / 2), random.uniform(-1.5, 1.5))[:2])[0]
    matrix = np.asarray(cv2.getPerspectiveTransform(corners, turned.astype(np.float32)), np.float64)
    desk = np.asarray(((92, 70, 52), (60, 62, 66), (120, 98, 74))[int(random.integers(3))], np.float32)
    wood = 1 + 0.12 * make_clouds(size[::-1], 60, random)
    picture = np.clip(wood[:, :, None] * desk, 0, 255).astype(np.uint8)
    picture = cv2.warpPerspective(
        page, matrix, size, picture, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    ).astype(np.uint8, copy=False)
    x, y = np.meshgrid(np.linspace(0, 1, size[0], dtype=np.float32), np.linspace(0, 1, size[1], dtype=np.float32))
    lamp = random.uniform(0, 1, 2)
    light = (
        1.04 - random.uniform(0.3, 0.5) * np.hypot(x - lamp[0], y - lamp[1]) + 0.03 * make_clouds(size[::-1], 5, random)
    )
    tint = (1.0, random.uniform(0.95, 1.0), random.uniform(0.84, 0.96))
    lit = cv2.multiply(picture, cv2.merge([(light * part).astype(np.float32) for part in tint]), dtype=cv2.CV_8U)
    return lit.astype(np.uint8, copy=False), matrix
