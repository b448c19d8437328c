"""Originals become sheets: how many there are, and each one opened by its number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest import pdf, photos, tiff
from ingest.limits import check_files, check_sheets, damaged
from ingest.scanned import Scanned
from nasti.model import Form
from nasti.settings import LimitsSection

__all__ = ["Scanned", "count_sheets", "open_sheet"]

TIFF_HEADS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def count_sheets(files: Sequence[Path], form: Form, limits: LimitsSection) -> int:
    """How many sheets a scan holds; everything that can be known without decoding is checked on the way.

    Args:
        files: The files of the arrival, in reading order; one for anything but a folder.
        form: What they are.
        limits: What is allowed.

    Raises:
        InputRejected: A file is empty, encrypted, damaged, not what it claims, or too large; or there are no sheets
            or too many.
    """
    check_files(files, limits)
    count = sum(_count_in(path, _form_of(path, form), limits) for path in files)
    check_sheets(count, limits)
    return count


def open_sheet(files: Sequence[Path], form: Form, index: int, limits: LimitsSection, jpeg_quality: int) -> Scanned:
    """One sheet, decoded; memory is bounded by that sheet.

    Args:
        files: As for `count_sheets`.
        form: As for `count_sheets`.
        index: From 0, below what `count_sheets` said.
        limits: What is allowed.
        jpeg_quality: For sheets that came neither as JPEG nor black and white.

    Raises:
        InputRejected: The sheet is damaged or too large, or there is no such sheet.
        ToolMissing: The page must be drawn and poppler is not installed.
        ToolFailed: Drawing the page took too long or failed.
    """
    path, place = _find_sheet(files, form, index, limits)
    kind = _form_of(path, form)
    if kind == "pdf":
        return pdf.open_page(path, place, limits, jpeg_quality)
    if kind == "tiff":
        return tiff.open_frame(path, place, limits, jpeg_quality)
    return photos.open_photo(path, limits, jpeg_quality)


def _find_sheet(files: Sequence[Path], form: Form, index: int, limits: LimitsSection) -> tuple[Path, int]:
    """The file that holds a sheet, and the sheet's place in it."""
    if form != "folder":
        return files[0], index
    place = index
    for path in files:
        kind = _form_of(path, form)
        count = 1 if kind == "jpeg" else _count_in(path, kind, limits)
        if place < count:
            return path, place
        place -= count
    raise damaged(files[-1].name, f"there is no sheet {index + 1}")


def _form_of(path: Path, form: Form) -> Form:
    """What a file of an arrival is; in a folder by its first bytes, where "jpeg" stands for any single image."""
    if form != "folder":
        return form
    with path.open("rb") as file:
        head = file.read(5)
    if head[:4] in TIFF_HEADS:
        return "tiff"
    return "pdf" if head == b"%PDF-" else "jpeg"


def _count_in(path: Path, form: Form, limits: LimitsSection) -> int:
    if form == "pdf":
        return pdf.count_pages(path, limits)
    if form == "tiff":
        return tiff.count_frames(path, limits)
    photos.check_photo(path, limits)
    return 1
