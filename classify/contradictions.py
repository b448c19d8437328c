"""Where the sheets of a nasti contradict each other, for a person to look at: one of both was misfiled or misread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from classify.evidence import FILE_VOTE, Vote, year_of_number
from nasti import hindi
from nasti.model import Field, Notice, Part, Sheet

FLAGS = ("number_differs", "year_differs", "count_differs")

_SURE = 0.7
"""Confidence from which a reading contradicts another one, and is not just misread."""
_COUNTED: Mapping[str, Part] = {"noting_pages": "noting", "correspondence_pages": "correspondence"}


def contradictions(
    fields: Mapping[str, Field], votes: Sequence[Vote], sheets: Sequence[Sheet], parts: Sequence[Part | None]
) -> dict[int, list[Notice]]:
    """What contradicts what, by the position of the sheet it stands on.

    Args:
        fields: Of the nasti.
        votes: Every reading of its number.
        sheets: Of the nasti, in order.
        parts: The part of each.
    """
    found: dict[int, list[Notice]] = {}
    for position, notice in (*_numbers(fields, votes), *_years(fields), *_counts(fields, sheets, parts)):
        if notice.name not in {other.name for other in found.get(position, ())}:
            found.setdefault(position, []).append(notice)
    return found


def _numbers(fields: Mapping[str, Field], votes: Sequence[Vote]) -> Iterator[tuple[int, Notice]]:
    """Covers, order sheets and notes that are headed with another number."""
    elected = fields.get("file_number")
    if elected is None or elected.confidence < _SURE:
        return
    for vote in votes:
        if vote.weight >= FILE_VOTE and vote.field.confidence >= _SURE and _key(vote.field) != _key(elected):
            yield vote.field.sheet, Notice("number_differs", box=vote.field.box)


def _key(field: Field) -> str | None:
    return hindi.number_key(str(field.value))


def _years(fields: Mapping[str, Field]) -> Iterator[tuple[int, Notice]]:
    """A year on the cover that is not the one its number carries, nor the one before or behind it."""
    year, number = fields.get("year"), fields.get("file_number")
    carried = year_of_number(number) if number else None
    if year is None or carried is None or min(year.confidence, carried.confidence) < _SURE:
        return
    if abs(int(year.value) - int(carried.value)) > 1:
        yield year.sheet, Notice("year_differs", float(year.value), float(carried.value), box=year.box)


def _counts(
    fields: Mapping[str, Field], sheets: Sequence[Sheet], parts: Sequence[Part | None]
) -> Iterator[tuple[int, Notice]]:
    """Pages that the cover counts and the scan does not have, or the other way round."""
    for name, part in _COUNTED.items():
        counted = fields.get(name)
        if counted is None or counted.confidence < _SURE or not isinstance(counted.value, int):
            continue
        there = sum(place == part and not sheet.blank for place, sheet in zip(parts, sheets, strict=True))
        if there != counted.value:
            yield counted.sheet, Notice("count_differs", float(there), float(counted.value), box=counted.box)
