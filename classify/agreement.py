"""What the papers of a nasti say alike: one subject, one section in numbers, read better in one than in another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from classify.digits import to_ascii
from classify.likeness import likeness, plain
from nasti.model import Field, Paper

SAME_SUBJECT = 0.8
"""Likeness of two readings of one subject."""
_SURER = 0.05
"""How much surer a reading must be to go before another."""
_OTHER_READING = 0.7
"""How much another reading of the same words adds to what is not yet sure."""


def agree(papers: Sequence[Paper], cover: Field | None) -> tuple[Paper, ...]:
    """Papers whose subjects and numbers are mended by those of the others.

    Args:
        papers: Of one nasti.
        cover: The subject on its cover; None where there is none.
    """
    subjects = [paper.fields["subject"] for paper in papers if "subject" in paper.fields]
    known = [*subjects, *([cover] if cover else [])]
    codes = _codes(papers)
    offices = Counter(
        plain(str(paper.fields[name].value)) for paper in papers for name in PEOPLE if name in paper.fields
    )
    return tuple(_mended(paper, known, codes, offices) for paper in papers)


PEOPLE = ("sender", "recipient")


def _mended(paper: Paper, subjects: Sequence[Field], codes: Counter[str], offices: Counter[str]) -> Paper:
    fields = dict(paper.fields)
    for name in PEOPLE:
        if name in fields:
            fields[name] = _agree_office(fields[name], offices)
    if "subject" in fields:
        fields["subject"] = agree_subject(fields["subject"], subjects)
    if "letter_number" in fields:
        fields["letter_number"] = _agree_number(fields["letter_number"], codes)
    return replace(paper, fields=fields)


def agree_subject(subject: Field, others: Sequence[Field]) -> Field:
    """A subject by the surest reading of the same words; surer itself where others read it so.

    Args:
        subject: Of a paper, or of the nasti.
        others: All readings; the subject's own is passed over.
    """
    if subject.told:
        return subject
    alike = [other for other in others if other is not subject and _is_same(subject, other)]
    if not alike:
        return subject
    best = max(alike, key=lambda other: other.confidence)
    equal = any(plain(str(other.value)) == plain(str(subject.value)) for other in alike)
    if not equal and (best.confidence > subject.confidence + _SURER or len(str(best.value)) > len(str(subject.value))):
        sure = max(subject.confidence, min(best.confidence, _OTHER_READING))
        return replace(subject, value=best.value, confidence=round(sure, 3))
    if equal:
        return replace(subject, confidence=round(1 - (1 - subject.confidence) * (1 - _OTHER_READING), 3))
    return subject


def _is_same(subject: Field, other: Field) -> bool:
    """Whether two readings are of one subject: much alike, with the same numbers."""
    first, second = str(subject.value), str(other.value)
    numbers = _NUMBERS.findall(to_ascii(first)) == _NUMBERS.findall(to_ascii(second))
    return numbers and likeness(plain(first), plain(second)) >= SAME_SUBJECT


_NUMBERS = re.compile("[0-9]+")


def _agree_office(field: Field, offices: Counter[str]) -> Field:
    """Who writes or is written to: surer where others do so too, less sure of what is but a part of another's name."""
    name = plain(str(field.value))
    if field.told:
        return field
    if any(name in other and name != other and count >= offices[name] for other, count in offices.items()):
        return replace(field, confidence=round(_PART_OF_ANOTHER * field.confidence, 3))
    if offices[name] > 1:
        return field
    return replace(field, confidence=round(_ALONE * field.confidence, 3))


_PART_OF_ANOTHER, _ALONE = 0.7, 0.92
"""Trust in an office that looks like what is left of another's name, and in one that a nasti has only once."""


def _codes(papers: Sequence[Paper]) -> Counter[str]:
    """How often each piece with letters stands in the numbers of letters: offices have few."""
    numbers = [str(paper.fields["letter_number"].value) for paper in papers if "letter_number" in paper.fields]
    return Counter(piece for number in numbers for piece in number.split("/") if _is_code(piece))


def _is_code(piece: str) -> bool:
    return len(piece) >= _LEAST_CODE and not any(character.isdecimal() for character in piece)


_LEAST_CODE = 3


def _agree_number(number: Field, codes: Counter[str]) -> Field:
    """A number whose letters are read as in others, where only one of them was read so and is one letter off."""
    if number.told:
        return number
    pieces = str(number.value).split("/")
    mended = [_agree_code(piece, codes) if _is_code(piece) else piece for piece in pieces]
    return number if mended == pieces else replace(number, value="/".join(mended))


def _agree_code(piece: str, codes: Counter[str]) -> str:
    if codes[piece] > 1:
        return piece
    near = [code for code, count in codes.items() if count > 1 and Levenshtein.distance(code, piece) == 1]
    return near[0] if len(near) == 1 else piece
