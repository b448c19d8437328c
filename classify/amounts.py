"""Amounts of money: रु. 1,25,000/-, Rs. 2.5 lakh, ५० हजार रुपये."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from classify.digits import LOOKALIKES

_D = "[0-9OolI]"
_PLAIN = rf"[0-9]{_D}*"
_NUMBER = (
    rf"(?P<number>[0-9]{_D}{{0,2}}(?:\s?[,.]\s?{_D}{{2}})*\s?[,.]\s?{_D}{{3}}(?:\.{_D}{{1,2}})?(?![0-9])"
    rf"|{_PLAIN}(?:\.{_D}{{1,2}})?)(?![0-9]|\s?%|[.,/\-:][^\s0-9]{{0,2}}[0-9]|[A-Za-z\u0900-\u0963]{{1,2}}[0-9,])"
)
_UNITS = {
    "सौ": 100, "हजार": 1000, "हज़ार": 1000, "लाख": 10**5, "करोड़": 10**7, "करोड": 10**7, "hundred": 100,
    "thousand": 1000, "lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "lacs": 10**5, "crore": 10**7, "crores": 10**7,
}  # fmt: skip
_UNIT_NAME = rf"(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![A-Za-z\u0900-\u0963])"
_UNIT = rf"(?P<units>\s*{_UNIT_NAME}(?:\s*[0-9]{{1,3}}\s*{_UNIT_NAME})*)?"
_UNIT_PARTS = re.compile(rf"([0-9]*)\s*({_UNIT_NAME})", re.IGNORECASE)
_RUPEES = (
    r"(?:₹|र[ुू](?:पय[ेाो]|पए|पया|पयों|प्ये|पये)(?![\u0900-\u0963])|र[ुू](?![\u0900-\u0963])[.०0]?|Rupees|INR"
    r"|Rs(?![A-Za-z])\.?)"
)
_ENDING_THERE = r"\s?/\s?[-=–—]"
_ENDING = r"(?P<ending>\s?/\s?[-=–—])?"
_BEFORE = re.compile(
    rf"(?<![A-Za-z\u0900-\u0963]){_RUPEES}[\s:.\-–—()]{{0,4}}(?:राशि\s*)?{_NUMBER}(?:{_ENDING_THERE}|{_UNIT}(?![A-Za-z\u0900-\u0963]))",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?<![0-9.,%/\-A-Za-z\u0900-\u0963]){_NUMBER}{_ENDING}{_UNIT}\s*{_RUPEES}(?![A-Za-z])", re.IGNORECASE
)
_ENDED = re.compile(rf"(?<![0-9.,%/\-A-Za-z\u0900-\u0963]){_NUMBER}\s?/\s?[-=–—](?![0-9A-Za-z\u0900-\u0963])")
_CALLED = re.compile(rf"राशि\s{{0,2}}[:\-]?\s?{_NUMBER}{_ENDING}{_UNIT}")
_GROUPED = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}")
_BY_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_GROUPED_BY_THOUSANDS = 0.85
_BADLY_GROUPED, _DOTS_FOR_COMMAS, _MENDED, _BY_ENDING = 0.6, 0.8, 0.75, 0.9


@dataclass(frozen=True, slots=True)
class AmountRead:
    """An amount found in text.

    Attributes:
        rupees: In digits without separators; with two digits of paise where it has paise: "125000", "12.50".
        fit: How well the print has the form of an amount, 0 to 1.
        start: Where it begins in the text.
        end: Where it ends, exclusive.
    """

    rupees: str
    fit: float
    start: int
    end: int


def read_amounts(text: str) -> list[AmountRead]:
    """The amounts in a text, in order, none overlapping; nought is none.

    Args:
        text: With digits 0-9.
    """
    found: list[AmountRead] = []
    for pattern, trust in ((_BEFORE, 1.0), (_BEHIND, 1.0), (_ENDED, _BY_ENDING), (_CALLED, _BY_ENDING)):
        for amount in _matches(pattern, text, trust):
            if all(amount.end <= other.start or amount.start >= other.end for other in found):
                found.append(amount)
    return sorted(found, key=lambda amount: amount.start)


_SMALL, _MAY_BE_CUT = 100, 0.85
"""A small sum that nothing ends, neither /- nor paise, may be the beginning of a larger one."""


def _matches(pattern: re.Pattern[str], text: str, trust: float) -> Iterator[AmountRead]:
    for match in pattern.finditer(text):
        number, fit = _number(match["number"])
        units = match.groupdict().get("units") or ""
        value = _multiply(number, units)
        if pattern is _BEFORE and value < _SMALL and match["number"] == match[0][-len(match["number"]) :]:
            fit *= _MAY_BE_CUT
        if value > 0 and not (pattern is _CALLED and not units and "," not in match["number"]):
            yield AmountRead(_write(value), trust * fit, match.start(), match.end())


def _number(printed: str) -> tuple[Decimal, float]:
    """The number that digits with marks are, and how well they are grouped."""
    closed = re.sub(r"\s", "", printed)
    digits = closed.translate(LOOKALIKES)
    fit = 1.0 if digits == closed else _MENDED
    whole, dot, paise = digits.rpartition(".")
    if not dot or len(paise) > 2 or ("." in whole and "," not in whole):
        whole, paise = digits, ""
    if "." in whole:
        whole, fit = whole.replace(".", ","), fit * _DOTS_FOR_COMMAS
    if "," in whole and not _GROUPED.fullmatch(whole):
        fit *= _GROUPED_BY_THOUSANDS if _BY_THOUSANDS.fullmatch(whole) else _BADLY_GROUPED
    return Decimal(whole.replace(",", "") + (f".{paise}" if paise else "")), fit


def _multiply(number: Decimal, units: str) -> Decimal:
    """A number of units, with what stands behind it in smaller ones: 12 करोड़ 50 लाख."""
    if not units:
        return number
    parts = ((Decimal(count) if count else number, _UNITS[unit.lower()]) for count, unit in _UNIT_PARTS.findall(units))
    return sum((count * unit for count, unit in parts), Decimal(0))


def _write(value: Decimal) -> str:
    return str(int(value)) if value == int(value) else f"{value:.2f}"
