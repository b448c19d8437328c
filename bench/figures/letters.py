"""Sets words in typefaces that no set of pages is drawn with."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from PIL import Image, ImageDraw, ImageFont

from ocr.number_crop import Crop

LIST = Path(__file__).parent / "faces.yaml"
DEBIAN = Path("/usr/share/fonts")
SIZES_PX = (34, 40, 46, 52, 60)
_RUNS = re.compile("[\u0900-\u097f\u20b9]+|[^\u0900-\u097f\u20b9]+")
_MARGIN_PX = 12


@dataclass(frozen=True)
class Face:
    """A typeface: files of its weights, of Devanagari and of Latin letters; the same file where it has both.

    Attributes:
        hindi: Empty where it has none.
        latin: Empty where its Latin letters are not to be used.
    """

    hindi: tuple[Path, ...]
    latin: tuple[Path, ...]


class Faces:
    """The typefaces of a part of the list: "train" or "check"."""

    def __init__(self, part: str, packages: Path) -> None:
        """Read the list.

        Args:
            part: Which.
            packages: The folder `node_modules/@fontsource`.

        Raises:
            FileNotFoundError: A typeface is not there.
        """
        listed: dict[str, list[dict[str, Any]]] = yaml.safe_load(LIST.read_text(encoding="utf-8"))[part]
        self._faces = {role: [_find(face, role, packages) for face in faces] for role, faces in listed.items()}

    def choose(self, chance: random.Random, role: str) -> tuple[Path, Path]:
        """A file for Devanagari and one for Latin letters, for print of a role: "print", "typewriter", "matrix"."""
        hindi = chance.choice(self._faces["hindi"])
        if role != "print":
            return chance.choice(hindi.hindi), chance.choice(chance.choice(self._faces[role]).latin)
        latin = hindi if hindi.latin and chance.random() < 0.5 else chance.choice(self._faces["latin"])
        weight = min(int(chance.random() * 1.4), 1)
        return hindi.hindi[min(weight, len(hindi.hindi) - 1)], latin.latin[min(weight, len(latin.latin) - 1)]


def _find(face: dict[str, Any], role: str, packages: Path) -> Face:
    if "file" in face:
        files = tuple(DEBIAN.glob(f"*/{face['file']}"))
        if not files:
            raise FileNotFoundError(f"No {face['file']} in {DEBIAN}; see the docstring of bench/train_numbers.py")
        return Face(files if role == "hindi" else (), files if face.get("latin", True) else ())
    name = face["package"]

    def weights(script: str) -> tuple[Path, ...]:
        found = [packages / name / "files" / f"{name}-{script}-{weight}-normal.woff2" for weight in (400, 700)]
        return tuple(path for path in found if path.is_file())

    if not weights("latin"):
        raise FileNotFoundError(f"No {name} in {packages}; see the docstring of bench/train_numbers.py")
    return Face(weights("devanagari") if role == "hindi" else (), weights("latin"))


@lru_cache(maxsize=2000)
def _load(path: Path, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size_px)


@lru_cache(maxsize=20000)
def _advance(path: Path, size_px: int, piece: str) -> float:
    return _load(path, size_px).getlength(piece)


def set_word(text: str, files: tuple[Path, Path], chance: random.Random, *, struck: bool) -> Crop:
    """Draw a word.

    Args:
        text: What it says.
        files: Typefaces of Devanagari and of Latin letters.
        chance: Decides on the size and the spacing.
        struck: Whether every letter is struck for itself, a little higher or lower, harder or softer.

    Returns:
        0 paper to 255 ink, with some paper around.
    """
    size = chance.choice(SIZES_PX)
    spacing = chance.choice((0, 0, 0, 0, 1, 2, 4)) * size / 50
    pieces: list[tuple[str, Path]] = []
    for run in _RUNS.findall(text):
        hindi = "\u0900" <= run[0] <= "\u097f"
        file = files[0] if hindi else files[1]
        loose = struck or spacing
        letters = any("\u0900" <= sign <= "\u0965" for sign in run)
        pieces += [(sign, file) for sign in run] if loose and not letters else [(run, file)]
    widths = [_advance(file, size, piece) + spacing for piece, file in pieces]
    image = Image.new("L", (int(sum(widths)) + 2 * _MARGIN_PX + 8, round(size * 1.9)), 0)
    pen = ImageDraw.Draw(image)
    x, base = float(_MARGIN_PX), round(size * 1.25)
    for (piece, file), width in zip(pieces, widths, strict=True):
        down = round(chance.gauss(0, 0.03 * size)) if struck else 0
        ink = 255 - (int(chance.choice((0, 0, 20, 50, 90)) * chance.random()) if struck else 0)
        pen.text((x, base + down), piece, font=_load(file, size), fill=ink, anchor="ls")
        x += width
    return np.asarray(image)
