"""When a value is the one that a person gave."""

from __future__ import annotations

from typing import Literal

from rapidfuzz.distance import Levenshtein

from classify.likeness import key_of_number, plain
from nasti.model import Field

Sort = Literal["number", "date", "name", "text", "year", "count", "class"]
"""What a field holds, and so where and how it is looked for."""

SORTS: dict[str, Sort] = {
    "letter_number": "number", "file_number": "number", "previous_number": "number", "linked_number": "number",
    "date": "date", "opened": "date", "closed": "date",
    "sender": "name", "recipient": "name", "department": "name", "section": "name", "head": "name",
    "district": "name", "tehsil": "name", "village": "name",
    "subject": "text", "year": "year", "retention": "class",
    "noting_pages": "count", "correspondence_pages": "count",
}  # fmt: skip
"""By field that can be learnt. A field that is not here is left to the rules."""

LISTED: frozenset[Sort] = frozenset({"name", "class"})
"""What an office has a list of: the same few values again and again."""

_NEARLY = frozenset({"subject", "sender", "recipient"})
_SAME_TEXT = 0.9
"""Likeness from which those count as right: one misread vowel sign does not send anyone to the wrong file."""


def value_key(name: str, value: str | int) -> str:
    """What two values of a field have in common when they are the same.

    Args:
        name: Of the field.
        value: Canonical.
    """
    if SORTS.get(name) == "number":
        return key_of_number(str(value))
    return plain(str(value)) or str(value)


def is_right(name: str, value: str | int | None, answer: str | int | None) -> bool:
    """Whether a value is what a person gave; None is that there is none.

    Args:
        name: Of the field.
        value: What was read.
        answer: What the person said.
    """
    if value is None or answer is None:
        return value is answer
    if name in _NEARLY:
        return Levenshtein.normalized_similarity(plain(str(value)), plain(str(answer))) >= _SAME_TEXT
    return value_key(name, value) == value_key(name, answer)


def value_of(field: Field | None) -> str | int | None:
    """The value of a field; None where there is none.

    Args:
        field: Any.
    """
    return field.value if field else None
