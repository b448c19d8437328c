"""Odd TIFF files."""

from __future__ import annotations

import io
import struct
from pathlib import Path

from PIL import Image, ImageCms

from tests.ingest.odd.subject import (
    COLOURS,
    DPI,
    SIZE_PX,
    bilevel,
    bilevel_spots,
    convert,
    gray_spots,
    odd,
    page,
    run,
    saved,
    sheet,
    written,
)

TIFFS = "libtiff-tools"
FAX_WORDS = "कलेक्टर बिलासपुर शासकीय भूमि सीमांकन matter examined office"
FAXES = {
    "g3-1d-204x98": ("g3:1d", (204, 98), 1145, ()),
    "g3-2d-204x196": ("g3:2d", (204, 196), 2290, ()),
    "g4-204x391": ("g4", (204, 391), 4570, ()),
    "fill-order-2": ("g3:1d", (204, 98), 1145, ("-f", "lsb2msb")),
}


def _fax(name: str) -> None:
    coding, dpi, rows, options = FAXES[name]
    fine = max(dpi)
    size_px = round(1728 * fine / dpi[0]), round(rows * fine / dpi[1])
    out = sheet(size_px, fine, "png", [(0.02, 0.02, (255, 255, 255))], words=FAX_WORDS)

    @odd(f"fax-{name}.tif", f"fax page coded {coding}, {dpi[0]} by {dpi[1]} dpi", "pillow", TIFFS, sheets=[out])
    def _make(path: Path) -> None:
        source = saved(path.with_name("in.tif"), written((1728, rows), dpi), dpi=dpi)
        run("tiffcp", "-c", coding, *options, source, path)


for _name in FAXES:
    _fax(_name)


BILEVEL = sheet(form="png", spots=bilevel_spots(), within=0)


@odd("fax-black-is-zero.tif", "Group 4 with black as 0", "imagemagick", sheets=[BILEVEL])
def _black_is_zero(path: Path) -> None:
    source = saved(path.with_name("in.png"), bilevel())
    convert(source, "-define", "quantum:polarity=min-is-black", "-compress", "Group4", path)


@odd("fax-white-is-zero.tif", "Group 4 with white as 0", "imagemagick", sheets=[BILEVEL])
def _white_is_zero(path: Path) -> None:
    source = saved(path.with_name("in.png"), bilevel())
    convert(source, "-define", "quantum:polarity=min-is-white", "-compress", "Group4", path)


@odd(
    "fax-turned.tif",
    "fax of oblong pixels with an orientation of 6",
    "pillow",
    TIFFS,
    sheets=[
        sheet(
            (round(340 * 204 / 98), 240),
            204,
            "png",
            [(y, x, (255 * (level[0] >= 128),) * 3) for x, y, level in gray_spots()],
        )
    ],
)
def _turned_fax(path: Path) -> None:
    # Shown, the subject lies transposed; stored, a quarter turn counter-clockwise from that.
    laid = bilevel().transpose(Image.Transpose.TRANSPOSE).rotate(90, expand=True)
    source = saved(path.with_name("in.tif"), laid, dpi=(204, 98), compression="raw")
    run("tiffcp", "-c", "g4", source, path)
    run("tiffset", "-s", "274", "6", path)


def _coded(name: str, options: tuple[str, ...], image: Image.Image | None = None, **out: object) -> None:
    @odd(f"tiff-{name}.tif", f"TIFF written with {' '.join(options)}", "pillow", TIFFS, sheets=[sheet(**out)])
    def _make(path: Path) -> None:
        run("tiffcp", *options, saved(path.with_name("in.tif"), image, compression="raw"), path)


GRAY = {"spots": gray_spots()}
_coded("lzw", ("-c", "lzw"))
_coded("lzw-predictor", ("-c", "lzw:2"))
_coded("deflate", ("-c", "zip"))
_coded("packbits", ("-c", "packbits"), bilevel(), form="png", spots=bilevel_spots(), within=0)
_coded("zstd", ("-c", "zstd"))
_coded("lzma", ("-c", "lzma"))
_coded("jpeg", ("-c", "jpeg:90", "-r", "352"))
_coded("jpeg-rgb", ("-c", "jpeg:r:90", "-r", "352"), within=12)
_coded("jpeg-strips", ("-c", "jpeg:90", "-r", "64"))
_coded("jpeg-tiles", ("-c", "jpeg:90", "-t", "-w", "64", "-l", "64"))
_coded("tiles", ("-c", "zip", "-t", "-w", "64", "-l", "64"))
_coded("planes", ("-c", "lzw", "-p", "separate"))
_coded("planes-tiles", ("-c", "zip", "-p", "separate", "-t", "-w", "64", "-l", "64"))
_coded("big", ("-8", "-c", "zip"))
_coded("big-endian", ("-B", "-c", "lzw"))
_coded("palette", ("-c", "lzw"), page().quantize(16))
_coded("cmyk", ("-c", "lzw"), page().convert("CMYK"))
_coded("gray", ("-c", "zip"), page().convert("L"), **GRAY)


LUMA = ("-grayscale", "Rec601Luma")


def _by_magick(name: str, what: str, *arguments: str, **out: object) -> None:
    @odd(f"tiff-{name}.tif", what, "imagemagick", sheets=[sheet(**out)])
    def _make(path: Path) -> None:
        convert(saved(path.with_name("in.png")), *arguments, path)


_by_magick("16-bit", "16 bits a sample, colour", "-depth", "16", "-compress", "Zip")
_by_magick("16-bit-planes", "16 bits a sample, in planes", "-depth", "16", "-interlace", "plane", "-compress", "LZW")
_by_magick(
    "16-bit-gray", "16 bits a sample, gray", "-depth", "16", *LUMA, "-compress", "Zip", spots=gray_spots(), within=10
)
_by_magick(
    "4-bit-gray", "4 bits a sample, gray", *LUMA, "-depth", "4", "-compress", "LZW", spots=gray_spots(), within=16
)


@odd("tiff-white-is-zero.tif", "gray with white as 0", "pillow", TIFFS, sheets=[sheet(spots=gray_spots())])
def _gray_white_is_zero(path: Path) -> None:
    turned = page().convert("L").point(lambda level: 255 - level)
    run("tiffcp", "-c", "lzw", saved(path.with_name("in.tif"), turned), path)
    run("tiffset", "-s", "262", "0", path)


@odd("tiff-lab.tif", "CIE L*a*b*, 8 bits", "pillow", sheets=[sheet()])
def _lab(path: Path) -> None:
    lab = ImageCms.profileToProfile(
        page(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    saved(path, lab, compression="tiff_lzw")


def _refused_by_magick(name: str, what: str, refused: str, *arguments: str) -> None:
    @odd(f"tiff-{name}.tif", what, "imagemagick", refused=refused)
    def _make(path: Path) -> None:
        convert(saved(path.with_name("in.png")), *arguments, path)


_refused_by_magick(
    "lab-16", "CIE L*a*b*, 16 bits", "16 bits a sample, CIE", "-colorspace", "Lab", "-depth", "16", "-compress", "Zip"
)
_refused_by_magick(
    "float",
    "32-bit floating point, colour",
    "floating point",
    "-depth",
    "32",
    "-define",
    "quantum:format=floating-point",
    "-compress",
    "Zip",
)


@odd("tiff-webp.tif", "WebP inside TIFF", "pillow", TIFFS, refused="WebP compression")
def _webp(path: Path) -> None:
    run("tiffcp", "-c", "webp", saved(path.with_name("in.tif"), compression="raw"), path)


def _pyramid(name: str, what: str, *options: str, **out: object) -> None:
    @odd(f"tiff-{name}.tif", what, "libvips-tools", sheets=[sheet(**out)])
    def _make(path: Path) -> None:
        how = (
            "--tile",
            "--tile-width",
            "64",
            "--tile-height",
            "64",
            "--xres",
            str(DPI / 25.4),
            "--yres",
            str(DPI / 25.4),
        )
        run("vips", "tiffsave", saved(path.with_name("in.png")), path, *how, *options)


_pyramid("pyramid", "smaller copies as pages of their own", "--pyramid", "--compression", "deflate")
_pyramid(
    "pyramid-inside", "smaller copies inside the page's directory", "--pyramid", "--subifd", "--compression", "deflate"
)
_pyramid("pyramid-big", "BigTIFF with smaller copies, JPEG", "--pyramid", "--bigtiff", "--compression", "jpeg")


@odd(
    "tiff-pages.tif",
    "three pages of three sizes, and a thumbnail",
    "pillow",
    TIFFS,
    sheets=[sheet(), sheet((340, 240), spots=[(y, x, colour) for x, y, colour in COLOURS.values()]), sheet((120, 170))],
)
def _pages(path: Path) -> None:
    small = saved(path.with_name("1.tif"), page().resize((24, 34)), tiffinfo={254: 1})
    first = saved(path.with_name("2.tif"))
    second = saved(path.with_name("3.tif"), page().transpose(Image.Transpose.TRANSPOSE))
    third = saved(path.with_name("4.tif"), page().resize((120, 170)))
    run("tiffcp", "-c", "lzw", first, small, second, third, path)


def _turned(orientation: int) -> None:
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's transpositions that undo each orientation

    @odd(f"tiff-turned-{orientation}.tif", f"orientation {orientation}", "pillow", TIFFS, sheets=[sheet()])
    def _make(path: Path) -> None:
        laid = page() if orientation == 1 else page().transpose(Image.Transpose(back[orientation]))
        run("tiffcp", "-c", "lzw", saved(path.with_name("in.tif"), laid), path)
        run("tiffset", "-s", "274", str(orientation), path)


for _orientation in range(1, 9):
    _turned(_orientation)


ICC = Path("/usr/share/color/icc")
PROFILES = {
    "adobe-rgb": ICC / "compatibleWithAdobeRGB1998.icc",
    "prophoto": ICC / "ghostscript/rommrgb.icc",
    "srgb": ICC / "ghostscript/srgb.icc",
    "cmyk": ICC / "ghostscript/default_cmyk.icc",
}


def _profiled(name: str) -> None:
    within = 28 if name == "cmyk" else 8

    @odd(
        f"icc-{name}.tif",
        f"colours by the profile {PROFILES[name].name}",
        "imagemagick",
        "icc-profiles-free",
        "libgs-common",
        sheets=[sheet(within=within)],
    )
    def _make(path: Path) -> None:
        source = saved(path.with_name("in.png"))
        convert(source, "-profile", PROFILES["srgb"], "-profile", PROFILES[name], "-compress", "Zip", path)


for _name in PROFILES:
    _profiled(_name)


def write_tiff(tags: dict[int, tuple[str, tuple[int, ...]]], data: bytes) -> bytes:
    """A TIFF file of one page whose data begins at byte 8; a tag's type is S (16 bits) or L (32 bits)."""
    at = 8 + len(data) + len(data) % 2
    behind = at + 2 + 12 * len(tags) + 4
    entries, extra = b"", b""
    for tag, (kind, values) in sorted(tags.items()):
        packed = struct.pack(f"<{len(values)}{'H' if kind == 'S' else 'I'}", *values)
        if len(packed) > 4:
            packed, extra = struct.pack("<I", behind + len(extra)), extra + packed
        entries += struct.pack("<HHI", tag, 3 if kind == "S" else 4, len(values)) + packed.ljust(4, b"\0")
    return (
        struct.pack("<2sHI", b"II", 42, at)
        + data.ljust(at - 8, b"\0")
        + struct.pack("<H", len(tags))
        + entries
        + bytes(4)
        + extra
    )


def _basic(
    samples: int, bits: int, photometric: int, compression: int, length: int
) -> dict[int, tuple[str, tuple[int, ...]]]:
    return {
        256: ("S", (SIZE_PX[0],)),
        257: ("S", (SIZE_PX[1],)),
        258: ("S", (bits,) * samples),
        259: ("S", (compression,)),
        262: ("S", (photometric,)),
        273: ("L", (8,)),
        277: ("S", (samples,)),
        278: ("S", (SIZE_PX[1],)),
        279: ("L", (length,)),
    }


GUESSED = {"dpi": 72, "flags": ["dpi_guessed"]}


@odd("tiff-old-jpeg.tif", "JPEG in TIFF as TIFF 6.0 first laid it down", "own bytes", sheets=[sheet(**GUESSED)])
def _old_jpeg(path: Path) -> None:
    out = io.BytesIO()
    page().save(out, "JPEG", quality=90, subsampling=0)
    data = out.getvalue()
    tags = _basic(3, 8, 6, 6, len(data)) | {
        512: ("S", (1,)),
        513: ("L", (8,)),
        514: ("L", (len(data),)),
        530: ("S", (1, 1)),
    }
    path.write_bytes(write_tiff(tags, data))


@odd("tiff-signed.tif", "16-bit gray with signed samples", "own bytes", sheets=[sheet(spots=gray_spots(), **GUESSED)])
def _signed(path: Path) -> None:
    data = b"".join(struct.pack("<h", (level * 257) - 32768) for level in page().convert("L").tobytes())
    path.write_bytes(write_tiff(_basic(1, 16, 1, 1, len(data)) | {339: ("S", (2,))}, data))


@odd(
    "tiff-12-in-16.tif",
    "12-bit gray in 16-bit samples, with the largest sample told",
    "own bytes",
    sheets=[sheet(spots=gray_spots(), **GUESSED)],
)
def _twelve_in_sixteen(path: Path) -> None:
    data = b"".join(struct.pack("<H", level * 4095 // 255) for level in page().convert("L").tobytes())
    path.write_bytes(write_tiff(_basic(1, 16, 1, 1, len(data)) | {280: ("S", (0,)), 281: ("S", (4095,))}, data))


def _alpha(name: str, kind: int, within: int) -> None:
    @odd(f"tiff-alpha-{name}.tif", f"transparency, {name}", "own bytes", sheets=[sheet(within=within, **GUESSED)])
    def _make(path: Path) -> None:
        # Half transparent ink whose colour over white is that of the subject.
        rows = bytearray()
        for colour in page().get_flattened_data():
            ink = [max(0, 2 * level - 255) for level in colour]
            clear = min(colour) < 128
            alpha = 255 if clear else 128
            shown = colour if clear else ink
            rows += bytes([*(level * alpha // 255 if kind == 1 else level for level in shown), alpha])
        path.write_bytes(write_tiff(_basic(4, 8, 2, 1, len(rows)) | {338: ("S", (kind,))}, bytes(rows)))


_alpha("premultiplied", 1, 8)
_alpha("unassociated", 2, 8)


@odd("tiff-no-byte-counts.tif", "one strip that does not say how long it is", "own bytes", sheets=[sheet(**GUESSED)])
def _no_counts(path: Path) -> None:
    data = page().tobytes()
    tags = _basic(3, 8, 2, 1, len(data))
    del tags[279]
    path.write_bytes(write_tiff(tags, data))
