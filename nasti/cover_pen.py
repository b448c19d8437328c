"""Draws on the pages of slips: text of two scripts, codes and frames, as vectors that any printer prints sharp."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import partial

import numpy as np
import zxingcpp
from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont

from nasti.drawing.canvas import find_face

PAGE_MM = (210.0, 297.0)
"""A4."""

_HINDI, _LATIN = "hindi", "latin"
_RUN = re.compile(r"[\u0900-\u097f\u200c\u200d]+|[^\u0900-\u097f\u200c\u200d]+")
_STROKE = 0.028
"""Width of the line that thickens Hindi letters, in letter sizes: Debian packages no bold face for them."""
_MM_PER_PT = 25.4 / 72
_OVERLAP_MM = 0.02
"""How far bars reach into the next row of a code: viewers would show a pale seam between two that only meet."""
LEVELS = ("H", "Q", "M")
"""How much of a QR code may be lost: about 30 %, 25 % and 15 %. Source: ISO/IEC 18004."""
LEAST_MODULE_MM = 0.6
"""Smaller squares do not outlive a copying machine at 150 dots per inch; a long text is then printed with less to
spare instead."""


class Pen:
    """Writes and draws on A4 pages; positions are millimetres from the left top corner of the page.

    Raises:
        ToolMissing: A typeface is not installed.
    """

    def __init__(self, title: str) -> None:
        faces = {_HINDI: find_face("lohit"), _LATIN: find_face("bold")}
        self._pdf = FPDF(unit="mm", format="A4")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        self._pdf.set_creator("Nasti")
        for name, path in faces.items():
            self._pdf.add_font(name, fname=path)
        self._pdf.set_text_shaping(True)

    def begin_page(self) -> None:
        """Go on to an empty page."""
        self._pdf.add_page()

    def finish(self) -> bytes:
        """The whole PDF file."""
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Let go of the typefaces."""
        for face in self._pdf.fonts.values():
            if isinstance(face, TTFFont):
                face.close()

    def fill(self, left: float, top: float, width: float, height: float) -> None:
        """A black rectangle."""
        self._pdf.set_fill_color(0)
        self._pdf.rect(left, top, width, height, style="F")

    def outline(self, left: float, top: float, width: float, height: float, line_mm: float = 0.5) -> None:
        """The outline of a rectangle."""
        self._pdf.set_line_width(line_mm)
        self._pdf.rect(left, top, width, height)

    def arrow_up(self, left: float, top: float, width: float, height: float) -> None:
        """A black triangle that points up."""
        self._pdf.set_fill_color(0)
        self._pdf.polygon([(left, top + height), (left + width / 2, top), (left + width, top + height)], style="F")

    def width_of(self, text: str, size_pt: float) -> float:
        """How wide a line of text is, in millimetres."""
        return sum(self._measure(run, size_pt) for run in _RUN.findall(text))

    def write(self, text: str, left: float, baseline: float, size_pt: float, *, white: bool = False) -> None:
        """Write a line of text in bold letters, in Hindi, English or both.

        Args:
            text: One line.
            left: Its left edge.
            baseline: What its letters stand on.
            size_pt: Letter size.
            white: For a black ground.
        """
        ink = 255 if white else 0
        at = left
        for run in _RUN.findall(text):
            width = self._measure(run, size_pt)
            hindi = _is_hindi(run)
            self._pdf.set_text_color(ink)
            self._pdf.set_draw_color(ink)
            # fpdf2 puts the baseline of a cell 0.3 letter sizes below its middle, and takes the line's width in points.
            size_mm = size_pt * _MM_PER_PT
            self._pdf.set_xy(at, baseline - 0.8 * size_mm)
            with self._pdf.local_context(
                text_mode=TextMode.FILL_STROKE if hindi else TextMode.FILL, line_width=_STROKE * size_pt
            ):
                self._pdf.cell(width, size_mm, run)
            at += width
        self._pdf.set_draw_color(0)

    def fit(self, text: str, width: float, sizes_pt: tuple[float, float]) -> float:
        """The largest letter size at which a line is no wider than this.

        Args:
            text: One line.
            width: Millimetres.
            sizes_pt: The smallest and the largest size; a line may be too wide at the smallest.
        """
        smallest, largest = sizes_pt
        return max(smallest, min(largest, largest * width / max(self.width_of(text, largest), 0.1)))

    def break_lines(self, text: str, width: float, size_pt: float) -> list[str]:
        """Text in lines no wider than this; a word that is wider is cut.

        Args:
            text: Words parted by white space.
            width: Millimetres.
            size_pt: Letter size.
        """
        lines = [""]
        for word in text.split():
            for piece in self._cut(word, width, size_pt):
                longer = f"{lines[-1]} {piece}".strip()
                if self.width_of(longer, size_pt) <= width:
                    lines[-1] = longer
                else:
                    lines.append(piece)
        return [line for line in lines if line]

    def qr(self, text: str, left: float, top: float, side: float) -> None:
        """A QR code, without its quiet zone: that is for the page to leave.

        Args:
            text: What it says.
            left: Left edge.
            top: Upper edge.
            side: Its width and height.
        """
        dark = _make_qr(text, side)
        self._matrix(dark, left, top, side / len(dark), side / len(dark))

    def bars(self, text: str, left: float, top: float, width: float, height: float) -> None:
        """A Code 39 without its quiet zones."""
        barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code39)
        dark = _modules(barcode)[:1]
        self._matrix(dark, left, top, width / dark.shape[1], height)

    def _matrix(self, dark: np.ndarray, left: float, top: float, wide: float, high: float) -> None:
        for row, modules in enumerate(dark):
            for first, last in _runs(modules):
                self.fill(left + first * wide, top + row * high, (last - first) * wide, high + _OVERLAP_MM)

    def _measure(self, run: str, size_pt: float) -> float:
        self._pdf.set_font(_HINDI if _is_hindi(run) else _LATIN, size=size_pt)
        return float(self._pdf.get_string_width(run))

    def _width_of_first(self, word: str, size_pt: float, letters: int) -> float:
        return self.width_of(word[:letters], size_pt)

    def _cut(self, word: str, width: float, size_pt: float) -> Iterator[str]:
        while word and self.width_of(word, size_pt) > width:
            tried = range(1, len(word))
            fits = max(1, bisect_right(tried, width, key=partial(self._width_of_first, word, size_pt)))
            yield word[:fits]
            word = word[fits:]
        if word:
            yield word


def _is_hindi(run: str) -> bool:
    return "\u0900" <= run[0] <= "\u097f" or run[0] in "\u200c\u200d"


def _make_qr(text: str, side: float) -> np.ndarray:
    """The squares of a QR code, 1 where dark, with as much to spare as keeps them large enough."""
    *spares, last = LEVELS
    for level in spares:
        try:
            dark = _modules(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level))
        except ValueError:
            # No code of this level holds so much.
            continue
        if side / len(dark) >= LEAST_MODULE_MM:
            return dark
    return _modules(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=last))


def _modules(barcode: zxingcpp.Barcode) -> np.ndarray:
    return (np.asarray(barcode.to_image(scale=1, add_quiet_zones=False)) < 128).astype(np.uint8)


def _runs(modules: np.ndarray) -> list[tuple[int, int]]:
    """Where dark modules begin and end in a row."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], modules, [0]))))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]
