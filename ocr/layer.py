"""Decides whether the words that a PDF page brings with it are what the page shows, and are kept instead of read.

A page made on a computer says its words itself: exactly, and at no cost. But the same file may say gibberish: a legacy
font's codes, glyphs in the order they stand, a poor recogniser's words, a typed heading over a scan. So a layer is
kept only where its words can be true, stand on the ink and cover it, and where a few of its lines, read from the
picture, say the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from nasti.hindi import tokens
from nasti.model import Box, Step, Word, enclose
from nasti.settings import OcrSection
from nasti.textlayer import LayerWord, TextLayer
from ocr.engine import Engine, Image
from ocr.layer_ink import lay_over
from ocr.layer_text import settle_text
from ocr.layout import arrange
from ocr.lexicon import load_lexicon
from ocr.read import PageReading
from ocr.script import DIGIT

KEPT_CONFIDENCE = 0.99
"""How likely a kept word is right. Source: docs/textlayers.md."""

_LEAST_COVERED = 0.9
_LEAST_ON_INK = 0.95
"""Share of the ink that looks like print which words must cover, and share of words that must stand on ink.
Source: docs/textlayers.md."""

_PROBES = 5
_PROBE_LETTERS = (12, 90)
_PROBE_DIGITS = 4
_LEAST_ALIKE, _LEAST_ALIKE_UNSEEN = 0.95, 0.99
"""How many lines are read from the picture, how many letters they have, and how much alike what they say must be. More
so where the words are another recogniser's, which are worth no more than ours: there, lines with so many digits are
read too, which recognisers get wrong first. Source: docs/textlayers.md."""

_SCAN = 0.5
"""Share of the page that one picture covers from which it is a scan."""

_LOOKS_LIKE = 0.5
"""How much alike a known word and a misread one are: half the letters of a short word."""

_LEVEL = 0.5
"""Share of the lower word's height that two words of one line have in common."""


@dataclass(frozen=True, slots=True)
class LayerVerdict:
    """What was decided.

    Attributes:
        reading: The words kept; None where the page is to be read.
        flags: "legacy_font" where text of a font from before Unicode must be read from the picture, "value_not_shown"
            where a form field holds a value that the page does not show.
        step: What was decided and why.
    """

    reading: PageReading | None
    flags: tuple[str, ...]
    step: Step


def judge_layer(layer: TextLayer, image: Image, dpi: int, engine: Engine, settings: OcrSection) -> LayerVerdict:
    """Decide whether a page's own words are kept.

    Args:
        layer: Its words; boxes are pixels of `image`.
        image: Grey, shape ``(height, width)``, upright, straightened, clean.
        dpi: Resolution of `image`, dots per inch.
        engine: Reads the lines that are probed.
        settings: Languages.

    Raises:
        ToolMissing: The data of a language is not installed.
        ToolFailed: The recogniser gave up.
    """
    started_s = _cpu_s()
    unseen = _is_of_scan(layer, image.size)
    settled = settle_text(layer.words)
    detail: dict[str, object] = {"words": len(layer.words), "scan": unseen}
    if settled.legacy:
        detail["converted"] = list(settled.legacy)
    if settled.fault is not None:
        return _replaced(settled.fault, detail)
    said = [replace(word, runs=((text, ""),)) for word, text in zip(layer.words, settled.texts, strict=True) if text]
    if not said:
        return _replaced("no_words", detail)
    cover = lay_over(image, [word.box for word in said], layer.pictures)
    placed, hidden = _place(said, cover.boxes)
    words = arrange(placed, image)
    # Values of form fields need not be drawn; all else is there to be seen.
    on_ink = sum(word.field or box is not None for word, box in zip(said, cover.boxes, strict=True)) / len(said)
    detail |= {"covered": round(cover.covered, 3), "on_ink": round(on_ink, 3)}
    if cover.covered < _LEAST_COVERED:
        return _replaced("covers_a_part", detail)
    if on_ink < _LEAST_ON_INK:
        return _replaced("not_on_the_page", detail)
    shown = [word for word in words if word.box not in hidden]
    alike = _probe(shown, image, dpi, engine, settings, trusting=not unseen)
    detail["alike"] = round(alike, 3)
    if alike < (_LEAST_ALIKE_UNSEEN if unseen else _LEAST_ALIKE):
        return _replaced("legacy_font" if settled.legacy else "says_otherwise", detail)
    step = Step("text_layer", {"kept": True, **detail})
    flags = ("value_not_shown",) if hidden else ()
    return LayerVerdict(PageReading(words, (), (), KEPT_CONFIDENCE, 0, _cpu_s() - started_s), flags, step)


def _is_of_scan(layer: TextLayer, page_px: int) -> bool:
    """Whether the words are those of another recogniser: invisible, or painted under a picture of the page."""
    invisible = sum(not word.seen for word in layer.words) * 2 > len(layer.words)
    largest = max(((box[2] - box[0]) * (box[3] - box[1]) for box in layer.pictures), default=0)
    return invisible or largest > _SCAN * page_px


def _replaced(why: str, detail: dict[str, object]) -> LayerVerdict:
    flags = ("legacy_font",) if why == "legacy_font" else ()
    return LayerVerdict(None, flags, Step("text_layer", {"kept": False, "why": why, **detail}))


def _place(said: Sequence[LayerWord], boxes: Sequence[Box | None]) -> tuple[tuple[Word, ...], set[Box]]:
    """Words in the order of the file, and where form fields hold values without ink; other words without ink go."""
    words: list[Word] = []
    hidden: set[Box] = set()
    line, before = -1, None
    for word, ink in zip(said, boxes, strict=True):
        if ink is None and word.field:
            hidden.add(word.box)
        box = ink or (word.box if word.field else None)
        if box is None or _is_again(word.text, box, words):
            continue
        if before is None or not _goes_on(before, word.box):
            line += 1
        before = word.box
        words.append(Word(word.text, box, KEPT_CONFIDENCE, line, 0))
    return tuple(words), hidden


def _goes_on(before: Box, box: Box) -> bool:
    shared = min(before[3], box[3]) - max(before[1], box[1])
    return shared >= _LEVEL * min(before[3] - before[1], box[3] - box[1]) and box[0] >= before[0]


def _is_again(text: str, box: Box, words: Sequence[Word]) -> bool:
    """Whether a word was painted before in the same place, to look bold."""
    return any(
        word.text == text and max(abs(edge - other) for edge, other in zip(word.box, box, strict=True)) <= 6
        for word in words[-40:]
    )


def _probe(
    words: Sequence[Word], image: Image, dpi: int, engine: Engine, settings: OcrSection, *, trusting: bool
) -> float:
    """How far a few lines, read from the picture, bear the words out, 0 to 1."""
    same = total = 0.0
    for probe in _choose(words, numbers=not trusting):
        left, top, right, bottom = enclose(word.box for word in probe)
        pad = max(8, (bottom - top) // 4)
        part = image[max(0, top - pad) : bottom + pad, max(0, left - pad) : right + pad]
        read = engine.read_line(part, settings.first, dpi)
        said, seen = (_tokens(line) for line in (probe, read.words))
        weight = max(sum(map(len, said)), sum(map(len, seen)))
        total += weight
        same += min(weight, sum(len(token) * _support(token, seen, trusting=trusting) for token in said))
    return same / total if total else 0.0


def _support(token: str, seen: Sequence[str], *, trusting: bool) -> float:
    """How far what was read bears a word out, 0 to 1.

    The recogniser misreads now and then, legacy fonts above all. A known word that looks like what was read is borne
    out by it.
    """
    likest = max((Levenshtein.normalized_similarity(token, other) for other in seen), default=0.0)
    known = trusting and likest >= _LOOKS_LIKE and load_lexicon().knows(token)
    return 1.0 if known else likest


def _choose(words: Sequence[Word], *, numbers: bool) -> list[Sequence[Word]]:
    """Lines to read: the fullest of each stretch of the page, and those with most digits; none longer than need be."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    full = [line for line in lines.values() if len(_letters(line)) >= _PROBE_LETTERS[0]] or list(lines.values())
    chosen = _fullest(full, lambda line: len(_letters(line)))
    if numbers:
        told = [line for line in lines.values() if _count_digits(line) >= _PROBE_DIGITS]
        chosen += [line for line in _fullest(told, _count_digits) if line not in chosen]
    return [_shorten(line) for line in chosen]


def _fullest(lines: Sequence[list[Word]], measure: Callable[[Sequence[Word]], int]) -> list[list[Word]]:
    """The fullest line of each stretch of the page."""
    ordered = sorted(lines, key=lambda line: line[0].box[1])
    count = min(_PROBES, len(ordered))
    cuts = [number * len(ordered) // count for number in range(count + 1)] if count else [0]
    return [max(ordered[start:end], key=measure) for start, end in pairwise(cuts)]


def _count_digits(line: Sequence[Word]) -> int:
    return sum(len(DIGIT.findall(word.text)) for word in line)


def _shorten(line: Sequence[Word]) -> Sequence[Word]:
    taken: list[Word] = []
    for word in line:
        if taken and len(_letters([*taken, word])) > _PROBE_LETTERS[1]:
            break
        taken.append(word)
    return taken


def _letters(words: Sequence[Word]) -> str:
    return "".join(_tokens(words))


def _tokens(words: Sequence[Word]) -> list[str]:
    return [token for word in words for token in tokens(word.text)]


def _cpu_s() -> float:
    return sum(os.times()[:4])
