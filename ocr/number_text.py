"""What the number reader can say: digits of both scripts, the signs of numbers, and that there is something else."""

from __future__ import annotations

import re

OTHER = "□"
"""Anything else, of any length: letters, signs that no number has."""

SIGNS = "0123456789०१२३४५६७८९/-.,():।" + OTHER
"""In the order of the network's classes; class 0 is none of them."""

_OTHERS = re.compile(f"[^{re.escape(SIGNS)}]+")
_PIECES = re.compile(f"[{re.escape(SIGNS)}]|{_OTHERS.pattern}")
_DASHES = str.maketrans("–—−॰", "---०")


def as_signs(text: str) -> str:
    """A word as the number reader would say it.

    Args:
        text: NFC, without white space.
    """
    return _OTHERS.sub(OTHER, text.translate(_DASHES))


def part_signs(text: str) -> list[tuple[str, str]]:
    """The signs of `as_signs`, each with what of the word it stands for.

    Args:
        text: NFC, without white space.
    """
    pieces = _PIECES.findall(text.translate(_DASHES))
    starts = [sum(map(len, pieces[:place])) for place in range(len(pieces))]
    return [
        (piece if piece in SIGNS else OTHER, text[start : start + len(piece)])
        for piece, start in zip(pieces, starts, strict=True)
    ]


def of_either(pattern: str) -> str:
    """A pattern in which each # is a digit, for digits of either script; they never mix within a number.

    Args:
        pattern: A regular expression without groups that are numbered.
    """
    return f"(?:{pattern.replace('#', '[0-9]')}|{pattern.replace('#', '[०-९]')})"


GROUPS = "#{1,2}(?:,##)*,###"
"""A sum in groups of thousand, lakh and crore, for `of_either`."""

_SUM, _DATE, _AREA = GROUPS + "(?:\\.##)?(?:/-)?", "#{1,2}[./-]#{1,2}[./-](?:##){1,2}", "#{1,3}\\.#{2,3}"
_WHOLE = re.compile("|".join(map(of_either, (_SUM, _DATE, _AREA))))
_AROUND = ".,।:;!"


def is_whole(text: str) -> bool:
    """Whether a number is a sum in groups of thousand, lakh and crore, a date or an area, whole by its signs.

    Args:
        text: With or without punctuation around it.
    """
    return _WHOLE.fullmatch(text.strip(_AROUND)) is not None
