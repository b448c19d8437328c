"""Sheets of a set as Nasti reads them, kept, so that rules can be tried on them again in seconds."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from measure.ordinary import FORMS
from measure.sets import ScanSet
from nasti import pipeline
from nasti.model import Form, Sheet, Word
from nasti.settings import Settings

_PLAIN = ("index", "dpi", "turn_deg", "skew_deg", "blank", "separator", "measures")
_TUPLES = ("size_px", "paper_px", "flags")


def read_kept(one: ScanSet, keep: Path, *, as_kept: bool = False) -> tuple[Sheet, ...]:
    """The sheets of a scan, read now or earlier; nothing of them is understood.

    Args:
        one: The scan.
        keep: Folder of what was read, one file for each scan; it is named by the scan's bytes and by the code that
            reads.
        as_kept: Whether what an older code read will do.
    """
    scan = one.digest()[:16]
    path = keep / f"{scan}-{code_digest()}.json"
    if as_kept and not path.exists():
        path = max(keep.glob(f"{scan}-*.json"), key=lambda old: old.stat().st_mtime, default=path)
    if not path.exists():
        keep.mkdir(parents=True, exist_ok=True)
        written = path.with_suffix(".part")
        written.write_text(json.dumps([write_sheet(sheet) for sheet in _read(one)], ensure_ascii=False), "utf-8")
        written.rename(path)
    return tuple(restore_sheet(said) for said in json.loads(path.read_text("utf-8")))


def code_digest() -> str:
    """A name for the code that opens, cleans and reads sheets."""
    found = hashlib.sha256()
    root = Path(pipeline.__file__).parent.parent
    for path in sorted(path for folder in ("ingest", "ocr") for path in (root / folder).rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _read(one: ScanSet) -> list[Sheet]:
    settings = Settings()
    form: Form = "folder" if one.scan.is_dir() else FORMS[one.scan.suffix]
    count = pipeline.count_sheets(one.files, form, settings.limits)
    return [pipeline.read_sheet(one.files, form, index, settings).sheet for index in range(count)]


def write_sheet(sheet: Sheet) -> dict[str, Any]:
    """What understanding needs of a sheet, as JSON holds it."""
    said: dict[str, Any] = {name: getattr(sheet, name) for name in (*_PLAIN, *_TUPLES)}
    said["measures"] = dict(sheet.measures)
    said["handwriting"] = [list(box) for box in sheet.handwriting]
    said["words"] = [
        [word.text, *word.box, round(word.confidence, 4), word.line, word.block, word.raw] for word in sheet.words
    ]
    return said


def restore_sheet(said: dict[str, Any]) -> Sheet:
    """A sheet from what `write_sheet` wrote."""
    return Sheet(
        **{name: said[name] for name in _PLAIN},
        **{name: tuple(said[name]) for name in _TUPLES},
        handwriting=tuple((box[0], box[1], box[2], box[3]) for box in said["handwriting"]),
        words=tuple(Word(word[0], (word[1], word[2], word[3], word[4]), *word[5:9]) for word in said["words"]),
    )
