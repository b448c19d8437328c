"""Words of a sheet, packed small: most of what a store holds in rows is words with their boxes."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nasti.model import Word

FORMAT = b"\x02"
"""First byte of every pack: which layout follows."""

_FORMATS = (b"\x01", FORMAT)
"""Layouts that can be read: the first one knew no raw texts."""

CONFIDENCE_STEPS = 10_000
"""Confidences are kept to this fraction: finer than any engine tells apart, and exact in two bytes."""

_INTS = 6
_INT32 = np.dtype("<i4")
_UINT16 = np.dtype("<u2")


def pack(words: Sequence[Word]) -> bytes:
    """Words as compressed bytes: left, top, right, bottom, line and block of all, confidences, texts, raw texts.

    Columns of like numbers compress to about half of what rows do.

    Args:
        words: In reading order, no white space in their texts; confidences are rounded to 1 / `CONFIDENCE_STEPS`.
    """
    raws = (f"{place} {word.raw}" for place, word in enumerate(words) if word.raw)
    texts = "\n".join([*(word.text for word in words), *raws]).encode()
    numbers = np.array([(*word.box, word.line, word.block) for word in words], _INT32).reshape(-1, _INTS)
    sure = np.array([round(word.confidence * CONFIDENCE_STEPS) for word in words], _UINT16)
    count = np.array([len(words)], _INT32)
    return FORMAT + zlib.compress(count.tobytes() + numbers.T.tobytes() + sure.tobytes() + texts)


@dataclass(frozen=True, slots=True)
class Layout:
    """The words of a sheet in columns: what is looked at when many pages are, at a fifth of the cost of `Word` rows.

    Attributes:
        texts: In reading order.
        boxes: int32, shape ``(words, 4)``: left, top, right, bottom, pixels on the upright sheet, origin top left.
        lines: int32, shape ``(words,)``: the line of each, from 0.
    """

    texts: list[str]
    boxes: npt.NDArray[np.int32]
    lines: npt.NDArray[np.int32]


def unpack(packed: bytes) -> tuple[Word, ...]:
    """The words of a pack, in reading order.

    Args:
        packed: What `pack` gave.

    Raises:
        ValueError: It is of a layout that this version does not know.
    """
    texts, numbers, sure, raws = _columns(packed)
    rows = zip(texts, numbers.tolist(), sure.tolist(), strict=True)
    return tuple(
        Word(text, (left, top, right, bottom), confidence / CONFIDENCE_STEPS, line, block, raws.get(place, ""))
        for place, (text, (left, top, right, bottom, line, block), confidence) in enumerate(rows)
    )


def unpack_layout(packed: bytes) -> Layout:
    """The words of a pack, in columns.

    Args:
        packed: What `pack` gave.

    Raises:
        ValueError: It is of a layout that this version does not know.
    """
    texts, numbers, *_ = _columns(packed)
    return Layout(texts, numbers[:, :4], numbers[:, 4])


def _columns(packed: bytes) -> tuple[list[str], npt.NDArray[np.int32], npt.NDArray[np.uint16], dict[int, str]]:
    if packed[:1] not in _FORMATS:
        raise ValueError(f"words are packed in layout {packed[:1].hex()}, which this version does not know")
    data = zlib.decompress(packed[1:])
    count = int(np.frombuffer(data, _INT32, 1)[0])
    at = _INT32.itemsize
    numbers: npt.NDArray[np.int32] = np.frombuffer(data, _INT32, count * _INTS, at).reshape(_INTS, count).T
    at += numbers.nbytes
    sure: npt.NDArray[np.uint16] = np.frombuffer(data, _UINT16, count, at)
    texts = data[at + sure.nbytes :].decode().split("\n") if count else []
    raws = {int(place): raw for place, _, raw in (text.partition(" ") for text in texts[count:])}
    return texts[:count], numbers, sure, raws
