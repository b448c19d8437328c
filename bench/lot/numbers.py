"""File numbers in the forms that offices write, Hindi and English."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Literal

from nasti.hindi import number_key
from pages.wording import DEVANAGARI_DIGITS

Language = Literal["hi", "en", "mixed"]

Form = Callable[[random.Random, int], str]
"""Writes a number of a nasti that was opened in some year."""

HEADS = ("2", "5", "6", "12", "19", "27", "68", "70", "74", "82")


def _serial(chance: random.Random) -> int:
    return chance.randint(12, 480)


def _span(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


_HINDI: tuple[Form, ...] = (
    lambda c, y: f"{_serial(c)}/अ-{c.choice(HEADS)}/{_span(y)}",
    lambda c, y: f"{_serial(c):04d}/अ-{c.choice(HEADS)}/{_span(y)}",
    lambda c, y: f"एफ {c.randint(1, 29)}-{c.randint(12, 190)}/{y}/सात-1",
    lambda c, y: f"{_serial(c)}/अ-{c.choice(HEADS)} वर्ष {_span(y)}",
    lambda c, y: f"{_serial(c)}/ब-121/{_span(y)}".translate(DEVANAGARI_DIGITS),
    lambda c, y: f"एफ {c.randint(2, 9)}-{c.randint(12, 99)}/सात-1/{y}",
    lambda c, y: f"{_serial(c)}/स्था/{y}",
    lambda c, y: f"{_serial(c)}/अ-{c.choice(HEADS)}(अ)/{_span(y)}".translate(DEVANAGARI_DIGITS),
    lambda c, y: f"एफ {c.randint(2, 9)}-{c.randint(12, 99)}/{y}/सात/शा 6",
    lambda c, y: f"{_serial(c)}/री-1/{y}",
)
_ENGLISH: tuple[Form, ...] = (
    lambda c, y: f"F {c.randint(2, 9)}-{c.randint(12, 99)}/{y}/PWD/{c.randint(2, 9)}",
    lambda c, y: f"{_serial(c)}/A-{c.choice(HEADS)}/{y}-{y + 1}",
    lambda c, y: f"A-{c.randint(21001, 21090)}({c.randint(1, 9)})/{c.randint(2, 19)}/{y}/DFG",
    lambda c, y: f"{_serial(c)}/A/{c.choice(HEADS)}/{_span(y)}",
    lambda c, y: f"N-{c.randint(11011, 11099)}/{c.randint(2, 19)}/{y}-ARC",
    lambda c, y: f"RN/{c.randint(12, 99)}/R/A-{c.choice(HEADS)}/{c.randint(12, 99)}/{y}",
)
_FORMS = {"hi": _HINDI, "en": _ENGLISH}
REVENUE = _HINDI[0]
"""The form that is written most: a serial, a head of revenue cases, a span of years."""


class Numbers:
    """Deals out file numbers, form after form; no two are the same nasti's.

    Args:
        chance: Where serials come from.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._given: set[str] = set()
        self._count = {"hi": 0, "en": 0}

    def deal(self, language: Language, year: int, form: Form | None = None) -> str:
        """The next number.

        Args:
            language: Of the nasti.
            year: When it was opened.
            form: How it is written; the next form of its language where None.
        """
        key = "en" if language == "en" else "hi"
        if form is None:
            form = _FORMS[key][self._count[key] % len(_FORMS[key])]
            self._count[key] += 1
        while True:
            number = form(self._chance, year)
            canonical = number_key(number)
            if canonical is None:
                raise ValueError(f"{number} is not known for a file number")
            if canonical not in self._given:
                self._given.add(canonical)
                return number
