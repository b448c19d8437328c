"""Rows of a TIFF image one after the other, as libtiff reads them.

Pillow asks libtiff for whole strips, and many programs write a map in one. libtiff itself goes from row to row and
reads what is coded piece by piece; poppler, which draws PDFs here, brings it along.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes.util import find_library
from functools import lru_cache
from pathlib import Path

import numpy as np

UNMAPPED = b"rm"
"""To read, without mapping the file into memory."""
WELL = 1


def has_scanlines() -> bool:
    """Whether libtiff is there."""
    return _library() is not None


def read_scanlines(
    path: Path, directory: int, size_px: tuple[int, int], samples: int, rows: int
) -> Iterator[np.ndarray]:
    """The bands of an image of 8-bit samples that lie side by side, in strips, however coded.

    Args:
        path: The file.
        directory: Where the image's directory starts.
        size_px: Width and height.
        samples: Of a pixel, 1 or 3.
        rows: Of a band; the last has what is left.

    Yields:
        uint8, (rows, width) or (rows, width, 3), as stored.

    Raises:
        OSError: The file cannot be read, or a row is damaged.
    """
    library = _library()
    if library is None:
        raise OSError("libtiff is not installed")
    image = library.TIFFOpen(str(path).encode(), UNMAPPED)
    if not image:
        raise OSError("the image does not open")
    try:
        width, height = size_px
        if library.TIFFSetSubDirectory(image, directory) != WELL or library.TIFFScanlineSize(image) != width * samples:
            raise OSError("the rows are not as its directory says")
        for top in range(0, height, rows):
            band = np.empty((min(rows, height - top), width * samples), np.uint8)
            for row, line in enumerate(band, top):
                if library.TIFFReadScanline(image, line.ctypes.data, row, 0) != WELL:
                    raise OSError(f"row {row} is damaged")
            yield band if samples == 1 else band.reshape(len(band), width, samples)
    finally:
        library.TIFFClose(image)


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL | None:
    name = find_library("tiff")
    if name is None:
        return None
    library = ctypes.CDLL(name)
    library.TIFFOpen.restype = ctypes.c_void_p
    library.TIFFOpen.argtypes = (ctypes.c_char_p, ctypes.c_char_p)
    library.TIFFSetSubDirectory.argtypes = (ctypes.c_void_p, ctypes.c_uint64)
    library.TIFFScanlineSize.restype = ctypes.c_ssize_t
    library.TIFFScanlineSize.argtypes = (ctypes.c_void_p,)
    library.TIFFReadScanline.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint16)
    library.TIFFClose.argtypes = (ctypes.c_void_p,)
    # What is wrong with a row comes back as a number; words on the error stream would reach nobody.
    for set_handler in (library.TIFFSetErrorHandler, library.TIFFSetWarningHandler):
        set_handler.argtypes = (ctypes.c_void_p,)
        set_handler.restype = ctypes.c_void_p
        set_handler(None)
    return library
