"""Printed A4 pages in Hindi and English, with QR codes and bars: what slips and statements share.

Lengths are millimetres from the left top corner of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

import numpy as np
import zxingcpp
from fpdf import FPDF
from fpdf.enums import TextMode, WrapMode
from PIL import Image

from nasti.drawing.canvas import find_face

MARGIN_MM = 15.0
"""Room at the edges: office printers leave 4 to 6 mm white, and the left edge is punched and bound."""

FOOT_MM = 14.0

BOLD = 0.022
"""Stroke around bold letters, as a share of their size: Devanagari faces of Debian come in one weight."""

LEADING = 1.32
"""Height of a line as a share of the size of its letters: vowel signs stand above and below."""

MODULE_PX = 8
"""Pixels of one square of a printed code, so that no printer smooths its edges away."""

MM_PER_PT = 25.4 / 72


class Print(FPDF):
    """A PDF/A document of A4 pages whose text may be Hindi, English or both.

    Args:
        title: What viewers show as its name.
        drawn: When it was drawn up.
        foot: Printed at the foot of every page, before the page number; no feet where it is "".

    Raises:
        ToolMissing: The typeface is not installed.
    """

    def __init__(self, title: str, drawn: datetime, foot: str = "") -> None:
        super().__init__(format="A4", enforce_compliance="PDF/A-2b")
        self.foot = foot
        self.add_font("hindi", fname=find_face("lohit"))
        self.set_font("hindi", size=10)
        # Left to itself the shaper takes all of a text for the script it begins with, and tears Hindi behind English.
        self.set_text_shaping(True, script="Deva", language="hi")
        self.set_margin(MARGIN_MM)
        self.set_auto_page_break(True, MARGIN_MM + (FOOT_MM if foot else 0))
        self.set_title(title)
        self.set_lang("hi-IN")
        self.set_creation_date(drawn)

    def footer(self) -> None:
        """Print the foot of a page."""
        if not self.foot:
            return
        self.set_y(-FOOT_MM)
        with self.letters(8):
            self.cell(self.epw - 25, 5, self.foot)
            self.cell(25, 5, f"{self.page_no()} / {{nb}}", align="R")

    @contextmanager
    def letters(self, size_pt: float, *, bold: bool = False) -> Iterator[None]:
        """Letters of a size and weight inside the block, the former ones behind it.

        Args:
            size_pt: Size of the letters.
            bold: Whether they are heavy.
        """
        with self.local_context():
            self.set_font("hindi", size=size_pt)
            if bold:
                self.text_mode = TextMode.FILL_STROKE
                self.set_line_width(size_pt * BOLD * MM_PER_PT)
            yield

    def say(
        self, text: str, size_pt: float = 10, *, bold: bool = False, align: Literal["L", "C", "R"] = "L",
        width: float = 0,
    ) -> None:  # fmt: skip
        """Print a paragraph where the page has come to, and go on below it.

        Args:
            text: Line feeds begin new lines; long lines are broken between words, long words anywhere.
            size_pt: Size of the letters.
            bold: Whether they are heavy.
            align: Left, centre or right.
            width: Of the paragraph; 0 up to the right margin.
        """
        whole = all(self.get_string_width(word) <= (width or self.epw) for word in text.split())
        with self.letters(size_pt, bold=bold):
            self.multi_cell(
                width, size_pt * MM_PER_PT * LEADING, text, align=align, new_x="LMARGIN", new_y="NEXT",
                wrapmode=WrapMode.WORD if whole else WrapMode.CHAR,
            )  # fmt: skip

    def put_code(self, code: Image.Image, x: float, y: float, width: float) -> None:
        """Print a code, its quiet zone included; the height follows from its shape.

        Args:
            code: From `draw_qr` or `draw_bars`.
            x: Of its left edge.
            y: Of its upper edge.
            width: Of the whole.
        """
        self.image(code, x=x, y=y, w=width)


def draw_qr(text: str, correction: Literal["L", "M", "Q", "H"] = "M") -> Image.Image:
    """A QR code with its quiet zone, black on white.

    Args:
        text: Any text; Devanagari is written as UTF-8.
        correction: How much of it may be spoilt: 7, 15, 25 or 30 %.
    """
    return _draw(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=correction))


def draw_bars(text: str) -> Image.Image:
    """A Code 39 with its quiet zone, black on white.

    Args:
        text: Digits, capital letters, and - . $ / + % and spaces.
    """
    return _draw(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code39))


def _draw(code: zxingcpp.Barcode) -> Image.Image:
    return Image.fromarray(np.asarray(code.to_image(scale=MODULE_PX, add_quiet_zones=True)))
