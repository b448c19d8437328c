"""Digits as a machine reads them: both scripts, lookalike letters, and the shapes that both scripts share."""

from __future__ import annotations

import re

from nasti import hindi

DEVANAGARI = "०१२३४५६७८९"
LOOKALIKES = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "B": "8", "S": "5", "Z": "2"},
)
"""Letters read for digits."""

_RUN = re.compile(f"[0-9{DEVANAGARI}](?:[./-]?[0-9{DEVANAGARI}])+")
_SHAPES_IN_LATIN = str.maketrans({"०": "0", "१": "9", "२": "2", "३": "3"})
_SHAPES_IN_DEVANAGARI = str.maketrans({"9": "१"})


def one_script(text: str) -> str:
    """Text in which each number or date is of one script; of the same length.

    A number is printed in one script, so a digit of the other script was read by its shape: १ among Latin digits is
    a 9, and 9 among Devanagari digits is a १. Numbers with as many of one as of the other stay as they are.

    Args:
        text: As read.
    """
    return _RUN.sub(_settle, text)


def _settle(run: re.Match[str]) -> str:
    number = run[0]
    devanagari = sum(digit in DEVANAGARI for digit in number)
    latin = sum(digit.isascii() and digit.isdecimal() for digit in number)
    if 0 < devanagari < latin:
        return number.translate(_SHAPES_IN_LATIN)
    if 0 < latin < devanagari:
        return number.translate(_SHAPES_IN_DEVANAGARI)
    return number


def to_ascii(text: str) -> str:
    """Text with every digit as 0-9, runs of mixed script settled by shape; of the same length.

    Args:
        text: As read.
    """
    return hindi.ascii_digits(one_script(text))


_NUMBER = re.compile(f"[0-9{DEVANAGARI}][0-9{DEVANAGARI}.,/-]*")


def is_mixed(text: str) -> bool:
    """Whether a number in a text has digits of both scripts, so that some were misread.

    Args:
        text: As read.
    """
    return any(_HAS_LATIN.search(number) and _HAS_DEVANAGARI.search(number) for number in _NUMBER.findall(text))


_HAS_LATIN, _HAS_DEVANAGARI = re.compile("[0-9]"), re.compile(f"[{DEVANAGARI}]")
