"""Mends what is certainly wrong in words as read.

Only what no Hindi or English text can contain is touched: signs in impossible places, a number torn in two, rulings
that stick to words. Letters of numbers, names and dates stay as they were read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

from nasti.model import Word, enclose
from ocr.engine import clean_text, mean_confidence
from ocr.noise import drop_noise, drop_twice
from ocr.script import DIGIT, TELLING_ASCII_DIGIT, TELLING_HINDI_DIGIT

_VOWELS = dict(zip("ािीुूृेैोौॉॅ", "आइईउऊऋएऐओऔऑऍ", strict=True))
"""Vowel signs and the letters they stand for."""

_TWO_FOR_ONE = {
    "ाे": "ो",
    "ाै": "ौ",
    "अा": "आ",
    "आे": "ओ",
    "आै": "औ",
    "एे": "ऐ",
    "अो": "ओ",
    "अौ": "औ",
    "ंँ": "ँ",
    "ँं": "ँ",
    "ॅँ": "ँ",
    "ँॅ": "ँ",
    "ंॅ": "ँ",
    "ॅं": "ँ",
    "ॉँ": "ाँ",
}
"""Pairs that look like one character and are never written."""

_PAIRS = re.compile("|".join(_TWO_FOR_ONE))
_DOUBLED = re.compile("([ऀ-ः़ा-ौ्ॕ-ॗ])\\1+")
_DOUBLED_FIRST = re.compile("(?<![ऀ-ॿ])([क-ह]्)\\1")
"""A half letter twice at the start of a word, where Hindi has none: स्स्था for स्था."""

_NEVER_WRITTEN = re.compile("[॑-॔]|(?<![कखगजडढफ])़|(?<=[0-9०-९])[ऀ-ः़ा-्]+")
"""Vedic accents, dots under letters that take none in Hindi, signs of letters on digits: specks."""

_SIGN_ON_VOWEL = re.compile("(?<=[ऄ-औॠॡॲ-ॷ])[ा-ौ]")
_LEADING_SIGNS = re.compile("^[ऀ-ः़्]+")
_DANDA = re.compile("(?<=[ऀ-ॣॱ-ॿ)\"'])[|Il]$")
_COLON = re.compile("ः(?=[-–—])")
_VISARGA_FROM = 0.9
"""Confidence from which a visarga before a dash is one, as many typists write it; below, it is a colon.
Source: 4 words with one read at 0.85 to 0.93, 12 with a colon at 0.34 to 0.89."""

_LABEL = re.compile("^(विषय|संदर्भ|सन्दर्भ|प्रति|प्रतिलिपि|शाखा|विभाग|वर्ष|दिनांक|दिनाँक|क्रमांक|संख्या|नाम|पता|टीप)ः$")
"""Labels of letters and covers, which the recogniser joins to their colon; none is ever written with a visarga."""

_BETWEEN_COLONS = re.compile("^[:;]{1,2}(?=[ऄ-ह])([ऀ-ॿ]+?)[ः:;]{2,3}$|^::(?=[ऄ-ह])([ऀ-ॿ]+?)[ः:;]$")
"""A heading between colons, ::आदेश::, some of which are lost or taken for other signs."""

_RULING = re.compile(r"^[|\\_¦]+|[|\\_¦]+$")
_SPECK = re.compile("^[`´^~°»«¬¤¨¸]+(?=[ऀ-ॿA-Za-z0-9(])|[`´^~°»«¬¤¨¸]+$")
_KRAMANK = re.compile("^क?ऋ्?र?ै?(?=मां?क)|^ऋ(?=\\.)")
"""क्र at the start of क्रमांक (number) and क्र. that Tesseract takes for ऋ; no word begins so."""

_ENDORSED = re.compile("^प[ृू]०(?:क?ऋक?०|क्र[>oर][०o]?|क्०)$")
_ENDORSEMENT = re.compile("^[पएष][ुूृ]*\\.(?=क्रमांक)")
"""पृ०क्र० and पृ.क्रमांक (number of an endorsement) that read as nothing which is written."""

_STATE = re.compile("^(\\(?)छ(?:[०oO]गo?|ग्ग|मा|०|२ग)[०oOर](\\)?)([-,।]*)$")
_STATE_DOTTED = re.compile("^\\(छ[.:ः]ग(?:[.,:ः]*\\)|[.,:ः]{2}|[,:ः])([,।]?)$")
"""(छ०ग०) and (छ.ग.), for Chhattisgarh, behind the name of a district: what is read of them, and of the last bracket.
Source: two tuning sets."""

_FLAP = re.compile("(?<=[ऀ-ॿ])ङ(?=[क-हा-ौ])")
"""ङ in the midst of a word, where Hindi has it only joined to the next letter: ड़, its dot taken for one beside."""

_LAND = re.compile("(?<![ऀ-ॿ])भृ(?=-)")
"""भू (land) at the start of भू-अभिलेख and other such words, and of the sections of file numbers; none begins with भृ-."""

_READER = re.compile("(?<=/)ी(?=-[0-9०-९])")
_ESTABLISHMENT = re.compile("(?<=/)[यस](?=स्था[.,])")
"""Two sections of file numbers: री-1, the reader of a court, where no word begins with the sign of a vowel; and स्था.,
the establishment, whose half letter is read as a whole one too."""

_MOON = re.compile("(?<=[िीेैोौ])ँ")
"""The moon over a vowel sign that leaves it no room: printed as the dot alone, in नहीं and में."""

_PRAHLAD = re.compile("(?<=प्रह्)[मनण](?=ाद)")
"""The lower sign of ह्ल where no other can stand: the name प्रह्लाद."""

_ORNAMENT = re.compile("^([-–—_=]{2,})([0oOQ०]{1,3})([-–—_=]{2,})$")
"""The rule of dashes around two noughts that parts the head of a letter from its text."""

_NOUGHTS = str.maketrans("oOQ०", "0000")

_PAIRED = (("[", "]"), ("{", "}"), ("'\"‘’“”", "'\"‘’“”"))
"""Signs that open and close; without any of the others on the page they are specks or rulings."""

_SLASHES = re.compile("//|॥|[/|।][/|।॥]")
_HEADING_WORDS = 6
"""Two strokes before and behind a short heading, words of that line at most, and what they are read as. Double dandas
stand in verse, not in office papers."""

_TORN_GAP = 0.45
"""Text heights below which the gap in a number is none: spaces between words are wider."""

_TORN = re.compile(r"^\S*[\wऀ-ॿ.)]/ \S+$|^\S+ /[\wऀ-ॿ]\S*$")
_TORN_FAR = 1.0
_TORN_BEHIND = re.compile(r"^\S*\d\S*/\S*[ऀ-ॿ]\.? \.?/\S*\d[,।)]?$")
"""A file number that is torn behind the letters of its section, ३००७/भू-अ. /१९७४, and up to how many text heights:
typewriters give points and strokes the room of a letter. No word begins with a stroke."""

_ALIKE = dict(zip("023", "०२३", strict=True))
"""Digits that look the same in both scripts take that of the others in their word. Those of other words tell nothing:
pages with ०-९ in their text number their lists 1, 2, 3. Source: 56 scanned pages."""

_TO_DEVANAGARI = str.maketrans(_ALIKE)
_TO_ASCII = str.maketrans({hindi: ascii_digit for ascii_digit, hindi in _ALIKE.items()})
_MIXED_DIGITS = 0.5


def repair(words: Sequence[Word]) -> tuple[Word, ...]:
    """Mend words, join torn numbers and drop what never was a word.

    Args:
        words: In the order of the recogniser.

    Returns:
        What is left, in the same order; the confidence of a word whose digits contradict each other is lowered, and
        a box that reaches over the next word of its line ends where that begins.
    """
    words = [word for _, line in groupby(words, key=lambda word: word.line) for word in _mend_slashes(list(line))]
    joined = _join_torn(_strip_unpaired(drop_noise(drop_twice(mend_signs(words)))))
    return tuple(map(_settle_digits, _part_boxes(joined)))


def mend_signs(words: Iterable[Word]) -> list[Word]:
    """The words with their signs mended, colons told from visargas; without those of which nothing is left.

    Args:
        words: As read, with the recogniser's confidence.
    """
    mended = (change_text(word, mend_text(word.text)) for word in map(_part_visarga, words))
    return [word for word in mended if word.text]


def change_text(word: Word, text: str) -> Word:
    """The word with another text; what the recogniser made of it is kept.

    Args:
        word: As read, or mended before.
        text: NFC, without white space.
    """
    raw = word.raw or word.text
    return word if text == word.text else replace(word, text=text, raw="" if text == raw else raw)


def join_words(words: Sequence[Word], text: str) -> Word:
    """One word in place of several that it was torn into.

    Args:
        words: The pieces, one at least, of one line.
        text: What they are together.
    """
    box = enclose(word.box for word in words)
    raw = " ".join(word.raw or word.text for word in words)
    return replace(words[0], text=text, box=box, confidence=mean_confidence(words), raw=raw)


def mend_text(text: str) -> str:
    """Mend the signs of one word; empty when nothing of it is left.

    Args:
        text: NFC, without white space.
    """
    while (mended := _mend_once(text)) != text:
        text = mended
    return text


def _mend_once(text: str) -> str:
    ornament = _ORNAMENT.match(text)
    if ornament:
        return ornament[1] + ornament[2].translate(_NOUGHTS) + ornament[3]
    text = _BETWEEN_COLONS.sub(r"::\1\2::", text)
    text = _DANDA.sub("।", text)
    text = _RULING.sub("", text)
    text = _SPECK.sub("", text)
    text = _KRAMANK.sub("क्र", text)
    text = _ENDORSED.sub("पृ०क्र०", _ENDORSEMENT.sub("पृ.", text))
    text = _STATE_DOTTED.sub(r"(छ.ग.)\1", _STATE.sub(r"\1छ०ग०\2\3", text))
    text = _FLAP.sub("ड़", text)
    text = _PRAHLAD.sub("ल", text)
    text = _LAND.sub("भू", _READER.sub("री", _ESTABLISHMENT.sub("", text)))
    text = _MOON.sub("ं", text)
    text = _PAIRS.sub(lambda pair: _TWO_FOR_ONE[pair.group()], text)
    text = _DOUBLED.sub(r"\1", text)
    text = _DOUBLED_FIRST.sub(r"\1", text)
    text = _NEVER_WRITTEN.sub("", text)
    text = _SIGN_ON_VOWEL.sub("", text)
    text = _LEADING_SIGNS.sub("", text)
    if text and text[0] in _VOWELS:
        text = _VOWELS[text[0]] + text[1:]
    return clean_text(text)


def _mend_slashes(line: list[Word]) -> list[Word]:
    if not 3 <= len(line) <= _HEADING_WORDS or not all(_SLASHES.fullmatch(line[end].text) for end in (0, -1)):
        return line
    return [change_text(line[0], "//"), *line[1:-1], change_text(line[-1], "//")]


def _part_visarga(word: Word) -> Word:
    text = word.text if word.confidence >= _VISARGA_FROM else _COLON.sub(":", word.text)
    return change_text(word, _LABEL.sub(r"\1:", text))


def _strip_unpaired(words: Sequence[Word]) -> list[Word]:
    """Strip opening signs from a page where nothing is closed, and closing ones where nothing is opened."""
    leading = trailing = ""
    for openers, closers in _PAIRED:
        opened = any(word.text[0] in openers for word in words)
        closed = any(word.text.rstrip(".,;:।-")[-1:] in tuple(closers) for word in words)
        if opened and not closed:
            leading += openers
        elif closed and not opened and openers != closers:
            trailing += closers
    stripped = [change_text(word, word.text.lstrip(leading).rstrip(trailing)) for word in words]
    return [word for word in stripped if word.text]


def _join_torn(words: Sequence[Word]) -> list[Word]:
    if not words:
        return []
    height = median(word.box[3] - word.box[1] for word in words)
    joined = [words[0]]
    for word in words[1:]:
        before = joined[-1]
        gap = (word.box[0] - before.box[2]) / height
        if word.line == before.line and _are_torn(before.text, word.text, gap):
            joined[-1] = join_words((before, word), mend_text(before.text + word.text))
        else:
            joined.append(word)
    return joined


def _are_torn(left: str, right: str, gap: float) -> bool:
    both = f"{left} {right}"
    if abs(gap) >= _TORN_GAP:
        return -_TORN_GAP < gap < _TORN_FAR and bool(_TORN_BEHIND.match(both))
    return bool(_ORNAMENT.match(left + right) or (_TORN.match(both) and DIGIT.search(both)))


def _part_boxes(words: Sequence[Word]) -> list[Word]:
    parted = list(words)
    for index, (word, after) in enumerate(pairwise(words)):
        left, top, right, bottom = word.box
        level = min(bottom, after.box[3]) - max(top, after.box[1]) > (after.box[3] - after.box[1]) / 2
        if word.line == after.line and level and left < after.box[0] < right:
            parted[index] = replace(word, box=(left, top, after.box[0], bottom))
    return parted


def _settle_digits(word: Word) -> Word:
    hindi, ascii_digits = bool(TELLING_HINDI_DIGIT.search(word.text)), bool(TELLING_ASCII_DIGIT.search(word.text))
    if hindi and ascii_digits:
        # Neither script fits: ९ read as १ among 1994 must not turn into another year.
        return replace(word, confidence=min(word.confidence, _MIXED_DIGITS))
    if not hindi and not ascii_digits:
        return word
    return change_text(word, word.text.translate(_TO_DEVANAGARI if hindi else _TO_ASCII))
