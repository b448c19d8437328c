"""Looks a second time at the corners of a page, where its number stands: the page-wise reading often loses it there.

A number of one to six signs, alone in its row, gives a recogniser that looks for lines too little to go by: it takes
``N-4`` for a speck, or for Devanagari. Cut out, enlarged or reduced to the size that the models read best and read by
both, it is mostly read. What stands there is changed only for something that looks like a page number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from nasti.model import Box, Word, holds_middle
from nasti.settings import OcrSection
from ocr.corner_ink import Spot, find_spots, usual_height
from ocr.engine import Engine, Image, Reading, mean_confidence
from ocr.number_crop import cut_word
from ocr.number_reader import number_reader
from ocr.numbers import pick_reading, words_habit
from ocr.repair import change_text, join_words
from ocr.script import DIGIT, TELLING_ASCII_DIGIT, TELLING_HINDI_DIGIT, has_hindi_digits

_READ_WELL = 0.7
"""Confidence of the recogniser from which a number that looks like a folio is left as it is."""

_PRINT_WELL = 0.85
_LONGEST = 8
"""Words that read so well, or are longer, are other print: a heading, a date, a mark of secrecy."""

_MOST_SPOTS = 3
"""A page with more places that may be numbers is speckled or a table."""

_SHOWN_PX = ((32, 14), (48, 8), (40, 14))
"""Height of digits and the paper around them that the models are shown, pixels; each where the one before leaves it
open. Source: 284 drawn numbers in six faces at 200 and 300 dpi: 220 read with the first alone, 250 with two, 256
with three; with other pairs of 32, 40, 48 and 8, 14, 22 pixels 230 to 249."""

_AGREED, _AGREED_LONE, _LETTERED, _PLAIN, _LONE = 0.6, 0.85, 0.75, 0.9, 0.95
_MARGIN = 0.15
"""Confidence from which a number is believed: that both models read alike; so, a lone digit; with a letter that says
what it is; without one; a lone digit, or one in the other digits than the page's. How much surer the Devanagari model
must be of a number that `eng`, which never learnt those digits, reads as another."""

_SEEN = 0.95
"""How likely digits alone are to the number reader, at least, where both models leave a place open; it is not believed
more than that. Source: 75 drawn numbers in five typefaces, 15 of 31 that the models left open are read so, none
wrongly; of 69 letters and marks in their place none is taken for a number."""

_CONTESTED = 0.5
"""Confidence at most of a number whose script the page or the other model denies."""

_MARK = "[NnCcनप]"
_FOLIO = re.compile(
    rf"""[(\[]?-* \s? (?: (?P<page>(?:पृ|पृष्ठ|पेज|[Pp]|[Pp]g|[Pp]age)[.:]?)\s?-?
                    | (?P<mark>{_MARK})\s?[-/.]\s? | (?P<glued>[NnCc]) )?
         (?P<number>(?![0०]) (?:[0-9]{{1,3}}|[०-९]{{1,3}}))
         (?: \s?/\s?(?P<behind>{_MARK}) | -?(?P<suffix>[A-Dअबसकखग]) )? \s? -*[)\].]?""",
    re.VERBOSE,
)
_DASHES = str.maketrans("–—", "--")
_ONE = re.compile("(?<=[-/0-9])[lI|](?=$|[-/0-9])|^[lI|](?=[0-9])")
_PAGE = re.compile("^[पघष][ुृ]?[ः.:]{1,2}$")
"""A one read as a letter; पृ. before a number, as it is read."""

_STROKES = re.compile("[1।|]+")
"""Numbers of ones alone: a stroke of the pen or the edge of a hole reads as one."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A page number as one model reads it; boxes are pixels of the page."""

    words: tuple[Word, ...]
    parts: re.Match[str]

    @property
    def sure(self) -> float:
        """Confidence of the number itself."""
        return min(word.confidence for word in self.words if DIGIT.search(word.text))

    @property
    def key(self) -> tuple[str, str, str]:
        """What it says, however it is written."""
        mark = self.parts["mark"] or self.parts["glued"] or self.parts["behind"] or ""
        return self.parts["number"], mark.lower(), self.parts["suffix"] or ""

    @property
    def hindi(self) -> bool | None:
        """Whether its digits are Devanagari; None where they look the same in both scripts."""
        number = self.parts["number"]
        return True if TELLING_HINDI_DIGIT.search(number) else False if TELLING_ASCII_DIGIT.search(number) else None

    @property
    def least(self) -> float:
        """Confidence from which it is believed alone."""
        if self.parts["mark"] or self.parts["behind"] or self.parts["suffix"]:
            return _LETTERED
        return _PLAIN if self.parts["page"] or len(self.parts["number"]) > 1 else _LONE


def look_at_corners(
    image: Image, words: Sequence[Word], written: Sequence[Box], dpi: int, engine: Engine, settings: OcrSection
) -> tuple[tuple[Word, ...], int]:
    """Read the page numbers anew that were lost or are not sure.

    Args:
        image: The page, as for `Engine.read`.
        words: What was read from it.
        written: Where it is written by hand: numbers there are left alone.
        dpi: Resolution of `image`, dots per inch.
        engine: Reads cut-outs.
        settings: Languages.

    Returns:
        The words, those of a corner replaced where a page number was read better there (what they were is their
        ``raw``), numbers found in addition on lines and in blocks of their own; and how many numbers were read.

    Raises:
        ToolMissing: The data of a language is not installed.
        ToolFailed: The recogniser gave up.
    """
    height = usual_height(words)
    if height is None:
        return tuple(words), 0
    result, changed = list(words), 0
    hindi_digits = has_hindi_digits(words)
    spots = list(find_spots(image, height))
    for spot in spots if len(spots) <= _MOST_SPOTS else ():
        here = [word for word in result if _meet(word.box, spot.box)]
        if any(_meet(region, spot.box) for region in written) or not _is_open(here, spot):
            continue
        seen = _read(image, spot, dpi, engine, settings, hindi_digits)
        if seen is not None and (seen.sure > mean_confidence(here) or _says_as_much(here, seen)):
            result = _put(result, here, seen)
            changed += 1
    return tuple(result), changed


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_open(here: Sequence[Word], spot: Spot) -> bool:
    """Whether what was read at a place leaves open what it is; words that reach beyond it are none of ours."""
    if not here:
        return True
    text = " ".join(word.text for word in here)
    sure = min(word.confidence for word in here)
    if not all(holds_middle(spot.box, word.box) for word in here) or len(text) > _LONGEST:
        return False
    return sure < (_READ_WELL if _FOLIO.fullmatch(text) else _PRINT_WELL)


def _says_as_much(here: Sequence[Word], seen: _Seen) -> bool:
    """Whether what was read at a place is the same number, but for signs that are mistaken in it."""
    return " ".join(word.text for word in here) != _join(here) == _join(seen.words)


def _join(words: Sequence[Word]) -> str:
    return " ".join(_mend(word.text) for word in words)


def _mend(text: str) -> str:
    """A word of a page number without what the models habitually mistake in it."""
    return _PAGE.sub("पृ.", _ONE.sub("1", text.translate(_DASHES)))


def _read(
    image: Image, spot: Spot, dpi: int, engine: Engine, settings: OcrSection, hindi_digits: bool | None
) -> _Seen | None:
    clean = _without_specks(image, spot)
    for size_px, pad_px in _SHOWN_PX:
        scale = size_px / spot.digit_px
        pad = round(pad_px / scale)
        left, top = max(0, spot.box[0] - pad), max(0, spot.box[1] - pad)
        cut = clean[top : spot.box[3] + pad, left : spot.box[2] + pad]
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        shown = np.asarray(cv2.resize(cut, None, fx=scale, fy=scale, interpolation=way), np.uint8)
        place = (left, top, left + cut.shape[1], top + cut.shape[0])
        shown_dpi = max(1, round(dpi * scale))
        readings = [engine.read_line(shown, languages, shown_dpi) for languages in (settings.latin, settings.first)]
        seen = [one for read in readings if (one := _understand(read, spot, scale, place)) is not None]
        chosen = _choose(seen, hindi_digits)
        if chosen is not None:
            return chosen
    return _look(clean, spot, hindi_digits)


def _look(clean: Image, spot: Spot, hindi_digits: bool | None) -> _Seen | None:
    """A number that the number reader alone sees there, as many digits as signs; it knows a lone one as well."""
    crop = cut_word(clean, spot.box, (0, clean.shape[1]))
    if crop is None:
        return None
    (sight,) = number_reader().look([crop])
    text, odds = pick_reading(sight, words_habit(hindi_digits))
    sure, parts = math.exp(odds), _FOLIO.fullmatch(text)
    plain = parts is not None and len(parts["number"]) == len(text) == spot.signs and not _STROKES.fullmatch(text)
    if parts is None or not plain or sure < _SEEN:
        return None
    return _Seen((Word(text, spot.box, min(sure, _SEEN), 0, 0),), parts)


def _without_specks(image: Image, spot: Spot) -> Image:
    """The page down to a place, the specks beside the number as bright as its paper."""
    left, top, right, bottom = spot.box
    clean = image[: bottom + spot.digit_px]
    if not spot.specks:
        return clean
    clean = clean.copy()
    paper = int(np.median(image[top:bottom, left:right]))
    for x0, y0, x1, y1 in spot.specks:
        clean[max(0, y0) : y1, max(0, x0) : x1] = paper
    return clean


def _understand(reading: Reading, spot: Spot, scale: float, place: Box) -> _Seen | None:
    """A reading as a page number; None where it is none, or has more digits than signs stand there."""
    parts = _FOLIO.fullmatch(_join(reading.words))
    if parts is None or len(parts["number"]) > spot.signs:
        return None
    return _Seen(tuple(_lay(word, scale, place) for word in reading.words), parts)


def _lay(word: Word, scale: float, place: Box) -> Word:
    left, top = (place[axis] + int(word.box[axis] / scale) for axis in (0, 1))
    right, bottom = (min(place[axis], place[axis - 2] + math.ceil(word.box[axis] / scale)) for axis in (2, 3))
    return replace(change_text(word, _mend(word.text)), box=(left, top, right, bottom))


def _choose(seen: Sequence[_Seen], hindi_digits: bool | None) -> _Seen | None:
    """The reading to believe, if any.

    Args:
        seen: Of one place, at most one of each model.
        hindi_digits: The page's habit, as of `has_hindi_digits`.
    """
    if not seen:
        return None
    best = max(seen, key=lambda one: one.sure)
    foreign = None not in (best.hindi, hindi_digits) and best.hindi is not hindi_digits
    strokes = _STROKES.fullmatch(best.parts["number"]) and best.least != _LETTERED
    if len(seen) > 1 and seen[0].key == seen[1].key:
        agreed = _doubt(best) if foreign and best.least != _LETTERED else best
        enough = _PLAIN if strokes else _AGREED_LONE if best.least == _LONE else _AGREED
        return agreed if best.sure >= enough else None
    if strokes:
        return None
    if len(seen) > 1:
        return _choose_of_two(best, seen, hindi_digits)
    if best.parts["glued"]:
        return None
    if best.least == _LETTERED or not foreign:
        return best if best.sure >= best.least else None
    # The Devanagari model is not sure of a Devanagari digit where another stands; `eng` is, of what it never learnt.
    return _doubt(best) if best.hindi and best.sure >= _LONE else None


def _choose_of_two(best: _Seen, seen: Sequence[_Seen], hindi_digits: bool | None) -> _Seen | None:
    """The reading to believe where the models read different numbers."""
    surer = best.sure >= min(one.sure for one in seen) + _MARGIN
    if best.least == _LETTERED:
        return best if surer and best.sure >= _LETTERED else None
    fitting = [one for one in seen if one.hindi is hindi_digits is not None]
    if len(fitting) == 1 and fitting[0].sure >= _PLAIN:
        return _doubt(fitting[0])
    return _doubt(best) if best.hindi and surer and best.sure >= _PLAIN else None


def _doubt(seen: _Seen) -> _Seen:
    return replace(seen, words=tuple(replace(word, confidence=min(word.confidence, _CONTESTED)) for word in seen.words))


def _put(words: Sequence[Word], here: Sequence[Word], seen: _Seen) -> list[Word]:
    """The words with a page number in the place of those that stood there."""
    if not here:
        line, block = max(word.line for word in words) + 1, max(word.block for word in words) + 1
        return [*words, *(replace(word, line=line, block=block) for word in seen.words)]
    first = words.index(here[0])
    new = [replace(word, line=here[0].line, block=here[0].block) for word in seen.words]
    if _join(here) != _join(seen.words):
        new[0] = replace(new[0], raw=join_words(here, "").raw)
    rest = [word for word in words if word not in here]
    return [*rest[:first], *new, *rest[first:]]
