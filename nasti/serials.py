"""Serial numbers of slips: short, and with a check character, so that a misread one is noticed."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTWXYZ"
"""Digits and the letters that no printed character is mistaken for: without I, L, O, U and V. Their number, 31, is
prime: the check character then finds every wrong character and every two that changed places."""

LENGTH = 7
"""Characters, the check character among them: one of 887 million serials, so that slips of two stores that come
together by mistake do not mean each other."""

_HOMELY = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})


def make_serial() -> str:
    """A serial drawn by chance."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + _check(drawn)


def is_serial(text: str) -> bool:
    """Whether this can be one of our serials: its check character fits."""
    if len(text) != LENGTH or any(character not in ALPHABET for character in text):
        return False
    return text[-1] == _check(text[:-1])


def tidy_serial(typed: str) -> str:
    """A serial as a person types it off a slip: small letters, gaps, O for 0 and I or L for 1 are set right."""
    return typed.strip().upper().translate(_HOMELY)


def _check(drawn: str) -> str:
    total = sum(place * ALPHABET.index(character) for place, character in enumerate(drawn, 1))
    return ALPHABET[total % len(ALPHABET)]
