"""What is installed, what is missing, and how to get it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

from nasti import tools
from nasti.drawing.canvas import find_face
from nasti.errors import NastiError, ToolMissing
from nasti.settings import Settings
from ocr.engines import find_tessdata, make_engine

LEAST_FREE_GB = 5
"""A day of scanning at 300 dpi in colour: about 3000 sheets of 1.5 MB. Source: sizes of our own scans."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: What it is.
        ok: Whether Nasti can work with it as it is.
        detail: What was found, or what to do.
    """

    name: str
    ok: bool
    detail: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything Nasti needs on this machine.

    Args:
        settings: All sections.
    """
    return list(_examine(settings))


def _examine(settings: Settings) -> Iterator[Finding]:
    for program in ("pdftotext", "pdftoppm", "pdfinfo"):
        yield _check(program, partial(_program, program))
    yield _check("language data", lambda: str(find_tessdata(settings.ocr)))
    for face in ("lohit", "bold"):
        yield _check(f"typeface {face}, for slips", partial(_typeface, face))
    yield _check("recogniser", lambda: _recogniser(settings))
    for package in ("ocrmypdf", "pikepdf", "opencv-python-headless", "dbos", "zxing-cpp", "fpdf2"):
        yield Finding(package, True, version(package))
    yield _check("store", lambda: _store(settings))


def _check(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except NastiError as error:
        return Finding(name, False, error.message)


def _program(name: str) -> str:
    return str(tools.find(name))


def _typeface(name: str) -> str:
    return str(find_face(name))


def _recogniser(settings: Settings) -> str:
    engine = make_engine(settings.ocr)
    try:
        return type(engine).__name__
    finally:
        engine.close()


def _store(settings: Settings) -> str:
    folder = settings.store_folder
    while not folder.exists():
        folder = folder.parent
    free_gb = shutil.disk_usage(folder).free / 1e9
    if free_gb < LEAST_FREE_GB:
        raise ToolMissing(f"Only {free_gb:.1f} GB are free in {folder}; a day of scanning needs {LEAST_FREE_GB} GB.")
    return f"{settings.store_folder} ({free_gb:.0f} GB free)"
