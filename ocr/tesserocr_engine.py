"""Tesseract in process, through tesserocr.

The recogniser lets go of Python's lock while it reads, so threads read at the same time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import tesserocr

from nasti.errors import ToolFailed
from ocr.engine import Found, Image, Reading, gather
from ocr.tessdata import resolve_languages

_OTSU, _SAUVOLA = "0", "2"

_NOTHING_FORBIDDEN = {"tessedit_char_blacklist": ""}
"""The data of `hin` forbids the digit 1, in whatever language it is read together with."""

# Leptonica's remarks about odd line boxes would run into the progress bar on standard error.
tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)


class TesserocrEngine:
    """Keeps one Tesseract object for each thread and set of languages.

    Args:
        tessdata: Folder of Tesseract's language data.
    """

    def __init__(self, tessdata: Path) -> None:
        self._tessdata = tessdata
        self._lock = threading.Lock()
        # Keyed by thread, because an object must never serve two threads at once.
        self._readers: dict[tuple[int, str], tesserocr.PyTessBaseAPI] = {}

    def read(self, image: Image, languages: str, dpi: int, *, sauvola: bool = False) -> Reading:
        """Read a page; see `Engine.read`."""
        return self._read(image, languages, dpi, tesserocr.PSM.AUTO, _SAUVOLA if sauvola else _OTSU)

    def read_line(self, image: Image, languages: str, dpi: int) -> Reading:
        """Read a line; see `Engine.read_line`."""
        return self._read(image, languages, dpi, tesserocr.PSM.SINGLE_LINE, _OTSU)

    def read_lines(self, image: Image, languages: str, dpi: int, *, sauvola: bool = False) -> Reading:
        """Read lines; see `Engine.read_lines`."""
        return self._read(image, languages, dpi, tesserocr.PSM.SINGLE_BLOCK, _SAUVOLA if sauvola else _OTSU)

    def ask_turn(self, image: Image) -> tuple[int, float] | None:
        """Turn of a page; see `Engine.ask_turn`."""
        api = self._reader("osd", lambda: self._open("osd", tesserocr.OEM.DEFAULT, tesserocr.PSM.OSD_ONLY))
        try:
            _show(api, image)
            found = api.DetectOrientationScript()
        finally:
            api.Clear()
        if not found or found["orient_conf"] <= 0:
            return None
        # Tesseract tells how far the page is turned clockwise.
        return (360 - int(found["orient_deg"])) % 360, float(found["orient_conf"])

    def close(self) -> None:
        """Free the Tesseract objects of all threads."""
        with self._lock:
            for api in self._readers.values():
                api.End()
            self._readers.clear()

    def _read(self, image: Image, languages: str, dpi: int, layout: int, thresholding: str) -> Reading:
        names = resolve_languages(languages, self._tessdata)
        api = self._reader(names, lambda: self._open(names, tesserocr.OEM.LSTM_ONLY, layout))
        api.SetPageSegMode(layout)
        api.SetVariable("thresholding_method", thresholding)
        api.SetVariable("user_defined_dpi", str(dpi))
        height, width = image.shape
        try:
            _show(api, image)
            if not api.Recognize():
                raise ToolFailed("Tesseract could not read the page.")
            return gather(_words(api), (width, height))
        finally:
            api.Clear()

    def _reader(self, key: str, make: Callable[[], tesserocr.PyTessBaseAPI]) -> tesserocr.PyTessBaseAPI:
        here = (threading.get_ident(), key)
        with self._lock:
            api = self._readers.get(here)
            if api is None:
                api = self._readers[here] = make()
            return api

    def _open(self, names: str, mode: int, layout: int) -> tesserocr.PyTessBaseAPI:
        try:
            return tesserocr.PyTessBaseAPI(
                path=f"{self._tessdata}/", lang=names, oem=mode, psm=layout, variables=_NOTHING_FORBIDDEN
            )
        except RuntimeError as error:
            raise ToolFailed(f"Tesseract cannot open the language data {names} in {self._tessdata}: {error}") from error


def _show(api: tesserocr.PyTessBaseAPI, image: Image) -> None:
    height, width = image.shape
    api.SetImageBytes(np.ascontiguousarray(image).tobytes(), width, height, 1, width)


def _words(api: tesserocr.PyTessBaseAPI) -> Iterator[Found]:
    word = tesserocr.RIL.WORD
    results = api.GetIterator()
    if results is None:
        return
    line = block = -1
    for item in tesserocr.iterate_level(results, word):
        if item.IsAtBeginningOf(tesserocr.RIL.BLOCK):
            block += 1
        if item.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            line += 1
        if item.Empty(word):
            continue
        yield Found(item.GetUTF8Text(word), item.BoundingBox(word), item.Confidence(word), line, block)
