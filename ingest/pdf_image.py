"""The image that is all of a PDF page, taken out as it was put in."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from functools import partial

import numpy as np
import pikepdf
from pikepdf import Name, Object, PdfImage
from PIL import Image

from ingest.flate_rows import Packed, read_rows
from ingest.jbig2 import decode_jbig2, is_jbig2
from ingest.jpeg import AS_STORED, NO_TRANSFORM, Turn, open_jpeg, turn_pixels, turn_resolution, turn_view
from ingest.pdf_page import Placed, quarter_turn
from ingest.profiles import says_more, with_profile
from ingest.scanned import BAND_PX, LARGE_PX, Resolution, Scanned, decode, is_large, keep, keep_bands

PLAIN_COLOURS = (Name.DeviceGray, Name.DeviceRGB, Name.CalGray, Name.CalRGB, Name.Indexed)
JPEG, JPEG_2000, FLATE = "/DCTDecode", "/JPXDecode", "/FlateDecode"
JFIF, ADOBE = b"\xff\xe0", b"\xff\xee\x00\x0eAdobe"
HEAD_BYTES = 1 << 16
ALPHA_COUNTS = 1
"""Of /SMaskInData: the transparency that a JPEG 2000 image carries is to be shown. Source: ISO 32000-1, table 89."""
MODES = {1: "L", 3: "RGB"}

PdfImage.MAX_IMAGE_PIXELS = None  # our own limits are checked from the headers


def take_out(placed: Placed, rotation_deg: int, unit: float, jpeg_quality: int) -> Scanned | None:
    """The page's image as it was put in; None where its colours or masks make that something else than is shown.

    Args:
        placed: The image on its page.
        rotation_deg: How far a viewer turns the page, clockwise.
        unit: Its /UserUnit.
        jpeg_quality: For images that are encoded anew.

    Raises:
        pikepdf.PikepdfError, NotImplementedError: The image is of a kind that cannot be taken out.
        OSError, SyntaxError, ValueError: Its data contradicts itself.
    """
    image = placed.image
    found = PdfImage(image)
    if not _is_plain(image, found):
        return None
    quarters, mirrored = quarter_turn(placed.matrix) or AS_STORED
    turn = (quarters - rotation_deg // 90) % 4, mirrored
    resolution = placed.dpi[0] / unit, placed.dpi[1] / unit
    stream = _jpeg_of(image, found)
    if stream is not None:
        return open_jpeg(_settle_profile(stream, image), resolution, jpeg_quality, turn)
    if found.filters == [JPEG_2000]:
        return _take_jpeg_2000(image, resolution, jpeg_quality, turn)
    packed = _packed_of(image, found) if is_large(placed.size_px, resolution) else None
    if packed is not None:
        return _keep_packed(packed, _profile_of(image), resolution, jpeg_quality, turn)
    opened = decode_jbig2(image) if is_jbig2(image) else _decode(found)
    if opened.size != placed.size_px:
        return None
    return _keep_turned(opened, resolution, jpeg_quality, turn)


def is_bilevel(placed: Placed) -> bool:
    """Whether an image paints in black and white alone."""
    image = placed.image
    if image.get("/ImageMask", False):
        return placed.black
    if int(image.get("/BitsPerComponent", 8)) != 1:
        return False
    space = image.get("/ColorSpace", None)
    if isinstance(space, pikepdf.Array) and space[0] == Name.Indexed:
        palette = space[3]
        return set(bytes(palette.read_bytes() if isinstance(palette, pikepdf.Stream) else palette)) <= {0, 255}
    return _components(space) == 1


def _is_plain(image: Object, found: PdfImage) -> bool:
    if any(key in image for key in ("/SMask", "/Mask", "/Decode")) or image.get("/ImageMask", False):
        return False
    space = image.get("/ColorSpace", None)
    kind = space[0] if isinstance(space, pikepdf.Array) else space
    if found.filters == [JPEG_2000]:
        return kind != Name.Indexed and (kind is None or _components(space) in MODES)
    return _components(space) in MODES if kind == Name.ICCBased else kind in PLAIN_COLOURS


def _components(space: Object | None) -> int:
    """How many samples a pixel has in a gray or RGB space; 0 in any other."""
    kind = space[0] if isinstance(space, pikepdf.Array) else space
    if kind == Name.ICCBased and isinstance(space, pikepdf.Array):
        return int(space[1].get("/N", 0))
    if kind in (Name.DeviceGray, Name.CalGray):
        return 1
    return 3 if kind in (Name.DeviceRGB, Name.CalRGB) else 0


def _profile_of(image: Object) -> bytes | None:
    space = image.get("/ColorSpace", None)
    if isinstance(space, pikepdf.Array) and space[0] == Name.ICCBased:
        return bytes(space[1].read_bytes())
    return None


def _jpeg_of(image: pikepdf.Stream, found: PdfImage) -> bytes | None:
    """The JPEG file that an image is coded as; None where it is coded otherwise."""
    if found.filters == [JPEG] and _is_untransformed(image):
        data = image.read_raw_bytes()
        # JFIF would say that the colours are transformed, and outranks Adobe's marker.
        start = 4 + int.from_bytes(data[4:6], "big") if data[2:4] == JFIF else 2
        return data if ADOBE in data[:HEAD_BYTES] else data[:2] + NO_TRANSFORM + data[start:]
    stream = io.BytesIO()
    return stream.getvalue() if JPEG in found.filters and found.extract_to(stream=stream) == ".jpg" else None


def _is_untransformed(image: Object) -> bool:
    """Whether a PDF says of a JPEG without Adobe's marker that it holds red, green and blue as they stand."""
    details = image.get("/DecodeParms", None)
    details = details[-1] if isinstance(details, pikepdf.Array) and len(details) else details
    return isinstance(details, pikepdf.Dictionary) and details.get("/ColorTransform", 1) == 0


def _settle_profile(data: bytes, image: Object) -> bytes:
    """A JPEG with the profile that its PDF gives it: a viewer follows that one and no other."""
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as opened:
        own, mode = opened.info.get("icc_profile"), opened.mode
    profile = _profile_of(image)
    wanted = profile if mode in MODES.values() and says_more(profile, mode) else None
    changes = wanted is not None or (mode in MODES.values() and says_more(own, mode))
    return with_profile(data, wanted) if changes and wanted != own else data


def _packed_of(image: pikepdf.Stream, found: PdfImage) -> Packed | None:
    """The packed rows of an image of 8 bits a sample; None where it is coded or coloured otherwise."""
    samples = _components(image.get("/ColorSpace", None))
    details = image.get("/DecodeParms", pikepdf.Dictionary())
    details = details[0] if isinstance(details, pikepdf.Array) and len(details) else details
    if found.filters != [FLATE] or samples not in MODES or not isinstance(details, pikepdf.Dictionary):
        return None
    predictor, size_px = int(details.get("/Predictor", 1)), (int(image.get("/Width", 0)), int(image.get("/Height", 0)))
    told = tuple(int(details.get(key, 1)) for key in ("/Columns", "/Colors"))
    bits = {int(image.get("/BitsPerComponent", 8)), int(details.get("/BitsPerComponent", 8))}
    if bits != {8} or (predictor != 1 and told != (size_px[0], samples)):
        return None
    return Packed(image.read_raw_bytes(), size_px, samples, predictor)


def _keep_packed(
    packed: Packed, profile: bytes | None, resolution: Resolution, jpeg_quality: int, turn: Turn
) -> Scanned:
    """A large image kept band by band; one that is turned lies in memory once."""
    if turn == AS_STORED:
        return keep_bands(partial(read_rows, packed), packed.size_px, resolution, jpeg_quality, profile)
    width, height = packed.size_px
    pixels = np.empty((height, width, *((3,) if packed.samples == 3 else ())), np.uint8)
    rows = max(1, BAND_PX // width)
    for number, band in enumerate(read_rows(packed, rows)):
        pixels[number * rows : number * rows + len(band)] = band
    shown = turn_view(pixels, turn)
    size_px = shown.shape[1], shown.shape[0]
    return keep_bands(partial(_cut, shown), size_px, turn_resolution(resolution, turn), jpeg_quality, profile)


def _cut(pixels: np.ndarray, rows: int) -> Iterator[np.ndarray]:
    yield from (np.ascontiguousarray(pixels[top : top + rows]) for top in range(0, len(pixels), rows))


def _decode(found: PdfImage) -> Image.Image:
    with warnings.catch_warnings():
        # Of 16 bits the lower eight go: that is what is wanted.
        warnings.simplefilter("ignore", UserWarning)
        return found.as_pil_image()


def _take_jpeg_2000(image: Object, resolution: Resolution, jpeg_quality: int, turn: Turn) -> Scanned | None:
    alpha = int(image.get("/SMaskInData", 0))
    with Image.open(io.BytesIO(image.read_raw_bytes()), formats=("JPEG2000",)) as opened:
        if alpha > ALPHA_COUNTS or opened.mode not in ("L", "LA", "RGB", "RGBA", "I;16"):
            return None
        levels = 0
        # Its decoder takes 12 bytes a pixel; what it leaves out costs nothing.
        while opened.width * opened.height > LARGE_PX << (2 * levels):
            levels += 1
        opened.reduce = levels  # type: ignore[assignment, method-assign]
        opened.load()
        shown: Image.Image = opened
        if alpha != ALPHA_COUNTS and opened.mode in ("LA", "RGBA"):
            shown = opened.convert(opened.mode[:-1])
        shown.info["icc_profile"] = _profile_of(image)
        return _keep_turned(shown, (resolution[0] / 2**levels, resolution[1] / 2**levels), jpeg_quality, turn)


def _keep_turned(image: Image.Image, resolution: Resolution, jpeg_quality: int, turn: Turn) -> Scanned:
    if turn == AS_STORED:
        return keep(image, resolution, jpeg_quality)
    pixels, _ = decode(image)
    shown = Image.fromarray(turn_pixels(pixels, turn))
    return keep(shown, turn_resolution(resolution, turn), jpeg_quality)
