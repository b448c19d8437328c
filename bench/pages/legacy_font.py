"""Makes a font like Kruti Dev: Latin codes that draw Devanagari, out of the shapes of a free typeface.

The fonts themselves may not be shipped; what matters here is that the picture shows Hindi and the text says `jktLo`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from nasti.legacy.fonts import Layout
from nasti.legacy.tables import I_SIGN, REPH, load_table
from pages.legacy_typing import PLAIN

LOHIT = Path("/usr/share/fonts/truetype/lohit-devanagari/Lohit-Devanagari.ttf")
JOINER = "\u200d"
BARE_SIGNS = "ुूृेैॅंँ्ॄ"
Placed = tuple[str, int, int]
"""Name of a glyph, and where it stands."""


class Shapes:
    """Shapes text in a typeface.

    Args:
        path: Of the typeface.
    """

    def __init__(self, path: Path) -> None:
        self.font = TTFont(path)
        self._font = hb.Font(hb.Face(path.read_bytes()))
        self._names = self.font.getGlyphOrder()

    def shape(self, text: str) -> tuple[list[Placed], int]:
        """The glyphs of a text and its width, without the circle that stands for a missing letter."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.flags = hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
        hb.shape(self._font, buffer)
        placed, across = [], 0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            placed.append((self._names[info.codepoint], across + position.x_offset, position.y_offset))
            across += position.x_advance
        return placed, across

    def sign(self, letter: str, text: str) -> tuple[list[Placed], int]:
        """The glyphs of a sign as it stands on a letter that ends at 0; it takes no room of its own.

        Args:
            letter: One that forms no ligature with the sign.
            text: The letter with the sign.
        """
        letters, width = self.shape(letter)
        signed, _ = self.shape(text)
        base = {name for name, _, _ in letters}
        return [(name, x - width, y) for name, x, y in signed if name not in base], 0


@cache
def make_font(layout: Layout, name: str) -> bytes:
    """A TrueType font whose codes draw what those of a legacy layout draw.

    Args:
        layout: Which.
        name: What the font calls itself.
    """
    shapes = Shapes(LOHIT)
    glyph_set = shapes.font.getGlyphSet()
    glyphs, widths, codes = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (500, 0)}, {}
    for code, (placed, width) in _draw(shapes, layout):
        pen = TTGlyphPen(None)
        for part, x, y in placed:
            glyph_set[part].draw(TransformPen(pen, (1, 0, 0, 1, x, y)))
        glyph = f"code{code:04x}"
        glyphs[glyph], codes[code] = pen.glyph(dropImpliedOnCurves=False), glyph
        widths[glyph] = (width, min((x for x, _ in glyphs[glyph].coordinates), default=0) if placed else 0)
    builder = FontBuilder(shapes.font["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(codes)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(widths)
    hhea = shapes.font["hhea"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name.replace(" ", "")})
    builder.setupOS2(
        sTypoAscender=hhea.ascent, sTypoDescender=hhea.descent, usWinAscent=hhea.ascent, usWinDescent=-hhea.descent
    )  # fmt: skip
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _draw(shapes: Shapes, layout: Layout) -> Iterator[tuple[int, tuple[list[Placed], int]]]:
    shown_by_code = load_table(layout).shown
    for code, shown in shown_by_code.items():
        if len(code) == 1 and not code.isspace():
            yield ord(code), _shape(shapes, shown)
    for sign in PLAIN:
        if sign not in shown_by_code:
            yield ord(sign), shapes.shape(sign)
    yield ord(" "), shapes.shape(" ")


def _shape(shapes: Shapes, shown: str) -> tuple[list[Placed], int]:
    if not shown:
        return [], 0
    if I_SIGN in shown or shown[0] == "ी":
        return shapes.shape(shown.replace(I_SIGN, "ि").replace(REPH, ""))
    if REPH in shown:
        return shapes.sign("क", "र्क" + shown.replace(REPH, ""))
    if shown in ("्र", "़"):
        return shapes.sign("ट", "ट" + shown)
    if shown[0] in BARE_SIGNS:
        return shapes.sign("क", "क" + shown)
    return shapes.shape(shown + JOINER if shown.endswith("्") else shown)
