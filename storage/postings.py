"""How lists of documents and of terms are packed: small, and unpacked by numpy at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]

BLOCK = 256
"""Documents of which nasti and kind lie in one row: a row of 1.3 KB stays within a page of either database."""

MOST_NEWEST = 64
"""Documents that lie with the term itself; more go to `PostingRow`."""

MOST_IN_POSTING = 8192
"""Documents of one `PostingRow`: read as a whole, and written again for every `MOST_NEWEST` that come to it."""

DOC = np.dtype("<i4")
_WIDTHS = (np.dtype("u1"), np.dtype("<u2"), np.dtype("<u4"))
MORE = 0x80
"""Set in every byte of a packed id but its last."""


def pack_docs(docs: npt.ArrayLike) -> bytes:
    """Documents as the first of them and the differences, each as wide as the widest needs.

    Args:
        docs: Ascending, one at least.
    """
    array = np.asarray(docs, np.int64)
    steps = np.diff(array)
    most = int(steps.max()) if steps.size else 0
    width = 0 if most < 1 << 8 else 1 if most < 1 << 16 else 2
    return bytes([width]) + array[:1].astype(DOC).tobytes() + steps.astype(_WIDTHS[width]).tobytes()


def unpack_docs(packed: bytes) -> Ints:
    """The documents of a `pack_docs`, ascending."""
    steps = np.frombuffer(packed, _WIDTHS[packed[0]], offset=1 + DOC.itemsize)
    docs = np.empty(steps.size + 1, np.int64)
    docs[0] = np.frombuffer(packed, DOC, 1, 1)[0]
    docs[1:] = steps
    return docs.cumsum()


def pack_ids(ids: Sequence[int]) -> bytes:
    """Ids of terms in order, seven bits a byte, the high bit set on all but the last byte of each (LEB128).

    Frequent terms came first and have short ids, so a token takes about two bytes.

    Args:
        ids: From 0, below 2 ** 35.
    """
    out = bytearray()
    for value in ids:
        while value >= MORE:
            out.append(value & 0x7F | MORE)
            value >>= 7
        out.append(value)
    return bytes(out)


def unpack_ids(packed: bytes) -> Ints:
    """The ids of a `pack_ids`."""
    data = np.frombuffer(packed, np.uint8)
    ends = np.flatnonzero(data < MORE)
    starts = np.concatenate(([0], ends[:-1] + 1)) if ends.size else ends
    lengths = ends - starts + 1
    ids = np.zeros(ends.size, np.int64)
    for place in range(int(lengths.max()) if lengths.size else 0):
        there = lengths > place
        ids[there] |= (data[starts[there] + place].astype(np.int64) & 0x7F) << (7 * place)
    return ids
