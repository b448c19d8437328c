"""Hindi and English office text: folding, as `nasti.folding` does it; file numbers; Roman spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from nasti.folding import (
    DEVANAGARI,
    TOKEN_CHARACTERS,
    ZERO_MARK,
    ascii_digits,
    fold,
    has_devanagari,
    nfc,
    tokens,
    word_tokens,
    words_tokens,
)
from nasti.roman import key_devanagari, key_roman, spell_run

__all__ = [
    "TOKEN_CHARACTERS",
    "ascii_digits",
    "ascii_number",
    "find_numbers",
    "fold",
    "has_devanagari",
    "nfc",
    "number_key",
    "number_parts",
    "number_seeds",
    "romanise",
    "sound_keys",
    "tokens",
    "word_tokens",
    "words_tokens",
]

_LETTER_NAMES = {
    fold(name): letter
    for letter, names in {
        "a": "अ ए", "b": "ब बी", "c": "सी", "d": "डी", "e": "ई", "f": "एफ फ", "g": "जी", "h": "एच", "i": "आई",
        "j": "जे", "k": "के", "l": "एल", "m": "एम", "n": "एन", "o": "ओ", "p": "पी", "q": "क्यू", "r": "आर", "s": "एस",
        "t": "टी", "u": "यू", "v": "वी", "w": "डब्ल्यू डब्लू", "x": "एक्स", "y": "वाई", "z": "जेड",
    }.items()
    for name in names.split()
}  # fmt: skip
"""Latin letters as they are written in Devanagari in file numbers: अ-70 is A-70, एफ is F."""

_LABELS = frozenset(
    tokens(
        "नस्ती फाइल फाईल फा फाक्र राजस्व रा प्रकरण प्र प्रक्र राप्र राप्रक्र क्रमांक क्र क्रं नं नंबर न संख्या सं मामला "
        "वाद पत्र ज्ञापन आदेश पृ पृष्ठांकन no nos number file case letter memo order ref"
    )
)
"""Words that stand before a file number and are not part of it."""

_YEAR_WORDS = frozenset(tokens("वर्ष सन सन् year"))
_STRONG = re.compile(r"[/\\_|।⁄∕]")
_SEED = re.compile(r"[/\\_|⁄∕।](?:(?<!।)|(?<=\d।)|(?!\n|\Z))")
"""What a file number has. A danda that ends a sentence is none; behind a digit it may be a stroke that was misread."""

_DIGIT = re.compile(r"\d")
_TRAILER = re.compile(r"[,;]|\bdated?\b|(?<!\S)दि(?:नां|नाँ|\.)|\(\s*computer", re.IGNORECASE)
_SHORT_SPAN = re.compile(r"(?<!\d)\d\d\s*[-‐-―]\s*\d\d\s*$")
_FIRST_SHORT_YEAR = 27
"""Years written with two digits are of the last century from here on: record rooms hold files from 1927 on."""

_SEPARATOR = r"[/\\_|।⁄∕\-‐-―(.:]"
_ENDS_OPEN = re.compile(rf"{_SEPARATOR}\Z")
_STARTS_OPEN = re.compile(rf"{_SEPARATOR}|\)")
_SERIES = frozenset("abcdefghijklmnopqrstuvwxyz") | {"एफ", "फ"}
"""Names of series that stand before a number with a space between: ``एफ 6-103``."""

_SHORT_PART = 3
_MAX_PARTS = 12
_WORDS_BEFORE, _WORDS_AFTER = 4, 8


@lru_cache(maxsize=1 << 12)
def number_key(text: str) -> str | None:
    """The canonical form of a file number, the same for every spelling: ``12/अ-70/2003-04`` → ``12/a/70/2003/4``.

    Script, digits, separators, leading zeros, labels before it (रा.प्र.क्र., File No.) and the way a span of years is
    written make no difference.

    Args:
        text: What is written where a number is expected.

    Returns:
        None when the text is not a file number: a word, a bare number, a date, a sentence.
    """
    parts = number_parts(text)
    if not 2 <= len(parts) <= _MAX_PARTS or not _looks_like_number(text, parts):
        return None
    return "/".join(parts)


def number_parts(text: str) -> tuple[str, ...]:
    """The canonical parts of a file number or of a piece of one, in order: ``अ-27/1993-94`` → ``a 27 1993 94``.

    Only a whole span of years is shortened, so the parts of a piece are a run of the parts of the whole.

    Args:
        text: A file number, or a piece of one; text after a comma or a date label is not looked at.
    """
    text = _TRAILER.split(text, maxsplit=1)[0]
    found = list(tokens(text))
    while found and (found[0] in _LABELS or found[:2] == ["f", "no"]):
        found.pop(0)
    parts = _shorten_years([_LETTER_NAMES.get(token, token) for token in found if token not in _YEAR_WORDS])
    if len(parts) >= 4 and _SHORT_SPAN.search(ascii_digits(text)) and not any(map(_is_year, parts)):
        first, second = int(parts[-2]), int(parts[-1])
        if second == (first + 1) % 100:
            parts[-2] = str(first + (1900 if first >= _FIRST_SHORT_YEAR else 2000))
    return tuple(parts)


def _shorten_years(parts: Sequence[str]) -> list[str]:
    """A span of years as 2004-5, however it was written."""
    out: list[str] = []
    for part in parts:
        if out and _is_year(out[-1]) and _is_year(part) and int(part) == int(out[-1]) + 1:
            part = str(int(part) % 100)
        out.append(part)
    return out


def _is_year(part: str) -> bool:
    return len(part) == 4 and part.isdecimal() and "1800" <= part <= "2099"


def _looks_like_number(text: str, parts: Sequence[str]) -> bool:
    digits = [part for part in parts if part.isdecimal()]
    text = _TRAILER.split(text, maxsplit=1)[0]
    if not digits or max(map(len, parts)) > 16 or _is_date(parts):
        return False
    if not _STRONG.search(text) and not (len(parts) >= 3 and any(map(_is_year, digits)) and "-" in text):
        return False
    return _gaps_fit(text.split())


def _is_date(parts: Sequence[str]) -> bool:
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return False
    day, month, year = (int(part) for part in parts)
    return 1 <= day <= 31 and 1 <= month <= 12 and (len(parts[2]) == 4 or year < 100)


def _gaps_fit(words: Sequence[str]) -> bool:
    return _fitting(words) == len(words)


def _fitting(words: Sequence[str]) -> int:
    """Up to which word white space stands where file numbers have it: beside separators, labels, and in ``एफ 6``."""
    before: str | None = None
    open_end, may_part = True, False
    for place, word in enumerate(words):
        inside = [token for token in word_tokens(word) if token not in _YEAR_WORDS]
        if not inside or (before is None and all(token in _LABELS for token in inside)):
            open_end = True
            continue
        if not open_end and not _STARTS_OPEN.match(word) and not (may_part and inside[0].isdecimal()):
            return place
        may_part = inside[-1] in _SERIES if before is None else len(inside[-1]) <= _SHORT_PART
        may_part = may_part and not inside[-1].isdecimal()
        before, open_end = inside[-1], bool(_ENDS_OPEN.search(word))
    return len(words)


def number_seeds(words: Sequence[str]) -> list[int]:
    """Indexes of the words about which a file number may stand, ascending: those with a separator of file numbers.

    Args:
        words: Without white space.
    """
    joined = "\n".join(words)
    found: list[int] = []
    word, at = 0, 0
    for match in _SEED.finditer(joined):
        word, at = word + joined.count("\n", at, match.start()), match.start()
        if not found or found[-1] != word:
            found.append(word)
    return found


def find_numbers(words: Sequence[str]) -> tuple[tuple[int, int, str], ...]:
    """The file numbers among the words of a line, in order, none overlapping.

    Args:
        words: The words of one line; a number may be spread over several.

    Returns:
        For each: index of its first word, index after its last, its `number_key`.
    """
    found: list[tuple[int, int, str]] = []
    free_from = 0
    for seed in number_seeds(words):
        if seed < free_from or not any(_DIGIT.search(near) for near in words[max(free_from, seed - 2) : seed + 3]):
            continue
        number = _longest_number(words, seed, free_from)
        if number:
            found.append(number)
            free_from = number[1]
    return tuple(found)


def _longest_number(words: Sequence[str], seed: int, free_from: int) -> tuple[int, int, str] | None:
    start, last = max(free_from, seed - _WORDS_BEFORE), min(len(words), seed + _WORDS_AFTER)
    # What stands behind a comma or a date is not looked at, so that its gaps say nothing.
    whole = not _TRAILER.search(" ".join(words[start:last]))
    for first in range(start, seed + 1):
        longest = first + _fitting(words[first:last]) if whole else last
        for end in range(longest, seed, -1):
            key = number_key(" ".join(words[first:end]))
            # Labels and dates beside the number add nothing to its key and are not part of it.
            beside = key and (
                _LABELS.issuperset(word_tokens(words[first])) or key == number_key(" ".join(words[first : end - 1]))
            )
            if key and not beside:
                return first, end, key
    return None


_RUN = re.compile(f"[{DEVANAGARI}]+")
_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9()_.-]+")
_NAME_CHARACTERS = 100


def ascii_number(text: str) -> str:
    """A file number for file and folder names: ``12/अ-70/2003-04`` → ``12_A-70_2003-04``.

    Only ``a-z A-Z 0-9 ( ) - _ .`` occur; it is never empty and never starts with a dot. Two numbers may share one.

    Args:
        text: A file number as written.

    Source: NIC guidelines for migration to eOffice, 2013: slashes become underscores.
    """
    plain = ZERO_MARK.sub("", ascii_digits(unicodedata.normalize("NFKD", nfc(text))))
    plain = _RUN.sub(lambda match: _name_part(match[0]), plain).encode("ascii", "ignore").decode()
    plain = re.sub(r"\s*[/\\|]\s*", "_", plain.strip())
    plain = _NOT_IN_NAMES.sub("-", plain)
    plain = re.sub(r"\.(?![a-zA-Z0-9])|(?<![a-zA-Z0-9])\.", "", plain)
    plain = re.sub(r"-*_[-_]*", "_", re.sub("-{2,}", "-", plain))
    return plain[:_NAME_CHARACTERS].strip("-_.") or "unnumbered"


def _name_part(run: str) -> str:
    letter = _LETTER_NAMES.get(fold(run))
    return letter.upper() if letter else spell_run(run)


def romanise(text: str) -> str:
    """Readable ASCII for a text: Devanagari as Indian English spells it, accents dropped, other scripts left out.

    Args:
        text: Any text; white space is kept.
    """
    plain = ascii_digits(unicodedata.normalize("NFKD", nfc(text)))
    return _RUN.sub(lambda match: spell_run(match[0]), plain).encode("ascii", "ignore").decode()


def sound_keys(word: str) -> tuple[str, ...]:
    """Coarse keys of how a word sounds; a Devanagari word and its usual Roman spellings share one at least.

    Vowels, breath, length, doubling and the place of t, d, n and s are left out, so a key gathers candidates that
    must still be ranked.

    Args:
        word: One word in Devanagari or Roman letters; folded or not.

    Returns:
        At most six keys, the likeliest first; none for a word without such letters.

    Source: measured on 182 spellings of 97 office words among 12 thousand Hindi words: 0.99 share a key, with six
    candidates a spelling and 1.25 keys a word.
    """
    plain = fold(word).replace(" ", "")
    return key_devanagari(plain) if has_devanagari(plain) else key_roman(plain)
