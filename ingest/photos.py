"""Files that hold one image: JPEG and PNG."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, UnidentifiedImageError

from ingest.jpeg import ends_whole, exif_turn, open_jpeg, stated_resolution, why_not_opened
from ingest.limits import check_pixels, damaged
from ingest.scanned import Scanned, keep
from nasti.errors import InputRejected
from nasti.settings import LimitsSection

PNG_END = b"IEND\xaeB`\x82"
PNG_FIRST_CHUNK = 8
HEAD_BYTES = 1 << 20
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
            _check_alone(image, path.name)
            data = path.read_bytes()
            if image.format == "PNG" and not _chunks_fit(data):
                raise damaged(path.name, "a part of it is longer than the file")
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


def _chunks_fit(data: bytes) -> bool:
    """Whether all chunks of a PNG file lie inside it: Pillow asks for the memory of as many bytes as one claims."""
    at = PNG_FIRST_CHUNK
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if at + 12 + length > len(data):
            return False
        if kind == b"IEND":
            return True
        at += 12 + length
    return True


def _check_alone(image: Image.Image, name: str) -> None:
    """Refuse an animated PNG: a viewer shows its pictures one after the other, and only the first would be kept.

    The second picture of a camera's multi-picture JPEG shows the same again, smaller or from one side.
    """
    frames = getattr(image, "n_frames", 1) if image.format == "PNG" else 1
    if frames > 1:
        raise InputRejected(
            f"The PNG file {name} holds {frames} pictures. Save each as a PNG file of its own, or all as one PDF.",
            f"PNG फ़ाइल {name} में {frames} चित्र हैं। हर चित्र अलग PNG फ़ाइल में या सब एक PDF में सहेजें।",
        )


def _not_an_image(path: Path) -> InputRejected:
    with path.open("rb") as file:
        unusual = why_not_opened(file.read(HEAD_BYTES)) if file.read(2) == b"\xff\xd8" and not file.seek(0) else None
    if unusual is not None:
        return InputRejected(
            f"The JPEG file {path.name} is of a kind that is not opened here ({unusual[0]}). "
            "Save it again as an ordinary JPEG, or as PDF.",
            f"JPEG फ़ाइल {path.name} ऐसे प्रकार की है जो यहाँ नहीं खुलती ({unusual[1]})। "
            "इसे साधारण JPEG या PDF के रूप में फिर से सहेजें।",
        )
    return InputRejected(
        f"The file {path.name} is not a JPEG or PNG image, whatever its name says.",
        f"फ़ाइल {path.name} JPEG या PNG चित्र नहीं है, भले ही नाम कुछ भी हो।",
    )
