"""Mends what is certainly wrong in words as read, and drops what was never a word.

Only what no Hindi or English text can contain is touched: signs in impossible places, a table's rulings, specks and
scribbles read as letters. Letters of numbers, names and dates stay as they were read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from nasti.model import Word
from ocr.engine import clean_text

_VOWELS = dict(zip("ािीुूृेैोौॉॅ", "आइईउऊऋएऐओऔऑऍ", strict=True))
"""Vowel signs and the letters they stand for."""

_TWO_FOR_ONE = {"ाे": "ो", "ाै": "ौ", "अा": "आ", "आे": "ओ", "आै": "औ", "एे": "ऐ", "अो": "ओ", "अौ": "औ", "ंँ": "ँ", "ँं": "ँ"}
"""Pairs that look like one character and are never written."""

_PAIRS = re.compile("|".join(_TWO_FOR_ONE))
_DOUBLED = re.compile("([ऀ-ः़ा-ौ्ॕ-ॗ])\\1+")
_LEADING_SIGNS = re.compile("^[ऀ-ः़्]+")
_DANDA = re.compile("(?<=[ऀ-ॣॱ-ॿ)\"'])[|Il]$")
_COLON = re.compile("ः(?=[-–—])")
_RULING = re.compile(r"^[|\[\]\\_¦]+|[|\[\]\\_¦]+$")
_SPECK = re.compile("^[`´^~°»«®©¢§¬¤¨¸•*'\"‘’“”]+(?=[ऀ-ॿA-Za-z0-9(])|[`´^~°»«®©¢¬¤¨¸]+$")
_WORDLIKE = re.compile("[ऀ-ॣ०-ॿA-Za-z0-9]")
_LATIN_ONLY = re.compile("^[A-Za-z.,'’‘-]+$")
_DEVANAGARI = re.compile("[ऀ-ॣॱ-ॿ]")
_LATIN = re.compile("[A-Za-z]")

_ALIKE = dict(zip("023", "०२३", strict=True))
"""Digits that look the same in both scripts: which one was printed only the others on the page can tell."""

_TO_DEVANAGARI = str.maketrans(_ALIKE)
_TO_ASCII = str.maketrans({hindi: ascii_digit for ascii_digit, hindi in _ALIKE.items()})
_ASCII_TELLING = re.compile("[1456789]")
_HINDI_TELLING = re.compile("[१४५६७८९]")
_SURE_SCRIPT = 0.9
_MIXED_DIGITS = 0.5

_SPECK_SIZE = 0.28
_GIANT = 3.5
_SURE = 0.7
_DOUBTFUL = 0.45
_HOPELESS = 0.15
_HINDI_PAGE_BELOW = 0.03
"""Bounds for what was never a word, in text heights and confidence. Source: words of 56 scanned pages compared with
where words were printed."""


def count_latin(words: Iterable[Word]) -> int:
    """Number of Latin letters."""
    return sum(len(_LATIN.findall(word.text)) for word in words)


def latin_share(words: Sequence[Word]) -> float:
    """Share of Latin letters among Latin and Devanagari ones, 0 to 1; 0.0 without letters."""
    latin = count_latin(words)
    letters = latin + sum(len(_DEVANAGARI.findall(word.text)) for word in words)
    return latin / letters if letters else 0.0


def repair(words: Sequence[Word]) -> tuple[Word, ...]:
    """Mend words and drop those that never were any.

    Args:
        words: In the order of the recogniser.

    Returns:
        The words that are left, same order and boxes; the confidence of a word whose digits contradict each other is
        lowered.
    """
    mended = [replace(word, text=text) for word in words if (text := mend_text(word.text))]
    kept = _drop_noise(mended)
    return tuple(_agree_on_digits(kept))


def mend_text(text: str) -> str:
    """Mend the signs of one word; empty when nothing of it is left.

    Args:
        text: NFC, without white space.
    """
    while (mended := _mend_once(text)) != text:
        text = mended
    return text


def _mend_once(text: str) -> str:
    text = _DANDA.sub("।", text)
    text = _RULING.sub("", text)
    text = _SPECK.sub("", text)
    text = _COLON.sub(":", text)
    text = _PAIRS.sub(lambda pair: _TWO_FOR_ONE[pair.group()], text)
    text = _DOUBLED.sub(r"\1", text)
    text = _LEADING_SIGNS.sub("", text)
    if text and text[0] in _VOWELS:
        text = _VOWELS[text[0]] + text[1:]
    return clean_text(text)


def _drop_noise(words: Sequence[Word]) -> list[Word]:
    sure = [word for word in words if word.confidence >= _SURE and len(word.text) > 1]
    if not sure:
        return list(words)
    height = median(word.box[3] - word.box[1] for word in sure)
    hindi = latin_share(sure) < _HINDI_PAGE_BELOW
    return [word for word in words if not _is_noise(word, height, hindi)]


def _is_noise(word: Word, height: float, hindi: bool) -> bool:
    wide, tall = word.box[2] - word.box[0], word.box[3] - word.box[1]
    if max(wide, tall) < _SPECK_SIZE * height:
        return True
    if tall > _GIANT * height and word.confidence < _SURE:
        return True
    if not _WORDLIKE.search(word.text):
        return len(word.text) <= 2 and (word.confidence < _SURE or not set(word.text) <= set(_LONE_SIGNS))
    if word.confidence < _HOPELESS and len(word.text) <= 2:
        return True
    return hindi and word.confidence < _DOUBTFUL and bool(_LATIN_ONLY.match(word.text))


_LONE_SIGNS = "-–—:।/&+=().,%"
"""Signs that stand alone in office papers."""


def _agree_on_digits(words: Sequence[Word]) -> list[Word]:
    telling: Counter[bool] = Counter()
    for word in words:
        telling[True] += len(_HINDI_TELLING.findall(word.text))
        telling[False] += len(_ASCII_TELLING.findall(word.text))
    total = telling.total()
    page_hindi: bool | None = None
    for hindi, count in telling.items():
        if total and count >= _SURE_SCRIPT * total:
            page_hindi = hindi
    return [_settle_digits(word, page_hindi) for word in words]


def _settle_digits(word: Word, page_hindi: bool | None) -> Word:
    hindi, ascii_digits = bool(_HINDI_TELLING.search(word.text)), bool(_ASCII_TELLING.search(word.text))
    if hindi and ascii_digits:
        # Neither script fits: ९ read as १ among 1994 must not turn into another year.
        return replace(word, confidence=min(word.confidence, _MIXED_DIGITS))
    told = hindi if hindi or ascii_digits else page_hindi
    if told is None:
        return word
    text = word.text.translate(_TO_DEVANAGARI if told else _TO_ASCII)
    return word if text == word.text else replace(word, text=text)
