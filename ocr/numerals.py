"""Settles the digits and separators of numbers by what the page and the pattern leave open.

A number is changed only where no other number can have been printed: two scripts in one word, a thirteenth month, a
year of a thousand years ago. Whatever stays open is left as it was read, and is not believed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from nasti.model import Word
from ocr.repair import change_text

_DOUBTED = 0.5

_MIXED = re.compile("(?=.*[0-9])(?=.*[०-९])")
_ALIKE_ITEM = re.compile("[०२३]{1,2}\\.")
_TWICE = re.compile("0०|०0|2२|२2|3३|३3|4५|५4|9१|१9|8४|४8")
"""One printed digit that was read in both scripts, or two digits: that stays open."""

_HINDI_DIGIT, _ASCII_DIGIT = re.compile("[४६७८९]"), re.compile("[145678]")
_FEWEST, _SURE_SHARE = 4, 0.9
"""Digits that are not taken for those of the other script: where a page has four and nine tenths of them are of one
script, it writes its numbers in that."""

_AS_ASCII = str.maketrans("०२३१५", "02394")
_AS_HINDI = str.maketrans("02398¥£", "०२३१४४६")
_NOUGHT = re.compile("(?<![A-Za-z])[oO]+(?![A-Za-z])")
"""Digits of the other script that a page's own are read as, by their shapes.
Source: a page of ASCII digits in each of 23 typefaces (9 as १ 38 times, 4 as ५ 27, 2 and 3 as २ and ३ 11, of some 6000
digits); for Devanagari ones six words of drawn pages."""

_STROKE = re.compile(r"^।(?=\.$|[0-9])|(?<=[0-9/.,])।(?=[0-9/])")
_FIRST_STROKE = re.compile("^।[0-9]")
"""A danda where only the digit 1 can be, or, before a number, the ruling of a cell."""

_DATE_DOTS = re.compile(
    "^([0-9]{1,2}|[०-९]{1,2})[.,:]([0-9]{1,2}|[०-९]{1,2})[.,:]([0-9]{4}|[०-९]{4})(?=[.।]?$|[^0-9०-९.,।])"
)
_AMOUNT = re.compile("^([0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}|[०-९]{1,2}(?:,[०-९]{2})*,[०-९]{3}),(?=[0-9]{2}$|[०-९]{2}$)")
_SHARE = re.compile("^([0-9]{1,3}|[०-९]{1,3}),(?=[0-9]{1,2}%|[०-९]{1,2}%)")
_ITEM = re.compile("^(?:[0-9]{1,2}|[०-९]{1,2})[,:;]$")
"""A date with dots, a sum with paise, a share in percent, the number of a paragraph: their separators are dots."""

_DATE = re.compile(r"(?<![0-9०-९])([0-9०-९]{1,2})([/.-])([0-9०-९]{1,2})\2([0-9०-९]{4}|[0-9०-९]{2})(?![0-9०-९])")
_YEAR = re.compile("(?<=/)[0-9०-९]{4}(?=$|/|-[0-9०-९]{2}(?![0-9०-९]))")
_ENDING = re.compile("([0-9०-९].*)/([0-9०-९]{4})(?=$|-[0-9०-९]{2}(?![0-9०-९]))")
_CASE = re.compile("^[0-9०-९]+/[^/]+/")
"""A number that ends in a year, unless it has another. Numbers of letters, plots and houses have four digits too, so
the page has to have the year as well; behind a number and a section (``12/अ-6/2003``) nothing but a year can stand."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2035

_TAKEN_FOR = ("069", "08", "17", "39", "38", "56", "68", "१९", "१२", "४५")
"""Digits that are read as one another."""


def settle_numbers(words: Sequence[Word]) -> tuple[tuple[Word, ...], int]:
    """Settle the digits and separators of the numbers of a page.

    Args:
        words: Of one page, in reading order.

    Returns:
        The words, and how many have another text now.
    """
    hindi = _writes_hindi_digits(words)
    settled = [_settle_script(word, hindi) for word in words]
    settled = [
        _settle_separators(word, first=not place or words[place - 1].line != word.line)
        for place, word in enumerate(settled)
    ]
    years = Counter(year for word in settled for year in _years(word.text) if _is_year(year))
    settled = [_settle_dates(word, years) for word in settled]
    return tuple(settled), sum(old.text != new.text for old, new in zip(words, settled, strict=True))


def _writes_hindi_digits(words: Sequence[Word]) -> bool | None:
    text = "".join(word.text for word in words)
    hindi, ascii_digits = len(_HINDI_DIGIT.findall(text)), len(_ASCII_DIGIT.findall(text))
    if max(hindi, ascii_digits) < max(_FEWEST, _SURE_SHARE * (hindi + ascii_digits)):
        return None
    return hindi > ascii_digits


def _settle_script(word: Word, hindi: bool | None) -> Word:
    mixed = bool(_MIXED.match(word.text))
    if hindi is None or not (mixed or (not hindi and _ALIKE_ITEM.fullmatch(word.text))):
        return word
    noughts = _NOUGHT.sub(lambda found: "०" * len(found.group()), word.text) if hindi else word.text
    text = noughts.translate(_AS_HINDI if hindi else _AS_ASCII)
    sure = not mixed or any(map(_is_year, _years(text)))
    if _MIXED.match(text) or (_TWICE.search(word.text) and not sure):
        return word
    settled = change_text(word, text)
    return settled if sure else _doubt(settled)


def _settle_separators(word: Word, *, first: bool) -> Word:
    text = _STROKE.sub("1", word.text)
    text = _DATE_DOTS.sub(_dot_date, text)
    text = _SHARE.sub(r"\1.", _AMOUNT.sub(r"\1.", text))
    settled = change_text(word, text[:-1] + "." if first and _ITEM.match(text) else text)
    return _doubt(settled) if _FIRST_STROKE.match(word.text) else settled


def _dot_date(found: re.Match[str]) -> str:
    """A date with dots; numbers between commas that are no date are a list, and stay."""
    day, month, year = found.groups()
    is_date = _is_day(day) and _is_month(month) and _is_year(year)
    return f"{day}.{month}.{year}" if is_date or "." in found.group() else found.group()


def _settle_dates(word: Word, years: Counter[str]) -> Word:
    text, sure = word.text, True
    if _MIXED.match(text):
        return word
    dates = list(_DATE.finditer(text))
    for found in dates:
        day, mark, month, year = found.groups()
        parts = [_settle(part, fits, years) for part, fits in ((day, _is_day), (month, _is_month), (year, _is_year))]
        if None not in parts:
            text = text[: found.start()] + mark.join(filter(None, parts)) + text[found.end() :]
        sure = sure and parts[:2] == [day, month] and parts[2] is not None
    ending = _ENDING.search(text)
    if ending and not dates and not any(map(_is_year, _years(text))):
        settled_year = _settle(ending[2], _is_year, years, alone=bool(_CASE.match(text)))
        sure = settled_year is not None
        text = text[: ending.start(2)] + (settled_year or ending[2]) + text[ending.end(2) :]
    settled = change_text(word, text)
    return settled if sure else _doubt(settled)


def _settle(number: str, fits: Callable[[str], bool], years: Counter[str], *, alone: bool = True) -> str | None:
    """What a number must have been to fit; None where that is open.

    Args:
        number: As read.
        fits: Whether a number can stand here.
        years: Those of the page.
        alone: Whether the only number that fits is believed, be it on the page or not.
    """
    if fits(number):
        return number
    near = {other for other in _near(number) if fits(other)}
    if not alone or len(near) != 1:
        near &= years.keys()
    return near.pop() if len(near) == 1 else None


def _doubt(word: Word) -> Word:
    return replace(word, confidence=min(word.confidence, _DOUBTED))


def _near(number: str) -> Iterator[str]:
    """The numbers of which one digit was taken for another."""
    for place, digit in enumerate(number):
        for group in _TAKEN_FOR:
            if digit in group:
                yield from (number[:place] + other + number[place + 1 :] for other in group if other != digit)


def _years(text: str) -> Iterator[str]:
    yield from (found.group() for found in _YEAR.finditer(text))
    yield from (found.group(4) for found in _DATE.finditer(text))


def _is_day(number: str) -> bool:
    return 1 <= int(number) <= 31


def _is_month(number: str) -> bool:
    return 1 <= int(number) <= 12


def _is_year(number: str) -> bool:
    return len(number) == 2 or _FIRST_YEAR <= int(number) <= _LAST_YEAR
