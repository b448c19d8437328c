"""Makes up the words of offices that hold numbers, and others that must not be taken for numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

HINDI_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")
BRANCHES = ("अ", "ब", "भू-अ.", "स्था.", "वित्त", "री", "नजूल", "राजस्व", "शि.", "वि.", "निर्माण", "लेखा", "सा.", "क", "ख", "ग")
BRANCHES_EN = ("Estt", "Rev.", "Acctt", "LA", "A", "B", "Gen.", "PWD", "Vig.", "Legal", "Fin", "a", "b", "c")
HEADS = ("क्र.", "क्रमांक", "सं.", "एफ", "नस्ती", "प्र.क्र.", "पत्र", "क्र./", "संख्या-")
HEADS_EN = ("No.", "F.No.", "Lr.No.", "D.O.", "F.", "No", "File-", "Case")
MONEY, MONEY_EN = ("रु.", "₹", "रू.", "रुपये"), ("Rs.", "₹", "Rs", "INR")
TAILS = ("", "", "", "", "", "", ",", ".", ",", "।", ")", ":", ";", "-", "/-", "को", "से", "में", "%")
ENGLISH = (Path(__file__).parent / "english.txt").read_text(encoding="utf-8").split()
"""Common words, and words whose letters are easily taken for digits."""


def draw_word(chance: random.Random) -> str:
    """One word: four in five have a number in them."""
    hindi = chance.random() < 0.55
    if chance.random() < 0.2:
        return chance.choice(_hindi_words() if hindi else ENGLISH) + chance.choice(TAILS[:13])
    text = chance.choice(KINDS)(chance, hindi)
    if chance.random() < 0.5:
        text += chance.choice(TAILS)
    if chance.random() < 0.06:
        text = "(" + text + ("" if chance.random() < 0.5 else ")")
    # Hindi papers write either script's digits; English ones never Devanagari.
    return text.translate(HINDI_DIGITS) if hindi and chance.random() < 0.72 else text


def _digits(chance: random.Random, fewest: int, most: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(chance.randint(fewest, most)))


def _year(chance: random.Random) -> str:
    return str(chance.randint(1940, 2029))


def _year_range(chance: random.Random, hindi: bool) -> str:
    year = chance.randint(1940, 2029)
    return f"{year}-{year + 1}" if chance.random() < 0.2 else f"{year}-{(year + 1) % 100:02d}"


def _date(chance: random.Random, hindi: bool) -> str:
    mark = chance.choice("./-")
    pad = chance.random() < 0.7
    day, month = (f"{number:02d}" if pad else str(number) for number in (chance.randint(1, 31), chance.randint(1, 12)))
    year = _year(chance)
    return mark.join((day, month, year[2:] if chance.random() < 0.25 else year))


def _file(chance: random.Random, hindi: bool) -> str:
    branch = chance.choice(BRANCHES if hindi else BRANCHES_EN)
    if chance.random() < 0.5:
        branch += chance.choice(("-", "")) + _digits(chance, 1, 3)
    parts = [_digits(chance, 1, 5), branch, _year(chance) if chance.random() < 0.6 else _year_range(chance, hindi)]
    if chance.random() < 0.2:
        parts.insert(2, chance.choice(BRANCHES if hindi else BRANCHES_EN))
    if chance.random() < 0.15:
        del parts[1]
    head = chance.choice(HEADS if hindi else HEADS_EN) if chance.random() < 0.3 else ""
    return head + "/".join(parts)


def _series(chance: random.Random, hindi: bool) -> str:
    return f"{_digits(chance, 1, 2)}-{_digits(chance, 1, 3)}/{_year(chance)}/{_digits(chance, 1, 2)}"


def _amount(chance: random.Random, hindi: bool) -> str:
    digits = str(chance.randint(1, 9)) + _digits(chance, 2, 7)
    head, tail = digits[:-3], digits[-3:]
    while len(head) > 2:
        head, tail = head[:-2], f"{head[-2:]},{tail}"
    text = (f"{head},{tail}" if head else tail) + chance.choice((".00", ".50", "", "/-", f".{_digits(chance, 2, 2)}"))
    return (chance.choice(MONEY if hindi else MONEY_EN) if chance.random() < 0.25 else "") + text


def _decimal(chance: random.Random, hindi: bool) -> str:
    return f"{_digits(chance, 1, 3)}.{_digits(chance, 1, 3)}"


def _plot(chance: random.Random, hindi: bool) -> str:
    parts = [_digits(chance, 1, 4), _digits(chance, 1, 2), chance.choice("कखग" if hindi else "abc")]
    return "/".join(parts[: chance.choice((2, 2, 2, 3))])


def _clause(chance: random.Random, hindi: bool) -> str:
    inside = _digits(chance, 1, 2) if chance.random() < 0.7 else chance.choice("कखग" if hindi else "abc")
    return f"{_digits(chance, 1, 3)}({inside})"


def _item(chance: random.Random, hindi: bool) -> str:
    number = _digits(chance, 1, 2)
    return chance.choice((f"{number}.", f"({number})", f"{number})", f"{number}-", number))


def _whole(chance: random.Random, hindi: bool) -> str:
    return _digits(chance, 2, 8)


def _four(chance: random.Random, hindi: bool) -> str:
    return _year(chance)


def _phone(chance: random.Random, hindi: bool) -> str:
    return f"0{_digits(chance, 2, 4)}-{_digits(chance, 6, 7)}"


def _abbreviation(chance: random.Random, hindi: bool) -> str:
    return chance.choice(("छ०ग०", "म०प्र०", "उ०प्र०", "रा०नि०मं०", "प०ह०नं०")) if hindi else _decimal(chance, hindi)


def _soup(chance: random.Random, hindi: bool) -> str:
    """Digits and signs in any order, so that no pattern is learnt for the picture."""
    return "".join(
        chance.choice("0123456789") if chance.random() < 0.8 else chance.choice("/-.,():")
        for _ in range(chance.randint(2, 11))
    )


def _letters(chance: random.Random, hindi: bool) -> str:
    branch = chance.choice(BRANCHES if hindi else BRANCHES_EN)
    return branch + chance.choice(("-", "", "/")) + _digits(chance, 1, 4)


KINDS: Sequence[Callable[[random.Random, bool], str]] = (
    _whole, _whole, _four, _year_range, _date, _date, _date, _file, _file, _file, _series, _amount, _amount, _amount,
    _decimal, _decimal, _plot, _plot, _clause, _item, _phone, _abbreviation, _soup, _soup, _soup, _soup, _soup,
    _letters,
)  # fmt: skip


@cache
def _hindi_words() -> tuple[str, ...]:
    lines = (resources.files("nasti") / "lexicon" / "hindi.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))[:6000]
