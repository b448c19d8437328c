"""The glyphs that a content stream of a PDF shows, with what the file says they stand for."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFStackT, PDFTextState
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, decode_text

from ingest.pdf_page import INVISIBLE
from nasti.legacy.fonts import is_legacy
from nasti.textlayer import UNMAPPED

Point = tuple[float, float]

_SAME_LINE = 0.6
"""Ems up or down from where a stretch of glyphs began, above which it runs over several lines."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph, or several of which the file says together what they stand for.

    Attributes:
        text: What the file says; `UNMAPPED` where it does not say.
        font: Its name.
        start: Where it stands on its baseline, points on the page as it lies in the file.
        end: Where the next one stands.
        up: From the baseline to the height of the font, the same units.
        seen: Whether it is painted.
        fresh: Whether a new text object begins with it.
    """

    text: str
    font: str
    start: Point
    end: Point
    up: Point
    seen: bool
    fresh: bool


class TooMany(ValueError):
    """There are more glyphs than on any page."""


class GlyphDevice(PDFTextDevice):
    """Gathers the glyphs that an interpreter shows, and where it paints pictures.

    Args:
        manager: Of the interpreter.
        most: So many glyphs are taken; more raise `TooMany`.

    Attributes:
        glyphs: In the order of the file.
        pictures: The corners of each picture, points on the page.
        fresh: Whether the next glyph begins a text object.
    """

    def __init__(self, manager: PDFResourceManager, most: int) -> None:
        super().__init__(manager)
        self.glyphs: list[Glyph] = []
        self.pictures: list[tuple[Point, ...]] = []
        self.fresh = True
        self._most = most
        self._seen = True
        self._spans: list[tuple[str, int] | None] = []

    def begin_tag(self, tag: PSLiteral, props: PDFStackT | None = None) -> None:
        """Begin marked content; with /ActualText that is what its glyphs stand for."""
        actual = resolve1(props.get("ActualText")) if isinstance(props, dict) else None
        inside = any(span is not None for span in self._spans)
        told = actual if isinstance(actual, bytes) and not inside else None
        self._spans.append(None if told is None else (decode_text(told), len(self.glyphs)))

    def end_tag(self) -> None:
        """End marked content."""
        span = self._spans.pop() if self._spans else None
        if span is not None:
            actual, first = span
            joined = _join(self.glyphs[first:], actual)
            if joined is not None:
                self.glyphs[first:] = [joined]

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Paint a picture."""
        if self.ctm is not None:
            a, b, c, d, e, f = self.ctm
            self.pictures.append(((e, f), (e + a, f + b), (e + c, f + d), (e + a + c, f + b + d)))

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        """Show a string, and keep in mind whether it is painted."""
        self._seen = textstate.render != INVISIBLE
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self, matrix: Matrix, font: PDFFont, fontsize: float, scaling: float, rise: float, cid: int, *_: object
    ) -> float:
        """Take one glyph.

        Returns:
            How far the next one stands from it, in units of text space.
        """
        if len(self.glyphs) >= self._most:
            raise TooMany
        a, b, c, d, e, f = matrix
        advance = float(font.char_width(cid) * fontsize * scaling)
        start = e + c * rise, f + d * rise
        name = str(getattr(font, "basefont", "") or "")
        self.glyphs.append(
            Glyph(
                _text_of(font, cid, name),
                name,
                start,
                (start[0] + a * advance, start[1] + b * advance),
                (c * fontsize, d * fontsize),
                self._seen,
                self.fresh,
            )
        )
        self.fresh = False
        return advance


class GlyphInterpreter(PDFPageInterpreter):
    """Runs content streams; tells its device where text objects begin, and finds marked content that stands apart."""

    device: GlyphDevice

    def do_BT(self) -> None:
        """Begin a text object."""
        self.device.fresh = True
        super().do_BT()

    def do_BDC(self, tag: PDFStackT, props: PDFStackT) -> None:
        """Begin marked content whose properties stand here or among the resources."""
        if isinstance(props, PSLiteral):
            named = resolve1(self.resources.get("Properties", {})) or {}
            props = resolve1(named.get(props.name, {}))
        super().do_BDC(tag, props)


def _text_of(font: PDFFont, cid: int, name: str) -> str:
    try:
        text = str(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        # The codes of legacy fonts are all that is needed, also those that have no character of Latin script.
        return _as_code(cid) if cid < 256 and not font.is_multibyte() and is_legacy(name) else UNMAPPED
    return text or UNMAPPED


def _as_code(cid: int) -> str:
    try:
        return bytes([cid]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(cid)


def _join(glyphs: list[Glyph], actual: str) -> Glyph | None:
    """Several glyphs as one; None where that is none, or where they run over several lines."""
    if not glyphs:
        return None
    first = glyphs[0]
    em = math.hypot(*first.up) or 1.0
    ux, uy = first.up[0] / em, first.up[1] / em
    rises = [(glyph.start[0] - first.start[0]) * ux + (glyph.start[1] - first.start[1]) * uy for glyph in glyphs]
    if max(map(abs, rises)) > _SAME_LINE * em:
        return None
    # Along the line: across what is up.
    ahead = (uy, -ux) if _runs_ahead(glyphs, (uy, -ux)) else (-uy, ux)

    def reach(point: Point) -> float:
        return (point[0] - first.start[0]) * ahead[0] + (point[1] - first.start[1]) * ahead[1]

    start = min((glyph.start for glyph in glyphs), key=reach)
    end = max((glyph.end for glyph in glyphs), key=reach)
    return replace(first, text=actual, start=start, end=end)


def _runs_ahead(glyphs: list[Glyph], ahead: Point) -> bool:
    return sum((g.end[0] - g.start[0]) * ahead[0] + (g.end[1] - g.start[1]) * ahead[1] for g in glyphs) >= 0
