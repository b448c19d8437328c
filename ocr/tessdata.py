"""Finds Tesseract's language data, wherever a system keeps it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from nasti.errors import ToolMissing
from nasti.settings import OcrSection

_PLACES = ("/usr/share/tesseract-ocr", "/usr/share", "/usr/share/tesseract", "/usr/local/share", "/opt/homebrew/share")

_PACKAGES = {
    "Devanagari": "tesseract-ocr-script-deva",
    "Latin": "tesseract-ocr-script-latn",
}
"""Debian packages whose name is not that of the language."""


def find_tessdata(settings: OcrSection) -> Path:
    """The folder that holds the data of all languages we read with.

    The configured folder alone counts where there is one; otherwise ``TESSDATA_PREFIX`` comes before the places where
    Debian, Ubuntu and others install the data, newest version first.

    Args:
        settings: Which languages are read, and the configured folder.

    Raises:
        ToolMissing: No folder has them all; the message names the Debian packages that bring what is missing.
    """
    needed = _needed(settings)
    fewest = needed
    for folder in _folders(settings.tessdata):
        missing = [name for name in needed if _file_of(name, folder) is None]
        if not missing:
            return folder
        if len(missing) < len(fewest):
            fewest = missing
    raise _missing(fewest, settings.tessdata)


def resolve_languages(languages: str, tessdata: Path) -> str:
    """The languages as this installation names them: script data lies in ``script/`` on some systems.

    Args:
        languages: Names joined by ``+``.
        tessdata: The folder of the data.

    Raises:
        ToolMissing: The data of one is not there.
    """
    names = languages.split("+")
    found = [_file_of(name, tessdata) for name in names]
    if None in found:
        raise _missing([name for name, place in zip(names, found, strict=True) if place is None], tessdata)
    return "+".join(place for place in found if place is not None)


def _needed(settings: OcrSection) -> list[str]:
    sets = (settings.first, settings.mixed, settings.latin, settings.second)
    names = [name for languages in sets for name in languages.split("+") if name]
    return list(dict.fromkeys([*names, "osd"]))


def _folders(configured: Path | None) -> Iterator[Path]:
    if configured is not None:
        yield configured.expanduser()
        return
    prefix = os.environ.get("TESSDATA_PREFIX")
    if prefix:
        yield from (Path(prefix), Path(prefix) / "tessdata")
    for place in map(Path, _PLACES):
        # Debian keeps a folder for each version: 4.00, 5.
        yield from sorted(place.glob("[0-9]*/tessdata"), key=_version, reverse=True)
        yield place / "tessdata"


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


def _file_of(name: str, folder: Path) -> str | None:
    for spelling in (name, f"script/{name}"):
        if (folder / f"{spelling}.traineddata").is_file():
            return spelling
    return None


def _missing(names: list[str], folder: Path | None) -> ToolMissing:
    packages = " ".join(_PACKAGES.get(name, f"tesseract-ocr-{name.replace('_', '-')}") for name in names)
    where = f" in {folder}" if folder else ""
    return ToolMissing(
        f"Tesseract's language data is not installed{where}: {', '.join(names)}. "
        f"Install it with: sudo apt-get install {packages}",
        f"टेसरैक्ट का भाषा डेटा स्थापित नहीं है{f' ({folder})' if folder else ''}: {', '.join(names)}। "
        f"इसे स्थापित करें: sudo apt-get install {packages}",
    )
