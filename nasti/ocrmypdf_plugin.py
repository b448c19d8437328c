"""Nasti's reading and text layer for OCRmyPDF: ``ocrmypdf --plugin nasti.ocrmypdf_plugin -l hin+eng IN.pdf OUT.pdf``.

OCRmyPDF draws the pages, turns and straightens them as it is told, and keeps what a file had; we say how a page lies,
read it, and write its text layer, which OCRmyPDF lays over the page by its ``sandwich`` way.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from ocrmypdf import OcrOptions, exceptions, hookimpl
from ocrmypdf.pluginspec import OcrEngine, OrientationConfidence
from PIL import Image

from ingest.scanned import Scanned, decode, settle_dpi
from nasti import sheets
from nasti.errors import ConfigError, InputRejected, NastiError, ToolMissing
from nasti.model import Picture, Sheet
from nasti.settings import Settings, load_environment
from ocr.engine import mean_confidence
from ocr.engines import make_engine
from ocr.hocr import write_hocr
from ocr.pdf_overlay import write_overlay

__all__ = ["NastiOcrEngine", "check_options", "get_ocr_engine"]

LANGUAGES = frozenset({"hin", "eng", "Devanagari", "script/Devanagari"})
"""What ``-l`` may name. Which model reads a line is settled by what stands in it, whatever is named."""

SURE = 15.0
"""OCRmyPDF's measure of a page whose turn is known: it turns pages from 14 on."""

ERRORS: dict[type[NastiError], type[exceptions.ExitCodeException]] = {
    ConfigError: exceptions.BadArgsError,
    InputRejected: exceptions.InputFileError,
    ToolMissing: exceptions.MissingDependencyError,
    NastiError: exceptions.SubprocessOutputError,
}

log = logging.getLogger(__name__)


class NastiOcrEngine(OcrEngine):
    """Reads pages in Hindi and English, or both, and writes a text layer that gives every word back."""

    @staticmethod
    def version() -> str:
        """Version of Nasti."""
        return version("nasti")

    @staticmethod
    def creator_tag(options: OcrOptions) -> str:
        """What the file says of who read it."""
        return f"Nasti {version('nasti')}"

    def __str__(self) -> str:
        return f"Nasti {version('nasti')}"

    @staticmethod
    def languages(options: OcrOptions) -> set[str]:
        """What ``-l`` may name."""
        return set(LANGUAGES)

    @staticmethod
    def get_orientation(input_file: Path, options: OcrOptions) -> OrientationConfidence:
        """How far a page is turned clockwise. One that its headlines do not settle is read to find out."""
        with _own_errors():
            scanned = _open(input_file)
            found = sheets.straighten_scanned(scanned, _settings())
            turn_deg, sure = found.turn_deg, found.turn_sure
            if not sure and not found.blank:
                sheet = sheets.read_scanned(scanned, 0, _settings())
                turn_deg, sure = sheet.turn_deg, mean_confidence(sheet.words) >= sheets.TURN_DOUBTED_BELOW
        return OrientationConfidence((360 - turn_deg) % 360, SURE if sure and not found.blank else 0.0)

    @staticmethod
    def get_deskew(input_file: Path, options: OcrOptions) -> float:
        """How far a page must be rotated counter-clockwise to be straight, in degrees."""
        with _own_errors():
            return -sheets.straighten_scanned(_open(input_file), _settings()).skew_deg

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: OcrOptions) -> None:
        """Read a page and write its words as hOCR, for OCRmyPDF's other ways to make a text layer of them."""
        sheet = _read(input_file, output_text)
        output_hocr.write_text(write_hocr(sheet), encoding="utf-8")

    @staticmethod
    def generate_pdf(input_file: Path, output_pdf: Path, output_text: Path, options: OcrOptions) -> None:
        """Read a page and write its text layer."""
        sheet = _read(input_file, output_text)
        with _own_errors():
            write_overlay(sheet, output_pdf)


@hookimpl
def check_options(options: OcrOptions) -> None:
    """Refuse to start where the recogniser is missing, and ask for the way that keeps our text layer as it is."""
    if options.ocr_engine != "auto":
        return
    with _own_errors():
        make_engine(_settings().ocr).close()
    if options.pdf_renderer == "auto":
        options.pdf_renderer = "sandwich"
    elif options.pdf_renderer != "sandwich":
        log.warning("With --pdf-renderer %s, text layers lose Hindi words; leave it out.", options.pdf_renderer)


@hookimpl
def get_ocr_engine(options: OcrOptions | None) -> OcrEngine | None:
    """Give our engine, unless ``--ocr-engine`` names another."""
    return NastiOcrEngine() if options is None or options.ocr_engine == "auto" else None


def _read(input_file: Path, output_text: Path) -> Sheet:
    with _own_errors():
        sheet = sheets.read_scanned(_open(input_file), 0, _settings())
    if sheet.flags:
        log.info("noticed on the page: %s", ", ".join(sheet.flags))
    output_text.write_text(sheet.text, encoding="utf-8")
    return sheet


def _open(input_file: Path) -> Scanned:
    """Open an image that OCRmyPDF drew, whose pixels are square."""
    try:
        with Image.open(input_file) as image:
            dpi, flags = settle_dpi(image.size, max(image.info.get("dpi", (0.0,))))
            picture = Picture(input_file.read_bytes(), "jpeg" if image.format == "JPEG" else "png", image.size, dpi)
            pixels, _ = decode(image)
    except (OSError, SyntaxError, ValueError) as error:
        raise InputRejected(f"The page cannot be opened: {error}") from error
    return Scanned(picture, pixels, flags)


@cache
def _settings() -> Settings:
    return load_environment(os.environ)


@contextmanager
def _own_errors() -> Iterator[None]:
    """Say our errors as OCRmyPDF says its own: in one line, with its exit codes."""
    try:
        yield
    except NastiError as error:
        kind = next(theirs for ours, theirs in ERRORS.items() if isinstance(error, ours))
        raise kind(error.message) from error
