"""What a text recogniser must do: the contract that every adapter keeps."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

import numpy as np
import numpy.typing as npt

from nasti.model import Box, Word

Image = npt.NDArray[np.uint8]
"""Grey image, shape ``(height, width)``, 0 black to 255 white."""

_ZERO_WIDTH = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a recogniser made of one image.

    Attributes:
        words: In the recogniser's own order. Line and block numbers count from 0 and never go down; boxes are pixels
            of the image given.
        mean_confidence: 0 to 1, weighted by characters; 0.0 without words.
        turn_deg: How far the text is turned counter-clockwise from upright (0, 90, 180, 270), as the recogniser took
            it: the way most lines run. It reads sideways lines too, so only this tells a sideways page from an upright
            one. Text that was taken upside down shows in the confidence alone.
    """

    words: tuple[Word, ...]
    mean_confidence: float
    turn_deg: int


class Engine(Protocol):
    """A text recogniser.

    Every adapter keeps this contract, and one suite of tests runs on all of them:

    * Reading the same image twice gives the same words, whatever was read in between.
    * Words are NFC without zero-width characters and white space; none is empty; boxes lie inside the image.
    * An image without text, however small, gives a `Reading` without words.
    * All characters a language knows may be read, also those that its data forbids.
    * One engine may be used by several threads at the same time.
    * It uses one processor core for each page: the work is shared out by pages.
    """

    def read(self, image: Image, languages: str, dpi: int, *, sauvola: bool = False) -> Reading:
        """Read a page.

        Args:
            image: Grey, shape ``(height, width)``.
            languages: Names of language data joined by ``+``, the leading one first ("eng+Devanagari").
            dpi: Resolution of `image`, dots per inch.
            sauvola: Tell ink from paper by the surroundings of each pixel instead of by one level.

        Raises:
            ToolMissing: The data of a language is not installed.
            ToolFailed: The recogniser gave up.
        """

    def read_line(self, image: Image, languages: str, dpi: int) -> Reading:
        """Read a cut-out that holds one line and nothing else; no layout is looked for.

        It takes for granted that there is a line: of mere paper it may make words, of low confidence.

        Args:
            image: Grey, shape ``(height, width)``, some paper around the line.
            languages: As for `read`.
            dpi: Resolution of `image`, dots per inch.

        Raises:
            ToolMissing: The data of a language is not installed.
            ToolFailed: The recogniser gave up.
        """

    def read_lines(self, image: Image, languages: str, dpi: int, *, sauvola: bool = False) -> Reading:
        """Read lines that stand one under the other; nothing else of the layout is looked for.

        Args:
            image: Grey, shape ``(height, width)``, some paper around the lines.
            languages: As for `read`.
            dpi: Resolution of `image`, dots per inch.
            sauvola: As for `read`.

        Raises:
            ToolMissing: The data of a language is not installed.
            ToolFailed: The recogniser gave up.
        """

    def ask_turn(self, image: Image) -> tuple[int, float] | None:
        """How far a page is turned counter-clockwise from upright, by the shapes of its letters.

        Args:
            image: Grey, shape ``(height, width)``.

        Returns:
            ``(turn_deg, confidence)``: 0, 90, 180 or 270, and Tesseract's orientation confidence (a ratio above 0,
            not a share of 1; 3 is sure). None when there are too few letters to tell.

        Raises:
            ToolFailed: The recogniser gave up.
        """

    def close(self) -> None:
        """Free what the engine holds. No thread may be reading; the engine is not used again."""


@dataclass(frozen=True, slots=True)
class Found:
    """One word as Tesseract hands it over, before the contract's rules are applied.

    Attributes:
        text: As it came.
        box: Pixels of the image; may touch or pass its edge.
        percent: Confidence, 0 to 100.
        line: Number of its line, in Tesseract's order.
        block: Number of its block, in Tesseract's order.
    """

    text: str
    box: Box
    percent: float
    line: int
    block: int


_OVERLAP = 0.3
"""Share of the lower word's height by which neighbours may overlap: slanting letters and headlines reach so far."""


def clean_text(text: str) -> str:
    """The text in NFC, without zero-width characters and white space."""
    return "".join(unicodedata.normalize("NFC", text.translate(_ZERO_WIDTH)).split())


def gather(found: Iterable[Found], size_px: tuple[int, int]) -> Reading:
    """Make a `Reading` that keeps the contract.

    Args:
        found: Words as Tesseract hands them over, in its order.
        size_px: Width and height of the image.
    """
    width, height = size_px
    words: list[Word] = []
    for item in found:
        text = clean_text(item.text)
        left, right = max(0, item.box[0]), min(width, item.box[2])
        top, bottom = max(0, item.box[1]), min(height, item.box[3])
        if not text or left >= right or top >= bottom:
            continue
        confidence = min(1.0, max(0.0, item.percent / 100))
        words.append(Word(text, (left, top, right, bottom), confidence, item.line, item.block))
    turn_deg = _turn_of(words)
    if turn_deg == 0:
        _untangle(words)
    return Reading(tuple(words), mean_confidence(words), turn_deg)


def _untangle(words: list[Word]) -> None:
    """Bring boxes that reach over the words beside them back to their own place.

    The box of the word that has more room for each of its signs is the wrong one: Tesseract draws a few from the
    middle of the word before to the middle of the one behind.
    """
    for place in range(len(words) - 1):
        one, other = words[place : place + 2]
        least = min(one.box[3] - one.box[1], other.box[3] - other.box[1])
        if one.line != other.line or one.box[2] - other.box[0] <= _OVERLAP * least:
            continue
        if _room(other) > _room(one):
            words[place + 1] = _between(other, max(other.box[0], one.box[2]), other.box[2])
        else:
            words[place] = _between(one, one.box[0], min(one.box[2], other.box[0]))


def _room(word: Word) -> float:
    return (word.box[2] - word.box[0]) / len(word.text)


def _between(word: Word, left: int, right: int) -> Word:
    return replace(word, box=(left, word.box[1], right, word.box[3])) if left < right else word


def mean_confidence(words: Iterable[Word]) -> float:
    """Mean confidence, 0 to 1, weighted by characters; 0.0 without words."""
    total = weighted = 0.0
    for word in words:
        total += len(word.text)
        weighted += len(word.text) * word.confidence
    return weighted / total if total else 0.0


def _turn_of(words: Iterable[Word]) -> int:
    # Tesseract calls sideways Devanagari upright text written downwards, so only the way lines run tells the turn.
    votes: Counter[int] = Counter()
    for _, line in groupby(words, key=lambda word: word.line):
        members = list(line)
        right, down = (_middle(members[-1], axis) - _middle(members[0], axis) for axis in (0, 1))
        if right == down == 0:
            continue
        turn_deg = (0 if right > 0 else 180) if abs(right) >= abs(down) else (270 if down > 0 else 90)
        votes[turn_deg] += sum(len(word.text) for word in members)
    return votes.most_common(1)[0][0] if votes else 0


def _middle(word: Word, axis: int) -> float:
    return (word.box[axis] + word.box[axis + 2]) / 2
