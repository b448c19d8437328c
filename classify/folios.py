"""Page numbers of offices: where they are read on a page, and what they say of the pages of each part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from classify.digits import DEVANAGARI, LOOKALIKES, to_ascii
from classify.layout import Page, Row, join, surround
from nasti.folios.fit import FolioFit, fit_folios
from nasti.folios.spine import Numeral, Side, Spot
from nasti.model import PARTS, Notice, Paper, Part, Sheet, Word

FLAGS = ("folio_disorder", "folio_gap", "folio_repeat")

_DEPTH = 0.09
_FOOT = 0.92
_MARGIN = 0.2
_MIDDLE = 0.1
_ROOM = 3.0
"""Upper and lower edge strip, width of a corner and half width of the middle as shares of the paper; room between a
number and other print of its row, in row heights. Source: 103 numbers in upper corners of 137 drawn and aged pages."""

_LEAST = 0.2
"""How likely a word must be right to be looked at; whether a number is taken, its neighbours say."""

_ALONE = 0.5
"""How likely it must be right to be believed without its neighbours. Source: 98 of the 103 numbers reach it, 87 of them
right."""

_LOOKALIKE = 0.6
"""Factor on the confidence of numbers with letters read for digits."""

_MOST_WORDS = 4
_YEARS = range(1900, 2100)

_NOTING = "n|नोट|न|टीप|टी"
_CORRESPONDENCE = "c|पत्राचार|पत्र|प|सी"
_FOLIO = re.compile(
    rf"""(?: (?:पृष्ठ|पृ|पेज|page|pg|p|folio|fol|f) [.:\s]* (?:(?:क्रमांक|क्र|सं|संख्या|no) [.:\s]*)? [-:–—]?
         | (?P<before>{_NOTING}|{_CORRESPONDENCE}) \s?[-/.–—]\s? | (?P<glued>[nc]) )?
        \s? (?P<number>[0-9]{{1,4}})
        (?: \s?[/]\s?(?P<behind>{_NOTING}|{_CORRESPONDENCE}) | \s?[-/(]?\s?(?P<suffix>[a-d]|[अबसकखग]) )?""",
    re.VERBOSE | re.IGNORECASE,
)
_ENDS = " ()[]{}-–—.,_:|"
_DIGITAL = re.compile("(?=.*[0-9])[0-9OoQlI|]{2,4}")
_SHARED = {"latin": ("0239", "9", "1"), "devanagari": ("०१२३", "1", "9")}
"""By script: digits that have the shape of one of the other script, and the one that means something else there."""


def read_numerals(page: Page) -> tuple[Numeral, ...]:
    """Numbers that may be a page's folio, those in upper corners first.

    Args:
        page: Any page.
    """
    found = [numeral for row in page.rows for numeral in _of_row(page, row)]
    return tuple(sorted(found, key=lambda one: (one.reshaped, one.spot != "corner", -one.confidence)))


def read_folio(page: Page) -> int | None:
    """The number that a page bears in an upper corner, as far as the page alone tells; None where it tells none.

    Args:
        page: Any page.
    """
    sure = (one for one in read_numerals(page) if one.spot == "corner" and one.confidence >= _ALONE)
    return next((one.number for one in sure if not one.reshaped), None)


def lettered_part(page: Page) -> Part | None:
    """The part whose letter the number in an upper corner of a page bears (N-3, 12/प); None where it bears none.

    Args:
        page: Any page.
    """
    sure = (one for one in read_numerals(page) if one.spot == "corner" and one.confidence >= _ALONE)
    return next((one.part for one in sure if one.part), None)


def _of_row(page: Page, row: Row) -> Iterator[Numeral]:
    depth = page.depth(row)
    if _DEPTH < depth < _FOOT:
        return
    for group in _apart(row):
        words = [word for word in group if word.confidence >= _LEAST]
        if not words:
            continue
        left, _, right, _ = box = surround(words)
        across = page.across((left + right) / 2)
        at_side, in_middle = not _MARGIN < across < 1 - _MARGIN, abs(across - 0.5) < _MIDDLE
        if len(words) <= _MOST_WORDS and (at_side or in_middle):
            above: Spot = "corner" if at_side else "head"
            below: Spot = "foot corner" if at_side else "foot"
            confidence = min(word.confidence for word in words)
            numerals = _parse(join(words), confidence, above if depth <= _DEPTH else below)
            yield from (replace(numeral, box=box) for numeral in numerals)


def _apart(row: Row) -> Iterator[list[Word]]:
    """The words of a row, cut where there is room; marks without letter or digit are left out."""
    words: list[Word] = []
    for index in row.cores:
        if words and row.words[index].box[0] - words[-1].box[2] >= _ROOM * row.height_px:
            yield words
            words = []
        words.append(row.words[index])
    if words:
        yield words


def _parse(text: str, confidence: float, spot: Spot) -> Iterator[Numeral]:
    text = text.strip(_ENDS)
    if _DIGITAL.fullmatch(text) and not text.isdecimal():
        text, confidence = text.translate(LOOKALIKES), confidence * _LOOKALIKE
    match = _FOLIO.fullmatch(to_ascii(text))
    if not match or not int(match["number"]) or int(match["number"]) in _YEARS:
        return
    letter = (match["before"] or match["glued"] or match["behind"] or "").lower()
    part: Part | None = None
    if letter:
        part = "noting" if re.fullmatch(_NOTING, letter) else "correspondence"
    suffix = (match["suffix"] or "").upper()
    numeral = Numeral(int(match["number"]), suffix, confidence, spot, part=part)
    yield numeral
    other = _reshape(text[match.start("number") : match.end("number")])
    if other:
        yield replace(numeral, number=other, reshaped=True)


def _reshape(digits: str) -> int | None:
    """The number that digits are in the other script, where every one of them has a shape that both have."""
    script = "devanagari" if digits[0] in DEVANAGARI else "latin"
    shared, mark, meant = _SHARED[script]
    ascii_digits = to_ascii(digits)
    return int(ascii_digits.replace(mark, meant)) if set(digits) <= set(shared) and mark in ascii_digits else None


@dataclass(frozen=True, slots=True)
class Numbered:
    """What the page numbers say of a sheet.

    Attributes:
        folio: Its number; None where none was read.
        notices: What is wrong about it.
    """

    folio: int | None = None
    notices: tuple[Notice, ...] = ()


def number_pages(
    sheets: Sequence[Sheet], parts: Sequence[Part | None], papers: Sequence[Paper], pages: Sequence[Page | None]
) -> list[Numbered]:
    """The folio of each sheet and what is wrong with it; noting and correspondence are numbered apart.

    Args:
        sheets: Of one nasti, in order.
        parts: The part of each; None for blanks, covers and separators.
        papers: The papers among them.
        pages: The same sheets as rows of print; None where nothing can be read.
    """
    numbered = [Numbered()] * len(sheets)
    opening = {paper.first for paper in papers}
    for part, positions in _lay_by_part(sheets, parts).items():
        sides = [
            Side(read_numerals(page) if (page := pages[at]) else (), sheets[at].blank, at in opening, part)
            for at in positions
        ]
        for position, one in zip(positions, describe(fit_folios(sides)), strict=True):
            numbered[position] = one
    return numbered


def _lay_by_part(sheets: Sequence[Sheet], parts: Sequence[Part | None]) -> Mapping[Part, list[int]]:
    """Positions of the sides of each part, a blank side with the sheet that it is the back of."""
    sides: dict[Part, list[int]] = {part: [] for part in PARTS}
    current: Part | None = None
    for position, (sheet, part) in enumerate(zip(sheets, parts, strict=True)):
        if sheet.blank and current:
            sides[current].append(position)
        elif part:
            current = part
            sides[part].append(position)
    return {part: positions for part, positions in sides.items() if positions}


def describe(fit: FolioFit) -> list[Numbered]:
    """Folio and notices of each side: their measure is the number it bears; the bound of a gap, the one that was due.

    Args:
        fit: Of one part.
    """
    notices: list[list[Notice]] = [[] for _ in fit.numerals]

    def note(name: str, position: int, due: int | None = None) -> None:
        numeral = fit.numerals[position]
        if numeral:
            notices[position].append(Notice(name, numeral.number, due, box=numeral.box))

    for gap in fit.faults.gaps:
        note("folio_gap", gap.after, gap.due)
    for repeat in fit.faults.repeats:
        note("folio_repeat", repeat.first)
        note("folio_repeat", repeat.again)
    for stray in fit.faults.strays:
        note("folio_disorder", stray.position)
    return [
        Numbered(numeral.number if numeral else None, tuple({notice.name: notice for notice in found}.values()))
        for numeral, found in zip(fit.numerals, notices, strict=True)
    ]
