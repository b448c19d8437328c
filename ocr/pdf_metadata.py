"""What a bound file says about itself: output intent, XMP, document information, language, outline and page labels.

The nasti's number, subject, department and part stand in Dublin Core, which every archive reads and the validator
knows: identifier, description, creator and type.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, PdfError, String
from pikepdf.pdfa import prepare
from PIL.ImageCms import ImageCmsProfile, createProfile

from nasti.errors import InvalidOutput
from nasti.model import Part
from ocr.pdf_text import clean

FLAVOUR = "2b"
"""PDF/A part and level: level B is the highest that the validator vouches for."""

TOOL = "Nasti"

PROFILE_VERSION, PROFILE_DATE = b"\x04\x20\x00\x00", (2005, 10, 15, 0, 0, 0)
"""The newest version of ICC profiles that PDF/A-2 names, and a date in it. Source: ISO 15076-1:2005, 7.2.4 and 7.2.8;
ISO 19005-2, 6.2.3."""

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" {namespaces}>
{properties}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
"""Source: ISO 16684-1 (XMP), 7.3."""


def is_ours(path: Path) -> bool:
    """Whether a file is a PDF that Nasti bound.

    Args:
        path: Any file.
    """
    try:
        with Pdf.open(path) as pdf:
            return str(pdf.docinfo.get("/Creator", "")) == TOOL
    except PdfError:
        return False


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline.

    Attributes:
        title: What it says.
        page: Index of its page, from 0.
    """

    title: str
    page: int


@dataclass(frozen=True, slots=True)
class PdfInfo:
    """What the file says about itself.

    Attributes:
        title: The document's title, shown by viewers in place of the file's name.
        number: The nasti's number as written.
        subject: What the nasti is about.
        department: Whose it is.
        part: Which part of the nasti this is; None for what is not bound as a part.
        created: When it was bound; a time without a zone counts as UTC. No other clock takes part.
        languages: Language tags, the main one first.
    """

    title: str
    number: str
    subject: str
    department: str
    part: Part | None
    created: datetime
    languages: tuple[str, ...] = ("hi", "en")


@cache
def make_profile() -> bytes:
    """The ICC profile of sRGB, its curves as formulas; the same bytes at any time."""
    profile = bytearray(ImageCmsProfile(createProfile("sRGB")).tobytes())
    # LittleCMS writes the time of day, and calls a profile that has nothing newer than version 4.2 one of 4.4.
    profile[8:12], profile[24:36] = PROFILE_VERSION, struct.pack(">6H", *PROFILE_DATE)
    return bytes(profile)


def describe(book: Pdf, info: PdfInfo) -> None:
    """Make a document say what it is, as PDF/A wants it said."""
    prepare(book, FLAVOUR)
    # Poppler computes the curves of its colours anew for every page: 33 ms for the profile that prepare() embeds, which
    # has them as tables, and 2 ms for one that has them as formulas.
    book.Root.OutputIntents[0].DestOutputProfile.write(make_profile())
    created = info.created.replace(tzinfo=info.created.tzinfo or UTC).astimezone(UTC).replace(microsecond=0)
    # prepare() writes the time of day and its own name; what we write instead must not change from run to run.
    book.Root.Metadata = book.make_stream(_write_packet(info, created), Type=Name.Metadata, Subtype=Name.XML)
    if Name.Info in book.trailer:
        del book.trailer.Info
    date = created.strftime("D:%Y%m%d%H%M%SZ")
    known = {
        "/Title": clean(info.title),
        "/Author": clean(info.department),
        "/Subject": clean(info.subject),
        "/Keywords": clean(info.number),
        "/Creator": TOOL,
        "/Producer": _producer(),
        "/CreationDate": date,
        "/ModDate": date,
    }
    for key, value in known.items():
        if value:
            book.docinfo[key] = String(value)
    if info.languages:
        book.Root.Lang = String(info.languages[0])
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def add_bookmarks(book: Pdf, bookmarks: Sequence[Bookmark]) -> None:
    """Write the outline.

    Raises:
        InvalidOutput: A bookmark leads to a page that is not there.
    """
    if not bookmarks:
        return
    for bookmark in bookmarks:
        if not 0 <= bookmark.page < len(book.pages):
            raise InvalidOutput(
                f"The bookmark “{bookmark.title}” leads to page {bookmark.page + 1}, which is not there."
            )
    with book.open_outline() as outline:
        outline.root.extend(OutlineItem(clean(bookmark.title), bookmark.page) for bookmark in bookmarks)
    book.Root.PageMode = Name.UseOutlines


def add_labels(book: Pdf, labels: Sequence[str]) -> None:
    """Name the pages, one label for each, in order."""
    entries = [item for index, label in enumerate(labels) for item in (index, Dictionary(P=String(clean(label))))]
    book.Root.PageLabels = Dictionary(Nums=Array(entries))


def _producer() -> str:
    return f"{TOOL} {version('nasti')}, pikepdf {version('pikepdf')}"


def _write_packet(info: PdfInfo, created: datetime) -> bytes:
    number, date = clean(info.number), created.strftime("%Y-%m-%dT%H:%M:%SZ")
    properties = [
        _element("pdfaid:part", FLAVOUR[0]),
        _element("pdfaid:conformance", FLAVOUR[1].upper()),
        _array("dc:title", "Alt", [info.title]),
        _array("dc:creator", "Seq", [info.department]),
        _array("dc:description", "Alt", [info.subject]),
        _element("dc:identifier", number),
        _array("dc:type", "Bag", [info.part or ""]),
        _array("dc:language", "Bag", info.languages),
        _element("pdf:Keywords", number),
        _element("pdf:Producer", _producer()),
        _element("xmp:CreatorTool", TOOL),
        _element("xmp:CreateDate", date),
        _element("xmp:ModifyDate", date),
        _element("xmp:MetadataDate", date),
    ]
    namespaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return PACKET.format(namespaces=namespaces, properties="\n".join(filter(None, properties))).encode()


def _element(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _array(name: str, kind: str, values: Sequence[str]) -> str:
    attribute = ' xml:lang="x-default"' if kind == "Alt" else ""
    items = "".join(f"<rdf:li{attribute}>{escape(clean(value))}</rdf:li>" for value in values if clean(value))
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""
