"""The JSON that `nasti read --json` and `nasti show --json` share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nasti.model import Box, Field, Notice, Paper, Sheet, Understood, Word

NASTI_FIELDS = ("file_number", "department", "section", "subject", "year", "opened", "closed", "retention")
"""Fields of a nasti that are always there, null where nothing was read."""


def describe(source: str, understood: Understood) -> dict[str, Any]:
    """What was read and understood, as values that JSON can hold.

    Args:
        source: Name of the file or folder that was read.
        understood: Its sheets, papers and fields.
    """
    fields = {**dict.fromkeys(NASTI_FIELDS), **understood.fields}
    return {
        "source": source,
        "sheets": [describe_sheet(sheet) for sheet in understood.sheets],
        "papers": [_describe_paper(paper) for paper in understood.papers],
        "nasti": {name: value and _describe_field(value) for name, value in fields.items()},
    }


def describe_sheet(sheet: Sheet) -> dict[str, Any]:
    """One sheet. Boxes are pixels on the upright, straightened sheet image, angles counter-clockwise degrees.

    The box of a word is as high as its line, for marking it (`Sheet.marks`).
    """
    return {
        "index": sheet.index,
        "kind": sheet.kind,
        "part": sheet.part,
        "folio": sheet.folio,
        "blank": sheet.blank,
        "separator": sheet.separator,
        "turn_deg": sheet.turn_deg,
        "skew_deg": round(sheet.skew_deg, 3),
        "dpi": sheet.dpi,
        "size_px": list(sheet.size_px),
        "paper_px": list(sheet.paper_px),
        "flags": list(sheet.flags),
        "notices": [_describe_notice(notice) for notice in sheet.notices],
        "text": sheet.text,
        "words": [_describe_word(word, mark) for word, mark in zip(sheet.words, sheet.marks, strict=True)],
        "handwriting": [list(box) for box in sheet.handwriting],
        "steps": [{"name": step.name, **step.detail} for step in sheet.steps],
        "seconds": {stage: round(seconds, 3) for stage, seconds in sheet.seconds.items()},
    }


def _describe_notice(notice: Notice) -> dict[str, Any]:
    return {
        "name": notice.name,
        "measure": notice.measure,
        "bound": notice.bound,
        "unit": notice.unit,
        "box": notice.box and list(notice.box),
    }


def _describe_word(word: Word, mark: Box) -> dict[str, Any]:
    described = {"text": word.text, "box": list(mark), "confidence": round(word.confidence, 3)}
    return {**described, "raw": word.raw} if word.raw else described


def _describe_paper(paper: Paper) -> dict[str, Any]:
    return {
        "kind": paper.kind,
        "part": paper.part,
        "first": paper.first,
        "last": paper.last,
        "fields": _describe_fields(paper.fields),
        "mentions": {name: [_describe_field(one) for one in found] for name, found in paper.mentions.items()},
    }


def _describe_fields(fields: Mapping[str, Field]) -> dict[str, Any]:
    return {name: _describe_field(value) for name, value in fields.items()}


def _describe_field(field: Field) -> dict[str, Any]:
    return {
        "value": field.value,
        "raw": field.raw,
        "confidence": round(field.confidence, 3),
        "sheet": field.sheet,
        "box": list(field.box),
        "told": field.told,
    }
