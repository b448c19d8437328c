"""Copies of a registered nasti for people and other programs: what `nasti bind` writes."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from nasti import pipeline
from nasti.errors import NotFound, StorageError
from nasti.model import Part, Understood
from nasti.readers import Readers
from nasti.settings import Settings
from nasti.volumes import Limits, Volume, bind_volumes, drop_stale
from storage import nastis, views
from storage.store import Store

Profile = Literal["archive", "eoffice"]
"""archive: the bound files as they are kept. eoffice: light copies, cut into volumes."""

REPORT = "copies.json"

Progress = Callable[[int, int], None]
"""Called with parts done and parts in all."""


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A file that was written.

    Attributes:
        name: In the folder.
        part: Of the nasti.
        pages: What its pages are called.
        size_bytes: Its size.
        sha256: Of its content.
    """

    name: str
    part: Part
    pages: tuple[str, ...]
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Copies:
    """What was written of a nasti.

    Attributes:
        number: As written; None where none was read.
        profile: How.
        files: In order: parts, and volumes in each.
        kept: Bytes of the bound file of each part, as the store keeps it.
    """

    number: str | None
    profile: Profile
    files: tuple[CopiedFile, ...]
    kept: dict[Part, int]


def write_copies(
    store: Store, settings: Settings, number: str, profile: Profile, limits: Limits, to: Path, progress: Progress
) -> Copies:
    """Write copies of a nasti's parts into a folder, with `REPORT` beside them; what is kept stays as it is.

    The files take their places together at the end; others of the same names are replaced.

    Args:
        store: Where the nasti is registered.
        settings: Time-outs and memory.
        number: File number in any spelling, or ``#`` and the number of its row.
        profile: As it is kept, or light.
        limits: Of light copies.
        to: The folder; made where there is none.
        progress: Told after each part.

    Raises:
        NotFound: There is no such nasti, or it is not registered yet.
        InvalidOutput: A light copy is not valid PDF/A or lost a word, or a page alone is too large.
        ToolFailed: Binding took too long.
        StorageError: A file could not be written.
    """
    view = store.read(lambda s: views.show(s, number))
    if not view.line.bound:
        raise NotFound(
            f"The nasti {number} is not registered yet, so there is nothing to copy.",
            f"नस्ती {number} अभी पंजीकृत नहीं है, इसलिए प्रति नहीं बन सकती।",
        )
    try:
        to.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=to, prefix=".nasti-") as name:
            folder = Path(name)
            if profile == "archive":
                files = _copy_kept(store, view, folder)
            else:
                files = _copy_light(store, settings, view, limits, folder, progress)
            kept = {part: store.files.path(key).stat().st_size for part, key in view.line.bound.items()}
            copies = Copies(view.line.number, profile, files, kept)
            report = json.dumps(asdict(copies), ensure_ascii=False, indent=1)
            (folder / REPORT).write_text(report, encoding="utf-8")
            written = sorted(path.name for path in folder.iterdir())
            for file in written:
                (folder / file).replace(to / file)
            for part in view.line.bound:
                drop_stale(to / part, written)
    except OSError as error:
        raise StorageError(f"The copies could not be written to {to}: {error}") from error
    return copies


def _copy_kept(store: Store, view: views.NastiView, folder: Path) -> tuple[CopiedFile, ...]:
    understood, files = _shown(view), []
    for part, positions in pipeline.plan_parts(understood).items():
        out = folder / f"{part}.pdf"
        shutil.copyfile(store.files.path(view.line.bound[part]), out)
        files.append(_describe(Volume(out, pipeline.label_pages(understood, part, positions)), part))
    return tuple(files)


def _copy_light(
    store: Store, settings: Settings, view: views.NastiView, limits: Limits, folder: Path, progress: Progress
) -> tuple[CopiedFile, ...]:
    stored = store.read(lambda s: nastis.sheets_of_nasti(s, view.line.id))
    created = store.read(lambda s: nastis.created_at(s, view.line.id))
    understood, files = _shown(view), list[CopiedFile]()
    plan = pipeline.plan_parts(understood)
    readers = Readers(1, memory_mb=settings.work.reader_memory_mb)
    try:
        for done, (part, positions) in enumerate(plan.items()):
            progress(done, len(plan))
            pictures = {position: store.files.path(stored[position].picture_key) for position in positions}
            timeout_s = settings.work.sheet_timeout_s * len(positions)
            volumes = readers.call(bind_volumes, timeout_s, understood, part, pictures, created, limits, folder / part)
            files += [_describe(volume, part) for volume in volumes]
        progress(len(plan), len(plan))
    finally:
        readers.close()
    return tuple(files)


def _shown(view: views.NastiView) -> Understood:
    """The nasti as it was bound: sheets that were not bound as pages (yet) are none."""
    sheets = zip(view.understood.sheets, view.labels, strict=True)
    return replace(
        view.understood,
        sheets=tuple(replace(sheet, blank=True, kind="blank") if label is None else sheet for sheet, label in sheets),
    )


def _describe(volume: Volume, part: Part) -> CopiedFile:
    with volume.path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return CopiedFile(volume.path.name, part, volume.labels, volume.path.stat().st_size, sha256)
