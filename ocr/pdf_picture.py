"""The visible image of a page as a PDF image: the scanner's own bytes wherever PDF/A can show them.

JPEG streams go in byte for byte. PNG goes in without loss: black and white as CCITT Group 4, everything else as the
PNG's own compressed rows.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, Pdf
from PIL import Image
from PIL.ExifTags import Base as Tags
from PIL.ImageCms import ImageCmsProfile, ImageCmsTransform, PyCMSError, createProfile

from nasti.errors import InvalidOutput
from nasti.model import Picture

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
GRAY, RGB, PALETTE = 0, 2, 3
"""Colour types of PNG that PDF shows as they are: no transparency."""

JPEG_PLAIN = {0xC0, 0xC1, 0xC2}
"""Frame markers of the JPEG that every PDF reader decodes: Huffman-coded baseline, extended and progressive."""

QUALITY = 95
"""JPEG quality for the few JPEG streams that PDF/A cannot show: CMYK without a profile, arithmetic coding."""

ONE_STRIP = 1 << 30
"""Bytes in a TIFF strip: more than any picture has, so that it is coded as one."""

PROFILE_SPACES = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}
PROFILE_CLASSES = {b"scnr", b"mntr", b"prtr", b"spac"}
"""Source: ISO 19005-2, 6.2.4.2: input, display, output and colour space profiles of ICC version 4 or earlier."""

DEVICE_SPACES = {1: Name.DeviceGray, 3: Name.DeviceRGB}


@dataclass
class Profiles:
    """The colour profiles already in a document, so that a profile shared by all pages is kept once."""

    pdf: Pdf
    _streams: dict[bytes, Object] = field(default_factory=dict)

    def colour_space(self, components: int, profile: bytes | None) -> Object:
        """Give the colour space of an image: its own profile where PDF/A takes it, else the device's (sRGB here)."""
        if profile is None or not _is_usable(profile, components):
            return DEVICE_SPACES[components]
        key = hashlib.sha256(profile).digest()
        if key not in self._streams:
            self._streams[key] = self.pdf.make_stream(profile, N=components)
        return Array([Name.ICCBased, self._streams[key]])


def embed_picture(pdf: Pdf, picture: Picture, profiles: Profiles) -> Object:
    """Put a picture into a document as an image.

    Raises:
        InvalidOutput: The picture's bytes are not the image that it says it is.
    """
    embed = _embed_jpeg if picture.form == "jpeg" else _embed_png
    try:
        image = embed(pdf, picture.data, profiles)
    except (OSError, SyntaxError, ValueError, IndexError, struct.error, KeyError) as error:
        raise InvalidOutput(f"The picture of the page cannot be read: {error}") from error
    if (int(image.Width), int(image.Height)) != picture.size_px:
        raise InvalidOutput(
            f"The picture of the page is {image.Width} × {image.Height} pixels, "
            f"not {picture.size_px[0]} × {picture.size_px[1]}."
        )
    return image


def weigh_picture(picture: Picture) -> int:
    """How many bytes a picture takes in a document.

    Raises:
        InvalidOutput: As for `embed_picture`.
    """
    with Pdf.new() as book:
        return len(embed_picture(book, picture, Profiles(book)).read_raw_bytes())


def _embed_jpeg(pdf: Pdf, data: bytes, profiles: Profiles) -> Object:
    marker, names = _read_frame(data)
    with Image.open(BytesIO(data), formats=["JPEG"]) as image:
        profile, is_adobe = image.info.get("icc_profile"), "adobe" in image.info
        if marker not in JPEG_PLAIN or (len(names) == 4 and not _is_usable(profile, 4)):
            return _embed_jpeg(pdf, _recode(image), profiles)
        width, height = image.size
    details: dict[str, Object] = {}
    if len(names) == 4 and is_adobe:
        # Adobe writes CMYK with 0 for full ink.
        details["Decode"] = Array([1, 0] * 4)
    if names == b"RGB" and not is_adobe:
        details["DecodeParms"] = Dictionary(ColorTransform=0)
    space = profiles.colour_space(len(names), profile)
    return _image(pdf, data, (width, height), 8, space, Filter=Name.DCTDecode, **details)


def _read_frame(data: bytes) -> tuple[int, bytes]:
    """The frame marker of a JPEG file and the names of its components."""
    at = 2
    while True:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at] != 0xFF:
            raise ValueError("no frame in the JPEG file")
        if marker == 0xFF:
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            count = data[at + 9]
            return marker, data[at + 10 : at + 10 + 3 * count : 3]
        else:
            at += 2 + length


def _recode(image: Image.Image) -> bytes:
    coded = BytesIO()
    gray = len(image.getbands()) == 1
    image.convert("L" if gray else "RGB").save(coded, "JPEG", quality=QUALITY, subsampling=0)
    return coded.getvalue()


def _embed_png(pdf: Pdf, data: bytes, profiles: Profiles) -> Object:
    (width, height, depth, colour, _, _, interlaced), chunks = _read_png(data)
    if colour not in {GRAY, RGB, PALETTE} or interlaced or b"tRNS" in chunks:
        return _embed_png(pdf, _flatten(data), profiles)
    if (colour, depth) == (GRAY, 1):
        rows, parameters = _code_group4(data)
        if len(rows) < len(chunks[b"IDAT"]):
            return _image(
                pdf, rows, (width, height), 1, Name.DeviceGray, Filter=Name.CCITTFaxDecode, DecodeParms=parameters
            )
    components = 3 if colour == RGB else 1
    space = _png_colour_space(data, chunks, components, profiles)
    parameters = Dictionary(Predictor=15, Colors=components, BitsPerComponent=depth, Columns=width)
    return _image(pdf, chunks[b"IDAT"], (width, height), depth, space, Filter=Name.FlateDecode, DecodeParms=parameters)


def _png_colour_space(data: bytes, chunks: dict[bytes, bytes], components: int, profiles: Profiles) -> Object:
    with Image.open(BytesIO(data), formats=["PNG"]) as image:
        profile = image.info.get("icc_profile")
    palette = chunks.get(b"PLTE")
    if components == 3 or palette is None:
        return profiles.colour_space(components, profile)
    return Array([Name.Indexed, profiles.colour_space(3, profile), len(palette) // 3 - 1, palette])


def _read_png(data: bytes) -> tuple[tuple[int, ...], dict[bytes, bytes]]:
    """The header of a PNG file and its chunks by name, those of one name joined."""
    if not data.startswith(PNG_SIGNATURE):
        raise ValueError("not a PNG file")
    at = len(PNG_SIGNATURE)
    parts: dict[bytes, list[bytes]] = {}
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        parts.setdefault(name, []).append(data[at + 8 : at + 8 + length])
        at += 12 + length
    chunks = {name: b"".join(bodies) for name, bodies in parts.items()}
    return struct.unpack(">IIBBBBB", chunks[b"IHDR"]), chunks


def _flatten(data: bytes) -> bytes:
    """Lay a PNG that PDF cannot show as it is on white paper."""
    with Image.open(BytesIO(data), formats=["PNG"]) as image:
        profile = image.info.get("icc_profile")
        if image.has_transparency_data:
            paper = Image.new("RGBA", image.size, "white")
            flat = Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
        else:
            image.load()
            flat = image
        coded = BytesIO()
        flat.save(coded, "PNG", icc_profile=profile)
    return coded.getvalue()


def _code_group4(data: bytes) -> tuple[bytes, Dictionary]:
    """Code black and white rows as CCITT Group 4, in one strip, and say how to decode them."""
    coded = BytesIO()
    with Image.open(BytesIO(data), formats=["PNG"]) as image:
        width, height = image.size
        image.convert("1").save(coded, "TIFF", compression="group4", strip_size=ONE_STRIP)
    with Image.open(coded, formats=["TIFF"]) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]
        (start,), (length,) = tags[Tags.StripOffsets], tags[Tags.StripByteCounts]
        black_is_zero = tags[Tags.PhotometricInterpretation] == 1
    rows = coded.getvalue()[start : start + length]
    # The coder makes runs of ones black, whatever they mean.
    return rows, Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=black_is_zero)


def _is_usable(profile: bytes | None, components: int) -> bool:
    """Whether PDF/A takes a profile for an image of so many components."""
    return (
        profile is not None
        and len(profile) >= 128
        and profile[8] <= 4
        and profile[12:16] in PROFILE_CLASSES
        and profile[16:20] == PROFILE_SPACES.get(components)
        and _is_sound(profile)
    )


@lru_cache(maxsize=8)
def _is_sound(profile: bytes) -> bool:
    """Whether colours can be computed by a profile: one that broke off has a good header too."""
    mode = {b"GRAY": "L", b"RGB ": "RGB", b"CMYK": "CMYK"}[profile[16:20]]
    try:
        found, screen = ImageCmsProfile(BytesIO(profile)), ImageCmsProfile(createProfile("sRGB"))
        ImageCmsTransform(found, screen, mode, "RGB")
    except (OSError, ValueError, PyCMSError):
        return False
    return True


def _image(pdf: Pdf, data: bytes, size_px: tuple[int, int], depth: int, space: Object, **details: Object) -> Object:
    return pdf.make_stream(
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=size_px[0],
        Height=size_px[1],
        BitsPerComponent=depth,
        ColorSpace=space,
        **details,
    )
