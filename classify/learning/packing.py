"""Arrays and values as bytes that say when they were damaged; nothing in them is ever run."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from nasti.errors import InvalidOutput

_MARK = b"nasti learned 1\n"
_DIGEST = hashlib.sha256().digest_size

Arrays = Mapping[str, npt.NDArray[Any]]


class DamagedModel(InvalidOutput):
    """A model that was kept is not what was written: reading goes on without it."""


def pack(values: Mapping[str, Any], arrays: Arrays) -> bytes:
    """Values and arrays as bytes, the same for the same content.

    Args:
        values: What JSON can hold.
        arrays: By name, of the types of NumPy that models are made of.
    """
    shapes = {name: [array.dtype.name, list(array.shape)] for name, array in sorted(arrays.items())}
    head = json.dumps({"values": values, "arrays": shapes}, ensure_ascii=False, sort_keys=True).encode()
    bodies = (np.ascontiguousarray(arrays[name]).astype(arrays[name].dtype.newbyteorder("<")) for name in shapes)
    packed = zlib.compress(b"".join([len(head).to_bytes(4, "little"), head, *(body.tobytes() for body in bodies)]), 6)
    return _MARK + hashlib.sha256(packed).digest() + packed


def unpack(kept: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """The values and arrays of `pack`.

    Args:
        kept: What it gave.

    Raises:
        DamagedModel: The bytes are not what was written, or of another version.
    """
    packed = kept[len(_MARK) + _DIGEST :]
    if kept[: len(_MARK)] != _MARK or hashlib.sha256(packed).digest() != kept[len(_MARK) : len(_MARK) + _DIGEST]:
        raise DamagedModel(
            "What was learnt from corrections cannot be read; `nasti learn` makes it anew.",
            "सुधारों से सीखा हुआ पढ़ा नहीं जा सका; `nasti learn` से फिर बनाएँ।",
        )
    # Bytes that carry their own digest are what `pack` wrote: from here on they are trusted.
    body = zlib.decompress(packed)
    length = int.from_bytes(body[:4], "little")
    head = json.loads(body[4 : 4 + length])
    place = 4 + length
    arrays = {}
    for name, (kind, shape) in head["arrays"].items():
        dtype = np.dtype(kind).newbyteorder("<")
        count = int(np.prod(shape, dtype=np.int64))
        arrays[name] = np.frombuffer(body, dtype, count, place).reshape(shape).astype(kind)
        place += count * dtype.itemsize
    return head["values"], arrays
