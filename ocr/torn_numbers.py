"""Joins numbers that were torn at a dash, a stroke or a point which the recogniser took for nothing.

Worn print and needles leave hardly anything of a dash, and the recogniser makes two words of the number. The number
reader, shown both as one, sees the sign between them where there is one; a space it does not see at all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from nasti.model import Word, enclose
from ocr.engine import Image
from ocr.number_crop import cut_word
from ocr.number_reader import NumberReader
from ocr.number_text import as_signs, is_whole
from ocr.numbers import pick_reading, words_habit
from ocr.repair import join_words
from ocr.script import DIGIT, has_hindi_digits

_GAP = {"-": 1.0, "/": 0.8, ".": 0.6, ",": 0.6, "": 0.25}
"""How far apart the pieces stand at most, in heights of the lower one, by the sign between them; where there is none
they stand closer than words do."""

_LIKELY = 0.5
"""How likely the whole is to the number reader, at least. Source: some 80 pairs of pieces that stand so close on 178
drawn pages; the twelve that are joined are torn numbers."""

_SIGNS, _STRAY = "-/.,:–—", "!|।"
_SEEN = 3
"""Signs of a number that are seen at least."""

_TORN_END, _TORN_START = re.compile(f"[0-9०-९ऀ-ॿA-Za-z.)][{_SIGNS}]?$"), re.compile(f"^[{_SIGNS}]?[0-9०-९]")


def join_torn_numbers(image: Image, words: Sequence[Word], reader: NumberReader) -> tuple[tuple[Word, ...], int]:
    """Join the pieces of torn numbers.

    Args:
        image: The page, as it was read.
        words: Of one page, in reading order, with the recogniser's confidence.
        reader: Reads crops.

    Returns:
        The words, and how many were joined to the one before them.
    """
    habit = words_habit(has_hindi_digits(words))
    joined: list[Word] = []
    for number, word in enumerate(words):
        after = words[number + 1] if number + 1 < len(words) else None
        whole = _join(image, joined[-1], word, after, reader, habit=habit) if joined else None
        if whole is None:
            joined.append(word)
        else:
            joined[-1] = whole
    return tuple(joined), len(words) - len(joined)


def _join(
    image: Image, before: Word, word: Word, after: Word | None, reader: NumberReader, *, habit: float
) -> Word | None:
    """Two words as one number; None where they are two."""
    high = min(one.box[3] - one.box[1] for one in (before, word))
    gap = word.box[0] - before.box[2]
    if before.line != word.line or not -high / 2 < gap <= max(_GAP.values()) * high or not _may_be_torn(before, word):
        return None
    room = after.box[0] if after and after.line == word.line else image.shape[1]
    box = enclose((before.box, word.box))
    crop = cut_word(image, box, (box[0], max(box[2], room)))
    if crop is None:
        return None
    (sight,) = reader.look([crop])
    seen, odds = pick_reading(sight, habit)
    if odds < math.log(_LIKELY):
        return None
    first, second = before.text.rstrip(_SIGNS), word.text.lstrip(_SIGNS).rstrip(_STRAY)
    # As they are, where one of them ends in two signs: 4950/स्था. and /1974.
    texts = {before.text + word.text: word.text[0]} if word.text[0] in _SIGNS else {}
    texts |= {first + sign + second: sign for sign in _GAP}
    for text, sign in texts.items():
        if gap <= _GAP.get(sign, 0.0) * high and _says(seen, text):
            # Numbers of paragraphs and the ends of sentences have points and commas too; plain numbers have nothing.
            sound = sign in ("-", "/") or (sign == "" and "/" in text) or is_whole(text)
            return join_words((before, word), text) if sound else None
    return None


def _may_be_torn(before: Word, word: Word) -> bool:
    digits = DIGIT.search(before.text) and DIGIT.search(word.text)
    return bool(digits and _TORN_END.search(before.text) and _TORN_START.search(word.text))


def _says(seen: str, text: str) -> bool:
    """Whether the reader sees a text, but for its first sign, which it loses more easily than any other."""
    seen, signs = seen.strip(_SIGNS), as_signs(text).strip(_SIGNS)
    return seen in (signs, signs[1:]) and len(seen) >= _SEEN
