"""Files that hold one image: JPEG and PNG."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, UnidentifiedImageError

from ingest.jpeg import ends_whole, exif_turn, open_jpeg, stated_resolution
from ingest.limits import check_pixels, damaged
from ingest.scanned import Scanned, keep
from nasti.errors import InputRejected
from nasti.settings import LimitsSection

PNG_END = b"IEND\xaeB`\x82"
FORMATS = ("JPEG", "PNG")
"""Pillow opens the multi-picture files of cameras (MPO) as JPEG."""


def check_photo(path: Path, limits: LimitsSection) -> None:
    """Make sure that a JPEG or PNG file is what it claims, small enough and whole.

    Only the header is read, and the end; a file without a proper end is decoded to see whether all rows are there.

    Raises:
        InputRejected: It is no such image, too large, or breaks off.
    """
    try:
        with Image.open(path, formats=FORMATS) as image:
            check_pixels(image.size, path.name, limits)
            data = path.read_bytes()
            whole = PNG_END in data[-65536:] if image.format == "PNG" else ends_whole(data)
            if not whole:
                image.load()
    except UnidentifiedImageError as error:
        raise _not_an_image(path) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise damaged(path.name, str(error)) from error


def open_photo(path: Path, limits: LimitsSection, jpeg_quality: int) -> Scanned:
    """Decode a JPEG or PNG file as a viewer shows it.

    Raises:
        InputRejected: It is no such image, too large, or damaged.
    """
    try:
        with Image.open(path, formats=FORMATS) as image:
            check_pixels(image.size, path.name, limits)
            resolution = stated_resolution(image)
            if image.format == "PNG":
                return keep(image, resolution, jpeg_quality)
            turn = exif_turn(image)
        return open_jpeg(path.read_bytes(), resolution, jpeg_quality, turn)
    except UnidentifiedImageError as error:
        raise _not_an_image(path) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise damaged(path.name, str(error)) from error


def _not_an_image(path: Path) -> InputRejected:
    return InputRejected(
        f"The file {path.name} is not a JPEG or PNG image, whatever its name says.",
        f"फ़ाइल {path.name} JPEG या PNG चित्र नहीं है, भले ही नाम कुछ भी हो।",
    )
