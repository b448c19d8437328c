"""Files that are no scans, or no whole ones: refused, each with its reason."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl

from tests.ingest.odd.made_tiff import write_tiff
from tests.ingest.odd.subject import bilevel, convert, odd, page, run, saved


@odd("photo.heic", "phone photo as iPhones keep it", "libheif-examples", refused="HEIC")
def _heic(path: Path) -> None:
    run("heif-enc", "-q", "50", "-o", path, saved(path.with_name("in.jpg")))


@odd("photo.webp", "WebP", "webp", refused="WebP")
def _webp(path: Path) -> None:
    run("cwebp", "-quiet", saved(path.with_name("in.png")), "-o", path)


@odd("photo.gif", "GIF", "imagemagick", refused="GIF")
def _gif(path: Path) -> None:
    convert(saved(path.with_name("in.png")), path)


@odd("pages.gif", "GIF of three pages", "imagemagick", refused="GIF")
def _gifs(path: Path) -> None:
    source = saved(path.with_name("in.png"))
    convert(source, "(", source, "-rotate", "90", ")", source, path)


@odd("photo.bmp", "BMP", "imagemagick", refused="BMP")
def _bmp(path: Path) -> None:
    convert(saved(path.with_name("in.png"), page().resize((60, 85))), path)


@odd("photo.jp2", "JPEG 2000 by itself", "libopenjp2-tools", refused="JPEG 2000")
def _jp2(path: Path) -> None:
    run("opj_compress", "-i", saved(path.with_name("in.png")), "-o", path, "-r", "20")


@odd("book.djvu", "DjVu", "djvulibre-bin", refused="DjVu")
def _djvu(path: Path) -> None:
    run("c44", saved(path.with_name("in.jpg")), path)


@odd("letter.ps", "PostScript", "ghostscript", refused="PostScript")
def _ps(path: Path) -> None:
    path.write_bytes(
        b"%!PS-Adobe-3.0\n72 72 moveto /Times-Roman findfont 12 scalefont setfont (letter) show showpage\n"
    )


@odd("letter.svg", "drawing as SVG", "own bytes", refused="SVG|XML")
def _svg(path: Path) -> None:
    path.write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>')


@odd("table.xlsx", "Excel workbook", "openpyxl", refused="Excel")
def _xlsx(path: Path) -> None:
    openpyxl.Workbook().save(path)


@odd("table.pdf", "Excel workbook named PDF", "openpyxl", refused="Excel")
def _xlsx_as_pdf(path: Path) -> None:
    openpyxl.Workbook().save(path.with_suffix(".xlsx"))
    path.with_suffix(".xlsx").rename(path)


@odd("pages.pdf", "zip of images named PDF", "pillow", refused="zip")
def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.write(saved(path.with_name("in.jpg")), "1.jpg")


@odd("old-letter.doc", "Word document of 1997", "own bytes", refused="old Word")
def _doc(path: Path) -> None:
    """The header of a compound file, as [MS-CFB] 2.2 lays it down, and one free sector."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    path.write_bytes(head.ljust(512, b"\0") + b"\xff" * 512)


@odd("letter.rtf", "RTF", "own bytes", refused="RTF")
def _rtf(path: Path) -> None:
    path.write_bytes(b"{\\rtf1\\ansi A letter\\par}\n")


@odd("page.pdf", "web page saved as PDF", "own bytes", refused="web page")
def _html(path: Path) -> None:
    path.write_bytes(b"<!DOCTYPE html><html><body>404</body></html>\n")


@odd("empty.pdf", "zero bytes", "own bytes", refused="empty")
def _empty(path: Path) -> None:
    path.write_bytes(b"")


@odd("zeros.tif", "nothing but zeros", "own bytes", form="tiff", refused="empty")
def _zeros(path: Path) -> None:
    path.write_bytes(bytes(3000))


def _cut(name: str, form: str, options: dict[str, object]) -> None:
    @odd(name, f"{form} cut off in the middle", "pillow", refused="cut off")
    def _make(path: Path) -> None:
        out = io.BytesIO()
        page().save(out, form, **options)
        path.write_bytes(out.getvalue()[: len(out.getvalue()) * 6 // 10])


_cut("cut.jpg", "JPEG", {})
_cut("cut.png", "PNG", {})
_cut("cut.tif", "TIFF", {"compression": "tiff_lzw"})


@odd("bomb.png", "60 000 × 60 000 px in three kilobytes", "own bytes", refused="60000 × 60000")
def _bomb_png(path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


@odd("bomb.tif", "60 000 × 60 000 px in one strip of Group 4", "own bytes", refused="60000 × 60000")
def _bomb_tiff(path: Path) -> None:
    tags = {256: 60_000, 257: 60_000, 258: 1, 259: 4, 262: 0, 273: 8, 277: 1, 278: 60_000, 279: 1}
    path.write_bytes(write_tiff({tag: ("L", (value,)) for tag, value in tags.items()}, b"\xff"))


@odd("bomb.jpg", "a JPEG that says 60 000 × 60 000 px", "pillow", "own bytes", refused="60000 × 60000")
def _bomb_jpeg(path: Path) -> None:
    out = io.BytesIO()
    page().save(out, "JPEG")
    data = out.getvalue()
    at = data.index(b"\xff\xc0") + 5
    path.write_bytes(data[:at] + struct.pack(">HH", 60_000, 60_000) + data[at + 4 :])


@odd("coded.tif", "JBIG in TIFF", "own bytes", refused="JBIG")
def _jbig(path: Path) -> None:
    tags = {256: 240, 257: 340, 258: 1, 259: 34661, 262: 0, 273: 8, 277: 1, 278: 340, 279: 64}
    path.write_bytes(write_tiff({tag: ("L", (value,)) for tag, value in tags.items()}, bytes(64)))


@odd("jpeg2000.tif", "JPEG 2000 in TIFF, as slide scanners write", "own bytes", "libopenjp2-tools", refused="JPEG 2000")
def _jpeg2000(path: Path) -> None:
    coded = path.with_name("in.j2k")
    run("opj_compress", "-i", saved(path.with_name("in.png"), bilevel().convert("L")), "-o", coded, "-r", "20")
    data = coded.read_bytes()
    tags = {256: 240, 257: 340, 258: 8, 259: 34712, 262: 1, 273: 8, 277: 1, 278: 340, 279: len(data)}
    path.write_bytes(write_tiff({tag: ("L", (value,)) for tag, value in tags.items()}, data))
