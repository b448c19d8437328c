"""Digital signatures of a PDF: who signed and when, as the file says. Whether they hold is for a verifier to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from ingest.certificates import find_signer
from ingest.pdf_page import BoxPt

MAX_FIELDS = 200
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?'?)?")
"""Source: ISO 32000-1, 7.9.4."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature.

    Attributes:
        by: Who signed: the name in the signature, or that of the certificate; "" where neither can be read.
        at: When, ISO 8601, as the signer's computer had it; "" where the file does not say.
        whole: Whether it covers the file to its end: nothing was added after it.
        page: Position of the page that shows it; the first where none does.
        box_pt: Where on that page, in points; None where it is not to be seen.
    """

    by: str
    at: str
    whole: bool
    page: int
    box_pt: BoxPt | None


def read_signatures(pdf: Pdf, size_bytes: int) -> tuple[Signature, ...]:
    """The signatures of an open PDF, in the order of its fields; fields that nobody has signed yet are none.

    Args:
        pdf: Open.
        size_bytes: Length of the file.
    """
    try:
        form = pdf.Root.get("/AcroForm", None)
        if not isinstance(form, Dictionary):
            return ()
        signed = [field for field in _fields(form.get("/Fields", Array())) if _value(field) is not None]
        pages = _pages_of(pdf) if signed else {}
        return tuple(_describe(field, pages, size_bytes) for field in signed)
    except (pikepdf.PikepdfError, ValueError, TypeError, LookupError, AttributeError):
        # What pikepdf raises where an entry is missing or of the wrong kind: whoever wants such a form must mend it.
        return ()


def _fields(fields: Object) -> Iterator[Object]:
    """Signature fields of a form, those inside groups too."""
    waiting, seen = list(fields) if isinstance(fields, Array) else [], 0
    while waiting and seen < MAX_FIELDS:
        field = waiting.pop(0)
        seen += 1
        if not isinstance(field, Dictionary):
            continue
        if field.get("/FT") == Name.Sig:
            yield field
        elif "/Kids" in field:
            waiting.extend(field["/Kids"])


def _value(field: Object) -> Object | None:
    value = field.get("/V", None)
    return value if isinstance(value, Dictionary) and "/ByteRange" in value and "/Contents" in value else None


def _pages_of(pdf: Pdf) -> dict[tuple[int, int], int]:
    """Which page shows each annotation."""
    return {
        note.objgen: number
        for number, page in enumerate(pdf.pages)
        for note in page.get("/Annots", ())
        if isinstance(note, Dictionary)
    }


def _describe(field: Object, pages: dict[tuple[int, int], int], size_bytes: int) -> Signature:
    value = field["/V"]
    shown = [field, *field.get("/Kids", ())]
    places = [(pages[one.objgen], _rectangle(one)) for one in shown if one.objgen in pages]
    page, box = places[0] if places else (0, None)
    name = str(value["/Name"]).strip() if isinstance(value.get("/Name", None), pikepdf.String) else ""
    reach = [int(number) for number in value["/ByteRange"].as_list()]
    return Signature(
        by=name or find_signer(bytes(value["/Contents"])),
        at=_read_date(str(value["/M"])) if "/M" in value else "",
        whole=len(reach) == 4 and reach[2] + reach[3] == size_bytes,
        page=page,
        box_pt=box,
    )


def _rectangle(note: Object) -> BoxPt | None:
    if "/Rect" not in note:
        return None
    x0, y0, x1, y1 = (float(edge) for edge in note["/Rect"].as_list())
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return box if box[2] > box[0] and box[3] > box[1] else None


def _read_date(text: str) -> str:
    match = _DATE.match(text)
    if match is None:
        return ""
    year, month, day, hour, minute, second = (
        int(part or default) for part, default in zip(match.groups()[:6], "011000", strict=True)
    )
    zone = None
    if match[7]:
        away = timedelta(hours=int(match[8]), minutes=int(match[9] or 0))
        zone = timezone(away if match[7] == "+" else -away)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).isoformat()
    except ValueError:
        return ""
