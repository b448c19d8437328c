"""The letters that a paper answers or names: their numbers and dates, paired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile

from classify.cues import Token
from classify.dates import DateRead, read_dates
from classify.likeness import plain
from classify.mention import Mention
from classify.numbers import NumberRead, read_number
from classify.passages import Passage

NUMBER, DATE = "reference_number", "reference_date"

_REACH = 90
"""Characters behind a label within which its value must begin."""
_NEAR_LABEL = 6
"""Characters between a label and its number at most."""
_PLACE_BETWEEN = 24
"""Characters between a number and the date's label: the place of writing."""
_ROWS_OF_REFERENCES = 6
_PLAIN_FIT = 0.95
"""A bare number behind a label's word is one of a letter more often than in other places."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A letter named by another.

    Attributes:
        number: Of the letter.
        date: Of the letter; None where none stands beside the number.
    """

    number: Mention
    date: Mention | None


def find_references(
    passage: Passage, tokens: Sequence[Token], near_year: int | None, body_from: int
) -> Iterator[Reference]:
    """The letters that a page names, in order: behind संदर्भ, and where पत्र क्रमांक stands in the text.

    Args:
        passage: Of the page.
        tokens: Its words.
        near_year: A year that two-digit years lie close to.
        body_from: Where the text begins: what stands above it are the page's own number and date.
    """
    zone = _zone(passage, tokens)
    end = -1
    for index, token in enumerate(tokens):
        inside = zone is not None and zone[0] <= token.start < zone[1]
        if not (inside or token.start >= body_from) or token.cue not in ("number", "letter"):
            continue
        goes_on = end >= 0 and _AND.fullmatch(passage.text, end, token.start) is not None
        begun = goes_on or _begins_number(passage.text, tokens, index, inside=inside)
        number = _number_behind(passage.text, tokens, index) if begun else None
        if number:
            date = _date_behind(passage.text, tokens, number.end, near_year)
            date = date or _date_before(passage.text, tokens, index, near_year)
            end = max(number.end, date.end if date else 0)
            yield Reference(number, date)


_AND = re.compile(r"[\s,;]*(?:एवं|तथा|व|और|and)?\s*")


def _zone(passage: Passage, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Where the references stand: from their label on, as long as rows are numbered or name a letter."""
    for token in tokens:
        if token.cue == "reference" and token.start - _row_start(passage, token.start) <= _LABEL_INSET:
            row = passage.row_starts.index(_row_start(passage, token.start))
            bounds = [*passage.row_starts[row + 1 :], len(passage.text)]
            rows = pairwise(bounds)
            below = takewhile(lambda bound: _names_letter(passage.text, tokens, *bound), rows)
            return token.end, max([bounds[0], *(end for _, end in islice(below, _ROWS_OF_REFERENCES))])
    return None


def _names_letter(text: str, tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a row goes on with references."""
    cues = {token.cue for token in tokens if start <= token.start < end}
    return bool(_ENUMERATED.match(text, start) or ("letter" in cues and cues & {"number", "date"}))


_ENUMERATED = re.compile(r"\(?[0-9]{1,2}\s?[.)]\s")
_LABEL_INSET = 4


def _row_start(passage: Passage, place: int) -> int:
    return max(start for start in passage.row_starts if start <= place)


def _begins_number(text: str, tokens: Sequence[Token], index: int, *, inside: bool) -> bool:
    """Whether the number of a letter stands behind a word."""
    token = tokens[index]
    if token.cue == "letter":
        return inside and bool(_DIGIT_FOLLOWS.match(text, token.end))
    before = tokens[max(0, index - 2) : index]
    named = any(other.cue == "letter" for other in before) or plain(token.text).startswith(_LETTER_WORD)
    return named or (inside and not any(_OTHER_NUMBER.search(other.text) for other in before[-1:]))


_LETTER_WORD = plain("पत्र")
_DIGIT_FOLLOWS = re.compile(r"[\s:.\-–/]{0,3}(?:एफ|F)?[\s.\-]{0,2}[0-9]")
_OTHER_NUMBER = re.compile("प्रकरण|खसरा|मोबाइल|दूरभाष|फोन|खाता|वार्ड|हल्का|case|phone|mobile|account", re.IGNORECASE)


def _number_behind(text: str, tokens: Sequence[Token], index: int) -> Mention | None:
    marks = _LEADING_MARKS.match(text, tokens[index].end)
    start = marks.end() if marks else tokens[index].end
    stops = (token.start for token in tokens[index + 1 :] if token.cue in ("date", "letter", "closing", "reference"))
    segment = text[start : min(next(stops, len(text)), start + _REACH)]
    number = _first_number(segment)
    if number is None or not number.value:
        return None
    fit = _PLAIN_FIT if number.form == "plain" else number.fit
    return Mention(NUMBER, number.value, fit, start + number.start, start + number.end, tokens[index].likeness)


_LEADING_MARKS = re.compile(r"[\s:.\-–/|(]*")
_BARE = re.compile(r"[0-9]{1,7}(?![0-9/\-A-Za-z\u0900-\u0963]|\.[0-9])")


def _first_number(segment: str) -> NumberRead | None:
    """The number that begins a segment; a bare one where no form of more parts does."""
    number = read_number(segment)
    if number and number.start <= _NEAR_LABEL:
        return number
    bare = _BARE.match(segment)
    return NumberRead(bare[0], "plain", _PLAIN_FIT, None, bare.start(), bare.end()) if bare else None


def _date_behind(text: str, tokens: Sequence[Token], end: int, near_year: int | None) -> Mention | None:
    """The date that stands behind a number: behind its label, or right beside it."""
    label = next((token for token in tokens if token.start >= end), None)
    skipped = [token for token in tokens if token.start >= end][:3]
    label = next((token for token in skipped if token.cue == "date"), None)
    if (
        label
        and label.start - end <= _PLACE_BETWEEN
        and not any(token.cue in ("number", "letter") for token in skipped if token.start < label.start)
    ):
        return _dated(text, label.end, near_year, label.likeness, damaged=True)
    return _dated(text, end, near_year, 1.0, damaged=False)


def _date_before(text: str, tokens: Sequence[Token], index: int, near_year: int | None) -> Mention | None:
    """The date of पत्र दिनांक 2.4.94 क्रमांक 691."""
    label = tokens[index - 1] if index else None
    if label is None or label.cue != "date" or index < 2 or tokens[index - 2].cue != "letter":
        return None
    date = _dated(text, label.end, near_year, label.likeness, damaged=True)
    return date if date and not text[date.end : tokens[index].start].strip(" ,;") else None


_BESIDE = 3


def _dated(text: str, start: int, near_year: int | None, label: float, *, damaged: bool) -> Mention | None:
    dates = read_dates(text[start : start + _DATE_REACH], near_year=near_year, damaged=damaged)
    first: DateRead | None = dates[0] if dates else None
    if first is None or first.start > (_NEAR_LABEL if damaged else _BESIDE):
        return None
    return Mention(DATE, first.iso, first.fit, start + first.start, start + first.end, label)


_DATE_REACH = 40
