"""Legacy text becomes Unicode: glyphs in the order they stand become letters in the order they are read."""

from __future__ import annotations

import re
import unicodedata

from nasti.legacy.fonts import Layout
from nasti.legacy.tables import HOOK, I_SIGN, REPH, load_table

_LETTER = "[क-ह]़?"
_SYLLABLE = f"(?:{_LETTER}्)*{_LETTER}"
_VOWEL_SIGN = "[ा-ौ]"
_NASAL = "[ंँ]"

_SYMBOL_CODES = {0xF000 + code: bytes([code]).decode("cp1252", "replace") for code in range(0x20, 0x100)}
"""Fonts that say they hold symbols have their codes from U+F020 on. Source: OpenType, the cmap of platform 3, encoding
0."""

_STEM = (
    (re.compile("््"), "्"),
    (re.compile("़्"), "़्"),
    (re.compile(f"({_NASAL})({_VOWEL_SIGN})"), r"\2\1"),
    (re.compile("्ा"), ""),
)
"""A half letter and the upright stroke are the whole letter; nasal signs are read last."""

_RAKAR_STEM = re.compile(f"(?<=[क-ह])््रा(?!{_VOWEL_SIGN})")
"""A half letter, the stroke under it and then its upright: Izk is प्र, as iz is."""

_JOINED = (
    ("ाे", "ो"), ("ाै", "ौ"), ("ाॅ", "ॉ"), ("अा", "आ"), ("अॉ", "ऑ"), ("अो", "ओ"), ("अौ", "औ"), ("आे", "ओ"), ("आै", "औ"),
    ("आॅ", "ऑ"), ("एे", "ऐ"), (f"इ{REPH}", "ई"), ("ॅं", "ँ"), ("ॅँ", "ँ"),
)  # fmt: skip
"""Signs that are drawn in pieces."""

_I_FIRST = re.compile(f"{I_SIGN}({REPH}?)({_NASAL}?)({_SYLLABLE})({REPH}?)({_NASAL}?)")
_REPH_LAST = re.compile(f"({_SYLLABLE}[ा-ौ]*){REPH}|({_SYLLABLE}[ा-ौ]*)({_NASAL}){REPH}")

_LETTERS = "ऄ-हऽ-ॡ"
_COLON = re.compile(rf"(?<![{_LETTERS}])ः|(?<!ः)(?<!त)(?<!श)(?<!प्राय)(?<!पुन)(?<!अन्त)(?<!छ)(?<!नम)ः(?![{_LETTERS}])")
"""The two dots are the visarga inside a word and after syllables that words with a visarga end in; else a colon."""

_HOOKED = {"प": "फ", "व": "क", "त्त": "क्त"}
_HOOK = re.compile(f"(त्त|[पव])(़?(?:्र)?[ा-ौ]*{_NASAL}?){HOOK}")

_RING = re.compile("(?<=[०-९])॰|॰(?=[०-९])")


def convert(text: str, layout: Layout) -> str:
    """Legacy text as Unicode, NFC.

    Args:
        text: Codes of one font, as Windows-1252 shows them or as a symbol font has them; of words, not of parts of
            words. Case is meaning. What the layout has no glyph for stays as it is.
        layout: Of the font.
    """
    shown = load_table(layout).translate(text.translate(_SYMBOL_CODES))
    shown = _RAKAR_STEM.sub("्र", shown)
    for pattern, read in _STEM:
        shown = pattern.sub(read, shown)
    for pieces, whole in _JOINED:
        shown = shown.replace(pieces, whole)
    shown = _HOOK.sub(lambda match: _HOOKED[match[1]] + match[2], shown).replace(HOOK, "फ्")
    shown = _I_FIRST.sub(r"\3\1\4ि\2\5", shown)
    shown = _REPH_LAST.sub(_put_reph, shown)
    shown = shown.replace(I_SIGN, "ि").replace(REPH, "र्")
    shown = _RING.sub("०", _COLON.sub(":", shown))
    return unicodedata.normalize("NFC", shown)


def _put_reph(match: re.Match[str]) -> str:
    return f"र्{match[1] or match[2]}{match[3] or ''}"
