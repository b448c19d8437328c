"""Which fonts are legacy fonts, by their names."""

from __future__ import annotations

import re
from typing import Literal

Layout = Literal["krutidev", "chanakya", "walkman"]
"""A layout of glyphs that is known code by code."""

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_NO_LETTER_OR_DIGIT = re.compile("[^a-z0-9]")

_LAYOUTS: dict[str, Layout] = {
    "krutidev": "krutidev", "kritidev": "krutidev", "krutipad": "krutidev", "devlys": "krutidev", "delys": "krutidev",
    "walkmanchanakya": "walkman", "wchanakya": "walkman", "chanakya": "chanakya",
}  # fmt: skip
"""Beginnings of names whose layout is known; the first that fits counts.
Source: DevLys shares the layout of Kruti Dev (documentation of several public converters)."""

_OTHERS = (
    "4cgandhi", "agra", "akruti", "amarujala", "apsdv", "apscdv", "aarattikdv", "bhaskar", "dvb", "dvtt", "dvyogesh",
    "jagran", "kundli", "naidunia", "richa", "sanskrit99", "sanskrit2003", "shivaji", "shreedev", "shreedv",
    "shreelipi", "shusha", "subak", "vipul", "yogesh",
)  # fmt: skip
"""Beginnings of names of fonts that are legacy fonts too, of layouts that no two sources agree on.
Source: names in public lists of Hindi fonts from before Unicode."""


def plain_name(font: str) -> str:
    """A font's name in small letters and digits alone, without the mark of a subset.

    Args:
        font: As a PDF names it: "ABCDEF+KrutiDev010".
    """
    return _NO_LETTER_OR_DIGIT.sub("", _SUBSET.sub("", font).lower())


def layout_of(font: str) -> Layout | None:
    """The layout of a font; None for one that is no legacy font, or one of another layout.

    Args:
        font: As for `plain_name`.
    """
    name = plain_name(font)
    return next((layout for beginning, layout in _LAYOUTS.items() if name.startswith(beginning)), None)


def is_legacy(font: str) -> bool:
    """Whether a font is a legacy font by its name.

    Args:
        font: As for `plain_name`.
    """
    return layout_of(font) is not None or plain_name(font).startswith(_OTHERS)
