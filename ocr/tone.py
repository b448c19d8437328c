"""Tells print from what is paler: the pen of a signature, a remark, what shines through from the other side.

What a laser or a copier prints is black all over the page: nearly every stroke holds pixels within a few levels of the
darkest. Most pens are paler, and so is what shines through. A typewriter, a carbon copy and worn needles print darker
here and paler there; how far is measured on the page's own words, and only what is paler than these is told from print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from nasti.model import Box, Word
from ocr.engine import Image
from ocr.ink import paper_level
from ocr.lexicon import load_lexicon
from ocr.script import DEVANAGARI_LETTER, DIGIT, LATIN_LETTER

_REACH_MM = 0.17
"""How far the darkest pixel of a stroke is looked for: half of a stroke of print."""

_SURE, _SIGNS, _LEAST_WORDS, _LOOKED_AT = 0.85, 3, 2, 60
"""Confidence and signs of words that are certainly print, how many of them tell how dark it is, and how many of them
are looked at."""

_PALE_IN_WORD, _PALE_WORDS, _MARGIN = 95, 90, 0.04
"""The palest ink of print: of a usual word the strokes up to this percentile, of the words as wholes up to the other,
whichever is paler, and so far on the way from print to paper. Letterheads in colour are few enough to be left out.
Source: 120 tuning pages: print keeps to a tenth of that way on all but carbon copies and typewriters, pens begin at
a tenth to a third on pages that are not worn."""

_CRISP = 0.2
"""How far on that way the palest ink of print lies at most where what is paler is doubted for that alone."""

_READ, _GUESSED, _FAR = 0.85, 0.6, 0.25
"""Confidence from which a paler word is print, or a hand as clear as print; below which it is none though it is known;
and how far from the palest print to paper a known word between them is none either.
Source: 46 words that are dropped from 120 tuning pages, six of them digits or two letters that stand on the page."""


@dataclass(frozen=True, slots=True)
class Tone:
    """How dark the print of a page is.

    Attributes:
        paper: Brightness of its paper, 0 to 255.
        ink: Brightness of the darkest pixels of its usual strokes.
        palest: Up to which the darkest pixels of nearly all its strokes go.
        reach: Pixels within which a stroke has its darkest.
    """

    paper: int
    ink: int
    palest: int
    reach: int

    @property
    def crisp(self) -> bool:
        """Whether print is about as dark everywhere, so that a paler word is probably none."""
        return self.palest - self.ink <= _CRISP * (self.paper - self.ink)

    def without_paler(self, image: Image) -> Image:
        """The picture with ink painted over that is paler than print.

        Args:
            image: Grey, of the page or a part of it.
        """
        dark = _darkest(image, self.reach) <= self.palest
        return np.where(dark, image, np.uint8(self.paper))

    def pale_share(self, image: Image) -> float:
        """The share of the ink of a picture that is paler than print; 0.0 without ink.

        Args:
            image: Grey, a part of the page.
        """
        ink = image < (self.ink + self.paper) // 2
        amount = int(np.count_nonzero(ink))
        return int(np.count_nonzero(ink & (_darkest(image, self.reach) > self.palest))) / amount if amount else 0.0


def measure_print(image: Image, words: Sequence[Word], dpi: int) -> Tone | None:
    """How dark the print of a page is; None where too little of it reads well.

    Args:
        image: Grey page, shape ``(height, width)``.
        words: What was read from it, with the recogniser's confidence.
        dpi: Resolution of `image`, dots per inch.
    """
    sure = [word for word in words if word.confidence >= _SURE and len(word.text) >= _SIGNS]
    paper, reach = paper_level(image), max(1, round(_REACH_MM * dpi / 25.4))
    looked_at = sure[:: -(-len(sure) // _LOOKED_AT) or 1]
    darkest = [ink for word in looked_at if (ink := _darkest_ink(image, word.box, paper, reach)).size]
    if len(darkest) < _LEAST_WORDS:
        return None
    middles = [float(np.median(ink)) for ink in darkest]
    usual = float(np.median(middles))
    within = float(np.median([float(np.percentile(ink, _PALE_IN_WORD)) for ink in darkest]))
    palest = max(within, float(np.percentile(middles, _PALE_WORDS))) + _MARGIN * (paper - usual)
    return Tone(paper, round(usual), round(palest), reach)


def drop_paler(words: Sequence[Word], image: Image, tone: Tone) -> tuple[Word, ...]:
    """The words without what was made of ink that is paler than print and does not read as print does.

    Beside a paler word that reads well all stay: a letterhead in colour.

    Args:
        words: Of one page, with the recogniser's confidence.
        image: Grey page, shape ``(height, width)``.
        tone: How dark its print is.
    """
    if not tone.crisp:
        return tuple(words)
    pale = {word: share for word in words if word.confidence < _READ and (share := _paleness(word, image, tone)) > 0}
    lines = {word.line for word, share in pale.items() if _is_doubtful(word, share)}
    beside = (word for word in words if word.line in lines and word.confidence >= _READ)
    lines -= {word.line for word in beside if _paleness(word, image, tone) > 0}
    return tuple(word for word in words if word not in pale or word.line not in lines)


def _paleness(word: Word, image: Image, tone: Tone) -> float:
    """How far the ink of a word lies from the palest print towards paper, 0 to 1; 0.0 for punctuation."""
    if not any(kind.search(word.text) for kind in (DEVANAGARI_LETTER, LATIN_LETTER, DIGIT)):
        return 0.0
    darkest = _darkest_ink(image, word.box, tone.paper, tone.reach)
    if not darkest.size:
        return 0.0
    return max(0.0, (float(np.median(darkest)) - tone.palest) / max(1, tone.paper - tone.palest))


def _is_doubtful(word: Word, paleness: float) -> bool:
    known = load_lexicon().knows(word.text)
    return word.confidence < _GUESSED or not known or paleness >= _FAR


def _darkest_ink(image: Image, box: Box, paper: int, reach: int) -> npt.NDArray[np.uint8]:
    """The darkest brightness around each pixel of the ink in a box."""
    left, top, right, bottom = box
    seen = image[top:bottom, left:right]
    return _darkest(seen, reach)[seen < (int(seen.min()) + paper) / 2]


def _darkest(image: Image, reach: int) -> Image:
    side = 2 * reach + 1
    return np.asarray(cv2.erode(image, np.ones((side, side), np.uint8)), np.uint8)
