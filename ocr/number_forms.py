"""Puts numbers together that fell apart, and apart what sticks together, by the forms that offices write.

A date ends in its year, a file number too; none goes on with a date. What stands so is one number or two, however
narrow or wide the gap is that the recogniser saw.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nasti.model import Word
from ocr.repair import change_text, join_words

_DAYS, _MONTHS = 31, 12

_GAP = 1.1
"""How far apart the pieces of a number stand at most, in heights of the lower one. Source: six on a tuning set, 0.13
to 1.0; columns of figures stand 1.3 and more apart."""

_DATE = r"(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?:\d{4}|(?<![.])\d{2})"
_WHOLE_DATE = re.compile(_DATE + "[,.;।)]?")
"""Between points a year has four digits: 2. 3.75 may be a paragraph and an amount."""

_DATE_PIECE = re.compile(r"\d{1,2}(?:[./-]\d{1,2})?[./-]?")
_COMMA_FOR_SIGN = re.compile(r"(\d{1,2}([./-])\d{1,2}),")
"""What a date breaks off with, and a date up to its year, behind which a comma was read."""

_NUMBER_AND_DATE = re.compile(rf"(\d{{1,6}})/({_WHOLE_DATE.pattern})")
_NUMBER_AND_LABEL = re.compile(r"(.*/\d{4})[-–—](दिना[ंँ]क)")
"""Source: three and one on five tuning sets, 16 thousand words with digits; none is printed without a space."""

_BEFORE_YEAR, _YEAR = re.compile(r"(\d+(?:/[ऀ-ॿ-]+\.?)*/[ऀ-ॿ-]+)([.,]?)"), re.compile(r"([.,]?)(/\d{4}[,।)]?)")
"""A file number up to the letters of its section, and its year; the point between them may be read as a comma."""

_LABEL, _FILE_NUMBER = re.compile(r".*क्रमांक/"), re.compile(r"\d+/.*\d{4}[,।)]?")

_PLOT, _PART = re.compile(r"(?<=\d/)(?:के|र|T)$"), {"के": "क", "र": "ख", "T": "ग"}
"""The part of a plot is one of the first letters alone, 261/7/क; and what they are misread as."""


def mend_forms(words: Sequence[Word]) -> tuple[Word, ...]:
    """Mend the numbers of a page by their form.

    Args:
        words: Of one page, in reading order.
    """
    joined: list[Word] = []
    for word in words:
        text = _join(joined[-1], word) if joined and joined[-1].line == word.line else None
        if text is None:
            joined.append(word)
        else:
            joined[-1] = join_words((joined[-1], word), text)
    plots = [change_text(word, _PLOT.sub(lambda part: _PART[part.group()], word.text)) for word in joined]
    return tuple(part for word in plots for part in _part(word))


def _join(before: Word, word: Word) -> str | None:
    """What two words are as one number; None where they are two."""
    high = min(one.box[3] - one.box[1] for one in (before, word))
    if not -high / 2 < word.box[0] - before.box[2] < _GAP * high:
        return None
    text = _COMMA_FOR_SIGN.sub(r"\1\2", before.text) + word.text
    if _DATE_PIECE.fullmatch(text[: -len(word.text)]) and _is_date(text):
        return text
    number, year = _BEFORE_YEAR.fullmatch(before.text), _YEAR.fullmatch(word.text)
    if number and year:
        return number[1] + "." * bool(number[2] or year[1]) + year[2]
    return text if _LABEL.fullmatch(before.text) and _FILE_NUMBER.fullmatch(word.text) else None


def _is_date(text: str) -> bool:
    date = _WHOLE_DATE.fullmatch(text)
    return date is not None and 1 <= int(date["day"]) <= _DAYS and 1 <= int(date["month"]) <= _MONTHS


def _part(word: Word) -> list[Word]:
    """The words that one is: a number, a stroke and a date, or a number and what stands before the date."""
    both, labelled = _NUMBER_AND_DATE.fullmatch(word.text), _NUMBER_AND_LABEL.fullmatch(word.text)
    if both and _is_date(both[2]):
        texts = [both[1], "/", both[2]]
    elif labelled:
        texts = [labelled[1], labelled[2]]
    else:
        return [word]
    left, top, right, bottom = word.box
    room = (right - left) / len(word.text)
    parts, start = [], 0
    for text in texts:
        start = word.text.index(text, start)
        box = (left + round(start * room), top, left + round((start + len(text)) * room), bottom)
        parts.append(replace(change_text(word, text), box=box))
        start += len(text)
    return parts
