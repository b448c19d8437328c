"""JPEG streams: telling whole ones from cut ones, and keeping them as they came."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image, ImageChops

from ingest.scanned import Resolution, Scanned, decode, keep

END_OF_IMAGE = b"\xff\xd9"
START_OF_SCAN = b"\xff\xda"
NO_TRANSFORM = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"
"""The marker that says that a JPEG's three samples are red, green and blue as they stand."""
EXIF_ORIENTATION = 0x0112
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
DECODED = frozenset((0xC0, 0xC1, 0xC2, 0xC9, 0xCA))
"""Frames of baseline, extended and progressive JPEG, Huffman-coded or arithmetic."""

Turn = tuple[int, bool]
"""Quarter turns counter-clockwise, after a mirroring top to bottom where True."""

AS_STORED: Turn = (0, False)
EXIF_TURNS: Mapping[int, Turn] = {
    2: (2, True), 3: (2, False), 4: (0, True), 5: (3, True), 6: (3, False), 7: (1, True), 8: (1, False),
}  # fmt: skip
"""What a viewer does for each EXIF orientation. Source: Exif 2.3, 4.6.4, tag 274."""


def ends_whole(data: bytes) -> bool:
    """Whether a JPEG's last scan is closed by an end marker.

    Inside a scan every 0xFF byte is followed by 0x00 or a restart marker, so an end marker behind the start of the
    last scan can only be the real one; thumbnails in the header come before it.

    Source: ITU-T T.81, B.1.1.2 and B.1.1.5.
    """
    return data.rfind(END_OF_IMAGE) > data.rfind(START_OF_SCAN) >= 0


def stated_resolution(image: Image.Image) -> Resolution:
    """Dots per inch along x and y as the image's header says; (0, 0) where it does not."""
    across, down = image.info.get("dpi", (0, 0))
    return float(across), float(down)


def turn_resolution(resolution: Resolution, turn: Turn) -> Resolution:
    """The resolution of an image after it has been turned."""
    return resolution if turn[0] % 2 == 0 else (resolution[1], resolution[0])


def turn_pixels(pixels: np.ndarray, turn: Turn) -> np.ndarray:
    """An image turned, contiguous; itself where there is nothing to turn."""
    return np.ascontiguousarray(turn_view(pixels, turn))


def turn_view(pixels: np.ndarray, turn: Turn) -> np.ndarray:
    """An image turned, on the same memory."""
    quarters, mirrored = turn
    return np.rot90(np.flipud(pixels) if mirrored else pixels, quarters)


def exif_turn(image: Image.Image) -> Turn:
    """How a viewer turns an image for its EXIF orientation."""
    return EXIF_TURNS.get(image.getexif().get(EXIF_ORIENTATION, 1), AS_STORED)


def open_jpeg(data: bytes, resolution: Resolution, jpeg_quality: int, turn: Turn) -> Scanned:
    """Decode a JPEG and keep its stream where it shows the pixels of the sheet as they are.

    Args:
        data: The whole file.
        resolution: Dots per inch along x and y of the stored image.
        jpeg_quality: For streams that cannot be kept and have no tables to keep either (CMYK, oblong pixels).
        turn: From the stored image to what a viewer shows.

    Raises:
        OSError: The stream breaks off or is not a JPEG (as Pillow raises it).
        ValueError: The kind of colour is not supported.
    """
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        plain = image.mode in ("L", "RGB")
        # A picture in the store must look the same to programs that honour EXIF and to those that do not.
        if turn == AS_STORED and exif_turn(image) == AS_STORED:
            return keep(_settle_inks(image), resolution, jpeg_quality, data if plain else None)
        tables: Mapping[int, Sequence[int]] = getattr(image, "quantization", {})
        pixels, _ = decode(_settle_inks(image))
    # Encoded again with the scanner's quantisation, transposed along with the image, nearly every coefficient comes
    # out as it was: a lossless turn but for rounding.
    rows = [np.reshape(table, (8, 8)) for _, table in sorted(tables.items())]
    laid = [(table.T if turn[0] % 2 else table).ravel().tolist() for table in rows] if plain else None
    shown = Image.fromarray(turn_pixels(pixels, turn))
    return keep(shown, turn_resolution(resolution, turn), jpeg_quality, tables=laid)


def why_not_opened(data: bytes) -> tuple[str, str] | None:
    """What is unusual about a JPEG that cannot be decoded, in English and Hindi; None where nothing is.

    Args:
        data: The file, at least up to its frame header.

    Source: ITU-T T.81, table B.1 and B.2.2.
    """
    at = 2
    while at + 5 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in FRAMES:
            if data[at + 4] != 8:
                return f"{data[at + 4]} bits a sample", f"प्रति नमूना {data[at + 4]} बिट"
            return None if marker in DECODED else ("a lossless or hierarchical kind", "लॉसलेस या बहुस्तरीय प्रकार")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _settle_inks(image: Image.Image) -> Image.Image:
    """A CMYK image with 255 for full ink.

    Pillow takes every CMYK JPEG for one of Adobe's, which count the other way round; a browser only those that say so.
    """
    if image.mode != "CMYK" or "adobe" in image.info:
        return image
    profile = image.info.get("icc_profile")
    settled = ImageChops.invert(image)
    settled.info["icc_profile"] = profile
    return settled
