"""Devanagari words in Roman letters, and how words of either script sound."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

NUKTA, HALANT, ANUSVARA = "\u093c", "\u094d", "\u0902"

_ROMAN = {
    "अ": "a", "आ": "A", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ऋ": "ri", "ए": "e", "ऐ": "ai", "ओ": "o", "औ": "au",
    "ऑ": "o", "ऍ": "e", "ॲ": "a", "ा": "A", "ि": "i", "ी": "i", "ु": "u", "ू": "u", "ृ": "ri", "े": "e", "ै": "ai",
    "ो": "o", "ौ": "au", "ॉ": "o", "ॅ": "e", "क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch",
    "छ": "chh", "ज": "j", "झ": "jh", "ञ": "n", "ट": "t", "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t",
    "थ": "th", "द": "d", "ध": "dh", "न": "n", "प": "p", "फ": "ph", "ब": "b", "भ": "bh", "म": "m", "य": "y",
    "र": "r", "ल": "l", "ळ": "l", "व": "v", "श": "sh", "ष": "sh", "स": "s", "ह": "h", "ॐ": "om",
}  # fmt: skip
_ROMAN_NUKTA = {"ढ": "rh", "फ": "f", "ज": "z"}
_SIGNS = frozenset("ािीुूृेैोौॉॅ")
_VOWELS = frozenset("अआइईउऊऋएऐओऔऑऍॲॐ")

MOST_KEYS = 6
"""Keys of one word at most: each says one way it may be said."""

_SOUND = dict(
    zip("कखगघङचछजझञटठडढणतथदधनपफबभमरलळवशषसह", "kkggnccjjnttddnttddnppbbmrllvsssh", strict=True)
) | {"ऋ": "r", "ृ": "r"}  # fmt: skip
_ROMAN_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("sch", "sk"), ("[ts]ion", "sn"), ("chh?", "c\x00"), ("dg(?=[eiy])", "j"), ("x|ksh", "ks"), ("ck", "k"),
        ("c(?=[eiy])", "s"), ("c(?!\x00)|q", "k"), ("\x00", ""), ("sh", "s"), ("kh", "k"), ("gh", "g"), ("jh|z", "j"),
        ("th", "t"), ("dh", "d"), ("rh", "r"), ("ph|f", "p"), ("bh", "b"), ("wh?", "v"),
    )
)  # fmt: skip


def spell_run(run: str) -> str:
    """A run of Devanagari as Indian English spells it, lower case.

    Args:
        run: Decomposed Devanagari letters and signs without white space; other characters are left out.
    """
    letters = _split_letters(run)
    for place in range(len(letters) - 1, 0, -1):
        if letters[place][1] == "a" and _drops_vowel(letters, place):
            letters[place] = (letters[place][0], "", letters[place][2])
    out = "".join("".join(letter) for letter in letters).lower()
    return re.sub("n(?=[pb])", "m", out)


def _split_letters(run: str) -> list[tuple[str, str, str]]:
    """Consonant, vowel and nasal of each letter; the inherent vowel is "a", a written one "A", no vowel is empty."""
    letters: list[tuple[str, str, str]] = []
    last = ""
    for char in run.replace("ज्ञ", "ग्य"):
        consonant, vowel, nasal = letters[-1] if letters else ("", "", "")
        if char in _VOWELS:
            letters.append(("", _ROMAN[char], ""))
        elif char in _SIGNS and letters:
            letters[-1] = (consonant, _ROMAN[char], nasal)
        elif char == HALANT and letters:
            letters[-1] = (consonant, "", nasal)
        elif char in "ंँ" and letters:
            letters[-1] = (consonant, vowel, "n")
        elif char == NUKTA and letters:
            letters[-1] = (_ROMAN_NUKTA.get(last, consonant), vowel, nasal)
        elif char in _ROMAN and char not in _SIGNS:
            letters.append((_ROMAN[char], "a", ""))
        last = char
    return letters


def _drops_vowel(letters: Sequence[tuple[str, str, str]], place: int) -> bool:
    """Whether the inherent vowel is silent: at the end and between two spoken vowels, never after or before a cluster.

    Source: Ohala, Aspects of Hindi Phonology (1983): schwa is deleted in VC_CV, from the right.
    """
    before, here = letters[place - 1], letters[place]
    if here[2] or not here[0]:
        return False
    if place == len(letters) - 1:
        return bool(before[1]) or before[0] in ("n", "m")
    after = letters[place + 1]
    return bool(before[1] and not before[2] and after[0] and after[1])


def key_devanagari(word: str) -> tuple[str, ...]:
    """Coarse keys of how a Devanagari word sounds, the likeliest first, at most `MOST_KEYS`.

    Args:
        word: Folded.
    """
    return _keys(_devanagari_sounds(word))


def key_roman(word: str) -> tuple[str, ...]:
    """Coarse keys of how a Hindi word in Roman letters sounds, the likeliest first, at most `MOST_KEYS`.

    Args:
        word: Folded.
    """
    return _keys(_roman_sounds(re.sub("[^a-z]", "", word)))


def _keys(choices: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    # Neighbours that close into one letter give a key twice, hence some more are looked at than are kept.
    keys = (_close("".join(picked)) for picked in itertools.islice(itertools.product(*choices), 4 * MOST_KEYS))
    return tuple(key for key in dict.fromkeys(keys) if key)[:MOST_KEYS]


def _close(sounds: str) -> str:
    key = "".join([here for here, before in zip(sounds, "\0" + sounds, strict=False) if here != before])
    return key.replace("np", "mp").replace("nb", "mb")


def _devanagari_sounds(word: str) -> list[tuple[str, ...]]:
    """The sounds each letter may stand for, in order."""
    choices: list[tuple[str, ...]] = []
    for place, char in enumerate(word):
        before, after = word[place - 1 : place], word[place + 1 : place + 2]
        if char in _VOWELS and char != "ऋ":
            choices.append(("",) if place else ("@",))
        elif char == "य":
            choices.append(("",) if place else ("y",))
        elif char == ANUSVARA:
            choices.append(_nasal_sounds(after))
        elif char == "ज" and word[place : place + 3] == "ज्ञ":
            choices.append(("g", "jn"))
        elif char == "ञ" and before == HALANT:
            continue
        elif char in "डढ" and place and before not in (HALANT, ANUSVARA) and after != HALANT:
            choices.append(("d", "r"))
        elif char == "व" and place and not after:
            choices.append(("v", ""))
        elif char == "ह" and before == ANUSVARA:
            choices.append(("h", "g"))
        elif char in _SOUND:
            choices.append((_SOUND[char],))
    return choices


def _nasal_sounds(after: str) -> tuple[str, ...]:
    if not after:
        return ("n", "", "m")
    if after in "यरलशषसह":
        return ("n", "m")
    return ("n", "") if after == "व" else ("n",)


def _roman_sounds(word: str) -> list[tuple[str, ...]]:
    for pattern, sound in _ROMAN_SOUNDS:
        word = pattern.sub(sound, word)
    choices: list[tuple[str, ...]] = []
    for place, char in enumerate(word):
        if char in "aeiou":
            choices.append(("",) if place else ("@",))
        elif char == "y" and place:
            continue
        elif char == "g" and word[place + 1 : place + 2] in ("e", "i"):
            choices.append(("g", "j"))
        else:
            choices.append((char,))
    return choices
