"""What on a page speaks for its kind: titles, labels, and the way its rows stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from classify.cover import count_labels
from classify.dates import read_dates
from classify.digits import to_ascii
from classify.labels import Label, labels_in, value_range
from classify.layout import Page, Row, join
from classify.likeness import likeness_needed, nearest, plain
from classify.looks import find_looks
from classify.tables import load

HEAD_DEPTH = 0.42
"""How far down a page its head can reach: letterhead, number, addressee, subject."""

NUMBERED_PARAGRAPH = re.compile(r"[0-9]{1,3}\s?[.)]")
"""How a numbered paragraph begins, with digits 0-9."""

_TITLE_WORDS = 8
_DIGITS = re.compile(r"[0-9]")
_SENTENCE_END = re.compile(r"[।.?!]\s*$")


@dataclass(frozen=True, slots=True)
class Signs:
    """What was found on a page.

    Attributes:
        strengths: By sign, 0 to 1; a sign that is not there is missing.
        headings: By kind: how alike the page's title is to one of that kind.
    """

    strengths: Mapping[str, float]
    headings: Mapping[str, float]


def find_signs(page: Page) -> Signs:
    """The signs on a page.

    Args:
        page: Any page.
    """
    strengths = {**_label_signs(page), **_row_signs(page), **find_looks(page)}
    if not strengths.keys() & _LETTERHEAD and strengths.get("to"):
        strengths["headless"] = 1.0
    return Signs({name: value for name, value in strengths.items() if value > 0}, _headings(page))


_LETTERHEAD = frozenset({"office", "government", "number", "court"})


def _headings(page: Page) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for row in page.rows:
        if page.depth(row) > HEAD_DEPTH or not 0 < len(row.cores) <= _TITLE_WORDS or _SENTENCE_END.search(row.text):
            continue
        for kind, alike in {**_ending(page, row), **_beginning(page, row), **_best_titles(row)}.items():
            found[kind] = max(found.get(kind, 0.0), alike)
        if any(plain(title.rpartition(" ")[2]) in _list_words() for title in row.text.split(",")):
            found["list"] = 1.0
    return found


def _best_titles(row: Row) -> Mapping[str, float]:
    """The kinds whose titles a row is most like: कार्यालयीन टीप is not the कार्यालयीन आदेश that it resembles."""
    alike: dict[str, float] = {}
    for title in _titles(row):
        for near, place in nearest(title, _heading_texts(), _LEAST_LIKENESS):
            kind, spelling = _heading_spellings()[place]
            if near >= likeness_needed(len(spelling)):
                alike[kind] = max(alike.get(kind, 0.0), near)
    best = max(alike.values(), default=0.0)
    return {kind: near for kind, near in alike.items() if near > best - _EQUAL_TITLES}


_EQUAL_TITLES = 0.05


def _ending(page: Page, row: Row) -> Mapping[str, float]:
    """The kind that the last word of a title says, as in स्थापना आदेश: a short row in the middle of the page."""
    cores = list(row.cores)
    while cores and _SAYS_YEAR.search(to_ascii(row.words[cores[-1]].text)):
        cores.pop()
    if not 1 < len(cores) <= _ENDED_WORDS or not _in_middle(page, row):
        return {}
    if any(label.first == cores[0] for label in labels_in("letter", row)):
        return {}
    last = plain(row.words[cores[-1]].text)
    return {kind: _ENDED for kind, words in _edges("endings").items() if last in words}


_SAYS_YEAR = re.compile("[0-9]|^(?:वर्ष|सन्?|year)$", re.IGNORECASE)


def _beginning(page: Page, row: Row) -> Mapping[str, float]:
    """The kind that the first words of a title say, as in "List of beneficiaries": a row in the middle of the page."""
    if not _in_middle(page, row):
        return {}
    title = plain("".join(row.words[index].text for index in row.cores))
    return {kind: _ENDED for kind, words in _edges("beginnings").items() if title.startswith(tuple(words))}


def _in_middle(page: Page, row: Row) -> bool:
    """Whether a row stands in the middle of the paper, or of its print where the margins differ."""
    wide = max(1, page.frame[2] - page.frame[0])
    left, right = min(other.box[0] for other in page.rows), max(other.box[2] for other in page.rows)
    middle = (row.box[0] + row.box[2]) / 2
    off = min(abs(middle - (left + right) / 2), abs(middle - (page.frame[0] + page.frame[2]) / 2)) / wide
    return off <= _OFF_MIDDLE and (row.box[0] - left) / wide >= _INDENTED


_ENDED_WORDS, _OFF_MIDDLE, _INDENTED, _ENDED = 4, 0.07, 0.12, 0.9


@cache
def _edges(edge: Literal["beginnings", "endings"]) -> Mapping[str, frozenset[str]]:
    return {kind: frozenset(map(plain, entry[edge])) for kind, entry in load("kinds").items() if edge in entry}


_LEAST_LIKENESS = 0.7
"""The least that `likeness_needed` asks for."""


@cache
def _heading_texts() -> tuple[str, ...]:
    return tuple(spelling for _, spelling in _heading_spellings())


@cache
def _heading_spellings() -> tuple[tuple[str, str], ...]:
    return tuple((kind, plain(text)) for kind, entry in load("kinds").items() for text in entry["headings"])


@cache
def _list_words() -> frozenset[str]:
    return frozenset(plain(text) for text in load("kinds")["list"]["headings"])


def _titles(row: Row) -> set[str]:
    """What the title in a row may be: all of it, or all but a speck at an end, or one side of a slash."""
    cores = [row.words[index].text for index in row.cores]
    titles = {plain(" ".join(cores)), *(plain(side) for side in row.text.split("/"))}
    for start, end, rest in ((1, None, 0), (0, -1, -1)):
        if len(cores) > 1 and len(plain(cores[rest])) <= 2:
            titles.add(plain(" ".join(cores[start:end])))
    return titles - {""}


def _label_signs(page: Page) -> Mapping[str, float]:
    """Signs that are labels: in the head of the page for most, anywhere for those that end a letter."""
    found: dict[str, float] = {}
    greeted = False
    for row in page.rows:
        in_head = page.depth(row) <= HEAD_DEPTH and not greeted
        for label in labels_in("letter", row):
            starts = label.first == row.cores[0]
            if label.name in _ENDING and not starts and label.name != "applicant":
                continue
            if label.name not in _ENDING and not in_head:
                continue
            if label.name == "number" and not _has_number(row, label):
                continue
            if label.name in _HEADING and (_goes_on(row, label) or page.across(row.box[0]) > _SIGNED):
                continue
            if label.name in ("to", "salutation", "closing", "applicant") and not _stands_alone(row, label):
                continue
            found[label.name] = max(found.get(label.name, 0.0), label.likeness)
            greeted = greeted or (label.name == "salutation" and starts)
            if label.name == "number" and _is_demi_official(row, label):
                found["demi_official_number"] = 1.0
        if in_head and any(label.first == row.cores[0] for label in labels_in("case", row) if row.cores):
            found["case_number"] = 1.0
    found["cover_labels"] = min(1.0, (count_labels(page) - 2) / 3)
    return found


_ENDING = frozenset({"copy_to", "closing", "applicant", "endorsement"})
_DEMI_OFFICIAL = re.compile(r"अ\S{0,8}शासकीय|अ\.?\s?शा|D\.?\s?O\.?", re.IGNORECASE)


def _has_number(row: Row, label: Label) -> bool:
    return any(_DIGITS.search(to_ascii(row.words[index].text)) for index in value_range(row, label))


_HEADING = frozenset({"office", "government", "court"})
_SIGNED = 0.64
"""How far across the paper rows begin that stand at a signature."""


def _goes_on(row: Row, label: Label) -> bool:
    """Whether a word that begins a letterhead goes on as one of a sentence does: कार्यालय को."""
    following = [plain(row.words[index].text) for index in row.cores if index > label.last][:1]
    return bool(following) and following[0] in POSTPOSITIONS


POSTPOSITIONS = frozenset(map(plain, ("को", "का", "के", "की", "में", "से", "ने", "द्वारा", "पर", "तक", "एवं", "हेतु")))


def _stands_alone(row: Row, label: Label) -> bool:
    """Whether a label is not the first word of a sentence."""
    rest = len(value_range(row, label))
    return rest <= 1 or row.words[label.last].text.endswith((",", ":", "-"))


def _is_demi_official(row: Row, label: Label) -> bool:
    return bool(_DEMI_OFFICIAL.match(join(row.words[label.first : label.last + 1])))


def _row_signs(page: Page) -> Mapping[str, float]:
    rows = page.rows
    numbered = sum(bool(NUMBERED_PARAGRAPH.match(to_ascii(row.text))) for row in rows)
    dated = _count_dated_entries(page)
    signed = sum(_is_signed_note(page, rows[index : index + 5]) for index in range(len(rows)))
    tabled = sum(_is_table_row(row) for row in rows)
    return {
        "numbered": min(1.0, numbered / 3),
        "dated_entries": min(1.0, dated / 2),
        "signed_notes": min(1.0, 0.75 * signed),
        "titled": float(any(_is_title(page, row) for row in rows[:_TITLE_ROWS])),
        "table": min(1.0, tabled / 4) if tabled >= 0.4 * len(rows) else 0.0,
        "unfinished": float(_is_unfinished(page)),
    }


_TITLE_ROWS = 4


def _is_title(page: Page, row: Row) -> bool:
    """Whether a row is a title of whatever words: short, near the top, in the middle, and no mere number."""
    return page.depth(row) < _TOP and _in_middle(page, row) and any(character.isalpha() for character in row.text)


_TOP = 0.2


def _count_dated_entries(page: Page) -> int:
    """Rows that begin with a date, without those that only go on: "… issued on / 03.04.1987, against which …".

    Sentences run on where text begins as far left as the dates do; beside a column of dates it does not.
    """
    dated = [row for row in page.rows if _is_dated_entry(page, row)]
    lefts = [row.box[0] for row in page.rows if row not in dated and _is_full(page, row)]
    broken_off = [_is_full(page, row) and not _SENTENCE_END.search(row.text) for row in page.rows]
    carried = [row for row, above in zip(page.rows[1:], broken_off, strict=False) if above]
    return sum(row not in carried or all(abs(left - row.box[0]) >= row.height_px for left in lefts) for row in dated)


def _is_dated_entry(page: Page, row: Row) -> bool:
    """Whether a row is a date at the left with text behind it, as order sheets have them."""
    if len(row.cores) < 4 or page.across(row.box[0]) > 0.35:
        return False
    return any(date.start <= 4 for date in read_dates(join(row.words[:4])))


def _is_unfinished(page: Page) -> bool:
    """Whether the last sentence of a page goes on overleaf; page numbers below it do not count."""
    last = next((row for row in reversed(page.rows) if any(map(str.isalpha, row.text))), None)
    return last is not None and _is_full(page, last) and not _SENTENCE_END.search(last.text)


def _is_full(page: Page, row: Row) -> bool:
    """Whether a row of several words reaches the right end of the print, as all rows of a paragraph but the last do."""
    left, right = min(other.box[0] for other in page.rows), max(other.box[2] for other in page.rows)
    return len(row.cores) >= _FULL_ROW and right - row.box[2] <= _RAGGED * (right - left)


_FULL_ROW, _RAGGED = 4, 0.25
"""Words of a full row at least, and the share of the width of the print that it may leave free: lines set ragged end
within the length of a word or two. Set by hand."""


def _is_signed_note(page: Page, rows: Sequence[Row]) -> bool:
    """Whether rows are a name in brackets or a post at the right with a date alone below, as officers sign notes."""
    first = rows[0]
    if len(first.cores) > 5 or page.across(first.box[0]) < 0.4 or _DIGITS.search(to_ascii(first.text)):
        return False
    named = "(" in first.text or ")" in first.text
    return any(
        len(row.cores) <= 3 and page.across(row.box[0]) > 0.4 and read_dates(row.text, damaged=True)
        for row in rows[1 : 5 if named else 3]
    )


def _is_table_row(row: Row) -> bool:
    numeric = sum(bool(_DIGITS.search(to_ascii(row.words[index].text))) for index in row.cores)
    gaps = sum(row.gap_before(index) >= 0.8 for index in row.cores[1:])
    return numeric >= 3 and (gaps >= 2 or numeric >= 0.4 * len(row.cores)) and not _SENTENCE_END.search(row.text)
