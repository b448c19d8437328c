"""TIFF files: one frame is one sheet."""

from __future__ import annotations

import io
import mmap
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, cast

from PIL import Image, UnidentifiedImageError

from ingest import tiff_kinds
from ingest.jpeg import AS_STORED, NO_TRANSFORM, open_jpeg
from ingest.limits import check_pixels, damaged
from ingest.scanlines import has_scanlines, read_scanlines
from ingest.scanned import Resolution, Scanned, is_large, keep, keep_bands
from nasti.errors import InputRejected
from nasti.settings import LimitsSection

# Tags. Source: TIFF 6.0 (Adobe, 1992), section 8, and Technical Note 2.
NEW_SUBFILE_TYPE, WIDTH, HEIGHT, COMPRESSION, PHOTOMETRIC = 254, 256, 257, 259, 262
STRIP_OFFSETS, STRIP_BYTES, TILE_OFFSETS, TILE_BYTES = 273, 279, 324, 325
SAMPLES, JPEG_TABLES, ORIENTATION = 277, 347, 274
REDUCED, MASK = 1, 4
LAID_SIDEWAYS = (5, 6, 7, 8)
"""Orientations whose rows a viewer shows as columns."""
JPEG, RGB_PHOTOMETRIC, YCBCR = 7, 2, 6
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
INTEGERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
WANTED = (
    NEW_SUBFILE_TYPE, WIDTH, HEIGHT, COMPRESSION, PHOTOMETRIC, STRIP_OFFSETS, STRIP_BYTES, TILE_OFFSETS, TILE_BYTES,
    SAMPLES, ORIENTATION, *tiff_kinds.NEEDED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """One image of a TIFF file, from its directory.

    Attributes:
        offset: Where its directory starts.
        tags: Numbers by tag, for the tags in `WANTED`.
        tables: Where the shared JPEG tables lie, and how long they are; None without any.
    """

    offset: int
    tags: Mapping[int, tuple[int, ...]]
    tables: tuple[int, int] | None

    def first(self, tag: int, missing: int = 0) -> int:
        """The first number of a tag."""
        return (self.tags.get(tag) or (missing,))[0]

    @property
    def area_px(self) -> int:
        """Width times height."""
        return self.first(WIDTH) * self.first(HEIGHT)

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """Offset and length of each strip or tile."""
        offsets = self.tags.get(STRIP_OFFSETS) or self.tags.get(TILE_OFFSETS) or ()
        lengths = self.tags.get(STRIP_BYTES) or self.tags.get(TILE_BYTES) or (0,) * len(offsets)
        return tuple(zip(offsets, lengths, strict=False))


def count_frames(path: Path, limits: LimitsSection) -> int:
    """How many sheets a TIFF file holds, from its directories alone.

    Raises:
        InputRejected: It is no TIFF, breaks off, or an image in it is too large or of a kind that is not opened here.
    """
    frames = _sheets(path)
    size = path.stat().st_size
    for number, frame in enumerate(frames, 1):
        where = f"{path.name}, page {number}"
        check_pixels((frame.first(WIDTH), frame.first(HEIGHT)), where, limits)
        if not frame.pieces or any(offset + length > size for offset, length in frame.pieces):
            raise damaged(where, "the image data ends too early")
        tiff_kinds.check_kind(frame.tags, where)
    _try_unusual(path, frames)
    return len(frames)


def open_frame(path: Path, index: int, limits: LimitsSection, jpeg_quality: int) -> Scanned:
    """Decode one sheet of a TIFF file as a viewer shows it.

    Raises:
        InputRejected: The file or the sheet is damaged or too large, or there is no such sheet.
    """
    frames = _sheets(path)
    if not 0 <= index < len(frames):
        raise damaged(path.name, f"there is no page {index + 1}")
    frame, where = frames[index], f"{path.name}, page {index + 1}"
    check_pixels((frame.first(WIDTH), frame.first(HEIGHT)), where, limits)
    try:
        with path.open("rb") as file, _open_at(file, frame.offset) as image:
            resolution = _resolution(image, frame)
            stream = _whole_jpeg(file, frame)
            if stream is not None:
                scanned = open_jpeg(stream, resolution, jpeg_quality, AS_STORED)
                if scanned.pixels.shape[1::-1] == image.size:
                    return scanned
            if is_large(image.size, resolution) and tiff_kinds.has_simple_rows(frame.tags) and has_scanlines():
                read = partial(read_scanlines, path, frame.offset, image.size, frame.first(SAMPLES, 1))
                return keep_bands(read, image.size, resolution, jpeg_quality, image.info.get("icc_profile"))
            return keep(tiff_kinds.settle_depth(image, frame.tags), resolution, jpeg_quality)
    except UnidentifiedImageError as error:
        raise tiff_kinds.unusual_kind(frame.tags, where) from error
    except (OSError, SyntaxError, ValueError, TypeError, KeyError) as error:
        raise damaged(where, str(error)) from error


def _try_unusual(path: Path, frames: Sequence[Frame]) -> None:
    """Open the unusual images as far as their headers: a scan is refused whole, not when its ninth page is reached."""
    with path.open("rb") as file:
        for number, frame in enumerate(frames, 1):
            if not tiff_kinds.is_unusual(frame.tags):
                continue
            where = f"{path.name}, page {number}"
            try:
                _open_at(file, frame.offset).close()
            except UnidentifiedImageError as error:
                raise tiff_kinds.unusual_kind(frame.tags, where) from error
            except (OSError, SyntaxError, ValueError, TypeError, KeyError) as error:
                raise damaged(where, str(error)) from error


def _open_at(file: BinaryIO, offset: int) -> Image.Image:
    return Image.open(cast(IO[bytes], _OneFrame(file, offset)), formats=("TIFF",))


class _OneFrame(io.RawIOBase):
    """A TIFF file whose header points at one of its later frames: Pillow would walk all the frames before it."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        head = file.read(16)
        order = "<" if head[:2] == b"II" else ">"
        if head[2:4] in (b"+\0", b"\0+"):
            self._head = head[:8] + struct.pack(order + "Q", offset)
        else:
            self._head = head[:4] + struct.pack(order + "I", offset)
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._file.fileno()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        start = self._file.tell()
        data = self._file.read(size)
        return self._head[start : start + len(data)] + data[max(0, len(self._head) - start) :]


def _sheets(path: Path) -> tuple[Frame, ...]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            frames = tuple(_walk(data))
        except (struct.error, KeyError) as error:
            raise damaged(path.name, "a page directory is cut off") from error
    if not frames:
        raise InputRejected(
            f"The file {path.name} is not a TIFF image, whatever its name says.",
            f"फ़ाइल {path.name} TIFF चित्र नहीं है, भले ही नाम कुछ भी हो।",
        )
    # A thumbnail says that it is a reduced image, and is one: a program that marks every page so keeps them all.
    largest = max((f.area_px for f in frames if not f.first(NEW_SUBFILE_TYPE) & REDUCED), default=0)
    return tuple(
        f
        for f in frames
        if not f.first(NEW_SUBFILE_TYPE) & MASK
        and not (f.first(NEW_SUBFILE_TYPE) & REDUCED and 2 * f.area_px <= largest)
    )


def _walk(data: mmap.mmap) -> Iterator[Frame]:
    """The frames of a TIFF or BigTIFF file, by following its directories.

    Raises:
        struct.error: A directory, or what it points to, lies beyond the end.
    """
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return
    big = struct.unpack_from(order + "H", data, 2)[0] == 43
    (offset,) = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)
    seen = set()
    while offset and offset not in seen:
        seen.add(offset)
        frame, offset = _read_directory(data, offset, order, big=big)
        yield frame


def _read_directory(data: mmap.mmap, start: int, order: str, *, big: bool) -> tuple[Frame, int]:
    entry = struct.Struct(order + ("HHQ8s" if big else "HHI4s"))
    (count,) = struct.unpack_from(order + ("Q" if big else "H"), data, start)
    first = start + (8 if big else 2)
    end = first + count * entry.size
    tags: dict[int, tuple[int, ...]] = {}
    tables = None
    for at in range(first, min(end, len(data)), entry.size):
        tag, kind, number, _ = entry.unpack_from(data, at)
        if tag not in WANTED and tag != JPEG_TABLES:
            continue
        length = SIZES[kind] * number
        place = at + entry.size - (8 if big else 4)
        if length > (8 if big else 4):
            (place,) = struct.unpack_from(order + ("Q" if big else "I"), data, place)
        if tag == JPEG_TABLES:
            tables = (place, length)
        elif kind in INTEGERS:
            tags[tag] = struct.unpack_from(f"{order}{number}{INTEGERS[kind]}", data, place)
    (following,) = struct.unpack_from(order + ("Q" if big else "I"), data, end)
    return Frame(start, tags, tables), following


def _resolution(image: Image.Image, frame: Frame) -> Resolution:
    """Dots per inch along x and y of the image as shown; its tags speak of the image as stored."""
    across, down = image.info.get("dpi") or image.info.get("resolution") or (0, 0)
    laid = frame.first(ORIENTATION, 1) in LAID_SIDEWAYS
    return (float(down), float(across)) if laid else (float(across), float(down))


def _whole_jpeg(file: BinaryIO, frame: Frame) -> bytes | None:
    """The JPEG file that a frame's only strip makes up together with the shared tables.

    None where the frame is not compressed so, lies in several strips, or is turned by a viewer.

    Source: TIFF Technical Note 2 (Adobe, 1995).
    """
    if frame.first(COMPRESSION) != JPEG or len(frame.pieces) != 1 or frame.first(ORIENTATION, 1) != 1:
        return None
    if STRIP_OFFSETS not in frame.tags or (frame.first(SAMPLES, 1), frame.first(PHOTOMETRIC)) not in (
        (1, 1), (3, RGB_PHOTOMETRIC), (3, YCBCR),
    ):  # fmt: skip
        return None
    tables = b"" if frame.tables is None else _read_at(file, *frame.tables)[2:-2]
    strip = _read_at(file, *frame.pieces[0])
    if not strip.startswith(b"\xff\xd8"):
        return None
    colours = NO_TRANSFORM if frame.first(PHOTOMETRIC) == RGB_PHOTOMETRIC else b""
    return strip[:2] + colours + tables + strip[2:]


def _read_at(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)
