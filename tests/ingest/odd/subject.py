"""What the odd papers show, and how their makers run tools and say what must come out."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
SIZE_PX = (240, 340)
DPI = 60
SIZE_PT = (288, 408)
COLOURS = {
    "paper": (0.5, 0.5, (250, 246, 232)),
    "seal": (0.2, 0.16, (200, 40, 50)),
    "ink": (0.8, 0.2, (40, 60, 160)),
    "field": (0.2, 0.84, (50, 140, 70)),
    "pencil": (0.8, 0.87, (128, 128, 128)),
}
"""Of the subject: place as shares of its width and height, and colour. No two corners alike, so that a turned or
mirrored sheet shows."""

HINDI = "/usr/share/fonts/truetype/lohit-devanagari/Lohit-Devanagari.ttf"
LATIN = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"
LINES = (
    "कार्यालय कलेक्टर, जिला बिलासपुर",
    "विषय :- शासकीय भूमि के सीमांकन के संबंध में",
    "The matter has been examined in this office",
)

Spot = tuple[float, float, tuple[int, int, int]]
Maker = Callable[[Path], None]


@dataclass(frozen=True)
class Odd:
    """One odd paper.

    Attributes:
        what: What is odd about it.
        tools: Debian packages, or programs with their version, that made it.
        make: Writes it.
        form: What it arrives as.
        sheets: What must come out, one entry a sheet.
        refused: What the reason says, in English, where none comes out.
    """

    what: str
    tools: tuple[str, ...]
    make: Maker
    form: str
    sheets: tuple[dict[str, Any], ...] = ()
    refused: str | None = None


ODD: dict[str, Odd] = {}


def odd(
    name: str, what: str, *tools: str, form: str = "", sheets: Sequence[dict[str, Any]] = (), refused: str | None = None
) -> Callable[[Maker], Maker]:
    """Register a maker under the name of the file that it writes."""
    by_ending = {"tif": "tiff", "jpg": "jpeg", "png": "png", "pdf": "pdf"}

    def register(make: Maker) -> Maker:
        ODD[name] = Odd(what, tools, make, form or by_ending.get(name[-3:], ""), tuple(sheets), refused)
        return make

    return register


def sheet(
    size_px: tuple[int, int] = SIZE_PX,
    dpi: int = DPI,
    form: str = "jpeg",
    spots: Sequence[Spot] | None = None,
    within: int = 8,
    flags: Sequence[str] = (),
    words: str = "",
) -> dict[str, Any]:
    """What must come out of a sheet.

    Args:
        size_px: Width and height of the picture that is kept.
        dpi: Its resolution.
        form: How it is kept.
        spots: Places as shares of width and height, and their colours; those of the subject where nothing is given.
        within: How far each channel may be off.
        flags: On opening, beside ``low_resolution``.
        words: Read on it.
    """
    spots = tuple(COLOURS.values()) if spots is None else spots
    every = sorted({*flags, *(["low_resolution"] if dpi < 150 else [])})
    told = {"size_px": size_px, "dpi": dpi, "form": form, "within": within, "flags": every, "words": words}
    return {**told, "colours": [[x, y, list(colour)] for x, y, colour in spots]}


def drawn_sheet(**how: Any) -> dict[str, Any]:
    """What comes out of a page of the subject's size that must be drawn: at the least resolution for drawing."""
    return sheet(**{"size_px": (600, 850), "dpi": 150, **how})


@cache
def page() -> Image.Image:
    """The subject in colour."""
    image = Image.new("RGB", SIZE_PX, COLOURS["paper"][2])
    pen = ImageDraw.Draw(image)
    for name, (x, y, colour) in COLOURS.items():
        if name != "paper":
            left, top = x * SIZE_PX[0], y * SIZE_PX[1]
            pen.rectangle((left - 24, top - 24, left + 24, top + 24), fill=colour)
    pen.rectangle((20, 120, 150, 126), fill=(20, 20, 20))
    return image


def gray_spots() -> list[Spot]:
    """The subject's colours in gray, as Pillow weighs them."""
    return [(x, y, (level,) * 3) for x, y, colour in COLOURS.values() for level in [_luma(colour)]]


def bilevel_spots() -> list[Spot]:
    """The subject's colours in black and white, cut at half."""
    return [(x, y, (255 * (_luma(colour) >= 128),) * 3) for x, y, colour in COLOURS.values()]


def _luma(colour: tuple[int, int, int]) -> int:
    return Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0))


def bilevel() -> Image.Image:
    """The subject in black and white."""
    return page().convert("L").point(lambda level: 255 * (level >= 128), "1")


def written(size_px: tuple[int, int], dpi: tuple[float, float], lines: Sequence[str] = LINES) -> Image.Image:
    """Lines of text in black and white, as wide and high on paper whatever the resolution."""
    fine = 300
    width, height = round(size_px[0] * fine / dpi[0]), round(size_px[1] * fine / dpi[1])
    image = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        font = ImageFont.truetype(LATIN if line.isascii() else HINDI, 58)
        pen.text((0.1 * width, 300 + 150 * number), line, fill=0, font=font)
    return image.resize(size_px, Image.Resampling.BOX).point(lambda level: 255 * (level >= 150), "1")


def run(*command: str | Path, stdin: bytes = b"", folder: Path | None = None) -> bytes:
    """Run a tool; what it writes to standard output."""
    line = [str(part) for part in command]
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "TZ": "UTC"}
    done = subprocess.run(line, input=stdin, capture_output=True, check=False, cwd=folder, env=env)
    if done.returncode:
        raise SystemExit(f"{' '.join(line)}\n{done.stderr.decode(errors='replace')}")
    return done.stdout


def saved(path: Path, image: Image.Image | None = None, **options: Any) -> Path:
    """An image, the subject where none is given, written by Pillow as a source for a tool."""
    (page() if image is None else image).save(path, **{"dpi": (DPI, DPI), **options})
    return path


def convert(*arguments: str | Path) -> None:
    """Run ImageMagick."""
    run("/usr/bin/convert", *arguments)
