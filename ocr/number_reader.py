"""Reads numbers from their picture: a small network that knows the digits of both scripts and the signs between them.

It was trained on drawn words in many typefaces (bench/train_numbers.py). It looks at a word as a whole and says, for
each column of it, how likely every sign stands there; from that follows how likely any text is.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import cv2
import numpy as np
import numpy.typing as npt

from ocr.number_crop import HEIGHT_PX, Crop
from ocr.number_text import SIGNS

Columns = npt.NDArray[np.float64]
"""How likely each sign stands in each column, shape ``(columns, 1 + len(SIGNS))``; the first of a row is no sign."""

_NUMBER_OF = {sign: number for number, sign in enumerate(SIGNS, 1)}
_ASCII = np.array([sign.isascii() and sign.isdigit() for sign in "x" + SIGNS])
_HINDI = np.array(["०" <= sign <= "९" for sign in "x" + SIGNS])
_STEP_PX = 16
"""Crops are widened to a multiple of this, so that those of one width are read together."""

_SURELY_NOTHING = 0.999
"""Of neighbouring columns that hold nothing, this surely, one is as good as all."""

_LEAST = 1e-9
"""No sign is less likely than this: the network is never that sure."""

_IMPOSSIBLE = -1e3
"""Said of a text with more signs than there are columns."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What the network sees of one word.

    Attributes:
        columns: How likely each sign is.
        hindi: The likeliest text, Devanagari digits where ASCII ones are likelier, and the logarithm of how likely it
            is.
        ascii: The same with ASCII digits.
    """

    columns: Columns
    hindi: tuple[str, float]
    ascii: tuple[str, float]

    @property
    def readings(self) -> tuple[tuple[str, float], tuple[str, float]]:
        """Both texts; they are the same where there is no digit."""
        return self.hindi, self.ascii

    def likelihood(self, text: str) -> float:
        """The logarithm of how likely the word says this.

        Args:
            text: Of `SIGNS`.
        """
        known = dict(self.readings)
        return known[text] if text in known else _likelihood(self.columns, text)


def see(odds: npt.NDArray[np.float32]) -> Sight:
    """Make a sight of what the network gives.

    Args:
        odds: float32, shape ``(1 + len(SIGNS), columns)``: logarithms, not normalised.
    """
    raised = np.exp((odds - odds.max(axis=0)).T.astype(np.float64))
    columns = np.maximum(raised / raised.sum(axis=1, keepdims=True), _LEAST)
    nothing = columns[:, 0] > _SURELY_NOTHING
    columns = columns[~nothing | ~np.concatenate(([False], nothing[:-1]))]
    hindi, ascii_text = _read_without(columns, _ASCII), _read_without(columns, _HINDI)
    odds_of = {text: _likelihood(columns, text) for text in {hindi, ascii_text}}
    return Sight(columns, (hindi, odds_of[hindi]), (ascii_text, odds_of[ascii_text]))


def _read_without(columns: Columns, foreign: npt.NDArray[np.bool_]) -> str:
    """The likeliest text, in which for each sign that is foreign the likeliest of the others stands, not nothing."""
    path = columns.argmax(axis=1)
    starts = np.flatnonzero(np.concatenate(([True], path[1:] != path[:-1])))
    odds = np.add.reduceat(np.log(columns), starts)
    odds[:, foreign] = odds[:, 0] = -np.inf
    signs = np.where(foreign[path[starts]], odds.argmax(axis=1), path[starts])
    return "".join(SIGNS[sign - 1] for sign in signs if sign)


def _likelihood(columns: Columns, text: str) -> float:
    """The sum over all ways to lay a text out: each sign on a column or more, nothing between them or something."""
    signs = np.zeros(2 * len(text) + 1, np.intp)
    signs[1::2] = [_NUMBER_OF[sign] for sign in text]
    lattice = columns[:, signs]
    skips = np.zeros(len(signs))
    skips[3::2] = signs[3::2] != signs[1:-2:2]
    ways = np.zeros(len(signs) + 2)
    ways[2:4] = lattice[0, :2]
    odds = 0.0
    for column in lattice[1:]:
        ways[2:] = (ways[2:] + ways[1:-1] + skips * ways[:-2]) * column
        whole = ways.sum()
        if whole == 0.0:
            break
        ways /= whole
        odds += math.log(whole)
    end = float(ways[-2:].sum()) if text else float(ways[2])
    return odds + math.log(end) if end > 0 else _IMPOSSIBLE


class NumberReader:
    """The network. One may be used by several threads."""

    def __init__(self) -> None:
        """Load it; 20 ms."""
        content = (resources.files("ocr") / "data" / "numbers.onnx").read_bytes()
        self._network = cv2.dnn.readNetFromONNX(np.frombuffer(content, np.uint8))
        self._lock = threading.Lock()

    def look(self, crops: Sequence[Crop]) -> list[Sight]:
        """Look at words.

        Args:
            crops: As `ocr.number_crop.cut_word` gives them.
        """
        seen: dict[int, Sight] = {}
        widths = [-(-crop.shape[1] // _STEP_PX) * _STEP_PX for crop in crops]
        for width in sorted(set(widths)):
            here = [number for number, other in enumerate(widths) if other == width]
            batch = np.zeros((len(here), 1, HEIGHT_PX, width), np.float32)
            for row, number in enumerate(here):
                batch[row, 0, :, : crops[number].shape[1]] = crops[number]
            with self._lock:
                self._network.setInput(batch / 255)
                odds = np.asarray(self._network.forward(), np.float32)
            for row, number in enumerate(here):
                seen[number] = see(odds[row, :, 0])
        return [seen[number] for number in range(len(crops))]


@lru_cache(maxsize=1)
def number_reader() -> NumberReader:
    """The one of this process."""
    return NumberReader()
