"""The folder for people: every registered nasti as a folder with its PDFs, named so that it can be found by hand.

It stands beside the store's own files and is made of hard links to them where the file system has those, so it costs
no room. Nothing is read back from it; it may be deleted and comes back as nasti are registered.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nasti.errors import NotFound, StorageError
from nasti.hindi import ascii_number
from nasti.model import PARTS, Part
from storage import views
from storage.keywords import keywords_of
from storage.locks import hold
from storage.nastis import locked_nasti, sheets_in_order
from storage.store import Store
from storage.tables import NastiRow, SheetRow

TREE = "nasti-files"
DESCRIPTION = "nasti.json"
LONGEST_NAME = 100
"""Characters of a folder name: two of them and a file name stay under the 260 of Windows shares."""

UNKNOWN = "unknown-department"
NO_ASCII = ascii_number("")
"""What stands for a name of which nothing can be written in ASCII."""

_OURS = (*(f"{part}.pdf" for part in PARTS), DESCRIPTION)


def write_tree(store: Store, nasti_id: int) -> Path:
    """Bring the folder of one nasti in step with what is registered; files of others in it are left alone.

    Args:
        store: An opened, migrated store.
        nasti_id: A registered nasti.

    Returns:
        The folder, which goes away when the nasti has no sheets.

    Raises:
        NotFound: There is no such nasti, or it is not registered yet.
        StorageError: The folder cannot be written.
    """

    def bring_in_step(s: Session) -> Path:
        # Inside the transaction, so that two nasti never share a folder and a crash leaves the row behind, not ahead;
        # doing it again is harmless.
        nasti = locked_nasti(s, nasti_id)
        if nasti.registered_version == 0:
            raise NotFound(f"Nasti #{nasti_id} is not registered yet.", f"नस्ती #{nasti_id} अभी पंजीकृत नहीं है।")
        hold(s, "tree")
        line = views.list_nasti(s, nasti_id)
        before, chosen = nasti.folder, _choose_folder(s, nasti, line.department)
        # One that all sheets were taken from has none; the name is free for others.
        nasti.folder, nasti.folder_version = chosen if line.sheets else None, nasti.registered_version
        s.flush()
        folder = store.folder / chosen
        bound = {part: store.files.path(key) for part, key in line.bound.items()}
        try:
            if line.sheets:
                _fill(folder, bound, _describe(s, nasti, line))
            if before is not None and before != nasti.folder:
                _clear(store.folder / before)
        except OSError as error:
            raise StorageError(
                f"The folder {folder} cannot be written: {error.strerror}. Make room or mend its permissions.",
                f"फ़ोल्डर {folder} में लिखा नहीं जा सका: {error.strerror}। जगह बनाएँ या अनुमति ठीक करें।",
            ) from error
        return folder

    return store.write(bring_in_step)


def folders_behind(s: Session) -> list[int]:
    """Nasti that were registered without their folder being written since: a process ended between the two."""
    behind = NastiRow.registered_version > NastiRow.folder_version
    return list(s.scalars(select(NastiRow.id).where(behind).order_by(NastiRow.id)))


def _choose_folder(s: Session, nasti: NastiRow, department: str) -> str:
    parent = _short(ascii_number(department), f"department-{nasti.department_id}") if department else UNKNOWN
    number = _short(nasti.number_ascii or NO_ASCII, f"{NO_ASCII}-{nasti.id}")
    name = f"{TREE}/{parent}/{number}"
    # Different letters may look alike in ASCII.
    taken = s.scalar(select(NastiRow.id).where(NastiRow.folder == name, NastiRow.id != nasti.id))
    return f"{name}~{nasti.id}" if taken else name


def _short(name: str, instead: str) -> str:
    name = name[:LONGEST_NAME].rstrip(".-_")
    return name if name and name != NO_ASCII else instead


def _fill(folder: Path, bound: Mapping[Part, Path], description: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        target = folder / f"{part}.pdf"
        if part in bound:
            _place(target, partial(_link, bound[part]))
        else:
            target.unlink(missing_ok=True)
    text = json.dumps(description, ensure_ascii=False, indent=2) + "\n"
    _place(folder / DESCRIPTION, lambda new: new.write_text(text, encoding="utf-8"))


def _place(target: Path, write: Callable[[Path], object]) -> None:
    """Write beside the target, then take its place: whoever looks finds the old file or the new one, whole."""
    new = target.with_name(f".{target.name}.new")
    new.unlink(missing_ok=True)
    try:
        write(new)
        new.replace(target)
    finally:
        # Renaming one name of a file onto another name of the same file leaves both.
        new.unlink(missing_ok=True)


def _link(kept: Path, new: Path) -> None:
    try:
        os.link(kept, new)
    except FileNotFoundError:
        raise
    except OSError:
        # The file system has no hard links, or this file has as many as it may.
        shutil.copyfile(kept, new)


def _clear(folder: Path) -> None:
    """Remove our files from a folder that is no longer the nasti's, and the folder if nothing else is in it."""
    for name in _OURS:
        (folder / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        folder.rmdir()
        folder.parent.rmdir()


def _describe(s: Session, nasti: NastiRow, line: views.NastiLine) -> dict[str, Any]:
    papers, fields = views.papers_and_fields(s, nasti.id)
    labels = views.labels_of(s, nasti.id)
    return {
        "id": nasti.id,
        "number": nasti.number,
        "department": line.department,
        "section": nasti.section,
        "subject": nasti.subject,
        "year": nasti.year,
        "opened": nasti.opened,
        "closed": nasti.closed,
        "retention": nasti.retention,
        "fields": {name: field.value for name, field in fields.items()},
        "version": nasti.registered_version,
        "registered_at": nasti.registered_at.isoformat() if nasti.registered_at else None,
        "sheets": line.sheets,
        "files": {part: {"file": f"{part}.pdf", "sha256": Path(key).stem} for part, key in line.bound.items()},
        "papers": [
            {
                "kind": paper.kind,
                "part": paper.part,
                "first": labels[paper.first],
                "last": labels[paper.last],
                "fields": {name: field.value for name, field in paper.fields.items()},
                "mentions": {name: [field.value for field in found] for name, found in paper.mentions.items()},
            }
            for paper in papers
        ],
        "not_read": _describe_not_read(s, nasti.id, labels),
        "scans": views.scans_of(s, nasti.id),
    }


def _describe_not_read(s: Session, nasti_id: int, labels: Sequence[str | None]) -> list[dict[str, Any]]:
    """The pages that are written by hand or have keywords: what a search finds there, and what it cannot."""
    rows = s.execute(sheets_in_order(nasti_id).with_only_columns(SheetRow.id, SheetRow.handwriting)).all()
    keywords = keywords_of(s, [sheet_id for sheet_id, _ in rows])
    return [
        {"page": label, "handwriting": handwriting, "keywords": list(keywords.get(sheet_id, ()))}
        for label, (sheet_id, handwriting) in zip(labels, rows, strict=True)
        if label is not None and (handwriting or sheet_id in keywords)
    ]
