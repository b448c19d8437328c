"""Writes scans as scanners do: PDF of JPEGs, TIFF of several pages, folders of JPEG or PNG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import img2pdf
import numpy as np
import numpy.typing as npt
from PIL import Image

Form = Literal["pdf", "tiff", "jpg", "png"]


@dataclass(frozen=True)
class Exposure:
    """One page as the scanner gives it.

    Attributes:
        image: Colour or grey, or black and white with only 0 and 255.
        dpi: Its resolution.
        bilevel: Whether it is stored with one bit a pixel.
    """

    image: npt.NDArray[np.uint8]
    dpi: int
    bilevel: bool

    def picture(self) -> Image.Image:
        """As Pillow has it."""
        picture = Image.fromarray(self.image)
        return picture.convert("1", dither=Image.Dither.NONE) if self.bilevel else picture


def write_scan(folder: Path, form: Form, exposures: Sequence[Exposure], quality: int, name: str = "scan") -> None:
    """Write `scan.pdf`, `scan.tif` or the images in `scan/`.

    Args:
        folder: Where.
        form: How.
        exposures: The pages, in order.
        quality: Of JPEGs.
        name: What it is called instead of "scan".
    """
    if form == "pdf":
        pictures = [_encode(one, "TIFF" if one.bilevel else "JPEG", quality) for one in exposures]
        (folder / f"{name}.pdf").write_bytes(img2pdf.convert(pictures, nodate=True))
    elif form == "tiff":
        _write_tiff(folder / f"{name}.tif", exposures, quality)
    else:
        (folder / name).mkdir()
        for number, one in enumerate(exposures, 1):
            data = _encode(one, "PNG" if form == "png" else "JPEG", quality)
            (folder / name / f"scan_{number:04d}.{form}").write_bytes(data)


def _encode(one: Exposure, kind: str, quality: int) -> bytes:
    kept = io.BytesIO()
    options: dict[str, object] = {
        "JPEG": {"quality": quality},
        "TIFF": {"compression": "group4"},
        "PNG": {"compress_level": 1},
    }[kind]  # type: ignore[assignment]
    one.picture().save(kept, kind, dpi=(one.dpi, one.dpi), **options)
    return kept.getvalue()


def _write_tiff(path: Path, exposures: Sequence[Exposure], quality: int) -> None:
    first, *others = (one.picture() for one in exposures)
    bilevel = exposures[0].bilevel
    options: dict[str, object] = {"compression": "group4"} if bilevel else {"compression": "jpeg", "quality": quality}
    dpi = exposures[0].dpi
    first.save(path, "TIFF", save_all=True, append_images=others, dpi=(dpi, dpi), **options)
