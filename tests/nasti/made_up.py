"""Made-up reading, for tests of the flow: what runs in reader processes instead of `nasti.pipeline`.

A scan is a text file with a line for each sheet. It imports little, because every reader process loads it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from classify.said import heed
from classify.segments import Segment
from nasti.assembly import Assembled, Scanned
from nasti.errors import InputRejected
from nasti.model import UNTOLD, Field, Form, Part, Picture, Said, Sheet, SheetRead, Told, Understood, Word


def count_sheets(files: Sequence[Path], _form: Form, _limits: object) -> int:
    text = files[0].read_text()
    if text == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if text == "broken":
        raise InputRejected(f"made-up reason in {files[0].name}", f"बनावटी कारण {files[0].name}")
    return len(text.splitlines())


def read_sheet(files: Sequence[Path], _form: Form, index: int, _settings: object, told: Told = UNTOLD) -> SheetRead:
    text = files[0].read_text().splitlines()[index]
    if text == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if text == "bad sheet":
        raise InputRejected("made-up reason", "बनावटी कारण")
    words = (Word(text, (0, 0, 50, 10), 0.9, 0, 0),)
    blank = text == "blank" and told.blank is not False
    sheet = Sheet(index, (100, 200), 300, told.turn_deg or 0, words=() if blank else words, blank=blank)
    return SheetRead(sheet, Picture(f"{files[0]} {index}".encode(), "jpeg", (100, 200), 300))


def assemble(scanned: Scanned) -> Assembled:
    number = understand(scanned.sheets).fields.get("file_number")
    department = scanned.hints.department
    named = Field(department, department, 1.0, 0, (0, 0, 0, 0)) if department else None
    positions = tuple(range(len(scanned.sheets)))
    volume = next(
        (int(sheet.text.removeprefix("volume ")) for sheet in scanned.sheets if "volume " in sheet.text), None
    )
    source = "pages" if number else ""
    segment = Segment(positions, source=source, number=number, volume=volume, department=named)
    return Assembled((segment,), {}, frozenset(), frozenset(), ())


def understand(sheets: Sequence[Sheet], said: Sequence[Said] = (), model: Path | None = None) -> Understood:
    known = tuple(replace(sheet, part=None if sheet.blank else "correspondence") for sheet in sheets)
    number = sheets[0].text if sheets else ""
    fields = {"file_number": Field(number, number, 0.9, 0, (0, 0, 50, 10))} if "/" in number else {}
    if model is not None:
        fields["section"] = Field(model.name, model.name, 0.9, 0, (0, 0, 50, 10))
    return Understood(known, (), heed(said, fields))


def bind_sheets(understood: Understood, _part: Part, positions: Sequence[int], *arguments: object) -> tuple[int, ...]:
    text = "\n".join(sheet.text for sheet in understood.sheets)
    if "unbindable" in text:
        raise ValueError("unbindable")
    out = arguments[-1]
    assert isinstance(out, Path)
    out.write_text(text)
    return tuple(position for position in positions if understood.sheets[position].text == "noise")


def learn_badly(*_: object) -> None:
    raise ValueError("learning failed")
