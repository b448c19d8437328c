"""Strips the specks and blots that were read as signs at the beginnings and ends of words, and between two of them.

Hindi and English have no word that begins with a dash, a point or a colon. A full stop behind a whole Hindi word stands
on pages of typewriters that had no danda; on others it is dust, unless it cuts a word short.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from nasti.model import Word
from ocr.lexicon import load_lexicon
from ocr.repair import change_text, join_words

_LEADING = re.compile("^(?!::)[-–—.,;:_]+(?=[ऄ-ह][ऀ-ॣ]|[A-Za-z]{2})")
"""Source: of 29 words of two tuning sets that begin so none stands on its page."""

_COLON, _NEAR = ":-", 0.5
"""What stands behind labels, and how far its dash may stand behind its dots, in heights of the word that has these."""

_BULLET = re.compile("^[-–—]")
_BULLETS = 3
"""Lines that begin with a dash, from which they are items of a list."""

_QUOTES = "'’”\""
_OPENING, _CLOSING = re.compile("^['‘“\"]+(?=[ऄ-हA-Za-z])"), re.compile(f"(?<=[ऀ-ॣA-Za-z।])[{_QUOTES}]+$")
_QUOTED = 15
"""Words within which what is opened is closed."""

_FULL_STOP = re.compile("^([ऀ-ॣ]+।?)\\.$")
_AKSHARA = re.compile("[क-ह]़?(?!्)|[अ-औ]")
_VOWEL_SIGN = "ािीुूेैोौंँ"
_WHOLE = 3
"""Syllables from which a word is no abbreviation; one of two ends in a vowel sign then."""

_PARTICLES = "में से को की का के है हैं ने पर और तो ही भी वे जो यह वह न"
_SHORT = frozenset(_PARTICLES.split())
"""Words that are whole though they have a syllable or two."""

_STATES = ("(छ.ग.", "(छ०ग०")
"""What is left of the name of the state without its last bracket."""

_DANDAS = 3
"""Words that end in a danda, at least, on a page that ends its sentences so, and no fewer than those with a full stop.
Source: two tuning sets, 18 full stops behind such words on pages with dandas, all of them specks."""

_ENGLISH_STOP = re.compile("^[A-Za-z][a-z]{6,}\\.$")
"""English words too long for an abbreviation; a small letter follows no full stop."""

_GLUED = re.compile("^([ऄ-ह][ऀ-ॣ]+)([-–.'’]|_+)([ऄ-ह][ऀ-ॣ]+)([।,;]*)$")
_GLUED_NUMBER = re.compile(
    r"^(?!(?:rs|no|nos|vol|sec|art|pp|para)\.)([a-z]{2,})\.(\d[\d,.]*)$|^(\d+)\.([a-z]{3,}[,;]?)$"
)
_GLUED_ENGLISH = re.compile("^([a-z]{2,})\\.(?!(?:com|gov|in|net|nic|org)$)([a-z]{2,}[,;]?)$")
"""Two words that a speck in the space between them made one of. Source: two tuning sets, 13 of 13."""


_COUNTED = re.compile("^([0-9]{1,3}|[०-९]{1,3})(?!व[ीेा]ं)([ऄ-ह][ऀ-ॣ]{2,})([।,;]?)$")
"""A number and what it counts, 3 वर्ष, without the space between them; no ordinal number, 5वीं. Source: five tuning sets,
four of four."""


def strip_specks(words: Sequence[Word]) -> tuple[Word, ...]:
    """Strip signs from words that they cannot belong to.

    Args:
        words: Of one page, in reading order.
    """
    firsts = [next(line) for _, line in groupby(words, key=lambda word: word.line)]
    bulleted = sum(bool(_BULLET.match(word.text) and _LEADING.match(word.text)) for word in firsts) >= _BULLETS
    bullets = set(map(id, firsts)) if bulleted else set()
    stripped = [word if id(word) in bullets else change_text(word, _LEADING.sub("", word.text)) for word in words]
    stripped = _close_states(_without_full_stops(_without_quotes(_mend_colons(stripped))))
    return tuple(part for word in stripped for part in _part(word))


def _mend_colons(words: Sequence[Word]) -> list[Word]:
    """The words with each :- whole, and without one that was read once more, by itself, behind them."""
    kept: list[Word] = []
    for word in words:
        before = kept[-1] if kept and kept[-1].line == word.line else None
        reach = before.box[2] + _NEAR * (before.box[3] - before.box[1]) if before else 0.0
        if before and before.text.endswith(":") and word.text == "-" and word.box[0] < reach:
            kept[-1] = join_words((before, word), before.text + word.text)
            continue
        if before and word.text == _COLON and len(before.text) > len(_COLON):
            kept[-1] = change_text(before, before.text.removesuffix(_COLON))
        kept.append(word)
    return kept


def _close_states(words: Sequence[Word]) -> list[Word]:
    """(छ.ग. with the bracket that it has lost, unless that stands by itself."""
    closed = list(words)
    for place, word in enumerate(words):
        after = words[place + 1].text if place + 1 < len(words) else ""
        if word.text in _STATES and not after.startswith(")"):
            closed[place] = change_text(word, f"{word.text})")
    return closed


def _without_quotes(words: Sequence[Word]) -> list[Word]:
    """The words without marks that nothing closes or opens."""
    opening = [bool(_OPENING.match(word.text.lstrip("("))) for word in words]
    closing = [bool(_CLOSING.search(word.text.rstrip(".,;:।)"))) for word in words]
    kept: list[Word] = []
    for place, word in enumerate(words):
        text = word.text if any(closing[place : place + _QUOTED]) else _OPENING.sub("", word.text)
        opened = any(opening[max(0, place - _QUOTED) : place + 1])
        kept.append(change_text(word, text if opened else _CLOSING.sub("", text)))
    return kept


def _without_full_stops(words: Sequence[Word]) -> list[Word]:
    whole = [bool((stop := _FULL_STOP.match(word.text)) and _is_whole(stop[1])) for word in words]
    hindi = sum(word.text.endswith("।") for word in words) >= max(_DANDAS, sum(whole))
    return [
        change_text(word, word.text[:-1]) if (hindi and whole[place]) or _goes_on(words, place) else word
        for place, word in enumerate(words)
    ]


def _is_whole(text: str) -> bool:
    """Whether a Hindi word is known, and not what abbreviations look like."""
    if text.endswith("।"):
        return True
    syllables = len(_AKSHARA.findall(text))
    long = syllables >= _WHOLE or (syllables == _WHOLE - 1 and text[-1] in _VOWEL_SIGN)
    return text in _SHORT or (long and load_lexicon().knows(text))


def _goes_on(words: Sequence[Word], place: int) -> bool:
    """Whether an English sentence goes on behind a full stop."""
    after = words[place + 1] if place + 1 < len(words) else None
    if after is None or after.line != words[place].line or not after.text[:1].islower():
        return False
    return bool(_ENGLISH_STOP.match(words[place].text) and after.text[0].isascii())


def _parts(text: str) -> tuple[str, str] | None:
    """What a text is that is two words; None where it is one."""
    knows = load_lexicon().knows
    counted, hindi, english = _COUNTED.match(text), _GLUED.match(text), _GLUED_ENGLISH.match(text)
    if counted and knows(counted[2]):
        return counted[1], counted[2] + counted[3]
    if hindi and knows(hindi[1]) and knows(hindi[3]) and (hindi[2] not in "-–" or {hindi[1], hindi[3]} & _SHORT):
        return hindi[1], hindi[3] + hindi[4]
    number = _GLUED_NUMBER.match(text)
    if number:
        return (number[1] or number[3]), (number[2] or number[4])
    return (english[1], english[2]) if english else None


def _part(word: Word) -> list[Word]:
    """The two words that a speck joined, or the space between which was lost; a dash joins names and pairs of nouns."""
    texts = _parts(word.text)
    if texts is None:
        return [word]
    left, top, right, bottom = word.box
    middle = left + round((right - left) * len(texts[0]) / len(word.text))
    boxes = (left, top, middle, bottom), (middle, top, right, bottom)
    return [replace(change_text(word, text), box=box) for text, box in zip(texts, boxes, strict=True)]
