"""What is found in running text: a value, where it stands, and how well the print has the form of such a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from classify.cues import Token
from classify.digits import is_mixed
from classify.fields import make_field
from classify.layout import join
from classify.likeness import is_ill_formed
from classify.passages import Passage
from nasti.model import Field


@dataclass(frozen=True, slots=True)
class Mention:
    """A value found in the text of a page.

    Attributes:
        name: Which mention of `nasti.model.Paper.mentions` it is.
        value: Canonical.
        fit: How well the print has the form of such a value, 0 to 1.
        start: Where it begins in the text.
        end: Where it ends, exclusive.
        label: How alike the word that announces it is to a known one, 0 to 1.
    """

    name: str
    value: str
    fit: float
    start: int
    end: int
    label: float = 1.0

    def as_field(self, passage: Passage) -> Field:
        """The value with its evidence.

        Args:
            passage: The text it was found in.
        """
        words = passage.held(self.start, self.end)
        fit = self.fit * (_MIXED_DIGITS_FIT if is_mixed(join(words)) else 1.0)
        return make_field(self.value, words, passage.position, label=self.label, fit=fit)


_DIGIT_INSIDE = re.compile("[A-Za-z][0-9]|[0-9][A-Za-z]")
_ILL_FORMED_FIT = 0.6


def spelling_fit(name: str) -> float:
    """How far the spelling of a name can be trusted, 0 to 1: signs that no word has were read for others.

    Args:
        name: As printed.
    """
    return _ILL_FORMED_FIT if is_ill_formed(name) or _DIGIT_INSIDE.search(name) else 1.0


_MIXED_DIGITS_FIT = 0.75
"""Trust in digits of both scripts in one number: some were read by their shape, some by their value."""

Finder = Callable[[str, tuple[Token, ...]], Iterator[Mention]]
"""What finds the mentions of a kind in a text with digits 0-9 and its words."""
