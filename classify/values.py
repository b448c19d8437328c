"""Values of fields from the words that hold them: numbers, dates, names of offices, counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from classify.dates import EARLIEST_YEAR, LATEST_YEAR, full_year, read_dates
from classify.digits import LOOKALIKES, to_ascii
from classify.fields import known_confidence, make_field, mean_confidence
from classify.layout import has_letters, join, tidy
from classify.numbers import read_number
from classify.tables import Authority, recognise
from nasti.model import Field, Word


class Value(NamedTuple):
    """A value found among words.

    Attributes:
        value: Canonical.
        fit: How well the print has the form of such a value, 0 to 1.
        words: Those of the given words that hold it.
        reading: How likely they were read well enough; None where all must be right.
    """

    value: str | int
    fit: float
    words: tuple[Word, ...]
    reading: float | None = None

    def as_field(self, position: int, label: float = 1.0) -> Field:
        """The value with its evidence.

        Args:
            position: Of the sheet, in the sequence that is understood.
            label: How alike its label is to a known one, 0 to 1.
        """
        return make_field(self.value, self.words, position, label=label, fit=self.fit, reading=self.reading)


def covering(words: Sequence[Word], start: int, end: int) -> tuple[Word, ...]:
    """The words that hold a stretch of their joined text; at least one.

    Args:
        words: In order.
        start: Where the stretch begins in `join` of the words.
        end: Where it ends, exclusive.
    """
    inside, offset = [], 0
    for word in words:
        if offset < end and offset + len(word.text) > start:
            inside.append(word)
        offset += len(word.text) + 1
    return tuple(inside) or tuple(words[:1])


def number_value(words: Sequence[Word]) -> Value | None:
    """The file or letter number that words hold.

    Args:
        words: In order.
    """
    number = read_number(join(words))
    if number and number.value:
        fit = number.fit * (_STRANGE if _is_strange(number.value) else 1.0)
        return Value(number.value, fit, covering(words, number.start, number.end))
    return None


_STRANGE = 0.6
_IN_DIGITS = re.compile(r"[0-9][\u0900-\u0963]|[\u0900-\u0963][0-9]|[0-9]{2}[A-Za-z][0-9]|(?<=/)[12][0-9]{4}(?![0-9])")
_MARK_ALONE = re.compile(r"(?:^|[/\-. ])[\u0900-\u0903\u093a-\u094f]")
_BEGINS_WITH_YEAR = re.compile(r"(?:19|20)[0-9]{2}/.+/")
"""What is left of a number whose beginning was lost: 1983/सात/27."""
_REVENUE_HEAD = re.compile(r"(?<=/)[अब](?=[0-9])")


def _is_strange(number: str) -> bool:
    """Whether a number has what no office writes: a letter among digits, a sign alone, a year of five digits."""
    plain_number = _REVENUE_HEAD.sub("", number)
    return bool(
        _IN_DIGITS.search(plain_number) or _MARK_ALONE.search(plain_number) or _BEGINS_WITH_YEAR.match(plain_number)
    )


def date_value(words: Sequence[Word], near_year: int | None) -> Value | None:
    """The first date that words hold.

    Args:
        words: In order.
        near_year: A year that two-digit years lie close to.
    """
    text = join(words)
    dates = read_dates(text, near_year=near_year, damaged=True)
    if not dates:
        return _strewn_date(words, text, near_year)
    best = max(dates, key=lambda date: (date.fit, -date.start))
    far = near_year is not None and int(best.iso[:4]) - near_year not in _NEAR_YEARS
    return Value(best.iso, best.fit * (_FAR if far else 1.0), covering(words, best.start, best.end))


def _strewn_date(words: Sequence[Word], text: str, near_year: int | None) -> Value | None:
    """A date among whose digits a letter or two was read."""
    cleared = _AMONG_DIGITS.sub("", to_ascii(text))
    dates = read_dates(cleared, near_year=near_year, damaged=True) if cleared != text else []
    if len(dates) != 1:
        return None
    return Value(dates[0].iso, _STREWN * dates[0].fit, tuple(words))


_AMONG_DIGITS = re.compile("(?<=[0-9./-])[\u0900-\u0963A-Za-z]{1,2}(?=[0-9./-]|$)")
_STREWN = 0.5
_NEAR_YEARS, _FAR = range(-3, 11), 0.5
"""Years of a nasti's papers after its own, and the trust in dates of other years."""


_YEAR = re.compile(r"(?<![0-9])([0-9OolI]{4}|[0-9]{2})(?:\s*[-–/]\s*[0-9]{2,4})?(?![0-9])")


def year_value(words: Sequence[Word]) -> Value | None:
    """The year that words hold; of a span of years the first.

    Args:
        words: In order.
    """
    text = to_ascii(join(words))
    for match in _YEAR.finditer(text):
        digits = match[1].translate(LOOKALIKES)
        year = full_year(int(digits), None) if len(digits) == 2 else int(digits)
        if EARLIEST_YEAR <= year <= LATEST_YEAR:
            fit = 0.6 if len(digits) == 2 else (1.0 if digits == match[1] else 0.75)
            return Value(year, fit, covering(words, match.start(), match.end()))
    return None


MOST_PAGES = 1500
"""Pages that a part of a nasti may have."""
_COUNT = re.compile(r"(?<![0-9])[0-9]{1,4}(?![0-9])")


def count_value(words: Sequence[Word]) -> Value | None:
    """The number of pages that words hold; of a span of pages its end.

    Args:
        words: In order.
    """
    found = list(_COUNT.finditer(to_ascii(join(words))))
    if not found or int(found[-1][0]) > MOST_PAGES:
        return None
    return Value(
        int(found[-1][0]), 1.0 if len(found) == 1 else 0.8, covering(words, found[-1].start(), found[-1].end())
    )


_PERIOD = re.compile(r"(?<![0-9])([0-9]{1,2})\s*(वर्ष|साल|years?|yrs?)", re.IGNORECASE)
_PERIOD_ALONE = re.compile(r"[^0-9A-Za-z\u0904-\u0939]*([0-9]{1,2})\s*\S{0,6}")


def retention_value(words: Sequence[Word]) -> Value | None:
    """The retention class that words hold: a number of years, or a class by its name.

    Args:
        words: In order.
    """
    text = to_ascii(join(words))
    period = _PERIOD.search(text)
    if period:
        return Value(f"{int(period[1])} वर्ष", 1.0, covering(words, period.start(), period.end()))
    damaged = _PERIOD_ALONE.fullmatch(text)
    if damaged:
        return Value(f"{int(damaged[1])} वर्ष", 0.6, tuple(words))
    return name_value("retention", words)


def name_value(table: Authority, words: Sequence[Word]) -> Value | None:
    """The name that words are: canonical where the table has it, else as read with less fit.

    The better the words were read, the more alike they must be: a clear print that differs is another name.

    Args:
        table: Which names.
        words: In order.
    """
    words = tuple(word for word in words if has_letters(word.text))
    text = tidy(join(words))
    if not text:
        return None
    clarity = (mean_confidence(words) + min(word.confidence for word in words)) / 2
    known = recognise(table, text, at_least=0.66 + 0.24 * clarity)
    if known:
        return Value(known[0], 0.5 + 0.5 * known[1], words, known_confidence(words))
    for word in _LAST_WORDS.get(table, ()):
        if whole := recognise(table, f"{text} {word}", at_least=_WITHOUT_LAST):
            return Value(whole[0], 0.85 * whole[1], words, known_confidence(words))
    return Value(text, 0.7, words)


_LAST_WORDS: Mapping[Authority, tuple[str, ...]] = {
    "sections": ("शाखा", "कक्ष", "Section"),
    "departments": ("विभाग", "Department"),
}
"""Words that are said with the label already, or were not read: a name is known without them."""
_WITHOUT_LAST = 0.95


def subject_value(words: Sequence[Word]) -> Value | None:
    """The subject that words are.

    Args:
        words: In order.
    """
    text = tidy(join(words))
    return Value(text, 1.0, tuple(words), mean_confidence(words)) if has_letters(text) else None


_HEAD = re.compile(r"(?<![A-Za-z\u0904-\u0963])(अ|ब|A|B)\s*[-–./]?\s*([0-9]{1,3}(?:\s?\([^()\s]{1,3}\))?)")
_HEAD_LETTERS = {"A": "अ", "B": "ब"}


def head_value(words: Sequence[Word]) -> Value | None:
    """The head of revenue cases that words hold, as अ-27.

    Args:
        words: In order.
    """
    text = to_ascii(join(words))
    match = _HEAD.search(text)
    if match is None:
        return None
    letter = _HEAD_LETTERS.get(match[1], match[1])
    return Value(f"{letter}-{match[2].replace(' ', '')}", 1.0, covering(words, match.start(), match.end()))


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_IN_WORDS = {"एक": 1, "प्रथम": 1, "दो": 2, "द्वितीय": 2, "तीन": 3, "तृतीय": 3, "चार": 4}


def volume_value(words: Sequence[Word]) -> Value | None:
    """The number of the volume that words hold.

    Args:
        words: In order.
    """
    for word in words:
        text = tidy(to_ascii(word.text)).strip("()").lower()
        number = int(text) if re.fullmatch("[0-9]{1,2}", text) else _ROMAN.get(text) or _IN_WORDS.get(text)
        if number:
            return Value(number, 1.0, (word,))
    return None
