"""The invisible font of the text layer: a letter and a mark that paint nothing, and codes that carry the text.

Codes are handed out as characters come up, two bytes each, so that the planes above the first fit too. The glyphs are
strokes without area rather than empty: readers measure a word by what its glyphs cover, and PDFium drops a
word that covers nothing.
"""

from __future__ import annotations

import unicodedata
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from nasti.errors import InvalidOutput

LETTER_ADVANCE = 500
"""Width of letters, digits, signs and spaces in thousandths of the font size."""

MARK_ADVANCE = 1
"""Width of marks that take no room of their own (vowel signs above and below, nukta, virama).

PDF.js counts them as nothing, so they must take next to nothing for a word to end where it ends; pdfminer loses what
takes nothing at all.
"""

ASCENT, DESCENT = 800, -200
"""Height above and depth below the baseline in thousandths of the font size: together one font size."""

NAME = "NastiGlyphless"

RESOURCE = "F1"
"""What pages call the font. Source: OCRmyPDF 17, which takes over a text layer's font by this name alone."""

LAST_CODE = 0xFFFF

DRAWN = 3029529600
"""Time that the font bears, in seconds since 1904: constant, so that the same text gives the same bytes."""

MAPPINGS_PER_BLOCK = 100
"""Source: Adobe Technical Note 5014, CMap and CIDFont Files Specification, bfchar."""


class Codes:
    """The codes of one document's text, handed out in order of appearance; the first is 1."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, bool], int] = {}

    def encode(self, text: str) -> tuple[bytes, int]:
        """Give the codes that show a text, and how wide they run.

        Args:
            text: Characters above U+0000, no surrogates.

        Returns:
            Two bytes a character, and their width in thousandths of the font size, more than 0 for any text.

        Raises:
            InvalidOutput: The document has more different characters than two bytes can tell apart.
        """
        narrow = [unicodedata.category(char) == "Mn" for char in text]
        if all(narrow):
            narrow = [False] * len(text)
        codes = b"".join(self._code(char, mark).to_bytes(2, "big") for char, mark in zip(text, narrow, strict=True))
        return codes, sum(MARK_ADVANCE if mark else LETTER_ADVANCE for mark in narrow)

    @property
    def glyphs(self) -> tuple[tuple[str, bool], ...]:
        """Each code's character, and whether it is drawn as a mark, in order of the codes."""
        return tuple(self._codes)

    def _code(self, char: str, mark: bool) -> int:
        code = self._codes.setdefault((char, mark), len(self._codes) + 1)
        if code > LAST_CODE:
            raise InvalidOutput("The document has more different characters than one font can hold.")
        return code


def embed_font(pdf: Pdf, codes: Codes) -> Object:
    """Put the font into a document, once all its text has been encoded."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + NAME),
        Flags=4,
        FontBBox=Array([0, DESCENT, LETTER_ADVANCE, ASCENT]),
        ItalicAngle=0,
        Ascent=ASCENT,
        Descent=DESCENT,
        CapHeight=ASCENT,
        StemV=80,
        FontFile2=pdf.make_stream(_draw_font()),
    )
    marks = [code for code, (_, mark) in enumerate(codes.glyphs, 1) if mark]
    cid_font = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + NAME),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=LETTER_ADVANCE,
        W=Array([item for code in marks for item in (code, code, MARK_ADVANCE)]),
        CIDToGIDMap=pdf.make_stream(b"\0\0" + b"".join(b"\0\2" if mark else b"\0\1" for _, mark in codes.glyphs)),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/" + NAME),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(cid_font)]),
            ToUnicode=pdf.make_stream(_map_to_unicode(codes)),
        )
    )


def _draw_font() -> bytes:
    """A TrueType font of three glyphs: the one for unknown codes, the letter and the mark."""
    advances = {".notdef": LETTER_ADVANCE, "letter": LETTER_ADVANCE, "mark": MARK_ADVANCE}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(advances))
    builder.setupCharacterMap({})
    builder.setupGlyf({name: _draw_stroke(advance) for name, advance in advances.items()})
    builder.setupHorizontalMetrics({name: (advance, 0) for name, advance in advances.items()})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": "Nasti Glyphless", "styleName": "Regular", "psName": NAME})
    builder.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    builder.setupPost()
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = DRAWN
    drawn = BytesIO()
    builder.save(drawn)
    return drawn.getvalue()


def _draw_stroke(advance: int) -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    pen.lineTo((advance, ASCENT))
    pen.closePath()
    return pen.glyph()


def _map_to_unicode(codes: Codes) -> bytes:
    pairs = [
        f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for code, (char, _) in enumerate(codes.glyphs, 1)
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), MAPPINGS_PER_BLOCK):
        block = pairs[start : start + MAPPINGS_PER_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
