"""PDF files whose pages are odd."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from tests.ingest.odd.subject import (
    COLOURS,
    SIZE_PT,
    SIZE_PX,
    Spot,
    bilevel,
    drawn_sheet,
    odd,
    page,
    run,
    saved,
    sheet,
    written,
)

PLAIN = b"q 288 0 0 408 0 0 cm /I Do Q"
Fill = Callable[[Pdf], None]


def jpeg_of(image: Image.Image, **options: Any) -> bytes:
    """A JPEG file."""
    out = io.BytesIO()
    image.save(out, "JPEG", **{"quality": 92, "subsampling": 0, **options})
    return out.getvalue()


def image_of(pdf: Pdf, data: bytes, size_px: tuple[int, int] = SIZE_PX, **entries: Any) -> Stream:
    """An image object."""
    told = {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": size_px[0],
        "Height": size_px[1],
        "BitsPerComponent": 8,
    }
    return pdf.make_stream(data, **{**told, **entries})


def photo(pdf: Pdf, image: Image.Image | None = None) -> Stream:
    """The subject as a JPEG object."""
    image = page() if image is None else image
    return image_of(pdf, jpeg_of(image), image.size, ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode)


def add_page(
    pdf: Pdf, content: bytes, xobjects: dict[str, Stream], size_pt: tuple[float, float] = SIZE_PT, **entries: Any
) -> pikepdf.Page:
    """A page with its content and images."""
    resources = Dictionary(XObject=Dictionary({f"/{name}": item for name, item in xobjects.items()}))
    told = {"Type": Name.Page, "MediaBox": Array([0, 0, *size_pt]), "Contents": pdf.make_stream(content)}
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(Dictionary(**{**told, "Resources": resources, **entries}))))
    return pdf.pages[-1]


def by_pikepdf(
    name: str, what: str, *sheets: dict[str, Any], refused: str | None = None, **saving: Any
) -> Callable[[Fill], Fill]:
    """Register a PDF that is put together from parts."""

    def register(fill: Fill) -> Fill:
        @odd(f"{name}.pdf", what, "pikepdf", sheets=sheets, refused=refused)
        def _make(path: Path) -> None:
            with Pdf.new() as pdf:
                fill(pdf)
                pdf.save(path, **{"deterministic_id": "encryption" not in saving, **saving})

        return fill

    return register


@by_pikepdf("pdf-strips", "one picture in four strips", drawn_sheet())
def _strips(pdf: Pdf) -> None:
    strips = {f"S{n}": photo(pdf, page().crop((0, 85 * n, 240, 85 * n + 85))) for n in range(4)}
    add_page(pdf, b" ".join(b"q 288 0 0 102 0 %d cm /S%d Do Q" % (306 - 102 * n, n) for n in range(4)), strips)


@by_pikepdf("pdf-tiles", "one picture in six tiles", drawn_sheet())
def _tiles(pdf: Pdf) -> None:
    tiles, content = {}, []
    for n in range(6):
        x, y = n % 2, n // 2
        tiles[f"T{n}"] = photo(pdf, page().resize((240, 360)).crop((120 * x, 120 * y, 120 * x + 120, 120 * y + 120)))
        content.append(b"q 144 0 0 136 %d %d cm /T%d Do Q" % (144 * x, 272 - 136 * y, n))
    add_page(pdf, b" ".join(content), tiles)


@by_pikepdf("pdf-layers-mrc", "background, mask and foreground, as copiers compress", drawn_sheet(within=16))
def _mrc(pdf: Pdf) -> None:
    ground = Image.new("RGB", (60, 85), COLOURS["paper"][2])
    mask = Image.eval(page().convert("L"), lambda level: 255 * (level < 210)).convert("1")
    stencil = image_of(pdf, mask.tobytes(), BitsPerComponent=1, ColorSpace=Name.DeviceGray)
    front = photo(pdf)
    front.SMask = pdf.make_indirect(stencil)
    add_page(pdf, b"q 288 0 0 408 0 0 cm /B Do /F Do Q", {"B": photo(pdf, ground), "F": front})


@by_pikepdf(
    "pdf-layers-copier",
    "letters of 300 dpi over a picture of the paper of 60 dpi, as copiers write",
    sheet((1200, 1700), 300, spots=[(0.05, 0.05, COLOURS["paper"][2])], words="कलेक्टर भूमि examined"),
)
def _copier(pdf: Pdf) -> None:
    letters = written((1100, 900), (300, 300)).tobytes()
    stencil = image_of(pdf, zlib.compress(letters), (1100, 900), BitsPerComponent=1, ImageMask=True)
    stencil.Filter = Name.FlateDecode
    ground = photo(pdf, Image.new("RGB", SIZE_PX, COLOURS["paper"][2]))
    content = b"q 288 0 0 408 0 0 cm /B Do Q q 0.1 g 264 0 0 216 12 180 cm /L Do Q"
    add_page(pdf, content, {"B": ground, "L": stencil})


def _rotated(rotate: int) -> None:
    back = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}[rotate]
    size_pt = SIZE_PT if rotate == 180 else SIZE_PT[::-1]

    @by_pikepdf(f"pdf-rotate-{rotate}", f"/Rotate {rotate}", sheet())
    def _make(pdf: Pdf) -> None:
        content = b"q %d 0 0 %d 0 0 cm /I Do Q" % size_pt
        add_page(pdf, content, {"I": photo(pdf, page().transpose(back))}, size_pt, Rotate=rotate)


for _rotate in (90, 180, 270):
    _rotated(_rotate)


@by_pikepdf("pdf-rotate-drawn", "/Rotate 90 on a page that must be drawn, cut by a crop box", drawn_sheet(flags=()))
def _rotated_and_drawn(pdf: Pdf) -> None:
    laid = page().transpose(Image.Transpose.ROTATE_90)
    content = b"q 408 0 0 288 50 20 cm /I Do Q 0 g 60 30 1 1 re f"
    add_page(pdf, content, {"I": photo(pdf, laid)}, (500, 400), Rotate=90, CropBox=Array([50, 20, 458, 308]))


@by_pikepdf(
    "pdf-landscape-turned",
    "landscape page whose image is turned by its matrix",
    sheet((340, 240), spots=[(y, 1 - x, colour) for x, y, colour in COLOURS.values()]),
)
def _landscape(pdf: Pdf) -> None:
    add_page(pdf, b"q 0 288 -408 0 408 0 cm /I Do Q", {"I": photo(pdf)}, SIZE_PT[::-1])


@by_pikepdf(
    "pdf-crop-box",
    "crop box inside the media box",
    drawn_sheet(size_px=(300, 425), spots=[(0.4, 0.32, COLOURS["seal"][2]), (0.9, 0.9, COLOURS["paper"][2])]),
)
def _crop_box(pdf: Pdf) -> None:
    add_page(pdf, PLAIN, {"I": photo(pdf)}, CropBox=Array([0, 204, 144, 408]))


@by_pikepdf("pdf-user-unit", "units of two points", sheet((480, 680), 60))
def _user_unit(pdf: Pdf) -> None:
    add_page(pdf, PLAIN, {"I": photo(pdf, page().resize((480, 680)))}, UserUnit=2)


VECTOR = b"""%!PS
<< /PageSize [288 408] >> setpagedevice
250 255 div 246 255 div 232 255 div setrgbcolor 0 0 288 408 rectfill
/spot { 6 3 roll 255 div 3 1 roll 255 div 3 1 roll 255 div 3 1 roll pop } def
200 255 div 40 255 div 50 255 div setrgbcolor 29 314 58 58 rectfill
40 255 div 60 255 div 160 255 div setrgbcolor 201 297 58 58 rectfill
50 255 div 140 255 div 70 255 div setrgbcolor 29 36 58 58 rectfill
128 255 div setgray 201 24 58 58 rectfill
0 setgray /Times-Roman findfont 18 scalefont setfont 24 240 moveto (Born digital letter) show
showpage
"""


@odd(
    "pdf-vector.pdf",
    "born digital: text and lines, no picture",
    "ghostscript",
    sheets=[sheet((1200, 1700), 300, words="Born digital letter")],
)
def _vector(path: Path) -> None:
    run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={path}", "-", stdin=VECTOR)


def _form(pdf: Pdf, *, shown: bool, on_scan: bool) -> None:
    """A page with a form's text field, filled with a blue rectangle's worth of X."""
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T="name",
        V="XXXXXXXX",
        F=4,
        Rect=Array([40, 180, 260, 230]),
        DA="0 0 1 rg /Helv 40 Tf",
    )
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    if shown:
        look = b"/Tx BMC q BT 0 0 1 rg /Helv 40 Tf 2 10 Td (XXXXXXXX) Tj ET Q EMC"
        field.AP = Dictionary(
            N=pdf.make_stream(
                look,
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([0, 0, 220, 50]),
                Resources=Dictionary(Font=Dictionary(Helv=font)),
            )
        )
    note = pdf.make_indirect(field)
    content, images = (PLAIN, {"I": photo(pdf)}) if on_scan else (b"0.5 g 20 20 40 40 re f", {})
    add_page(pdf, content, images, Annots=Array([note]))
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([note]), DR=Dictionary(Font=Dictionary(Helv=font)), DA="/Helv 0 Tf 0 g", NeedAppearances=not shown
    )


FIELD: list[Spot] = [*COLOURS.values()][1:]


@by_pikepdf(
    "pdf-form", "form whose field was filled in on screen", sheet((1200, 1700), 300, spots=[(0.14, 0.902, (127,) * 3)])
)
def _filled(pdf: Pdf) -> None:
    _form(pdf, shown=True, on_scan=False)


@by_pikepdf("pdf-form-on-scan", "a filled field over a scan", drawn_sheet(spots=FIELD))
def _filled_scan(pdf: Pdf) -> None:
    _form(pdf, shown=True, on_scan=True)


@by_pikepdf(
    "pdf-form-unseen", "a filled field over a scan that leaves its look to the viewer", drawn_sheet(spots=FIELD)
)
def _need_appearances(pdf: Pdf) -> None:
    _form(pdf, shown=False, on_scan=True)


def _note(pdf: Pdf, kind: Name, look: bytes | None, **entries: Any) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=kind, F=4, Rect=Array([115, 175, 173, 233]), **entries)
    if look is not None:
        form = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 58, 58])}
        note.AP = Dictionary(N=pdf.make_stream(look, **form))
    add_page(pdf, PLAIN, {"I": photo(pdf)}, Annots=Array([pdf.make_indirect(note)]))


@by_pikepdf("pdf-stamp", "a stamp put on a scan", drawn_sheet(spots=[(0.5, 0.5, (90, 0, 120)), *FIELD]))
def _stamp(pdf: Pdf) -> None:
    _note(pdf, Name.Stamp, b"0.353 0 0.471 rg 0 0 58 58 re f")


@by_pikepdf(
    "pdf-square",
    "a filled square drawn on a scan that leaves its look to the viewer",
    drawn_sheet(spots=[(0.5, 0.5, (90, 0, 120)), *FIELD]),
)
def _square(pdf: Pdf) -> None:
    _note(pdf, Name.Square, None, C=Array([0.353, 0, 0.471]), IC=Array([0.353, 0, 0.471]))


@by_pikepdf("pdf-hidden-note", "a stamp that is hidden", sheet())
def _hidden(pdf: Pdf) -> None:
    _note(pdf, Name.Stamp, b"0.353 0 0.471 rg 0 0 58 58 re f")
    pdf.pages[0].Annots[0].F = 2


def _layered(pdf: Pdf, *, seen: bool) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Note"))
    listed = Array([group])
    pdf.Root.OCProperties = Dictionary(OCGs=listed, D=Dictionary(**{"ON" if seen else "OFF": listed}))
    content = PLAIN + b" /OC /L BDC 0.353 0 0.471 rg 115 175 58 58 re f EMC"
    added = add_page(pdf, content, {"I": photo(pdf)})
    added.Resources.Properties = Dictionary(L=group)


@by_pikepdf("pdf-layer-hidden", "a layer that is off", drawn_sheet())
def _layer_hidden(pdf: Pdf) -> None:
    _layered(pdf, seen=False)


@by_pikepdf("pdf-layer-seen", "a layer that is on", drawn_sheet(spots=[(0.5, 0.5, (90, 0, 120)), *FIELD]))
def _layer_seen(pdf: Pdf) -> None:
    _layered(pdf, seen=True)


@by_pikepdf("pdf-attached", "a scan with a file attached", sheet(flags=["attachments"]))
def _attached(pdf: Pdf) -> None:
    add_page(pdf, PLAIN, {"I": photo(pdf)})
    pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(pdf, b"a note", filename="note.txt")


@by_pikepdf("pdf-portfolio", "a portfolio: its papers are files inside it", refused="portfolio of 2 files")
def _portfolio(pdf: Pdf) -> None:
    add_page(pdf, b"0 0 m 9 9 l S", {})
    for name in ("1.pdf", "2.pdf"):
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"%PDF-1.4", filename=name)
    pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.D)


@by_pikepdf("pdf-form-dynamic", "a form that only Adobe Reader shows (XFA)", refused="Adobe Reader")
def _dynamic(pdf: Pdf) -> None:
    add_page(pdf, b"BT /F 9 Tf 9 9 Td (Please wait...) Tj ET", {})
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))
    pdf.Root.NeedsRendering = True


@by_pikepdf(
    "pdf-locked-owner", "locked against changes only", sheet(), encryption=pikepdf.Encryption(owner="owner", user="")
)
@by_pikepdf(
    "pdf-locked", "locked with a password", refused="password", encryption=pikepdf.Encryption(owner="o", user="u")
)
def _locked(pdf: Pdf) -> None:
    add_page(pdf, PLAIN, {"I": photo(pdf)})


def _damaged(name: str, what: str, change: Callable[[bytes], bytes], refused: str | None = None) -> None:
    out = [] if refused else [sheet()]

    @odd(f"{name}.pdf", what, "img2pdf", "qpdf", sheets=out, refused=refused)
    def _make(path: Path) -> None:
        whole = path.with_name("whole.pdf")
        run("/usr/bin/img2pdf", "--nodate", "-o", whole, saved(path.with_name("in.jpg"), quality=92))
        run("qpdf", "--object-streams=disable", "--deterministic-id", whole, path)
        path.write_bytes(change(path.read_bytes()))


_damaged("pdf-xref-wrong", "every offset of its index off by seven", lambda data: data.replace(b"\n", b"\n%23456\n", 1))
_damaged("pdf-xref-gone", "no index at all", lambda data: data[: data.index(b"\nxref")] + b"\n%%EOF\n")
_damaged("pdf-truncated", "cut off in the middle", lambda data: data[: len(data) // 2], "cut off|damaged")
_damaged("pdf-behind-junk", "a printer's job header before it", lambda data: b"\x1b%-12345X@PJL JOB\n" + data)


@by_pikepdf("pdf-inherits", "page whose boxes, turn and resources stand above it", sheet())
def _inherits(pdf: Pdf) -> None:
    added = add_page(pdf, PLAIN, {"I": photo(pdf)})
    for key in ("/MediaBox", "/Resources"):
        pdf.Root.Pages[key] = added.obj[key]
        del added.obj[key]


@by_pikepdf("pdf-empty-page", "page without any content", sheet((1200, 1700), 300, "png", [(0.5, 0.5, (255,) * 3)]))
def _empty(pdf: Pdf) -> None:
    add_page(pdf, b"", {})
    del pdf.pages[0].obj["/Contents"]


@by_pikepdf("pdf-bomb", "an image of 60 000 × 60 000 px", refused="60000 × 60000")
def _bomb(pdf: Pdf) -> None:
    fax = Dictionary(K=-1, Columns=60000, Rows=60000)
    image = image_of(
        pdf,
        b"\0\x10\1",
        (60000, 60000),
        BitsPerComponent=1,
        ColorSpace=Name.DeviceGray,
        Filter=Name.CCITTFaxDecode,
        DecodeParms=fax,
    )
    add_page(pdf, PLAIN, {"I": image})


@by_pikepdf(
    "pdf-inline",
    "its only picture stands inside the page's content",
    sheet((1200, 1700), 300, "png", [(x, y, (255 * (x == 0.5),) * 3) for x, y, _ in COLOURS.values()][:3]),
)
def _inline(pdf: Pdf) -> None:
    data = bilevel().tobytes().hex().encode() + b">"
    head = b"q 288 0 0 408 0 0 cm BI /W 240 /H 340 /BPC 1 /CS /G /F /AHx ID "
    add_page(pdf, head + data + b" EI Q", {})
