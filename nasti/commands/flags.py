"""`nasti flags`: what machines noticed on sheets, worst first, with pictures of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nasti import terminal
from nasti.commands.common import AsJson, Config, StoreFolder, load, open_store, print_json
from nasti.errors import StorageError

if TYPE_CHECKING:
    from nasti.settings import Settings
    from storage.flagged import Flagged
    from storage.store import Store


def flags(
    number: Annotated[
        str | None, typer.Argument(help="File number in any spelling, or #id. [default: all nasti]")
    ] = None,
    least: Annotated[
        Literal["fault", "check", "hint"],
        typer.Option("--least", help="Faults alone, what a person should look at too, or hints as well."),
    ] = "check",
    crops: Annotated[
        Path | None, typer.Option("--crops", help="Folder for a picture of each, with the place outlined.")
    ] = None,
    as_json: AsJson = False,
    config: Config = None,
    store: StoreFolder = None,
) -> None:
    """List the sheets that are to be looked at or scanned again, and why."""
    from storage import flagged, views

    settings = load(config, store)
    with open_store(settings) as opened:
        nasti_id = None if number is None else opened.read(partial(views.find_nasti, number_or_id=number))
        found = opened.read(partial(flagged.list_flagged, nasti_id=nasti_id, least=least))
        pictures = _cut(opened, settings, found, crops) if crops is not None else [None] * len(found)
    if as_json:
        print_json([{"flag": one, "crop": picture} for one, picture in zip(found, pictures, strict=True)])
    else:
        terminal.show_flagged(found, pictures)


def _cut(store: Store, settings: Settings, found: list[Flagged], folder: Path) -> list[Path | None]:
    """Write the pictures; in a reader process, because scans come from anywhere."""
    from nasti.crops import cut_file
    from nasti.readers import Readers

    readers = Readers(1, memory_mb=settings.work.reader_memory_mb, modules=("nasti.crops",))
    written: list[Path | None] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in found:
            name = f"{one.nasti_id or 0}-{one.sheet_id}-{one.notice.name}.jpg"
            picture = store.files.path(one.picture_key)
            data = readers.call(cut_file, settings.work.sheet_timeout_s, picture, one.sheet, one.notice)
            (folder / name).write_bytes(data)
            written.append(folder / name)
    except OSError as error:
        raise StorageError(
            f"The pictures could not be written to {folder}: {error.strerror}. Make room or name another folder.",
            f"चित्र {folder} में लिखे नहीं जा सके: {error.strerror}। जगह बनाएँ या दूसरा फ़ोल्डर बताएँ।",
        ) from error
    finally:
        readers.close()
    return written
