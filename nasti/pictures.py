"""The kept images of sheets as files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from nasti.model import Picture, Sheet


def load_picture(path: Path, sheet: Sheet) -> Picture:
    """The kept image of a sheet.

    Args:
        path: A JPEG or PNG file, named so.
        sheet: The sheet it shows.
    """
    width, height = sheet.size_px if sheet.turn_deg % 180 == 0 else sheet.size_px[::-1]
    form: Literal["jpeg", "png"] = "jpeg" if path.suffix == ".jpg" else "png"
    return Picture(path.read_bytes(), form, (width, height), sheet.dpi)


def picture_suffix(picture: Picture) -> str:
    """The file name ending of a kept image, as `load_picture` expects it."""
    return ".jpg" if picture.form == "jpeg" else ".png"
