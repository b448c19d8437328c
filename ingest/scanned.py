"""One scanned side as it came: its pixels, and the picture of it that is kept."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from nasti.model import Box, Picture, Size
from nasti.textlayer import TextLayer

# Sizes are checked against our own limits from the headers; Pillow's fixed one would refuse an honest A0 map.
Image.MAX_IMAGE_PIXELS = None

Resolution = tuple[float, float]
"""Dots per inch along x and y; (0, 0) where the scan does not say."""

A4_LONG_IN = 11.69
USUAL_DPI = (72, 100, 150, 200, 240, 300, 400, 600, 1200)
LOW_DPI = 150
"""Below this small letters can no longer be told apart. Source: error rates double from 250 to 150 dpi."""
SQUARE_WITHIN = 0.02
"""Pixels whose sides differ by less are taken for square: a fortieth of a letter's height shows nowhere."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A digital signature as it stands on a sheet.

    Attributes:
        by: Who signed, as the file says; "" where it cannot be read.
        at: When, ISO 8601, as the file says; "" where it does not.
        whole: Whether nothing was added to the file after it.
        box: Pixels of the picture as it came; None where it is not to be seen.
    """

    by: str
    at: str
    whole: bool
    box: Box | None


@dataclass(frozen=True, slots=True, eq=False)
class Scanned:
    """A sheet opened.

    Attributes:
        picture: What is kept and shown.
        pixels: uint8, (height, width) gray or (height, width, 3) RGB, the same image as `picture`, unturned.
        flags: What was noticed on opening: ``dpi_guessed``, ``image_damaged``, ``low_resolution``, ``signed``.
        layer: The text that the sheet brings with it; None where it brings none.
        signatures: The digital signatures that stand on the sheet, or belong to it because they stand nowhere.
    """

    picture: Picture
    pixels: np.ndarray
    flags: tuple[str, ...] = ()
    layer: TextLayer | None = None
    signatures: tuple[Seal, ...] = ()


def keep(
    image: Image.Image,
    resolution: Resolution,
    jpeg_quality: int,
    stream: bytes | None = None,
    tables: Sequence[Sequence[int]] | None = None,
) -> Scanned:
    """Decode an image and settle how it is kept.

    Bilevel scans are kept as one-bit PNG, JPEG streams as they came, everything else as JPEG without colour
    subsampling.

    Args:
        image: As shown by a viewer; may not be decoded yet.
        resolution: What the scan says about itself.
        jpeg_quality: For images that came neither bilevel nor as a usable JPEG.
        stream: The JPEG file that `image` was opened from, where it shows the very same pixels.
        tables: Quantisation tables to encode with instead of `jpeg_quality`, in rows.

    Raises:
        OSError: The image data breaks off or cannot be decoded (as Pillow raises it).
        ValueError: The kind of colour is not supported.
    """
    pixels, bilevel = decode(image)
    bilevel = bilevel and stream is None
    squared = _square(pixels, resolution)
    if squared is not pixels:
        stream = None
    height, width = squared.shape[:2]
    dpi, flags = settle_dpi((width, height), max(resolution))
    if bilevel:
        picture = Picture(_encode_bilevel(squared, dpi), "png", (width, height), dpi)
    else:
        picture = Picture(stream or _encode_jpeg(squared, dpi, jpeg_quality, tables), "jpeg", (width, height), dpi)
    return Scanned(picture, squared, flags)


def decode(image: Image.Image) -> tuple[np.ndarray, bool]:
    """Pixels of an image of any mode.

    Transparent parts become white; 16-bit samples lose their lower half; CMYK and palettes become RGB.

    Returns:
        uint8 pixels, (height, width) or (height, width, 3), and whether they are black and white alone.

    Raises:
        OSError: The image data breaks off or cannot be decoded (as Pillow raises it).
        ValueError: The kind of colour is not supported.
    """
    image.load()
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode.startswith(("I", "F")):
        return _narrow(np.asarray(image)), False
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    if image.mode == "1":
        return np.asarray(image, dtype=np.uint8) * np.uint8(255), True
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    pixels = np.asarray(image)
    if pixels.ndim == 3 and _holds(pixels, _is_gray):
        pixels = np.ascontiguousarray(pixels[:, :, 0])
    return pixels, pixels.ndim == 2 and _holds(pixels, _is_black_and_white)


def _narrow(samples: np.ndarray) -> np.ndarray:
    if samples.dtype.kind == "f":
        top = float(samples.max(initial=0.0))
        samples = samples * (255.0 if top <= 1.0 else 255.0 / max(top, 255.0))
    else:
        samples = samples >> 8
    return np.asarray(np.clip(samples, 0, 255), dtype=np.uint8)


def _holds(pixels: np.ndarray, test: Callable[[np.ndarray], bool]) -> bool:
    # A few rows settle it for nearly every image, at no cost.
    return test(pixels[:: max(1, len(pixels) // 16)]) and test(pixels)


def _is_gray(pixels: np.ndarray) -> bool:
    red, green, blue = cv2.split(pixels)
    return cv2.norm(red, green, cv2.NORM_INF) == 0 and cv2.norm(green, blue, cv2.NORM_INF) == 0


def _is_black_and_white(pixels: np.ndarray) -> bool:
    return bool(np.all((pixels == 0) | (pixels == 255)))


def _square(pixels: np.ndarray, resolution: Resolution) -> np.ndarray:
    across, down = resolution
    if min(across, down) <= 0 or max(across, down) / min(across, down) <= 1 + SQUARE_WITHIN:
        return pixels
    fine = max(across, down)
    height, width = pixels.shape[:2]
    size = (round(width * fine / across), round(height * fine / down))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR))


def settle_dpi(size_px: Size, stated: float) -> tuple[int, tuple[str, ...]]:
    """The resolution to go by, and what was noticed about it.

    Args:
        size_px: Width and height of the scan.
        stated: What the scan says, dots per inch; 0 where it says nothing. What cannot be is not believed.
    """
    long_px = max(size_px)
    # 72 and 96 are what programs write when they do not know; nobody feeds a sheet above A3 at that resolution.
    unknown = stated in (72, 96) and long_px / stated > 17
    believable = 50 <= stated <= 2400 and 1 <= long_px / stated <= 60 and not unknown
    dpi = stated if believable else _guess_dpi(long_px)
    flags = () if believable else ("dpi_guessed",)
    return round(dpi), (*flags, "low_resolution") if round(dpi) < LOW_DPI else flags


def _guess_dpi(long_px: int) -> float:
    a4 = min(max(long_px / A4_LONG_IN, 72), 1200)
    nearest = min(USUAL_DPI, key=lambda usual: abs(usual - a4))
    return nearest if abs(nearest - a4) <= 0.08 * a4 else a4


def _encode_jpeg(pixels: np.ndarray, dpi: int, quality: int, tables: Sequence[Sequence[int]] | None) -> bytes:
    out = io.BytesIO()
    how: dict[str, object] = {"qtables": tables} if tables else {"quality": quality}
    Image.fromarray(pixels).save(out, "JPEG", subsampling=0, dpi=(dpi, dpi), **how)
    return out.getvalue()


def _encode_bilevel(pixels: np.ndarray, dpi: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels >= 128).save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()
