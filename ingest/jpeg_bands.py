"""A JPEG coded band by band, so that a giant map need never lie unpacked in memory.

A JPEG may restart after a fixed number of blocks, and nothing of what came before is needed there: bands coded each by
itself, with the same tables, are joined by restart markers into one file that decodes to the very same pixels as if it
had been coded whole. Source: ITU-T T.81, B.2.1 and F.1.1.5.
"""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from nasti.model import Size

BLOCK_PX, MOST_BLOCKS = 8, 65_535
"""Without colour subsampling a unit is a block; a restart interval counts at most so many of them."""
RESTARTS = 8
"""Restart markers are counted in a ring."""
FRAME, SCAN, END = 0xC0, 0xDA, b"\xff\xd9"
"""Markers: start of a baseline frame, start of its scan, end of the image."""


def band_rows(width_px: int, multiple: int) -> int:
    """The most rows of an image that one band may have.

    Args:
        width_px: Of the image.
        multiple: Rows are a multiple of this, too.
    """
    step = int(np.lcm(BLOCK_PX, multiple))
    rows = MOST_BLOCKS // -(-width_px // BLOCK_PX) * BLOCK_PX
    return max(step, rows // step * step)


class BandedJpeg:
    """Collects the bands of one image.

    Args:
        size_px: Of the whole image.
        quality: As Pillow counts it.
        dpi: Its resolution.
        profile: Its colour profile; None where it has none.
    """

    def __init__(self, size_px: Size, quality: int, dpi: int, profile: bytes | None) -> None:
        self._size_px = size_px
        self._how = {"quality": quality, "subsampling": 0, "dpi": (dpi, dpi), "icc_profile": profile}
        self._out = io.BytesIO()
        self._bands = 0

    def add(self, band: np.ndarray) -> None:
        """Code the next band.

        Args:
            band: uint8, (rows, width) or (rows, width, 3); all but the last have the rows that `band_rows` said.
        """
        coded = io.BytesIO()
        Image.fromarray(band).save(coded, "JPEG", **self._how)
        data = coded.getvalue()
        frame, scan = _find_segments(data)
        if self._bands == 0:
            blocks = -(-len(band) // BLOCK_PX) * -(-self._size_px[0] // BLOCK_PX)
            height_at = frame + 5
            self._out.write(data[:height_at] + self._size_px[1].to_bytes(2, "big") + data[height_at + 2 : scan])
            self._out.write(b"\xff\xdd\x00\x04" + blocks.to_bytes(2, "big"))
            self._out.write(data[scan : -len(END)])
        else:
            self._out.write(bytes((0xFF, 0xD0 + (self._bands - 1) % RESTARTS)))
            start = scan + 2 + int.from_bytes(data[scan + 2 : scan + 4], "big")
            self._out.write(memoryview(data)[start : -len(END)])
        self._bands += 1

    def finish(self) -> bytes:
        """The whole file."""
        self._out.write(END)
        return self._out.getvalue()


def _find_segments(data: bytes) -> tuple[int, int]:
    """Where the frame and the scan of a JPEG begin."""
    at, frame = 2, 0
    while data[at + 1] != SCAN:
        if data[at + 1] == FRAME:
            frame = at
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return frame, at
