"""Scans made to show what one kind of sheet costs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import cv2
import img2pdf
import numpy as np
from PIL import Image

from nasti.drawing.ageing import WHITE, print_on_paper, show_through, stain_paper
from nasti.drawing.canvas import A4_PX, DPI
from nasti.samples import draw_samples

JPEG_QUALITY = 85
GRAIN, FINE_GRAIN = 4.0, 6.0
"""Standard deviation of a scanner's noise, in gray levels, at `DPI` and at twice that."""


def draw_text(folder: Path) -> list[bytes]:
    """JPEGs of the sheets with text of a drawn nasti."""
    (sample,) = (sample for sample in draw_samples(folder) if sample.form == "folder")
    pictures = sorted(sample.path.iterdir())
    return [picture.read_bytes() for picture, page in zip(pictures, sample.pages, strict=True) if page.kind != "blank"]


def refine(picture: bytes) -> bytes:
    """A JPEG as a scanner would give it at twice the resolution."""
    with Image.open(io.BytesIO(picture)) as image:
        fine = cv2.resize(np.asarray(image.convert("RGB")), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return _encode(_with_noise(fine, FINE_GRAIN, 1), 2 * DPI)


def draw_blank(behind: bytes, seed: int) -> bytes:
    """A JPEG of an empty side: grained, unevenly lit paper through which the other side shines."""
    with Image.open(io.BytesIO(behind)) as image:
        other = np.asarray(image.convert("L").resize(A4_PX))
    empty = np.full(A4_PX[::-1], 255, np.uint8)
    random = np.random.default_rng(seed)
    seen = stain_paper(show_through(print_on_paper(empty, WHITE), other, 0.05), random, 0.3)
    return _encode(_with_noise(seen, GRAIN, seed), DPI)


def bind_pictures(pictures: Sequence[bytes], count: int, target: Path) -> Path:
    """A PDF of so many sheets, the pictures over and over, their bytes as they are."""
    sheets = [pictures[number % len(pictures)] for number in range(count)]
    # Without the date, so that what was measured on these bytes can be kept.
    target.write_bytes(img2pdf.convert(sheets, nodate=True))
    return target


def _with_noise(image: np.ndarray, grain: float, seed: int) -> np.ndarray:
    # Noise of one tile, moved about, costs less to make than a page of it and compresses no better.
    tile = np.random.default_rng(seed).normal(0, grain, (1024, 1024, 1)).astype(np.float32)
    height, width = image.shape[:2]
    noise = np.tile(tile, (height // 1024 + 1, width // 1024 + 1, 1))[:height, :width]
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def _encode(image: np.ndarray, dpi: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(image).save(out, "JPEG", quality=JPEG_QUALITY, dpi=(dpi, dpi))
    return out.getvalue()
