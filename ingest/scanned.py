"""One scanned side as it came: its pixels, and the picture of it that is kept."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from PIL import Image

from ingest.jpeg_bands import BandedJpeg, band_rows
from ingest.profiles import to_srgb
from nasti.model import Box, Picture, Size
from nasti.textlayer import TextLayer

# Sizes are checked against our own limits from the headers; Pillow's fixed one would refuse an honest A0 map.
Image.MAX_IMAGE_PIXELS = None

Resolution = tuple[float, float]
"""Dots per inch along x and y; (0, 0) where the scan does not say."""

A4_LONG_IN = 11.69
SHEET_LONG_IN = 60
"""No sheet is believed to be longer: A0 is 47 inches, a village map on cloth rarely above 55."""
ROLL_WIDE_IN, ROLL_LONG_IN = 17, 240
"""Paper from a roll, as wide as A3 at most, may be longer: till receipts of two metres, a recorder's strip."""
USUAL_DPI = (72, 100, 150, 200, 240, 300, 400, 600, 1200)
LOW_DPI = 150
"""Below this small letters can no longer be told apart. Source: error rates double from 250 to 150 dpi."""
LARGE_PX = 100_000_000
"""Above this, A1 at 300 dpi, a sheet is measured and read from a smaller copy: whole, each step would hold gigabytes.

Source: an RGB map of 20 000 × 14 142 px took 3.0 GB to open as a whole.
"""
BAND_PX = 8_000_000
"""Pixels converted at a time for that copy."""
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
        pixels: uint8, (height, width) gray or (height, width, 3) RGB, sRGB: the same image as `picture`, unturned,
            smaller by `reduced`.
        flags: What was noticed on opening: ``attachments``, ``dpi_guessed``, ``image_damaged``, ``low_resolution``,
            ``signed``.
        reduced: Pixels of `picture` that one of `pixels` stands for, along each side; above 1 for giant maps alone.
        layer: The text that the sheet brings with it; None where it brings none.
        signatures: The digital signatures that stand on the sheet, or belong to it because they stand nowhere.
    """

    picture: Picture
    pixels: np.ndarray
    flags: tuple[str, ...] = ()
    reduced: int = 1
    layer: TextLayer | None = None
    signatures: tuple[Seal, ...] = ()

    @property
    def dpi(self) -> float:
        """Resolution of `pixels`."""
        return self.picture.dpi / self.reduced


def keep(
    image: Image.Image,
    resolution: Resolution,
    jpeg_quality: int,
    stream: bytes | None = None,
    tables: Sequence[Sequence[int]] | None = None,
) -> Scanned:
    """Decode an image and settle how it is kept.

    Bilevel scans are kept as one-bit PNG, JPEG streams as they came, everything else as JPEG without colour
    subsampling. What is encoded here is sRGB; a JPEG stream brings its own colour profile along.

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
    if tables is None and is_large(image.size, resolution):
        return _keep_large(image, resolution, jpeg_quality, stream)
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

    Transparent parts become white; 16-bit samples lose their lower half; CMYK and palettes become RGB; a colour
    profile beside the image (``info["icc_profile"]``) is followed.

    Returns:
        uint8 pixels, (height, width) or (height, width, 3), and whether they are black and white alone.

    Raises:
        OSError: The image data breaks off or cannot be decoded (as Pillow raises it).
        ValueError: The kind of colour is not supported.
    """
    image.load()
    profile = image.info.get("icc_profile")
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode.startswith(("I", "F")):
        return np.asarray(to_srgb(Image.fromarray(_narrow(np.asarray(image))), profile)), False
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        image = _lay_on_paper(image.convert("RGBA"), profile)
    elif image.mode == "1":
        return np.asarray(image, dtype=np.uint8) * np.uint8(255), True
    else:
        image = to_srgb(image, profile)
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    pixels = np.asarray(image)
    if pixels.ndim == 3 and _holds(pixels, _is_gray):
        pixels = np.ascontiguousarray(pixels[:, :, 0])
    return pixels, pixels.ndim == 2 and _holds(pixels, _is_black_and_white)


def _lay_on_paper(layer: Image.Image, profile: bytes | None) -> Image.Image:
    coloured = to_srgb(layer.convert("RGB"), profile).convert("RGBA")
    coloured.putalpha(layer.getchannel("A"))
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), coloured).convert("RGB")


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


def is_large(size_px: Size, resolution: Resolution) -> bool:
    """Whether an image is kept without ever holding it unpacked as a whole."""
    return size_px[0] * size_px[1] > LARGE_PX and _has_square_pixels(resolution)


def keep_bands(
    read: Callable[[int], Iterator[np.ndarray]],
    size_px: Size,
    resolution: Resolution,
    jpeg_quality: int,
    profile: bytes | None,
) -> Scanned:
    """As `keep`, of a large image that comes band by band: one of them at a time lies in memory.

    Args:
        read: Gives the bands, of so many rows, the last of what is left: uint8, (rows, width) or (rows, width, 3).
        size_px: Width and height of the whole.
        resolution: What the scan says about itself.
        jpeg_quality: To encode with.
        profile: The colour profile that the bands are in; None for sRGB.

    Raises:
        OSError: As `read` raises it.
    """
    (width, height), reduced = size_px, _settle_reduction(size_px)
    dpi, flags = settle_dpi(size_px, max(resolution))
    coded, rows = BandedJpeg(size_px, jpeg_quality, dpi, profile), band_rows(width, reduced)
    pixels: np.ndarray = np.empty((0,), np.uint8)
    for number, band in enumerate(read(rows)):
        if number == 0:
            pixels = np.empty((-(-height // reduced), -(-width // reduced), *band.shape[2:]), np.uint8)
        coded.add(band)
        part = Image.fromarray(band).reduce(reduced)
        part.info["icc_profile"] = profile
        laid = np.asarray(_decode_band(part, part.mode))
        top = number * rows // reduced
        pixels[top : top + len(laid)] = laid
    return Scanned(Picture(coded.finish(), "jpeg", size_px, dpi), _without_colour(pixels), flags, reduced)


def _keep_large(image: Image.Image, resolution: Resolution, jpeg_quality: int, stream: bytes | None) -> Scanned:
    """As `keep`, without ever holding more than one whole copy of the image; palettes stay palettes."""
    size_px, profile = image.size, image.info.get("icc_profile")
    dpi, flags = settle_dpi(size_px, max(resolution))
    reduced = _settle_reduction(size_px)
    if stream is not None:
        # The decoder itself gives a half, a quarter or an eighth of a JPEG.
        image.draft(image.mode, (-(-size_px[0] // reduced), -(-size_px[1] // reduced)))
        pixels = _decode_smaller(image, reduced * image.width // size_px[0])
        return Scanned(Picture(stream, "jpeg", size_px, dpi), pixels, flags, reduced)
    if image.mode in ("1", "P") and "transparency" not in image.info:
        pixels, out = _decode_smaller(image, reduced), io.BytesIO()
        image.save(out, "PNG", dpi=(dpi, dpi), icc_profile=profile)
        return Scanned(Picture(out.getvalue(), "png", size_px, dpi), pixels, flags, reduced)
    plain = image.mode in ("L", "RGB")
    return keep_bands(partial(_decode_bands, image), size_px, resolution, jpeg_quality, profile if plain else None)


def _settle_reduction(size_px: Size) -> int:
    """How many times smaller, along each side, the copy of a large image is."""
    reduced = 2
    while size_px[0] * size_px[1] > LARGE_PX * reduced * reduced:
        reduced *= 2
    return reduced


def _decode_smaller(image: Image.Image, by: int) -> np.ndarray:
    """Pixels as `decode` gives them, of an image made smaller by a whole factor."""
    mode = _plain_mode(image)
    width, height = -(-image.width // by), -(-image.height // by)
    pixels = np.empty((height, width) if mode == "L" else (height, width, 3), np.uint8)
    for top, band in _bands(image, max(1, BAND_PX // image.width // by) * by):
        # Bands of these two are reduced in their own colours, which costs less.
        part = band.reduce(by) if image.mode in ("L", "RGB") else _decode_band(band, mode).reduce(by)
        laid = np.asarray(_decode_band(part, mode))
        pixels[top // by : top // by + len(laid)] = laid
    return _without_colour(pixels)


def _without_colour(pixels: np.ndarray) -> np.ndarray:
    """The same in one channel where all three say the same."""
    return pixels[:, :, 0].copy() if pixels.ndim == 3 and _holds(pixels, _is_gray) else pixels


def _decode_bands(image: Image.Image, rows: int) -> Iterator[np.ndarray]:
    """The bands of an image: gray and RGB in the colours it has, all else in gray or sRGB."""
    mode = _plain_mode(image)
    for _, band in _bands(image, rows):
        yield np.asarray(band if image.mode in ("L", "RGB") else _decode_band(band, mode))


def _plain_mode(image: Image.Image) -> str:
    return "L" if image.mode in ("1", "L", "LA", "La") or image.mode.startswith(("I", "F")) else "RGB"


def _bands(image: Image.Image, rows: int) -> Iterator[tuple[int, Image.Image]]:
    """The image in bands of so many rows, each with where it begins."""
    image.load()
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(top + rows, image.height)))


def _decode_band(band: Image.Image, mode: str) -> Image.Image:
    return Image.fromarray(decode(band)[0]).convert(mode)


def _has_square_pixels(resolution: Resolution) -> bool:
    across, down = resolution
    return min(across, down) <= 0 or max(across, down) / min(across, down) <= 1 + SQUARE_WITHIN


def _square(pixels: np.ndarray, resolution: Resolution) -> np.ndarray:
    if _has_square_pixels(resolution):
        return pixels
    across, down = resolution
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
    long_px, short_px = max(size_px), min(size_px)
    # 72 and 96 are what programs write when they do not know; nobody feeds a sheet above A3 at that resolution.
    unknown = stated in (72, 96) and long_px / stated > 17
    longest_in = ROLL_LONG_IN if short_px <= ROLL_WIDE_IN * stated else SHEET_LONG_IN
    believable = 50 <= stated <= 2400 and 1 <= long_px / stated <= longest_in and not unknown
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
