"""PDF files whose pages are one image of an odd kind."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageCms

from tests.ingest.odd.made_pdf import PLAIN, add_page, by_pikepdf, image_of, jpeg_of, photo
from tests.ingest.odd.made_tiff import PROFILES
from tests.ingest.odd.subject import (
    COLOURS,
    bilevel,
    bilevel_spots,
    drawn_sheet,
    gray_spots,
    odd,
    page,
    run,
    saved,
    sheet,
)

TURBO, OPENJPEG = "libjpeg-turbo-progs", "libopenjp2-tools"
Make = Callable[[Pdf], Stream]


def kind(name: str, what: str, out: dict[str, Any]) -> Callable[[Make], Make]:
    """Register a PDF of one page that one image covers."""

    def register(make: Make) -> Make:
        @by_pikepdf(f"image-{name}", what, out)
        def _fill(pdf: Pdf) -> None:
            add_page(pdf, PLAIN, {"I": make(pdf)})

        return make

    return register


def _packed(pdf: Pdf, data: bytes, **entries: Any) -> Stream:
    return image_of(pdf, zlib.compress(data), Filter=Name.FlateDecode, **entries)


def _planes(*tints: tuple[int, int, int]) -> bytes:
    """The subject in inks, one byte each, 255 for full: each colour of its palette is mixed of them by `tints`."""
    few = _few()
    return b"".join(bytes(tints[index]) for index in few.tobytes())


def _few() -> Image.Image:
    """The subject as a palette image: its six colours, without others."""
    palette = [*(colour for _, _, colour in COLOURS.values()), (20, 20, 20)]
    few = Image.new("P", (1, 1))
    few.putpalette([level for colour in palette for level in colour] + list(palette[0]) * 250)
    return page().quantize(palette=few, dither=Image.Dither.NONE)


@kind(
    "smask",
    "soft mask: half transparent over white",
    drawn_sheet(spots=[(x, y, tuple((level + 255) // 2 for level in colour)) for x, y, colour in COLOURS.values()]),
)
def _smask(pdf: Pdf) -> Stream:
    image = photo(pdf)
    image.SMask = pdf.make_indirect(_packed(pdf, b"\x80" * (240 * 340), ColorSpace=Name.DeviceGray))
    return image


@kind("smask-full", "soft mask that hides nothing", drawn_sheet())
def _smask_full(pdf: Pdf) -> Stream:
    image = photo(pdf)
    image.SMask = pdf.make_indirect(_packed(pdf, b"\xff" * (240 * 340), ColorSpace=Name.DeviceGray))
    return image


@kind("color-key", "one colour masked out", drawn_sheet(spots=[(0.2, 0.16, (255,) * 3), *list(COLOURS.values())[2:]]))
def _color_key(pdf: Pdf) -> Stream:
    image = _packed(pdf, page().tobytes(), ColorSpace=Name.DeviceRGB)
    image.Mask = Array([199, 201, 39, 41, 49, 51])
    return image


@kind("decode-gray", "gray turned by /Decode", drawn_sheet(spots=gray_spots()))
def _decode_gray(pdf: Pdf) -> Stream:
    turned = page().convert("L").point(lambda level: 255 - level)
    return _packed(pdf, turned.tobytes(), ColorSpace=Name.DeviceGray, Decode=Array([1, 0]))


@kind("decode-bilevel", "black and white turned by /Decode", drawn_sheet(form="png", spots=bilevel_spots()))
def _decode_bilevel(pdf: Pdf) -> Stream:
    turned = bytes(255 - byte for byte in bilevel().tobytes())
    return _packed(pdf, turned, BitsPerComponent=1, ColorSpace=Name.DeviceGray, Decode=Array([1, 0]))


@kind("stencil", "stencil mask painted black", drawn_sheet(form="png", spots=bilevel_spots()))
def _stencil(pdf: Pdf) -> Stream:
    return _packed(pdf, bilevel().tobytes(), BitsPerComponent=1, ImageMask=True)


@by_pikepdf(
    "image-stencil-red",
    "stencil mask painted red",
    drawn_sheet(spots=[(x, y, (255, 255, 255) if level[0] else (200, 40, 50)) for x, y, level in bilevel_spots()]),
)
def _stencil_red(pdf: Pdf) -> None:
    stencil = _packed(pdf, bilevel().tobytes(), BitsPerComponent=1, ImageMask=True)
    add_page(pdf, b"0.784 0.157 0.196 rg " + PLAIN, {"I": stencil})


def _palette_bytes() -> bytes:
    return bytes(_few().getpalette()[:18])


@kind("indexed", "palette", sheet())
def _indexed(pdf: Pdf) -> Stream:
    space = Array([Name.Indexed, Name.DeviceRGB, 5, String(_palette_bytes())])
    return _packed(pdf, _few().tobytes(), ColorSpace=space)


@kind(
    "indexed-1-bit",
    "palette of two inks in one bit",
    sheet(spots=[(x, y, (240, 240, 200) if level[0] else (120, 10, 10)) for x, y, level in bilevel_spots()]),
)
def _indexed_bilevel(pdf: Pdf) -> Stream:
    space = Array([Name.Indexed, Name.DeviceRGB, 1, String(bytes([120, 10, 10, 240, 240, 200]))])
    return _packed(pdf, bilevel().tobytes(), BitsPerComponent=1, ColorSpace=space)


@kind("indexed-icc", "palette of colours by a profile", sheet(within=10))
def _indexed_icc(pdf: Pdf) -> Stream:
    few = Image.new("RGB", (6, 1))
    few.frombytes(_palette_bytes())
    base = Array([Name.ICCBased, pdf.make_stream(PROFILES["adobe-rgb"].read_bytes(), N=3)])
    return _packed(
        pdf, _few().tobytes(), ColorSpace=Array([Name.Indexed, base, 5, String(_into(few, "adobe-rgb").tobytes())])
    )


def _into(image: Image.Image, profile: str, mode: str = "RGB") -> Image.Image:
    """The same colours by another profile."""
    changed = ImageCms.profileToProfile(image, str(PROFILES["srgb"]), str(PROFILES[profile]), outputMode=mode)
    assert changed is not None
    return changed


@kind("icc-jpeg", "JPEG with its colours by a profile of the PDF", sheet(within=10))
def _icc_jpeg(pdf: Pdf) -> Stream:
    space = Array([Name.ICCBased, pdf.make_stream(PROFILES["adobe-rgb"].read_bytes(), N=3)])
    return image_of(pdf, jpeg_of(_into(page(), "adobe-rgb")), ColorSpace=space, Filter=Name.DCTDecode)


@kind("icc-srgb", "JPEG with sRGB as a profile of the PDF", sheet())
def _icc_srgb(pdf: Pdf) -> Stream:
    space = Array([Name.ICCBased, pdf.make_stream(PROFILES["srgb"].read_bytes(), N=3)])
    return image_of(pdf, jpeg_of(page()), ColorSpace=space, Filter=Name.DCTDecode)


@kind("icc-raw", "ProPhoto samples", sheet(within=10))
def _icc_raw(pdf: Pdf) -> Stream:
    space = Array([Name.ICCBased, pdf.make_stream(PROFILES["prophoto"].read_bytes(), N=3)])
    return _packed(pdf, _into(page(), "prophoto").tobytes(), ColorSpace=space)


@kind("icc-cmyk", "CMYK by a profile", drawn_sheet(within=20))
def _icc_cmyk(pdf: Pdf) -> Stream:
    space = Array([Name.ICCBased, pdf.make_stream(PROFILES["cmyk"].read_bytes(), N=4)])
    return _packed(pdf, _into(page(), "cmyk", "CMYK").tobytes(), ColorSpace=space)


@kind("cmyk-jpeg", "CMYK JPEG of Adobe's kind, turned by /Decode", drawn_sheet(within=40))
def _cmyk_jpeg(pdf: Pdf) -> Stream:
    return image_of(
        pdf,
        jpeg_of(page().convert("CMYK")),
        ColorSpace=Name.DeviceCMYK,
        Filter=Name.DCTDecode,
        Decode=Array([1, 0] * 4),
    )


@kind("lab", "CIE L*a*b*", drawn_sheet(within=12))
def _lab(pdf: Pdf) -> Stream:
    lab = ImageCms.profileToProfile(
        page(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    ranges = Dictionary(WhitePoint=Array([0.9642, 1, 0.8249]), Range=Array([-128, 127, -128, 127]))
    planes = bytearray(lab.tobytes())
    # Pillow keeps a* and b* as signed bytes, PDF counts from the lower end of the range.
    for at in (1, 2):
        planes[at::3] = bytes((level + 128) % 256 for level in planes[at::3])
    return _packed(pdf, bytes(planes), ColorSpace=Array([Name.Lab, ranges]))


@kind(
    "separation",
    "one spot ink",
    drawn_sheet(spots=[(0.5, 0.5, (255, 255, 255)), (0.2, 0.16, (191, 64, 0)), (0.8, 0.2, (223, 160, 128))]),
)
def _separation(pdf: Pdf) -> Stream:
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([0.75, 0.25, 0]), N=1)
    space = Array([Name.Separation, Name("/Rust"), Name.DeviceRGB, tint])
    return _packed(pdf, _planes((0,), (255,), (127,), (0,), (0,), (0,)), ColorSpace=space)


@kind(
    "device-n",
    "two spot inks",
    drawn_sheet(spots=[(0.5, 0.5, (255, 255, 255)), (0.2, 0.16, (0, 255, 255)), (0.8, 0.2, (255, 0, 255))]),
)
def _device_n(pdf: Pdf) -> Stream:
    tint = pdf.make_stream(
        b"{ 1 exch sub exch 1 exch sub exch 1 }",
        FunctionType=4,
        Domain=Array([0, 1, 0, 1]),
        Range=Array([0, 1, 0, 1, 0, 1]),
    )
    space = Array([Name.DeviceN, Array([Name("/One"), Name("/Two")]), Name.DeviceRGB, tint])
    return _packed(pdf, _planes((0, 0), (255, 0), (0, 255), (0, 0), (0, 0), (0, 0)), ColorSpace=space)


@kind("16-bit", "16 bits a sample", sheet())
def _sixteen(pdf: Pdf) -> Stream:
    return _packed(
        pdf,
        b"".join(bytes((level, level)) for level in page().tobytes()),
        BitsPerComponent=16,
        ColorSpace=Name.DeviceRGB,
    )


@kind("4-bit", "four bits a sample, gray", sheet(spots=gray_spots(), within=10))
def _four(pdf: Pdf) -> Stream:
    levels = page().convert("L").tobytes()
    packed = bytes((levels[at] >> 4 << 4) | levels[at + 1] >> 4 for at in range(0, len(levels), 2))
    return _packed(pdf, packed, BitsPerComponent=4, ColorSpace=Name.DeviceGray)


def _jpeg2000(name: str, what: str, image: Image.Image, out: dict[str, Any], *options: str, told: bool = True) -> None:
    @odd(f"image-jpeg2000-{name}.pdf", what, "pikepdf", OPENJPEG, sheets=[out])
    def _make(path: Path) -> None:
        source, coded = saved(path.with_name("in.png"), image), path.with_name("in.jp2")
        run("opj_compress", "-i", source, "-o", coded, "-r", "8", *options)
        with Pdf.new() as pdf:
            entries = {"ColorSpace": Name.DeviceGray if image.mode == "L" else Name.DeviceRGB} if told else {}
            stream = image_of(pdf, coded.read_bytes(), Filter=Name.JPXDecode, **entries)
            if image.mode == "RGBA":
                stream.SMaskInData = 1
            add_page(pdf, PLAIN, {"I": stream})
            pdf.save(path, deterministic_id=True)


def _half_clear() -> Image.Image:
    layer = page().convert("RGBA")
    layer.putalpha(128)
    return layer


_jpeg2000("colour", "JPEG 2000", page(), sheet())
_jpeg2000("own-space", "JPEG 2000 that brings its own colour space", page(), sheet(), told=False)
_jpeg2000("gray", "JPEG 2000, gray", page().convert("L"), sheet(spots=gray_spots()))
_jpeg2000("tiles", "JPEG 2000 in tiles", page(), sheet(), "-t", "128,128")
_jpeg2000(
    "alpha",
    "JPEG 2000, half transparent",
    _half_clear(),
    sheet(spots=[(x, y, tuple((level + 255) // 2 for level in colour)) for x, y, colour in COLOURS.values()]),
    told=False,
)


def _jbig2(name: str, what: str, *options: str) -> None:
    out = sheet((480, 680), 120, "png", bilevel_spots(), within=0)

    @odd(f"image-jbig2-{name}.pdf", what, "pikepdf", "jbig2enc 0.31", sheets=[out, out])
    def _make(path: Path) -> None:
        folder = path.parent
        pages = [saved(folder / f"in{n}.png", bilevel().resize((480, 680))) for n in range(2)]
        if not options:
            data = [(run("jbig2", "-p", one), None) for one in pages]
        else:
            run("jbig2", *options, "-p", "-b", "out", *(one.name for one in pages), folder=folder)
            shared = (folder / "out.sym").read_bytes()
            data = [((folder / f"out.{n:04}").read_bytes(), shared) for n in range(2)]
        with Pdf.new() as pdf:
            together = pdf.make_stream(data[0][1]) if data[0][1] is not None else None
            for one, _ in data:
                entries = {"DecodeParms": Dictionary(JBIG2Globals=together)} if together is not None else {}
                stream = image_of(
                    pdf,
                    one,
                    (480, 680),
                    BitsPerComponent=1,
                    ColorSpace=Name.DeviceGray,
                    Filter=Name.JBIG2Decode,
                    **entries,
                )
                add_page(pdf, PLAIN, {"I": stream})
            pdf.save(path, deterministic_id=True)


_jbig2("plain", "JBIG2, one region a page")
_jbig2("globals", "JBIG2 with symbols shared by the pages", "-s")


@odd(
    "image-jpeg-untransformed.pdf",
    "JPEG of red, green and blue of which only the PDF says so",
    "pikepdf",
    TURBO,
    sheets=[sheet()],
)
def _untransformed(path: Path) -> None:
    page().save(source := path.with_name("in.ppm"))
    data = run("cjpeg", "-quality", "90", "-rgb", source)
    for letter, number in ((b"R\x11", b"\x01\x11"), (b"G\x11", b"\x02\x11"), (b"B\x11", b"\x03\x11")):
        data = data.replace(letter, number, 1)
    scan = data.index(b"\xff\xda")
    data = data[: scan + 5] + bytes((1, 0, 2, 0, 3, 0)) + data[scan + 11 :]
    with Pdf.new() as pdf:
        details = {"ColorSpace": Name.DeviceRGB, "DecodeParms": Dictionary(ColorTransform=0)}
        add_page(pdf, PLAIN, {"I": image_of(pdf, data, Filter=Name.DCTDecode, **details)})
        pdf.save(path, deterministic_id=True)


def _by_cjpeg(name: str, what: str, out: dict[str, Any], *options: str) -> None:
    @odd(f"image-jpeg-{name}.pdf", what, "pikepdf", TURBO, sheets=[out])
    def _make(path: Path) -> None:
        page().save(source := path.with_name("in.ppm"))
        data = run("cjpeg", "-quality", "90", *options, source)
        with Pdf.new() as pdf:
            add_page(pdf, PLAIN, {"I": image_of(pdf, data, ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode)})
            pdf.save(path, deterministic_id=True)


_by_cjpeg("progressive", "progressive JPEG", sheet(), "-progressive")
_by_cjpeg("rgb", "JPEG of red, green and blue as they stand", sheet(), "-rgb")


@odd(
    "image-fax.pdf",
    "fax of oblong pixels as tiff2pdf puts it in",
    "libtiff-tools",
    sheets=[sheet((240, round(340 * 204 / 98)), 204, "png", bilevel_spots(), within=0)],
)
def _fax(path: Path) -> None:
    source = saved(path.with_name("in.tif"), bilevel(), dpi=(204, 98), compression="raw")
    run("tiffcp", "-c", "g4", source, coded := path.with_name("g4.tif"))
    path.write_bytes(run("tiff2pdf", "-n", "-e", "20240101000000", coded))
