"""Colour profiles: pixels as they are meant to look, in the sRGB that screens and PDF viewers start from."""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

LIKE_SRGB = 2.0
"""Mean distance in levels of 255 below which a profile says the same as sRGB, and pixels stay as they are.

Source: measured on the 43 gray and RGB profiles of Debian's icc-profiles-free, colord-data and libgs-common: those that
mean sRGB lie below 0.1, the nearest other one (PAL video) at 3.3, Adobe RGB at 10.6.
"""
STEPS = 9
"""Levels of each channel that a profile is probed with."""
INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
"""As poppler and PDFium render: white stays white, and black black."""
SPACES = {"L": b"GRAY", "RGB": b"RGB ", "CMYK": b"CMYK"}
"""What stands in bytes 16 to 19 of a profile for images of each mode. Source: ICC.1:2010, table 19."""
ICC_MARKER = b"ICC_PROFILE\0"
BEFORE_IMAGE = (*range(0xE0, 0xF0), 0xFE)
"""Markers of what applications add to a JPEG, and of comments. Source: ITU-T T.81, table B.1."""
MOST_IN_SEGMENT = 65_519
"""Bytes of a profile that one JPEG marker holds. Source: ICC.1:2010, annex B.4."""


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """An image with the colours that its profile means.

    Args:
        image: Of mode L, RGB or CMYK, and decoded.
        profile: What was found beside it. One that is broken, or made for another kind of colour, is left aside, as
            viewers do.

    Returns:
        Of mode L or RGB; the image itself where its profile says no more than sRGB; CMYK stays CMYK where no profile
        says how its inks look.
    """
    if profile is None or image.mode not in SPACES:
        return image
    if image.mode == "L":
        levels = _levels(profile)
        return image if levels is None else image.point(levels)
    change = _transform(profile, image.mode)
    if change is None:
        return image
    changed: Image.Image | None = change.apply(image)
    return image if changed is None else changed


def says_more(profile: bytes | None, mode: str) -> bool:
    """Whether a profile makes colours of a mode look different from sRGB.

    Args:
        profile: A whole profile, or None.
        mode: L, RGB or CMYK.
    """
    if profile is None:
        return False
    return (_levels(profile) if mode == "L" else _transform(profile, mode)) is not None


def with_profile(data: bytes, profile: bytes | None) -> bytes:
    """A JPEG file that carries this profile, and no other; what is coded stays byte for byte.

    Args:
        data: The whole file.
        profile: A whole profile; None to take out what there is.
    """
    parts, at = [data[:2]], 2
    while data[at] == 0xFF and data[at + 1] in BEFORE_IMAGE:
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not data.startswith(ICC_MARKER, at + 4):
            parts.append(data[at : at + length])
        at += length
    pieces = (
        [] if profile is None else [profile[n : n + MOST_IN_SEGMENT] for n in range(0, len(profile), MOST_IN_SEGMENT)]
    )
    for number, piece in enumerate(pieces, 1):
        head = ICC_MARKER + bytes((number, len(pieces)))
        parts.append(b"\xff\xe2" + (2 + len(head) + len(piece)).to_bytes(2, "big") + head + piece)
    return b"".join((*parts, data[at:]))


@lru_cache(maxsize=8)
def _levels(profile: bytes) -> tuple[int, ...] | None:
    """What each gray level becomes; None where the profile is not to be followed."""
    change = _build(profile, "L")
    if change is None:
        return None
    ramp = np.arange(256, dtype=np.uint8)[None]
    shown = np.asarray(change.apply(Image.fromarray(ramp)))[:, :, 1]
    return tuple(int(level) for level in shown[0]) if _differs(shown, ramp) else None


@lru_cache(maxsize=8)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    change = _build(profile, mode)
    if change is None or mode == "CMYK":
        return change
    steps = np.linspace(0, 255, STEPS).round().astype(np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    return change if _differs(np.asarray(change.apply(Image.fromarray(cube))), cube) else None


def _build(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    if profile[16:20] != SPACES[mode]:
        return None
    try:
        found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        return ImageCms.ImageCmsTransform(found, screen, mode, "RGB", intent=INTENT, flags=FLAGS)
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None


def _differs(shown: np.ndarray, stored: np.ndarray) -> bool:
    return float(np.abs(shown.astype(float) - stored).mean()) > LIKE_SRGB
