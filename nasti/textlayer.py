"""The text that a PDF page brings with it: what the words of a page say before anybody has read its picture."""

from __future__ import annotations

from dataclasses import dataclass

from nasti.model import Box

UNMAPPED = "\ufffd"
"""Stands for a glyph of which the file does not say what it is."""


@dataclass(frozen=True, slots=True)
class LayerWord:
    """Characters that stand together on a page.

    Attributes:
        runs: Their text and the name of its font, as the file has them; a new run where the font changes.
        box: Pixels of the sheet's picture as it came; as high as the font, not as its ink.
        seen: Whether the file paints them; False for the invisible text of a recogniser.
        turn_deg: How far their line is turned counter-clockwise from upright on that picture: 0, 90, 180 or 270.
        field: Whether they are the value of a form field.
    """

    runs: tuple[tuple[str, str], ...]
    box: Box
    seen: bool = True
    turn_deg: int = 0
    field: bool = False

    @property
    def text(self) -> str:
        """What the file says they are."""
        return "".join(text for text, _ in self.runs)


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words of a page, in the order of the file, which is no reading order.

    Attributes:
        words: None is without text.
        pictures: Where the page paints pictures, pixels of the sheet's picture as it came.
    """

    words: tuple[LayerWord, ...]
    pictures: tuple[Box, ...] = ()
