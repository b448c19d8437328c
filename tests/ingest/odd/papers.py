"""The odd papers as the tests take them: what must come out of each, and how far a sheet is from it."""

from __future__ import annotations

import io
import json
import lzma
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageCms

HERE = Path(__file__).parent
MANIFEST: dict[str, dict[str, Any]] = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
TAKEN = {name: paper for name, paper in MANIFEST.items() if "sheets" in paper}
REFUSED = {name: paper for name, paper in MANIFEST.items() if "refused" in paper}


def unpack(name: str, folder: Path) -> Path:
    """A paper under its own name in a folder."""
    path, packed = folder / name, HERE / f"{name}.xz"
    path.write_bytes(lzma.decompress(packed.read_bytes()) if packed.exists() else (HERE / name).read_bytes())
    return path


def missed_colours(pixels: np.ndarray, expected: dict[str, Any], more: int = 0) -> list[str]:
    """Places whose colour is further from what must come out than allowed.

    Args:
        pixels: uint8, (height, width) or (height, width, 3).
        expected: An entry of the manifest.
        more: Allowed beside what the manifest allows.
    """
    height, width = pixels.shape[:2]
    missed = []
    for x, y, colour in expected["colours"]:
        left, top = min(int(x * width), width - 3), min(int(y * height), height - 3)
        patch = pixels[max(0, top - 2) : top + 3, max(0, left - 2) : left + 3]
        found = np.broadcast_to(
            patch.reshape(len(patch), -1, pixels.shape[2] if pixels.ndim == 3 else 1), (*patch.shape[:2], 3)
        )
        mean = found.reshape(-1, 3).mean(axis=0)
        if np.abs(mean - colour).max() > expected["within"] + more:
            missed.append(f"at {x:.2f}, {y:.2f}: {mean.round().astype(int).tolist()} instead of {colour}")
    return missed


def as_viewed(data: bytes) -> np.ndarray:
    """A kept picture as a program shows it that honours profiles."""
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        profile = image.info.get("icc_profile")
        if profile is None:
            return np.asarray(image.convert("RGB"))
        srgb = ImageCms.createProfile("sRGB")
        shown = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), srgb, outputMode="RGB")
        assert shown is not None
        return np.asarray(shown)
