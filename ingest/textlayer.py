"""The text that a PDF page brings with it: words, where they stand on the sheet's picture, their fonts, painted or not.

What is drawn and what is said to be drawn are two things: Devanagari is drawn glyph by glyph, in the order the glyphs
stand, and only some programs write down what they meant (/ActualText). So glyphs are taken in the order of the file,
which is that of typing within a word, and what they stand for from the file alone; nothing is put right here.
"""

from __future__ import annotations

import io
import logging
import struct
import warnings

import pikepdf
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf
from pikepdf.exceptions import PageCopyWarning

from ingest.glyphs import GlyphDevice, GlyphInterpreter
from ingest.pdf_page import MAX_CONTENT_BYTES, MAX_DEPTH, BoxPt, content_bytes
from ingest.words_of_glyphs import Frame, make_words
from nasti.model import Size, holds_middle
from nasti.textlayer import LayerWord, TextLayer

MOST_BYTES = 3_000_000
"""Content that is longer than this, unpacked, is a drawing or worse; a full page of letters has 20 to 200 thousand."""

MOST_GLYPHS = 60_000
"""A page of so many characters is a data dump; the densest list of an office has 12 thousand."""

_ODD = (
    PSException, pikepdf.PikepdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
    AssertionError, RecursionError, NotImplementedError, struct.error,
)  # fmt: skip
"""What pdfminer and pikepdf raise for content and fonts that contradict themselves: such a page is read like a scan."""

# A font without its tables is worth a line in the log of a librarian, not in that of a record room.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_layer(page: Page, frame_pt: BoxPt, rotation: int, size_px: Size) -> TextLayer | None:
    """The text of a page; None where it has none, or where it cannot be told.

    Args:
        page: Of an open PDF, which is left as it is.
        frame_pt: What part of the page the sheet's picture shows.
        rotation: How far a viewer turns the page, clockwise.
        size_px: Width and height of the picture.
    """
    frame = Frame(frame_pt, rotation, size_px)
    try:
        if not (_has_fonts(page.get("/Resources", None)) or "/Annots" in page) or _is_drawing(page):
            return None
        shown = _show(page)
        words = tuple(_with_values(list(make_words(shown.glyphs, frame)), page, frame))
    except _ODD:
        return None
    pictures = tuple(box for corners in shown.pictures if (box := frame.box(corners)) is not None)
    return TextLayer(words, pictures) if words else None


def _is_drawing(page: Page) -> bool:
    """Whether a page's content is too long to be followed."""
    if content_bytes(page) > MAX_CONTENT_BYTES:
        return True
    contents = page.get("/Contents", Array())
    parts = contents if isinstance(contents, Array) else [contents]
    return sum(len(part.read_bytes()) for part in parts if isinstance(part, pikepdf.Stream)) > MOST_BYTES


def _has_fonts(resources: Object | None, depth: int = 0) -> bool:
    """Whether a resource dictionary, or one of a form in it, names a font."""
    if not isinstance(resources, Dictionary) or depth > MAX_DEPTH:
        return False
    if len(resources.get("/Font", Dictionary())):
        return True
    forms = dict(resources.get("/XObject", Dictionary())).values()
    return any(
        _has_fonts(item.get("/Resources", None), depth + 1)
        for item in forms
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Form
    )


def _fields(page: Page) -> list[Object]:
    """The form fields of a page that have a text of their own and are shown."""
    return [
        note
        for note in page.get("/Annots", ())
        if isinstance(note, Dictionary)
        and note.get("/Subtype") == Name.Widget
        and not int(note.get("/F", 0)) & 0b10
        and _inherited(note, "/FT") in (Name.Tx, Name.Ch)
    ]


def _inherited(field: Object, key: str) -> Object | None:
    """An entry of a form field, or of the field it is part of."""
    for _ in range(MAX_DEPTH):
        if key in field:
            return field[key]
        if "/Parent" not in field:
            break
        field = field["/Parent"]
    return None


def _show(page: Page) -> GlyphDevice:
    """What a page shows."""
    parser = PDFParser(io.BytesIO(_single_out(page)))
    manager = PDFResourceManager(caching=False)
    device = GlyphDevice(manager, MOST_GLYPHS)
    (alone,) = PDFPage.create_pages(PDFDocument(parser))
    # Not `process_page`, which would turn the page and move its origin.
    GlyphInterpreter(manager, device).render_contents(alone.resources, alone.contents)
    return device


def _single_out(page: Page) -> bytes:
    """A PDF of one page without its pictures: as quick to open whether the file has one page or ten thousand.

    What stands on the page as forms, stamps and signatures becomes part of it.
    """
    with Pdf.new() as single, warnings.catch_warnings():
        # Fields that the file's list of fields has lost are shown all the same.
        warnings.simplefilter("ignore", PageCopyWarning)
        single.pages.append(page)
        alone = single.pages[0]
        for key in ("/B", "/AA", "/Thumb", "/Metadata", "/PieceInfo"):
            if key in alone:
                del alone[key]
        single.flatten_annotations("screen")
        if "/Annots" in alone:  # those that nothing is drawn of
            del alone["/Annots"]
        _drop_images(alone.get("/Resources", Dictionary()), single)
        out = io.BytesIO()
        single.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()


def _drop_images(resources: Object, single: Pdf, depth: int = 0) -> None:
    placed = resources.get("/XObject", Dictionary())
    for name, item in dict(placed).items():
        if not isinstance(item, pikepdf.Stream) or depth > MAX_DEPTH:
            continue
        if item.get("/Subtype") == Name.Image:
            placed[name] = single.make_stream(b"", Subtype=Name.Image, Width=1, Height=1)
        elif "/Resources" in item:
            _drop_images(item["/Resources"], single, depth + 1)


def _with_values(words: list[LayerWord], page: Page, frame: Frame) -> list[LayerWord]:
    """Words with what the form fields of the page hold.

    A field itself says its value in Unicode; how it is drawn may not, and many programs leave the drawing to the
    viewer. Where both agree the drawn words stay, because they say where each stands.
    """
    for field in _fields(page):
        value = _inherited(field, "/V")
        if not isinstance(value, pikepdf.String):
            continue
        left, bottom, right, top = (float(edge) for edge in field["/Rect"].as_list())
        corners = (min(left, right), min(bottom, top)), (max(left, right), max(bottom, top))
        box = frame.box(corners)
        if box is None:
            continue
        drawn = [word for word in words if holds_middle(box, word.box)]
        if "".join(word.text for word in drawn) != "".join(str(value).split()):
            words = [word for word in words if word not in drawn]
            words += frame.share_out(str(value), (*corners[0], *corners[1]))
    return words
