"""Whether a TIFF file is there to its end: its chain of pages and their strips, looked at without decoding."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import repeat
from typing import BinaryIO, NamedTuple

MAGIC = {b"II*\0": "<", b"MM\0*": ">", b"II+\0": "<", b"MM\0+": ">"}
"""First four bytes and the byte order they announce; 42 is classic TIFF, 43 BigTIFF.

Source: TIFF 6.0 §2; BigTIFF design (AWare Systems, libtiff).
"""

_MAX_PAGES = 100_000

_CHUNK = 1 << 16

_NUMBERS = {3: "H", 4: "I", 16: "Q"}
"""Field types that offsets and byte counts come in: SHORT, LONG, LONG8."""

_STRIPS, _STRIP_BYTES = 273, 279
_TILES, _TILE_BYTES = 324, 325
_OLD_JPEG, _OLD_JPEG_BYTES = 513, 514
_PAIRS = ((_STRIPS, _STRIP_BYTES), (_TILES, _TILE_BYTES), (_OLD_JPEG, _OLD_JPEG_BYTES))


class BrokenTiff(Exception):
    """The file does not hold what its own directory says; never leaves `watch_folders`.

    Args:
        cut_off: True when something lies beyond the end of the file: it may still be on its way.
    """

    def __init__(self, cut_off: bool) -> None:
        super().__init__(cut_off)
        self.cut_off = cut_off


class _Field(NamedTuple):
    kind: int
    values: int
    at: int
    """Where the values begin in the file."""


class _Reader:
    """Reads numbers from an open TIFF file, never outside it and never more in all than the file is long.

    The second bound defeats files whose pages all point at one huge table.
    """

    def __init__(self, file: BinaryIO, size_bytes: int) -> None:
        self.file = file
        self.size_bytes = size_bytes
        self.left_bytes = 2 * size_bytes
        magic = self.read(0, 4)
        self.order = MAGIC[magic]
        self.big = magic[2:].strip(b"\0") == b"+"

    def read(self, at: int, length: int) -> bytes:
        if at + length > self.size_bytes:
            raise BrokenTiff(cut_off=True)
        self.left_bytes -= length
        if self.left_bytes < 0:
            raise BrokenTiff(cut_off=False)
        self.file.seek(at)
        data = self.file.read(length)
        if len(data) < length:
            raise BrokenTiff(cut_off=True)
        return data

    def unpack(self, layout: str, at: int) -> tuple[int, ...]:
        layout = self.order + layout
        return struct.unpack(layout, self.read(at, struct.calcsize(layout)))

    def numbers(self, field: _Field) -> Iterator[int]:
        letter = _NUMBERS.get(field.kind)
        if letter is None:
            raise BrokenTiff(cut_off=False)
        width = struct.calcsize("=" + letter)
        if field.at + field.values * width > self.size_bytes:
            raise BrokenTiff(cut_off=True)
        step = _CHUNK // width
        for start in range(0, field.values, step):
            yield from self.unpack(f"{min(step, field.values - start)}{letter}", field.at + start * width)


def count_pages(file: BinaryIO, size_bytes: int) -> int:
    """The number of pages of a TIFF file whose pages all lie inside it.

    Args:
        file: Open for reading bytes; its first four are one of `MAGIC`.
        size_bytes: Its length.

    Raises:
        BrokenTiff: A page, or a strip or tile of it, lies outside the file, or the structure contradicts itself.
    """
    reader = _Reader(file, size_bytes)
    at = reader.unpack("Q", 8)[0] if reader.big else reader.unpack("I", 4)[0]
    seen: set[int] = set()
    while at:
        if at in seen or len(seen) >= _MAX_PAGES:
            raise BrokenTiff(cut_off=False)
        seen.add(at)
        fields, at = _read_directory(reader, at)
        _check_data(reader, fields)
    if not seen:
        # Writers fill in the first offset last: a zero means that nothing was finished yet.
        raise BrokenTiff(cut_off=True)
    return len(seen)


def _read_directory(reader: _Reader, at: int) -> tuple[dict[int, _Field], int]:
    count_layout, entry_layout, inline = ("Q", "HHQ8x", 8) if reader.big else ("H", "HHI4x", 4)
    count_bytes, entry_bytes = struct.calcsize("=" + count_layout), struct.calcsize("=" + entry_layout)
    (count,) = reader.unpack(count_layout, at)
    end = at + count_bytes + count * entry_bytes
    if count == 0:
        raise BrokenTiff(cut_off=False)
    if end > reader.size_bytes:
        raise BrokenTiff(cut_off=True)
    wanted = {tag for pair in _PAIRS for tag in pair}
    fields: dict[int, _Field] = {}
    for entry_at in range(at + count_bytes, end, entry_bytes):
        tag, kind, values = reader.unpack(entry_layout, entry_at)
        if tag not in wanted:
            continue
        value_at = entry_at + entry_bytes - inline
        if kind in _NUMBERS and values * struct.calcsize("=" + _NUMBERS[kind]) > inline:
            (value_at,) = reader.unpack("Q" if reader.big else "I", value_at)
        fields[tag] = _Field(kind, values, value_at)
    (following,) = reader.unpack("Q" if reader.big else "I", end)
    return fields, following


def _check_data(reader: _Reader, fields: dict[int, _Field]) -> None:
    found = False
    for offsets_tag, lengths_tag in _PAIRS:
        offsets, lengths = fields.get(offsets_tag), fields.get(lengths_tag)
        if offsets is None:
            continue
        found = True
        if lengths is None:
            # Allowed for uncompressed single strips; the offset alone can be checked.
            spans = zip(reader.numbers(offsets), repeat(1), strict=False)
        else:
            spans = zip(reader.numbers(offsets), reader.numbers(lengths), strict=False)
        if any(offset + length > reader.size_bytes for offset, length in spans):
            raise BrokenTiff(cut_off=True)
    if not found:
        raise BrokenTiff(cut_off=False)
