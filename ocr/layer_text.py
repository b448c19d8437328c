"""What the words say that a PDF page brings with it: legacy fonts made Unicode, and whether the rest can be true."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nasti.legacy.convert import convert
from nasti.legacy.fonts import Layout, is_legacy, layout_of
from nasti.legacy.recognise import is_krutidev
from nasti.textlayer import UNMAPPED, LayerWord
from ocr.engine import clean_text
from ocr.lexicon import load_lexicon
from ocr.script import DEVANAGARI_LETTER

_MOST_UNMAPPED = 0.01
"""Share of characters that stand for nothing (no Unicode, private use, control codes) above which a layer is no text.
Bullets and arrows of symbol fonts are such characters, a few on a page."""

_MOST_MANGLED = 0.02
"""Share of Hindi words with signs in impossible places above which glyphs were written down in the order they stand.
Source: typed office papers have none in 500 words; LibreOffice and Chromium none in 20 thousand."""

_LEAST_KNOWN = 0.6
_FEW = 5
"""Share of Hindi words of two letters and more that the lexicon knows below which a layer is noise, and how many must
be there to tell. Source: what LibreOffice and Chromium write of office papers has 0.85 to 1.0; names are the rest."""

_NO_TEXT = re.compile(f"[{UNMAPPED}\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xAD: None}
_MANGLED = re.compile("(?:^|[^ऀ-ॿ])[ऀ-ः़ा-ौ्]|्[ा-ौऀ-ः़]|[ा-ौ]{2}|[ऀ-ः][ा-ौ़्]|[ा-ौ]़|[ा-ौ]्")
_CORE = re.compile("[ऄ-हॠॡॲ-ॿ][ऀ-ःऄ-़ा-्ॕ-ॗॠ-ॣॲ-ॿ]+")


@dataclass(frozen=True, slots=True)
class Settled:
    """The words of a layer in Unicode.

    Attributes:
        texts: Of each word; "" for one that says nothing.
        legacy: The legacy layouts they were converted from, sorted.
        fault: Why they cannot be kept; None where nothing speaks against them.
    """

    texts: tuple[str, ...]
    legacy: tuple[str, ...]
    fault: str | None


def settle_text(words: Sequence[LayerWord]) -> Settled:
    """Words of a layer as Unicode, and whether they can be what the page says.

    Args:
        words: Of one page.
    """
    layouts = _tell_layouts(words)
    texts = tuple(_spell(word, layouts) for word in words)
    legacy = tuple(sorted({layout for layout in layouts.values() if layout}))
    unknown = any(layout is None for layout in layouts.values())
    fault = "legacy_font" if unknown else _find_fault([text for text in texts if text])
    return Settled(tuple(clean_text(_NO_TEXT.sub("", text)) for text in texts), legacy, fault)


def _tell_layouts(words: Sequence[LayerWord]) -> dict[str, Layout | None]:
    """The legacy fonts of a page with their layouts; None for one whose layout is not known."""
    by_font: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        for text, font in word.runs:
            by_font[font].append(text)
    layouts: dict[str, Layout | None] = {}
    for font, texts in by_font.items():
        text = " ".join(texts)
        if DEVANAGARI_LETTER.search(text):
            continue  # Unicode, whatever the font is called
        if is_legacy(font):
            layouts[font] = layout_of(font)
        elif is_krutidev(text):
            layouts[font] = "krutidev"
    return layouts


def _spell(word: LayerWord, layouts: dict[str, Layout | None]) -> str:
    """A word in Unicode; neighbouring runs of one layout are read together."""
    joined: list[tuple[str, Layout | None]] = []
    for text, font in word.runs:
        layout = layouts.get(font)
        if joined and joined[-1][1] == layout:
            joined[-1] = joined[-1][0] + text, layout
        else:
            joined.append((text, layout))
    spelt = "".join(convert(text, layout) if layout else text for text, layout in joined)
    return spelt.translate(_LIGATURES)


def _find_fault(texts: Sequence[str]) -> str | None:
    characters = sum(map(len, texts))
    if sum(len(_NO_TEXT.findall(text)) for text in texts) > _MOST_UNMAPPED * characters:
        return "no_unicode"
    hindi = [text for text in texts if DEVANAGARI_LETTER.search(text)]
    if sum(1 for text in hindi if _MANGLED.search(text)) > max(1.0, _MOST_MANGLED * len(hindi)):
        return "mangled"
    known = Counter(share is not None for share in _likelihoods(hindi))
    if known.total() >= _FEW and known[True] < _LEAST_KNOWN * known.total():
        return "unknown_words"
    return None


def _likelihoods(texts: Sequence[str]) -> Iterator[float | None]:
    lexicon = load_lexicon()
    return (lexicon.likelihood(core) for text in texts for core in _CORE.findall(clean_text(text)))
