"""Pictures of what was noticed on a sheet, cut from the kept image."""

from __future__ import annotations

from pathlib import Path

from ingest.crops import cut_crop
from nasti.model import Notice, Sheet
from nasti.pictures import load_picture


def cut_file(picture: Path, sheet: Sheet, notice: Notice) -> bytes:
    """Cut the place of a notice out of the kept image of a sheet; see `ingest.crops.cut_crop`.

    Args:
        picture: The kept image.
        sheet: The sheet.
        notice: One of its notices.

    Returns:
        A JPEG file.

    Raises:
        OSError: The picture cannot be decoded.
    """
    return cut_crop(load_picture(picture, sheet), sheet, notice)
