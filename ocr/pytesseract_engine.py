"""Tesseract as one process for each page, through pytesseract: where there is no tesserocr."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import PIL.Image
import pytesseract

from nasti.errors import ToolFailed
from ocr.engine import Found, Image, Reading, gather
from ocr.tessdata import resolve_languages

_LSTM_ONLY, _WHOLE_PAGE, _ONE_BLOCK, _ONE_LINE = "--oem 1", "--psm 3", "--psm 6", "--psm 7"
_NOTHING_FORBIDDEN = "-c tessedit_char_blacklist="
"""The data of `hin` forbids the digit 1, in whatever language it is read together with."""

_SAUVOLA = "-c thresholding_method=2"
_TIMEOUT_S = 600
_WORD = 5
"""Level of words in Tesseract's table."""
_TOO_LITTLE = ("Too few characters", "Empty page", "Image too small")


class PytesseractEngine:
    """Starts Tesseract anew for each page; holds nothing.

    Args:
        tessdata: Folder of Tesseract's language data.
    """

    def __init__(self, tessdata: Path) -> None:
        self._tessdata = tessdata

    def read(self, image: Image, languages: str, dpi: int, *, sauvola: bool = False) -> Reading:
        """Read a page; see `Engine.read`."""
        return self._read(image, languages, dpi, _WHOLE_PAGE, *([_SAUVOLA] if sauvola else []))

    def read_line(self, image: Image, languages: str, dpi: int) -> Reading:
        """Read a line; see `Engine.read_line`."""
        return self._read(image, languages, dpi, _ONE_LINE)

    def read_lines(self, image: Image, languages: str, dpi: int, *, sauvola: bool = False) -> Reading:
        """Read lines; see `Engine.read_lines`."""
        return self._read(image, languages, dpi, _ONE_BLOCK, *([_SAUVOLA] if sauvola else []))

    def ask_turn(self, image: Image) -> tuple[int, float] | None:
        """Turn of a page; see `Engine.ask_turn`."""
        try:
            answer = pytesseract.image_to_osd(
                _uncompressed(image), config=self._data_option, timeout=_TIMEOUT_S, output_type=pytesseract.Output.DICT
            )
        except RuntimeError as error:
            if any(reason in str(error) for reason in _TOO_LITTLE):
                return None
            raise ToolFailed(f"Tesseract could not find out how the page is turned: {error}") from error
        if answer["orientation_conf"] <= 0:
            return None
        # Tesseract tells how far the page is turned clockwise.
        return (360 - answer["orientation"]) % 360, float(answer["orientation_conf"])

    def close(self) -> None:
        """Nothing to free."""

    def _read(self, image: Image, languages: str, dpi: int, *options: str) -> Reading:
        names = resolve_languages(languages, self._tessdata)
        height, width = image.shape
        try:
            table = pytesseract.image_to_data(
                _uncompressed(image),
                lang=names,
                config=" ".join((self._data_option, _LSTM_ONLY, _NOTHING_FORBIDDEN, f"--dpi {dpi}", *options)),
                timeout=_TIMEOUT_S,
                output_type=pytesseract.Output.DICT,
            )
        except RuntimeError as error:
            raise ToolFailed(f"Tesseract could not read the page: {error}") from error
        return gather(_words(table), (width, height))

    @property
    def _data_option(self) -> str:
        return f"--tessdata-dir {shlex.quote(str(self._tessdata))}"


def _uncompressed(image: Image) -> PIL.Image.Image:
    """The image, marked so that pytesseract hands it over as PGM: packing it as PNG takes longer than reading it."""
    picture = PIL.Image.fromarray(image)
    picture.format = "PPM"
    return picture


def _words(table: dict[str, list[Any]]) -> Iterator[Found]:
    lines: dict[tuple[int, int, int], int] = {}
    blocks: dict[int, int] = {}
    for row, level in enumerate(table["level"]):
        if level != _WORD:
            continue
        block, paragraph, line = (int(table[column][row]) for column in ("block_num", "par_num", "line_num"))
        left, top, width, height = (int(table[column][row]) for column in ("left", "top", "width", "height"))
        yield Found(
            table["text"][row],
            (left, top, left + width, top + height),
            table["conf"][row],
            lines.setdefault((block, paragraph, line), len(lines)),
            blocks.setdefault(block, len(blocks)),
        )
