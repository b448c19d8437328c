"""How lists of documents and of terms are packed: small, and unpacked by numpy at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
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
_BITS, _FEW_WIDE = 3, 4
_PLACE = np.dtype("<u2")
_WIDE = 255
MORE = 0x80
"""Set in every byte of a packed id but its last."""


def pack_docs(docs: npt.ArrayLike) -> bytes:
    """Documents as the first of them, and what follows in the form that is smallest.

    That is the differences, each as wide as the widest needs; differences of one byte, and apart the few that are
    wider; or a bit for each document from the first on, whether it is there.

    Args:
        docs: Ascending, one at least; fewer than 65,536.
    """
    array = np.asarray(docs, np.int64)
    first, steps = array[:1].astype(DOC).tobytes(), np.diff(array)
    most = int(steps.max()) if steps.size else 0
    width = 0 if most <= _WIDE else 1 if most < 1 << 16 else 2
    wide = np.flatnonzero(steps > _WIDE)
    bits = int(array[-1] - array[0]) // 8 + 1
    sizes = {
        width: steps.size * _WIDTHS[width].itemsize,
        _BITS: bits,
        _FEW_WIDE: steps.size + DOC.itemsize + wide.size * (_PLACE.itemsize + DOC.itemsize),
    }
    form = min(sizes, key=lambda one: (sizes[one], one))
    if form == _BITS:
        there = np.zeros(bits * 8, np.bool_)
        there[array - array[0]] = True
        rest = np.packbits(there).tobytes()
    elif form == _FEW_WIDE:
        count = np.array([wide.size], DOC).tobytes()
        narrow = np.where(steps > _WIDE, 0, steps).astype(np.uint8)
        rest = count + wide.astype(_PLACE).tobytes() + steps[wide].astype(DOC).tobytes() + narrow.tobytes()
    else:
        rest = steps.astype(_WIDTHS[width]).tobytes()
    return bytes([form]) + first + rest


def unpack_docs(packed: bytes) -> Ints:
    """The documents of a `pack_docs`, ascending."""
    first, at = np.frombuffer(packed, DOC, 1, 1)[0], 1 + DOC.itemsize
    if packed[0] == _BITS:
        there: Ints = np.flatnonzero(np.unpackbits(np.frombuffer(packed, np.uint8, offset=at)))
        there += first
        return there
    steps: npt.NDArray[np.integer]
    if packed[0] == _FEW_WIDE:
        count = int(np.frombuffer(packed, DOC, 1, at)[0])
        places = np.frombuffer(packed, _PLACE, count, at + DOC.itemsize)
        at += DOC.itemsize + count * _PLACE.itemsize
        steps = np.frombuffer(packed, np.uint8, offset=at + count * DOC.itemsize).astype(np.int64)
        steps[places] = np.frombuffer(packed, DOC, count, at)
    else:
        steps = np.frombuffer(packed, _WIDTHS[packed[0]], offset=at)
    docs = np.empty(steps.size + 1, np.int64)
    docs[0] = first
    docs[1:] = steps
    np.cumsum(docs, out=docs)
    return docs


def mark_docs(packed: bytes, mask: npt.NDArray[np.bool_]) -> None:
    """Set a mask where the documents of a `pack_docs` are.

    Args:
        packed: The documents.
        mask: By document.
    """
    if packed[0] != _BITS:
        mask[unpack_docs(packed)] = True
        return
    first = int(np.frombuffer(packed, DOC, 1, 1)[0])
    bits = np.unpackbits(np.frombuffer(packed, np.uint8, offset=1 + DOC.itemsize)).view(np.bool_)
    there = mask[first : first + bits.size]
    there |= bits[: there.size]


def pack_streams(ids: Ints, lengths: npt.ArrayLike) -> list[bytes]:
    """As `pack_ids`, of many documents at once.

    Args:
        ids: Of all terms of all documents, in order.
        lengths: Terms of each document.
    """
    sizes = np.ones(ids.size, np.uint8)
    for bits in range(7, 35, 7):
        sizes += ids >= 1 << bits
    ends = np.cumsum(sizes, dtype=np.int64)
    # A row of bytes for each id, of which those behind its last are left out.
    table = np.zeros((ids.size, int(sizes.max(initial=0))), np.uint8)
    for place in range(table.shape[1]):
        table[:, place] = (ids >> (7 * place)) & 0x7F
        table[:, place] |= (sizes > place + 1).view(np.uint8) << 7
    data = table[np.arange(table.shape[1]) < sizes[:, None]].tobytes()
    bounds = [0, *np.concatenate(([0], ends))[np.cumsum(lengths, dtype=np.int64)].tolist()]
    return [data[start:end] for start, end in pairwise(bounds)]


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
    ids = data[ends].astype(np.int64)
    # From the last byte of each, which has its highest bits, back to those before it.
    place, longer = 1, np.flatnonzero(np.diff(ends, prepend=-1) > 1)
    lengths = np.diff(ends, prepend=-1)[longer]
    while longer.size:
        ids[longer] = ids[longer] << 7 | (data[ends[longer] - place] & 0x7F)
        place += 1
        more = lengths > place
        longer, lengths = longer[more], lengths[more]
    return ids


def count_ids(joined: bytes, packed: Sequence[bytes]) -> Ints:
    """How many ids each `pack_ids` has of some that follow each other.

    Args:
        joined: All of them, one after the other.
        packed: Each; none is empty.
    """
    if not packed:
        return np.zeros(0, np.int64)
    starts = np.cumsum([0, *map(len, packed[:-1])])
    counts: Ints = np.add.reduceat(np.frombuffer(joined, np.uint8) < MORE, starts, dtype=np.int64)
    return counts
