"""Separator sheets: our own slips by their codes, those of others by patch codes and by what scanning programs print.

An ordinary sheet is looked at once. Only one that holds much black, as a slip does and a letter does not, is looked at
again: smoothed, coarser, with other thresholds, along its bars.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import zxingcpp

from ingest.darkness import LOOK_DPI, Darkness, has_much_black, measure_darkness
from ingest.draft import DRAFT_DPI, resize, to_gray
from ingest.patches import has_patch_code
from ingest.scanned import Scanned
from nasti.serials import is_serial
from nasti.slips import PATCH, Slip, read_slip

_QR = zxingcpp.BarcodeFormat.QRCode
_FORMATS = zxingcpp.BarcodeFormats([_QR, zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.Code128])
_OTHERS = "PATCHT"
"""What the separator sheets of paperless-ngx and NAPS2 say, in one code or another."""

ALONG_PX = 25
"""How many pixels along the bars are averaged: 4 mm at 150 dots per inch. Askew by 3 degrees they smear by a third of
a narrow bar."""
EITHER_WAY = 50
"""Gray levels that the threshold is moved on evened copies, on which ink is 20 and paper 255: dark copies fill the
gaps, light ones break the squares."""

By = Literal["qr", "bars", "text", "patch"]


@dataclass(frozen=True, slots=True)
class Separator:
    """A separator sheet.

    Attributes:
        slip: What it says; what its bars leave out, the store knows by the serial.
        by: What told it: QR code or bars of ours, a text or a patch code of others.
        attempt: How the sheet was looked at; "" where the first look was enough.
        turn_deg: How far the scan is turned counter-clockwise from upright; None where nothing tells.
        skew_deg: How far it is skewed beyond that, counter-clockwise.
    """

    slip: Slip
    by: By
    attempt: str = ""
    turn_deg: int | None = None
    skew_deg: float = 0.0


def find_separator(scanned: Scanned) -> Separator | None:
    """What a sheet says if it is a separator.

    Args:
        scanned: The sheet as it came, in any position.

    Returns:
        None for every other sheet, also for one that carries codes of others.
    """
    dpi = min(scanned.dpi, DRAFT_DPI)
    draft = resize(to_gray(scanned.pixels), dpi / scanned.dpi)
    found = _read_codes(draft, "")
    if found and found.by != "bars":
        return found
    darkness = measure_darkness(draft, dpi)
    if found or has_much_black(darkness):
        # A slip is worth some looks: its QR code says what in its bars is left out.
        for attempt, copy in _other_looks(draft, darkness):
            again = _read_codes(copy, attempt)
            if again and again.by != "bars":
                return again
            found = found or again
    if found is None and has_patch_code(draft, dpi, darkness):
        return Separator(PATCH, "patch")
    return found


def _read_codes(image: np.ndarray, attempt: str) -> Separator | None:
    barcodes = zxingcpp.read_barcodes(image, formats=_FORMATS, try_invert=False, try_downscale=False)
    found = [separator for barcode in barcodes if (separator := _understand(barcode, attempt))]
    # The QR code says most.
    return min(found, key=lambda separator: ("qr", "bars", "text").index(separator.by), default=None)


def _understand(barcode: zxingcpp.Barcode, attempt: str) -> Separator | None:
    by: By = "qr" if barcode.format == _QR else "bars"
    slip = read_slip(barcode.text)
    if barcode.text.strip() == _OTHERS:
        slip, by = PATCH, "text"
    # The squares correct themselves; bars that were misread are known by the check character alone.
    if slip is None or (by == "bars" and not is_serial(slip.serial)):
        return None
    left, right = barcode.position.top_left, barcode.position.top_right
    angle_deg = math.degrees(math.atan2(left.y - right.y, right.x - left.x))
    quarters = round(angle_deg / 90)
    return Separator(slip, by, attempt, quarters * 90 % 360, angle_deg - quarters * 90)


def _other_looks(draft: np.ndarray, darkness: Darkness) -> Iterator[tuple[str, np.ndarray]]:
    """Copies of a sheet on which worn codes can be read, cheap ones and those that help most often first.

    Source: `bench/slips.py`: each reads slips that none before it reads.
    """
    yield "coarse", resize(draft, 0.5)
    smooth = cv2.GaussianBlur(draft, (0, 0), 1.0)
    yield "smooth", smooth
    evened, soft = (_even(image, darkness) for image in (draft, smooth))
    middle, _ = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    yield "even", _part(soft, middle)
    yield "dark", _part(evened, middle - EITHER_WAY)
    yield "light", _part(evened, middle + EITHER_WAY)
    for name, size in (("along", (1, ALONG_PX)), ("across", (ALONG_PX, 1))):
        yield name, cv2.blur(evened, size)


def _even(image: np.ndarray, darkness: Darkness) -> np.ndarray:
    """Paper white and the darkest ink around black, everywhere."""
    height, width = image.shape
    paper, deepest = (
        cv2.resize(one, (width, height), interpolation=cv2.INTER_LINEAR)
        for one in (darkness.paper, cv2.blur(darkness.deepest, (LOOK_DPI, LOOK_DPI)))
    )
    depth = cv2.divide(cv2.subtract(paper, image), np.maximum(deepest, 8), scale=235)
    return np.asarray(cv2.subtract(np.full_like(image, 255), depth))


def _part(evened: np.ndarray, threshold: float) -> np.ndarray:
    return np.asarray(cv2.threshold(evened, threshold, 255, cv2.THRESH_BINARY)[1])
