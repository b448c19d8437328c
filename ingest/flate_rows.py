"""Rows of an image in a PDF that is packed without loss, unpacked band by band."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

FED_BYTES = 1 << 18
"""So much packed data is handed on at a time: what is not used yet is copied each time."""
TIFF_PREDICTOR, PNG_PREDICTORS = 2, range(10, 16)
"""Source: ISO 32000-1, table 10."""


@dataclass(frozen=True, slots=True)
class Packed:
    """An image of 8-bit samples packed with /FlateDecode.

    Attributes:
        data: As it stands in the file.
        size_px: Width and height.
        samples: Of a pixel, 1 or 3.
        predictor: /Predictor.
    """

    data: bytes
    size_px: tuple[int, int]
    samples: int
    predictor: int


def read_rows(packed: Packed, rows: int) -> Iterator[np.ndarray]:
    """The bands of an image.

    Args:
        packed: The image.
        rows: Of a band; the last has what is left.

    Yields:
        uint8, (rows, width) or (rows, width, 3), as stored.

    Raises:
        OSError: The data is damaged or ends too early.
    """
    width, height = packed.size_px
    line = width * packed.samples
    filtered = packed.predictor in PNG_PREDICTORS
    pieces = _Pieces(packed.data)
    before = np.zeros(line, np.uint8)
    for top in range(0, height, rows):
        count = min(rows, height - top)
        data = pieces.take(count * (line + filtered))
        if filtered:
            band = _undo_png(data, before, (width, count), packed.samples)
            before = band[-1].ravel()
        else:
            band = np.frombuffer(data, np.uint8).reshape(count, width, packed.samples)
            if packed.predictor == TIFF_PREDICTOR:
                band = np.add.accumulate(band, axis=1, dtype=np.uint8)
        yield band.reshape(count, width) if packed.samples == 1 else band


class _Pieces:
    """Unpacked bytes, and those of them that were not taken yet."""

    def __init__(self, data: bytes) -> None:
        self._packed = memoryview(data)
        self._unpacker = zlib.decompressobj()
        self._rest = b""

    def take(self, count: int) -> bytes:
        taken = bytearray()
        while len(taken) < count:
            fed = self._rest or bytes(self._packed[:FED_BYTES])
            if not self._rest:
                self._packed = self._packed[FED_BYTES:]
            if not fed or self._unpacker.eof:
                raise OSError("the image data ends too early")
            try:
                taken += self._unpacker.decompress(fed, count - len(taken))
            except zlib.error as error:
                raise OSError(str(error)) from error
            self._rest = self._unpacker.unconsumed_tail
        return bytes(taken)


def _undo_png(data: bytes, before: np.ndarray, size_px: tuple[int, int], samples: int) -> np.ndarray:
    """Rows filtered as PNG filters them, by a PNG of their own that starts with the row before."""
    width, height = size_px
    colour = 2 if samples == 3 else 0
    header = struct.pack(">IIBBBBB", width, height + 1, 8, colour, 0, 0, 0)
    lines = zlib.compress(b"\0" + before.tobytes() + data, 0)
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", lines) + _chunk(b"IEND", b"")
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        return np.asarray(image)[1:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
