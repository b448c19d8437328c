"""Labels in rows of print: विषय, नस्ती क्रमांक, Dated, found where the reader damaged them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from classify.label_words import LONGEST, may_end, read_cues
from classify.layout import Row, has_letters
from classify.likeness import likeness_needed, nearest, plain
from classify.tables import load

Group = Literal["cover", "case", "letter"]
"""Which kind of paper's labels."""

LOST_LABEL = 0.6
"""A label that could not be read counts as this much alike."""

MIDROW_LIKENESS = 0.85
"""Likeness a label inside a row must have: there, a word of a sentence is easily taken for one."""

MIDROW_GAP = 1.2
"""Room before a label inside a row, in row heights."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in a row.

    Attributes:
        name: The field or mark it announces.
        likeness: How alike print and label are, 0 to 1.
        first: Index of its first word in the row.
        last: Index of its last word, inclusive.
    """

    name: str
    likeness: float
    first: int
    last: int


@cache
def _spellings(group: Group) -> tuple[tuple[str, str], ...]:
    return tuple((name, plain(text)) for name, texts in load("labels")[group].items() for text in texts)


@cache
def _longest(group: Group) -> int:
    return max(len(spelling) for _, spelling in _spellings(group))


@lru_cache(maxsize=1 << 15)
def _nearest(group: Group, read: str) -> tuple[float, int, str] | None:
    """Likeness, length and name of the label that a text is most like; of equals the longest."""
    best: tuple[float, int, str] | None = None
    for alike, place in nearest(read, _texts(group), _LEAST_LIKENESS):
        name, spelling = _spellings(group)[place]
        if alike >= likeness_needed(len(spelling)) and (best is None or (alike, len(spelling)) > best[:2]):
            best = (alike, len(spelling), name)
    return best


_LEAST_LIKENESS = 0.7
"""The least that `likeness_needed` asks for."""


@cache
def _texts(group: Group) -> tuple[str, ...]:
    return tuple(spelling for _, spelling in _spellings(group))


def label_at(group: Group, row: Row, start: int) -> Label | None:
    """The label that begins at a word; the one most alike, of equals the longest.

    Args:
        group: Which labels to look for.
        row: Where.
        start: Index of the word.
    """
    read = ""
    best: tuple[float, int, Label] | None = None
    for index in row.cores:
        if index < start:
            continue
        read += plain(row.words[index].text)
        if len(read) > 1.4 * _longest(group):
            break
        near = _nearest(group, read)
        if near and (best is None or near[:2] > best[:2]):
            best = (near[0], near[1], Label(near[2], near[0], start, index))
    spelled = _with_translation(group, row, best[2]) if best else None
    cued = _cued_at(row, start) if group == "cover" else None
    if cued and (spelled is None or (cued.last, cued.likeness) > (spelled.last, spelled.likeness)):
        return cued
    return spelled


def _cued_at(row: Row, start: int) -> Label | None:
    """A label that begins at a word, by what its words say: as many as make up one, up to a colon or a gap."""
    held: list[str] = []
    for index in [index for index in row.cores if index >= start][:LONGEST]:
        if held and row.gap_before(index) >= MIDROW_GAP:
            break
        held.append(row.words[index].text)
        if ends_in_mark(row, index):
            break
    for count in range(len(held), 0, -1):
        parted = count == len(held)
        if (parted or may_end(held[count - 1])) and (cued := read_cues(held[:count])):
            last = [index for index in row.cores if index >= start][count - 1]
            return Label(cued.name, cued.likeness, start, last)
    return None


def _with_translation(group: Group, row: Row, label: Label) -> Label:
    """A label with the same label in the other language behind it: ``क्रमांक / No.``."""
    following = [index for index in row.cores if index > label.last][:LONGEST]
    if not following or "/" not in "".join(word.text for word in row.words[label.last : following[0]]):
        return label
    wanted = {spelling for name, spelling in _spellings(group) if name == label.name}
    read, last = "", label.last
    for index in following:
        read += plain(row.words[index].text)
        if read in wanted:
            last = index
    return Label(label.name, label.likeness, label.first, last)


def labels_in(group: Group, row: Row, *, anywhere: bool = False) -> Iterator[Label]:
    """The labels of a row, left to right: at its start, behind gaps, behind other labels.

    Args:
        group: Which labels to look for.
        row: Where.
        anywhere: Whether a label may also stand right behind other words, as दिनांक does behind a place.
    """
    free_from = 0
    for index in row.cores:
        if index < free_from:
            continue
        at_start = index == row.cores[0] or (group == "cover" and free_from == 0 and _behind_slash(row, index))
        if not (at_start or anywhere or index == free_from or row.gap_before(index) >= MIDROW_GAP):
            continue
        label = label_at(group, row, index)
        if label and _is_cut_short(row, label):
            label = None
        if label and (at_start or _stands_inside(group, row, label)):
            yield label
            free_from = label.last + 1


def _behind_slash(row: Row, index: int) -> bool:
    """Whether a word opens the second language of a label whose first was misread."""
    place = row.cores.index(index)
    before = row.words[row.cores[place - 1] : index]
    return 0 < place <= _FIRST_LANGUAGE and any(word.text.endswith("/") for word in before)


_FIRST_LANGUAGE = 4
"""Words of a label in its first language."""


def _is_cut_short(row: Row, label: Label) -> bool:
    """Whether a word has only the letters of a label cut short: Sub Divisional Officer announces no subject."""
    text = row.words[label.last].text
    return (
        label.first == label.last
        and plain(text) in _CUT_SHORT
        and not (text.endswith(".") or ends_in_mark(row, label.last))
    )


_CUT_SHORT = frozenset({"sub", "ref"})


def _stands_inside(group: Group, row: Row, label: Label) -> bool:
    """Whether a label inside a row is none of the words of a value: on covers, a colon parts it from its own value."""
    return label.likeness >= MIDROW_LIKENESS and (group != "cover" or ends_in_colon(row, label))


def ends_in_colon(row: Row, label: Label) -> bool:
    """Whether a colon or a dash stands behind a label.

    Args:
        row: Where the label stands.
        label: One of the row's.
    """
    return ends_in_mark(row, label.last)


def ends_in_mark(row: Row, index: int) -> bool:
    """Whether a colon or a dash stands behind a word.

    Args:
        row: Where the word stands.
        index: Of the word.
    """
    following = row.words[index + 1].text if index + 1 < len(row.words) else ""
    return row.words[index].text.endswith(_COLONS) or following.startswith(_COLONS)


_COLONS = (":", "-", "–", "ः")


def value_range(row: Row, label: Label, until: int | None = None) -> range:
    """Indexes of the words behind a label, without the marks that part them from it.

    Args:
        row: Where the label stands.
        label: One of the row's.
        until: Index of the word where the next label begins; None for the end of the row.
    """
    indexes = range(label.last + 1, len(row.words) if until is None else until)
    first = next((index for index in indexes if has_letters(row.words[index].text)), None)
    if first is None:
        return range(0)
    last = next(index for index in reversed(indexes) if has_letters(row.words[index].text))
    return range(first, last + 1)
