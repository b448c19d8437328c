"""What persons said of a nasti, with its sheets as they were read: what an office's model learns from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nasti.model import Said, Sheet, Word


@dataclass(frozen=True, slots=True)
class Example:
    """One nasti that a person has been over.

    Attributes:
        name: Of the nasti: its papers are never on both sides when what was learnt is judged.
        sheets: As read, in order; what rules make of them is worked out anew.
        kinds: By sheet, what a person says the page is; None where nobody said anything: then the rules are let stand.
        begins: By sheet, whether a paper begins there, as a person says; None where nobody said anything.
        said: Fields that a person gave or confirmed, the last word of each.
        day: When it was last corrected, days since any fixed date: newer examples weigh more.
        person: Who was over it; "" where that is not known.
    """

    name: str
    sheets: tuple[Sheet, ...]
    kinds: tuple[str | None, ...]
    begins: tuple[bool | None, ...]
    said: tuple[Said, ...]
    day: float = 0.0
    person: str = ""


def to_json(example: Example) -> dict[str, Any]:
    """An example as values that JSON can hold.

    Args:
        example: Any; of its sheets what understanding looks at is kept.
    """
    return {
        "name": example.name,
        "sheets": [_sheet_to_json(sheet) for sheet in example.sheets],
        "kinds": list(example.kinds),
        "begins": list(example.begins),
        "said": [[one.position, one.name, one.value] for one in example.said],
        "day": example.day,
        "person": example.person,
    }


def from_json(kept: Mapping[str, Any]) -> Example:
    """The example that `to_json` wrote.

    Args:
        kept: What it gave.
    """
    return Example(
        kept["name"],
        tuple(map(_sheet_from_json, kept["sheets"])),
        tuple(kept["kinds"]),
        tuple(kept["begins"]),
        tuple(Said(position, name, value) for position, name, value in kept["said"]),
        kept["day"],
        kept["person"],
    )


def _sheet_to_json(sheet: Sheet) -> dict[str, Any]:
    return {
        "index": sheet.index,
        "size_px": list(sheet.size_px),
        "dpi": sheet.dpi,
        "paper_px": list(sheet.paper_px),
        "blank": sheet.blank,
        "separator": sheet.separator,
        "flags": list(sheet.flags),
        "handwriting": [list(box) for box in sheet.handwriting],
        "words": [[word.text, *word.box, word.confidence, word.line, word.block] for word in sheet.words],
    }


def _sheet_from_json(kept: Mapping[str, Any]) -> Sheet:
    words = (
        Word(text, (left, top, right, bottom), confidence, line, block)
        for text, left, top, right, bottom, confidence, line, block in kept["words"]
    )
    return Sheet(
        kept["index"],
        _pair(kept["size_px"]),
        kept["dpi"],
        paper_px=_box(kept["paper_px"]),
        blank=kept["blank"],
        separator=kept["separator"],
        flags=tuple(kept["flags"]),
        handwriting=tuple(map(_box, kept["handwriting"])),
        words=tuple(words),
    )


def _pair(numbers: list[int]) -> tuple[int, int]:
    width, height = numbers
    return width, height


def _box(numbers: list[int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = numbers
    return left, top, right, bottom
