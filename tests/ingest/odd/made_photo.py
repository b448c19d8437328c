"""Odd JPEG and PNG files."""

from __future__ import annotations

import io
import struct
from pathlib import Path

from PIL import Image, ImageChops

from tests.ingest.odd.made_tiff import ICC, PROFILES
from tests.ingest.odd.subject import COLOURS, SIZE_PX, convert, gray_spots, odd, page, run, saved, sheet

TURBO = "libjpeg-turbo-progs"
ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00"
"""The marker up to the byte that says how the colours are transformed."""
JPEG = ("-quality", "92", "-units", "PixelsPerInch", "-density", "60")
GUESSED = {"dpi": 72, "flags": ["dpi_guessed"]}


def _by_cjpeg(name: str, what: str, *options: str, **out: object) -> None:
    @odd(f"jpeg-{name}.jpg", what, TURBO, sheets=[sheet(**{**GUESSED, **out})])
    def _make(path: Path) -> None:
        page().save(source := path.with_name("in.ppm"))
        path.write_bytes(run("cjpeg", "-quality", "90", *options, source))


_by_cjpeg("progressive", "progressive", "-progressive")
_by_cjpeg("arithmetic", "arithmetic coding", "-arithmetic")
_by_cjpeg("rgb", "red, green and blue as they stand", "-rgb")
_by_cjpeg("gray", "gray", "-grayscale", spots=gray_spots())
_by_cjpeg("restarts", "restart markers in every row", "-restart", "1")


@odd("jpeg-named.png", "a JPEG whose name says PNG", "pillow", form="jpeg", sheets=[sheet()])
@odd("jpeg-named.pdf", "a JPEG whose name says PDF", "pillow", form="jpeg", sheets=[sheet()])
def _named(path: Path) -> None:
    page().save(path, "JPEG", dpi=(60, 60))


@odd("jpeg-two-pictures.jpg", "a camera's file of two pictures (MPO)", "pillow", sheets=[sheet()])
def _two_pictures(path: Path) -> None:
    page().save(path, "MPO", save_all=True, append_images=[page().resize((60, 85))], dpi=(60, 60))


@odd("jpeg-cmyk-adobe.jpg", "CMYK as Adobe inverts it", "pillow", sheets=[sheet()])
def _cmyk_adobe(path: Path) -> None:
    page().convert("CMYK").save(path, "JPEG", quality=92, dpi=(60, 60), subsampling=0)


@odd(
    "jpeg-cmyk-plain.jpg", "CMYK without Adobe's marker, not inverted", "pillow", "own bytes", sheets=[sheet(**GUESSED)]
)
def _cmyk_plain(path: Path) -> None:
    out = io.BytesIO()
    ImageChops.invert(page().convert("CMYK")).save(out, "JPEG", quality=92, subsampling=0)
    data = out.getvalue()
    at = data.index(b"\xff\xee")
    path.write_bytes(data[:at] + data[at + 16 :])


@odd("jpeg-ycck.jpg", "CMYK as luminance, two colour differences and black", "pillow", "own bytes", sheets=[sheet()])
def _ycck(path: Path) -> None:
    cyan, magenta, yellow, black = page().convert("CMYK").split()
    # Adobe stores 255 less each, and transforms what is left of that to 255 as if it were red, green and blue.
    ycc = Image.merge("RGB", (cyan, magenta, yellow)).convert("YCbCr").split()
    out = io.BytesIO()
    # Pillow inverts what it writes as CMYK.
    planes = [*(ImageChops.invert(plane) for plane in ycc), black]
    Image.merge("CMYK", planes).save(out, "JPEG", quality=95, subsampling=0, dpi=(60, 60))
    path.write_bytes(out.getvalue().replace(ADOBE + b"\0", ADOBE + b"\2", 1))


def _turned(orientation: int) -> None:
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}

    @odd(
        f"jpeg-turned-{orientation}.jpg",
        f"EXIF orientation {orientation}",
        "pillow",
        "libimage-exiftool-perl",
        sheets=[sheet()],
    )
    def _make(path: Path) -> None:
        laid = page() if orientation == 1 else page().transpose(Image.Transpose(back[orientation]))
        saved(path, laid, quality=90)
        run("exiftool", "-q", "-n", "-overwrite_original", f"-Orientation={orientation}", path)


for _orientation in range(1, 9):
    _turned(_orientation)


@odd(
    "jpeg-phone.jpg",
    "phone photo: turned, with place, camera and thumbnail",
    "pillow",
    "libimage-exiftool-perl",
    sheets=[sheet(dpi=72)],
)
def _phone(path: Path) -> None:
    laid = page().transpose(Image.Transpose.ROTATE_90)
    laid.save(path, "JPEG", quality=90, dpi=(72, 72))
    laid.resize((68, 48)).save(small := path.with_name("small.jpg"), "JPEG")
    run(
        "exiftool",
        "-q",
        "-n",
        "-overwrite_original",
        "-Orientation=6",
        "-GPSLatitude=22.0796",
        "-GPSLatitudeRef=N",
        "-GPSLongitude=82.1391",
        "-GPSLongitudeRef=E",
        "-Make=Phone",
        "-Model=Camera",
        f"-ThumbnailImage<={small}",
        path,
    )


def _profiled(name: str, ending: str) -> None:
    within = 28 if name == "cmyk" else 8

    @odd(
        f"icc-{name}.{ending}",
        f"colours by the profile {PROFILES[name].name}",
        "imagemagick",
        "icc-profiles-free",
        "libgs-common",
        sheets=[sheet(within=within)],
    )
    def _make(path: Path) -> None:
        source = saved(path.with_name("in.png"))
        convert(source, "-profile", PROFILES["srgb"], "-profile", PROFILES[name], *JPEG, path)


for _name in PROFILES:
    _profiled(_name, "jpg")
    if _name != "cmyk":
        _profiled(_name, "png")


def _gray_profiled(ending: str) -> None:
    @odd(
        f"icc-gray.{ending}",
        "gray by a profile of gamma 1",
        "imagemagick",
        "icc-profiles-free",
        sheets=[sheet(spots=gray_spots(), within=10)],
    )
    def _make(path: Path) -> None:
        source = saved(path.with_name("in.png"), page().convert("L").convert("RGB"))
        convert(source, "-profile", PROFILES["srgb"], "-profile", ICC / "Gray.icc", *JPEG, path)


for _ending in ("jpg", "png", "tif"):
    _gray_profiled(_ending)


@odd(
    "icc-turned.jpg",
    "colours by a profile, and turned",
    "imagemagick",
    "libimage-exiftool-perl",
    "icc-profiles-free",
    sheets=[sheet()],
)
def _profiled_and_turned(path: Path) -> None:
    source = saved(path.with_name("in.png"), page().transpose(Image.Transpose.ROTATE_90))
    convert(source, "-profile", PROFILES["srgb"], "-profile", PROFILES["adobe-rgb"], *JPEG, path)
    run("exiftool", "-q", "-n", "-overwrite_original", "-Orientation=6", path)


LUMA = ("-grayscale", "Rec601Luma")
CLEAR = ("-alpha", "set", "-transparent", "rgb(250,246,232)")


@odd(
    "png-gray-2-bit.png", "four grays in two bits", "netpbm", sheets=[sheet(spots=[(0.5, 0.5, (255,) * 3)], **GUESSED)]
)
def _two_bits(path: Path) -> None:
    rows = bytes(level >> 6 for level in page().convert("L").tobytes())
    path.write_bytes(run("pnmtopng", stdin=b"P5 240 340 3\n" + rows))


def _by_magick(name: str, what: str, *arguments: str, **out: object) -> None:
    @odd(f"png-{name}.png", what, "imagemagick", sheets=[sheet(**out)])
    def _make(path: Path) -> None:
        convert(saved(path.with_name("in.png")), *arguments, f"PNG:{path}")


_by_magick("16-bit", "16 bits a sample, colour", "-define", "png:bit-depth=16", "-define", "png:color-type=2")
_by_magick(
    "16-bit-gray",
    "16 bits a sample, gray",
    *LUMA,
    "-define",
    "png:bit-depth=16",
    "-define",
    "png:color-type=0",
    spots=gray_spots(),
    within=10,
)
_by_magick("interlaced", "interlaced", "-interlace", "PNG")
_by_magick("palette", "palette", "-colors", "16", "-define", "png:color-type=3")
_by_magick(
    "alpha", "transparent where the paper is", *CLEAR, spots=[(0.5, 0.5, (255, 255, 255)), *list(COLOURS.values())[1:]]
)
_by_magick(
    "alpha-16-bit",
    "transparent where the paper is, 16 bits",
    *CLEAR,
    "-define",
    "png:bit-depth=16",
    "-define",
    "png:color-type=6",
    spots=[(0.5, 0.5, (255, 255, 255)), *list(COLOURS.values())[1:]],
)
_by_magick(
    "alpha-gray",
    "gray, transparent where the paper is",
    *CLEAR,
    *LUMA,
    "-define",
    "png:color-type=4",
    spots=[(0.5, 0.5, (255, 255, 255)), *gray_spots()[1:]],
    within=10,
)


@odd(
    "png-alpha-palette.png",
    "palette, one of its colours transparent",
    "pillow",
    sheets=[sheet(spots=[(0.5, 0.5, (255, 255, 255)), *list(COLOURS.values())[1:]])],
)
def _clear_palette(path: Path) -> None:
    few = page().quantize(16)
    saved(path, few, transparency=few.getpixel((120, 170)))


@odd("png-oblong.png", "twice as many dots across as down", "pillow", sheets=[sheet(SIZE_PX, 60)])
def _oblong(path: Path) -> None:
    saved(path, page().resize((SIZE_PX[0], SIZE_PX[1] // 2)), dpi=(60, 30))


@odd("png-frames.png", "animated: more than one picture", "pillow", refused="3 pictures")
def _frames(path: Path) -> None:
    page().save(path, "PNG", save_all=True, append_images=[page().rotate(90), page().rotate(180)], dpi=(60, 60))


@odd("jpeg-12-bit.jpg", "12 bits a sample", "own bytes", refused="12 bits")
def _twelve_bits(path: Path) -> None:
    """A white 16 × 16 image: four blocks that hold nothing but a difference of zero."""
    quantities = b"\xff\xdb" + struct.pack(">HB", 67, 0) + b"\1" * 64
    frame = b"\xff\xc1" + struct.pack(">HBHHBBBB", 11, 12, 16, 16, 1, 1, 0x11, 0)
    codes = b"".join(
        b"\xff\xc4" + struct.pack(">HB", 20, kind) + bytes([1] + [0] * 15) + b"\0" for kind in (0x00, 0x10)
    )
    scan = b"\xff\xda" + struct.pack(">HBBBBBB", 8, 1, 1, 0, 0, 63, 0) + b"\x00"
    path.write_bytes(b"\xff\xd8" + quantities + frame + codes + scan + b"\xff\xd9")
