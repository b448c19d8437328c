"""One folding of Hindi and English office text, for reading, understanding and finding.

Folding works on one white-space-delimited word at a time, so that folding the words of a page one by one gives the
same tokens as folding the page: every token can be traced back to the word, and so to the box, that it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from nasti.roman import ANUSVARA, HALANT, NUKTA

TOKEN_CHARACTERS = 64
"""Longer tokens are cut: no word is longer, and an index entry must stay small."""

_ZERO_WIDTH = dict.fromkeys(
    [0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
_DIGITS = {0x0966 + digit: str(digit) for digit in range(10)}

_ABBREVIATION_SIGN = "\u0970"
_DROPPED = dict.fromkeys(
    [*range(0x0300, 0x0370), ord(NUKTA), 0x0903, 0x093D, *range(0x0951, 0x0955)],  # accents, visarga, avagraha
)
_ALIKE = str.maketrans(
    {"ँ": "ं", "ॉ": "ा", "ऑ": "आ", "ॅ": "े", "ऍ": "ए", "ॲ": "अ", _ABBREVIATION_SIGN: "."},
)
_FOLDING = {**_ZERO_WIDTH, **_DIGITS, **_DROPPED, **_ALIKE}


def _ranges(points: Iterable[int]) -> str:
    """Character class text for code points, ascending."""
    runs: list[list[int]] = []
    for point in points:
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in runs)


_MARKS = _ranges(point for point in range(0x0300, 0x10000) if unicodedata.category(chr(point))[0] == "M")
# The underscore is a word character to `re` and a separator to us, as it is to both search engines.
_TOKEN = re.compile(rf"\d+|(?:[^\W\d_]|[{_MARKS}])+")

_LETTER = "\u0904-\u0939\u0958-\u0961\u0972-\u097f"
DEVANAGARI = f"{_LETTER}\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963"
"""Every letter and sign of Devanagari, for the classes of regular expressions."""

_SYLLABLE = f"[{_LETTER}](?:\u094d[{_LETTER}])*[\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963]*"
_IS_DEVANAGARI = re.compile(f"[{DEVANAGARI}]")
_DOTTED = re.compile(rf"[{DEVANAGARI}]+(?:\.[{DEVANAGARI}]+)+\.?")
_DOTTED_LATIN = re.compile(r"(?<![a-z])[a-z](?:\.[a-z])+(?![a-z])")
_SHORT = re.compile(f"(?:{_SYLLABLE}){{1,2}}")
_ONE = re.compile(_SYLLABLE)
ZERO_MARK = re.compile(f"(?<=[{DEVANAGARI}])0(?![0-9a-z])")
"""A zero in place of the mark of an abbreviation: ``म0प्र0``."""

_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)")
# A typed colon stands for the visarga inside these words only; elsewhere it parts a label from its value.
_COLON_VISARGA = re.compile(f"(?<![{DEVANAGARI}])(दु|नि|अंत|अन्त|पुन|प्रात|अध|बहि|चतु|स्वत):(?=[{DEVANAGARI}])")

_STOPS = "कखगघचछजझटठडढतथदध"
_HALF_NASAL = re.compile(f"(?:न्(?=[{_STOPS}])|म्(?=[पफबभ])|ङ्(?=[कखगघ])|ञ्(?=[चछजझ])|ण्(?=[टठडढ]))")
_ASPIRATED = dict(zip("कगचजटडतदपब", "खघछझठढथधफभ", strict=True))
_GEMINATE = re.compile(
    "र्(?:"
    + "|".join(f"(?:{c}्)+(?={c})" for c in "कखगघचछजझटठडढतथदधपफबभमयवन")
    + "|"
    + "|".join(f"(?:{plain}्)+(?={breathed})" for plain, breathed in _ASPIRATED.items())
    + ")"
)
_GLIDES = ("ये", "यी", "यें", "यीं")
_GLIDE = re.compile(rf"(?<=[{DEVANAGARI}])(?<!\u094d)य([ेी])(?=\u0902?$)")


def nfc(text: str) -> str:
    """Text in NFC without zero-width characters (joiners, byte order marks, direction marks).

    Args:
        text: Any text.
    """
    return unicodedata.normalize("NFC", text.translate(_ZERO_WIDTH))


def ascii_digits(text: str) -> str:
    """Text with Devanagari digits as 0-9.

    Args:
        text: Any text.
    """
    return text.translate(_DIGITS)


def has_devanagari(text: str) -> bool:
    """Whether a text has a Devanagari letter or vowel sign.

    Args:
        text: Any text.
    """
    return _IS_DEVANAGARI.search(text) is not None


def fold(text: str) -> str:
    """Text as it is compared when searching: its folded tokens, parted by single spaces. Folding twice equals once.

    Args:
        text: Any text.
    """
    return " ".join(tokens(text))


def tokens(text: str) -> tuple[str, ...]:
    """The folded tokens of a text, in order; the tokens of its words one after the other are the same.

    Spellings that mean the same word become one: nukta, chandrabindu, half nasals, old gemination, glides, digits,
    abbreviation marks (म.प्र., म0प्र0), grouped amounts. Letters and digits are separate tokens; leading zeros go.

    Args:
        text: Any text.

    Source: the folding measured for search (precision of merges on office text); Unicode TR 15 for NFKD.
    """
    words = text.split()
    if len(words) == 1:
        return word_tokens(words[0])
    return tuple(token for word in words for token in word_tokens(word))


_BARE = (
    "\u0902\u0905-\u090c\u090f\u0910\u0913-\u0928\u092a-\u0930\u0932\u0933\u0935-\u0939"
    "\u093e-\u0944\u0947\u0948\u094b-\u094d"
)
_PLAIN = re.compile(
    f"(?:([{_BARE}]+)|([A-Za-z]+)|([0-9]+)|([{_BARE}\u0901\u0903\u090d\u0911\u093c\u0945\u0949]+))[।,;.:)]?"
)
"""A word of one sort of signs, to which few rules apply: most are. None is composed; some are dropped or stand for
another in the last sort only."""

_SIMPLE = re.compile(
    "[\u0901-\u0903\u0905-\u090d\u090f-\u0911\u0913-\u0928\u092a-\u0930\u0932\u0933\u0935-\u0939"
    "\u093c\u093e-\u0945\u0947-\u0949\u094b-\u094d।!-~]+"
)
"""Signs that are composed of no others, and lower case by the rule of ASCII: nearly all of the words that are left."""

_MOST_KEPT = 1 << 17


class _Folded(dict[str, tuple[str, ...]]):
    """Words that were folded, kept from call to call, all forgotten when there are too many.

    An LRU cache costs twice as much, and the frequent words are soon there again.
    """

    def __missing__(self, word: str) -> tuple[str, ...]:
        plain = _PLAIN.fullmatch(word)
        found = _fold_others(word) if plain is None else (_fold_plain(plain),)
        if found == ("",):
            found = ()
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[word] = found
        return found


_folded = _Folded()


def word_tokens(word: str) -> tuple[str, ...]:
    """The folded tokens of one word, kept from call to call.

    Args:
        word: Without white space.
    """
    return _folded[word]


def words_tokens(words: Iterable[str]) -> list[tuple[str, ...]]:
    """The folded tokens of each of some words.

    Args:
        words: Without white space.
    """
    return list(map(_folded.__getitem__, words))


def _fold_plain(match: re.Match[str]) -> str:
    """The folded token of a plain word; "" for one of signs that are dropped."""
    devanagari, latin, digits, marked = match.groups()
    if digits:
        return digits.lstrip("0")[:TOKEN_CHARACTERS] or "0"
    if latin:
        return latin[:TOKEN_CHARACTERS].lower()
    return _fold_devanagari((devanagari or marked.translate(_FOLDING))[:TOKEN_CHARACTERS])


def _fold_others(word: str) -> tuple[str, ...]:
    """The folded tokens of a word of several sorts of signs, by the rules that its signs may need."""
    if _SIMPLE.fullmatch(word) is None:
        return fold_word(word)
    plain, mixed = word.lower(), not word.isascii()
    if mixed:
        plain = plain.translate(_FOLDING)
        if ":" in plain:
            plain = _COLON_VISARGA.sub(r"\1", plain)
        if "0" in plain:
            plain = ZERO_MARK.sub("", plain)
    if "." in plain:
        plain = _join_letters(_DOTTED.sub(_join_abbreviation, plain) if mixed else plain)
    if "," in plain:
        plain = _join_amounts(plain)
    return tuple([token for token in map(_fold_token, _TOKEN.findall(plain)) if token])


def fold_word(word: str) -> tuple[str, ...]:
    """The folded tokens of one word, found by every rule that there is, whether it may apply or not.

    Args:
        word: Without white space.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word.translate(_ZERO_WIDTH)).casefold())
    plain = _COLON_VISARGA.sub(r"\1", plain.translate(_FOLDING))
    plain = _join_parts(ZERO_MARK.sub("", plain))
    return tuple([token for token in map(_fold_token, _TOKEN.findall(plain)) if token])


def _join_parts(text: str) -> str:
    """A folded word with the parts of abbreviations and of grouped amounts as one."""
    return _join_amounts(_join_letters(_DOTTED.sub(_join_abbreviation, text)))


def _join_letters(text: str) -> str:
    return _DOTTED_LATIN.sub(lambda match: match[0].replace(".", ""), text)


def _join_amounts(text: str) -> str:
    return _GROUPED.sub(lambda match: match[0].replace(",", ""), text)


def _join_abbreviation(match: re.Match[str]) -> str:
    text = match[0]
    parts = text.rstrip(".").split(".")
    short = all(_ONE.fullmatch(part) for part in parts) or (len(parts) > 2 and all(map(_SHORT.fullmatch, parts)))
    return "".join(parts) if short else text


def _fold_token(token: str) -> str:
    if token[0].isdecimal():
        return token.lstrip("0")[:TOKEN_CHARACTERS] or "0"
    token = token[:TOKEN_CHARACTERS]
    return token if token.isascii() or not has_devanagari(token) else _fold_devanagari(token)


def _fold_devanagari(token: str) -> str:
    if HALANT in token:
        token = _HALF_NASAL.sub(ANUSVARA, token)
        if "र्" in token:
            token = _GEMINATE.sub("र्", token)
        # Final halant is a matter of taste (पश्चात्), and so is the glide before a final vowel (गये, स्थायी).
        token = token.rstrip(HALANT)
    return _GLIDE.sub(lambda match: "ए" if match[1] == "े" else "ई", token) if token.endswith(_GLIDES) else token
