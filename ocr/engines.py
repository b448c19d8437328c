"""Chooses the recogniser."""

from __future__ import annotations

import os
from pathlib import Path

from nasti import tools
from nasti.errors import ToolMissing
from nasti.settings import OcrSection
from ocr.engine import Engine
from ocr.tessdata import find_tessdata

__all__ = ["find_tessdata", "make_engine"]


def make_engine(settings: OcrSection) -> Engine:
    """Open the configured recogniser: "auto" is tesserocr where it is installed, else one process for each page.

    Args:
        settings: Which engine, which languages, where their data lies.

    Raises:
        ToolMissing: The program or the data of a language is not installed; the message says how to get it.
    """
    tessdata = find_tessdata(settings)
    # Before the library loads, which looks at it once. Pages are read side by side, a core each; more threads inside
    # a page cost more than they give. Source: our benchmark.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    if settings.engine == "pytesseract":
        return _one_process_each(tessdata)
    try:
        return _in_process(tessdata)
    except ImportError as error:
        if settings.engine == "tesserocr":
            raise ToolMissing(
                "The Python package tesserocr is not installed. Install it with: pip install tesserocr, "
                "or set ocr.engine to auto.",
                "पायथन पैकेज tesserocr स्थापित नहीं है। इसे स्थापित करें: pip install tesserocr, या ocr.engine को auto करें।",
            ) from error
        return _one_process_each(tessdata)


def _in_process(tessdata: Path) -> Engine:
    # Imported late: there is no wheel for every machine.
    from ocr.tesserocr_engine import TesserocrEngine

    return TesserocrEngine(tessdata)


def _one_process_each(tessdata: Path) -> Engine:
    from ocr.pytesseract_engine import PytesseractEngine

    tools.find("tesseract")
    return PytesseractEngine(tessdata)
