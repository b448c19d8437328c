"""Pictures of places on sheets, written beside what a command lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nasti.errors import StorageError
from nasti.model import Notice, Sheet

if TYPE_CHECKING:
    from nasti.settings import Settings
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a sheet.

    Attributes:
        name: Of the file to write, without its ending.
        picture_key: The kept image of the sheet.
        sheet: The sheet.
        notice: What is there, with its box.
    """

    name: str
    picture_key: str
    sheet: Sheet
    notice: Notice


def write_crops(store: Store, settings: Settings, places: Sequence[Place | None], folder: Path) -> list[Path | None]:
    """Write the pictures; in a reader process, because scans come from anywhere.

    Args:
        store: Where the kept images are.
        settings: All sections.
        places: What to cut out; None for what has no place.
        folder: Where to; made where it is not there.

    Returns:
        The files, one for each place.

    Raises:
        StorageError: They could not be written.
    """
    from nasti.crops import cut_file
    from nasti.readers import Readers

    readers = Readers(1, memory_mb=settings.work.reader_memory_mb, modules=("nasti.crops",))
    written: list[Path | None] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in places:
            file = None if one is None else folder / f"{one.name}.jpg"
            if one is not None and file is not None:
                picture = store.files.path(one.picture_key)
                file.write_bytes(readers.call(cut_file, settings.work.sheet_timeout_s, picture, one.sheet, one.notice))
            written.append(file)
    except OSError as error:
        raise StorageError(
            f"The pictures could not be written to {folder}: {error.strerror}. Make room or name another folder.",
            f"चित्र {folder} में लिखे नहीं जा सके: {error.strerror}। जगह बनाएँ या दूसरा फ़ोल्डर बताएँ।",
        ) from error
    finally:
        readers.close()
    return written
